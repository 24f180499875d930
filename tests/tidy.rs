//! House rules that a compiler does not check.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The modules of the library in the order in which data flows.
const ORDER: [&str; 11] = [
    "model",
    "gazetteer",
    "extract",
    "read",
    "query",
    "scene",
    "export",
    "store",
    "app",
    "jobs",
    "ui",
];

/// What draws windows and asks for files stays at the very end.
const WINDOW_CRATES: [&str; 6] =
    ["egui", "eframe", "walkers", "rfd", "egui_extras", "egui_kittest"];

/// Licences that may be linked into a program under MIT OR Apache-2.0.
const LICENCES: [&str; 15] = [
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "OFL-1.1",
    "Ubuntu-font-1.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

const LONGEST_FILE_LINES: usize = 650;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files_under(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else { return found };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_under(&path, extension));
        } else if extension.is_empty() || path.extension().is_some_and(|e| e == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn relative(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/")
}

/// The code of a file: comments blanked, since prose may name anything.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    text.lines()
        .map(|line| line.find("//").map_or(line, |start| &line[..start]))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Names that follow `crate::`, also in `use crate::{a, b::c}`.
fn crate_names(code: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (start, marker) in code.match_indices("crate::") {
        let rest = &code[start + marker.len()..];
        let word = |text: &str| -> String {
            text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
        };
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut first = true;
            for (at, c) in group.char_indices() {
                if first && depth == 0 && !c.is_whitespace() {
                    names.push(word(&group[at..]));
                    first = false;
                }
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => first = true,
                    _ => {}
                }
            }
        } else {
            names.push(word(rest));
        }
    }
    names
}

#[test]
fn a_module_uses_only_those_above_it() {
    let mut broken = Vec::new();
    for (position, module) in ORDER.iter().enumerate() {
        for file in files_under(&root().join("src").join(module), "rs") {
            for name in crate_names(&code(&file)) {
                if ORDER.iter().position(|m| **m == name).is_some_and(|other| other > position) {
                    broken.push(format!("{} uses `{name}`, which comes later", relative(&file)));
                }
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_library_declares_its_modules_in_that_order() {
    let lib = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let declared: Vec<&str> =
        lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    assert_eq!(declared, ORDER);
}

#[test]
fn window_crates_appear_only_in_ui_and_main() {
    let mut broken = Vec::new();
    for file in files_under(&root().join("src"), "rs") {
        let name = relative(&file);
        if name.starts_with("src/ui/") || name == "src/main.rs" {
            continue;
        }
        let code = code(&file);
        for forbidden in WINDOW_CRATES {
            if code.contains(&format!("{forbidden}::"))
                || code.contains(&format!("use {forbidden}"))
            {
                broken.push(format!("{name} uses {forbidden}"));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn files_stay_short_and_finished() {
    let unfinished = ["TO", "FIX", "XX"].map(|start| match start {
        "TO" => "TODO".to_owned(),
        "FIX" => "FIXME".to_owned(),
        other => format!("{other}X"),
    });
    let mut broken = Vec::new();
    for folder in ["src", "benches", "tests", "examples"] {
        for file in files_under(&root().join(folder), "rs") {
            let text = fs::read_to_string(&file).unwrap();
            let n_lines = text.lines().count();
            if n_lines > LONGEST_FILE_LINES {
                broken.push(format!("{} has {n_lines} lines", relative(&file)));
            }
            if relative(&file) != "tests/tidy.rs" {
                for word in &unfinished {
                    // A word of its own: `201X` and `2016-XX-XX` are EDTF.
                    let alone = |(at, _): (usize, &str)| {
                        let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric());
                        !letter(text[..at].chars().next_back())
                            && !letter(text[at + word.len()..].chars().next())
                    };
                    if text.match_indices(word.as_str()).any(alone) {
                        broken.push(format!("{} says {word}", relative(&file)));
                    }
                }
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn every_bundled_file_names_its_source() {
    let sources = fs::read_to_string(root().join("data/SOURCES.md")).unwrap();
    let mut broken = Vec::new();
    for folder in ["data", "assets"] {
        for file in files_under(&root().join(folder), "") {
            let name = relative(&file);
            let short = file.file_name().unwrap().to_string_lossy().into_owned();
            if name != "data/SOURCES.md" && !sources.contains(&short) {
                broken.push(format!("data/SOURCES.md does not mention {name}"));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn every_dependency_has_a_licence_that_ours_allows() {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    // What is built into the program on this platform: a build has downloaded it.
    let output = Command::new(cargo)
        .args(["tree", "--locked", "--edges", "normal,build", "--prefix", "none"])
        .args(["--format", "{p}\t{l}"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tree = String::from_utf8(output.stdout).unwrap();
    let packages: BTreeSet<&str> = tree.lines().map(|line| line.trim_end_matches(" (*)")).collect();
    assert!(packages.len() > 100, "the list of packages is incomplete");
    let mut broken = Vec::new();
    for package in packages {
        let (name, licence) = package.split_once('\t').unwrap();
        // Any alternative will do; of a conjunction every part must.
        let allowed = licence.replace('/', " OR ").split(" OR ").any(|choice| {
            choice.split(" AND ").all(|part| {
                let part = part.trim().trim_matches(['(', ')']);
                let name = part.split(" WITH ").next().unwrap_or(part);
                LICENCES.contains(&name)
            })
        });
        if !allowed {
            broken.push(format!("{name}: `{licence}`"));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}
