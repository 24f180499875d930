//! What is worked out once for a table, whatever the filter.

use std::sync::Arc;

use rayon::prelude::*;

use crate::model::{Day, DaySpan, EventTable};

use super::days::{DayAxis, Ranker};
use super::placements::PlacementOrder;

/// A table with its days and positions in order: what [`super::Matched`] is
/// built on. Made once for each table.
#[derive(Debug)]
pub struct EventIndex {
    table: Arc<EventTable>,
    axis: DayAxis,
    placements: PlacementOrder,
}

impl EventIndex {
    /// Orders the days and positions of a table.
    #[must_use]
    pub fn new(table: Arc<EventTable>) -> Self {
        let (axis, placements) = rayon::join(
            || DayAxis::new(table.first_days(), table.last_days()),
            || PlacementOrder::new(&table),
        );
        Self { table, axis, placements }
    }

    /// The table.
    #[must_use]
    pub const fn table(&self) -> &Arc<EventTable> {
        &self.table
    }

    /// From the first to the last day that any event states; `None` when none
    /// does. An open start or end does not count.
    #[must_use]
    pub fn days(&self) -> Option<DaySpan> {
        let bounded = |day: &Day| day.is_bounded();
        let n_days = self.axis.n_days();
        let first = (0..n_days).find_map(|rank| self.axis.day(rank).filter(bounded))?;
        let last = (0..n_days).rev().find_map(|rank| self.axis.day(rank).filter(bounded))?;
        Some(DaySpan { first, last })
    }

    pub(super) const fn axis(&self) -> &DayAxis {
        &self.axis
    }

    pub(super) const fn placements(&self) -> &PlacementOrder {
        &self.placements
    }

    /// Ranks of each row's first and last day; the number of days, twice, for an
    /// undated row.
    pub(super) fn all_ranks(&self) -> Vec<(u32, u32)> {
        let ranker = Ranker::new(&self.axis);
        let undated = (self.axis.n_days(), self.axis.n_days());
        let (first, last) = (self.table.first_days(), self.table.last_days());
        let mut ranks: Vec<(u32, u32)> = first
            .par_iter()
            .zip(last)
            .map(|(first, last)| (ranker.rank(*first), ranker.rank(*last)))
            .collect();
        ranks.resize(self.table.n_events(), undated);
        ranks
    }

    /// Bytes held beside the table.
    #[must_use]
    pub fn n_bytes(&self) -> usize {
        self.axis.n_bytes() + self.placements.n_bytes()
    }
}
