//! How far a name reaches.

use super::Name;
use super::reading::Reading;
use crate::extract::lexicon::{Area, Sense};
use crate::extract::token::TokenKind;
use crate::gazetteer::PlaceIdx;

/// How many tokens before a name and behind it may belong to a site's longer name. Longest
/// first: "Deir Ezzor military airport", Arabic "airport of X military".
const AROUND_SITES: [(usize, usize); 7] = [(1, 2), (1, 1), (2, 0), (1, 0), (0, 3), (0, 2), (0, 1)];

/// Takes in the words that make a longer name: a compass point and "countryside"
/// around a governorate's name, a word for a site beside it.
pub(super) fn widen(reading: Reading<'_>, name: &mut Name) {
    let Some(place) = reading.best_place(name) else { return };
    let is_region = place.id.starts_with("dez-") && place.id.ends_with("-cs");
    let is_deir = is_region || matches!(place.id.as_str(), "dez-city" | "dez-gov");
    if is_deir && let Some(found) = countryside(reading, name) {
        if let Some(place) = reading.gazetteer.by_id(found.id) {
            rename(reading, name, (found.first, found.end), place);
        }
        return;
    }
    if is_region && !holds_countryside(reading, name) {
        narrow_to_city(reading, name);
    }
    let site = site_around(reading, name)
        .or_else(|| is_deir.then(|| site_behind(reading, name)).flatten());
    if let Some(site) = site {
        name.lookup = reading.judgement(site.named_from, site.end, site.place);
        (name.first, name.end, name.exact) = (site.first, site.end, true);
    }
}

/// Makes `name` tokens `first..end`, which mean `place` before all else.
fn rename(reading: Reading<'_>, name: &mut Name, (first, end): (usize, usize), place: PlaceIdx) {
    (name.first, name.end) = (first, end);
    name.lookup = reading.judgement(first, end, place);
    name.lookup.candidates.sort_by_key(|candidate| candidate.place != place);
}

/// "western Deir ez-Zor": no countryside is named.
fn narrow_to_city(reading: Reading<'_>, name: &mut Name) {
    let leads = |sense| matches!(sense, Sense::Direction | Sense::Determiner | Sense::In);
    while name.first + 1 < name.end && reading.means(name.first, leads) {
        name.first += 1;
    }
    if let Some(city) = reading.gazetteer.by_id("dez-city") {
        rename(reading, name, (name.first, name.end), city);
    }
}

/// A site that a name and the words beside it stand for.
struct Site {
    first: usize,
    end: usize,
    /// The first of the words that the gazetteer knows it by.
    named_from: usize,
    place: PlaceIdx,
}

/// The site whose name holds this one: "Deir Ezzor military airport".
fn site_around(reading: Reading<'_>, name: &Name) -> Option<Site> {
    AROUND_SITES.iter().find_map(|(left, right)| {
        let (first, end) = (name.first.checked_sub(*left)?, name.end + right);
        let mut beside = (first..name.first).chain(name.end..end);
        if !are_words(reading, first, end) || !beside.any(|at| reading.is_area(at, Area::Site)) {
            return None;
        }
        let place = *reading.exact_places(first, end).first()?;
        Some(Site { first, end, named_from: first, place })
    })
}

/// "Deir ez-Zor's military airport" and the like: the site alone is known.
fn site_behind(reading: Reading<'_>, name: &Name) -> Option<Site> {
    let tokens = reading.tokens();
    let is_possessive =
        |at: usize| tokens.get(at).is_some_and(|token| token.kind == TokenKind::Possessive);
    let from = name.end + usize::from(is_possessive(name.end));
    [name.end + 3, name.end + 2].into_iter().find_map(|end| {
        let is_site = are_words(reading, from, end)
            && reading.is_area(end - 1, Area::Site)
            && tokens[from..end].iter().all(|token| !token.capital || token.arabic);
        if !is_site {
            return None;
        }
        let place = *reading.gazetteer.lookup_exact(reading.words(from, end)).first()?;
        Some(Site { first: name.first, end, named_from: from, place })
    })
}

/// Whether the tokens exist and are all words or numbers.
fn are_words(reading: Reading<'_>, first: usize, end: usize) -> bool {
    reading.tokens().get(first..end).is_some_and(|tokens| {
        tokens.iter().all(|token| {
            matches!(token.kind, TokenKind::Word | TokenKind::Possessive | TokenKind::Number)
        })
    })
}

/// The countryside that a phrase of tokens `first..end` tells of.
struct Countryside {
    first: usize,
    end: usize,
    /// Its id in the gazetteer.
    id: &'static str,
}

/// "western countryside of NAME", "west rural NAME", Arabic "rif NAME al-gharbi":
/// the tokens of the whole phrase and the id of the region.
fn countryside(reading: Reading<'_>, name: &Name) -> Option<Countryside> {
    let (mut first, mut end) = (name.first, name.end);
    if let Some(before) = countryside_before(reading, name) {
        first = before;
    } else if !holds_countryside(reading, name) {
        end = countryside_behind(reading, name)? + 1;
    }
    if reading.word(first).eq_ignore_ascii_case("outskirts") {
        return None;
    }
    if first > 0 && reading.is_direction(first - 1) {
        first -= 1;
    }
    let tokens = reading.tokens();
    while end < tokens.len().min(name.end + 2) && tokens[end].arabic && reading.is_direction(end) {
        end += 1;
    }
    Some(Countryside { first, end, id: region_id(reading.words(first, end)) })
}

/// The word for countryside is among the words of the name.
fn holds_countryside(reading: Reading<'_>, name: &Name) -> bool {
    let tags = reading.layout.tags_in(name.first, name.end);
    tags.iter().any(|tag| tag.sense == Sense::Area(Area::Countryside))
}

/// "countryside of NAME", "rural NAME": the word for it before the name.
fn countryside_before(reading: Reading<'_>, name: &Name) -> Option<usize> {
    for back in 1..=3 {
        let at = name.first.checked_sub(back)?;
        if reading.is_area(at, Area::Countryside) {
            return Some(at);
        }
        if !matches!(reading.word(at), "of" | "the") {
            return None;
        }
    }
    None
}

/// "Deir ez-Zor countryside", "Deir ez-Zor's eastern countryside": the word for it behind
/// the name.
fn countryside_behind(reading: Reading<'_>, name: &Name) -> Option<usize> {
    for at in name.end..=name.end + 2 {
        let token = reading.tokens().get(at)?;
        if reading.is_area(at, Area::Countryside) && reading.word(at) != "outskirts" {
            return Some(at);
        }
        if token.kind != TokenKind::Possessive && !reading.is_direction(at) {
            return None;
        }
    }
    None
}

/// The id of the countryside on the side of the city that the words tell.
fn region_id(words: &str) -> &'static str {
    let words = words.to_lowercase();
    let tells = |english: &str, arabic: &str| words.contains(english) || words.contains(arabic);
    match (tells("north", "شمال"), tells("west", "غرب")) {
        (true, true) => "dez-nw-cs",
        (true, false) => "dez-north-cs",
        (false, true) => "dez-west-cs",
        (false, false) if tells("east", "شرق") => "dez-east-cs",
        (false, false) => "dez-cs",
    }
}
