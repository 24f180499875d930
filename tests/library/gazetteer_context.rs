//! Names that several places share, and names of other things: the words around
//! them decide, or nothing is said.

use deir_atlas::gazetteer::{Context, Gazetteer};

/// The best place of a name in a text; `None` when there is none.
#[track_caller]
fn check(name: &str, text: &str, expected: Option<&str>) {
    let gazetteer = Gazetteer::bundled();
    let context = Context { text_around: Some(text), ..Context::default() };
    let found = gazetteer.lookup(name, &context);
    let best = found.candidates.first().map(|best| gazetteer.place(best.place).id.as_str());
    let why: Vec<&str> = found.candidates.iter().map(|c| c.reason.as_str()).collect();
    assert_eq!(best, expected, "{name} in {text:?}: {why:#?}");
}

/// No candidate lies in the governorate.
#[track_caller]
fn check_outside(name: &str, text: &str) {
    let gazetteer = Gazetteer::bundled();
    let context = Context { text_around: Some(text), ..Context::default() };
    for candidate in gazetteer.lookup(name, &context).candidates {
        let place = gazetteer.place(candidate.place);
        assert!(!place.in_governorate, "{name} in {text:?}: {}", place.id);
    }
}

#[test]
fn namesakes_elsewhere_stay_elsewhere() {
    check("al-Qusour", "Gunfire in the al-Qusour district of Homs.", Some("e-homs-al-qusour"));
    check_outside("al-Hamidiyah", "Mortars hit al-Hamidiyah in the old city of Homs.");
    check("al-Hamidiyah", "Barrels fell on al-Hamidiyah in Aleppo.", Some("e-aleppo-al-hamidiyah"));
    check("al-Sina'a", "A bomb in the al-Sina'a district of Manbij.", Some("e-manbij-al-sinaa"));
    check("Hatin", "A raid on the village of Hatin north of Raqqa.", Some("hettin-c5703"));
    check_outside("al-Rasafa", "Tanks reached the old town of al-Rasafa in Raqqa.");
}

#[test]
fn namesakes_here_stay_here() {
    let text = "Shells fell on the districts of al-Qusour and al-Hamidiyah in Deir ez-Zor.";
    check("al-Qusour", text, Some("al-qusour"));
    check("al-Hamidiyah", text, Some("al-hamidiyah"));
    check("al-Sina'a", "Clashes in the al-Sina'a district of Deir ez-Zor city.", Some("al-sinaa"));
    check("Hatin", "Snipers on Hatin street in Deir ez-Zor.", Some("hettin"));
    check("al-Rasafa", "the al-Rasafa neighbourhood of Deir ez-Zor city", Some("al-rusafa"));
    check("al-Jubaila", "the al-Jubaila quarter of Deir ez-Zor city", Some("al-jubaila"));
}

#[test]
fn a_quarter_lies_in_the_town_named_behind_it() {
    let bukamal = Some("e-bukamal-al-sinaa");
    check("al-Sina'a", "A car bomb in the al-Sina'a district in al-Bukamal.", bukamal);
    check("الصناعة", "انفجار في حي الصناعة بمدينة البوكمال", bukamal);
    // The town of the next sentence is another matter.
    let text = "Fighting went on in the al-Sina'a district of Deir ez-Zor. Al-Bukamal was quiet.";
    check("al-Sina'a", text, Some("al-sinaa"));
}

#[test]
fn two_quarters_one_letter_apart_are_kept_apart() {
    for (name, id) in [
        ("al-Orfi", "al-arfi"),
        ("al-Ardi", "al-ardi"),
        ("العرفي", "al-arfi"),
        ("العرضي", "al-ardi"),
    ] {
        check(name, &format!("The {name} neighbourhood of Deir ez-Zor was shelled."), Some(id));
    }
    let text =
        "Houses burned in the Ghazi Ayyash quarter, far from the village of Ayyash, Deir ez-Zor.";
    check("Ghazi Ayyash", text, Some("ghazi-ayyash"));
    check("Ayyash", "The village of Ayyash, west of Deir ez-Zor, was taken.", Some("ayash"));
}

#[test]
fn a_television_channel_is_no_town() {
    check("al-Mayadeen", "A reporter of al-Mayadeen television said so.", None);
    check("al-Mayadeen", "as the al-Mayadeen channel reported", None);
    check("الميادين", "نقلت قناة الميادين عن مصدر", None);
    check("al-Mayadeen", "The city of al-Mayadeen fell in October.", Some("mayadin"));
    check("الميادين", "دخلت القوات مدينة الميادين", Some("mayadin"));
}

#[test]
fn city_and_governorate_are_told_apart_by_the_words_beside() {
    check("Deir ez-Zor", "Shells on the city of Deir ez-Zor", Some("dez-city"));
    check("Deir ez-Zor", "Villages in Deir ez-Zor province", Some("dez-gov"));
    check("دير الزور", "قرى محافظة دير الزور", Some("dez-gov"));
    check("دير الزور", "أحياء مدينة دير الزور", Some("dez-city"));
    // Without such words, the city: the documented default.
    check("Deir ez-Zor", "Raids on Deir ez-Zor on Monday", Some("dez-city"));
}

#[test]
fn vague_places_are_areas_that_say_how_they_were_made() {
    let gazetteer = Gazetteer::bundled();
    for (name, least_radius_m, how) in [
        ("western countryside of Deir ez-Zor", 20_000.0, "countryside"),
        ("ريف دير الزور الشرقي", 20_000.0, "countryside"),
        ("vicinity of Deir ez-Zor airport", 1_000.0, "vicinity"),
        ("between al-Joura and al-Qusour", 300.0, "between"),
        ("3 km east of Hatla", 700.0, "3.0 km east"),
        ("mountain overlooking the city of Deir ez-Zor", 2_000.0, "mountain overlooking"),
    ] {
        let found = gazetteer.lookup(name, &Context::default());
        let best = found.candidates.first().unwrap_or_else(|| panic!("nothing for {name}"));
        assert!(best.position.is_some(), "{name}");
        assert!(best.radius_m >= Some(least_radius_m), "{name}: {:?}", best.radius_m);
        assert!(best.reason.contains(how), "{name}: {}", best.reason);
    }
    // What nobody can place has candidates and no position.
    let found = gazetteer.lookup("Bighel", &Context::default());
    assert_eq!(found.candidates.first().unwrap().position, None);
}
