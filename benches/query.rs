//! One slider step with everything that follows from it, at a million events.
//!
//! Run with `cargo bench --no-default-features --bench query`. It prints how
//! long the index and the filtered data take to build, what they hold in memory,
//! and the median and worst time of a step to a random date range: counts by
//! type and by each facet, weekly bars, the cells in view, and a page of the list.

#![allow(clippy::expect_used, reason = "the events are made here, and are well-formed")]

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use deir_atlas::model::{
    Claim, ClaimActor, ClaimDate, ClaimPlace, DatasetId, Day, DaySpan, Document, Edtf, Event,
    EventTable, EventType, Excerpt, LonLat, SubEventType, TableBuilder,
};
use deir_atlas::query::{
    BinUnit, Bins, CellGrid, DateRange, EventIndex, Filter, MapView, Matched, MercatorBox,
    RowOrder, SortKey,
};

const N_STEPS: usize = 400;
const N_PLACES: u64 = 100;
const N_ACTORS: u64 = 30;
/// 2011-01-01.
const FIRST_DAY: i32 = 14_975;
/// Eight years.
const N_DAYS: u64 = 2_922;

/// SplitMix64 (Steele, Lea, Flood, OOPSLA 2014): the same events in every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// How positions are spread.
#[derive(Clone, Copy, PartialEq)]
enum Spread {
    /// Four in five at one of 100 places, the rest anywhere in the governorate.
    Places,
    /// Every one somewhere else, with one of several radii.
    Scattered,
}

fn table(n_events: usize, spread: Spread) -> EventTable {
    let mut random = Random(7);
    let places: Vec<(LonLat, f32)> = (0..N_PLACES)
        .map(|_| {
            let at = LonLat::new(40.05 + 0.2 * random.unit(), 35.28 + 0.12 * random.unit());
            (at.expect("in range"), 200.0 + 800.0 * random.unit() as f32)
        })
        .collect();
    let mut builder = TableBuilder::new(DatasetId(0), 0);
    for publisher in 0..12 {
        builder
            .add_document(&Document {
                id: format!("d{publisher}"),
                publisher: format!("Publisher {publisher}"),
                ..Document::default()
            })
            .expect("identifiers differ");
    }
    for number in 0..n_events {
        let event_type =
            EventType::ALL[[0, 0, 1, 1, 1, 1, 2, 3, 4, 5, 6][random.below(11) as usize]];
        let sub_event_type = SubEventType::ALL
            .into_iter()
            .filter(|kind| kind.event_type() == event_type)
            .nth(random.below(3) as usize);
        let place = match random.below(100) {
            0..2 => ClaimPlace { name: "Somewhere".to_owned(), ..ClaimPlace::default() },
            roll if roll < 22 || spread == Spread::Scattered => ClaimPlace {
                name: format!("Point {}", random.below(50)),
                position: LonLat::new(39.5 + 1.6 * random.unit(), 34.4 + 1.6 * random.unit()).ok(),
                radius_m: [None, Some(100.0), Some(500.0), Some(2_000.0)][random.below(4) as usize],
                ..ClaimPlace::default()
            },
            _ => {
                let place = random.below(N_PLACES) as usize;
                let (position, radius_m) = places[place];
                ClaimPlace {
                    place: format!("place-{place}"),
                    name: format!("Place {place}"),
                    position: Some(position),
                    radius_m: Some(radius_m),
                    ..ClaimPlace::default()
                }
            }
        };
        let day = Day::from_number(FIRST_DAY + random.below(N_DAYS) as i32);
        let span = match random.below(20) {
            0 => None,
            1 => Some(DaySpan { first: day, last: day.plus(1 + random.below(40) as i32) }),
            _ => Some(DaySpan::day(day)),
        };
        let actors: Vec<_> = (0..1 + random.below(2))
            .map(|_| ClaimActor {
                name: format!("Actor {}", random.below(N_ACTORS)),
                ..ClaimActor::default()
            })
            .collect();
        let event = Event {
            id: format!("e{number}"),
            title: format!("Event {} at {}", random.below(1000), place.name),
            event_type,
            sub_event_type,
            claims: vec![Claim {
                document: format!("d{}", random.below(12)),
                excerpt: Excerpt::Text(format!("Excerpt {} of number {number}", random.below(99))),
                date: span.map(|span| ClaimDate {
                    edtf: Edtf::from_span(span),
                    reason: String::new(),
                    span: None,
                }),
                places: vec![place],
                actors,
                ..Claim::default()
            }],
            ..Event::default()
        };
        builder.add_event(&event).expect("the document is there");
    }
    builder.finish().expect("texts are below 4 GiB")
}

fn timed<T>(make: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let made = make();
    (made, start.elapsed())
}

fn median_and_worst(mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    format!(
        "median {:6.3} ms, worst {:6.3} ms",
        ms(times[times.len() / 2]),
        ms(times[times.len() - 1])
    )
}

/// A map view of 1920 x 1080 pixels around the places, in cells of about 36 pixels.
fn view(zoom: f64) -> MapView {
    let centre = LonLat::new(40.2, 35.3).expect("in range").mercator();
    let unit_per_px = 1.0 / (256.0 * zoom.exp2());
    MapView {
        bounds: MercatorBox::around(centre, 960.0 * unit_per_px, 540.0 * unit_per_px),
        zoom,
        cell_px: 36.0,
        area_px: 24.0,
    }
}

fn bench(name: &str, n_events: usize, spread: Spread) {
    println!("{name}, {n_events} events");
    let table = Arc::new(table(n_events, spread));
    let (index, time) = timed(|| Arc::new(EventIndex::new(Arc::clone(&table))));
    println!("  index of a table            {time:9.1?}");
    let everything = Filter::default();
    let (matched, time) = timed(|| Matched::build(&index, &everything));
    println!("  build, no filter            {time:9.1?}");
    for (what, filter) in [
        (
            "two actors",
            Filter { actors: ["Actor 1".into(), "Actor 2".into()].into(), ..everything.clone() },
        ),
        ("radius up to 500 m", Filter { max_radius_m: Some(500.0), ..everything.clone() }),
        ("text, one word", Filter { text: "excerpt".into(), ..everything.clone() }),
        ("text, two words", Filter { text: "excerpt 77".into(), ..everything.clone() }),
    ] {
        let (matched, time) = timed(|| Matched::build(&index, &filter));
        println!("  build, {what:<20} {time:9.1?}, {} events match", matched.n_matching());
    }
    let (order, time) = timed(|| Arc::new(RowOrder::new(&table, SortKey::Title)));
    println!("  order by title              {time:9.1?}");
    let (by_title, time) = timed(|| matched.list(&order));
    println!("  list by title               {time:9.1?}");
    let per_event = |bytes: usize| bytes as f64 / n_events as f64;
    println!(
        "  bytes an event: index {:.1}, matched {:.1}, list by title {:.1}",
        per_event(index.n_bytes()),
        per_event(matched.n_bytes()),
        per_event(by_title.n_bytes()),
    );

    for zoom in [8.8, 11.0, 13.0] {
        let (grid, time) = timed(|| CellGrid::new(&index, &view(zoom)));
        println!("  zoom {zoom}: grid of {} cells in {time:.1?}", grid.n_cells());
        let days = index.days().expect("some are dated");
        let weeks = Bins::covering(BinUnit::Week, days);
        let mut random = Random(11);
        let mut times: [Vec<Duration>; 6] = Default::default();
        for _ in 0..N_STEPS {
            let [a, b] =
                [(); 2].map(|()| Day::from_number(FIRST_DAY + random.below(N_DAYS) as i32));
            let range = DateRange::dated(DaySpan::new(a, b));
            let start = random.below(n_events as u64) as usize / 4;
            let page = start..start + 50;
            let parts = [
                timed(|| black_box(matched.counts(range))).1,
                timed(|| {
                    black_box(matched.event_types(range));
                    black_box(matched.sub_event_types(range));
                    black_box(matched.actors(range, 0..100));
                    black_box(matched.places(range, 0..100));
                    drop(black_box(matched.publishers(range, 0..100)));
                })
                .1,
                timed(|| {
                    black_box(matched.histogram(weeks, range));
                    drop(black_box(matched.spans(BinUnit::Week, range.span, 500)));
                })
                .1,
                timed(|| drop(black_box(matched.cells(&grid, range, 12)))).1,
                timed(|| drop(black_box(by_title.page(range, false, page)))).1,
            ];
            for (all, part) in times.iter_mut().zip(parts) {
                all.push(part);
            }
            times[5].push(parts.iter().sum());
        }
        let names = ["counts", "facets", "weekly bars", "cells", "page of list", "whole step"];
        for (name, times) in names.into_iter().zip(times) {
            println!("    {name:<14} {}", median_and_worst(times));
        }
    }
}

fn main() {
    for n_events in [100_000, 1_000_000] {
        bench("clustered", n_events, Spread::Places);
    }
    bench("scattered", 1_000_000, Spread::Scattered);
}
