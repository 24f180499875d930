//! What a sentence tells as untrue: denied, or yet to come.

use super::lexicon::Sense;
use super::text::Layout;
use super::token::TokenKind;

/// The marks at which a sentence is over.
pub(super) fn ends_sentence(layout: &Layout<'_>, token: usize) -> bool {
    matches!(layout.tokens[token].mark, '.' | '!' | '?' | '؟' | ';' | '؛')
        || layout.tokens[token].kind == TokenKind::Break && layout.tokens[token].value > 1
}

/// How many tokens before an act are looked at for what makes it untrue.
const DENIAL_REACH: usize = 40;

/// Somebody denies it: "denied reports of", with nothing new said in between ("denied
/// ..., and said that gunmen ...").
pub(super) fn is_denied(layout: &Layout<'_>, act: usize) -> bool {
    let from = sentence_start(layout, act);
    let tags = layout.tags_in(from, act);
    let Some(denial) = tags.iter().rposition(|tag| tag.sense == Sense::Denial) else {
        return false;
    };
    let (first, end) = (tags[denial].first as usize, tags[denial].end as usize);
    // "were denied access": something withheld.
    let withheld = layout.tags_in(first.saturating_sub(2).max(from), first).iter().any(|tag| {
        matches!(tag.sense, Sense::Be) && tag.end as usize == first && !layout.tokens[first].arabic
    });
    // "who refused to be named": Arabic "without naming him" says nothing new.
    let unsaid = |token: usize| {
        layout.tags_in(token.saturating_sub(1), token).iter().any(|t| t.sense == Sense::Negation)
    };
    // A new statement, a new subject of "while", ends what is denied.
    let over = tags[denial..].iter().any(|tag| {
        tag.first as usize >= end
            && (tag.sense == Sense::Joint
                || tag.sense == Sense::Says && !unsaid(tag.first as usize))
    });
    !withheld && !over
}

/// First token of the sentence, or as far back as is looked.
fn sentence_start(layout: &Layout<'_>, token: usize) -> usize {
    let floor = token.saturating_sub(DENIAL_REACH);
    (floor..token).rev().find(|&before| ends_sentence(layout, before)).map_or(floor, |end| end + 1)
}

/// "will not stop before recapturing the field": what stands behind "before" or
/// "until" in a sentence about the future has not happened.
pub(super) fn is_yet_to_come(layout: &Layout<'_>, act: usize) -> bool {
    let from = sentence_start(layout, act);
    let before = layout
        .tags_in(act.saturating_sub(3).max(from), act)
        .iter()
        .rev()
        .find(|tag| tag.sense == Sense::Before && tag.end as usize + 1 >= act);
    before.is_some_and(|before| {
        layout
            .tags_in(from, before.first as usize)
            .iter()
            .any(|tag| matches!(tag.sense, Sense::Intent | Sense::Negation))
    })
}
