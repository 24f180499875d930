//! Bad input: a clear message or a listed problem, never a panic, never a made-up value.

use deir_atlas::model::{Outcome, Row};
use deir_atlas::read::{DateOrder, LoadReport, ReadError, ReadOptions, ReadOutcome, read};
use proptest::prelude::*;

fn outcome(text: &str) -> ReadOutcome {
    read(text.as_bytes(), "test.csv", &ReadOptions::default()).unwrap()
}

fn failure(bytes: &[u8]) -> String {
    read(bytes, "test", &ReadOptions::default()).unwrap_err().to_string()
}

/// Lines, columns and whether the row was held back.
fn problems(outcome: &ReadOutcome) -> Vec<(u64, &str, bool)> {
    outcome
        .problems
        .iter()
        .map(|p| (p.line, p.column.as_deref().unwrap_or(""), p.held_back))
        .collect()
}

#[test]
fn a_file_of_which_nothing_can_be_read_says_why() {
    assert!(failure(b"").contains("empty"));
    assert!(failure(b"\n\n").contains("empty"));
    assert!(
        failure(b"{\"format\": \"deir-atlas/events\", \"version\": 1, \"events\": [")
            .contains("line 1")
    );
    assert!(
        failure(br#"{"format": "deir-atlas/events", "version": 7, "events": []}"#)
            .contains("version 7")
    );
    assert!(
        failure(br#"{"format": "deir-atlas/events", "version": 1, "events": 3}"#)
            .contains("line 1")
    );
    assert!(failure(br#"{"something": "else"}"#).contains("expected"));
    assert!(failure(b"alpha,beta\n1,2\n").contains("alpha"));
    assert!(failure(b"<kml></kml>").contains("KML"));
    assert!(failure(&[0u8; 500]).contains("binary"));
}

#[test]
fn bad_values_leave_the_event_undated_or_unplaced_and_are_listed() {
    let file = "id,date,lat,lon,killed,place\n\
        a,2016-02-31,35.33,40.14,3,x\n\
        b,2016-01-30,NaN,40.14,3,x\n\
        c,2016-01-30,0,0,3,x\n\
        d,2016-01-30,135.3,40.14,dozens,x\n\
        e,2016-01-30,35.33,40.14,Unknown,x\n";
    let read = outcome(file);
    assert_eq!((read.n_read, read.n_kept, read.n_held_back), (5, 5, 0));
    assert_eq!(
        problems(&read),
        [
            (2, "date", false),
            (3, "lat", false),
            (4, "lon, lat", false),
            (5, "killed", false),
            (5, "lon, lat", false),
        ]
    );
    let table = &read.table;
    let find = |id: &str| table.rows().find(|row| table.id(*row) == id).unwrap();
    assert_eq!(table.span(find("a")), None);
    assert!(["b", "c", "d"].iter().all(|id| !table.is_placed(find(id))));
    assert!(table.is_placed(find("a")) && table.is_placed(find("e")));
    assert_eq!(table.toll_range(find("e"), Outcome::Killed), None);
    let kept: Vec<_> = table.properties(find("a")).collect();
    assert_eq!(kept, [("date", "2016-02-31")], "the value that was refused is not lost");
}

#[test]
fn nobody_knows_is_never_nobody_died() {
    let file = "event_id_cnty,event_date,fatalities\nSYR1,16 May 2016,0\nSYR2,16 May 2016,4\n";
    let read = outcome(file);
    let killed: Vec<_> =
        read.table.rows().map(|row| read.table.toll_range(row, Outcome::Killed)).collect();
    assert_eq!((killed[0], killed[1].map(|range| range.min)), (None, Some(4)));
    assert!(read.notes.iter().any(|note| note.contains("never as nobody")), "{:?}", read.notes);
}

#[test]
fn lines_are_physical_lines_also_after_quoted_ones() {
    let file = "date,notes\n2016-01-01,\"one\ntwo\nthree\"\n\n2016-01-99,x\n,\n";
    let read = outcome(file);
    assert_eq!(problems(&read), [(6, "date", false), (7, "", true)]);
    assert_eq!((read.n_read, read.n_kept, read.n_held_back), (3, 2, 1));
}

#[test]
fn ragged_rows_and_doubled_headers_lose_nothing() {
    let read = outcome("date,place,date\n2016-01-01,a,late,more\n2016-01-02\n");
    assert_eq!(read.n_kept, 2);
    let properties: Vec<_> = read.table.properties(Row(0)).collect();
    assert_eq!(properties, [("date (2)", "late"), ("column 4", "more")]);
    assert_eq!(problems(&read), [(2, "", false), (3, "", false)]);
}

#[test]
fn the_order_of_day_and_month_is_proven_asked_for_or_left_open() {
    let first = |read: &ReadOutcome| {
        read.table.claims(Row(0)).next().and_then(|claim| claim.date()).map(|date| date.to_string())
    };
    let proven = outcome("date,place\n02/01/2016,a\n30/01/2016,b\n");
    assert_eq!(first(&proven).as_deref(), Some("2016-01-02"));
    let open = outcome("date,place\n02/01/2016,a\n");
    assert_eq!(first(&open).as_deref(), Some("[2016-01-02,2016-02-01]"));
    assert!(open.notes.iter().any(|note| note.contains("--date-order")));
    let options = ReadOptions { date_order: Some(DateOrder::MonthFirst), ..ReadOptions::default() };
    let asked = read(b"date,place\n02/01/2016,a\n", "t.csv", &options).unwrap();
    assert_eq!(first(&asked).as_deref(), Some("2016-02-01"));
}

#[test]
fn the_order_is_proven_by_any_row_of_a_long_file() {
    let mut file = "date,place\n".to_owned();
    for _ in 0..200_000 {
        file.push_str("02/01/2016,a\n");
    }
    file.push_str("30/01/2016,b\n");
    let read = outcome(&file);
    assert_eq!(read.table.first_days()[0].to_string(), "2016-01-02");
    assert_eq!(read.table.last_days()[0].to_string(), "2016-01-02");
}

#[test]
fn positions_the_wrong_way_round_are_not_plotted() {
    let mut file = "id,lat,lon\n".to_owned();
    for index in 0..30 {
        file.push_str(&format!("{index},35.33,40.14\n"));
    }
    file.push_str("wrong,40.1,35.3\n");
    let read = outcome(&file);
    let table = &read.table;
    let wrong = table.rows().find(|row| table.id(*row) == "wrong").unwrap();
    assert!(!table.is_placed(wrong));
    assert_eq!(table.rows().filter(|row| table.is_placed(*row)).count(), 30);
    assert!(read.problems[0].reason.contains("changed places"));
}

#[test]
fn identifiers_used_twice_are_listed_with_both_lines() {
    let read = outcome("id,date\na,2016\nb,2016\na,2017\n");
    assert_eq!((read.n_kept, problems(&read)), (3, vec![(4, "id", false)]));
    assert!(read.problems[0].reason.contains("line 2"));
}

#[test]
fn a_table_cut_off_inside_quotation_marks_keeps_its_rows() {
    let read = outcome("date,notes\n2016-01-01,\"fine\"\n2016-01-02,\"cut off\n2016-01-03,x\n");
    assert_eq!(read.n_kept, 3);
    assert!(read.notes.iter().any(|note| note.contains("never closed")));
}

#[test]
fn a_malformed_event_is_held_back_and_the_rest_loads() {
    let file = r#"{"format": "deir-atlas/events", "version": 1, "colour": 3,
 "documents": [{"id": "d", "text": "Shells fell on القصور at dawn"}],
 "events": [
  {"id": "good", "claims": [{"document": "d", "excerpt": {"start": 15, "end": 21},
     "places": [{"text": "القصور", "start": 0, "end": 3}], "mood": "sad"}]},
  {"id": "bad", "claims": "none"},
  {"id": "undated", "claims": [{"date": {"edtf": "2016-02-31"}, "casualties": [{"outcome": "killed", "min": -5}]}]}
 ]}"#;
    let read = outcome(file);
    assert_eq!((read.n_read, read.n_kept, read.n_held_back), (3, 2, 1));
    assert_eq!(
        problems(&read),
        [
            (4, "events[0].claims[0].places[0]", false),
            (6, "events[1]", true),
            (7, "events[2].claims[0].date.edtf", false),
        ]
    );
    let table = &read.table;
    let good = table.rows().find(|row| table.id(*row) == "good").unwrap();
    let claim = table.claims(good).next().unwrap();
    assert_eq!(claim.excerpt(), "القصور", "spans count characters");
    assert_eq!(
        table.text(claim.marks()[0].span),
        "القصور",
        "the words were found where they stand"
    );
    let note = read.notes.iter().find(|note| note.contains("ignored")).unwrap();
    assert!(note.contains("colour") && note.contains("events[].claims[].mood"), "{note}");
}

#[test]
fn an_extraction_becomes_events_of_one_claim() {
    let file = r#"{"format": "deir-atlas/extraction", "version": 1, "documents": [{
        "path": "report.txt", "publisher": "Test", "published": "2016-01-17", "mentions": [],
        "events": [{"id": "1", "type": "Battles", "subtype": "Armed clash", "background": false,
          "date": {"edtf": "2016-01-16", "text": "Saturday", "start": 3, "end": 11, "reason": "weekday"},
          "actors": [{"name": "Islamic State", "role": "attacker", "start": 0, "end": 2}],
          "places": [{"place": "al-qusour", "in_governorate": true, "text": "Qusour", "start": 4, "end": 9}],
          "casualties": [{"who": "civilian", "outcome": "killed", "min": 2, "max": null, "text": "two", "start": 1, "end": 4}],
          "attribution": "an activist", "excerpt": {"start": 0, "end": 20, "text": "IS on Saturday ..."}}]}]}"#;
    let read = outcome(file);
    assert_eq!((read.n_kept, read.problems.len()), (1, 0), "{:?}", read.problems);
    let claim = read.table.claims(Row(0)).next().unwrap();
    assert_eq!(claim.excerpt(), "IS on Saturday ...");
    assert_eq!(claim.document().unwrap().publisher(), "Test");
    assert_eq!(read.table.span(Row(0)).unwrap().first.to_string(), "2016-01-16");
}

#[test]
fn geojson_of_any_geometry_is_read() {
    let file = r#"{"type": "FeatureCollection", "features": [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [40.14, 35.33]}, "properties": {"date": "2016-01-16", "name": "a", "killed": 3}},
        {"type": "Feature", "geometry": {"type": "LineString", "coordinates": [[40.1, 35.3], [40.2, 35.4]]}, "properties": {"date": "2016-01-17"}},
        {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [[[40.1, 35.3], [40.2, 35.3], [40.2, 35.4], [40.1, 35.3]]]}, "properties": {"date": "2016-01-18"}},
        {"type": "Feature", "geometry": {"type": "MultiPoint", "coordinates": [[40.1, 35.3], [40.2, 35.4]]}, "properties": {"date": "2016-01-19"}},
        {"type": "Feature", "geometry": null, "properties": {"date": "2016-01-20", "other": {"a": 1}}},
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": ["x"]}, "properties": {"date": "2016-01-21"}}
    ]}"#;
    let read = outcome(file);
    let table = &read.table;
    let placements: Vec<usize> = table.rows().map(|row| table.n_placements(row)).collect();
    assert_eq!(placements, [1, 1, 1, 2, 0, 0]);
    assert_eq!(problems(&read), [(7, "geometry", false)]);
    assert_eq!(table.title(Row(0)), "a");
    assert_eq!(table.toll_range(Row(0), Outcome::Killed).unwrap().min, 3);
    assert_eq!(table.properties(Row(4)).collect::<Vec<_>>(), [("other", r#"{"a": 1}"#)]);
}

#[test]
fn enormous_lines_and_rows_do_not_stop_the_program() {
    let long = format!("date,notes\n2016-01-01,{}\n", "x".repeat(40_000_000));
    assert_eq!(outcome(&long).n_kept, 1);
    let wide = format!("date{}\n2016-01-01{}\n", ",c".repeat(1_000_000), ",1".repeat(1_000_000));
    assert_eq!(outcome(&wide).n_kept, 1);
    let wide = format!("date,place\n2016-01-01{}\n", ",1".repeat(1_000_000));
    assert_eq!(outcome(&wide).problems.len(), 1);
}

#[test]
fn a_header_alone_is_a_table_without_rows_whether_its_line_ends_or_not() {
    for header in ["x", "id,date", "id,date\n", "id,date\r\n", "id,date,"] {
        let read = outcome(header);
        assert_eq!((read.n_read, read.problems.len()), (0, 0), "{header:?}");
    }
}

#[test]
fn a_thousand_spots_on_one_coordinate_are_a_thousand_events() {
    let file = format!("lat,lon,place\n{}", "35.33,40.14,x\n".repeat(10_000));
    let read = outcome(&file);
    assert_eq!((read.n_kept, read.problems.len()), (10_000, 0));
}

#[test]
fn reading_can_be_cancelled() {
    let cancel = std::sync::atomic::AtomicBool::new(true);
    let options = ReadOptions { cancel: Some(&cancel), ..ReadOptions::default() };
    assert!(matches!(read(b"date\n2016\n", "t.csv", &options), Err(ReadError::Cancelled)));
}

#[test]
fn a_report_counts_what_is_undated_and_unplaced() {
    let read = outcome("date,place\n2016-01-01,a\nsoon,b\n");
    let report = LoadReport::new("t.csv", &read);
    assert!(report.to_string().contains("2 read, 2 kept, 0 held back; 1 undated, 2 unplaced"));
    assert_eq!(report.to_json()["problems"][0]["line"], 3);
}

fn every_row_is_accounted_for(bytes: &[u8]) {
    if let Ok(outcome) = read(bytes, "any", &ReadOptions::default()) {
        assert_eq!(outcome.n_read, outcome.n_kept + outcome.n_held_back);
        let held_back = outcome.problems.iter().filter(|problem| problem.held_back).count();
        assert_eq!(held_back, outcome.n_held_back);
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        every_row_is_accounted_for(&bytes);
    }

    #[test]
    fn any_table_is_read_or_refused(
        header in prop::sample::subsequence(vec![
            "id", "date", "date_start", "date_end", "lat", "lon", "coords", "geometry", "place", "type",
            "killed", "killed_max", "source", "url", "excerpt", "notes", "radius_m", "year", "month", "actor",
        ], 1..8),
        rows in "([0-9./\\-a-c\",;\u{634}]{0,12}[,\n]){0,20}",
    ) {
        every_row_is_accounted_for(format!("{}\n{rows}", header.join(",")).as_bytes());
    }

    #[test]
    fn any_damage_to_a_native_file_is_read_or_refused(at in 0usize..700, byte in any::<u8>(), cut in any::<bool>()) {
        let file = r#"{"format":"deir-atlas/events","version":1,"documents":[{"id":"d","kind":"verbatim","text":"Shells fell"}],"events":[{"id":"e","type":"Battles","claims":[{"document":"d","excerpt":{"start":0,"end":6},"date":{"edtf":"2016-01-30?","start":1,"end":3},"places":[{"place":"x","lon":40.1,"lat":35.3,"radius_m":10,"geometry":{"type":"LineString","coordinates":[[40,35],[41,36]]}}],"actors":[{"name":"a","role":"target"}],"casualties":[{"who":"civilian","outcome":"killed","min":1,"max":null}],"attribution":{"name":"n","start":0,"end":2}}]}]}"#;
        let mut bytes = file.as_bytes().to_vec();
        let at = at % bytes.len();
        if cut { bytes.truncate(at); } else { bytes[at] = byte; }
        every_row_is_accounted_for(&bytes);
    }

    #[test]
    fn any_damage_to_geojson_is_read_or_refused(at in 0usize..300, byte in any::<u8>(), cut in any::<bool>()) {
        let file = r#"{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[40,35],[41,35],[41,36],[40,35]]]},"properties":{"date":"1/2/2016","killed":"2-5","lat":"35"}},{"type":"Feature","geometry":null,"properties":{"place":"x"}}]}"#;
        let mut bytes = file.as_bytes().to_vec();
        let at = at % bytes.len();
        if cut { bytes.truncate(at); } else { bytes[at] = byte; }
        every_row_is_accounted_for(&bytes);
    }
}
