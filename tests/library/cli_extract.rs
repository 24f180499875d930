//! `extract` on the command line.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::app_actions::file;
use crate::read_pdf::page_of;

const RAID: &str = "Warplanes bombed al-Qusour on Saturday, killing seven civilians.\n";

fn extract(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_deir-atlas"))
        .arg("extract")
        .args(arguments)
        .current_dir(folder)
        // What the window keeps for somebody is not for commands.
        .env("XDG_CONFIG_HOME", folder)
        .output()
        .unwrap()
}

#[track_caller]
fn printed(folder: &Path, arguments: &[&str]) -> String {
    let output = extract(folder, arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn explain_prints_one_explanation_for_each_report() {
    let folder = tempfile::tempdir().unwrap();
    file(&folder, "a.txt", RAID);
    file(&folder, "b.txt", "Nothing happened.\n");
    let text =
        printed(folder.path(), &["--explain", "--published", "2016-01-17", "a.txt", "b.txt"]);
    assert!(text.starts_with("a.txt\n  Published: 2016-01-17\n\nEvent e1\n"), "{text}");
    assert!(text.contains("“Saturday”: 2016-01-16; "), "{text}");
    assert!(
        text.ends_with("\n\nb.txt\n  Published: 2016-01-17\n\nNo event was found.\n"),
        "{text}"
    );
    assert_eq!(extract(folder.path(), &["--explain", "--json", "a.txt"]).status.code(), Some(2));
}

/// Path, day of publication and publisher of each document printed.
fn documents(printed: &str) -> Vec<(String, String, String)> {
    let file: Value = serde_json::from_str(printed).unwrap();
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let documents = file["documents"].as_array().unwrap().iter();
    documents.map(|d| (text(&d["path"]), text(&d["published"]), text(&d["publisher"]))).collect()
}

#[test]
fn folders_and_manifests_name_reports() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("in")).unwrap();
    for name in ["in/a.txt", "in/b.html", "in/c.md", "in/d.png", "e"] {
        file(&folder, name, RAID);
    }
    file(&folder, "list.csv", "path,published,publisher\ne,2016-02-05,Observer\nin/a.txt,,\n");
    let known = ["--published", "2016-01-17", "--publisher", "Agency"];
    let found = |arguments: &[&str]| {
        let found = documents(&printed(folder.path(), &[&known, arguments].concat()));
        found.into_iter().map(|(path, day, who)| format!("{path} {day} {who}")).collect::<Vec<_>>()
    };
    assert_eq!(
        found(&["in"]),
        ["in/a.txt", "in/b.html", "in/c.md"].map(|path| format!("{path} 2016-01-17 Agency"))
    );
    assert_eq!(
        found(&["--manifest", "list.csv"]),
        ["e 2016-02-05 Observer", "in/a.txt 2016-01-17 -"]
    );
    file(&folder, "list.csv", "path,published\ne,Friday\n");
    let failed = extract(folder.path(), &["--manifest", "list.csv"]);
    let why = String::from_utf8(failed.stderr).unwrap();
    assert_eq!(failed.status.code(), Some(1));
    assert!(why.starts_with("deir-atlas: list.csv: line 2, published: "), "{why}");
}

#[test]
fn standard_input_is_a_report() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_deir-atlas"))
        .args(["extract", "-"])
        .env("XDG_CONFIG_HOME", folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(RAID.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(documents(&String::from_utf8(output.stdout).unwrap())[0].0, "-");
}

#[test]
fn a_pdf_is_a_report() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = page_of(&["Warplanes bombed al-Qusour on 16 January 2016."]);
    std::fs::write(folder.path().join("raid.pdf"), bytes).unwrap();
    let text = printed(folder.path(), &["--explain", "raid.pdf"]);
    assert!(text.contains("“16 January 2016”: 2016-01-16; "), "{text}");
}
