//! Numbers of people as data files state them: `6`, `2–5`, `>10`, `dozens`, `Unknown`.

use crate::extract::number::in_words;

/// What a cell says about a number of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// Nothing, or that it is not known.
    NotStated,
    /// A number or a range; `None` for an end that is open. Never both open.
    Range {
        /// The lowest number that the words allow.
        min: Option<u32>,
        /// The highest number that the words allow.
        max: Option<u32>,
    },
    /// Words that are no number.
    NotUnderstood,
}

/// Words for "it is not known", in lower case.
const UNKNOWN: [&str; 18] = [
    "",
    "-",
    "–",
    "—",
    "?",
    "n/a",
    "na",
    "nan",
    "null",
    "none",
    "nil",
    "unknown",
    "unk",
    "not stated",
    "not known",
    "غير معروف",
    "مجهول",
    "غير محدد",
];

/// Reads a number of people. A negative number, which some data sets use as a
/// code for "not recorded", is not stated; so is the word `none`, which the
/// same files use for a missing value.
#[must_use]
pub fn read_count(text: &str) -> Count {
    // The usual case: a few plain digits.
    if text.len() <= 9 && !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        return exactly(text.parse().ok());
    }
    let plain = plain(text);
    let text = plain.trim();
    if UNKNOWN.contains(&text) {
        return Count::NotStated;
    }
    if let Some(number) = number(text) {
        return exactly(Some(number));
    }
    if text.strip_prefix('-').is_some_and(|rest| number(rest).is_some()) {
        return Count::NotStated;
    }
    let after = |words: &[&str]| {
        words.iter().find_map(|word| text.strip_prefix(word)).and_then(|rest| number(rest.trim()))
    };
    if let Some(n) = after(&[">=", "≥", "at least", "minimum", "min", "no fewer than"]) {
        return Count::Range { min: Some(n), max: None };
    }
    if let Some(n) = text.strip_suffix('+').and_then(|rest| number(rest.trim())) {
        return Count::Range { min: Some(n), max: None };
    }
    if let Some(n) = after(&[">", "more than", "over"]) {
        return Count::Range { min: Some(n.saturating_add(1)), max: None };
    }
    if let Some(n) = after(&["<=", "≤", "up to", "at most", "maximum", "max"]) {
        return Count::Range { min: None, max: Some(n) };
    }
    if let Some(n) = after(&["<", "fewer than", "less than", "under"]) {
        return n
            .checked_sub(1)
            .map_or(Count::NotUnderstood, |n| Count::Range { min: None, max: Some(n) });
    }
    let range = ["–", "—", "-", " to ", " or ", "..", "/"].iter().find_map(|dash| {
        let (low, high) = text.split_once(dash)?;
        Some((number(low.trim())?, number(high.trim())?))
    });
    match range {
        Some((low, high)) if low <= high => Count::Range { min: Some(low), max: Some(high) },
        Some(_) => Count::NotUnderstood,
        None => in_words(text)
            .map_or(Count::NotUnderstood, |(min, max)| Count::Range { min: Some(min), max }),
    }
}

fn exactly(number: Option<u32>) -> Count {
    number.map_or(Count::NotUnderstood, |n| Count::Range { min: Some(n), max: Some(n) })
}

fn plain(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '٠'..='٩' => char::from(b'0' + (c as u32 - '٠' as u32) as u8),
            '۰'..='۹' => char::from(b'0' + (c as u32 - '۰' as u32) as u8),
            '\u{a0}' | '\u{202f}' => ' ',
            '\u{2212}' => '-',
            _ => c,
        })
        .flat_map(char::to_lowercase)
        .collect()
}

/// Digits, perhaps with thousands separators (`1,200`) or a zero fraction (`3.0`).
fn number(text: &str) -> Option<u32> {
    let whole = text.strip_suffix(".0").or_else(|| text.strip_suffix(".00")).unwrap_or(text);
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let digits = |group: &str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
    if !digits(first) {
        return None;
    }
    let mut joined = first.to_owned();
    for group in groups {
        if group.len() != 3 || !digits(group) || first.len() > 3 {
            return None;
        }
        joined.push_str(group);
    }
    // The table keeps its highest value for "open".
    joined.parse().ok().filter(|n| *n < u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, min: Option<u32>, max: Option<u32>) {
        assert_eq!(read_count(text), Count::Range { min, max }, "{text}");
    }

    #[test]
    fn numbers_and_ranges_are_read() {
        check("6", Some(6), Some(6));
        check("0", Some(0), Some(0));
        check("3.0", Some(3), Some(3));
        check("1,200", Some(1200), Some(1200));
        check("٢١", Some(21), Some(21));
        check("2–5", Some(2), Some(5));
        check("2 - 5", Some(2), Some(5));
        check("2 to 5", Some(2), Some(5));
        check(">10", Some(11), None);
        check("more than 10", Some(11), None);
        check("10+", Some(10), None);
        check("≥ 10", Some(10), None);
        check("at least 4", Some(4), None);
        check("up to 8", None, Some(8));
        check("<5", None, Some(4));
        check("dozens", Some(12), None);
        check("More than ten", Some(11), None);
        check("عشرة", Some(10), Some(10));
    }

    #[test]
    fn unknown_is_not_a_number() {
        for text in ["", " ", "Unknown", "N/A", "-", "?", "-1", "-99", "غير معروف", "NaN"] {
            assert_eq!(read_count(text), Count::NotStated, "{text}");
        }
        for text in ["a bus", "killed 3", "5-2", "4294967295", "99999999999999", "1,2", "<0", "3.5"]
        {
            assert_eq!(read_count(text), Count::NotUnderstood, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,24}|[0-9<>+., -]{0,12}") {
            if let Count::Range { min: Some(min), max: Some(max) } = read_count(&text) {
                prop_assert!(min <= max);
            }
        }
    }
}
