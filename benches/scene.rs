//! Building one frame: ground, names and 2,000 markers of 1280 x 800, in the city and at overview
//! zooms; and the timeline. The bar for a frame's scene is 4 ms.

#![allow(missing_docs, reason = "criterion's macros make public functions")]
#![allow(clippy::unwrap_used, reason = "positions here are constants in range")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use deir_atlas::model::{DatasetId, Day, DaySpan, EventId, EventType, LonLat, TollRange};
use deir_atlas::scene::map::{MapInput, MapParts, map};
use deir_atlas::scene::markers::{MarkerInput, MarkerState, TollView};
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
            mark: None,
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

criterion_group!(benches, scenes);
criterion_main!(benches);
