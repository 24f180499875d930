//! The drawing list: shapes and texts in logical pixels, and what a click on them means.
//!
//! `x` grows rightward and `y` **downward** from the upper left corner. Items are painted in
//! order, the first at the bottom. A painter needs nothing else: no data, no font metrics, no
//! theme.

use std::sync::Arc;

use super::colour::Colour;
use super::geometry::{Pos, Rect};
use super::logo::Logo;
use super::text_metrics;
use crate::model::{EventId, EventType};

/// How a line is drawn. Lines have round caps and joins.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// Width in logical pixels.
    pub width: f32,
    /// Colour.
    pub colour: Colour,
    /// Lengths of dash and gap in logical pixels, drawn with flat caps; `None` for a solid line.
    pub dash: Option<[f32; 2]>,
}

impl Line {
    /// A solid line.
    #[must_use]
    pub const fn solid(width: f32, colour: Colour) -> Self {
        Self { width, colour, dash: None }
    }

    /// A dashed line.
    #[must_use]
    pub const fn dashed(width: f32, colour: Colour, dash: f32, gap: f32) -> Self {
        Self { width, colour, dash: Some([dash, gap]) }
    }
}

/// A filled area with holes.
#[derive(Debug, Clone, PartialEq)]
pub struct Fill {
    /// The corners of all rings, one ring after the other; no ring repeats its first corner.
    pub points: Vec<Pos>,
    /// Where each ring ends in `points`: the outer ring first, then its holes.
    pub ring_ends: Vec<u32>,
    /// The same area as triangles, three positions in `points` each, in the manner of earcut;
    /// `None` when nobody has cut the area up yet.
    pub triangles: Option<Arc<[u32]>>,
    /// Colour.
    pub colour: Colour,
}

impl Fill {
    /// The rings, outer ring first.
    pub fn rings(&self) -> impl Iterator<Item = &[Pos]> {
        let mut start = 0;
        self.ring_ends.iter().map(move |&end| {
            let ring = &self.points[start..end as usize];
            start = end as usize;
            ring
        })
    }
}

/// A line through points.
#[derive(Debug, Clone, PartialEq)]
pub struct Stroke {
    /// The points in order.
    pub points: Vec<Pos>,
    /// Whether the last point is joined to the first.
    pub closed: bool,
    /// How it is drawn.
    pub line: Line,
}

/// A circle, filled, outlined or both.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Circle {
    /// Centre.
    pub centre: Pos,
    /// Radius in logical pixels.
    pub radius: f32,
    /// Fill; `None` for an empty circle.
    pub fill: Option<Colour>,
    /// Outline, half of it inside; `None` for none.
    pub line: Option<Line>,
}

/// A small convex polygon, filled, outlined or both.
#[derive(Debug, Clone, PartialEq)]
pub struct Polygon {
    /// The corners, the first not repeated.
    pub points: Vec<Pos>,
    /// Fill; `None` for an empty polygon.
    pub fill: Option<Colour>,
    /// Outline, half of it inside; `None` for none.
    pub line: Option<Line>,
}

/// A slice of a ring between two radii.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RingSlice {
    /// Centre of the ring.
    pub centre: Pos,
    /// Radius of the middle of the line.
    pub radius: f32,
    /// Where it starts, in radians clockwise from the top.
    pub start: f32,
    /// How far it runs clockwise, in radians, up to a full turn.
    pub sweep: f32,
    /// Width and colour; drawn with flat caps.
    pub line: Line,
}

/// A rectangle, filled, outlined or both.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Panel {
    /// Where.
    pub rect: Rect,
    /// Radius of the corners in logical pixels; 0 for square ones.
    pub corner_radius: f32,
    /// Fill; `None` for an empty rectangle.
    pub fill: Option<Colour>,
    /// Outline, half of it inside; `None` for none.
    pub line: Option<Line>,
}

/// A picture from a file, drawn whole into a rectangle of its own proportions.
#[derive(Debug, Clone, PartialEq)]
pub struct Image {
    /// Where.
    pub rect: Rect,
    /// The file.
    pub logo: Logo,
}

/// Which side of a text stands at its position, as seen, whatever the text's direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Anchor {
    /// The left edge of the text.
    #[default]
    Left,
    /// The middle.
    Middle,
    /// The right edge.
    Right,
}

/// The base direction of a text (UAX #9, paragraph level).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Direction {
    /// Left to right.
    #[default]
    LeftToRight,
    /// Right to left.
    RightToLeft,
}

impl Direction {
    /// The direction of the first letter that has one; left to right when none has (rules P2
    /// and P3 of UAX #9).
    #[must_use]
    pub fn of(text: &str) -> Self {
        match unicode_bidi::get_base_direction(text) {
            unicode_bidi::Direction::Rtl => Self::RightToLeft,
            _ => Self::LeftToRight,
        }
    }
}

/// Which of the bundled faces a text is set in. Each has an Arabic companion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Font {
    /// Noto Sans, with Noto Sans Arabic: labels and the program's own words.
    Sans,
    /// The bold of both.
    SansBold,
    /// Noto Serif, with Noto Naskh Arabic: the sources' words.
    Serif,
    /// Noto Serif Italic, with Noto Naskh Arabic (Arabic has no italic): waters.
    SerifItalic,
}

/// A margin of another colour around letters, so that they stand out from what is below.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Halo {
    /// Colour.
    pub colour: Colour,
    /// Width outside of the letters, in logical pixels.
    pub width: f32,
}

/// One line of text.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// The words in logical order. Runs of the other script are already isolated (FSI, PDI).
    pub text: String,
    /// Where the side named by `anchor` meets the **baseline**.
    pub pos: Pos,
    /// Which side of the text stands at `pos`.
    pub anchor: Anchor,
    /// Face.
    pub font: Font,
    /// Font size: the em in logical pixels.
    pub size: f32,
    /// Colour.
    pub colour: Colour,
    /// Margin around the letters; `None` for none.
    pub halo: Option<Halo>,
    /// Base direction.
    pub direction: Direction,
    /// Turned clockwise around `pos` by so many degrees.
    pub rotation_deg: f32,
}

impl Text {
    /// A text with its own direction, no halo, not turned, standing to the right of `pos`.
    #[must_use]
    pub fn new(text: impl Into<String>, pos: Pos, font: Font, size: f32, colour: Colour) -> Self {
        let text = text.into();
        let direction = Direction::of(&text);
        Self {
            text,
            pos,
            anchor: Anchor::Left,
            font,
            size,
            colour,
            halo: None,
            direction,
            rotation_deg: 0.0,
        }
    }

    /// The same text on the other side of, or around, its position.
    #[must_use]
    pub const fn anchored(mut self, anchor: Anchor) -> Self {
        self.anchor = anchor;
        self
    }

    /// The same text with a margin.
    #[must_use]
    pub const fn with_halo(mut self, colour: Colour, width: f32) -> Self {
        self.halo = Some(Halo { colour, width });
        self
    }

    /// Width in logical pixels.
    #[must_use]
    pub fn width(&self) -> f32 {
        text_metrics::width(&self.text, self.font, self.size)
    }

    /// The left end of its baseline when it is not turned.
    #[must_use]
    pub fn left(&self) -> Pos {
        let shift = match self.anchor {
            Anchor::Left => 0.0,
            Anchor::Middle => self.width() / 2.0,
            Anchor::Right => self.width(),
        };
        self.pos.plus(-shift, 0.0)
    }

    /// The four corners of the box from ascender to descender, clockwise from the upper left
    /// one of the text when it is not turned.
    #[must_use]
    pub fn corners(&self) -> [Pos; 4] {
        let (ascent, descent) = text_metrics::ascent_descent(self.font, self.size);
        let (left, width) = (self.left(), self.width());
        let (sin, cos) = self.rotation_deg.to_radians().sin_cos();
        [(0.0, -ascent), (width, -ascent), (width, descent), (0.0, descent)].map(|(dx, dy)| {
            let (x, y) = (left.x + dx - self.pos.x, left.y + dy - self.pos.y);
            self.pos.plus(x * cos - y * sin, x * sin + y * cos)
        })
    }

    /// The smallest upright rectangle around [`Text::corners`].
    #[must_use]
    pub fn bounds(&self) -> Rect {
        Rect::around(self.corners()).unwrap_or_default()
    }
}

/// Items that belong together.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Group {
    /// What it is, as a word for readers of the SVG: `basemap`, `labels`, `markers`, ...
    pub class: &'static str,
    /// A title that SVG viewers show and screen readers speak; `None` for none.
    pub title: Option<String>,
    /// Nothing outside this rectangle is painted; `None` for no limit.
    pub clip: Option<Rect>,
    /// The items, bottom first.
    pub items: Vec<Item>,
}

/// One thing to paint.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// An area.
    Fill(Fill),
    /// A line.
    Stroke(Stroke),
    /// A circle.
    Circle(Circle),
    /// A slice of a ring.
    Ring(RingSlice),
    /// A small convex polygon.
    Polygon(Polygon),
    /// A rectangle.
    Panel(Panel),
    /// A line of text.
    Text(Text),
    /// A picture from a file.
    Image(Image),
    /// Items that belong together.
    Group(Group),
}

/// What a click or a hover is on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Target {
    /// The marker of one place of an event.
    Marker {
        /// The event.
        event: EventId,
        /// Which of the event's placements, from 0.
        placement: u16,
    },
    /// A cluster, by the key that it was given with.
    Cluster(u64),
    /// A pile of events on one spot, too many to fan out; the event is one of them.
    Pile(EventId),
    /// A named place of the basemap, by gazetteer id.
    Place(Arc<str>),
    /// A bar of the timeline, by its position among the bins.
    Bar(u32),
    /// The span of an event with an uncertain date.
    Span(EventId),
    /// The handle at the start of the chosen range.
    FromHandle,
    /// The handle at its end.
    ToHandle,
    /// The chosen range between its handles.
    RangeBody,
    /// An event type in the legend.
    LegendType(EventType),
}

/// The extent of a [`Hit`].
#[derive(Debug, Clone, PartialEq)]
pub enum HitShape {
    /// Within this distance of a centre.
    Circle(Pos, f32),
    /// A rectangle.
    Rect(Rect),
}

/// Something that answers to the pointer.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Where.
    pub shape: HitShape,
    /// What it is.
    pub target: Target,
}

impl Hit {
    /// Whether the point is on it.
    #[must_use]
    pub fn contains(&self, p: Pos) -> bool {
        match &self.shape {
            HitShape::Circle(centre, radius) => centre.distance(p) <= *radius,
            HitShape::Rect(rect) => rect.contains(p),
        }
    }
}

/// A picture as a list of shapes and texts.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scene {
    /// Width in logical pixels.
    pub width: f32,
    /// Height in logical pixels.
    pub height: f32,
    /// What is painted, bottom first.
    pub items: Vec<Item>,
    /// What answers to the pointer, **topmost first**.
    pub hits: Vec<Hit>,
}

impl Scene {
    /// An empty scene.
    #[must_use]
    pub const fn new(width: f32, height: f32) -> Self {
        Self { width, height, items: Vec::new(), hits: Vec::new() }
    }

    /// The topmost thing under the point.
    #[must_use]
    pub fn hit(&self, p: Pos) -> Option<&Target> {
        self.hits.iter().find(|hit| hit.contains(p)).map(|hit| &hit.target)
    }

    /// Puts a group on top, and what answers in it before all that answered so far.
    pub fn push_group(&mut self, class: impl Into<GroupName>, clip: Option<Rect>, layer: Layer) {
        let GroupName { class, title } = class.into();
        if !layer.items.is_empty() {
            self.items.push(Item::Group(Group { class, title, clip, items: layer.items }));
        }
        if !layer.hits.is_empty() {
            let below = std::mem::take(&mut self.hits);
            self.hits = layer.hits;
            self.hits.reverse();
            self.hits.extend(below);
        }
    }

    /// Visits every text, in painting order, with the class of the innermost group around it
    /// (empty outside of groups).
    pub fn visit_texts<'a>(&'a self, visit: &mut impl FnMut(&'static str, &'a Text)) {
        fn walk<'a>(
            items: &'a [Item],
            class: &'static str,
            visit: &mut impl FnMut(&'static str, &'a Text),
        ) {
            for item in items {
                match item {
                    Item::Text(text) => visit(class, text),
                    Item::Group(group) => walk(&group.items, group.class, visit),
                    _ => {}
                }
            }
        }
        walk(&self.items, "", visit);
    }
}

/// The class of a group and, where it has one, its title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupName {
    /// See [`Group::class`].
    pub class: &'static str,
    /// See [`Group::title`].
    pub title: Option<String>,
}

impl From<&'static str> for GroupName {
    fn from(class: &'static str) -> Self {
        Self { class, title: None }
    }
}

impl From<(&'static str, &str)> for GroupName {
    fn from((class, title): (&'static str, &str)) -> Self {
        Self { class, title: Some(title.to_owned()) }
    }
}

/// Items and hits in the making, both **bottom first**.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Layer {
    /// What is painted.
    pub items: Vec<Item>,
    /// What answers to the pointer.
    pub hits: Vec<Hit>,
}

impl Layer {
    /// Adds an item on top.
    pub fn push(&mut self, item: impl Into<Item>) {
        self.items.push(item.into());
    }

    /// Adds something that answers, on top.
    pub fn push_hit(&mut self, shape: HitShape, target: Target) {
        self.hits.push(Hit { shape, target });
    }

    /// Adds all of another layer on top.
    pub fn append(&mut self, other: Self) {
        self.items.extend(other.items);
        self.hits.extend(other.hits);
    }
}

macro_rules! item_from {
    ($($variant:ident($kind:ty)),+ $(,)?) => {$(
        impl From<$kind> for Item {
            fn from(shape: $kind) -> Self {
                Self::$variant(shape)
            }
        }
    )+};
}

item_from!(
    Fill(Fill),
    Stroke(Stroke),
    Circle(Circle),
    Ring(RingSlice),
    Polygon(Polygon),
    Panel(Panel),
    Text(Text),
    Image(Image),
    Group(Group),
);
