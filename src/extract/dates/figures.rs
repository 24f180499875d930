//! Dates in figures: "2016-01-30", "30.1.2016", "13/5".

use jiff::civil::Date;

use super::super::lexicon::Sense;
use super::super::text::Layout;
use super::super::token::TokenKind;
use super::calendar::day_of_month;
use super::{Reading, When};

/// "2016-01-30", "30.1.2016", "30/1/2016", "2016/1/30".
pub(super) fn figures(layout: &Layout<'_>, at: usize, end: usize) -> Option<Reading> {
    let tokens = &layout.tokens;
    let number = |index: usize| {
        tokens
            .get(index)
            .filter(|t| index < end && t.kind == TokenKind::Number && !t.ordinal)
            .map(|t| t.value)
    };
    let glued = |index: usize| number(index).filter(|_| tokens[index].glued);
    let a = number(at)?;
    if let (Some(b), Some(c)) = (glued(at + 1), glued(at + 2)) {
        return Some(Reading::new(When::Day(date_of(a, b, c)?), at + 3, RULE));
    }
    let separator = tokens.get(at + 1).map(|t| t.mark).filter(|m| matches!(m, '.' | '/' | '-'))?;
    let third = number(at + 4).filter(|_| tokens[at + 3].mark == separator);
    let Some(c) = third else {
        return day_slash_month(layout, at, separator, number(at + 2)?);
    };
    if !is_written_together(layout, at, at + 4) {
        return None;
    }
    let date = date_of(a, number(at + 2)?, c)?;
    Some(Reading::new(When::Day(date), at + 5, RULE))
}

const RULE: &str = "date: figures";

/// The date of three figures in the order in which they are written.
fn date_of(a: u64, b: u64, c: u64) -> Option<Date> {
    let build = |year: u64, month: u64, day: u64| {
        let year = if year < 100 { year + 2000 } else { year };
        Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
            .ok()
    };
    if a >= 1900 {
        build(a, b, c)
    } else {
        // The region writes the day first; where that gives no date the month is first.
        build(c, b, a).or_else(|| build(c, a, b)).filter(|_| c >= 10)
    }
}

/// "13/5" behind a word that introduces a date.
fn day_slash_month(layout: &Layout<'_>, at: usize, separator: char, month: u64) -> Option<Reading> {
    let before = at.checked_sub(1)?;
    let introduced = layout
        .tags_in(before, at)
        .iter()
        .any(|tag| matches!(tag.sense, Sense::Weekday(_) | Sense::Day(_) | Sense::Published))
        || matches!(layout.word(before), "on" | "On" | "بتاريخ" | "يوم");
    let day = layout.tokens[at].value;
    let together = is_written_together(layout, at, at + 3);
    if separator != '/' || !introduced || !together || !(1..=31).contains(&day) {
        return None;
    }
    let month = i8::try_from(month).ok().filter(|month| (1..=12).contains(month))?;
    Some(day_of_month(i8::try_from(day).ok()?, month, None, at + 3))
}

/// No spaces between tokens `first..end`.
fn is_written_together(layout: &Layout<'_>, first: usize, end: usize) -> bool {
    let tokens = &layout.tokens[first..end];
    tokens.windows(2).all(|pair| pair[0].span.end == pair[1].span.start)
}
