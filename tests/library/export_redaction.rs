//! What a redacted copy must not hold stands in no file of any format.

use std::collections::BTreeSet;

use deir_atlas::export::data::{DataFormat, WriteOptions, write};
use deir_atlas::export::redact::{
    NAME_WITHHELD, Profile, Redacted, Redaction, WORDS_WITHHELD, Withheld, redact,
};
use deir_atlas::gazetteer::Gazetteer;
use deir_atlas::model::{
    Claim, ClaimActor, ClaimPlace, DatasetId, Document, DocumentKind, Event, EventId, EventTable,
    Excerpt, LonLat, TableBuilder,
};
use deir_atlas::read::{ReadOptions, archive, read};
use proptest::prelude::*;

/// Speakers, and every way in which the reports below name them.
const SPEAKERS: [(&str, &[&str]); 4] = [
    ("Zaynab al-Khalidi", &["zaynab", "khalidi"]),
    ("Tarek Mansour", &["tarek", "mansour"]),
    ("أحمد الحلواني", &["أحمد", "الحلواني"]),
    ("Qasimov", &["qasimov"]),
];

/// One event to write about: who speaks, where, and in which of two reports.
#[derive(Debug, Clone)]
struct Told {
    speaker: usize,
    at: LonLat,
    radius_m: Option<f32>,
    report: usize,
    is_withheld: bool,
}

fn told() -> impl Strategy<Value = Told> {
    (
        0..SPEAKERS.len(),
        (39_500_000..41_200_000i32, 34_300_000..36_100_000i32),
        prop::option::of(1..4000u32),
        0..2usize,
        any::<bool>(),
    )
        .prop_map(|(speaker, (lon, lat), radius_m, report, is_withheld)| Told {
            speaker,
            // Never on a round number, at which something else may lie.
            at: LonLat::new(f64::from(lon | 1) / 1e6, f64::from(lat | 1) / 1e6).unwrap(),
            radius_m: radius_m.map(|metres| metres as f32),
            report,
            is_withheld,
        })
}

fn sentence(number: usize, told: &Told) -> String {
    let (name, parts) = SPEAKERS[told.speaker];
    format!(
        "{name} said that shell number {number} fell at {:.6}, {:.6}; {} stood there. ",
        told.at.lat_deg(),
        told.at.lon_deg(),
        parts[parts.len() - 1]
    )
}

fn table_of(all: &[Told]) -> EventTable {
    let mut builder = TableBuilder::new(DatasetId(3), 0);
    let mut texts = ["First report. ".to_owned(), "تقرير ثان. ".to_owned()];
    let mut spans = Vec::new();
    for (number, told) in all.iter().enumerate() {
        let text = &mut texts[told.report];
        let start = text.len();
        text.push_str(&sentence(number, told));
        spans.push(start..text.len() - 1);
    }
    for (number, text) in texts.iter().enumerate() {
        let quoted = all.first().map(|told| sentence(0, told)).unwrap_or_default();
        let document = Document {
            id: format!("/home/{}/report-{number}.txt", SPEAKERS[0].1[0]),
            kind: DocumentKind::Verbatim,
            title: format!("What {} saw: {quoted}", SPEAKERS[1].0),
            publisher: "Euphrates Post".to_owned(),
            author: SPEAKERS[3].0.to_owned(),
            url: format!("https://example.org/{number}/zaynab-al-khalidi?q=35.33691"),
            text: text.clone(),
            sha256: "0".repeat(64),
            ..Document::default()
        };
        let document = Document { id: format!("{}{number}", document.id), ..document };
        builder.add_document(&document).unwrap();
    }
    for (number, (told, span)) in all.iter().zip(spans).enumerate() {
        let words = texts[told.report][span.clone()].to_owned();
        let name = SPEAKERS[told.speaker].0;
        let name_span = span.start..span.start + name.len();
        let claim = Claim {
            document: format!("/home/zaynab/report-{}.txt{}", told.report, told.report),
            excerpt: Excerpt::Span(span),
            places: vec![ClaimPlace {
                name: "the bakery".to_owned(),
                position: Some(told.at),
                radius_m: told.radius_m,
                reason: format!("stated by {name} as {:.6}", told.at.lon_deg()),
                ..ClaimPlace::default()
            }],
            actors: vec![ClaimActor { name: "Islamic State".to_owned(), ..ClaimActor::default() }],
            attribution: format!("{name}, a witness"),
            attribution_span: Some(name_span),
            note: format!("see also: {words}"),
            ..Claim::default()
        };
        let event = Event {
            id: format!("e{number}"),
            title: words.clone(),
            claims: vec![claim],
            properties: vec![("raw".to_owned(), words)],
            ..Event::default()
        };
        builder.add_event(&event).unwrap();
    }
    builder.finish().unwrap()
}

/// Every text in a file, packed or not, in lower case.
fn readable(format: DataFormat, bytes: &[u8]) -> String {
    let mut text = String::from_utf8_lossy(bytes).to_lowercase();
    if format == DataFormat::Kmz {
        let kml = archive::unpacked(bytes, "doc.kml", 1 << 24).unwrap();
        text.push_str(&String::from_utf8_lossy(&kml).to_lowercase());
    }
    text
}

fn copy_of<'a>(table: &'a EventTable, how: &Redaction) -> Redacted<'a> {
    redact(table, table.rows(), Gazetteer::bundled(), how).unwrap()
}

fn secrets(all: &[Told], how: &Redaction) -> Vec<String> {
    let mut secrets = Vec::new();
    for (number, told) in all.iter().enumerate() {
        let is_withheld = match &how.withheld {
            Withheld::Nothing => false,
            Withheld::Everything => true,
            Withheld::Events(_) => told.is_withheld,
        };
        if is_withheld {
            secrets.push(sentence(number, told).trim().to_lowercase());
            secrets.push(format!("shell number {number} fell"));
        }
        if how.profile != Profile::Full {
            let (_, parts) = SPEAKERS[told.speaker];
            secrets.extend(parts.iter().map(|part| (*part).to_owned()));
            secrets.push(format!("{:.6}", told.at.lon_deg()));
            secrets.push(format!("{:.6}", told.at.lat_deg()));
            secrets.push("the bakery".to_owned());
        }
    }
    secrets
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn nothing_secret_is_in_any_file(
        all in prop::collection::vec(told(), 1..5),
        profile in prop::sample::select(&Profile::ALL[..]),
        everything in prop::bool::weighted(0.2),
    ) {
        let table = table_of(&all);
        let chosen: BTreeSet<EventId> = (0..).zip(&all)
            .filter(|(_, told)| told.is_withheld)
            .map(|(number, _)| EventId { dataset: DatasetId(3), number })
            .collect();
        let withheld = if everything { Withheld::Everything } else { Withheld::Events(chosen) };
        let how = Redaction { profile, withheld, names: Vec::new() };
        let copy = copy_of(&table, &how);
        prop_assert_eq!(copy.rows.len(), all.len());
        let secrets = secrets(&all, &how);
        for format in DataFormat::ALL {
            let options = WriteOptions {
                with_all_documents: true,
                notice: copy.notice,
                view: Some("{\"filter\":{\"text\":\"Zaynab\"}}").filter(|_| profile != Profile::Full),
                ..WriteOptions::default()
            };
            let file = write(format, &copy.table, copy.rows.iter().copied(), options);
            let text = readable(format, &file.bytes);
            for secret in &secrets {
                prop_assert!(!text.contains(secret), "{:?} in {:?}: {}", secret, format, text);
            }
            prop_assert!(text.contains(profile.name()), "{:?} does not name the profile", format);
        }
    }

    #[test]
    fn a_rounded_circle_holds_what_it_stands_for(
        all in prop::collection::vec(told(), 1..5),
        profile in prop::sample::select(&[Profile::Partner, Profile::Public][..]),
    ) {
        let table = table_of(&all);
        let copy = copy_of(&table, &Redaction { profile, ..Redaction::default() });
        for (number, told) in (0..).zip(&all) {
            let row = copy.table.row_of(EventId { dataset: DatasetId(3), number }).unwrap();
            let place = copy.table.placements(row).next().unwrap();
            let radius_m = f64::from(place.radius_m.unwrap());
            let from_m = place.position().unwrap().distance_m(told.at);
            let reach_m = from_m + f64::from(told.radius_m.unwrap_or(0.0));
            prop_assert!(reach_m <= radius_m + 1.0, "{reach_m} m in a circle of {radius_m} m");
            prop_assert!(radius_m >= 100.0);
        }
    }

    #[test]
    fn places_of_one_cell_cannot_be_told_apart(
        (lon, lat) in (40_140_000..40_145_000i32, 35_328_000..35_331_000i32),
        (east, north) in (0..2000i32, 0..2000i32),
    ) {
        let at = |lon: i32, lat: i32| Told {
            speaker: 0,
            at: LonLat::new(f64::from(lon) / 1e6, f64::from(lat) / 1e6).unwrap(),
            radius_m: Some(50.0),
            report: 0,
            is_withheld: false,
        };
        let table = table_of(&[at(lon, lat), at(lon + east, lat + north)]);
        let copy = copy_of(&table, &Redaction { profile: Profile::Public, ..Redaction::default() });
        let places: Vec<_> = copy.rows.iter().map(|row| {
            let place = copy.table.placements(*row).next().unwrap();
            (place.centre, place.radius_m, copy.table.string(place.place).to_owned())
        }).collect();
        prop_assert_eq!(&places[0], &places[1]);
    }
}

fn mosque() -> Told {
    Told {
        speaker: 2,
        at: LonLat::new(40.12011, 35.34601).unwrap(),
        radius_m: None,
        report: 1,
        is_withheld: false,
    }
}

#[test]
fn spans_and_marks_still_point_at_their_words() {
    let table = table_of(&[mosque()]);
    let copy = copy_of(&table, &Redaction { profile: Profile::Public, ..Redaction::default() });
    let row = copy.rows[0];
    let claim = copy.table.claims(row).next().unwrap();
    assert!(claim.excerpt().starts_with(NAME_WITHHELD), "{}", claim.excerpt());
    assert_eq!(claim.attribution(), NAME_WITHHELD);
    assert_eq!(claim.marks().len(), 1);
    assert_eq!(copy.table.text(claim.marks()[0].span), NAME_WITHHELD);
    let place = copy.table.placements(row).next().unwrap();
    assert_eq!(copy.table.string(place.place), "deir-ez-zor-subdistrict");
    assert_eq!(copy.table.event_id(row), table.event_id(copy.rows[0]), "the same event");
    assert_eq!(
        copy.notice.to_string(),
        "Public copy: 1 place rounded to the sub-district or coarser, speakers of 1 account hidden."
    );
}

#[test]
fn withheld_words_take_the_links_of_their_report_along() {
    let table = table_of(&[mosque()]);
    let how = Redaction { withheld: Withheld::Everything, ..Redaction::default() };
    let copy = copy_of(&table, &how);
    let claim = copy.table.claims(copy.rows[0]).next().unwrap();
    assert_eq!(claim.excerpt(), WORDS_WITHHELD);
    let document = claim.document().unwrap();
    assert_eq!((document.url(), document.title(), document.sha256()), ("", "", ""));
    assert_eq!(document.publisher(), "Euphrates Post");
    assert_eq!(copy.table.properties(copy.rows[0]).len(), 0);
    assert!(claim.attribution().starts_with(SPEAKERS[2].0), "the full copy names who speaks");
}

#[test]
fn a_name_that_is_given_is_hidden_also_as_an_actor() {
    let table = table_of(&[mosque()]);
    let how = Redaction { names: vec!["Islamic State".to_owned()], ..Redaction::default() };
    let copy = copy_of(&table, &how);
    let actor = copy.table.actors(copy.rows[0])[0];
    assert_eq!(copy.table.string(actor), NAME_WITHHELD);
}

#[test]
fn a_speaker_is_hidden_in_the_other_script_too() {
    let words = "Ahmed Helwani, a witness, counted nine. وعدّ أحمد الحلواني تسعة، وقال الحلواني إنهم مدنيون.";
    let mut builder = TableBuilder::new(DatasetId(0), 0);
    let document = Document {
        id: "report".to_owned(),
        kind: DocumentKind::Verbatim,
        text: words.to_owned(),
        url: "https://example.org/halwani-ahmad".to_owned(),
        ..Document::default()
    };
    builder.add_document(&document).unwrap();
    let claim = Claim {
        document: "report".to_owned(),
        excerpt: Excerpt::Span(0..words.len()),
        attribution: "Ahmed Helwani".to_owned(),
        ..Claim::default()
    };
    builder.add_event(&Event { claims: vec![claim], ..Event::default() }).unwrap();
    let table = builder.finish().unwrap();
    let partner = Redaction { profile: Profile::Partner, ..Redaction::default() };
    // A name that is chosen is hidden in any profile.
    let chosen =
        Redaction { names: vec!["أحمد الحلواني".to_owned()], ..Redaction::default() };
    for how in [partner, chosen] {
        let copy = copy_of(&table, &how);
        let claim = copy.table.claims(copy.rows[0]).next().unwrap();
        let expected = format!(
            "{NAME_WITHHELD}, a witness, counted nine. \
             وعدّ {NAME_WITHHELD} تسعة، وقال {NAME_WITHHELD} إنهم مدنيون."
        );
        assert_eq!(claim.excerpt(), expected);
        assert_eq!(claim.document().unwrap().url(), "");
    }
}

#[test]
fn a_partner_copy_keeps_the_quarter_and_a_redacted_file_is_read_back() {
    let table = table_of(&[mosque()]);
    let copy = copy_of(&table, &Redaction { profile: Profile::Partner, ..Redaction::default() });
    let place = copy.table.placements(copy.rows[0]).next().unwrap();
    assert_eq!(copy.table.string(place.place), "al-joura");
    let options = WriteOptions { notice: copy.notice, ..WriteOptions::default() };
    let file = write(DataFormat::Native, &copy.table, copy.table.rows(), options);
    let back = read(&file.bytes, "copy", &ReadOptions::default()).unwrap();
    assert_eq!(back.problems, []);
    assert!(back.notes.iter().any(|note| note.starts_with("redaction: Partner copy")));
    assert_eq!(back.table.event(back.table.rows().next().unwrap()).claims, {
        copy.table.event(copy.rows[0]).claims
    });
}

#[test]
fn the_full_copy_is_the_original() {
    let table = table_of(&[mosque()]);
    let copy = copy_of(&table, &Redaction::default());
    assert_eq!(copy.table.revision(), table.revision());
    assert_eq!(copy.notice.to_string(), "Full copy: nothing rounded, hidden or withheld.");
}

#[test]
fn a_place_that_is_coarse_anyway_stays_as_it_is() {
    let gazetteer = Gazetteer::bundled();
    let governorate = gazetteer.place(gazetteer.by_id("dez-gov").unwrap());
    let mut builder = TableBuilder::new(DatasetId(0), 0);
    let place = ClaimPlace {
        place: "dez-gov".to_owned(),
        name: "the province".to_owned(),
        position: governorate.position,
        radius_m: governorate.radius_m,
        ..ClaimPlace::default()
    };
    let claim = Claim { places: vec![place], ..Claim::default() };
    let title = "Raids on the province".to_owned();
    builder
        .add_event(&Event { title: title.clone(), claims: vec![claim], ..Event::default() })
        .unwrap();
    let table = builder.finish().unwrap();
    let copy = copy_of(&table, &Redaction { profile: Profile::Public, ..Redaction::default() });
    let place = copy.table.placements(copy.rows[0]).next().unwrap();
    assert_eq!(place.radius_m, governorate.radius_m);
    assert_eq!(copy.table.title(copy.rows[0]), title);
    assert_eq!(copy.notice.n_places, 0);
}
