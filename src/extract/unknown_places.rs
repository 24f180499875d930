//! Places that the gazetteer does not know, told by a word for a settlement beside them.

use super::lexicon::{Area, Sense, Tag};
use super::namesakes::Cue;
use super::places::{PlaceMention, Role};
use super::sentence::Sentence;
use super::text::Layout;
use super::token::TokenKind;

/// So many tokens around an unknown name, a known one says whether it is in the governorate.
const NEAR_TOKENS: usize = 40;

/// Names beside a word for a settlement that the gazetteer does not know: "Xyz
/// village", "the village of Xyz".
pub(super) fn add_unknown(
    layout: &Layout<'_>,
    sentences: &[Sentence],
    cues: &[Cue],
    mentions: &mut Vec<PlaceMention>,
) {
    let mut added: Vec<PlaceMention> = Vec::new();
    for sentence in sentences {
        for tag in layout.tags_in(sentence.first, sentence.end) {
            if let Some(mention) = named_beside(layout, sentence, tag)
                && !is_known(&mention, tag.first as usize, mentions.iter().chain(&added))
            {
                added.push(mention);
            }
        }
    }
    if added.is_empty() {
        return;
    }
    for mention in &mut added {
        mention.in_governorate = is_inside(mention, mentions, cues);
    }
    mentions.append(&mut added);
    mentions.sort_by_key(|mention| mention.first);
}

/// The name that stands before or behind a word for a settlement.
fn named_beside(layout: &Layout<'_>, sentence: &Sentence, area: &Tag) -> Option<PlaceMention> {
    if !matches!(area.sense, Sense::Area(Area::Village | Area::Town | Area::Quarter)) {
        return None;
    }
    let (first, end) = name_before(layout, sentence, area.first as usize)
        .or_else(|| name_after_of(layout, sentence, area.end as usize))?;
    Some(PlaceMention {
        span: layout.span(first, end),
        first,
        end,
        place: None,
        in_governorate: true,
        candidates: Vec::new(),
        role: Role::Context,
        rule: "place: unknown name beside a word for a settlement",
        is_general: false,
    })
}

/// The name, or one that ends right before the word for a settlement at token `area`, is
/// among those `found`.
fn is_known<'m>(
    name: &PlaceMention,
    area: usize,
    mut found: impl Iterator<Item = &'m PlaceMention>,
) -> bool {
    found.any(|other| {
        other.span.overlaps(name.span)
            || other.end <= area && area - other.end <= 1 && other.end > name.first
    })
}

/// An unknown name near places elsewhere is elsewhere, and so is one that follows a
/// city elsewhere with nothing nearer.
fn is_inside(name: &PlaceMention, mentions: &[PlaceMention], cues: &[Cue]) -> bool {
    let distance = |mention: &&PlaceMention| mention.first.abs_diff(name.first);
    let near = mentions.iter().filter(|mention| distance(mention) < NEAR_TOKENS);
    let nearest = near.min_by_key(distance);
    let n_before = cues.partition_point(|cue| cue.token < name.first);
    nearest.is_some_and(|mention| mention.in_governorate)
        && cues[..n_before].last().is_none_or(|cue| cue.inside)
}

/// A capitalised word that the lexicon does not know.
fn is_name(layout: &Layout<'_>, token: usize) -> bool {
    let found = &layout.tokens[token];
    found.kind == TokenKind::Word
        && !found.arabic
        && found.capital
        && layout.tags_at(token).next().is_none()
        && found.span.len() > 2
}

/// "Xyz village".
fn name_before(layout: &Layout<'_>, sentence: &Sentence, area: usize) -> Option<(usize, usize)> {
    let mut first = area;
    while first > sentence.first
        && (is_name(layout, first - 1) || (layout.tokens[first - 1].glued && first >= 2))
        && area - first < 4
    {
        first -= 1;
    }
    (first < area && is_name(layout, area - 1) && first > sentence.first).then_some((first, area))
}

/// "the village of Xyz".
fn name_after_of(layout: &Layout<'_>, sentence: &Sentence, after: usize) -> Option<(usize, usize)> {
    let of = layout.tokens.get(after).filter(|_| after < sentence.end)?;
    if !of.span.of(&layout.text).eq_ignore_ascii_case("of") {
        return None;
    }
    let first = after + 1;
    let mut end = first;
    while end < sentence.end
        && end - first < 4
        && (is_name(layout, end)
            || (end > first && layout.tokens[end].glued)
            || (layout.tokens.get(end + 1).is_some_and(|next| next.glued && next.capital)))
    {
        end += 1;
    }
    (end > first).then_some((first, end))
}
