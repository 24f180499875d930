//! The distinct days of a table, and date ranges as positions among them.

use crate::model::{Day, DaySpan};

/// Which dates are shown: every event that may have happened on a day of the
/// span (its own span shares a day with it), and the undated ones if asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DateRange {
    /// Days, both ends included; either may be open.
    pub span: DaySpan,
    /// Whether undated events are shown too. They are never taken to lie in a span.
    pub undated: bool,
}

impl DateRange {
    /// All events, dated or not.
    pub const EVERYTHING: Self = Self { span: DaySpan::ALL, undated: true };

    /// The dated events of a span.
    #[must_use]
    pub const fn dated(span: DaySpan) -> Self {
        Self { span, undated: false }
    }
}

/// The distinct first and last days of a table's events, ascending. A day's
/// position here is its rank; counting works on ranks.
#[derive(Debug, Clone, Default)]
pub(super) struct DayAxis {
    days: Vec<Day>,
}

/// Half-open range of ranks, and whether undated events belong to it.
#[derive(Debug, Clone, Copy)]
pub(super) struct RankRange {
    /// First rank inside.
    pub start: u32,
    /// First rank beyond; not less than `start`.
    pub end: u32,
    /// Whether undated events are counted.
    pub undated: bool,
}

impl DayAxis {
    /// `first` must be ascending, as a table's first days are.
    pub fn new(first: &[Day], last: &[Day]) -> Self {
        let mut days = first.to_vec();
        days.dedup();
        let mut ends: Vec<Day> =
            first.iter().zip(last).filter(|(a, b)| a != b).map(|(_, last)| *last).collect();
        ends.dedup();
        ends.sort_unstable();
        ends.dedup();
        days.append(&mut ends);
        days.sort_unstable();
        days.dedup();
        Self { days }
    }

    /// Number of distinct days; the rank that undated events take.
    pub fn n_days(&self) -> u32 {
        self.days.len() as u32
    }

    /// The day of a rank.
    pub fn day(&self, rank: u32) -> Option<Day> {
        self.days.get(rank as usize).copied()
    }

    /// Number of distinct days before `day`: its rank, if the table has it.
    pub fn rank(&self, day: Day) -> u32 {
        self.days.partition_point(|other| *other < day) as u32
    }

    /// Number of distinct days up to and including `day`.
    pub fn rank_after(&self, day: Day) -> u32 {
        self.days.partition_point(|other| *other <= day) as u32
    }

    /// The ranks of a span's days.
    pub fn ranks(&self, range: DateRange) -> RankRange {
        let start = self.rank(range.span.first);
        let end = self.rank_after(range.span.last).max(start);
        RankRange { start, end, undated: range.undated }
    }

    /// Bytes held.
    pub fn n_bytes(&self) -> usize {
        size_of_val(self.days.as_slice())
    }
}

/// Ranks of each dated row's first and last day, found by table look-up where
/// the days lie close enough together, and by binary search otherwise.
pub(super) struct Ranker<'a> {
    axis: &'a DayAxis,
    lowest: i32,
    by_number: Vec<u32>,
}

impl<'a> Ranker<'a> {
    /// Longest stretch of days with a look-up table: over 2,800 years, 4 MiB.
    const MAX_TABLE: i64 = 1 << 20;

    pub fn new(axis: &'a DayAxis) -> Self {
        let mut bounded = axis.days.iter().filter(|day| day.is_bounded()).map(|day| day.number());
        let lowest = bounded.next().unwrap_or(0);
        let highest = bounded.next_back().unwrap_or(lowest);
        let mut by_number = Vec::new();
        if i64::from(highest) - i64::from(lowest) < Self::MAX_TABLE {
            by_number = vec![0; (highest - lowest) as usize + 1];
            for (rank, day) in (0..).zip(&axis.days) {
                if day.is_bounded() {
                    by_number[(day.number() - lowest) as usize] = rank;
                }
            }
        }
        Self { axis, lowest, by_number }
    }

    /// Rank of a day of the table.
    pub fn rank(&self, day: Day) -> u32 {
        let offset = i64::from(day.number()) - i64::from(self.lowest);
        usize::try_from(offset)
            .ok()
            .and_then(|offset| self.by_number.get(offset).copied())
            .unwrap_or_else(|| self.axis.rank(day))
    }
}
