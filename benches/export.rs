//! Time and size of writing 1, 30, 5,000 and 100,000 synthetic events in every
//! format, whole and as a public copy. Prints one line for each.
//!
//! `cargo bench --no-default-features --bench export`

#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark stops at the first failure")]

use std::time::Instant;

use deir_atlas::export::data::{DataFormat, WriteOptions, write};
use deir_atlas::export::redact::{Profile, Redaction, redact};
use deir_atlas::gazetteer::Gazetteer;
use deir_atlas::model::{
    Claim, ClaimActor, ClaimDate, ClaimPlace, DatasetId, Day, DaySpan, Document, DocumentKind,
    Edtf, Event, EventTable, EventType, Excerpt, LonLat, Outcome, TableBuilder, Toll,
};

/// Events told in one report.
const PER_REPORT: usize = 12;

/// A report of twelve sentences, each of which tells one event.
fn report(number: usize) -> (Document, Vec<std::ops::Range<usize>>) {
    let mut text = String::new();
    let mut spans = Vec::new();
    for line in 0..PER_REPORT {
        let start = text.len();
        text.push_str(&format!(
            "Salim Haddad said that {} people were killed when shells fell on حي القصور, line {line} \
             of report {number}.",
            2 + (number + line) % 9
        ));
        spans.push(start..text.len());
        text.push('\n');
    }
    let document = Document {
        id: format!("report-{number}"),
        kind: DocumentKind::Verbatim,
        title: format!("Report {number}"),
        publisher: format!("Publisher {}", number % 40),
        url: format!("https://example.org/{number}"),
        language: "en".to_owned(),
        published: Some(Edtf::from_span(DaySpan::day(Day::from_number(
            16_000 + number as i32 % 3000,
        )))),
        text,
        ..Document::default()
    };
    (document, spans)
}

fn table(n_events: usize) -> EventTable {
    let mut builder = TableBuilder::new(DatasetId(0), 0);
    for number in 0..n_events.div_ceil(PER_REPORT) {
        let (document, spans) = report(number);
        builder.add_document(&document).unwrap();
        for (line, span) in spans.into_iter().enumerate() {
            let index = number * PER_REPORT + line;
            if index >= n_events {
                break;
            }
            let jitter = |n: usize| (index * n % 997) as f64 / 997.0;
            let day = Day::from_number(16_000 + (index * 7 % 3000) as i32);
            let claim = Claim {
                document: document.id.clone(),
                date: (!index.is_multiple_of(20)).then(|| ClaimDate {
                    edtf: Edtf::from_span(DaySpan::new(day, day.plus((index % 4) as i32))),
                    reason: String::new(),
                    span: None,
                }),
                places: vec![ClaimPlace {
                    place: "al-qusour".to_owned(),
                    name: "حي القصور".to_owned(),
                    position: (!index.is_multiple_of(15)).then(|| {
                        LonLat::new(39.6 + 1.4 * jitter(31), 34.5 + 1.4 * jitter(57)).unwrap()
                    }),
                    radius_m: Some(500.0),
                    ..ClaimPlace::default()
                }],
                actors: vec![ClaimActor {
                    name: "Islamic State".to_owned(),
                    ..ClaimActor::default()
                }],
                tolls: vec![Toll {
                    who: "civilian".to_owned(),
                    outcome: Outcome::Killed,
                    min: Some(2),
                    max: Some(9),
                    span: Some(span.clone()),
                }],
                attribution: "Salim Haddad".to_owned(),
                excerpt: Excerpt::Span(span),
                ..Claim::default()
            };
            let event = Event {
                id: format!("e{index}"),
                event_type: EventType::ALL[index % EventType::COUNT],
                claims: vec![claim],
                ..Event::default()
            };
            builder.add_event(&event).unwrap();
        }
    }
    builder.finish().unwrap()
}

fn main() {
    for n_events in [1, 30, 5_000, 100_000] {
        let table = table(n_events);
        for format in DataFormat::ALL {
            let start = Instant::now();
            let written = write(format, &table, table.rows(), WriteOptions::default());
            let took = start.elapsed();
            assert_eq!(written.n_events, n_events);
            println!(
                "export {:<23} {n_events:>7} events: {:>9.2} ms, {:>10.3} MB",
                format.name(),
                took.as_secs_f64() * 1e3,
                written.bytes.len() as f64 / 1e6
            );
        }
        let how = Redaction { profile: Profile::Public, ..Redaction::default() };
        let start = Instant::now();
        let copy = redact(&table, table.rows(), Gazetteer::bundled(), &how).unwrap();
        println!(
            "export {:<23} {n_events:>7} events: {:>9.2} ms, {}",
            "public copy",
            start.elapsed().as_secs_f64() * 1e3,
            copy.notice
        );
    }
}
