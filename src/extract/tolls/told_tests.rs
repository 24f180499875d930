//! Ways of telling the dead and wounded, as reports write them.

use super::super::{Report, extract};
use crate::gazetteer::Gazetteer;

/// A sentence and its tolls: `isis k3; civilian w5+` are three of ISIS killed and five or
/// more civilians wounded. Others may stand beside them; with none named there are none.
#[track_caller]
fn check(text: &str, expected: &str) {
    let found = extract(&Report::of_text(text), Gazetteer::bundled());
    let tolls: Vec<String> = found
        .claims
        .iter()
        .flat_map(|claim| &claim.draft.tolls)
        .map(|toll| {
            let outcome = match toll.harm.outcome() {
                "killed" => "k",
                "wounded" => "w",
                "killed_or_wounded" => "kw",
                other => other,
            };
            let min = toll.min.unwrap_or(0);
            let max = match toll.max {
                Some(max) if max == min => String::new(),
                Some(max) => format!("-{max}"),
                None => "+".to_owned(),
            };
            format!("{} {outcome}{min}{max}", toll.who)
        })
        .collect();
    for toll in expected.split("; ").filter(|toll| !toll.is_empty()) {
        assert!(tolls.iter().any(|found| found == toll), "{text:?}: wanted {toll}, got {tolls:?}");
    }
    assert!(!expected.is_empty() || tolls.is_empty(), "{text:?}: got {tolls:?}");
}

#[test]
fn tolls_of_english_reports() {
    for (text, expected) in [
        (
            "Artillery fire on al-Joura killed an officer's wife and wounded two of her sons.",
            "civilian k1",
        ),
        (
            "Gunmen ambushed a regime patrol near al-Mayadin, killing a lieutenant and four conscripts.",
            "government k5",
        ),
        (
            "A mine blew up under an SDF truck near Hajin, killing three fighters and a commander.",
            "sdf k4",
        ),
        (
            "Nine people burned to death when Russian planes bombed a fuel market in al-Tibni.",
            "civilian k9",
        ),
        (
            "Two children bled to death after a mortar round struck their home in al-Jubaila.",
            "civilian k2",
        ),
        (
            "Three women were crushed to death under the rubble after an air strike on al-Quriyah.",
            "civilian k3",
        ),
        ("Five fishermen drowned when a shell hit their boat off Hatla.", "civilian k5"),
        (
            "Regime shelling of al-Hamidiyah killed four. The toll later climbed to seven.",
            "civilian k7",
        ),
        (
            "The number of people killed in Tuesday's air raid on al-Bukamal has risen to 31.",
            "civilian k31",
        ),
        (
            "It rose to 12, the number of civilians who were killed in the shelling on Muhasan.",
            "civilian k12",
        ),
        ("The number of SDF members killed in the bombing in al-Busayrah rose to 9.", "sdf k9"),
        (
            "The death toll from the massacre in al-Ashara stands at 44, among them 15 children.",
            "civilian k44",
        ),
        (
            "Warplanes struck a house in al-Mayadin, raising to 9 the number of civilians killed there since morning.",
            "civilian k9",
        ),
        (
            "Coalition jets bombed Hajin, killing 6 civilians, including 2 women, and injuring 14 others.",
            "civilian k6; civilian w14",
        ),
        (
            "Up to 20 ISIS fighters were killed in clashes with the SDF near al-Shafah.",
            "isis k1-20",
        ),
        (
            "As many as 15 soldiers were killed when ISIS stormed a checkpoint near al-Shula.",
            "government k15",
        ),
        ("Between 10 and 12 civilians were killed by shelling on al-Qusour.", "civilian k10-12"),
        ("A coalition drone killed two ISIS leaders near al-Mayadin.", "isis k2"),
        ("All four attackers were killed when ISIS stormed an SDF post near Gharanij.", "isis k4"),
        (
            "Five ISIS attackers and two SDF guards were killed in an assault on a post near Dhiban.",
            "isis k5; sdf k2",
        ),
        (
            "ISIS attacked an SDF checkpoint in al-Shuhayl; two of its fighters were killed, and the attackers fled.",
            "sdf k2",
        ),
        (
            "Drones hit a base of Iranian-backed militias near al-Bukamal, killing 7 of their fighters.",
            "government k7",
        ),
        (
            "A mine killed 3 members of the regime forces and 4 of Hezbollah near al-Mayadin.",
            "government k7",
        ),
        (
            "Clashes broke out in al-Hawiqa. Seven soldiers and five rebels lost their lives.",
            "government k7; opposition k5",
        ),
        (
            "The bodies of 13 civilians were found in a mass grave in al-Shaitat land near Abu Hamam.",
            "civilian k13",
        ),
        (
            "A rocket hit a bakery in al-Qusour, leaving 11 dead and 25 wounded.",
            "civilian k11; civilian w25",
        ),
        ("Russian raids left at least 16 civilians dead in al-Shumaytiyah.", "civilian k16+"),
        (
            "One person was killed and three were wounded by a landmine in al-Baghuz.",
            "civilian k1; civilian w3",
        ),
        (
            "A landmine explosion in the desert of al-Tibni claimed the life of a shepherd and injured his brother.",
            "civilian k1",
        ),
        ("A member of the local council in Hajin was shot dead by unknown gunmen.", "civilian k1"),
        (
            "Unidentified gunmen assassinated the head of the civil council of al-Kasrah.",
            "civilian k1",
        ),
        ("Warplanes bombed al-Mayadin. No one was killed.", ""),
        ("ISIS beheaded three men it accused of spying in al-Mayadin.", "civilian k3"),
        ("ISIS executed two of its own fighters in al-Bukamal.", "isis k2"),
        (
            "Barrel bombs on al-Muhasan killed a man, his wife and their three children.",
            "civilian k5",
        ),
        ("Shelling on al-Jubaila killed two men and a woman.", "civilian k3"),
        ("Air strikes on al-Shafah killed three women and four children.", "civilian k7"),
        (
            "Air strikes on al-Shafah killed 8 civilians, three women and five children.",
            "civilian k8",
        ),
        ("Mortar shells killed a doctor and two nurses in al-Joura.", "civilian k3"),
        ("Two soldiers and an officer were killed by a sniper in al-Sina'a.", "government k3"),
        (
            "The Syrian Observatory said that 14 civilians were killed in raids on Hajin; the figure later reached 17.",
            "civilian k17",
        ),
        (
            "Some 40 people died in air strikes on al-Ashara, most of them women and children.",
            "civilian k40",
        ),
        ("Air strikes on al-Bukamal killed a total of 21 civilians.", "civilian k21"),
        (
            "Rebels said they had killed 10 soldiers and captured three in al-Rushdiyah.",
            "government k10",
        ),
        (
            "A suicide car bomb killed six SDF fighters and wounded a further nine near al-Suwar.",
            "sdf k6; sdf w9",
        ),
        ("Six workers were torn apart by a shell that hit the market of Muhasan.", "civilian k6"),
        (
            "Twenty civilians, more than half of them children, were killed in a raid on al-Quriyah.",
            "civilian k20",
        ),
    ] {
        check(text, expected);
    }
}

#[test]
fn tolls_of_arabic_reports() {
    for (text, expected) in [
        ("قتل يوم الاثنين ثلاثة مدنيين بقصف مدفعي على مدينة العشارة.", "civilian k3"),
        ("ارتفع عدد ضحايا القصف على مدينة الميادين إلى 19 شهيداً.", "civilian k19"),
        (
            "ارتفع إلى 9 عدد الشهداء الذين سقطوا في غارات الطيران الحربي على بلدة موحسن.",
            "civilian k9",
        ),
        ("ارتفعت حصيلة ضحايا الغارات على بلدة القورية إلى 22 مدنياً.", "civilian k22"),
        ("وصل عدد القتلى في انفجار السيارة المفخخة بمدينة البصيرة إلى 11 مدنياً.", "civilian k11"),
        ("مقتل ضابط وثلاثة عناصر من قوات النظام بانفجار لغم في بادية الميادين.", "government k4"),
        ("انفجر لغم في بلدة هجين، ما أدى لمقتل امرأتين وبتر ساق ثالثة.", "civilian k2"),
        ("قتل عنصران من قسد وجرح ثلاثة بهجوم لخلايا داعش قرب بلدة ذيبان.", "sdf k2"),
        ("لقي ثلاثة عناصر من الميليشيات الإيرانية مصرعهم بقصف على مدينة البوكمال.", "government k3"),
        (
            "استشهد خمسة مدنيين بينهم طفلان وجرح عشرة آخرون في قصف مدفعي على حي الجورة.",
            "civilian k5; civilian w10",
        ),
        ("قتل الجنود الخمسة الذين كانوا في الحاجز بهجوم لتنظيم الدولة قرب الشولا.", "government k5"),
        (
            "فجر انتحاري من داعش سيارة عند حاجز لقسد في بلدة الصور، فقتل أربعة من عناصر الحاجز ومدنيان.",
            "sdf k4; civilian k2",
        ),
        ("غرق ثلاثة أطفال بعد استهداف عبارة في قرية مراط بالمدفعية.", "civilian k3"),
        (
            "قتل ما يقارب خمسين عنصراً من قوات النظام في هجوم على مطار دير الزور العسكري.",
            "government k50",
        ),
        ("ما بين 8 و10 قتلى من المدنيين بقصف على بلدة الشعفة.", "civilian k8-10"),
        ("استشهد رجل وزوجته وطفلاهما بقصف على حي القصور.", "civilian k4"),
        ("أسفرت الاشتباكات في حي الصناعة عن مقتل 12 عنصراً من داعش وأسر أربعة.", "isis k12"),
        ("قتل شخص وأصيب اثنان بإطلاق نار في مدينة الشحيل.", "civilian k1; civilian w2"),
        ("اغتال مجهولون عضو المجلس المحلي في بلدة الكسرة.", "civilian k1"),
        (
            "مقتل وإصابة أكثر من 15 عنصراً من قوات النظام بهجوم على حاجز في بادية الشولا.",
            "government kw16+",
        ),
        (
            "قصفت قوات النظام حي الحميدية بالهاون مما تسبب باستشهاد طفلة وجرح والدتها.",
            "civilian k1",
        ),
        ("قضى 9 أشخاص بينهم 4 نساء حرقاً جراء قصف بلدة الخريطة بالنابالم.", "civilian k9"),
    ] {
        check(text, expected);
    }
}
