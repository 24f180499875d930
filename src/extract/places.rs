//! Places that a report names, and the part each plays in it.

use crate::gazetteer::{Gazetteer, PlaceIdx, PlaceKind};

use super::lexicon::{Area, Sense};
use super::names::{Name, names};
use super::namesakes::{cues, settle_elsewhere};
use super::sentence::Sentence;
use super::span::Span;
use super::text::{Layout, ParagraphKind};
use super::token::TokenKind;
use super::unknown_places::add_unknown;

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
    set_fixed_roles(layout, &mut mentions);
    if about_region {
        let cues = cues(gazetteer, &mentions);
        add_unknown(layout, sentences, &cues, &mut mentions);
        set_fixed_roles(layout, &mut mentions);
    }
    settle_elsewhere(layout, sentences, gazetteer, &mut mentions);
    mentions
}

fn set_fixed_roles(layout: &Layout<'_>, mentions: &mut [PlaceMention]) {
    for mention in mentions {
        if let Some((role, rule)) = fixed_role(layout, mention) {
            (mention.role, mention.rule) = (role, rule);
        }
    }
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

/// Words that make a place's name that of an outlet: "Deir Ezzor Now".
const OUTLET_ENDINGS: [&str; 24] = [
    "Network",
    "Media",
    "Council",
    "Observatory",
    "News",
    "Press",
    "Now",
    "Eye",
    "Today",
    "Post",
    "Mirror",
    "Live",
    "Lens",
    "Pulse",
    "Watch",
    "Voice",
    "Radio",
    "Times",
    "مباشر",
    "نيوز",
    "برس",
    "ميديا",
    "بوست",
    "24",
];

/// First and last words of offices that are named after their place.
const OFFICES: [[&str; 4]; 2] =
    [["Military", "Media", "Civil", "Civilian"], ["Council", "Center", "Centre", "Office"]];

/// Whether the name is part of an outlet's or an office's: "Deir ez-Zor Military Council".
fn in_outlet(layout: &Layout<'_>, mention: &PlaceMention) -> bool {
    let known = layout.tags_in(mention.first.saturating_sub(8), mention.end).iter().any(|tag| {
        tag.sense == Sense::Outlet
            && (tag.first as usize) < mention.end
            && mention.first < tag.end as usize
    });
    let (next, after) = (layout.word(mention.end), layout.word(mention.end + 1));
    known
        || OUTLET_ENDINGS.contains(&next)
        || OFFICES[0].contains(&next) && OFFICES[1].contains(&after)
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
