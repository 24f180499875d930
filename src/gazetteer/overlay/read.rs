//! Reading a user's gazetteer, line by line, with a reason for each line left out.

use geo::Centroid;
use geojson::GeoJson;
use serde_json::Value;

use super::{
    Cells, GREATEST_RADIUS_M, LONGEST_ID, OVERLAY_COLUMNS, Overlay, OverlayPlace, OverlayProblem,
};
use crate::gazetteer::place::PlaceKind;
use crate::model::LonLat;

/// Separators of columns that tables are written with.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// What to do with a file that cannot be read at all.
const START_ANEW: &str = "begin the file with the header line id,name_en,name_ar,kind,lon,lat,\
                          radius_m,parent,spellings,reason";

impl Overlay {
    /// Reads CSV or GeoJSON; which of the two, the first character tells.
    #[must_use]
    pub fn read(bytes: &[u8]) -> (Self, Vec<OverlayProblem>) {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        match bytes.iter().find(|b| !b.is_ascii_whitespace()) {
            // An empty file is a gazetteer without places.
            None => Default::default(),
            Some(b'{') => Self::read_geojson(bytes),
            Some(_) => Self::read_csv(bytes),
        }
    }

    fn read_csv(bytes: &[u8]) -> (Self, Vec<OverlayProblem>) {
        let mut overlay = Self::default();
        let mut problems = Vec::new();
        let header = bytes.split(|b| *b == b'\n').next().unwrap_or_default();
        let n_of = |separator: &u8| header.iter().filter(|b| *b == separator).count();
        let separator = SEPARATORS.into_iter().rev().max_by_key(n_of).unwrap_or(b',');
        let mut reader =
            csv::ReaderBuilder::new().flexible(true).delimiter(separator).from_reader(bytes);
        let header = match reader.byte_headers() {
            Ok(header) => header.clone(),
            Err(error) => {
                let problem = OverlayProblem::line(0, "", "", error.to_string(), START_ANEW);
                return (overlay, vec![problem]);
            }
        };
        let is_called =
            |cell: &[u8], name: &str| cell.trim_ascii().eq_ignore_ascii_case(name.as_bytes());
        let columns = OVERLAY_COLUMNS.map(|name| header.iter().position(|h| is_called(h, name)));
        if columns[0].is_none() {
            let line = String::from_utf8_lossy(header.as_slice());
            let reason = "no column “id” in the header line";
            return (overlay, vec![OverlayProblem::line(1, "id", &line, reason, START_ANEW)]);
        }
        for cell in &header {
            if !OVERLAY_COLUMNS.iter().any(|name| is_called(cell, name)) {
                let name = String::from_utf8_lossy(cell);
                problems.push(OverlayProblem::value(
                    1,
                    &name,
                    "",
                    "a column that is not known",
                    "its cells are not used, and are not kept when the window writes the file",
                ));
            }
        }
        for record in reader.byte_records() {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    let line = error.position().map_or(0, |p| p.line() as usize);
                    let advice = "correct the line by hand";
                    problems.push(OverlayProblem::line(line, "", "", error.to_string(), advice));
                    continue;
                }
            };
            let line = record.position().map_or(0, |p| p.line() as usize);
            if record.iter().all(|cell| cell.trim_ascii().is_empty()) {
                continue;
            }
            let mut cells = Cells::default();
            let mut not_text = None;
            for (nth, (cell, at)) in cells.iter_mut().zip(columns).enumerate() {
                let bytes = at.and_then(|i| record.get(i)).unwrap_or_default();
                if std::str::from_utf8(bytes).is_err() {
                    not_text = Some(nth);
                }
                *cell = String::from_utf8_lossy(bytes).trim().to_owned();
            }
            if let Some(nth) = not_text {
                problems.push(OverlayProblem::line(
                    line,
                    OVERLAY_COLUMNS[nth],
                    &cells[nth],
                    "these bytes are not UTF-8",
                    "save the file as UTF-8",
                ));
                overlay.held_back.push(cells);
                continue;
            }
            match overlay.checked(line, &cells, None) {
                Ok(place) => overlay.places.push(place),
                Err(problem) => {
                    problems.push(problem);
                    overlay.held_back.push(cells);
                }
            }
        }
        (overlay, problems)
    }

    fn read_geojson(bytes: &[u8]) -> (Self, Vec<OverlayProblem>) {
        let mut overlay = Self::default();
        let mut problems = Vec::new();
        let whole = |reason: String, advice| vec![OverlayProblem::line(0, "", "", reason, advice)];
        let features = match GeoJson::from_reader(bytes) {
            Ok(GeoJson::FeatureCollection(collection)) => collection.features,
            Ok(GeoJson::Feature(feature)) => vec![feature],
            Ok(GeoJson::Geometry(_)) => {
                let reason = "a bare geometry has no id".to_owned();
                return (overlay, whole(reason, "use a feature with the property id"));
            }
            Err(error) => {
                let advice = "correct the file, or export it as GeoJSON (RFC 7946) again";
                return (overlay, whole(error.to_string(), advice));
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
            match overlay.checked(i + 1, &cells, shape) {
                Ok(place) => overlay.places.push(place),
                Err(problem) => problems.push(problem),
            }
        }
        (overlay, problems)
    }

    /// The place of one line, or what is wrong with the line.
    fn checked(
        &self,
        line: usize,
        cells: &Cells,
        shape: Option<&geojson::Geometry>,
    ) -> Result<OverlayPlace, OverlayProblem> {
        let [id, name_en, name_ar, kind, lon, lat, radius, parent, spellings, reason] = cells;
        let bad = |column: &str, value: &str, why: &str, advice: &'static str| {
            Err(OverlayProblem::line(line, column, value, why, advice))
        };
        let is_id = !id.is_empty()
            && id.len() <= LONGEST_ID
            && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if !is_id {
            let why = "an id is 1 to 80 lower-case letters, digits and hyphens";
            return bad("id", id, why, "take another id, such as own-blue-gate");
        }
        if self.place(id).is_some() {
            let why = "this id is given twice, and the first line holds";
            return bad("id", id, why, "join the two lines, or give one another id");
        }
        let kind = match PlaceKind::from_name(kind) {
            None if !kind.is_empty() => {
                let advice = "use city, town, village, neighbourhood, landmark, infrastructure, \
                              military, ..., or leave it empty";
                return bad("kind", kind, "this is no kind of place", advice);
            }
            kind => kind,
        };
        let position = match (lon.parse(), lat.parse()) {
            _ if lon.is_empty() && lat.is_empty() => None,
            (Ok(lon_deg), Ok(lat_deg)) => match LonLat::reported(lon_deg, lat_deg) {
                Ok(position) => Some(position),
                Err(error) => {
                    let value = format!("{lon}, {lat}");
                    let advice = "give degrees of WGS 84, the longitude in the column lon";
                    return bad("lon", &value, &error.to_string(), advice);
                }
            },
            _ => {
                let column = if lon.parse::<f64>().is_ok() { "lat" } else { "lon" };
                let why = "longitude and latitude must both be numbers";
                let advice = "write degrees with a full stop, such as 40.1418, in both columns";
                return bad(column, &format!("{lon}, {lat}"), why, advice);
            }
        };
        let radius_m = match radius.parse::<f32>() {
            _ if radius.is_empty() => None,
            Ok(radius_m) if radius_m > 0.0 && radius_m <= GREATEST_RADIUS_M => Some(radius_m),
            _ => {
                let why = "a radius is a number of metres above 0 and up to 200000";
                return bad("radius_m", radius, why, "give metres, such as 250");
            }
        };
        let some = |text: &String| (!text.is_empty()).then(|| text.clone());
        Ok(OverlayPlace {
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
            line,
        })
    }
}
