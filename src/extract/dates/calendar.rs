//! Dates of the calendar: days, months and years in words and figures.

use super::*;
use crate::extract::lexicon::Form;

/// Rule of a day that is the last of so many in a row: the date lasts since the first.
pub(super) const CONSECUTIVE: &str = "date: consecutive day";

/// Calendar dates in all usual orders.
pub(super) fn calendar(
    layout: &Layout<'_>,
    at: usize,
    end: usize,
) -> Option<(When, usize, &'static str)> {
    let tokens = &layout.tokens;
    let token = tokens.get(at).filter(|_| at < end)?;
    if token.kind == TokenKind::Number {
        return figures(layout, at, end)
            .or_else(|| day_first(layout, at, end))
            .or_else(|| year_alone(layout, at));
    }
    if token.kind != TokenKind::Word {
        return None;
    }
    if token.arabic
        && let Some((day, after)) = arabic_ordinal(layout, at, end)
        && let Some(found) = day_and_month(layout, day, None, after, end)
    {
        return Some(found);
    }
    // "mid-January last year 2016", "early May"
    if let Some((Sense::Part(part), after)) =
        first_sense(layout, at, |s| matches!(s, Sense::Part(_)))
    {
        let after = skip_of(layout, after, end);
        if let Some((month, after)) = month_at(layout, after, end) {
            let (year, until) = year_after(layout, after, end);
            return Some((When::Month { year, month, part }, until, "date: part of a month"));
        }
        if let Some(year) = year_value(tokens.get(after)) {
            return Some((When::Year(year), after + 1, "date: part of a year"));
        }
        return None;
    }
    // "the summer of 2014"
    if let Some((Sense::Season(code), after)) =
        first_sense(layout, at, |s| matches!(s, Sense::Season(_)))
        && let (Some(year), until) = year_after(layout, after, end)
    {
        return Some((When::Season { year, code }, until, "date: season"));
    }
    if let Some((month, after)) = month_at(layout, at, end) {
        // "May 14, 2016", "May 14th", "May 2016", "May"
        let day = tokens
            .get(after)
            .filter(|t| after < end && t.kind == TokenKind::Number && (1..=31).contains(&t.value));
        if let Some(day) = day {
            let day = i8::try_from(day.value).ok()?;
            let (year, until) = year_after(layout, after + 1, end);
            return Some(day_month(day, month, year, until));
        }
        let (year, until) = year_after(layout, after, end);
        return Some((When::Month { year, month, part: 0 }, until, "date: month"));
    }
    if let Some((Sense::HijriMonth(month), after)) =
        first_sense(layout, at, |s| matches!(s, Sense::HijriMonth(_)))
    {
        let (_, _) = (month, after);
        return None;
    }
    None
}

pub(super) fn day_month(
    day: i8,
    month: i8,
    year: Option<i16>,
    until: usize,
) -> (When, usize, &'static str) {
    match year.and_then(|year| Date::new(year, month, day).ok()) {
        Some(date) => (When::Day(date), until, "date: calendar date"),
        // A day that no year has ("31 February") leaves the month.
        None if Date::new(2000, month, day).is_err() => {
            (When::Month { year, month, part: 0 }, until, "date: month")
        }
        None => (When::DayOfMonth { month, day }, until, "date: day and month"),
    }
}

/// "2016-01-30", "30.1.2016", "30/1/2016", "2016/1/30".
pub(super) fn figures(
    layout: &Layout<'_>,
    at: usize,
    end: usize,
) -> Option<(When, usize, &'static str)> {
    let tokens = &layout.tokens;
    let number = |index: usize| {
        tokens
            .get(index)
            .filter(|t| index < end && t.kind == TokenKind::Number && !t.ordinal)
            .map(|t| t.value)
    };
    let a = number(at)?;
    let touching = |index: usize| tokens[index].span.start == tokens[index - 1].span.end;
    let (b, c, until) = if number(at + 1).is_some()
        && tokens[at + 1].glued
        && number(at + 2).is_some()
        && tokens[at + 2].glued
    {
        (number(at + 1)?, number(at + 2)?, at + 3)
    } else {
        let separator =
            tokens.get(at + 1).map(|t| t.mark).filter(|m| matches!(m, '.' | '/' | '-'))?;
        if tokens.get(at + 3).is_none_or(|t| t.mark != separator || number(at + 4).is_none()) {
            return day_slash_month(layout, at, separator, number(at + 2)?);
        }
        if !(touching(at + 1) && touching(at + 2) && touching(at + 3)) {
            return None;
        }
        (number(at + 2)?, number(at + 4)?, at + 5)
    };
    let build = |year: u64, month: u64, day: u64| {
        let year = if year < 100 { year + 2000 } else { year };
        Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
            .ok()
    };
    let date = if a >= 1900 {
        build(a, b, c)
    } else {
        // The region writes the day first; where that gives no date the month is first.
        build(c, b, a).or_else(|| build(c, a, b)).filter(|_| c >= 10)
    }?;
    Some((When::Day(date), until, "date: figures"))
}

/// "13/5" behind a word that introduces a date.
fn day_slash_month(
    layout: &Layout<'_>,
    at: usize,
    separator: char,
    month: u64,
) -> Option<(When, usize, &'static str)> {
    let before = at.checked_sub(1)?;
    let introduced = layout
        .tags_in(before, at)
        .iter()
        .any(|tag| matches!(tag.sense, Sense::Weekday(_) | Sense::Day(_) | Sense::Published))
        || matches!(layout.tokens[before].span.of(&layout.text), "on" | "On" | "بتاريخ" | "يوم");
    let day = layout.tokens[at].value;
    let touching =
        (at + 1..at + 3).all(|i| layout.tokens[i].span.start == layout.tokens[i - 1].span.end);
    if separator != '/' || !introduced || !touching || !(1..=31).contains(&day) {
        return None;
    }
    let month = i8::try_from(month).ok().filter(|month| (1..=12).contains(month))?;
    Some(day_month(i8::try_from(day).ok()?, month, None, at + 3))
}

/// "14 May 2016", "14th of January 2017", "the 14th", "3-5 May 2016", Arabic
/// "14 ayyar 2016" with either or both names of the month, Hijri days.
pub(super) fn day_first(
    layout: &Layout<'_>,
    at: usize,
    end: usize,
) -> Option<(When, usize, &'static str)> {
    let tokens = &layout.tokens;
    let token = tokens[at];
    if !(1..=31).contains(&token.value) {
        return None;
    }
    let day = i8::try_from(token.value).ok()?;
    let mut next = at + 1;
    let mut last_day = None;
    if let Some(second) = tokens
        .get(next)
        .filter(|t| t.kind == TokenKind::Number && t.glued && (1..=31).contains(&t.value))
    {
        last_day = i8::try_from(second.value).ok();
        next += 1;
    } else if let Some((last, after)) = days_listed(layout, at, end)
        && let Some(found) = day_and_month(layout, day, Some(last), after, end)
            .filter(|(_, _, rule)| *rule == "date: range of days")
    {
        return Some(found);
    }
    if let Some(found) = day_and_month(layout, day, last_day, next, end) {
        return Some(found);
    }
    let the_before = at > 0 && tokens[at - 1].span.of(&layout.text).eq_ignore_ascii_case("the");
    // "for the 4th day", "for the 4th consecutive day"
    let word = |index: usize| tokens.get(index).map_or("", |t| t.span.of(&layout.text));
    let adjective = matches!(word(at + 1), "consecutive" | "successive" | "straight");
    let day_word = at + 1 + usize::from(adjective);
    if token.ordinal
        && the_before
        && at > 1
        && matches!(word(at - 2), "for" | "For")
        && word(day_word) == "day"
    {
        return Some((When::Offset(1 - i32::from(day)), day_word + 1, CONSECUTIVE));
    }
    let followed_by_noun = tokens.get(at + 1).is_some_and(|t| {
        t.kind == TokenKind::Word
            && !layout
                .tags_at(at + 1)
                .any(|tag| matches!(tag.sense, Sense::Of | Sense::And | Sense::In))
    });
    (token.ordinal && the_before && !followed_by_noun).then_some((
        When::DayAlone(day),
        at + 1,
        "date: day of the month",
    ))
}

/// "21 and 22", "20, 21 and 22", "11 to 14", "11 – 14", Arabic "21 w-22": the last day,
/// and the token behind it.
fn days_listed(layout: &Layout<'_>, at: usize, end: usize) -> Option<(i8, usize)> {
    let tokens = &layout.tokens;
    let mut last = tokens[at].value;
    let mut next = at + 1;
    let mut closed = false;
    while !closed {
        let joint = tokens.get(next).filter(|_| next < end)?;
        closed = match joint.mark {
            ',' | '،' => false,
            '-' | '–' | '—' => true,
            _ if layout.tags_at(next).any(|tag| matches!(tag.sense, Sense::And | Sense::To))
                || matches!(joint.span.of(&layout.text), "until" | "حتى") =>
            {
                true
            }
            _ => return None,
        };
        let the = |index: usize| {
            tokens.get(index).is_some_and(|t| t.span.of(&layout.text).eq_ignore_ascii_case("the"))
        };
        next += 1 + usize::from(the(next + 1));
        let day = tokens.get(next).filter(|t| next < end && t.kind == TokenKind::Number)?;
        if !(last + 1..=31).contains(&day.value) {
            return None;
        }
        (last, next) = (day.value, next + 1);
    }
    Some((i8::try_from(last).ok()?, next))
}

/// The month, and the year if stated, behind a day: "of May 2016", "of this month",
/// Arabic "min shahr ayyar", "min al-shahr al-jari".
fn day_and_month(
    layout: &Layout<'_>,
    day: i8,
    last_day: Option<i8>,
    from: usize,
    end: usize,
) -> Option<(When, usize, &'static str)> {
    let tokens = &layout.tokens;
    let mut next = from;
    while next < end && layout.tags_at(next).any(|tag| matches!(tag.sense, Sense::Of | Sense::From))
        || tokens.get(next).is_some_and(|t| t.is_mark('/') || t.span.of(&layout.text) == "شهر")
    {
        next += 1;
    }
    if let Some((month, after)) = month_at(layout, next, end) {
        let (year, until) = year_after(layout, after, end);
        if let (Some(last), Some(year)) = (last_day, year)
            && let (Ok(first), Ok(last)) =
                (Date::new(year, month, day), Date::new(year, month, last))
            && first < last
        {
            return Some((When::Range(first, last), until, "date: range of days"));
        }
        if let Some(last) =
            last_day.filter(|last| *last > day && Date::new(2000, month, *last).is_ok())
        {
            return Some((
                When::DaysOfMonth { month, first: day, last },
                until,
                "date: range of days",
            ));
        }
        return Some(day_month(day, month, year, until));
    }
    if let Some((Sense::HijriMonth(month), after)) =
        first_sense(layout, next, |s| matches!(s, Sense::HijriMonth(_)))
    {
        let year = tokens
            .get(after)
            .filter(|t| t.kind == TokenKind::Number && (1300..1600).contains(&t.value))?;
        let mut until = after + 1;
        if next_is(layout, until, Sense::HijriEra) {
            until += 1;
        }
        let date = to_gregorian(i64::try_from(year.value).ok()?, i64::from(month), i64::from(day))?;
        return Some((When::Day(date), until, "date: Hijri"));
    }
    // "13 of this month"
    let word = |index: usize| tokens.get(index).map_or("", |t| t.span.of(&layout.text));
    let this = |index: usize| layout.tags_at(index).any(|tag| tag.sense == Sense::This);
    let this_month = next > from
        && (word(next) == "الشهر" && this(next + 1) || this(next) && word(next + 1) == "month");
    this_month.then_some((When::DayAlone(day), next + 2, "date: day of this month"))
}

pub(super) fn year_alone(layout: &Layout<'_>, at: usize) -> Option<(When, usize, &'static str)> {
    let before = at.checked_sub(1)?;
    let introduced = layout.tags_in(before.saturating_sub(1), at).iter().any(|tag| {
        tag.end as usize == at
            && matches!(
                tag.sense,
                Sense::In | Sense::Since | Sense::From | Sense::TimeUnit(365) | Sense::Last
            )
    });
    // "the massacre of 2014"
    let of_an_act = || {
        let of = before.checked_sub(1)?;
        let is_of = layout.tags_at(before).any(|tag| tag.sense == Sense::Of);
        let acts = layout
            .tags_in(of, before)
            .iter()
            .any(|tag| matches!(tag.sense, Sense::Act(_, Form::Noun) | Sense::Harm(_, Form::Noun)));
        (is_of && acts).then_some(())
    };
    let year = year_value(layout.tokens.get(at))
        .filter(|_| !layout.tokens[at].ordinal && (introduced || of_an_act().is_some()))?;
    let next = layout.tokens.get(at + 1);
    let counts_something = next.is_some_and(|t| {
        t.kind == TokenKind::Word
            && layout.tags_at(at + 1).any(|tag| matches!(tag.sense, Sense::Head(_) | Sense::Thing))
    });
    (!counts_something).then_some((When::Year(year), at + 1, "date: year"))
}

pub(super) fn year_value(token: Option<&Token>) -> Option<i16> {
    let token = token.filter(|t| t.kind == TokenKind::Number && !t.ordinal)?;
    (1980..=2035).contains(&token.value).then(|| i16::try_from(token.value).ok())?
}

/// A month name; "may", "march" and "jan" only with a capital; an Arabic double
/// name ("ayyar / mayo") is one month.
pub(super) fn month_at(layout: &Layout<'_>, at: usize, end: usize) -> Option<(i8, usize)> {
    let token = layout.tokens.get(at).filter(|_| at < end)?;
    let (sense, mut after) = first_sense(layout, at, |s| matches!(s, Sense::Month(_)))?;
    let Sense::Month(month) = sense else { return None };
    if !token.arabic && !token.capital {
        return None;
    }
    // A short form must have its date beside it, or it is a name.
    let number_near =
        |index: usize| layout.tokens.get(index).is_some_and(|t| t.kind == TokenKind::Number);
    if token.span.len() <= 4
        && !token.arabic
        && !number_near(after)
        && !(at > 0 && (number_near(at - 1) || at > 1 && number_near(at - 2)))
        && !(at > 0
            && layout.tags_at(at - 1).any(|t| {
                matches!(
                    t.sense,
                    Sense::In
                        | Sense::Of
                        | Sense::Last
                        | Sense::This
                        | Sense::Part(_)
                        | Sense::Since
                )
            }))
    {
        return None;
    }
    if layout.tokens.get(after).is_some_and(|t| t.is_mark('.'))
        && token.span.len() <= 4
        && number_near(after + 1)
    {
        after += 1;
    }
    if layout.tokens.get(after).is_some_and(|t| matches!(t.mark, '/' | '(' | '-' | '–'))
        && let Some((Sense::Month(second), until)) =
            first_sense(layout, after + 1, |s| matches!(s, Sense::Month(_)))
        && second == month
    {
        after = until + usize::from(layout.tokens.get(until).is_some_and(|t| t.is_mark(')')));
    } else if let Some((Sense::Month(second), until)) =
        first_sense(layout, after, |s| matches!(s, Sense::Month(_)))
        && second == month
    {
        after = until;
    }
    Some((i8::try_from(month).ok()?, after))
}

/// A year after a day or month, past "last year", "of", commas.
pub(super) fn year_after(layout: &Layout<'_>, at: usize, end: usize) -> (Option<i16>, usize) {
    let mut next = at;
    while next < end.min(at + 5) {
        let token = &layout.tokens[next];
        if let Some(year) = year_value(Some(token)) {
            return (Some(year), next + 1);
        }
        let skippable = token.is_mark(',')
            || token.is_mark('،')
            || layout.tags_at(next).any(|tag| {
                matches!(
                    tag.sense,
                    Sense::Last | Sense::TimeUnit(365) | Sense::Of | Sense::From | Sense::This
                )
            });
        if !skippable {
            break;
        }
        next += 1;
    }
    (None, at)
}
