//! Words of two scripts in one line (UAX #9).

use std::borrow::Cow;
use std::ops::Range;

use unicode_bidi::{BidiClass, BidiInfo, Level, bidi_class};

use super::shape::{Direction, Font};
use super::text_metrics::{self, script_runs};

const FSI: char = '\u{2068}';
const PDI: char = '\u{2069}';

/// A value of unknown script inside a line, kept from changing the order around it: FIRST STRONG
/// ISOLATE, the text, POP DIRECTIONAL ISOLATE.
#[must_use]
pub fn isolated(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(format!("{FSI}{text}{PDI}")) }
}

/// A line of a given direction in which every run of the other direction is isolated, so that
/// what follows a name keeps its order: in "al-Qusour القصور · 150–170 killed" the range would
/// otherwise read 170–150. A line that holds isolates already is left as it is.
///
/// In a line that runs from right to left, numbers and ranges are isolated too, and numbers beside
/// Latin letters belong to them. Brackets stay with their pair; a middle dot parts runs.
#[must_use]
pub fn with_isolates(line: &str, direction: Direction) -> Cow<'_, str> {
    let is_isolate = |c: char| matches!(c, '\u{2066}'..='\u{2069}');
    let is_rtl_line = direction == Direction::RightToLeft;
    if (line.is_ascii() && !is_rtl_line) || line.chars().any(is_isolate) {
        return Cow::Borrowed(line);
    }
    let mut runs: Vec<(usize, usize)> = Vec::new();
    let mut run: Option<Run> = None;
    for (at, c) in line.char_indices() {
        let end = at + c.len_utf8();
        let class = bidi_class(c);
        let is_rtl = matches!(class, BidiClass::R | BidiClass::AL);
        let is_number = is_rtl_line && class == BidiClass::EN;
        let is_letter = if is_rtl_line { class == BidiClass::L } else { is_rtl };
        let is_own = if is_rtl_line { is_rtl } else { class == BidiClass::L };
        if is_letter || is_number {
            let joined = run.as_ref().filter(|r| r.joins(&line[r.end..at], is_letter));
            let start = joined.map_or(at, |r| r.start);
            let has_letters = is_letter || joined.is_some_and(|r| r.has_letters);
            if joined.is_none() {
                runs.extend(run.take().map(|r| (r.start, r.end)));
            }
            run = Some(Run { start, end, has_letters });
        } else if is_own || c == '·' {
            runs.extend(run.take().map(|r| (r.start, r.end)));
        }
    }
    runs.extend(run.map(|r| (r.start, r.end)));
    if runs.is_empty() {
        return Cow::Borrowed(line);
    }
    let mut out = String::with_capacity(line.len() + 6 * runs.len());
    let mut done = 0;
    for (start, end) in runs {
        let end = with_closing_brackets(line, start, end);
        out.push_str(&line[done..start]);
        out.push(FSI);
        out.push_str(&line[start..end]);
        out.push(PDI);
        done = end;
    }
    out.push_str(&line[done..]);
    Cow::Owned(out)
}

/// A run of the other direction in the making, as byte offsets.
struct Run {
    start: usize,
    end: usize,
    has_letters: bool,
}

impl Run {
    /// Whether the next letter or number belongs to this run too, with `gap` between them. Two
    /// numbers without letters belong together only when nothing but signs parts them: "150–170",
    /// but not "2016 – 15".
    fn joins(&self, gap: &str, is_letter: bool) -> bool {
        self.has_letters || (!is_letter && !gap.contains(' ')) || (is_letter && gap.len() <= 1)
    }
}

/// A run of a line that is set in one face and one direction.
#[derive(Debug, Clone, PartialEq)]
pub struct SetRun {
    /// The bytes of the line.
    pub range: Range<usize>,
    /// Whether it runs from right to left.
    pub is_rtl: bool,
    /// Whether its face is the Arabic companion.
    pub is_arabic: bool,
    /// Its left edge in logical pixels from the left edge of the line.
    pub left: f32,
    /// Its width in logical pixels.
    pub width: f32,
}

/// A line cut into runs of one face and one direction each, in **logical** order, with where
/// each stands (UAX #9, rules up to L2). The widths add up to the line's.
#[must_use]
pub fn set_runs(line: &str, direction: Direction, font: Font, size: f32) -> Vec<SetRun> {
    let level = match direction {
        Direction::LeftToRight => Level::ltr(),
        Direction::RightToLeft => Level::rtl(),
    };
    let info = BidiInfo::new(line, Some(level));
    let mut found = Vec::new();
    let mut left = 0.0;
    // A line has one paragraph; what a stray separator cuts off follows behind.
    for paragraph in &info.paragraphs {
        let (levels, visual) = info.visual_runs(paragraph, paragraph.range.clone());
        for range in visual {
            let is_rtl = levels[range.start].is_rtl();
            let mut start = range.start;
            let mut parts: Vec<SetRun> = script_runs(&line[range])
                .into_iter()
                .map(|(words, is_arabic)| {
                    let range = start..start + words.len();
                    start = range.end;
                    let width = text_metrics::width(words, font, size);
                    SetRun { range, is_rtl, is_arabic, left: 0.0, width }
                })
                .collect();
            if is_rtl {
                parts.reverse();
            }
            for mut part in parts {
                part.left = left;
                left += part.width;
                found.push(part);
            }
        }
    }
    found.sort_by_key(|run| run.range.start);
    found
}

/// The end of a run, moved behind the brackets that close what was opened inside of it.
fn with_closing_brackets(line: &str, start: usize, mut end: usize) -> usize {
    let count = |signs: [char; 2]| line[start..end].chars().filter(|c| signs.contains(c)).count();
    let mut n_open = count(['(', '[']).saturating_sub(count([')', ']']));
    for c in line[end..].chars() {
        if n_open == 0 || !matches!(c, ')' | ']') {
            break;
        }
        n_open -= 1;
        end += c.len_utf8();
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn seen(line: &str, direction: Direction) -> String {
        let level = match direction {
            Direction::LeftToRight => Level::ltr(),
            Direction::RightToLeft => Level::rtl(),
        };
        let text = with_isolates(line, direction).into_owned();
        let info = BidiInfo::new(&text, Some(level));
        let paragraph = &info.paragraphs[0];
        info.reorder_line(paragraph, paragraph.range.clone())
            .chars()
            .filter(|c| !matches!(c, '\u{2066}'..='\u{2069}'))
            .collect()
    }

    #[test]
    fn a_range_behind_an_arabic_name_keeps_its_order() {
        let line = seen("al-Qusour القصور · 150-170 killed", Direction::LeftToRight);
        assert!(line.contains("150-170 killed"), "{line}");
        let line = seen("Ayyash عياش (12 dead)", Direction::LeftToRight);
        assert!(line.ends_with("(12 dead)"), "{line}");
    }

    #[test]
    fn latin_in_an_arabic_line_keeps_its_dates_and_brackets() {
        let line = seen("عن ARA News, 17 Jan 2016 (digest) أمس", Direction::RightToLeft);
        assert!(line.contains("ARA News, 17 Jan 2016 (digest)"), "{line}");
    }

    #[test]
    fn ranges_keep_their_order_in_arabic_lines_and_dates_their_days() {
        let line = "السبت 16 كانون الثاني 2016 · القصور · 150–170 قتيلا";
        let line = seen(line, Direction::RightToLeft);
        assert!(line.contains("150–170"), "{line}");
        let line = seen("من 1 أيار 2016 – 15 أيار 2017", Direction::RightToLeft);
        assert!(!line.contains("2016 – 15"), "days stay with their own months: {line}");
        let line = seen("نشر 17 Jan 2016 أمس", Direction::RightToLeft);
        assert!(line.contains("17 Jan 2016"), "{line}");
    }

    #[test]
    fn runs_stand_in_visual_order_and_cover_the_line_once() {
        let line = with_isolates("a القصور 12 b", Direction::LeftToRight).into_owned();
        let runs = set_runs(&line, Direction::LeftToRight, Font::Sans, 10.0);
        let covered: usize = runs.iter().map(|run| run.range.len()).sum();
        assert_eq!(covered, line.len());
        let total: f32 = runs.iter().map(|run| run.width).sum();
        let right = runs.iter().map(|run| run.left + run.width).fold(0.0, f32::max);
        assert!((total - right).abs() < 1e-3);
        let at = |words: &str| {
            let at = line.find(words).unwrap();
            runs.iter().find(|run| run.range.contains(&at)).unwrap().left
        };
        assert!(at("a") < at("القصور") && at("القصور") < at("12"), "{runs:?}");
    }

    proptest! {
        #[test]
        fn isolates_are_all_that_is_added(line in "[a-c ابت0-9().,·-]{0,40}", rtl: bool) {
            let direction = if rtl { Direction::RightToLeft } else { Direction::LeftToRight };
            let out = with_isolates(&line, direction);
            let bare: String =
                out.chars().filter(|c| !matches!(c, '\u{2066}'..='\u{2069}')).collect();
            prop_assert_eq!(&bare, &line);
            prop_assert_eq!(out.matches(FSI).count(), out.matches(PDI).count());
        }
    }
}
