//! Words in lines: wrapped, measured, fitted into a height, drawn.

use crate::scene::bidi::with_isolates;
use crate::scene::geometry::{Pos, Rect};
use crate::scene::shape::{Anchor, Direction, Font, Layer, Text};
use crate::scene::text_metrics::wrapped;
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
        }));
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
            let mut text = Text::new(line.words.clone(), pos, line.ink.font, line.ink.size, colour)
                .anchored(anchor);
            text.direction = line.direction;
            layer.push(text);
            y += line.ink.size * LEADING;
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
