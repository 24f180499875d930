//! The legend: it explains what is in the frame and nothing else, and keeps off the markers.

use super::geometry::{Pos, Rect};
use super::labels::Taken;
use super::markers::{
    MarkerState, Seen, TollView, area_colour, draw_cluster, draw_marker, draw_sign,
};
use super::shape::{
    Anchor, Circle, Direction, Font, HitShape, Item, Layer, Line, Panel, Stroke, Target, Text,
};
use super::text_metrics;
use super::theme::Theme;
use super::words::Language;
use crate::model::{EventType, TollRange};

const TEXT_SIZE: f32 = 11.0;
const ROW_HEIGHT: f32 = 19.0;
const SIGN_COLUMN: f32 = 34.0;
const PADDING: f32 = 9.0;

/// Between the columns of a legend that is a band.
const BAND_GAP: f32 = 20.0;

/// What a row of the legend shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Row {
    Type(EventType),
    Range,
    OpenRange,
    UnknownToll,
    ZeroToll,
    Area,
    Shape,
    Cluster,
    Hollow,
    Tie,
    UnverifiedName,
}

impl Row {
    const fn words(self, language: Language) -> &'static str {
        let words = language.words();
        match self {
            Self::Type(kind) => language.event_type(kind),
            Self::Range => words.toll_range,
            Self::OpenRange => words.toll_open,
            Self::UnknownToll => words.toll_unknown,
            Self::ZeroToll => words.toll_zero,
            Self::Area => words.area,
            Self::Shape => words.shape,
            Self::Cluster => words.cluster,
            Self::Hollow => words.hollow,
            Self::Tie => words.tie,
            Self::UnverifiedName => words.unverified_name,
        }
    }

    const fn height(self) -> f32 {
        match self {
            Self::Range | Self::OpenRange => ROW_HEIGHT + 7.0,
            Self::Cluster => ROW_HEIGHT + 15.0,
            _ => ROW_HEIGHT,
        }
    }
}

/// The rows that explain what is seen.
fn rows(seen: &Seen, has_unverified_names: bool) -> Vec<Row> {
    let types = EventType::ALL.into_iter().filter(|kind| seen.types[kind.index()]).map(Row::Type);
    let others = [
        (seen.ring, Row::Range),
        (seen.open_ring, Row::OpenRange),
        // "Not stated" explains itself against rings or zeros; alone it would only be noise.
        (seen.unknown_toll && (seen.ring || seen.zero_toll), Row::UnknownToll),
        (seen.zero_toll, Row::ZeroToll),
        (seen.area, Row::Area),
        (seen.shape, Row::Shape),
        (seen.cluster, Row::Cluster),
        (seen.hollow, Row::Hollow),
        (seen.tie, Row::Tie),
        (has_unverified_names, Row::UnverifiedName),
    ];
    types.chain(others.into_iter().filter(|(is, _)| *is).map(|(_, row)| row)).collect()
}

/// A legend with its size, not yet placed.
#[derive(Debug, Clone)]
pub struct Legend {
    rows: Vec<Row>,
    language: Language,
    /// Width and height in logical pixels.
    size: [f32; 2],
}

impl Legend {
    /// The legend for what is seen; `None` when there is nothing to explain.
    #[must_use]
    pub fn new(seen: &Seen, has_unverified_names: bool, language: Language) -> Option<Self> {
        let rows = rows(seen, has_unverified_names);
        let widest = rows
            .iter()
            .map(|row| text_metrics::width(row.words(language), Font::Sans, TEXT_SIZE))
            .fold(0.0, f32::max);
        let height: f32 = rows.iter().map(|row| row.height()).sum();
        let size = [widest + SIGN_COLUMN + 2.0 * PADDING, height + 2.0 * PADDING];
        (!rows.is_empty()).then_some(Self { rows, language, size })
    }

    /// The corner of `room` where the legend covers the least of what is taken; the earlier of
    /// equals in the order upper left, upper right, lower right, lower left (mirrored for
    /// languages that run from right to left). `None` when it would cover more than a third of
    /// the room: a map too small for a legend is still a map. Beside the north arrow it moves over.
    #[must_use]
    pub fn best_place(&self, room: &Rect, arrow: Option<Rect>, taken: &Taken) -> Option<Rect> {
        let [width, height] = self.size;
        if width > room.width() || height > room.height() {
            return None;
        }
        if width * height > room.width() * room.height() / 3.0 {
            return None;
        }
        let (left, right) = (room.min.x, room.max.x - width);
        let (top, bottom) = (room.min.y, room.max.y - height);
        let (first, second) = match self.language.direction() {
            Direction::LeftToRight => (left, right),
            Direction::RightToLeft => (right, left),
        };
        [(first, top), (second, top), (second, bottom), (first, bottom)]
            .into_iter()
            .map(|(x, y)| Rect::new(x, y, width, height))
            .map(|rect| match arrow {
                Some(arrow) if arrow.overlaps(&rect) && arrow.centre().x > room.centre().x => {
                    rect.shifted(arrow.min.x - 8.0 - rect.max.x, 0.0)
                }
                Some(arrow) if arrow.overlaps(&rect) => {
                    rect.shifted(arrow.max.x + 8.0 - rect.min.x, 0.0)
                }
                _ => rect,
            })
            .enumerate()
            .min_by_key(|(i, rect)| (taken.n_overlapping(&rect.grown(4.0)), *i))
            .map(|(_, rect)| rect)
    }

    /// Width and height in logical pixels.
    #[must_use]
    pub const fn size(&self) -> [f32; 2] {
        self.size
    }

    /// Where each row stands in a band of this width, below one another in as many columns as fit,
    /// and the height of the band.
    fn band_cells(&self, width: f32) -> (Vec<Pos>, f32) {
        let cell = self.size[0] - 2.0 * PADDING + BAND_GAP;
        let n_columns = (((width + BAND_GAP) / cell) as usize).clamp(1, self.rows.len().max(1));
        let n_lines = self.rows.len().div_ceil(n_columns);
        let mut places = vec![Pos::default(); self.rows.len()];
        let mut y = 0.0;
        for line in 0..n_lines {
            let at = line * n_columns..((line + 1) * n_columns).min(self.rows.len());
            let height = self.rows[at.clone()].iter().map(|row| row.height()).fold(0.0, f32::max);
            for (column, i) in at.enumerate() {
                places[i] = Pos::new(column as f32 * cell, y + height / 2.0);
            }
            y += height;
        }
        (places, y)
    }

    /// Height of the legend as a band of this width, without a ground of its own.
    #[must_use]
    pub fn band_height(&self, width: f32) -> f32 {
        self.band_cells(width).1
    }

    /// The legend as a band: its rows side by side, from the side where lines begin.
    #[must_use]
    pub fn draw_band(&self, rect: Rect, theme: &Theme) -> Layer {
        let mut layer = Layer::default();
        let (places, _) = self.band_cells(rect.width());
        for (row, at) in self.rows.iter().zip(places) {
            let x = match self.language.direction() {
                Direction::LeftToRight => rect.min.x + at.x,
                Direction::RightToLeft => rect.max.x - at.x,
            };
            self.draw_row(&mut layer, *row, Pos::new(x, rect.min.y + at.y), theme);
        }
        layer
    }

    /// A row that begins at `at`, its middle at that height.
    fn draw_row(&self, layer: &mut Layer, row: Row, at: Pos, theme: &Theme) {
        let (sign_x, text_x, anchor) = match self.language.direction() {
            Direction::RightToLeft => (at.x - 14.0, at.x - SIGN_COLUMN, Anchor::Right),
            Direction::LeftToRight => (at.x + 14.0, at.x + SIGN_COLUMN, Anchor::Left),
        };
        draw_row_sign(&mut layer.items, row, Pos::new(sign_x, at.y), theme);
        let colour = match row {
            Row::Type(_) => theme.text,
            _ => theme.text_quiet,
        };
        let baseline = Pos::new(text_x, at.y + TEXT_SIZE * 0.36);
        let words = row.words(self.language);
        let mut text = Text::new(words, baseline, Font::Sans, TEXT_SIZE, colour).anchored(anchor);
        text.direction = self.language.direction();
        layer.push(text);
    }

    /// The legend in a rectangle that [`Legend::best_place`] gave.
    #[must_use]
    pub fn draw(&self, rect: Rect, theme: &Theme) -> Layer {
        let mut layer = Layer::default();
        layer.push(Panel {
            rect,
            corner_radius: 6.0,
            fill: Some(theme.panel.with_opacity(0.96)),
            line: Some(Line::solid(1.0, theme.panel_line)),
        });
        let x = match self.language.direction() {
            Direction::RightToLeft => rect.max.x - PADDING,
            Direction::LeftToRight => rect.min.x + PADDING,
        };
        let mut top = rect.min.y + PADDING;
        for row in &self.rows {
            let middle = top + row.height() / 2.0;
            self.draw_row(&mut layer, *row, Pos::new(x, middle), theme);
            if let Row::Type(kind) = row {
                let row_rect = Rect::new(rect.min.x, top, rect.width(), row.height());
                layer.push_hit(HitShape::Rect(row_rect), Target::LegendType(*kind));
            }
            top += row.height();
        }
        layer
    }
}

/// Signs without a type are shown in the colours of "type not stated", as a square.
fn draw_row_sign(items: &mut Vec<Item>, row: Row, pos: Pos, theme: &Theme) {
    let example = EventType::Explosions;
    let plain = MarkerState::default();
    let toll = |min, max: Option<u32>, highest_stated| {
        TollView::Stated(TollRange { min, max, highest_stated })
    };
    match row {
        Row::Type(kind) => draw_sign(items, pos, kind, 5.2, false, theme),
        Row::Range => draw_marker(items, pos, example, toll(3, Some(24), 24), plain, theme),
        Row::OpenRange => draw_marker(items, pos, example, toll(3, None, 24), plain, theme),
        Row::UnknownToll => draw_marker(items, pos, example, TollView::Unknown, plain, theme),
        Row::ZeroToll => draw_marker(items, pos, example, toll(0, Some(0), 0), plain, theme),
        Row::Area => items.push(
            Circle {
                centre: pos,
                radius: 8.0,
                fill: Some(area_colour(example, theme)),
                line: Some(Line::dashed(1.0, theme.text_quiet, 3.0, 2.4)),
            }
            .into(),
        ),
        Row::Shape => items.push(
            Panel {
                rect: Rect::centred(pos, 16.0, 10.0),
                corner_radius: 1.0,
                fill: Some(area_colour(example, theme)),
                line: Some(Line::solid(1.5, theme.event_type_line(example))),
            }
            .into(),
        ),
        Row::Cluster => {
            let mut by_type = [0; EventType::COUNT];
            by_type[EventType::Battles.index()] = 2;
            by_type[EventType::Explosions.index()] = 1;
            by_type[EventType::ViolenceAgainstCivilians.index()] = 1;
            draw_cluster(items, pos, &by_type, theme);
        }
        Row::Hollow => {
            let state = MarkerState { is_hollow: true, ..plain };
            draw_marker(items, pos, example, TollView::Unknown, state, theme);
        }
        Row::Tie => items.push(
            Stroke {
                points: vec![pos.plus(-10.0, 0.0), pos.plus(10.0, 0.0)],
                closed: false,
                line: Line::dashed(1.6, theme.text_quiet, 2.0, 3.5),
            }
            .into(),
        ),
        Row::UnverifiedName => items.push(
            Text::new("Ab?", pos.plus(0.0, 4.0), Font::Sans, 10.5, theme.label_quiet)
                .anchored(Anchor::Middle)
                .into(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen() -> Seen {
        let mut seen = Seen { ring: true, area: true, ..Seen::default() };
        seen.types[EventType::Battles.index()] = true;
        seen
    }

    #[test]
    fn only_what_is_seen_is_explained() {
        assert_eq!(rows(&seen(), false), [Row::Type(EventType::Battles), Row::Range, Row::Area]);
        assert!(Legend::new(&Seen::default(), false, Language::English).is_none());
    }

    #[test]
    fn the_legend_takes_the_corner_without_markers() {
        let room = Rect::new(0.0, 0.0, 800.0, 600.0);
        let legend = Legend::new(&seen(), false, Language::English).unwrap();
        let mut taken = Taken::new(room);
        assert_eq!(legend.best_place(&room, None, &taken).unwrap().min, Pos::new(0.0, 0.0));
        taken.take(Rect::new(20.0, 20.0, 20.0, 20.0));
        taken.take(Rect::new(770.0, 20.0, 20.0, 20.0));
        assert_eq!(legend.best_place(&room, None, &taken).unwrap().max, room.max);
        let small = Rect::new(0.0, 0.0, 120.0, 80.0);
        assert!(legend.best_place(&small, None, &taken).is_none());
    }
}
