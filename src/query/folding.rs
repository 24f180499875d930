//! Texts as a search compares them.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A text reduced to what a search compares: lower case; no Latin or Arabic
/// diacritics, no tatweel, no direction marks, no apostrophes; alef, ya and
/// ta marbuta in one form each; Arabic-Indic digits as 0-9; hyphens and runs of
/// white space as one space.
///
/// The forms follow common practice in Arabic retrieval (Larkey, Ballesteros,
/// Connell, "Light stemming for Arabic information retrieval", 2007, section 3),
/// after Unicode's compatibility decomposition (UAX #15).
#[must_use]
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// Appends the folded text.
pub(super) fn fold_into(text: &str, out: &mut String) {
    let start = out.len();
    let mut rest = text;
    while !rest.is_empty() {
        // Most texts are ASCII for long stretches, which need no tables.
        let n_ascii = rest.bytes().take_while(u8::is_ascii).count();
        let (ascii, other) = rest.split_at(n_ascii);
        fold_ascii(ascii, start, out);
        let n_other = other.bytes().take_while(|byte| !byte.is_ascii()).count();
        let (other, after) = other.split_at(n_other);
        for letter in other.nfkd().filter(|letter| !is_combining_mark(*letter)) {
            for letter in letter.to_lowercase() {
                push(letter, start, out);
            }
        }
        rest = after;
    }
}

/// Word by word, as nothing but the case of a word changes.
fn fold_ascii(mut text: &str, start: usize, out: &mut String) {
    let is_plain = |byte: &u8| !matches!(byte, b'\'' | b'`' | b'-') && !byte.is_ascii_whitespace();
    while !text.is_empty() {
        let n_plain = text.bytes().take_while(is_plain).count();
        let (word, rest) = text.split_at(n_plain);
        let end = out.len();
        out.push_str(word);
        out[end..].make_ascii_lowercase();
        let mut rest = rest.chars();
        if let Some(letter) = rest.next() {
            push(letter, start, out);
        }
        text = rest.as_str();
    }
}

fn push(letter: char, start: usize, out: &mut String) {
    let letter = match letter {
        // Apostrophes, and the marks that stand for hamza and ayn in transliterations.
        '\'' | '`' | '\u{2018}'..='\u{201B}' | '\u{2BB}'..='\u{2BF}' | '\u{B4}' => return,
        // Tatweel, soft hyphen, and characters that only steer direction or joining.
        '\u{640}'
        | '\u{AD}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}'
        | '\u{61C}'
        | '\u{FEFF}' => return,
        // Alef wasla; the other alefs lose their hamza or madda in decomposition.
        '\u{671}' => 'ا',
        // Alef maqsura and the Persian ya.
        'ى' | 'ی' => 'ي',
        'ک' => 'ك',
        'ة' => 'ه',
        '٠'..='٩' => digit(letter, '٠'),
        '۰'..='۹' => digit(letter, '۰'),
        'ß' => {
            out.push_str("ss");
            return;
        }
        'æ' => {
            out.push_str("ae");
            return;
        }
        'ø' => 'o',
        'ł' => 'l',
        'đ' => 'd',
        'ı' => 'i',
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' => ' ',
        '\u{201C}'..='\u{201F}' | '«' | '»' => '"',
        letter if letter.is_whitespace() => ' ',
        letter => letter,
    };
    if letter != ' ' || !out[start..].ends_with(' ') {
        out.push(letter);
    }
}

fn digit(letter: char, zero: char) -> char {
    char::from_digit(u32::from(letter) - u32::from(zero), 10).unwrap_or(letter)
}

/// The folded words of a search; words in double quotes stay together.
pub(super) fn search_terms(text: &str) -> Vec<String> {
    let text = folded(text);
    let mut terms = Vec::new();
    for (index, part) in text.split('"').enumerate() {
        if index % 2 == 1 {
            terms.push(part.trim().to_owned());
        } else {
            terms.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    terms.retain(|term| !term.is_empty());
    terms.sort_unstable();
    terms.dedup();
    terms
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(a: &str, b: &str) {
        assert_eq!(folded(a), folded(b));
    }

    #[test]
    fn spellings_of_one_word_are_equal() {
        check("Deir ez-Zor", "DEIR EZ ZOR");
        check("Déïr  ez‑Zor", "deir ez-zor");
        check("Muʿadhin", "Mu'adhin");
        check("Mu’adhin", "muadhin");
        check("القُصُور", "القصور");
        check("القـــصور", "القصور");
        check("أحمد", "احمد");
        check("إدلب", "ادلب");
        check("آثار", "اثار");
        check("الجورة", "الجوره");
        check("مستشفى", "مستشفي");
        check("٢٠١٦", "2016");
        check("۲۰۱۶", "2016");
        check("ﻻ", "لا");
        check("\u{200F}حي\u{200E}", "حي");
        check("Straße", "STRASSE");
    }

    #[test]
    fn different_words_stay_different() {
        assert_ne!(folded("القصور"), folded("القصر"));
        assert_ne!(folded("2016"), folded("2017"));
        assert_ne!(folded("حي"), folded("حب"));
    }

    #[test]
    fn words_in_quotes_stay_together() {
        assert_eq!(search_terms("air “Al Jura” strike"), ["air", "al jura", "strike"]);
        assert_eq!(search_terms("  "), Vec::<String>::new());
        assert_eq!(search_terms("\"open end"), ["open end"]);
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,40}") {
            let once = folded(&text);
            prop_assert_eq!(folded(&once), once);
        }
    }
}
