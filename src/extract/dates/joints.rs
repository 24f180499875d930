//! Neighbouring expressions that are one: "yesterday, the 14th of May" is one day,
//! "Saturday and Sunday" one stretch.

use jiff::civil::Date;

use super::super::lexicon::Sense;
use super::super::text::Layout;
use super::super::token::{Token, TokenKind};
use super::{DateMention, When};

/// Words that may stand between two names of one day.
const LINKS: [&str; 13] = [
    "the",
    "of",
    "on",
    "at",
    "in",
    "to",
    "corresponding",
    "يوم",
    "الموافق",
    "الواقع",
    "من",
    "بتاريخ",
    "في",
];

/// Joins the next expression to the last one where they are one; whether it did.
pub(super) fn join(layout: &Layout<'_>, last: &mut DateMention, next: &DateMention) -> bool {
    if let Some(when) = joined_days(layout, last, next) {
        let of_second_day =
            matches!(when, When::Weekdays { .. }) && behind_midnight(layout, last.first, last.end);
        last.when = match next.when.weekday() {
            Some(day) if of_second_day => When::Weekday(day),
            _ => when,
        };
        last.rule = "date: several days";
        extend(layout, last, next.end);
        return true;
    }
    let one_day = is_one_day(layout, last, next);
    if one_day {
        merge(last, next);
        extend(layout, last, next.end);
    }
    one_day
}

fn extend(layout: &Layout<'_>, mention: &mut DateMention, end: usize) {
    mention.end = end;
    mention.span = layout.span(mention.first, end);
}

/// "after midnight of Sunday-Monday" is on Monday.
fn behind_midnight(layout: &Layout<'_>, at: usize, end: usize) -> bool {
    let before = &layout.tokens[at.saturating_sub(4)..end];
    before.iter().any(|t| matches!(t.span.of(&layout.text), "midnight" | "منتصف"))
        && before.iter().any(|t| matches!(t.span.of(&layout.text), "after" | "After" | "بعد"))
}

/// Whether two neighbouring expressions name one day: "yesterday, the 14th of
/// May", "Saturday evening (12 May)", "Friday, May 13".
fn is_one_day(layout: &Layout<'_>, a: &DateMention, b: &DateMention) -> bool {
    let weekday = |when: When| when.weekday().is_some();
    let offset = |when: When| matches!(when, When::Offset(_));
    let fits = if weekday(a.when) {
        b.when.is_calendar_day() || offset(b.when)
    } else if offset(a.when) {
        b.when.is_calendar_day() || weekday(b.when)
    } else {
        a.when.is_calendar_day() && weekday(b.when) && b.first <= a.end + 2
    };
    fits && b.first <= a.end + 6
        && layout.tokens[a.end..b.first]
            .iter()
            .enumerate()
            .all(|(offset, token)| links_names(layout, a.end + offset, token))
}

/// Whether token `at` may stand between two names of one day.
fn links_names(layout: &Layout<'_>, at: usize, token: &Token) -> bool {
    match token.kind {
        TokenKind::Mark => matches!(token.mark, ',' | '،' | '(' | '/' | '-' | '–'),
        TokenKind::Word => {
            let word = token.span.of(&layout.text).to_lowercase();
            word != "and"
                && (LINKS.contains(&word.as_str())
                    || layout
                        .tags_at(at)
                        .any(|tag| matches!(tag.sense, Sense::DayPart | Sense::Weekday(_))))
        }
        _ => false,
    }
}

/// Takes over what `other` says of the same day; the more exact of the two decides.
fn merge(into: &mut DateMention, other: &DateMention) {
    let offset = |mention: &DateMention| match mention.when {
        When::Offset(days) => Some(days),
        _ => mention.offset,
    };
    let weekday = |mention: &DateMention| mention.when.weekday().or(mention.weekday);
    let rank = |when: When| match when {
        When::Day(_) => 4,
        When::DayOfMonth { .. } => 3,
        When::Offset(_) => 2,
        When::DayAlone(_) => 1,
        _ => 0,
    };
    into.weekday = weekday(into).or(weekday(other));
    into.offset = offset(into).or(offset(other));
    if rank(other.when) > rank(into.when) {
        into.when = other.when;
        into.rule = other.rule;
    }
}

/// Two weekdays or relative days that a joint makes one stretch: "Saturday and
/// Sunday", "from Friday to Sunday", "Monday-Tuesday night", "yesterday and today".
fn joined_days(layout: &Layout<'_>, a: &DateMention, b: &DateMention) -> Option<When> {
    let joint = joint(layout, a, b)?;
    if let (Some(first), Some(last)) = (a.when.weekday(), b.when.weekday()) {
        let next_day = last == first % 7 + 1;
        let stretch = next_day || joint.through || is_behind_between(layout, a.first);
        return (first != last && stretch).then_some(When::Weekdays { first, last });
    }
    match (a.when, b.when) {
        (When::Day(first), When::Day(last)) if first < last && joint.through => {
            Some(When::Range(first, last))
        }
        (When::DayOfMonth { month, day }, When::Day(last)) if joint.through => {
            let first = Date::new(last.year(), month, day).ok()?;
            (first < last).then_some(When::Range(first, last))
        }
        (When::Offset(first), When::Offset(last))
            if first < last && (joint.and || joint.through) =>
        {
            Some(When::Offsets { first, last })
        }
        _ => None,
    }
}

/// How two days stand together.
#[derive(Debug, Clone, Copy)]
struct Joint {
    /// "and".
    and: bool,
    /// "to", a dash: all days from the one to the other.
    through: bool,
}

/// The joint between two expressions; `None` when they have nothing to do with each other.
fn joint(layout: &Layout<'_>, a: &DateMention, b: &DateMention) -> Option<Joint> {
    let gap = a.end..b.first;
    if gap.len() > 3 || b.first < a.end {
        return None;
    }
    let second = &layout.tokens[b.first];
    let mut joint = Joint { and: second.conjunction, through: second.glued };
    for at in gap.clone() {
        let is = |wanted: fn(&Sense) -> bool| layout.tags_at(at).any(|tag| wanted(&tag.sense));
        if is(|s| matches!(s, Sense::And)) {
            joint.and = true;
        } else if is(|s| matches!(s, Sense::To))
            || matches!(layout.tokens[at].mark, '-' | '–' | '/')
        {
            joint.through = true;
        } else if !is(|s| matches!(s, Sense::In | Sense::Of | Sense::DayPart)) {
            return None;
        }
    }
    // "laylat al-sabt al-ahad": the night between the two.
    let night = gap.is_empty() && second.arabic;
    (joint.through || joint.and || night).then_some(joint)
}

/// "between Thursday and Saturday".
fn is_behind_between(layout: &Layout<'_>, at: usize) -> bool {
    at > 0
        && layout
            .tags_in(at.saturating_sub(2), at)
            .iter()
            .any(|tag| matches!(tag.sense, Sense::Between))
}
