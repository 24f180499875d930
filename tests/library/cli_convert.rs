//! `convert`: which events are written.

use std::process::Command;

const EVENTS: &str = "id,date,event_type,place,actors,notes\n\
    late,2016-03-05,Battles,Hatla,Islamic State,clashes at the bridge\n\
    undated,,Battles,al-Joura,Islamic State,a clash\n\
    early,2016-01-16,Explosions/Remote violence,al-Qusour,Russian Air Force,a raid on the market\n";

#[test]
fn convert_writes_the_events_that_are_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("in.csv"), EVENTS).unwrap();
    let run = |options: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_deir-atlas"))
            .args(["convert", "in.csv", "-o", "out.csv"])
            .args(options)
            .current_dir(folder.path())
            .output()
            .unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    #[track_caller]
    fn ids(folder: &std::path::Path) -> Vec<String> {
        let text = std::fs::read_to_string(folder.join("out.csv")).unwrap();
        let first_cell = |line: &str| line.split(',').next().unwrap_or_default().to_owned();
        text.lines().skip(1).map(first_cell).collect()
    }
    let cases: [(&[&str], &[&str]); 7] = [
        // By date, those without one at the end: they may lie in any range.
        (&[], &["early", "late", "undated"]),
        (&["--from", "2016"], &["early", "late", "undated"]),
        (&["--to", "2016-02"], &["early", "undated"]),
        (&["--type", "Battles"], &["late", "undated"]),
        (&["--actor", "Russian Air Force"], &["early"]),
        (&["--place", "hatla"], &["late"]),
        (&["--text", "Kusour", "--format", "csv"], &["early"]),
    ];
    for (options, expected) in cases {
        let (code, errors) = run(options);
        assert_eq!(code, Some(0), "{options:?}: {errors}");
        assert_eq!(ids(folder.path()), expected, "{options:?}");
        let n = expected.len();
        assert!(errors.contains(&format!("{n} of 3 events written")), "{options:?}: {errors}");
    }
    let (code, errors) = run(&["--from", "2016-05", "--to", "2016-02"]);
    assert_eq!(code, Some(1));
    assert!(errors.contains("--from 2016-05-01 lies after --to 2016-02-29"), "{errors}");
}
