//! Claims and events as single values, for building tables and for editing.
//!
//! `S` is `String` where the value owns its texts, `&str` where a reader passes
//! borrowed ones to a [`super::builder::TableBuilder`]. Empty strings mean "not stated".
//! Spans (`Range<usize>`) are byte ranges of the claim's document text, on
//! character boundaries.

use std::ops::Range;

use super::acled::{EventType, SubEventType};
use super::edtf::Edtf;
use super::lonlat::LonLat;

/// One occurrence, as one or more claims tell it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Event<S = String> {
    /// Identifier, unique within its file.
    pub id: S,
    /// Short title; empty when the file gives none.
    pub title: S,
    /// ACLED event type.
    pub event_type: EventType,
    /// ACLED sub-event type; `None` when not stated.
    pub sub_event_type: Option<SubEventType>,
    /// Whether reports mention it only as background to something else.
    pub background: bool,
    /// Each document's account; at least one in a well-formed event.
    pub claims: Vec<Claim<S>>,
    /// Columns or properties of the source file that have no field of their own.
    pub properties: Vec<(S, S)>,
}

/// One document's account of one event.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Claim<S = String> {
    /// Identifier of the document; empty when the file names none.
    pub document: S,
    /// The words that the claim rests on.
    pub excerpt: Excerpt<S>,
    /// When; `None` for an undated claim.
    pub date: Option<ClaimDate<S>>,
    /// Where: every place at which it happened.
    pub places: Vec<ClaimPlace<S>>,
    /// Who.
    pub actors: Vec<ClaimActor<S>>,
    /// How many people were killed, wounded or taken.
    pub tolls: Vec<Toll<S>>,
    /// Who says so, as named; and where in the text.
    pub attribution: S,
    /// Span of the attribution.
    pub attribution_span: Option<Range<usize>>,
    /// A coder's remark.
    pub note: S,
}

/// The words that a claim rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Excerpt<S = String> {
    /// A byte range of the document's text.
    Span(Range<usize>),
    /// Words held with the claim, where the document's whole text is not at hand.
    Text(S),
    /// None given.
    Absent,
}

#[allow(clippy::derivable_impls, reason = "deriving would demand `S: Default`")]
impl<S> Default for Excerpt<S> {
    fn default() -> Self {
        Self::Absent
    }
}

/// When a claim says that it happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimDate<S = String> {
    /// The date with the days it allows.
    pub edtf: Edtf,
    /// Why that date: the rule or inference, in words.
    pub reason: S,
    /// The words that give it.
    pub span: Option<Range<usize>>,
}

/// A place at which a claim says that it happened.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ClaimPlace<S = String> {
    /// Gazetteer id; empty when none fits.
    pub place: S,
    /// Name as the source spells it.
    pub name: S,
    /// Position; `None` when it is not known: the event goes to the unplaced tray.
    pub position: Option<LonLat>,
    /// Uncertainty around the position in metres; `None` when not stated.
    pub radius_m: Option<f32>,
    /// Line or area, where the source draws one.
    pub shape: Option<Shape>,
    /// How the position was found, in words.
    pub reason: S,
    /// The words that name it.
    pub span: Option<Range<usize>>,
}

/// A line or area that a source draws for an event, longitude first, degrees.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Lines; each has at least two positions.
    Lines(Vec<Vec<LonLat>>),
    /// Polygons, each with its outer ring first and then its holes; rings are
    /// closed (first position equals last) and have at least four positions.
    Polygons(Vec<Vec<Vec<LonLat>>>),
}

/// What an actor did in an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum ActorRole {
    /// Acted.
    Attacker,
    /// Was acted upon.
    Target,
    /// Took part, or the data does not say how.
    #[default]
    Other,
}

impl ActorRole {
    /// `attacker`, `target` or `other`, as in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Attacker => "attacker",
            Self::Target => "target",
            Self::Other => "other",
        }
    }

    /// The role of that name; `None` for other words.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Attacker, Self::Target, Self::Other].into_iter().find(|role| role.name() == name)
    }
}

/// An actor of a claim.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClaimActor<S = String> {
    /// Name, as normalised by whoever coded it.
    pub name: S,
    /// What they did.
    pub role: ActorRole,
    /// The words that name them.
    pub span: Option<Range<usize>>,
}

/// What became of the people that a toll counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// Died.
    Killed,
    /// Were hurt.
    Wounded,
    /// One number for the dead and the hurt together; never counted as dead.
    KilledOrWounded,
    /// Were taken: prisoners, kidnapped, arrested.
    Captured,
}

impl Outcome {
    /// All outcomes.
    pub const ALL: [Self; 4] = [Self::Killed, Self::Wounded, Self::KilledOrWounded, Self::Captured];

    /// As in files: `killed`, `wounded`, `killed_or_wounded`, `captured`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Killed => "killed",
            Self::Wounded => "wounded",
            Self::KilledOrWounded => "killed_or_wounded",
            Self::Captured => "captured",
        }
    }

    /// The outcome of that name; `None` for other words.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.name() == name)
    }
}

/// How many people, of which side, met which outcome. A number that is not
/// stated is `None`, never 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toll<S = String> {
    /// `civilian`, `government`, `isis`, `opposition`, `coalition`, `total`, ...
    pub who: S,
    /// What became of them.
    pub outcome: Outcome,
    /// The lowest number that the words allow; `None` when no number is stated.
    pub min: Option<u32>,
    /// The highest number that the words allow; `None` when open or not stated.
    pub max: Option<u32>,
    /// The words that give it.
    pub span: Option<Range<usize>>,
}

/// The word for a toll that counts everybody.
pub const TOTAL: &str = "total";
