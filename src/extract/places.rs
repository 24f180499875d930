//! Places that a report names, and the part each plays in it.

use rustc_hash::FxHashMap;

use crate::gazetteer::{Gazetteer, PlaceIdx, PlaceKind};

use super::lexicon::{Area, Sense};
use super::names::{Name, names};
use super::sentence::Sentence;
use super::span::Span;
use super::text::{Layout, ParagraphKind};
use super::token::TokenKind;

/// The part a named place plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Something happened there.
    EventLocation,
    /// Says where another place is, or is named in passing.
    Context,
    /// Belongs to something told as past.
    Background,
    /// Somebody is said to hold it.
    ControlArea,
    /// Something was fired from there.
    AttackOrigin,
    /// Where the report was written.
    Dateline,
    /// Where a speaker was.
    SourceLocation,
    /// Stands for the forces of a state.
    ActorMetonymy,
    /// Part of the name of an organisation.
    EmbeddedOrg,
    /// In a line that is not the report.
    Boilerplate,
}

impl Role {
    /// The word used in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::EventLocation => "event_location",
            Self::Context => "context",
            Self::Background => "background",
            Self::ControlArea => "control_area",
            Self::AttackOrigin => "attack_origin",
            Self::Dateline => "dateline",
            Self::SourceLocation => "source_location",
            Self::ActorMetonymy => "actor_metonymy",
            Self::EmbeddedOrg => "embedded_org",
            Self::Boilerplate => "boilerplate",
        }
    }
}

/// One place the words may mean.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceCandidate {
    /// Which.
    pub place: PlaceIdx,
    /// Chance of being meant, 0 to 1.
    pub score: f32,
    /// Why.
    pub reason: String,
}

/// A place named in the text.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceMention {
    /// Bytes of the name.
    pub span: Span,
    /// First token.
    pub first: usize,
    /// One past the last token.
    pub end: usize,
    /// The best candidate; `None` when the words name a place that the gazetteer
    /// does not have.
    pub place: Option<PlaceIdx>,
    /// Whether that place is in the governorate; for an unknown place, whether
    /// the words around it say so.
    pub in_governorate: bool,
    /// All candidates, best first.
    pub candidates: Vec<PlaceCandidate>,
    /// Its part.
    pub role: Role,
    /// Name of the rule that gave the part.
    pub rule: &'static str,
    /// A city, governorate or countryside that other places lie in.
    pub is_general: bool,
}

/// All places named in the report, in order, with the parts that need no clause
/// to tell: the rest are [`Role::Context`] until a claim takes them.
#[must_use]
pub fn place_mentions(
    layout: &Layout<'_>,
    sentences: &[Sentence],
    gazetteer: &Gazetteer,
) -> Vec<PlaceMention> {
    let mut mentions: Vec<PlaceMention> = names(layout, gazetteer)
        .into_iter()
        .filter_map(|name| from_name(layout, gazetteer, name))
        .collect();
    let about_region = mentions.iter().any(|mention| mention.in_governorate);
    for mention in &mut mentions {
        if let Some((role, rule)) = fixed_role(layout, mention) {
            (mention.role, mention.rule) = (role, rule);
        }
    }
    if about_region {
        let cues = cues(gazetteer, &mentions);
        add_unknown(layout, sentences, &cues, &mut mentions);
    }
    for mention in &mut mentions {
        if let Some((role, rule)) = fixed_role(layout, mention) {
            (mention.role, mention.rule) = (role, rule);
        }
    }
    settle_elsewhere(layout, sentences, gazetteer, &mut mentions);
    mentions
}

/// What a named city or governorate says about names near it.
#[derive(Debug, Clone, Copy)]
struct Cue {
    token: usize,
    inside: bool,
}

/// So many sentences, the title with them, say what a report is about.
const OPENING: usize = 3;

/// Quarters and landmarks carry names that many cities have. Those that the text
/// around puts into another city are not places of this governorate.
fn settle_elsewhere(
    layout: &Layout<'_>,
    sentences: &[Sentence],
    gazetteer: &Gazetteer,
    mentions: &mut [PlaceMention],
) {
    let cues = cues(gazetteer, mentions);
    let n_inside = cues.iter().filter(|cue| cue.inside).count();
    let n_outside = cues.len() - n_inside;
    // An outlet of the governorate writes about it without naming it.
    let local_outlet = mentions.iter().any(|m| m.role == Role::EmbeddedOrg && m.in_governorate);
    let first_inside = cues.first().is_some_and(|cue| cue.inside);
    let outside_text = n_outside > 0
        && (n_inside == 0 && !local_outlet
            || n_outside >= n_inside && !first_inside && !local_outlet);
    // Until the governorate is named, a report is about the city that it opens with.
    let turns_at = cues.iter().find(|cue| cue.inside).map_or(0, |cue| cue.token);
    let opening = sentences.get(OPENING - 1).or(sentences.last()).map_or(0, |s| s.end);
    let opens_elsewhere =
        !local_outlet && cues.first().is_some_and(|cue| !cue.inside && cue.token < opening);
    // The village that a report comes back to is what it is about, however many cities
    // elsewhere it names beside.
    let mut counts: FxHashMap<PlaceIdx, usize> = FxHashMap::default();
    for place in mentions.iter().filter_map(|mention| mention.place) {
        *counts.entry(place).or_default() += 1;
    }
    let most = counts.values().copied().max().unwrap_or(0);
    let is_theme = |place: PlaceIdx| most >= 3 && counts.get(&place) == Some(&most);
    for mention in mentions.iter_mut() {
        let Some(place) = mention.place.filter(|_| mention.in_governorate) else { continue };
        // "the southern countryside" alone is that of the place told of.
        let bare_region = gazetteer.place(place).kind == PlaceKind::Region
            && !layout.tokens[mention.first..mention.end].iter().any(|t| t.capital || t.arabic);
        if !is_weak(gazetteer, place) && !bare_region {
            continue;
        }
        // Towns and villages have names of their own: where the text is about the
        // governorate too, only a city right beside them puts them elsewhere.
        let of_own = matches!(gazetteer.place(place).kind, PlaceKind::Town | PlaceKind::Village);
        let distinct = of_own && (n_inside > 0 && n_inside >= n_outside || is_theme(place));
        let token = mention.first;
        let outside_so_far = outside_text || opens_elsewhere && token < turns_at;
        let after = sentences.partition_point(|s| s.first <= token);
        let sentence = after.checked_sub(1).and_then(|index| sentences.get(index));
        let Some(sentence) = sentence.filter(|s| token < s.end) else { continue };
        let paragraph = layout.paragraphs.get(sentence.paragraph).map_or(0, |p| p.first);
        let from = cues.partition_point(|cue| cue.token < sentence.first);
        let to = cues.partition_point(|cue| cue.token < sentence.end);
        // What a sentence names first holds for what follows; a city behind the name counts
        // only when nothing but a few words part them ("chanted for Homs").
        let ahead = cues[from..to].iter().rev().find(|cue| cue.token < token);
        let near = cues[from..to]
            .iter()
            .filter(|cue| {
                ahead.is_none() || cue.token <= token || follows(layout, token, cue.token)
            })
            .min_by_key(|cue| cue.token.abs_diff(token));
        let before = cues.partition_point(|cue| cue.token < token);
        let before = before.checked_sub(1).map(|b| cues[b]).filter(|cue| paragraph <= cue.token);
        let before = before.as_ref();
        let elsewhere = match (near, before) {
            (Some(cue), _) if !cue.inside => {
                outside_text && !distinct || binds(layout, cue.token, token)
            }
            (Some(_), _) => false,
            (None, _) if distinct => false,
            (None, Some(cue)) if !cue.inside => outside_so_far || paragraph == cue.token,
            (None, Some(_)) => false,
            (None, None) => outside_so_far,
        };
        if elsewhere {
            mention.place = None;
            mention.in_governorate = false;
            mention.rule = "place: a namesake in another city";
        }
    }
}

/// Nothing but a few words without a verb stand between the two.
fn binds(layout: &Layout<'_>, a: usize, b: usize) -> bool {
    let (a, b) = (a.min(b), a.max(b));
    b - a <= 8
        && !layout.tags_in(a, b).iter().any(|tag| {
            matches!(
                tag.sense,
                Sense::Act(..)
                    | Sense::Harm(..)
                    | Sense::Transfer
                    | Sense::To
                    | Sense::From
                    | Sense::Joint
            )
        })
}

/// A city behind a name says where it is: nothing but commas, prepositions and words for
/// places between.
fn follows(layout: &Layout<'_>, name: usize, city: usize) -> bool {
    city - name <= 8
        && layout.tokens[name + 1..city].iter().enumerate().all(|(step, token)| {
            token.kind != TokenKind::Word
                || token.capital
                || token.glued
                || layout.tags_at(name + 1 + step).any(|tag| {
                    matches!(
                        tag.sense,
                        Sense::In
                            | Sense::Of
                            | Sense::Determiner
                            | Sense::Area(_)
                            | Sense::Direction
                    )
                })
        })
}

fn cues(gazetteer: &Gazetteer, mentions: &[PlaceMention]) -> Vec<Cue> {
    let mut cues: Vec<Cue> = Vec::new();
    for mention in mentions {
        let Some(idx) = mention.place else { continue };
        if matches!(mention.role, Role::EmbeddedOrg | Role::Boilerplate | Role::ActorMetonymy) {
            continue;
        }
        let place = gazetteer.place(idx);
        let large = place.kind.is_settlement()
            || place.kind.is_administrative()
            || place.kind == PlaceKind::Region;
        let village = matches!(place.kind, PlaceKind::Village) || place.kind == PlaceKind::Country;
        if !large || village {
            continue;
        }
        if mention.role == Role::Dateline {
            // Agencies write from other cities; a dateline counts when the text takes the place up.
            let taken_up = mentions.iter().any(|other| {
                other.first != mention.first
                    && other.role != Role::Dateline
                    && other.place.is_some_and(|o| {
                        o == idx || gazetteer.is_within(o, idx) || gazetteer.is_within(idx, o)
                    })
            });
            if !taken_up {
                continue;
            }
        }
        cues.push(Cue { token: mention.first, inside: mention.in_governorate });
    }
    cues
}

/// Parts of cities and single sites, whose names are shared by many cities.
fn is_weak(gazetteer: &Gazetteer, place: PlaceIdx) -> bool {
    let place = gazetteer.place(place);
    !place.kind.is_administrative() && !matches!(place.kind, PlaceKind::City | PlaceKind::Region)
}

fn from_name(layout: &Layout<'_>, gazetteer: &Gazetteer, name: Name) -> Option<PlaceMention> {
    let mut name = name;
    // A sub-district is meant only where it is called one; else its chief town.
    let unit = |p: PlaceIdx| {
        matches!(gazetteer.place(p).kind, PlaceKind::District | PlaceKind::Subdistrict)
    };
    let called = layout
        .tags_in(name.first.saturating_sub(2), name.end + 2)
        .iter()
        .any(|t| t.sense == Sense::Area(Area::District));
    if !called && unit(name.lookup.candidates.first()?.place) {
        name.lookup.candidates.sort_by_key(|c| !gazetteer.place(c.place).kind.is_settlement());
    }
    let best = name.lookup.candidates.first()?.place;
    let place = gazetteer.place(best);
    let candidates = name
        .lookup
        .candidates
        .into_iter()
        .map(|c| PlaceCandidate { place: c.place, score: c.score, reason: c.reason })
        .collect();
    Some(PlaceMention {
        span: layout.span(name.first, name.end),
        first: name.first,
        end: name.end,
        place: Some(best),
        in_governorate: place.in_governorate,
        candidates,
        role: Role::Context,
        rule: "place: named in passing",
        is_general: is_general(place.kind, &place.id),
    })
}

fn is_general(kind: PlaceKind, id: &str) -> bool {
    kind.is_administrative()
        || matches!(kind, PlaceKind::Region | PlaceKind::River)
        || id == "dez-city"
}

/// Names beside a word for a settlement that the gazetteer does not know: "Xyz
/// village", "the village of Xyz".
fn add_unknown(
    layout: &Layout<'_>,
    sentences: &[Sentence],
    cues: &[Cue],
    mentions: &mut Vec<PlaceMention>,
) {
    let mut added = Vec::new();
    for sentence in sentences {
        for tag in layout.tags_in(sentence.first, sentence.end) {
            if !matches!(tag.sense, Sense::Area(Area::Village | Area::Town | Area::Quarter)) {
                continue;
            }
            let (before, after) = (tag.first as usize, tag.end as usize);
            if let Some((first, end)) = name_before(layout, sentence, before)
                .or_else(|| name_after_of(layout, sentence, after))
            {
                let span = layout.span(first, end);
                let known = mentions.iter().chain(&added).any(|m: &PlaceMention| {
                    m.span.overlaps(span)
                        || (m.end <= before && before - m.end <= 1 && m.end > first)
                });
                if !known {
                    added.push(PlaceMention {
                        span,
                        first,
                        end,
                        place: None,
                        in_governorate: true,
                        candidates: Vec::new(),
                        role: Role::Context,
                        rule: "place: unknown name beside a word for a settlement",
                        is_general: false,
                    });
                }
            }
        }
    }
    if added.is_empty() {
        return;
    }
    // An unknown name near places elsewhere is elsewhere, and so is one that follows a
    // city elsewhere with nothing nearer.
    for mention in &mut added {
        let nearest = mentions
            .iter()
            .filter(|m| m.first.abs_diff(mention.first) < 40)
            .min_by_key(|m| m.first.abs_diff(mention.first));
        let before = cues.partition_point(|cue| cue.token < mention.first);
        let last_cue = before.checked_sub(1).map(|index| cues[index]);
        mention.in_governorate =
            nearest.is_some_and(|m| m.in_governorate) && last_cue.is_none_or(|cue| cue.inside);
    }
    mentions.append(&mut added);
    mentions.sort_by_key(|mention| mention.first);
}

fn is_name(layout: &Layout<'_>, token: usize) -> bool {
    let found = &layout.tokens[token];
    found.kind == TokenKind::Word
        && !found.arabic
        && found.capital
        && layout.tags_at(token).next().is_none()
        && found.span.len() > 2
}

fn name_before(layout: &Layout<'_>, sentence: &Sentence, area: usize) -> Option<(usize, usize)> {
    let mut first = area;
    while first > sentence.first
        && (is_name(layout, first - 1) || (layout.tokens[first - 1].glued && first >= 2))
        && area - first < 4
    {
        first -= 1;
    }
    (first < area && is_name(layout, area - 1) && first > sentence.first).then_some((first, area))
}

fn name_after_of(layout: &Layout<'_>, sentence: &Sentence, after: usize) -> Option<(usize, usize)> {
    let of = layout.tokens.get(after).filter(|_| after < sentence.end)?;
    if !of.span.of(&layout.text).eq_ignore_ascii_case("of") {
        return None;
    }
    let first = after + 1;
    let mut end = first;
    while end < sentence.end
        && end - first < 4
        && (is_name(layout, end)
            || (end > first && layout.tokens[end].glued)
            || (layout.tokens.get(end + 1).is_some_and(|next| next.glued && next.capital)))
    {
        end += 1;
    }
    (end > first).then_some((first, end))
}

/// Parts that can be told from the words right around the name.
fn fixed_role(layout: &Layout<'_>, mention: &PlaceMention) -> Option<(Role, &'static str)> {
    let paragraph = layout.paragraph_of(mention.first)?;
    if in_outlet(layout, mention) {
        return Some((Role::EmbeddedOrg, "place: part of an organisation's name"));
    }
    if paragraph.kind == ParagraphKind::Boilerplate {
        return Some((Role::Boilerplate, "place: in a line that is not the report"));
    }
    if layout.dateline.is_some_and(|(first, end)| first <= mention.first && mention.end <= end) {
        return Some((Role::Dateline, "place: dateline"));
    }
    let from = mention.first.saturating_sub(6).max(paragraph.first);
    let before = layout.tags_in(from, mention.first);
    let near = |wanted: fn(&Sense) -> bool, reach: usize| {
        before.iter().any(|tag| {
            wanted(&tag.sense)
                && tag.end as usize + reach >= mention.first
                && !layout.tokens[(tag.end as usize).min(mention.first)..mention.first]
                    .iter()
                    .any(|t| t.kind == TokenKind::Mark)
        })
    };
    if near(|s| matches!(s, Sense::Launch), 4) {
        return Some((Role::AttackOrigin, "place: where something was fired from"));
    }
    if is_actor(layout, mention) {
        return Some((Role::ActorMetonymy, "place: a state for its forces"));
    }
    if is_speaker_place(layout, mention, paragraph.first, paragraph.end) {
        return Some((Role::SourceLocation, "place: where a speaker was"));
    }
    None
}

fn in_outlet(layout: &Layout<'_>, mention: &PlaceMention) -> bool {
    layout.tags_in(mention.first.saturating_sub(8), mention.end).iter().any(|tag| {
        tag.sense == Sense::Outlet
            && (tag.first as usize) < mention.end
            && mention.first < tag.end as usize
    }) || {
        // "Deir ez-Zor ... Network", a name that goes on into an organisation's word, or digits written on.
        layout.tokens.get(mention.end).is_some_and(|next| {
            (next.kind == TokenKind::Number && matches!(next.value, 24))
                || ["Network", "Media", "Council", "Observatory", "News", "Press"]
                    .contains(&next.span.of(&layout.text))
                || ["Military", "Media", "Civil", "Civilian"].contains(&next.span.of(&layout.text))
                    && layout.tokens.get(mention.end + 1).is_some_and(|after| {
                        ["Council", "Center", "Centre", "Office"]
                            .contains(&after.span.of(&layout.text))
                    })
        })
    }
}

fn is_actor(layout: &Layout<'_>, mention: &PlaceMention) -> bool {
    let tags = layout.tags_in(mention.first.saturating_sub(6), mention.end);
    tags.iter().any(|tag| {
        matches!(tag.sense, Sense::Actor(_))
            && tag.first as usize <= mention.first
            && mention.end <= tag.end as usize
    })
}

/// "told us in X", "speaking from X", "a doctor in the X hospital told", "our
/// correspondent in X", with no act between.
fn is_speaker_place(layout: &Layout<'_>, mention: &PlaceMention, start: usize, end: usize) -> bool {
    let from = mention.first.saturating_sub(12).max(start);
    let introduced = layout
        .tags_in(mention.first.saturating_sub(4).max(start), mention.first)
        .iter()
        .any(|tag| matches!(tag.sense, Sense::In | Sense::From | Sense::Near));
    if !introduced {
        return false;
    }
    let mut speaker = None;
    for tag in layout.tags_in(from, mention.first).iter().rev() {
        match tag.sense {
            Sense::Says | Sense::Speaker | Sense::Outlet => {
                speaker = Some((tag.end as usize, tag.sense));
                break;
            }
            Sense::Act(..)
            | Sense::Harm(..)
            | Sense::Joint
            | Sense::Carrier(_)
            | Sense::Actor(_) => return false,
            _ => {}
        }
    }
    let Some((after, sense)) = speaker else { return false };
    let gap = &layout.tokens[after.min(mention.first)..mention.first];
    if gap.iter().any(|t| matches!(t.mark, '.' | '“' | '"' | '”' | ',' | '،' | ':')) {
        return false;
    }
    // "that" opens what was said.
    let opened = gap.iter().any(|t| matches!(t.span.of(&layout.text), "that" | "أن" | "إن"));
    if opened || gap.len() > 9 {
        return false;
    }
    if sense == Sense::Says {
        // "reported in X" needs a hearer or a quotation before: "told NAME in X".
        let capital = gap.iter().any(|t| t.capital && t.kind == TokenKind::Word);
        let telephone = gap.iter().any(|t| {
            matches!(t.span.of(&layout.text), "telephone" | "phone" | "Skype" | "speaking" | "from")
        });
        return capital || telephone || gap.iter().any(|t| t.span.of(&layout.text) == "us");
    }
    // A speaker's place: a word of saying follows, or stood right before.
    let until = (mention.end + 10).min(end);
    layout.tags_in(mention.end, until).iter().any(|tag| tag.sense == Sense::Says)
        || layout
            .tags_in(from.saturating_sub(6).max(start), after)
            .iter()
            .any(|tag| matches!(tag.sense, Sense::Says | Sense::According))
}
