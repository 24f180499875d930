//! The user's own gazetteer: places added or corrected, layered over the bundled ones.
//!
//! It is a CSV with a header line, or GeoJSON. Columns (properties): `id` of the
//! place to correct or to add; `name_en`, `name_ar`; `kind`; `lon`, `lat` in degrees
//! (the geometry, in GeoJSON; a polygon becomes the outline); `radius_m`; `parent`,
//! an id; `spellings`, separated by `|`; `reason`. Only `id` must be given, and a
//! new place needs a name. Empty cells leave the bundled value alone. Bad lines are
//! reported and left out; the rest holds.

use geo::Centroid;
use geojson::GeoJson;
use serde_json::Value;

use super::place::{Place, PlaceIdx, PlaceKind, PositionStatus, Spelling};
use super::{Gazetteer, fold};
use crate::model::LonLat;

/// The radius in metres of a user's place that states none.
pub const DEFAULT_RADIUS_M: f32 = 500.0;

/// The columns of the CSV form, in the order in which [`Overlay::to_csv`] writes them.
pub const OVERLAY_COLUMNS: [&str; 10] =
    ["id", "name_en", "name_ar", "kind", "lon", "lat", "radius_m", "parent", "spellings", "reason"];

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
    /// Id of the place it lies in.
    pub parent: Option<String>,
    /// Further spellings.
    pub spellings: Vec<String>,
    /// Why the user says so.
    pub reason: String,
    /// Its outline, from GeoJSON only.
    pub outline: Option<geojson::Geometry>,
}

/// A user's gazetteer, read but not yet layered.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Overlay {
    /// The places, in the order of the file.
    pub places: Vec<OverlayPlace>,
}

/// A line or feature that cannot be used, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverlayProblem {
    /// Line of the CSV, 1 for the header; number of the feature in GeoJSON, from 1;
    /// 0 when the file as a whole cannot be read.
    pub line: usize,
    /// The column or property; empty when the line as a whole is meant.
    pub column: String,
    /// The value, as given.
    pub value: String,
    /// What is wrong, in plain words.
    pub reason: String,
}

impl OverlayProblem {
    fn new(line: usize, column: &str, value: &str, reason: impl Into<String>) -> Self {
        let value: String = value.chars().take(80).collect();
        Self { line, column: column.to_owned(), value, reason: reason.into() }
    }
}

impl Overlay {
    /// Reads CSV or GeoJSON; which of the two, the first character tells.
    #[must_use]
    pub fn read(bytes: &[u8]) -> (Self, Vec<OverlayProblem>) {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let first = bytes.iter().find(|b| !b.is_ascii_whitespace());
        if first == Some(&b'{') { Self::read_geojson(bytes) } else { Self::read_csv(bytes) }
    }

    fn read_csv(bytes: &[u8]) -> (Self, Vec<OverlayProblem>) {
        let mut overlay = Self::default();
        let mut problems = Vec::new();
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
        let header = match reader.byte_headers() {
            Ok(header) => header.clone(),
            Err(error) => {
                return (overlay, vec![OverlayProblem::new(0, "", "", error.to_string())]);
            }
        };
        let column = |name: &str| {
            header.iter().position(|h| h.trim_ascii().eq_ignore_ascii_case(name.as_bytes()))
        };
        let columns = OVERLAY_COLUMNS.map(column);
        if columns[0].is_none() {
            let reason = "no column “id” in the header line";
            return (overlay, vec![OverlayProblem::new(1, "id", "", reason)]);
        }
        for record in reader.byte_records() {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    let line = error.position().map_or(0, |p| p.line() as usize);
                    problems.push(OverlayProblem::new(line, "", "", error.to_string()));
                    continue;
                }
            };
            let line = record.position().map_or(0, |p| p.line() as usize);
            let mut cells: [String; OVERLAY_COLUMNS.len()] = Default::default();
            for (cell, at) in cells.iter_mut().zip(columns) {
                let bytes = at.and_then(|i| record.get(i)).unwrap_or_default();
                *cell = String::from_utf8_lossy(bytes).trim().to_owned();
            }
            overlay.take(line, &cells, None, &mut problems);
        }
        (overlay, problems)
    }

    fn read_geojson(bytes: &[u8]) -> (Self, Vec<OverlayProblem>) {
        let mut overlay = Self::default();
        let mut problems = Vec::new();
        let features = match GeoJson::from_reader(bytes) {
            Ok(GeoJson::FeatureCollection(collection)) => collection.features,
            Ok(GeoJson::Feature(feature)) => vec![feature],
            Ok(GeoJson::Geometry(_)) => {
                let reason = "a bare geometry has no id: use features with properties";
                return (overlay, vec![OverlayProblem::new(0, "", "", reason)]);
            }
            Err(error) => {
                return (overlay, vec![OverlayProblem::new(0, "", "", error.to_string())]);
            }
        };
        for (i, feature) in features.iter().enumerate() {
            let text = |name: &str| match feature.property(name) {
                Some(Value::String(text)) => text.trim().to_owned(),
                Some(Value::Number(number)) => number.to_string(),
                Some(Value::Array(all)) => {
                    all.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("|")
                }
                _ => String::new(),
            };
            let mut cells = OVERLAY_COLUMNS.map(text);
            if cells[0].is_empty()
                && let Some(geojson::feature::Id::String(id)) = &feature.id
            {
                cells[0].clone_from(id);
            }
            let shape = feature.geometry.as_ref();
            let centre = shape
                .and_then(|g| geo::Geometry::<f64>::try_from(g.clone()).ok())
                .and_then(|g| g.centroid());
            if let Some(centre) = centre {
                cells[4] = centre.x().to_string();
                cells[5] = centre.y().to_string();
            }
            overlay.take(i + 1, &cells, shape, &mut problems);
        }
        (overlay, problems)
    }

    /// Checks one line and keeps it, or says what is wrong with it.
    fn take(
        &mut self,
        line: usize,
        cells: &[String; OVERLAY_COLUMNS.len()],
        shape: Option<&geojson::Geometry>,
        problems: &mut Vec<OverlayProblem>,
    ) {
        let [id, name_en, name_ar, kind, lon, lat, radius, parent, spellings, reason] = cells;
        let mut bad = |column: &str, value: &str, why: &str| {
            problems.push(OverlayProblem::new(line, column, value, why));
        };
        let is_id = !id.is_empty()
            && id.len() <= 80
            && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if !is_id {
            return bad("id", id, "an id is lower-case letters, digits and hyphens");
        }
        if self.places.iter().any(|p| p.id == *id) {
            return bad("id", id, "this id is given twice; the first line holds");
        }
        let kind = match PlaceKind::from_name(kind) {
            None if !kind.is_empty() => return bad("kind", kind, "not a kind of place"),
            kind => kind,
        };
        let position = if lon.is_empty() && lat.is_empty() {
            None
        } else {
            let (Ok(lon_deg), Ok(lat_deg)) = (lon.parse(), lat.parse()) else {
                return bad(
                    "lon",
                    &format!("{lon}, {lat}"),
                    "longitude and latitude must both be numbers",
                );
            };
            match LonLat::reported(lon_deg, lat_deg) {
                Ok(position) => Some(position),
                Err(error) => return bad("lon", &format!("{lon}, {lat}"), &error.to_string()),
            }
        };
        let radius_m = match radius.parse::<f32>() {
            _ if radius.is_empty() => None,
            Ok(radius_m) if radius_m > 0.0 && radius_m <= 200_000.0 => Some(radius_m),
            _ => return bad("radius_m", radius, "a radius is a number of metres above 0"),
        };
        let some = |text: &String| (!text.is_empty()).then(|| text.clone());
        self.places.push(OverlayPlace {
            id: id.clone(),
            name_en: some(name_en),
            name_ar: some(name_ar),
            kind,
            position,
            radius_m,
            parent: some(parent),
            spellings: spellings
                .split('|')
                .map(str::trim)
                .filter(|s| !s.is_empty())
                .map(str::to_owned)
                .collect(),
            reason: reason.clone(),
            outline: shape
                .filter(|g| {
                    matches!(
                        g.value,
                        geojson::GeometryValue::Polygon { .. }
                            | geojson::GeometryValue::MultiPolygon { .. }
                    )
                })
                .cloned(),
        });
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
        writer.into_inner().unwrap_or_default()
    }
}

impl Gazetteer {
    /// This gazetteer with a user's places over it, and what could not be used: a new
    /// place without a name, a parent that does not exist. Handles of this gazetteer's
    /// places keep their meaning in the new one.
    #[must_use]
    pub fn with_overlay(&self, overlay: &Overlay) -> (Self, Vec<OverlayProblem>) {
        let mut places = self.places.clone();
        let mut problems = Vec::new();
        let mut row_of: rustc_hash::FxHashMap<String, usize> =
            places.iter().enumerate().map(|(row, p)| (p.id.clone(), row)).collect();
        let mut kept = Vec::new();
        for (i, new) in overlay.places.iter().enumerate() {
            let line = i + 2;
            let known = row_of.get(&new.id).copied();
            let name = new.name_en.clone().or_else(|| new.name_ar.clone());
            let row = match (known, name) {
                (Some(row), _) => row,
                (None, Some(name)) if !fold::fold(&name).core.is_empty() => {
                    row_of.insert(new.id.clone(), places.len());
                    places.push(empty_place(&new.id, &name));
                    places.len() - 1
                }
                _ => {
                    let reason = "no bundled place has this id, and a new place needs a name";
                    problems.push(OverlayProblem::new(line, "name_en", &new.id, reason));
                    continue;
                }
            };
            correct(&mut places[row], new);
            kept.push((line, row, new));
        }
        for (line, row, new) in &kept {
            let Some(parent) = &new.parent else { continue };
            match row_of.get(parent) {
                Some(&at) if at != *row => places[*row].parent = Some(PlaceIdx::from_row(at)),
                _ => problems.push(OverlayProblem::new(
                    *line,
                    "parent",
                    parent,
                    "no place has this id",
                )),
            }
        }
        let version = format!("{}+{}", self.version, super::version_of(&[&format!("{overlay:?}")]));
        let mut gazetteer = Self::from_places(places, version);
        gazetteer.outlines = self.outlines.clone();
        for (_, row, new) in kept {
            if let Some(outline) = &new.outline {
                gazetteer.outlines.add(PlaceIdx::from_row(row), outline);
            }
        }
        (gazetteer, problems)
    }
}

fn empty_place(id: &str, name: &str) -> Place {
    Place {
        id: id.to_owned(),
        name_en: name.to_owned(),
        name_ar: String::new(),
        kind: PlaceKind::Landmark,
        position: None,
        radius_m: None,
        status: PositionStatus::Unplaced,
        parent: None,
        pcode: String::new(),
        population: None,
        spellings: Vec::new(),
        source: String::new(),
        licence: String::new(),
        note: String::new(),
        in_governorate: false,
    }
}

fn correct(place: &mut Place, new: &OverlayPlace) {
    if let Some(name) = &new.name_en
        && *name != place.name_en
    {
        let old = std::mem::replace(&mut place.name_en, name.clone());
        place.spellings.push(Spelling { text: old, needs_anchor: false });
    }
    if let Some(name) = &new.name_ar {
        place.name_ar.clone_from(name);
    }
    if let Some(kind) = new.kind {
        place.kind = kind;
    }
    if let Some(position) = new.position {
        place.position = Some(position);
        place.status = PositionStatus::User;
        place.radius_m = new.radius_m.or(place.radius_m).or(Some(DEFAULT_RADIUS_M));
    } else if new.radius_m.is_some() && place.position.is_some() {
        place.radius_m = new.radius_m;
    }
    let known: Vec<String> = place.names().map(|(name, _)| name.to_owned()).collect();
    let spellings = new.spellings.iter().filter(|s| !known.contains(*s));
    place.spellings.extend(spellings.map(|s| Spelling { text: s.clone(), needs_anchor: false }));
    place.source = "the user's own gazetteer".to_owned();
    if !new.reason.is_empty() {
        place.note = new.reason.clone();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::Context;

    const CSV: &str = "id,name_en,name_ar,kind,lon,lat,radius_m,parent,spellings,reason\n\
        national-hospital,,,,40.15,35.33,200,,,told by a resident\n\
        new-checkpoint,Blue Gate checkpoint,,landmark,40.14,35.32,100,dez-city,Bab al-Azraq checkpoint,photograph\n\
        BAD ID,x,,,,,,,,\n\
        off,Off,,,400,35,,,,\n\
        zero,Zero,,,0,0,,,,\n\
        half,Half,,,40.1,,,,,\n";

    #[test]
    fn a_users_places_correct_and_add_and_bad_lines_are_told() {
        let (overlay, problems) = Overlay::read(CSV.as_bytes());
        let lines: Vec<usize> = problems.iter().map(|p| p.line).collect();
        assert_eq!(lines, [4, 5, 6, 7], "{problems:?}");
        let (gaz, problems) = Gazetteer::bundled().with_overlay(&overlay);
        assert!(problems.is_empty(), "{problems:?}");
        let hospital = gaz.place(gaz.by_id("national-hospital").unwrap());
        assert_eq!((hospital.status, hospital.radius_m), (PositionStatus::User, Some(200.0)));
        assert_eq!(hospital.note, "told by a resident");
        let lookup = gaz.lookup("Bab al-Azraq checkpoint", &Context::default());
        let best = lookup.candidates.first().unwrap();
        assert_eq!(gaz.place(best.place).id, "new-checkpoint");
        assert!(gaz.place(best.place).in_governorate);
        // The bundled gazetteer is as it was.
        let bundled = Gazetteer::bundled();
        assert_eq!(bundled.place(bundled.by_id("national-hospital").unwrap()).position, None);
        assert_ne!(gaz.version(), bundled.version());
    }

    #[test]
    fn a_polygon_in_geojson_becomes_an_outline() {
        let json = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"al-villat"},
            "geometry":{"type":"Polygon","coordinates":[[[40.1,35.3],[40.2,35.3],[40.2,35.4],[40.1,35.3]]]}}]}"#;
        let (overlay, problems) = Overlay::read(json.as_bytes());
        assert!(problems.is_empty(), "{problems:?}");
        let (gaz, _) = Gazetteer::bundled().with_overlay(&overlay);
        let villat = gaz.by_id("al-villat").unwrap();
        assert!(gaz.outline(villat).is_some());
        assert!(gaz.place(villat).position.is_some());
    }

    #[test]
    fn what_is_written_reads_back() {
        let (overlay, _) = Overlay::read(CSV.as_bytes());
        let (again, problems) = Overlay::read(&overlay.to_csv());
        assert!(problems.is_empty());
        assert_eq!(overlay, again);
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200), text in "(id,lon,lat\n)?\\PC{0,100}|\\{\\PC{0,80}") {
            let _ = Overlay::read(&bytes);
            let _ = Overlay::read(text.as_bytes());
        }
    }
}
