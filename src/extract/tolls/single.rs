//! One or two people told without a number.

use super::*;

/// "a civilian", "the top commander" after a word of harm; Arabic singulars and
/// duals after one.
pub(super) fn one_or_two(
    layout: &Layout<'_>,
    at: usize,
    end: usize,
    harms: &[HarmWord],
) -> Option<Quantity> {
    let token = layout.tokens.get(at)?;
    if token.kind != TokenKind::Word {
        return None;
    }
    let make = |count: u32, until: usize, rule: &'static str| {
        Some(Quantity { min: count, max: Some(count), first: at, end: until, rule })
    };
    if let Some(pair) = layout.tags_at(at).find(|tag| matches!(tag.sense, Sense::Pair(_))) {
        return make(2, pair.end as usize, "count: dual");
    }
    let after_harm = harms.iter().any(|harm| {
        harm.end <= at
            && at - harm.end <= 4
            && layout.tokens[harm.end..at].iter().all(|t| t.kind == TokenKind::Word)
    });
    let before_harm = harms.iter().any(|harm| {
        let reach = if layout.tokens[at..harm.first.max(at)].iter().any(|t| t.is_mark(',')) {
            16
        } else {
            11
        };
        harm.first > at
            && harm.first - at <= reach
            && harm.form == Form::Past
            && !tells(layout, at, harm.first)
    });
    let including = token.conjunction
        || at > 0
            && (layout.tokens[at - 1].is_mark(',')
                || layout
                    .tags_in(at.saturating_sub(3), at)
                    .iter()
                    .any(|t| matches!(t.sense, Sense::Including | Sense::And)));
    if token.arabic {
        let singular = layout.tags_at(at).any(|tag| {
            matches!(
                tag.sense,
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
        }) && is_arabic_singular(token.span.of(&layout.text));
        return if singular && (after_harm || including) {
            make(1, at + 1, "count: one")
        } else {
            None
        };
    }
    let word = token.span.of(&layout.text).to_ascii_lowercase();
    if !matches!(word.as_str(), "a" | "an" | "the" | "another" | "her" | "his")
        || !(after_harm || before_harm || including)
    {
        return None;
    }
    // The head must be a singular noun within a few words.
    let mut next = at + 1;
    while next < end.min(at + 7) {
        if layout.tokens[next].kind != TokenKind::Word
            && layout.tokens[next].kind != TokenKind::Possessive
        {
            return None;
        }
        let head = layout.tags_at(next).find_map(|tag| match tag.sense {
            Sense::Head(head) => Some((head, tag.end as usize)),
            _ => None,
        });
        if let Some((head, until)) = head {
            let noun = layout.tokens[until - 1].span.of(&layout.text).to_ascii_lowercase();
            let single = !noun.ends_with('s')
                && !matches!(
                    noun.as_str(),
                    "people"
                        | "men"
                        | "women"
                        | "children"
                        | "personnel"
                        | "troops"
                        | "gunmen"
                        | "militiamen"
                        | "wounded"
                        | "injured"
                        | "dead"
                        | "forces"
                        | "elderly"
                        | "other"
                        | "more"
                        | "youth"
                );
            // "hanged his body" tells of somebody counted before; "shot dead the mukhtar" counts.
            if head == Head::Body && word != "a" && word != "an" {
                return None;
            }
            let named = harms.iter().any(|harm| harm.end == at) && head == Head::Civilian;
            let definite = word == "the" && head != Head::Commander && !named;
            return if single && !definite { make(1, at + 1, "count: one") } else { None };
        }
        if layout.tags_at(next).any(|tag| {
            matches!(
                tag.sense,
                Sense::Of
                    | Sense::In
                    | Sense::And
                    | Sense::Thing
                    | Sense::Act(..)
                    | Sense::Harm(..)
                    | Sense::Vague(_)
                    | Sense::Number(_)
            )
        }) {
            return None;
        }
        next += 1;
    }
    None
}

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

fn is_arabic_singular(word: &str) -> bool {
    !ARABIC_PLURALS.iter().any(|plural| word.ends_with(plural))
}

/// Whether who stands at `at` tells of the harm and did not suffer it: "an activist told us
/// that three were killed", but not "a boy, activists said, was killed".
fn tells(layout: &Layout<'_>, at: usize, harm: usize) -> bool {
    layout.tags_in(at, harm).iter().any(|tag| {
        let after = layout.tokens.get(tag.end as usize);
        tag.sense == Sense::Says && !after.is_some_and(|token| token.is_mark(','))
    })
}
