//! Dates as reports give them: EDTF (ISO 8601-2:2019, Annex A; Library of
//! Congress, "Extended Date/Time Format Specification", 2019).
//!
//! A date keeps its text as written, and the first and last day it allows.
//! Understood: days, months, years, seasons and quarters, `?` `~` `%` anywhere
//! level 2 allows them, unspecified digits (`2016-01-XX`, `201X`), intervals
//! (open ones too), and sets (`[2016-01-16,2016-01-18]`, `[2015-10-01..]`).
//! Years beyond four digits are refused: nothing that this is for needs them.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use thiserror::Error;

use super::day::{Day, DaySpan};

/// A date as EDTF text with the days it allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edtf {
    text: Box<str>,
    span: DaySpan,
    uncertain: bool,
    approximate: bool,
}

/// Why a text is no EDTF date.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{text}` is not an EDTF date: {reason}")]
pub struct EdtfError {
    /// The text as given.
    pub text: String,
    /// What is wrong with it.
    pub reason: EdtfProblem,
}

/// What is wrong with a text that should be EDTF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum EdtfProblem {
    /// Nothing there.
    #[error("it is empty")]
    Empty,
    /// Not of the form year, month, day.
    #[error("expected YYYY, YYYY-MM or YYYY-MM-DD, with ?, ~ or % where the date is uncertain")]
    Form,
    /// A month outside 01..=12 that is no season or quarter either.
    #[error("there is no such month")]
    Month,
    /// A day that its month does not have.
    #[error("that month has no such day")]
    Day,
    /// An interval or set whose end lies before its start.
    #[error("it ends before it starts")]
    Reversed,
    /// Neither end of an interval is known.
    #[error("neither end is known")]
    Unbounded,
}

impl Edtf {
    /// The exact day.
    #[must_use]
    pub fn from_date(date: Date) -> Self {
        Self {
            text: date.to_string().into(),
            span: DaySpan::day(date.into()),
            uncertain: false,
            approximate: false,
        }
    }

    /// The exact day, or the interval between two days.
    #[must_use]
    pub fn from_span(span: DaySpan) -> Self {
        let text = if span.first == span.last {
            span.first.to_string()
        } else {
            format!("{}/{}", span.first, span.last)
        };
        Self { text: text.into(), span, uncertain: false, approximate: false }
    }

    /// The EDTF text as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// First and last possible day.
    #[must_use]
    pub const fn span(&self) -> DaySpan {
        self.span
    }

    /// Whether the source or coder doubts it (`?` or `%`).
    #[must_use]
    pub const fn is_uncertain(&self) -> bool {
        self.uncertain
    }

    /// Whether it is about then (`~` or `%`).
    #[must_use]
    pub const fn is_approximate(&self) -> bool {
        self.approximate
    }

    /// Whether it is one calendar day that nobody doubts.
    #[must_use]
    pub fn is_exact_day(&self) -> bool {
        !self.uncertain && !self.approximate && self.span.n_days() == Some(1)
    }
}

impl fmt::Display for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for Edtf {
    type Err = EdtfError;

    /// # Errors
    /// [`EdtfError`] with the reason; see [`EdtfProblem`].
    fn from_str(text: &str) -> Result<Self, EdtfError> {
        let text = text.trim();
        let span = whole(text).map_err(|reason| EdtfError { text: text.to_owned(), reason })?;
        Ok(Self {
            text: text.into(),
            span,
            uncertain: text.contains(['?', '%']),
            approximate: text.contains(['~', '%']),
        })
    }
}

fn whole(text: &str) -> Result<DaySpan, EdtfProblem> {
    if text.is_empty() {
        return Err(EdtfProblem::Empty);
    }
    let inside =
        |open, close| text.strip_prefix(open).and_then(|rest: &str| rest.strip_suffix(close));
    if let Some(members) = inside('[', ']').or_else(|| inside('{', '}')) {
        return set(members);
    }
    match text.split_once('/') {
        Some((start, end)) => between(start, end),
        None => single(text),
    }
}

/// `a/b`; an end that is empty (unknown) or `..` (open) is open.
fn between(start: &str, end: &str) -> Result<DaySpan, EdtfProblem> {
    let open = |part: &str| part.is_empty() || part == "..";
    match (open(start), open(end)) {
        (true, true) => Err(EdtfProblem::Unbounded),
        (true, false) => Ok(DaySpan { first: Day::OPEN_START, last: single(end)?.last }),
        (false, true) => Ok(DaySpan { first: single(start)?.first, last: Day::OPEN_END }),
        (false, false) => {
            let (start, end) = (single(start)?, single(end)?);
            if start.first > end.last {
                return Err(EdtfProblem::Reversed);
            }
            Ok(DaySpan { first: start.first, last: end.last.max(start.last) })
        }
    }
}

/// Members of a set: the earliest and latest day any of them allows.
fn set(members: &str) -> Result<DaySpan, EdtfProblem> {
    members
        .split(',')
        .map(|member| {
            let member = member.trim();
            match member.split_once("..") {
                Some((start, end)) => between(start, end),
                None => single(member),
            }
        })
        .reduce(|a, b| Ok(a?.union(b?)))
        .unwrap_or(Err(EdtfProblem::Empty))
}

/// A day, month, season, quarter or year, perhaps with a time of day, perhaps qualified.
fn single(text: &str) -> Result<DaySpan, EdtfProblem> {
    let date = text.split_once('T').map_or(text, |(date, _time)| date);
    let mut parts = date.split('-').map(|part| part.trim_matches(['?', '~', '%']));
    let year = parts.next().ok_or(EdtfProblem::Form)?;
    let (month, day) = (parts.next(), parts.next());
    if parts.next().is_some() {
        return Err(EdtfProblem::Form);
    }
    let years = digits(year, 4)?;
    let Some(month) = month else {
        return Ok(span_of((years.0, 1, 1), (years.1, 12, 31)));
    };
    let months = digits(month, 2)?;
    if day.is_none() && months.0 == months.1 && months.0 > 12 {
        return season(years, months.0);
    }
    let months = (months.0.max(1), months.1.min(12));
    if months.0 > months.1 {
        return Err(EdtfProblem::Month);
    }
    let Some(day) = day else {
        return Ok(span_of((years.0, months.0, 1), (years.1, months.1, 31)));
    };
    let days = digits(day, 2)?;
    let longest = (years.0..=years.1.min(years.0 + 4))
        .flat_map(|year| (months.0..=months.1).map(move |month| days_in(year, month)))
        .max()
        .unwrap_or(0);
    let days = (days.0.max(1), days.1.min(longest));
    if days.0 > days.1 {
        return Err(EdtfProblem::Day);
    }
    Ok(span_of((years.0, months.0, days.0), (years.1, months.1, days.1)))
}

/// Least and greatest value of `width` digits of which some may be `X`.
fn digits(text: &str, width: usize) -> Result<(i16, i16), EdtfProblem> {
    if text.len() != width {
        return Err(EdtfProblem::Form);
    }
    text.bytes().try_fold((0, 0), |(least, most), byte| match byte {
        b'0'..=b'9' => {
            let digit = i16::from(byte - b'0');
            Ok((least * 10 + digit, most * 10 + digit))
        }
        b'X' | b'x' => Ok((least * 10, most * 10 + 9)),
        _ => Err(EdtfProblem::Form),
    })
}

/// Codes 21 to 41 of ISO 8601-2: seasons (taken as the northern
/// meteorological ones, winter starting in December of that year), quarters,
/// four-month periods and halves.
fn season(years: (i16, i16), code: i16) -> Result<DaySpan, EdtfProblem> {
    let (first_month, n_months) = match code {
        21 | 25 => (3, 3),
        22 | 26 => (6, 3),
        23 | 27 => (9, 3),
        24 | 28 => (12, 3),
        29 => (9, 3),
        30 => (12, 3),
        31 => (3, 3),
        32 => (6, 3),
        33..=36 => (1 + (code - 33) * 3, 3),
        37..=39 => (1 + (code - 37) * 4, 4),
        40 | 41 => (1 + (code - 40) * 6, 6),
        _ => return Err(EdtfProblem::Month),
    };
    let last = first_month + n_months - 1;
    let (last_year, last_month) =
        if last > 12 { (years.1 + 1, last - 12) } else { (years.1, last) };
    Ok(span_of((years.0, first_month, 1), (last_year, last_month, 31)))
}

fn days_in(year: i16, month: i16) -> i16 {
    i8::try_from(month)
        .ok()
        .and_then(|month| Date::new(year, month, 1).ok())
        .map_or(31, |first| i16::from(first.days_in_month()))
}

/// Days beyond the end of their month are brought back to it.
fn span_of(first: (i16, i16, i16), last: (i16, i16, i16)) -> DaySpan {
    let day = |(year, month, day): (i16, i16, i16)| {
        let day = day.min(days_in(year, month));
        let (month, day) = (i8::try_from(month).unwrap_or(1), i8::try_from(day).unwrap_or(1));
        Date::new(year, month, day).map_or(Day::OPEN_END, Day::from)
    };
    DaySpan::new(day(first), day(last))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, first: &str, last: &str) {
        let edtf: Edtf = text.parse().unwrap();
        assert_eq!(
            (edtf.span().first.to_string().as_str(), edtf.span().last.to_string().as_str()),
            (first, last),
            "{text}"
        );
    }

    #[test]
    fn every_form_gives_its_first_and_last_day() {
        check("2016-01-30", "2016-01-30", "2016-01-30");
        check("2016-01-30?", "2016-01-30", "2016-01-30");
        check("2016-01", "2016-01-01", "2016-01-31");
        check("2016-02~", "2016-02-01", "2016-02-29");
        check("2016", "2016-01-01", "2016-12-31");
        check("201X", "2010-01-01", "2019-12-31");
        check("2016-01-XX", "2016-01-01", "2016-01-31");
        check("2016-XX-XX", "2016-01-01", "2016-12-31");
        check("2017-02-2X", "2017-02-20", "2017-02-28");
        check("2016-21", "2016-03-01", "2016-05-31");
        check("2016-24", "2016-12-01", "2017-02-28");
        check("2016-34", "2016-04-01", "2016-06-30");
        check("2017-01-14/2017-01-15", "2017-01-14", "2017-01-15");
        check("2016-01-30?/2016-01-31?", "2016-01-30", "2016-01-31");
        check("2015-10-01/..", "2015-10-01", "..");
        check("/2016-05", "..", "2016-05-31");
        check("[2015-10-01..]", "2015-10-01", "..");
        check("[2016-01-16,2016-01-18]", "2016-01-16", "2016-01-18");
        check("{2016-01,2016-03}", "2016-01-01", "2016-03-31");
        check("2016-01-30T23:10:00Z", "2016-01-30", "2016-01-30");
        check("2016-?01-~30", "2016-01-30", "2016-01-30");
    }

    #[test]
    fn doubt_and_vagueness_are_kept_apart() {
        let parse = |text: &str| text.parse::<Edtf>().unwrap();
        assert!(parse("2016-01-30?").is_uncertain() && !parse("2016-01-30?").is_approximate());
        assert!(parse("2016-01~").is_approximate() && !parse("2016-01~").is_uncertain());
        assert!(parse("2016%").is_approximate() && parse("2016%").is_uncertain());
        assert!(parse("2016-01-30").is_exact_day() && !parse("2016-01-30?").is_exact_day());
    }

    #[test]
    fn what_is_no_date_is_refused_with_the_reason() {
        let refused = |text: &str| text.parse::<Edtf>().unwrap_err().reason;
        assert_eq!(refused(""), EdtfProblem::Empty);
        assert_eq!(refused("Monday"), EdtfProblem::Form);
        assert_eq!(refused("2016-13"), EdtfProblem::Month);
        assert_eq!(refused("2016-02-31"), EdtfProblem::Day);
        assert_eq!(refused("2015-02-29"), EdtfProblem::Day);
        assert_eq!(refused("2017/2016"), EdtfProblem::Reversed);
        assert_eq!(refused("../.."), EdtfProblem::Unbounded);
        assert_eq!(refused("30.1.2016"), EdtfProblem::Form);
        assert_eq!(refused("2016-00-01"), EdtfProblem::Month);
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,24}") {
            let _ = text.parse::<Edtf>();
        }

        #[test]
        fn dates_of_edtf_letters_never_end_before_they_start(text in "[0-9X?~%/.,\\[\\]-]{1,24}") {
            if let Ok(edtf) = text.parse::<Edtf>() {
                prop_assert!(edtf.span().first <= edtf.span().last);
            }
        }

        #[test]
        fn a_day_reads_back_as_itself(number in -20_000i32..40_000) {
            let span = DaySpan::day(Day::from_number(number));
            prop_assert_eq!(Edtf::from_span(span).as_str().parse::<Edtf>().unwrap().span(), span);
        }
    }
}
