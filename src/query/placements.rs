//! All positions of a table, ordered so that a map cell is a few stretches of them.

use std::ops::Range;

use rayon::prelude::*;

use crate::model::{EventTable, EventType, Mercator, Row};

use super::morton::{self, MAX_LEVEL, Square};

/// A rectangle of the Mercator square, edges included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MercatorBox {
    /// North-western corner.
    pub min: Mercator,
    /// South-eastern corner.
    pub max: Mercator,
}

impl MercatorBox {
    /// The box around a centre, reaching `half_width` and `half_height` units from it.
    #[must_use]
    pub fn around(centre: Mercator, half_width: f64, half_height: f64) -> Self {
        Self {
            min: Mercator { x: centre.x - half_width, y: centre.y - half_height },
            max: Mercator { x: centre.x + half_width, y: centre.y + half_height },
        }
    }

    /// Whether a point lies inside or on the edge.
    #[must_use]
    pub fn contains(&self, point: Mercator) -> bool {
        (self.min.x..=self.max.x).contains(&point.x) && (self.min.y..=self.max.y).contains(&point.y)
    }

    /// The middle.
    #[must_use]
    pub fn centre(&self) -> Mercator {
        Mercator { x: (self.min.x + self.max.x) / 2.0, y: (self.min.y + self.max.y) / 2.0 }
    }

    /// The box that reaches `margin` units further on each side.
    #[must_use]
    pub fn grown(&self, margin: f64) -> Self {
        Self {
            min: Mercator { x: self.min.x - margin, y: self.min.y - margin },
            max: Mercator { x: self.max.x + margin, y: self.max.y + margin },
        }
    }

    fn steps(&self) -> ((u32, u32), (u32, u32)) {
        (morton::steps(self.min), morton::steps(self.max))
    }
}

/// How vague a position is: classes of radius, each four times the one before.
/// Class 0 goes up to 62.5 m and takes what states no radius, since there is
/// nothing to draw; class `c` reaches from [`class_floor_m`] to four times that.
pub(super) const N_CLASSES: usize = 8;

/// The radius in metres that every placement of a class exceeds; 0 for class 0.
pub(super) fn class_floor_m(class: usize) -> f64 {
    if class == 0 { 0.0 } else { 62.5 * 4f64.powi(class as i32 - 1) }
}

/// The largest radius in metres of a class; infinite for the last one.
pub(super) fn class_ceiling_m(class: usize) -> f64 {
    if class + 1 == N_CLASSES { f64::INFINITY } else { class_floor_m(class + 1) }
}

fn class_of(radius_m: Option<f32>) -> usize {
    let radius_m = f64::from(radius_m.unwrap_or(0.0));
    (1..N_CLASSES).rev().find(|class| radius_m > class_floor_m(*class)).unwrap_or(0)
}

/// Placements of one class and event type: a stretch of slots.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub class: usize,
    pub event_type: EventType,
    pub slots: Range<u32>,
}

/// Slots between which sums of positions are kept.
const SUMMED: usize = 64;

/// The placed placements of a table by class, event type, Morton code and row.
/// A position in this order is a *slot*.
#[derive(Debug, Clone, Default)]
pub(super) struct PlacementOrder {
    groups: Vec<Group>,
    codes: Vec<u64>,
    rows: Vec<Row>,
    /// Position among the event's placements.
    nths: Vec<u16>,
    /// Stated radius in metres; NaN where there is none.
    radii_m: Vec<f32>,
    /// Sums of x and of y steps before every 64th slot.
    sums: Vec<[u64; 2]>,
    /// Largest radius of each 64 slots; 0 where none is stated.
    largest_radii_m: Vec<f32>,
}

impl PlacementOrder {
    pub fn new(table: &EventTable) -> Self {
        struct Item {
            group: u8,
            code: u64,
            row: u32,
            nth: u16,
            radius_m: f32,
        }
        let n_types = EventType::COUNT;
        let mut items: Vec<Item> = (0..table.n_events() as u32)
            .into_par_iter()
            .flat_map_iter(|row| {
                let event_type = table.event_type(Row(row)).index();
                // An event's placements are numbered in 16 bits by its claims.
                (0..=u16::MAX).zip(table.placements(Row(row))).filter_map(move |(nth, p)| {
                    Some(Item {
                        group: (class_of(p.radius_m) * n_types + event_type) as u8,
                        code: morton::code(p.centre?),
                        row,
                        nth,
                        radius_m: p.radius_m.unwrap_or(f32::NAN),
                    })
                })
            })
            .collect();
        items.par_sort_unstable_by_key(|item| (item.group, item.code, item.row, item.nth));
        let mut groups = Vec::new();
        let mut start = 0;
        for group in items.chunk_by(|a, b| a.group == b.group) {
            let end = start + group.len() as u32;
            let number = usize::from(group[0].group);
            groups.push(Group {
                class: number / n_types,
                event_type: EventType::ALL[number % n_types],
                slots: start..end,
            });
            start = end;
        }
        let mut sums = Vec::with_capacity(items.len() / SUMMED + 1);
        let mut sum = [0u64; 2];
        for block in items.chunks(SUMMED) {
            sums.push(sum);
            for item in block {
                let (x, y) = morton::steps_of(item.code);
                sum = [sum[0] + u64::from(x), sum[1] + u64::from(y)];
            }
        }
        sums.push(sum);
        let largest = |block: &[Item]| block.iter().map(|item| item.radius_m).fold(0.0, f32::max);
        Self {
            groups,
            largest_radii_m: items.chunks(SUMMED).map(largest).collect(),
            codes: items.iter().map(|item| item.code).collect(),
            rows: items.iter().map(|item| Row(item.row)).collect(),
            nths: items.iter().map(|item| item.nth).collect(),
            radii_m: items.iter().map(|item| item.radius_m).collect(),
            sums,
        }
    }

    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    pub fn n_slots(&self) -> u32 {
        self.rows.len() as u32
    }

    pub fn row(&self, slot: u32) -> Row {
        self.rows[slot as usize]
    }

    pub fn nth(&self, slot: u32) -> u16 {
        self.nths[slot as usize]
    }

    pub fn radius_m(&self, slot: u32) -> Option<f32> {
        Some(self.radii_m[slot as usize]).filter(|radius_m| !radius_m.is_nan())
    }

    pub fn code(&self, slot: u32) -> u64 {
        self.codes[slot as usize]
    }

    /// Sum of the x and of the y steps of some slots.
    pub fn sum(&self, slots: Range<u32>) -> [u64; 2] {
        let up_to = |slot: u32| {
            let block = slot as usize / SUMMED;
            self.codes[block * SUMMED..slot as usize].iter().fold(self.sums[block], |sum, code| {
                let (x, y) = morton::steps_of(*code);
                [sum[0] + u64::from(x), sum[1] + u64::from(y)]
            })
        };
        let (before, after) = (up_to(slots.start), up_to(slots.end));
        [after[0] - before[0], after[1] - before[1]]
    }

    /// The largest radius in metres that any of the slots states; 0 when none does.
    pub fn largest_radius_m(&self, slots: Range<u32>) -> f32 {
        let (start, end) = (slots.start as usize, slots.end as usize);
        let (first_whole, last_whole) = (start.div_ceil(SUMMED), end / SUMMED);
        let radii_m = &self.radii_m;
        let (before, blocks, after) = if first_whole < last_whole {
            let blocks = &self.largest_radii_m[first_whole..last_whole];
            (&radii_m[start..first_whole * SUMMED], blocks, &radii_m[last_whole * SUMMED..end])
        } else {
            (&radii_m[start..end], &[][..], &[][..])
        };
        // `f32::max` passes over NaN, which stands for "not stated".
        before.iter().chain(blocks).chain(after).copied().fold(0.0, f32::max)
    }

    /// The non-empty squares of a level that touch the box, as stretches of one
    /// group's slots, in order.
    pub fn squares_in(
        &self,
        group: &Group,
        bounds: &MercatorBox,
        level: u32,
        visit: &mut impl FnMut(Square, Range<u32>),
    ) {
        let walk = Walk { codes: &self.codes, bounds: bounds.steps(), level };
        walk.squares(Square::WHOLE, group.slots.clone(), visit);
    }

    /// Slots of a group inside the box, as stretches in order.
    pub fn slots_in(
        &self,
        group: &Group,
        bounds: &MercatorBox,
        visit: &mut impl FnMut(Range<u32>) -> bool,
    ) -> bool {
        let walk = Walk { codes: &self.codes, bounds: bounds.steps(), level: MAX_LEVEL };
        walk.inside(Square::WHOLE, group.slots.clone(), visit)
    }

    /// The smallest square around all codes of some slots, of which there is one at least.
    pub fn tight_square(&self, slots: &Range<u32>) -> Square {
        tight(&self.codes, slots, MAX_LEVEL)
    }

    /// Slots of the quarters of a square.
    pub fn quarters(&self, square: Square, slots: Range<u32>) -> [(Square, Range<u32>); 4] {
        quarters(&self.codes, square, slots)
    }

    pub fn n_bytes(&self) -> usize {
        size_of_val(self.codes.as_slice())
            + size_of_val(self.rows.as_slice())
            + size_of_val(self.nths.as_slice())
            + size_of_val(self.radii_m.as_slice())
            + size_of_val(self.sums.as_slice())
            + size_of_val(self.largest_radii_m.as_slice())
    }
}

/// A way down the quadtree to the squares of a level that touch a box of steps.
struct Walk<'a> {
    codes: &'a [u64],
    bounds: ((u32, u32), (u32, u32)),
    level: u32,
}

enum Overlap {
    None,
    Part,
    Whole,
}

impl Walk<'_> {
    fn overlap(&self, square: Square) -> Overlap {
        let ((x0, y0), (x1, y1)) = square.corners();
        let ((left, top), (right, bottom)) = self.bounds;
        if x1 < left || x0 > right || y1 < top || y0 > bottom {
            Overlap::None
        } else if left <= x0 && x1 <= right && top <= y0 && y1 <= bottom {
            Overlap::Whole
        } else {
            Overlap::Part
        }
    }

    fn squares(
        &self,
        within: Square,
        slots: Range<u32>,
        visit: &mut impl FnMut(Square, Range<u32>),
    ) {
        if slots.is_empty() || matches!(self.overlap(within), Overlap::None) {
            return;
        }
        let square = tight(self.codes, &slots, self.level);
        if square.level == self.level {
            if !matches!(self.overlap(square), Overlap::None) {
                visit(square, slots);
            }
            return;
        }
        for (quarter, slots) in quarters(self.codes, square, slots) {
            self.squares(quarter, slots, visit);
        }
    }

    fn inside(
        &self,
        within: Square,
        slots: Range<u32>,
        visit: &mut impl FnMut(Range<u32>) -> bool,
    ) -> bool {
        if slots.is_empty() || matches!(self.overlap(within), Overlap::None) {
            return true;
        }
        let square = tight(self.codes, &slots, self.level);
        match self.overlap(square) {
            Overlap::None => true,
            Overlap::Whole => visit(slots),
            Overlap::Part => quarters(self.codes, square, slots)
                .into_iter()
                .all(|(quarter, slots)| self.inside(quarter, slots, visit)),
        }
    }
}

fn tight(codes: &[u64], slots: &Range<u32>, max_level: u32) -> Square {
    let (first, last) = (slots.start as usize, slots.end as usize - 1);
    Square::around_both(codes[first], codes[last], max_level)
}

fn quarters(codes: &[u64], square: Square, slots: Range<u32>) -> [(Square, Range<u32>); 4] {
    let mut start = slots.start;
    square.quarters().map(|quarter| {
        let rest = &codes[start as usize..slots.end as usize];
        let last_code = quarter.last_code();
        let end = start + rest.partition_point(|code| *code <= last_code) as u32;
        (quarter, std::mem::replace(&mut start, end)..end)
    })
}
