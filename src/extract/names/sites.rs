//! Sites and regions that a report names by a description alone.

use super::Name;
use super::reading::Reading;
use crate::extract::lexicon::{Area, Sense};
use crate::extract::token::TokenKind;
use crate::gazetteer::{Context, PlaceIdx};

/// Sites named by a plain description ("the military hospital", "the airbase")
/// and bare regions ("the western countryside"), in a report about the governorate.
pub(super) fn sites(reading: Reading<'_>, found: &[Name]) -> Vec<Name> {
    // "the airbase" is the airport once that has been named.
    let means_best = |name: &Name, place: PlaceIdx| {
        name.lookup.candidates.first().is_some_and(|best| best.place == place)
    };
    let airport = reading
        .gazetteer
        .by_id("dez-airport")
        .filter(|airport| found.iter().any(|name| means_best(name, *airport)));
    let mut more: Vec<Name> = Vec::new();
    for tag in &reading.layout.tags {
        let (first, end) = (tag.first as usize, tag.end as usize);
        let is_free = |from: usize| {
            let after = found.partition_point(|name| name.first < end);
            found[after.saturating_sub(1)..after].iter().all(|name| name.end <= from)
                && more.last().is_none_or(|name| name.end <= from)
        };
        let name = match tag.sense {
            Sense::Area(Area::Site) => described_site(reading, first, end, airport, is_free),
            Sense::Area(Area::Countryside) => bare_countryside(reading, first, end, is_free),
            _ => None,
        };
        more.extend(name);
    }
    more
}

/// "the military hospital": the word for a site in tokens `first..end`, with the words
/// before it that name which.
fn described_site(
    reading: Reading<'_>,
    first: usize,
    end: usize,
    airport: Option<PlaceIdx>,
    is_free: impl Fn(usize) -> bool,
) -> Option<Name> {
    [3, 2, 1, 0].into_iter().filter_map(|left| first.checked_sub(left)).find_map(|from| {
        if !are_words(reading, from, end) || !is_free(from) || reading.is_lead(from) {
            return None;
        }
        let place = if from < first {
            site_of_words(reading, from, end)?
        } else {
            airport.filter(|_| is_airbase(reading.words(from, end)))?
        };
        Some(reading.exact_name(from, end, place))
    })
}

/// Whether nothing but words stands in the tokens.
fn are_words(reading: Reading<'_>, first: usize, end: usize) -> bool {
    reading.tokens()[first..end].iter().all(|token| {
        matches!(token.kind, TokenKind::Word | TokenKind::Possessive)
            || matches!(token.mark, '’' | '\'' | '‘')
    })
}

fn is_airbase(words: &str) -> bool {
    ["airbase", "air base"].iter().any(|known| known.eq_ignore_ascii_case(words))
}

/// The site of the governorate that the words name, be it in a spelling of their own.
fn site_of_words(reading: Reading<'_>, first: usize, end: usize) -> Option<PlaceIdx> {
    let listed = reading.gazetteer.lookup_exact(reading.words(first, end)).first().copied();
    listed
        .or_else(|| similar_site(reading, first, end))
        .filter(|place| reading.gazetteer.place(*place).in_governorate)
}

/// A site whose proper name is written in a way the gazetteer does not list.
fn similar_site(reading: Reading<'_>, first: usize, end: usize) -> Option<PlaceIdx> {
    let token = reading.tokens()[first];
    if token.arabic
        || !token.capital
        || reading.is_known(first)
        || end - first < 2
        || reading.starts_sentence(first)
    {
        return None;
    }
    let context = Context { is_place: true, ..Context::default() };
    let lookup = reading.gazetteer.lookup(reading.words(first, end), &context);
    lookup.candidates.first().filter(|best| best.score >= 0.6).map(|best| best.place)
}

/// "the western countryside", and of nothing named: that side of the governorate's.
fn bare_countryside(
    reading: Reading<'_>,
    first: usize,
    end: usize,
    is_free: impl Fn(usize) -> bool,
) -> Option<Name> {
    let side = first.checked_sub(1).filter(|side| reading.is_direction(*side))?;
    let is_bare =
        reading.words(first, end).eq_ignore_ascii_case("countryside") && reading.word(end) != "of";
    if !is_bare || !is_free(side) {
        return None;
    }
    let id = match reading.words(side, first).to_lowercase().as_str() {
        "western" | "west" => "dez-west-cs",
        "eastern" | "east" => "dez-east-cs",
        "northern" | "north" => "dez-north-cs",
        _ => "dez-cs",
    };
    let place = reading.gazetteer.by_id(id)?;
    Some(reading.exact_name(side, end, place))
}
