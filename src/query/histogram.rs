//! Bars of the timeline: events per bin and type, and the spans that fit no bin.

use crate::model::{DaySpan, EventType};

use super::bins::{BinUnit, Bins};
use super::days::{DateRange, DayAxis, RankRange};

/// A number for each event type, by [`EventType::index`].
pub type ByType = [u32; EventType::COUNT];

/// Bars of a timeline, for events in a date range.
///
/// An event is in a bar when its whole span of possible days lies in that bin.
/// Every other dated event is a span, drawn as one. So over bins that cover all
/// days, bars and `n_spans` sum to the dated events in range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Histogram {
    /// The bins.
    pub bins: Bins,
    /// Events of each bin, by type.
    pub bars: Vec<ByType>,
    /// For each bin, how many spans touch those of its days that are in range.
    pub n_spans_over: Vec<u32>,
    /// Dated events in range, in whatever bin, that fit no bin of this unit.
    pub n_spans: u32,
}

/// Number of days below each rank, by type.
#[derive(Debug, Clone, Default)]
struct Cumulative(Vec<ByType>);

impl Cumulative {
    fn new(n_days: u32, pairs: impl Iterator<Item = (EventType, u32)>) -> Self {
        let mut counts = vec![[0; EventType::COUNT]; n_days as usize + 1];
        for (event_type, rank) in pairs {
            counts[rank as usize + 1][event_type.index()] += 1;
        }
        for rank in 1..counts.len() {
            counts[rank] = plus(counts[rank], counts[rank - 1]);
        }
        Self(counts)
    }

    fn below(&self, rank: u32) -> ByType {
        self.0[rank as usize]
    }

    fn n_bytes(&self) -> usize {
        size_of_val(self.0.as_slice())
    }
}

pub(super) fn plus(a: ByType, b: ByType) -> ByType {
    std::array::from_fn(|i| a[i] + b[i])
}

fn minus(a: ByType, b: ByType) -> ByType {
    std::array::from_fn(|i| a[i] - b[i])
}

/// First and last days, cumulated, of events not known to the day.
#[derive(Debug, Clone, Default)]
struct Spans {
    first: Cumulative,
    last: Cumulative,
}

impl Spans {
    fn new<'a>(n_days: u32, events: impl Iterator<Item = &'a InexactEvent> + Clone) -> Self {
        Self {
            first: Cumulative::new(n_days, events.clone().map(|e| (e.event_type, e.first))),
            last: Cumulative::new(n_days, events.map(|e| (e.event_type, e.last))),
        }
    }

    /// Events with a possible day in the range.
    fn within(&self, range: RankRange) -> ByType {
        minus(self.first.below(range.end), self.last.below(range.start))
    }
}

/// An event not known to the day.
#[derive(Debug, Clone, Copy)]
pub(super) struct InexactEvent {
    pub event_type: EventType,
    /// Ranks of its days.
    pub first: u32,
    pub last: u32,
}

/// What bars are counted from.
#[derive(Debug, Clone)]
pub(super) struct TypeDays {
    exact: Cumulative,
    inexact: Spans,
    /// For each unit but the day, the inexact events that fit one bin of it.
    fitting: [Spans; BinUnit::ALL.len() - 1],
    undated: ByType,
}

impl TypeDays {
    pub fn new(
        axis: &DayAxis,
        exact: impl Iterator<Item = (EventType, u32)>,
        inexact: &[InexactEvent],
        undated: ByType,
    ) -> Self {
        let n_days = axis.n_days();
        let fitting = std::array::from_fn(|index| {
            let unit = BinUnit::ALL[index + 1];
            let bins: Vec<Option<i32>> =
                (0..n_days).map(|rank| unit.bin_of(axis.day(rank)?)).collect();
            let fits = |event: &&InexactEvent| {
                let bin = bins[event.first as usize];
                bin.is_some() && bin == bins[event.last as usize]
            };
            Spans::new(n_days, inexact.iter().filter(fits))
        });
        Self {
            exact: Cumulative::new(n_days, exact),
            inexact: Spans::new(n_days, inexact.iter()),
            fitting,
            undated,
        }
    }

    /// Undated events.
    pub const fn undated(&self) -> ByType {
        self.undated
    }

    /// Events in range.
    pub fn within(&self, range: RankRange) -> ByType {
        let exact = minus(self.exact.below(range.end), self.exact.below(range.start));
        let dated = plus(exact, self.inexact.within(range));
        if range.undated { plus(dated, self.undated) } else { dated }
    }

    pub fn histogram(&self, axis: &DayAxis, bins: Bins, range: DateRange) -> Histogram {
        let fitting = (bins.unit as usize).checked_sub(1).map(|index| &self.fitting[index]);
        let sum = |counts: ByType| counts.iter().sum::<u32>();
        let shown = axis.ranks(DateRange::dated(range.span));
        let n_fitting = |range| fitting.map_or(0, |fitting| sum(fitting.within(range)));
        let mut bars = Vec::with_capacity(bins.n_bins as usize);
        let mut n_spans_over = Vec::with_capacity(bins.n_bins as usize);
        for bin in bins.spans() {
            let Some(days) = bin.intersection(range.span) else {
                bars.push([0; EventType::COUNT]);
                n_spans_over.push(0);
                continue;
            };
            let ranks = axis.ranks(DateRange::dated(days));
            let mut bar = minus(self.exact.below(ranks.end), self.exact.below(ranks.start));
            if let Some(fitting) = fitting {
                bar = plus(bar, fits_touching(fitting, axis, bin, ranks));
            }
            bars.push(bar);
            n_spans_over.push(sum(self.inexact.within(ranks)) - n_fitting(ranks));
        }
        let n_spans = sum(self.inexact.within(shown)) - n_fitting(shown);
        Histogram { bins, bars, n_spans_over, n_spans }
    }

    pub fn n_bytes(&self) -> usize {
        let spans = |spans: &Spans| spans.first.n_bytes() + spans.last.n_bytes();
        self.exact.n_bytes() + spans(&self.inexact) + self.fitting.iter().map(spans).sum::<usize>()
    }
}

/// Events that fit the bin and touch `ranks`, which is the part of it in range.
fn fits_touching(fitting: &Spans, axis: &DayAxis, bin: DaySpan, ranks: RankRange) -> ByType {
    let bin_start = axis.rank(bin.first);
    let starting = minus(fitting.first.below(ranks.end), fitting.first.below(bin_start));
    let ended = minus(fitting.last.below(ranks.start), fitting.last.below(bin_start));
    minus(starting, ended)
}
