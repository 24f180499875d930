//! Layering a user's places over a gazetteer.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{DEFAULT_RADIUS_M, OWN_SOURCE, Overlay, OverlayPlace, OverlayProblem, is_name};
use crate::gazetteer::place::{Place, PlaceIdx, PlaceKind, PositionStatus, Spelling};
use crate::gazetteer::{Gazetteer, version_of};
use crate::model::{OwnPlace, OwnPlaces};

/// No chain of parents in the bundled data is longer than this.
const LONGEST_CHAIN: usize = 16;

impl Gazetteer {
    /// This gazetteer with a user's places over it, and what could not be used: a new
    /// place without a name, a parent that does not exist or lies in the place itself.
    /// Handles of this gazetteer's places keep their meaning in the new one.
    #[must_use]
    pub fn with_overlay(&self, overlay: &Overlay) -> (Self, Vec<OverlayProblem>) {
        let mut places: Vec<Place> = self.places().map(|(_, place)| place.clone()).collect();
        let mut problems = Vec::new();
        let mut row_of: FxHashMap<String, usize> =
            places.iter().enumerate().map(|(row, p)| (p.id.clone(), row)).collect();
        let mut kept = Vec::new();
        for new in &overlay.places {
            let known = row_of.get(&new.id).copied();
            let name = new.name_en.clone().or_else(|| new.name_ar.clone());
            let row = match (known, name) {
                (Some(row), _) => row,
                (None, Some(name)) if is_name(&name) => {
                    row_of.insert(new.id.clone(), places.len());
                    let mut place = empty_place(&new.id, &name);
                    place.parent = new.position.and_then(|position| self.area_of(position));
                    places.push(place);
                    places.len() - 1
                }
                (None, name) => {
                    problems.push(OverlayProblem::line(
                        new.line,
                        "name_en",
                        &name.unwrap_or_default(),
                        format!(
                            "the gazetteer has no place `{}`, and a new one needs a name",
                            new.id
                        ),
                        "correct the id, or give a name in Latin or Arabic letters",
                    ));
                    continue;
                }
            };
            correct(&mut places[row], new);
            kept.push((row, new));
        }
        for (row, new) in &kept {
            let Some(parent) = &new.parent else { continue };
            let (reason, advice) = match row_of.get(parent) {
                None => ("no place has this id", "give the id of a place, as its card shows it"),
                Some(&at) if is_in(&places, at, *row) => {
                    ("this place lies in the other one", "a place cannot lie in itself")
                }
                Some(&at) => {
                    places[*row].parent = Some(PlaceIdx::from_row(at));
                    continue;
                }
            };
            problems.push(OverlayProblem::value(new.line, "parent", parent, reason, advice));
        }
        let version = format!("{}+{}", self.version(), version_of(&[&format!("{overlay:?}")]));
        let mut gazetteer = Self::from_places(places, version, |_| self.outlines.clone());
        for (row, new) in &kept {
            if let Some(outline) = &new.outline {
                gazetteer.outlines.add(PlaceIdx::from_row(*row), outline);
            }
        }
        let rows = kept.iter().map(|(row, _)| PlaceIdx::from_row(*row));
        gazetteer.own_places = Some(Arc::new(self.own_places_with(&gazetteer, rows)));
        (gazetteer, problems)
    }

    /// The smallest area with an outline around a position.
    fn area_of(&self, position: crate::model::LonLat) -> Option<PlaceIdx> {
        let here = self.reverse(position);
        here.neighbourhood.or(here.subdistrict).or(here.district).or(here.governorate)
    }

    /// What is known here as the user's own, and what `laid` adds at `rows`.
    fn own_places_with(&self, laid: &Self, rows: impl Iterator<Item = PlaceIdx>) -> OwnPlaces {
        let before = self.own_places.iter().flat_map(|own| own.places.keys());
        let before = before.filter_map(|id| laid.by_id(id));
        let own = |idx: PlaceIdx| {
            let place = laid.place(idx);
            let chain = std::iter::successors(place.parent, |idx| laid.place(*idx).parent);
            let within = chain.take(LONGEST_CHAIN).map(|idx| laid.place(idx).id.clone());
            let own = OwnPlace {
                name_en: place.name_en.clone(),
                name_ar: place.name_ar.clone(),
                position: place.position,
                within: within.collect(),
            };
            (place.id.clone(), own)
        };
        OwnPlaces {
            gazetteer: laid.version().to_owned(),
            places: before.chain(rows).map(own).collect(),
        }
    }
}

/// Whether the place at `row` is the one at `container` or lies in it.
fn is_in(places: &[Place], row: usize, container: usize) -> bool {
    let chain = std::iter::successors(Some(row), |row| Some(places[*row].parent?.row()));
    chain.take(LONGEST_CHAIN).any(|row| row == container)
}

fn empty_place(id: &str, name: &str) -> Place {
    Place {
        id: id.to_owned(),
        name_en: name.to_owned(),
        name_ar: String::new(),
        kind: PlaceKind::Landmark,
        position: None,
        radius_m: None,
        status: PositionStatus::Unplaced,
        parent: None,
        pcode: String::new(),
        population: None,
        spellings: Vec::new(),
        source: String::new(),
        licence: String::new(),
        note: String::new(),
        in_governorate: false,
    }
}

fn correct(place: &mut Place, new: &OverlayPlace) {
    if let Some(name) = &new.name_en
        && *name != place.name_en
    {
        let old = std::mem::replace(&mut place.name_en, name.clone());
        place.spellings.push(Spelling { text: old, needs_anchor: false });
    }
    if let Some(name) = &new.name_ar
        && *name != place.name_ar
    {
        let old = std::mem::replace(&mut place.name_ar, name.clone());
        if !old.is_empty() {
            place.spellings.push(Spelling { text: old, needs_anchor: false });
        }
    }
    if let Some(kind) = new.kind {
        place.kind = kind;
    }
    if let Some(position) = new.position {
        place.position = Some(position);
        place.status = PositionStatus::User;
        place.radius_m = new.radius_m.or(place.radius_m).or(Some(DEFAULT_RADIUS_M));
    } else if new.radius_m.is_some() && place.position.is_some() {
        place.radius_m = new.radius_m;
    }
    let known: Vec<String> = place.names().map(|(name, _)| name.to_owned()).collect();
    let spellings = new.spellings.iter().filter(|s| !known.contains(*s));
    place.spellings.extend(spellings.map(|s| Spelling { text: s.clone(), needs_anchor: false }));
    place.source = OWN_SOURCE.to_owned();
    place.licence = String::new();
    if !new.reason.is_empty() {
        place.note = new.reason.clone();
    }
}
