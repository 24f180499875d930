//! Time and memory of opening files: CSV and native JSON of 100,000 and
//! 1,000,000 synthetic events. Prints one line for each; the bars are 0.25 s and
//! 2 s for CSV on 2 cores, and 200 bytes an event beside texts.
//!
//! `cargo bench --no-default-features --bench read`

#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark stops at the first failure")]

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use deir_atlas::model::{Day, EventType};
use deir_atlas::read::{ReadOptions, ReadOutcome, read};

const PLACES: [(&str, f64, f64); 8] = [
    ("al-Qusour", 40.1383, 35.3264),
    ("al-Joura", 40.1221, 35.3296),
    ("al-Hamidiya", 40.1463, 35.3403),
    ("al-Huwayqa", 40.1503, 35.3442),
    ("al-Baghiliya", 40.0852, 35.3663),
    ("al-Mayadin", 40.4533, 35.0197),
    ("al-Bukamal", 40.9186, 34.4506),
    ("al-Ashara", 40.5627, 34.9191),
];
const ACTORS: [&str; 5] =
    ["Islamic State", "Syrian army", "Russian forces", "Coalition", "Unidentified"];
const SOURCES: [&str; 6] = [
    "Local network",
    "City radio",
    "Provincial monitor",
    "News agency",
    "Relief office",
    "Observer",
];

/// Processor time of this process so far, all threads; zero where /proc is not there.
fn processor_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(") ").next().unwrap_or_default();
    let ticks = after_name.split(' ').skip(11).take(2).filter_map(|n| n.parse::<u64>().ok());
    // USER_HZ is 100 on every platform that Linux runs on.
    Duration::from_millis(ticks.sum::<u64>() * 10)
}

/// A small generator (xorshift64*, Vigna 2016), so that every run reads the same file.
struct Random(u64);

impl Random {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % n
    }
}

struct Fields {
    date: String,
    kind: &'static str,
    actor: &'static str,
    place: &'static str,
    lon: f64,
    lat: f64,
    killed: u64,
    source: &'static str,
    note: String,
}

fn fields(random: &mut Random) -> Fields {
    let (place, lon, lat) = PLACES[random.below(8) as usize];
    let (lon, lat) =
        (lon + random.below(2000) as f64 * 1e-5, lat + random.below(2000) as f64 * 1e-5);
    let killed = random.below(9);
    let note = format!(
        "A resident reached by telephone said that \"{killed}\" people were brought to the field \
         hospital from {place} after the strike"
    );
    Fields {
        date: Day::from_number(15_000 + random.below(3_200) as i32).to_string(),
        kind: EventType::ALL[random.below(6) as usize].name(),
        actor: ACTORS[random.below(5) as usize],
        place,
        lon,
        lat,
        killed,
        source: SOURCES[random.below(6) as usize],
        note,
    }
}

fn csv(n_events: usize) -> String {
    let mut random = Random(7);
    let mut text =
        "id,date,event_type,actor,place,lat,lon,killed_min,killed_max,source,notes\n".to_owned();
    for index in 0..n_events {
        let f = fields(&mut random);
        writeln!(
            text,
            "DEZ{index:07},{},{},{},{},{:.5},{:.5},{},{},{},\"{}.\"",
            f.date,
            f.kind,
            f.actor,
            f.place,
            f.lat,
            f.lon,
            f.killed,
            f.killed + 2,
            f.source,
            f.note.replace('"', "\"\"")
        )
        .unwrap();
    }
    text
}

fn json(n_events: usize) -> String {
    let mut random = Random(7);
    let mut text = r#"{"format":"deir-atlas/events","version":1,"documents":["#.to_owned();
    for (index, source) in SOURCES.iter().enumerate() {
        let comma = if index == 0 { "" } else { "," };
        write!(text, r#"{comma}{{"id":"{source}","kind":"digest","publisher":"{source}"}}"#)
            .unwrap();
    }
    text.push_str("],\"events\":[\n");
    for index in 0..n_events {
        let f = fields(&mut random);
        let comma = if index == 0 { "" } else { ",\n" };
        write!(
            text,
            r#"{comma}{{"id":"DEZ{index:07}","type":"{}","claims":[{{"document":"{}","excerpt":{{"text":{:?}}},"date":{{"edtf":"{}"}},"places":[{{"name":"{}","lon":{:.5},"lat":{:.5}}}],"actors":[{{"name":"{}","role":"other"}}],"casualties":[{{"who":"total","outcome":"killed","min":{},"max":{}}}]}}]}}"#,
            f.kind, f.source, f.note, f.date, f.place, f.lon, f.lat, f.actor, f.killed, f.killed + 2
        )
        .unwrap();
    }
    text.push_str("\n]}\n");
    text
}

fn measure(what: &str, text: &str, n_events: usize, n_runs: usize) {
    let options = ReadOptions::default();
    let mut times: Vec<Duration> = Vec::with_capacity(n_runs);
    let mut processor = Duration::MAX;
    let mut last: Option<ReadOutcome> = None;
    for _ in 0..n_runs {
        drop(last.take());
        let (start, before) = (Instant::now(), processor_time());
        let outcome = read(text.as_bytes(), what, &options).unwrap();
        times.push(start.elapsed());
        processor = processor.min(processor_time() - before);
        last = Some(outcome);
    }
    times.sort();
    let outcome = last.unwrap();
    assert_eq!((outcome.n_kept, outcome.problems.len()), (n_events, 0));
    let (texts, beside) = outcome.table.n_bytes();
    println!(
        "{what:12} {n_events:>9} events {:>7.1} MB  best {:>7.1} ms  median {:>7.1} ms  processor {:>5} ms  \
         {:>6.1} bytes an event beside {:.1} of text",
        text.len() as f64 / 1e6,
        times[0].as_secs_f64() * 1e3,
        times[n_runs / 2].as_secs_f64() * 1e3,
        processor.as_millis(),
        beside as f64 / n_events as f64,
        texts as f64 / n_events as f64,
    );
}

fn main() {
    println!("{} threads", rayon::current_num_threads());
    for (n_events, n_runs) in [(100_000, 9), (1_000_000, 5)] {
        measure("CSV", &csv(n_events), n_events, n_runs);
        measure("native JSON", &json(n_events), n_events, n_runs);
    }
}
