//! How much a word looks like an Arabic name in Latin letters.
//!
//! A naive Bayes model over pairs of letters: the table holds, in tenths, the log
//! of how much more often a pair occurs in spellings of this gazetteer than in
//! English words and in European and American names. It decides how near a
//! spelling must come to a known one when nothing else says that a place is meant.

use std::sync::LazyLock;

const N_LETTERS: usize = 27;

/// Row: first letter (0 for the beginning). Column: second (26 for the end).
static TABLE: LazyLock<[[i8; N_LETTERS]; N_LETTERS]> = LazyLock::new(|| {
    let mut table = [[0; N_LETTERS]; N_LETTERS];
    let lines = include_str!("../../data/gazetteer/likeness.tsv").lines().skip(1);
    for (row, line) in table.iter_mut().zip(lines) {
        for (cell, text) in row.iter_mut().zip(line.split('\t').skip(1)) {
            *cell = text.parse().unwrap_or(0);
        }
    }
    table
});

/// The log odds of a folded Latin core being an Arabic name rather than another
/// word; above 0 for most Arabic names, below for most others.
pub(super) fn likeness(core: &str) -> f32 {
    let mut sum = 0_i32;
    let mut previous = 0_usize;
    let letters = core.bytes().filter(u8::is_ascii_lowercase).map(|b| usize::from(b - b'a'));
    for letter in letters {
        sum += i32::from(TABLE[previous][letter]);
        previous = letter + 1;
    }
    sum += i32::from(TABLE[previous][N_LETTERS - 1]);
    sum as f32 / 10.0
}

#[cfg(test)]
mod tests {
    use super::likeness;

    #[test]
    fn arabic_names_look_more_like_it_than_english_words() {
        for (name, word) in [
            ("qusour", "houses"),
            ("baghiliyah", "battalion"),
            ("muwazzafin", "employees"),
            ("hatlah", "hatter"),
        ] {
            assert!(likeness(name) > likeness(word) + 1.0, "{name}, {word}");
        }
    }
}
