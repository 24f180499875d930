//! Vague places: phrases that describe an area by places that have names.
//!
//! Each phrase gives a circle with a stated way of construction, never a pin:
//!
//! - *vicinity of X, around X, outskirts of X*: the place's own circle, widened
//!   ([`VICINITY`]) and at least [`MIN_VICINITY_M`] wide.
//! - *north of X, eastern X*: a circle that begins at the middle of X and reaches
//!   outward, its centre moved one radius in that direction.
//! - *3 km east of X*: centre moved by the distance; the radius is a quarter of the
//!   distance plus the radius of X, since both direction and distance are rounded.
//! - *between A and B*: the circle over the line from A to B as its diameter.
//! - *western countryside of X*: the gazetteer's own region when X is Deir ez-Zor,
//!   else a circle around X moved outward.

use super::Gazetteer;
use super::context::Context;
use super::place::{PlaceIdx, PlaceKind};
use super::reading::words_of;
use super::resolve::{Candidate, Lookup};
use crate::model::LonLat;

/// How much wider than a place its vicinity is.
pub const VICINITY: f32 = 1.6;

/// A vicinity reaches at least this far, in metres.
pub const MIN_VICINITY_M: f32 = 1000.0;

/// A countryside reaches this far from its town, in metres.
pub const COUNTRYSIDE_M: f32 = 15_000.0;

/// What a vague phrase says about the places in it.
#[derive(Debug, Clone, PartialEq)]
enum Phrase<'a> {
    Vicinity(&'a str),
    Toward { bearing_deg: f64, name: &'a str },
    Away { distance_m: f64, bearing_deg: f64, name: &'a str },
    Between(&'a str, &'a str),
    Countryside { bearing_deg: Option<f64>, name: &'a str },
}

/// Directions as words in both scripts, folded: word, bearing in degrees. Compound
/// ones come first.
const DIRECTIONS: &[(&str, f64)] = &[
    ("northwestern", 315.0),
    ("north-western", 315.0),
    ("northwest", 315.0),
    ("north-west", 315.0),
    ("northeastern", 45.0),
    ("north-eastern", 45.0),
    ("northeast", 45.0),
    ("north-east", 45.0),
    ("southwestern", 225.0),
    ("south-western", 225.0),
    ("southwest", 225.0),
    ("south-west", 225.0),
    ("southeastern", 135.0),
    ("south-eastern", 135.0),
    ("southeast", 135.0),
    ("south-east", 135.0),
    ("northern", 0.0),
    ("north", 0.0),
    ("eastern", 90.0),
    ("east", 90.0),
    ("southern", 180.0),
    ("south", 180.0),
    ("western", 270.0),
    ("west", 270.0),
    ("شمال غربي", 315.0),
    ("شمال غرب", 315.0),
    ("شمال شرقي", 45.0),
    ("شمال شرق", 45.0),
    ("جنوب غربي", 225.0),
    ("جنوب غرب", 225.0),
    ("جنوب شرقي", 135.0),
    ("جنوب شرق", 135.0),
    ("شمالي", 0.0),
    ("شمال", 0.0),
    ("شرقي", 90.0),
    ("شرق", 90.0),
    ("جنوبي", 180.0),
    ("جنوب", 180.0),
    ("غربي", 270.0),
    ("غرب", 270.0),
];

/// Directions as adjectives behind a countryside: "ريف دير الزور الغربي".
const ARABIC_ADJECTIVES: &[(&str, f64)] = &[
    ("الشمالي الغربي", 315.0),
    ("الشمالي الشرقي", 45.0),
    ("الجنوبي الغربي", 225.0),
    ("الجنوبي الشرقي", 135.0),
    ("الشمالي", 0.0),
    ("الشرقي", 90.0),
    ("الجنوبي", 180.0),
    ("الغربي", 270.0),
];

const VICINITY_WORDS: &[&str] = &[
    "vicinity of",
    "in the vicinity of",
    "surroundings of",
    "around",
    "near",
    "outskirts of",
    "perimeter of",
    "area around",
    "edges of",
    "close to",
    "محيط",
    "في محيط",
    "قرب",
    "بالقرب من",
    "أطراف",
    "اطراف",
    "حول",
    "مشارف",
];

const COUNTRYSIDE_WORDS: &[&str] = &["countryside of", "rural", "ريف"];

/// The phrase without small words at its beginning.
fn trimmed(text: &str) -> &str {
    let mut rest = text.trim();
    loop {
        let before = rest;
        for small in [
            "the ",
            "The ",
            "in ",
            "to ",
            "at ",
            "about ",
            "some ",
            "on ",
            "في ",
            "على بعد ",
            "الى ",
            "إلى ",
        ] {
            rest = rest.strip_prefix(small).unwrap_or(rest).trim_start();
        }
        if rest == before {
            return rest;
        }
    }
}

/// `text` without `prefix`, case ignored, when a word ends there.
fn strip_words<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    let rest = &text[prefix.len()..];
    let ends = rest.chars().next().is_none_or(|c| !c.is_alphanumeric() && c != '-');
    (head.eq_ignore_ascii_case(prefix) && ends).then(|| rest.trim_start())
}

fn strip_direction(text: &str) -> Option<(f64, &str)> {
    DIRECTIONS.iter().find_map(|(word, bearing)| Some((*bearing, strip_words(text, word)?)))
}

/// A distance at the beginning: metres and the rest.
fn strip_distance(text: &str) -> Option<(f64, &str)> {
    let end = text.find(|c: char| !(c.is_numeric() || matches!(c, '.' | ',' | '٫')))?;
    if end == 0 {
        return None;
    }
    let digits: String = text[..end]
        .chars()
        .map(|c| match c {
            ',' | '٫' => '.',
            _ => c
                .to_digit(10)
                .or_else(|| arabic_digit(c))
                .and_then(|d| char::from_digit(d, 10))
                .unwrap_or(c),
        })
        .collect();
    let number: f64 = digits.parse().ok()?;
    let rest = text[end..].trim_start();
    const UNITS: [(&str, f64); 14] = [
        ("kilometres", 1000.0),
        ("kilometers", 1000.0),
        ("kilometre", 1000.0),
        ("kilometer", 1000.0),
        ("kms", 1000.0),
        ("km", 1000.0),
        ("metres", 1.0),
        ("meters", 1.0),
        ("miles", 1609.344),
        ("m", 1.0),
        ("كيلومترات", 1000.0),
        ("كيلومتر", 1000.0),
        ("كم", 1000.0),
        ("متر", 1.0),
    ];
    UNITS.iter().find_map(|(unit, metres)| {
        let rest = strip_words(rest, unit)?;
        (number > 0.0 && number * metres < 500_000.0).then_some((number * metres, rest))
    })
}

fn arabic_digit(c: char) -> Option<u32> {
    let code = c as u32;
    match c {
        '٠'..='٩' => Some(code - '٠' as u32),
        '۰'..='۹' => Some(code - '۰' as u32),
        _ => None,
    }
}

fn strip_of(text: &str) -> &str {
    let text = strip_words(text, "of")
        .or_else(|| strip_words(text, "from"))
        .or_else(|| strip_words(text, "من"))
        .unwrap_or(text);
    strip_words(text, "the").unwrap_or(text)
}

/// Reads a phrase; `None` when it is not a vague one.
fn parse(text: &str) -> Option<Phrase<'_>> {
    let text = trimmed(text).trim_end_matches(['.', ',', ' ']);
    if let Some((distance_m, rest)) = strip_distance(text) {
        let rest = strip_words(rest, "to the").unwrap_or(rest);
        let rest = trimmed(rest);
        let (bearing_deg, name) = strip_direction(rest)?;
        let name = strip_of(name);
        return (!name.is_empty()).then_some(Phrase::Away { distance_m, bearing_deg, name });
    }
    for (between, and) in [("between", " and "), ("بين", " و")] {
        if let Some(rest) = strip_words(text, between)
            && let Some((a, b)) = rest.split_once(and)
        {
            let (a, b) = (a.trim(), b.trim().trim_start_matches("بين "));
            return (!a.is_empty() && !b.is_empty()).then_some(Phrase::Between(a, b));
        }
    }
    for word in VICINITY_WORDS {
        if let Some(name) = strip_words(text, word).filter(|n| !n.is_empty()) {
            return Some(Phrase::Vicinity(strip_of(name)));
        }
    }
    for word in COUNTRYSIDE_WORDS {
        if let Some(name) = strip_words(text, word).filter(|n| !n.is_empty()) {
            for (adjective, bearing) in ARABIC_ADJECTIVES {
                if let Some(name) = name.strip_suffix(adjective) {
                    return Some(Phrase::Countryside {
                        bearing_deg: Some(*bearing),
                        name: name.trim(),
                    });
                }
            }
            return Some(Phrase::Countryside { bearing_deg: None, name });
        }
    }
    if let Some((bearing_deg, rest)) = strip_direction(text) {
        for word in COUNTRYSIDE_WORDS.iter().copied().chain(["outskirts of"]) {
            if let Some(name) = strip_words(rest, word).filter(|n| !n.is_empty()) {
                return Some(Phrase::Countryside { bearing_deg: Some(bearing_deg), name });
            }
        }
        if let Some(name) =
            rest.strip_suffix("countryside").map(str::trim).filter(|n| !n.is_empty())
        {
            return Some(Phrase::Countryside { bearing_deg: Some(bearing_deg), name });
        }
        if let Some(name) = strip_words(rest, "of").filter(|n| !n.is_empty()) {
            return Some(Phrase::Toward { bearing_deg, name: strip_of(name) });
        }
    }
    let name = text.strip_suffix("countryside").or_else(|| text.strip_suffix("Countryside"))?;
    let name = name.trim().trim_end_matches("'s").trim_end_matches("’s");
    (!name.is_empty()).then_some(Phrase::Countryside { bearing_deg: None, name })
}

fn compass(bearing_deg: f64) -> &'static str {
    const POINTS: [&str; 8] =
        ["north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"];
    POINTS[((bearing_deg / 45.0).round() as usize) % 8]
}

impl Gazetteer {
    /// The area that a vague phrase describes; `None` when the phrase is a plain name.
    pub(super) fn lookup_vague(&self, query: &str, context: &Context<'_>) -> Option<Lookup> {
        // A spelling of the gazetteer is a name, whatever words are in it.
        if words_of(query).nth(1).is_none() || self.is_spelling(query) {
            return None;
        }
        let phrase = parse(query)?;
        let inner = Context { is_place: true, text_around: None, at: None, ..context.clone() };
        let place_named = |name: &str| self.lookup_name(name, &inner);
        let lookup = match phrase {
            Phrase::Vicinity(name) => self.moved(&place_named(name), |place, radius_m| {
                let wide_m = (radius_m * VICINITY).max(radius_m + MIN_VICINITY_M);
                (
                    place,
                    wide_m,
                    format!("vicinity: the circle around it widened to {:.1} km", wide_m / 1000.0),
                )
            }),
            Phrase::Toward { bearing_deg, name } => {
                self.moved(&place_named(name), |place, radius_m| {
                    let reach_m = radius_m.max(MIN_VICINITY_M) * 1.5;
                    let how = format!(
                        "{} of it: a circle of {:.1} km from its middle outward",
                        compass(bearing_deg),
                        reach_m / 1000.0
                    );
                    (place.offset(bearing_deg, f64::from(reach_m)), reach_m, how)
                })
            }
            Phrase::Away { distance_m, bearing_deg, name } => {
                self.moved(&place_named(name), |place, radius_m| {
                    let spread_m = radius_m + (distance_m * 0.25) as f32;
                    let how = format!(
                        "{:.1} km {} of it, give or take {:.1} km",
                        distance_m / 1000.0,
                        compass(bearing_deg),
                        spread_m / 1000.0
                    );
                    (place.offset(bearing_deg, distance_m), spread_m, how)
                })
            }
            Phrase::Between(a, b) => self.between(&place_named(a), &place_named(b)),
            Phrase::Countryside { bearing_deg, name } => {
                self.countryside(&place_named(name), bearing_deg)
            }
        };
        (!lookup.candidates.is_empty()).then_some(lookup)
    }

    /// Every candidate with its circle replaced.
    fn moved(&self, from: &Lookup, area: impl Fn(LonLat, f32) -> (LonLat, f32, String)) -> Lookup {
        let candidates = from.candidates.iter().map(|c| {
            let mut moved = c.clone();
            if let Some(position) = c.position {
                let (centre, radius_m, how) = area(position, c.radius_m.unwrap_or(MIN_VICINITY_M));
                moved.position = Some(centre);
                moved.radius_m = Some(radius_m);
                moved.reason = format!("{how}; {}", c.reason);
            }
            moved
        });
        Lookup { candidates: candidates.collect(), ambiguous: from.ambiguous }
    }

    fn between(&self, a: &Lookup, b: &Lookup) -> Lookup {
        let (Some(first), Some(second)) = (a.candidates.first(), b.candidates.first()) else {
            return Lookup::default();
        };
        let (Some(from), Some(to)) = (first.position, second.position) else {
            return Lookup::default();
        };
        let apart_m = from.distance_m(to);
        let middle = from.offset(from.bearing_deg(to), apart_m / 2.0);
        let spread_m = ((apart_m / 2.0) as f32).max(300.0);
        let names = (&self.place(first.place).name_en, &self.place(second.place).name_en);
        let candidate = |c: &Candidate| Candidate {
            place: c.place,
            score: first.score.min(second.score) / 2.0
                + if c.place == first.place { 0.01 } else { 0.0 },
            position: Some(middle),
            radius_m: Some(spread_m),
            reason: format!(
                "between {} and {}: the circle over the {:.1} km between them; {}",
                names.0,
                names.1,
                apart_m / 1000.0,
                c.reason
            ),
        };
        let ambiguous = a.ambiguous || b.ambiguous;
        Lookup { candidates: vec![candidate(first), candidate(second)], ambiguous }
    }

    fn countryside(&self, of: &Lookup, bearing_deg: Option<f64>) -> Lookup {
        let Some(best) = of.candidates.first() else { return Lookup::default() };
        let id = match bearing_deg {
            None => "dez-cs",
            Some(270.0) => "dez-west-cs",
            Some(90.0) => "dez-east-cs",
            Some(0.0) => "dez-north-cs",
            Some(315.0) => "dez-nw-cs",
            Some(_) => "",
        };
        let is_capital =
            matches!(self.place(best.place).id.as_str(), "dez-city" | "dez-gov" | "dez-cs");
        if is_capital && let Some(region) = self.by_id(id) {
            return self.one_region(region, best);
        }
        let direction = bearing_deg.map_or(String::new(), |b| format!("{} ", compass(b)));
        self.moved(of, |place, radius_m| {
            let reach_m = COUNTRYSIDE_M.max(radius_m);
            let centre = bearing_deg.map_or(place, |b| place.offset(b, f64::from(reach_m) * 0.6));
            (
                centre,
                reach_m,
                format!("{direction}countryside: a circle of {:.0} km", reach_m / 1000.0),
            )
        })
    }

    fn one_region(&self, region: PlaceIdx, named: &Candidate) -> Lookup {
        let place = self.place(region);
        debug_assert_eq!(place.kind, PlaceKind::Region);
        let candidate = Candidate {
            place: region,
            score: named.score.max(0.9),
            position: place.position,
            radius_m: place.radius_m,
            reason: format!("a region of the gazetteer, {}; {}", place.source, named.reason),
        };
        Lookup { candidates: vec![candidate], ambiguous: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(phrase: &str, id: &str, least_radius_m: f32) -> Candidate {
        let gaz = Gazetteer::bundled();
        let lookup = gaz.lookup(phrase, &Context::default());
        let best = lookup.candidates.first().unwrap_or_else(|| panic!("{phrase}: nothing")).clone();
        assert_eq!(gaz.place(best.place).id, id, "{phrase}: {}", best.reason);
        assert!(best.radius_m >= Some(least_radius_m), "{phrase}: {:?}", best.radius_m);
        best
    }

    #[test]
    fn vague_phrases_give_areas() {
        check("western countryside of Deir ez-Zor", "dez-west-cs", 30_000.0);
        check("west rural Deir Ezzor", "dez-west-cs", 30_000.0);
        check("ريف دير الزور الغربي", "dez-west-cs", 30_000.0);
        check("eastern Deir ez-Zor countryside", "dez-east-cs", 30_000.0);
        check("countryside of Deir Ezzor", "dez-cs", 50_000.0);
        check("vicinity of Deir ez-Zor military airport", "dez-airport", 1000.0);
        check("محيط مطار دير الزور العسكري", "dez-airport", 1000.0);
        check("outskirts of al-Mayadin", "mayadin", 1500.0);
        check("mountain overlooking the city of Deir ez-Zor", "dez-mountain", 3000.0);
    }

    #[test]
    fn a_distance_and_direction_move_the_circle() {
        let gaz = Gazetteer::bundled();
        let hatla = gaz.place(gaz.by_id("hatla").unwrap()).position.unwrap();
        for phrase in
            ["3 km east of Hatla", "3 kilometres to the east of Hatla", "على بعد ٣ كم شرق حطلة"]
        {
            let area = check(phrase, "hatla", 700.0);
            let centre = area.position.unwrap();
            assert!((hatla.distance_m(centre) - 3000.0).abs() < 1.0, "{phrase}");
            assert!((hatla.bearing_deg(centre) - 90.0).abs() < 1.0, "{phrase}");
        }
    }

    #[test]
    fn between_two_places_lies_the_circle_over_their_line() {
        let gaz = Gazetteer::bundled();
        let area = check("between al-Joura and al-Qusour", "al-joura", 300.0);
        let at = |id: &str| gaz.place(gaz.by_id(id).unwrap()).position.unwrap();
        let centre = area.position.unwrap();
        assert!(
            (at("al-joura").distance_m(centre) - at("al-qusour").distance_m(centre)).abs() < 1.0
        );
    }

    #[test]
    fn plain_names_and_nonsense_are_no_phrases() {
        for text in [
            "al-Qusour",
            "",
            "between",
            "3 km",
            "near",
            "west",
            "km of of",
            "٣",
            "3.4.5 km east of Hatla",
        ] {
            assert!(
                parse(text).is_none_or(|p| matches!(p, Phrase::Toward { .. })),
                "{text}: {:?}",
                parse(text)
            );
        }
    }

    proptest::proptest! {
        #[test]
        fn no_phrase_panics(text in "\\PC{0,40}|(near|between|3 km|west|ريف|بين) \\PC{0,20}") {
            let _ = Gazetteer::bundled().lookup(&text, &Context::default());
        }
    }
}
