//! Single events and documents out of a table: the inverse of building it.

use super::document::Document;
use super::document_ref::DocumentRef;
use super::event::{Claim, ClaimActor, ClaimDate, ClaimPlace, Event, Excerpt, Toll};
use super::table::{ClaimRef, EventTable, MarkKind, Row};

impl EventTable {
    /// The event of a row as a value of its own, to edit or to write.
    /// Positions are within 1 cm of those that were added.
    #[must_use]
    pub fn event(&self, row: Row) -> Event {
        Event {
            id: self.id(row).to_owned(),
            title: self.title(row).to_owned(),
            event_type: self.event_type(row),
            sub_event_type: self.sub_event_type(row),
            background: self.is_background(row),
            claims: self.claims(row).map(ClaimRef::to_claim).collect(),
            properties: self
                .properties(row)
                .map(|(key, value)| (key.to_owned(), value.to_owned()))
                .collect(),
        }
    }
}

impl ClaimRef<'_> {
    /// The claim as a value of its own.
    #[must_use]
    pub fn to_claim(self) -> Claim {
        let table = self.table();
        let span_of = |kind: MarkKind, index: usize| {
            self.marks()
                .iter()
                .find(|mark| mark.kind == kind && usize::from(mark.index) == index)
                .and_then(|mark| self.range_in_document(mark.span))
        };
        let excerpt = self.excerpt_span();
        Claim {
            document: self.document().map_or("", |document| document.id()).to_owned(),
            excerpt: match self.range_in_document(excerpt) {
                _ if excerpt.is_empty() => Excerpt::Absent,
                Some(range) => Excerpt::Span(range),
                None => Excerpt::Text(self.excerpt().to_owned()),
            },
            date: self.date().map(|edtf| ClaimDate {
                edtf,
                reason: self.date_reason().to_owned(),
                span: span_of(MarkKind::Date, 0),
            }),
            places: self
                .places()
                .enumerate()
                .map(|(index, (place, reason))| ClaimPlace {
                    place: table.string(place.place).to_owned(),
                    name: table.string(place.name).to_owned(),
                    position: place.position(),
                    radius_m: place.radius_m,
                    shape: place.shape.and_then(|shape| table.shape(shape).cloned()),
                    reason: reason.to_owned(),
                    span: span_of(MarkKind::Place, index),
                })
                .collect(),
            actors: self
                .actors()
                .enumerate()
                .map(|(index, (name, role))| ClaimActor {
                    name: table.string(name).to_owned(),
                    role,
                    span: span_of(MarkKind::Actor, index),
                })
                .collect(),
            tolls: self
                .tolls()
                .enumerate()
                .map(|(index, toll)| Toll {
                    who: table.string(toll.who).to_owned(),
                    outcome: toll.outcome,
                    min: toll.min,
                    max: toll.max,
                    span: span_of(MarkKind::Toll, index),
                })
                .collect(),
            attribution: self.attribution().to_owned(),
            attribution_span: span_of(MarkKind::Attribution, 0),
            note: self.note().to_owned(),
        }
    }
}

impl DocumentRef<'_> {
    /// The document as a value of its own.
    #[must_use]
    pub fn to_document(self) -> Document {
        Document {
            id: self.id().to_owned(),
            kind: self.kind(),
            title: self.title().to_owned(),
            publisher: self.publisher().to_owned(),
            author: self.author().to_owned(),
            url: self.url().to_owned(),
            language: self.language().to_owned(),
            published: self.published(),
            text: self.text().to_owned(),
            sha256: self.sha256().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{
        ActorRole, BuildError, DatasetId, Day, DaySpan, Edtf, EventId, EventType, LonLat, Outcome,
        TableBuilder, TollRange,
    };

    const TEXT: &str = "Shelling of القصور on Monday killed 4 to 6 people.";

    fn report(id: &str) -> Document {
        Document {
            id: id.into(),
            text: TEXT.into(),
            publisher: "Test".into(),
            ..Document::default()
        }
    }

    fn span(words: &str) -> std::ops::Range<usize> {
        let start = TEXT.find(words).unwrap();
        start..start + words.len()
    }

    fn claim(edtf: &str) -> Claim {
        Claim {
            document: "d".into(),
            excerpt: Excerpt::Span(0..TEXT.len()),
            date: Some(ClaimDate {
                edtf: edtf.parse().unwrap(),
                reason: "weekday before publication".into(),
                span: Some(span("Monday")),
            }),
            places: vec![ClaimPlace {
                place: "al-qusour".into(),
                name: "القصور".into(),
                span: Some(span("القصور")),
                ..ClaimPlace::default()
            }],
            actors: vec![ClaimActor {
                name: "Islamic State".into(),
                role: ActorRole::Attacker,
                span: None,
            }],
            tolls: vec![Toll {
                who: "civilian".into(),
                outcome: Outcome::Killed,
                min: Some(4),
                max: Some(6),
                span: Some(span("4 to 6 people")),
            }],
            ..Claim::default()
        }
    }

    fn event(id: &str, claims: Vec<Claim>) -> Event {
        Event { id: id.into(), claims, event_type: EventType::Explosions, ..Event::default() }
    }

    fn built(events: &[Event]) -> EventTable {
        let mut builder = TableBuilder::new(DatasetId(0), 0);
        builder.add_document(&report("d")).unwrap();
        for event in events {
            builder.add_event(event).unwrap();
        }
        builder.finish().unwrap()
    }

    #[test]
    fn an_event_comes_out_as_it_went_in() {
        let original = event("e", vec![claim("2016-01-16?"), claim("2016-01")]);
        let table = built(std::slice::from_ref(&original));
        assert_eq!(table.event(Row(0)), original);
        assert_eq!(table.documents().next().unwrap().to_document(), report("d"));
        assert_eq!(table.n_placements(Row(0)), 1, "both claims mean the same place");
        assert_eq!(table.actors(Row(0)).len(), 1);
    }

    #[test]
    fn rows_are_in_order_of_days_and_undated_events_come_last() {
        let undated = Claim { date: None, ..claim("2016") };
        let table = built(&[
            event("c", vec![claim("2017-01-15")]),
            event("none", vec![undated]),
            event("b", vec![claim("2016-01")]),
            event("a", vec![claim("2016-01-01")]),
        ]);
        let ids: Vec<&str> = table.rows().map(|row| table.id(row)).collect();
        assert_eq!(ids, ["a", "b", "c", "none"]);
        assert_eq!((table.n_dated(), table.span(Row(3))), (3, None));
        for row in table.rows() {
            assert_eq!(table.row_of(table.event_id(row)), Some(row));
        }
        let elsewhere = EventId { dataset: DatasetId(7), number: 0 };
        assert_eq!(table.row_of(elsewhere), None);
    }

    #[test]
    fn the_days_of_an_event_are_those_its_claims_agree_on() {
        let day = |text: &str| text.parse::<Edtf>().unwrap().span();
        let span = |dates: &[&str]| {
            built(&[event("e", dates.iter().map(|date| claim(date)).collect())]).span(Row(0))
        };
        assert_eq!(span(&["2016-01", "2016-01-16"]), Some(day("2016-01-16")));
        assert_eq!(span(&["2016-01-16", "2016-01-18"]), Some(day("2016-01-16/2016-01-18")));
        assert_eq!(
            span(&["[2015-10-01..]"]),
            Some(DaySpan { first: day("2015-10-01").first, last: Day::OPEN_END })
        );
    }

    #[test]
    fn a_toll_runs_from_the_lowest_minimum_to_the_highest_maximum() {
        let with = |tolls: &[(&str, Option<u32>, Option<u32>)]| Claim {
            tolls: tolls
                .iter()
                .map(|(who, min, max)| Toll {
                    who: (*who).into(),
                    outcome: Outcome::Killed,
                    min: *min,
                    max: *max,
                    span: None,
                })
                .collect(),
            ..claim("2016")
        };
        let range =
            |claims: Vec<Claim>| built(&[event("e", claims)]).toll_range(Row(0), Outcome::Killed);
        assert_eq!(
            range(vec![
                with(&[("civilian", Some(130), None), ("government", Some(40), None)]),
                with(&[("total", Some(140), Some(159)), ("civilian", Some(9), Some(9))]),
            ]),
            Some(TollRange { min: 140, max: None, highest_stated: 170 })
        );
        assert_eq!(range(vec![with(&[("civilian", None, None)])]), None, "unknown is not 0");
        assert_eq!(
            range(vec![with(&[("isis", Some(3), Some(3)), ("civilian", None, None)])]),
            Some(TollRange { min: 3, max: Some(3), highest_stated: 3 })
        );
    }

    #[test]
    fn spans_outside_the_text_are_refused_and_leave_nothing_behind() {
        let mut builder = TableBuilder::new(DatasetId(0), 0);
        builder.add_document(&report("d")).unwrap();
        let inside_a_letter = Claim { excerpt: Excerpt::Span(13..14), ..claim("2016") };
        let error = builder.add_event(&event("e", vec![claim("2016"), inside_a_letter]));
        assert!(matches!(error, Err(BuildError::Span { what: "excerpt", .. })), "{error:?}");
        let stranger = Claim { document: "x".into(), ..Claim::default() };
        let error = builder.add_event(&event("e", vec![stranger]));
        assert_eq!(error, Err(BuildError::NoSuchDocument { id: "x".into() }));
        assert_eq!((builder.n_events(), builder.next_number()), (0, 0));
        builder.add_event(&event("e", vec![claim("2016")])).unwrap();
        assert_eq!(builder.finish().unwrap().event(Row(0)), event("e", vec![claim("2016")]));
    }

    #[test]
    fn a_source_that_several_parts_name_is_one_document() {
        let part = |documents: &[(&str, &str, &str)]| {
            let mut builder = TableBuilder::new(DatasetId(0), 0);
            for (id, publisher, text) in documents {
                let (publisher, text) = ((*publisher).to_owned(), (*text).to_owned());
                let document = Document { publisher: publisher.clone(), text, ..report(id) };
                builder.add_document(&document).unwrap();
                let claim = Claim { document: (*id).into(), ..Claim::default() };
                builder.add_event(&event(&publisher, vec![claim])).unwrap();
            }
            builder
        };
        let table = TableBuilder::finish_all(vec![
            part(&[("a", "One", ""), ("b", "Two", TEXT)]),
            part(&[("a", "One", ""), ("b", "Two", TEXT), ("c", "Three", "")]),
            part(&[("a", "Other", ""), ("c", "Three", "")]),
        ])
        .unwrap();
        // Texts stay apart: each claim's spans lie in its own copy.
        let publishers: Vec<&str> = table.documents().map(|d| d.publisher()).collect();
        assert_eq!(publishers, ["One", "Two", "Two", "Three", "Other"]);
        for row in table.rows() {
            let documents: Vec<_> = table.claims(row).filter_map(|c| c.document()).collect();
            assert_eq!(documents.len(), 1);
            assert_eq!(documents[0].publisher(), table.id(row));
        }
    }

    proptest! {
        #[test]
        fn tables_built_in_parts_and_merged_hold_the_same_events(
            days in prop::collection::vec((16_000i32..17_500, 0i32..40, 0u8..2), 1..40),
        ) {
            let events: Vec<Event> = days.iter().enumerate().map(|(index, (first, n, part))| {
                let span = DaySpan::new(Day::from_number(*first), Day::from_number(first + n));
                let mut claim = claim(Edtf::from_span(span).as_str());
                claim.places[0].position = LonLat::new(40.1 + f64::from(*part), 35.3).ok();
                event(&index.to_string(), vec![claim; 1 + usize::from(*part)])
            }).collect();
            let part = |which: u8| {
                let mut builder = TableBuilder::new(DatasetId(which.into()), 0);
                builder.add_document(&report("d")).unwrap();
                for (event, (_, _, part)) in events.iter().zip(&days) {
                    if *part == which {
                        builder.add_event(event).unwrap();
                    }
                }
                builder
            };
            let merged = EventTable::merged(&[
                part(0).finish().unwrap(),
                part(1).finish().unwrap(),
            ]).unwrap();
            let together = TableBuilder::finish_all(vec![part(0), part(1)]).unwrap();
            prop_assert!(merged.first_days().is_sorted());
            prop_assert_eq!(merged.n_events(), events.len());
            for row in merged.rows() {
                prop_assert_eq!(merged.event(row), together.event(row));
                let index: usize = merged.id(row).parse().unwrap();
                let mut back = merged.event(row);
                for (claim, original) in back.claims.iter_mut().zip(&events[index].claims) {
                    let (got, want) = (
                        claim.places[0].position.unwrap(),
                        original.places[0].position.unwrap(),
                    );
                    prop_assert!(got.distance_m(want) < 0.02);
                    claim.places[0].position = Some(want);
                }
                prop_assert_eq!(&back, &events[index]);
            }
        }
    }
}
