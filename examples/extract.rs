//! Reads reports and prints the claims they make as JSON: the library used
//! without the program.
//!
//! ```text
//! cargo run --release --example extract -- extract --published 2016-05-15 report.txt
//! ```

use std::process::ExitCode;

use deir_atlas::extract::{Extraction, ExtractionFile, Report, extract};
use deir_atlas::gazetteer::Gazetteer;
use deir_atlas::model::Edtf;

fn main() -> ExitCode {
    let mut published: Option<Edtf> = None;
    let mut paths = Vec::new();
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "extract");
    while let Some(argument) = arguments.next() {
        if argument == "--published" {
            published = arguments.next().and_then(|date| date.parse().ok());
        } else {
            paths.push(argument);
        }
    }
    if paths.is_empty() {
        eprintln!("usage: extract [--published DATE] FILE...");
        return ExitCode::from(2);
    }
    let mut texts = Vec::new();
    for path in &paths {
        match std::fs::read_to_string(path) {
            Ok(text) => texts.push(text),
            Err(error) => {
                eprintln!("{path}: {error}");
                return ExitCode::FAILURE;
            }
        }
    }
    let gazetteer = Gazetteer::bundled();
    let reports: Vec<Report<'_>> = paths
        .iter()
        .zip(&texts)
        .map(|(path, text)| Report { path, published: published.as_ref(), ..Report::of_text(text) })
        .collect();
    let extractions: Vec<Extraction> =
        reports.iter().map(|report| extract(report, gazetteer)).collect();
    let documents = reports
        .iter()
        .zip(&extractions)
        .map(|(report, found)| found.to_json(report, gazetteer))
        .collect();
    match serde_json::to_string_pretty(&ExtractionFile::new(documents)) {
        Ok(json) => {
            println!("{json}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
