//! Dates of the calendar: days, months and years in words and figures.

use jiff::civil::Date;

use super::super::hijri::to_gregorian;
use super::super::lexicon::{Form, Sense};
use super::super::text::Layout;
use super::super::token::{Token, TokenKind};
use super::figures::figures;
use super::phrases::{arabic_ordinal, first_sense, is_number, next_is, skip_of};
use super::{Reading, When};

/// Calendar dates in all usual orders.
pub(super) fn calendar(layout: &Layout<'_>, at: usize, end: usize) -> Option<Reading> {
    let token = layout.tokens.get(at).filter(|_| at < end)?;
    match token.kind {
        TokenKind::Number => figures(layout, at, end)
            .or_else(|| day_first(layout, at, end))
            .or_else(|| year_alone(layout, at)),
        TokenKind::Word => in_words(layout, token, at, end),
        _ => None,
    }
}

/// A date that begins with a word.
fn in_words(layout: &Layout<'_>, token: &Token, at: usize, end: usize) -> Option<Reading> {
    if token.arabic
        && let Some((day, after)) = arabic_ordinal(layout, at, end)
        && let Some(found) = behind_day(layout, Days::one(day), after, end)
    {
        return Some(found);
    }
    if let Some((Sense::Part(part), after)) =
        first_sense(layout, at, |s| matches!(s, Sense::Part(_)))
    {
        return part_of(layout, part, after, end);
    }
    season(layout, at, end).or_else(|| month_first(layout, at, end))
}

/// "mid-January last year 2016", "early May": what stands behind the word for the part.
fn part_of(layout: &Layout<'_>, part: u8, at: usize, end: usize) -> Option<Reading> {
    let at = skip_of(layout, at, end);
    if let Some((month, after)) = month_at(layout, at, end) {
        let (year, until) = year_after(layout, after, end);
        let when = When::Month { year, month, part };
        return Some(Reading::new(when, until, "date: part of a month"));
    }
    let year = year_value(layout.tokens.get(at))?;
    Some(Reading::new(When::Year(year), at + 1, "date: part of a year"))
}

/// "the summer of 2014".
fn season(layout: &Layout<'_>, at: usize, end: usize) -> Option<Reading> {
    let (sense, after) = first_sense(layout, at, |s| matches!(s, Sense::Season(_)))?;
    let (Sense::Season(code), (Some(year), until)) = (sense, year_after(layout, after, end)) else {
        return None;
    };
    Some(Reading::new(When::Season { year, code }, until, "date: season"))
}

/// "May 14, 2016", "May 14th", "May 2016", "May".
fn month_first(layout: &Layout<'_>, at: usize, end: usize) -> Option<Reading> {
    let (month, after) = month_at(layout, at, end)?;
    let day = layout.tokens.get(after).filter(|_| after < end).and_then(day_value);
    if let Some(day) = day {
        let (year, until) = year_after(layout, after + 1, end);
        return Some(day_of_month(day, month, year, until));
    }
    let (year, until) = year_after(layout, after, end);
    Some(Reading::new(When::Month { year, month, part: 0 }, until, "date: month"))
}

/// A day with its month, and its year if stated.
pub(super) fn day_of_month(day: i8, month: i8, year: Option<i16>, end: usize) -> Reading {
    match year.and_then(|year| Date::new(year, month, day).ok()) {
        Some(date) => Reading::new(When::Day(date), end, "date: calendar date"),
        // A day that no year has ("31 February") leaves the month.
        None if !is_in_month(day, month) => {
            Reading::new(When::Month { year, month, part: 0 }, end, "date: month")
        }
        None => Reading::new(When::DayOfMonth { month, day }, end, "date: day and month"),
    }
}

/// Whether the month has such a day in some year.
fn is_in_month(day: i8, month: i8) -> bool {
    Date::new(2000, month, day).is_ok()
}

/// A number that can be a day of a month.
fn day_value(token: &Token) -> Option<i8> {
    let is_day = token.kind == TokenKind::Number && (1..=31).contains(&token.value);
    is_day.then(|| i8::try_from(token.value).ok()).flatten()
}

/// "14 May 2016", "14th of January 2017", "the 14th", "3-5 May 2016", Arabic
/// "14 ayyar 2016" with either or both names of the month, Hijri days.
fn day_first(layout: &Layout<'_>, at: usize, end: usize) -> Option<Reading> {
    let day = day_value(&layout.tokens[at])?;
    let with_month = match glued_day(layout, at + 1) {
        Some(last) => behind_day(layout, Days { first: day, last: Some(last) }, at + 2, end),
        None => several_days(layout, day, at, end)
            .or_else(|| behind_day(layout, Days::one(day), at + 1, end)),
    };
    with_month.or_else(|| day_in_row(layout, day, at)).or_else(|| day_alone(layout, day, at))
}

/// The second day of "3-5", where the first one stands right before token `at`.
fn glued_day(layout: &Layout<'_>, at: usize) -> Option<i8> {
    layout.tokens.get(at).filter(|token| token.glued).and_then(day_value)
}

/// "20, 21 and 22 May".
fn several_days(layout: &Layout<'_>, day: i8, at: usize, end: usize) -> Option<Reading> {
    let (last, after) = days_listed(layout, at, end)?;
    behind_day(layout, Days { first: day, last: Some(last) }, after, end)
        .filter(|found| matches!(found.when, When::Range(..) | When::DaysOfMonth { .. }))
}

/// "for the 4th day", "for the 4th consecutive day".
fn day_in_row(layout: &Layout<'_>, day: i8, at: usize) -> Option<Reading> {
    let adjective = matches!(layout.word(at + 1), "consecutive" | "successive" | "straight");
    let day_word = at + 1 + usize::from(adjective);
    (is_the_nth(layout, at)
        && at > 1
        && matches!(layout.word(at - 2), "for" | "For")
        && layout.word(day_word) == "day")
        .then(|| Reading::day_in_row(i32::from(day), day_word + 1))
}

/// "the 14th", unless it counts something ("the 14th attack").
fn day_alone(layout: &Layout<'_>, day: i8, at: usize) -> Option<Reading> {
    let followed_by_noun = layout.tokens.get(at + 1).is_some_and(|t| {
        t.kind == TokenKind::Word
            && !layout
                .tags_at(at + 1)
                .any(|tag| matches!(tag.sense, Sense::Of | Sense::And | Sense::In))
    });
    (is_the_nth(layout, at) && !followed_by_noun)
        .then(|| Reading::new(When::DayAlone(day), at + 1, "date: day of the month"))
}

/// An ordinal behind "the".
fn is_the_nth(layout: &Layout<'_>, at: usize) -> bool {
    layout.tokens[at].ordinal && at > 0 && is_the(layout, at - 1)
}

fn is_the(layout: &Layout<'_>, at: usize) -> bool {
    layout.word(at).eq_ignore_ascii_case("the")
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
        next += 1 + usize::from(is_the(layout, next + 1));
        let day = tokens.get(next).filter(|t| next < end && t.kind == TokenKind::Number)?;
        if !(last + 1..=31).contains(&day.value) {
            return None;
        }
        (last, next) = (day.value, next + 1);
    }
    Some((i8::try_from(last).ok()?, next))
}

/// A day of a month, or the first and the last of several.
#[derive(Debug, Clone, Copy)]
struct Days {
    first: i8,
    last: Option<i8>,
}

impl Days {
    const fn one(day: i8) -> Self {
        Self { first: day, last: None }
    }

    /// With the month, and the year if stated.
    fn of_month(self, month: i8, year: Option<i16>, end: usize) -> Reading {
        let Self { first, last } = self;
        let rule = "date: range of days";
        if let (Some(last), Some(year)) = (last, year)
            && let (Ok(first), Ok(last)) =
                (Date::new(year, month, first), Date::new(year, month, last))
            && first < last
        {
            return Reading::new(When::Range(first, last), end, rule);
        }
        match last.filter(|last| *last > first && is_in_month(*last, month)) {
            Some(last) => Reading::new(When::DaysOfMonth { month, first, last }, end, rule),
            None => day_of_month(first, month, year, end),
        }
    }
}

/// The month, and the year if stated, behind a day: "of May 2016", "of this month",
/// Arabic "min shahr ayyar", "min al-shahr al-jari".
fn behind_day(layout: &Layout<'_>, days: Days, from: usize, end: usize) -> Option<Reading> {
    let mut next = from;
    while next < end && layout.tags_at(next).any(|tag| matches!(tag.sense, Sense::Of | Sense::From))
        || layout
            .tokens
            .get(next)
            .is_some_and(|t| t.is_mark('/') || t.span.of(&layout.text) == "شهر")
    {
        next += 1;
    }
    if let Some((month, after)) = month_at(layout, next, end) {
        let (year, until) = year_after(layout, after, end);
        return Some(days.of_month(month, year, until));
    }
    if let Some((Sense::HijriMonth(month), after)) =
        first_sense(layout, next, |s| matches!(s, Sense::HijriMonth(_)))
    {
        return hijri_day(layout, days.first, month, after);
    }
    let this = |at: usize| next_is(layout, at, Sense::This);
    let this_month = next > from
        && (layout.word(next) == "الشهر" && this(next + 1)
            || this(next) && layout.word(next + 1) == "month");
    // "13 of this month"
    this_month
        .then(|| Reading::new(When::DayAlone(days.first), next + 2, "date: day of this month"))
}

/// A day of a Hijri month, whose year stands at token `at`: "15 ramadan 1437 h".
fn hijri_day(layout: &Layout<'_>, day: i8, month: u8, at: usize) -> Option<Reading> {
    let year = layout
        .tokens
        .get(at)
        .filter(|t| t.kind == TokenKind::Number && (1300..1600).contains(&t.value))?;
    let until = at + 1 + usize::from(next_is(layout, at + 1, Sense::HijriEra));
    let date = to_gregorian(i64::try_from(year.value).ok()?, i64::from(month), i64::from(day))?;
    Some(Reading::new(When::Day(date), until, "date: Hijri"))
}

/// "in 2014", "the massacre of 2014"; not "in 2014 houses".
fn year_alone(layout: &Layout<'_>, at: usize) -> Option<Reading> {
    let year = year_value(layout.tokens.get(at))?;
    if at == 0 || !(introduces_year(layout, at) || is_year_of_act(layout, at)) {
        return None;
    }
    let next = layout.tokens.get(at + 1);
    let counts_something = next.is_some_and(|t| {
        t.kind == TokenKind::Word
            && layout.tags_at(at + 1).any(|tag| matches!(tag.sense, Sense::Head(_) | Sense::Thing))
    });
    (!counts_something).then(|| Reading::new(When::Year(year), at + 1, "date: year"))
}

/// A word before token `at` makes a number there a year: "in", "since", "the year".
fn introduces_year(layout: &Layout<'_>, at: usize) -> bool {
    layout.tags_in(at.saturating_sub(2), at).iter().any(|tag| {
        tag.end as usize == at
            && matches!(
                tag.sense,
                Sense::In | Sense::Since | Sense::From | Sense::TimeUnit(365) | Sense::Last
            )
    })
}

/// "the massacre of 2014".
fn is_year_of_act(layout: &Layout<'_>, at: usize) -> bool {
    at >= 2
        && next_is(layout, at - 1, Sense::Of)
        && layout
            .tags_in(at - 2, at - 1)
            .iter()
            .any(|tag| matches!(tag.sense, Sense::Act(_, Form::Noun) | Sense::Harm(_, Form::Noun)))
}

fn year_value(token: Option<&Token>) -> Option<i16> {
    let token = token.filter(|t| t.kind == TokenKind::Number && !t.ordinal)?;
    (1980..=2035).contains(&token.value).then(|| i16::try_from(token.value).ok())?
}

/// A month name and the token behind it; "may", "march" and "jan" only with a capital; an
/// Arabic double name ("ayyar / mayo") is one month.
pub(super) fn month_at(layout: &Layout<'_>, at: usize, end: usize) -> Option<(i8, usize)> {
    let token = layout.tokens.get(at).filter(|_| at < end)?;
    let (month, mut after) = month_name(layout, at)?;
    let short = token.span.len() <= 4;
    if !token.arabic {
        // A short form must have its date beside it, or it is a name.
        let named = token.capital && (!short || is_number(layout, after) || is_dated(layout, at));
        if !named {
            return None;
        }
    }
    let dot = layout.tokens.get(after).is_some_and(|t| t.is_mark('.'));
    if dot && short && is_number(layout, after + 1) {
        after += 1;
    }
    let after = behind_second_name(layout, month, after).unwrap_or(after);
    Some((i8::try_from(month).ok()?, after))
}

fn month_name(layout: &Layout<'_>, at: usize) -> Option<(u8, usize)> {
    match first_sense(layout, at, |s| matches!(s, Sense::Month(_)))? {
        (Sense::Month(month), after) => Some((month, after)),
        _ => None,
    }
}

/// What stands before token `at` makes a short word there a month: "14 Dec", "last May".
fn is_dated(layout: &Layout<'_>, at: usize) -> bool {
    let introduces = |sense: Sense| {
        matches!(
            sense,
            Sense::In | Sense::Of | Sense::Last | Sense::This | Sense::Part(_) | Sense::Since
        )
    };
    at > 0
        && (is_number(layout, at - 1)
            || at > 1 && is_number(layout, at - 2)
            || layout.tags_at(at - 1).any(|tag| introduces(tag.sense)))
}

/// Behind the second name of the same month: "ayyar / mayo", "ayyar (mayo)", "ayyar mayo".
fn behind_second_name(layout: &Layout<'_>, month: u8, at: usize) -> Option<usize> {
    let same = |at: usize| month_name(layout, at).filter(|(second, _)| *second == month);
    let mark = layout.tokens.get(at).is_some_and(|t| matches!(t.mark, '/' | '(' | '-' | '–'));
    if mark && let Some((_, after)) = same(at + 1) {
        let closed = layout.tokens.get(after).is_some_and(|t| t.is_mark(')'));
        return Some(after + usize::from(closed));
    }
    same(at).map(|(_, after)| after)
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
