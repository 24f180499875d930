//! Journals cut, broken and replayed.

use proptest::prelude::*;

use super::journal::{JournalError, compact, encode, header, replay};
use super::*;

const TEXT: &str = "قصف الطيران حي الجورة — ten killed in al-Joura, said a nurse.";

fn report(nth: usize) -> Report {
    let text = format!("{TEXT} ({nth})");
    let mut report = Report { text, publisher: "Euphrates Post".to_owned(), ..Report::default() };
    let start = TEXT.find("al-Joura").unwrap();
    report.mentions = vec![Mention { span: start..start + 8, ..Mention::default() }];
    report.identify();
    report
}

fn proposal(report: &Report, number: u32) -> Proposal {
    let start = TEXT.find("ten").unwrap();
    let account = Account {
        excerpt: start..start + "ten killed".len(),
        date: Some(StatedDate { edtf: "2016-01-16".to_owned(), ..StatedDate::default() }),
        places: vec![Place {
            place: "al-joura".to_owned(),
            span: Some(start..start + 3),
            lon_lat: Some([40.12, 35.33]),
            radius_m: Some(300.0),
            ..Place::default()
        }],
        ..Account::default()
    };
    Proposal {
        number,
        report: report.id.clone(),
        event_type: EventType::Explosions,
        sub_event_type: Some(SubEventType::AirDroneStrike),
        accounts: vec![account],
        ..Proposal::default()
    }
}

/// A journal of many decisions, its lines, and the review after each of them.
fn journal(decisions: &[(u8, u8)]) -> (String, Vec<Review>) {
    let mut review = Review::default();
    let mut text = String::new();
    let mut after = Vec::new();
    let mut write = |entry: Entry, review: &mut Review| {
        text.push_str(&encode(&entry, review));
        review.apply(entry);
        after.push(review.clone());
    };
    let first = header(&review);
    write(first, &mut review);
    for nth in 0..2 {
        let report = report(nth);
        let next = review.next_number();
        let proposals = (next..next + 3).map(|number| proposal(&report, number)).collect();
        write(Entry::Report { report: Box::new(report), proposals }, &mut review);
    }
    for (what, which) in decisions {
        let numbers: Vec<u32> = review.proposals().map(|proposal| proposal.number).collect();
        let Some(&number) = numbers.get(usize::from(*which) % numbers.len().max(1)) else { break };
        let mut one = Proposal::clone(review.proposal(number).unwrap());
        let entry = match what % 6 {
            0 => {
                one.status = Status::Accepted;
                Entry::Change(Change { put: vec![one], current: Some(number), ..Change::default() })
            }
            1 => {
                one.status = Status::Refused;
                Entry::Change(Change { put: vec![one], ..Change::default() })
            }
            2 => {
                let new = Proposal { number: review.next_number(), ..one };
                Entry::Change(Change { put: vec![new], drop: vec![number], ..Change::default() })
            }
            3 => {
                one.accounts[0].excerpt = 0..TEXT.len();
                one.edited.insert(Field::Excerpt);
                Entry::Change(Change { put: vec![one], ..Change::default() })
            }
            4 => Entry::Look { current: Some(number), open: which % 2 == 0 },
            _ => Entry::Change(review.inverse(&Change { drop: vec![number], ..Change::default() })),
        };
        write(entry, &mut review);
    }
    (text, after)
}

#[test]
fn a_journal_cut_at_any_byte_tells_all_up_to_its_last_whole_line() {
    let (text, after) = journal(&[(0, 0), (1, 3), (2, 4), (4, 2), (3, 1)]);
    for cut in 0..=text.len() {
        let bytes = &text.as_bytes()[..cut];
        let replayed = replay(bytes).unwrap();
        // A line that only lacks its end is whole.
        let n_ends = bytes.iter().filter(|byte| **byte == b'\n').count();
        let n_whole = n_ends + usize::from(text.as_bytes().get(cut) == Some(&b'\n'));
        let expected = n_whole.checked_sub(1).map_or_else(Review::default, |n| after[n].clone());
        assert_eq!(replayed.review, expected, "cut at {cut}");
        let is_torn = !bytes.is_empty() && !bytes.ends_with(b"\n") && n_whole == n_ends;
        assert_eq!(replayed.problems.len(), usize::from(is_torn), "cut at {cut}");
        assert!(replayed.problems.iter().all(|problem| problem.is_torn));
    }
}

#[test]
fn a_broken_line_is_passed_over_and_named() {
    let (text, after) = journal(&[(0, 0), (1, 1), (0, 2)]);
    let mut lines: Vec<&str> = text.lines().collect();
    let broken = lines[4].replace("\"put\"", "\"put");
    lines[4] = &broken;
    let mut bytes = lines.join("\n").into_bytes();
    bytes.extend(b"\n\xff\xfe\n");
    let replayed = replay(&bytes).unwrap();
    let at: Vec<usize> = replayed.problems.iter().map(|problem| problem.line).collect();
    assert_eq!(at, [5, lines.len() + 1]);
    let last = after.last().unwrap();
    assert_eq!(replayed.review.counts().n_accepted, last.counts().n_accepted);
    assert_eq!(replayed.review.counts().n_refused, 0, "its line is the broken one");
}

#[test]
fn offsets_beyond_the_text_and_reversed_ones_are_refused() {
    let (text, _) = journal(&[]);
    for wrong in [r#""start":9999,"end":9999"#, r#""start":30,"end":20"#] {
        let report = report(0).id;
        let line = format!(
            r#"{{"entry":"change","put":[{{"number":0,"report":"{report}","event_type":"Battles","sub_event_type":null,"accounts":[{{"excerpt":{{{wrong}}}}}]}}]}}"#
        );
        let replayed = replay(format!("{text}{line}\n").as_bytes()).unwrap();
        assert_eq!(replayed.problems.len(), 1, "{wrong}");
    }
}

#[test]
fn other_files_and_newer_journals_are_left_alone() {
    let check = |text: &str, expected| assert_eq!(replay(text.as_bytes()).unwrap_err(), expected);
    check("{\"type\": \"FeatureCollection\"}\n", JournalError::OtherFormat);
    check("date,place\n2016,Hatla\n", JournalError::OtherFormat);
    let newer = "{\"entry\":\"review\",\"format\":\"deir-atlas/review\",\"version\":9}\n";
    check(newer, JournalError::Newer(9));
    assert!(replay(b"").unwrap().problems.is_empty());
}

#[test]
fn closing_a_report_takes_its_proposals_and_no_number_comes_back() {
    let (_, mut after) = journal(&[(0, 0)]);
    let review = after.last_mut().unwrap();
    let next = review.next_number();
    let last = review.reports()[1].report.id.clone();
    review.apply(Entry::Close { report: last });
    assert_eq!((review.reports().len(), review.counts().n()), (1, 3));
    let again = replay(compact(review).as_bytes()).unwrap().review;
    assert_eq!(again.next_number(), next);
}

proptest! {
    #[test]
    fn a_compact_journal_tells_the_same(decisions in prop::collection::vec(any::<(u8, u8)>(), 0..30)) {
        let (text, after) = journal(&decisions);
        let review = after.last().unwrap();
        prop_assert_eq!(&replay(text.as_bytes()).unwrap().review, review);
        let compact = compact(review);
        prop_assert_eq!(&replay(compact.as_bytes()).unwrap().review, review);
    }

    #[test]
    fn what_was_undone_is_as_it_was(decisions in prop::collection::vec(any::<(u8, u8)>(), 1..20)) {
        let (text, _) = journal(&decisions);
        let mut review = Review::default();
        for line in text.lines() {
            let Ok(Entry::Change(_)) = serde_json::from_str(line) else {
                review = replay(format!("{}{line}\n", compact(&review)).as_bytes()).unwrap().review;
                continue;
            };
            let before = review.clone();
            let change = replay(format!("{}{line}\n", compact(&review)).as_bytes()).unwrap().review;
            let put: Vec<Proposal> = change.proposals().map(|p| Proposal::clone(p)).collect();
            let drop = before.proposals().map(|p| p.number)
                .filter(|number| change.proposal(*number).is_none()).collect();
            let forward = Change { put, drop, ..Change::default() };
            let back = review.inverse(&forward);
            review.apply(Entry::Change(forward));
            review.apply(Entry::Change(back));
            prop_assert!(review.proposals().eq(before.proposals()));
            review = change;
        }
    }

    #[test]
    fn any_bytes_are_read_without_a_panic(
        cut in 0usize..6000, flips in prop::collection::vec((0usize..6000, any::<u8>()), 0..8)
    ) {
        let (text, _) = journal(&[(0, 0), (2, 1), (3, 2)]);
        let mut bytes = text.into_bytes();
        bytes.truncate(cut);
        for (at, value) in flips {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = value;
            }
        }
        let _ = replay(&bytes);
    }
}
