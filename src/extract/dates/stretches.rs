//! Stretches of days: "over the weekend", "in the past 24 hours", "on Saturday and
//! Sunday", "in the first week of May".

use jiff::civil::Date;

use super::super::lexicon::Sense;
use super::super::text::Layout;
use super::super::token::TokenKind;
use super::calendar::{month_at, year_after};
use super::phrases::{next_is, skip_of, small_count, word_within};
use super::{Reading, When};

/// A stretch that begins at token `at`.
pub(super) fn stretch(layout: &Layout<'_>, at: usize, end: usize) -> Option<Reading> {
    hours(layout, at, end)
        .or_else(|| week_of_month(layout, at, end))
        .or_else(|| arabic_hours(layout, at, end))
}

/// "the past 24 hours", "the last few hours".
fn hours(layout: &Layout<'_>, at: usize, end: usize) -> Option<Reading> {
    if !next_is(layout, at, Sense::Last) || layout.tokens[at].arabic {
        return None;
    }
    let (count, next) = small_count(layout, at + 1)
        .or_else(|| {
            matches!(word_within(layout, at + 1, end), "few" | "several").then_some((6, at + 2))
        })
        .unwrap_or((6, at + 1));
    matches!(word_within(layout, next, end), "hours" | "hour" | "hrs")
        .then(|| past_hours(count, next + 1))
}

/// Arabic "khilal al-24 sa'a al-madiya", "al-sa'at al-madiya".
fn arabic_hours(layout: &Layout<'_>, at: usize, end: usize) -> Option<Reading> {
    let (count, unit_at) = match layout.tokens.get(at)?.kind {
        TokenKind::Number => (small_count(layout, at)?.0, at + 1),
        _ => (6, at),
    };
    let unit = word_within(layout, unit_at, end).trim_start_matches("ال");
    let mut next = unit_at + 1;
    if let Some((days, until)) = arabic_days(layout, unit, next, end) {
        return Some(Reading::new(When::Lately(days), until, "date: over the past days"));
    }
    if !matches!(unit, "ساعة" | "ساعات") {
        return None;
    }
    if matches!(word_within(layout, next, end), "القليلة" | "الأولى" | "القليله")
    {
        next += 1;
    }
    is_last(layout, next, end).then(|| past_hours(count, next + 1))
}

/// Arabic "al-yawmayn al-madiyayn", "al-ayyam al-thalatha al-madiya": so many days, and the
/// token behind; `next` is the token behind `unit`.
fn arabic_days(layout: &Layout<'_>, unit: &str, next: usize, end: usize) -> Option<(i32, usize)> {
    let counted = match (unit, word_within(layout, next, end)) {
        ("يومين", "الماضيين" | "الأخيرين" | "الفائتين" | "المنصرمين") => {
            Some((2, next + 1))
        }
        ("أيام", _) => small_count(layout, next)
            .filter(|(_, after)| is_last(layout, *after, end))
            .map(|(days, after)| (days, after + 1)),
        _ => None,
    };
    counted.filter(|(_, until)| *until <= end)
}

fn is_last(layout: &Layout<'_>, at: usize, end: usize) -> bool {
    next_is(layout, at, Sense::Last) || matches!(word_within(layout, at, end), "الأخيرة" | "الاخيرة")
}

const fn past_hours(hours: i32, end: usize) -> Reading {
    Reading::new(When::Lately(days_of_hours(hours)), end, "date: over the past hours")
}

const fn days_of_hours(hours: i32) -> i32 {
    if hours <= 24 { 1 } else { (hours + 23) / 24 }
}

/// "the first week of May 2016".
fn week_of_month(layout: &Layout<'_>, at: usize, end: usize) -> Option<Reading> {
    let number = match word_within(layout, at, end) {
        "first" => 1,
        "second" => 2,
        "third" => 3,
        "fourth" => 4,
        _ => return None,
    };
    if word_within(layout, at + 1, end) != "week" {
        return None;
    }
    let (month, after) = month_at(layout, skip_of(layout, at + 2, end), end)?;
    let (year, until) = year_after(layout, after, end);
    let (first, last) = (number * 7 - 6, number * 7);
    let when = match year {
        Some(year) => {
            let day = |day: i8| Date::new(year, month, day).ok();
            When::Range(day(first)?, day(last)?)
        }
        None => When::DaysOfMonth { month, first, last },
    };
    Some(Reading::new(when, until, "date: week of a month"))
}
