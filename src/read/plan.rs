//! What the rows of one table are read by, and what was met in them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::model::{ActorRole, Outcome};

use super::columns::{Bound, ColumnMap, Role, Source};
use super::coordinates::{Bulk, read_degrees, read_pair};
use super::dates::{DateOrder, DateReading, read_date};
use super::geometry::read_wkt;
use super::headers::OWN_PROPERTY;
use super::problem::RowProblem;

/// What rows are read by: the columns' roles by role, and what the file as a whole says.
#[derive(Debug, Clone)]
pub(super) struct Plan<'p> {
    pub source: Source,
    pub header: &'p [String],
    pub columns: Columns,
    pub tolls: Vec<TollColumns<'p>>,
    pub properties: Vec<(usize, Cow<'p, str>)>,
    /// Decided order of day and month.
    pub order: Option<DateOrder>,
    /// Where most positions lie.
    pub bulk: Bulk,
    /// Identifier and title of the document for rows that name none: the file itself.
    pub file: &'p str,
}

/// Positions of the columns of each role; `None` where the table has none.
#[derive(Debug, Clone, Default)]
pub(super) struct Columns {
    pub id: Option<usize>,
    pub title: Option<usize>,
    pub date: Option<usize>,
    pub date_start: Option<usize>,
    pub date_end: Option<usize>,
    pub unix_time: Option<usize>,
    pub year: Option<usize>,
    pub month: Option<usize>,
    pub day: Option<usize>,
    pub date_precision: Option<usize>,
    pub date_reason: Option<usize>,
    pub event_type: Option<usize>,
    pub sub_event_type: Option<usize>,
    pub type_of_violence: Option<usize>,
    pub background: Option<usize>,
    pub lon: Option<usize>,
    pub lat: Option<usize>,
    pub lat_lon: Option<usize>,
    pub geometry: Option<usize>,
    pub radius: Option<usize>,
    pub precision_acled: Option<usize>,
    pub precision_ucdp: Option<usize>,
    pub precision_words: Option<usize>,
    pub place_id: Option<usize>,
    pub place: Option<usize>,
    pub place_reason: Option<usize>,
    pub document_id: Option<usize>,
    pub document_kind: Option<usize>,
    pub publisher: Option<usize>,
    pub author: Option<usize>,
    pub url: Option<usize>,
    pub document_title: Option<usize>,
    pub published: Option<usize>,
    pub language: Option<usize>,
    pub sha256: Option<usize>,
    pub excerpt: Option<usize>,
    pub digest: Option<usize>,
    pub note: Option<usize>,
    pub attribution: Option<usize>,
    pub actors: Vec<(usize, ActorRole)>,
    pub regions: Vec<usize>,
}

impl Columns {
    fn new(map: &ColumnMap) -> Self {
        let one = |role: Role| map.column(&role);
        let all = |role: Role| {
            let has = move |(index, other): (usize, &Role)| (*other == role).then_some(index);
            map.roles.iter().enumerate().filter_map(has)
        };
        let mut actors: Vec<(usize, ActorRole)> = [
            (Role::Attacker, ActorRole::Attacker),
            (Role::Target, ActorRole::Target),
            (Role::Actor, ActorRole::Other),
        ]
        .into_iter()
        .flat_map(|(role, meaning)| all(role).map(move |index| (index, meaning)))
        .collect();
        actors.sort_by_key(|(index, _)| *index);
        Self {
            id: one(Role::Id),
            title: one(Role::Title),
            date: one(Role::Date),
            date_start: one(Role::DateStart),
            date_end: one(Role::DateEnd),
            unix_time: one(Role::UnixTime),
            year: one(Role::Year),
            month: one(Role::Month),
            day: one(Role::Day),
            date_precision: one(Role::DatePrecision),
            date_reason: one(Role::DateReason),
            event_type: one(Role::EventType),
            sub_event_type: one(Role::SubEventType),
            type_of_violence: one(Role::TypeOfViolence),
            background: one(Role::Background),
            lon: one(Role::Lon),
            lat: one(Role::Lat),
            lat_lon: one(Role::LatLon),
            geometry: one(Role::Geometry),
            radius: one(Role::Radius),
            precision_acled: one(Role::PrecisionAcled),
            precision_ucdp: one(Role::PrecisionUcdp),
            precision_words: one(Role::PrecisionWords),
            place_id: one(Role::PlaceId),
            place: one(Role::Place),
            place_reason: one(Role::PlaceReason),
            document_id: one(Role::DocumentId),
            document_kind: one(Role::DocumentKind),
            publisher: one(Role::Publisher),
            author: one(Role::Author),
            url: one(Role::Url),
            document_title: one(Role::DocumentTitle),
            published: one(Role::Published),
            language: one(Role::Language),
            sha256: one(Role::Sha256),
            excerpt: one(Role::Excerpt),
            digest: one(Role::Digest),
            note: one(Role::Note),
            attribution: one(Role::Attribution),
            actors,
            regions: all(Role::Region).collect(),
        }
    }

    /// Whether rows say more of their document than publisher and link.
    pub const fn has_rare_document(&self) -> bool {
        self.document_id.is_some()
            || self.document_kind.is_some()
            || self.author.is_some()
            || self.document_title.is_some()
            || self.published.is_some()
            || self.language.is_some()
            || self.sha256.is_some()
    }
}

/// The columns that together give one toll.
#[derive(Debug, Clone)]
pub(super) struct TollColumns<'p> {
    pub who: &'p str,
    pub outcome: Outcome,
    pub min: Option<usize>,
    pub max: Option<usize>,
    pub range: Option<usize>,
    /// Whether 0 also stands for "no information" in this data set.
    pub zero_is_unknown: bool,
}

/// What was met in the rows read so far, beside problems of single rows.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub problems: Vec<RowProblem>,
    pub n_read: usize,
    pub n_held_back: usize,
    pub n_zero_tolls: usize,
    pub n_geocoded: usize,
    pub n_without_match: usize,
    pub n_day_first: usize,
    pub n_month_first: usize,
    pub n_depending_on_order: usize,
    /// Line and value of the first date that depends on the order.
    pub first_depending: Option<(u64, String)>,
    /// Words for types that are no ACLED type, with their number.
    pub unknown_types: BTreeMap<String, usize>,
    /// Hash of each event's identifier with its line.
    pub ids: Vec<(u64, u64)>,
}

impl<'p> TollColumns<'p> {
    const fn new(who: &'p str, outcome: Outcome) -> Self {
        Self { who, outcome, min: None, max: None, range: None, zero_is_unknown: false }
    }
}

impl Tally {
    pub fn join(&mut self, mut other: Self) {
        self.problems.append(&mut other.problems);
        self.ids.append(&mut other.ids);
        self.n_read += other.n_read;
        self.n_held_back += other.n_held_back;
        self.n_zero_tolls += other.n_zero_tolls;
        self.n_geocoded += other.n_geocoded;
        self.n_without_match += other.n_without_match;
        self.n_day_first += other.n_day_first;
        self.n_month_first += other.n_month_first;
        self.n_depending_on_order += other.n_depending_on_order;
        self.first_depending = self.first_depending.take().or(other.first_depending);
        for (word, n) in other.unknown_types {
            *self.unknown_types.entry(word).or_default() += n;
        }
    }
}

impl<'p> Plan<'p> {
    pub fn new(map: &'p ColumnMap, file: &'p str) -> Self {
        let mut tolls: Vec<TollColumns<'p>> = Vec::new();
        let mut properties = Vec::new();
        let mut seen = FxHashMap::default();
        for (index, (role, name)) in map.roles.iter().zip(&map.header).enumerate() {
            *seen.entry(name.trim_start_matches('\u{feff}').trim()).or_default() += 1;
            if *role == Role::Property {
                properties.push((index, property_key(map, index, &seen)));
            }
            let Role::Toll { who, outcome, bound } = role else { continue };
            let same = |toll: &TollColumns<'_>| toll.who == who && toll.outcome == *outcome;
            let at = tolls.iter().position(same).unwrap_or_else(|| {
                tolls.push(TollColumns::new(who, *outcome));
                tolls.len() - 1
            });
            let toll = &mut tolls[at];
            match bound {
                Bound::Min => toll.min = Some(index),
                Bound::Max => toll.max = Some(index),
                Bound::Range => toll.range = Some(index),
            }
            // ACLED codes "no information" as 0; in UCDP a side without
            // identified dead may have some among the unknown.
            toll.zero_is_unknown |= name.eq_ignore_ascii_case("fatalities")
                || name.eq_ignore_ascii_case("deaths_civilians");
        }
        Self {
            source: map.source,
            header: &map.header,
            columns: Columns::new(map),
            tolls,
            properties,
            order: None,
            bulk: Bulk::default(),
            file,
        }
    }

    /// The stated position of a row in degrees, unchecked: for [`Bulk::of`].
    pub fn stated_position(&self, fields: &[Cow<'_, str>]) -> Option<(f64, f64)> {
        let cell = |index: Option<usize>| index.and_then(|i| fields.get(i)).map(|f| f.trim());
        let filled = |index| cell(index).filter(|text: &&str| !text.is_empty());
        if let (Some(lon), Some(lat)) = (filled(self.columns.lon), filled(self.columns.lat)) {
            return Some((read_degrees(lon)?.0, read_degrees(lat)?.0));
        }
        if let Some(pair) = filled(self.columns.lat_lon) {
            return read_pair(pair);
        }
        if let Some(pair) = filled(self.columns.place).and_then(read_pair) {
            return Some(pair);
        }
        read_wkt(filled(self.columns.geometry)?)?.first()?.first()
    }

    /// Every date cell of a row, read without a decided order.
    pub fn dates(&self, fields: &[Cow<'_, str>]) -> impl Iterator<Item = DateReading> {
        let columns = &self.columns;
        [columns.date, columns.date_start, columns.date_end]
            .into_iter()
            .filter_map(|index| fields.get(index?))
            .filter_map(|text| read_date(text, None).ok())
    }
}

/// The header's name, told apart where several columns have the same.
fn property_key<'p>(
    map: &'p ColumnMap,
    index: usize,
    seen: &FxHashMap<&'p str, usize>,
) -> Cow<'p, str> {
    let name = map.header[index].trim_start_matches('\u{feff}').trim();
    if map.source == Source::DeirAtlas {
        return Cow::Borrowed(name.strip_prefix(OWN_PROPERTY).unwrap_or(name));
    }
    match seen.get(name) {
        _ if name.is_empty() => Cow::Owned(format!("column {}", index + 1)),
        None | Some(0 | 1) => Cow::Borrowed(name),
        Some(n) => Cow::Owned(format!("{name} ({n})")),
    }
}
