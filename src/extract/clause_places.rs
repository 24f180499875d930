//! The places of a clause: which of those it names its act happened at.

use crate::gazetteer::{Gazetteer, PlaceKind};

use super::clauses::Clause;
use super::denial::is_denied;
use super::lexicon::{Act, Area, Form, Head, Sense, Tag};
use super::places::{PlaceMention, Role};
use super::text::Layout;
use super::token::TokenKind;

/// So many places before "the town" are looked at for the one it means.
const ANTECEDENT_REACH: usize = 200;

/// Words for several places, which no single one stands for.
const SEVERAL: [&str; 4] = ["both", "two", "those", "these"];

/// The places of a report, as one clause sees them.
pub(super) struct ClausePlaces<'a> {
    layout: &'a Layout<'a>,
    gazetteer: &'a Gazetteer,
    first: usize,
    end: usize,
    mentions: &'a mut [PlaceMention],
}

impl<'a> ClausePlaces<'a> {
    /// `mentions` are those of the whole report, in order.
    pub(super) fn new(
        layout: &'a Layout<'a>,
        gazetteer: &'a Gazetteer,
        clause: &Clause,
        mentions: &'a mut [PlaceMention],
    ) -> Self {
        Self { layout, gazetteer, first: clause.first, end: clause.end, mentions }
    }

    /// Whether the token is part of a name.
    pub(super) fn has_token(&self, token: usize) -> bool {
        let before = self.mentions.partition_point(|place| place.first <= token);
        before.checked_sub(1).is_some_and(|index| token < self.mentions[index].end)
    }

    /// Every one of these is a city, governorate or countryside.
    pub(super) fn are_general(&self, places: &[usize]) -> bool {
        places.iter().all(|&index| self.mentions[index].is_general)
    }

    /// Gives these places their part in a clause that tells an act.
    pub(super) fn set_role(&mut self, places: &[usize], role: Role) {
        for &index in places {
            (self.mentions[index].role, self.mentions[index].rule) =
                (role, "place: in a clause that tells an act");
        }
    }

    /// Places of a clause that only says who holds them.
    pub(super) fn mark_held(&mut self) {
        let tags = self.layout.tags_in(self.first, self.end);
        if tags.iter().any(|tag| matches!(tag.sense, Sense::Controls)) {
            for place in self.open() {
                (place.role, place.rule) = (Role::ControlArea, "place: said to be held");
            }
        }
    }

    /// In a clause of fire from afar, places "from" which it came.
    pub(super) fn mark_origins(&mut self) {
        let (layout, first) = (self.layout, self.first);
        for place in self.open() {
            if is_behind_from(layout, first, place) {
                (place.role, place.rule) =
                    (Role::AttackOrigin, "place: where something was fired from");
            }
        }
    }

    /// Places inside the clause whose part is not yet known.
    fn open(&mut self) -> impl Iterator<Item = &mut PlaceMention> {
        let from = self.mentions.partition_point(|place| place.first < self.first);
        let to = self.mentions.partition_point(|place| place.end <= self.end);
        self.mentions[from..to.max(from)].iter_mut().filter(|place| place.role == Role::Context)
    }

    /// Indices of the places named in the clause at which its act happened; places that
    /// only say where others are, are left out.
    pub(super) fn of_act(&self) -> Vec<usize> {
        let named = self.named();
        let mut kept: Vec<usize> = Vec::new();
        for &index in &named {
            let place = self.mentions[index].place;
            let again = place.is_some() && kept.iter().any(|&k| self.mentions[k].place == place);
            if !again && !self.only_locates(index, &named) {
                kept.push(index);
            }
        }
        // Several general places: the smallest one.
        if kept.len() > 1 && self.are_general(&kept) {
            let all = kept.clone();
            kept.retain(|&outer| {
                !all.iter().any(|&inner| {
                    self.lies_within(inner, outer) && !self.are_coordinated(inner, outer)
                })
            });
        }
        kept
    }

    /// Places named in the clause where something may have happened.
    fn named(&self) -> Vec<usize> {
        let from = self.mentions.partition_point(|place| place.end <= self.first);
        (from..self.mentions.len())
            .take_while(|&index| self.mentions[index].first < self.end)
            .filter(|&index| {
                let mention = &self.mentions[index];
                let kind = mention.place.map(|place| self.gazetteer.place(place).kind);
                mention.role == Role::Context
                    && kind != Some(PlaceKind::Country)
                    && !self.is_destination(mention)
                    && !is_denied(self.layout, mention.first)
            })
            .collect()
    }

    /// A place that says where others of the clause are, and is no member of their list.
    fn only_locates(&self, index: usize, named: &[usize]) -> bool {
        let specific = |other: usize| !self.mentions[other].is_general;
        let locates = if self.mentions[index].is_general {
            named.iter().any(|&other| specific(other))
        } else {
            named.iter().any(|&other| self.lies_within(other, index))
        };
        let is_listed = || {
            named.iter().any(|&other| {
                other != index && specific(other) && self.are_coordinated(other, index)
            })
        };
        locates && !is_listed()
    }

    fn lies_within(&self, inner: usize, outer: usize) -> bool {
        match (self.mentions[inner].place, self.mentions[outer].place) {
            (Some(inner), Some(outer)) => inner != outer && self.gazetteer.is_within(inner, outer),
            _ => false,
        }
    }

    fn are_coordinated(&self, a: usize, b: usize) -> bool {
        are_coordinated(self.layout, &self.mentions[a], &self.mentions[b])
    }

    /// The place that "the city", "the town", "the airport" take up: the last one
    /// of that kind named before.
    pub(super) fn antecedent(&self) -> Option<usize> {
        let layout = self.layout;
        let mut tags = layout.tags_in(self.first, self.end).iter();
        let anaphor = tags.find(|tag| tag.sense == Sense::PlaceAnaphor)?;
        let (from, to) = (anaphor.first as usize, anaphor.end as usize);
        let area = layout.tags_in(from, to).iter().find_map(|tag| match tag.sense {
            Sense::Area(area) => Some(area),
            _ => None,
        })?;
        let words = layout.span(from, to).of(&layout.text);
        if SEVERAL.iter().any(|several| words.contains(several)) {
            return None;
        }
        let noun = words.split(' ').next_back()?.trim_start_matches("ال");
        let is_meant = |mention: &PlaceMention| {
            let Some(place) = mention.place else { return false };
            mention.end <= from
                && is_called(area, self.gazetteer.place(place).kind)
                && !matches!(mention.role, Role::Boilerplate | Role::EmbeddedOrg)
                // Of single sites, one with the very word in its name.
                && (area != Area::Site
                    || mention.span.of(&layout.text).to_lowercase().contains(noun))
        };
        let n_before = self.mentions.partition_point(|place| place.first < from);
        (0..n_before).rev().take(ANTECEDENT_REACH).find(|&index| is_meant(&self.mentions[index]))
    }

    /// People, or their bodies, were brought there.
    fn is_destination(&self, place: &PlaceMention) -> bool {
        let layout = self.layout;
        if is_retreat_to(layout, self.first, place) {
            return true;
        }
        let receives = layout.tags_in(place.end, place.end + 7).iter().any(|tag| {
            tag.sense == Sense::Transfer && layout.word(tag.first as usize) == "received"
        });
        if receives {
            return true;
        }
        let from = place.first.saturating_sub(30).max(self.first);
        let told = layout.tags_in(from, place.first).iter().rev().find(|tag| match tag.sense {
            // "displaced families", "those fleeing Hatla": people, who were brought nowhere.
            Sense::Transfer => {
                !is_of_people(layout, tag.end as usize) && !is_flight_from(layout, tag, place)
            }
            Sense::Act(..) | Sense::Harm(..) => true,
            _ => false,
        });
        told.is_some_and(|tag| tag.sense == Sense::Transfer)
    }
}

/// "withdrew towards NAME", "retreated to NAME": where the losers went.
fn is_retreat_to(layout: &Layout<'_>, first: usize, place: &PlaceMention) -> bool {
    let from = place.first.saturating_sub(8).max(first);
    let before = layout.tags_in(from, place.first);
    let lost = |tag: &&Tag| matches!(tag.sense, Sense::Act(Act::Lose, _));
    let Some(lost) = before.iter().rev().find(lost) else { return false };
    before.iter().any(|tag| {
        tag.first >= lost.end && tag.sense == Sense::To && !layout.tokens[tag.first as usize].arabic
    })
}

/// The last preposition before the place is an English "from", with no verb behind it.
fn is_behind_from(layout: &Layout<'_>, first: usize, place: &PlaceMention) -> bool {
    let before = layout.tags_in(place.first.saturating_sub(4).max(first), place.first);
    let last = before.iter().rev().find(|tag| {
        matches!(
            tag.sense,
            Sense::From
                | Sense::In
                | Sense::Of
                | Sense::Near
                | Sense::And
                // "fire from their positions hit Hatla"
                | Sense::Act(_, Form::Past)
        )
    });
    last.is_some_and(|tag| tag.sense == Sense::From && !layout.tokens[tag.first as usize].arabic)
}

/// Whether a place of that kind may be taken up by the word.
const fn is_called(area: Area, kind: PlaceKind) -> bool {
    match area {
        Area::City => matches!(kind, PlaceKind::City),
        Area::Town | Area::Village => matches!(kind, PlaceKind::Town | PlaceKind::Village),
        Area::Quarter => matches!(kind, PlaceKind::Neighbourhood),
        Area::Site => {
            matches!(kind, PlaceKind::Landmark | PlaceKind::Military | PlaceKind::Infrastructure)
        }
        _ => false,
    }
}

/// The word qualifies people: a participle right before a noun of persons.
fn is_of_people(layout: &Layout<'_>, after: usize) -> bool {
    layout
        .tags_at(after)
        .any(|tag| matches!(tag.sense, Sense::Head(Head::Civilian | Head::Family | Head::People)))
}

/// "while they were trying to flee Hatla": the place is the verb's own object.
fn is_flight_from(layout: &Layout<'_>, tag: &Tag, place: &PlaceMention) -> bool {
    let word = layout.word(tag.first as usize);
    let end = tag.end as usize;
    matches!(word, "flee" | "fleeing" | "escaping" | "escape")
        && (end == place.first
            || end + 1 == place.first && layout.tags_at(end).any(|t| t.sense == Sense::From))
}

/// Members of one list: only commas, "and", articles and area words between.
fn are_coordinated(layout: &Layout<'_>, a: &PlaceMention, b: &PlaceMention) -> bool {
    let (a, b) = if a.first <= b.first { (a, b) } else { (b, a) };
    let gap = a.end..b.first.max(a.end);
    if gap.len() > 5 {
        return false;
    }
    let mut linked = layout.tokens.get(b.first).is_some_and(|t| t.conjunction);
    for index in gap {
        let token = &layout.tokens[index];
        let comma = matches!(token.mark, ',' | '،' | '/' | '&');
        let and = layout.tags_at(index).any(|tag| tag.sense == Sense::And)
            || (token.arabic && token.conjunction);
        let filler = layout.tags_at(index).any(|tag| {
            matches!(tag.sense, Sense::Area(area) if area != Area::Site)
                || matches!(tag.sense, Sense::Determiner | Sense::Near | Sense::Direction)
        });
        linked |= comma || and;
        if !(comma || and || filler || token.kind == TokenKind::Possessive) {
            return false;
        }
    }
    linked
}
