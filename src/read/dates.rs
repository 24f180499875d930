//! Dates as people and programs write them, read as EDTF.
//!
//! Nothing is guessed: where a date of digits allows two readings
//! (`02/01/2016`) both are given back, and the reader of the file decides by
//! the other rows of the column or asks.

use std::fmt;

use jiff::civil::Date;
use thiserror::Error;

use crate::model::{Day, DaySpan, Edtf};

/// Which comes first in dates such as `02/01/2016`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// 2 January.
    DayFirst,
    /// 1 February, as in the United States.
    MonthFirst,
}

impl fmt::Display for DateOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::DayFirst => "day before month",
            Self::MonthFirst => "month before day",
        })
    }
}

/// A date that was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateReading {
    /// The date. Where day and month cannot be told apart, an EDTF set of both days.
    pub edtf: Edtf,
    /// The order that this date proves, being impossible in the other.
    pub proves: Option<DateOrder>,
    /// Whether the date depends on the order of day and month.
    pub depends_on_order: bool,
}

/// Why a text is no date.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DateProblem {
    /// No form of date that is known.
    #[error("this is not understood as a date")]
    NotADate,
    /// The form is right, the day does not exist.
    #[error("there is no such day in the calendar")]
    NoSuchDay,
    /// A range that ends before it starts.
    #[error("the range ends before it starts")]
    Reversed,
    /// A day number of a spreadsheet.
    #[error("this looks like a spreadsheet's day number, not a date")]
    DayNumber,
}

impl DateProblem {
    /// What to do about it.
    #[must_use]
    pub const fn advice(&self) -> &'static str {
        match self {
            Self::NotADate => "write it as YYYY-MM-DD, YYYY-MM or YYYY, or as EDTF",
            Self::NoSuchDay => "correct it in the source file",
            Self::Reversed => "swap the two dates in the source file",
            Self::DayNumber => "format the column as dates (YYYY-MM-DD) before exporting it",
        }
    }
}

/// Reads a date. `order` settles dates such as `02/01/2016`; without it such a
/// date becomes the EDTF set of its two readings.
///
/// Understood: EDTF; ISO 8601 with a time of day; `20160130`; `30.1.2016`,
/// `30/1/16`; `16 May 2025`, `16-May-25`, `May 16, 2025`, `May 2025`; the same
/// with the month names of the Levant and of Egypt and the Gulf and with
/// Arabic-Indic digits; two of them as a range (`2016-01-14 - 2016-01-15`,
/// `14-15 January 2016`). Two-digit years 00 to 68 are 2000 to 2068 (POSIX).
///
/// # Errors
/// [`DateProblem`] with the reason.
pub fn read_date(text: &str, order: Option<DateOrder>) -> Result<DateReading, DateProblem> {
    if let Some(date) = iso_day(text.as_bytes()) {
        return date.map(Edtf::from_date).map(certain).ok_or(DateProblem::NoSuchDay);
    }
    let text = text.trim();
    if let Ok(edtf) = text.parse::<Edtf>()
        && !text.contains('T')
    {
        return Ok(certain(edtf));
    }
    let plain = plain_letters(text);
    let whole = single(&plain, order);
    if whole.as_ref().err() != Some(&DateProblem::NotADate) {
        return whole;
    }
    range(&plain, order).unwrap_or(whole)
}

/// Reads a Unix time, in seconds or (from 12 digits on) milliseconds, as its day in UTC.
///
/// # Errors
/// [`DateProblem::NotADate`] when it is no whole number of seconds of the years 1 to 9999.
pub fn read_unix_time(text: &str) -> Result<DateReading, DateProblem> {
    let text = text.trim();
    let number = text.split_once('.').map_or(text, |(whole, _)| whole);
    let value: i64 = number.parse().map_err(|_| DateProblem::NotADate)?;
    let seconds =
        if number.trim_start_matches('-').len() >= 12 { value.div_euclid(1000) } else { value };
    i32::try_from(seconds.div_euclid(86_400))
        .ok()
        .and_then(|day| Day::from_number(day).date())
        .map(|date| certain(Edtf::from_date(date)))
        .ok_or(DateProblem::NotADate)
}

fn certain(edtf: Edtf) -> DateReading {
    DateReading { edtf, proves: None, depends_on_order: false }
}

/// `YYYY-MM-DD`; the inner `None` for a day that does not exist.
fn iso_day(bytes: &[u8]) -> Option<Option<Date>> {
    let &[y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = bytes else { return None };
    let digits = [y0, y1, y2, y3, m0, m1, d0, d1];
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let [y0, y1, y2, y3, m0, m1, d0, d1] = digits.map(|digit| digit - b'0');
    let year = i16::from(y0) * 1000 + i16::from(y1) * 100 + i16::from(y2) * 10 + i16::from(y3);
    Some(Date::new(year, (m0 * 10 + m1) as i8, (d0 * 10 + d1) as i8).ok())
}

/// Lower case, ASCII digits, no marks of direction, no tatweel, no Arabic vowel signs.
fn plain_letters(text: &str) -> String {
    text.chars()
        .filter(|c| {
            !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
                | '\u{640}' | '\u{64b}'..='\u{652}' | '\u{feff}')
        })
        .map(|c| match c {
            '٠'..='٩' => char::from(b'0' + (c as u32 - '٠' as u32) as u8),
            '۰'..='۹' => char::from(b'0' + (c as u32 - '۰' as u32) as u8),
            'أ' | 'إ' | 'آ' => 'ا',
            '\u{a0}' | '\u{202f}' => ' ',
            '٫' => '.',
            '،' => ',',
            _ => c,
        })
        .flat_map(char::to_lowercase)
        .collect()
}

/// Month names in lower case after [`plain_letters`]. English words of more
/// than three letters are also known by their first three.
const MONTHS: [&[&str]; 12] = [
    &["january", "يناير", "كانون الثاني", "كانون ثاني", "جانفي"],
    &["february", "فبراير", "شباط", "فيفري"],
    &["march", "مارس", "اذار"],
    &["april", "ابريل", "نيسان", "افريل"],
    &["may", "مايو", "ايار", "ماي"],
    &["june", "يونيو", "يونيه", "حزيران", "جوان"],
    &["july", "يوليو", "يوليه", "تموز", "جويلية"],
    &["august", "اغسطس", "اب", "اوت"],
    &["september", "سبتمبر", "ايلول"],
    &["october", "اكتوبر", "تشرين الاول", "تشرين اول"],
    &["november", "نوفمبر", "تشرين الثاني", "تشرين ثاني"],
    &["december", "ديسمبر", "كانون الاول", "كانون اول"],
];

/// Words that stand beside dates and say nothing more.
const IGNORED: [&str; 28] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "tues",
    "wed",
    "thu",
    "thur",
    "thurs",
    "fri",
    "sat",
    "sun",
    "of",
    "the",
    "on",
    "am",
    "pm",
    "utc",
    "gmt",
    "z",
    "يوم",
    "من",
    "عام",
];

/// Arabic weekdays after [`plain_letters`].
const ARABIC_WEEKDAYS: [&str; 8] =
    ["السبت", "الاحد", "الاثنين", "الاتنين", "الثلاثاء", "الاربعاء", "الخميس", "الجمعة"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Value and number of digits.
    Number(u32, usize),
    Month(i8),
}

fn month(word: &str) -> Option<i8> {
    (1..).zip(MONTHS).find_map(|(number, names)| {
        let named = names.contains(&word)
            || (word == "sept" && number == 9)
            || (word.len() == 3 && names[0].starts_with(word));
        named.then_some(number)
    })
}

/// The date's parts in order, without weekdays and time of day, and whether it is doubted.
fn parts(text: &str) -> Option<(Vec<Part>, bool)> {
    let (text, doubted) = match text.trim().strip_suffix('?') {
        Some(rest) => (rest, true),
        None => (text.trim(), false),
    };
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if first.is_ascii_digit() {
            let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            let (digits, after) = rest.split_at(end);
            // A colon after it: the rest is a time of day, which a day does not need.
            if after.starts_with(':') && !parts.is_empty() {
                break;
            }
            parts.push(Part::Number(digits.parse().ok()?, digits.len()));
            rest = ["st", "nd", "rd", "th"]
                .iter()
                .find_map(|suffix| after.strip_prefix(suffix))
                .filter(|after| !after.starts_with(char::is_alphabetic))
                .unwrap_or(after);
            // `2016-01-30t23:10`
            if parts.len() >= 3 && rest.starts_with('t') {
                break;
            }
        } else if first.is_alphabetic() {
            let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            // Levantine months of two words.
            let two = after.strip_prefix(' ').and_then(|more| {
                let end = more.find(|c: char| !c.is_alphabetic()).unwrap_or(more.len());
                month(&format!("{word} {}", &more[..end])).map(|number| (number, &more[end..]))
            });
            rest = after;
            if let Some((number, after)) = two {
                parts.push(Part::Month(number));
                rest = after;
            } else if let Some(number) = month(word) {
                // `كانون الثاني/يناير`: both names of the same month.
                if parts.last() != Some(&Part::Month(number)) {
                    parts.push(Part::Month(number));
                }
            } else if !IGNORED.contains(&word) && !ARABIC_WEEKDAYS.contains(&word) {
                return None;
            }
        } else if matches!(first, ' ' | '-' | '/' | '.' | ',' | '–' | '—' | '\u{2011}') {
            rest = &rest[first.len_utf8()..];
        } else {
            return None;
        }
    }
    Some((parts, doubted))
}

fn single(text: &str, order: Option<DateOrder>) -> Result<DateReading, DateProblem> {
    use Part::{Month, Number};
    let (parts, doubted) = parts(text).ok_or(DateProblem::NotADate)?;
    let reading = match parts[..] {
        // With and without a doubt the year alone is EDTF, and was read as such.
        [Number(year, 4)] => of_year(year),
        [Number(digits, 8)] => day(digits / 10_000, digits / 100 % 100, digits % 100),
        [Number(_, 5)] => Err(DateProblem::DayNumber),
        [Number(y, 4), Number(m, 1 | 2), Number(d, 1 | 2)] => day(y, m, d),
        [Number(y, 4), Number(m, 1 | 2)] => of_month(y, m),
        [Number(m, 1 | 2), Number(y, 4)] => of_month(y, m),
        [Number(y, 4), Month(m)] | [Month(m), Number(y, 4)] => of_month(y, m as u32),
        [Number(y, 4), Month(m), Number(d, 1 | 2)] => day(y, m as u32, d),
        [Number(d, 1 | 2), Month(m), Number(y, n)] | [Month(m), Number(d, 1 | 2), Number(y, n)] => {
            day(full_year(y, n)?, m as u32, d)
        }
        [Number(first, 1 | 2), Number(last, 1 | 2), Month(m), Number(y, 4)]
        | [Month(m), Number(first, 1 | 2), Number(last, 1 | 2), Number(y, 4)] => {
            between(day(y, m as u32, first)?, day(y, m as u32, last)?)
        }
        [Number(a, 1 | 2), Number(b, 1 | 2), Number(y, n)] => {
            numeric(a, b, full_year(y, n)?, order)
        }
        _ => Err(DateProblem::NotADate),
    }?;
    if !doubted {
        return Ok(reading);
    }
    let text = format!("{}?", reading.edtf);
    text.parse().map(|edtf| DateReading { edtf, ..reading }).map_err(|_| DateProblem::NotADate)
}

fn full_year(year: u32, n_digits: usize) -> Result<u32, DateProblem> {
    match (n_digits, year) {
        (4, year) => Ok(year),
        (2, 0..=68) => Ok(2000 + year),
        (2, 69..=99) => Ok(1900 + year),
        _ => Err(DateProblem::NotADate),
    }
}

fn civil(year: u32, month: u32, day: u32) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn day(year: u32, month: u32, day: u32) -> Result<DateReading, DateProblem> {
    civil(year, month, day).map(|date| certain(Edtf::from_date(date))).ok_or(DateProblem::NoSuchDay)
}

fn of_month(year: u32, month: u32) -> Result<DateReading, DateProblem> {
    format!("{year:04}-{month:02}")
        .parse()
        .map_err(|_| DateProblem::NoSuchDay)
        .and_then(|edtf| if month > 12 { Err(DateProblem::NoSuchDay) } else { Ok(certain(edtf)) })
}

fn of_year(year: u32) -> Result<DateReading, DateProblem> {
    format!("{year:04}").parse().map(certain).map_err(|_| DateProblem::NotADate)
}

/// `a` and `b` are day and month in either order.
fn numeric(
    a: u32,
    b: u32,
    year: u32,
    order: Option<DateOrder>,
) -> Result<DateReading, DateProblem> {
    let (day_first, month_first) = (civil(year, b, a), civil(year, a, b));
    let (date, proves) = match (day_first, month_first) {
        (None, None) => return Err(DateProblem::NoSuchDay),
        (Some(date), None) => (date, Some(DateOrder::DayFirst)),
        (None, Some(date)) => (date, Some(DateOrder::MonthFirst)),
        (Some(date), Some(_)) if a == b => (date, None),
        (Some(day_first), Some(month_first)) => {
            let edtf = match order {
                Some(DateOrder::DayFirst) => Edtf::from_date(day_first),
                Some(DateOrder::MonthFirst) => Edtf::from_date(month_first),
                None => {
                    let earlier = day_first.min(month_first);
                    let later = day_first.max(month_first);
                    format!("[{earlier},{later}]").parse().map_err(|_| DateProblem::NotADate)?
                }
            };
            return Ok(DateReading { edtf, proves: None, depends_on_order: true });
        }
    };
    // A day that exists only in the order that was ruled out: both are reported as they are.
    Ok(DateReading { edtf: Edtf::from_date(date), proves, depends_on_order: false })
}

/// From the first possible day of one to the last of the other.
fn between(start: DateReading, end: DateReading) -> Result<DateReading, DateProblem> {
    let proves = start.proves.or(end.proves);
    let depends_on_order = start.depends_on_order || end.depends_on_order;
    let edtf = interval(&start.edtf, &end.edtf)?;
    Ok(DateReading { edtf, proves, depends_on_order })
}

/// The interval from one date to another; the date itself where both are the same.
///
/// # Errors
/// [`DateProblem::Reversed`] when the end lies before the start.
pub fn interval(start: &Edtf, end: &Edtf) -> Result<Edtf, DateProblem> {
    if start == end {
        return Ok(start.clone());
    }
    let (first, last) = (start.span(), end.span());
    if last.last < first.first {
        return Err(DateProblem::Reversed);
    }
    let nested = [start, end].iter().any(|date| date.as_str().contains(['/', '[', '{']));
    if nested {
        return Ok(Edtf::from_span(DaySpan::new(first.first, last.last)));
    }
    format!("{start}/{end}").parse().map_err(|_| DateProblem::Reversed)
}

/// Two dates with a dash or a word between them; `None` when there are not two.
fn range(text: &str, order: Option<DateOrder>) -> Option<Result<DateReading, DateProblem>> {
    const BETWEEN: [&str; 10] =
        [" - ", " – ", " — ", " to ", " until ", " and ", " الى ", "–", "—", "/"];
    let text = text.strip_prefix("between ").or_else(|| text.strip_prefix("from ")).unwrap_or(text);
    BETWEEN.iter().find_map(|word| {
        let (start, end) = text.split_once(word)?;
        let (start, end) = (single(start, order).ok()?, single(end, order).ok()?);
        Some(between(start, end))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let got = read_date(text, Some(DateOrder::DayFirst)).map(|reading| reading.edtf);
        assert_eq!(got.as_ref().map(Edtf::as_str), Ok(expected), "{text}");
    }

    #[test]
    fn every_usual_form_is_read() {
        check("2016-01-30", "2016-01-30");
        check(" 2016-01-30 ", "2016-01-30");
        check("2016-01-XX", "2016-01-XX");
        check("2016-01-30?", "2016-01-30?");
        check("2016-01-14/2016-01-15", "2016-01-14/2016-01-15");
        check("[2015-10-01..]", "[2015-10-01..]");
        check("2016-01-30T23:10:00Z", "2016-01-30");
        check("2016-01-30 23:10", "2016-01-30");
        check("2016-01-30 23:10:05+03:00", "2016-01-30");
        check("2016/1/30", "2016-01-30");
        check("2016-1-5", "2016-01-05");
        check("20160130", "2016-01-30");
        check("30.1.2016", "2016-01-30");
        check("30/01/2016 14:00", "2016-01-30");
        check("5-6-17", "2017-06-05");
        check("16 May 2025", "2025-05-16");
        check("16-May-25", "2025-05-16");
        check("16th of May, 2025", "2025-05-16");
        check("May 16, 2025", "2025-05-16");
        check("Sat, 30 Jan 2016", "2016-01-30");
        check("Sept 2016", "2016-09");
        check("January 2016", "2016-01");
        check("1/2016", "2016-01");
        check("2016", "2016");
        check("16 May 2016?", "2016-05-16?");
        check("٣٠ كانون الثاني ٢٠١٦", "2016-01-30");
        check("30 كانون الثاني/يناير 2016", "2016-01-30");
        check("السبت 30 يناير 2016", "2016-01-30");
        check("15 تشرين الأول 2016", "2016-10-15");
        check("٣٠/٠١/٢٠١٦", "2016-01-30");
        check("3 آب 2016", "2016-08-03");
    }

    #[test]
    fn two_dates_are_a_range() {
        check("2016-01-14 - 2016-01-15", "2016-01-14/2016-01-15");
        check("2016-01-14 to 2016-02", "2016-01-14/2016-02");
        check("14-15 January 2016", "2016-01-14/2016-01-15");
        check("14.1.2016 – 15.1.2016", "2016-01-14/2016-01-15");
        check("30.1.2016 - 30.1.2016", "2016-01-30");
    }

    #[test]
    fn digits_that_fit_two_orders_keep_both_days() {
        let read = |text, order| read_date(text, order).unwrap();
        let either = read("02/01/2016", None);
        assert_eq!(either.edtf.as_str(), "[2016-01-02,2016-02-01]");
        assert!(either.depends_on_order);
        assert_eq!(read("02/01/2016", Some(DateOrder::MonthFirst)).edtf.as_str(), "2016-02-01");
        assert_eq!(read("02/01/2016", Some(DateOrder::DayFirst)).edtf.as_str(), "2016-01-02");
        assert_eq!(read("13/01/2016", None).proves, Some(DateOrder::DayFirst));
        assert_eq!(read("01/13/2016", None).proves, Some(DateOrder::MonthFirst));
        assert_eq!(read("05/05/2016", None).proves, None);
        assert!(!read("05/05/2016", None).depends_on_order);
    }

    #[test]
    fn what_is_no_date_says_why() {
        let refused = |text: &str| read_date(text, None).unwrap_err();
        assert_eq!(refused("31.2.2016"), DateProblem::NoSuchDay);
        assert_eq!(refused("2016-02-31"), DateProblem::NoSuchDay);
        assert_eq!(refused("31 February 2016"), DateProblem::NoSuchDay);
        assert_eq!(refused("yesterday"), DateProblem::NotADate);
        assert_eq!(refused("Unknown"), DateProblem::NotADate);
        assert_eq!(refused("42399"), DateProblem::DayNumber);
        assert_eq!(refused("2016-01-15 - 2016-01-14"), DateProblem::Reversed);
        assert_eq!(refused("99999999999999999999"), DateProblem::NotADate);
    }

    #[test]
    fn unix_times_are_days_in_utc() {
        let read = |text| read_unix_time(text).map(|reading| reading.edtf.to_string());
        assert_eq!(read("1454198399"), Ok("2016-01-30".into()));
        assert_eq!(read("1454198399000"), Ok("2016-01-30".into()));
        assert_eq!(read("1454198400.5"), Ok("2016-01-31".into()));
        assert_eq!(read("99999999999999999"), Err(DateProblem::NotADate));
        assert_eq!(read("soon"), Err(DateProblem::NotADate));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,40}") {
            let _ = read_date(&text, None);
            let _ = read_unix_time(&text);
        }

        #[test]
        fn any_run_of_date_letters_is_read_or_refused(text in "[0-9a-f /.:,?T–-]{0,24}|[0-9]{1,2} (may|aug|كانون الثاني) [0-9]{2,4}") {
            let _ = read_date(&text, None);
        }

        #[test]
        fn a_day_is_the_same_day_in_every_form(number in 0i32..30_000) {
            let date = Day::from_number(number).date().unwrap();
            let (y, m, d) = (date.year(), date.month(), date.day());
            let expected = Edtf::from_date(date);
            let name = MONTHS[m as usize - 1][0];
            let arabic = MONTHS[m as usize - 1][1];
            for text in [
                format!("{y}{m:02}{d:02}"), format!("{d}.{m}.{y}"), format!("{d} {name} {y}"),
                format!("{name} {d}, {y}"), format!("{d} {arabic} {y}"), format!("{y}/{m}/{d}"),
                format!("{date} 10:00"),
            ] {
                prop_assert_eq!(
                    read_date(&text, Some(DateOrder::DayFirst)).map(|r| r.edtf),
                    Ok(expected.clone()), "{}", text
                );
            }
        }
    }
}
