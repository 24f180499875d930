//! How a sentence as a whole is told: as news, as past before the past, as a question.

use super::lexicon::{Form, Sense};
use super::sentence::Sentence;
use super::text::Layout;
use super::token::TokenKind;

/// The sentence's own predicate stands in the past before the past: Arabic
/// "kana qad". In English the tense alone does not tell news from background.
pub(super) fn is_pluperfect(layout: &Layout<'_>, sentence: &Sentence) -> bool {
    let end = sentence.end.min(sentence.first + 30);
    for tag in layout.tags_in(sentence.first, end) {
        let at = tag.first as usize;
        match tag.sense {
            Sense::After | Sense::Since | Sense::Joint => return false,
            Sense::Act(_, Form::Past) | Sense::Harm(_, Form::Past) => {
                let before = layout.tags_in(at.saturating_sub(3).max(sentence.first), at);
                // Arabic "kana ... qad" before the verb.
                let kana = layout.tokens[at].arabic
                    && before.iter().any(|t| t.sense == Sense::Have)
                    && layout.tags_in(sentence.first, at).iter().any(|t| t.sense == Sense::Be);
                return kana;
            }
            _ => {}
        }
    }
    false
}

/// A phrase marks the sentence as background: "last year", "it is worth mentioning".
pub(super) fn cue_of_past(layout: &Layout<'_>, sentence: &Sentence) -> bool {
    layout.tags_in(sentence.first, sentence.end).iter().any(|tag| tag.sense == Sense::Background)
}

/// A question, or what an interviewer says to the other's face ("You lost relatives in
/// Hatla."): tells nothing by itself.
pub(super) fn asks(layout: &Layout<'_>, sentence: &Sentence) -> bool {
    let last = layout.tokens[sentence.first..sentence.end].iter().rev().find(|token| {
        token.kind != TokenKind::Break && !matches!(token.mark, '”' | '"' | '»' | ')')
    });
    last.is_some_and(|token| matches!(token.mark, '?' | '؟'))
        || layout.word(sentence.first) == "You"
}

/// Somebody denies something in it.
pub(super) fn denies(layout: &Layout<'_>, sentence: &Sentence) -> bool {
    layout.tags_in(sentence.first, sentence.end).iter().any(|tag| tag.sense == Sense::Denial)
}

/// Somebody had announced it before: Arabic "kana" with a verb of saying, which takes up
/// an older statement whatever day it gives.
pub(super) fn had_been_said(layout: &Layout<'_>, sentence: &Sentence) -> bool {
    let end = sentence.end.min(sentence.first + 8);
    let first = &layout.tokens[sentence.first];
    let kana = first.arabic
        && layout.tags_at(sentence.first).any(|t| matches!(t.sense, Sense::Be | Sense::Background));
    kana && layout
        .tags_in(sentence.first + 1, end)
        .iter()
        .find(|t| matches!(t.sense, Sense::Says | Sense::Act(..) | Sense::Harm(..)))
        .is_some_and(|t| t.sense == Sense::Says)
}

/// Whether an act is told by the way, of somebody or something named just before ("fighters
/// who had taken Hatla", "the planes which, it said, had bombed the bridge").
pub(super) fn is_aside(layout: &Layout<'_>, sentence: &Sentence, act: usize) -> bool {
    let near = |n: usize| act.saturating_sub(n).max(sentence.first)..act;
    let Some(had) = near(3).rev().find(|at| layout.word(*at) == "had") else { return false };
    (had.saturating_sub(6).max(sentence.first)..had)
        .any(|at| matches!(layout.word(at), "which" | "who" | "whom"))
}

/// First token of a sentence behind the dateline, be it one that names no place: "SOUTHWEST
/// ASIA, December 27, 2015 - ".
pub(super) fn past_dateline(layout: &Layout<'_>, sentence: &Sentence) -> usize {
    if let Some((first, end)) = layout.dateline
        && sentence.first <= first
        && end <= sentence.end
    {
        return end;
    }
    let opens = layout.paragraph_of(sentence.first).is_some_and(|p| p.first == sentence.first);
    let dash = (sentence.first..sentence.end.min(sentence.first + 12))
        .find(|&at| matches!(layout.tokens[at].mark, '-' | '–' | '—'));
    let Some(dash) = dash.filter(|&dash| opens && dash > sentence.first + 2) else {
        return sentence.first;
    };
    let head = &layout.tokens[sentence.first..dash];
    let is_date = head[head.len() - 1].kind == TokenKind::Number;
    let is_named = head[0].upper && head.iter().all(|token| token.kind != TokenKind::Break);
    if is_date && is_named { dash + 1 } else { sentence.first }
}
