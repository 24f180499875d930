//! From files to events and the problems found on the way.
//!
//! [`read`] takes the bytes of one file and finds out what they are. Nothing is
//! invented and nothing dropped: a value that cannot be understood leaves the
//! event without it and is reported with its line; a row is held back only
//! when nothing of it can be shown.

pub mod archive;
pub mod capsule;
mod claims;
pub mod columns;
pub mod coordinates;
pub mod csv;
pub mod dates;
pub mod geocode;
pub mod geojson;
pub mod geometry;
pub mod gpkg;
mod headers;
mod json;
pub mod kinds;
pub mod kml;
pub mod manifest;
pub mod native;
mod notes;
pub mod pdf;
mod plan;
pub mod pmtiles;
pub mod preview;
pub mod problem;
mod record;
pub mod report;
pub mod sniff;
mod sourcing;
pub mod tolls;
mod whereabouts;
mod wkb;

use std::sync::atomic::{AtomicBool, Ordering};

pub use columns::{Bound, ColumnMap, Role, Source};
pub use dates::DateOrder;
pub use geocode::{Found, PlaceLookup, RowContext};
pub use headers::{OWN_COLUMNS, OWN_PROPERTY};
pub use preview::{CellMeaning, ColumnPreview, Understanding};
pub use problem::{LoadReport, ReadError, ReadOutcome, RowProblem};

use crate::model::DatasetId;

/// The part of a capsule that holds the events.
pub const EVENTS_PART: &str = "events.events.json";

/// How to read a file.
#[derive(Clone, Default)]
pub struct ReadOptions<'a> {
    /// The dataset that the events belong to.
    pub dataset: DatasetId,
    /// What the columns mean; `None` to guess by the header.
    pub columns: Option<ColumnMap>,
    /// Order of day and month; `None` to decide by the dates themselves.
    pub date_order: Option<DateOrder>,
    /// Where places without coordinates are looked up; `None` to leave them unplaced.
    pub gazetteer: Option<&'a dyn PlaceLookup>,
    /// Called now and then, from any thread, with the part done (0 to 1).
    pub progress: Option<&'a (dyn Fn(f32) + Sync)>,
    /// Whether a capsule is read whose events are not as they were written.
    pub even_if_damaged: bool,
    /// Set by another thread to stop reading.
    pub cancel: Option<&'a AtomicBool>,
}

impl ReadOptions<'_> {
    fn check_cancelled(&self) -> Result<(), ReadError> {
        match self.cancel {
            Some(cancel) if cancel.load(Ordering::Relaxed) => Err(ReadError::Cancelled),
            _ => Ok(()),
        }
    }

    fn report_progress(&self, part_done: f32) {
        if let Some(progress) = self.progress {
            progress(part_done);
        }
    }
}

/// Reads the events of one file. `name` is what the file is called: it names
/// the source of rows that name none.
///
/// # Errors
/// [`ReadError`] when nothing of the file can be read.
pub fn read(bytes: &[u8], name: &str, options: &ReadOptions<'_>) -> Result<ReadOutcome, ReadError> {
    options.check_cancelled()?;
    if capsule::is_capsule(bytes) {
        return capsule::read_capsule(bytes, name, options);
    }
    if archive::is_archive(bytes) {
        return kml::read_kmz(bytes, name, options);
    }
    if bytes.starts_with(gpkg::MAGIC) {
        return gpkg::read_gpkg(bytes, name, options);
    }
    let decoded = sniff::decode(bytes)?;
    let text = with_line_feeds(&decoded.text);
    let mut outcome = if sniff::is_json(&text) {
        native::read_json(&text, name, options)
    } else if sniff::is_markup(&text) {
        kml::read_kml(&text, name, options)
    } else {
        csv::read_csv(&text, csv::sniff_separator(&text), name, options)
    }?;
    if decoded.had_errors {
        outcome.notes.insert(
            0,
            format!(
                "some bytes are not valid {}: the characters are shown as \u{fffd}",
                decoded.encoding
            ),
        );
    }
    if decoded.encoding != "UTF-8" {
        let how = if decoded.is_guess { ", told by its bytes" } else { "" };
        outcome.notes.insert(0, format!("the file is {}{how}", decoded.encoding));
    }
    options.report_progress(1.0);
    Ok(outcome)
}

/// Ends of lines that are lone carriage returns, as old programs write them, as line feeds.
fn with_line_feeds(text: &str) -> std::borrow::Cow<'_, str> {
    let has_line_feed = memchr::memchr(b'\n', text.as_bytes()).is_some();
    if has_line_feed || !text.contains('\r') {
        return text.into();
    }
    text.replace('\r', "\n").into()
}
