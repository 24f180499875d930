//! The time axis under the bars: which day is at which pixel, and where its
//! marks and labels go.

use crate::model::{Day, DaySpan};

use super::bins::{BinUnit, Bins};

/// Which part of the calendar a timeline shows, and how wide a day is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AxisView {
    /// Day at the left edge, as a day number with a fraction: 0.0 is the
    /// beginning of 1970-01-01.
    pub first_day: f64,
    /// Days to a pixel, above 0.
    pub days_per_px: f64,
}

/// A mark on the axis: where a day, week, month or year begins.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    /// Pixels from the left edge.
    pub x_px: f64,
    /// The day that begins there.
    pub day: Day,
    /// Words beside it; empty for a mark without any.
    pub label: String,
    /// Whether a larger unit begins there too, such as a year on an axis of months.
    pub major: bool,
}

impl AxisView {
    /// Widest a day gets, in pixels.
    pub const MAX_PX_PER_DAY: f64 = 60.0;

    /// The view that shows the span over a width in pixels, with `margin` of the
    /// width left free on both sides together (0.0 to below 1.0). An open end
    /// makes it begin or end with 1970-01-01.
    #[must_use]
    pub fn fitting(span: DaySpan, width_px: f64, margin: f64) -> Self {
        let number = |day: Day| if day.is_bounded() { f64::from(day.number()) } else { 0.0 };
        let (first, last) = (number(span.first), number(span.last) + 1.0);
        let n_days = (last - first).max(1.0);
        let inner_px = (width_px * (1.0 - margin.clamp(0.0, 0.9))).max(1.0);
        let days_per_px = (n_days / inner_px).max(1.0 / Self::MAX_PX_PER_DAY);
        let middle = f64::midpoint(first, last);
        Self { first_day: middle - days_per_px * width_px.max(1.0) / 2.0, days_per_px }
    }

    /// Where a day begins, in pixels from the left edge. An open start or end
    /// is far outside.
    #[must_use]
    pub fn x_of(&self, day: Day) -> f64 {
        (f64::from(day.number()) - self.first_day) / self.days_per_px
    }

    /// Left and right edge in pixels of the days of a span.
    #[must_use]
    pub fn x_range(&self, span: DaySpan) -> (f64, f64) {
        (self.x_of(span.first), self.x_of(span.last) + 1.0 / self.days_per_px)
    }

    /// The day at a pixel.
    #[must_use]
    pub fn day_at(&self, x_px: f64) -> Day {
        // The cast saturates, and an extreme value stands for an open end.
        Day::from_number((self.first_day + x_px * self.days_per_px).floor() as i32)
    }

    /// The days in view on a width in pixels.
    #[must_use]
    pub fn days(&self, width_px: f64) -> DaySpan {
        DaySpan::new(self.day_at(0.0), self.day_at(width_px.max(0.0)))
    }

    /// The view zoomed by a factor (above 1 shows fewer days) about a pixel,
    /// whose day stays where it is. Never closer than
    /// [`AxisView::MAX_PX_PER_DAY`], nor further away than `max_days_per_px`.
    #[must_use]
    pub fn zoomed(&self, x_px: f64, factor: f64, max_days_per_px: f64) -> Self {
        let nearest = 1.0 / Self::MAX_PX_PER_DAY;
        let days_per_px = (self.days_per_px / factor).clamp(nearest, max_days_per_px.max(nearest));
        let day = self.first_day + x_px * self.days_per_px;
        Self { first_day: day - x_px * days_per_px, days_per_px }
    }

    /// The view moved by pixels: positive ones bring later days into view.
    #[must_use]
    pub fn panned(&self, px: f64) -> Self {
        Self { first_day: self.first_day + px * self.days_per_px, ..*self }
    }

    /// The bins in view, of a length of bar that is at least `min_px` wide.
    #[must_use]
    pub fn bins(&self, width_px: f64, min_px: f64) -> Bins {
        Bins::covering(BinUnit::for_scale(self.days_per_px, min_px), self.days(width_px))
    }

    /// Marks in view, left to right, at least `min_px` apart, for labels of
    /// about that width. The first mark may lie left of the edge, so that its
    /// label can say what is at the edge.
    #[must_use]
    pub fn ticks(&self, width_px: f64, min_px: f64) -> Vec<Tick> {
        let step = Step::for_scale(self.days_per_px, min_px);
        let bins = Bins::covering(step.unit, self.days(width_px));
        let first = bins.first.div_euclid(step.every) * step.every;
        let end = bins.first.saturating_add_unsigned(bins.n_bins);
        let every = usize::try_from(step.every).unwrap_or(1);
        (first..end)
            .step_by(every)
            .map(|bin| {
                let day = step.unit.first_day(bin);
                let (label, major) = step.label(day);
                Tick { x_px: self.x_of(day), day, label, major }
            })
            .collect()
    }
}

/// Every how many of which unit there is a mark.
#[derive(Debug, Clone, Copy)]
struct Step {
    unit: BinUnit,
    every: i32,
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

impl Step {
    /// The closest marks that are `min_px` apart.
    fn for_scale(days_per_px: f64, min_px: f64) -> Self {
        use BinUnit::{Day, Month, Quarter, Week, Year};
        let steps = [(Day, 1), (Week, 1), (Month, 1), (Quarter, 1), (Year, 1)].into_iter();
        let years = [2, 5, 10, 20, 50, 100, 200, 500, 1000].map(|every| (Year, every));
        let wide_enough =
            |step: &Self| step.unit.mean_days() * f64::from(step.every) >= days_per_px * min_px;
        steps
            .chain(years)
            .map(|(unit, every)| Self { unit, every })
            .find(wide_enough)
            .unwrap_or(Self { unit: Year, every: 2000 })
    }

    /// Words for a mark, and whether a larger unit begins there.
    fn label(self, day: Day) -> (String, bool) {
        let Some(date) = day.date() else { return (String::new(), false) };
        let month = MONTHS[usize::try_from(date.month() - 1).unwrap_or(0)];
        match self.unit {
            BinUnit::Year => (date.year().to_string(), self.every == 1 && date.year() % 10 == 0),
            BinUnit::Month | BinUnit::Quarter if date.month() == 1 => {
                (date.year().to_string(), true)
            }
            BinUnit::Month | BinUnit::Quarter => (month.to_owned(), false),
            BinUnit::Day if date.day() == 1 => (format!("{month} {}", date.year()), true),
            // The first Monday of a month carries its name.
            BinUnit::Week if date.day() <= 7 => {
                (format!("{} {month} {}", date.day(), date.year()), true)
            }
            BinUnit::Day | BinUnit::Week => (format!("{} {month}", date.day()), false),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn labels(first: jiff::civil::Date, days_per_px: f64) -> Vec<String> {
        let view = AxisView { first_day: f64::from(Day::from(first).number()), days_per_px };
        view.ticks(400.0, 50.0).into_iter().map(|tick| tick.label).collect()
    }

    #[test]
    fn labels_say_what_the_scale_needs() {
        let start = date(2015, 11, 20);
        assert_eq!(labels(start, 0.02)[..3], ["20 Nov", "21 Nov", "22 Nov"]);
        assert_eq!(labels(start, 0.1)[..4], ["16 Nov", "23 Nov", "30 Nov", "7 Dec 2015"]);
        assert_eq!(labels(start, 0.5)[..4], ["Nov", "Dec", "2016", "Feb"]);
        assert_eq!(labels(start, 1.5)[..3], ["Oct", "2016", "Apr"]);
        assert_eq!(labels(start, 6.0)[..3], ["2015", "2016", "2017"]);
        assert_eq!(labels(start, 30.0)[..3], ["2015", "2020", "2025"]);
    }

    #[test]
    fn a_fitted_view_shows_the_whole_span() {
        let span = DaySpan { first: date(2016, 5, 14).into(), last: date(2017, 1, 15).into() };
        let view = AxisView::fitting(span, 1000.0, 0.1);
        let (left, right) = view.x_range(span);
        assert!((left - 50.0).abs() < 1e-6 && (right - 950.0).abs() < 1e-6, "{left} {right}");
    }

    proptest! {
        #[test]
        fn zooming_keeps_the_day_under_the_pointer(
            first in -100_000.0..100_000.0f64, scale in 0.02..50.0f64,
            x in 0.0..2000.0f64, factor in 0.2..5.0f64,
        ) {
            let view = AxisView { first_day: first, days_per_px: scale };
            let zoomed = view.zoomed(x, factor, 100.0);
            let (a, b) = (first + x * scale, zoomed.first_day + x * zoomed.days_per_px);
            prop_assert!((a - b).abs() < 1e-6);
        }

        #[test]
        fn marks_keep_their_distance(
            first in -1e6..1e6f64, scale in 0.001..1e4f64, width in 0.0..3000.0f64,
        ) {
            let ticks = AxisView { first_day: first, days_per_px: scale }.ticks(width, 40.0);
            prop_assert!(ticks.len() <= 120);
            for pair in ticks.windows(2) {
                // Months and years differ in length by a tenth.
                prop_assert!(pair[1].x_px - pair[0].x_px >= 40.0 * 0.9);
            }
        }
    }
}
