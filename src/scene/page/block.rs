//! Words in lines: wrapped, measured, fitted into a height, drawn.

use std::ops::Range;

use crate::model::MarkKind;
use crate::scene::bidi::{set_runs, with_isolates};
use crate::scene::geometry::{Pos, Rect};
use crate::scene::shape::{Anchor, Direction, Font, Layer, Panel, Text};
use crate::scene::text_metrics::{width, wrapped};
use crate::scene::theme::Theme;
use crate::scene::words::Language;

/// From one baseline to the next, in ems.
pub(super) const LEADING: f32 = 1.36;

/// From the top of a line to its baseline, in ems.
const ASCENT: f32 = 1.0;

/// How words are set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ink {
    /// Face.
    pub font: Font,
    /// Font size in units of the page.
    pub size: f32,
    /// Whether they are second words.
    pub is_quiet: bool,
}

impl Ink {
    pub const fn strong(size: f32) -> Self {
        Self { font: Font::SansBold, size, is_quiet: false }
    }

    pub const fn plain(size: f32) -> Self {
        Self { font: Font::Sans, size, is_quiet: false }
    }

    pub const fn quiet(size: f32) -> Self {
        Self { font: Font::Sans, size, is_quiet: true }
    }

    pub const fn serif(size: f32) -> Self {
        Self { font: Font::Serif, size, is_quiet: false }
    }
}

/// One line that is no wider than was asked for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct SetLine {
    pub ink: Ink,
    pub words: String,
    pub direction: Direction,
    /// Whether it begins at the side where its own direction begins, instead of the page's.
    pub is_own_side: bool,
    /// Room above it.
    pub space_above: f32,
    /// Bytes of `words` that are set off, and what they support.
    pub marks: Vec<(Range<usize>, MarkKind)>,
}

impl SetLine {
    pub fn height(&self) -> f32 {
        self.space_above + self.ink.size * LEADING
    }
}

/// Lines in order, top first.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Block {
    pub lines: Vec<SetLine>,
}

impl Block {
    /// Adds a paragraph in the page's language: it begins where the page's lines begin, and what
    /// is of the other script in it keeps to itself.
    pub fn push(&mut self, words: &str, ink: Ink, max_width: f32, language: Language) {
        self.push_lines(words, ink, max_width, language.direction(), false);
    }

    /// Adds a paragraph of somebody's own words: each line runs in the direction of the first
    /// letters and, with `own_side`, begins on that side.
    pub fn push_foreign(&mut self, words: &str, ink: Ink, max_width: f32, own_side: bool) {
        self.push_lines(words, ink, max_width, Direction::of(words), own_side);
    }

    fn push_lines(
        &mut self,
        words: &str,
        ink: Ink,
        max_width: f32,
        direction: Direction,
        is_own_side: bool,
    ) {
        let lines = wrapped(words.trim(), ink.font, ink.size, max_width);
        self.lines.extend(lines.into_iter().map(|line| SetLine {
            ink,
            words: with_isolates(&line, direction).into_owned(),
            direction,
            is_own_side,
            space_above: 0.0,
            marks: Vec::new(),
        }));
    }

    /// Adds somebody's own words with what they support set off; marks are bytes of `words`.
    pub fn push_marked(
        &mut self,
        words: &str,
        marks: &[(Range<usize>, MarkKind)],
        ink: Ink,
        max_width: f32,
    ) {
        let first = self.lines.len();
        self.push_foreign(words, ink, max_width, true);
        let mut at = 0;
        for line in &mut self.lines[first..] {
            let bare: String = line.words.chars().filter(|c| !is_isolate(*c)).collect();
            // Lines are parts of the words in their order, with spaces lost between them.
            let Some(found) = words[at..].find(&bare) else { continue };
            let start = at + found;
            at = start + bare.len();
            let inside = marks.iter().filter_map(|(range, kind)| {
                let (from, to) = (range.start.max(start), range.end.min(at));
                (from < to).then(|| (from - start..to - start, *kind))
            });
            line.marks =
                inside.map(|(range, kind)| (with_controls(&line.words, &range), kind)).collect();
        }
    }

    /// Adds all lines of another block below, with room between the two.
    pub fn append(&mut self, mut other: Self, space: f32) {
        if let Some(first) = other.lines.first_mut().filter(|_| !self.lines.is_empty()) {
            first.space_above += space;
        }
        self.lines.append(&mut other.lines);
    }

    pub fn height(&self) -> f32 {
        self.lines.iter().map(SetLine::height).sum()
    }

    /// The block with as many lines as fit into a height; a last line says how many do not.
    pub fn fitted(mut self, max_height: f32, max_width: f32, language: Language) -> Self {
        let all = self.lines.len();
        if self.height() <= max_height {
            return self;
        }
        let ink = Ink::quiet(self.lines.first().map_or(10.0, |line| line.ink.size.min(11.0)));
        let note = |n: usize| {
            let mut note = Self::default();
            note.push(&language.more_lines(n), ink, max_width, language);
            note
        };
        let room = max_height - note(all).height();
        let mut used = 0.0;
        let n_kept = self
            .lines
            .iter()
            .take_while(|line| {
                used += line.height();
                used <= room
            })
            .count();
        self.lines.truncate(n_kept);
        self.lines.extend(note(all - n_kept).lines);
        self
    }

    /// Draws the lines from the top of a rectangle down.
    pub fn draw(&self, layer: &mut Layer, rect: Rect, language: Language, theme: &Theme) {
        let mut y = rect.min.y;
        for line in &self.lines {
            y += line.space_above;
            let side = if line.is_own_side { line.direction } else { language.direction() };
            let (x, anchor) = match side {
                Direction::LeftToRight => (rect.min.x, Anchor::Left),
                Direction::RightToLeft => (rect.max.x, Anchor::Right),
            };
            let colour = if line.ink.is_quiet { theme.text_quiet } else { theme.text };
            let pos = Pos::new(x, y + line.ink.size * ASCENT);
            draw_marks(layer, line, pos, anchor, theme);
            let mut text = Text::new(line.words.clone(), pos, line.ink.font, line.ink.size, colour)
                .anchored(anchor);
            text.direction = line.direction;
            layer.push(text);
            y += line.ink.size * LEADING;
        }
    }
}

const fn is_isolate(c: char) -> bool {
    matches!(c, '\u{2066}'..='\u{2069}')
}

/// A range of the bytes of a line without its isolates, as a range of the line with them.
fn with_controls(line: &str, bare: &Range<usize>) -> Range<usize> {
    let mut n_bare = 0;
    let (mut start, mut end) = (line.len(), line.len());
    for (at, c) in line.char_indices().filter(|(_, c)| !is_isolate(*c)) {
        if n_bare == bare.start {
            start = at;
        }
        n_bare += c.len_utf8();
        if n_bare <= bare.end {
            end = at + c.len_utf8();
        }
    }
    start.min(end)..end
}

/// The grounds behind the words that are set off.
fn draw_marks(layer: &mut Layer, line: &SetLine, pos: Pos, anchor: Anchor, theme: &Theme) {
    if line.marks.is_empty() {
        return;
    }
    let Ink { font, size, .. } = line.ink;
    let runs = set_runs(&line.words, line.direction, font, size);
    let full: f32 = runs.iter().map(|run| run.width).sum();
    let left = pos.x - if anchor == Anchor::Right { full } else { 0.0 };
    for (range, kind) in &line.marks {
        for run in &runs {
            let (from, to) = (range.start.max(run.range.start), range.end.min(run.range.end));
            if from >= to {
                continue;
            }
            let before = width(&line.words[run.range.start..from], font, size);
            let own = width(&line.words[from..to], font, size);
            let x = left + run.left + if run.is_rtl { run.width - before - own } else { before };
            let colour = theme.mark(*kind);
            let ground = Rect::new(x, pos.y - size * 0.86, own, size * 1.14);
            layer.push(Panel {
                rect: ground,
                corner_radius: 1.5,
                fill: Some(colour.with_opacity(0.2)),
                line: None,
            });
            layer.push(Panel {
                rect: Rect::new(x, ground.max.y - 1.4, own, 1.4),
                corner_radius: 0.0,
                fill: Some(colour),
                line: None,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_counted() {
        let mut block = Block::default();
        let words = "word ".repeat(200);
        block.push(&words, Ink::plain(10.0), 100.0, Language::English);
        let all = block.lines.len();
        let fitted = block.clone().fitted(100.0, 100.0, Language::English);
        assert!(fitted.height() <= 100.0);
        let last: Vec<&str> = fitted.lines.iter().map(|line| line.words.as_str()).collect();
        let kept = last.iter().filter(|line| line.starts_with("word")).count();
        let note = Language::English.more_lines(all - kept);
        assert!(last.join(" ").ends_with(&note), "{last:?}");
        assert_eq!(block.clone().fitted(1e6, 100.0, Language::English), block);
    }
}
