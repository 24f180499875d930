//! `deir-atlas check`

use std::io::Write;

use anyhow::bail;
use clap::Args;
use deir_atlas::read::LoadReport;

use super::input::{Files, Reading};

/// Prints how many rows were read, kept and held back, what was assumed, and
/// each problem with line, column, value, reason and what to do. The exit status
/// is 1 when a file cannot be read at all.
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
    let mut n_failed = 0;
    for (dataset, path) in arguments.files.files.iter().enumerate() {
        let file = path.display().to_string();
        match arguments.reading.read(path, dataset, &gazetteer) {
            Ok(outcome) => {
                let report = LoadReport::new(&file, &outcome);
                if arguments.json {
                    reports.push(report.to_json());
                } else {
                    write!(out, "{report}")?;
                }
            }
            Err(error) => {
                n_failed += 1;
                if arguments.json {
                    let error = format!("{error:#}");
                    reports.push(serde_json::json!({"file": file, "error": error}));
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
    Ok(())
}
