//! Calendar days as numbers, and inclusive spans of them.

use std::fmt;

use jiff::civil::Date;

/// A day of the proleptic Gregorian calendar, as days since 1970-01-01 (day 0).
///
/// The two extreme values stand for an open start and an open end, so that a
/// span without a stated limit still compares correctly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

impl Day {
    /// Before every calendar day: the start of a span whose start is not known.
    pub const OPEN_START: Self = Self(i32::MIN);
    /// After every calendar day: the end of a span whose end is not known.
    pub const OPEN_END: Self = Self(i32::MAX);

    /// The day of that number; `number` counts from 1970-01-01.
    #[must_use]
    pub const fn from_number(number: i32) -> Self {
        Self(number)
    }

    /// Days since 1970-01-01, negative before it.
    #[must_use]
    pub const fn number(self) -> i32 {
        self.0
    }

    /// The calendar date; `None` for an open start or end and for numbers
    /// outside the years -9999 to 9999.
    #[must_use]
    pub fn date(self) -> Option<Date> {
        // Civil-from-days, Howard Hinnant, "chrono-compatible low-level date algorithms".
        let z = i64::from(self.0) + 719_468;
        let era = z.div_euclid(146_097);
        let day_of_era = z.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
            .ok()
    }

    /// Whether this is a calendar day and not an open start or end.
    #[must_use]
    pub const fn is_bounded(self) -> bool {
        self.0 != i32::MIN && self.0 != i32::MAX
    }

    /// The day `days` later (earlier when negative); an open start or end stays as it is.
    #[must_use]
    pub const fn plus(self, days: i32) -> Self {
        if self.is_bounded() { Self(self.0.saturating_add(days)) } else { self }
    }
}

impl From<Date> for Day {
    fn from(date: Date) -> Self {
        // Days-from-civil, the inverse of the algorithm in `Day::date`. The
        // result of any year -9999..=9999 fits an i32 with room to spare.
        let (year, month, day) =
            (i32::from(date.year()), i32::from(date.month()), i32::from(date.day()));
        let y = if month <= 2 { year - 1 } else { year };
        let era = y.div_euclid(400);
        let year_of_era = y.rem_euclid(400);
        let shifted_month = if month > 2 { month - 3 } else { month + 9 };
        let day_of_year = (153 * shifted_month + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Self(era * 146_097 + day_of_era - 719_468)
    }
}

/// ISO 8601 (`2016-01-30`), or `..` for an open start or end.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.date() {
            Some(date) if self.is_bounded() => write!(f, "{date}"),
            _ => f.write_str(".."),
        }
    }
}

/// A span of days, both ends included; either may be open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DaySpan {
    /// The first possible day.
    pub first: Day,
    /// The last possible day, not before the first.
    pub last: Day,
}

impl DaySpan {
    /// Every day there is.
    pub const ALL: Self = Self { first: Day::OPEN_START, last: Day::OPEN_END };

    /// The span between two days in either order.
    #[must_use]
    pub fn new(a: Day, b: Day) -> Self {
        Self { first: a.min(b), last: a.max(b) }
    }

    /// The span of one day.
    #[must_use]
    pub const fn day(day: Day) -> Self {
        Self { first: day, last: day }
    }

    /// Number of days, both ends counted; `None` when an end is open.
    #[must_use]
    pub fn n_days(self) -> Option<u32> {
        (self.first.is_bounded() && self.last.is_bounded())
            .then(|| self.last.number().abs_diff(self.first.number()) + 1)
    }

    /// Whether the day lies inside, ends included.
    #[must_use]
    pub fn contains(self, day: Day) -> bool {
        self.first <= day && day <= self.last
    }

    /// Whether the two spans share a day.
    #[must_use]
    pub fn intersects(self, other: Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }

    /// The days in both; `None` when they share none.
    #[must_use]
    pub fn intersection(self, other: Self) -> Option<Self> {
        self.intersects(other)
            .then(|| Self { first: self.first.max(other.first), last: self.last.min(other.last) })
    }

    /// The smallest span around both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self { first: self.first.min(other.first), last: self.last.max(other.last) }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn day_numbers_count_from_1970() {
        for (day, number) in [
            (date(1970, 1, 1), 0),
            (date(1969, 12, 31), -1),
            (date(2000, 3, 1), 11_017),
            (date(2016, 2, 29), 16_860),
        ] {
            assert_eq!(Day::from(day).number(), number, "{day}");
        }
    }

    #[test]
    fn open_ends_are_no_dates() {
        assert_eq!(Day::OPEN_START.date(), None);
        assert_eq!(Day::OPEN_END.plus(-3), Day::OPEN_END);
        assert_eq!(DaySpan::ALL.n_days(), None);
        assert_eq!(Day::OPEN_END.to_string(), "..");
    }

    proptest! {
        #[test]
        fn days_and_dates_convert_both_ways(number in -4_371_587i32..=2_932_896) {
            let day = Day::from_number(number);
            let date = day.date().expect("within the years -9999..=9999");
            prop_assert_eq!(Day::from(date), day);
            if let Some(next) = day.plus(1).date() {
                prop_assert_eq!(date.tomorrow().ok(), Some(next));
            }
        }
    }
}
