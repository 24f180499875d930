//! Paragraphs, lines and visual runs: the order of text on the screen.

use std::ops::Range;

use unicode_bidi::{BidiInfo, Level};
use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_segmentation::UnicodeSegmentation as _;

/// The direction of a paragraph as a whole: on which side it starts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum BaseDirection {
    /// That of the first letter (UAX #9, P2 and P3); left to right without one.
    #[default]
    Auto,
    /// Left to right.
    Ltr,
    /// Right to left.
    Rtl,
}

/// A stretch of one line with one direction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisualRun {
    /// Bytes of the paragraph.
    pub range: Range<usize>,
    /// Whether it is read from right to left.
    pub rtl: bool,
}

/// One paragraph with its directions resolved.
pub struct Paragraph<'text> {
    text: &'text str,
    info: BidiInfo<'text>,
}

impl<'text> Paragraph<'text> {
    /// Resolves `text`, which must hold no paragraph separator: see [`paragraphs`].
    pub fn new(text: &'text str, base: BaseDirection) -> Self {
        let level = match base {
            BaseDirection::Auto => None,
            BaseDirection::Ltr => Some(Level::ltr()),
            BaseDirection::Rtl => Some(Level::rtl()),
        };
        Self { text, info: BidiInfo::new(text, level) }
    }

    /// Whether the paragraph starts on the right.
    pub fn is_rtl(&self) -> bool {
        self.info.paragraphs.first().is_some_and(|paragraph| paragraph.level.is_rtl())
    }

    /// The lines into which the paragraph falls, in reading order, at most
    /// `max_width` wide where that is possible; trailing spaces do not count.
    /// They cover the paragraph without gaps; an empty paragraph has one empty line.
    ///
    /// `width` is that of a range of bytes. A word wider than a line is broken
    /// between characters (grapheme clusters), never within one.
    pub fn break_lines(
        &self,
        max_width: f32,
        width: impl Fn(Range<usize>) -> f32,
    ) -> Vec<Range<usize>> {
        let mut lines = Vec::new();
        let mut start = 0;
        let mut fitting = 0;
        let fits = |range: Range<usize>| width(trim_end(self.text, range)) <= max_width;
        for opportunity in break_opportunities(self.text) {
            if fits(start..opportunity) {
                fitting = opportunity;
                continue;
            }
            if fitting > start {
                lines.push(start..fitting);
                start = fitting;
            }
            while !fits(start..opportunity) {
                let word = &self.text[start..opportunity];
                let mut end = start;
                for grapheme in word.graphemes(true) {
                    if end > start && !fits(start..end + grapheme.len()) {
                        break;
                    }
                    end += grapheme.len();
                }
                if end == opportunity {
                    break;
                }
                lines.push(start..end);
                start = end;
            }
            fitting = opportunity;
        }
        if start < self.text.len() || lines.is_empty() {
            lines.push(start..self.text.len());
        }
        lines
    }

    /// The runs of one line from left to right (UAX #9, L1 and L2). They cover
    /// the line; a right-to-left run is read from its right end.
    pub fn visual_runs(&self, line: Range<usize>) -> Vec<VisualRun> {
        let Some(paragraph) = self.info.paragraphs.first().filter(|_| !line.is_empty()) else {
            return Vec::new();
        };
        let (levels, runs) = self.info.visual_runs(paragraph, line);
        runs.into_iter()
            .map(|range| VisualRun { rtl: levels[range.start].is_rtl(), range })
            .collect()
    }
}

/// The paragraphs of a text: what each holds, and where the next one starts
/// (after the separator). A text that ends in a separator ends in an empty paragraph.
pub fn paragraphs(text: &str) -> Vec<(Range<usize>, usize)> {
    let mut paragraphs = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if !is_separator(c) {
            continue;
        }
        let mut next = at + c.len_utf8();
        if c == '\r' && chars.next_if(|&(_, c)| c == '\n').is_some() {
            next += 1;
        }
        paragraphs.push((start..at, next));
        start = next;
    }
    paragraphs.push((start..text.len(), text.len()));
    paragraphs
}

/// Class B of UAX #9, and what UAX #14 breaks a line at in any case.
fn is_separator(c: char) -> bool {
    matches!(
        c,
        '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// `range` without the spaces at its end.
pub(super) fn trim_end(text: &str, range: Range<usize>) -> Range<usize> {
    range.start..range.start + text[range.clone()].trim_end_matches([' ', '\t', '\u{3000}']).len()
}

/// Where a line may end (UAX #14), except within a range of figures: a reader
/// who sees "150–" at the end of a line has seen another number.
fn break_opportunities(text: &str) -> impl Iterator<Item = usize> {
    linebreaks(text).filter_map(move |(at, kind)| {
        let mut before = text[..at].chars().rev();
        let within_figures = kind == BreakOpportunity::Allowed
            && matches!(before.next(), Some('-' | '\u{2010}' | '\u{2013}' | '/'))
            && before.next().is_some_and(char::is_numeric)
            && text[at..].starts_with(char::is_numeric);
        (!within_figures).then_some(at)
    })
}

/// Characters that steer directions and have no shape of their own.
pub(super) fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// One point per character, so that widths can be counted.
    fn lines(text: &str, max_width: f32) -> Vec<&str> {
        Paragraph::new(text, BaseDirection::Auto)
            .break_lines(max_width, |range| text[range].chars().count() as f32)
            .into_iter()
            .map(|line| &text[line])
            .collect()
    }

    /// What stands on the screen, from left to right, one character after the other.
    fn visual(text: &str, base: BaseDirection) -> String {
        let runs = Paragraph::new(text, base).visual_runs(0..text.len());
        let mut out = String::new();
        for run in runs {
            let slice = &text[run.range];
            match run.rtl {
                true => out.extend(slice.chars().rev()),
                false => out.push_str(slice),
            }
        }
        out.retain(|c| !is_bidi_control(c));
        out
    }

    fn check(text: &str, base: BaseDirection, expected: &str) {
        assert_eq!(visual(text, base), expected, "{text:?}");
    }

    #[test]
    fn figures_keep_their_order_in_either_direction() {
        check("قتل 12 مدنيا", BaseDirection::Auto, "ايندم 12 لتق");
        check("قتل ١٢ مدنيا", BaseDirection::Auto, "ايندم ١٢ لتق");
        check("12 قتيلا", BaseDirection::Auto, "اليتق 12");
        check("في 16/01/2016 مساء", BaseDirection::Auto, "ءاسم 16/01/2016 يف");
        check("killed 12 (القصور)", BaseDirection::Auto, "killed 12 (روصقلا)");
    }

    #[test]
    fn a_range_beside_an_isolated_name_does_not_turn_round() {
        let isolated = "\u{2068}البغيلية\u{2069} · 150-170";
        check(isolated, BaseDirection::Ltr, "ةيليغبلا · 150-170");
        let bare = "البغيلية 150-170";
        assert!(visual(bare, BaseDirection::Ltr).contains("170-150"), "why names are isolated");
    }

    #[test]
    fn a_range_within_arabic_is_read_from_the_right_like_the_words_around_it() {
        // UAX #9, W2: after Arabic letters figures are Arabic ones, which a hyphen parts.
        // So any browser shows it, and a reader of Arabic reads 150 first.
        check("بين 150-170 شخصا", BaseDirection::Auto, "اصخش 170-150 نيب");
    }

    #[test]
    fn lines_break_at_words_in_reading_order() {
        assert_eq!(lines("one two three", 8.0), ["one two ", "three"]);
        assert_eq!(lines("سقط ثلاثة قتلى", 9.0), ["سقط ثلاثة ", "قتلى"]);
        assert_eq!(lines("al-Baghiliyah", 4.0), ["al-", "Bagh", "iliy", "ah"]);
        assert_eq!(lines("of 150–170 dead", 6.0), ["of ", "150–17", "0 dead"]);
        assert_eq!(lines("", 5.0), [""]);
        assert_eq!(lines("abc", 0.0), ["a", "b", "c"]);
    }

    #[test]
    fn paragraphs_end_at_every_kind_of_separator() {
        let found = |text: &str| -> Vec<Range<usize>> {
            paragraphs(text).into_iter().map(|(range, _)| range).collect()
        };
        assert_eq!(found("a\r\nb\nc"), [0..1, 3..4, 5..6]);
        assert_eq!(found("a\u{2029}"), [0..1, 4..4]);
        assert_eq!(found("\n"), [0..0, 1..1]);
    }

    /// Rule L2 word for word: from the highest level down to the lowest odd one,
    /// turn every stretch of at least that level round.
    fn reversed_by_levels(text: &str, levels: &[Level]) -> String {
        let mut chars: Vec<(u8, char)> =
            text.char_indices().map(|(at, c)| (levels[at].number(), c)).collect();
        let highest = chars.iter().map(|&(level, _)| level).max().unwrap_or(0);
        for level in (1..=highest).rev() {
            let mut at = 0;
            while at < chars.len() {
                let len = chars[at..].iter().take_while(|&&(l, _)| l >= level).count();
                chars[at..at + len].reverse();
                at += len.max(1);
            }
        }
        chars.into_iter().map(|(_, c)| c).collect()
    }

    fn mixed_text() -> impl Strategy<Value = String> {
        proptest::collection::vec(
            prop_oneof![
                Just("قصف"),
                Just("الجورة"),
                Just("dead"),
                Just("SOHR"),
                Just("12"),
                Just("٢٠١٦"),
                Just(" "),
                Just(" "),
                Just("("),
                Just(")"),
                Just("-"),
                Just("/"),
                Just("، "),
                Just("\u{2068}"),
                Just("\u{2069}"),
                Just("\u{202e}"),
                Just("\u{202c}"),
                Just("é"),
                Just("مُّ"),
            ],
            0..24,
        )
        .prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn lines_cover_the_paragraph_and_keep_to_the_width(text in mixed_text(), max in 1.0_f32..20.0) {
            let found = lines(&text, max);
            prop_assert_eq!(found.concat(), text.as_str());
            for line in found {
                let shown = trim_end(line, 0..line.len());
                let fits = shown.is_empty() || line[shown.clone()].chars().count() as f32 <= max;
                prop_assert!(fits || line[shown].graphemes(true).count() <= 1);
            }
        }

        #[test]
        fn each_character_of_a_line_is_in_one_run(text in mixed_text(), max in 1.0_f32..20.0) {
            let paragraph = Paragraph::new(&text, BaseDirection::Auto);
            for line in paragraph.break_lines(max, |range| text[range].chars().count() as f32) {
                let mut ranges: Vec<Range<usize>> =
                    paragraph.visual_runs(line.clone()).into_iter().map(|run| run.range).collect();
                ranges.sort_by_key(|range| range.start);
                let mut at = line.start;
                for range in ranges {
                    prop_assert_eq!(range.start, at);
                    at = range.end;
                }
                prop_assert_eq!(at, line.end);
            }
        }

        #[test]
        fn one_line_stands_in_the_order_of_uax9(text in mixed_text()) {
            let info = BidiInfo::new(&text, None);
            if let Some(paragraph) = info.paragraphs.first() {
                let levels = info.reordered_levels(paragraph, 0..text.len());
                let mut expected = reversed_by_levels(&text, &levels);
                expected.retain(|c| !is_bidi_control(c));
                prop_assert_eq!(visual(&text, BaseDirection::Auto), expected);
            }
        }

        #[test]
        fn figures_are_never_turned_round(text in mixed_text()) {
            prop_assume!(!text.contains('\u{202e}'));
            let count = |text: &str, figures| text.matches(figures).count();
            for base in [BaseDirection::Auto, BaseDirection::Ltr, BaseDirection::Rtl] {
                let shown = visual(&text, base);
                prop_assert!(count(&shown, "12") >= count(&text, "12"));
                prop_assert!(count(&shown, "٢٠١٦") >= count(&text, "٢٠١٦"));
            }
        }
    }
}
