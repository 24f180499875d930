//! Building one frame: ground, names and 2,000 markers of 1280 x 800, in the city and at overview
//! zooms; the timeline; and a page as SVG and PNG. The bar for a frame's scene is 4 ms.

#![allow(missing_docs, reason = "criterion's macros make public functions")]
#![allow(clippy::unwrap_used, reason = "positions here are constants in range")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use deir_atlas::export::{png, svg};
use deir_atlas::model::{DatasetId, Day, DaySpan, EventId, EventType, LonLat, TollRange};
use deir_atlas::scene::map::{MapInput, MapParts, map};
use deir_atlas::scene::markers::{MarkerInput, MarkerState, TollView};
use deir_atlas::scene::picture::{Caption, KeyEvent, PictureInput, page_scale, picture};
use deir_atlas::scene::timeline::{BarInput, TimelineInput, timeline};
use deir_atlas::scene::words::{ATTRIBUTION, Language};
use deir_atlas::scene::{Basemap, Camera, LabelScript, ThemeName};

/// Numbers in 0..1 that are the same at every run (Weyl sequence).
fn spread(i: u32, step: f64) -> f64 {
    (f64::from(i) * step).fract()
}

fn markers(n: u32) -> Vec<MarkerInput> {
    (0..n)
        .map(|i| MarkerInput {
            event: EventId { dataset: DatasetId(0), number: i },
            placement: 0,
            centre: LonLat::new(
                40.05 + 0.2 * spread(i, 0.618_034),
                35.27 + 0.15 * spread(i, 0.754_878),
            )
            .unwrap()
            .mercator(),
            radius_m: Some(200.0 + 2_000.0 * spread(i, 0.569_840) as f32),
            shape: None,
            event_type: EventType::ALL[i as usize % EventType::COUNT],
            toll: if i % 3 == 0 {
                TollView::Unknown
            } else {
                TollView::Stated(TollRange {
                    min: i % 40,
                    max: Some(i % 60),
                    highest_stated: i % 60,
                })
            },
            state: MarkerState::default(),
            number: None,
        })
        .collect()
}

fn bars() -> Vec<BarInput> {
    (0..420)
        .map(|i| {
            let first = Day::from_number(15_000 + 7 * i);
            BarInput {
                days: DaySpan::new(first, first.plus(6)),
                by_type: [i as u32 % 7, i as u32 % 5, 2, 0, 1, 1, 0],
                n_all: 20,
                n_proposed: 0,
            }
        })
        .collect()
}

fn scenes(c: &mut Criterion) {
    let basemap = Basemap::bundled();
    let theme = ThemeName::Light.theme();
    let size = [1280.0, 800.0];
    let events = markers(2_000);
    for (name, zoom) in
        [("city, zoom 13", 13.0), ("region, zoom 11", 11.0), ("overview, zoom 8", 8.0)]
    {
        let input = MapInput {
            camera: Camera::new(LonLat::new(40.14, 35.33).unwrap(), zoom),
            markers: &events,
            clusters: &[],
            script: LabelScript::Both,
            language: Language::English,
            parts: MapParts::default(),
            attribution: ATTRIBUTION,
        };
        c.bench_function(&format!("map of 2,000 markers, {name}"), |b| {
            b.iter(|| map(basemap, black_box(&input), size, theme));
        });
    }
    let bars = bars();
    let strip = TimelineInput {
        view: DaySpan::new(Day::from_number(15_000), Day::from_number(17_940)),
        bars: &bars,
        range: Some(DaySpan::new(Day::from_number(16_000), Day::from_number(17_000))),
        spans: &[],
        playhead: None,
        hovered_bar: None,
        has_handles: true,
        language: Language::English,
    };
    c.bench_function("timeline of 420 bars", |b| {
        b.iter(|| timeline(black_box(&strip), [1280.0, 130.0], theme));
    });
}

/// A4 at 300 dots per inch with 30 events, and 8K: the bars are 1 s and 5 s.
fn pages(c: &mut Criterion) {
    let basemap = Basemap::bundled();
    let theme = ThemeName::Light.theme();
    let events = markers(30);
    let key_events: Vec<KeyEvent> = (1..=30)
        .map(|number| KeyEvent {
            number,
            event_type: EventType::ALL[usize::from(number) % EventType::COUNT],
            title: "Shelling of al-Qusour القصور".to_owned(),
            facts: "Sat 16 Jan 2016 · 150–170 killed".to_owned(),
            source: "A newspaper, 17 Jan 2016".to_owned(),
            excerpt: "A resident said that shells fell on the quarter in the evening.".to_owned(),
        })
        .collect();
    let caption =
        Caption { title: "Deir ez-Zor".to_owned(), n_shown: 30, n_all: 30, ..Caption::default() };
    let bars = bars();
    let strip = TimelineInput {
        view: DaySpan::new(Day::from_number(16_000), Day::from_number(17_000)),
        bars: &bars,
        range: None,
        spans: &[],
        playhead: None,
        hovered_bar: None,
        has_handles: false,
        language: Language::English,
    };
    let mut group = c.benchmark_group("page");
    group.sample_size(10);
    for (name, size, scale) in
        [("A4 at 300 dpi", [794.0, 1123.0], 3.125), ("8K", [1920.0, 1080.0], 4.0)]
    {
        let input = PictureInput {
            map: MapInput {
                camera: Camera::new(LonLat::new(40.14, 35.33).unwrap(), 12.0),
                markers: &events,
                clusters: &[],
                script: LabelScript::Both,
                language: Language::English,
                parts: MapParts::default(),
                attribution: ATTRIBUTION,
            },
            timeline: Some(strip),
            caption: &caption,
            key_events: &key_events,
            size,
        };
        let meta = svg::SvgMeta { scale: page_scale(size), ..svg::SvgMeta::default() };
        let words = || svg::svg(&picture(basemap, black_box(&input), theme), &meta);
        group.bench_function(format!("{name}, SVG"), |b| b.iter(words));
        let drawing = words();
        group.bench_function(format!("{name}, PNG"), |b| {
            b.iter(|| png::png(black_box(&drawing), scale, &[]));
        });
    }
    group.finish();
}

criterion_group!(benches, scenes, pages);
criterion_main!(benches);
