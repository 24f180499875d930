//! Events as files, each format with a list of what it cannot hold.
//!
//! | | native, capsule | GeoJSON, KML, GeoPackage | CSV | Markdown, text |
//! |---|---|---|---|---|
//! | for | this program, extractors | map programs | spreadsheets | people |
//! | several claims, several places | yes | yes | the first, counted as a loss | yes |
//! | documents with their texts | yes | yes | sources, not texts | sources, not texts |
//! | words that support a value | yes | yes | no | no |
//! | read back by this program | whole | whole | what a row holds | no |
//!
//! Formats for map programs show what those understand, and carry each event
//! whole beside it: in a foreign member (RFC 7946, section 6.1), in a `Data`
//! element, in a table of its own. A capsule holds everything that the events
//! rest on, and tells whether a byte of it has changed.

mod capsule;
mod chronology;
mod csv;
mod geojson;
mod gpkg;
mod kml;
mod native;

use std::fmt;

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
    /// OGC 07-147r2.
    Kml,
    /// The same in an archive with its icons.
    Kmz,
    /// OGC 12-128r18.
    GeoPackage,
    /// A chronology in CommonMark.
    Markdown,
    /// A chronology in plain text.
    Text,
    /// Everything in one sealed file.
    Capsule,
}

impl DataFormat {
    /// All formats.
    pub const ALL: [Self; 9] = [
        Self::Native,
        Self::Csv,
        Self::GeoJson,
        Self::Kml,
        Self::Kmz,
        Self::GeoPackage,
        Self::Markdown,
        Self::Text,
        Self::Capsule,
    ];

    /// Its name for people.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Native => "Deir Atlas events",
            Self::Csv => "CSV",
            Self::GeoJson => "GeoJSON",
            Self::Kml => "KML",
            Self::Kmz => "KMZ",
            Self::GeoPackage => "GeoPackage",
            Self::Markdown => "Chronology, Markdown",
            Self::Text => "Chronology, plain text",
            Self::Capsule => "Capsule",
        }
    }

    /// What one would take it for, in a line.
    #[must_use]
    pub const fn purpose(self) -> &'static str {
        match self {
            Self::Native => "Everything, for this program and for scripts",
            Self::Csv => "For spreadsheets: one row an event, its first account and place",
            Self::GeoJson => "For web maps and QGIS",
            Self::Kml => "For Google Earth, with its time slider",
            Self::Kmz => "For Google Earth, with icons, smaller",
            Self::GeoPackage => "For QGIS and ArcGIS: layers of events, places, areas, claims",
            Self::Markdown => "To read and to paste, with numbered sources",
            Self::Text => "To read anywhere, with numbered sources",
            Self::Capsule => "Everything in one sealed file, to keep and to verify",
        }
    }

    /// The format that a file's name asks for; `None` for another extension.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let ends = |end: &str| name.ends_with(end);
        if ends(".geo.json") {
            return Some(Self::GeoJson);
        }
        if ends(".json") {
            return Some(Self::Native);
        }
        let others = Self::ALL.into_iter().filter(|format| *format != Self::Native);
        others.into_iter().find(|format| ends(format.extension()))
    }

    /// The extension of such files, with its dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Native => ".events.json",
            Self::Csv => ".csv",
            Self::GeoJson => ".geojson",
            Self::Kml => ".kml",
            Self::Kmz => ".kmz",
            Self::GeoPackage => ".gpkg",
            Self::Markdown => ".md",
            Self::Text => ".txt",
            Self::Capsule => ".deircapsule",
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
    /// Capsule: how the events are looked at, as a session's JSON. It is left
    /// out of copies that hide anything, since a filter may name it.
    pub view: Option<&'a str>,
    /// Capsule: the writer's own gazetteer, as CSV; left out likewise.
    pub overlay: Option<&'a str>,
}

/// A kind of thing that a format cannot hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Loss {
    /// What is not in the file, in words.
    pub what: &'static str,
    /// In how many events or documents.
    pub n: usize,
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.what, self.n)
    }
}

/// A written file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Written {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Number of events in it.
    pub n_events: usize,
    /// What it does not hold; empty when it holds everything.
    pub losses: Vec<Loss>,
}

impl Written {
    /// What keeps the file from being one of `n_rows` events, in words; `None` where
    /// every event is in it.
    #[must_use]
    pub fn refusal(&self, n_rows: usize) -> Option<String> {
        let what = self.losses.first().map_or("events", |loss| loss.what);
        (self.n_events < n_rows).then(|| format!("not held by this format: {what}"))
    }

    /// What the file does not hold, each with how often.
    #[must_use]
    pub fn lost(&self) -> Vec<String> {
        self.losses.iter().map(Loss::to_string).collect()
    }
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
        DataFormat::Kml => kml::write(table, &rows, options),
        DataFormat::Kmz => kml::write_kmz(table, &rows, options),
        DataFormat::GeoPackage => gpkg::write(table, &rows, options),
        DataFormat::Markdown => {
            chronology::write(table, &rows, options, chronology::Style::Markdown)
        }
        DataFormat::Text => chronology::write(table, &rows, options, chronology::Style::Plain),
        DataFormat::Capsule => capsule::write(table, &rows, options),
    }
}
