//! The user's own gazetteer: places added or corrected, layered over the bundled ones.
//!
//! It is a CSV with a header line, or GeoJSON. Columns (properties): `id` of the
//! place to correct or to add; `name_en`, `name_ar`; `kind`; `lon`, `lat` in degrees
//! (the geometry, in GeoJSON; a polygon becomes the outline); `radius_m`; `parent`,
//! an id; `spellings`, separated by `|`; `reason`. Only `id` must be given, and a
//! new place needs a name. Empty cells leave the bundled value alone. Bad lines are
//! reported and left out; the rest holds.

mod layer;
mod read;

use std::fmt;

use super::place::PlaceKind;
use super::{Gazetteer, fold};
use crate::model::LonLat;

/// The radius in metres of a user's place that states none.
pub const DEFAULT_RADIUS_M: f32 = 500.0;

/// The greatest radius in metres that a user's place may have.
pub const GREATEST_RADIUS_M: f32 = 200_000.0;

/// What a place of the user's own names as its source.
pub const OWN_SOURCE: &str = "your gazetteer";

/// The columns of the CSV form, in the order in which [`Overlay::to_csv`] writes them.
pub const OVERLAY_COLUMNS: [&str; 10] =
    ["id", "name_en", "name_ar", "kind", "lon", "lat", "radius_m", "parent", "spellings", "reason"];

/// The cells of one line, in the order of [`OVERLAY_COLUMNS`].
type Cells = [String; OVERLAY_COLUMNS.len()];

/// One place added or corrected. `None` and empty leave the bundled value alone.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OverlayPlace {
    /// The place's id: of a bundled place to correct it, a new one to add it.
    pub id: String,
    /// Name in Latin script.
    pub name_en: Option<String>,
    /// Name in Arabic script.
    pub name_ar: Option<String>,
    /// What it is.
    pub kind: Option<PlaceKind>,
    /// Its position.
    pub position: Option<LonLat>,
    /// Its radius in metres.
    pub radius_m: Option<f32>,
    /// Id of the place it lies in; without one, a new place lies in the quarter
    /// or sub-district that its position is in.
    pub parent: Option<String>,
    /// Further spellings.
    pub spellings: Vec<String>,
    /// Why the user says so.
    pub reason: String,
    /// Its outline, from GeoJSON only.
    pub outline: Option<geojson::Geometry>,
    /// Line of the CSV or number of the feature it was read from; 0 for neither.
    pub line: usize,
}

/// A user's gazetteer, read but not yet layered.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Overlay {
    /// The places, in the order of the file.
    pub places: Vec<OverlayPlace>,
    /// Lines that could not be used, as they stand, so that writing the file
    /// again loses nothing that somebody typed.
    pub held_back: Vec<[String; OVERLAY_COLUMNS.len()]>,
}

/// A line, feature or value that cannot be used, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverlayProblem {
    /// Line of the CSV, 1 for the header; number of the feature in GeoJSON, from 1;
    /// 0 when the file as a whole cannot be read.
    pub line: usize,
    /// The column or property; empty when the line as a whole is meant.
    pub column: String,
    /// The value, as given, shortened when long.
    pub value: String,
    /// What is wrong, in plain words.
    pub reason: String,
    /// What to do about it.
    pub advice: &'static str,
    /// Whether the whole line was left out; otherwise only this value is.
    pub held_back: bool,
}

impl OverlayProblem {
    /// A problem that leaves the whole line out.
    fn line(
        line: usize,
        column: &str,
        value: &str,
        reason: impl Into<String>,
        advice: &'static str,
    ) -> Self {
        let value = value.chars().take(80).collect();
        let reason = reason.into();
        Self { line, column: column.to_owned(), value, reason, advice, held_back: true }
    }

    /// A problem with one value; the rest of the line holds.
    fn value(
        line: usize,
        column: &str,
        value: &str,
        reason: impl Into<String>,
        advice: &'static str,
    ) -> Self {
        Self { held_back: false, ..Self::line(line, column, value, reason, advice) }
    }
}

/// `line 4, radius_m: "-3": a radius is above 0; give metres [line left out]`
impl fmt::Display for OverlayProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => f.write_str("the file")?,
            line => write!(f, "line {line}")?,
        }
        if !self.column.is_empty() {
            write!(f, ", {}", self.column)?;
        }
        if !self.value.is_empty() {
            write!(f, ": {:?}", self.value)?;
        }
        write!(f, ": {}; {}", self.reason, self.advice)?;
        if self.held_back { f.write_str(" [left out]") } else { Ok(()) }
    }
}

impl Overlay {
    /// The entry of an id; `None` when there is none.
    #[must_use]
    pub fn place(&self, id: &str) -> Option<&OverlayPlace> {
        self.places.iter().find(|place| place.id == id)
    }

    /// The overlay with this entry in place of the one of its id, or at the end.
    #[must_use]
    pub fn with(&self, place: OverlayPlace) -> Self {
        let mut changed = self.clone();
        match changed.places.iter_mut().find(|known| known.id == place.id) {
            Some(known) => *known = place,
            None => changed.places.push(place),
        }
        changed
    }

    /// The overlay without the entry of this id.
    #[must_use]
    pub fn without(&self, id: &str) -> Self {
        let mut changed = self.clone();
        changed.places.retain(|place| place.id != id);
        changed
    }

    /// The overlay as CSV, as [`Overlay::read`] reads it. Outlines are not kept.
    #[must_use]
    pub fn to_csv(&self) -> Vec<u8> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        // Writing to memory cannot fail; a failure would leave the line out.
        let _ = writer.write_record(OVERLAY_COLUMNS);
        for place in &self.places {
            let number = |n: Option<f64>| n.map(|n| n.to_string()).unwrap_or_default();
            let _ = writer.write_record([
                place.id.clone(),
                place.name_en.clone().unwrap_or_default(),
                place.name_ar.clone().unwrap_or_default(),
                place.kind.map(|k| k.name().to_owned()).unwrap_or_default(),
                number(place.position.map(LonLat::lon_deg)),
                number(place.position.map(LonLat::lat_deg)),
                place.radius_m.map(|r| r.to_string()).unwrap_or_default(),
                place.parent.clone().unwrap_or_default(),
                place.spellings.join("|"),
                place.reason.clone(),
            ]);
        }
        for cells in &self.held_back {
            let _ = writer.write_record(cells);
        }
        writer.into_inner().unwrap_or_default()
    }
}

/// An id for a new place of these names: of the Latin one, or `place`, with a
/// number where `gazetteer` or `overlay` knows it already.
#[must_use]
pub fn new_id(name_en: &str, gazetteer: &Gazetteer, overlay: &Overlay) -> String {
    let words = name_en
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase);
    let mut stem = String::from("own");
    for word in words {
        if stem.len() + word.len() < LONGEST_ID - 10 {
            stem.push('-');
            stem.push_str(&word);
        }
    }
    let is_taken = |id: &str| gazetteer.by_id(id).is_some() || overlay.place(id).is_some();
    if stem != "own" && !is_taken(&stem) {
        return stem;
    }
    let mut number = 2_u32;
    loop {
        let id = format!("{stem}-{number}");
        if !is_taken(&id) {
            return id;
        }
        number += 1;
    }
}

/// An id has at most this many bytes; what is made here leaves room for a number.
const LONGEST_ID: usize = 80;

/// Whether a name has letters that a spelling can be found by.
#[must_use]
pub fn is_name(name: &str) -> bool {
    !fold::fold(name).core.is_empty()
}

#[cfg(test)]
mod tests;
