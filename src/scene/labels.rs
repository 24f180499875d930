//! Names on the map that overlap neither each other nor anything else that matters.
//!
//! Greedy placement by priority: the most important name takes the best free position of its
//! candidates, then the next; a name that finds none is left out, first its second script, then
//! the whole. Order and candidates are fixed, so the same view always gives the same names.
//! (Christensen, Marks and Shieber 1995, "An Empirical Study of Algorithms for Point-Feature
//! Label Placement", compare greedy placement with costlier ways.)

use std::sync::Arc;

use super::colour::Colour;
use super::geometry::{Pos, Rect};
use super::shape::{Anchor, Direction, Font, Halo, HitShape, Layer, Target, Text};
use super::text_metrics;

/// Side of a cell of the collision grid in logical pixels.
const CELL: f32 = 64.0;

/// Room kept free around names, in logical pixels.
const MARGIN: f32 = 2.0;

/// A name that finds no room beside its dot tries again this much further off, in logical
/// pixels.
const STEP_OFF: f32 = 14.0;

/// Which names are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum LabelScript {
    /// English above, Arabic below.
    #[default]
    Both,
    /// English alone.
    Latin,
    /// Arabic alone; English for what has no Arabic name.
    Arabic,
}

impl LabelScript {
    /// `both`, `english` or `arabic`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Both => "both",
            Self::Latin => "english",
            Self::Arabic => "arabic",
        }
    }

    /// The script of that name; `None` for other words.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Both, Self::Latin, Self::Arabic].into_iter().find(|script| script.name() == name)
    }
}

/// Rectangles that are taken, found by where they are.
#[derive(Debug, Clone)]
pub struct Taken {
    view: Rect,
    columns: usize,
    rows: usize,
    cells: Vec<Vec<u32>>,
    rects: Vec<Rect>,
}

impl Taken {
    /// Nothing taken yet in a view; what is outside of it counts as taken.
    #[must_use]
    pub fn new(view: Rect) -> Self {
        let columns = (view.width() / CELL).ceil().clamp(1.0, 4096.0) as usize;
        let rows = (view.height() / CELL).ceil().clamp(1.0, 4096.0) as usize;
        Self { view, columns, rows, cells: vec![Vec::new(); columns * rows], rects: Vec::new() }
    }

    fn cells_of(&self, rect: &Rect) -> impl Iterator<Item = usize> + use<> {
        let cell = |v: f32, origin: f32, n: usize| {
            (((v - origin) / CELL).floor().max(0.0) as usize).min(n - 1)
        };
        let (x0, x1) = (
            cell(rect.min.x, self.view.min.x, self.columns),
            cell(rect.max.x, self.view.min.x, self.columns),
        );
        let (y0, y1) = (
            cell(rect.min.y, self.view.min.y, self.rows),
            cell(rect.max.y, self.view.min.y, self.rows),
        );
        let columns = self.columns;
        (y0..=y1).flat_map(move |y| (x0..=x1).map(move |x| y * columns + x))
    }

    /// Takes a rectangle.
    pub fn take(&mut self, rect: Rect) {
        if !rect.overlaps(&self.view) {
            return;
        }
        let index = self.rects.len() as u32;
        self.rects.push(rect);
        for cell in self.cells_of(&rect) {
            self.cells[cell].push(index);
        }
    }

    /// Whether a rectangle lies in the view and overlaps nothing that is taken.
    #[must_use]
    pub fn is_free(&self, rect: &Rect) -> bool {
        self.view.contains_rect(rect)
            && self.cells_of(rect).all(|cell| {
                self.cells[cell].iter().all(|&i| !self.rects[i as usize].overlaps(rect))
            })
    }

    /// How many of the taken rectangles overlap `rect`.
    #[must_use]
    pub fn n_overlapping(&self, rect: &Rect) -> usize {
        self.rects.iter().filter(|taken| taken.overlaps(rect)).count()
    }
}

/// Where a name may stand.
#[derive(Debug, Clone, PartialEq)]
pub enum Site {
    /// Beside a dot of this radius: right, left, above, below, then the corners.
    Beside(Pos, f32),
    /// Beside a dot of this radius as above, and where there is no room, further off by this
    /// much at most.
    BesideOrNear(Pos, f32, f32),
    /// Around a point of an area: on it, then a little above, below and to the sides.
    Around(Pos),
    /// On an area, at the first of these points of it that has room: around the first, then
    /// centred on the others.
    On(Vec<Pos>),
    /// Outside of an area full of other names: along its sides and at its corners.
    Outside(Rect),
}

/// A name that would like to be on the map.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// English name; may be empty.
    pub latin: String,
    /// Arabic name; may be empty.
    pub arabic: String,
    /// Where it may stand.
    pub site: Site,
    /// Higher ones are placed first; equal ones in the order given.
    pub priority: i32,
    /// Face of the English name; the Arabic one is never bold.
    pub font: Font,
    /// Size of the English name; the Arabic one follows it.
    pub size: f32,
    /// Colour of the English name.
    pub colour: Colour,
    /// Colour of the Arabic name.
    pub arabic_colour: Colour,
    /// Gazetteer id, for clicks; `None` for a name that does not answer.
    pub place: Option<Arc<str>>,
}

/// One line of a label.
struct LabelLine<'a> {
    text: &'a str,
    font: Font,
    size: f32,
    colour: Colour,
    width: f32,
}

impl Label {
    fn lines(&self, script: LabelScript) -> Vec<LabelLine<'_>> {
        let line = |text, font, size, colour| LabelLine {
            text,
            font,
            size,
            colour,
            width: text_metrics::width(text, font, size),
        };
        let latin = || line(&self.latin, self.font, self.size, self.colour);
        let arabic = |size, colour, font| line(&self.arabic, font, size, colour);
        match (script, self.latin.is_empty(), self.arabic.is_empty()) {
            (_, true, true) => Vec::new(),
            (LabelScript::Both, false, false) => {
                vec![latin(), arabic(self.size * 0.95, self.arabic_colour, Font::Sans)]
            }
            (LabelScript::Arabic, _, false) | (_, true, false) => {
                vec![arabic(self.size * 1.05, self.colour, self.font)]
            }
            _ => vec![latin()],
        }
    }
}

/// Distance from the top of a line to its baseline, and from there to the bottom, in ems. Names
/// are set tight: letters without marks reach no further.
const LINE_UP: f32 = 0.80;
const LINE_DOWN: f32 = 0.30;

/// Places names, takes their room, and draws them. What cannot be placed is left out. Positions
/// that touch nothing in `avoided` come before those that do.
pub fn place(
    labels: &mut [Label],
    script: LabelScript,
    halo: Halo,
    taken: &mut Taken,
    avoided: &Taken,
) -> Layer {
    labels.sort_by_key(|label| std::cmp::Reverse(label.priority));
    let mut layer = Layer::default();
    for label in labels.iter() {
        // Both scripts first; where there is no room for two lines, one may still fit.
        let attempts: &[LabelScript] = match script {
            LabelScript::Both => &[LabelScript::Both, LabelScript::Latin],
            LabelScript::Latin => &[LabelScript::Latin],
            LabelScript::Arabic => &[LabelScript::Arabic],
        };
        for &attempt in attempts {
            let lines = label.lines(attempt);
            if lines.is_empty() || put(label, &lines, halo, taken, avoided, &mut layer) {
                break;
            }
        }
    }
    layer
}

fn put(
    label: &Label,
    lines: &[LabelLine<'_>],
    halo: Halo,
    taken: &mut Taken,
    avoided: &Taken,
    layer: &mut Layer,
) -> bool {
    let width = lines.iter().map(|line| line.width).fold(0.0, f32::max);
    let height: f32 = lines.iter().map(|line| line.size * (LINE_UP + LINE_DOWN)).sum();
    let found = candidates(&label.site, width, height)
        .into_iter()
        .filter(|(rect, _)| taken.is_free(&rect.grown(MARGIN)))
        .min_by_key(|(rect, _)| !avoided.is_free(rect));
    let Some((rect, anchor)) = found else { return false };
    taken.take(rect.grown(MARGIN));
    let x = match anchor {
        Anchor::Left => rect.min.x,
        Anchor::Middle => rect.centre().x,
        Anchor::Right => rect.max.x,
    };
    let mut top = rect.min.y;
    for line in lines {
        layer.push(Text {
            text: line.text.to_owned(),
            pos: Pos::new(x, top + line.size * LINE_UP),
            anchor,
            font: line.font,
            size: line.size,
            colour: line.colour,
            halo: Some(halo),
            direction: Direction::of(line.text),
            rotation_deg: 0.0,
        });
        top += line.size * (LINE_UP + LINE_DOWN);
    }
    if let Some(place) = &label.place {
        layer.push_hit(HitShape::Rect(rect), Target::Place(Arc::clone(place)));
    }
    true
}

/// The rectangles where a block of this size may stand, best first, and how its lines are set.
fn candidates(site: &Site, width: f32, height: f32) -> Vec<(Rect, Anchor)> {
    match site {
        &Site::Beside(p, radius) => beside(p, radius, 0.0, width, height),
        &Site::BesideOrNear(p, radius, reach) => beside(p, radius, reach, width, height),
        Site::Around(p) => around(*p, width, height),
        Site::On(points) => {
            let nearest = points.first().map(|p| around(*p, width, height));
            let others =
                points.iter().skip(1).map(|p| (Rect::centred(*p, width, height), Anchor::Middle));
            nearest.into_iter().flatten().chain(others).collect()
        }
        Site::Outside(area) => {
            let beside = [0.4, 0.2, 0.6, 0.0, 0.8, 1.0];
            [6.0, 24.0, 48.0, 72.0]
                .into_iter()
                .flat_map(|gap| {
                    let up = |share: f32| area.max.y - share * area.height() - height / 2.0;
                    let across = |share: f32| area.min.x + share * area.width() - width / 2.0;
                    let left = beside.map(|at| (area.min.x - gap - width, up(at), Anchor::Right));
                    let right = beside.map(|at| (area.max.x + gap, up(at), Anchor::Left));
                    let below = beside.map(|at| (across(at), area.max.y + gap, Anchor::Middle));
                    let above =
                        beside.map(|at| (across(at), area.min.y - gap - height, Anchor::Middle));
                    [left, below, above, right].into_iter().flatten()
                })
                .map(|(x, y, anchor)| (Rect::new(x, y, width, height), anchor))
                .collect()
        }
    }
}

/// A block beside a dot of `radius`: right, left, above, below, then the corners; then the
/// same further off, by up to `reach`.
fn beside(p: Pos, radius: f32, reach: f32, width: f32, height: f32) -> Vec<(Rect, Anchor)> {
    let block = |x: f32, y: f32| Rect::new(x, y, width, height);
    // At this distance from the dot, and at the corners a little nearer.
    let ring = |gap: f32, near: f32| {
        [
            (block(p.x + gap, p.y - height / 2.0), Anchor::Left),
            (block(p.x - gap - width, p.y - height / 2.0), Anchor::Right),
            (block(p.x - width / 2.0, p.y - gap - height), Anchor::Middle),
            (block(p.x - width / 2.0, p.y + gap), Anchor::Middle),
            (block(p.x + near, p.y - near - height), Anchor::Left),
            (block(p.x + near, p.y + near), Anchor::Left),
            (block(p.x - near - width, p.y - near - height), Anchor::Right),
            (block(p.x - near - width, p.y + near), Anchor::Right),
        ]
    };
    let mut all = ring(radius + 3.5, 0.7 * radius + 2.0).to_vec();
    let mut off = STEP_OFF;
    while off <= reach {
        all.extend(ring(radius + 3.5 + off, 0.7 * (radius + off)));
        off += STEP_OFF;
    }
    all
}

/// A block on a point of an area, then a little above, below and to the sides.
fn around(p: Pos, width: f32, height: f32) -> Vec<(Rect, Anchor)> {
    let (dx, dy) = (width * 0.5, height * 0.75);
    [
        (0.0, 0.0),
        (0.0, -dy),
        (0.0, dy),
        (dx, 0.0),
        (-dx, 0.0),
        (dx, -dy),
        (dx, dy),
        (-dx, -dy),
        (-dx, dy),
        (0.0, -2.0 * dy),
        (0.0, 2.0 * dy),
    ]
    .map(|(x, y)| (Rect::centred(p.plus(x, y), width, height), Anchor::Middle))
    .to_vec()
}

/// A name along a line, where the line runs straightest: the name's middle and its turn in
/// degrees. `offset` moves it off the line, upward when it reads from left to right. `None` where
/// no stretch is straight and free enough.
#[must_use]
pub fn along(
    line: &[Pos],
    width: f32,
    height: f32,
    offset: f32,
    taken: &mut Taken,
) -> Option<(Pos, f32)> {
    let lengths: Vec<f32> = std::iter::once(0.0)
        .chain(line.windows(2).scan(0.0, |sum, pair| {
            *sum += pair[0].distance(pair[1]);
            Some(*sum)
        }))
        .collect();
    let total = *lengths.last()?;
    let mut best: Option<(f32, Pos, f32, Vec<Rect>)> = None;
    let mut start = 0.0;
    while start + width <= total {
        if let Some((cost, pos, turn, boxes)) =
            straight_stretch(line, &lengths, start, width, height, offset)
            && best.as_ref().is_none_or(|(least, ..)| cost < *least)
            && boxes.iter().all(|b| taken.is_free(b))
        {
            best = Some((cost, pos, turn, boxes));
        }
        start += 12.0;
    }
    let (_, pos, turn, boxes) = best?;
    boxes.into_iter().for_each(|b| taken.take(b));
    Some((pos, turn))
}

/// The stretch of `width` pixels that starts `start` pixels along the line: how crooked it is,
/// and where the name would be; `None` when too crooked.
fn straight_stretch(
    line: &[Pos],
    lengths: &[f32],
    start: f32,
    width: f32,
    height: f32,
    offset: f32,
) -> Option<(f32, Pos, f32, Vec<Rect>)> {
    let point_at = |along: f32| -> Pos {
        let i = lengths.partition_point(|l| *l < along).clamp(1, line.len() - 1);
        let (a, b) = (line[i - 1], line[i]);
        let piece = (lengths[i] - lengths[i - 1]).max(1e-6);
        let t = ((along - lengths[i - 1]) / piece).clamp(0.0, 1.0);
        Pos::new(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t)
    };
    let (mut a, mut b) = (point_at(start), point_at(start + width));
    if b.x < a.x {
        std::mem::swap(&mut a, &mut b);
    }
    let chord = a.distance(b);
    if chord < 0.9 * width {
        return None;
    }
    let (ux, uy) = ((b.x - a.x) / chord, (b.y - a.y) / chord);
    let crooked = (1..8)
        .map(|i| {
            let p = point_at(start + width * i as f32 / 8.0);
            ((p.x - a.x) * uy - (p.y - a.y) * ux).abs()
        })
        .fold(0.0, f32::max);
    if crooked > height * 0.8 || uy.abs() > 0.95 {
        return None;
    }
    // Steep names are hard to read.
    let cost = crooked + 6.0 * uy.abs();
    let middle = Pos::new((a.x + b.x) / 2.0 + uy * offset, (a.y + b.y) / 2.0 - ux * offset);
    // Upright boxes that cover the turned line of letters, which reaches further up from its
    // baseline than down.
    let side = height * (ux.abs() + uy.abs());
    let centre = middle.plus(uy * 0.24 * height, -ux * 0.24 * height);
    let n_boxes = (2.0 * width / height).ceil().max(1.0) as usize;
    let boxes = (0..=n_boxes)
        .map(|i| {
            let t = (i as f32 / n_boxes as f32 - 0.5) * width;
            Rect::centred(centre.plus(ux * t, uy * t), side, side)
        })
        .collect();
    Some((cost, middle, uy.atan2(ux).to_degrees(), boxes))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn label(i: usize, x: f32, y: f32) -> Label {
        Label {
            latin: format!("Tell Number {i}"),
            arabic: "تل الرقم".to_owned(),
            site: match i % 5 {
                0 => Site::Beside(Pos::new(x, y), 3.0),
                1 => Site::Around(Pos::new(x, y)),
                2 => Site::BesideOrNear(Pos::new(x, y), 3.0, 56.0),
                3 => Site::On((0..9).map(|i| Pos::new(x + 30.0 * i as f32, y)).collect()),
                _ => Site::Outside(Rect::new(x, y, 90.0, 60.0)),
            },
            priority: (i % 5) as i32,
            font: Font::Sans,
            size: 12.0,
            colour: Colour::hex(0),
            arabic_colour: Colour::hex(0),
            place: None,
        }
    }

    proptest! {
        #[test]
        fn names_keep_out_of_each_other_and_of_what_is_taken(
            at in prop::collection::vec((-50.0..850.0f32, -50.0..650.0f32), 1..80),
            blocks in prop::collection::vec((0.0..780.0f32, 0.0..580.0f32), 0..20),
        ) {
            let view = Rect::new(0.0, 0.0, 800.0, 600.0);
            let mut taken = Taken::new(view);
            let blocks: Vec<Rect> =
                blocks.into_iter().map(|(x, y)| Rect::new(x, y, 20.0, 20.0)).collect();
            blocks.iter().for_each(|b| taken.take(*b));
            let mut labels: Vec<Label> =
                at.iter().enumerate().map(|(i, &(x, y))| label(i, x, y)).collect();
            let halo = Halo { colour: Colour::hex(0), width: 1.0 };
            let layer = place(&mut labels, LabelScript::Both, halo, &mut taken, &Taken::new(view));
            let rects: Vec<Rect> = layer
                .items
                .iter()
                .map(|item| match item {
                    crate::scene::shape::Item::Text(text) => text.bounds().grown(-0.1),
                    _ => unreachable!("labels are texts"),
                })
                .collect();
            for (i, a) in rects.iter().enumerate() {
                prop_assert!(view.contains_rect(a));
                prop_assert!(blocks.iter().all(|b| !b.overlaps(a)), "{a:?}");
                prop_assert!(rects[i + 1..].iter().all(|b| !b.overlaps(a)), "{a:?}");
            }
        }
    }
}
