//! The area that stands for a place in a copy.
//!
//! A circle depends on the area alone and never on where in it the place lies,
//! but for the few steps of [`STEPS_M`]: two places of one quarter cannot be
//! told apart by their circles. It contains everything that the source's circle
//! or outline contained, so it is as honest as it is wide.

use rustc_hash::FxHashMap;

use super::{Profile, reach_m};
use crate::gazetteer::{Gazetteer, PlaceIdx, PlaceKind};
use crate::model::{ClaimPlace, LonLat, LonLatBox};

/// An uncertainty is rounded up to one of these, in metres.
const STEPS_M: [f64; 9] =
    [100.0, 500.0, 1000.0, 2500.0, 5000.0, 10_000.0, 25_000.0, 50_000.0, 100_000.0];

/// Outlines are simplified: a place may lie this much outside that of its area.
const OUTLINE_MARGIN_M: f64 = 300.0;

/// A place that lies in no quarter is told by a settlement at most this far off.
const NEAREST_M: f64 = 10_000.0;

/// A region at least this wide is coarser than a sub-district.
const WIDE_REGION_M: f32 = 10_000.0;

/// Two positions closer than this are the same.
const SAME_M: f64 = 50.0;

/// An area that stands for a place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cell {
    /// Gazetteer id; empty for a cell of the grid.
    pub id: String,
    pub name: String,
    /// `None` when the place had no position either.
    pub centre: Option<LonLat>,
    pub radius_m: Option<f32>,
    pub reason: String,
}

impl Cell {
    /// Whether a place is shown as it is.
    pub fn is_of(&self, place: &ClaimPlace) -> bool {
        let is_there = match (self.centre, place.position) {
            (Some(a), Some(b)) => a.distance_m(b) < SAME_M,
            (a, b) => a.is_none() && b.is_none(),
        };
        !self.id.is_empty() && self.id == place.place && is_there
    }
}

/// The areas of one profile.
pub(super) struct Cells<'g> {
    gazetteer: &'g Gazetteer,
    profile: Profile,
    /// Middle and radius in metres of the circles that hold places.
    circles: FxHashMap<PlaceIdx, Option<(LonLat, f64)>>,
}

impl<'g> Cells<'g> {
    pub fn new(gazetteer: &'g Gazetteer, profile: Profile) -> Self {
        Self { gazetteer, profile, circles: FxHashMap::default() }
    }

    /// The gazetteer that tells the areas.
    pub const fn gazetteer(&self) -> &'g Gazetteer {
        self.gazetteer
    }

    /// Whether places are changed at all.
    pub fn is_rounding(&self) -> bool {
        self.profile != Profile::Full
    }

    /// The area that stands for a place; `None` when none can be told.
    pub fn of(&mut self, place: &ClaimPlace) -> Option<Cell> {
        let named = self.gazetteer.by_id(&place.place);
        let Some(position) = place.position else {
            return self.container(named?).map(|idx| self.cell(idx, None, 0.0));
        };
        let shape_m = place.shape.as_ref().map_or(0.0, |shape| reach_m(shape, position));
        let reach_m = f64::from(place.radius_m.unwrap_or(0.0)).max(shape_m);
        if let Some(idx) = named.filter(|idx| self.is_coarse(*idx)) {
            let entry = self.gazetteer.place(idx);
            let from_m = entry.position.map_or(f64::INFINITY, |at| at.distance_m(position));
            let radius_m = f64::from(entry.radius_m.unwrap_or(0.0));
            if from_m < SAME_M && place.shape.is_none() {
                // The gazetteer's own circle gives nothing away.
                return Some(Cell {
                    id: entry.id.clone(),
                    name: entry.name_en.clone(),
                    centre: entry.position,
                    radius_m: Some(radius_m.max(stepped_beyond(reach_m, radius_m)) as f32),
                    reason: "the gazetteer's position".to_owned(),
                });
            }
            // An exact position beside the name of a whole governorate is
            // rounded by the position.
            if from_m <= radius_m && reach_m * 2.0 >= radius_m {
                return Some(self.cell(idx, Some(position), reach_m));
            }
        }
        let around = self.gazetteer.areas_at(position).find(|idx| self.is_target(*idx));
        match around.or_else(|| self.nearest(position)) {
            Some(idx) => Some(self.cell(idx, Some(position), reach_m)),
            None => Some(self.grid(position, reach_m)),
        }
    }

    /// Names that the copy shows for a place, in lower case.
    pub fn names_shown(&mut self, place: &ClaimPlace) -> Vec<String> {
        let cell = self.of(place);
        let idx = cell.as_ref().and_then(|cell| self.gazetteer.by_id(&cell.id));
        let mut shown: Vec<String> =
            cell.into_iter().map(|cell| cell.name.to_lowercase()).collect();
        let mut at = idx;
        // No chain is longer than this.
        for _ in 0..16 {
            let Some(idx) = at else { break };
            let entry = self.gazetteer.place(idx);
            shown.extend(entry.names().map(|(name, _)| name.to_lowercase()));
            at = entry.parent;
        }
        shown
    }

    /// The gazetteer's names of a place that mean it alone.
    pub fn spellings(&self, id: &str) -> impl Iterator<Item = &'g str> + use<'g> {
        let gazetteer = self.gazetteer;
        let names = gazetteer.by_id(id).map(|idx| gazetteer.place(idx).names());
        names.into_iter().flatten().filter(|(_, needs_anchor)| !needs_anchor).map(|(name, _)| name)
    }

    /// Whether a place is at least as coarse as the profile asks for.
    fn is_coarse(&self, idx: PlaceIdx) -> bool {
        let place = self.gazetteer.place(idx);
        place.kind.is_administrative()
            || match self.profile {
                Profile::Full => true,
                Profile::Partner => {
                    place.kind.is_settlement()
                        || matches!(
                            place.kind,
                            PlaceKind::Neighbourhood | PlaceKind::HousingArea | PlaceKind::Region
                        )
                }
                Profile::Public => {
                    place.kind == PlaceKind::Region
                        && place.radius_m.is_some_and(|radius_m| radius_m >= WIDE_REGION_M)
                }
            }
    }

    /// Whether an outline is what positions in it are rounded to.
    fn is_target(&self, idx: PlaceIdx) -> bool {
        let kind = self.gazetteer.place(idx).kind;
        match self.profile {
            Profile::Public => kind == PlaceKind::Subdistrict,
            Profile::Full | Profile::Partner => {
                matches!(kind, PlaceKind::Neighbourhood | PlaceKind::HousingArea)
            }
        }
    }

    /// The place itself or the first coarse one that it lies in.
    fn container(&self, idx: PlaceIdx) -> Option<PlaceIdx> {
        let mut at = Some(idx);
        for _ in 0..16 {
            match at {
                Some(idx) if self.is_coarse(idx) => return Some(idx),
                Some(idx) => at = self.gazetteer.place(idx).parent,
                None => return None,
            }
        }
        None
    }

    /// The settlement or quarter whose middle is nearest; `None` in the public
    /// profile and when none is near.
    fn nearest(&self, position: LonLat) -> Option<PlaceIdx> {
        if self.profile == Profile::Public {
            return None;
        }
        // Degrees first: most places are too far off to be measured.
        let (lon, lat) = (position.lon_deg(), position.lat_deg());
        let settled = self.gazetteer.places().filter(|(_, place)| {
            place.kind.is_settlement()
                || matches!(place.kind, PlaceKind::Neighbourhood | PlaceKind::HousingArea)
        });
        settled
            .filter_map(|(idx, place)| Some((idx, place.position?)))
            .filter(|(_, at)| (at.lat_deg() - lat).abs() < 0.1 && (at.lon_deg() - lon).abs() < 0.2)
            .map(|(idx, at)| (idx, at.distance_m(position)))
            .filter(|(_, distance_m)| *distance_m <= NEAREST_M)
            .min_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(idx, _)| idx)
    }

    fn cell(&mut self, idx: PlaceIdx, position: Option<LonLat>, reach_m: f64) -> Cell {
        let entry = self.gazetteer.place(idx);
        let circle = position.and_then(|position| {
            let (centre, cover_m) = self.circle(idx)?;
            let from_m = centre.distance_m(position);
            let wide_m = if from_m <= cover_m {
                cover_m + stepped(reach_m)
            } else {
                // Outside the outline: only the nearest settlement is known.
                stepped(from_m + reach_m)
            };
            Some((centre, wide_m.ceil() as f32))
        });
        let reason = if position.is_none() {
            "no position is known".to_owned()
        } else {
            format!("rounded to {} for this {} copy", entry.name_en, self.profile.name())
        };
        Cell {
            id: entry.id.clone(),
            name: entry.name_en.clone(),
            centre: circle.map(|(centre, _)| centre),
            radius_m: circle.map(|(_, radius_m)| radius_m),
            reason,
        }
    }

    /// The circle in which everything of a place lies: around the middle of its
    /// outline, or as the gazetteer has it. `None` without either.
    fn circle(&mut self, idx: PlaceIdx) -> Option<(LonLat, f64)> {
        let gazetteer = self.gazetteer;
        *self.circles.entry(idx).or_insert_with(|| {
            let place = gazetteer.place(idx);
            let corners: Vec<LonLat> = gazetteer
                .outline(idx)
                .into_iter()
                .flatten()
                .flat_map(|polygon| &polygon.exterior().0)
                .filter_map(|corner| LonLat::new(corner.x, corner.y).ok())
                .collect();
            let stated_m = f64::from(place.radius_m.unwrap_or(0.0));
            let Some(b) = LonLatBox::around(corners.iter().copied()) else {
                return place.position.map(|at| (at, stated_m));
            };
            let rounded = |deg: f64| (deg * 1e4).round() / 1e4;
            let middle = LonLat::new(
                rounded((b.west_deg + b.east_deg) / 2.0),
                rounded((b.south_deg + b.north_deg) / 2.0),
            )
            .ok()?;
            let farthest_m = corners.iter().map(|c| middle.distance_m(*c)).fold(0.0, f64::max);
            Some((middle, farthest_m + OUTLINE_MARGIN_M))
        })
    }

    /// A cell of a grid, for positions far from every place that is known.
    fn grid(&self, position: LonLat, reach_m: f64) -> Cell {
        let step_deg = if self.profile == Profile::Public { 0.5 } else { 0.05 };
        let middle = |deg: f64, limit: f64| {
            let middle = (deg / step_deg).floor() * step_deg + step_deg / 2.0;
            // At the very edge of the map the middle of a cell may lie beyond it.
            ((middle * 1000.0).round() / 1000.0).clamp(-limit, limit)
        };
        let centre =
            LonLat::new(middle(position.lon_deg(), 180.0), middle(position.lat_deg(), 90.0)).ok();
        // A cell is nowhere wider than at the equator.
        let corner_m = step_deg / 2.0 * std::f64::consts::SQRT_2 * 111_320.0;
        Cell {
            id: String::new(),
            name: format!("Area of {step_deg}° by {step_deg}°"),
            centre,
            radius_m: Some((corner_m + stepped(reach_m)).ceil() as f32),
            reason: format!(
                "rounded to a grid of {step_deg}° for this {} copy",
                self.profile.name()
            ),
        }
    }
}

/// A length as it is up to what is known anyway, and beyond that rounded up.
fn stepped_beyond(length_m: f64, known_m: f64) -> f64 {
    if length_m <= known_m { known_m } else { stepped(length_m) }
}

/// A length rounded up to the next step, in metres; 0 stays 0.
fn stepped(length_m: f64) -> f64 {
    if length_m <= 0.0 {
        return 0.0;
    }
    let next = STEPS_M.iter().find(|step| **step >= length_m);
    next.copied().unwrap_or((length_m / 100_000.0).ceil() * 100_000.0)
}
