//! Sums: "the number of SDF members killed has risen to 9".

use super::passage::Passage;
use crate::extract::lexicon::{Harm, Head, Sense, Side};
use crate::extract::number::Quantity;

/// Words of which one stands before a sum of the dead.
const SUMMED: [&str; 5] = ["toll", "deaths", "killed", "dead", "number"];

/// "the death toll rose to 18": a number at token `at` is that sum.
pub(super) fn is_sum(passage: &Passage<'_>, at: usize) -> bool {
    passage.means_in(at.saturating_sub(3), at, |sense| sense == Sense::TollSum)
        && passage.has_word(at.saturating_sub(20), at, &SUMMED)
}

/// "has risen to" ends right before token `at`.
fn follows_rise(passage: &Passage<'_>, at: usize) -> bool {
    let mut before = passage.layout.tags_in(at.saturating_sub(3), at).iter();
    before.any(|tag| tag.sense == Sense::TollSum && tag.end as usize == at)
}

/// "risen to 9, the number of SDF members killed", Arabic "irtafa'a ila 14 'adad
/// al-shuhada'": the token behind the words for the sum that follow its count.
pub(super) fn sum_ahead(passage: &Passage<'_>, count: &Quantity) -> Option<usize> {
    let at = count.first;
    let reached = at > 0 && (passage.is(at - 1, Sense::To) || follows_rise(passage, at));
    if !reached {
        return None;
    }
    let mut next = count.end;
    if passage.tokens().get(next).is_some_and(|token| matches!(token.mark, ',' | '،')) {
        next += 1;
    }
    if matches!(passage.word_inside(next), "the" | "of") {
        next += 1;
    }
    match (passage.word_inside(next), passage.word_inside(next + 1)) {
        ("number" | "toll" | "tally", "of") => Some(next + 2),
        ("عدد" | "حصيلة", _) => Some(next + 1),
        _ => None,
    }
}

/// What a sum says of those it counts: the word of harm behind its noun, or death.
pub(super) fn harm_of_sum(passage: &Passage<'_>, noun: usize, until: usize) -> Harm {
    if passage.means_in(noun, until, |sense| sense == Sense::Head(Head::Injured)) {
        return Harm::Wounded;
    }
    passage
        .harm_from(noun)
        .filter(|harm| harm.first <= until + 4)
        .map_or(Harm::Killed, |harm| harm.harm)
}

/// What the words before a sum say it counts.
pub(super) struct Sum {
    pub(super) head: Option<Head>,
    pub(super) side: Option<Side>,
    pub(super) harm: Harm,
}

/// "the number of SDF members killed in the bombing has risen to 9": of whom, and what
/// became of them.
pub(super) fn sum_behind(passage: &Passage<'_>, at: usize) -> Option<Sum> {
    if !follows_rise(passage, at) {
        return None;
    }
    let number = (at.saturating_sub(28)..at.saturating_sub(2))
        .rev()
        .find(|&index| (passage.word(index), passage.word(index + 1)) == ("number", "of"))?;
    let noun = number + 2;
    let harm = passage.harm_from(noun).filter(|harm| harm.first <= noun + 6)?;
    let head =
        passage.layout.tags_in(noun, harm.first).iter().rev().find_map(|tag| match tag.sense {
            Sense::Head(head) => Some(head),
            _ => None,
        });
    let side = passage
        .actors
        .iter()
        .find(|actor| actor.first >= noun && actor.end <= harm.first)
        .map(|actor| actor.side);
    Some(Sum { head, side, harm: harm.harm })
}
