//! What other programs find in our files, and what a capsule tells of its bytes.

use deir_atlas::export::data::{DataFormat, WriteOptions, write};
use deir_atlas::export::redact::{Profile, Redaction, redact};
use deir_atlas::gazetteer::Gazetteer;
use deir_atlas::model::{
    ActorRole, Claim, ClaimActor, ClaimDate, ClaimPlace, DatasetId, Document, DocumentKind, Event,
    EventTable, EventType, Excerpt, LonLat, Outcome, Shape, SubEventType, TableBuilder, Toll,
};
use deir_atlas::read::capsule::{self, Fault, MANIFEST_PART};
use deir_atlas::read::{EVENTS_PART, ReadError, ReadOptions, archive, read};
use proptest::prelude::*;

const TEXT: &str =
    "Residents said on Sunday that <shells> & mortars had hit al-Joura.\nFour people died.";

fn documents() -> [Document; 2] {
    [
        Document {
            id: "report".to_owned(),
            kind: DocumentKind::Verbatim,
            title: "A night in al-Joura".to_owned(),
            publisher: "Euphrates Post".to_owned(),
            url: "https://example.org/1".to_owned(),
            published: "2016-05-16".parse().ok(),
            text: TEXT.to_owned(),
            ..Document::default()
        },
        Document {
            id: "digest".to_owned(),
            publisher: "Monitor *24*".to_owned(),
            ..Document::default()
        },
    ]
}

fn toll(min: u32, max: Option<u32>) -> Toll {
    Toll { who: "civilian".to_owned(), outcome: Outcome::Killed, min: Some(min), max, span: None }
}

fn shelling() -> Event {
    let place = ClaimPlace {
        place: "al-joura".to_owned(),
        name: "al-Joura".to_owned(),
        position: LonLat::new(40.1203, 35.34589).ok(),
        radius_m: Some(692.0),
        ..ClaimPlace::default()
    };
    let date = |edtf: &str| {
        Some(ClaimDate { edtf: edtf.parse().unwrap(), reason: String::new(), span: None })
    };
    let verbatim = Claim {
        document: "report".to_owned(),
        excerpt: Excerpt::Span(0..TEXT.len()),
        date: date("2016-05-15"),
        places: vec![place.clone()],
        actors: vec![ClaimActor {
            name: "Syrian army".to_owned(),
            role: ActorRole::Attacker,
            span: None,
        }],
        tolls: vec![toll(4, Some(4))],
        attribution: "residents".to_owned(),
        ..Claim::default()
    };
    let digest = Claim {
        document: "digest".to_owned(),
        excerpt: Excerpt::Text("At least six were killed.".to_owned()),
        date: date("2016-05-15"),
        places: vec![place],
        tolls: vec![toll(6, None)],
        ..Claim::default()
    };
    Event {
        id: "e1".to_owned(),
        title: "Shelling of al-Joura".to_owned(),
        event_type: EventType::Explosions,
        sub_event_type: Some(SubEventType::ShellingArtilleryMissileAttack),
        claims: vec![verbatim, digest],
        ..Event::default()
    }
}

fn rumour() -> Event {
    let claim = Claim { document: "digest".to_owned(), ..Claim::default() };
    Event {
        id: "e2".to_owned(),
        title: "A rumour".to_owned(),
        claims: vec![claim],
        ..Event::default()
    }
}

fn march() -> Event {
    let at = |lon: f64, lat: f64| LonLat::new(lon, lat).unwrap();
    let square = [(40.10, 35.30), (40.10, 35.40), (40.20, 35.40), (40.20, 35.30), (40.10, 35.30)];
    let place = ClaimPlace {
        name: "the old quarters".to_owned(),
        position: Some(at(40.15, 35.35)),
        // Clockwise, as a source may draw it.
        shape: Some(Shape::Polygons(vec![vec![square.map(|(lon, lat)| at(lon, lat)).to_vec()]])),
        ..ClaimPlace::default()
    };
    let date = ClaimDate {
        edtf: "2016-06~".parse().unwrap(),
        reason: "the month of the report".to_owned(),
        span: None,
    };
    let claim = Claim {
        document: "report".to_owned(),
        places: vec![place],
        date: Some(date),
        ..Claim::default()
    };
    Event {
        id: "e3".to_owned(),
        event_type: EventType::Protests,
        claims: vec![claim],
        ..Event::default()
    }
}

fn table() -> EventTable {
    let mut builder = TableBuilder::new(DatasetId(0), 0);
    for document in documents() {
        builder.add_document(&document).unwrap();
    }
    for event in [shelling(), rumour(), march()] {
        builder.add_event(&event).unwrap();
    }
    builder.finish().unwrap()
}

fn file(format: DataFormat) -> Vec<u8> {
    let table = table();
    write(format, &table, table.rows(), WriteOptions::default()).bytes
}

fn text(format: DataFormat) -> String {
    String::from_utf8(file(format)).unwrap()
}

#[test]
fn a_markdown_chronology_cites_each_account_and_marks_digests() {
    insta::assert_snapshot!(text(DataFormat::Markdown), @r#"
    # Chronology

    3 events, 1 undated, 1 unplaced. Full copy: nothing rounded, hidden or withheld.

    Tolls run from the lowest to the highest number stated; what is not stated is never counted as nobody. A digest is a summary in other words than the source's. Numbers in brackets are those of the sources at the end.

    ## May 2016

    **Sunday 15 May 2016** — Shelling of al-Joura

    - What: Explosions/Remote violence: Shelling/artillery/missile attack
    - Where: al-Joura · الجورة (35.34589° N, 40.12030° E, within 692 m)
    - Who: Syrian army
    - Toll: at least 4 killed (highest figure 6)
    - Identifier: e1

    > “Residents said on Sunday that &lt;shells&gt; &amp; mortars had hit al-Joura.
    > Four people died.”
    >
    > — Euphrates Post, \[1\] · according to residents

    > Digest, not the source's words: At least six were killed.
    >
    > — Monitor \*24\*, \[2\]

    ## June 2016

    **about June 2016 (2016-06\~)** — Protests, the old quarters

    - What: Protests
    - Why this date: the month of the report
    - Where: the old quarters (35.35000° N, 40.15000° E, drawn by the source)
    - Toll: not stated
    - Identifier: e3
    - Source: Euphrates Post, \[1\]

    ## Events without a date

    **date not known** — A rumour

    - What: Type not stated
    - Where: place not known
    - Toll: not stated
    - Identifier: e2
    - Source: Monitor \*24\*, \[2\]

    ## Events without a place

    They stand above under their dates, and on no map:

    - date not known: A rumour

    ## Sources

    1. Euphrates Post, “A night in al-Joura”, Monday 16 May 2016, <https://example.org/1>, source text
    2. Monitor \*24\*, date not stated, digest
    "#);
}

#[test]
fn a_placemark_has_its_span_of_days_its_circle_and_its_words() {
    let kml = text(DataFormat::Kml);
    let start = kml.find("<Placemark id=\"event-1\">").unwrap();
    let placemark = &kml[start..start + kml[start..].find("</Placemark>").unwrap()];
    // What the balloon says, and what this program reads back, have tests of their own.
    let without = |text: &str, from: &str, to: &str| {
        let start = text.find(from).unwrap() + from.len();
        let end = start + text[start..].find(to).unwrap();
        format!("{}…{}", &text[..start], &text[end..])
    };
    let short = without(placemark, "<description>", "</description>");
    let short = without(&short, "<Data name=\"deir-atlas\"><value>", "</value>");
    let short = without(&short, "<LinearRing><coordinates>", "</coordinates>");
    insta::assert_snapshot!(short.replace("><", ">\n<"), @r##"
    <Placemark id="event-1">
    <name>Shelling of al-Joura</name>
    <Snippet maxLines="1">Sunday 15 May 2016</Snippet>
    <description>…</description>
    <TimeSpan>
    <begin>2016-05-15</begin>
    <end>2016-05-15</end>
    </TimeSpan>
    <styleUrl>#type-1</styleUrl>
    <ExtendedData>
    <Data name="id">
    <value>e1</value>
    </Data>
    <Data name="title">
    <value>Shelling of al-Joura</value>
    </Data>
    <Data name="event_type">
    <value>Explosions/Remote violence</value>
    </Data>
    <Data name="sub_event_type">
    <value>Shelling/artillery/missile attack</value>
    </Data>
    <Data name="date">
    <value>2016-05-15</value>
    </Data>
    <Data name="first_day">
    <value>2016-05-15</value>
    </Data>
    <Data name="last_day">
    <value>2016-05-15</value>
    </Data>
    <Data name="place">
    <value>al-Joura</value>
    </Data>
    <Data name="actors">
    <value>Syrian army</value>
    </Data>
    <Data name="killed_min">
    <value>4</value>
    </Data>
    <Data name="excerpt">
    <value>Residents said on Sunday that &lt;shells&gt; &amp; mortars had hit al-Joura.
    Four people died.</value>
    </Data>
    <Data name="publisher">
    <value>Euphrates Post</value>
    </Data>
    <Data name="url">
    <value>https://example.org/1</value>
    </Data>
    <Data name="deir-atlas">
    <value>…</value>
    </Data>
    </ExtendedData>
    <MultiGeometry>
    <Point>
    <coordinates>40.1203,35.34589</coordinates>
    </Point>
    <Polygon>
    <outerBoundaryIs>
    <LinearRing>
    <coordinates>…</coordinates>
    </LinearRing>
    </outerBoundaryIs>
    </Polygon>
    </MultiGeometry>
    "##);
    assert!(kml.contains("<name>Without a place (1)</name>"));
}

#[test]
fn a_balloon_quotes_the_words_and_nothing_in_them_is_markup() {
    let kml = text(DataFormat::Kml);
    assert!(kml.contains("&lt;blockquote"), "HTML, escaped for XML");
    assert!(kml.contains("&amp;lt;shells&amp;gt;"), "a source's signs, escaped in HTML");
    assert!(kml.contains("Digest, not the source"));
    assert!(kml.contains("Euphrates Post"));
    assert!(kml.contains("&lt;a href=\"https://example.org/1\"&gt;"));
}

#[test]
fn polygons_run_counterclockwise_and_features_are_styled() {
    let json: serde_json::Value = serde_json::from_slice(&file(DataFormat::GeoJson)).unwrap();
    let features = json["features"].as_array().unwrap();
    let ring = features.iter().find_map(|f| f["geometry"]["coordinates"][0].as_array()).unwrap();
    assert_eq!(ring[1], serde_json::json!([40.20, 35.30]), "the source drew it clockwise");
    assert_eq!(features[0]["properties"]["marker-color"], "#d98b12");
    assert_eq!(features[0]["properties"]["killed_min"], 4);
    assert_eq!(json["deir-atlas"]["redaction"]["profile"], "full");
}

fn opened(bytes: &[u8]) -> rusqlite::Connection {
    let mut database = rusqlite::Connection::open_in_memory().unwrap();
    database.deserialize_read_exact("main", bytes, bytes.len(), true).unwrap();
    database
}

#[test]
fn a_geopackage_has_what_the_standard_requires() {
    let bytes = file(DataFormat::GeoPackage);
    assert_eq!(bytes[68..72], *b"GPKG");
    let database = opened(&bytes);
    let one = |sql: &str| database.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    let is_ok: String = database.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(is_ok, "ok");
    assert_eq!(one("SELECT count(*) FROM pragma_foreign_key_check"), 0);
    // Requirement 11: three reference systems at least.
    for srs in [-1, 0, 4326] {
        let sql = format!("SELECT count(*) FROM gpkg_spatial_ref_sys WHERE srs_id = {srs}");
        assert_eq!(one(&sql), 1);
    }
    // Requirements 21 to 29: each layer of features has one geometry column of
    // the type of its table.
    let layers = "SELECT count(*) FROM gpkg_contents c JOIN gpkg_geometry_columns g USING \
                  (table_name) JOIN pragma_table_info(c.table_name) i ON i.name = g.column_name \
                  WHERE c.data_type = 'features' AND i.type = g.geometry_type_name";
    assert_eq!(one(layers), 4);
    assert_eq!(one("SELECT count(*) FROM gpkg_contents WHERE data_type = 'attributes'"), 3);
    assert_eq!(one("SELECT count(*) FROM events"), 3);
    assert_eq!(one("SELECT count(*) FROM claims"), 4);
    assert_eq!(one("SELECT count(*) FROM areas"), 2, "a circle and what the source drew");
    let days: (String, String, String) = database
        .query_row(
            "SELECT first_day, last_day, edtf FROM events WHERE event_id = 'e3'",
            [],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .unwrap();
    assert_eq!(days, ("2016-06-01".into(), "2016-06-30".into(), "2016-06~".into()));
    let unknown = "SELECT geom IS NULL AND first_day IS NULL AND killed_min IS NULL FROM events \
                   WHERE event_id = 'e2'";
    assert_eq!(one(unknown), 1, "what is not known is null");
    assert_eq!(bytes, file(DataFormat::GeoPackage), "the same bytes again");
}

#[test]
fn a_table_of_another_geopackage_is_read_by_its_column_names() {
    let mut database = rusqlite::Connection::open_in_memory().unwrap();
    database
        .execute_batch(
            "CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT);
             CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INT);
             CREATE TABLE strikes (fid INTEGER PRIMARY KEY, shape BLOB, date DATE, title TEXT);
             INSERT INTO gpkg_contents VALUES ('strikes', 'features');
             INSERT INTO gpkg_geometry_columns VALUES ('strikes', 'shape', 4326);",
        )
        .unwrap();
    let mut blob = b"GP\0\x01\xe6\x10\0\0\x01\x01\0\0\0".to_vec();
    blob.extend(40.15f64.to_le_bytes());
    blob.extend(35.33f64.to_le_bytes());
    database
        .execute("INSERT INTO strikes VALUES (1, ?1, '2016-05-14', 'One strike')", [blob])
        .unwrap();
    let bytes = database.serialize("main").unwrap().to_vec();
    let table = read(&bytes, "strikes.gpkg", &ReadOptions::default()).unwrap().table;
    let row = table.rows().next().unwrap();
    assert_eq!(table.title(row), "One strike");
    assert_eq!(table.span(row).unwrap().first.to_string(), "2016-05-14");
    assert!(table.is_placed(row));
}

#[test]
fn a_damaged_database_is_refused_without_a_panic() {
    let mut bytes = file(DataFormat::GeoPackage);
    for at in (100..bytes.len()).step_by(37) {
        bytes[at] ^= 0x5a;
    }
    assert!(matches!(
        read(&bytes, "x.gpkg", &ReadOptions::default()),
        Err(ReadError::Database { .. } | ReadError::Json { .. } | ReadError::Form { .. }) | Ok(_)
    ));
    let cut = &file(DataFormat::GeoPackage)[..5000];
    assert!(read(cut, "x.gpkg", &ReadOptions::default()).is_err());
}

#[test]
fn a_capsule_is_whole_and_opens_as_it_was() {
    let bytes = file(DataFormat::Capsule);
    let checked = capsule::check(&bytes);
    assert_eq!(checked.faults, []);
    assert!(bytes.ends_with(checked.seal.as_bytes()), "the seal ends the file");
    let names = archive::names(&bytes).unwrap();
    for name in ["README.txt", EVENTS_PART, "chronology.txt", "documents/0001.txt", "gazetteer.csv"]
    {
        assert!(names.iter().any(|other| other == name), "{name} is not in {names:?}");
    }
    let table = read(&bytes, "c.deircapsule", &ReadOptions::default()).unwrap().table;
    assert_eq!(table.n_events(), 3);
    let places = checked.part(&bytes, "gazetteer.csv").unwrap();
    let (overlay, problems) = deir_atlas::gazetteer::Overlay::read(places);
    assert_eq!((overlay.places.len(), problems.len()), (1, 0));
}

#[test]
fn a_changed_byte_is_found_where_it_is() {
    let whole = file(DataFormat::Capsule);
    let at = whole.windows(9).position(|w| w == b"Residents").unwrap();
    let mut bytes = whole.clone();
    bytes[at] = b'r';
    let checked = capsule::check(&bytes);
    let [Fault::Changed { part, ranges }] = &checked.faults[..] else {
        panic!("{:?}", checked.faults)
    };
    assert_eq!(part, EVENTS_PART);
    let start = archive::scan(&whole).into_iter().find(|p| p.name == *part).unwrap().range.start;
    assert!(ranges[0].contains(&(at - start)));
    let error = read(&bytes, "c", &ReadOptions::default()).unwrap_err();
    assert!(error.to_string().contains("changed within bytes"), "{error}");
    let asked = ReadOptions { even_if_damaged: true, ..ReadOptions::default() };
    let outcome = read(&bytes, "c", &asked).unwrap();
    assert_eq!(outcome.table.n_events(), 3);
    assert!(outcome.problems.iter().any(|problem| problem.reason.contains("changed within")));
}

#[test]
fn missing_and_added_parts_and_a_cut_file_are_named() {
    let whole = file(DataFormat::Capsule);
    let parts: Vec<(String, Vec<u8>)> = archive::scan(&whole)
        .into_iter()
        .map(|part| (part.name, whole[part.range].to_vec()))
        .collect();
    let packed = |parts: &[(String, Vec<u8>)]| {
        let entries: Vec<archive::Entry<'_>> = parts
            .iter()
            .map(|(name, bytes)| archive::Entry { name, bytes, packing: archive::Packing::Stored })
            .collect();
        let tail = &whole[whole.len() - capsule::SEAL_PREFIX.len() - 64..];
        archive::pack(&entries, std::str::from_utf8(tail).unwrap()).unwrap()
    };
    assert_eq!(packed(&parts), whole, "taken apart and put together again");
    let mut other = parts.clone();
    other.retain(|(name, _)| name != "chronology.txt");
    other.push(("extra.txt".to_owned(), b"more".to_vec()));
    let faults = capsule::check(&packed(&other)).faults;
    assert!(faults.contains(&Fault::Missing { part: "chronology.txt".to_owned() }), "{faults:?}");
    assert!(faults.contains(&Fault::Added { part: "extra.txt".to_owned() }), "{faults:?}");
    let mut forged = parts;
    for (name, bytes) in &mut forged {
        if name == MANIFEST_PART {
            bytes.push(b' ');
        }
    }
    let faults = capsule::check(&packed(&forged)).faults;
    assert!(matches!(faults[0], Fault::Manifest { .. }), "{faults:?}");
    let cut = &whole[..whole.len() / 2];
    assert!(capsule::is_capsule(cut));
    let error = read(cut, "c", &ReadOptions::default()).unwrap_err().to_string();
    assert!(error.contains("the capsule is damaged"), "{error}");
}

#[test]
fn a_public_capsule_holds_neither_view_nor_overlay() {
    let table = table();
    let how = Redaction { profile: Profile::Public, ..Redaction::default() };
    let copy = redact(&table, table.rows(), Gazetteer::bundled(), &how).unwrap();
    let options = WriteOptions {
        notice: copy.notice,
        view: Some("{\"filter\":{\"text\":\"secret\"}}"),
        overlay: Some("id,name_en\nsecret,secret\n"),
        ..WriteOptions::default()
    };
    let written = write(DataFormat::Capsule, &copy.table, copy.rows.iter().copied(), options);
    assert!(!String::from_utf8_lossy(&written.bytes).contains("secret"));
    assert_eq!(written.losses.len(), 2, "and says so");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn no_change_of_a_capsule_goes_unnoticed(at in any::<prop::sample::Index>(), bytes in prop::collection::vec(any::<u8>(), 1..40)) {
        let whole = file(DataFormat::Capsule);
        let mut changed = whole.clone();
        let at = at.index(whole.len());
        for (offset, byte) in bytes.iter().enumerate().take(whole.len() - at) {
            changed[at + offset] = *byte;
        }
        prop_assert_eq!(capsule::check(&changed).faults.is_empty(), changed == whole);
        let asked = ReadOptions { even_if_damaged: true, ..ReadOptions::default() };
        let _ = read(&changed, "c", &asked);
    }
}
