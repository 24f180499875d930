//! Days counted from another one: "two days ago", "a day later".

use super::super::lexicon::{Act, Sense};
use super::super::text::Layout;
use super::phrases::{next_is, small_count, unit_at};
use super::{DAYS_AFTER, Reading, When};

/// "two days ago", "one day after", "a day earlier", Arabic "two days ago" and
/// "a day after".
pub(super) fn counted(layout: &Layout<'_>, at: usize, end: usize) -> Option<Reading> {
    if layout.tokens[at].arabic {
        counted_in_arabic(layout, at, end)
    } else {
        counted_in_english(layout, at, end)
    }
}

/// Arabic puts "before" first: "before three days".
fn counted_in_arabic(layout: &Layout<'_>, at: usize, end: usize) -> Option<Reading> {
    let before = next_is(layout, at, Sense::Before);
    let after = next_is(layout, at, Sense::After);
    if !before && !after {
        return None;
    }
    let (count, unit_from) = small_count(layout, at + 1).unwrap_or((1, at + 1));
    let (unit, until) = unit_at(layout, unit_from, end)?;
    let dual = layout.word(until - 1).ends_with("ين");
    let days = count * i32::from(unit) * if dual { 2 } else { 1 };
    if !after {
        return Some(ago(days, unit, until));
    }
    if days > 1 && lasted(layout, until) {
        return None;
    }
    Some(Reading::new(When::FromAnchor(-days), until, DAYS_AFTER))
}

fn counted_in_english(layout: &Layout<'_>, at: usize, end: usize) -> Option<Reading> {
    let (count, unit_from) = small_count(layout, at)?;
    let (unit, until) = unit_at(layout, unit_from, end)?;
    let days = count.saturating_mul(i32::from(unit));
    let behind = until + 1;
    if next_is(layout, until, Sense::Ago) {
        let earlier = layout.word(until).eq_ignore_ascii_case("earlier");
        return Some(if earlier && unit == 1 {
            Reading::new(When::FromAnchor(-days), behind, "date: days earlier")
        } else {
            ago(days, unit, behind)
        });
    }
    if unit != 1 {
        return None;
    }
    if next_is(layout, until, Sense::After) {
        // "one day after X": X happened a day before what was told.
        return Some(Reading::new(When::FromAnchor(-days), behind, DAYS_AFTER));
    }
    layout.word(until).eq_ignore_ascii_case("later").then_some(Reading::new(
        When::FromAnchor(days),
        behind,
        "date: days later",
    ))
}

/// So many days ago, counted in units of `unit` days: a day only where it is counted in
/// days, and not many.
const fn ago(days: i32, unit: u16, end: usize) -> Reading {
    if unit == 1 && days <= 10 {
        Reading::new(When::Offset(-days), end, "date: days ago")
    } else {
        Reading::new(When::Past(days), end, "date: long ago")
    }
}

/// "after two days of clashes": so long it lasted, which tells no day.
fn lasted(layout: &Layout<'_>, at: usize) -> bool {
    let of = layout.tags_at(at).any(|tag| matches!(tag.sense, Sense::Of | Sense::From));
    of && (at + 1..(at + 3).min(layout.tokens.len())).any(|next| {
        matches!(layout.word(next), "حصار" | "الحصار")
            || layout
                .tags_at(next)
                .any(|tag| matches!(tag.sense, Sense::Act(Act::Clash | Act::Besiege, _)))
    })
}
