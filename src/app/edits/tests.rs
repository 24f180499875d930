//! Any edits in any order: no claim is lost, doubled or changed, and taking the
//! edits away gives the files' table again.

use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

use proptest::prelude::*;

use super::across::{MOST_PROPOSED, propose};
use super::identity::claim_keys;
use super::resolve::edited;
use super::{EditReport, EditState};
use crate::extract::compare::PROPOSE;
use crate::gazetteer::Gazetteer;
use crate::model::{
    ActorRole, Claim, ClaimActor, ClaimDate, ClaimPlace, DatasetId, Day, DaySpan, Document, Edtf,
    Event, EventTable, EventType, SubEventType, TableBuilder,
};
use crate::store::{ClaimKey, Edit};

const PLACES: [&str; 4] = ["al-qusour", "al-joura", "dez-city", "bighel"];

/// Events with 1 to 3 claims, of two files; each claim in a report of its own.
fn files() -> (EventTable, Vec<(DatasetId, String)>) {
    let mut parts = Vec::new();
    for dataset in 0..2_u16 {
        let mut builder = TableBuilder::new(DatasetId(dataset), 0);
        for event in 0..5_usize {
            let claims = (0..=event % 3).map(|nth| {
                let id = format!("report {event}.{nth}");
                let text = format!("Report {dataset} {event} {nth}: shelling.");
                let document = Document { id: id.clone(), text, ..Document::default() };
                builder.add_document(&document).unwrap();
                let day = Day::from_number(16_800 + (event + nth) as i32);
                Claim {
                    document: id,
                    date: (nth != 2).then(|| ClaimDate {
                        edtf: Edtf::from_span(DaySpan::day(day)),
                        reason: String::new(),
                        span: None,
                    }),
                    places: vec![ClaimPlace {
                        place: PLACES[(event + nth) % 4].to_owned(),
                        ..ClaimPlace::default()
                    }],
                    ..Claim::default()
                }
            });
            let event = Event {
                id: format!("event {event}"),
                claims: claims.collect(),
                properties: vec![("code".into(), format!("{dataset}/{event}"))],
                ..Event::default()
            };
            builder.add_event(&event).unwrap();
        }
        parts.push(builder.finish().unwrap());
    }
    let names = vec![(DatasetId(0), "a.csv".to_owned()), (DatasetId(1), "b.csv".to_owned())];
    (EventTable::merged(&parts).unwrap(), names)
}

fn all_keys(table: &EventTable, files: &[(DatasetId, String)]) -> Vec<ClaimKey> {
    let file = |dataset: DatasetId| &files[usize::from(dataset.0)].1;
    table.rows().flat_map(|row| claim_keys(table, row, file(table.dataset(row)))).collect()
}

fn edits() -> impl Strategy<Value = Vec<(u8, usize, usize, usize)>> {
    prop::collection::vec((0u8..5, 0usize..64, 0usize..64, 0usize..6), 0..14)
}

fn edit_of(keys: &[ClaimKey], (kind, a, b, n): (u8, usize, usize, usize)) -> Edit {
    let (a, b) = (keys[a % keys.len()].clone(), keys[b % keys.len()].clone());
    match kind {
        0 => Edit::Join { into: a, from: b },
        1 => Edit::Part { claim: a },
        2 => Edit::Place {
            claim: a,
            nth: n % 2,
            was: String::new(),
            to: PLACES.get(n).unwrap_or(&"nowhere").to_string(),
        },
        3 => Edit::Date { claim: a, edtf: "2016-05".into(), reason: "because".into() },
        _ => Edit::NotSame { a, b },
    }
}

fn said(table: &EventTable) -> Vec<String> {
    let mut all: Vec<String> = table
        .rows()
        .map(|row| format!("{:?} {:?}", table.event_id(row), table.event(row)))
        .collect();
    all.sort();
    all
}

proptest! {
    #[test]
    fn edits_lose_and_double_no_claim(codes in edits()) {
        let (table, files) = files();
        let keys = all_keys(&table, &files);
        let list: Vec<Edit> = codes.into_iter().map(|code| edit_of(&keys, code)).collect();
        let gazetteer = Gazetteer::bundled();
        let (shown, report) = edited(&table, &files, &list, gazetteer).unwrap();
        prop_assert_eq!(report.states.len(), list.len());
        let shown = shown.as_ref().unwrap_or(&table);
        let mut texts: Vec<&str> = shown
            .rows()
            .flat_map(|row| shown.claims(row))
            .filter_map(|claim| Some(claim.document()?.text()))
            .collect();
        texts.sort_unstable();
        let mut before: Vec<&str> = table.documents().map(|document| document.text()).collect();
        before.sort_unstable();
        prop_assert_eq!(texts, before, "each report's claim once");
        let ids: BTreeSet<_> = shown.rows().map(|row| shown.event_id(row)).collect();
        prop_assert_eq!(ids.len(), shown.n_events(), "no two events of one identity");
        let names: BTreeSet<_> =
            shown.rows().map(|row| (shown.dataset(row), shown.id(row))).collect();
        prop_assert_eq!(names.len(), shown.n_events(), "nor of one name in a file");
        for (event, claims) in &report.claims {
            let row = shown.row_of(*event).unwrap();
            prop_assert_eq!(shown.claims(row).len(), claims.len());
        }
        for (gone, now) in &report.became {
            prop_assert!(shown.row_of(*gone).is_none() && shown.row_of(*now).is_some());
        }
        let properties = shown.rows().map(|row| {
            shown.properties(row).map(|(_, value)| value.split("; ").count()).sum::<usize>()
        });
        prop_assert_eq!(properties.sum::<usize>(), table.n_events(), "what the file adds stays");
    }

    #[test]
    fn the_edits_decide_and_not_the_way_to_them(codes in edits(), n_undone in 0usize..14) {
        let (table, files) = files();
        let keys = all_keys(&table, &files);
        let list: Vec<Edit> = codes.into_iter().map(|code| edit_of(&keys, code)).collect();
        let gazetteer = Gazetteer::bundled();
        let shown = |list: &[Edit]| {
            let (shown, report) = edited(&table, &files, list, gazetteer).unwrap();
            (said(shown.as_ref().unwrap_or(&table)), report)
        };
        let kept = &list[..list.len().saturating_sub(n_undone)];
        // What is undone leaves no trace: the same list shows the same table.
        let again = list.iter().take(kept.len()).cloned().collect::<Vec<_>>();
        prop_assert_eq!(shown(kept), shown(&again));
        prop_assert_eq!(shown(&[]), (said(&table), EditReport::default()));
        // Without its files, nothing applies and nothing is lost.
        let (unchanged, report) = edited(&table, &[], &list, gazetteer).unwrap();
        prop_assert!(unchanged.is_none());
        prop_assert!(report.states.iter().all(|state| *state == EditState::NotOpen));
    }
}

#[test]
fn parting_and_joining_all_claims_gives_the_events_back() {
    let (table, files) = files();
    for row in table.rows() {
        let file = &files[usize::from(table.dataset(row).0)].1;
        let keys = claim_keys(&table, row, file);
        let (first, others) = keys.split_first().unwrap();
        let part = others.iter().map(|key| Edit::Part { claim: key.clone() });
        let join = others.iter().map(|key| Edit::Join { into: first.clone(), from: key.clone() });
        let list: Vec<Edit> = part.chain(join).collect();
        let (shown, report) = edited(&table, &files, &list, Gazetteer::bundled()).unwrap();
        assert!(shown.is_none(), "{}", table.id(row));
        assert_eq!(report.n_lost(), 0);
    }
}

/// As many raids a day at one place as asked for, each by a report of its own.
fn raids(n_days: i32, a_day: usize) -> EventTable {
    let mut builder = TableBuilder::new(DatasetId(0), 0);
    for day in 0..n_days {
        for nth in 0..a_day {
            let id = format!("{day}.{nth}");
            builder.add_document(&Document { id: id.clone(), ..Document::default() }).unwrap();
            let claim = Claim {
                document: id.clone(),
                date: Some(ClaimDate {
                    edtf: Edtf::from_span(DaySpan::day(Day::from_number(16_000 + 3 * day))),
                    reason: String::new(),
                    span: None,
                }),
                places: vec![ClaimPlace { place: "al-qusour".into(), ..ClaimPlace::default() }],
                actors: vec![ClaimActor {
                    name: "Russian forces".into(),
                    role: ActorRole::Attacker,
                    span: None,
                }],
                ..Claim::default()
            };
            let event = Event {
                id,
                event_type: EventType::Explosions,
                sub_event_type: SubEventType::ALL
                    .into_iter()
                    .find(|sub| sub.event_type() == EventType::Explosions),
                claims: vec![claim],
                ..Event::default()
            };
            builder.add_event(&event).unwrap();
        }
    }
    builder.finish().unwrap()
}

#[test]
fn the_search_is_bounded_and_says_when_it_stopped() {
    let no = AtomicBool::new(false);
    let none = BTreeSet::new();
    let few = propose(&raids(40, 3), &none, Gazetteer::bundled(), &no);
    assert_eq!((few.pairs.len(), few.is_cut), (40 * 3, false));
    assert!(few.pairs.iter().all(|pair| pair.score >= PROPOSE && pair.a != pair.b));
    let many = propose(&raids(2, 600), &none, Gazetteer::bundled(), &no);
    assert_eq!((many.pairs.len(), many.is_cut), (MOST_PROPOSED, true));
    let cancelled = propose(&raids(2, 5), &none, Gazetteer::bundled(), &AtomicBool::new(true));
    assert!(cancelled.pairs.is_empty() && cancelled.is_cut);
}
