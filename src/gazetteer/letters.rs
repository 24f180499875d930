//! How far two names in Arabic script differ, letter by letter. Arabic spelling
//! shows nearly every sound, so writers differ in few letters: long vowels added
//! or left out, emphatic for plain, one dot more or less.

/// Cost of a long vowel's letter added or left out, in hundredths of a wrong letter.
const VOWEL: u16 = 34;

/// Letters that writers mix up, with the cost of doing so.
const PAIRS: [(char, char, u16); 28] = [
    // Within a word these differ by their dots alone.
    ('ب', 'ي', 60),
    ('ب', 'ت', 60),
    ('ب', 'ن', 60),
    ('ن', 'ي', 60),
    ('ت', 'ن', 60),
    ('ت', 'ي', 60),
    ('ظ', 'ض', 20),
    ('ذ', 'ز', 30),
    ('ظ', 'ز', 40),
    ('ذ', 'د', 35),
    ('ذ', 'ظ', 30),
    ('ض', 'د', 45),
    ('ص', 'س', 32),
    ('ط', 'ت', 40),
    ('ث', 'ت', 35),
    ('ث', 'س', 45),
    ('ق', 'غ', 45),
    ('ق', 'ك', 45),
    ('ق', 'ج', 60),
    ('ح', 'ه', 55),
    ('ح', 'خ', 55),
    ('غ', 'خ', 60),
    ('ج', 'ش', 60),
    ('ا', 'ه', 45),
    ('ا', 'ي', 45),
    ('و', 'ا', 45),
    ('و', 'ي', 50),
    ('ع', 'ا', 60),
];

fn instead(a: char, b: char, at_end: bool) -> u16 {
    if a == b {
        return 0;
    }
    if at_end && matches!((a, b), ('ا', 'ه') | ('ه', 'ا')) {
        return 8;
    }
    let pair = PAIRS.iter().find(|(x, y, _)| (*x, *y) == (a, b) || (*x, *y) == (b, a));
    pair.map_or(100, |(_, _, cost)| *cost)
}

fn missing(letter: char, at: usize, len: usize) -> u16 {
    match letter {
        'ه' | 'ا' if at + 1 == len => 30,
        'ا' | 'و' | 'ي' if at > 0 => VOWEL,
        '0'..='9' => 300,
        _ => 100,
    }
}

/// The longest name compared, in letters.
const MAX_LETTERS: usize = 40;

/// The least cost of turning one folded core into the other; `None` when more than `limit`.
pub(super) fn distance(a: &str, b: &str, limit: u16) -> Option<u16> {
    let mut right = [' '; MAX_LETTERS];
    let mut n_right = 0;
    for c in b.chars().take(MAX_LETTERS) {
        right[n_right] = c;
        n_right += 1;
    }
    let right = &right[..n_right];
    let mut left = [' '; MAX_LETTERS];
    let mut n_left = 0;
    for c in a.chars().take(MAX_LETTERS) {
        left[n_left] = c;
        n_left += 1;
    }
    let mut row = [0_u16; MAX_LETTERS + 1];
    for (j, &y) in right.iter().enumerate() {
        row[j + 1] = row[j] + missing(y, j, n_right);
    }
    for (i, &x) in left[..n_left].iter().enumerate() {
        let drop_x = missing(x, i, n_left);
        let mut diagonal = row[0];
        row[0] += drop_x;
        let mut best = row[0];
        for (j, &y) in right.iter().enumerate() {
            let above = row[j + 1];
            let at_end = i + 1 == n_left && j + 1 == n_right;
            let cost = (diagonal + instead(x, y, at_end))
                .min(above + drop_x)
                .min(row[j] + missing(y, j, n_right));
            diagonal = above;
            row[j + 1] = cost;
            best = best.min(cost);
        }
        if best > limit {
            return None;
        }
    }
    (row[n_right] <= limit).then_some(row[n_right])
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn one_letter_apart_may_be_another_place() {
        assert!(distance("عرفي", "عرضي", 500) > Some(90));
        assert!(distance("موظفين", "موضفين", 500) <= Some(20));
        assert!(distance("بغيليه", "بغيليا", 500) <= Some(10));
        assert_eq!(distance("حطله", "حطله", 0), Some(0));
    }
}
