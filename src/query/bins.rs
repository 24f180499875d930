//! Stretches of the calendar that bars stand for: days, ISO weeks, months, quarters, years.

use jiff::civil::Date;

use crate::model::{Day, DaySpan};

/// Length of a bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum BinUnit {
    /// One day.
    Day,
    /// Monday to Sunday (ISO 8601).
    #[default]
    Week,
    /// A calendar month.
    Month,
    /// January to March, April to June, ...
    Quarter,
    /// A calendar year.
    Year,
}

impl BinUnit {
    /// All units, shortest first.
    pub const ALL: [Self; 5] = [Self::Day, Self::Week, Self::Month, Self::Quarter, Self::Year];

    /// Average length in days.
    #[must_use]
    pub const fn mean_days(self) -> f64 {
        match self {
            Self::Day => 1.0,
            Self::Week => 7.0,
            Self::Month => 30.436_875,
            Self::Quarter => 91.310_625,
            Self::Year => 365.2425,
        }
    }

    /// `day`, `week`, ...
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }

    /// The shortest unit whose bars are at least `min_px` wide where a pixel
    /// stands for `days_per_px` days; years if none is.
    #[must_use]
    pub fn for_scale(days_per_px: f64, min_px: f64) -> Self {
        let wide_enough = |unit: &Self| unit.mean_days() >= days_per_px * min_px;
        Self::ALL.into_iter().find(wide_enough).unwrap_or(Self::Year)
    }

    /// Number of the bin that a day lies in, counted from the one of
    /// 1970-01-01; `None` for an open start or end and beyond the years -9999 to 9999.
    #[must_use]
    pub fn bin_of(self, day: Day) -> Option<i32> {
        let date = day.is_bounded().then(|| day.date()).flatten()?;
        let months = (i32::from(date.year()) - 1970) * 12 + i32::from(date.month()) - 1;
        Some(match self {
            Self::Day => day.number(),
            // 1970-01-01 was a Thursday.
            Self::Week => (day.number() + 3).div_euclid(7),
            Self::Month => months,
            Self::Quarter => months.div_euclid(3),
            Self::Year => months.div_euclid(12),
        })
    }

    /// The first day of a bin; the nearest calendar day when it lies beyond the calendar.
    #[must_use]
    pub fn first_day(self, bin: i32) -> Day {
        let of_month = |month: i64| {
            let year = i16::try_from(1970 + month.div_euclid(12));
            let month = i8::try_from(month.rem_euclid(12) + 1);
            match (year, month) {
                (Ok(year), Ok(month)) if year <= 9999 => {
                    Date::new(year, month, 1).unwrap_or(Date::MIN)
                }
                _ if bin < 0 => Date::MIN,
                _ => Date::MAX,
            }
            .into()
        };
        match self {
            Self::Day => Day::from_number(bin),
            Self::Week => Day::from_number(bin.saturating_mul(7).saturating_sub(3)),
            Self::Month => of_month(i64::from(bin)),
            Self::Quarter => of_month(i64::from(bin) * 3),
            Self::Year => of_month(i64::from(bin) * 12),
        }
    }

    /// The days of a bin.
    #[must_use]
    pub fn span(self, bin: i32) -> DaySpan {
        let first = self.first_day(bin);
        let last = self.first_day(bin.saturating_add(1)).plus(-1);
        DaySpan { first, last: last.max(first) }
    }
}

/// A run of bins of one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Bins {
    /// Length of each.
    pub unit: BinUnit,
    /// Number of the first bin; see [`BinUnit::bin_of`].
    pub first: i32,
    /// How many.
    pub n_bins: u32,
}

impl Bins {
    /// The bins that share a day with the span; none when an end of it is open.
    #[must_use]
    pub fn covering(unit: BinUnit, span: DaySpan) -> Self {
        match (unit.bin_of(span.first), unit.bin_of(span.last)) {
            (Some(first), Some(last)) => Self { unit, first, n_bins: first.abs_diff(last) + 1 },
            _ => Self { unit, first: 0, n_bins: 0 },
        }
    }

    /// The days of each bin, in order.
    pub fn spans(self) -> impl ExactSizeIterator<Item = DaySpan> {
        (0..self.n_bins).map(move |index| self.unit.span(self.first.saturating_add_unsigned(index)))
    }

    /// Position of the bin that a day lies in; `None` when it lies in none.
    #[must_use]
    pub fn position(self, day: Day) -> Option<usize> {
        let offset = i64::from(self.unit.bin_of(day)?) - i64::from(self.first);
        u32::try_from(offset).ok().filter(|offset| *offset < self.n_bins).map(|at| at as usize)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Weekday, date};
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(unit: BinUnit, day: Date, first: Date, last: Date) {
        let bin = unit.bin_of(day.into()).unwrap();
        assert_eq!(unit.span(bin), DaySpan { first: first.into(), last: last.into() });
    }

    #[test]
    fn bins_follow_the_calendar() {
        let day = date(2016, 1, 16);
        check(BinUnit::Day, day, day, day);
        check(BinUnit::Week, day, date(2016, 1, 11), date(2016, 1, 17));
        check(BinUnit::Week, date(2015, 12, 31), date(2015, 12, 28), date(2016, 1, 3));
        check(BinUnit::Month, date(2016, 2, 29), date(2016, 2, 1), date(2016, 2, 29));
        check(BinUnit::Quarter, day, date(2016, 1, 1), date(2016, 3, 31));
        check(BinUnit::Year, date(1969, 5, 1), date(1969, 1, 1), date(1969, 12, 31));
        assert_eq!(date(2016, 1, 11).weekday(), Weekday::Monday);
        assert_eq!(BinUnit::Week.bin_of(Day::OPEN_END), None);
    }

    #[test]
    fn bars_are_as_short_as_the_scale_allows() {
        assert_eq!(BinUnit::for_scale(0.1, 3.0), BinUnit::Day);
        assert_eq!(BinUnit::for_scale(1.0, 3.0), BinUnit::Week);
        assert_eq!(BinUnit::for_scale(4.0, 3.0), BinUnit::Month);
        assert_eq!(BinUnit::for_scale(1e6, 3.0), BinUnit::Year);
    }

    proptest! {
        #[test]
        fn bins_of_a_unit_divide_the_calendar(number in -4_000_000i32..2_900_000, unit in 0usize..5) {
            let unit = BinUnit::ALL[unit];
            let day = Day::from_number(number);
            let bin = unit.bin_of(day).unwrap();
            prop_assert!(unit.span(bin).contains(day));
            prop_assert_eq!(unit.span(bin).last.plus(1), unit.first_day(bin + 1));
            prop_assert_eq!(Bins::covering(unit, DaySpan::day(day)).position(day), Some(0));
        }

        #[test]
        fn no_bin_number_is_refused(bin: i32, unit in 0usize..5) {
            let span = BinUnit::ALL[unit].span(bin);
            prop_assert!(span.first <= span.last);
        }
    }
}
