//! The shown placement nearest to a point.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::ops::Range;

use crate::model::Mercator;

use super::cells::{Spot, spot};
use super::day_order::{DayOrder, Within};
use super::morton::{self, Square};
use super::placements::{Group, PlacementOrder};

/// A square that is still to be looked into, nearest first.
struct Pending<'a> {
    distance: f64,
    square: Square,
    slots: Range<u32>,
    group: &'a Group,
}

impl Ord for Pending<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        // The heap gives its greatest, and the nearest is wanted; of equals the
        // first in order, so that the answer is always the same.
        other.distance.total_cmp(&self.distance).then(other.slots.start.cmp(&self.slots.start))
    }
}

impl PartialOrd for Pending<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Pending<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Pending<'_> {}

/// Best-first search down the quadtree (Hjaltason, Samet, "Distance browsing in
/// spatial databases", ACM TODS 24, 1999).
pub(super) fn nearest(
    placements: &PlacementOrder,
    order: &DayOrder,
    within: &Within<'_>,
    point: Mercator,
    max_distance: f64,
) -> Option<Spot> {
    let mut pending = BinaryHeap::new();
    let consider = |pending: &mut BinaryHeap<_>, group, slots: Range<u32>| {
        if within.count(order.positions(slots.clone())) > 0 {
            let square = placements.tight_square(&slots);
            let distance = distance_to(square, point);
            if distance <= max_distance {
                pending.push(Pending { distance, square, slots, group });
            }
        }
    };
    for group in placements.groups() {
        consider(&mut pending, group, group.slots.clone());
    }
    while let Some(Pending { square, slots, group, .. }) = pending.pop() {
        if square.level < morton::MAX_LEVEL {
            for (_, quarter) in placements.quarters(square, slots) {
                consider(&mut pending, group, quarter);
            }
            continue;
        }
        // One position, and nothing is nearer.
        let mut found = None;
        within.visit(order.positions(slots), 0, |position| {
            found = order.slot(position);
            false
        });
        return found.map(|slot| spot(placements, slot, group.event_type));
    }
    None
}

/// Distance from a point to a square, in units of the Mercator square; for a
/// square of one step, to the middle of it.
fn distance_to(square: Square, point: Mercator) -> f64 {
    let ((x0, y0), (x1, y1)) = square.corners();
    let (low, high) = (
        morton::point_at(f64::from(x0), f64::from(y0)),
        morton::point_at(f64::from(x1), f64::from(y1)),
    );
    let beyond = |at: f64, low: f64, high: f64| (low - at).max(at - high).max(0.0);
    beyond(point.x, low.x, high.x).hypot(beyond(point.y, low.y, high.y))
}
