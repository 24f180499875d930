//! GeoJSON: one feature an event, its places as one geometry.
//!
//! Several points become a multipoint, since most map programs pass over
//! geometry collections; those stand only where lines or areas are mixed in.
//! An event without a position has the geometry null and is not lost.

use serde_json::{Map, Value, json};

use crate::model::{DocumentKind, EventTable, EventType, Outcome, Row};
use crate::read::geojson::EXTENSION;

use super::native::{Documents, event_out, push_json, push_list, redaction_out, shape_out};
use super::{WriteOptions, Written};

fn geometry(table: &EventTable, row: Row) -> Value {
    let mut geometries: Vec<Value> = Vec::new();
    let mut points: Vec<[f64; 2]> = Vec::new();
    for place in table.placements(row) {
        if let Some(shape) = place.shape.and_then(|shape| table.shape(shape)) {
            geometries.push(shape_out(shape));
        } else if let Some(position) = place.position_as_read() {
            points.push([position.lon_deg(), position.lat_deg()]);
        }
    }
    match &points[..] {
        [] => {}
        [only] => geometries.push(json!({"type": "Point", "coordinates": only})),
        points => geometries.push(json!({"type": "MultiPoint", "coordinates": points})),
    }
    match geometries.len() {
        0 => Value::Null,
        1 => geometries.remove(0),
        _ => json!({"type": "GeometryCollection", "geometries": geometries}),
    }
}

/// What a map program shows of an event: flat values under plain names.
fn properties(table: &EventTable, row: Row) -> Map<String, Value> {
    let mut flat = Map::new();
    let mut put = |key: &str, value: Value| {
        let is_empty = value.is_null() || value.as_str().is_some_and(str::is_empty);
        if !is_empty {
            flat.insert(key.to_owned(), value);
        }
    };
    for (key, value) in table.properties(row) {
        put(key, json!(value));
    }
    put("id", json!(table.id(row)));
    put("title", json!(table.title(row)));
    let event_type = table.event_type(row);
    if event_type != EventType::Unstated {
        put("event_type", json!(event_type.name()));
    }
    put("sub_event_type", json!(table.sub_event_type(row).map(|sub| sub.name())));
    let date = super::csv::event_date(table, row);
    put("date", json!(date.as_ref().map(|(edtf, _)| edtf.as_str())));
    if let Some(span) = table.span(row) {
        let day = |day: crate::model::Day| day.is_bounded().then(|| day.to_string());
        put("first_day", json!(day(span.first)));
        put("last_day", json!(day(span.last)));
    }
    let joined = |names: Vec<&str>| json!(names.join("; "));
    let places = table.placements(row).map(|place| table.string(place.name));
    put("place", joined(places.filter(|name| !name.is_empty()).collect()));
    put("actors", joined(table.actors(row).iter().map(|name| table.string(*name)).collect()));
    for outcome in Outcome::ALL {
        if let Some(range) = table.toll_range(row, outcome) {
            put(&format!("{}_min", outcome.name()), json!(range.min));
            put(&format!("{}_max", outcome.name()), json!(range.max));
        }
    }
    if let Some(claim) = table.claims(row).next() {
        let document = claim.document();
        let is_verbatim = document.is_some_and(|d| d.kind() == DocumentKind::Verbatim);
        put(if is_verbatim { "excerpt" } else { "digest" }, json!(claim.excerpt()));
        if let Some(document) = document {
            put("publisher", json!(document.publisher()));
            put("url", json!(document.url()));
        }
    }
    flat
}

pub(super) fn write(table: &EventTable, rows: &[Row], options: WriteOptions<'_>) -> Written {
    let documents = Documents::of(table, rows, options);
    let mut bytes = Vec::new();
    bytes.extend_from_slice(b"{\"type\":\"FeatureCollection\",\n");
    push_json(&mut bytes, &EXTENSION);
    bytes.extend_from_slice(b":{\"redaction\":");
    push_json(&mut bytes, &redaction_out(options));
    bytes.extend_from_slice(b",\"documents\":");
    push_list(&mut bytes, documents.out());
    bytes.extend_from_slice(b"},\n\"features\":");
    let features = rows.iter().map(|row| {
        let mut feature = Map::new();
        feature.insert("type".to_owned(), json!("Feature"));
        feature.insert("geometry".to_owned(), geometry(table, *row));
        feature.insert("properties".to_owned(), Value::Object(properties(table, *row)));
        let event = serde_json::to_value(event_out(table, *row, &documents)).unwrap_or_default();
        feature.insert(EXTENSION.to_owned(), event);
        feature
    });
    push_list(&mut bytes, features);
    bytes.extend_from_slice(b"}\n");
    Written { bytes, n_events: rows.len(), losses: Vec::new() }
}
