//! The user's own gazetteer: put on the map, undone, kept, changed by hand.

use std::path::Path;

use deir_atlas::app::{Action, PlaceAction};
use deir_atlas::gazetteer::{Gazetteer, Overlay, OverlayPlace};
use deir_atlas::model::{LonLat, Row};
use deir_atlas::store::Folders;

use crate::app_actions::{Program, file};

fn kept_in(folder: &Path) -> Program {
    let folders = Folders { config: Some(folder.to_owned()), data: None };
    let mut program = Program::default();
    program.act(Action::Place(PlaceAction::Use(folders)));
    program
}

fn entry(id: &str, name: &str, lon_deg: f64) -> OverlayPlace {
    OverlayPlace {
        id: id.to_owned(),
        name_en: Some(name.to_owned()),
        name_ar: Some("الساحة الزرقاء".to_owned()),
        position: LonLat::new(lon_deg, 35.33).ok(),
        radius_m: Some(120.0),
        reason: "a photograph of the square".to_owned(),
        ..OverlayPlace::default()
    }
}

const EVENTS: &str = "id,date,place\n\
    named,2016-03-05,Zarqa Square Yard\n\
    stated,2016-03-06,al-Qusour\n";

fn place_of(program: &Program, id: &str) -> (Option<LonLat>, String) {
    let table = &program.state.table;
    let row: Row = table.rows().find(|row| table.id(*row) == id).unwrap();
    let place = table.placements(row).next().unwrap();
    (place.position(), table.string(place.place).to_owned())
}

#[test]
fn a_new_place_is_written_and_the_events_that_name_it_are_placed_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = kept_in(folder.path());
    program.act(Action::Open(vec![file(&folder, "events.csv", EVENTS)]));
    assert_eq!(place_of(&program, "named"), (None, String::new()));
    let before = place_of(&program, "stated");

    program.act(Action::Place(PlaceAction::Put(
        entry("own-zarqa", "Zarqa Square Yard", 40.12).into(),
    )));
    let (position, id) = place_of(&program, "named");
    assert_eq!(id, "own-zarqa");
    assert!((position.unwrap().lon_deg() - 40.12).abs() < 1e-6);
    assert_eq!(place_of(&program, "stated"), before);
    let csv = folder.path().join("gazetteer.csv");
    let (overlay, problems) = Overlay::read(&std::fs::read(&csv).unwrap());
    assert!(problems.is_empty());
    assert_eq!(overlay.places[0].reason, "a photograph of the square");
    let own = program.state.table.own_places().unwrap();
    assert_eq!(own.places["own-zarqa"].name_ar, "الساحة الزرقاء");
    assert!(Gazetteer::bundled().by_id("own-zarqa").is_none(), "bundled data never changes");

    program.act(Action::Undo);
    assert_eq!(place_of(&program, "named").0, None);
    assert!(Overlay::read(&std::fs::read(&csv).unwrap()).0.places.is_empty());
    program.act(Action::Redo);
    assert_eq!(place_of(&program, "named").1, "own-zarqa");
    program.act(Action::Place(PlaceAction::Remove("own-zarqa".into())));
    assert_eq!(place_of(&program, "named").0, None);

    // The next run begins with what was kept.
    program.act(Action::Undo);
    let mut next = kept_in(folder.path());
    next.act(Action::Open(vec![folder.path().join("events.csv")]));
    assert_eq!(place_of(&next, "named").1, "own-zarqa");
    next.act(Action::Undo);
    assert_eq!(place_of(&next, "named").1, "own-zarqa", "no step of this run");
}

#[test]
fn a_known_place_is_put_elsewhere_and_its_events_follow() {
    let mut program = Program::with_sample();
    assert_eq!(place_of(&program, "clash-bighel"), (None, "bighel".into()));
    let mut bighel = entry("bighel", "Bighel", 40.02);
    (bighel.name_en, bighel.name_ar) = (None, None);
    program.act(Action::Place(PlaceAction::Put(bighel.into())));
    assert!(place_of(&program, "clash-bighel").0.is_some());
    let gazetteer = &program.state.gazetteer;
    let place = gazetteer.place(gazetteer.by_id("bighel").unwrap());
    assert_eq!(
        (place.source.as_str(), place.note.as_str()),
        ("your gazetteer", "a photograph of the square")
    );
    program.act(Action::Undo);
    assert_eq!(place_of(&program, "clash-bighel").0, None);
}

#[test]
fn files_opened_before_the_own_gazetteer_is_read_are_placed_by_it() {
    let folder = tempfile::tempdir().unwrap();
    let overlay = Overlay::default().with(entry("own-zarqa", "Zarqa Square Yard", 40.12));
    std::fs::write(folder.path().join("gazetteer.csv"), overlay.to_csv()).unwrap();
    let mut program = Program::default();
    program.act(Action::Open(vec![file(&folder, "events.csv", EVENTS)]));
    let dataset = program.state.datasets[0].id;
    let row = program.state.table.rows().next().unwrap();
    program.act(Action::Select(Some(program.state.table.event_id(row))));
    let folders = Folders { config: Some(folder.path().to_owned()), data: None };
    program.act(Action::Place(PlaceAction::Use(folders)));
    assert_eq!(place_of(&program, "named").1, "own-zarqa");
    assert_eq!(program.state.datasets[0].id, dataset, "the file stays the one that was open");
    assert!(program.state.selected_row().is_some());
}

#[test]
fn bad_lines_are_told_kept_in_the_file_and_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let csv = folder.path().join("gazetteer.csv");
    let text = "id,name_en,lon,lat,reason\nown-zarqa,Zarqa Square Yard,40.12,35.33,seen\nBAD,Other Yard,40.1,35.3,mistyped\n";
    std::fs::write(&csv, text).unwrap();
    std::fs::write(folder.path().join("gazetteer.geojson"), "{").unwrap();
    let mut program = kept_in(folder.path());
    assert!(program.state.gazetteer.by_id("own-zarqa").is_some());
    assert_eq!(program.state.own.n_problems(), 2);
    assert!(program.messages()[0].contains("2 lines or values to look at"));
    program.act(Action::Place(PlaceAction::Put(entry("own-b", "Beta Yard", 40.13).into())));
    let written = std::fs::read_to_string(&csv).unwrap();
    assert!(written.contains("BAD,Other Yard") && written.contains("own-b,Beta Yard"), "{written}");
    assert_eq!(std::fs::read_to_string(folder.path().join("gazetteer.before.csv")).unwrap(), text);
}

#[test]
fn a_file_that_another_program_changed_is_not_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let csv = folder.path().join("gazetteer.csv");
    let mut program = kept_in(folder.path());
    program.act(Action::Place(PlaceAction::Put(entry("own-a", "Alpha Yard", 40.12).into())));
    let by_hand = "id,name_en,lon,lat,reason\nown-hand,Hand Yard,40.11,35.33,seen\n";
    std::fs::write(&csv, by_hand).unwrap();
    program.act(Action::Place(PlaceAction::Put(entry("own-b", "Beta Yard", 40.13).into())));
    assert_eq!(std::fs::read_to_string(&csv).unwrap(), by_hand);
    assert!(program.messages().iter().any(|text| text.contains("another program")));
    assert!(program.state.gazetteer.by_id("own-hand").is_some(), "it was read again");
    assert!(program.state.gazetteer.by_id("own-b").is_none());
    program.act(Action::Place(PlaceAction::Put(entry("own-b", "Beta Yard", 40.13).into())));
    assert!(std::fs::read_to_string(&csv).unwrap().contains("own-b"));
}

#[test]
fn a_place_chosen_for_a_claim_follows_the_own_gazetteer() {
    use deir_atlas::app::EditAction;
    let mut program = Program::with_sample();
    program.act(Action::Place(PlaceAction::Put(
        entry("own-zarqa", "Zarqa Square Yard", 40.12).into(),
    )));
    let table = &program.state.table;
    let row = table.rows().find(|row| table.id(*row) == "clash-bighel").unwrap();
    let event = table.event_id(row);
    let choose = EditAction::Choose { event, at: vec![(0, 0)], place: "own-zarqa".into() };
    program.act(Action::Edit(choose));
    let lon = |program: &Program| place_of(program, "clash-bighel").0.map(LonLat::lon_deg);
    assert!((lon(&program).unwrap() - 40.12).abs() < 1e-6);
    program.act(Action::Place(PlaceAction::Put(
        entry("own-zarqa", "Zarqa Square Yard", 40.15).into(),
    )));
    assert!((lon(&program).unwrap() - 40.15).abs() < 1e-6);
    program.act(Action::Place(PlaceAction::Remove("own-zarqa".into())));
    assert_eq!(lon(&program), None);
    assert_eq!(program.state.edit_report.n_lost(), 1, "told, not dropped");
}
