//! `deir-atlas convert`

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::{Args, ValueEnum};
use deir_atlas::export::data::{DataFormat, WriteOptions, write};
use deir_atlas::jobs::write_whole;
use deir_atlas::model::{DatasetId, EventTable};

use super::edits::{Edits, name_of};
use super::input::{Files, Reading};

/// Reads all files and writes their events into one. What the target cannot
/// hold, and every row that was held back, is listed on the error output. The
/// file is written whole or not at all.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    files: Files,

    /// The file to write; its extension tells the format (.events.json, .geojson, .csv).
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,

    /// The format, where the extension does not tell it.
    #[arg(long, value_name = "FORMAT")]
    to: Option<Target>,

    #[command(flatten)]
    reading: Reading,

    #[command(flatten)]
    edits: Edits,

    /// CSV: put an apostrophe before cells that a spreadsheet would run as a formula.
    #[arg(long)]
    defuse_formulas: bool,

    /// CSV: begin with a byte-order mark, by which spreadsheets know UTF-8.
    #[arg(long)]
    byte_order_mark: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Target {
    /// *.events.json
    Native,
    /// GeoJSON (RFC 7946)
    Geojson,
    /// CSV (RFC 4180)
    Csv,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let output = &arguments.output;
    let format = match arguments.to {
        Some(Target::Native) => DataFormat::Native,
        Some(Target::Geojson) => DataFormat::GeoJson,
        Some(Target::Csv) => DataFormat::Csv,
        None => DataFormat::of_name(&output.to_string_lossy()).with_context(|| {
            format!(
                "{}: the extension tells no format; name the file *.events.json, *.geojson or \
                 *.csv, or give --to",
                output.display()
            )
        })?,
    };
    let gazetteer = arguments.reading.gazetteer()?;
    let mut errors = std::io::stderr().lock();
    let mut tables = Vec::with_capacity(arguments.files.files.len());
    for (dataset, path) in arguments.files.files.iter().enumerate() {
        let outcome = arguments.reading.read(path, dataset, &gazetteer)?;
        for problem in &outcome.problems {
            writeln!(errors, "{}: {problem}", path.display())?;
        }
        for note in &outcome.notes {
            writeln!(errors, "{}: note: {note}", path.display())?;
        }
        tables.push(outcome.table);
    }
    let table = match tables.len() {
        1 => tables.remove(0),
        _ => EventTable::merged(&tables)?,
    };
    let names = arguments.files.files.iter().map(|path| name_of(path));
    let files: Vec<(DatasetId, String)> = (0..).map(DatasetId).zip(names).collect();
    let table = &arguments.edits.carried_out(table, &files, &gazetteer)?;
    let options = WriteOptions {
        with_all_documents: true,
        with_formulas_defused: arguments.defuse_formulas,
        with_byte_order_mark: arguments.byte_order_mark,
        ..WriteOptions::default()
    };
    let written = write(format, table, table.rows(), options);
    if output.is_dir() {
        bail!("{}: this is a folder; name a file", output.display());
    }
    write_whole(output, &written.bytes)
        .with_context(|| format!("{}: cannot be written", output.display()))?;
    for loss in &written.losses {
        writeln!(errors, "{}: not in the file: {} ({})", output.display(), loss.what, loss.n)?;
    }
    writeln!(errors, "{}: {} events written", output.display(), written.n_events)?;
    Ok(())
}
