//! What surrounds a name, and what that says about the place meant.

use std::borrow::Cow;

use super::fold::{Folder, Tags, is_word_char};
use super::place::PlaceIdx;
use super::reading::{Reading, names_deir_ez_zor, words_of};
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
pub(super) struct Surroundings<'t> {
    pub before: Vec<Near<'t>>,
    pub after: Vec<Near<'t>>,
    /// The sentence or paragraph names Deir ez-Zor.
    pub names_region: bool,
}

/// One word near the name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Near<'t> {
    /// Folded, without article.
    pub word: Cow<'t, str>,
    /// What it says about a kind, if anything.
    pub tags: Tags,
    /// Written with a capital, or in Arabic script.
    pub may_be_name: bool,
    /// A full stop, or the like, stands between it and the name.
    pub behind_stop: bool,
}

impl<'t> Surroundings<'t> {
    /// Of words `first..end` of a text, within their line.
    pub(super) fn in_reading(reading: &'t Reading<'_>, first: usize, end: usize) -> Self {
        let near = |word: usize, behind_stop: bool| {
            let read = &reading.words[word];
            let written = read.of(reading.text);
            let may_be_name = written.starts_with(may_open_name) || written == "al";
            let word = reading.bare(word);
            Near { word: Cow::Borrowed(word), tags: read.tags, may_be_name, behind_stop }
        };
        let mut stopped = false;
        let before = (first.saturating_sub(REACH)..first)
            .rev()
            .take_while(|&word| reading.same_line(word, first))
            .map(|word| {
                stopped |= reading.words[word + 1].behind_stop;
                near(word, stopped)
            })
            .collect();
        let mut stopped = false;
        let after = (end..reading.words.len().min(end + REACH))
            .take_while(|&word| reading.same_line(word, end - 1))
            .map(|word| {
                stopped |= reading.words[word].behind_stop;
                near(word, stopped)
            })
            .collect();
        Self { before, after, names_region: reading.line_names_region(first) }
    }

    /// Of `name` in the context's text. Empty when the text does not hold the name.
    pub(super) fn of(name: &str, context: &Context<'_>) -> Self {
        let Some(text) = context.text_around else { return Self::default() };
        Self { names_region: names_deir_ez_zor(text), ..Self::around(name, text, context.at) }
    }

    fn around(name: &str, text: &str, at: Option<usize>) -> Self {
        let start = match at {
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
            names_region: false,
        }
    }

    /// Text that does not hold the name itself: all of it counts as standing behind.
    fn whole(text: &str) -> Self {
        let after = words_on(text, &mut Folder::default());
        Self { after, ..Self::default() }
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
                    near.word.as_ref(),
                    "" | "of" | "and" | "the" | "in" | "held" | "its" | "و" | "s"
                );
                if !near.tags.is_empty() {
                    // Arabic puts the type word before the name.
                    if !is_before && near.word.starts_with(super::fold::is_arabic_letter) {
                        break;
                    }
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

impl Surroundings<'_> {
    /// Whether the name stands behind "town in", "village in".
    pub(super) fn follows_settlement(&self) -> bool {
        let [link, before, ..] = self.before.as_slice() else { return false };
        matches!(link.word.as_ref(), "in" | "في")
            && before.tags.meets(Tags::TOWN.with(Tags::VILLAGE))
    }
}

fn words_on(text: &str, folder: &mut Folder) -> Vec<Near<'static>> {
    let mut found = Vec::new();
    let mut stopped = false;
    for (start, word, _) in words_of(text) {
        if found.len() >= REACH {
            break;
        }
        stopped |= gap_before(text, start).contains(['.', '!', '?', '\n', '؟', ';', '؛']);
        found.push(near(word, stopped, folder));
    }
    found
}

fn words_back(text: &str, folder: &mut Folder) -> Vec<Near<'static>> {
    let mut all: Vec<(usize, &str, usize)> = Vec::new();
    // Only the tail matters; a word is rarely longer than 24 bytes.
    let mut from = text.len().saturating_sub(REACH * 24);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let tail = &text[from..];
    all.extend(words_of(tail));
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

fn near(word: &str, behind_stop: bool, folder: &mut Folder) -> Near<'static> {
    let bare = folder.fold(word).whole.clone();
    let tags = super::words::tag_of(&bare, false).unwrap_or_default();
    let may_be_name = word.starts_with(may_open_name) || word == "al";
    Near { word: Cow::Owned(bare), tags, may_be_name, behind_stop }
}

/// Whether a word that begins so may be a name.
fn may_open_name(c: char) -> bool {
    c.is_uppercase() || super::fold::is_arabic_letter(c)
}
