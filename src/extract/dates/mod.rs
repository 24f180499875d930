//! Date expressions of a report: where they stand and what they mean before
//! anything is known about the day of publication.

mod calendar;
mod items;
mod stretches;
#[cfg(test)]
mod tests;

pub use items::{dates_what_was, heading_day, latest_day, opens_item, told_day};

use calendar::*;
use stretches::{arabic_ordinal, joined_days, stretch};

use jiff::civil::Date;

use super::hijri::to_gregorian;
use super::lexicon::{Act, Sense};
use super::span::Span;
use super::text::Layout;
use super::token::{Token, TokenKind};

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
    /// Days from the day of the report.
    Offset(i32),
    /// Days after (or, negative, before) the day told of just before.
    FromAnchor(i32),
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

/// All date expressions of tokens `first..end`, in order, not overlapping.
#[must_use]
pub fn date_mentions(layout: &Layout<'_>, first: usize, end: usize) -> Vec<DateMention> {
    let mut found: Vec<DateMention> = Vec::new();
    let mut at = first;
    while at < end {
        if let Some(mut mention) = mention_at(layout, at, end) {
            mention.since |= since_before(layout, at, first);
            at = mention.end.max(at + 1);
            if let Some(last) = found.last_mut()
                && let Some(when) = joined_days(layout, last, &mention)
            {
                last.when = match (when, mention.when) {
                    (When::Weekdays { .. }, day @ When::Weekday(_))
                        if behind_midnight(layout, last.first, last.end) =>
                    {
                        day
                    }
                    _ => when,
                };
                last.end = mention.end;
                last.span = layout.span(last.first, last.end);
                last.rule = "date: several days";
                continue;
            }
            if let Some(last) = found.last_mut()
                && joined(layout, last, &mention)
            {
                merge(layout, last, mention);
                continue;
            }
            found.push(mention);
        } else {
            at += 1;
        }
    }
    found
}

/// "after midnight of Sunday-Monday" is on Monday.
fn behind_midnight(layout: &Layout<'_>, at: usize, end: usize) -> bool {
    let before = &layout.tokens[at.saturating_sub(4)..end];
    before.iter().any(|t| matches!(t.span.of(&layout.text), "midnight" | "منتصف"))
        && before.iter().any(|t| matches!(t.span.of(&layout.text), "after" | "After" | "بعد"))
}

fn since_before(layout: &Layout<'_>, at: usize, first: usize) -> bool {
    (first.max(at.saturating_sub(4))..at).rev().any(|index| {
        layout.tags_at(index).any(|tag| tag.sense == Sense::Since)
            && layout.tokens[index + 1..at].iter().enumerate().all(|(offset, token)| {
                // Arabic "mundhu ma ba'da": since (what is) after.
                let that = token.span.of(&layout.text) == "ما";
                token.kind == TokenKind::Word
                    && layout.tags_at(index + 1 + offset).all(|tag| {
                        that || matches!(
                            tag.sense,
                            Sense::DayPart
                                | Sense::Of
                                | Sense::Determiner
                                | Sense::Part(_)
                                | Sense::Since
                                | Sense::From
                                | Sense::In
                                | Sense::This
                        )
                    })
            })
    })
}

/// Whether two neighbouring expressions name one day: "yesterday, the 14th of
/// May", "Saturday evening (12 May)", "Friday, May 13".
fn joined(layout: &Layout<'_>, a: &DateMention, b: &DateMention) -> bool {
    let relative = |when: &When| matches!(when, When::Weekday(_) | When::Offset(_));
    let dated =
        |when: &When| matches!(when, When::Day(_) | When::DayOfMonth { .. } | When::DayAlone(_));
    let fits = (relative(&a.when)
        && (dated(&b.when)
            || (matches!(
                (a.when, b.when),
                (When::Weekday(_), When::Offset(_)) | (When::Offset(_), When::Weekday(_))
            ))))
        || (dated(&a.when) && matches!(b.when, When::Weekday(_)) && b.first <= a.end + 2);
    fits && b.first <= a.end + 6
        && layout.tokens[a.end..b.first].iter().enumerate().all(|(offset, token)| {
            match token.kind {
                TokenKind::Mark => matches!(token.mark, ',' | '،' | '(' | '/' | '-' | '–'),
                TokenKind::Word => {
                    let word = token.span.of(&layout.text).to_lowercase();
                    matches!(
                        word.as_str(),
                        "the"
                            | "of"
                            | "on"
                            | "at"
                            | "in"
                            | "يوم"
                            | "الموافق"
                            | "الواقع"
                            | "من"
                            | "بتاريخ"
                            | "في"
                            | "corresponding"
                            | "to"
                    ) || layout
                        .tags_at(a.end + offset)
                        .any(|tag| matches!(tag.sense, Sense::DayPart | Sense::Weekday(_)))
                }
                _ => false,
            }
        })
        && !layout.tokens[a.end..b.first].iter().any(|token| {
            token.kind == TokenKind::Word && token.span.of(&layout.text).eq_ignore_ascii_case("and")
        })
}

fn merge(layout: &Layout<'_>, into: &mut DateMention, other: DateMention) {
    let weekday = |mention: &DateMention| match mention.when {
        When::Weekday(day) => Some(day),
        _ => mention.weekday,
    };
    let offset = |mention: &DateMention| match mention.when {
        When::Offset(days) => Some(days),
        _ => mention.offset,
    };
    into.weekday = weekday(into).or(weekday(&other));
    into.offset = offset(into).or(offset(&other));
    let rank = |when: &When| match when {
        When::Day(_) => 4,
        When::DayOfMonth { .. } => 3,
        When::Offset(_) => 2,
        When::DayAlone(_) => 1,
        _ => 0,
    };
    if rank(&other.when) > rank(&into.when) {
        into.when = other.when;
        into.rule = other.rule;
    }
    into.end = other.end;
    into.span = layout.span(into.first, into.end);
}

fn mention_at(layout: &Layout<'_>, at: usize, end: usize) -> Option<DateMention> {
    let make = |when: When, until: usize, rule: &'static str| DateMention {
        first: at,
        end: until,
        span: layout.span(at, until),
        when,
        since: false,
        weekday: None,
        offset: None,
        rule,
    };
    if let Some((when, until, rule)) = calendar(layout, at, end) {
        let since = rule == CONSECUTIVE;
        return Some(DateMention { since, ..make(when, until, rule) });
    }
    if let Some((when, until, rule)) = stretch(layout, at, end) {
        return Some(make(when, until, rule));
    }
    if let Some((when, until, rule)) = counted(layout, at, end) {
        return Some(make(when, until, rule));
    }
    for tag in layout.tags_at(at) {
        let until = tag.end as usize;
        if until > end {
            continue;
        }
        match tag.sense {
            Sense::Day(days) if days <= -102 => {
                // "for the second consecutive day"
                let mut mention = make(When::Offset(i32::from(days) + 101), until, CONSECUTIVE);
                mention.since = true;
                return Some(mention);
            }
            Sense::Day(50) => return Some(make(When::Weekend, until, "date: weekend")),
            Sense::Day(51) => return Some(make(When::ThisWeek, until, "date: this week")),
            Sense::Day(52) => return Some(make(When::Overnight, until, "date: overnight")),
            Sense::Day(-100) => {
                return Some(make(When::FromAnchor(-1), until, "date: the day before"));
            }
            Sense::Day(100) => {
                return Some(make(When::FromAnchor(0), until, "date: the same day"));
            }
            Sense::Day(days) => {
                let until = skip_dayparts(layout, until, end);
                return Some(make(When::Offset(i32::from(days)), until, "date: relative day"));
            }
            Sense::Weekday(day) if is_weekday(layout, at) => {
                let until = skip_dayparts(layout, until, end);
                if next_is(layout, until, Sense::Next) {
                    return None;
                }
                return Some(make(When::Weekday(day), until, "date: weekday"));
            }
            Sense::DayPart => {
                // "at dawn today", "the dawn of yesterday", "صباح اليوم"
                let after = skip_of(layout, until, end);
                if let Some(inner) =
                    (after < end).then(|| mention_at_simple(layout, after, end)).flatten()
                {
                    return Some(make(inner.0, inner.1, inner.2));
                }
            }
            Sense::Last => {
                if let Some((count, after)) = small_count(layout, until)
                    && let Some((unit, after)) = unit_at(layout, after, end)
                    && unit <= 7
                {
                    let days = count.saturating_mul(i32::from(unit));
                    return Some(make(When::Lately(days), after, "date: over the past days"));
                }
                if let Some((unit, after)) = unit_at(layout, until, end) {
                    return Some(make(
                        When::Past(i32::from(unit)),
                        after,
                        "date: last month or year",
                    ));
                }
                if let Some((Sense::Weekday(day), after)) =
                    first_sense(layout, until, |s| matches!(s, Sense::Weekday(_)))
                {
                    return Some(make(
                        When::Weekday(day),
                        skip_dayparts(layout, after, end),
                        "date: last weekday",
                    ));
                }
                if let Some((Sense::Month(month), after)) =
                    first_sense(layout, until, |s| matches!(s, Sense::Month(_)))
                {
                    let month = i8::try_from(month).ok()?;
                    return Some(make(
                        When::Month { year: None, month, part: 0 },
                        after,
                        "date: last named month",
                    ));
                }
            }
            // Arabic: the unit before "last".
            Sense::TimeUnit(unit) if next_is(layout, until, Sense::Last) && unit > 1 => {
                return Some(make(
                    When::Past(i32::from(unit)),
                    until + 1,
                    "date: last month or year",
                ));
            }
            _ => {}
        }
    }
    None
}

fn mention_at_simple(
    layout: &Layout<'_>,
    at: usize,
    end: usize,
) -> Option<(When, usize, &'static str)> {
    if let Some(found) = calendar(layout, at, end) {
        return Some(found);
    }
    layout.tags_at(at).find_map(|tag| {
        let until = tag.end as usize;
        match tag.sense {
            Sense::Day(days) if until <= end => {
                Some((When::Offset(i32::from(days)), until, "date: relative day"))
            }
            Sense::Weekday(day) if until <= end && is_weekday(layout, at) => {
                Some((When::Weekday(day), until, "date: weekday"))
            }
            _ => None,
        }
    })
}

/// English short weekdays are capitalised; the Arabic numeral "one" and Sunday, "two"
/// and Monday, are told apart by the article.
fn is_weekday(layout: &Layout<'_>, at: usize) -> bool {
    let token = layout.tokens[at];
    if !token.arabic {
        return token.span.len() > if token.capital { 3 } else { 5 };
    }
    let word = token.span.of(&layout.text);
    let bare = word.trim_start_matches(['و', 'ف', 'ب', 'ل']);
    bare.starts_with("ال")
        || bare.starts_with("الأ")
        || bare.starts_with("لل")
        || bare.starts_with("يوم")
        || bare.starts_with("أل")
}

fn skip_dayparts(layout: &Layout<'_>, mut at: usize, end: usize) -> usize {
    while at < end && layout.tags_at(at).any(|tag| tag.sense == Sense::DayPart) {
        let Some(tag) = layout.tags_at(at).find(|tag| tag.sense == Sense::DayPart) else { break };
        at = tag.end as usize;
    }
    at
}

fn skip_of(layout: &Layout<'_>, mut at: usize, end: usize) -> usize {
    while at < end
        && (layout
            .tags_at(at)
            .any(|tag| matches!(tag.sense, Sense::Of | Sense::In | Sense::DayPart | Sense::From))
            || layout.tokens[at].span.of(&layout.text) == "the"
            || layout.tokens[at].is_mark(','))
    {
        at += 1;
    }
    at
}

fn next_is(layout: &Layout<'_>, at: usize, sense: Sense) -> bool {
    layout.tags_at(at).any(|tag| tag.sense == sense)
}

fn first_sense(
    layout: &Layout<'_>,
    at: usize,
    wanted: impl Fn(&Sense) -> bool,
) -> Option<(Sense, usize)> {
    layout.tags_at(at).find(|tag| wanted(&tag.sense)).map(|tag| (tag.sense, tag.end as usize))
}

fn unit_at(layout: &Layout<'_>, at: usize, end: usize) -> Option<(u16, usize)> {
    layout.tags_at(at).find_map(|tag| match tag.sense {
        Sense::TimeUnit(unit) if (tag.end as usize) <= end => Some((unit, tag.end as usize)),
        _ => None,
    })
}

/// Small counts: "two", "3", "a".
fn small_count(layout: &Layout<'_>, at: usize) -> Option<(i32, usize)> {
    let token = layout.tokens.get(at)?;
    if token.kind == TokenKind::Number && token.value < 400 {
        return Some((i32::try_from(token.value).ok()?, at + 1));
    }
    let word = token.span.of(&layout.text).to_ascii_lowercase();
    if word == "a" || word == "an" {
        return Some((1, at + 1));
    }
    layout.tags_at(at).find_map(|tag| match tag.sense {
        Sense::Number(value) => Some((i32::try_from(value).ok()?, tag.end as usize)),
        _ => None,
    })
}

/// "after two days of clashes": so long it lasted, which tells no day.
fn lasted(layout: &Layout<'_>, at: usize) -> bool {
    let of = layout.tags_at(at).any(|tag| matches!(tag.sense, Sense::Of | Sense::From));
    of && (at + 1..(at + 3).min(layout.tokens.len())).any(|next| {
        matches!(layout.tokens[next].span.of(&layout.text), "حصار" | "الحصار")
            || layout
                .tags_at(next)
                .any(|tag| matches!(tag.sense, Sense::Act(Act::Clash | Act::Besiege, _)))
    })
}

/// "two days ago", "one day after", "a day earlier", Arabic "two days ago" and
/// "a day after".
fn counted(layout: &Layout<'_>, at: usize, end: usize) -> Option<(When, usize, &'static str)> {
    // Arabic puts "before" first: "before three days".
    if layout.tokens[at].arabic {
        let before = next_is(layout, at, Sense::Before);
        let after = next_is(layout, at, Sense::After);
        if before || after {
            let (count, unit_from) = small_count(layout, at + 1).unwrap_or((1, at + 1));
            let (unit, until) = unit_at(layout, unit_from, end)?;
            let dual = layout.tokens[until - 1].span.of(&layout.text).ends_with("ين");
            let days = count * i32::from(unit) * if dual { 2 } else { 1 };
            if after && days > 1 && lasted(layout, until) {
                return None;
            }
            return Some(if after {
                (When::FromAnchor(-days), until, DAYS_AFTER)
            } else if unit == 1 && days <= 10 {
                (When::Offset(-days), until, "date: days ago")
            } else {
                (When::Past(days), until, "date: long ago")
            });
        }
        return None;
    }
    let (count, unit_from) = small_count(layout, at)?;
    let (unit, until) = unit_at(layout, unit_from, end)?;
    let days = count.saturating_mul(i32::from(unit));
    if next_is(layout, until, Sense::Ago) {
        let word = layout.tokens[until].span.of(&layout.text).to_ascii_lowercase();
        return Some(if word == "earlier" && unit == 1 {
            (When::FromAnchor(-days), until + 1, "date: days earlier")
        } else if unit == 1 && days <= 10 {
            (When::Offset(-days), until + 1, "date: days ago")
        } else {
            (When::Past(days), until + 1, "date: long ago")
        });
    }
    if next_is(layout, until, Sense::After) && unit == 1 {
        // "one day after X": X happened a day before what was told.
        return Some((When::FromAnchor(-days), until + 1, DAYS_AFTER));
    }
    if layout
        .tokens
        .get(until)
        .is_some_and(|t| t.span.of(&layout.text).eq_ignore_ascii_case("later"))
        && unit == 1
    {
        return Some((When::FromAnchor(days), until + 1, "date: days later"));
    }
    None
}
