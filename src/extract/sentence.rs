//! Sentences as ranges of tokens.

use super::text::{Layout, Paragraph, ParagraphKind};
use super::token::{Token, TokenKind};

/// A sentence: tokens `first..end` of one paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    /// First token.
    pub first: usize,
    /// One past the last token.
    pub end: usize,
    /// Which paragraph it stands in.
    pub paragraph: usize,
    /// What that paragraph is.
    pub kind: ParagraphKind,
}

/// Cuts the title and the body into sentences; boilerplate yields none. A full
/// stop ends a sentence unless it belongs to an abbreviation, an initial or a
/// number; the end of a paragraph always does.
#[must_use]
pub fn sentences(layout: &Layout<'_>) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    for (number, paragraph) in layout.paragraphs.iter().enumerate() {
        if paragraph.kind != ParagraphKind::Boilerplate {
            cut(layout, number, paragraph, &mut sentences);
        }
    }
    sentences
}

fn cut(layout: &Layout<'_>, number: usize, paragraph: &Paragraph, out: &mut Vec<Sentence>) {
    let tokens = &layout.tokens;
    let mut first = paragraph.first;
    let mut push = |first: usize, end: usize| {
        if tokens[first..end].iter().any(|token| token.kind == TokenKind::Word) {
            out.push(Sentence { first, end, paragraph: number, kind: paragraph.kind });
        }
    };
    let mut index = paragraph.first;
    while index < paragraph.end {
        // Nobody writes sentences this long; cutting keeps the work in proportion
        // to the length of the text.
        let overlong = index - first >= LONGEST && tokens[index].kind == TokenKind::Mark
            || index - first >= 2 * LONGEST;
        if overlong || ends_sentence(&layout.text, tokens, index, paragraph.end) {
            let mut end = index + 1;
            // Closing quotation marks and brackets belong to what they close.
            while end < paragraph.end
                && matches!(tokens[end].mark, '”' | '"' | '’' | ')' | '»' | '.')
            {
                let straight = tokens[end].mark == '"';
                if straight && tokens[end].span.start > tokens[end - 1].span.end {
                    break;
                }
                end += 1;
            }
            push(first, end);
            first = end;
            index = end;
        } else {
            index += 1;
        }
    }
    if first < paragraph.end {
        push(first, paragraph.end);
    }
}

/// Tokens after which a sentence is cut at its next mark.
const LONGEST: usize = 1500;

/// Abbreviations whose full stop ends no sentence.
const ABBREVIATIONS: [&str; 32] = [
    "mr", "mrs", "dr", "gen", "col", "lt", "maj", "brig", "sgt", "st", "no", "vs", "u", "s", "u.s",
    "etc", "approx", "capt", "prof", "al", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep",
    "sept", "oct", "nov", "dec",
];

fn ends_sentence(text: &str, tokens: &[Token], index: usize, end: usize) -> bool {
    let token = &tokens[index];
    match token.mark {
        '!' | '?' | '؟' | '•' | '▪' | '●' => true,
        ';' | '؛' => true,
        ',' | '،' => opens_with_kana(text, tokens, index + 1),
        '…' => index + 1 < end,
        '.' => {
            let Some(next) = tokens.get(index + 1).filter(|_| index + 1 < end) else { return true };
            let Some(before) = tokens.get(index.wrapping_sub(1)) else { return false };
            let spaced = next.span.start > token.span.end;
            if before.kind == TokenKind::Word && !before.arabic {
                let word = before.span.of(text).to_ascii_lowercase();
                if ABBREVIATIONS.contains(&word.as_str())
                    && before.span.end == token.span.start
                    && !(next.capital && word == "al")
                {
                    return false;
                }
                // An initial: "J. Smith".
                if before.capital && before.span.len() == 1 {
                    return false;
                }
            }
            // "the doctor S. A.": one letter and a stop.
            if before.arabic
                && before.span.of(text).chars().count() == 1
                && before.span.end == token.span.start
                && !tokens[..index - 1].last().is_some_and(|t| t.kind == TokenKind::Number)
            {
                return false;
            }
            if !spaced && next.kind == TokenKind::Number && before.kind == TokenKind::Number {
                return false;
            }
            if next.kind == TokenKind::Word && !next.arabic {
                // A missing space after the full stop is common; a small letter is not a beginning.
                return next.capital && (spaced || before.kind != TokenKind::Word || !before.upper);
            }
            spaced || next.arabic || matches!(next.mark, '”' | '"' | '“' | '»' | '’')
        }
        _ => false,
    }
}

/// Arabic strings its sentences together with commas. "And it was", behind one, turns to what
/// was before: "..., wa-kana al-marsad nashara anna ...".
fn opens_with_kana(text: &str, tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| matches!(token.span.of(text), "وكان" | "وكانت" | "وكانا"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_where_they_should() {
        let check = |text: &str, expected: &[&str]| {
            let layout = Layout::read(text);
            let found: Vec<&str> = sentences(&layout)
                .iter()
                .map(|sentence| layout.span(sentence.first, sentence.end).of(&layout.text))
                .collect();
            assert_eq!(found, expected);
        };
        check("Shells hit Hatla. Two died.", &["Shells hit Hatla.", "Two died."]);
        check("U.S. jets hit 1.5 km away.", &["U.S. jets hit 1.5 km away."]);
        check("“They ran.” He hid.", &["“They ran.”", "He hid."]);
        check("Col. A. Hasan spoke.No answer came.", &["Col. A. Hasan spoke.", "No answer came."]);
        check("اعتقل الطبيب م. ن. من منزله.", &["اعتقل الطبيب م. ن. من منزله."]);
        check("قصفت البلدة، وكان قد قتل شخص.", &["قصفت البلدة،", "وكان قد قتل شخص."]);
        check("قصفت البلدة. قتل شخص.", &["قصفت البلدة.", "قتل شخص."]);
    }
}
