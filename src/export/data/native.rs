//! The native format, which holds everything that a table holds.

use hashbrown::HashMap;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::{Value, json};

use crate::model::{
    ClaimRef, DocIdx, DocumentRef, EventTable, EventType, LonLat, Mark, MarkKind, Row, Shape,
    TextSpan,
};
use crate::read::native::{EVENTS_FORMAT, VERSION};

use super::{WriteOptions, Written};

#[derive(Serialize)]
pub(super) struct DocumentOut<'a> {
    id: &'a str,
    kind: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    title: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    publisher: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    author: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    url: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    #[serde(skip_serializing_if = "str::is_empty")]
    sha256: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    text: &'a str,
}

#[derive(Serialize)]
pub(super) struct EventOut<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    id: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    title: &'a str,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    event_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subtype: Option<&'static str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    background: bool,
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "as_object")]
    properties: Vec<(&'a str, &'a str)>,
    claims: Vec<ClaimOut<'a>>,
}

#[derive(Serialize)]
struct ClaimOut<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    document: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    excerpt: Option<SpanOut<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<DateOut<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    places: Vec<PlaceOut<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    actors: Vec<ActorOut<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    casualties: Vec<TollOut<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attribution: Option<Value>,
    #[serde(skip_serializing_if = "str::is_empty")]
    note: &'a str,
}

/// Scalars of the document's text, or words without a place in it.
#[derive(Serialize, Default)]
struct SpanOut<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<usize>,
    #[serde(skip_serializing_if = "str::is_empty")]
    text: &'a str,
}

#[derive(Serialize)]
struct DateOut<'a> {
    edtf: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    reason: &'a str,
    #[serde(flatten)]
    span: SpanOut<'a>,
}

#[derive(Serialize)]
struct PlaceOut<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    place: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    lon: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lat: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    radius_m: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    geometry: Option<Value>,
    #[serde(skip_serializing_if = "str::is_empty")]
    reason: &'a str,
    #[serde(flatten)]
    span: SpanOut<'a>,
}

#[derive(Serialize)]
struct ActorOut<'a> {
    name: &'a str,
    role: &'static str,
    #[serde(flatten)]
    span: SpanOut<'a>,
}

/// `min` and `max` are always written: null says that none is stated.
#[derive(Serialize)]
struct TollOut<'a> {
    who: &'a str,
    outcome: &'static str,
    min: Option<u32>,
    max: Option<u32>,
    #[serde(flatten)]
    span: SpanOut<'a>,
}

/// Pairs as an object. A name that stands twice is written twice, as it was read.
fn as_object<S: Serializer>(pairs: &[(&str, &str)], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(pairs.len()))?;
    for (key, value) in pairs {
        map.serialize_entry(key, value)?;
    }
    map.end()
}

/// The documents that a file needs, under identifiers that differ.
pub(super) struct Documents<'t> {
    /// In the order of the table.
    pub all: Vec<DocumentRef<'t>>,
    ids: FxHashMap<u32, String>,
    scalars: FxHashMap<u32, Scalars>,
}

impl<'t> Documents<'t> {
    pub fn of(table: &'t EventTable, rows: &[Row], options: WriteOptions<'_>) -> Self {
        let used: FxHashSet<DocIdx> = rows
            .iter()
            .flat_map(|row| table.claims(*row))
            .filter_map(|claim| claim.document().map(|document| document.index()))
            .collect();
        let all: Vec<DocumentRef<'t>> = table
            .documents()
            .filter(|document| options.with_all_documents || used.contains(&document.index()))
            .collect();
        let mut taken: HashMap<String, (), FxBuildHasher> = HashMap::default();
        let (mut ids, mut scalars) = (FxHashMap::default(), FxHashMap::default());
        for (number, document) in (0..).zip(&all) {
            let mut id = document.id().to_owned();
            let mut n = 1;
            while id.is_empty() || taken.insert(id.clone(), ()).is_some() {
                n += 1;
                id = format!("{} ({n})", document.id());
            }
            if id != document.id() {
                ids.insert(number, id);
            }
            if !document.text().is_ascii() {
                scalars.insert(number, Scalars::new(document.text()));
            }
        }
        Self { all, ids, scalars }
    }

    /// Position among the written documents.
    fn position(&self, document: DocumentRef<'_>) -> u32 {
        // The documents lie in ascending order of their indices.
        self.all.partition_point(|other| other.index() < document.index()) as u32
    }

    pub fn id(&self, document: DocumentRef<'t>) -> &str {
        self.ids.get(&self.position(document)).map_or_else(|| document.id(), String::as_str)
    }

    pub fn out(&self) -> impl Iterator<Item = DocumentOut<'_>> {
        self.all.iter().map(|document| DocumentOut {
            id: self.id(*document),
            kind: document.kind().name(),
            title: document.title(),
            publisher: document.publisher(),
            author: document.author(),
            url: document.url(),
            language: document.language(),
            published: document.published().map(|date| date.to_string()),
            sha256: document.sha256(),
            text: document.text(),
        })
    }

    /// Bytes of a document's text as scalars.
    fn scalars(&self, document: DocumentRef<'_>, bytes: std::ops::Range<usize>) -> (usize, usize) {
        match self.scalars.get(&self.position(document)) {
            None => (bytes.start, bytes.end),
            Some(scalars) => {
                let text = document.text();
                (scalars.at(text, bytes.start), scalars.at(text, bytes.end))
            }
        }
    }
}

/// Number of scalars before every 64th byte of a text.
struct Scalars(Vec<u32>);

impl Scalars {
    fn new(text: &str) -> Self {
        let mut n = 0;
        Self(
            text.as_bytes()
                .chunks(64)
                .map(|block| {
                    let before = n;
                    n += begun(block) as u32;
                    before
                })
                .collect(),
        )
    }

    fn at(&self, text: &str, byte: usize) -> usize {
        let block = byte / 64;
        let before = self.0.get(block).copied().unwrap_or_default() as usize;
        match text.as_bytes().get(block * 64..byte) {
            Some(part) if block < self.0.len() => before + begun(part),
            _ => text.chars().count(),
        }
    }
}

/// Scalars that begin in these bytes of UTF-8.
fn begun(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

/// The event of a row in the form of the native format.
pub(super) fn event_out<'a>(
    table: &'a EventTable,
    row: Row,
    documents: &'a Documents<'a>,
) -> EventOut<'a> {
    let event_type = table.event_type(row);
    EventOut {
        id: table.id(row),
        title: table.title(row),
        event_type: (event_type != EventType::Unstated).then(|| event_type.name()),
        subtype: table.sub_event_type(row).map(|sub| sub.name()),
        background: table.is_background(row),
        properties: table.properties(row).collect(),
        claims: table.claims(row).map(|claim| claim_out(table, claim, documents)).collect(),
    }
}

fn claim_out<'a>(
    table: &'a EventTable,
    claim: ClaimRef<'a>,
    documents: &'a Documents<'a>,
) -> ClaimOut<'a> {
    let document = claim.document();
    let in_document = |span: TextSpan| {
        let document = document?;
        Some(documents.scalars(document, claim.range_in_document(span)?))
    };
    let span = |kind: MarkKind, index: usize, with_words: bool| {
        let of = |mark: &&Mark| mark.kind == kind && usize::from(mark.index) == index;
        let found = claim.marks().iter().find(of).and_then(|mark| {
            let (start, end) = in_document(mark.span)?;
            let text = if with_words { table.text(mark.span) } else { "" };
            Some(SpanOut { start: Some(start), end: Some(end), text })
        });
        found.unwrap_or_default()
    };
    let excerpt = claim.excerpt_span();
    ClaimOut {
        document: document.map_or("", |document| documents.id(document)),
        excerpt: (!excerpt.is_empty()).then(|| match in_document(excerpt) {
            Some((start, end)) => {
                SpanOut { start: Some(start), end: Some(end), ..SpanOut::default() }
            }
            None => SpanOut { text: claim.excerpt(), ..SpanOut::default() },
        }),
        date: claim.date().map(|edtf| DateOut {
            edtf: edtf.to_string(),
            reason: claim.date_reason(),
            span: span(MarkKind::Date, 0, true),
        }),
        places: claim
            .places()
            .enumerate()
            .map(|(index, (place, reason))| {
                let name = table.string(place.name);
                let position = place.position_as_read();
                PlaceOut {
                    place: table.string(place.place),
                    name,
                    lon: position.map(LonLat::lon_deg),
                    lat: position.map(LonLat::lat_deg),
                    radius_m: place.radius_m,
                    geometry: place.shape.and_then(|shape| table.shape(shape)).map(shape_out),
                    reason,
                    // A reader takes the words for the name where none is given.
                    span: span(MarkKind::Place, index, !name.is_empty()),
                }
            })
            .collect(),
        actors: claim
            .actors()
            .enumerate()
            .map(|(index, (name, role))| {
                let name = table.string(name);
                let span = span(MarkKind::Actor, index, !name.is_empty());
                ActorOut { name, role: role.name(), span }
            })
            .collect(),
        casualties: claim
            .tolls()
            .enumerate()
            .map(|(index, toll)| TollOut {
                who: table.string(toll.who),
                outcome: toll.outcome.name(),
                min: toll.min,
                max: toll.max,
                span: span(MarkKind::Toll, index, true),
            })
            .collect(),
        attribution: attribution(claim.attribution(), &span(MarkKind::Attribution, 0, false)),
        note: claim.note(),
    }
}

fn attribution(name: &str, span: &SpanOut<'_>) -> Option<Value> {
    match (span.start, span.end) {
        (Some(start), Some(end)) => Some(json!({"name": name, "start": start, "end": end})),
        _ => (!name.is_empty()).then(|| json!(name)),
    }
}

/// A line or area as a GeoJSON geometry.
pub(super) fn shape_out(shape: &Shape) -> Value {
    let line = |line: &Vec<LonLat>| -> Vec<[f64; 2]> {
        line.iter().map(|p| [p.lon_deg(), p.lat_deg()]).collect()
    };
    let rings =
        |rings: &Vec<Vec<LonLat>>| -> Vec<Vec<[f64; 2]>> { rings.iter().map(line).collect() };
    match shape {
        Shape::Lines(lines) => match &lines[..] {
            [only] => json!({"type": "LineString", "coordinates": line(only)}),
            lines => {
                let lines: Vec<_> = lines.iter().map(line).collect();
                json!({"type": "MultiLineString", "coordinates": lines})
            }
        },
        Shape::Polygons(polygons) => match &polygons[..] {
            [only] => json!({"type": "Polygon", "coordinates": rings(only)}),
            polygons => {
                let polygons: Vec<_> = polygons.iter().map(rings).collect();
                json!({"type": "MultiPolygon", "coordinates": polygons})
            }
        },
    }
}

/// JSON of texts, numbers and lists alone, which cannot fail to be written.
pub(super) fn push_json(bytes: &mut Vec<u8>, value: &impl Serialize) {
    let start = bytes.len();
    if serde_json::to_writer(&mut *bytes, value).is_err() {
        bytes.truncate(start);
        bytes.extend_from_slice(b"null");
    }
}

/// A list with one item a line.
pub(super) fn push_list(bytes: &mut Vec<u8>, items: impl Iterator<Item = impl Serialize>) {
    bytes.push(b'[');
    for (index, item) in items.enumerate() {
        bytes.extend_from_slice(if index == 0 { b"\n" } else { b",\n" });
        push_json(bytes, &item);
    }
    bytes.extend_from_slice(b"\n]");
}

/// Which profile made the file and what it left out.
pub(super) fn redaction_out(options: WriteOptions<'_>) -> Value {
    let notice = options.notice;
    json!({"profile": notice.profile.name(), "statement": notice.to_string()})
}

pub(super) fn write(table: &EventTable, rows: &[Row], options: WriteOptions<'_>) -> Written {
    let documents = Documents::of(table, rows, options);
    let mut bytes = Vec::new();
    bytes.extend_from_slice(b"{\"format\":");
    push_json(&mut bytes, &EVENTS_FORMAT);
    bytes.extend_from_slice(b",\"version\":");
    push_json(&mut bytes, &VERSION);
    if !options.title.is_empty() {
        bytes.extend_from_slice(b",\"title\":");
        push_json(&mut bytes, &options.title);
    }
    bytes.extend_from_slice(b",\"redaction\":");
    push_json(&mut bytes, &redaction_out(options));
    bytes.extend_from_slice(b",\n\"documents\":");
    push_list(&mut bytes, documents.out());
    bytes.extend_from_slice(b",\n\"events\":");
    push_list(&mut bytes, rows.iter().map(|row| event_out(table, *row, &documents)));
    bytes.extend_from_slice(b"}\n");
    Written { bytes, n_events: rows.len(), losses: Vec::new() }
}
