//! The native format `*.events.json` and the output of `extract`, both JSON.
//!
//! The file is cut into its events first, which are then read one by one: a
//! malformed event is reported and held back, and the rest loads.

use std::borrow::Cow;
use std::collections::BTreeMap;

use hashbrown::HashMap;
use rayon::prelude::*;
use rustc_hash::FxBuildHasher;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::model::{BuildError, Document, DocumentKind, Event, TableBuilder};

use super::claims::{ClaimJson, EventJson, Surroundings};
use super::csv::finish;
use super::json::{DocumentText, Lines, Text, error, offset_in, reason};
use super::plan::Tally;
use super::problem::{ReadError, ReadOutcome, RowProblem};
use super::{ReadOptions, dates, geojson};

/// `format` of the native format.
pub const EVENTS_FORMAT: &str = "deir-atlas/events";

/// `format` of what `extract` prints.
pub const EXTRACTION_FORMAT: &str = "deir-atlas/extraction";

/// The version of both that this program reads and writes.
pub const VERSION: u64 = 1;

/// Events read side by side before they go into the table.
const BATCH: usize = 4096;

/// The members of a file that tell what it is, and the lists in it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Top<'a> {
    #[serde(borrow)]
    format: Text<'a>,
    version: Option<u64>,
    #[serde(borrow)]
    title: Text<'a>,
    #[serde(borrow)]
    description: Text<'a>,
    #[serde(borrow)]
    licence: Text<'a>,
    #[serde(borrow)]
    redaction: Option<RedactionJson<'a>>,
    #[serde(borrow)]
    documents: Option<Vec<&'a RawValue>>,
    #[serde(borrow)]
    events: Option<Vec<&'a RawValue>>,
    #[serde(borrow, rename = "type")]
    kind: Option<Text<'a>>,
    #[serde(borrow)]
    features: Option<Vec<&'a RawValue>>,
    #[serde(borrow, rename = "deir-atlas")]
    extension: Option<&'a RawValue>,
}

/// What was left out of the copy.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct RedactionJson<'a> {
    #[serde(borrow, rename = "profile")]
    _profile: Text<'a>,
    #[serde(borrow)]
    statement: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct DocumentJson<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    kind: Text<'a>,
    #[serde(borrow)]
    title: Text<'a>,
    #[serde(borrow)]
    publisher: Text<'a>,
    #[serde(borrow)]
    author: Text<'a>,
    #[serde(borrow)]
    url: Text<'a>,
    #[serde(borrow)]
    language: Text<'a>,
    #[serde(borrow)]
    published: Text<'a>,
    #[serde(borrow)]
    sha256: Text<'a>,
    #[serde(borrow)]
    text: Text<'a>,
    /// In the output of `extract`: where the report was read.
    #[serde(borrow)]
    path: Text<'a>,
    /// In the output of `extract`: the document's events.
    #[serde(borrow)]
    events: Vec<&'a RawValue>,
    /// In the output of `extract`; places that are named, not events.
    #[serde(rename = "mentions")]
    _mentions: Option<serde::de::IgnoredAny>,
}

/// Reads a JSON file of any form that holds events.
///
/// # Errors
/// [`ReadError`] when the JSON is malformed or of another form.
pub fn read_json(
    text: &str,
    name: &str,
    options: &ReadOptions<'_>,
) -> Result<ReadOutcome, ReadError> {
    if text.trim_start().starts_with('[') {
        let records: Vec<&RawValue> = serde_json::from_str(text).map_err(|e| error(&e, ""))?;
        return geojson::read_records(text, name, &records, options);
    }
    let mut unknown = BTreeMap::new();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let top: Top<'_> = serde_ignored::deserialize(&mut deserializer, |path| {
        unknown.entry(path.to_string()).or_insert(0usize).add_one();
    })
    .and_then(|top| deserializer.end().map(|()| top))
    .map_err(|e| error(&e, ""))?;
    match (&*top.format.0, &top.kind, &top.events) {
        (EVENTS_FORMAT, ..) => {
            check_version(&top)?;
            read_events(text, top, unknown, options)
        }
        (EXTRACTION_FORMAT, ..) => {
            check_version(&top)?;
            read_extraction(text, &top, options)
        }
        (_, Some(kind), _) => {
            let features = match &top.features {
                Some(features) => features.clone(),
                // One feature, or a geometry alone.
                None => vec![serde_json::from_str(text.trim()).map_err(|e| error(&e, ""))?],
            };
            let documents = top.extension.map(RawValue::get);
            geojson::read_features(text, name, &kind.0, &features, documents, options)
        }
        // A file of the right shape that does not name its format.
        ("", None, Some(_)) => {
            let mut outcome = read_events(text, top, unknown, options)?;
            outcome.notes.insert(0, format!("`format` is missing: read as {EVENTS_FORMAT}"));
            Ok(outcome)
        }
        _ => Err(ReadError::Form {
            line: 1,
            path: "format".to_owned(),
            reason: format!(
                "expected `{EVENTS_FORMAT}`, `{EXTRACTION_FORMAT}`, a GeoJSON object or a list of \
                 records"
            ),
        }),
    }
}

/// Counting in a map's value.
trait AddOne {
    fn add_one(&mut self);
}

impl AddOne for usize {
    fn add_one(&mut self) {
        *self += 1;
    }
}

fn check_version(top: &Top<'_>) -> Result<(), ReadError> {
    match top.version {
        Some(version) if version != VERSION => {
            Err(ReadError::Version { format: top.format.0.to_string(), version })
        }
        _ => Ok(()),
    }
}

fn read_events(
    text: &str,
    top: Top<'_>,
    mut unknown: BTreeMap<String, usize>,
    options: &ReadOptions<'_>,
) -> Result<ReadOutcome, ReadError> {
    let Some(events) = top.events else {
        return Err(ReadError::Form {
            line: 1,
            path: "events".to_owned(),
            reason: "the list of events is missing".to_owned(),
        });
    };
    let documents = top.documents.unwrap_or_default();
    let mut reading = Reading::new(text, options);
    let documents = reading.documents(&documents, "documents", |_| {})?;
    let numbered: Vec<(u32, &RawValue)> = (0..).zip(events).collect();
    reading.events(&numbered, &documents, "events")?;
    for (path, n) in std::mem::take(&mut reading.unknown) {
        *unknown.entry(path).or_default() += n;
    }
    let mut outcome = reading.finish()?;
    let redaction = top.redaction.unwrap_or_default();
    let about = [
        ("title", &top.title),
        ("description", &top.description),
        ("licence", &top.licence),
        ("redaction", &redaction.statement),
    ];
    for (what, value) in about.into_iter().filter(|(_, value)| !value.0.is_empty()) {
        outcome.notes.push(format!("{what}: {}", value.0));
    }
    outcome.notes.extend(unknown_members(&unknown));
    Ok(outcome)
}

fn unknown_members(unknown: &BTreeMap<String, usize>) -> Option<String> {
    let listed: Vec<String> = unknown.iter().map(|(path, n)| format!("{path} ({n})")).collect();
    (!listed.is_empty())
        .then(|| format!("members that are not known, ignored: {}", listed.join(", ")))
}

/// A file's events on their way into one builder.
pub(super) struct Reading<'a, 'o> {
    text: &'a str,
    options: &'o ReadOptions<'o>,
    pub builder: TableBuilder,
    pub tally: Tally,
    unknown: BTreeMap<String, usize>,
}

/// Documents of a file by identifier.
pub(super) type Documents<'a> = HashMap<Cow<'a, str>, DocumentText<'a>, FxBuildHasher>;

impl<'a, 'o> Reading<'a, 'o> {
    pub fn new(text: &'a str, options: &'o ReadOptions<'o>) -> Self {
        Self {
            text,
            options,
            builder: TableBuilder::new(options.dataset, 0),
            tally: Tally::default(),
            unknown: BTreeMap::new(),
        }
    }

    /// Reads documents, adds them, and hands each to `then`.
    pub fn documents(
        &mut self,
        documents: &[&'a RawValue],
        path: &str,
        mut then: impl FnMut(&[&'a RawValue]),
    ) -> Result<Documents<'a>, ReadError> {
        let mut all = Documents::default();
        let mut lines = Lines::new(self.text);
        for (index, raw) in documents.iter().enumerate() {
            let line = lines.of(offset_in(self.text, raw.get()));
            let path = format!("{path}[{index}]");
            let document = match serde_json::from_str::<DocumentJson<'a>>(raw.get()) {
                Ok(document) => document,
                Err(e) => {
                    self.tally.problems.push(RowProblem::value(
                        line + e.line() as u64 - 1,
                        path,
                        "",
                        reason(&e),
                        "correct the document; its events lose their source until then",
                    ));
                    then(&[]);
                    continue;
                }
            };
            then(&document.events);
            let (id, text) = self.add_document(document, line, &path)?;
            all.insert(id, text);
        }
        Ok(all)
    }

    fn add_document(
        &mut self,
        json: DocumentJson<'a>,
        line: u64,
        path: &str,
    ) -> Result<(Cow<'a, str>, DocumentText<'a>), ReadError> {
        let mut problem = |member: &str, value: &str, reason: String, advice: &'static str| {
            let column = format!("{path}.{member}");
            self.tally.problems.push(RowProblem::value(line, column, value, reason, advice));
        };
        let published = match dates::read_date(&json.published.0, None) {
            Ok(reading) if !reading.depends_on_order => Some(reading.edtf),
            _ if json.published.0.is_empty() => None,
            Ok(_) => {
                let reason = "day and month may be either way round".to_owned();
                problem("published", &json.published.0, reason, "write it as YYYY-MM-DD");
                None
            }
            Err(e) => {
                problem("published", &json.published.0, e.to_string(), e.advice());
                None
            }
        };
        let kind = DocumentKind::from_name(&json.kind.0).unwrap_or_else(|| {
            if !json.kind.0.is_empty() {
                let reason = "expected `verbatim` or `digest`; taken for a digest".to_owned();
                problem("kind", &json.kind.0, reason, "say which it is");
            }
            DocumentKind::Digest
        });
        // A report that `extract` read is the source's own text.
        let kind = if json.path.0.is_empty() { kind } else { DocumentKind::Verbatim };
        let id = [json.id.0, json.path.0, json.url.0.clone()]
            .into_iter()
            .find(|id| !id.is_empty())
            .unwrap_or_else(|| Cow::Owned(path.to_owned()));
        let document = Document {
            id: id.clone(),
            kind,
            title: json.title.0,
            publisher: json.publisher.0,
            author: json.author.0,
            url: json.url.0,
            language: json.language.0,
            published,
            text: json.text.0,
            sha256: json.sha256.0,
        };
        match self.builder.add_document(&document) {
            Ok(()) => {}
            Err(BuildError::Full(full)) => return Err(full.into()),
            Err(e) => {
                let advice = "the first is used; give each document its own identifier";
                self.tally.problems.push(RowProblem::value(
                    line,
                    format!("{path}.id"),
                    &document.id,
                    e.to_string(),
                    advice,
                ));
            }
        }
        Ok((id, DocumentText::new(document.text)))
    }

    /// Reads events, many at a time, and adds them in order.
    pub fn events(
        &mut self,
        events: &[(u32, &'a RawValue)],
        documents: &Documents<'a>,
        path: &str,
    ) -> Result<(), ReadError> {
        let mut lines = Lines::new(self.text);
        let n_batches = events.len().div_ceil(BATCH).max(1);
        for (index, batch) in events.chunks(BATCH).enumerate() {
            self.options.check_cancelled()?;
            let lined: Vec<(u32, u64, &RawValue)> = batch
                .iter()
                .map(|(number, raw)| (*number, lines.of(offset_in(self.text, raw.get())), *raw))
                .collect();
            let options = self.options;
            let read: Vec<ReadEvent<'a>> = lined
                .par_iter()
                .with_min_len(64)
                .map(|(number, line, raw)| {
                    read_event(raw, *line, &format!("{path}[{number}]"), documents, options)
                })
                .collect();
            for ((_, line, _), read) in lined.iter().zip(read) {
                self.add(read, *line)?;
            }
            self.options.report_progress((index + 1) as f32 / n_batches as f32);
        }
        Ok(())
    }

    pub(super) fn add(&mut self, read: ReadEvent<'a>, line: u64) -> Result<(), ReadError> {
        self.tally.n_read += 1;
        self.tally.problems.extend(read.problems);
        self.tally.n_geocoded += read.n_geocoded;
        for path in read.unknown {
            *self.unknown.entry(path).or_default() += 1;
        }
        let Some(event) = read.event else {
            self.tally.n_held_back += 1;
            return Ok(());
        };
        match self.builder.add_event(&event) {
            Ok(()) => {}
            Err(BuildError::Full(full)) => return Err(full.into()),
            Err(e) => {
                self.tally.n_held_back += 1;
                let advice = "correct the event";
                self.tally.problems.push(RowProblem::row(line, &event.id, e.to_string(), advice));
                return Ok(());
            }
        }
        if !event.id.is_empty() {
            self.tally.ids.push((super::notes::hash(&event.id), line));
        }
        Ok(())
    }

    pub fn finish(self) -> Result<ReadOutcome, ReadError> {
        let mut notes = Vec::new();
        if self.tally.n_geocoded > 0 {
            notes.push(format!(
                "{} places without coordinates got those of the gazetteer",
                self.tally.n_geocoded
            ));
        }
        finish(vec![self.builder], self.tally, notes)
    }
}

/// One event, or why there is none.
pub(super) struct ReadEvent<'a> {
    pub event: Option<Event<Cow<'a, str>>>,
    pub problems: Vec<RowProblem>,
    pub unknown: Vec<String>,
    pub n_geocoded: usize,
}

pub(super) fn read_event<'a>(
    raw: &'a RawValue,
    line: u64,
    path: &str,
    documents: &Documents<'a>,
    options: &ReadOptions<'_>,
) -> ReadEvent<'a> {
    let mut unknown = Vec::new();
    let mut deserializer = serde_json::Deserializer::from_str(raw.get());
    let json: Result<EventJson<'a>, _> = serde_ignored::deserialize(&mut deserializer, |path| {
        unknown.push(without_indices(&format!("events[].{path}")));
    });
    let json = match json {
        Ok(json) => json,
        Err(e) => return held_back(&e, raw, line, path),
    };
    let mut surroundings = Surroundings::new(line, path, documents, options.gazetteer);
    let event = json.into_event(&mut surroundings);
    let (problems, n_geocoded) = surroundings.into_parts();
    ReadEvent { event: Some(event), problems, unknown, n_geocoded }
}

fn held_back<'a>(e: &serde_json::Error, raw: &RawValue, line: u64, path: &str) -> ReadEvent<'a> {
    let line = line + (e.line() as u64).saturating_sub(1);
    let advice = "correct the event; data/schema/events.schema.json describes the form";
    let problem = RowProblem {
        column: Some(path.to_owned()),
        ..RowProblem::row(line, raw.get(), reason(e), advice)
    };
    ReadEvent { event: None, problems: vec![problem], unknown: Vec::new(), n_geocoded: 0 }
}

/// `events.claims.0.date.colour` as `events[].claims[].date.colour`.
fn without_indices(path: &str) -> String {
    let mut plain = String::with_capacity(path.len());
    // A question mark stands for an optional value on the way.
    for part in path.split('.').filter(|part| *part != "?") {
        if !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()) {
            plain.push_str("[]");
        } else {
            if !plain.is_empty() {
                plain.push('.');
            }
            plain.push_str(part);
        }
    }
    plain
}

/// Every event of every document as an event of one claim.
fn read_extraction(
    text: &str,
    top: &Top<'_>,
    options: &ReadOptions<'_>,
) -> Result<ReadOutcome, ReadError> {
    let mut reading = Reading::new(text, options);
    let raw = top.documents.clone().unwrap_or_default();
    let mut events = Vec::with_capacity(raw.len());
    let documents = reading.documents(&raw, "documents", |of| events.push(of.to_vec()))?;
    let without_text = documents.values().filter(|document| document.is_empty()).count();
    let mut lines = Lines::new(text);
    for (index, (document, events)) in raw.iter().zip(events).enumerate() {
        let id = document_id(document, index);
        let known = documents.get(&*id).is_some();
        for (number, raw) in events.iter().enumerate() {
            let line = lines.of(offset_in(text, raw.get()));
            let path = format!("documents[{index}].events[{number}]");
            let parsed = serde_json::from_str::<EventJson<'_>>(raw.get())
                .and_then(|event| Ok((event, serde_json::from_str::<ClaimJson<'_>>(raw.get())?)));
            let read = match parsed {
                Ok((mut event, mut claim)) => {
                    claim.set_document(if known { id.clone() } else { Cow::Borrowed("") });
                    event.set_only_claim(claim);
                    let mut surroundings =
                        Surroundings::new(line, &path, &documents, options.gazetteer);
                    surroundings.spans_may_be_dropped = true;
                    let event = event.into_event(&mut surroundings);
                    let (problems, n_geocoded) = surroundings.into_parts();
                    ReadEvent { event: Some(event), problems, unknown: Vec::new(), n_geocoded }
                }
                Err(e) => held_back(&e, raw, line, &path),
            };
            reading.add(read, line)?;
        }
    }
    let mut outcome = reading.finish()?;
    if without_text > 0 {
        outcome.notes.push(format!(
            "{without_text} documents come without their texts: excerpts are shown, and not the \
             words around them"
        ));
    }
    Ok(outcome)
}

/// As [`Reading::add_document`] names it.
fn document_id<'a>(raw: &'a RawValue, index: usize) -> Cow<'a, str> {
    let json: DocumentJson<'a> = serde_json::from_str(raw.get()).unwrap_or_default();
    [json.id.0, json.path.0, json.url.0]
        .into_iter()
        .find(|id| !id.is_empty())
        .unwrap_or_else(|| Cow::Owned(format!("documents[{index}]")))
}
