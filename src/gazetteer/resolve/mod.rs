//! From a name and its context to ranked places, each with a reason.
//!
//! Every candidate gets a weight: how well the name fits, times how likely the
//! place is to be named at all, times what the context says. A score is the
//! candidate's share of all weights, times the trust in the fit itself, so that
//! two places of one name share what there is. The trust was fitted on spellings
//! left out of the index in turn (`tests/library/gazetteer_accuracy.rs` prints the table).

mod beside;
mod weigh;

use weigh::*;

use super::context::{Context, Surroundings};
use super::fold::{Folded, Folder, Script, Tags, script_of};
use super::index::{How, Match, Name, limit, naming};
use super::likeness::likeness;
use super::place::{Place, PlaceIdx, PlaceKind, PositionStatus};
use super::sound::{self, Sound};
use super::{Gazetteer, silence};
use crate::model::LonLat;

/// One place a name may mean.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The place.
    pub place: PlaceIdx,
    /// Chance of being right, 0 to 1: of those given 0.9, nine in ten are.
    pub score: f32,
    /// Where: the place's own position, or the middle of the area that a vague
    /// phrase describes. `None` when it has none.
    pub position: Option<LonLat>,
    /// How far from `position` the spot may lie, in metres; `None` without a position.
    pub radius_m: Option<f32>,
    /// Why, for a person to read.
    pub reason: String,
}

/// What a name may mean, best first. Empty when nothing fits.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Lookup {
    /// The candidates, by falling score.
    pub candidates: Vec<Candidate>,
    /// Nothing decides between the first and the second.
    pub ambiguous: bool,
}

/// The second candidate makes a tie from this share of the first one's score.
const TIE: f32 = 0.45;

/// No more candidates than this are given.
const MAX_CANDIDATES: usize = 8;

/// Candidates below this score are left out.
const MIN_SCORE: f32 = 0.04;

/// A lookup whose best score is below this gives nothing.
const MIN_BEST: f32 = 0.2;

/// Whether a spelling of a place is to be taken as unknown.
pub(super) type LeftOut<'a> = &'a dyn Fn(PlaceIdx, &str) -> bool;

/// What leaves a mark in the reason.
struct Weighed {
    hit: Match,
    weight: f32,
    notes: Vec<&'static str>,
}

/// What the context says as a whole, worked out once for all candidates.
struct Hints {
    tags: Tags,
    /// A type word, a parent or a position says that a place of the region is meant.
    anchored: bool,
    /// The caller says so: a parent, a position, a search box.
    sure: bool,
    /// Something in the text or the document is about Deir ez-Zor.
    about_region: bool,
    /// The stated parent lies outside the governorate.
    parent_outside: bool,
    /// The text puts the name in a place outside the governorate.
    elsewhere: Option<PlaceIdx>,
}

/// Facilities that reports do not keep apart.
const KINDRED: [Tags; 5] = [
    Tags::CAMP.with(Tags::BASE).with(Tags::MILITARY).with(Tags::DEPOT).with(Tags::HOUSING),
    Tags::BRIDGE.with(Tags::CROSSING),
    Tags::FIELD.with(Tags::PLANT).with(Tags::STATION).with(Tags::JUNCTION),
    Tags::ROUNDABOUT.with(Tags::CHECKPOINT).with(Tags::SQUARE),
    Tags::AIRPORT.with(Tags::BASE).with(Tags::MILITARY),
];

/// Cost of naming a place with other tags than its own; `None`: cannot be meant.
fn tag_cost(query: Tags, name: Tags) -> Option<u16> {
    if query == name {
        return Some(0);
    }
    let more = Tags(query.0 & !name.0);
    let fewer = Tags(name.0 & !query.0);
    let mut cost = 0;
    if more.meets(Tags::QUALIFIER) {
        cost += 45;
    }
    if fewer.meets(Tags::QUALIFIER) {
        cost += 55;
    }
    let (asked, named) = (query.and(Tags::FACILITY), name.and(Tags::FACILITY));
    if asked != named {
        let kindred = KINDRED.iter().any(|group| asked.meets(*group) && named.meets(*group));
        cost += match (asked.is_empty(), named.is_empty()) {
            _ if kindred || asked.meets(named) => 12,
            (true, _) => 35,
            // Something in the quarter of that name, not the quarter itself.
            (false, true) => 90,
            (false, false) => return None,
        };
    }
    Some(cost)
}

impl Gazetteer {
    /// The places `query` may mean, best first. Words that are usually something
    /// else (days, persons, outlets) give nothing unless the context says that a
    /// place is meant. Vague phrases ("3 km east of Hatla") give areas.
    ///
    /// Where the city and the governorate share a name, words beside it decide
    /// ("city", "province", "countryside"); without such words the city is meant.
    #[must_use]
    pub fn lookup(&self, query: &str, context: &Context<'_>) -> Lookup {
        self.lookup_vague(query, context).unwrap_or_else(|| self.lookup_name(query, context))
    }

    /// As [`Gazetteer::lookup`], for a plain name.
    pub(super) fn lookup_name(&self, query: &str, context: &Context<'_>) -> Lookup {
        self.lookup_but(query, context, &|_, _| false)
    }

    /// As [`Gazetteer::lookup`] for a plain name, as if the spellings for which
    /// `is_left_out` holds were not known: for measuring how well unknown
    /// spellings are found.
    #[must_use]
    pub fn lookup_but(
        &self,
        query: &str,
        context: &Context<'_>,
        is_left_out: &dyn Fn(PlaceIdx, &str) -> bool,
    ) -> Lookup {
        let folded = super::fold::fold(query);
        let around = Surroundings::of(query, context);
        self.lookup_around(query, &folded, &around, context, is_left_out)
    }

    /// As [`Gazetteer::lookup_but`], for a name already folded, its surroundings known.
    pub(super) fn lookup_around(
        &self,
        query: &str,
        folded: &Folded,
        around: &Surroundings<'_>,
        context: &Context<'_>,
        is_left_out: LeftOut<'_>,
    ) -> Lookup {
        let is_other = !context.is_place && beside::is_outlet(query, context);
        if folded.core.is_empty() || query.len() > 200 || is_other {
            return Lookup::default();
        }
        let hints = self.hints(folded, around, context);
        let hits = self.hits(query, folded, &hints, context, is_left_out);
        self.rank(query, folded, &hints, context, &hits)
    }

    /// Places whose name equals `name`, letter for letter or folded; each once, in
    /// index order. The fast path for columns of names: no context, no silence,
    /// nothing similar.
    pub fn lookup_exact(&self, name: &str) -> Vec<PlaceIdx> {
        let mut folder = Folder::default();
        let folded = folder.fold(name);
        let mut places: Vec<PlaceIdx> = Vec::new();
        for hit in self.index.equal(folded) {
            let place = self.index.name(hit.name).place;
            if !places.contains(&place) {
                places.push(place);
            }
        }
        places
    }

    /// Whether the name equals a descriptive spelling ("cemetery").
    pub(super) fn is_descriptive(&self, folded: &Folded) -> bool {
        self.index.equal(folded).any(|hit| self.index.name(hit.name).needs_anchor)
    }

    /// Whether the whole of `name`, type words included, is a known spelling.
    pub(super) fn is_spelling(&self, name: &str) -> bool {
        let folded = super::fold::fold(name);
        self.index.equal(&folded).any(|hit| hit.how == How::Whole)
    }

    fn hints(
        &self,
        folded: &Folded,
        surroundings: &Surroundings<'_>,
        context: &Context<'_>,
    ) -> Hints {
        let around = surroundings.tags();
        let mut tags = folded.tags.with(around).and(Tags::SETTLEMENT.with(Tags::COUNTRYSIDE));
        if surroundings.follows_settlement() {
            // A town or village lies in the governorate, not in the city.
            tags = Tags::PROVINCE;
        }
        let in_region = |idx: &PlaceIdx| self.place(*idx).in_governorate;
        let about_region = surroundings.names_region
            || context.document_places.iter().any(in_region)
            || context.parent.is_some_and(|p| in_region(&p));
        let elsewhere = self.elsewhere(surroundings);
        let parent_outside = context.parent.is_some_and(|p| !in_region(&p));
        let sure = context.is_place || context.parent.is_some() || context.near.is_some();
        let types = Tags(Tags::SETTLEMENT.0 & !Tags::AREA.0);
        let anchored = sure || around.with(folded.tags).meets(types);
        Hints { tags, anchored, sure, parent_outside, about_region, elsewhere }
    }

    /// A larger place outside the governorate that the words directly around put
    /// the name in: "in Homs", "of Aleppo", "Homs' ...", ", Manbij".
    pub(super) fn elsewhere(&self, around: &Surroundings<'_>) -> Option<PlaceIdx> {
        let mut nearest: Option<(usize, PlaceIdx)> = None;
        for side in [&around.after, &around.before] {
            for (i, near) in side.iter().enumerate() {
                if near.behind_stop && i > 2 {
                    break;
                }
                if near.word == "deir"
                    || near.word == "dayr"
                    || near.word == "ديرالزور"
                    || near.word == "دير"
                {
                    return None;
                }
                // "city" is no name, though a town elsewhere is called al-Madina.
                if !near.may_be_name || !near.tags.is_empty() {
                    continue;
                }
                if let Some(place) = self.outside_by_word.get(near.word.as_ref())
                    && nearest.is_none_or(|(at, _)| i < at)
                {
                    nearest = Some((i, *place));
                }
            }
        }
        nearest.map(|(_, place)| place)
    }

    fn hits(
        &self,
        query: &str,
        folded: &Folded,
        hints: &Hints,
        context: &Context<'_>,
        is_left_out: LeftOut<'_>,
    ) -> Vec<Match> {
        let ordinary = silence::ordinary(folded);
        let is_meant = hints.anchored
            || is_scholarly(query)
            || hints.about_region && self.is_descriptive(folded);
        let silent = ordinary.is_some_and(|word| word.class != "prose") && !is_meant;
        if silent {
            return Vec::new();
        }
        let mut hits: Vec<Match> = self.index.equal(folded).collect();
        if hits.is_empty() && folded.core.chars().count() > 3 {
            hits.extend(self.without_arabic_prefix(query));
        }
        hits.retain(|hit| {
            let name = self.index.name(hit.name);
            (!name.needs_anchor || hints.anchored || hints.about_region || context.is_place)
                && !is_left_out(name.place, self.spelling(name))
        });
        // An ordinary word may be a place, but is no misspelling of one.
        let is_word = ordinary.is_some() || silence::is_arabic_word(folded);
        if hits.is_empty() && (!is_word || hints.sure) {
            self.similar(query, folded, hints, is_left_out, &mut hits);
        }
        hits.sort_unstable();
        hits
    }

    /// Arabic "and", "in", "to" and "like" are written together with the next word.
    fn without_arabic_prefix(&self, query: &str) -> Vec<Match> {
        let query = query.trim_start();
        let Some(rest) = query.strip_prefix(['و', 'ب', 'ل', 'ف', 'ك']) else {
            return Vec::new();
        };
        let mut folder = Folder::default();
        self.index.equal(folder.fold(rest)).collect()
    }

    fn similar(
        &self,
        query: &str,
        folded: &Folded,
        hints: &Hints,
        is_left_out: LeftOut<'_>,
        hits: &mut Vec<Match>,
    ) {
        let mut sounds: Vec<Sound> = Vec::with_capacity(sound::MAX_SOUNDS);
        sound::push_sounds(&folded.core, &mut sounds);
        let script = script_of(query);
        let slack = slack(query, script, folded, &sounds, hints);
        if slack <= 0.0 || !hints.sure && silence::holds_other_word(query) {
            return;
        }
        let tags = naming(folded.tags);
        let price = |name: &Name| self.price(name, tags, script, folded, hints);
        self.index.similar(&folded.core, &sounds, script, slack, price, hits);
        // An article glued to the name: "Elhissan", "Assukhnah".
        for rest in glued_article(&folded.core) {
            sounds.clear();
            sound::push_sounds(rest, &mut sounds);
            let from = hits.len();
            self.index.similar(rest, &sounds, script, slack, price, hits);
            for hit in &mut hits[from..] {
                hit.cost += 6;
            }
        }
        hits.retain(|hit| {
            let name = self.index.name(hit.name);
            !is_left_out(name.place, self.spelling(name))
        });
        // What is at least as near to a person's name or another word is taken as that.
        let may_be_other =
            !hints.anchored && !folded.tags.meets(Tags::FACILITY) && !is_scholarly(query);
        if let Some(best) = hits.first().filter(|_| may_be_other) {
            sounds.clear();
            sound::push_sounds(&folded.core, &mut sounds);
            let other = silence::nearest(folded, &sounds, script, best.cost);
            if other.is_some_and(|cost| cost <= 4 || cost + 10 <= best.cost) {
                hits.clear();
            }
        }
        // The best name of each place speaks for it.
        let mut seen: Vec<PlaceIdx> = Vec::new();
        hits.retain(|hit| {
            let name = self.index.name(hit.name);
            let first = !seen.contains(&name.place);
            if first {
                seen.push(name.place);
            }
            first && (!name.needs_anchor || hints.anchored || hints.about_region)
        });
    }

    /// What speaks against a similar name beside its sound, in hundredths of a
    /// wrong consonant; `None`: it cannot be meant.
    fn price(
        &self,
        name: &Name,
        tags: Tags,
        script: Script,
        folded: &Folded,
        hints: &Hints,
    ) -> Option<u16> {
        let firm = hints.anchored || hints.about_region;
        let fewer = Tags(name.tags.0 & !tags.0);
        if !firm && !fewer.is_empty() {
            return None;
        }
        let mut cost = tag_cost(tags, name.tags)?;
        if name.script != script {
            // The other script helps where a place lacks names in this one, and
            // where it is sure that a place is meant.
            let place = self.place(name.place);
            let lacks_arabic = script == Script::Arabic && place.name_ar.is_empty();
            let may = hints.anchored || folded.has_article && script == Script::Latin;
            cost += match script {
                _ if may || lacks_arabic => 8,
                Script::Arabic => 30,
                Script::Latin => return None,
            };
        }
        if !self.place(name.place).in_governorate
            && hints.elsewhere.is_none()
            && !hints.parent_outside
        {
            // Larger places elsewhere have settled spellings.
            cost += 25;
        }
        Some(cost)
    }

    fn rank(
        &self,
        query: &str,
        folded: &Folded,
        hints: &Hints,
        context: &Context<'_>,
        hits: &[Match],
    ) -> Lookup {
        let Some(best_cost) = hits.first().map(|hit| hit.cost) else { return Lookup::default() };
        let mut weighed: Vec<Weighed> = Vec::new();
        for hit in hits {
            let idx = self.index.name(hit.name).place;
            if weighed.iter().any(|w| self.index.name(w.hit.name).place == idx) {
                continue;
            }
            let place = self.place(idx);
            let fit = (-f32::from(hit.cost - best_cost) / 14.0).exp();
            let mut notes = Vec::new();
            let own = if is_own_name(self.index.name(hit.name)) { OWN_NAME } else { 1.0 };
            let weight =
                fit * own * prior(place) * self.in_context(idx, place, hints, context, &mut notes);
            weighed.push(Weighed { hit: *hit, weight, notes });
        }
        beside::favour_named_town(self, query, context, &mut weighed);
        let limit = sound_limit(&folded.core);
        let elsewhere_in_index = weighed.iter().any(|w| {
            hints.elsewhere.is_some_and(|x| self.is_within(self.index.name(w.hit.name).place, x))
        });
        // What the gazetteer does not hold may be meant as well: the same name elsewhere.
        let unknown = if hints.elsewhere.is_some() && !elsewhere_in_index { 4.0 } else { 0.0 };
        let total: f32 = weighed.iter().map(|w| w.weight).sum::<f32>() + unknown;
        let mut candidates: Vec<Candidate> = weighed
            .iter()
            .map(|w| {
                let name = self.index.name(w.hit.name);
                let place = self.place(name.place);
                Candidate {
                    place: name.place,
                    score: trust(w.hit, limit) * w.weight / total.max(f32::MIN_POSITIVE),
                    position: place.position,
                    radius_m: place.radius_m,
                    reason: self.reason(query, w),
                }
            })
            .filter(|c| c.score >= MIN_SCORE)
            .collect();
        candidates.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.place.cmp(&b.place)));
        candidates.truncate(MAX_CANDIDATES);
        if candidates.first().is_none_or(|c| c.score < MIN_BEST && candidates.len() < 2) {
            return Lookup::default();
        }
        let ambiguous = matches!(candidates.as_slice(), [a, b, ..] if b.score > a.score * TIE);
        Lookup { candidates, ambiguous }
    }

    /// What the context does to a place's weight.
    fn in_context(
        &self,
        idx: PlaceIdx,
        place: &Place,
        hints: &Hints,
        context: &Context<'_>,
        notes: &mut Vec<&'static str>,
    ) -> f32 {
        let mut weight = kind_weight(place, hints.tags, notes);
        if let Some(parent) = context.parent {
            if self.is_within(idx, parent) {
                weight *= 8.0;
                notes.push("inside the stated parent");
            } else if idx != parent {
                weight *= 0.1;
            }
        }
        if let (Some(near), Some(position)) = (context.near, place.position) {
            let far_km = ((near.distance_m(position) - f64::from(place.radius_m.unwrap_or(0.0)))
                / 1000.0)
                .max(0.0);
            weight *= (0.02 + (-far_km / 12.0).exp()) as f32;
            if far_km < 5.0 {
                notes.push("near the stated position");
            }
        }
        if let Some(other) = hints.elsewhere {
            if self.is_within(idx, other) || idx == other {
                weight *= 12.0;
                notes.push("the text is about there");
            } else if place.in_governorate {
                weight *= 0.06;
                notes.push("the text is about another region");
            }
        } else if hints.about_region && place.in_governorate {
            weight *= 3.0;
            notes.push("Deir ez-Zor is named in the text");
        }
        for other in context.document_places {
            let other = self.place(*other);
            if let (Some(a), Some(b)) = (place.position, other.position)
                && !other.kind.is_administrative()
                && a.distance_m(b) < 25_000.0
            {
                weight *= 1.6;
                notes.push("near other places of the document");
                break;
            }
        }
        if place.id.starts_with("e-") && !hints.elsewhere.is_some_and(|x| self.is_within(idx, x)) {
            // Namesakes in other governorates count only where the text is about them.
            let named = context.document_places.iter().any(|d| self.is_within(idx, *d));
            weight *= if named { 0.5 } else { 0.0 };
        }
        weight
    }

    fn spelling(&self, name: &Name) -> &str {
        let names = self.place(name.place).names();
        names.map(|(text, _)| text).nth(usize::from(name.spelling)).unwrap_or_default()
    }

    fn reason(&self, query: &str, weighed: &Weighed) -> String {
        let name = self.index.name(weighed.hit.name);
        let place = self.place(name.place);
        let spelling = self.spelling(name);
        let mut reason = match weighed.hit.how {
            How::Whole | How::Core if spelling == query && spelling == place.name_en => {
                format!("name of {}", place.name_en)
            }
            How::Whole | How::Core if spelling == query => format!("spelling of {}", place.name_en),
            How::Whole => format!("folds to “{spelling}”, a spelling of {}", place.name_en),
            How::Core => {
                format!("folds to “{spelling}” without type words, a spelling of {}", place.name_en)
            }
            How::Sound => format!(
                "sounds like “{spelling}”, a spelling of {} (difference {:.2} consonants)",
                place.name_en,
                f32::from(weighed.hit.cost) / 100.0
            ),
        };
        for note in &weighed.notes {
            reason.push_str("; ");
            reason.push_str(note);
        }
        match place.status {
            PositionStatus::Unverified => reason.push_str("; its position is unverified"),
            PositionStatus::Unplaced => reason.push_str("; it has no position"),
            _ => {}
        }
        reason
    }
}
