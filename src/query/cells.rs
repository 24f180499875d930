//! Map cells: what is drawn of events that lie too close to be told apart.

use std::ops::Range;

use crate::model::lonlat::MERCATOR_CIRCUMFERENCE_M;
use crate::model::{EventType, Mercator, Row};

use super::day_order::{DayOrder, Within};
use super::histogram::ByType;
use super::index::EventIndex;
use super::morton::{self, MAX_LEVEL, Square};
use super::placements::{MercatorBox, PlacementOrder, class_ceiling_m, class_floor_m};

/// What part of the map is looked at, and how finely.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MapView {
    /// What is in the picture.
    pub bounds: MercatorBox,
    /// Web Mercator zoom: the unit square is `256 * 2^zoom` pixels wide.
    pub zoom: f64,
    /// Side of a cell in pixels. Sides are powers of two of the unit square, so
    /// that cells stay where they are while the map is dragged; the nearest is
    /// taken, at most a factor of 1.42 off.
    pub cell_px: f64,
    /// Placements whose radius covers more pixels than this become areas. The
    /// step is taken for a whole class of radii, each class reaching from 62.5 m
    /// times a power of 4 to the next.
    pub area_px: f64,
}

impl MapView {
    fn px_per_unit(&self) -> f64 {
        256.0 * self.zoom.exp2()
    }

    /// Metres on the ground under one unit of the square, at the middle of the view.
    fn metres_per_unit(&self) -> f64 {
        let at = self.bounds.centre();
        if at.y.is_finite() { at.metres_per_unit() } else { MERCATOR_CIRCUMFERENCE_M }
    }

    fn level(&self, cell_px: f64) -> u32 {
        // The cast saturates; a cell is at least one fixed-point step wide.
        ((self.px_per_unit() / cell_px).log2().round() as u32).min(MAX_LEVEL)
    }
}

/// Share of a cell's side that the centre of a cluster keeps from each edge.
const INNER_MARGIN: f64 = 0.42;

/// Names a cell: the same cell has the same key while the zoom's cell size stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellKey {
    class: u8,
    level: u8,
    prefix: u64,
}

/// The cells of a view, whatever filter and dates: where they are and what lies
/// in them. Made when the view changes.
///
/// A cell stands near the mean position of all its placements, shown or not, so
/// it never moves while dates or filters change.
#[derive(Debug, Clone)]
pub struct CellGrid {
    cells: Vec<GridCell>,
    /// In order of cells.
    parts: Vec<Part>,
    /// The parts in order of slots, as memory is read fastest, each with its cell.
    by_slot: Vec<(Part, u32)>,
}

#[derive(Debug, Clone)]
struct GridCell {
    key: CellKey,
    centre: Mercator,
    area_radius_m: Option<f32>,
    exact_spot: bool,
    parts: Range<u32>,
}

/// The placements of one cell and event type: a stretch of slots.
#[derive(Debug, Clone)]
struct Part {
    key: CellKey,
    event_type: EventType,
    slots: Range<u32>,
}

impl CellGrid {
    /// The non-empty cells that touch the view, and the areas that reach into it.
    #[must_use]
    pub fn new(index: &EventIndex, view: &MapView) -> Self {
        let order = index.placements();
        let metres_per_unit = view.metres_per_unit();
        let metres_per_px = metres_per_unit / view.px_per_unit();
        let mut parts = Vec::new();
        for group in order.groups() {
            let floor_px = class_floor_m(group.class) / metres_per_px;
            let is_area = floor_px > view.area_px;
            let (class, level, bounds) = if is_area {
                // Wide areas overlap anyway, and come from far beyond the view.
                let margin = class_ceiling_m(group.class) / metres_per_unit;
                let level = view.level(view.cell_px.max(floor_px / 2.0));
                (group.class as u8, level, view.bounds.grown(margin))
            } else {
                (0, view.level(view.cell_px), view.bounds)
            };
            order.squares_in(group, &bounds, level, &mut |square: Square, slots| {
                let key = CellKey { class, level: level as u8, prefix: square.prefix };
                parts.push(Part { key, event_type: group.event_type, slots });
            });
        }
        parts.sort_unstable_by_key(|part| (part.key, part.slots.start));
        let mut cells = Vec::new();
        let mut start = 0;
        for of_cell in parts.chunk_by(|a, b| a.key == b.key) {
            let end = start + of_cell.len() as u32;
            let cell = grid_cell(order, of_cell, start..end);
            let reach = cell.area_radius_m.map_or(f64::INFINITY, |radius_m| {
                f64::from(radius_m) / metres_per_unit + (-f64::from(cell.key.level)).exp2()
            });
            if view.bounds.grown(reach).contains(cell.centre) {
                cells.push(cell);
            }
            start = end;
        }
        let mut by_slot = Vec::with_capacity(parts.len());
        for (number, cell) in (0..).zip(&cells) {
            let of_cell = &parts[cell.parts.start as usize..cell.parts.end as usize];
            by_slot.extend(of_cell.iter().map(|part| (part.clone(), number)));
        }
        by_slot.sort_unstable_by_key(|(part, _)| part.slots.start);
        Self { cells, parts, by_slot }
    }

    /// Number of cells that hold any placement, shown or not.
    #[must_use]
    pub fn n_cells(&self) -> usize {
        self.cells.len()
    }
}

fn grid_cell(order: &PlacementOrder, parts: &[Part], range: Range<u32>) -> GridCell {
    let key = parts[0].key;
    let first_code = order.code(parts[0].slots.start);
    let mut sum = [0u64; 2];
    let mut n = 0u32;
    let mut exact_spot = true;
    for part in parts {
        let of_part = order.sum(part.slots.clone());
        sum = [sum[0] + of_part[0], sum[1] + of_part[1]];
        n += part.slots.end - part.slots.start;
        exact_spot &= order.code(part.slots.start) == first_code
            && order.code(part.slots.end - 1) == first_code;
    }
    let centre = if exact_spot {
        morton::point_of(first_code)
    } else {
        let mut mean = sum.map(|sum| sum as f64 / f64::from(n));
        if key.class == 0 {
            mean = inner(key, mean);
        }
        morton::point_at(mean[0], mean[1])
    };
    let area_radius_m = (key.class > 0)
        .then(|| parts.iter().map(|p| order.largest_radius_m(p.slots.clone())).fold(0.0, f32::max));
    GridCell { key, centre, area_radius_m, exact_spot, parts: range }
}

/// A mean at the edge of its cell, moved to the inner part: two neighbours whose
/// placements crowd at their common edge would otherwise be drawn over each other.
fn inner(key: CellKey, mean_steps: [f64; 2]) -> [f64; 2] {
    let square = Square { level: u32::from(key.level), prefix: key.prefix };
    let ((x0, y0), (x1, y1)) = square.corners();
    let clamped = |mean: f64, first: u32, last: u32| {
        let margin = INNER_MARGIN * (f64::from(last) - f64::from(first));
        mean.clamp(f64::from(first) + margin, f64::from(last) - margin)
    };
    [clamped(mean_steps[0], x0, x1), clamped(mean_steps[1], y0, y1)]
}

/// One place of one event on the map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    /// The event.
    pub row: Row,
    /// Position of the place in [`crate::model::EventTable::placements`].
    pub nth_placement: u16,
    /// Its event type.
    pub event_type: EventType,
    /// Where.
    pub position: Mercator,
    /// Uncertainty in metres; `None` when not stated.
    pub radius_m: Option<f32>,
}

/// A cell with the number of placements shown in it, which is not 0. An event
/// with two places in a cell counts twice: it has two marks there.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Its name.
    pub key: CellKey,
    /// Mean position of all placements in the cell, shown or not, brought into the
    /// inner part of the cell unless it is an area or an exact spot.
    pub centre: Mercator,
    /// Placements shown.
    pub n: u32,
    /// Those by event type.
    pub by_type: ByType,
    /// For areas, the largest radius of any placement in the cell, in metres:
    /// too wide at this zoom to be a point. `None` for points.
    pub area_radius_m: Option<f32>,
    /// Whether all placements of the cell, shown or not, have one position.
    pub exact_spot: bool,
    /// Where the cell's placements are in [`MapCells::spots`]; empty when there
    /// were more than the caller wanted listed.
    spots: Range<u32>,
}

/// The cells of a view.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MapCells {
    /// Cells in a fixed order, those without a placement to show left out.
    pub cells: Vec<Cell>,
    spots: Vec<Spot>,
}

impl MapCells {
    /// The placements shown in a cell, one by one, when they are few enough to
    /// have been listed; empty otherwise.
    #[must_use]
    pub fn spots(&self, cell: &Cell) -> &[Spot] {
        self.spots.get(cell.spots.start as usize..cell.spots.end as usize).unwrap_or_default()
    }

    /// Placements shown, of all cells.
    #[must_use]
    pub fn n(&self) -> u32 {
        self.cells.iter().map(|cell| cell.n).sum()
    }
}

pub(super) fn spot(placements: &PlacementOrder, slot: u32, event_type: EventType) -> Spot {
    Spot {
        row: placements.row(slot),
        nth_placement: placements.nth(slot),
        event_type,
        position: morton::point_of(placements.code(slot)),
        radius_m: placements.radius_m(slot),
    }
}

/// Counts the cells of a grid; those with up to `max_listed` placements are listed.
pub(super) fn count_cells(
    grid: &CellGrid,
    placements: &PlacementOrder,
    order: &DayOrder,
    within: &Within<'_>,
    max_listed: u32,
) -> MapCells {
    let mut by_type = vec![[0; EventType::COUNT]; grid.cells.len()];
    for (part, cell) in &grid.by_slot {
        by_type[*cell as usize][part.event_type.index()] +=
            within.count(order.positions(part.slots.clone()));
    }
    let mut found = MapCells::default();
    for (cell, by_type) in grid.cells.iter().zip(by_type) {
        let n = by_type.iter().sum();
        if n == 0 {
            continue;
        }
        let start = found.spots.len() as u32;
        if n <= max_listed {
            let parts = &grid.parts[cell.parts.start as usize..cell.parts.end as usize];
            for part in parts.iter().filter(|part| by_type[part.event_type.index()] > 0) {
                within.visit(order.positions(part.slots.clone()), 0, |position| {
                    let slot = order.slot(position);
                    found.spots.extend(slot.map(|slot| spot(placements, slot, part.event_type)));
                    true
                });
            }
        }
        found.cells.push(Cell {
            key: cell.key,
            centre: cell.centre,
            n,
            by_type,
            area_radius_m: cell.area_radius_m,
            exact_spot: cell.exact_spot,
            spots: start..found.spots.len() as u32,
        });
    }
    found
}
