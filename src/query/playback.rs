//! Moving the date slider: by hand, by keys, and by itself.
//!
//! Pure functions: each takes the span that is shown and gives the next one.

use serde::{Deserialize, Serialize};

use crate::model::{Day, DaySpan};

use super::bins::BinUnit;
use super::days::DateRange;
use super::matched::Matched;

/// What the two handles of the slider mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SliderMode {
    /// A window of fixed length moves through time.
    #[default]
    Window,
    /// The start stays; the end moves.
    Cumulative,
    /// One bar of the timeline at a time.
    SingleBin,
}

/// Which way a step goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Towards earlier days.
    Back,
    /// Towards later days.
    Forward,
}

impl Direction {
    const fn sign(self) -> i32 {
        match self {
            Self::Back => -1,
            Self::Forward => 1,
        }
    }
}

/// The slider's scale: all days of the data, and the length of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slider {
    /// From the first to the last day of the data; both ends are calendar days.
    pub days: DaySpan,
    /// What a step is, and a single bin.
    pub unit: BinUnit,
    /// What the handles mean.
    pub mode: SliderMode,
}

impl Slider {
    /// The part of a span that lies within the data; open ends become its first
    /// and last day. A span beyond the data becomes the nearest day of it.
    #[must_use]
    pub fn clamped(&self, span: DaySpan) -> DaySpan {
        let clamp = |day: Day| day.clamp(self.days.first, self.days.last);
        DaySpan { first: clamp(span.first), last: clamp(span.last) }
    }

    /// The span to start with when the mode becomes `mode`: the bin that the
    /// span begins in, for single bins; else the span itself, within the data.
    #[must_use]
    pub fn in_mode(&self, mode: SliderMode, span: DaySpan) -> DaySpan {
        let span = self.clamped(span);
        match mode {
            SliderMode::Window | SliderMode::Cumulative => span,
            SliderMode::SingleBin => self.bin(self.bin_of(span.first)),
        }
    }

    /// The span one step on, or `None` where it would leave the data.
    ///
    /// A window moves by one bin and keeps its length in days, save that one that
    /// covers whole bins keeps covering as many; its last step ends with the
    /// data. In cumulative mode the end moves to the end of the next bin.
    #[must_use]
    pub fn stepped(&self, span: DaySpan, direction: Direction) -> Option<DaySpan> {
        let span = self.clamped(span);
        let next = match self.mode {
            SliderMode::Window => self.window_stepped(span, direction.sign()),
            SliderMode::Cumulative => self.end_stepped(span, direction),
            SliderMode::SingleBin => {
                let bin = self.bin_of(span.first).saturating_add(direction.sign());
                let days = self.unit.span(bin);
                if days.intersects(self.days) { self.bin(bin) } else { span }
            }
        };
        (next != span).then_some(next)
    }

    /// The next span in a direction that shows any dated event; `None` when no
    /// step on does. In cumulative mode, the next that shows more, or fewer.
    #[must_use]
    pub fn stepped_to_events(
        &self,
        span: DaySpan,
        direction: Direction,
        matched: &Matched,
    ) -> Option<DaySpan> {
        let n_in = |span: DaySpan| matched.counts(DateRange::dated(span)).n_in_range;
        let before = n_in(self.clamped(span));
        let enough = |next: DaySpan| match self.mode {
            SliderMode::Window | SliderMode::SingleBin => n_in(next) > 0,
            SliderMode::Cumulative => n_in(next) != before,
        };
        let mut next = self.stepped(span, direction)?;
        while !enough(next) {
            next = self.stepped(next, direction)?;
        }
        Some(next)
    }

    /// Where playing begins: the earliest span of the mode, as long as the one shown.
    #[must_use]
    pub fn at_start(&self, span: DaySpan) -> DaySpan {
        let span = self.clamped(span);
        match self.mode {
            SliderMode::Window => self.moved(span, self.days.first.number() - span.first.number()),
            SliderMode::Cumulative => {
                let first = span.first;
                self.clamped(DaySpan { first, last: self.unit_end(first) })
            }
            SliderMode::SingleBin => self.bin(self.bin_of(self.days.first)),
        }
    }

    /// The latest span of the mode, as long as the one shown.
    #[must_use]
    pub fn at_end(&self, span: DaySpan) -> DaySpan {
        let span = self.clamped(span);
        match self.mode {
            SliderMode::Window => self.moved(span, self.days.last.number() - span.last.number()),
            SliderMode::Cumulative => DaySpan { first: span.first, last: self.days.last },
            SliderMode::SingleBin => self.bin(self.bin_of(self.days.last)),
        }
    }

    /// The span moved by some days, later when positive; it stops at the ends of
    /// the data and keeps its length.
    #[must_use]
    pub fn moved(&self, span: DaySpan, days: i32) -> DaySpan {
        let span = self.clamped(span);
        let earliest = self.days.first.number() - span.first.number();
        let latest = self.days.last.number() - span.last.number();
        let days = days.clamp(earliest, latest);
        DaySpan { first: span.first.plus(days), last: span.last.plus(days) }
    }

    fn window_stepped(&self, span: DaySpan, sign: i32) -> DaySpan {
        let (first_bin, last_bin) = (self.bin_of(span.first), self.bin_of(span.last));
        let covered = self.unit.span(first_bin).union(self.unit.span(last_bin));
        if self.clamped(covered) == span {
            let bin = |bin: i32| self.unit.span(bin.saturating_add(sign));
            let next = bin(first_bin).union(bin(last_bin));
            let stays =
                if sign > 0 { span.last == self.days.last } else { span.first == self.days.first };
            return if stays { span } else { self.clamped(next) };
        }
        let length = self.unit.span(first_bin).n_days().unwrap_or(1);
        self.moved(span, sign * i32::try_from(length).unwrap_or(1))
    }

    fn end_stepped(&self, span: DaySpan, direction: Direction) -> DaySpan {
        let bin = self.bin_of(span.last);
        let last = match direction {
            Direction::Forward if span.last == self.unit.span(bin).last => {
                self.unit.span(bin.saturating_add(1)).last
            }
            Direction::Forward => self.unit.span(bin).last,
            Direction::Back => self.unit.span(bin).first.plus(-1),
        };
        // Back to before the start: nothing is left to take away.
        if last < span.first { span } else { self.clamped(DaySpan { first: span.first, last }) }
    }

    fn unit_end(&self, day: Day) -> Day {
        self.unit.span(self.bin_of(day)).last
    }

    fn bin_of(&self, day: Day) -> i32 {
        // Days of the data are calendar days, and those lie in a bin.
        self.unit.bin_of(day).unwrap_or(0)
    }

    fn bin(&self, bin: i32) -> DaySpan {
        self.clamped(self.unit.span(bin))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn span(first: (i16, i8, i8), last: (i16, i8, i8)) -> DaySpan {
        let day = |(year, month, day)| date(year, month, day).into();
        DaySpan { first: day(first), last: day(last) }
    }

    fn slider(mode: SliderMode) -> Slider {
        Slider { days: span((2015, 1, 10), (2017, 3, 20)), unit: BinUnit::Month, mode }
    }

    #[track_caller]
    fn check(mode: SliderMode, from: DaySpan, direction: Direction, to: Option<DaySpan>) {
        assert_eq!(slider(mode).stepped(from, direction), to);
    }

    #[test]
    fn a_window_moves_by_one_bin_and_stops_at_the_ends() {
        use Direction::{Back, Forward};
        let january = span((2016, 1, 1), (2016, 1, 31));
        let february = span((2016, 2, 1), (2016, 2, 29));
        check(SliderMode::Window, january, Forward, Some(february));
        check(SliderMode::Window, february, Back, Some(january));
        let odd = span((2016, 1, 5), (2016, 1, 9));
        check(SliderMode::Window, odd, Forward, Some(span((2016, 2, 5), (2016, 2, 9))));
        let all = slider(SliderMode::Window).days;
        check(SliderMode::Window, all, Forward, None);
        check(SliderMode::Window, all, Back, None);
        let last = span((2017, 3, 15), (2017, 3, 20));
        check(SliderMode::Window, last, Forward, None);
    }

    #[test]
    fn the_end_of_a_cumulative_span_goes_from_bin_to_bin() {
        use Direction::{Back, Forward};
        let from = span((2015, 1, 10), (2016, 1, 16));
        check(SliderMode::Cumulative, from, Forward, Some(span((2015, 1, 10), (2016, 1, 31))));
        check(SliderMode::Cumulative, from, Back, Some(span((2015, 1, 10), (2015, 12, 31))));
        check(SliderMode::Cumulative, span((2016, 1, 10), (2016, 1, 16)), Back, None);
    }

    #[test]
    fn single_bins_are_shown_one_by_one() {
        let odd = span((2016, 1, 5), (2016, 5, 9));
        let mode = SliderMode::SingleBin;
        let one = slider(mode).in_mode(mode, odd);
        assert_eq!(one, span((2016, 1, 1), (2016, 1, 31)));
        check(mode, one, Direction::Forward, Some(span((2016, 2, 1), (2016, 2, 29))));
        assert_eq!(slider(mode).at_end(one), span((2017, 3, 1), (2017, 3, 20)));
        assert_eq!(slider(mode).at_start(one), span((2015, 1, 10), (2015, 1, 31)));
    }

    proptest! {
        #[test]
        fn playing_ends_and_never_leaves_the_data(
            (first, len) in (16_000i32..18_000, 0i32..500),
            unit in 0usize..5,
            mode in prop_oneof![
                Just(SliderMode::Window), Just(SliderMode::Cumulative), Just(SliderMode::SingleBin)
            ],
            forward: bool,
        ) {
            let slider = Slider { unit: BinUnit::ALL[unit], ..slider(mode) };
            let direction = if forward { Direction::Forward } else { Direction::Back };
            let first = Day::from_number(first);
            let start = DaySpan { first, last: first.plus(len) };
            let mut shown = slider.in_mode(mode, start);
            let mut n_steps = 0;
            while let Some(next) = slider.stepped(shown, direction) {
                prop_assert!(next.first >= slider.days.first && next.last <= slider.days.last);
                prop_assert!(next.first <= next.last);
                let (earlier, later) = if forward { (shown, next) } else { (next, shown) };
                prop_assert!(earlier.first <= later.first && earlier.last <= later.last);
                shown = next;
                n_steps += 1;
                prop_assert!(n_steps <= 802);
            }
            if forward {
                prop_assert_eq!(shown.last, slider.days.last);
            }
        }
    }
}
