//! Dates as people type them into the "from" and "to" fields.

use jiff::civil::Date;
use thiserror::Error;

use crate::model::{Day, DaySpan, Edtf};

use super::folding::folded;

/// Why typed words are no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TypedDateError {
    /// Nothing was typed.
    #[error("type a date, such as 2016, 2016-01, 16 Jan 2016 or 16/1/2016")]
    Empty,
    /// Not of any form that is understood.
    #[error("this is not a date; 2016, 2016-01, 16 Jan 2016 and 16/1/2016 are")]
    Form,
    /// Of a form that is understood, but the calendar has no such day.
    #[error("the calendar has no such day")]
    NoSuchDay,
}

/// The days that typed words mean: a day, or all days of a month or year.
///
/// Understood are EDTF (`2016-01`, `2016-01-16`, `2015-10-01/2016-01-31`), the
/// same with `/` or `.` between the parts, day before month before year
/// (`16/1/2016`, `16.1.2016`, `1/2016`), and English month names with a year
/// (`Jan 2016`, `16 January 2016`, `January 16, 2016`). Arabic-Indic digits do.
///
/// A number below 13 in front of a month's number is a day, as everywhere
/// outside the United States.
///
/// # Errors
/// [`TypedDateError`], in words for the person who typed.
///
/// # Example
/// ```
/// # use deir_atlas::query::typed_date;
/// let january = typed_date("Jan 2016").unwrap();
/// assert_eq!(january.first.to_string(), "2016-01-01");
/// assert_eq!(january.last.to_string(), "2016-01-31");
/// ```
pub fn typed_date(text: &str) -> Result<DaySpan, TypedDateError> {
    // Folding would part EDTF at its hyphens, so only the digits are taken from it.
    let text: String = text
        .trim()
        .chars()
        .map(|letter| match folded(letter.encode_utf8(&mut [0; 4])).as_bytes() {
            [digit @ b'0'..=b'9'] => char::from(*digit),
            _ => letter,
        })
        .collect();
    if text.is_empty() {
        return Err(TypedDateError::Empty);
    }
    if let Ok(edtf) = text.parse::<Edtf>() {
        return Ok(edtf.span());
    }
    let parts: Vec<&str> = text
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect();
    let number = |part: &str| part.parse::<i16>().ok();
    let is_year = |part: &str| part.len() == 4 && number(part).is_some();
    match parts.as_slice() {
        [month, year] if is_year(year) => span_of(number(year), month_number(month), None),
        [year, month] if is_year(year) => span_of(number(year), month_number(month), None),
        [day, month, year] if is_year(year) && number(day).is_some() => {
            span_of(number(year), month_number(month), Some(number(day)))
        }
        [month, day, year] if is_year(year) => {
            span_of(number(year), month_number(month), Some(number(day)))
        }
        [year, month, day] if is_year(year) => {
            span_of(number(year), month_number(month), Some(number(day)))
        }
        _ => Err(TypedDateError::Form),
    }
}

/// The number of a month given as a number or by its English name, of which
/// three letters are enough.
fn month_number(part: &str) -> Option<i16> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    if let Ok(number) = part.parse() {
        return Some(number);
    }
    let part = part.to_lowercase();
    // "Sept" and the like are beginnings of the whole name.
    (1..).zip(NAMES).find(|(_, name)| part.len() >= 3 && name.starts_with(&part)).map(|(n, _)| n)
}

/// `month` is `None` for a whole year; `day` is `None` for a whole month.
fn span_of(
    year: Option<i16>,
    month: Option<i16>,
    day: Option<Option<i16>>,
) -> Result<DaySpan, TypedDateError> {
    let year = year.ok_or(TypedDateError::Form)?;
    let date = |month: i16, day: i16| {
        let month = i8::try_from(month).map_err(|_| TypedDateError::NoSuchDay)?;
        let day = i8::try_from(day).map_err(|_| TypedDateError::NoSuchDay)?;
        Date::new(year, month, day).map_err(|_| TypedDateError::NoSuchDay)
    };
    let month = month.ok_or(TypedDateError::Form)?;
    match day {
        Some(day) => Ok(DaySpan::day(date(month, day.ok_or(TypedDateError::Form)?)?.into())),
        None => {
            let first = date(month, 1)?;
            Ok(DaySpan { first: first.into(), last: Day::from(first.last_of_month()) })
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, first: &str, last: &str) {
        let span = typed_date(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!((span.first.to_string(), span.last.to_string()), (first.into(), last.into()));
    }

    #[test]
    fn dates_are_understood_as_people_type_them() {
        check("2016", "2016-01-01", "2016-12-31");
        check(" 2016-01 ", "2016-01-01", "2016-01-31");
        check("2016-02-29", "2016-02-29", "2016-02-29");
        check("2016-2", "2016-02-01", "2016-02-29");
        check("2016/1/16", "2016-01-16", "2016-01-16");
        check("16/1/2016", "2016-01-16", "2016-01-16");
        check("16.01.2016", "2016-01-16", "2016-01-16");
        check("5-6-2016", "2016-06-05", "2016-06-05");
        check("1/2016", "2016-01-01", "2016-01-31");
        check("Jan 2016", "2016-01-01", "2016-01-31");
        check("sept. 2016", "2016-09-01", "2016-09-30");
        check("16 January 2016", "2016-01-16", "2016-01-16");
        check("January 16, 2016", "2016-01-16", "2016-01-16");
        check("2016 Jan 16", "2016-01-16", "2016-01-16");
        check("2015-10-01/2016-01-31", "2015-10-01", "2016-01-31");
        check("٢٠١٦-٠١", "2016-01-01", "2016-01-31");
    }

    #[test]
    fn what_is_no_date_says_so() {
        for (text, error) in [
            ("", TypedDateError::Empty),
            ("yesterday", TypedDateError::Form),
            ("16", TypedDateError::Form),
            ("Foo 2016", TypedDateError::Form),
            ("31/2/2016", TypedDateError::NoSuchDay),
            ("13/2016", TypedDateError::NoSuchDay),
            ("Jan Feb 2016", TypedDateError::Form),
        ] {
            assert_eq!(typed_date(text), Err(error), "{text}");
        }
    }

    proptest! {
        #[test]
        fn anything_typed_is_a_date_or_an_error(text in "\\PC{0,20}") {
            if let Ok(span) = typed_date(&text) {
                prop_assert!(span.first <= span.last);
            }
        }
    }
}
