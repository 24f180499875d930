//! Text with styles and marks, in reading order.

use std::hash::{Hash, Hasher};
use std::ops::Range;

use egui::Color32;

use super::bidi::BaseDirection;
use crate::ui::fonts::FontRole;

const FIRST_STRONG_ISOLATE: char = '\u{2068}';
const POP_DIRECTIONAL_ISOLATE: char = '\u{2069}';

/// How a stretch of text looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// Which pair of faces draws it.
    pub role: FontRole,
    /// Height of the font in points.
    pub size: f32,
    /// `None` takes the colour that is current where the text is painted.
    pub color: Option<Color32>,
}

impl Style {
    /// A style in the current colour; `size` in points.
    pub const fn new(role: FontRole, size: f32) -> Self {
        Self { role, size, color: None }
    }

    /// The same in a colour of its own.
    #[must_use]
    pub const fn color(self, color: Color32) -> Self {
        Self { color: Some(color), ..self }
    }

    /// The same in bold. An excerpt has no bold and turns into the bold of labels.
    #[must_use]
    pub const fn bold(self) -> Self {
        Self { role: FontRole::UiBold, ..self }
    }
}

impl Default for Style {
    fn default() -> Self {
        Self::new(FontRole::Ui, 13.0)
    }
}

impl Eq for Style {}

impl Hash for Style {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.role.hash(state);
        self.size.to_bits().hash(state);
        self.color.hash(state);
    }
}

/// A highlighted stretch. It is painted behind and below the text and leaves the
/// letters alone, so Arabic letters stay joined across its ends.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Mark {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// What the caller knows it by; given back on hover and click.
    pub id: u32,
    /// The colour behind the text.
    pub fill: Color32,
    /// The colour of the line below the text.
    pub underline: Color32,
}

/// To which side of the room the lines move.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TextAlign {
    /// Each paragraph to the side where it starts: Arabic to the right.
    #[default]
    Start,
    /// To the left, whatever the direction.
    Left,
    /// To the middle.
    Center,
    /// To the right, whatever the direction.
    Right,
}

/// Text with styles and marks, in reading order, ready for layout.
///
/// Compose lines of the interface with [`push`](Self::push) for fixed words and
/// [`push_isolated`](Self::push_isolated) for names and other words from the data.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BidiText {
    pub(super) text: String,
    /// In order and without gaps; where each ends.
    pub(super) spans: Vec<(usize, Style)>,
    pub(super) marks: Vec<Mark>,
    pub(super) base: BaseDirection,
    pub(super) align: TextAlign,
    pub(super) max_lines: usize,
    /// Line height in hundredths of the font's size.
    pub(super) line_height_percent: u16,
    /// Where the isolates stand that `push_isolated` put in.
    inserted: Vec<usize>,
}

impl BidiText {
    /// An empty line of the interface, whose own words read from left to right.
    pub fn line() -> Self {
        Self { base: BaseDirection::Ltr, ..Self::source("", Style::new(FontRole::Ui, 0.0)) }
    }

    /// The words of a source, each paragraph in its own direction, with the
    /// spacing of a page.
    pub fn excerpt(text: impl Into<String>, style: Style) -> Self {
        Self { line_height_percent: 160, ..Self::source(text, style) }
    }

    /// Words from the data as they stand, each paragraph in its own direction.
    pub fn source(text: impl Into<String>, style: Style) -> Self {
        let text = text.into();
        let spans = if text.is_empty() { Vec::new() } else { vec![(text.len(), style)] };
        Self {
            text,
            spans,
            marks: Vec::new(),
            base: BaseDirection::Auto,
            align: TextAlign::Start,
            max_lines: usize::MAX,
            line_height_percent: 140,
            inserted: Vec::new(),
        }
    }

    /// Adds words of the interface.
    #[must_use]
    pub fn push(mut self, text: &str, style: Style) -> Self {
        self.text.push_str(text);
        self.end_span(style);
        self
    }

    /// Adds words from the data in their own direction, so that neither they nor
    /// what stands beside them can turn the other round (FSI ... PDI of UAX #9).
    #[must_use]
    pub fn push_isolated(mut self, text: &str, style: Style) -> Self {
        if text.is_ascii() {
            return self.push(text, style);
        }
        self.inserted.push(self.text.len());
        self.text.push(FIRST_STRONG_ISOLATE);
        self.text.push_str(text);
        self.inserted.push(self.text.len());
        self.text.push(POP_DIRECTIONAL_ISOLATE);
        self.end_span(style);
        self
    }

    fn end_span(&mut self, style: Style) {
        let end = self.text.len();
        match self.spans.last_mut() {
            Some(last) if last.1 == style => last.0 = end,
            Some(last) if last.0 == end => {}
            None if end == 0 => {}
            _ => self.spans.push((end, style)),
        }
    }

    /// With these marks; of two on one spot the shorter one answers the pointer.
    /// Ranges outside the text or within a character are left out.
    #[must_use]
    pub fn marks(mut self, marks: impl IntoIterator<Item = Mark>) -> Self {
        self.marks.extend(marks);
        let text = &self.text;
        self.marks.retain(|mark| text.get(mark.range.clone()).is_some_and(|text| !text.is_empty()));
        self
    }

    /// With this direction for every paragraph.
    #[must_use]
    pub fn base(self, base: BaseDirection) -> Self {
        Self { base, ..self }
    }

    /// With the lines moved to this side.
    #[must_use]
    pub fn align(self, align: TextAlign) -> Self {
        Self { align, ..self }
    }

    /// With at most so many lines (at least one); an ellipsis stands for the rest.
    #[must_use]
    pub fn max_lines(self, max_lines: usize) -> Self {
        Self { max_lines: max_lines.max(1), ..self }
    }

    /// With this distance from line to line, in hundredths of the font's size.
    #[must_use]
    pub fn line_height_percent(self, line_height_percent: u16) -> Self {
        Self { line_height_percent, ..self }
    }

    /// The text with the isolates of [`push_isolated`](Self::push_isolated); the
    /// indices of layouts and marks refer to it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The words alone, as pushed: for copying and for screen readers.
    pub fn plain(&self) -> String {
        self.plain_range(0..self.text.len())
    }

    /// The words alone of a stretch of [`text`](Self::text).
    pub fn plain_range(&self, range: Range<usize>) -> String {
        let Some(slice) = self.text.get(range.clone()) else { return String::new() };
        slice
            .char_indices()
            .filter(|&(at, _)| self.inserted.binary_search(&(range.start + at)).is_err())
            .map(|(_, c)| c)
            .collect()
    }

    /// The style at a byte, and its number.
    pub(super) fn style_at(&self, at: usize) -> Option<(usize, Style)> {
        let span = self.spans.partition_point(|&(end, _)| end <= at);
        let span = span.min(self.spans.len().checked_sub(1)?);
        Some((span, self.spans[span].1))
    }

    /// The shortest mark over a byte.
    pub(super) fn mark_at(&self, at: usize) -> Option<&Mark> {
        self.marks
            .iter()
            .filter(|mark| mark.range.contains(&at))
            .min_by_key(|mark| mark.range.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: Style = Style::new(FontRole::Ui, 13.0);

    #[test]
    fn isolates_surround_names_and_stay_out_of_what_is_copied() {
        let line = BidiText::line()
            .push_isolated("البغيلية", STYLE)
            .push(" · 150–170 killed", STYLE.bold());
        assert!(line.text().starts_with("\u{2068}البغيلية\u{2069} · "));
        assert_eq!(line.plain(), "البغيلية · 150–170 killed");
        assert_eq!(line.spans.len(), 2);
    }

    #[test]
    fn isolates_of_the_source_itself_are_copied() {
        let text = BidiText::source("\u{2068}أ\u{2069}", STYLE);
        assert_eq!(text.plain(), "\u{2068}أ\u{2069}");
    }

    #[test]
    fn marks_that_fit_no_text_are_left_out() {
        let mark = |range| Mark { range, id: 1, fill: Color32::WHITE, underline: Color32::BLACK };
        let text =
            BidiText::source("قصف", STYLE).marks([mark(0..2), mark(1..2), mark(4..99), mark(2..2)]);
        assert_eq!(text.marks.len(), 1);
    }
}
