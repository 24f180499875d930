//! People's names before a surname that is a place's name too: "Ahmad al-Hamad".

use crate::extract::text::Layout;
use crate::extract::token::TokenKind;
use crate::gazetteer;

/// Given names of the region beside those that the gazetteer is silent on: as words alone
/// they are places' names as often.
const ALSO_GIVEN: [&str; 21] = [
    "Abboud", "Awwad", "Ayed", "Daham", "Fawaz", "Ghazi", "Hamad", "Hammoud", "Hilal", "Khalaf",
    "Matar", "Muhannad", "Nawaf", "Obaid", "Raad", "Raed", "Sattam", "Thamer", "Turki", "Yassin",
    "Yousef",
];

/// Arabic given names that are no other word of news: no "خلف" (behind), no "سالم" (unhurt).
const ARABIC_GIVEN: [&str; 24] = [
    "أحمد",
    "محمد",
    "محمود",
    "حسين",
    "خالد",
    "عمر",
    "إبراهيم",
    "ابراهيم",
    "إسماعيل",
    "اسماعيل",
    "مصطفى",
    "يوسف",
    "ياسين",
    "جاسم",
    "حمود",
    "عبود",
    "نواف",
    "فواز",
    "عواد",
    "طلال",
    "بشار",
    "عثمان",
    "عدنان",
    "مهند",
];

/// Whether a given name stands right before the token, past the article: then the token
/// is a surname.
pub(super) fn is_surname(layout: &Layout<'_>, token: usize) -> bool {
    let mut before = token;
    while let Some(at) = before.checked_sub(1) {
        before = at;
        let word = layout.word(at);
        let is_article = matches!(word, "al" | "Al" | "el" | "El" | "-");
        if !is_article {
            let token = layout.tokens[at];
            if token.arabic {
                return ARABIC_GIVEN.contains(&word);
            }
            let is_name = token.kind == TokenKind::Word && token.capital;
            return is_name && (ALSO_GIVEN.contains(&word) || gazetteer::is_given_name(word));
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &str, last: bool) {
        let layout = Layout::read(words);
        let at = layout.tokens.iter().rposition(|t| t.kind == TokenKind::Word);
        assert_eq!(is_surname(&layout, at.unwrap()), last, "{words}");
    }

    #[test]
    fn a_surname_stands_behind_a_given_name() {
        check("The activist Ahmad al-Ali", true);
        check("A boy called Khalaf Al-Hamad", true);
        check("قتل الشاب محمد العلي", true);
        check("shells fell behind al-Ali", false);
        check("the village of al-Ali", false);
        check("خلف البغيلية", false);
        check("Ali", false);
    }
}
