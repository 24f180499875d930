//! `--gazetteer FILE` on the command line: the user's own places in every command.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use crate::app_actions::file;

const OWN: &str = "id,name_en,name_ar,kind,lon,lat,radius_m,parent,spellings,reason\n\
    own-zarqa,Zarqa Square Yard,الساحة الزرقاء,landmark,40.12,35.33,120,,,a photograph\n\
    bighel,,,,40.04,35.26,400,,,a map of 2015\n\
    BAD,Other Yard,,,40.1,35.3,,,,mistyped\n";

const EVENTS: &str = "id,date,place\nnamed,2016-03-05,Zarqa Square Yard\n";

#[track_caller]
fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_deir-atlas"))
        .args(arguments)
        .current_dir(folder)
        // What the window keeps for somebody is not for commands.
        .env("XDG_CONFIG_HOME", folder)
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    file(&folder, "own.csv", OWN);
    file(&folder, "events.csv", EVENTS);
    std::fs::create_dir(folder.path().join("deir-atlas")).unwrap();
    std::fs::write(folder.path().join("deir-atlas/gazetteer.csv"), OWN).unwrap();
    folder
}

#[test]
fn geocode_finds_own_places_only_when_their_file_is_named() {
    let folder = folder();
    let places = |arguments: &[&str]| {
        let output = run(folder.path(), arguments);
        assert!(output.status.success(), "{}", text(&output.stderr));
        let found: Value = serde_json::from_slice(&output.stdout).unwrap();
        let best = &found[0]["candidates"][0];
        (best["place"].as_str().map(str::to_owned), best["lon"].as_f64(), text(&output.stderr))
    };
    let (place, _, _) = places(&["geocode", "--json", "Zarqa Square Yard"]);
    assert_ne!(place.as_deref(), Some("own-zarqa"));
    let with_own = ["geocode", "--json", "--gazetteer", "own.csv"];
    let (place, lon, errors) = places(&[&with_own[..], &["الساحة الزرقاء"]].concat());
    assert_eq!((place.as_deref(), lon), (Some("own-zarqa"), Some(40.12)));
    assert!(errors.contains("own.csv: line 4, id: \"BAD\""), "{errors}");
    let (place, lon, _) = places(&[&with_own[..], &["Bighel"]].concat());
    assert_eq!((place.as_deref(), lon), (Some("bighel"), Some(40.04)));
}

#[test]
fn a_later_file_lies_over_an_earlier_one() {
    let folder = folder();
    let json = r#"{"type":"Feature","properties":{"id":"own-zarqa"},"geometry":{"type":"Point","coordinates":[40.2,35.3]}}"#;
    file(&folder, "moved.geojson", json);
    let arguments = ["geocode", "--json", "--gazetteer", "own.csv", "--gazetteer", "moved.geojson"];
    let output = run(folder.path(), &[&arguments[..], &["Zarqa Square Yard"]].concat());
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(found[0]["candidates"][0]["lon"].as_f64(), Some(40.2));
}

#[test]
fn convert_check_extract_and_render_use_own_places() {
    let folder = folder();
    let own = ["--gazetteer", "own.csv"];
    let with = |arguments: &[&'static str]| [arguments, &own[..]].concat();
    let output = run(folder.path(), &with(&["convert", "events.csv", "-o", "out.geojson"]));
    assert!(output.status.success(), "{}", text(&output.stderr));
    let written = std::fs::read_to_string(folder.path().join("out.geojson")).unwrap();
    assert!(written.contains("own-zarqa") && written.contains("40.12"), "{written}");

    let unplaced = |arguments: &[&str]| {
        let output = run(folder.path(), arguments);
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        report[0]["n_unplaced"].as_u64()
    };
    assert_eq!(unplaced(&["check", "--json", "events.csv"]), Some(1));
    assert_eq!(unplaced(&with(&["check", "--json", "events.csv"])), Some(0));

    let report = "Shells hit the Zarqa Square Yard in Deir ez-Zor city on 5 March 2016 and killed four civilians.";
    file(&folder, "report.txt", report);
    let output = run(folder.path(), &with(&["extract", "report.txt"]));
    assert!(text(&output.stdout).contains("\"own-zarqa\""), "{}", text(&output.stdout));

    let output = run(folder.path(), &with(&["render", "events.csv", "-o", "out.svg"]));
    assert!(output.status.success(), "{}", text(&output.stderr));
    let drawn = std::fs::read_to_string(folder.path().join("out.svg")).unwrap();
    assert!(drawn.contains('+'), "the caption names the gazetteer with what lies over it");
}

#[test]
fn a_gazetteer_that_cannot_be_used_ends_with_1() {
    let folder = folder();
    file(&folder, "empty.csv", "name,lat\nx,1\n");
    for (name, words) in
        [("empty.csv", "nothing in this gazetteer"), ("missing.csv", "cannot be read")]
    {
        let output = run(folder.path(), &["geocode", "Bighel", "--gazetteer", name]);
        assert_eq!(output.status.code(), Some(1));
        let errors = text(&output.stderr);
        assert!(errors.contains(words) && errors.contains(name), "{errors}");
    }
    let help = text(&run(folder.path(), &["geocode", "--help"]).stdout);
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(help.contains("the bundled gazetteer alone is used"), "{help}");
}

#[test]
fn a_journal_of_edits_is_carried_out_and_what_is_lost_is_told() {
    use deir_atlas::app::edits::claim_keys;
    use deir_atlas::gazetteer::Gazetteer;
    use deir_atlas::read::{ReadOptions, read};
    use deir_atlas::store::{ClaimKey, Edit, Splice};

    let folder = folder();
    let options = ReadOptions { gazetteer: Some(Gazetteer::bundled()), ..ReadOptions::default() };
    let table = read(EVENTS.as_bytes(), "events.csv", &options).unwrap().table;
    let row = table.rows().next().unwrap();
    let key = claim_keys(&table, row, "events.csv").remove(0);
    let lost = ClaimKey { claim: "0".repeat(16), ..key.clone() };
    let edits = [
        Edit::Place { claim: key, nth: 0, was: String::new(), to: "al-joura".into() },
        Edit::Part { claim: lost },
    ];
    let journal = Splice::between(&[], &edits).unwrap().to_line();
    file(&folder, "edits.jsonl", &format!("{journal}{{\"v\":1,"));
    let arguments = ["convert", "events.csv", "-o", "out.events.json", "--edits", "edits.jsonl"];
    let output = run(folder.path(), &arguments);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let errors = text(&output.stderr);
    assert!(
        errors.contains("edit 2 no longer applies") && errors.contains("line 2: no edit"),
        "{errors}"
    );
    let written = std::fs::read_to_string(folder.path().join("out.events.json")).unwrap();
    assert!(written.contains("\"al-joura\"") && written.contains("chosen by you"), "{written}");
    let output = run(folder.path(), &["render", "--edits", "edits.jsonl", "-o", "out.svg"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
}
