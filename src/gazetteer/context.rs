//! What surrounds a name, and what that says about the place meant.

use super::fold::{Folder, Tags, is_word_char};
use super::place::PlaceIdx;
use crate::model::LonLat;

/// What is known beside the name itself. All fields may be left out.
#[derive(Debug, Clone, Default)]
pub struct Context<'a> {
    /// The sentence or paragraph that holds the name. The name is looked for in
    /// it, so that the words before and behind it can be told.
    pub text_around: Option<&'a str>,
    /// Byte offset of the name in `text_around`; `None` takes its first occurrence.
    pub at: Option<usize>,
    /// Places already recognised in the same document, in any order.
    pub document_places: &'a [PlaceIdx],
    /// The place is said to lie in this one.
    pub parent: Option<PlaceIdx>,
    /// The place is said to be near this position.
    pub near: Option<LonLat>,
    /// The name is known to be meant as a place of the region (somebody typed it
    /// into the search box): ordinary words are taken as names too.
    pub is_place: bool,
}

/// How many words on each side are looked at.
const REACH: usize = 14;

/// The words around a name, nearest first.
#[derive(Debug, Default)]
pub(super) struct Surroundings {
    pub before: Vec<Near>,
    pub after: Vec<Near>,
}

/// One word near the name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Near {
    /// Folded, without article.
    pub word: String,
    /// What it says about a kind, if anything.
    pub tags: Tags,
    /// Written with a capital, or in Arabic script.
    pub may_be_name: bool,
    /// A full stop, or the like, stands between it and the name.
    pub behind_stop: bool,
}

impl Surroundings {
    /// Of `name` in the context's text. Empty when the text does not hold the name.
    pub(super) fn of(name: &str, context: &Context<'_>) -> Self {
        let Some(text) = context.text_around else { return Self::default() };
        let start = match context.at {
            Some(at) if text.is_char_boundary(at) => at,
            _ => match text.find(name) {
                Some(at) => at,
                None => return Self::whole(text),
            },
        };
        let end = (start + name.len()).min(text.len());
        if !text.is_char_boundary(end) {
            return Self::default();
        }
        let mut folder = Folder::default();
        Self {
            before: words_back(&text[..start], &mut folder),
            after: words_on(&text[end..], &mut folder),
        }
    }

    /// Text that does not hold the name itself: all of it counts as standing behind.
    fn whole(text: &str) -> Self {
        Self { before: Vec::new(), after: words_on(text, &mut Folder::default()) }
    }

    /// What type words beside the name say: directly before or behind it, or at
    /// the head or tail of a list it stands in ("the districts of A, B and X").
    pub(super) fn tags(&self) -> Tags {
        let mut tags = Tags::default();
        for (side, is_before) in [(&self.before, true), (&self.after, false)] {
            for (i, near) in side.iter().enumerate() {
                if near.behind_stop {
                    break;
                }
                let linking = matches!(
                    near.word.as_str(),
                    "" | "of" | "and" | "the" | "in" | "held" | "its" | "و" | "s"
                );
                if !near.tags.is_empty() {
                    // "city" behind another name belongs to that name.
                    tags = tags.with(near.tags);
                    break;
                }
                if i > 0 && !near.may_be_name && !linking
                    || !is_before && i == 0 && near.word == "of"
                {
                    break;
                }
                if i == 0 && !linking && !(near.may_be_name) {
                    break;
                }
            }
        }
        tags
    }
}

impl Surroundings {
    /// Whether the name stands behind "town in", "village in".
    pub(super) fn follows_settlement(&self) -> bool {
        let [link, before, ..] = self.before.as_slice() else { return false };
        matches!(link.word.as_str(), "in" | "في")
            && before.tags.meets(Tags::TOWN.with(Tags::VILLAGE))
    }
}

fn words_on(text: &str, folder: &mut Folder) -> Vec<Near> {
    let mut found = Vec::new();
    let mut stopped = false;
    for (start, word, _) in words(text) {
        if found.len() >= REACH {
            break;
        }
        stopped |= gap_before(text, start).contains(['.', '!', '?', '\n', '؟', ';', '؛']);
        found.push(near(word, stopped, folder));
    }
    found
}

fn words_back(text: &str, folder: &mut Folder) -> Vec<Near> {
    let mut all: Vec<(usize, &str, usize)> = Vec::new();
    // Only the tail matters; a word is rarely longer than 24 bytes.
    let mut from = text.len().saturating_sub(REACH * 24);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let tail = &text[from..];
    all.extend(words(tail));
    let mut stopped = false;
    let mut found = Vec::new();
    let mut gap_end = tail.len();
    for &(_, word, end) in all.iter().rev().take(REACH) {
        stopped |= tail[end..gap_end].contains(['.', '!', '?', '\n', '؟', ';', '؛']);
        found.push(near(word, stopped, folder));
        gap_end = end - word.len();
    }
    found
}

fn gap_before(text: &str, start: usize) -> &str {
    let head = &text[..start];
    let gap_start = head
        .char_indices()
        .rev()
        .find(|(_, c)| is_word_char(*c))
        .map_or(0, |(i, c)| i + c.len_utf8());
    &head[gap_start..]
}

fn near(word: &str, behind_stop: bool, folder: &mut Folder) -> Near {
    let folded = folder.fold(word);
    let bare = folded.whole.clone();
    let tags = super::words::tag_of(&bare, false).unwrap_or_default();
    let first = word.chars().next();
    let may_be_name = first.is_some_and(|c| c.is_uppercase() || super::fold::is_arabic_letter(c))
        || word.starts_with("al") && word.len() == 2;
    Near { word: bare, tags, may_be_name, behind_stop }
}

/// The words of a text with their byte ranges: start, text, end.
pub(super) fn words(text: &str) -> impl Iterator<Item = (usize, &str, usize)> {
    let mut rest = 0;
    std::iter::from_fn(move || {
        let start = rest + text[rest..].find(is_word_char)?;
        let end = text[start..].find(|c| !is_word_char(c)).map_or(text.len(), |n| start + n);
        rest = end;
        Some((start, &text[start..end], end))
    })
}
