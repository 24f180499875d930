//! Paragraphs of a report: where they end, and what each is: the headline, the report
//! itself, or a line that is not the report.

use super::lexicon::Sense;
use super::span::Span;
use super::text::{Layout, Paragraph, ParagraphKind};
use super::token::{Token, TokenKind, digit_value};

/// Paragraphs end at empty lines, and at single line ends unless the text is
/// wrapped at a fixed width.
pub(super) fn cut_paragraphs(tokens: &[Token]) -> Vec<Paragraph> {
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

/// Words at most in a heading, a date line or a byline.
const SHORT_WORDS: usize = 14;

/// Words at most in the line that opens what stands below a report.
const TAIL_WORDS: usize = 8;

/// Words at most in a line that leads to another report by its headline.
const LINK_WORDS: usize = 30;

/// Words at least in a paragraph that ends such a tail: the report goes on.
const PROSE_WORDS: usize = 40;

/// A paragraph that is asked what it is.
struct Line<'t> {
    /// Which of the paragraphs.
    index: usize,
    paragraph: Paragraph,
    text: &'t str,
    n_words: usize,
}

/// What a paragraph turns out to be.
enum LineKind {
    /// The report itself.
    Body,
    /// A heading between paragraphs.
    Heading,
    /// The headline, without the signs of markup.
    Headline(Span),
    /// Share links, captions and the like.
    Noise,
    /// Opens what stands below the report: comments, other reports.
    Tail,
    /// Tokens of the day of publication, and the publisher if named beside it.
    Imprint { date: (usize, usize), publisher: Option<Span> },
    /// The author's name.
    Byline(Span),
    /// A publisher's name alone.
    Outlet(Span),
}

impl Line<'_> {
    fn is_short(&self) -> bool {
        self.n_words <= SHORT_WORDS
    }

    /// Ends like a sentence, and is not a short one.
    fn ends_like_prose(&self) -> bool {
        self.text
            .trim_end_matches(['”', '"', '’', ')', ' ', '\u{a0}'])
            .ends_with(['.', '؟', '?', '!'])
            && self.text.len() > 60
    }

    fn starts_with_sign(&self) -> bool {
        self.text.starts_with(['•', '|', '©', '»', '←', '→', '*', '+'])
    }

    fn has_digit(&self) -> bool {
        self.text.chars().any(|c| digit_value(c).is_some())
    }

    /// The sums that comment forms ask for: "five + 2 =".
    fn is_captcha(&self) -> bool {
        let text = self.text.trim_end();
        text.ends_with('=') && text.contains(['+', '−', '×', '-', '*', '÷'])
    }

    /// "#Syria #DeirEzzor"; a tweet that opens with one goes on in words.
    fn is_all_hashtags(&self) -> bool {
        self.text.split_whitespace().all(|word| word.len() > 1 && word.starts_with('#'))
    }

    /// A heading between paragraphs.
    fn is_heading(&self) -> bool {
        self.n_words <= 6
            && !self.text.trim_end().ends_with(['.', '”', '"', '!', '؟', '?', ':'])
            && !self.starts_with_sign()
            && !self.has_digit()
    }

    /// A headline: short, and not closed by a full stop.
    fn is_headline(&self) -> bool {
        (2..=40).contains(&self.n_words) && !self.text.trim_end().ends_with(['.', ':', '،', ','])
    }
}

impl Layout<'_> {
    /// Tells what each paragraph is; finds the headline, publisher, author and day of
    /// publication on the way.
    pub(super) fn classify_paragraphs(&mut self) {
        let mut in_tail = false;
        let mut body_seen = false;
        for index in 0..self.paragraphs.len() {
            let line = self.line(index);
            in_tail &= line.n_words < PROSE_WORDS || !line.ends_like_prose();
            let kind = if in_tail { LineKind::Noise } else { self.line_kind(&line, body_seen) };
            in_tail |= matches!(kind, LineKind::Tail) && (body_seen || index > 2);
            let kind = self.keep(kind);
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
        if self.publisher.is_none() {
            self.publisher = self.named_source();
        }
    }

    fn line(&self, index: usize) -> Line<'_> {
        let paragraph = self.paragraphs[index];
        let n_words = self.n_words(paragraph.first, paragraph.end);
        Line { index, paragraph, text: paragraph.span.of(&self.text), n_words }
    }

    /// What a paragraph is that is not in the tail.
    fn line_kind(&self, line: &Line<'_>, body_seen: bool) -> LineKind {
        let starts = |sense: Sense| self.behind_opening(line, sense).is_some();
        if line.n_words == 0 {
            return LineKind::Noise;
        }
        if starts(Sense::Tail) && line.n_words <= TAIL_WORDS {
            return LineKind::Tail;
        }
        if self.is_caption(line) || self.is_link(line) || line.is_all_hashtags() {
            return LineKind::Noise;
        }
        if let Some(imprint) = self.imprint(line, body_seen) {
            return imprint;
        }
        if let Some(name) = self.byline(line) {
            return LineKind::Byline(name);
        }
        if starts(Sense::Boilerplate)
            && (line.is_short() || line.starts_with_sign())
            && !line.ends_like_prose()
        {
            return LineKind::Noise;
        }
        if !line.text.trim_end().ends_with(':') && self.is_outlet_line(line) {
            return LineKind::Outlet(line.paragraph.span);
        }
        if line.is_short() && line.is_captcha() || line.text.contains("://") && line.n_words <= 8 {
            return LineKind::Noise;
        }
        if body_seen {
            return if line.is_heading() { LineKind::Heading } else { LineKind::Body };
        }
        let last = line.index + 1 == self.paragraphs.len();
        if self.title.is_none() && !last && line.is_headline() {
            return LineKind::Headline(trim_heading(&self.text, line.paragraph.span));
        }
        LineKind::Body
    }

    /// Keeps what a line tells about the report, unless one above it told that already.
    fn keep(&mut self, kind: LineKind) -> ParagraphKind {
        match kind {
            LineKind::Body => return ParagraphKind::Body,
            LineKind::Heading => return ParagraphKind::Title,
            LineKind::Headline(span) => {
                self.title = Some(span);
                return ParagraphKind::Title;
            }
            LineKind::Noise | LineKind::Tail => {}
            LineKind::Imprint { date, publisher } => {
                self.published = self.published.or(Some(date));
                self.publisher = self.publisher.or(publisher);
            }
            LineKind::Byline(name) => self.author = self.author.or(Some(name)),
            LineKind::Outlet(name) => self.publisher = self.publisher.or(Some(name)),
        }
        ParagraphKind::Boilerplate
    }

    /// The token behind a phrase of that sense that begins the line.
    fn behind_opening(&self, line: &Line<'_>, sense: Sense) -> Option<usize> {
        let mut tags = self.tags_at(line.paragraph.first);
        tags.find(|tag| tag.sense == sense).map(|tag| tag.end as usize)
    }

    /// "Read also: HEADLINE": another report.
    fn is_link(&self, line: &Line<'_>) -> bool {
        let behind = self.behind_opening(line, Sense::Tail);
        let is_colon = |at: usize| self.tokens.get(at).is_some_and(|token| token.is_mark(':'));
        behind.is_some_and(is_colon) && line.n_words <= LINK_WORDS
    }

    fn n_words(&self, first: usize, end: usize) -> usize {
        self.tokens[first..end].iter().filter(|token| token.kind == TokenKind::Word).count()
    }

    /// A line that says when the report was published, and perhaps by whom.
    fn imprint(&self, line: &Line<'_>, body_seen: bool) -> Option<LineKind> {
        let Paragraph { first, end, .. } = line.paragraph;
        if !line.is_short() {
            return None;
        }
        let published = self.behind_opening(line, Sense::Published).is_some() && line.has_digit();
        if published || !body_seen && self.is_date_line(first, end) {
            return Some(LineKind::Imprint { date: (first, end), publisher: None });
        }
        if body_seen {
            return None;
        }
        let mark = self.mark_before_date(&line.paragraph)?;
        let publisher = Some(self.span(first, mark));
        Some(LineKind::Imprint { date: (mark + 1, end), publisher })
    }

    /// The name in a line like "Written by NAME".
    fn byline(&self, line: &Line<'_>) -> Option<Span> {
        let behind = self.behind_opening(line, Sense::Byline)?;
        if !line.is_short() || line.ends_like_prose() {
            return None;
        }
        let name = self.span(behind, line.paragraph.end).of(&self.text);
        let name = name.trim_start_matches([':', ' ']);
        let end = line.paragraph.span.end;
        Some(Span::new(end - name.len().min(end), end))
    }

    /// "Source: NAME" below the report names the publisher when nothing above did.
    fn named_source(&self) -> Option<Span> {
        let body = self.paragraphs.iter().find(|p| p.kind == ParagraphKind::Body);
        let outlet = self.tags.iter().find(|tag| {
            let at = tag.first as usize;
            tag.sense == Sense::Outlet
                && self.paragraph_of(at).is_some_and(|p| {
                    p.kind == ParagraphKind::Boilerplate || body == Some(&p) && at < p.first + 14
                })
        })?;
        Some(self.span(outlet.first as usize, outlet.end as usize))
    }

    /// A photo caption: a short line with a word for pictures at either end.
    fn is_caption(&self, line: &Line<'_>) -> bool {
        let Line { paragraph, n_words, .. } = *line;
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
    fn mark_before_date(&self, line: &Paragraph) -> Option<usize> {
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
        let n_words = self.n_words(first, end);
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
    fn is_outlet_line(&self, line: &Line<'_>) -> bool {
        let Line { paragraph, n_words, .. } = *line;
        let named: usize = self
            .tags_in(paragraph.first, paragraph.end)
            .iter()
            .filter(|tag| tag.sense == Sense::Outlet)
            .map(|tag| (tag.end - tag.first) as usize)
            .sum();
        named > 0 && n_words <= named + 2
    }
}

fn credit_before(text: &str, at: usize) -> bool {
    text[..at].trim_end().ends_with(['.', '(', '|', '–', '-', '/'])
}

fn trim_heading(text: &str, span: Span) -> Span {
    let line = span.of(text);
    let bare = line.trim_start_matches(['#', ' ', '*']);
    let start = span.end - bare.len();
    Span::new(start, start + bare.trim_end_matches(['*', ' ', '\u{a0}']).len())
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
    fn wrapped_lines_are_one_paragraph() {
        let text =
            "Shells fell on the\ntown on Monday and\nhurt three people, and\nmore fell on Tuesday.";
        assert_eq!(kinds(text), "b");
    }
}
