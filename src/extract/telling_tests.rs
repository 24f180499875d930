//! What is told as having happened, and what is denied, meant, asked or only heard.

use crate::gazetteer::Gazetteer;

use super::pipeline::{Report, extract};

/// The sub-event types of the news in `text`, in its order.
fn check(text: &str, expected: &[&str]) {
    let found = extract(&Report::of_text(text), Gazetteer::bundled());
    let kinds: Vec<&str> = found
        .claims
        .iter()
        .filter(|claim| !claim.draft.background)
        .map(|claim| claim.sub_event_type().name())
        .collect();
    assert_eq!(kinds, expected, "{text}");
}

#[test]
fn what_is_denied_did_not_happen() {
    check("The SDF denied reports of the withdrawal of its fighters from Hajin.", &[]);
    check(
        "State radio denied that troops had entered Hajin, and said that warplanes bombed Al-Shaafa.",
        &["Air/drone strike"],
    );
    check("نفى مصدر عسكري ما أشيع عن انسحاب عناصره من مدينة الميادين.", &[]);
    check("ونفت الفصائل في بيان لها سيطرة التنظيم على مدينة البوكمال.", &[]);
}

#[test]
fn what_is_meant_did_not_happen() {
    check("There is news of the intention of ISIS to attack Hajin.", &[]);
    check("وردت أنباء عن عزم التنظيم اقتحام مدينة موحسن.", &[]);
    check("He said the battle will not stop before the capture of Hajin.", &[]);
    check("قال القائد إن القتال لن ينتهي قبل تحرير مدينة الميادين.", &[]);
}

#[test]
fn questions_and_noises_tell_nothing() {
    check("Who shelled Al-Mayadin?", &[]);
    check("You lost friends when Al-Mayadin was bombed.", &[]);
    check("Explosions were heard in Al-Mayadin because of a fire in a depot.", &[]);
    check("An explosion was heard in Al-Mayadin at noon.", &["Remote explosive/landmine/IED"]);
    check("The guards fired shots in the air in Al-Mayadin.", &[]);
}

#[test]
fn older_statements_are_background() {
    check(
        "قصفت قوات النظام مدينة موحسن اليوم. وكانت المعارضة أعلنت قبل يومين سيطرتها على قرية المريعية.",
        &["Shelling/artillery/missile attack"],
    );
}

#[test]
fn acts_that_need_their_objects() {
    check("ISIS seized ten houses in Hajin.", &["Looting/property destruction"]);
    check(
        "ISIS took six young men from their homes in Hajin.",
        &["Abduction/forced disappearance"],
    );
    check("They took two wounded children to the hospital in Hajin.", &[]);
    check(
        "Four shepherds were taken by ISIS patrols in Hajin.",
        &["Abduction/forced disappearance"],
    );
    check("The army took the village of Hatla.", &["Government regains territory"]);
    check(
        "Two car bombs tore through a market in Al-Shaddadi and Hajin.",
        &["Remote explosive/landmine/IED"],
    );
    check("ألقت مروحية برميلين متفجرين على مدينة موحسن.", &["Air/drone strike"]);
    check("ألقى القائد كلمة في مدينة موحسن.", &[]);
    check("دمر سلاح الجو مقرات لتنظيم داعش في مدينة الميادين.", &["Air/drone strike"]);
    check(
        "سقوط قذيفتين صاروخيتين على حي الجورة في دير الزور.",
        &["Shelling/artillery/missile attack"],
    );
}

#[test]
fn force_against_a_crowd() {
    check(
        "Security forces opened fire on demonstrators in Al-Mayadin, killing three of them.",
        &["Excessive force against protesters"],
    );
    check(
        "أطلقت قوات الأمن النار على متظاهرين في مدينة الميادين وقتلت مدنيا.",
        &["Excessive force against protesters"],
    );
    check(
        "اعتقلت قوات الأمن طبيبا من منزله في مدينة الميادين واقتادته إلى جهة مجهولة.",
        &["Abduction/forced disappearance"],
    );
}

#[test]
fn people_on_the_move() {
    check("An airstrike killed two displaced families in Al-Sousa.", &["Air/drone strike"]);
    check("Snipers shot dead a woman who was trying to flee Al-Joura in Deir Ezzor.", &["Attack"]);
    check("Artillery fire from army positions hit Hatla.", &["Shelling/artillery/missile attack"]);
}
