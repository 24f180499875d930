//! Place names in a report: what the gazetteer finds in running text, fitted to
//! what the reader knows about the words.
//!
//! A stretch that the gazetteer takes for a name is trimmed of prepositions and
//! words for settlements, widened to the longer name it is part of ("X military
//! airport", "western countryside of X"), and dropped when its words are known
//! to mean something else or belong to a person.

mod fit;
mod function_words;
mod members;
mod persons;
mod plausible;
mod reading;
mod sites;
mod widen;

use fit::fitted;
use members::{add_first_members, add_members};
use plausible::is_plausible;
use reading::Reading;
use sites::sites;
use widen::widen;

use crate::gazetteer::{Gazetteer, Lookup, PlaceIdx};

use super::span::Span;
use super::text::Layout;
use super::token::TokenKind;

/// A place name: tokens `first..end`.
#[derive(Debug, Clone)]
pub struct Name {
    /// First token.
    pub first: usize,
    /// One past the last token.
    pub end: usize,
    /// What it may mean, best first; never empty.
    pub lookup: Lookup,
    /// Equal to a known spelling.
    pub exact: bool,
}

/// Pieces of text that are searched at once are at most about this long, so that
/// the work stays in proportion to the length of the text.
const PIECE: usize = 16_384;

/// All names in a report, in order, not overlapping.
#[must_use]
pub fn names(layout: &Layout<'_>, gazetteer: &Gazetteer) -> Vec<Name> {
    let reading = Reading { layout, gazetteer };
    let mut found: Vec<Name> = Vec::new();
    for piece in pieces(&layout.text) {
        for hit in gazetteer.scan(piece.of(&layout.text)) {
            let first = layout.token_at(hit.start + piece.start);
            let end = layout.token_at(hit.end + piece.start).max(first + 1);
            if end > layout.tokens.len() {
                continue;
            }
            let name = fitted(reading, &hit, first, end);
            let rest = name.as_ref().map_or(first, |name| name.end);
            found.extend(name.filter(|name| stands_behind(name, &found)));
            add_rest(reading, rest, end, &mut found);
        }
    }
    let is_about_governorate = found.iter().any(|name| reading.is_in_governorate(name));
    if is_about_governorate {
        let sites = sites(reading, &found);
        found.extend(sites);
        found.sort_by_key(|name| name.first);
        add_members(reading, &mut found);
        add_first_members(reading, &mut found);
    }
    found
}

/// Whether a name begins behind all that were found.
fn stands_behind(name: &Name, found: &[Name]) -> bool {
    found.last().is_none_or(|last| last.end <= name.first)
}

/// What a loose hit holds beside its best part: spellings in tokens `at..end`.
fn add_rest(reading: Reading<'_>, mut at: usize, end: usize, found: &mut Vec<Name>) {
    while at < end {
        let Some((stop, place)) = capital_spelling(reading, at, end) else {
            at += 1;
            continue;
        };
        let mut name = reading.exact_name(at, stop, place);
        if is_plausible(reading, &name) && stands_behind(&name, found) {
            widen(reading, &mut name);
            found.push(name);
        }
        at = stop;
    }
}

/// The most words from a capital one at `at` on that spell a place: where they end, and
/// the place.
fn capital_spelling(reading: Reading<'_>, at: usize, end: usize) -> Option<(usize, PlaceIdx)> {
    let token = &reading.tokens()[at];
    if token.kind != TokenKind::Word || !token.capital {
        return None;
    }
    (at + 1..=end).rev().find_map(|stop| {
        let place = *reading.exact_places(at, stop).first()?;
        Some((stop, place))
    })
}

/// The text in pieces, cut between paragraphs or else words.
fn pieces(text: &str) -> Vec<Span> {
    let mut pieces = Vec::new();
    let mut start = 0;
    while text.len() - start > PIECE {
        let mut cut = start + PIECE;
        while !text.is_char_boundary(cut) {
            cut -= 1;
        }
        // Between paragraphs if there is an end of one, else between words.
        let window = &text[start..cut];
        let end = window
            .rfind('\n')
            .filter(|at| *at > PIECE / 2)
            .or_else(|| window.rfind(char::is_whitespace).filter(|at| *at > 0))
            .map_or(cut, |at| start + at);
        pieces.push(Span::new(start, end));
        start = end;
    }
    pieces.push(Span::new(start, text.len()));
    pieces
}
