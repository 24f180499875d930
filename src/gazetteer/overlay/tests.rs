use super::*;
use crate::gazetteer::{Context, PositionStatus};

const CSV: &str = "id,name_en,name_ar,kind,lon,lat,radius_m,parent,spellings,reason\n\
    national-hospital,,,,40.15,35.33,200,,,told by a resident\n\
    new-checkpoint,Blue Gate checkpoint,,landmark,40.14,35.32,100,dez-city,Bab al-Azraq checkpoint,photograph\n\
    BAD ID,x,,,,,,,,\n\
    off,Off,,,400,35,,,,\n\
    zero,Zero,,,0,0,,,,\n\
    half,Half,,,40.1,,,,,\n";

#[test]
fn a_users_places_correct_and_add_and_bad_lines_are_told() {
    let (overlay, problems) = Overlay::read(CSV.as_bytes());
    let lines: Vec<usize> = problems.iter().map(|p| p.line).collect();
    assert_eq!(lines, [4, 5, 6, 7], "{problems:?}");
    let (gaz, problems) = Gazetteer::bundled().with_overlay(&overlay);
    assert!(problems.is_empty(), "{problems:?}");
    let hospital = gaz.place(gaz.by_id("national-hospital").unwrap());
    assert_eq!((hospital.status, hospital.radius_m), (PositionStatus::User, Some(200.0)));
    assert_eq!(
        (hospital.note.as_str(), hospital.source.as_str()),
        ("told by a resident", OWN_SOURCE)
    );
    let lookup = gaz.lookup("Bab al-Azraq checkpoint", &Context::default());
    let best = lookup.candidates.first().unwrap();
    assert_eq!(gaz.place(best.place).id, "new-checkpoint");
    assert!(gaz.place(best.place).in_governorate);
    // The bundled gazetteer is as it was.
    let bundled = Gazetteer::bundled();
    assert_eq!(bundled.place(bundled.by_id("national-hospital").unwrap()).position, None);
    assert_ne!(gaz.version(), bundled.version());
    assert!(bundled.own_places().is_none());
    let own = gaz.own_places().unwrap();
    assert_eq!(own.gazetteer, gaz.version());
    assert!(
        own.lies_in("new-checkpoint", "dez-gov") && !own.lies_in("new-checkpoint", "al-qusour")
    );
}

#[test]
fn a_new_place_without_parent_lies_where_its_position_is() {
    let csv = "id,name_en,lon,lat\nown-depot,Yellow Depot,40.12567,35.33691\n";
    let (overlay, _) = Overlay::read(csv.as_bytes());
    let (gaz, _) = Gazetteer::bundled().with_overlay(&overlay);
    let depot = gaz.by_id("own-depot").unwrap();
    assert!(gaz.is_within(depot, gaz.by_id("al-qusour").unwrap()));
    assert!(gaz.place(depot).in_governorate);
    assert_eq!(gaz.place(depot).radius_m, Some(DEFAULT_RADIUS_M));
}

#[test]
fn one_overlay_over_another_keeps_what_both_say() {
    let lay = |gaz: &Gazetteer, csv: &str| gaz.with_overlay(&Overlay::read(csv.as_bytes()).0).0;
    let first = lay(Gazetteer::bundled(), "id,name_en,lon,lat\nown-a,Alpha Yard,40.1,35.3\n");
    let both = lay(&first, "id,lon,lat\nown-a,40.2,35.3\n");
    let own = both.own_places().unwrap();
    assert_eq!(own.places["own-a"].name_en, "Alpha Yard");
    let place = both.place(both.by_id("own-a").unwrap());
    assert_eq!(place.position.map(LonLat::lon_deg), Some(40.2));
}

#[test]
fn a_polygon_in_geojson_becomes_an_outline() {
    let json = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"al-villat"},
        "geometry":{"type":"Polygon","coordinates":[[[40.1,35.3],[40.2,35.3],[40.2,35.4],[40.1,35.3]]]}}]}"#;
    let (overlay, problems) = Overlay::read(json.as_bytes());
    assert!(problems.is_empty(), "{problems:?}");
    let (gaz, _) = Gazetteer::bundled().with_overlay(&overlay);
    let villat = gaz.by_id("al-villat").unwrap();
    assert!(gaz.outline(villat).is_some());
    assert!(gaz.place(villat).position.is_some());
    assert!(gaz.outline(gaz.by_id("al-qusour").unwrap()).is_some(), "the bundled ones stay");
}

/// The one problem of a file or of laying it over the bundled places: line, column,
/// a word of the reason, and whether the line was left out.
#[track_caller]
fn check_problem(bytes: &[u8], expected: (usize, &str, &str, bool)) {
    let (overlay, mut problems) = Overlay::read(bytes);
    problems.extend(Gazetteer::bundled().with_overlay(&overlay).1);
    let [problem] = &problems[..] else { panic!("{problems:#?}") };
    let (line, column, reason, held_back) = expected;
    assert_eq!((problem.line, problem.column.as_str()), (line, column), "{problem}");
    assert!(problem.reason.contains(reason), "{problem}");
    assert_eq!(problem.held_back, held_back, "{problem}");
    assert!(!problem.advice.is_empty(), "{problem}");
}

#[test]
fn every_problem_says_where_why_and_what_to_do() {
    check_problem(b"name,lat\nx,1\n", (1, "id", "no column", true));
    check_problem(b"id,name_en,colour\na,Alpha Yard,red\n", (1, "colour", "not known", false));
    check_problem(b"id,name_en\nA b,Alpha\n", (2, "id", "lower-case", true));
    check_problem(b"id,name_en\n,Alpha\n", (2, "id", "lower-case", true));
    check_problem(b"id,name_en\na,Alpha Yard\na,Beta\n", (3, "id", "twice", true));
    check_problem(b"id,name_en,kind\na,Alpha,shop\n", (2, "kind", "no kind", true));
    check_problem(b"id,name_en,lon,lat\na,Alpha,40.1,\n", (2, "lat", "both be numbers", true));
    check_problem(
        b"id,name_en,lon,lat\na,Alpha,\"40,1\",35\n",
        (2, "lon", "both be numbers", true),
    );
    check_problem(b"id,name_en,lon,lat\na,Alpha,200,35\n", (2, "lon", "", true));
    check_problem(b"id,name_en,lon,lat\na,Alpha,0,0\n", (2, "lon", "", true));
    check_problem(b"id,name_en,lon,lat\na,Alpha,NaN,35\n", (2, "lon", "", true));
    for radius in ["-3", "0", "wide", "NaN", "300000"] {
        let csv = format!("id,name_en,radius_m\na,Alpha,{radius}\n");
        check_problem(csv.as_bytes(), (2, "radius_m", "a radius", true));
    }
    check_problem(b"id,name_en\n\xff,Alpha\n", (2, "id", "not UTF-8", true));
    check_problem(b"id,reason\nnowhere-known,why\n", (2, "name_en", "needs a name", true));
    check_problem(b"id,name_en\na,!!!\n", (2, "name_en", "needs a name", true));
    check_problem(b"id,name_en,parent\na,Alpha Yard,nowhere\n", (2, "parent", "no place", false));
    check_problem(b"id,parent\ndez-gov,al-qusour\n", (2, "parent", "lies in the other", false));
    check_problem(b"id,parent\nal-qusour,al-qusour\n", (2, "parent", "lies in the other", false));
    check_problem(b"{", (0, "", "", true));
    check_problem(br#"{"type":"Point","coordinates":[40,35]}"#, (0, "", "bare geometry", true));
    let nameless = br#"{"type":"Feature","properties":{},"geometry":null}"#;
    check_problem(nameless, (1, "id", "lower-case", true));
}

#[test]
fn two_new_places_cannot_lie_in_one_another() {
    let csv = b"id,name_en,parent\na,Alpha Yard,b\nb,Beta Yard,a\n";
    check_problem(csv, (3, "parent", "lies in the other", false));
}

#[test]
fn tables_of_other_separators_are_read_and_blank_lines_are_no_problem() {
    for csv in [
        "id;name_en;reason\n\na;Alpha Yard;seen, twice\n",
        "id\tname_en\treason\na\tAlpha Yard\tseen, twice\n",
        "",
    ] {
        let (overlay, problems) = Overlay::read(csv.as_bytes());
        assert!(problems.is_empty(), "{csv:?} {problems:?}");
        assert_eq!(overlay.places.len(), usize::from(!csv.is_empty()));
        assert!(overlay.places.iter().all(|place| place.reason == "seen, twice"));
    }
}

#[test]
fn what_is_written_reads_back_and_loses_no_line() {
    let (overlay, problems) = Overlay::read(CSV.as_bytes());
    let (again, still) = Overlay::read(&overlay.to_csv());
    assert_eq!((still.len(), &again.held_back), (problems.len(), &overlay.held_back));
    assert_eq!(again, overlay);
}

#[test]
fn entries_are_added_replaced_and_taken_out() {
    let entry = |id: &str, name: &str| OverlayPlace {
        id: id.to_owned(),
        name_en: Some(name.to_owned()),
        ..OverlayPlace::default()
    };
    let one = Overlay::default().with(entry("a", "Alpha")).with(entry("b", "Beta"));
    let two = one.with(entry("a", "Gamma"));
    let names: Vec<_> = two.places.iter().filter_map(|p| p.name_en.as_deref()).collect();
    assert_eq!(names, ["Gamma", "Beta"]);
    assert_eq!(two.without("a").without("b"), Overlay::default());
}

#[test]
fn new_ids_are_free_and_readable() {
    let overlay = Overlay::read(b"id,name_en\nown-blue-gate,Blue Gate\n").0;
    let id = |name: &str| new_id(name, Gazetteer::bundled(), &overlay);
    assert_eq!(id("Red Gate (north)"), "own-red-gate-north");
    assert_eq!(id("Blue Gate"), "own-blue-gate-2");
    assert_eq!(id("الباب الأزرق"), "own-2");
    assert!(id(&"long ".repeat(100)).len() <= LONGEST_ID);
}

proptest::proptest! {
    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200), text in "(id,lon,lat\n)?\\PC{0,100}|\\{\\PC{0,80}") {
        let _ = Overlay::read(&bytes);
        let (overlay, _) = Overlay::read(text.as_bytes());
        let (again, _) = Overlay::read(&overlay.to_csv());
        proptest::prop_assert_eq!(again.places.len(), overlay.places.len());
    }
}
