//! The groups of people that a passage counts, one after the other.

use super::counted::group_at;
use super::passage::Passage;
use super::sides::told_before;
use super::{Group, HarmWord};
use crate::extract::lexicon::{Head, Sense};
use crate::extract::number::{Quantity, quantity};
use crate::extract::token::TokenKind;

/// Every group that the passage counts, in order. Those behind "including" are parts of
/// one counted before.
pub(super) fn groups(passage: &Passage<'_>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut part = false;
    let mut at = passage.first;
    while at < passage.end {
        if passage.is(at, Sense::Including) {
            part = true;
            if !groups.is_empty() {
                groups.extend(family_among(passage, at, some_at(at)));
            }
        } else if part && ends_parts(passage, at) {
            part = false;
        }
        if let Some(count) = count_of_parts(passage, at, groups.last()) {
            part = true;
            groups.extend(family_among(passage, count.end, count));
            at = count.end;
            continue;
        }
        match group_at(passage, at).or_else(|| told_before(passage, at)) {
            Some(group) => {
                // "five dead, among them a child, and twenty others wounded": beside the five.
                part &= group.head != Some(Head::Other);
                at = group.end.max(at + 1);
                let bracketed = !groups.is_empty() && is_family_in_brackets(passage, &group);
                groups.push(Group { part: part || bracketed, ..group });
            }
            None => at += 1,
        }
    }
    groups
}

/// The count of "including women": nobody says how many.
fn some_at(at: usize) -> Quantity {
    Quantity { min: 1, max: None, first: at, end: at + 1, rule: "count: some" }
}

/// Whether what is counted behind token `at` is no longer part of what was counted
/// before "including".
fn ends_parts(passage: &Passage<'_>, at: usize) -> bool {
    let token = &passage.tokens()[at];
    passage.harms.iter().any(|harm| harm.first == at)
        || matches!(token.mark, '.' | ';' | ')' | '“' | '”')
        || passage.is(at, Sense::Joint)
        || token.kind == TokenKind::Break
}

/// "one of them a child", "five of whom": the count at `at` of parts that follow, shortly
/// behind the `last` group.
fn count_of_parts(passage: &Passage<'_>, at: usize, last: Option<&Group>) -> Option<Quantity> {
    let count = quantity(passage.layout, at, passage.end)?;
    let is_of_parts = passage.is(count.end, Sense::Including)
        && count.end - at <= 3
        && !passage.harms.iter().any(|harm: &HarmWord| harm.end == at)
        && last.is_some_and(|group| at - group.end <= 12);
    is_of_parts.then_some(count)
}

/// "most of them women and children", "two of them from one family": the family among
/// those counted before, behind the words for "among them" at `including`.
fn family_among(passage: &Passage<'_>, including: usize, count: Quantity) -> Option<Group> {
    let among = passage.layout.tags_at(including).find(|tag| tag.sense == Sense::Including)?;
    let from = among.end as usize;
    let family_at =
        |at: usize| passage.layout.tags_at(at).find(|tag| tag.sense == Sense::Head(Head::Family));
    // Arabic "mu'zamuhum min al-nisa'": of the women.
    let of = passage.means(from, |sense| matches!(sense, Sense::Of | Sense::From));
    let family = family_at(from).or_else(|| family_at(from + 1).filter(|_| of))?;
    Some(Group {
        first: count.first,
        end: family.end as usize,
        count,
        head: Some(Head::Family),
        side: None,
        part: true,
        stated: None,
    })
}

/// "9 (three women and a child)": the family stands for a part.
fn is_family_in_brackets(passage: &Passage<'_>, group: &Group) -> bool {
    let before = &passage.tokens()[passage.first..group.first];
    group.head == Some(Head::Family) && before.iter().rev().take(12).any(|token| token.is_mark('('))
}
