//! Elements in a fixed order, each with the days on which it may have happened:
//! how many of any stretch fall in a date range, and which.
//!
//! An element is in the range from rank `a` up to but not including `b` when
//! its first day is below `b` and its last day is not below `a`. As no last day
//! is before its first, that is the number with a first day below `b` less the
//! number with a last day below `a`: two counts, each answered by a
//! [`WaveletMatrix`] in time that does not depend on how many elements there are.

use std::ops::Range;

use super::days::RankRange;
use super::rank_bits::RankBits;
use super::wavelet::{Below, WaveletMatrix};

/// Stretches up to this long are walked through; longer ones are counted.
const WALKED: u32 = 96;

/// Day ranks of elements, in half the memory where they fit 16 bits.
#[derive(Debug, Clone)]
enum Ranks {
    Narrow(Vec<u16>),
    Wide(Vec<u32>),
}

impl Ranks {
    fn new(ranks: &[u32], max: u32) -> Self {
        if max <= u32::from(u16::MAX) {
            Self::Narrow(ranks.iter().map(|rank| *rank as u16).collect())
        } else {
            Self::Wide(ranks.to_vec())
        }
    }

    fn at(&self, position: u32) -> u32 {
        match self {
            Self::Narrow(ranks) => u32::from(ranks[position as usize]),
            Self::Wide(ranks) => ranks[position as usize],
        }
    }

    /// How many of a stretch of at most [`WALKED`] are below a limit.
    fn n_below(&self, stretch: Range<u32>, limit: u32) -> u32 {
        let range = stretch.start as usize..stretch.end as usize;
        match self {
            // Every narrow rank is below a limit that does not fit 16 bits. Summing in
            // 16 bits lets eight be compared at once; a stretch is far shorter than 65,536.
            Self::Narrow(ranks) => u16::try_from(limit).map_or(stretch.end - stretch.start, |l| {
                u32::from(ranks[range].iter().map(|rank| u16::from(*rank < l)).sum::<u16>())
            }),
            Self::Wide(ranks) => ranks[range].iter().map(|rank| u32::from(*rank < limit)).sum(),
        }
    }

    fn n_bytes(&self) -> usize {
        match self {
            Self::Narrow(ranks) => size_of_val(ranks.as_slice()),
            Self::Wide(ranks) => size_of_val(ranks.as_slice()),
        }
    }
}

#[derive(Debug, Clone)]
struct Column {
    ranks: Ranks,
    matrix: WaveletMatrix,
}

impl Column {
    fn new(ranks: Vec<u32>, max: u32) -> Self {
        Self { ranks: Ranks::new(&ranks, max), matrix: WaveletMatrix::new(ranks, max) }
    }

    fn n_bytes(&self) -> usize {
        self.ranks.n_bytes() + self.matrix.n_bytes()
    }
}

/// The kept elements of an order; see the module's text.
///
/// A *slot* is a position among all elements of the order, a *position* one
/// among the kept.
#[derive(Debug, Clone)]
pub(super) struct DayOrder {
    kept: RankBits,
    first: Column,
    /// `None` when every element has one day, so that the first is the last.
    last: Option<Column>,
    /// The rank that undated elements have.
    undated_rank: u32,
}

impl DayOrder {
    /// Keeps those of `n_slots` elements for which `days` gives a first and a
    /// last rank; `undated_rank` as both for an undated one. Asked in ascending order.
    pub fn new(
        n_slots: u32,
        undated_rank: u32,
        mut days: impl FnMut(u32) -> Option<(u32, u32)>,
    ) -> Self {
        let (mut first, mut last) = (Vec::new(), Vec::new());
        first.reserve(n_slots as usize);
        last.reserve(n_slots as usize);
        let kept = RankBits::from_fn(n_slots, |slot| {
            let days = days(slot);
            if let Some((a, b)) = days {
                first.push(a);
                last.push(b);
            }
            days.is_some()
        });
        let same = first == last;
        let (first, last) = rayon::join(
            || Column::new(first, undated_rank),
            || (!same).then(|| Column::new(last, undated_rank)),
        );
        Self { kept, first, last, undated_rank }
    }

    /// Number of kept elements.
    pub fn n_kept(&self) -> u32 {
        self.kept.n_set()
    }

    /// Whether slots and positions are the same, as with no filter.
    fn keeps_all(&self) -> bool {
        self.kept.n_set() == self.kept.len()
    }

    /// The slot of the kept element at a position; `None` beyond the last.
    pub fn slot(&self, position: u32) -> Option<u32> {
        if self.keeps_all() {
            (position < self.kept.len()).then_some(position)
        } else {
            self.kept.select(position)
        }
    }

    /// Positions of the kept elements among the given slots.
    pub fn positions(&self, slots: Range<u32>) -> Range<u32> {
        if self.keeps_all() {
            return slots;
        }
        self.kept.rank(slots.start)..self.kept.rank(slots.end)
    }

    /// Whether the element of a slot is kept.
    pub fn keeps(&self, slot: u32) -> bool {
        self.kept.is_set(slot)
    }

    /// The elements in a range of days.
    pub fn within(&self, range: RankRange) -> Within<'_> {
        Within {
            order: self,
            range,
            starting: self.first.matrix.below(range.end),
            ended: self.last.as_ref().unwrap_or(&self.first).matrix.below(range.start),
            dated: range.undated.then(|| self.first.matrix.below(self.undated_rank)),
        }
    }

    /// Bytes held.
    pub fn n_bytes(&self) -> usize {
        self.kept.n_bytes() + self.first.n_bytes() + self.last.as_ref().map_or(0, Column::n_bytes)
    }
}

/// The elements of a [`DayOrder`] in a range of days.
#[derive(Debug, Clone)]
pub(super) struct Within<'a> {
    order: &'a DayOrder,
    range: RankRange,
    /// Those whose first day is before the end of the range.
    starting: Below<'a>,
    /// Those whose last day is before its start.
    ended: Below<'a>,
    /// Those with a date, when undated ones are in range too.
    dated: Option<Below<'a>>,
}

impl Within<'_> {
    /// Whether the element at a position is in range.
    pub fn holds(&self, position: u32) -> bool {
        let order = self.order;
        let first = order.first.ranks.at(position);
        let last = order.last.as_ref().map_or(first, |last| last.ranks.at(position));
        (first < self.range.end && last >= self.range.start)
            || (self.range.undated && first == order.undated_rank)
    }

    /// How many of the first `end` elements are in range.
    pub fn n_before(&self, end: u32) -> u32 {
        let undated = self.dated.as_ref().map_or(0, |dated| end - dated.count(end));
        self.starting.count(end) - self.ended.count(end) + undated
    }

    /// How many elements at these positions are in range.
    pub fn count(&self, positions: Range<u32>) -> u32 {
        if positions.end - positions.start > WALKED {
            return self.n_before(positions.end) - self.n_before(positions.start);
        }
        let order = self.order;
        let first = &order.first.ranks;
        let last = order.last.as_ref().map_or(first, |last| &last.ranks);
        let undated = if self.range.undated {
            positions.end - positions.start - first.n_below(positions.clone(), order.undated_rank)
        } else {
            0
        };
        first.n_below(positions.clone(), self.range.end) - last.n_below(positions, self.range.start)
            + undated
    }

    /// Positions of the elements in range among `positions`, ascending, without
    /// the first `skipped` of them, until `visit` returns `false`.
    pub fn visit(&self, positions: Range<u32>, skipped: u32, mut visit: impl FnMut(u32) -> bool) {
        let n = self.count(positions.clone());
        if skipped < n {
            let mut skipped = skipped;
            self.visit_part(positions, n, &mut skipped, &mut visit);
        }
    }

    /// As [`Within::visit`], of a stretch known to hold `n`. `false` to stop.
    fn visit_part(
        &self,
        positions: Range<u32>,
        n: u32,
        skipped: &mut u32,
        visit: &mut impl FnMut(u32) -> bool,
    ) -> bool {
        if n <= *skipped {
            *skipped -= n;
            return true;
        }
        let len = positions.end - positions.start;
        if n == len {
            let start = positions.start + std::mem::take(skipped);
            return (start..positions.end).all(visit);
        }
        if len <= WALKED {
            for position in positions {
                if self.holds(position) {
                    if *skipped > 0 {
                        *skipped -= 1;
                    } else if !visit(position) {
                        return false;
                    }
                }
            }
            return true;
        }
        let middle = positions.start + len / 2;
        let n_left = self.count(positions.start..middle);
        self.visit_part(positions.start..middle, n_left, skipped, visit)
            && self.visit_part(middle..positions.end, n - n_left, skipped, visit)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn elements() -> impl Strategy<Value = Vec<Option<(u32, u32)>>> {
        let dated =
            (0u32..12, 0u32..4).prop_map(|(first, more)| Some((first, (first + more).min(11))));
        let element = prop_oneof![6 => dated, 1 => Just(Some((12, 12))), 2 => Just(None)];
        prop::collection::vec(element, 0..400)
    }

    proptest! {
        #[test]
        fn counts_and_visits_agree_with_a_loop(
            elements in elements(),
            (start, len) in (0u32..12, 0u32..12),
            undated: bool,
            (from, to) in (0usize..400, 0usize..400),
            skipped in 0u32..30,
        ) {
            let range = RankRange { start, end: (start + len).min(12), undated };
            let order = DayOrder::new(elements.len() as u32, 12, |slot| elements[slot as usize]);
            let within = order.within(range);
            let slots = from.min(to).min(elements.len())..from.max(to).min(elements.len());
            let expected: Vec<u32> = slots
                .clone()
                .filter(|slot| elements[*slot].is_some_and(|(first, last)| {
                    (first < range.end && last >= range.start) || (undated && first == 12)
                }))
                .map(|slot| slot as u32)
                .collect();
            let positions = order.positions(slots.start as u32..slots.end as u32);
            prop_assert_eq!(within.count(positions.clone()) as usize, expected.len());
            let by_rank = within.n_before(positions.end) - within.n_before(positions.start);
            prop_assert_eq!(by_rank as usize, expected.len());
            let mut seen = Vec::new();
            within.visit(positions, skipped, |position| {
                seen.extend(order.slot(position));
                seen.len() < 7
            });
            let wanted: Vec<u32> =
                expected.into_iter().skip(skipped as usize).take(7).collect();
            prop_assert_eq!(seen, wanted);
        }
    }
}
