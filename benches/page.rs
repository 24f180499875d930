//! Pages: laying out, drawing, writing. The bars are 1 s for A4 at 300 dots per inch with 30 events
//! and 5 s for 8K, on one core, from the data to the bytes of the PNG.

#![allow(missing_docs, reason = "criterion's macros make public functions")]
#![allow(clippy::unwrap_used, reason = "the data here are constants in range")]

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use deir_atlas::app::page::{Frame, FrameShape, PageData, PageMemo, PageSpec, page};
use deir_atlas::export::picture::PictureFormat;
use deir_atlas::model::{
    Claim, ClaimDate, ClaimPlace, DatasetId, Day, Document, Event, EventTable, EventType, Excerpt,
    LonLat, Outcome, TableBuilder, Toll,
};
use deir_atlas::query::{EventIndex, Filter, Matched};
use deir_atlas::scene::page::PageParts;

/// Numbers in 0..1 that are the same at every run (Weyl sequence).
fn spread(i: u32, step: f64) -> f64 {
    (f64::from(i) * step).fract()
}

fn table(n_events: u32) -> EventTable {
    let mut builder = TableBuilder::new(DatasetId(0), 0);
    let text = "A resident said that shells fell on the quarter in the evening.".to_owned();
    let document = Document {
        id: "d".to_owned(),
        publisher: "A newspaper".to_owned(),
        text,
        ..Document::default()
    };
    builder.add_document(&document).unwrap();
    for i in 0..n_events {
        let at =
            LonLat::new(40.05 + 0.2 * spread(i, 0.618_034), 35.27 + 0.15 * spread(i, 0.754_878));
        let day = Day::from_number(16_000 + (i * 17 % 900) as i32);
        let claim = Claim {
            document: "d".to_owned(),
            excerpt: Excerpt::Span(0..60),
            date: Some(ClaimDate {
                edtf: day.to_string().parse().unwrap(),
                reason: String::new(),
                span: None,
            }),
            places: vec![ClaimPlace {
                name: "al-Qusour القصور".to_owned(),
                position: at.ok(),
                radius_m: Some(500.0),
                ..ClaimPlace::default()
            }],
            tolls: vec![Toll {
                who: "total".to_owned(),
                outcome: Outcome::Killed,
                min: Some(i % 40),
                max: Some(i % 60 + 40),
                span: None,
            }],
            ..Claim::default()
        };
        let event = Event {
            id: format!("e{i}"),
            event_type: EventType::ALL[i as usize % EventType::COUNT],
            claims: vec![claim],
            ..Event::default()
        };
        builder.add_event(&event).unwrap();
    }
    builder.finish().unwrap()
}

fn pages(c: &mut Criterion) {
    let mut group = c.benchmark_group("page");
    group.sample_size(10);
    let parts = PageParts {
        key_events: true,
        excerpts: true,
        sources: true,
        locator: true,
        ..PageParts::default()
    };
    let a4 = Frame::of_shape(FrameShape::A4Portrait).checked().unwrap();
    let wide = Frame { size_px: [7680, 4320], ..Frame::default() }.checked().unwrap();
    for (name, frame, n_events) in [
        ("A4 at 300 dpi, 30 events", a4, 30),
        ("8K, 30 events", wide, 30),
        ("8K, 100,000 events", wide, 100_000),
    ] {
        let index = Arc::new(EventIndex::new(Arc::new(table(n_events))));
        let all = Matched::build(&index, &Filter::default());
        let data = PageData { matched: &all, all: &all, sources: "bench" };
        let spec = PageSpec { frame, parts, ..PageSpec::default() };
        let mut memo = PageMemo::default();
        group.bench_function(format!("{name}, laid out"), |b| {
            b.iter(|| page(&data, black_box(&spec), &mut memo).unwrap());
        });
        for format in PictureFormat::ALL {
            group.bench_function(format!("{name}, {}", format.extension()), |b| {
                b.iter(|| page(&data, black_box(&spec), &mut memo).unwrap().file(format).unwrap());
            });
        }
    }
    group.finish();
}

criterion_group!(benches, pages);
criterion_main!(benches);
