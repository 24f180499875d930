//! GeoJSON (RFC 7946), and lists of JSON records.
//!
//! A feature's properties are read as the columns of a table; its geometry
//! gives the places. Files of this program carry whole events beside that and
//! come back as they were.

use std::borrow::Cow;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::model::{BuildError, ClaimPlace, TableBuilder};

use super::columns::ColumnMap;
use super::coordinates::Bulk;
use super::csv::{OrderEvidence, finish};
use super::dates::DateOrder;
use super::geometry::{Geometry, TOO_SHORT, completed, read_wkt};
use super::json::{Lines, Members, Text, offset_in, reason};
use super::native::{Reading, read_event};
use super::plan::{Plan, Tally};
use super::problem::{ReadError, ReadOutcome, RowProblem};
use super::record::RecordReader;
use super::{ReadOptions, notes};

/// Features read side by side by one builder.
const BATCH: usize = 8192;

/// Geometry collections inside each other, at most.
const DEEPEST: usize = 8;

/// The member under which this program keeps whole events and documents.
pub const EXTENSION: &str = "deir-atlas";

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct FeatureJson<'a> {
    #[serde(borrow, rename = "type")]
    kind: Text<'a>,
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    geometry: Option<&'a RawValue>,
    #[serde(borrow)]
    properties: Option<Members<'a>>,
    #[serde(borrow, rename = "deir-atlas")]
    extension: Option<&'a RawValue>,
}

#[derive(Debug, Deserialize)]
struct GeometryJson<'a> {
    #[serde(borrow, rename = "type")]
    kind: Text<'a>,
    #[serde(borrow, default)]
    coordinates: Option<&'a RawValue>,
    #[serde(borrow, default)]
    geometries: Option<Vec<&'a RawValue>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ExtensionJson<'a> {
    #[serde(borrow)]
    documents: Vec<&'a RawValue>,
}

/// Reads one GeoJSON geometry; a multipoint or a collection is several.
///
/// # Errors
/// The reason in words.
pub fn read_geometry(json: &str) -> Result<Vec<Geometry>, String> {
    let mut all = Vec::new();
    one_geometry(json, &mut all, 0)?;
    Ok(all)
}

/// As [`read_geometry`], or well-known text; `None` when it is neither.
#[must_use]
pub fn read_geometry_or_wkt(text: &str) -> Option<Vec<Geometry>> {
    if text.starts_with('{') { read_geometry(text).ok() } else { read_wkt(text) }
}

/// A position: longitude, latitude, and an altitude that is passed over.
#[derive(Debug, Clone, Copy)]
struct Position((f64, f64));

impl<'de> Deserialize<'de> for Position {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let numbers = Vec::<f64>::deserialize(deserializer)?;
        match numbers[..] {
            [lon, lat, ..] => Ok(Self((lon, lat))),
            _ => Err(serde::de::Error::custom("a position needs longitude and latitude")),
        }
    }
}

fn one_geometry(json: &str, all: &mut Vec<Geometry>, depth: usize) -> Result<(), String> {
    fn read<'de, T: Deserialize<'de>>(raw: Option<&'de RawValue>) -> Result<T, String> {
        let raw = raw.ok_or("the geometry has no coordinates")?;
        serde_json::from_str(raw.get()).map_err(|e| reason(&e))
    }
    let line = |line: Vec<Position>| line.into_iter().map(|p| p.0).collect::<Vec<_>>();
    let rings = |rings: Vec<Vec<Position>>| rings.into_iter().map(line).collect::<Vec<_>>();
    let geometry: GeometryJson<'_> = serde_json::from_str(json).map_err(|e| reason(&e))?;
    let coordinates = geometry.coordinates;
    let drawn = match &*geometry.kind.0 {
        "Point" => Geometry::Point(read::<Position>(coordinates)?.0),
        "MultiPoint" => {
            let points = read::<Vec<Position>>(coordinates)?;
            all.extend(points.into_iter().map(|point| Geometry::Point(point.0)));
            return Ok(());
        }
        "LineString" => Geometry::Lines(vec![line(read(coordinates)?)]),
        "MultiLineString" => Geometry::Lines(rings(read(coordinates)?)),
        "Polygon" => Geometry::Polygons(vec![rings(read(coordinates)?)]),
        "MultiPolygon" => Geometry::Polygons(
            read::<Vec<Vec<Vec<Position>>>>(coordinates)?.into_iter().map(rings).collect(),
        ),
        "GeometryCollection" => {
            if depth >= DEEPEST {
                return Err("geometry collections lie too deep inside each other".to_owned());
            }
            return geometry
                .geometries
                .unwrap_or_default()
                .into_iter()
                .try_for_each(|raw| one_geometry(raw.get(), all, depth + 1));
        }
        other => return Err(format!("`{other}` is no type of geometry")),
    };
    all.push(completed(drawn).ok_or(TOO_SHORT)?);
    Ok(())
}

/// One feature or record before its columns are known.
#[derive(Debug, Default)]
struct Record<'a> {
    line: u64,
    members: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    geometry: Option<&'a RawValue>,
    extension: Option<&'a RawValue>,
    /// Why the record cannot be read.
    failure: Option<RowProblem>,
}

/// Reads the features of a GeoJSON file; `documents` is the collection's own member of
/// [`EXTENSION`].
pub(super) fn read_features(
    text: &str,
    name: &str,
    kind: &str,
    features: &[&RawValue],
    documents: Option<&str>,
    options: &ReadOptions<'_>,
) -> Result<ReadOutcome, ReadError> {
    let is_geometry = !matches!(kind, "FeatureCollection" | "Feature");
    if is_geometry
        && !kind.contains("Point")
        && !kind.contains("Line")
        && !kind.contains("oly")
        && kind != "GeometryCollection"
    {
        return Err(ReadError::Form {
            line: 1,
            path: "type".to_owned(),
            reason: format!(
                "`{kind}` is neither a GeoJSON object nor {}",
                super::native::EVENTS_FORMAT
            ),
        });
    }
    let records = records(text, features, options, |raw, record| {
        if is_geometry {
            record.geometry = Some(raw);
            return Ok(());
        }
        let feature: FeatureJson<'_> = serde_json::from_str(raw.get())?;
        record.members = feature.properties.unwrap_or_default().0;
        let has_id = record.members.iter().any(|(key, _)| key.eq_ignore_ascii_case("id"));
        if !feature.id.0.is_empty() && !has_id {
            record.members.push((Cow::Borrowed("id"), feature.id.0));
        }
        record.geometry = feature.geometry.filter(|raw| raw.get() != "null");
        record.extension = feature.extension.filter(|raw| raw.get() != "null");
        if &*feature.kind.0 != "Feature" {
            return Err(serde::de::Error::custom("expected a feature"));
        }
        Ok(())
    })?;
    read_all(text, name, records, documents, options)
}

/// Reads a list of JSON objects as rows of a table.
pub(super) fn read_records(
    text: &str,
    name: &str,
    list: &[&RawValue],
    options: &ReadOptions<'_>,
) -> Result<ReadOutcome, ReadError> {
    if list.is_empty() {
        return Err(ReadError::Empty);
    }
    let records = records(text, list, options, |raw, record| {
        record.members = serde_json::from_str::<Members<'_>>(raw.get())?.0;
        Ok(())
    })?;
    read_all(text, name, records, None, options)
}

fn records<'a>(
    text: &'a str,
    list: &[&'a RawValue],
    options: &ReadOptions<'_>,
    read: impl Fn(&'a RawValue, &mut Record<'a>) -> Result<(), serde_json::Error> + Sync,
) -> Result<Vec<Record<'a>>, ReadError> {
    options.check_cancelled()?;
    let mut lines = Lines::new(text);
    let lined: Vec<(u64, &RawValue)> =
        list.iter().map(|raw| (lines.of(offset_in(text, raw.get())), *raw)).collect();
    Ok(lined
        .par_iter()
        .map(|(line, raw)| {
            let mut record = Record { line: *line, ..Record::default() };
            if let Err(e) = read(raw, &mut record) {
                let line = line + (e.line() as u64).saturating_sub(1);
                let advice = "correct the feature or record";
                record.failure = Some(RowProblem::row(line, raw.get(), reason(&e), advice));
            }
            record
        })
        .collect())
}

fn read_all(
    text: &str,
    name: &str,
    records: Vec<Record<'_>>,
    documents: Option<&str>,
    options: &ReadOptions<'_>,
) -> Result<ReadOutcome, ReadError> {
    let header = header(&records);
    let map = match &options.columns {
        Some(map) if map.header.len() != header.len() => {
            let (expected, found) = (map.header.len(), header.len());
            return Err(ReadError::OtherHeader { expected, found });
        }
        Some(map) => Cow::Borrowed(map),
        None => Cow::Owned(ColumnMap::guess(&header)),
    };
    let has_places =
        records.iter().any(|record| record.geometry.is_some() || record.extension.is_some());
    if !has_places && !map.is_meaningful() {
        let header: String = header.join(", ").chars().take(200).collect();
        return Err(ReadError::NoColumns { header });
    }
    let mut plan = Plan::new(&map, name);
    let evidence = learn(&records, &header, &mut plan);
    plan.order = options.date_order.or_else(|| evidence.decided());
    let plan = plan;
    let numbered: Vec<(u32, &Record<'_>)> = (0..).zip(&records).collect();
    let parts: Vec<Result<(TableBuilder, Tally), ReadError>> = numbered
        .par_chunks(BATCH)
        .map(|batch| {
            options.check_cancelled()?;
            read_batch(batch, &header, &plan, options)
        })
        .collect();
    let mut builders = Vec::with_capacity(parts.len() + 1);
    let mut tally = Tally::default();
    for part in parts {
        let (builder, part) = part?;
        builders.push(builder);
        tally.join(part);
    }
    let notes = notes::of_table(&map, &plan, &tally, evidence, options);
    let own = own_events(text, &numbered, documents, options)?;
    if let Some((builder, part)) = own {
        builders.push(builder);
        tally.join(part);
    }
    finish(builders, tally, notes)
}

/// Names of all members in order of first appearance.
fn header(records: &[Record<'_>]) -> Vec<String> {
    let mut seen: FxHashMap<&str, ()> = FxHashMap::default();
    let mut header = Vec::new();
    for record in records.iter().filter(|record| record.extension.is_none()) {
        for (key, _) in &record.members {
            if seen.insert(key, ()).is_none() {
                header.push(key.to_string());
            }
        }
    }
    header
}

/// A record's values in the order of the header.
struct Aligned<'h> {
    columns: FxHashMap<&'h str, usize>,
}

impl<'h> Aligned<'h> {
    fn new(header: &'h [String]) -> Self {
        let columns = header.iter().enumerate().map(|(i, name)| (name.as_str(), i)).collect();
        Self { columns }
    }

    fn fill<'a>(&self, record: &Record<'a>, fields: &mut Vec<Cow<'a, str>>) {
        fields.clear();
        fields.resize(self.columns.len(), Cow::Borrowed(""));
        for (key, value) in &record.members {
            if let Some(index) = self.columns.get(&**key) {
                fields[*index] = value.clone();
            }
        }
    }
}

fn learn(records: &[Record<'_>], header: &[String], plan: &mut Plan<'_>) -> OrderEvidence {
    let aligned = Aligned::new(header);
    let (mut fields, mut positions) = (Vec::new(), Vec::new());
    let mut evidence = OrderEvidence::default();
    let step = (records.len() / 20_000).max(1);
    for record in records.iter().step_by(step).filter(|record| record.extension.is_none()) {
        aligned.fill(record, &mut fields);
        match record.geometry.map(|raw| read_geometry(raw.get())) {
            Some(Ok(geometries)) => positions.extend(geometries.first().and_then(Geometry::first)),
            _ => positions.extend(plan.stated_position(&fields)),
        }
        for reading in plan.dates(&fields) {
            match reading.proves {
                Some(DateOrder::DayFirst) => evidence.n_day_first += 1,
                Some(DateOrder::MonthFirst) => evidence.n_month_first += 1,
                None => {}
            }
        }
    }
    plan.bulk = Bulk::of(&positions);
    evidence
}

fn read_batch(
    batch: &[(u32, &Record<'_>)],
    header: &[String],
    plan: &Plan<'_>,
    options: &ReadOptions<'_>,
) -> Result<(TableBuilder, Tally), ReadError> {
    let first = batch.first().map_or(0, |(number, _)| *number);
    let mut builder = TableBuilder::new(options.dataset, first);
    let mut reader = RecordReader::new(plan, options.gazetteer);
    let (aligned, mut fields) = (Aligned::new(header), Vec::new());
    for (_, record) in batch.iter().filter(|(_, record)| record.extension.is_none()) {
        if let Some(failure) = &record.failure {
            reader.tally.n_read += 1;
            reader.tally.n_held_back += 1;
            reader.tally.problems.push(failure.clone());
            continue;
        }
        aligned.fill(record, &mut fields);
        let places = record.geometry.map(|raw| places(raw, record.line, plan, &mut reader.tally));
        match reader.read(&fields, record.line, places, &mut builder) {
            Ok(()) => {}
            Err(BuildError::Full(full)) => return Err(full.into()),
            Err(e) => {
                reader.tally.n_held_back += 1;
                let advice = "correct the feature or record";
                reader.tally.problems.push(RowProblem::row(record.line, "", e.to_string(), advice));
            }
        }
    }
    Ok((builder, std::mem::take(&mut reader.tally)))
}

fn places<'a>(
    raw: &RawValue,
    line: u64,
    plan: &Plan<'_>,
    tally: &mut Tally,
) -> Vec<ClaimPlace<Cow<'a, str>>> {
    let mut problem = |reason: String, advice: &'static str| {
        tally.problems.push(RowProblem::value(line, "geometry", raw.get(), reason, advice));
    };
    let geometries = match read_geometry(raw.get()) {
        Ok(geometries) => geometries,
        Err(reason) => {
            problem(reason, "correct the geometry (RFC 7946), longitude first");
            return Vec::new();
        }
    };
    geometries
        .iter()
        .filter_map(|geometry| match geometry.place(plan.bulk) {
            Ok(place) => Some(place),
            Err(suspect) => {
                problem(suspect.reason(), suspect.advice());
                None
            }
        })
        .collect()
}

/// Events that this program wrote whole; `None` when there are none.
fn own_events<'a>(
    text: &'a str,
    records: &[(u32, &Record<'a>)],
    documents: Option<&'a str>,
    options: &ReadOptions<'_>,
) -> Result<Option<(TableBuilder, Tally)>, ReadError> {
    let own: Vec<(u32, u64, &'a RawValue)> = records
        .iter()
        .filter_map(|(number, record)| Some((*number, record.line, record.extension?)))
        .collect();
    let Some((first, ..)) = own.first() else { return Ok(None) };
    let extension: ExtensionJson<'a> = match documents {
        Some(json) => serde_json::from_str(json).map_err(|e| super::json::error(&e, EXTENSION))?,
        None => ExtensionJson::default(),
    };
    let mut reading = Reading::new(text, options);
    reading.builder = TableBuilder::new(options.dataset, *first);
    let documents = reading.documents(&extension.documents, "deir-atlas.documents", |_| {})?;
    for (number, line, raw) in own {
        let path = format!("features[{number}].deir-atlas");
        reading.add(read_event(raw, line, &path, &documents, options), line)?;
    }
    Ok(Some((reading.builder, reading.tally)))
}
