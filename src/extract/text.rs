//! The shape of a report: paragraphs and what each is, title, publisher,
//! author, dateline, language. The text itself is never altered.

use std::borrow::Cow;

use rustc_hash::FxHashSet;

use super::html::{blank_markup, looks_like_html};
use super::lexicon::{Lexicon, Sense, Tag};
use super::paragraphs::cut_paragraphs;
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

/// Arabic "fajr" means dawn and "blew up": before a day it is dawn.
fn drop_acts_at_dawn(tags: &mut Vec<Tag>) {
    let names_day = |sense| matches!(sense, Sense::Weekday(_) | Sense::Day(_) | Sense::This);
    let days: FxHashSet<u32> =
        tags.iter().filter(|tag| names_day(tag.sense)).map(|tag| tag.first).collect();
    let dawns: FxHashSet<(u32, u32)> = tags
        .iter()
        .filter(|tag| tag.sense == Sense::DayPart && days.contains(&tag.end))
        .map(|tag| (tag.first, tag.end))
        .collect();
    tags.retain(|tag| {
        !matches!(tag.sense, Sense::Act(..)) || !dawns.contains(&(tag.first, tag.end))
    });
}

impl<'a> Layout<'a> {
    /// The letters of a token; empty past the last one.
    #[must_use]
    pub fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.span.of(&self.text))
    }

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
        let mut tags = lexicon.tag(&tokens);
        drop_acts_at_dawn(&mut tags);
        let mut tag_at = Vec::with_capacity(tokens.len() + 1);
        let mut next = 0;
        for token in 0..=tokens.len() {
            while next < tags.len() && (tags[next].first as usize) < token {
                next += 1;
            }
            tag_at.push(u32::try_from(next).unwrap_or(u32::MAX));
        }
        let language = language(&text);
        let paragraphs = cut_paragraphs(&tokens);
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
        layout.classify_paragraphs();
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

    /// The paragraph that holds `token`.
    #[must_use]
    pub fn paragraph_of(&self, token: usize) -> Option<Paragraph> {
        let after = self.paragraphs.partition_point(|paragraph| paragraph.first <= token);
        let paragraph = self.paragraphs.get(after.checked_sub(1)?)?;
        (token < paragraph.end).then_some(*paragraph)
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
