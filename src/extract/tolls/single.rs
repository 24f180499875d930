//! One or two people told without a number.

use super::passage::Passage;
use crate::extract::lexicon::{Form, Head, Sense};
use crate::extract::number::{Quantity, is_arabic_monday};
use crate::extract::token::TokenKind;

/// The rule of one person told without a number.
pub(super) const ONE: &str = "count: one";

/// The rule of an Arabic dual.
pub(super) const DUAL: &str = "count: dual";

/// English words before one person.
const ARTICLES: [&str; 6] = ["a", "an", "the", "another", "her", "his"];

/// English nouns that tell of several, or of how many is not said.
const ENGLISH_PLURALS: [&str; 16] = [
    "people",
    "men",
    "women",
    "children",
    "personnel",
    "troops",
    "gunmen",
    "militiamen",
    "wounded",
    "injured",
    "dead",
    "forces",
    "elderly",
    "other",
    "more",
    "youth",
];

/// Arabic plurals: the endings of regular ones, and the broken ones that reports use.
const ARABIC_PLURALS: [&str; 29] = [
    "ين",
    "ون",
    "ان",
    "ات",
    "أطفال",
    "نساء",
    "جنود",
    "ضباط",
    "عناصر",
    "أشخاص",
    "رجال",
    "شبان",
    "مقاتلي",
    "عمال",
    "أهالي",
    "الأهالي",
    "قادة",
    "ضحايا",
    "أفراد",
    "مسلحي",
    "عناصره",
    "عناصرها",
    "نسوة",
    "طلاب",
    "شباب",
    "مقاتليه",
    "قيادات",
    "مرتزقة",
    "مقاتلو",
];

/// "a civilian", "the top commander" after a word of harm; Arabic singulars and
/// duals after one.
pub(super) fn one_or_two(passage: &Passage<'_>, at: usize) -> Option<Quantity> {
    let token = passage.tokens().get(at)?;
    if token.kind != TokenKind::Word {
        return None;
    }
    let exactly = |count: u32, end: usize, rule: &'static str| Quantity {
        min: count,
        max: Some(count),
        first: at,
        end,
        rule,
    };
    if is_arabic_monday(passage.layout, at) || is_told_by(passage, at) {
        return None;
    }
    let pair = passage.layout.tags_at(at).find(|tag| matches!(tag.sense, Sense::Pair(_)));
    if let Some(pair) = pair {
        return Some(exactly(2, pair.end as usize, DUAL));
    }
    let one =
        if token.arabic { is_one_in_arabic(passage, at) } else { is_one_in_english(passage, at) };
    one.then(|| exactly(1, at + 1, ONE))
}

/// Arabic "according to activists": they tell of the dead.
fn is_told_by(passage: &Passage<'_>, at: usize) -> bool {
    let before = at.saturating_sub(2);
    passage.tokens()[at].arabic
        && passage.layout.tags_in(before, at).iter().any(|tag| {
            matches!(tag.sense, Sense::According | Sense::Says) && tag.end as usize == at
        })
}

/// An Arabic singular behind a word of harm or in a list.
fn is_one_in_arabic(passage: &Passage<'_>, at: usize) -> bool {
    passage.means(at, may_be_one)
        && is_arabic_singular(passage.word(at))
        && (is_behind_harm(passage, at) || is_listed(passage, at))
}

/// "a civilian", "the top commander" beside a word of harm or in a list.
fn is_one_in_english(passage: &Passage<'_>, at: usize) -> bool {
    let word = passage.word(at);
    ARTICLES.iter().any(|article| article.eq_ignore_ascii_case(word))
        && (is_behind_harm(passage, at) || is_before_harm(passage, at) || is_listed(passage, at))
        && is_article_of_one(passage, at)
}

/// A word of harm stands a few words before the token.
fn is_behind_harm(passage: &Passage<'_>, at: usize) -> bool {
    passage.harms.iter().any(|harm| {
        harm.end <= at
            && at - harm.end <= 4
            && passage.tokens()[harm.end..at].iter().all(|token| token.kind == TokenKind::Word)
    })
}

/// A participle of harm stands some words behind the token, farther past a comma, and who
/// stands at the token suffered it.
fn is_before_harm(passage: &Passage<'_>, at: usize) -> bool {
    passage.harms.iter().filter(|harm| harm.first > at && harm.form == Form::Past).any(|harm| {
        let between = &passage.tokens()[at..harm.first];
        let reach = if between.iter().any(|token| token.is_mark(',')) { 16 } else { 11 };
        between.len() <= reach && !tells(passage, at, harm.first)
    })
}

/// Whether who stands at `at` tells of the harm and did not suffer it: "an activist told us
/// that three were killed", but not "a boy, activists said, was killed".
fn tells(passage: &Passage<'_>, at: usize, harm: usize) -> bool {
    passage.layout.tags_in(at, harm).iter().any(|tag| {
        let after = passage.tokens().get(tag.end as usize);
        tag.sense == Sense::Says && !after.is_some_and(|token| token.is_mark(','))
    })
}

/// Behind a comma, "and" or "including".
fn is_listed(passage: &Passage<'_>, at: usize) -> bool {
    let joins = |sense| matches!(sense, Sense::Including | Sense::And);
    passage.tokens()[at].conjunction
        || at > 0
            && (passage.tokens()[at - 1].is_mark(',')
                || passage.means_in(at.saturating_sub(3), at, joins))
}

/// Whether a singular noun for a person stands within a few words of the article at `at`.
fn is_article_of_one(passage: &Passage<'_>, at: usize) -> bool {
    for next in at + 1..passage.end.min(at + 7) {
        if !matches!(passage.tokens()[next].kind, TokenKind::Word | TokenKind::Possessive) {
            return false;
        }
        if let Some((head, until)) = passage.head_at(next) {
            return is_one(passage, at, head, until - 1);
        }
        if passage.means(next, is_outside_phrase) {
            return false;
        }
    }
    false
}

/// Whether the article at `at` and its noun tell of one person not counted before. `last` is
/// the last token of the noun.
fn is_one(passage: &Passage<'_>, at: usize, head: Head, last: usize) -> bool {
    let article = |word: &str| passage.word(at).eq_ignore_ascii_case(word);
    // "hanged his body" tells of somebody counted before; "shot dead the mukhtar" counts.
    if head == Head::Body && !article("a") && !article("an") {
        return false;
    }
    let named = head == Head::Civilian && passage.harms.iter().any(|harm| harm.end == at);
    let definite = article("the") && head != Head::Commander && !named;
    !definite && is_english_singular(passage.word(last))
}

/// Words that cannot stand between an article and its noun.
fn is_outside_phrase(sense: Sense) -> bool {
    matches!(
        sense,
        Sense::Of
            | Sense::In
            | Sense::And
            | Sense::Thing
            | Sense::Act(..)
            | Sense::Harm(..)
            | Sense::Vague(_)
            | Sense::Number(_)
    )
}

/// Arabic nouns that may tell of one person by themselves.
fn may_be_one(sense: Sense) -> bool {
    matches!(
        sense,
        Sense::Head(
            Head::Civilian
                | Head::Family
                | Head::People
                | Head::Commander
                | Head::Fighter
                | Head::Soldier
                | Head::Dead
                | Head::Martyr
                | Head::Injured,
        )
    )
}

fn is_english_singular(noun: &str) -> bool {
    !noun.ends_with(['s', 'S'])
        && !ENGLISH_PLURALS.iter().any(|plural| plural.eq_ignore_ascii_case(noun))
}

fn is_arabic_singular(word: &str) -> bool {
    !ARABIC_PLURALS.iter().any(|plural| word.ends_with(plural))
}
