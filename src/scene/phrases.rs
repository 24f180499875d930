//! Dates, tolls, places and citations in words: the same in the window, in
//! pictures and in files.

use std::fmt::Write;

use crate::gazetteer::{Gazetteer, Place, PlaceIdx, PositionStatus};
use crate::model::{
    ClaimRef, Day, DaySpan, DocumentKind, Edtf, EventTable, LonLat, Outcome, Placement, Row,
    TollRange,
};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const WEEKDAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// How much room there is for words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// `Sat 16 Jan 2016`.
    Short,
    /// `Saturday 16 January 2016`.
    Long,
}

/// A day in words: weekday, day, month, year. An open start or end has none.
#[must_use]
pub fn day(day: Day, length: Length) -> String {
    let Some(date) = day.date() else { return "an open date".to_owned() };
    let weekday = WEEKDAYS[date.weekday().to_monday_zero_offset() as usize % 7];
    let month = MONTHS[(date.month() as usize + 11) % 12];
    let cut = |word: &'static str| if length == Length::Short { &word[..3] } else { word };
    format!("{} {} {} {}", cut(weekday), date.day(), cut(month), date.year())
}

/// A day without its weekday: `16 January 2016`.
fn plain_day(day: Day) -> String {
    day.date().map_or_else(String::new, |date| {
        format!("{} {} {}", date.day(), MONTHS[(date.month() as usize + 11) % 12], date.year())
    })
}

/// A span of days in words; whole months and years are named as such.
#[must_use]
pub fn span(span: DaySpan, length: Length) -> String {
    let DaySpan { first, last } = span;
    match (first.is_bounded(), last.is_bounded()) {
        (false, false) => return "any date".to_owned(),
        (true, false) => return format!("on or after {}", day(first, length)),
        (false, true) => return format!("on or before {}", day(last, length)),
        (true, true) if first == last => return day(first, length),
        (true, true) => {}
    }
    let (Some(a), Some(b)) = (first.date(), last.date()) else { return "any date".to_owned() };
    let starts_month = a.day() == 1;
    let ends_month = b.day() == b.days_in_month();
    let month = |date: jiff::civil::Date| MONTHS[(date.month() as usize + 11) % 12];
    if starts_month && ends_month {
        let same_year = a.year() == b.year();
        return match (a.month(), b.month()) {
            (1, 12) if same_year => a.year().to_string(),
            (1, 12) => format!("{}–{}", a.year(), b.year()),
            (from, to) if same_year && from == to => format!("{} {}", month(a), a.year()),
            _ if same_year => format!("{}–{} {}", month(a), month(b), a.year()),
            _ => format!("{} {} – {} {}", month(a), a.year(), month(b), b.year()),
        };
    }
    if (a.year(), a.month()) == (b.year(), b.month()) {
        return format!("{}–{} {} {}", a.day(), b.day(), month(a), a.year());
    }
    if length == Length::Short {
        return format!("{} – {}", day(first, length), day(last, length));
    }
    format!("{} – {}", plain_day(first), plain_day(last))
}

/// A date in words, with what is doubted about it.
#[must_use]
pub fn date(edtf: &Edtf, length: Length) -> String {
    let words = span(edtf.span(), length);
    match (edtf.is_approximate(), edtf.is_uncertain()) {
        (false, false) => words,
        (true, false) => format!("about {words}"),
        (false, true) => format!("{words}, uncertain"),
        (true, true) => format!("about {words}, uncertain"),
    }
}

/// A range of people: `150–170`, `at least 31`, `12`.
#[must_use]
pub fn toll_numbers(min: Option<u32>, max: Option<u32>) -> String {
    match (min, max) {
        (Some(min), Some(max)) if min == max => min.to_string(),
        (Some(min), Some(max)) => format!("{min}–{max}"),
        (Some(min), None) => format!("at least {min}"),
        (None, Some(max)) => format!("at most {max}"),
        (None, None) => "number not stated".to_owned(),
    }
}

/// What became of people: `killed`, `killed or wounded`.
#[must_use]
pub const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Killed => "killed",
        Outcome::Wounded => "wounded",
        Outcome::KilledOrWounded => "killed or wounded",
        Outcome::Captured => "captured",
    }
}

/// A toll over all claims: `140–170 killed`, `at least 140 killed (170 is the highest figure)`.
#[must_use]
pub fn toll_range(range: TollRange, of: Outcome) -> String {
    let numbers = toll_numbers(Some(range.min), range.max);
    let of = outcome(of);
    if range.max.is_none() && range.highest_stated > range.min {
        format!("{numbers} {of} (highest figure {})", range.highest_stated)
    } else {
        format!("{numbers} {of}")
    }
}

/// All tolls of an event in one line; `toll not stated` when no claim gives a number.
#[must_use]
pub fn tolls(table: &EventTable, row: Row) -> String {
    let parts: Vec<String> = Outcome::ALL
        .into_iter()
        .filter_map(|of| Some(toll_range(table.toll_range(row, of)?, of)))
        .collect();
    if parts.is_empty() { "toll not stated".to_owned() } else { parts.join(" · ") }
}

/// Whose toll: `civilians`, `government forces`.
#[must_use]
pub fn who(word: &str) -> &str {
    match word {
        "civilian" => "civilians",
        "government" => "government forces",
        "isis" => "Islamic State",
        "opposition" => "opposition",
        "coalition" => "coalition",
        "sdf" => "SDF",
        "russian" => "Russian forces",
        "total" => "in all",
        other => other,
    }
}

/// The title of an event: its own, or its type and first place.
#[must_use]
pub fn title(table: &EventTable, row: Row) -> String {
    let own = table.title(row);
    if !own.is_empty() {
        return own.to_owned();
    }
    let kind =
        table.sub_event_type(row).map_or_else(|| table.event_type(row).name(), |kind| kind.name());
    let names: Vec<String> =
        table.placements(row).take(2).map(|place| place_name(table, &place).0).collect();
    if names.is_empty() { kind.to_owned() } else { format!("{kind}, {}", names.join(" and ")) }
}

/// English and Arabic name of a placement: the user's own gazetteer's, the bundled
/// one's, or as the source spells it. The Arabic one is empty where there is none.
#[must_use]
pub fn place_name(table: &EventTable, placement: &Placement) -> (String, String) {
    let gazetteer = Gazetteer::bundled();
    let id = table.string(placement.place);
    let spelled = table.string(placement.name);
    if let Some(own) = table.own_places().and_then(|own| own.places.get(id)) {
        return (own.name_en.clone(), own.name_ar.clone());
    }
    match gazetteer.by_id(id) {
        Some(index) => {
            let place = gazetteer.place(index);
            (place.name_en.to_string(), place.name_ar.to_string())
        }
        None if !spelled.is_empty() => (spelled.to_owned(), String::new()),
        None if !id.is_empty() => (id.to_owned(), String::new()),
        None => match placement.position() {
            Some(position) => (
                format!("{:.4}° E, {:.4}° N", position.lon_deg(), position.lat_deg()),
                String::new(),
            ),
            None => ("place not stated".to_owned(), String::new()),
        },
    }
}

/// A distance for people: `350 m`, `2.5 km`, `94 km`.
#[must_use]
pub fn distance(metres: f64) -> String {
    if metres < 1_000.0 {
        format!("{:.0} m", metres)
    } else if metres < 10_000.0 {
        format!("{:.1} km", metres / 1_000.0)
    } else {
        format!("{:.0} km", metres / 1_000.0)
    }
}

/// The nearest of eight directions: `north`, `north-east`, ... `bearing_deg` is
/// clockwise from north.
#[must_use]
pub fn compass(bearing_deg: f64) -> &'static str {
    const NAMES: [&str; 8] =
        ["north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"];
    let eighth = (bearing_deg.rem_euclid(360.0) / 45.0).round();
    // Not a number becomes 0.
    NAMES[eighth as usize % 8]
}

/// What a document's text is, as a label.
#[must_use]
pub const fn document_kind(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Verbatim => "SOURCE TEXT",
        DocumentKind::Digest => "DIGEST",
    }
}

/// Degrees with five decimals, about a metre: `35.33691° N, 40.12567° E`.
#[must_use]
pub fn coordinates(position: LonLat) -> String {
    let side = |degrees: f64, positive: &'static str, negative: &'static str| {
        format!("{:.5}° {}", degrees.abs(), if degrees < 0.0 { negative } else { positive })
    };
    format!("{}, {}", side(position.lat_deg(), "N", "S"), side(position.lon_deg(), "E", "W"))
}

/// How far a place's position is to be believed.
#[must_use]
pub const fn position_status(status: PositionStatus) -> &'static str {
    match status {
        PositionStatus::Sourced => "The position is from a published source.",
        PositionStatus::Derived => "The position was worked out from published data; see the note.",
        PositionStatus::Unverified => {
            "Not verified: the position is from general knowledge; no source is known."
        }
        PositionStatus::Unplaced => "Not placed: no source gives a position.",
        PositionStatus::Line => "A line, not a point.",
        PositionStatus::User => "The position is from your own gazetteer.",
    }
}

/// The places that a place lies in, the nearest first.
#[must_use]
pub fn parents(gazetteer: &Gazetteer, place: PlaceIdx) -> Vec<&Place> {
    // No chain is longer; a user's data cannot make a loop endless.
    const LONGEST: usize = 8;
    std::iter::successors(gazetteer.place(place).parent, |at| gazetteer.place(*at).parent)
        .take(LONGEST)
        .map(|at| gazetteer.place(at))
        .collect()
}

/// The name of a language of reports by its BCP 47 code; the code itself for others.
#[must_use]
pub fn language(code: &str) -> &str {
    match code.split('-').next().unwrap_or(code) {
        "ar" => "Arabic",
        "de" => "German",
        "en" => "English",
        "fa" => "Persian",
        "fr" => "French",
        "ku" | "kmr" => "Kurdish",
        "ru" => "Russian",
        "tr" => "Turkish",
        _ => code,
    }
}

/// A citation of a claim: publisher, headline, date, link, the words it rests
/// on and their hash. A digest is never put in quotation marks.
#[must_use]
pub fn citation(claim: &ClaimRef<'_>) -> String {
    let mut text = String::new();
    let excerpt = claim.excerpt().trim();
    let Some(document) = claim.document() else {
        return format!("{excerpt} (no source stated)");
    };
    let stated = |part: &str, otherwise: &str| {
        if part.is_empty() { otherwise.to_owned() } else { part.to_owned() }
    };
    // Writing to a string cannot fail.
    let _ = write!(text, "{}", stated(document.publisher(), "Publisher not stated"));
    if !document.author().is_empty() {
        let _ = write!(text, " ({})", document.author());
    }
    if !document.title().is_empty() {
        let _ = write!(text, ", “{}”", document.title());
    }
    let published = document
        .published()
        .map_or_else(|| "date not stated".to_owned(), |edtf| date(&edtf, Length::Long));
    let _ = write!(text, ", {published}");
    if !document.url().is_empty() {
        let _ = write!(text, ", {}", document.url());
    }
    text.push_str(". ");
    match document.kind() {
        _ if excerpt.is_empty() => {}
        DocumentKind::Verbatim => {
            let _ = write!(text, "“{excerpt}”");
        }
        DocumentKind::Digest => {
            let _ = write!(text, "Digest, not the source's words: {excerpt}");
        }
    }
    if !document.sha256().is_empty() {
        let _ = write!(text, " [SHA-256 {}]", document.sha256());
    }
    text.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Claim, DatasetId, Document, Event, EventType, Excerpt, TableBuilder, Toll};

    #[track_caller]
    fn check(edtf: &str, expected: &str) {
        assert_eq!(date(&edtf.parse().unwrap(), Length::Long), expected, "{edtf}");
    }

    #[test]
    fn dates_say_what_is_known_and_what_is_doubted() {
        check("2016-01-16", "Saturday 16 January 2016");
        check("2016-01-30?", "Saturday 30 January 2016, uncertain");
        check("2016-01~", "about January 2016");
        check("2016", "2016");
        check("201X", "2010–2019");
        check("2017-01-14/2017-01-15", "14–15 January 2017");
        check("2016-11-28/2016-12-02", "28 November 2016 – 2 December 2016");
        check("2016-34", "April–June 2016");
        check("[2015-10-01..]", "on or after Thursday 1 October 2015");
        check("../2016-01-17", "on or before Sunday 17 January 2016");
        assert_eq!(date(&"2016-05-14".parse().unwrap(), Length::Short), "Sat 14 May 2016");
    }

    fn table(event: &Event) -> EventTable {
        let mut builder = TableBuilder::new(DatasetId(0), 0);
        builder
            .add_document(&Document::<String> {
                id: "d".into(),
                publisher: "Test Wire".into(),
                published: "2016-01-17".parse().ok(),
                url: "https://example.org/1".into(),
                text: "At least four were killed.".into(),
                ..Document::default()
            })
            .unwrap();
        builder.add_event(event).unwrap();
        builder.finish().unwrap()
    }

    fn event(tolls: Vec<Toll>) -> Event {
        let claim = Claim {
            document: "d".into(),
            excerpt: Excerpt::Span(0..26),
            tolls,
            ..Claim::default()
        };
        Event {
            id: "e".into(),
            event_type: EventType::Battles,
            claims: vec![claim],
            ..Event::default()
        }
    }

    #[test]
    fn an_unknown_toll_is_not_zero() {
        let toll =
            |min, max| Toll { who: "total".into(), outcome: Outcome::Killed, min, max, span: None };
        let words = |all: Vec<Toll>| tolls(&table(&event(all)), Row(0));
        assert_eq!(words(vec![]), "toll not stated");
        assert_eq!(words(vec![toll(None, None)]), "toll not stated");
        assert_eq!(words(vec![toll(Some(0), Some(0))]), "0 killed");
        assert_eq!(words(vec![toll(Some(31), None)]), "at least 31 killed");
        assert_eq!(words(vec![toll(Some(140), Some(159))]), "140–159 killed");
    }

    #[test]
    fn a_digest_is_cited_as_a_digest() {
        let table = table(&event(vec![]));
        let claim = table.claims(Row(0)).next().unwrap();
        assert_eq!(
            citation(&claim),
            "Test Wire, Sunday 17 January 2016, https://example.org/1. \
             Digest, not the source's words: At least four were killed."
        );
    }

    #[test]
    fn an_event_without_title_is_named_by_what_and_where() {
        assert_eq!(title(&table(&event(vec![])), Row(0)), "Battles");
    }
}
