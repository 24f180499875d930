//! Place names in a report: what the gazetteer finds in running text, fitted to
//! what the reader knows about the words.
//!
//! A stretch that the gazetteer takes for a name is trimmed of prepositions and
//! words for settlements, widened to the longer name it is part of ("X military
//! airport", "western countryside of X"), and dropped when its words are known
//! to mean something else or belong to a person.

mod function_words;
mod members;
mod persons;
mod widen;

use function_words::is_function_word;
use members::{add_first_members, add_members, sites};
use persons::is_surname;
use widen::{similar_site, widen};

use crate::gazetteer::{Context, Gazetteer, Lookup, NameHit, PlaceIdx, PlaceKind};

use super::lexicon::{Area, Sense};
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
    let mut found: Vec<Name> = Vec::new();
    for piece in pieces(&layout.text) {
        for hit in gazetteer.scan(piece.of(&layout.text)) {
            let first = layout.token_at(hit.start + piece.start);
            let end = layout.token_at(hit.end + piece.start).max(first + 1);
            if end > layout.tokens.len() {
                continue;
            }
            let name = fitted(layout, gazetteer, &hit, first, end);
            let mut after = name.as_ref().map_or(first, |name| name.end);
            if let Some(name) = name
                && found.last().is_none_or(|last| last.end <= name.first)
            {
                found.push(name);
            }
            // What a loose hit holds beside its best part.
            while after < end {
                let rest = (after + 1..=end).rev().find(|&stop| {
                    layout.tokens[after].kind == TokenKind::Word
                        && layout.tokens[after].capital
                        && !exact_places(layout, gazetteer, after, stop).is_empty()
                });
                let Some(stop) = rest else {
                    after += 1;
                    continue;
                };
                if let Some(place) = exact_places(layout, gazetteer, after, stop).first() {
                    let mut name = Name {
                        first: after,
                        end: stop,
                        lookup: again(layout, gazetteer, after, stop, *place),
                        exact: true,
                    };
                    if is_plausible(layout, gazetteer, &name)
                        && found.last().is_none_or(|last| last.end <= after)
                    {
                        widen(layout, gazetteer, &mut name);
                        found.push(name);
                    }
                }
                after = stop;
            }
        }
    }
    let about = found.iter().any(|name| in_governorate(gazetteer, name));
    if about {
        let sites = sites(layout, gazetteer, &found);
        found.extend(sites);
        found.sort_by_key(|name| name.first);
        add_members(layout, gazetteer, &mut found);
        add_first_members(layout, gazetteer, &mut found);
    }
    found
}

fn in_governorate(gazetteer: &Gazetteer, name: &Name) -> bool {
    name.lookup.candidates.first().is_some_and(|c| gazetteer.place(c.place).in_governorate)
}

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

fn words<'l>(layout: &'l Layout<'_>, first: usize, end: usize) -> &'l str {
    layout.span(first, end).of(&layout.text)
}

fn senses(layout: &Layout<'_>, token: usize, wanted: impl Fn(&Sense) -> bool) -> bool {
    layout.tags_at(token).any(|tag| wanted(&tag.sense))
}

/// Words that stand before a name without being part of it.
fn is_lead(layout: &Layout<'_>, token: usize) -> bool {
    senses(layout, token, |s| {
        matches!(
            s,
            Sense::In
                | Sense::From
                | Sense::To
                | Sense::Of
                | Sense::Determiner
                | Sense::Near
                | Sense::Between
                | Sense::With
                | Sense::And
                | Sense::Area(
                    Area::City
                        | Area::Town
                        | Area::Village
                        | Area::Quarter
                        | Area::District
                        | Area::Area
                )
        )
    }) && !layout.tokens[token].glued
}

fn fitted(
    layout: &Layout<'_>,
    gazetteer: &Gazetteer,
    hit: &NameHit,
    first: usize,
    end: usize,
) -> Option<Name> {
    let (mut start, mut stop) = (first, end);
    while start + 1 < stop
        && is_lead(layout, start)
        && gazetteer.lookup_exact(words(layout, start, stop)).is_empty()
        || start + 1 < stop
            && is_lead(layout, start)
            && !layout.tokens[start].capital
            && !senses(layout, start, |s| matches!(s, Sense::Near))
    {
        start += 1;
    }
    while stop > start + 1
        && senses(layout, stop - 1, |s| {
            matches!(
                s,
                Sense::Area(
                    Area::City
                        | Area::Town
                        | Area::Village
                        | Area::Quarter
                        | Area::District
                        | Area::Governorate
                )
            )
        })
        && gazetteer.lookup_exact(words(layout, start, stop)).is_empty()
    {
        stop -= 1;
    }
    if !hit.is_exact
        && exact_places(layout, gazetteer, start, stop).is_empty()
        && let Some((from, to)) = exact_part(layout, gazetteer, start, stop)
    {
        (start, stop) = (from, to);
    }
    let mut exact = hit.is_exact && (start, stop) == (first, end);
    let mut lookup = hit.lookup.clone();
    if !exact {
        let bare = exact_places(layout, gazetteer, start, stop);
        exact = !bare.is_empty();
        if let Some(best) = bare.first()
            && !lookup.candidates.iter().any(|c| bare.contains(&c.place))
        {
            lookup = again(layout, gazetteer, start, stop, *best);
        } else if exact {
            // Candidates of that very name first.
            lookup.candidates.sort_by_key(|c| !bare.contains(&c.place));
        }
    }
    // "the mountain overlooking NAME": the whole description.
    let limit = layout.tokens.len();
    if stop - start >= 2 && layout.tokens[stop - 1].span.of(&layout.text) == "overlooking" {
        let mut next = stop;
        while next < limit.min(stop + 4)
            && layout.tokens[next].kind == TokenKind::Word
            && (layout.tokens[next].capital
                || layout.tokens[next].glued
                || senses(layout, next, |s| {
                    matches!(s, Sense::Determiner | Sense::Area(Area::City | Area::Town))
                }))
        {
            next += 1;
        }
        stop = next;
    }
    let mut name = Name { first: start, end: stop, lookup, exact };
    let best = name.lookup.candidates.first()?;
    let place = gazetteer.place(best.place);
    if place.kind == PlaceKind::River || !is_plausible(layout, gazetteer, &name) {
        return None;
    }
    widen(layout, gazetteer, &mut name);
    Some(name)
}

/// Places whose spelling equals these words, with an Arabic prefix taken off if need be.
fn exact_places(
    layout: &Layout<'_>,
    gazetteer: &Gazetteer,
    first: usize,
    end: usize,
) -> Vec<PlaceIdx> {
    let whole = words(layout, first, end);
    if layout.tokens[first].arabic && is_function_word(whole) {
        return Vec::new();
    }
    let found = gazetteer.lookup_exact(whole);
    if !found.is_empty() || !layout.tokens[first].arabic {
        return found;
    }
    let mut rest = whole;
    for _ in 0..2 {
        let Some(bare) = rest.strip_prefix(['و', 'ف', 'ب', 'ل']) else { break };
        if bare.chars().count() < 3 {
            break;
        }
        let found = gazetteer.lookup_exact(bare);
        if !found.is_empty() {
            return found;
        }
        rest = bare;
    }
    Vec::new()
}

/// The longest part of a loose hit that is a spelling by itself, when the hit
/// runs over a preposition or "and".
fn exact_part(
    layout: &Layout<'_>,
    gazetteer: &Gazetteer,
    first: usize,
    end: usize,
) -> Option<(usize, usize)> {
    let joins = |token: usize| {
        senses(layout, token, |s| {
            matches!(s, Sense::In | Sense::And | Sense::Of | Sense::From | Sense::Near)
        })
    };
    if end - first < 3 || end - first > 9 || !(first..end).any(joins) {
        return None;
    }
    for length in (1..end - first).rev() {
        for from in first..=end - length {
            if !gazetteer.lookup_exact(words(layout, from, from + length)).is_empty()
                && layout.tokens[from].kind == TokenKind::Word
                && (layout.tokens[from].capital
                    || layout.tokens[from].arabic
                    || layout.tokens[from + length - 1].capital)
            {
                return Some((from, from + length));
            }
        }
    }
    let stop = (first..end).find(|&token| joins(token))?;
    (stop > first).then_some((first, stop))
}

/// The gazetteer's judgement on a name other than the one it found itself.
fn again(
    layout: &Layout<'_>,
    gazetteer: &Gazetteer,
    first: usize,
    end: usize,
    best: PlaceIdx,
) -> Lookup {
    let context = Context { document_places: &[best], is_place: true, ..Context::default() };
    let mut lookup = gazetteer.lookup(words(layout, first, end), &context);
    if !lookup.candidates.iter().any(|c| c.place == best) {
        let place = gazetteer.place(best);
        lookup.candidates.insert(
            0,
            crate::gazetteer::Candidate {
                place: best,
                score: 0.8,
                position: place.position,
                radius_m: place.radius_m,
                reason: "equal to a spelling of it".to_owned(),
            },
        );
    }
    lookup
}

/// Whether the words are a name in this text.
fn is_plausible(layout: &Layout<'_>, gazetteer: &Gazetteer, name: &Name) -> bool {
    let (first, end) = (name.first, name.end);
    let Some(best) = name.lookup.candidates.first() else { return false };
    let place = gazetteer.place(best.place);
    if place.kind == PlaceKind::River {
        return false;
    }
    // Inside the name of a party: "Islamic State".
    let covered = layout.tags_in(first.saturating_sub(5), end).iter().any(|tag| {
        matches!(tag.sense, Sense::Actor(_))
            && tag.first as usize <= first
            && end <= tag.end as usize
    });
    if covered && place.kind != PlaceKind::Country {
        return false;
    }
    let known = |token: usize| {
        layout.tags_at(token).any(|tag| {
            !matches!(
                tag.sense,
                Sense::Area(_)
                    | Sense::Direction
                    | Sense::Determiner
                    | Sense::Outlet
                    | Sense::PlaceAnaphor
                    | Sense::Speaker
                    | Sense::Month(_)
                    | Sense::Near
                    | Sense::PersonTitle
            ) && tag.end as usize <= end
        })
    };
    let one_word = end - first == 1;
    let token = layout.tokens[first];
    // "the city", Arabic "al-madina": a word for a settlement alone is no name.
    let plain_area = |token: usize| {
        senses(layout, token, |s| {
            matches!(
                s,
                Sense::Area(
                    Area::City
                        | Area::Town
                        | Area::Village
                        | Area::Quarter
                        | Area::Governorate
                        | Area::District
                        | Area::Area
                        | Area::Countryside
                ) | Sense::Direction
                    | Sense::In
                    | Sense::Determiner
            )
        })
    };
    if (first..end).all(plain_area) && !place.in_governorate {
        return false;
    }
    // A tribe, not the place named after it.
    let tribe = |token: usize| {
        layout.tokens.get(token).is_some_and(|t| {
            let word = t.span.of(&layout.text).to_lowercase();
            matches!(
                word.as_str(),
                "tribe"
                    | "clan"
                    | "tribes"
                    | "tribesmen"
                    | "tribal"
                    | "family"
                    | "عشيرة"
                    | "قبيلة"
                    | "عشائر"
                    | "آل"
            )
        })
    };
    // A by-name or a surname: "Abu Bakr al-Mayadin", "Abd al-Karim al-Mayadin".
    let by_name = first >= 2
        && token.arabic
        && matches!(
            layout.tokens[first - 2].span.of(&layout.text),
            "أبو" | "ابو" | "أبي" | "أم" | "عبد"
        );
    let is_person = !matches!(place.kind, PlaceKind::City | PlaceKind::Town)
        && !place.kind.is_administrative()
        && is_surname(layout, first);
    if by_name
        || is_person
        || one_word && token.arabic && is_function_word(words(layout, first, end))
    {
        return false;
    }
    if tribe(end) || first > 0 && tribe(first - 1) && token.arabic {
        return false;
    }
    if token.arabic {
        if name.exact {
            let function = senses(layout, first, |s| {
                matches!(
                    s,
                    Sense::In
                        | Sense::From
                        | Sense::To
                        | Sense::Of
                        | Sense::By
                        | Sense::With
                        | Sense::Between
                        | Sense::Number(_)
                        | Sense::Bound(_)
                        | Sense::Harm(..)
                        | Sense::Be
                        | Sense::Have
                        | Sense::Says
                )
            });
            // "with heavy artillery": a word of a longer phrase means what the phrase does.
            let inside_phrase = one_word
                && layout.tags_in(first.saturating_sub(3), end).iter().any(|tag| {
                    matches!(tag.sense, Sense::Weapon(_) | Sense::Bound(_) | Sense::Harm(..))
                        && tag.first as usize <= first
                        && end < tag.end as usize
                });
            return !(one_word && (known(first) || inside_phrase))
                || !function && beside_area(layout, first);
        }
        return best.score >= 0.6
            && place.in_governorate
            && (first..end).all(|t| !known(t))
            && beside_area(layout, first);
    }
    let capitals = |index: usize| {
        layout
            .tokens
            .get(index)
            .is_some_and(|t| t.kind == TokenKind::Word && t.capital && !t.arabic)
            && !senses(layout, index, |s| matches!(s, Sense::Area(_) | Sense::Direction))
    };
    let next_capital = capitals(end)
        || capitals(end + 1)
            && layout.tokens.get(end + 1).is_some_and(|t| t.glued)
            && !layout.tokens[end].capital
            && layout.tokens[end].kind == TokenKind::Word
            && layout.tokens[end].span.len() <= 3;
    let titled = first > 0
        && (layout.tags_in(first.saturating_sub(3), first).iter().any(|t| {
            matches!(t.sense, Sense::PersonTitle | Sense::Speaker) && t.end as usize == first
        }) || first >= 1
            && capitals(first - 1)
            && !starts_sentence(layout, first - 1)
            && !senses(layout, first - 1, |_| true)
            && (person_before(layout, first) || said_after(layout, end)));
    if name.exact {
        let ordinary = one_word
            && known(first)
            && (!token.capital || starts_sentence(layout, first) || next_capital);
        return !(ordinary
            || titled && place.kind != PlaceKind::City && !place.kind.is_administrative());
    }
    if (first..end).any(|t| known(t) && !layout.tokens[t].glued)
        || titled
        || said_after(layout, end)
    {
        return false;
    }
    if place.in_governorate
        && best.score >= 0.93
        && !starts_sentence(layout, first)
        && !next_capital
    {
        return true;
    }
    place.in_governorate && best.score >= 0.35 && !next_capital && beside_place(layout, first)
}

fn person_before(layout: &Layout<'_>, token: usize) -> bool {
    let from = token.saturating_sub(4);
    layout
        .tags_in(from, token)
        .iter()
        .any(|t| matches!(t.sense, Sense::PersonTitle | Sense::Speaker))
}

fn said_after(layout: &Layout<'_>, end: usize) -> bool {
    senses(layout, end, |s| matches!(s, Sense::Says))
        || layout.tokens.get(end).is_some_and(|t| t.is_mark(','))
            && senses(layout, end + 1, |s| matches!(s, Sense::Says))
}

fn starts_sentence(layout: &Layout<'_>, token: usize) -> bool {
    token.checked_sub(1).is_none_or(|before| {
        matches!(layout.tokens[before].kind, TokenKind::Break)
            || matches!(layout.tokens[before].mark, '.' | '“' | '"' | ':' | '•' | '*')
    })
}

fn beside_area(layout: &Layout<'_>, first: usize) -> bool {
    first
        .checked_sub(1)
        .is_some_and(|before| senses(layout, before, |s| matches!(s, Sense::Area(_))))
}

/// A word for a settlement, a preposition of place, or the joint of a list stands
/// right before (past articles).
fn beside_place(layout: &Layout<'_>, first: usize) -> bool {
    let mut before = first;
    while before > 0 {
        before -= 1;
        let token = layout.tokens[before];
        if senses(layout, before, |s| matches!(s, Sense::Determiner)) {
            continue;
        }
        return token.is_mark(',')
            || token.is_mark('،')
            || senses(layout, before, |s| {
                matches!(
                    s,
                    Sense::Area(_)
                        | Sense::In
                        | Sense::Near
                        | Sense::Of
                        | Sense::And
                        | Sense::From
                        | Sense::To
                        | Sense::Between
                )
            })
            || senses(layout, first, |_| false)
            || layout
                .tags_in(before.saturating_sub(3), first)
                .iter()
                .any(|t| t.sense == Sense::Near && t.end as usize == before + 1);
    }
    false
}
