//! Events as files: the native format, CSV and GeoJSON, each with a list of
//! what it cannot hold.
//!
//! | | native | GeoJSON | CSV |
//! |---|---|---|---|
//! | one line, feature or object is | an event | an event | an event |
//! | several claims, several places | yes | yes | the first, counted as a loss |
//! | documents with their texts | yes | yes | sources, not texts |
//! | words that support a value | yes | yes | no |
//!
//! GeoJSON carries each event whole in a foreign member (RFC 7946, section 6.1)
//! beside the flat properties that map programs show.

mod csv;
mod geojson;
mod native;

use serde::Serialize;

use super::redact::Notice;
use crate::model::{EventTable, Row};

/// A kind of file that events can be written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DataFormat {
    /// `*.events.json`, see `data/schema/events.schema.json`.
    Native,
    /// RFC 4180, with this program's own columns.
    Csv,
    /// RFC 7946.
    GeoJson,
}

impl DataFormat {
    /// All formats.
    pub const ALL: [Self; 3] = [Self::Native, Self::Csv, Self::GeoJson];

    /// The format that a file's name asks for; `None` for another extension.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let ends = |end: &str| name.ends_with(end);
        if ends(".geojson") || ends(".geo.json") {
            Some(Self::GeoJson)
        } else if ends(".json") {
            Some(Self::Native)
        } else if ends(".csv") {
            Some(Self::Csv)
        } else {
            None
        }
    }

    /// The extension of such files, with its dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Native => ".events.json",
            Self::Csv => ".csv",
            Self::GeoJson => ".geojson",
        }
    }
}

/// How to write a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WriteOptions<'a> {
    /// Title of the file, where the format has one.
    pub title: &'a str,
    /// Whether documents to which no written event refers are written too.
    pub with_all_documents: bool,
    /// CSV: whether cells that a spreadsheet would run as a formula get an
    /// apostrophe before them (OWASP, "CSV Injection").
    pub with_formulas_defused: bool,
    /// CSV: whether the file begins with a byte-order mark, by which
    /// spreadsheets know UTF-8.
    pub with_byte_order_mark: bool,
    /// What was left out of the copy that is written; every format states it.
    pub notice: Notice,
}

/// A kind of thing that a format cannot hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Loss {
    /// What is not in the file, in words.
    pub what: &'static str,
    /// In how many events or documents.
    pub n: usize,
}

/// A written file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Written {
    /// Its bytes, UTF-8.
    pub bytes: Vec<u8>,
    /// Number of events in it.
    pub n_events: usize,
    /// What it does not hold; empty when it holds everything.
    pub losses: Vec<Loss>,
}

/// Writes the events of the given rows, in their order.
#[must_use]
pub fn write(
    format: DataFormat,
    table: &EventTable,
    rows: impl Iterator<Item = Row>,
    options: WriteOptions<'_>,
) -> Written {
    let rows: Vec<Row> = rows.collect();
    match format {
        DataFormat::Native => native::write(table, &rows, options),
        DataFormat::Csv => csv::write(table, &rows, options),
        DataFormat::GeoJson => geojson::write(table, &rows, options),
    }
}
