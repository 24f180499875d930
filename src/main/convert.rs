//! `deir-atlas convert`

use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use clap::{Args, ValueEnum};
use deir_atlas::export::data::{DataFormat, WriteOptions, write};
use deir_atlas::export::redact::{Profile, Redaction, Withheld, redact};
use deir_atlas::jobs::write_whole;
use deir_atlas::model::{DatasetId, EventTable};

use super::edits::{Edits, name_of};
use super::input::{Files, Reading, bytes_of};
use super::shown_args::Shown;

/// Reads all files and writes their events into one, or those that are asked for;
/// events without a date are kept whatever the days. What the target cannot hold, and every
/// row that was held back, is listed on the error output. The file is written whole or not at
/// all.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    files: Files,

    /// The file to write; its extension tells the format: .events.json, .geojson, .csv, .kml,
    /// .kmz, .gpkg, .md, .txt, .deircapsule.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,

    /// The format, where the extension does not tell it.
    #[arg(long, value_name = "FORMAT")]
    format: Option<Target>,

    // Events without a date are kept, whatever the days: nobody knows that they lie outside.
    #[command(flatten)]
    shown: Shown,

    #[command(flatten)]
    reading: Reading,

    #[command(flatten)]
    leaving_out: LeavingOut,

    #[command(flatten)]
    edits: Edits,

    /// CSV: put an apostrophe before cells that a spreadsheet would run as a formula.
    #[arg(long)]
    defuse_formulas: bool,

    /// CSV: begin with a byte-order mark, by which spreadsheets know UTF-8.
    #[arg(long, visible_alias = "bom")]
    byte_order_mark: bool,
}

/// What the copy leaves out.
#[derive(Debug, Args)]
pub struct LeavingOut {
    /// For whom the file is: partner rounds places to the quarter, village or town and hides
    /// speakers; public rounds to the sub-district and passes on excerpts alone.
    #[arg(long, value_name = "PROFILE", default_value = "full", value_parser = profile)]
    profile: Profile,

    /// Withhold the words of the event of this identifier; may be given several times.
    #[arg(long, value_name = "ID")]
    withhold: Vec<String>,

    /// Withhold the words of every event.
    #[arg(long, conflicts_with = "withhold")]
    withhold_all: bool,

    /// Hide this name wherever it stands; may be given several times.
    #[arg(long, value_name = "NAME")]
    hide_name: Vec<String>,
}

fn profile(name: &str) -> Result<Profile, String> {
    Profile::from_name(name).ok_or_else(|| "choose full, partner or public".to_owned())
}

impl LeavingOut {
    /// What is asked for, in terms of the table.
    ///
    /// # Errors
    /// When no event has one of the identifiers given.
    fn redaction(&self, table: &EventTable) -> anyhow::Result<Redaction> {
        let withheld = if self.withhold_all {
            Withheld::Everything
        } else if self.withhold.is_empty() {
            Withheld::Nothing
        } else {
            let mut events = BTreeSet::new();
            for id in &self.withhold {
                let before = events.len();
                let of_id = table.rows().filter(|row| table.id(*row) == id);
                events.extend(of_id.map(|row| table.event_id(row)));
                if events.len() == before {
                    bail!("--withhold {id}: no event has this identifier");
                }
            }
            Withheld::Events(events)
        };
        Ok(Redaction { profile: self.profile, withheld, names: self.hide_name.clone() })
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Target {
    /// *.events.json
    Native,
    /// GeoJSON (RFC 7946)
    Geojson,
    /// CSV (RFC 4180)
    Csv,
    /// KML 2.2, for Google Earth
    Kml,
    /// KML with its icons in an archive
    Kmz,
    /// GeoPackage 1.3, for QGIS
    Gpkg,
    /// A chronology in Markdown
    Markdown,
    /// A chronology in plain text
    Text,
    /// Everything in one sealed file
    Capsule,
}

impl Target {
    const fn format(self) -> DataFormat {
        match self {
            Self::Native => DataFormat::Native,
            Self::Geojson => DataFormat::GeoJson,
            Self::Csv => DataFormat::Csv,
            Self::Kml => DataFormat::Kml,
            Self::Kmz => DataFormat::Kmz,
            Self::Gpkg => DataFormat::GeoPackage,
            Self::Markdown => DataFormat::Markdown,
            Self::Text => DataFormat::Text,
            Self::Capsule => DataFormat::Capsule,
        }
    }
}

pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let output = &arguments.output;
    let format = match arguments.format {
        Some(target) => target.format(),
        None => DataFormat::of_name(&output.to_string_lossy()).with_context(|| {
            let known: Vec<&str> = DataFormat::ALL.iter().map(|f| f.extension()).collect();
            format!(
                "{}: the extension tells no format; name the file so that it ends in one of {}, \
                 or give --format",
                output.display(),
                known.join(" ")
            )
        })?,
    };
    let gazetteer = arguments.reading.gazetteer()?;
    let mut errors = std::io::stderr().lock();
    let mut tables = Vec::with_capacity(arguments.files.files.len());
    for (dataset, path) in arguments.files.files.iter().enumerate() {
        let outcome = arguments.reading.read(path, &bytes_of(path)?, dataset, &gazetteer)?;
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
    let table = &Arc::new(arguments.edits.carried_out(table, &files, &gazetteer)?);
    let rows = arguments.shown.rows(table)?;
    let redaction = arguments.leaving_out.redaction(table)?;
    let copy = redact(table, rows.into_iter(), &gazetteer, &redaction)?;
    let options = WriteOptions {
        with_all_documents: redaction.is_nothing() && copy.rows.len() == table.n_events(),
        with_formulas_defused: arguments.defuse_formulas,
        with_byte_order_mark: arguments.byte_order_mark,
        notice: copy.notice,
        ..WriteOptions::default()
    };
    let written = write(format, &copy.table, copy.rows.iter().copied(), options);
    if output.is_dir() {
        bail!("{}: this is a folder; name a file", output.display());
    }
    if let Some(why) = written.refusal(copy.rows.len()) {
        bail!("{}: nothing was written; {why}", output.display());
    }
    write_whole(output, &written.bytes)
        .with_context(|| format!("{}: cannot be written", output.display()))?;
    for loss in &written.losses {
        writeln!(errors, "{}: not in the file: {loss}", output.display())?;
    }
    if !redaction.is_nothing() {
        writeln!(errors, "{}: {}", output.display(), copy.notice)?;
    }
    let rows = || copy.rows.iter().copied();
    writeln!(
        errors,
        "{}: {} of {} events written, {} undated, {} unplaced",
        output.display(),
        written.n_events,
        table.n_events(),
        rows().filter(|row| copy.table.span(*row).is_none()).count(),
        rows().filter(|row| !copy.table.is_placed(*row)).count(),
    )?;
    if format == DataFormat::Capsule {
        let seal = deir_atlas::read::capsule::check(&written.bytes).seal;
        writeln!(errors, "{}: seal {seal}", output.display())?;
    }
    Ok(())
}
