//! Days of the tabular Islamic calendar.

use jiff::civil::Date;

/// The Gregorian day of a Hijri date by the tabular (civil) calendar, type II
/// leap years (Dershowitz and Reingold, "Calendrical Calculations", 4th ed.,
/// chapter 7). Months are 1..=12; observation may shift the day by one or two.
/// `None` for days that the calendar does not have.
#[must_use]
pub fn to_gregorian(year: i64, month: i64, day: i64) -> Option<Date> {
    if !(1..=12).contains(&month) || !(1..=30).contains(&day) || !(1..=2000).contains(&year) {
        return None;
    }
    // Rata die of 1 Muharram 1 AH is 227015 (16 July 622, Julian).
    let rata_die =
        day + 29 * (month - 1) + month / 2 + (year - 1) * 354 + (3 + 11 * year) / 30 + 227_014;
    // Rata die 719163 is 1970-01-01.
    let number = i32::try_from(rata_die - 719_163).ok()?;
    crate::model::Day::from_number(number).date()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_days_convert() {
        let check = |hijri: (i64, i64, i64), expected: &str| {
            let found = to_gregorian(hijri.0, hijri.1, hijri.2).unwrap();
            assert_eq!(found.to_string(), expected);
        };
        // 1 Muharram 1438 and 1 Ramadan 1437 of the tabular calendar.
        check((1438, 1, 1), "2016-10-03");
        check((1437, 9, 1), "2016-06-07");
        check((1, 1, 1), "0622-07-19");
        assert_eq!(to_gregorian(1437, 13, 1), None);
    }
}
