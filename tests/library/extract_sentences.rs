//! Sentences put together from parts: whatever day, place and count stands in them, the claim
//! has its type, day, place and tolls, and nothing else is claimed.

use deir_atlas::extract::{Report, extract};
use deir_atlas::gazetteer::Gazetteer;
use deir_atlas::model::Edtf;

/// Gazetteer id, and the name after its word for a settlement, in English and Arabic.
const PLACES: [(&str, &str, &str); 8] = [
    ("hatla", "the village of Hatla", "قرية حطلة"),
    ("muhasan", "the town of Muhassan", "بلدة موحسن"),
    ("al-quriyah", "al-Quriyah", "بلدة القورية"),
    ("mayadin", "Mayadin city", "مدينة الميادين"),
    ("hajin", "Hajin", "بلدة هجين بريف دير الزور"),
    ("al-shuhayl", "al-Shuhayl in the eastern countryside of Deir ez-Zor", "بلدة الشحيل"),
    ("al-joura", "the al-Joura neighbourhood", "حي الجورة بمدينة دير الزور"),
    ("al-busayrah", "al-Busayrah town", "بلدة البصيرة"),
];

/// The reports are published on Wednesday, 20 September 2017: the day, in both languages.
const DAYS: [(&str, &str, &str); 9] = [
    ("2017-09-18", "on Monday", "يوم الاثنين"),
    ("2017-09-19", "yesterday", "أمس"),
    ("2017-09-20", "this morning", "صباح اليوم"),
    ("2017-09-16", "on Saturday evening", "مساء السبت"),
    ("2017-09-15", "on 15 September", "في 15 أيلول"),
    ("2017-09-14", "early on Thursday", "فجر الخميس"),
    ("2017-09-19", "yesterday evening", "أمس الثلاثاء"),
    ("2017-09-17", "at dawn on Sunday", "يوم الأحد الماضي"),
    ("2017-09-18", "two days ago", "الاثنين"),
];

/// A count as `min-max`, open without the second; in English, and in Arabic before its noun.
const COUNTS: [(&str, &str, &str); 6] = [
    ("3-3", "three", "ثلاثة"),
    ("7-", "at least seven", "ما لا يقل عن سبعة"),
    ("10-", "more than nine", "أكثر من تسعة"),
    ("5-5", "five", "خمسة"),
    ("8-8", "eight", "ثمانية"),
    ("4-4", "4", "4"),
];

/// A sentence with `{day}`, `{place}`, `{n}` and `{m}`; its ACLED sub-event type; its tolls with
/// the counts that they have.
type Template = (&'static str, &'static str, &'static [&'static str]);

const AIR: &str = "Air/drone strike";
const SHELL: &str = "Shelling/artillery/missile attack";
const MINE: &str = "Remote explosive/landmine/IED";
const CLASH: &str = "Armed clash";
const KILLED: &str = "Attack";

const ENGLISH: [Template; 17] = [
    (
        "Russian warplanes bombed {place} {day}, killing {n} civilians and wounding {m} others.",
        AIR,
        &["civilian killed n", "civilian wounded m"],
    ),
    (
        "Activists said {n} civilians were killed and {m} injured {day} when regime artillery shelled {place}.",
        SHELL,
        &["civilian killed n", "civilian wounded m"],
    ),
    (
        "Coalition aircraft carried out raids on {place} {day}. The raids left {n} civilians dead.",
        AIR,
        &["civilian killed n"],
    ),
    (
        "A landmine left behind by ISIS exploded {day} in {place}, killing {n} civilians.",
        MINE,
        &["civilian killed n"],
    ),
    (
        "A car bomb exploded {day} near a checkpoint of the SDF in {place}, killing {n} fighters and wounding {m} civilians.",
        MINE,
        &["sdf killed n", "civilian wounded m"],
    ),
    (
        "Clashes broke out {day} between regime forces and ISIS in {place}, leaving {n} soldiers and {m} militants dead.",
        CLASH,
        &["government killed n", "isis killed m"],
    ),
    (
        "Clashes in {place} {day} killed {n} ISIS militants and {m} SDF fighters.",
        CLASH,
        &["isis killed n", "sdf killed m"],
    ),
    (
        "ISIS militants attacked regime positions in {place} {day}, killing {n} soldiers.",
        CLASH,
        &["government killed n"],
    ),
    (
        "ISIS executed {n} civilians in {place} {day} on charges of spying for the coalition.",
        KILLED,
        &["civilian killed n"],
    ),
    (
        "The SDF captured {place} {day} after fierce clashes with ISIS.",
        "Non-state actor overtakes territory",
        &[],
    ),
    (
        "Syrian government forces recaptured {place} from ISIS {day}.",
        "Government regains territory",
        &[],
    ),
    (
        "ISIS kidnapped {n} civilians from {place} {day} and took them to an unknown destination.",
        "Abduction/forced disappearance",
        &["civilian kidnapped n"],
    ),
    (
        "A suicide bomber blew himself up {day} at an SDF checkpoint in {place}, killing {n} fighters.",
        "Suicide bomb",
        &["sdf killed n"],
    ),
    (
        "Residents protested {day} in {place} against the SDF over fuel prices.",
        "Peaceful protest",
        &[],
    ),
    (
        "According to the Observatory, {n} civilians were killed {day} in coalition air strikes on {place}.",
        AIR,
        &["civilian killed n"],
    ),
    ("Gunmen shot dead {n} civilians in {place} {day}.", KILLED, &["civilian killed n"]),
    (
        "Engineering units of the army dismantled {n} explosive devices planted by ISIS in {place} {day}.",
        "Disrupted weapons use",
        &[],
    ),
];

const ARABIC: [Template; 14] = [
    (
        "قتل {n} مدنيين وأصيب {m} {day} جراء غارات للطيران الروسي على {place}.",
        AIR,
        &["civilian killed n", "civilian wounded m"],
    ),
    (
        "أفاد ناشطون بمقتل {n} مدنيين وإصابة {m} {day} إثر قصف مدفعي لقوات النظام على {place}.",
        SHELL,
        &["civilian killed n", "civilian wounded m"],
    ),
    (
        "قصف الطيران الروسي {place} {day}، ما أسفر عن استشهاد {n} مدنيين.",
        AIR,
        &["civilian killed n"],
    ),
    (
        "انفجر لغم من مخلفات تنظيم الدولة {day} في {place}، ما أدى إلى مقتل {n} مدنيين.",
        MINE,
        &["civilian killed n"],
    ),
    (
        "انفجرت سيارة مفخخة {day} قرب حاجز لقسد في {place}، ما أسفر عن مقتل {n} عناصر وإصابة {m} مدنيين.",
        MINE,
        &["sdf killed n", "civilian wounded m"],
    ),
    (
        "اندلعت اشتباكات {day} بين قوات النظام وتنظيم الدولة في {place}، قتل خلالها {n} عناصر من قوات النظام و{m} من عناصر التنظيم.",
        CLASH,
        &["government killed n", "isis killed m"],
    ),
    (
        "قتل {n} عناصر من قسد {day} في هجوم لتنظيم الدولة على مواقعها في {place}.",
        CLASH,
        &["sdf killed n"],
    ),
    (
        "أعدم تنظيم الدولة {day} {n} مدنيين في {place} بتهمة التعامل مع التحالف.",
        KILLED,
        &["civilian killed n"],
    ),
    (
        "سيطرت قوات سوريا الديمقراطية {day} على {place} بعد اشتباكات مع تنظيم الدولة.",
        "Non-state actor overtakes territory",
        &[],
    ),
    (
        "استعادت قوات النظام {day} السيطرة على {place} بعد معارك مع تنظيم الدولة.",
        "Government regains territory",
        &[],
    ),
    (
        "اختطف مسلحون مجهولون {day} {n} مدنيين من {place}.",
        "Abduction/forced disappearance",
        &["civilian kidnapped n"],
    ),
    (
        "فجر انتحاري من تنظيم الدولة نفسه {day} قرب حاجز لقسد في {place}، ما أدى إلى مقتل {n} عناصر.",
        "Suicide bomb",
        &["sdf killed n"],
    ),
    (
        "خرجت مظاهرة {day} في {place} ضد قسد احتجاجاً على سوء الأوضاع المعيشية.",
        "Peaceful protest",
        &[],
    ),
    (
        "فككت وحدات الهندسة في الجيش {day} {n} عبوات ناسفة زرعها تنظيم الدولة في {place}.",
        "Disrupted weapons use",
        &[],
    ),
];

/// What is claimed, a line for each claim: type, day, places of the governorate but for its
/// regions, tolls but for parts.
fn claims(text: &str) -> Vec<String> {
    let gazetteer = Gazetteer::bundled();
    let published: Edtf = "2017-09-20".parse().unwrap();
    let report = Report { published: Some(&published), ..Report::of_text(text) };
    let extracted = extract(&report, gazetteer);
    let found = extracted.to_json(&report, gazetteer);
    let events = found.events.iter().filter(|event| !event.background);
    let wide = ["dez-city", "dez-gov", "dez-cs", "dez-east-cs"];
    events
        .map(|event| {
            let day = event.date.as_ref().map_or("", |date| date.edtf.trim_end_matches('?'));
            let places = event.places.iter().filter_map(|place| place.place);
            let places: Vec<&str> = places.filter(|id| !wide.contains(id)).collect();
            let bound = |n: Option<u32>| n.map_or(String::new(), |n| n.to_string());
            let tolls = event.casualties.iter().filter(|toll| !toll.part).map(|toll| {
                let (min, max) = (bound(toll.min), bound(toll.max));
                format!("{} {} {min}-{max}", toll.who, toll.outcome)
            });
            let tolls: Vec<String> = tolls.collect();
            format!("{} | {day} | {} | {}", event.subtype, places.join(", "), tolls.join(", "))
        })
        .collect()
}

#[track_caller]
fn check(templates: &[Template], arabic: bool) {
    let mut wrong = Vec::new();
    let in_language = |english: &'static str, other| if arabic { other } else { english };
    // Every template with every day; places and counts take turns.
    for (number, (template, kind, tolls)) in templates.iter().enumerate() {
        for (turn, day) in DAYS.iter().enumerate() {
            let at = number * DAYS.len() + turn;
            let place = PLACES[at % PLACES.len()];
            let (n, m) = (COUNTS[at % COUNTS.len()], COUNTS[(at + 1) % COUNTS.len()]);
            let text = template
                .replace("{day}", in_language(day.1, day.2))
                .replace("{place}", in_language(place.1, place.2))
                .replace("{n}", in_language(n.1, n.2))
                .replace("{m}", in_language(m.1, m.2));
            let tolls: Vec<String> = tolls
                .iter()
                .map(|toll| {
                    let (who, count) = toll.rsplit_once(' ').unwrap();
                    format!("{who} {}", if count == "n" { n.0 } else { m.0 })
                })
                .collect();
            let expected = format!("{kind} | {} | {} | {}", day.0, place.0, tolls.join(", "));
            let found = claims(&text);
            if found != [expected.clone()] {
                wrong.push(format!("{text}\n  expected {expected}\n  found    {found:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} sentences:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn english_sentences_are_read_whatever_stands_in_them() {
    check(&ENGLISH, false);
}

#[test]
fn arabic_sentences_are_read_whatever_stands_in_them() {
    check(&ARABIC, true);
}
