//! Date expressions of a report: where they stand and what they mean before
//! anything is known about the day of publication.

mod calendar;
mod counted;
mod figures;
mod items;
mod joints;
mod phrases;
mod relative;
mod stretches;
#[cfg(test)]
mod tests;

pub use items::{dates_what_was, heading_day, latest_day, opens_item, told_day};

use calendar::calendar;
use counted::counted;
use joints::join;
use relative::relative;
use stretches::stretch;

use jiff::civil::Date;

use super::lexicon::Sense;
use super::span::Span;
use super::text::Layout;
use super::token::TokenKind;

/// Rule of "a day after X": X happened a day before what is told.
pub const DAYS_AFTER: &str = "date: days after another event";

/// What a date expression says by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// A full calendar date.
    Day(Date),
    /// Day and month; the year must be found elsewhere.
    DayOfMonth {
        /// 1..=12.
        month: i8,
        /// 1..=31.
        day: i8,
    },
    /// A day of the current month: "the 14th".
    DayAlone(i8),
    /// A month, perhaps with its year, perhaps a part of it (1 early, 2 middle, 3 late).
    Month {
        /// Year if stated.
        year: Option<i16>,
        /// 1..=12.
        month: i8,
        /// Part of the month.
        part: u8,
    },
    /// A season of a year, by its code in ISO 8601-2: 21 spring to 24 winter.
    Season {
        /// The year in which it begins.
        year: i16,
        /// 21..=24.
        code: u8,
    },
    /// A year.
    Year(i16),
    /// Monday = 1 .. Sunday = 7.
    Weekday(u8),
    /// "last Friday", by which a report of a Friday does not mean that day. Monday = 1 ..
    /// Sunday = 7.
    LastWeekday(u8),
    /// Days from the day of the report.
    Offset(i32),
    /// Days after (or, negative, before) the day told of just before.
    FromAnchor(i32),
    /// "the day before" what is told: told by the way, it dates nothing that follows.
    DayBefore,
    /// A stretch of past time without a day: "last month", "two years ago". The
    /// number is its distance in days, roughly.
    Past(i32),
    /// From one day to another: "3-5 May 2016".
    Range(Date, Date),
    /// From one day to another of a month without a year: "3-5 May".
    DaysOfMonth {
        /// 1..=12.
        month: i8,
        /// First day, 1..=31.
        first: i8,
        /// Last day, inclusive, 1..=31.
        last: i8,
    },
    /// The stretch up to the day of the report: "over the past three days".
    Lately(i32),
    /// From one weekday to another: "on Saturday and Sunday". Monday = 1 .. Sunday = 7.
    Weekdays {
        /// First day.
        first: u8,
        /// Last day, inclusive.
        last: u8,
    },
    /// From one day to another, counted from the day of the report: "yesterday and today".
    Offsets {
        /// First day.
        first: i32,
        /// Last day, inclusive.
        last: i32,
    },
    /// The night before the day of the report, or the one that began on it.
    Overnight,
    /// The last Saturday and Sunday.
    Weekend,
    /// From the last Monday up to the day of the report.
    ThisWeek,
}

impl When {
    /// The weekday it names, Monday = 1 .. Sunday = 7.
    #[must_use]
    pub const fn weekday(self) -> Option<u8> {
        match self {
            Self::Weekday(day) | Self::LastWeekday(day) => Some(day),
            _ => None,
        }
    }

    /// A day by the calendar, whole or in part: "14 May 2016", "14 May", "the 14th".
    const fn is_calendar_day(self) -> bool {
        matches!(self, Self::Day(_) | Self::DayOfMonth { .. } | Self::DayAlone(_))
    }
}

/// A date expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateMention {
    /// First token.
    pub first: usize,
    /// One past the last token.
    pub end: usize,
    /// Bytes of its words.
    pub span: Span,
    /// What it says.
    pub when: When,
    /// "since ...": the start of a span that lasts.
    pub since: bool,
    /// Several weekdays or days in one: the weekday that goes with it, if stated.
    pub weekday: Option<u8>,
    /// A relative day stands beside the calendar date: "yesterday the 14th of
    /// May 2016", which tells the day of the report.
    pub offset: Option<i32>,
    /// Name of the rule that read it.
    pub rule: &'static str,
}

/// What is read at a token: a date expression without its beginning.
#[derive(Debug, Clone, Copy)]
struct Reading {
    when: When,
    /// One past the last token.
    end: usize,
    /// Name of the rule that read it.
    rule: &'static str,
    /// The words themselves say "since": "for the fourth day".
    since: bool,
}

impl Reading {
    const fn new(when: When, end: usize, rule: &'static str) -> Self {
        Self { when, end, rule, since: false }
    }

    /// The last of so many days in a row: it has lasted since the first of them.
    const fn day_in_row(nth: i32, end: usize) -> Self {
        Self { when: When::Offset(1 - nth), end, rule: "date: consecutive day", since: true }
    }
}

/// All date expressions of tokens `first..end`, in order, not overlapping.
#[must_use]
pub fn date_mentions(layout: &Layout<'_>, first: usize, end: usize) -> Vec<DateMention> {
    let mut found: Vec<DateMention> = Vec::new();
    let mut at = first;
    while at < end {
        let Some(mut mention) = mention_at(layout, at, end) else {
            at += 1;
            continue;
        };
        mention.since |= since_before(layout, at, first);
        at = mention.end.max(at + 1);
        let joined = found.last_mut().is_some_and(|last| join(layout, last, &mention));
        if !joined {
            found.push(mention);
        }
    }
    found
}

fn mention_at(layout: &Layout<'_>, at: usize, end: usize) -> Option<DateMention> {
    let Reading { when, end, rule, since } = calendar(layout, at, end)
        .or_else(|| stretch(layout, at, end))
        .or_else(|| counted(layout, at, end))
        .or_else(|| relative(layout, at, end))?;
    let span = layout.span(at, end);
    Some(DateMention { first: at, end, span, when, since, weekday: None, offset: None, rule })
}

/// "since" stands before token `at`, with nothing between but words that belong to a date.
fn since_before(layout: &Layout<'_>, at: usize, first: usize) -> bool {
    (first.max(at.saturating_sub(4))..at).rev().any(|index| {
        layout.tags_at(index).any(|tag| tag.sense == Sense::Since)
            && layout.tokens[index + 1..at].iter().enumerate().all(|(offset, token)| {
                // Arabic "mundhu ma ba'da": since (what is) after.
                let that = token.span.of(&layout.text) == "ما";
                token.kind == TokenKind::Word
                    && (that
                        || layout
                            .tags_at(index + 1 + offset)
                            .all(|tag| may_follow_since(tag.sense)))
            })
    })
}

const fn may_follow_since(sense: Sense) -> bool {
    matches!(
        sense,
        Sense::DayPart
            | Sense::Of
            | Sense::Determiner
            | Sense::Part(_)
            | Sense::Since
            | Sense::From
            | Sense::In
            | Sense::This
    )
}
