//! Data for pages: any number of invented events, on 60 places of the city and anywhere in the
//! governorate.

use std::sync::Arc;

use deir_atlas::app::page::{Page, PageData, PageMemo, PageSpec, page};
use deir_atlas::model::{
    Claim, ClaimDate, ClaimPlace, DatasetId, Day, Document, DocumentKind, Event, EventTable,
    EventType, Excerpt, LonLat, Outcome, TableBuilder, Toll,
};
use deir_atlas::query::{EventIndex, Filter, Matched};

/// Numbers in 0..1 that are the same at every run (Weyl sequence).
fn spread(i: usize, step: f64) -> f64 {
    (i as f64 * step).fract()
}

const TEXT: &str = "A resident said that shells fell on the quarter in the evening (three wounded). \
    قال أحد السكان إن قذائف سقطت على الحي (3 جرحى) مساء السبت.";

pub fn table(n_events: usize) -> EventTable {
    let mut builder = TableBuilder::new(DatasetId(0), 0);
    for i in 0..70 {
        let kind = if i % 2 == 0 { DocumentKind::Verbatim } else { DocumentKind::Digest };
        let document = Document {
            id: format!("d{i}"),
            kind,
            title: format!("A report on the fighting, part {i}"),
            publisher: format!("Newspaper {}", i % 9),
            published: "2016-01-17".parse().ok(),
            text: TEXT.to_owned(),
            ..Document::default()
        };
        builder.add_document(&document).unwrap();
    }
    let arabic_from = TEXT.find('ق').unwrap();
    for i in 0..n_events {
        let on_a_place = i % 5 != 0;
        let at = if on_a_place {
            let place = i * 31 % 60;
            LonLat::new(40.05 + 0.2 * spread(place, 0.618), 35.27 + 0.15 * spread(place, 0.754))
        } else {
            LonLat::new(39.5 + 1.5 * spread(i, 0.569_84), 34.4 + 1.6 * spread(i, 0.271_13))
        };
        let killed = (i as u32 * 7) % 90;
        let toll = Toll {
            who: "total".to_owned(),
            outcome: Outcome::Killed,
            min: Some(killed),
            max: (i % 3 != 0).then_some(killed + 12),
            span: None,
        };
        let day = Day::from_number(15_000 + (i * 17 % 2_900) as i32);
        let claim = Claim {
            document: format!("d{}", i % 70),
            excerpt: Excerpt::Span(if i % 4 == 0 { arabic_from..TEXT.len() } else { 0..76 }),
            date: (i % 50 != 7).then(|| ClaimDate {
                edtf: day.to_string().parse().unwrap(),
                reason: String::new(),
                span: None,
            }),
            places: vec![ClaimPlace {
                name: "al-Qusour القصور".to_owned(),
                position: (i % 40 != 3).then(|| at.unwrap()),
                radius_m: Some(200.0 + (i % 9) as f32 * 150.0),
                ..ClaimPlace::default()
            }],
            tolls: if i % 4 == 3 { Vec::new() } else { vec![toll] },
            ..Claim::default()
        };
        let event = Event {
            id: format!("e{i}"),
            title: if i % 6 == 0 {
                String::new()
            } else {
                format!("Shelling {i} of al-Qusour القصور")
            },
            event_type: EventType::ALL[i % EventType::COUNT],
            claims: vec![claim],
            ..Event::default()
        };
        builder.add_event(&event).unwrap();
    }
    builder.finish().unwrap()
}

pub fn sample() -> EventTable {
    let bytes = deir_atlas::jobs::SAMPLE.as_bytes();
    let options = deir_atlas::read::ReadOptions {
        gazetteer: Some(deir_atlas::gazetteer::Gazetteer::bundled()),
        ..deir_atlas::read::ReadOptions::default()
    };
    deir_atlas::read::read(bytes, "sample", &options).unwrap().table
}

/// A table with everything that pages of it need.
pub struct Data {
    pub all: Matched,
    memo: PageMemo,
}

impl Data {
    pub fn new(table: EventTable) -> Self {
        let index = Arc::new(EventIndex::new(Arc::new(table)));
        Self { all: Matched::build(&index, &Filter::default()), memo: PageMemo::default() }
    }

    pub fn page(&mut self, spec: &PageSpec) -> Page {
        let matched =
            (!spec.filter.is_default()).then(|| Matched::build(self.all.index(), &spec.filter));
        let data = PageData {
            matched: matched.as_ref().unwrap_or(&self.all),
            all: &self.all,
            sources: "invented.events.json",
        };
        page(&data, spec, &mut self.memo).unwrap()
    }
}
