//! Stretches of days: "over the weekend", "in the past 24 hours", "on Saturday and
//! Sunday", "in the first week of May".

use super::*;

/// A stretch that begins at token `at`.
pub(super) fn stretch(
    layout: &Layout<'_>,
    at: usize,
    end: usize,
) -> Option<(When, usize, &'static str)> {
    hours(layout, at, end)
        .or_else(|| week_of_month(layout, at, end))
        .or_else(|| arabic_hours(layout, at, end))
}

fn word<'l>(layout: &'l Layout<'_>, at: usize, end: usize) -> &'l str {
    layout.tokens.get(at).filter(|_| at < end).map_or("", |t| t.span.of(&layout.text))
}

/// "the past 24 hours", "the last few hours".
fn hours(layout: &Layout<'_>, at: usize, end: usize) -> Option<(When, usize, &'static str)> {
    if !next_is(layout, at, Sense::Last) || layout.tokens[at].arabic {
        return None;
    }
    let (count, next) = small_count(layout, at + 1)
        .or_else(|| matches!(word(layout, at + 1, end), "few" | "several").then_some((6, at + 2)))
        .unwrap_or((6, at + 1));
    matches!(word(layout, next, end), "hours" | "hour" | "hrs")
        .then(|| (When::Lately(days_of_hours(count)), next + 1, "date: over the past hours"))
}

/// Arabic "khilal al-24 sa'a al-madiya", "al-sa'at al-madiya".
fn arabic_hours(layout: &Layout<'_>, at: usize, end: usize) -> Option<(When, usize, &'static str)> {
    let (count, mut next) = match layout.tokens.get(at)?.kind {
        TokenKind::Number => (small_count(layout, at)?.0, at + 1),
        _ => (6, at),
    };
    let unit = word(layout, next, end).trim_start_matches("ال");
    // "al-yawmayn al-madiyayn", "al-ayyam al-thalatha al-madiya"
    let few = match (unit, word(layout, next + 1, end)) {
        ("يومين", "الماضيين" | "الأخيرين" | "الفائتين" | "المنصرمين") => {
            Some((2, next + 2))
        }
        ("أيام", _) => small_count(layout, next + 1)
            .filter(|(_, after)| {
                next_is(layout, *after, Sense::Last)
                    || matches!(word(layout, *after, end), "الأخيرة" | "الاخيرة")
            })
            .map(|(days, after)| (days, after + 1)),
        _ => None,
    };
    if let Some((days, until)) = few.filter(|(_, until)| *until <= end) {
        return Some((When::Lately(days), until, "date: over the past days"));
    }
    if !matches!(unit, "ساعة" | "ساعات") {
        return None;
    }
    next += 1;
    if matches!(word(layout, next, end), "القليلة" | "الأولى" | "القليله") {
        next += 1;
    }
    let last = next_is(layout, next, Sense::Last)
        || matches!(word(layout, next, end), "الأخيرة" | "الاخيرة");
    last.then(|| (When::Lately(days_of_hours(count)), next + 1, "date: over the past hours"))
}

const fn days_of_hours(hours: i32) -> i32 {
    if hours <= 24 { 1 } else { (hours + 23) / 24 }
}

/// "the first week of May 2016".
fn week_of_month(
    layout: &Layout<'_>,
    at: usize,
    end: usize,
) -> Option<(When, usize, &'static str)> {
    let number = match word(layout, at, end) {
        "first" => 1,
        "second" => 2,
        "third" => 3,
        "fourth" => 4,
        _ => return None,
    };
    if word(layout, at + 1, end) != "week" {
        return None;
    }
    let (month, after) = month_at(layout, skip_of(layout, at + 2, end), end)?;
    let (year, until) = year_after(layout, after, end);
    let (first, last) = (number * 7 - 6, number * 7);
    let rule = "date: week of a month";
    match year {
        Some(year) => {
            let day = |day: i8| Date::new(year, month, day).ok();
            Some((When::Range(day(first)?, day(last)?), until, rule))
        }
        None => Some((When::DaysOfMonth { month, first, last }, until, rule)),
    }
}

/// Two weekdays or relative days that a joint makes one stretch: "Saturday and
/// Sunday", "from Friday to Sunday", "Monday-Tuesday night", "yesterday and today".
pub(super) fn joined_days(layout: &Layout<'_>, a: &DateMention, b: &DateMention) -> Option<When> {
    let gap = a.end..b.first;
    if gap.len() > 3 || b.first < a.end {
        return None;
    }
    let mut through = layout.tokens[b.first].glued;
    let mut and = layout.tokens[b.first].conjunction;
    for at in gap.clone() {
        let token = &layout.tokens[at];
        let is = |wanted: fn(&Sense) -> bool| layout.tags_at(at).any(|tag| wanted(&tag.sense));
        if is(|s| matches!(s, Sense::And)) {
            and = true;
        } else if is(|s| matches!(s, Sense::To)) || matches!(token.mark, '-' | '–' | '/') {
            through = true;
        } else if !is(|s| matches!(s, Sense::In | Sense::Of | Sense::DayPart)) {
            return None;
        }
    }
    // "laylat al-sabt al-ahad": the night between the two.
    let night = gap.is_empty() && layout.tokens[b.first].arabic;
    if !(through || and || night) {
        return None;
    }
    match (a.when, b.when) {
        (When::Weekday(first), When::Weekday(last)) => {
            let next_day = last == first % 7 + 1;
            let between = a.first > 0
                && layout
                    .tags_in(a.first.saturating_sub(2), a.first)
                    .iter()
                    .any(|tag| matches!(tag.sense, Sense::Between));
            (first != last && (next_day || through || between))
                .then_some(When::Weekdays { first, last })
        }
        (When::Day(first), When::Day(last)) if first < last && through => {
            Some(When::Range(first, last))
        }
        (When::DayOfMonth { month, day }, When::Day(last)) if through => {
            let first = Date::new(last.year(), month, day).ok()?;
            (first < last).then_some(When::Range(first, last))
        }
        (When::Offset(first), When::Offset(last)) if first < last && (and || through) => {
            Some(When::Offsets { first, last })
        }
        _ => None,
    }
}

/// Arabic ordinals before "of" and a month: "al-thalith 'ashar min ayyar".
pub(super) fn arabic_ordinal(layout: &Layout<'_>, at: usize, end: usize) -> Option<(i8, usize)> {
    let bare = |at: usize| {
        let word = word(layout, at, end).trim_start_matches(['و', 'ب', 'ل', 'ف']);
        word.strip_prefix("ال").or_else(|| word.strip_prefix("أل"))
    };
    let (unit, mut next) = match bare(at)? {
        "أول" | "اول" | "حادي" | "واحد" => (1, at + 1),
        "ثاني" => (2, at + 1),
        "ثالث" => (3, at + 1),
        "رابع" => (4, at + 1),
        "خامس" => (5, at + 1),
        "سادس" => (6, at + 1),
        "سابع" => (7, at + 1),
        "ثامن" => (8, at + 1),
        "تاسع" => (9, at + 1),
        "عاشر" => (10, at + 1),
        "عشرين" | "عشرون" => (20, at + 1),
        "ثلاثين" | "ثلاثون" => (30, at + 1),
        _ => return None,
    };
    let mut day = unit;
    if unit < 10 {
        let tens = match word(layout, next, end) {
            "عشر" => 10,
            "والعشرين" | "والعشرون" => 20,
            "والثلاثين" | "والثلاثون" => 30,
            _ => 0,
        };
        if tens > 0 {
            day += tens;
            next += 1;
        }
    }
    Some((day, next))
}
