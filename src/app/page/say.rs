//! Dates, tolls, places and filters in the language of the page. English is the window's own, see
//! [`phrases`]; Arabic names months as they are named in Syria.

use crate::model::{Day, DaySpan, Edtf, EventTable, EventType, Outcome, Row, TollRange};
use crate::query::Filter;
use crate::scene::phrases::{self, Length};
use crate::scene::words::Language;

const WEEKDAYS_AR: [&str; 7] =
    ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"];

fn month_ar(date: jiff::civil::Date) -> &'static str {
    Language::Arabic.words().months[(date.month() as usize + 11) % 12]
}

fn day_ar(day: Day) -> String {
    let Some(date) = day.date() else { return "تاريخ مفتوح".to_owned() };
    let weekday = WEEKDAYS_AR[date.weekday().to_monday_zero_offset() as usize % 7];
    format!("{weekday} {} {} {}", date.day(), month_ar(date), date.year())
}

/// A span of days in words; whole months and years are named as such.
#[must_use]
pub fn span(span: DaySpan, language: Language) -> String {
    if language == Language::English {
        return phrases::span(span, Length::Short);
    }
    let DaySpan { first, last } = span;
    match (first.is_bounded(), last.is_bounded()) {
        (false, false) => return "أي تاريخ".to_owned(),
        (true, false) => return format!("منذ {}", day_ar(first)),
        (false, true) => return format!("حتى {}", day_ar(last)),
        (true, true) if first == last => return day_ar(first),
        (true, true) => {}
    }
    let (Some(a), Some(b)) = (first.date(), last.date()) else {
        return "أي تاريخ".to_owned();
    };
    if a.day() == 1 && b.day() == b.days_in_month() {
        let same_year = a.year() == b.year();
        return match (a.month(), b.month()) {
            (1, 12) if same_year => a.year().to_string(),
            (1, 12) => format!("من {} إلى {}", a.year(), b.year()),
            (from, to) if same_year && from == to => format!("{} {}", month_ar(a), a.year()),
            _ => format!("من {} {} إلى {} {}", month_ar(a), a.year(), month_ar(b), b.year()),
        };
    }
    format!("من {} إلى {}", day_ar(first), day_ar(last))
}

/// A date in words, with what is doubted about it.
#[must_use]
pub fn date(edtf: &Edtf, language: Language) -> String {
    if language == Language::English {
        return phrases::date(edtf, Length::Short);
    }
    let mut words = span(edtf.span(), language);
    if edtf.is_approximate() {
        words = format!("نحو {words}");
    }
    if edtf.is_uncertain() {
        words.push_str("، غير مؤكد");
    }
    words
}

/// The comma of a language.
#[must_use]
pub const fn comma(language: Language) -> &'static str {
    match language {
        Language::English => ",",
        Language::Arabic => "،",
    }
}

/// A distance: `350 m`, `2.5 km`.
#[must_use]
pub fn distance(metres: f64, language: Language) -> String {
    let words = phrases::distance(metres);
    match language {
        Language::English => words,
        Language::Arabic => words.replace("km", "كم").replace('m', "م"),
    }
}

/// When an event happened.
#[must_use]
pub fn when(table: &EventTable, row: Row, language: Language) -> String {
    match (table.span(row), language) {
        (Some(days), _) => span(days, language),
        (None, Language::English) => "undated".to_owned(),
        (None, Language::Arabic) => "بلا تاريخ".to_owned(),
    }
}

fn toll_ar(range: TollRange, outcome: Outcome) -> String {
    // A noun and a colon: right for every number.
    let noun = match outcome {
        Outcome::Killed => "القتلى",
        Outcome::Wounded => "الجرحى",
        Outcome::KilledOrWounded => "القتلى والجرحى",
        Outcome::Captured => "الأسرى",
    };
    match range.max {
        Some(max) if max == range.min => format!("{noun}: {max}"),
        Some(max) => format!("{noun}: {}–{max}", range.min),
        None if range.highest_stated > range.min => {
            format!("{noun}: {} على الأقل (أعلى رقم {})", range.min, range.highest_stated)
        }
        None => format!("{noun}: {} على الأقل", range.min),
    }
}

/// All tolls of an event in one line.
#[must_use]
pub fn tolls(table: &EventTable, row: Row, language: Language) -> String {
    if language == Language::English {
        return phrases::tolls(table, row);
    }
    let parts: Vec<String> = Outcome::ALL
        .into_iter()
        .filter_map(|outcome| Some(toll_ar(table.toll_range(row, outcome)?, outcome)))
        .collect();
    if parts.is_empty() {
        "الحصيلة غير مذكورة".to_owned()
    } else {
        parts.join(" · ")
    }
}

/// The places of an event, each in the language of the page where it has a name there.
#[must_use]
pub fn places(table: &EventTable, row: Row, language: Language) -> String {
    let mut names: Vec<String> = Vec::new();
    for placement in table.placements(row) {
        let (latin, arabic) = phrases::place_name(table, &placement);
        let name = match language {
            Language::Arabic if !arabic.is_empty() => arabic,
            _ => latin,
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    match (names.is_empty(), language) {
        (false, Language::English) => names.join(", "),
        (false, Language::Arabic) => names.join("، "),
        (true, Language::English) => "place not stated".to_owned(),
        (true, Language::Arabic) => "المكان غير مذكور".to_owned(),
    }
}

fn has_arabic(text: &str) -> bool {
    text.chars().any(|c| ('\u{0621}'..='\u{064A}').contains(&c))
}

/// The title of an event. On an Arabic page a title without an Arabic letter gives way to the type
/// and the places.
#[must_use]
pub fn title(table: &EventTable, row: Row, language: Language) -> String {
    match language {
        Language::Arabic if !has_arabic(table.title(row)) => {
            let kind = language.event_type(table.event_type(row));
            format!("{kind}، {}", places(table, row, language))
        }
        _ => phrases::title(table, row),
    }
}

/// A filter in words; empty when it asks for nothing.
#[must_use]
pub fn filter(filter: &Filter, language: Language) -> String {
    if language == Language::English {
        return super::filter_words(filter);
    }
    let mut parts: Vec<String> = Vec::new();
    let types = filter.event_types.iter().map(|kind: &EventType| language.event_type(*kind));
    let types: Vec<&str> = types.chain(filter.sub_event_types.iter().map(|k| k.name())).collect();
    if !types.is_empty() {
        parts.push(types.join(" أو "));
    }
    for (what, values) in
        [("الفاعل", &filter.actors), ("المكان", &filter.places), ("المصدر", &filter.publishers)]
    {
        let named: Vec<&str> =
            values.iter().map(|v| if v.is_empty() { "غير مذكور" } else { v.as_str() }).collect();
        if !named.is_empty() {
            parts.push(format!("{what}: {}", named.join(" أو ")));
        }
    }
    if let Some(radius_m) = filter.max_radius_m {
        let distance = distance(f64::from(radius_m), language);
        parts.push(format!("المكان معروف حتى {distance}"));
    }
    match filter.placed {
        Some(true) => parts.push("الأحداث ذات الموقع فقط".to_owned()),
        Some(false) => parts.push("الأحداث بلا موقع فقط".to_owned()),
        None => {}
    }
    if !filter.include_background {
        parts.push("بلا أحداث الخلفية".to_owned());
    }
    if !filter.text.trim().is_empty() {
        parts.push(format!("كلمات «{}»", filter.text.trim()));
    }
    if filter.extent.is_some() {
        parts.push("أحداث هذا الجزء من الخريطة".to_owned());
    }
    if !filter.hidden_datasets.is_empty() {
        parts.push(format!("ملفات مفتوحة مخفية: {}", filter.hidden_datasets.len()));
    }
    parts.join("؛ ")
}

/// What the caption says of a range that shows every day.
#[must_use]
pub fn all_dates(days: Option<DaySpan>, language: Language) -> String {
    match (days, language) {
        (Some(days), Language::English) => format!("all dates, {}", span(days, language)),
        (Some(days), Language::Arabic) => format!("كل التواريخ، {}", span(days, language)),
        (None, Language::English) => "no dated events".to_owned(),
        (None, Language::Arabic) => "لا أحداث مؤرخة".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(edtf: &str, expected: &str) {
        let days = edtf.parse::<Edtf>().unwrap().span();
        assert_eq!(span(days, Language::Arabic), expected, "{edtf}");
    }

    #[test]
    fn arabic_dates_use_the_months_of_the_region() {
        check("2016-01-16", "السبت 16 كانون الثاني 2016");
        check("2016-01", "كانون الثاني 2016");
        check("2016", "2016");
        check("2016-04/2016-06", "من نيسان 2016 إلى حزيران 2016");
        check(
            "2017-01-14/2017-01-15",
            "من السبت 14 كانون الثاني 2017 إلى الأحد 15 كانون الثاني 2017",
        );
        check("[2015-10-01..]", "منذ الخميس 1 تشرين الأول 2015");
    }

    #[test]
    fn arabic_tolls_say_what_is_open() {
        let toll = |min, max: Option<u32>, highest_stated| {
            toll_ar(TollRange { min, max, highest_stated }, Outcome::Killed)
        };
        assert_eq!(toll(150, Some(170), 170), "القتلى: 150–170");
        assert_eq!(toll(12, Some(12), 12), "القتلى: 12");
        assert_eq!(toll(31, None, 31), "القتلى: 31 على الأقل");
        assert_eq!(toll(31, None, 40), "القتلى: 31 على الأقل (أعلى رقم 40)");
    }

    #[test]
    fn an_arabic_filter_is_told_in_arabic() {
        let asked = Filter {
            event_types: [EventType::Battles].into(),
            include_background: false,
            text: "القصور".to_owned(),
            ..Filter::default()
        };
        assert_eq!(filter(&asked, Language::Arabic), "معارك؛ بلا أحداث الخلفية؛ كلمات «القصور»");
        assert_eq!(filter(&Filter::default(), Language::Arabic), "");
    }
}
