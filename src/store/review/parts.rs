//! What a proposal is made of, as the journal holds it.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::model::{Edtf, LonLat};

/// A place that a name may mean.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Candidate {
    /// Gazetteer id.
    pub place: String,
    /// Chance of being meant, 0 to 1.
    pub score: f32,
    /// Why.
    pub reason: String,
}

impl Eq for Candidate {}

/// A place that a report names, whatever part it plays.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Mention {
    /// Bytes of the name.
    pub span: Range<usize>,
    /// Gazetteer id; empty when the name is in no gazetteer.
    pub place: String,
    /// The part it plays: `event_location`, `context`, ...
    pub role: String,
    /// The rule that gave the part.
    pub rule: String,
}

/// One telling of an event in a report.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Account {
    /// The words that it rests on.
    pub excerpt: Range<usize>,
    /// Further words that tell the same.
    pub support: Vec<Range<usize>>,
    /// When; `None` when not stated.
    pub date: Option<StatedDate>,
    /// Where.
    pub places: Vec<Place>,
    /// Who.
    pub actors: Vec<Actor>,
    /// How many.
    pub tolls: Vec<Toll>,
    /// Who says so; empty when not stated.
    pub attribution: String,
    /// The words that say who.
    pub attribution_span: Option<Range<usize>>,
    /// A reviewer's remark.
    pub note: String,
}

/// When something happened.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct StatedDate {
    /// EDTF; with `XXXX` where no year is known.
    pub edtf: String,
    /// Why that date.
    pub reason: String,
    /// The rule that read it.
    pub rule: String,
    /// Its words.
    pub span: Option<Range<usize>>,
}

impl StatedDate {
    /// The date; `None` when no year is known or the text is no EDTF.
    #[must_use]
    pub fn date(&self) -> Option<Edtf> {
        if self.edtf.starts_with("XXXX") { None } else { self.edtf.parse().ok() }
    }
}

/// Where something happened.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Place {
    /// Gazetteer id; empty when none fits or a person put it on the map by hand.
    pub place: String,
    /// The name as the report spells it, or as a person typed it.
    pub name: String,
    /// Its words.
    pub span: Option<Range<usize>>,
    /// Longitude and latitude in degrees; `None` when not known.
    pub lon_lat: Option<[f64; 2]>,
    /// Uncertainty in metres; `None` when not known.
    pub radius_m: Option<f32>,
    /// How it was found.
    pub reason: String,
    /// The rule that made it a place of the event.
    pub rule: String,
    /// What else the name may mean, best first.
    pub candidates: Vec<Candidate>,
}

impl Place {
    /// The position; `None` when not known or not on Earth.
    #[must_use]
    pub fn position(&self) -> Option<LonLat> {
        let [lon_deg, lat_deg] = self.lon_lat?;
        LonLat::new(lon_deg, lat_deg).ok()
    }
}

/// Who acted or was acted upon.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Actor {
    /// Name.
    pub name: String,
    /// `attacker`, `target` or `other`.
    pub role: String,
    /// Its words.
    pub span: Option<Range<usize>>,
    /// The rule that gave the role.
    pub rule: String,
}

/// How many people met which outcome.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Toll {
    /// `civilian`, `government`, ..., `total`.
    pub who: String,
    /// `killed`, `wounded`, `killed_or_wounded`, `captured`.
    pub outcome: String,
    /// Lowest number; `None` when none is stated.
    pub min: Option<u32>,
    /// Highest number; `None` when open or not stated.
    pub max: Option<u32>,
    /// A part of another toll of the same account.
    pub part: bool,
    /// Its words.
    pub span: Option<Range<usize>>,
    /// The rule that read it.
    pub rule: String,
}

impl Account {
    /// Every span in it.
    pub fn spans_mut(&mut self) -> impl Iterator<Item = &mut Range<usize>> {
        let date = self.date.iter_mut().filter_map(|date| date.span.as_mut());
        let places = self.places.iter_mut().filter_map(|place| place.span.as_mut());
        let actors = self.actors.iter_mut().filter_map(|actor| actor.span.as_mut());
        let tolls = self.tolls.iter_mut().filter_map(|toll| toll.span.as_mut());
        std::iter::once(&mut self.excerpt)
            .chain(&mut self.support)
            .chain(date)
            .chain(places)
            .chain(actors)
            .chain(tolls)
            .chain(&mut self.attribution_span)
    }

    /// Whether every span lies within `text`, on character boundaries.
    #[must_use]
    pub fn fits(&self, text: &str) -> bool {
        let mut copy = self.clone();
        copy.spans_mut().all(|span| text.get(span.clone()).is_some())
    }
}

/// Event types by the name that ACLED gives them.
pub(super) mod event_type {
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::model::EventType;

    pub fn serialize<S: Serializer>(kind: &EventType, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(kind.name())
    }

    /// A name that is no type becomes "not stated", as in any other file.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<EventType, D::Error> {
        let name = String::deserialize(from)?;
        Ok(EventType::from_name(&name).unwrap_or_default())
    }
}

/// Sub-event types by the name that ACLED gives them.
pub(super) mod sub_event_type {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::model::SubEventType;

    pub fn serialize<S: Serializer>(kind: &Option<SubEventType>, to: S) -> Result<S::Ok, S::Error> {
        kind.map(SubEventType::name).serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<SubEventType>, D::Error> {
        let name: Option<String> = Option::deserialize(from)?;
        Ok(name.as_deref().and_then(SubEventType::from_name))
    }
}
