//! The small phrases that date expressions are made of: counts, units, parts of a day.

use super::super::lexicon::Sense;
use super::super::text::Layout;
use super::super::token::TokenKind;

/// The word at token `at`; empty where there is none before `end`.
pub(super) fn word_within<'l>(layout: &'l Layout<'_>, at: usize, end: usize) -> &'l str {
    if at < end { layout.word(at) } else { "" }
}

/// Whether a number stands at token `at`.
pub(super) fn is_number(layout: &Layout<'_>, at: usize) -> bool {
    layout.tokens.get(at).is_some_and(|token| token.kind == TokenKind::Number)
}

/// Behind the words for parts of a day at token `at`.
pub(super) fn skip_dayparts(layout: &Layout<'_>, mut at: usize, end: usize) -> usize {
    while at < end && layout.tags_at(at).any(|tag| tag.sense == Sense::DayPart) {
        let Some(tag) = layout.tags_at(at).find(|tag| tag.sense == Sense::DayPart) else { break };
        at = tag.end as usize;
    }
    at
}

/// Behind "of", "in the", "on the morning of" at token `at`.
pub(super) fn skip_of(layout: &Layout<'_>, mut at: usize, end: usize) -> usize {
    while at < end
        && (layout
            .tags_at(at)
            .any(|tag| matches!(tag.sense, Sense::Of | Sense::In | Sense::DayPart | Sense::From))
            || layout.word(at) == "the"
            || layout.tokens[at].is_mark(','))
    {
        at += 1;
    }
    at
}

/// Whether a phrase of that sense starts at token `at`.
pub(super) fn next_is(layout: &Layout<'_>, at: usize, sense: Sense) -> bool {
    layout.tags_at(at).any(|tag| tag.sense == sense)
}

/// The first wanted sense of the phrases at token `at`, and the token behind it.
pub(super) fn first_sense(
    layout: &Layout<'_>,
    at: usize,
    wanted: impl Fn(&Sense) -> bool,
) -> Option<(Sense, usize)> {
    layout.tags_at(at).find(|tag| wanted(&tag.sense)).map(|tag| (tag.sense, tag.end as usize))
}

/// A unit of time in days, and the token behind it.
pub(super) fn unit_at(layout: &Layout<'_>, at: usize, end: usize) -> Option<(u16, usize)> {
    layout.tags_at(at).find_map(|tag| match tag.sense {
        Sense::TimeUnit(unit) if (tag.end as usize) <= end => Some((unit, tag.end as usize)),
        _ => None,
    })
}

/// Small counts, and the token behind: "two", "3", "a".
pub(super) fn small_count(layout: &Layout<'_>, at: usize) -> Option<(i32, usize)> {
    let token = layout.tokens.get(at)?;
    if token.kind == TokenKind::Number && token.value < 400 {
        return Some((i32::try_from(token.value).ok()?, at + 1));
    }
    let word = token.span.of(&layout.text).to_ascii_lowercase();
    if word == "a" || word == "an" {
        return Some((1, at + 1));
    }
    layout.tags_at(at).find_map(|tag| match tag.sense {
        Sense::Number(value) => Some((i32::try_from(value).ok()?, tag.end as usize)),
        _ => None,
    })
}

/// Arabic ordinals without their article.
const ARABIC_ORDINALS: [(&str, i8); 17] = [
    ("أول", 1),
    ("اول", 1),
    ("حادي", 1),
    ("واحد", 1),
    ("ثاني", 2),
    ("ثالث", 3),
    ("رابع", 4),
    ("خامس", 5),
    ("سادس", 6),
    ("سابع", 7),
    ("ثامن", 8),
    ("تاسع", 9),
    ("عاشر", 10),
    ("عشرين", 20),
    ("عشرون", 20),
    ("ثلاثين", 30),
    ("ثلاثون", 30),
];

/// Arabic ordinals before "of" and a month: "al-thalith 'ashar min ayyar".
pub(super) fn arabic_ordinal(layout: &Layout<'_>, at: usize, end: usize) -> Option<(i8, usize)> {
    let word_at = word_within(layout, at, end).trim_start_matches(['و', 'ب', 'ل', 'ف']);
    let bare = word_at.strip_prefix("ال").or_else(|| word_at.strip_prefix("أل"))?;
    let (_, mut day) = *ARABIC_ORDINALS.iter().find(|(ordinal, _)| *ordinal == bare)?;
    let mut next = at + 1;
    if day < 10 {
        let tens = match word_within(layout, next, end) {
            "عشر" => 10,
            "والعشرين" | "والعشرون" => 20,
            "والثلاثين" | "والثلاثون" => 30,
            _ => 0,
        };
        if tens > 0 {
            day += tens;
            next += 1;
        }
    }
    Some((day, next))
}
