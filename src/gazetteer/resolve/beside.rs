//! What the words directly beside a name say that its type words do not: that it
//! is an outlet named after a place, or that it lies in the town named behind it.

use super::{Context, Gazetteer, PlaceIdx, PlaceKind, Weighed};
use crate::gazetteer::reading::words_of as words;

/// Words that make the name before them one of a broadcaster.
const OUTLET_BEHIND: [&str; 6] =
    ["channel", "television", "tv", "satellite", "الفضائية", "التلفزيونية"];

/// Words that make the name behind them one of a broadcaster.
const OUTLET_BEFORE: [&str; 5] = ["channel", "television", "قناة", "تلفزيون", "فضائية"];

/// How far behind a name, in bytes, the town that it lies in may be named.
const REACH: usize = 40;

/// How much more likely a place is whose town is named behind it than its namesakes.
const IN_NAMED_TOWN: f32 = 60.0;

/// The text before and behind the name; `None` where the text does not hold it.
fn sides<'a>(query: &str, context: &Context<'a>) -> Option<(&'a str, &'a str)> {
    let text = context.text_around?;
    let start = context.at.or_else(|| text.find(query))?;
    Some((text.get(..start)?, text.get(start + query.len()..)?))
}

/// Whether the words beside the name make it one of a broadcaster: "al-Mayadeen
/// television channel".
pub(super) fn is_outlet(query: &str, context: &Context<'_>) -> bool {
    let Some((before, behind)) = sides(query, context) else { return false };
    let is_one_of = |word: Option<(usize, &str, usize)>, known: &[&str]| {
        word.is_some_and(|(_, word, _)| known.contains(&word.to_lowercase().as_str()))
    };
    let tail = before.char_indices().rev().nth(REACH).map_or(before, |(at, _)| &before[at..]);
    is_one_of(words(behind).next(), &OUTLET_BEHIND) || is_one_of(words(tail).last(), &OUTLET_BEFORE)
}

/// Favours the candidates that lie in a city or town named right behind the name:
/// "al-Sina'a district in al-Bukamal".
pub(super) fn favour_named_town(
    gazetteer: &Gazetteer,
    query: &str,
    context: &Context<'_>,
    weighed: &mut [Weighed],
) {
    if weighed.len() < 2 {
        return;
    }
    let Some((_, behind)) = sides(query, context) else { return };
    let end = behind.char_indices().nth(REACH).map_or(behind.len(), |(at, _)| at);
    let sentence = behind[..end].split(['.', ';', '!', '?', '؛', '؟', '\n']).next();
    let Some(inside) = sentence.and_then(said_to_lie_in) else { return };
    let towns = towns_in(gazetteer, inside);
    let heaviest = weighed.iter().map(|candidate| candidate.weight).fold(0.0, f32::max);
    for candidate in weighed {
        let place = gazetteer.place(gazetteer.index.name(candidate.hit.name).place);
        if place.parent.is_some_and(|parent| towns.contains(&parent)) {
            // A namesake elsewhere weighs nothing until the text names its town.
            candidate.weight = candidate.weight.max(heaviest / 2.0) * IN_NAMED_TOWN;
            candidate.notes.push("its town is named behind it");
        }
    }
}

/// What follows a word for lying in something, unless a list goes on before it:
/// "al-Sina'a and al-Bukamal" are two places.
fn said_to_lie_in(behind: &str) -> Option<&str> {
    let mut found = words(behind).take_while(|(_, word, _)| !matches!(*word, "and" | "or" | "و"));
    found.find_map(|(start, word, end)| match word {
        "in" | "of" | "inside" | "within" | "في" | "داخل" | "من" => Some(&behind[end..]),
        // The Arabic "in" is written together with the next word.
        _ if word.chars().count() > 4 => {
            word.strip_prefix('ب').map(|_| &behind[start + 'ب'.len_utf8()..])
        }
        _ => None,
    })
}

/// Cities and towns named in a short text, in any spelling of one to three words.
fn towns_in(gazetteer: &Gazetteer, text: &str) -> Vec<PlaceIdx> {
    let found: Vec<(usize, &str, usize)> = words(text).collect();
    let runs = (1..=3).flat_map(|n_words| found.windows(n_words));
    let named = runs.flat_map(|run| {
        let (start, end) = (run[0].0, run[run.len() - 1].2);
        gazetteer.lookup_exact(&text[start..end])
    });
    named
        .filter(|idx| matches!(gazetteer.place(*idx).kind, PlaceKind::City | PlaceKind::Town))
        .collect()
}
