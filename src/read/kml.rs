//! KML and KMZ: files of this program whole, and other people's placemarks.
//!
//! A placemark becomes a GeoJSON feature with its name, description, time and
//! data as properties, which the reader of GeoJSON understands by their names.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use serde_json::{Map, Value, json};

use super::ReadOptions;
use super::archive;
use super::geojson::EXTENSION;
use super::native::{self, EVENTS_FORMAT, VERSION};
use super::problem::{ReadError, ReadOutcome};
use crate::extract::html::blank_markup;

/// Elements may lie in elements this deep; no KML needs more.
const DEEPEST: usize = 64;

/// A KMZ that unpacks to more than this is refused: 2 GiB.
const LARGEST_BYTES: u64 = 2 << 30;

/// An element with its text and its children.
#[derive(Debug, Default)]
struct Node {
    name: String,
    attributes: Vec<(String, String)>,
    text: String,
    children: Vec<Node>,
}

impl Node {
    fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    fn text_of(&self, name: &str) -> &str {
        self.child(name).map_or("", |child| child.text.trim())
    }

    fn attribute(&self, name: &str) -> &str {
        self.attributes.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// Names and values of `ExtendedData`: `Data`, and `SimpleData` of a schema.
    fn data(&self) -> Vec<(&str, &str)> {
        let mut all = Vec::new();
        for extended in self.children.iter().filter(|child| child.name == "ExtendedData") {
            for child in &extended.children {
                match child.name.as_str() {
                    "Data" => all.push((child.attribute("name"), child.text_of("value"))),
                    "SchemaData" => all.extend(
                        child.children.iter().map(|s| (s.attribute("name"), s.text.trim())),
                    ),
                    _ => {}
                }
            }
        }
        all
    }
}

/// What a file holds.
#[derive(Default)]
struct Found {
    /// Redaction and documents of a file of this program.
    own: Option<Value>,
    /// Its events, each with its number.
    events: Vec<(u64, String)>,
    /// Everybody else's placemarks.
    features: Vec<Value>,
}

/// Reads the events of a KML file.
///
/// # Errors
/// [`ReadError::Xml`] when it is no well-formed XML.
pub fn read_kml(
    text: &str,
    name: &str,
    options: &ReadOptions<'_>,
) -> Result<ReadOutcome, ReadError> {
    let mut found = found(text, options)?;
    if let Some(own) = found.own.filter(|_| found.features.is_empty()) {
        found.events.sort_by_key(|(number, _)| *number);
        let events: Vec<&str> = found.events.iter().map(|(_, json)| json.as_str()).collect();
        let text = format!(
            "{{\"format\":\"{EVENTS_FORMAT}\",\"version\":{VERSION},\"redaction\":{},\n\
             \"documents\":{},\n\"events\":[\n{}\n]}}\n",
            own.get("redaction").unwrap_or(&Value::Null),
            own.get("documents").unwrap_or(&Value::Null),
            events.join(",\n")
        );
        return native::read_json(&text, name, options);
    }
    if found.features.is_empty() {
        return Err(ReadError::NotEvents { reason: "it is XML without any placemark".to_owned() });
    }
    let n_features = found.features.len();
    let text = json!({"type": "FeatureCollection", "features": found.features}).to_string();
    let mut outcome = native::read_json(&text, name, options)?;
    let note = format!("KML: {n_features} placemarks; lines in problems count placemarks");
    outcome.notes.insert(0, note);
    Ok(outcome)
}

/// Reads the events of a KMZ: the first KML of the archive.
///
/// # Errors
/// [`ReadError::NotEvents`] when there is none, and those of [`read_kml`].
pub fn read_kmz(
    bytes: &[u8],
    name: &str,
    options: &ReadOptions<'_>,
) -> Result<ReadOutcome, ReadError> {
    let not_events = |reason: String| ReadError::NotEvents { reason };
    let names = archive::names(bytes).map_err(|error| not_events(error.to_string()))?;
    let is_kml = |name: &&String| name.to_ascii_lowercase().ends_with(".kml");
    let Some(kml) = names.iter().find(is_kml) else {
        let reason = "it is a ZIP archive or a spreadsheet (save the sheet as CSV)";
        return Err(not_events(reason.to_owned()));
    };
    let kml = archive::unpacked(bytes, kml, LARGEST_BYTES)
        .map_err(|error| not_events(error.to_string()))?;
    let text = String::from_utf8_lossy(&kml);
    read_kml(text.trim_start_matches('\u{feff}'), name, options)
}

fn found(text: &str, options: &ReadOptions<'_>) -> Result<Found, ReadError> {
    let mut reader = Reader::from_str(text);
    let mut found = Found::default();
    let mut open: Vec<Node> = Vec::new();
    loop {
        let at = reader.buffer_position();
        let failed = |reason: String| ReadError::Xml {
            line: 1 + text.get(..at as usize).unwrap_or(text).matches('\n').count(),
            reason,
        };
        let event = reader.read_event().map_err(|error| failed(error.to_string()))?;
        match event {
            Event::Start(start) => {
                if open.len() >= DEEPEST {
                    return Err(failed(format!("elements lie more than {DEEPEST} deep")));
                }
                open.push(node(&start));
            }
            Event::Empty(start) => close(node(&start), &mut open, &mut found),
            Event::End(_) => {
                options.check_cancelled()?;
                if let Some(node) = open.pop() {
                    close(node, &mut open, &mut found);
                }
            }
            Event::Text(part) => {
                let part = part.decode().map_err(|error| failed(error.to_string()))?;
                if let Some(node) = open.last_mut() {
                    node.text.push_str(&part);
                }
            }
            Event::CData(part) => {
                let part = part.decode().map_err(|error| failed(error.to_string()))?;
                if let Some(node) = open.last_mut() {
                    node.text.push_str(&part);
                }
            }
            Event::GeneralRef(part) => {
                let c = part.resolve_char_ref().map_err(|error| failed(error.to_string()))?;
                let name = part.decode().map_err(|error| failed(error.to_string()))?;
                let Some(node) = open.last_mut() else { continue };
                match (c, resolve_predefined_entity(&name)) {
                    (Some(c), _) => node.text.push(c),
                    (None, Some(text)) => node.text.push_str(text),
                    // An entity of the file's own stays as it is written.
                    (None, None) => {
                        node.text.push('&');
                        node.text.push_str(&name);
                        node.text.push(';');
                    }
                }
            }
            Event::Eof if open.is_empty() => return Ok(found),
            Event::Eof => return Err(failed("the file ends inside an element".to_owned())),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

fn node(start: &BytesStart<'_>) -> Node {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let attributes = start.attributes().flatten().map(|attribute| {
        let raw = text(&attribute.value);
        let value = quick_xml::escape::unescape(&raw).map_or_else(|_| raw.clone(), Into::into);
        (text(attribute.key.local_name().as_ref()), value)
    });
    Node {
        name: text(start.local_name().as_ref()),
        attributes: attributes.collect(),
        ..Node::default()
    }
}

/// Takes up a finished element: a placemark becomes an event, a container is
/// let go, everything else goes to the element around it.
fn close(node: Node, open: &mut [Node], found: &mut Found) {
    match node.name.as_str() {
        "Placemark" => placemark(&node, found),
        "Document" => {
            let own = node.data().into_iter().find(|(name, _)| *name == EXTENSION);
            if let Some(own) = own.and_then(|(_, json)| serde_json::from_str(json).ok()) {
                found.own = Some(own);
            }
        }
        "Folder" | "Style" | "StyleMap" | "Schema" | "NetworkLink" => {}
        _ => {
            if let Some(around) = open.last_mut() {
                around.children.push(node);
            }
        }
    }
}

fn placemark(node: &Node, found: &mut Found) {
    let data = node.data();
    if let Some((_, json)) = data.iter().find(|(name, _)| *name == EXTENSION)
        && serde_json::from_str::<serde::de::IgnoredAny>(json).is_ok()
    {
        let number = node.attribute("id").rsplit('-').next().and_then(|n| n.parse().ok());
        found.events.push((number.unwrap_or(u64::MAX), (*json).to_owned()));
        return;
    }
    let mut members = Map::new();
    let mut put = |key: &str, value: &str| {
        if !value.is_empty() && !members.contains_key(key) {
            members.insert(key.to_owned(), json!(value));
        }
    };
    put("name", node.text_of("name"));
    if let Some(span) = node.child("TimeSpan") {
        put("begin", span.text_of("begin"));
        put("end", span.text_of("end"));
    }
    if let Some(stamp) = node.child("TimeStamp") {
        put("when", stamp.text_of("when"));
    }
    let words = blank_markup(node.text_of("description"));
    put("description", &words.split_whitespace().collect::<Vec<_>>().join(" "));
    for (name, value) in data {
        put(name, value);
    }
    let mut geometries: Vec<Value> = node.children.iter().filter_map(geometry).collect();
    let geometry = if geometries.is_empty() { Value::Null } else { geometries.swap_remove(0) };
    found.features.push(json!({"type": "Feature", "geometry": geometry, "properties": members}));
}

/// A geometry as GeoJSON; `None` for other elements and for malformed ones.
fn geometry(node: &Node) -> Option<Value> {
    let positions = |node: &Node| -> Option<Vec<Value>> {
        let positions = node.text_of("coordinates").split_whitespace().map(position);
        positions.collect()
    };
    let ring = |boundary: &Node| positions(boundary.child("LinearRing")?);
    Some(match node.name.as_str() {
        "Point" => json!({"type": "Point", "coordinates": positions(node)?.first()?}),
        "LineString" => json!({"type": "LineString", "coordinates": positions(node)?}),
        "LinearRing" => json!({"type": "Polygon", "coordinates": [positions(node)?]}),
        "Polygon" => {
            let mut rings = vec![ring(node.child("outerBoundaryIs")?)?];
            let holes = node.children.iter().filter(|child| child.name == "innerBoundaryIs");
            rings.extend(holes.filter_map(ring));
            json!({"type": "Polygon", "coordinates": rings})
        }
        "MultiGeometry" => {
            let all: Vec<Value> = node.children.iter().filter_map(geometry).collect();
            json!({"type": "GeometryCollection", "geometries": all})
        }
        _ => return None,
    })
}

/// `lon,lat` or `lon,lat,height`.
fn position(text: &str) -> Option<Value> {
    let mut numbers = text.split(',').map(|number| number.trim().parse::<f64>());
    let (lon, lat) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
    (lon.is_finite() && lat.is_finite()).then(|| json!([lon, lat]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Row, Shape};

    const FOREIGN: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder>
<Placemark><name>Strike &amp; fire</name>
 <description><![CDATA[<p>Two&nbsp;houses</p> burned]]></description>
 <TimeStamp><when>2016-05-14</when></TimeStamp>
 <ExtendedData><Data name="source"><value>A paper</value></Data></ExtendedData>
 <Point><coordinates>40.15,35.33,0</coordinates></Point></Placemark>
<Placemark><name>Road</name><TimeSpan><begin>2016-05</begin><end>2016-06-03</end></TimeSpan>
 <LineString><coordinates>40.1,35.3 40.2,35.4</coordinates></LineString></Placemark>
<Placemark><name>Nowhere</name></Placemark>
</Folder></Document></kml>"#;

    #[test]
    fn placemarks_of_others_are_understood() {
        let table = read_kml(FOREIGN, "file.kml", &ReadOptions::default()).unwrap().table;
        assert_eq!(table.n_events(), 3);
        let titles: Vec<&str> = table.rows().map(|row| table.title(row)).collect();
        let at = |title: &str| Row(titles.iter().position(|t| *t == title).unwrap() as u32);
        let strike = at("Strike & fire");
        assert_eq!(table.span(strike).unwrap().first.to_string(), "2016-05-14");
        let position = table.placements(strike).next().unwrap().position_as_read().unwrap();
        assert_eq!((position.lon_deg(), position.lat_deg()), (40.15, 35.33));
        let road = table.placements(at("Road")).next().unwrap();
        assert!(matches!(table.shape(road.shape.unwrap()), Some(Shape::Lines(_))));
        assert_eq!(table.span(at("Road")).unwrap().last.to_string(), "2016-06-03");
        assert!(!table.is_placed(at("Nowhere")), "kept without a place");
    }

    #[test]
    fn what_is_no_kml_is_refused_with_the_line() {
        let error = |text: &str| read_kml(text, "f", &ReadOptions::default()).unwrap_err();
        assert!(error("<kml>\n<Document>").to_string().contains("line 2"));
        assert!(error("<html><body>text</body></html>").to_string().contains("placemark"));
        let deep = "<a>".repeat(100);
        assert!(error(&deep).to_string().contains("deep"));
    }
}
