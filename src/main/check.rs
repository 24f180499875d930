//! `deir-atlas check`

use std::io::Write;

use anyhow::bail;
use clap::Args;
use deir_atlas::read::LoadReport;
use deir_atlas::read::capsule::{self, Checked};
use serde_json::{Value, json};

use super::input::{Files, Reading, bytes_of};

/// Prints how many rows were read, kept and held back, what was assumed, and
/// each problem with line, column, value, reason and what to do. Of a capsule every
/// byte is compared with its seal. The exit status is 1 when a file cannot be read
/// at all, and when a capsule is damaged.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    files: Files,

    #[command(flatten)]
    reading: Reading,

    /// Print a JSON list with one report for each file.
    #[arg(long)]
    json: bool,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let gazetteer = arguments.reading.gazetteer()?;
    let mut out = std::io::stdout().lock();
    let mut reports = Vec::new();
    let (mut n_failed, mut n_damaged) = (0, 0);
    for (dataset, path) in arguments.files.files.iter().enumerate() {
        let file = path.display().to_string();
        let bytes = bytes_of(path);
        let capsule = bytes.as_deref().ok().and_then(capsule_in);
        if let Some(checked) = &capsule {
            n_damaged += usize::from(!checked.faults.is_empty());
            if !arguments.json {
                writeln!(out, "{file}: capsule\n{checked}")?;
            }
        }
        let outcome =
            bytes.and_then(|bytes| arguments.reading.read(path, &bytes, dataset, &gazetteer));
        match outcome {
            Ok(outcome) => {
                let report = LoadReport::new(&file, &outcome);
                if arguments.json {
                    let mut report = report.to_json();
                    report["capsule"] = capsule_json(capsule.as_ref());
                    reports.push(report);
                } else {
                    write!(out, "{report}")?;
                }
            }
            Err(error) => {
                n_failed += 1;
                if arguments.json {
                    let error = format!("{error:#}");
                    let capsule = capsule_json(capsule.as_ref());
                    let report = json!({"file": file, "error": error, "capsule": capsule});
                    reports.push(report);
                } else {
                    writeln!(std::io::stderr(), "deir-atlas: {error:#}")?;
                }
            }
        }
    }
    if arguments.json {
        serde_json::to_writer_pretty(&mut out, &reports)?;
        writeln!(out)?;
    }
    if n_failed > 0 {
        bail!("{n_failed} of {} files cannot be read", arguments.files.files.len());
    }
    if n_damaged > 0 {
        bail!("{n_damaged} of {} files are damaged capsules", arguments.files.files.len());
    }
    Ok(())
}

/// What came of checking a capsule; `None` for other files.
fn capsule_in(bytes: &[u8]) -> Option<Checked> {
    capsule::is_capsule(bytes).then(|| capsule::check(bytes))
}

fn capsule_json(checked: Option<&Checked>) -> Value {
    let Some(checked) = checked else { return Value::Null };
    let faults: Vec<String> = checked.faults.iter().map(ToString::to_string).collect();
    json!({"seal": checked.seal, "is_whole": faults.is_empty(), "faults": faults})
}
