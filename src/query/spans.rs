//! Events whose date is a span of days, found by the days they reach over.

use std::ops::Range;

use crate::model::Row;

use super::bins::BinUnit;
use super::days::{DayAxis, RankRange};
use super::histogram::InexactEvent;

/// Children of a node of a [`MaxTree`].
const FAN: usize = 32;

/// The largest of each 32 numbers, of each 32 of those, and so on.
#[derive(Debug, Clone, Default)]
struct MaxTree {
    /// Lowest level first; the numbers themselves are not held.
    levels: Vec<Vec<u32>>,
}

impl MaxTree {
    fn new(numbers: impl Iterator<Item = u32>) -> Self {
        let numbers: Vec<u32> = numbers.collect();
        let mut levels: Vec<Vec<u32>> = Vec::new();
        while levels.last().is_none_or(|level| level.len() > 1) {
            let below = levels.last().unwrap_or(&numbers);
            if below.is_empty() {
                break;
            }
            levels.push(
                below.chunks(FAN).map(|part| part.iter().copied().max().unwrap_or(0)).collect(),
            );
        }
        Self { levels }
    }

    /// Stretches of up to 32 positions below `end` of which one number at
    /// least is not below `least`, until `visit` returns `false`.
    fn visit(&self, end: usize, least: u32, visit: &mut impl FnMut(Range<usize>) -> bool) -> bool {
        match self.levels.len().checked_sub(1) {
            Some(top) => self.visit_node(top, 0, end, least, visit),
            None => true,
        }
    }

    fn visit_node(
        &self,
        level: usize,
        node: usize,
        end: usize,
        least: u32,
        visit: &mut impl FnMut(Range<usize>) -> bool,
    ) -> bool {
        let width = FAN.pow(level as u32 + 1);
        if node * width >= end || self.levels[level][node] < least {
            return true;
        }
        if level == 0 {
            return visit(node * FAN..(node * FAN + FAN).min(end));
        }
        let children = node * FAN..(node * FAN + FAN).min(self.levels[level - 1].len());
        children.into_iter().all(|child| self.visit_node(level - 1, child, end, least, visit))
    }

    fn n_bytes(&self) -> usize {
        self.levels.iter().map(|level| size_of_val(level.as_slice())).sum()
    }
}

/// The events not known to the day, in order of first day.
#[derive(Debug, Clone, Default)]
pub(super) struct SpanRows {
    rows: Vec<Row>,
    first: Vec<u32>,
    last: Vec<u32>,
    /// For each unit, one more than the last rank of the events that fit no bin
    /// of it; 0 for those that fit one.
    trees: [MaxTree; BinUnit::ALL.len()],
}

impl SpanRows {
    pub fn new(axis: &DayAxis, rows: Vec<Row>, events: &[InexactEvent]) -> Self {
        let trees = std::array::from_fn(|unit| {
            MaxTree::new(events.iter().map(|event| {
                let fits = fits(BinUnit::ALL[unit], axis, event.first, event.last);
                if fits { 0 } else { event.last + 1 }
            }))
        });
        Self {
            rows,
            first: events.iter().map(|event| event.first).collect(),
            last: events.iter().map(|event| event.last).collect(),
            trees,
        }
    }

    /// The first `limit` events, by first day, that fit no bin of the unit and
    /// have a possible day in range.
    pub fn within(
        &self,
        axis: &DayAxis,
        unit: BinUnit,
        range: RankRange,
        limit: usize,
    ) -> Vec<Row> {
        let mut found = Vec::new();
        let end = self.first.partition_point(|first| *first < range.end);
        self.trees[unit as usize].visit(end, range.start + 1, &mut |stretch| {
            for at in stretch {
                if found.len() < limit
                    && self.last[at] >= range.start
                    && !fits(unit, axis, self.first[at], self.last[at])
                {
                    found.push(self.rows[at]);
                }
            }
            found.len() < limit
        });
        found
    }

    pub fn n_bytes(&self) -> usize {
        size_of_val(self.rows.as_slice())
            + size_of_val(self.first.as_slice())
            + size_of_val(self.last.as_slice())
            + self.trees.iter().map(MaxTree::n_bytes).sum::<usize>()
    }
}

/// Whether two different days lie in one bin.
fn fits(unit: BinUnit, axis: &DayAxis, first: u32, last: u32) -> bool {
    let bin = |rank| axis.day(rank).and_then(|day| unit.bin_of(day));
    unit != BinUnit::Day && bin(first).is_some_and(|of_first| Some(of_first) == bin(last))
}
