//! Names of columns in the data sets that people bring, and what they mean.
//!
//! Sources: ACLED "Data export file" columns (2024); UCDP GED API and codebook
//! (v25.1); Airwars' assessment export; Atlos CSV; the Syrian Archive's
//! incidents; TimeMap; uMap and kepler.gl imports.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::Outcome;
use crate::model::event::TOTAL;

use super::columns::{Bound, ColumnMap, NAMED, Role, Source};

/// Columns that every CSV file of this program begins with.
pub const OWN_COLUMNS: [&str; 5] = ["id", "title", "event_type", "sub_event_type", "background"];

/// Before the key of a property in CSV files of this program.
pub const OWN_PROPERTY: &str = "property:";

impl ColumnMap {
    /// What the header suggests. A name decides, never a value. Every role but
    /// the repeatable ones goes to one column: the first by the order in which
    /// names are listed in this module. Columns that no name fits are properties.
    #[must_use]
    pub fn guess<S: AsRef<str>>(header: &[S]) -> Self {
        let plain: Vec<String> = header.iter().map(|name| plain_name(name.as_ref())).collect();
        let source = source_of(&plain);
        let mut roles = vec![Role::Property; header.len()];
        if source == Source::DeirAtlas {
            for (role, name) in roles.iter_mut().zip(header) {
                *role = own_role(name.as_ref()).unwrap_or_default();
            }
            return Self::new(source, header, roles);
        }
        let mut columns: FxHashMap<&str, usize> = FxHashMap::default();
        for (index, name) in plain.iter().enumerate() {
            columns.entry(name).or_insert(index);
        }
        let mut given: FxHashSet<Role> = FxHashSet::default();
        let mut give = |name: &str, role: &Role| {
            let Some(index) = columns.get(name) else { return };
            let is_free = roles[*index] == Role::Property;
            if is_free && (role.is_repeatable() || given.insert(role.clone())) {
                roles[*index] = role.clone();
            }
        };
        let own: &[(&str, Role)] = match source {
            Source::Acled => &ACLED,
            Source::Ucdp => &UCDP,
            Source::Airwars => &AIRWARS,
            Source::DeirAtlas | Source::Other => &[],
        };
        for (name, role) in own {
            give(name, role);
        }
        if !matches!(source, Source::Acled | Source::Ucdp) {
            for (names, role) in GENERIC {
                for name in *names {
                    give(name, role);
                }
            }
            suffixed_positions(&plain, &columns, &mut roles);
            for (index, name) in plain.iter().enumerate() {
                if roles[index] == Role::Property
                    && let Some(role) = toll_role(name)
                    && !roles.contains(&role)
                {
                    roles[index] = role;
                }
            }
        }
        // The parts of a date only matter where there is no date.
        if [Role::Date, Role::DateStart, Role::UnixTime].iter().any(|role| roles.contains(role)) {
            for role in &mut roles {
                if matches!(role, Role::Year | Role::Month | Role::Day) {
                    *role = Role::Property;
                }
            }
        }
        Self::new(source, header, roles)
    }
}

/// Lower case, runs of other signs than letters and digits as one `_`, Arabic alef forms as one.
pub(super) fn plain_name(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for c in name.trim_start_matches('\u{feff}').trim().chars().flat_map(char::to_lowercase) {
        match c {
            'أ' | 'إ' | 'آ' => plain.push('ا'),
            'ى' => plain.push('ي'),
            '\u{640}' | '\u{64b}'..='\u{652}' | '\u{200e}' | '\u{200f}' => {}
            _ if c.is_alphanumeric() => plain.push(c),
            _ if plain.ends_with('_') || plain.is_empty() => {}
            _ => plain.push('_'),
        }
    }
    plain.truncate(plain.trim_end_matches('_').len());
    plain
}

fn source_of(plain: &[String]) -> Source {
    let has = |name: &str| plain.iter().any(|column| column == name);
    if plain.iter().take(OWN_COLUMNS.len()).eq(OWN_COLUMNS.iter()) {
        Source::DeirAtlas
    } else if has("event_id_cnty") || (has("sub_event_type") && has("actor1") && has("fatalities"))
    {
        Source::Acled
    } else if has("type_of_violence") && (has("date_start") || has("best")) {
        Source::Ucdp
    } else if [
        "civilians_killed_min",
        "civilian_non_combatants_killed_min",
        "airwars_ref_code",
        "strike_status",
        "civilian_harm_status_slug",
    ]
    .iter()
    .any(|name| has(name))
    {
        Source::Airwars
    } else {
        Source::Other
    }
}

/// The role of a column of this program's own CSV files.
fn own_role(name: &str) -> Option<Role> {
    if name.starts_with(OWN_PROPERTY) {
        return None;
    }
    if matches!(name, "first_day" | "last_day" | "redaction") {
        return Some(Role::Derived);
    }
    NAMED.iter().find(|(own, _)| *own == name).map(|(_, role)| role.clone()).or_else(|| {
        let (rest, bound) = name
            .strip_suffix("_min")
            .map(|rest| (rest, Bound::Min))
            .or_else(|| name.strip_suffix("_max").map(|rest| (rest, Bound::Max)))?;
        // `x_killed_or_wounded` must not be read as the wounded of `x_killed_or`.
        let by_length =
            [Outcome::KilledOrWounded, Outcome::Captured, Outcome::Wounded, Outcome::Killed];
        by_length.into_iter().find_map(|outcome| {
            let who = rest.strip_suffix(outcome.name())?.strip_suffix('_')?;
            Some(Role::Toll { who: Cow::Owned(who.to_owned()), outcome, bound })
        })
    })
}

/// Columns such as `incident_lat`, `incident_lng`, as kepler.gl finds them.
fn suffixed_positions(plain: &[String], columns: &FxHashMap<&str, usize>, roles: &mut [Role]) {
    if roles.contains(&Role::Lon) || roles.contains(&Role::Lat) {
        return;
    }
    for (lat, name) in plain.iter().enumerate() {
        let stem = ["_lat", "_latitude"].iter().find_map(|suffix| name.strip_suffix(suffix));
        let Some(stem) = stem else { continue };
        let lon = ["_lng", "_lon", "_long", "_longitude"]
            .iter()
            .find_map(|suffix| columns.get(format!("{stem}{suffix}").as_str()).copied());
        if let Some(lon) = lon
            && roles[lon] == Role::Property
            && roles[lat] == Role::Property
        {
            (roles[lon], roles[lat]) = (Role::Lon, Role::Lat);
            return;
        }
    }
}

/// `civilians_killed_min`, `number_of_wounded`, `عدد القتلى`: a toll column by
/// its words; `None` as soon as one word is not known.
fn toll_role(name: &str) -> Option<Role> {
    let (mut who, mut outcome, mut bound) = (None, None, Bound::Range);
    for word in name.split('_') {
        match word {
            "killed" | "deaths" | "dead" | "fatalities" | "fatality" | "martyrs" | "kills"
            | "قتلي" | "القتلي" | "شهداء" | "الشهداء" | "الضحايا" => {
                outcome = Some(Outcome::Killed)
            }
            "wounded" | "injured" | "injuries" | "جرحي" | "الجرحي" | "مصابين" | "المصابين" =>
            {
                outcome = Some(Outcome::Wounded);
            }
            "casualties" => outcome = Some(Outcome::KilledOrWounded),
            "captured" | "arrested" | "detained" | "kidnapped" | "معتقلين" | "المعتقلين" =>
            {
                outcome = Some(Outcome::Captured);
            }
            "civilian" | "civilians" | "المدنيين" | "مدنيين" => {
                who = Some("civilian")
            }
            "government" | "regime" => who = Some("government"),
            "isis" | "daesh" | "isil" => who = Some("isis"),
            "militant" | "militants" => who = Some("militant"),
            "opposition" | "rebel" | "rebels" => who = Some("opposition"),
            "coalition" => who = Some("coalition"),
            "min" | "minimum" | "low" | "lowest" => bound = Bound::Min,
            "max" | "maximum" | "high" | "highest" => bound = Bound::Max,
            "n" | "no" | "num" | "number" | "count" | "of" | "total" | "people" | "persons"
            | "reported" | "estimate" | "est" | "non" | "combatants" | "عدد" => {}
            _ => return None,
        }
    }
    let who = Cow::Borrowed(who.unwrap_or(TOTAL));
    Some(Role::Toll { who, outcome: outcome?, bound })
}

const fn toll(who: &'static str, outcome: Outcome, bound: Bound) -> Role {
    Role::Toll { who: Cow::Borrowed(who), outcome, bound }
}

const ACLED: [(&str, Role); 26] = [
    ("event_id_cnty", Role::Id),
    ("data_id", Role::Id),
    ("event_date", Role::Date),
    ("time_precision", Role::DatePrecision),
    ("event_type", Role::EventType),
    ("sub_event_type", Role::SubEventType),
    ("actor1", Role::Actor),
    ("assoc_actor_1", Role::Actor),
    ("actor2", Role::Actor),
    ("assoc_actor_2", Role::Actor),
    ("country", Role::Region),
    ("admin1", Role::Region),
    ("admin2", Role::Region),
    ("admin3", Role::Region),
    ("location", Role::Place),
    ("latitude", Role::Lat),
    ("longitude", Role::Lon),
    ("geo_precision", Role::PrecisionAcled),
    ("source", Role::Publisher),
    ("notes", Role::Digest),
    ("fatalities", toll(TOTAL, Outcome::Killed, Bound::Range)),
    ("title", Role::Title),
    ("url", Role::Url),
    ("excerpt", Role::Excerpt),
    ("quote", Role::Excerpt),
    ("radius_m", Role::Radius),
];

const UCDP: [(&str, Role); 21] = [
    ("id", Role::Id),
    ("relid", Role::Id),
    ("type_of_violence", Role::TypeOfViolence),
    ("side_a", Role::Actor),
    ("side_b", Role::Actor),
    ("source_office", Role::Publisher),
    ("source_headline", Role::DocumentTitle),
    ("source_date", Role::Published),
    ("source_original", Role::Attribution),
    ("source_article", Role::Digest),
    ("where_coordinates", Role::Place),
    ("where_prec", Role::PrecisionUcdp),
    ("adm_1", Role::Region),
    ("adm_2", Role::Region),
    ("latitude", Role::Lat),
    ("longitude", Role::Lon),
    ("date_start", Role::DateStart),
    ("date_end", Role::DateEnd),
    ("low", toll(TOTAL, Outcome::Killed, Bound::Min)),
    ("high", toll(TOTAL, Outcome::Killed, Bound::Max)),
    ("deaths_civilians", toll("civilian", Outcome::Killed, Bound::Range)),
];

const AIRWARS: [(&str, Role); 26] = [
    ("unique_reference_code", Role::Id),
    ("airwars_ref_code", Role::Id),
    ("incident_date", Role::Date),
    ("date", Role::Date),
    ("date_end", Role::DateEnd),
    ("strike_type", Role::EventType),
    ("geolocation_accuracy", Role::PrecisionWords),
    ("geolocation_status", Role::PrecisionWords),
    ("permalink", Role::Url),
    ("airwars_link", Role::Url),
    ("post_date", Role::Published),
    ("summary", Role::Digest),
    ("observation", Role::Note),
    ("targeted_belligerents", Role::Actor),
    ("location_name", Role::Place),
    ("civilian_non_combatants_killed_min", toll("civilian", Outcome::Killed, Bound::Min)),
    ("civilian_non_combatants_killed_max", toll("civilian", Outcome::Killed, Bound::Max)),
    ("civilian_non_combatants_injured_min", toll("civilian", Outcome::Wounded, Bound::Min)),
    ("civilian_non_combatants_injured_max", toll("civilian", Outcome::Wounded, Bound::Max)),
    (
        "persons_directly_participating_in_hostilities_killed_min",
        toll("militant", Outcome::Killed, Bound::Min),
    ),
    (
        "persons_directly_participating_in_hostilities_killed_max",
        toll("militant", Outcome::Killed, Bound::Max),
    ),
    (
        "persons_directly_participating_in_hostilities_injured_min",
        toll("militant", Outcome::Wounded, Bound::Min),
    ),
    (
        "persons_directly_participating_in_hostilities_injured_max",
        toll("militant", Outcome::Wounded, Bound::Max),
    ),
    ("location_name_arabic", Role::Property),
    ("country", Role::Region),
    ("impact", Role::Property),
];

/// Names in any other table, each role's most telling name first.
const GENERIC: &[(&[&str], Role)] = &[
    (
        &[
            "id",
            "event_id",
            "incident_id",
            "incident_code",
            "reference_code",
            "ref",
            "uid",
            "slug",
            "معرف",
        ],
        Role::Id,
    ),
    (
        &[
            "date",
            "event_date",
            "incident_date",
            "date_of_incident",
            "date_of_event",
            "edtf",
            "day_date",
            "sqldate",
            "datetime",
            "date_time",
            "occurred",
            "occurred_at",
            "date_of_death",
            "when",
            "time_and_date",
            "التاريخ",
            "تاريخ",
            "تاريخ_الحادث",
            "تاريخ_الحادثة",
            "تاريخ_الواقعه",
            "تاريخ_الواقعة",
        ],
        Role::Date,
    ),
    (
        &[
            "date_start",
            "start_date",
            "start",
            "begin",
            "from",
            "date_from",
            "first_day",
            "تاريخ_البدايه",
            "تاريخ_البداية",
        ],
        Role::DateStart,
    ),
    (
        &[
            "date_end",
            "end_date",
            "end",
            "to",
            "until",
            "date_to",
            "last_day",
            "تاريخ_النهايه",
            "تاريخ_النهاية",
        ],
        Role::DateEnd,
    ),
    (&["unix_time", "unix", "epoch", "unixtime", "unix_timestamp"], Role::UnixTime),
    (&["timestamp", "time"], Role::Date),
    (&["year", "السنه", "السنة"], Role::Year),
    (&["month", "الشهر"], Role::Month),
    (&["day", "اليوم"], Role::Day),
    (&["date_reason"], Role::DateReason),
    (&["lon", "longitude", "lng", "long", "x", "lon_deg", "point_x", "خط_الطول"], Role::Lon),
    (
        &["lat", "latitude", "y", "lat_deg", "point_y", "خط_العرض", "دائره_العرض", "دائرة_العرض"],
        Role::Lat,
    ),
    (
        &[
            "lat_lon",
            "lat_lng",
            "latlon",
            "latlng",
            "latitude_longitude",
            "lat_long",
            "coordinates",
            "coords",
            "geolocation",
            "gps",
            "position",
            "احداثيات",
            "الاحداثيات",
        ],
        Role::LatLon,
    ),
    (&["geometry", "geom", "wkt", "geom_wkt", "the_geom", "geojson"], Role::Geometry),
    (&["radius_m", "radius", "accuracy_m", "uncertainty_m"], Role::Radius),
    (
        &["precision", "geolocation_accuracy", "location_precision", "geo_accuracy"],
        Role::PrecisionWords,
    ),
    (&["place_id", "gazetteer_id"], Role::PlaceId),
    (
        &[
            "place",
            "place_name",
            "location",
            "location_name",
            "neighbourhood",
            "neighborhood",
            "village",
            "town",
            "locality",
            "city",
            "area",
            "where",
            "المكان",
            "مكان",
            "الموقع",
            "موقع",
            "الحي",
            "حي",
            "البلده",
            "البلدة",
            "القريه",
            "القرية",
            "المدينه",
            "المدينة",
            "المنطقه",
            "المنطقة",
        ],
        Role::Place,
    ),
    (
        &["admin1", "adm_1", "province", "governorate", "state", "country", "المحافظه", "المحافظة"],
        Role::Region,
    ),
    (&["admin2", "adm_2", "district", "subdistrict"], Role::Region),
    (&["place_reason"], Role::PlaceReason),
    (
        &[
            "event_type",
            "type",
            "kind",
            "incident_type",
            "category",
            "strike_type",
            "النوع",
            "نوع_الحادث",
        ],
        Role::EventType,
    ),
    (&["sub_event_type", "subtype", "sub_type"], Role::SubEventType),
    (&["background"], Role::Background),
    (
        &[
            "attackers",
            "attacker",
            "perpetrator",
            "perpetrators",
            "responsible",
            "الجهه_المسؤوله",
            "الجهة_المسؤولة",
            "الفاعل",
        ],
        Role::Attacker,
    ),
    (&["targets", "target", "الهدف"], Role::Target),
    (&["actors", "actor", "actor1", "side_a", "armed_group", "belligerent"], Role::Actor),
    (&["actor2", "side_b"], Role::Actor),
    (&["document_id"], Role::DocumentId),
    (&["document_kind"], Role::DocumentKind),
    (
        &["publisher", "source", "source_name", "media", "outlet", "newspaper", "المصدر", "مصدر"],
        Role::Publisher,
    ),
    (&["author", "الكاتب"], Role::Author),
    (
        &[
            "url",
            "link",
            "source_url",
            "sourceurl",
            "online_link",
            "permalink",
            "href",
            "website",
            "الرابط",
            "رابط",
        ],
        Role::Url,
    ),
    (
        &["document_title", "source_title", "headline", "source_headline", "article_title"],
        Role::DocumentTitle,
    ),
    (
        &[
            "published",
            "publication_date",
            "date_published",
            "pub_date",
            "source_date",
            "تاريخ_النشر",
        ],
        Role::Published,
    ),
    (&["language", "lang", "اللغه", "اللغة"], Role::Language),
    (&["sha256"], Role::Sha256),
    (&["title", "title_en", "name", "العنوان", "عنوان"], Role::Title),
    (&["excerpt", "quote", "verbatim", "original_text", "نص", "النص", "اقتباس"], Role::Excerpt),
    (
        &[
            "digest",
            "notes",
            "summary",
            "description",
            "summary_en",
            "details",
            "text",
            "الوصف",
            "وصف",
            "ملاحظات",
            "الملخص",
        ],
        Role::Digest,
    ),
    (&["note", "comment", "comments", "remark"], Role::Note),
    (&["attribution", "according_to", "source_original"], Role::Attribution),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(header: &str, source: Source, expected: &str) {
        let columns: Vec<&str> = header.split(',').collect();
        let map = ColumnMap::guess(&columns);
        let roles: Vec<String> = map
            .header
            .iter()
            .zip(&map.roles)
            .filter(|(_, role)| **role != Role::Property)
            .map(|(name, role)| format!("{name}={role}"))
            .collect();
        assert_eq!((map.source, roles.join(" ").as_str()), (source, expected), "{header}");
    }

    #[test]
    fn headers_of_well_known_data_sets_are_understood() {
        check(
            "\u{feff}event_id_cnty,event_date,year,time_precision,event_type,actor1,location,latitude,longitude,notes,fatalities,timestamp",
            Source::Acled,
            "\u{feff}event_id_cnty=id event_date=date time_precision=date_precision event_type=event_type \
             actor1=actors location=place latitude=lat longitude=lon notes=digest \
             fatalities=toll:total:killed:range",
        );
        check(
            "id,year,type_of_violence,side_a,date_start,date_end,best,high,low,deaths_a",
            Source::Ucdp,
            "id=id type_of_violence=type_of_violence side_a=actors date_start=date_start \
             date_end=date_end high=toll:total:killed:max low=toll:total:killed:min",
        );
        check(
            "Post Date,Incident date,Title,Civilians reported killed,Location,Airwars ref code,Airwars link,lat,lon",
            Source::Airwars,
            "Post Date=published Incident date=date Title=title \
             Civilians reported killed=toll:civilian:killed:range Location=place \
             Airwars ref code=id Airwars link=url lat=lat lon=lon",
        );
        check(
            "incident_code,incident_date,title_en,location,latitude,longitude,confidence",
            Source::Other,
            "incident_code=id incident_date=date title_en=title location=place latitude=lat longitude=lon",
        );
    }

    #[test]
    fn any_other_header_is_read_by_its_words() {
        check(
            "التاريخ,المكان,عدد القتلى",
            Source::Other,
            "التاريخ=date المكان=place عدد القتلى=toll:total:killed:range",
        );
        check(
            "Start,End,Lat,Long,Killed (min),Killed (max)",
            Source::Other,
            "Start=date_start End=date_end Lat=lat Long=lon Killed (min)=toll:total:killed:min Killed (max)=toll:total:killed:max",
        );
        check(
            "strike_lat,strike_lng,when",
            Source::Other,
            "strike_lat=lat strike_lng=lon when=date",
        );
        check("year,month,place", Source::Other, "year=year month=month place=place");
        check("date,year,date", Source::Other, "date=date");
        check("women_killed,knee_wounded,deaths_a", Source::Other, "");
    }

    #[test]
    fn roles_are_written_and_read_back() {
        let toll = toll("civilian", Outcome::KilledOrWounded, Bound::Max);
        for role in Role::all().chain([toll]) {
            assert_eq!(role.to_string().parse(), Ok(role));
        }
        assert!("no such role".parse::<Role>().is_err());
    }

    #[test]
    fn a_role_moves_when_it_is_given_to_another_column() {
        let mut map = ColumnMap::guess(&["date", "reported on", "place"]);
        map.assign("reported on", Role::Date).unwrap();
        assert_eq!(map.roles, [Role::Property, Role::Date, Role::Place]);
        assert!(map.assign("nothing", Role::Lon).unwrap_err().contains("reported on"));
    }
}
