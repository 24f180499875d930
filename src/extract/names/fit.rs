//! What the gazetteer found in running text, cut to the words of a name.

use super::Name;
use super::plausible::is_plausible;
use super::reading::Reading;
use super::widen::widen;
use crate::extract::lexicon::{Area, Sense};
use crate::extract::token::TokenKind;
use crate::gazetteer::{Context, Lookup, NameHit, PlaceIdx};

/// The name that a hit on tokens `first..end` stands for; `None` when its words are no name
/// in this text.
pub(super) fn fitted(
    reading: Reading<'_>,
    hit: &NameHit,
    first: usize,
    end: usize,
) -> Option<Name> {
    let (mut start, mut stop) = trimmed(reading, first, end);
    if let Some(rest) = behind_generic(reading, start, stop) {
        return generic_name(reading, start, rest);
    }
    if !hit.is_exact
        && reading.exact_places(start, stop).is_empty()
        && let Some(part) = exact_part(reading, start, stop)
    {
        (start, stop) = part;
    }
    let (lookup, exact) = if hit.is_exact && (start, stop) == (first, end) {
        (hit.lookup.clone(), true)
    } else {
        judged(reading, hit, start, stop)
    };
    let end = end_of_description(reading, start, stop);
    let mut name = Name { first: start, end, lookup, exact };
    if !is_plausible(reading, &name) {
        return None;
    }
    widen(reading, &mut name);
    Some(name)
}

/// First words of many names, which alone mean the one near the city: "Jabal", the mountain.
const GENERICS: [&str; 7] = ["Jabal", "Jebel", "Jabel", "Djebel", "Tell", "Tal", "Tel"];

/// How sure the gazetteer has to be of a name that goes on behind such a word.
const SURE_OF_GENERIC: f32 = 0.8;

/// Where the name goes on behind a generic word that was found alone at `first..end`: one past
/// the capital word behind it, and behind its article.
fn behind_generic(reading: Reading<'_>, first: usize, end: usize) -> Option<usize> {
    if end - first != 1 || !GENERICS.contains(&reading.word(first)) {
        return None;
    }
    let is_capital = |at: usize| {
        let token = reading.tokens().get(at);
        token.is_some_and(|token| token.kind == TokenKind::Word && token.capital && !token.arabic)
    };
    let article = matches!(reading.word(end), "al" | "ad" | "ath" | "el" | "ar" | "as" | "ash");
    let last = if article { end + 1 } else { end };
    is_capital(last).then_some(last + 1)
}

/// The place that a generic word and the words behind it name together.
fn generic_name(reading: Reading<'_>, first: usize, end: usize) -> Option<Name> {
    let context = Context { is_place: true, ..Context::default() };
    let lookup = reading.gazetteer.lookup(reading.words(first, end), &context);
    let is_sure = lookup.candidates.first().is_some_and(|best| best.score >= SURE_OF_GENERIC);
    is_sure.then_some(Name { first, end, lookup, exact: true })
}

/// Tokens `first..end` without prepositions and articles in front, and without words for
/// settlements at either end, unless they belong to the spelling.
fn trimmed(reading: Reading<'_>, first: usize, end: usize) -> (usize, usize) {
    let (mut start, mut stop) = (first, end);
    let is_spelling =
        |start, stop| !reading.gazetteer.lookup_exact(reading.words(start, stop)).is_empty();
    // With a capital letter, or "near", the word may begin the spelling itself.
    let may_begin =
        |at: usize| reading.tokens()[at].capital || reading.means(at, |sense| sense == Sense::Near);
    while start + 1 < stop
        && reading.is_lead(start)
        && !(may_begin(start) && is_spelling(start, stop))
    {
        start += 1;
    }
    while stop > start + 1
        && reading.means(stop - 1, stands_behind_names)
        && !is_spelling(start, stop)
    {
        stop -= 1;
    }
    (start, stop)
}

/// Words that stand behind a name without being part of it.
fn stands_behind_names(sense: Sense) -> bool {
    matches!(
        sense,
        Sense::Area(
            Area::City
                | Area::Town
                | Area::Village
                | Area::Quarter
                | Area::District
                | Area::Governorate
        )
    )
}

/// The longest part of a loose hit that is a spelling by itself, when the hit
/// runs over a preposition or "and".
fn exact_part(reading: Reading<'_>, first: usize, end: usize) -> Option<(usize, usize)> {
    let joins = |at: usize| {
        reading.means(at, |sense| {
            matches!(sense, Sense::In | Sense::And | Sense::Of | Sense::From | Sense::Near)
        })
    };
    if end - first < 3 || end - first > 9 || !(first..end).any(joins) {
        return None;
    }
    let tokens = reading.tokens();
    let is_name = |from: usize, to: usize| {
        !reading.gazetteer.lookup_exact(reading.words(from, to)).is_empty()
            && tokens[from].kind == TokenKind::Word
            && (tokens[from].capital || tokens[from].arabic || tokens[to - 1].capital)
    };
    for length in (1..end - first).rev() {
        for from in first..=end - length {
            if is_name(from, from + length) {
                return Some((from, from + length));
            }
        }
    }
    let stop = (first..end).find(|&at| joins(at))?;
    (stop > first).then_some((first, stop))
}

/// The gazetteer's judgement on the part `first..end` of a hit, and whether that equals a
/// spelling.
fn judged(reading: Reading<'_>, hit: &NameHit, first: usize, end: usize) -> (Lookup, bool) {
    let places: Vec<PlaceIdx> = reading.exact_places(first, end);
    let Some(&best) = places.first() else { return (hit.lookup.clone(), false) };
    let is_named = |place: PlaceIdx| places.contains(&place);
    if !hit.lookup.candidates.iter().any(|candidate| is_named(candidate.place)) {
        return (reading.judgement(first, end, best), true);
    }
    let mut lookup = hit.lookup.clone();
    // Candidates of that very name first.
    lookup.candidates.sort_by_key(|candidate| !is_named(candidate.place));
    (lookup, true)
}

/// "the mountain overlooking NAME": the whole description, of which tokens `first..end` are
/// what the gazetteer found.
fn end_of_description(reading: Reading<'_>, first: usize, end: usize) -> usize {
    if end - first < 2 || reading.word(end - 1) != "overlooking" {
        return end;
    }
    let goes_on = |at: usize| {
        let token = reading.tokens()[at];
        let links =
            |sense| matches!(sense, Sense::Determiner | Sense::Area(Area::City | Area::Town));
        token.kind == TokenKind::Word && (token.capital || token.glued || reading.means(at, links))
    };
    let limit = reading.tokens().len().min(end + 4);
    (end..limit).find(|&at| !goes_on(at)).unwrap_or(limit.max(end))
}
