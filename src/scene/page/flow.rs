//! Entries that run down one column after the other: key events and sources. What does not fit is
//! counted in a last line; no entry is cut.

use super::block::{Block, Ink};
use crate::model::EventType;
use crate::scene::geometry::{Pos, Rect};
use crate::scene::markers::draw_sign;
use crate::scene::shape::{Anchor, Direction, Font, Layer, Text};
use crate::scene::theme::{Sign, Theme};
use crate::scene::words::Language;

const COLUMN_GAP: f32 = 22.0;
const MARK_COLUMN: f32 = 26.0;
const ENTRY_GAP: f32 = 7.0;
const HEAD_GAP: f32 = 6.0;

/// Lines longer than about ninety letters are hard to read, those shorter than thirty look torn.
const COLUMN_WIDTH: f32 = 250.0;

/// Room below the sign of an entry for its number.
const MARK_HEIGHT: f32 = 27.0;

/// An entry, wrapped for one column.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// Number and sign, as on the map; `None` for entries without.
    pub mark: Option<(u16, EventType)>,
    pub block: Block,
}

impl Entry {
    fn height(&self) -> f32 {
        let mark = if self.mark.is_some() { MARK_HEIGHT } else { 0.0 };
        self.block.height().max(mark) + ENTRY_GAP
    }
}

/// A head, entries, and a last line where not all fit.
pub(super) struct Flow {
    pub head: Block,
    pub entries: Vec<Entry>,
    /// Entries that were left out before anything was laid out.
    pub n_beyond: usize,
    /// The last line, for a number of missing entries.
    pub missing: fn(Language, usize) -> String,
    pub language: Language,
}

/// How many columns a width has, and how wide each is.
pub(super) fn columns(width: f32) -> (usize, f32) {
    let n = (((width + COLUMN_GAP) / (COLUMN_WIDTH + COLUMN_GAP)) as usize).clamp(1, 4);
    (n, (width - COLUMN_GAP * (n - 1) as f32) / n as f32)
}

/// Width of the words of an entry in a flow of this width.
pub(super) fn words_width(width: f32, has_marks: bool) -> f32 {
    columns(width).1 - if has_marks { MARK_COLUMN } else { 0.0 }
}

impl Flow {
    fn note(&self, n_missing: usize, width: f32) -> Block {
        let mut note = Block::default();
        if n_missing > 0 {
            let words = (self.missing)(self.language, n_missing);
            note.push(&words, Ink::quiet(10.0), width, self.language);
            if let Some(first) = note.lines.first_mut() {
                first.space_above = 3.0;
            }
        }
        note
    }

    fn head_height(&self) -> f32 {
        if self.head.lines.is_empty() { 0.0 } else { self.head.height() + HEAD_GAP }
    }

    /// The column of each entry that fits into columns of a height.
    fn packed(&self, n_columns: usize, height: f32) -> Vec<usize> {
        let (mut column, mut y) = (0, 0.0);
        let mut placed = Vec::with_capacity(self.entries.len());
        for entry in &self.entries {
            let needed = entry.height();
            if y + needed - ENTRY_GAP > height && y > 0.0 {
                column += 1;
                y = 0.0;
            }
            if column >= n_columns || y + needed - ENTRY_GAP > height {
                break;
            }
            placed.push(column);
            y += needed;
        }
        placed
    }

    /// The least height of the columns in which the first entries fit.
    fn balanced(&self, n_columns: usize, n_entries: usize) -> f32 {
        let heights = || self.entries.iter().take(n_entries).map(Entry::height);
        let total: f32 = heights().sum();
        // Columns cannot be split more evenly than by whole entries.
        let (mut low, mut high) = (total / n_columns as f32 - ENTRY_GAP, total);
        for _ in 0..12 {
            let middle = (low + high) / 2.0;
            if self.packed(n_columns, middle).len() >= n_entries {
                high = middle;
            } else {
                low = middle;
            }
        }
        high.max(0.0)
    }

    /// The least height in which all entries fit at this width.
    pub fn natural_height(&self, width: f32) -> f32 {
        let (n_columns, _) = columns(width);
        let needed = self.balanced(n_columns, self.entries.len());
        self.head_height() + needed + self.note(self.n_beyond, width).height() + 1.0
    }

    /// The least height in which as many entries stand as fit into `most`.
    pub fn fitting_height(&self, width: f32, most: f32) -> f32 {
        let natural = self.natural_height(width);
        if natural <= most {
            return natural;
        }
        let (n_columns, _) = columns(width);
        let note = self.note(self.n_beyond + self.entries.len(), width).height();
        let room = most - self.head_height() - note;
        let n_fitting = self.packed(n_columns, room).len();
        let needed = self.balanced(n_columns, n_fitting).min(room);
        self.head_height() + needed.max(0.0) + note + 1.0
    }

    /// Draws the flow into a rectangle, no lower than its end; returns how many entries it lists.
    pub fn draw(&self, layer: &mut Layer, rect: Rect, theme: &Theme) -> usize {
        let (n_columns, column_width) = columns(rect.width());
        let top = rect.min.y + self.head_height();
        let mut n_missing = self.n_beyond;
        let mut note = self.note(n_missing, rect.width());
        let mut columns = self.packed(n_columns, rect.max.y - top - note.height());
        // The last line takes room, which may push a further entry out.
        while columns.len() + (n_missing - self.n_beyond) < self.entries.len() {
            n_missing = self.n_beyond + self.entries.len() - columns.len();
            note = self.note(n_missing, rect.width());
            columns = self.packed(n_columns, rect.max.y - top - note.height());
        }
        n_missing = self.n_beyond + self.entries.len() - columns.len();
        note = self.note(n_missing, rect.width());
        let is_rtl = self.language.direction() == Direction::RightToLeft;
        self.head.draw(layer, rect, self.language, theme);
        let mut lowest = top;
        let (mut now, mut y) = (0, top);
        for (entry, column) in self.entries.iter().zip(&columns) {
            if *column != now {
                (now, y) = (*column, top);
            }
            let from_start = now as f32 * (column_width + COLUMN_GAP);
            let x = if is_rtl {
                rect.max.x - from_start - column_width
            } else {
                rect.min.x + from_start
            };
            let mut words = Rect::new(x, y, column_width, entry.block.height());
            if let Some((number, kind)) = entry.mark {
                let middle = if is_rtl { words.max.x - 8.0 } else { words.min.x + 8.0 };
                draw_mark(layer, Pos::new(middle, y + 7.5), number, kind, theme);
                if is_rtl {
                    words.max.x -= MARK_COLUMN;
                } else {
                    words.min.x += MARK_COLUMN;
                }
            }
            entry.block.draw(layer, words, self.language, theme);
            y += entry.height();
            lowest = lowest.max(y);
        }
        let below =
            Rect { min: Pos::new(rect.min.x, lowest.min(rect.max.y - note.height())), ..rect };
        note.draw(layer, below, self.language, theme);
        columns.len()
    }
}

/// The sign of an event with its number below, as the map has it.
fn draw_mark(layer: &mut Layer, at: Pos, number: u16, kind: EventType, theme: &Theme) {
    let radius = 6.0 / Sign::of(kind).reach().max(1.0);
    draw_sign(&mut layer.items, at, kind, radius, false, theme);
    let words = number.to_string();
    let mut text = Text::new(words, at.plus(0.0, 17.5), Font::SansBold, 10.0, theme.text);
    text.direction = Direction::LeftToRight;
    layer.push(text.anchored(Anchor::Middle));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::shape::{Item, Scene};
    use crate::scene::theme::LIGHT;

    fn flow(n: usize) -> Flow {
        let entry = |i: usize| {
            let mut block = Block::default();
            let words = format!("entry {i} {}", "word ".repeat(i % 7 * 5));
            block.push(&words, Ink::plain(10.0), words_width(600.0, true), Language::English);
            Entry { mark: Some((i as u16, EventType::Battles)), block }
        };
        Flow {
            head: Block::default(),
            entries: (1..=n).map(entry).collect(),
            n_beyond: 0,
            missing: Language::more_events,
            language: Language::English,
        }
    }

    fn words(flow: &Flow, height: f32) -> (Vec<String>, f32) {
        let mut layer = Layer::default();
        flow.draw(&mut layer, Rect::new(0.0, 0.0, 600.0, height), &LIGHT);
        let mut scene = Scene::new(600.0, height);
        scene.push_group("flow", None, layer);
        let (mut found, mut lowest) = (Vec::new(), 0.0_f32);
        scene.visit_texts(&mut |_, text| {
            found.push(text.text.clone());
            lowest = lowest.max(text.bounds().max.y);
        });
        assert!(scene.items.iter().all(|item| matches!(item, Item::Group(_))));
        (found, lowest)
    }

    #[test]
    fn listed_and_missing_entries_add_up() {
        for n in [1, 2, 5, 30] {
            let flow = flow(n);
            for height in [60.0, 120.0, 300.0, flow.natural_height(600.0)] {
                let (words, lowest) = words(&flow, height);
                assert!(lowest <= height + 0.5, "{n} in {height}: {lowest}");
                let listed = words.iter().filter(|w| w.starts_with("entry")).count();
                let missing = words.iter().find_map(|w| {
                    w.contains("not in this table").then(|| w.split(' ').next()?.parse().ok())?
                });
                assert_eq!(listed + missing.unwrap_or(0), n, "{height} {words:?}");
            }
            let (_, lowest) = words(&flow, flow.natural_height(600.0));
            assert!(lowest > 0.0);
        }
    }
}
