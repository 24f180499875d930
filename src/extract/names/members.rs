//! Names that only a list of names makes names.

use super::Name;
use super::reading::Reading;
use crate::extract::lexicon::{Area, Sense};
use crate::extract::token::TokenKind;
use crate::gazetteer::PlaceIdx;

/// The member of a list right before a name already found: "hit X and NAME".
pub(super) fn add_first_members(reading: Reading<'_>, found: &mut Vec<Name>) {
    let mut more = Vec::new();
    for (index, name) in found.iter().enumerate() {
        let from = if index > 0 { found[index - 1].end } else { 0 };
        let Some(joint) = name.first.checked_sub(1).filter(|joint| *joint > from) else { continue };
        if is_joint(reading, joint) && reading.is_in_governorate(name) {
            more.extend(name_before(reading, from, joint));
        }
    }
    found.extend(more);
    found.sort_by_key(|name| name.first);
}

/// A comma or an English "and".
fn is_joint(reading: Reading<'_>, at: usize) -> bool {
    let token = &reading.tokens()[at];
    !token.arabic && (token.is_mark(',') || reading.means(at, |sense| sense == Sense::And))
}

/// The longest name that ends before the token `joint`, none of its words before `from`.
fn name_before(reading: Reading<'_>, from: usize, joint: usize) -> Option<Name> {
    (1..=3).rev().filter_map(|length| joint.checked_sub(length)).find_map(|first| {
        let alone = joint - first == 1;
        if first < from
            || !is_proper(reading, first, joint)
            || alone && reading.starts_sentence(first)
        {
            return None;
        }
        let place = reading.exact_place_in_governorate(first, joint)?;
        Some(reading.exact_name(first, joint, place))
    })
}

/// Words unknown to the lexicon, with the capitals of a name.
fn is_proper(reading: Reading<'_>, first: usize, end: usize) -> bool {
    let tokens = &reading.tokens()[first..end];
    tokens.iter().all(|token| token.kind == TokenKind::Word)
        && tokens[tokens.len() - 1].capital
        && !tokens[0].glued
        && has_capital(reading, first)
        && !(first..end).any(|at| reading.is_known(at))
}

/// A capital at the token, or at what a hyphen joins to it: "al-Mayadin".
fn has_capital(reading: Reading<'_>, at: usize) -> bool {
    reading.tokens()[at].capital
        || reading.tokens().get(at + 1).is_some_and(|next| next.glued && next.capital)
}

/// Names that equal a spelling, beside a word for a settlement or in one list
/// with a name already found, however common the spelling.
pub(super) fn add_members(reading: Reading<'_>, found: &mut Vec<Name>) {
    let n_tokens = reading.tokens().len();
    let mut at = 0;
    // The first name found that ends behind the token.
    let mut next = 0;
    while at < n_tokens {
        while found.get(next).is_some_and(|name| name.end <= at) {
            next += 1;
        }
        if let Some(name) = found.get(next)
            && name.first <= at
        {
            at = name.end;
            continue;
        }
        let limit = found.get(next).map_or(n_tokens, |name| name.first);
        let before = found[..next].last();
        if let Some(name) = member_at(reading, at, limit, before) {
            at = name.end;
            found.insert(next, name);
        } else {
            at += 1;
        }
    }
}

/// The name at token `at`, ending before `limit`, that the words before it make one:
/// `before` is the last name there.
fn member_at(reading: Reading<'_>, at: usize, limit: usize, before: Option<&Name>) -> Option<Name> {
    if !may_start_name(reading, at) {
        return None;
    }
    let behind_area = at.checked_sub(1).is_some_and(|before| reading.means(before, is_settlement));
    let named = behind_area && reading.tokens()[at].arabic
        || before.is_some_and(|before| continues_list(reading, before, at));
    if !named {
        return None;
    }
    let (end, place) = longest_spelling(reading, at, limit)?;
    let ordinary = end == at + 1 && reading.is_known(at);
    (behind_area || !ordinary).then(|| reading.exact_name(at, end, place))
}

/// A word that may begin a name: capital or Arabic, or an article before a capital.
fn may_start_name(reading: Reading<'_>, at: usize) -> bool {
    let token = &reading.tokens()[at];
    let article = token.span.len() <= 3;
    token.kind == TokenKind::Word
        && (token.capital || token.arabic || article && has_capital(reading, at))
}

/// Only commas, "and" and words for settlements stand between a name and token `at`.
fn continues_list(reading: Reading<'_>, before: &Name, at: usize) -> bool {
    let mut gap = before.end..at;
    let joins = |at: usize| {
        matches!(reading.tokens()[at].mark, ',' | '،')
            || reading.means(at, |sense| matches!(sense, Sense::And | Sense::Area(_)))
    };
    gap.len() <= 2
        && (reading.tokens()[at].conjunction || !gap.is_empty())
        && reading.is_in_governorate(before)
        && gap.all(joins)
}

/// The most words from `at` on that spell a place in the governorate: where they end, and
/// the place.
fn longest_spelling(reading: Reading<'_>, at: usize, limit: usize) -> Option<(usize, PlaceIdx)> {
    let tokens = reading.tokens();
    (at + 1..=limit.min(at + 4)).rev().find_map(|end| {
        let whole = tokens[at..end].iter().all(|token| token.kind == TokenKind::Word)
            && !tokens.get(end).is_some_and(|token| token.glued);
        let place = whole.then(|| reading.exact_place_in_governorate(at, end)).flatten()?;
        Some((end, place))
    })
}

fn is_settlement(sense: Sense) -> bool {
    matches!(sense, Sense::Area(Area::City | Area::Town | Area::Village | Area::Quarter))
}
