//! How far a name reaches, and names that no entry spells out.

use super::*;

/// Takes in the words that make a longer name: a compass point and "countryside"
/// around a governorate's name, a word for a site beside it.
pub(super) fn widen(layout: &Layout<'_>, gazetteer: &Gazetteer, name: &mut Name) {
    let Some(best) = name.lookup.candidates.first().map(|c| c.place) else { return };
    let id = gazetteer.place(best).id.as_str();
    let is_deir =
        matches!(id, "dez-city" | "dez-gov") || id.starts_with("dez-") && id.ends_with("-cs");
    if is_deir {
        if let Some((first, end, id)) = countryside(layout, name) {
            if let Some(place) = gazetteer.by_id(id) {
                (name.first, name.end) = (first, end);
                name.lookup = again(layout, gazetteer, first, end, place);
                name.lookup.candidates.sort_by_key(|c| c.place != place);
            }
            return;
        }
        if id.ends_with("-cs")
            && !layout
                .tags_in(name.first, name.end)
                .iter()
                .any(|t| t.sense == Sense::Area(Area::Countryside))
        {
            // "western Deir ez-Zor": no countryside is named.
            while name.first + 1 < name.end
                && senses(layout, name.first, |s| {
                    matches!(s, Sense::Direction | Sense::Determiner | Sense::In)
                })
            {
                name.first += 1;
            }
            if let Some(city) = gazetteer.by_id("dez-city") {
                name.lookup = again(layout, gazetteer, name.first, name.end, city);
                name.lookup.candidates.sort_by_key(|c| c.place != city);
            }
        }
    }
    let site = |token: usize| senses(layout, token, |s| matches!(s, Sense::Area(Area::Site)));
    let limit = layout.tokens.len();
    let plain = |from: usize, to: usize| {
        layout.tokens.get(from..to).is_some_and(|t| {
            t.iter().all(|t| {
                matches!(t.kind, TokenKind::Word | TokenKind::Possessive | TokenKind::Number)
            })
        })
    };
    // Longest first: "Deir Ezzor military airport", Arabic "airport of X military".
    let spans = [(1, 2), (1, 1), (2, 0), (1, 0), (0, 3), (0, 2), (0, 1)];
    for (left, right) in spans {
        let Some(first) = name.first.checked_sub(left) else { continue };
        let end = name.end + right;
        if end > limit || !plain(first, end) {
            continue;
        }
        if !(first..name.first).chain(name.end..end).any(site) {
            continue;
        }
        let places = exact_places(layout, gazetteer, first, end);
        if let Some(&place) = places.first() {
            name.lookup = again(layout, gazetteer, first, end, place);
            (name.first, name.end, name.exact) = (first, end, true);
            return;
        }
    }
    // "Deir ez-Zor's military airport" and the like: the site alone is known.
    if is_deir {
        for right in [3, 2] {
            let end = name.end + right;
            let from = name.end
                + usize::from(
                    layout.tokens.get(name.end).is_some_and(|t| t.kind == TokenKind::Possessive),
                );
            if end <= limit
                && plain(from, end)
                && site(end - 1)
                && layout.tokens[from..end].iter().all(|t| !t.capital || t.arabic)
                && let Some(&place) = gazetteer.lookup_exact(words(layout, from, end)).first()
            {
                name.lookup = again(layout, gazetteer, from, end, place);
                (name.end, name.exact) = (end, true);
                return;
            }
        }
    }
}

/// "western countryside of NAME", "west rural NAME", Arabic "rif NAME al-gharbi":
/// the tokens of the whole phrase and the id of the region.
pub(super) fn countryside(
    layout: &Layout<'_>,
    name: &Name,
) -> Option<(usize, usize, &'static str)> {
    let area =
        |token: usize| senses(layout, token, |s| matches!(s, Sense::Area(Area::Countryside)));
    let direction = |token: usize| senses(layout, token, |s| matches!(s, Sense::Direction));
    let mut first = name.first;
    let mut end = name.end;
    let mut seen =
        layout.tags_in(first, end).iter().any(|t| t.sense == Sense::Area(Area::Countryside));
    for back in 1..=3 {
        let Some(at) = name.first.checked_sub(back) else { break };
        if area(at) {
            seen = true;
            first = at;
            break;
        }
        let of = matches!(layout.tokens[at].span.of(&layout.text), "of" | "the");
        if !of {
            break;
        }
    }
    // "Deir ez-Zor countryside", "Deir ez-Zor's eastern countryside"
    if !seen {
        for ahead in 0..=2 {
            let at = name.end + ahead;
            if at < layout.tokens.len()
                && area(at)
                && layout.tokens[at].span.of(&layout.text) != "outskirts"
            {
                seen = true;
                end = at + 1;
                break;
            }
            let passes = layout
                .tokens
                .get(at)
                .is_some_and(|t| t.kind == TokenKind::Possessive || direction(at));
            if !passes {
                break;
            }
        }
    }
    if !seen || layout.tokens[first].span.of(&layout.text).eq_ignore_ascii_case("outskirts") {
        return None;
    }
    if first > 0 && direction(first - 1) {
        first -= 1;
    }
    while end < layout.tokens.len()
        && layout.tokens[end].arabic
        && direction(end)
        && end < name.end + 2
    {
        end += 1;
    }
    let text = words(layout, first, end).to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let (north, west) = (has(&["north", "شمال"]), has(&["west", "غرب"]));
    let id = if north && west {
        "dez-nw-cs"
    } else if north {
        "dez-north-cs"
    } else if west {
        "dez-west-cs"
    } else if has(&["east", "شرق"]) {
        "dez-east-cs"
    } else {
        "dez-cs"
    };
    Some((first, end, id))
}

/// A site whose proper name is written in a way the gazetteer does not list.
pub(super) fn similar_site(
    layout: &Layout<'_>,
    gazetteer: &Gazetteer,
    first: usize,
    end: usize,
) -> Option<PlaceIdx> {
    let token = layout.tokens[first];
    if token.arabic
        || !token.capital
        || layout.tags_at(first).next().is_some()
        || end - first < 2
        || starts_sentence(layout, first)
    {
        return None;
    }
    let context = Context { is_place: true, ..Context::default() };
    let lookup = gazetteer.lookup(words(layout, first, end), &context);
    lookup.candidates.first().filter(|c| c.score >= 0.6).map(|c| c.place)
}
