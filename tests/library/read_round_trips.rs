//! What is written is read back: exactly in all formats but two, and in CSV all
//! that a row can hold; chronologies are for people. And the schema describes what is written.

use deir_atlas::export::data::{DataFormat, WriteOptions, Written, write};
use deir_atlas::gazetteer::Gazetteer;
use deir_atlas::model::{
    ActorRole, Claim, ClaimActor, ClaimDate, ClaimPlace, DatasetId, Document, DocumentKind, Event,
    EventTable, EventType, Excerpt, LonLat, Outcome, Shape, SubEventType, TableBuilder, Toll,
};
use deir_atlas::read::{ReadOptions, ReadOutcome, read};
use proptest::option;
use proptest::prelude::*;
use serde_json::Value;

const TEXT: &str = "Mortars fell on حي القصور on Monday. Residents said \"four, or five\" people died;\r\nothers spoke of ten 🕊 by night.";

fn written(format: DataFormat, table: &EventTable) -> Written {
    let options = WriteOptions { with_all_documents: true, ..WriteOptions::default() };
    write(format, table, table.rows(), options)
}

fn read_back(bytes: &[u8]) -> ReadOutcome {
    let outcome = read(bytes, "file", &ReadOptions::default()).unwrap();
    let shown: String = String::from_utf8_lossy(bytes).chars().take(4000).collect();
    assert_eq!(outcome.problems, [], "{shown}");
    outcome
}

fn events(table: &EventTable) -> Vec<Event> {
    table.rows().map(|row| table.event(row)).collect()
}

fn documents(table: &EventTable) -> Vec<Document> {
    table.documents().map(|document| document.to_document()).collect()
}

fn words() -> impl Strategy<Value = String> {
    "[a-z]{1,6}( [a-z;,\"'=]{1,5})?|القصور|[a-z]{2}\\n[a-z]{2}"
}

fn maybe_words() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), words()]
}

/// A range of bytes of the text on character boundaries, not empty.
fn span() -> impl Strategy<Value = std::ops::Range<usize>> {
    let bounds: Vec<usize> = TEXT.char_indices().map(|(byte, _)| byte).collect();
    (0..bounds.len() - 1, 1..20usize).prop_map(move |(start, n)| {
        bounds[start]..bounds.get(start + n).copied().unwrap_or(TEXT.len())
    })
}

fn position() -> impl Strategy<Value = LonLat> {
    (38_500_000..41_500_000i32, 33_900_000..36_200_000i32)
        .prop_map(|(lon, lat)| LonLat::new(f64::from(lon) / 1e6, f64::from(lat) / 1e6).unwrap())
}

fn shape() -> impl Strategy<Value = Shape> {
    let line = || prop::collection::vec(position(), 2..5);
    let ring = || {
        prop::collection::vec(position(), 3..6).prop_map(|mut ring| {
            ring.push(ring[0]);
            ring
        })
    };
    prop_oneof![
        prop::collection::vec(line(), 1..3).prop_map(Shape::Lines),
        prop::collection::vec(prop::collection::vec(ring(), 1..3), 1..3).prop_map(Shape::Polygons),
    ]
}

fn place() -> impl Strategy<Value = ClaimPlace> {
    (
        maybe_words(),
        words(),
        option::of(position()),
        option::of(0..50_000u32),
        option::weighted(0.2, shape()),
        maybe_words(),
        option::of(span()),
    )
        .prop_map(|(place, name, position, radius_m, shape, reason, span)| ClaimPlace {
            place,
            name,
            position: if shape.is_some() {
                Some(position.unwrap_or(LonLat::new(40.1, 35.3).unwrap()))
            } else {
                position
            },
            radius_m: if shape.is_some() {
                Some(radius_m.unwrap_or(1) as f32)
            } else {
                radius_m.map(|metres| metres as f32)
            },
            shape,
            reason,
            span,
        })
}

fn date() -> impl Strategy<Value = ClaimDate> {
    let edtf = prop_oneof![
        Just("2016-01-16"),
        Just("2016-01-30?"),
        Just("2016-01~"),
        Just("2016"),
        Just("2017-01-14/2017-01-15"),
        Just("[2015-10-01..]"),
    ];
    (edtf, maybe_words(), option::of(span())).prop_map(|(edtf, reason, span)| ClaimDate {
        edtf: edtf.parse().unwrap(),
        reason,
        span,
    })
}

fn toll() -> impl Strategy<Value = Toll> {
    let who = prop_oneof![Just("civilian"), Just("total"), Just("isis"), Just("x_or")];
    let outcome = prop::sample::select(&Outcome::ALL[..]);
    (who, outcome, option::of(0..50u32), option::of(0..50u32), option::of(span())).prop_map(
        |(who, outcome, min, more, span)| Toll {
            who: who.to_owned(),
            outcome,
            min,
            max: more.map(|more| min.unwrap_or(0) + more),
            span,
        },
    )
}

fn actor() -> impl Strategy<Value = ClaimActor> {
    let role =
        prop_oneof![Just(ActorRole::Attacker), Just(ActorRole::Target), Just(ActorRole::Other)];
    ("[A-Z][a-z]{1,6}", role, option::of(span())).prop_map(|(name, role, span)| ClaimActor {
        name,
        role,
        span,
    })
}

fn claim() -> impl Strategy<Value = Claim> {
    let excerpt = prop_oneof![
        Just(Excerpt::Absent),
        span().prop_map(Excerpt::Span),
        // Words that the text holds once would be found there.
        words().prop_map(|words| Excerpt::Text(format!("{words} §"))),
    ];
    (
        prop_oneof![Just("report"), Just("note")],
        excerpt,
        option::of(date()),
        prop::collection::vec(place(), 0..3),
        prop::collection::vec(actor(), 0..3),
        prop::collection::vec(toll(), 0..3),
        (maybe_words(), option::of(span()), maybe_words()),
    )
        .prop_map(|(document, excerpt, date, places, actors, tolls, (by, by_span, note))| {
            let mut claim = Claim {
                document: document.to_owned(),
                excerpt,
                date,
                places,
                actors,
                tolls,
                attribution: by,
                attribution_span: by_span,
                note,
            };
            if document == "note" {
                without_spans(&mut claim);
            }
            claim
        })
}

/// As a claim of a document without text must be.
fn without_spans(claim: &mut Claim) {
    if let Excerpt::Span(range) = &claim.excerpt {
        let words = TEXT[range.clone()].trim();
        let is_empty = words.is_empty();
        claim.excerpt = if is_empty { Excerpt::Absent } else { Excerpt::Text(words.to_owned()) };
    }
    claim.attribution_span = None;
    claim.date.iter_mut().for_each(|date| date.span = None);
    claim.places.iter_mut().for_each(|place| place.span = None);
    claim.actors.iter_mut().for_each(|actor| actor.span = None);
    claim.tolls.iter_mut().for_each(|toll| toll.span = None);
}

fn event() -> impl Strategy<Value = Event> {
    let kind = prop_oneof![
        Just((EventType::Unstated, None)),
        Just((EventType::Battles, None)),
        Just((EventType::Explosions, Some(SubEventType::AirDroneStrike))),
    ];
    (
        maybe_words(),
        kind,
        any::<bool>(),
        prop::collection::vec(claim(), 1..3),
        prop::collection::btree_map("[a-c]|[a-z]{2,5}( [a-z])?", words(), 0..3),
    )
        .prop_map(|(title, (event_type, sub_event_type), background, claims, properties)| {
            Event {
                id: String::new(),
                title,
                event_type,
                sub_event_type,
                background,
                claims,
                properties: properties.into_iter().collect(),
            }
        })
}

fn table_of(events: &[Event]) -> EventTable {
    let mut builder = TableBuilder::new(DatasetId(0), 0);
    let report = Document {
        id: "report".to_owned(),
        kind: DocumentKind::Verbatim,
        title: "Night of mortars".to_owned(),
        publisher: "Test".to_owned(),
        published: "2016-01-17".parse().ok(),
        text: TEXT.to_owned(),
        ..Document::default()
    };
    let note = Document {
        id: "note".to_owned(),
        kind: DocumentKind::Digest,
        url: "https://example.org/note".to_owned(),
        language: "en".to_owned(),
        ..Document::default()
    };
    builder.add_document(&report).unwrap();
    builder.add_document(&note).unwrap();
    for (index, event) in events.iter().enumerate() {
        builder.add_event(&Event { id: format!("e{index}"), ..event.clone() }).unwrap();
    }
    builder.finish().unwrap()
}

/// The event as one row of a table holds it.
fn as_one_row(event: &Event) -> Event {
    let mut event = event.clone();
    event.claims.truncate(1);
    for claim in &mut event.claims {
        without_spans(claim);
        claim.places.truncate(1);
        claim.tolls.retain(|toll| toll.min.is_some() || toll.max.is_some());
        claim.tolls.sort_by(|a, b| (&a.who, a.outcome).cmp(&(&b.who, b.outcome)));
        claim.actors.sort_by_key(|actor| actor.role);
        claim.actors.dedup();
    }
    event
}

/// Columns stand in one order for all rows, so a row's properties may change places.
fn in_order(mut events: Vec<Event>) -> Vec<Event> {
    events.iter_mut().for_each(|event| event.properties.sort());
    events
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn all_formats_but_csv_and_chronologies_hold_everything(all in prop::collection::vec(event(), 1..6)) {
        let table = table_of(&all);
        let whole = [
            DataFormat::Native,
            DataFormat::GeoJson,
            DataFormat::Kml,
            DataFormat::Kmz,
            DataFormat::GeoPackage,
            DataFormat::Capsule,
        ];
        for format in whole {
            let file = written(format, &table);
            prop_assert_eq!(&file.losses, &[]);
            let back = read_back(&file.bytes).table;
            prop_assert_eq!(events(&back), events(&table), "{:?}", format);
            prop_assert_eq!(documents(&back), documents(&table));
            prop_assert_eq!(written(format, &back).bytes, file.bytes, "written again, the same bytes");
        }
    }

    #[test]
    fn csv_holds_what_a_row_can_and_counts_the_rest(all in prop::collection::vec(event(), 1..6)) {
        // One claim, one toll a side: what a row can hold without loss.
        let all: Vec<Event> = all.iter().map(|event| {
            let mut event = as_one_row(event);
            for claim in &mut event.claims {
                claim.tolls.dedup_by(|a, b| (&a.who, a.outcome) == (&b.who, b.outcome));
                let mut seen = Vec::new();
                claim.actors.retain(|actor| {
                    let key = (actor.name.clone(), actor.role);
                    let is_new = !seen.contains(&key);
                    seen.push(key);
                    is_new
                });
            }
            event
        }).collect();
        let table = table_of(&all);
        let file = written(DataFormat::Csv, &table);
        let outcome = read(&file.bytes, "file", &ReadOptions::default()).unwrap();
        prop_assert_eq!(&outcome.problems, &[]);
        prop_assert_eq!(in_order(events(&outcome.table)), in_order(events(&table)));
        let lost: Vec<&str> = file.losses.iter().map(|loss| loss.what).collect();
        for what in lost {
            prop_assert!(["texts of documents", "documents to which no event refers"].contains(&what), "{}", what);
        }
    }

    #[test]
    fn whatever_is_written_fits_the_schema(all in prop::collection::vec(event(), 1..4)) {
        let file = written(DataFormat::Native, &table_of(&all));
        fits_schema(&file.bytes);
    }
}

#[test]
fn what_csv_cannot_hold_is_counted() {
    let mut claim = Claim { document: "report".to_owned(), ..Claim::default() };
    claim.places = vec![ClaimPlace { name: "a".to_owned(), ..ClaimPlace::default() }; 2];
    claim.places[1].name = "b".to_owned();
    claim.excerpt = Excerpt::Span(0..7);
    claim.date =
        Some(ClaimDate { edtf: "2016".parse().unwrap(), reason: String::new(), span: Some(0..7) });
    let event = Event { claims: vec![claim.clone(), claim], ..Event::default() };
    let file = written(DataFormat::Csv, &table_of(&[event]));
    let losses: Vec<(&str, usize)> = file.losses.iter().map(|loss| (loss.what, loss.n)).collect();
    for expected in [
        ("accounts of an event beyond its first", 1),
        ("places of an event beyond its first", 1),
        ("which words support which value", 1),
        ("texts of documents", 1),
        ("documents to which no event refers", 1),
    ] {
        assert!(losses.contains(&expected), "{expected:?} is not in {losses:?}");
    }
}

#[test]
fn formulas_are_defused_only_on_request() {
    let event = Event { title: "=1+1".to_owned(), ..Event::default() };
    let table = table_of(&[Event { claims: vec![Claim::default()], ..event }]);
    let plain = String::from_utf8(written(DataFormat::Csv, &table).bytes).unwrap();
    assert!(plain.contains(",=1+1,"));
    let options = WriteOptions { with_formulas_defused: true, ..WriteOptions::default() };
    let safe = write(DataFormat::Csv, &table, table.rows(), options);
    assert!(String::from_utf8(safe.bytes).unwrap().contains(",'=1+1,"));
}

#[test]
fn the_bundled_sample_is_read_without_a_problem_and_fits_the_schema() {
    let bytes = include_bytes!("../../data/sample/deir-ez-zor.events.json");
    fits_schema(bytes);
    let options = ReadOptions { gazetteer: Some(Gazetteer::bundled()), ..ReadOptions::default() };
    let outcome = read(bytes, "sample", &options).unwrap();
    assert_eq!(outcome.problems, []);
    assert_eq!(outcome.n_kept, outcome.n_read);
    assert!(outcome.table.rows().any(|row| outcome.table.is_placed(row)));
    let again = written(DataFormat::Native, &outcome.table);
    let back = read(&again.bytes, "sample", &ReadOptions::default()).unwrap();
    assert_eq!(events(&back.table), events(&outcome.table));
}

fn fits_schema(bytes: &[u8]) {
    let schema: Value =
        serde_json::from_str(include_str!("../../data/schema/events.schema.json")).unwrap();
    let value: Value = serde_json::from_slice(bytes).unwrap();
    check(&schema, &schema, &value, "$");
}

/// The keywords of JSON Schema 2020-12 that the schema uses; others fail, and so
/// do members that it does not describe.
fn check(root: &Value, schema: &Value, value: &Value, path: &str) {
    let schema_members = schema.as_object().unwrap();
    if let Some(reference) = schema_members.get("$ref") {
        let target = reference.as_str().unwrap().strip_prefix('#').unwrap();
        check(root, root.pointer(target).unwrap(), value, path);
    }
    for (keyword, rule) in schema_members {
        match keyword.as_str() {
            "$schema" | "$id" | "$defs" | "$ref" | "title" | "description" | "examples" => {}
            "type" => {
                let types: Vec<&str> = match rule {
                    Value::String(one) => vec![one],
                    many => many.as_array().unwrap().iter().filter_map(Value::as_str).collect(),
                };
                let is = |name: &str| match name {
                    "object" => value.is_object(),
                    "array" => value.is_array(),
                    "string" => value.is_string(),
                    "number" => value.is_number(),
                    "integer" => value.is_u64() || value.is_i64(),
                    "boolean" => value.is_boolean(),
                    "null" => value.is_null(),
                    other => panic!("unknown type {other}"),
                };
                assert!(types.iter().any(|name| is(name)), "{path}: {value} is not {types:?}");
            }
            "const" => assert_eq!(value, rule, "{path}"),
            "enum" => assert!(rule.as_array().unwrap().contains(value), "{path}: {value}"),
            "minimum" => {
                let low = rule.as_f64().unwrap();
                assert!(value.as_f64().is_none_or(|n| n >= low), "{path}: {value} < {low}");
            }
            "maximum" => {
                let high = rule.as_f64().unwrap();
                assert!(value.as_f64().is_none_or(|n| n <= high), "{path}: {value} > {high}");
            }
            "required" => {
                for name in rule.as_array().unwrap() {
                    assert!(value.get(name.as_str().unwrap()).is_some(), "{path} lacks {name}");
                }
            }
            "properties" => {
                for (name, member) in value.as_object().into_iter().flatten() {
                    let path = format!("{path}.{name}");
                    let rule = rule.get(name).unwrap_or_else(|| panic!("{path} is not described"));
                    check(root, rule, member, &path);
                }
            }
            "items" => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    check(root, rule, item, &format!("{path}[{index}]"));
                }
            }
            other => panic!("the test does not know the keyword {other}"),
        }
    }
}
