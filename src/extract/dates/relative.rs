//! Days relative to that of the report: "yesterday", "Sunday evening", "last month".

use super::super::lexicon::{RelativeDay, Sense};
use super::super::text::Layout;
use super::calendar::calendar;
use super::phrases::{first_sense, next_is, skip_dayparts, skip_of, small_count, unit_at};
use super::{Reading, When};

/// A day or a stretch that the words at token `at` count from the day of the report.
pub(super) fn relative(layout: &Layout<'_>, at: usize, end: usize) -> Option<Reading> {
    for tag in layout.tags_at(at).filter(|tag| tag.end as usize <= end) {
        let behind = tag.end as usize;
        let found = match tag.sense {
            Sense::Day(day @ RelativeDay::Away(_)) => {
                Some(named_day(day, skip_dayparts(layout, behind, end)))
            }
            Sense::Day(day) => Some(named_day(day, behind)),
            Sense::Weekday(day) if is_weekday(layout, at) => {
                let behind = skip_dayparts(layout, behind, end);
                // "Sunday next": nothing has happened yet.
                let coming = next_is(layout, behind, Sense::Next);
                return (!coming).then_some(weekday(day, behind));
            }
            Sense::DayPart => day_behind_part(layout, skip_of(layout, behind, end), end),
            Sense::Last => last(layout, behind, end),
            // Arabic: the unit before "last".
            Sense::TimeUnit(unit) if next_is(layout, behind, Sense::Last) && unit > 1 => {
                Some(last_unit(unit, behind + 1))
            }
            _ => None,
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

/// "today", "overnight", "the day before", "for the second consecutive day".
fn named_day(day: RelativeDay, end: usize) -> Reading {
    match day {
        RelativeDay::Away(days) => {
            Reading::new(When::Offset(i32::from(days)), end, "date: relative day")
        }
        RelativeDay::Same => Reading::new(When::FromAnchor(0), end, "date: the same day"),
        RelativeDay::Before => Reading::new(When::DayBefore, end, "date: the day before"),
        RelativeDay::InRow(nth) => Reading::day_in_row(i32::from(nth), end),
        RelativeDay::Overnight => Reading::new(When::Overnight, end, "date: overnight"),
        RelativeDay::Weekend => Reading::new(When::Weekend, end, "date: weekend"),
        RelativeDay::ThisWeek => Reading::new(When::ThisWeek, end, "date: this week"),
    }
}

const fn weekday(day: u8, end: usize) -> Reading {
    Reading::new(When::Weekday(day), end, "date: weekday")
}

/// "at dawn today", "the dawn of yesterday", "صباح اليوم": the day behind the part of it.
fn day_behind_part(layout: &Layout<'_>, at: usize, end: usize) -> Option<Reading> {
    if at >= end {
        return None;
    }
    let found = calendar(layout, at, end).or_else(|| {
        layout.tags_at(at).filter(|tag| tag.end as usize <= end).find_map(|tag| match tag.sense {
            Sense::Day(day) => Some(named_day(day, tag.end as usize)),
            Sense::Weekday(day) if is_weekday(layout, at) => Some(weekday(day, tag.end as usize)),
            _ => None,
        })
    })?;
    // Part of a day does not last.
    Some(Reading { since: false, ..found })
}

/// "the last three days", "last month", "last Friday", "last May": what stands behind
/// "last" at token `at`.
fn last(layout: &Layout<'_>, at: usize, end: usize) -> Option<Reading> {
    if let Some((count, unit_from)) = small_count(layout, at)
        && let Some((unit, behind)) = unit_at(layout, unit_from, end)
        && unit <= 7
    {
        let days = count.saturating_mul(i32::from(unit));
        return Some(Reading::new(When::Lately(days), behind, "date: over the past days"));
    }
    if let Some((unit, behind)) = unit_at(layout, at, end) {
        return Some(last_unit(unit, behind));
    }
    if let Some((Sense::Weekday(day), behind)) =
        first_sense(layout, at, |s| matches!(s, Sense::Weekday(_)))
    {
        let behind = skip_dayparts(layout, behind, end);
        return Some(Reading::new(When::LastWeekday(day), behind, "date: last weekday"));
    }
    let (sense, behind) = first_sense(layout, at, |s| matches!(s, Sense::Month(_)))?;
    let Sense::Month(month) = sense else { return None };
    let month = i8::try_from(month).ok()?;
    let when = When::Month { year: None, month, part: 0 };
    Some(Reading::new(when, behind, "date: last named month"))
}

/// "last month", "last year".
fn last_unit(unit: u16, end: usize) -> Reading {
    Reading::new(When::Past(i32::from(unit)), end, "date: last month or year")
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
