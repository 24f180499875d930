//! Words, numbers and marks of a report, each with its place in the text.
//!
//! A word is looked up in the [`Lexicon`] once, here; every later stage compares
//! word numbers, not strings.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::lexicon::{Lexicon, WordId};
use super::span::Span;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters.
    Word,
    /// Digits, with grouping commas; an ordinal ending belongs to it.
    Number,
    /// The English possessive "'s" or a bare apostrophe after s.
    Possessive,
    /// One punctuation mark or symbol.
    Mark,
    /// An end of line inside a paragraph, or the end of a paragraph.
    Break,
}

/// One word, number or mark.
#[derive(Debug, Clone, Copy)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
    /// The lexicon's numbers of the word as written, and for Arabic of the word
    /// without its prefixed conjunction, preposition and article. Unknown forms
    /// are [`WordId::NONE`].
    pub forms: [WordId; 4],
    /// Arabic: a conjunction (wa, fa) is written onto the word.
    pub conjunction: bool,
    /// Written onto the previous word with a hyphen: "held" in "regime-held".
    pub glued: bool,
    /// Begins with a capital letter.
    pub capital: bool,
    /// Every letter is a capital.
    pub upper: bool,
    /// Written in Arabic letters.
    pub arabic: bool,
    /// Value of a number; 0 for other tokens.
    pub value: u64,
    /// The number carries an ordinal ending: "14th".
    pub ordinal: bool,
    /// The mark itself; NUL for other tokens.
    pub mark: char,
}

impl Token {
    fn new(span: Span, kind: TokenKind) -> Self {
        Self {
            span,
            kind,
            forms: [WordId::NONE; 4],
            conjunction: false,
            glued: false,
            capital: false,
            upper: false,
            arabic: false,
            value: 0,
            ordinal: false,
            mark: '\0',
        }
    }

    /// Whether the token is this mark.
    #[must_use]
    pub fn is_mark(&self, mark: char) -> bool {
        self.kind == TokenKind::Mark && self.mark == mark
    }
}

/// Whether `c` is a letter of the Arabic script.
#[must_use]
pub fn is_arabic(c: char) -> bool {
    matches!(c, '\u{0620}'..='\u{064A}' | '\u{066E}'..='\u{06D3}' | '\u{FB50}'..='\u{FDFB}' | '\u{FE70}'..='\u{FEFC}')
}

fn is_arabic_sign(c: char) -> bool {
    matches!(c, '\u{0610}'..='\u{061A}' | '\u{0640}' | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{06D6}'..='\u{06ED}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{02BC}' | '\u{02BB}' | '`' | '\u{00B4}')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{00AD}')
}

/// [`char::is_alphabetic`], quick for the letters of both scripts.
#[must_use]
pub fn is_letter(c: char) -> bool {
    match c {
        'a'..='z' | 'A'..='Z' | '\u{0620}'..='\u{064A}' => true,
        '\0'..='\u{7F}' => false,
        _ => c.is_alphabetic(),
    }
}

/// Decimal value of a Latin, Arabic-Indic or Persian digit.
#[must_use]
pub fn digit_value(c: char) -> Option<u64> {
    match c {
        '0'..='9' => Some(c as u64 - '0' as u64),
        '\u{0660}'..='\u{0669}' => Some(c as u64 - 0x0660),
        '\u{06F0}'..='\u{06F9}' => Some(c as u64 - 0x06F0),
        _ => None,
    }
}

/// Writes the folded form of `word` into `out`: lower case without marks for
/// Latin letters; for Arabic one form of alef, ya and ta marbuta, no vowel signs
/// and no tatweel. Apostrophes become `'`.
pub fn fold_word(word: &str, out: &mut String) {
    out.clear();
    if word.is_ascii() {
        out.extend(word.bytes().map(|byte| byte.to_ascii_lowercase() as char));
        return;
    }
    for c in word.chars() {
        if is_apostrophe(c) {
            out.push('\'');
        } else if is_arabic_sign(c) {
        } else if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
        } else if is_arabic(c) {
            match c {
                'أ' | 'إ' | 'آ' | 'ٱ' => out.push('ا'),
                'ى' | 'ئ' => out.push('ي'),
                'ة' => out.push('ه'),
                'ؤ' => out.push('و'),
                _ if (c as u32) >= 0xFB50 => {
                    // A presentation form: compose it back to its letter.
                    for plain in std::iter::once(c).nfkc() {
                        match plain {
                            'أ' | 'إ' | 'آ' => out.push('ا'),
                            'ى' => out.push('ي'),
                            'ة' => out.push('ه'),
                            other => out.push(other),
                        }
                    }
                }
                _ => out.push(c),
            }
        } else {
            for plain in std::iter::once(c).nfd().filter(|c| !is_combining_mark(*c)) {
                out.extend(plain.to_lowercase());
            }
        }
    }
}

/// Cuts `text` into tokens. Every byte that is not white space belongs to at
/// most one token, and tokens stand in the order of the text.
#[must_use]
pub fn tokenize(text: &str, lexicon: &Lexicon) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(text.len() / 5 + 4);
    let mut folded = String::new();
    let mut at = 0;
    let mut glue = false;
    while let Some(c) = text[at..].chars().next() {
        let len = c.len_utf8();
        if c == '\n' {
            let mut end = at + len;
            let mut lines = 1;
            for next in text[end..].chars() {
                if !next.is_whitespace() {
                    break;
                }
                lines += u64::from(next == '\n');
                end += next.len_utf8();
            }
            let mut token = Token::new(Span::new(at, end), TokenKind::Break);
            token.value = lines;
            tokens.push(token);
            at = end;
            glue = false;
        } else if c.is_whitespace() || is_invisible(c) {
            at += len;
            glue = false;
        } else if digit_value(c).is_some() {
            let (token, end) = number(text, at);
            tokens.push(Token { glued: glue, ..token });
            at = end;
            glue = hyphen_follows(text, &mut at);
        } else if is_letter(c)
            || (is_apostrophe(c) && letter_after(text, at + len) && !quote_opens(text, at))
        {
            let end = word_end(text, at);
            push_word(text, at, end, glue, lexicon, &mut folded, &mut tokens);
            at = end;
            glue = hyphen_follows(text, &mut at);
        } else {
            let mut token = Token::new(Span::new(at, at + len), TokenKind::Mark);
            token.mark = c;
            tokens.push(token);
            at += len;
            glue = false;
        }
    }
    tokens
}

/// Zero-width marks and direction marks, which separate nothing.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

fn letter_after(text: &str, at: usize) -> bool {
    text[at..].chars().next().is_some_and(is_letter)
}

/// An apostrophe at `at` that opens a quotation: nothing, or a space or mark, before it.
fn quote_opens(text: &str, at: usize) -> bool {
    let quoting = text[at..].starts_with(['\u{2018}', '\'', '`', '\u{2019}']);
    quoting && text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric())
}

fn hyphen_follows(text: &str, at: &mut usize) -> bool {
    let mut rest = text[*at..].chars();
    if let (Some(hyphen), Some(next)) = (rest.next(), rest.next())
        && is_hyphen(hyphen)
        && next.is_alphanumeric()
    {
        *at += hyphen.len_utf8();
        return true;
    }
    false
}

fn word_end(text: &str, start: usize) -> usize {
    let mut end = start;
    let mut rest = text[start..].chars().peekable();
    while let Some(c) = rest.next() {
        let inside = is_letter(c) || is_arabic_sign(c) || !c.is_ascii() && is_combining_mark(c);
        let digit_in_name = digit_value(c).is_some() && !text[start..end].chars().any(is_arabic);
        let joined = (is_apostrophe(c) && rest.peek().copied().is_some_and(is_letter))
            || (is_apostrophe(c) && end == start);
        if inside
            || digit_in_name
            || joined
            || (is_invisible(c) && rest.peek().is_some_and(|next| is_arabic(*next)))
        {
            end += c.len_utf8();
        } else {
            break;
        }
    }
    end.max(start + text[start..].chars().next().map_or(0, char::len_utf8))
}

fn push_word(
    text: &str,
    start: usize,
    end: usize,
    glued: bool,
    lexicon: &Lexicon,
    folded: &mut String,
    tokens: &mut Vec<Token>,
) {
    let word = &text[start..end];
    let body = possessive_start(word).map_or(end, |cut| start + cut);
    fold_word(&text[start..body], folded);
    let mut token = Token::new(Span::new(start, body), TokenKind::Word);
    token.glued = glued;
    token.arabic = folded.chars().next().is_some_and(is_arabic);
    token.capital = word.chars().find(|c| is_letter(*c)).is_some_and(char::is_uppercase);
    token.upper =
        token.capital && body - start > 1 && !text[start..body].chars().any(char::is_lowercase);
    if token.arabic {
        arabic_forms(folded, lexicon, &mut token);
    } else {
        token.forms[0] = lexicon.word(folded);
    }
    tokens.push(token);
    if body < end {
        tokens.push(Token::new(Span::new(body, end), TokenKind::Possessive));
    }
}

/// Where "'s" begins in an English word, if it ends so.
fn possessive_start(word: &str) -> Option<usize> {
    let without_s = word.strip_suffix(['s', 'S'])?;
    let apostrophe = without_s.chars().next_back().filter(|c| is_apostrophe(*c))?;
    let cut = without_s.len() - apostrophe.len_utf8();
    (cut > 0).then_some(cut)
}

/// Looks up an Arabic word as written and without each prefix in turn: the
/// conjunction wa or fa; a preposition bi, li or ka; the article.
fn arabic_forms(folded: &str, lexicon: &Lexicon, token: &mut Token) {
    token.forms[0] = lexicon.word(folded);
    let mut slot = 1;
    let mut put = |word: &str, forms: &mut [WordId; 4]| {
        let id = lexicon.word(word);
        if id != WordId::NONE && slot < 4 && !forms.contains(&id) {
            forms[slot] = id;
            slot += 1;
        }
    };
    let mut rest = folded;
    let long = |word: &str| word.chars().count() >= 3;
    if let Some(bare) = rest.strip_prefix(['و', 'ف']).filter(|bare| long(bare)) {
        token.conjunction = folded.starts_with('و') || bare.starts_with("ال");
        put(bare, &mut token.forms);
        if token.forms[0] == WordId::NONE || bare.starts_with("ال") {
            rest = bare;
        }
    }
    if let Some(bare) = rest.strip_prefix("ال").filter(|bare| bare.chars().count() >= 2) {
        put(bare, &mut token.forms);
    } else if let Some(bare) = rest.strip_prefix("لل").filter(|bare| long(bare)) {
        put(bare, &mut token.forms);
    } else if let Some(bare) = rest.strip_prefix(['ب', 'ل', 'ك']).filter(|bare| long(bare)) {
        put(bare.strip_prefix("ال").unwrap_or(bare), &mut token.forms);
        put(bare, &mut token.forms);
    }
}

/// A number at `start`: digits of one or more groups of three, then an English
/// ordinal ending if there is one. Values saturate.
fn number(text: &str, start: usize) -> (Token, usize) {
    let mut value: u64 = 0;
    let mut end = start;
    for (offset, c) in text[start..].char_indices() {
        if let Some(digit) = digit_value(c) {
            value = value.saturating_mul(10).saturating_add(digit);
            end = start + offset + c.len_utf8();
        } else if matches!(c, ',' | '\u{066C}')
            && group_follows(&text[start + offset + c.len_utf8()..])
        {
        } else {
            break;
        }
    }
    let mut token = Token::new(Span::new(start, end), TokenKind::Number);
    token.value = value;
    for ending in ["st", "nd", "rd", "th"] {
        if text[end..].starts_with(ending) && !letter_after(text, end + 2) {
            token.ordinal = true;
            end += 2;
            token.span.end = end;
            break;
        }
    }
    (token, end)
}

/// Exactly three digits follow, then no digit: a group of thousands.
fn group_follows(rest: &str) -> bool {
    let mut digits = 0;
    for c in rest.chars().take(4) {
        if digit_value(c).is_none() {
            break;
        }
        digits += 1;
    }
    digits == 3
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        tokenize(text, Lexicon::bundled())
            .iter()
            .map(|token| {
                let glue = if token.glued { "-" } else { "" };
                format!("{glue}{}", token.span.of(text))
            })
            .collect()
    }

    #[test]
    fn cuts_words_numbers_and_marks() {
        let check = |text: &str, expected: &[&str]| assert_eq!(words(text), expected, "{text:?}");
        check("ISIS-led raids", &["ISIS", "-led", "raids"]);
        check("Syria’s army", &["Syria", "’s", "army"]);
        check(
            "al-Ji’aa, 1,200 on the 14th.",
            &["al", "-Ji’aa", ",", "1,200", "on", "the", "14th", "."],
        );
        check("‘raid’", &["‘", "raid", "’"]);
        check("قُتِلَ ٣ مدنيين", &["قُتِلَ", "٣", "مدنيين"]);
        check("30.1.2016", &["30", ".", "1", ".", "2016"]);
        check("campus–both", &["campus", "–", "both"]);
    }

    #[test]
    fn numbers_have_values() {
        let token = tokenize("1,250", Lexicon::bundled())[0];
        assert_eq!((token.value, token.ordinal), (1250, false));
        let token = tokenize("٢٣", Lexicon::bundled())[0];
        assert_eq!(token.value, 23);
        let token = tokenize("3rd", Lexicon::bundled())[0];
        assert_eq!((token.value, token.ordinal), (3, true));
    }

    #[test]
    fn folds_both_scripts() {
        let check = |word: &str, expected: &str| {
            let mut out = String::new();
            fold_word(word, &mut out);
            assert_eq!(out, expected);
        };
        check("Kobanê", "kobane");
        check("الجُـورة", "الجوره");
        check("إدلب", "ادلب");
    }
}
