//! The axis of days: where ticks stand and what they say.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::shape::Font;
use super::text_metrics;
use super::words::Language;
use crate::model::Day;

/// What part of time a strip shows and where its ends lie. Positions are days since 1970-01-01,
/// fractions included; a day runs from its number to the next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AxisView {
    /// The instant at the left edge.
    pub first: f64,
    /// The instant at the right edge, later than `first`.
    pub last: f64,
    /// The left edge in logical pixels.
    pub left: f32,
    /// The right edge in logical pixels.
    pub right: f32,
}

impl AxisView {
    /// Shows the days `first` to `last`, both included, between two edges. Open ends and empty
    /// strips become a span of one day.
    #[must_use]
    pub fn new(first: Day, last: Day, left: f32, right: f32) -> Self {
        let start = if first.is_bounded() { f64::from(first.number()) } else { 0.0 };
        let end = if last.is_bounded() { f64::from(last.number()) + 1.0 } else { start + 1.0 };
        Self { first: start, last: end.max(start + 1.0), left, right: right.max(left + 1.0) }
    }

    /// Logical pixels that a day takes.
    #[must_use]
    pub fn pixels_per_day(&self) -> f64 {
        f64::from(self.right - self.left) / (self.last - self.first).max(1e-6)
    }

    /// Where an instant lies.
    #[must_use]
    pub fn x(&self, instant: f64) -> f32 {
        (f64::from(self.left) + (instant - self.first) * self.pixels_per_day()) as f32
    }

    /// Where a day begins; for an open start or end the edge that it lies behind.
    #[must_use]
    pub fn day_start(&self, day: Day) -> f32 {
        match day {
            Day::OPEN_START => self.left,
            Day::OPEN_END => self.right,
            day => self.x(f64::from(day.number())),
        }
    }

    /// Where a day ends.
    #[must_use]
    pub fn day_end(&self, day: Day) -> f32 {
        self.day_start(day.plus(1))
    }

    /// The instant at a position.
    #[must_use]
    pub fn instant(&self, x: f32) -> f64 {
        self.first + f64::from(x - self.left) / self.pixels_per_day()
    }

    /// The day at a position.
    #[must_use]
    pub fn day(&self, x: f32) -> Day {
        Day::from_number(self.instant(x).floor().clamp(-4e6, 4e6) as i32)
    }
}

/// A unit of time that ticks are set at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Days(i32),
    Months(i32),
    Years(i32),
}

impl Step {
    const ALL: [Self; 14] = [
        Self::Days(1),
        Self::Days(7),
        Self::Days(14),
        Self::Months(1),
        Self::Months(2),
        Self::Months(3),
        Self::Months(6),
        Self::Years(1),
        Self::Years(2),
        Self::Years(5),
        Self::Years(10),
        Self::Years(20),
        Self::Years(50),
        Self::Years(100),
    ];

    /// Its usual length in days.
    fn days(self) -> f64 {
        match self {
            Self::Days(n) => f64::from(n),
            Self::Months(n) => 30.4 * f64::from(n),
            Self::Years(n) => 365.25 * f64::from(n),
        }
    }

    /// The last boundary not after a date.
    fn floor(self, date: Date) -> Option<Date> {
        match self {
            Self::Days(1) => Some(date),
            Self::Days(n) => {
                // Weeks begin on Mondays; 1970-01-05 was one.
                let number = Day::from(date).number() - 4;
                Day::from_number(number.div_euclid(n) * n + 4).date()
            }
            Self::Months(n) => {
                let month = (i32::from(date.month()) - 1) / n * n + 1;
                Date::new(date.year(), month as i8, 1).ok()
            }
            Self::Years(n) => {
                let year = i32::from(date.year()).div_euclid(n) * n;
                Date::new(year as i16, 1, 1).ok()
            }
        }
    }

    fn next(self, date: Date) -> Option<Date> {
        match self {
            Self::Days(n) => date.checked_add(n.days()).ok(),
            Self::Months(n) => date.checked_add(n.months()).ok(),
            Self::Years(n) => date.checked_add(n.years()).ok(),
        }
    }
}

/// A mark on the axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tick {
    /// The day that begins there.
    pub day: Day,
    /// Its words: empty for a mark without.
    pub label: String,
    /// Whether a year begins, or the words name one.
    pub is_major: bool,
}

/// Words of a tick; `full` names the year, or the month and year where the step is days.
fn words(date: Date, step: Step, full: bool, language: Language) -> String {
    let month = language.words().months[(date.month() as usize).saturating_sub(1).min(11)];
    match (step, full) {
        (Step::Years(_), _) => date.year().to_string(),
        (Step::Months(_), true) => format!("{month} {}", date.year()),
        (Step::Months(_), false) => month.to_owned(),
        (Step::Days(_), true) => format!("{} {month} {}", date.day(), date.year()),
        (Step::Days(_), false) if date.day() <= 7 => format!("{} {month}", date.day()),
        (Step::Days(_), false) => date.day().to_string(),
    }
}

/// The ticks between the edges, left to right. The finest step whose labels have room is taken;
/// the first label and each first of a year name the year. Labels start at their tick and never
/// overlap: one without room is left out, its mark stays.
#[must_use]
pub fn ticks(axis: &AxisView, language: Language, font: Font, size: f32) -> Vec<Tick> {
    const GAP: f32 = 10.0;
    let width = |words: &str| text_metrics::width(words, font, size);
    let months = language.words().months.iter();
    let widest_month = months.map(|month| width(month)).fold(0.0, f32::max);
    let widest = |step: Step| match step {
        Step::Days(1) => width("28"),
        Step::Days(_) => width("28 ") + widest_month,
        Step::Months(_) => widest_month,
        Step::Years(_) => width("2016"),
    };
    let step = Step::ALL
        .into_iter()
        .find(|step| step.days() * axis.pixels_per_day() >= f64::from(widest(*step) + GAP))
        .unwrap_or(Step::Years(100));
    let mut found = Vec::new();
    let start = axis.day(axis.left).date().and_then(|date| step.floor(date));
    let mut next = start;
    let mut free_from = axis.left;
    let mut year_named = None;
    while let Some(date) = next {
        let day = Day::from(date);
        let x = axis.day_start(day);
        // An axis has at most a few hundred ticks; the bound is for views that make no sense.
        if x > axis.right || found.len() > 2_000 {
            break;
        }
        next = step.next(date);
        if x < axis.left - 0.5 {
            continue;
        }
        let begins_year = date.month() == 1 && date.day() == 1;
        let full = year_named != Some(date.year());
        let fits = |label: &str| {
            let end = x + 4.0 + width(label);
            (x >= free_from && end <= axis.right).then_some(end)
        };
        let mut label = words(date, step, full, language);
        let mut end = fits(&label);
        // A label that names the year has precedence over those that follow it.
        let is_major = full || begins_year;
        if end.is_none() && full {
            let short = words(date, step, false, language);
            end = fits(&short);
            label = short;
        } else if end.is_some() {
            year_named = Some(date.year());
        }
        match end {
            Some(end) => free_from = end + GAP - 4.0,
            None => label.clear(),
        }
        found.push(Tick { day, label, is_major });
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn labels(first: &str, last: &str, width: f32) -> Vec<String> {
        let day = |s: &str| Day::from(s.parse::<Date>().unwrap());
        let axis = AxisView::new(day(first), day(last), 0.0, width);
        ticks(&axis, Language::English, Font::Sans, 11.0)
            .into_iter()
            .map(|t| t.label)
            .filter(|l| !l.is_empty())
            .collect()
    }

    #[test]
    fn steps_follow_the_room() {
        let year = labels("2016-01-01", "2016-12-31", 800.0);
        assert_eq!(year.first().map(String::as_str), Some("Jan 2016"));
        assert!(year.iter().any(|l| l == "Oct"), "{year:?}");
        let month = labels("2016-01-01", "2016-01-31", 900.0);
        assert_eq!(month.first().map(String::as_str), Some("1 Jan 2016"));
        assert!(month.iter().any(|l| l == "16"), "{month:?}");
        let decades = labels("1946-01-01", "2019-12-31", 300.0);
        assert_eq!(decades.first().map(String::as_str), Some("1950"));
    }

    proptest! {
        #[test]
        fn labels_never_overlap_nor_leave_the_axis(
            first in -10_000i32..30_000, n_days in 1i32..20_000, width in 20.0..3000.0f32,
        ) {
            let axis = AxisView::new(
                Day::from_number(first), Day::from_number(first + n_days), 10.0, 10.0 + width,
            );
            let mut free_from = f32::MIN;
            for tick in ticks(&axis, Language::English, Font::Sans, 11.0) {
                let x = axis.day_start(tick.day);
                prop_assert!(x >= axis.left - 0.51 && x <= axis.right);
                if !tick.label.is_empty() {
                    prop_assert!(x >= free_from);
                    free_from = x + 4.0 + text_metrics::width(&tick.label, Font::Sans, 11.0);
                    prop_assert!(free_from <= axis.right + 0.01);
                }
            }
        }

        #[test]
        fn a_day_is_found_again_under_its_middle(
            first in 0i32..30_000, n_days in 1i32..5_000, at in 0i32..5_000,
        ) {
            let axis = AxisView::new(
                Day::from_number(first), Day::from_number(first + n_days), 0.0, 2_000.0,
            );
            let day = Day::from_number(first + at % (n_days + 1));
            let middle = (axis.day_start(day) + axis.day_end(day)) / 2.0;
            prop_assert_eq!(axis.day(middle), day);
        }
    }
}
