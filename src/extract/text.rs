//! The shape of a report: paragraphs and what each is, title, publisher,
//! author, dateline, language. The text itself is never altered.

use std::borrow::Cow;

use super::html::{blank_markup, looks_like_html};
use super::lexicon::{Lexicon, Sense, Tag};
use super::span::Span;
use super::token::{Token, TokenKind, is_arabic, is_letter, tokenize};

/// What a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParagraphKind {
    /// The headline.
    Title,
    /// The report itself.
    Body,
    /// Kept and marked, but nothing is read from it: share links, captions,
    /// comment forms, bylines.
    Boilerplate,
}

/// Language of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Arabic.
    Arabic,
}

impl Language {
    /// BCP 47 tag.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Arabic => "ar",
        }
    }
}

/// One paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paragraph {
    /// Bytes of the paragraph.
    pub span: Span,
    /// First token.
    pub first: usize,
    /// One past the last token.
    pub end: usize,
    /// What it is.
    pub kind: ParagraphKind,
}

/// A report cut into tokens and paragraphs.
#[derive(Debug)]
pub struct Layout<'a> {
    /// The text that is read: the report's own, or for HTML the same bytes with
    /// markup blanked. Offsets are the same in both.
    pub text: Cow<'a, str>,
    /// Its tokens.
    pub tokens: Vec<Token>,
    /// Phrases of the lexicon in it, in order.
    pub tags: Vec<Tag>,
    /// For each token, the first tag that starts at it or later.
    pub tag_at: Vec<u32>,
    /// Paragraphs in order.
    pub paragraphs: Vec<Paragraph>,
    /// Language of most letters.
    pub language: Language,
    /// Bytes of the headline.
    pub title: Option<Span>,
    /// Bytes of the publisher's name.
    pub publisher: Option<Span>,
    /// Bytes of the author's name.
    pub author: Option<Span>,
    /// Tokens of the dateline, from its first token to the dash or colon that ends it.
    pub dateline: Option<(usize, usize)>,
    /// Tokens of a line that says when the report was published.
    pub published: Option<(usize, usize)>,
}

/// Words in names of outlets, in lower case.
const OUTLET_WORDS: [&str; 22] = [
    "agency",
    "centre",
    "center",
    "daily",
    "herald",
    "journal",
    "media",
    "monitor",
    "network",
    "news",
    "observatory",
    "post",
    "press",
    "radio",
    "times",
    "إذاعة",
    "شبكة",
    "صحيفة",
    "قناة",
    "مرصد",
    "موقع",
    "وكالة",
];

impl<'a> Layout<'a> {
    /// Reads the shape of `text`.
    #[must_use]
    pub fn read(text: &'a str) -> Self {
        let lexicon = Lexicon::bundled();
        let text: Cow<'a, str> = if looks_like_html(text) {
            Cow::Owned(blank_markup(text))
        } else {
            Cow::Borrowed(text)
        };
        let tokens = tokenize(&text, lexicon);
        let tags = lexicon.tag(&tokens);
        let mut tag_at = Vec::with_capacity(tokens.len() + 1);
        let mut next = 0;
        for token in 0..=tokens.len() {
            while next < tags.len() && (tags[next].first as usize) < token {
                next += 1;
            }
            tag_at.push(u32::try_from(next).unwrap_or(u32::MAX));
        }
        let language = language(&text);
        let paragraphs = paragraphs(&tokens);
        let mut layout = Self {
            text,
            tokens,
            tags,
            tag_at,
            paragraphs,
            language,
            title: None,
            publisher: None,
            author: None,
            dateline: None,
            published: None,
        };
        layout.classify();
        layout.find_dateline();
        layout
    }

    /// Tags that start at `token`.
    pub fn tags_at(&self, token: usize) -> impl Iterator<Item = &Tag> {
        let from = self.tag_at.get(token).copied().unwrap_or(u32::MAX) as usize;
        self.tags
            .get(from..)
            .unwrap_or(&[])
            .iter()
            .take_while(move |tag| tag.first as usize == token)
    }

    /// Tags that start in tokens `first..end`.
    #[must_use]
    pub fn tags_in(&self, first: usize, end: usize) -> &[Tag] {
        let from = self.tag_at.get(first).copied().unwrap_or(0) as usize;
        let to = self.tag_at.get(end).map_or(self.tags.len(), |tag| *tag as usize);
        self.tags.get(from..to.max(from)).unwrap_or(&[])
    }

    /// Bytes of tokens `first..end`, line breaks at either end left out.
    #[must_use]
    pub fn span(&self, first: usize, end: usize) -> Span {
        let inside = self.tokens.get(first..end).unwrap_or(&[]);
        let real = |token: &&Token| token.kind != TokenKind::Break;
        match (inside.iter().find(real), inside.iter().rev().find(real)) {
            (Some(a), Some(b)) => Span::new(a.span.start, b.span.end),
            _ => Span::default(),
        }
    }

    /// First token that starts at byte `at` or later.
    #[must_use]
    pub fn token_at(&self, at: usize) -> usize {
        self.tokens.partition_point(|token| token.span.start < at)
    }

    fn classify(&mut self) {
        let mut in_tail = false;
        let mut body_seen = false;
        for index in 0..self.paragraphs.len() {
            let paragraph = self.paragraphs[index];
            let line = paragraph.span.of(&self.text);
            let n_words = self.tokens[paragraph.first..paragraph.end]
                .iter()
                .filter(|token| token.kind == TokenKind::Word)
                .count();
            let first_senses: Vec<(Sense, usize)> =
                self.tags_at(paragraph.first).map(|tag| (tag.sense, tag.end as usize)).collect();
            let starts = |wanted: Sense| first_senses.iter().any(|(sense, _)| *sense == wanted);
            let short = n_words <= 14;
            if in_tail && n_words >= 40 && ends_like_prose(line) {
                in_tail = false;
            }
            let mut kind = ParagraphKind::Body;
            let opens_tail = !in_tail && n_words > 0 && starts(Sense::Tail) && n_words <= 8;
            if n_words == 0 || in_tail || opens_tail || self.is_caption(&paragraph, n_words) {
                kind = ParagraphKind::Boilerplate;
                in_tail |= opens_tail && (body_seen || index > 2);
            } else if short
                && (starts(Sense::Published) && has_digit(line)
                    || !body_seen && self.is_date_line(paragraph.first, paragraph.end))
            {
                kind = ParagraphKind::Boilerplate;
                self.published = self.published.or(Some((paragraph.first, paragraph.end)));
            } else if short
                && !body_seen
                && let Some(mark) = self.imprint(&paragraph)
            {
                kind = ParagraphKind::Boilerplate;
                self.published = self.published.or(Some((mark + 1, paragraph.end)));
                self.publisher = self.publisher.or(Some(self.span(paragraph.first, mark)));
            } else if starts(Sense::Byline) && short && !ends_like_prose(line) {
                kind = ParagraphKind::Boilerplate;
                if let Some((_, end)) = first_senses.iter().find(|(s, _)| *s == Sense::Byline) {
                    let name = self.span(*end, paragraph.end);
                    let name = self.text[name.start..name.end].trim_start_matches([':', ' ']);
                    let end = paragraph.span.end;
                    self.author = self.author.or(Some(Span::new(end - name.len().min(end), end)));
                }
            } else if starts(Sense::Boilerplate)
                && (short || starts_with_sign(line))
                && !ends_like_prose(line)
            {
                kind = ParagraphKind::Boilerplate;
            } else if !line.trim_end().ends_with(':') && self.is_outlet_line(&paragraph, n_words) {
                kind = ParagraphKind::Boilerplate;
                self.publisher = self.publisher.or(Some(paragraph.span));
            } else if short && is_captcha(line) || line.contains("://") && n_words <= 8 {
                kind = ParagraphKind::Boilerplate;
            } else if !body_seen
                && self.title.is_none()
                && n_words >= 2
                && is_headline(line, n_words)
                && index + 1 < self.paragraphs.len()
            {
                kind = ParagraphKind::Title;
                self.title = Some(trim_heading(&self.text, paragraph.span));
            }
            // A heading between paragraphs.
            if kind == ParagraphKind::Body
                && body_seen
                && n_words <= 6
                && !line.trim_end().ends_with(['.', '”', '"', '!', '؟', '?', ':'])
                && !starts_with_sign(line)
                && !has_digit(line)
            {
                kind = ParagraphKind::Title;
            }
            body_seen |= kind == ParagraphKind::Body;
            self.paragraphs[index].kind = kind;
        }
        if !body_seen {
            // A headline alone is the report.
            for paragraph in &mut self.paragraphs {
                if paragraph.kind == ParagraphKind::Title {
                    paragraph.kind = ParagraphKind::Body;
                }
            }
        }
        // "Source: NAME" below the report names the publisher when nothing above did.
        if self.publisher.is_none() {
            let outlet = self.tags.iter().find(|tag| {
                tag.sense == Sense::Outlet
                    && self.paragraph_of(tag.first as usize).is_some_and(|p| {
                        p.kind == ParagraphKind::Boilerplate
                            || (p.kind == ParagraphKind::Body
                                && p.first + 14 > tag.first as usize
                                && self.paragraphs.iter().find(|q| q.kind == ParagraphKind::Body)
                                    == Some(&p))
                    })
            });
            self.publisher = outlet.map(|tag| self.span(tag.first as usize, tag.end as usize));
        }
    }

    /// The paragraph that holds `token`.
    #[must_use]
    pub fn paragraph_of(&self, token: usize) -> Option<Paragraph> {
        let after = self.paragraphs.partition_point(|paragraph| paragraph.first <= token);
        let paragraph = self.paragraphs.get(after.checked_sub(1)?)?;
        (token < paragraph.end).then_some(*paragraph)
    }

    /// A photo caption: a short line with a word for pictures at either end.
    fn is_caption(&self, paragraph: &Paragraph, n_words: usize) -> bool {
        if n_words > 45 {
            return false;
        }
        let last_marks = self.tokens[paragraph.first..paragraph.end]
            .iter()
            .rev()
            .take_while(|token| token.kind != TokenKind::Word)
            .count();
        self.tags_in(paragraph.first, paragraph.end).iter().any(|tag| {
            tag.sense == Sense::Caption && {
                let phrase = self.span(tag.first as usize, tag.end as usize);
                let at_end = tag.end as usize + last_marks >= paragraph.end;
                let at_start = tag.first as usize <= paragraph.first + 1
                    && self.tokens.get(tag.end as usize).is_some_and(|token| {
                        matches!(token.mark, ':' | '/' | '|' | ')' | '-' | '–')
                    });
                let two_words = tag.end - tag.first >= 2;
                (at_end && (two_words || n_words <= 12 || credit_before(&self.text, phrase.start)))
                    || at_start
            }
        })
    }

    /// In a line of an outlet's name and a date ("Valley Monitor – 18 May 2016"), the
    /// mark between them.
    fn imprint(&self, line: &Paragraph) -> Option<usize> {
        let is_between = |mark: &usize| {
            matches!(self.tokens[*mark].mark, '-' | '–' | '—' | '|' | '·' | '•' | ',' | '،')
        };
        let names_outlet = |mark: usize| {
            let name = self.span(line.first, mark).of(&self.text).to_lowercase();
            name.split_whitespace().any(|word| OUTLET_WORDS.contains(&word))
                || self.tags_in(line.first, mark).iter().any(|tag| tag.sense == Sense::Outlet)
        };
        (line.first + 1..line.end)
            .filter(is_between)
            .find(|mark| self.is_date_line(mark + 1, line.end) && names_outlet(*mark))
    }

    /// Tokens of nothing but a date, perhaps with a weekday and an hour.
    fn is_date_line(&self, first: usize, end: usize) -> bool {
        let n_words =
            self.tokens[first..end].iter().filter(|token| token.kind == TokenKind::Word).count();
        let has_number = self.tokens[first..end]
            .iter()
            .any(|token| token.kind == TokenKind::Number && token.value >= 1);
        let dated = self
            .tags_in(first, end)
            .iter()
            .filter(|tag| {
                matches!(
                    tag.sense,
                    Sense::Month(_) | Sense::Weekday(_) | Sense::DayPart | Sense::Published
                )
            })
            .map(|tag| (tag.end - tag.first) as usize)
            .sum::<usize>();
        let numbers =
            self.tokens[first..end].iter().filter(|token| token.kind == TokenKind::Number).count();
        has_number
            && n_words <= 6
            && (dated + 2 > n_words && dated > 0 || n_words == 0 && numbers >= 3)
    }

    /// A line of nothing but a publisher's name.
    fn is_outlet_line(&self, paragraph: &Paragraph, n_words: usize) -> bool {
        let named: usize = self
            .tags_in(paragraph.first, paragraph.end)
            .iter()
            .filter(|tag| tag.sense == Sense::Outlet)
            .map(|tag| (tag.end - tag.first) as usize)
            .sum();
        named > 0 && n_words <= named + 2
    }

    /// The dateline stands at the head of the first paragraphs, before a dash or colon.
    fn find_dateline(&mut self) {
        let bodies: Vec<Paragraph> = self
            .paragraphs
            .iter()
            .filter(|p| p.kind == ParagraphKind::Body)
            .take(2)
            .copied()
            .collect();
        for paragraph in bodies {
            let mut words = 0;
            for index in paragraph.first..paragraph.end.min(paragraph.first + 26) {
                let token = self.tokens[index];
                words += usize::from(token.kind == TokenKind::Word);
                let dash = matches!(token.mark, '–' | '—' | '-' | '―')
                    || (token.is_mark(':') && words >= 1);
                if token.kind == TokenKind::Break && token.value > 1 {
                    break;
                }
                let lower = self.tokens[paragraph.first..index]
                    .iter()
                    .filter(|t| t.kind == TokenKind::Word && !t.capital && !t.arabic && !t.glued)
                    .count();
                if dash && words <= 14 && lower <= 4 && words >= 1 && index > paragraph.first {
                    let has_act = self.tags_in(paragraph.first, index).iter().any(|tag| {
                        matches!(tag.sense, Sense::Act(..) | Sense::Harm(..) | Sense::Says)
                    });
                    if !has_act {
                        self.dateline = Some((paragraph.first, index));
                        return;
                    }
                }
                if words > 14 || matches!(token.mark, '.' | '“' | '"') && words > 6 {
                    break;
                }
            }
        }
    }
}

fn credit_before(text: &str, at: usize) -> bool {
    text[..at].trim_end().ends_with(['.', '(', '|', '–', '-', '/'])
}

fn starts_with_sign(line: &str) -> bool {
    line.starts_with(['•', '|', '©', '»', '←', '→', '*', '+'])
}

fn has_digit(line: &str) -> bool {
    line.chars().any(|c| super::token::digit_value(c).is_some())
}

fn ends_like_prose(line: &str) -> bool {
    line.trim_end_matches(['”', '"', '’', ')', ' ', '\u{a0}']).ends_with(['.', '؟', '?', '!'])
        && line.len() > 60
}

/// A headline: short, and not closed by a full stop.
fn is_headline(line: &str, n_words: usize) -> bool {
    let line = line.trim_end();
    n_words <= 40 && !line.ends_with(['.', ':', '،', ','])
}

fn trim_heading(text: &str, span: Span) -> Span {
    let line = span.of(text);
    let bare = line.trim_start_matches(['#', ' ', '*']);
    let start = span.end - bare.len();
    Span::new(start, start + bare.trim_end_matches(['*', ' ', '\u{a0}']).len())
}

/// The sums that comment forms ask for: "five + 2 =".
fn is_captcha(line: &str) -> bool {
    let line = line.trim_end();
    line.ends_with('=') && line.contains(['+', '−', '×', '-', '*', '÷'])
}

fn language(text: &str) -> Language {
    let (mut arabic, mut other) = (0usize, 0usize);
    for c in text.chars().filter(|c| is_letter(*c)) {
        if is_arabic(c) {
            arabic += 1;
        } else {
            other += 1;
        }
    }
    if arabic > other { Language::Arabic } else { Language::English }
}

/// Paragraphs end at empty lines, and at single line ends unless the text is
/// wrapped at a fixed width.
fn paragraphs(tokens: &[Token]) -> Vec<Paragraph> {
    let wrapped = is_wrapped(tokens);
    let mut paragraphs = Vec::new();
    let mut first = 0;
    let mut push = |first: usize, end: usize| {
        if let (Some(a), Some(b)) = (tokens.get(first), tokens.get(end.wrapping_sub(1)))
            && first < end
        {
            paragraphs.push(Paragraph {
                span: Span::new(a.span.start, b.span.end),
                first,
                end,
                kind: ParagraphKind::Body,
            });
        }
    };
    for (index, token) in tokens.iter().enumerate() {
        if token.kind == TokenKind::Break {
            if token.value == 1 && wrapped && line_goes_on(tokens, index) {
                continue;
            }
            push(first, index);
            first = index + 1;
        }
    }
    push(first, tokens.len());
    paragraphs
}

/// Most lines end in the middle of a sentence.
fn is_wrapped(tokens: &[Token]) -> bool {
    let breaks: Vec<usize> = tokens
        .iter()
        .enumerate()
        .filter(|(_, token)| token.kind == TokenKind::Break && token.value == 1)
        .map(|(index, _)| index)
        .collect();
    let open = breaks.iter().filter(|&&index| line_goes_on(tokens, index)).count();
    open >= 3 && open * 2 > breaks.len()
}

fn line_goes_on(tokens: &[Token], at: usize) -> bool {
    let (Some(before), Some(after)) = (tokens.get(at.wrapping_sub(1)), tokens.get(at + 1)) else {
        return false;
    };
    let word = |token: &Token| {
        matches!(token.kind, TokenKind::Word | TokenKind::Number | TokenKind::Possessive)
    };
    (word(before) || before.is_mark(',') || before.is_mark('،'))
        && word(after)
        && (!after.capital || before.is_mark(',') || !before.capital || after.arabic)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> String {
        Layout::read(text)
            .paragraphs
            .iter()
            .map(|paragraph| match paragraph.kind {
                ParagraphKind::Title => 'T',
                ParagraphKind::Body => 'b',
                ParagraphKind::Boilerplate => '-',
            })
            .collect()
    }

    #[test]
    fn lines_that_are_not_the_report_are_marked() {
        let check = |text: &str, expected: &str| assert_eq!(kinds(text), expected, "{text:?}");
        check("Shells fall on the town\n\nShells fell on the town on Monday.", "Tb");
        check("A street in the city. File photo\n\nShells fell on the town.", "-b");
        check(
            "Shells fell on the town on Monday evening, residents said to us.\n\nLeave a Reply\n\nName\n\nsix + 2 =",
            "b---",
        );
        check(
            "Shells fell on the town on Monday evening, residents said to us.\n\nالنسخ ممنوع",
            "b-",
        );
        check("قصف على البلدة\n\nقصفت الطائرات البلدة أمس.\n\nاقرأ أيضا", "Tb-");
    }

    #[test]
    fn a_line_of_outlet_and_date_says_who_published_when() {
        let check = |line: &str, expected: Option<(&str, &str)>| {
            let text = format!("Shells fall\n\n{line}\n\nShells fell on a town.");
            let layout = Layout::read(&text);
            let found = layout.publisher.zip(layout.published).map(|(name, (first, end))| {
                let words = |span: Span| span.of(&layout.text).trim().to_owned();
                (words(name), words(layout.span(first, end)))
            });
            let found = found.as_ref().map(|(name, date)| (name.as_str(), date.as_str()));
            assert_eq!(found, expected, "{line:?}");
        };
        check("Valley Monitor – 18 May 2016", Some(("Valley Monitor", "18 May 2016")));
        check("شبكة الوادي - 18 أيار 2016", Some(("شبكة الوادي", "18 أيار 2016")));
        check("Three dead - 18 May 2016", None);
    }

    #[test]
    fn datelines_end_at_a_dash_or_colon() {
        let check = |text: &str, expected: Option<&str>| {
            let layout = Layout::read(text);
            let found = layout.dateline.map(|(a, b)| layout.span(a, b).of(&layout.text).to_owned());
            assert_eq!(found.as_deref(), expected, "{text:?}");
        };
        check("BEIRUT (Reuters) - Shells hit a town.", Some("BEIRUT (Reuters)"));
        check("QAMISHLI – Shells hit a town.", Some("QAMISHLI"));
        check("The army shelled a town – again – on Monday.", None);
    }

    #[test]
    fn wrapped_lines_are_one_paragraph() {
        let text =
            "Shells fell on the\ntown on Monday and\nhurt three people, and\nmore fell on Tuesday.";
        assert_eq!(kinds(text), "b");
    }
}
