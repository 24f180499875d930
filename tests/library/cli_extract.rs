//! `extract` on the command line.

use std::path::Path;
use std::process::{Command, Output};

use crate::app_actions::file;

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
