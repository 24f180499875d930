//! Files in the form that others publish them, with invented rows: what their
//! columns mean arrives as date, position, radius and toll.

use deir_atlas::gazetteer::Gazetteer;
use deir_atlas::model::Row;
use deir_atlas::read::{ReadOptions, read};

/// Date, position, radius and tolls of a file's first event in words.
fn check(name: &str, text: &str, expected: &str) {
    let gazetteer = Some(Gazetteer::bundled());
    let options = ReadOptions { gazetteer: gazetteer.map(|g| g as _), ..ReadOptions::default() };
    let outcome = read(text.as_bytes(), name, &options).unwrap();
    assert!(outcome.problems.is_empty(), "{name}: {:?}", outcome.problems);
    let event = outcome.table.event(Row(0));
    let claim = &event.claims[0];
    let date = claim.date.as_ref().map_or("undated", |date| date.edtf.as_str());
    let place = claim.places.first().map_or("no place".to_owned(), |place| {
        let position = place.position.map_or("unplaced".to_owned(), |position| {
            format!("{:.4} {:.4}", position.lon_deg(), position.lat_deg())
        });
        let radius = place.radius_m.map_or("?".to_owned(), |radius_m| radius_m.to_string());
        format!("{} {position} ±{radius}", place.place)
    });
    let end = |end: Option<u32>| end.map_or("?".to_owned(), |n| n.to_string());
    let tolls: Vec<String> = claim
        .tolls
        .iter()
        .map(|t| format!("{} {} {}..{}", t.who, t.outcome.name(), end(t.min), end(t.max)))
        .collect();
    let found = format!("{date} | {} | {}", place.trim(), tolls.join(", "));
    assert_eq!(found, expected, "{name}");
}

#[test]
fn what_others_publish_is_understood() {
    // A conservative 0 is "no information" as often as nobody; a code is a radius.
    check(
        "acled.csv",
        "\u{feff}event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,actor2,\
         admin1,location,latitude,longitude,geo_precision,source,notes,fatalities\n\
         SYR1,16-May-17,3,Battles,Armed clash,A,B,Deir ez Zor,Hajin,34.69,40.83,2,S,Invented,0\n",
        "2017-05 | 40.8300 34.6900 ±10000 | ",
    );
    check(
        "ucdp.csv",
        "id,type_of_violence,side_a,side_b,where_prec,where_coordinates,latitude,longitude,\
         date_prec,date_start,date_end,deaths_civilians,best,high,low\n\
         7,1,A,B,1,Town,35.33,40.14,2,2016-01-16 00:00:00.000,2016-01-18 00:00:00.000,85,155,300,\
         135\n",
        "2016-01-16/2016-01-18 | 40.1400 35.3300 ±2500 | \
         civilian killed 85..85, total killed 135..300",
    );
    check(
        "airwars.json",
        r#"[{"unique_reference_code": "X1", "date": "2017-05-15", "latitude": "34.45",
             "longitude": "40.91", "geolocation_accuracy": "town", "grading": "fair",
             "strike_status": "likely strike", "civilians_killed_min": "30",
             "civilians_killed_max": "42", "civilians_injured_min": "20",
             "civilians_injured_max": ""}]"#,
        "2017-05-15 | 40.9100 34.4500 ±2500 | civilian killed 30..42, civilian wounded 20..?",
    );
    check(
        "airwars-posts.csv",
        "Post Date,Incident date,Title,Civilians reported killed,Location,Airwars ref code,lat,lon\n\
         2017-05-17,15/05/2017,Invented,2–5,Al Bukamal,X2,34.45,40.91\n",
        "2017-05-15 | 40.9100 34.4500 ±? | civilian killed 2..5",
    );
    // One column for both degrees, under the name that others use for a name.
    check(
        "atlos.csv",
        "slug,status,description,sensitive,location,date\n\
         AB1,To Do,Invented,Not Sensitive,\"35.3410, 40.1500\",2017-06-01\n",
        "2017-06-01 | 40.1500 35.3410 ±? | ",
    );
    // "governorate : place", without coordinates.
    check(
        "archive.json",
        r#"[{"incident_code": "D1", "incident_date": "2014-09-27", "summary_en": "Invented",
             "location": "دير الزور : القصور", "latitude": "", "longitude": ""}]"#,
        "2014-09-27 | al-qusour 40.1257 35.3369 ±614 | ",
    );
    // All values are strings, with decimal commas; day and month in the order of the instance.
    check(
        "timemap.json",
        r#"[{"id": "1", "description": "Invented", "date": "5/13/2016", "time": "12:00",
             "location": "Deir ez-Zor", "latitude": "35,338", "longitude": "40,121"}]"#,
        "2016-05-13 | 40.1210 35.3380 ±? | ",
    );
}
