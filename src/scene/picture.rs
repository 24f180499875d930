//! A whole page: title, map, timeline strip, key events, and a caption that lets the picture
//! stand on its own.

use super::basemap::Basemap;
use super::bidi::{isolated, with_isolates};
use super::geometry::{Pos, Rect};
use super::map::{MapInput, map};
use super::shape::{Anchor, Circle, Direction, Font, Group, Item, Layer, Line, Panel, Scene, Text};
use super::text_metrics::{self, wrapped};
use super::theme::{Sign, Theme};
use super::timeline::{TimelineInput, timeline};
use super::words::Language;
use crate::model::EventType;

/// What the caption says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Caption {
    /// Title of the page; empty for none.
    pub title: String,
    /// A second line; empty for none.
    pub subtitle: String,
    /// The chosen days in words, for example `1 Jan 2016 to 15 Jan 2017`.
    pub period: String,
    /// The other filters in words; empty when there are none.
    pub filters: String,
    /// Events shown.
    pub n_shown: usize,
    /// Events in the data.
    pub n_all: usize,
    /// Events shown or not that have no date, and so stand on no axis.
    pub n_undated: usize,
    /// Events shown that have no place, and so stand on no map.
    pub n_unlocated: usize,
    /// Names and hashes of the data, for example `sample.events.json sha256:1f3a…`.
    pub data: String,
    /// Version of the gazetteer; empty to leave it out.
    pub gazetteer: String,
    /// When the picture was made, as given by whoever makes it; never read from a clock.
    pub made: Option<String>,
    /// The maker's own notes, one paragraph each.
    pub notes: Vec<String>,
}

/// A numbered event of the table beside the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyEvent {
    /// The number at its marker.
    pub number: u16,
    /// Type: colour and sign.
    pub event_type: EventType,
    /// What happened, in a few words.
    pub title: String,
    /// Day, place and toll in words.
    pub facts: String,
    /// Publisher and date of the sources.
    pub source: String,
    /// The words that it rests on; empty to leave them out.
    pub excerpt: String,
}

/// What a page holds.
#[derive(Debug, Clone, Copy)]
pub struct PictureInput<'a> {
    /// The map.
    pub map: MapInput<'a>,
    /// The strip below the map; `None` to leave it out.
    pub timeline: Option<TimelineInput<'a>>,
    /// Title and caption.
    pub caption: &'a Caption,
    /// The table; empty for none.
    pub key_events: &'a [KeyEvent],
    /// Width and height of the finished picture in logical pixels.
    pub size: [f32; 2],
}

/// How much larger than on a screen a page of this size is drawn, so that its words can be read
/// when it fills a slide or a sheet: 1 for 1280 x 720, growing with the square root of the area.
#[must_use]
pub fn page_scale(size: [f32; 2]) -> f32 {
    let area = f64::from(size[0].max(1.0)) * f64::from(size[1].max(1.0));
    ((area / (1280.0 * 720.0)).sqrt() as f32).clamp(0.4, 16.0)
}

/// The width and height of the map on the page of this input, in the units of [`picture`]: what a
/// camera has to be fitted to.
#[must_use]
pub fn map_size(input: &PictureInput<'_>, theme: &Theme) -> [f32; 2] {
    let rect = Page::new(input, theme).layout().map;
    [rect.width(), rect.height()]
}

/// The page as a scene. It is laid out at `size` divided by [`page_scale`]; exports enlarge it by
/// that factor. The map is a group `map` of the scene.
#[must_use]
pub fn picture(basemap: &Basemap, input: &PictureInput<'_>, theme: &Theme) -> Scene {
    let page = Page::new(input, theme);
    let layout = page.layout();
    let mut scene = Scene::new(page.size[0], page.size[1]);
    let mut ground = Layer::default();
    ground.push(Panel {
        rect: Rect::new(0.0, 0.0, page.size[0], page.size[1]),
        corner_radius: 0.0,
        fill: Some(theme.page),
        line: None,
    });
    scene.push_group("page", None, ground);
    scene.push_group("title", None, page.title(&layout));

    let map_size = [layout.map.width(), layout.map.height()];
    let inner = map(basemap, &input.map, map_size, theme);
    place_scene(&mut scene, "map", inner, layout.map);
    let mut frame = Layer::default();
    frame.push(Panel {
        rect: layout.map,
        corner_radius: 0.0,
        fill: None,
        line: Some(Line::solid(1.0, theme.panel_line)),
    });
    scene.push_group("map-frame", None, frame);

    if let (Some(rect), Some(strip)) = (layout.timeline, &input.timeline) {
        let inner = timeline(strip, [rect.width(), rect.height()], theme);
        place_scene(&mut scene, "timeline", inner, rect);
    }
    if let Some(rect) = layout.table {
        scene.push_group(
            ("key-events", input.map.language.words().key_events),
            Some(rect),
            page.table(rect),
        );
    }
    scene.push_group(("caption", "Caption"), None, page.caption_layer(&layout));
    scene
}

/// Puts a scene into a rectangle of another, moved to its corner.
fn place_scene(into: &mut Scene, class: &'static str, inner: Scene, rect: Rect) {
    let mut layer = Layer::default();
    for item in inner.items {
        layer.push(shifted(item, rect.min));
    }
    into.push_group(class, Some(rect), layer);
}

fn shifted(item: Item, by: Pos) -> Item {
    let p = |pos: Pos| pos.plus(by.x, by.y);
    match item {
        Item::Fill(mut fill) => {
            fill.points.iter_mut().for_each(|pos| *pos = p(*pos));
            fill.into()
        }
        Item::Stroke(mut stroke) => {
            stroke.points.iter_mut().for_each(|pos| *pos = p(*pos));
            stroke.into()
        }
        Item::Circle(circle) => Circle { centre: p(circle.centre), ..circle }.into(),
        Item::Ring(mut slice) => {
            slice.centre = p(slice.centre);
            slice.into()
        }
        Item::Polygon(mut polygon) => {
            polygon.points.iter_mut().for_each(|pos| *pos = p(*pos));
            polygon.into()
        }
        Item::Panel(panel) => Panel { rect: panel.rect.shifted(by.x, by.y), ..panel }.into(),
        Item::Text(mut text) => {
            text.pos = p(text.pos);
            text.into()
        }
        Item::Group(group) => Group {
            clip: group.clip.map(|clip| clip.shifted(by.x, by.y)),
            items: group.items.into_iter().map(|item| shifted(item, by)).collect(),
            ..group
        }
        .into(),
    }
}

const MARGIN: f32 = 18.0;
const TITLE_SIZE: f32 = 21.0;
const SUBTITLE_SIZE: f32 = 12.5;
const CAPTION_SIZE: f32 = 10.0;
const LEADING: f32 = 1.42;
const TIMELINE_HEIGHT: f32 = 92.0;

/// Where the parts of the page lie.
struct Layout {
    title: Vec<String>,
    subtitle: Vec<String>,
    map: Rect,
    timeline: Option<Rect>,
    table: Option<Rect>,
    caption_lines: Vec<(Font, String)>,
    caption_top: f32,
}

struct Page<'a> {
    input: &'a PictureInput<'a>,
    theme: &'a Theme,
    language: Language,
    /// Size in units of the page.
    size: [f32; 2],
}

impl<'a> Page<'a> {
    fn new(input: &'a PictureInput<'a>, theme: &'a Theme) -> Self {
        let scale = page_scale(input.size);
        let size = input.size.map(|side| side.max(1.0) / scale);
        Self { input, theme, language: input.map.language, size }
    }

    fn layout(&self) -> Layout {
        let [width, height] = self.size;
        let inner = width - 2.0 * MARGIN;
        let caption = self.input.caption;
        let title = wrapped(&caption.title, Font::SansBold, TITLE_SIZE, inner);
        let subtitle = wrapped(&caption.subtitle, Font::Sans, SUBTITLE_SIZE, inner);
        let title_height = title.len() as f32 * TITLE_SIZE * 1.25
            + subtitle.len() as f32 * SUBTITLE_SIZE * 1.4
            + if title.is_empty() && subtitle.is_empty() { 0.0 } else { 8.0 };
        let caption_lines = self.caption_lines(inner);
        let caption_height = caption_lines.len() as f32 * CAPTION_SIZE * LEADING;
        let top = MARGIN + title_height;
        let caption_top = height - MARGIN - caption_height;
        let strip_height =
            if self.input.timeline.is_some() { TIMELINE_HEIGHT.min(height * 0.16) } else { 0.0 };
        let strip_top = caption_top - 8.0 - strip_height;
        let map_bottom = (strip_top - if strip_height > 0.0 { 8.0 } else { 0.0 }).max(top + 40.0);
        let is_wide = width >= height * 1.1;
        let (mut map, mut table) =
            (Rect { min: Pos::new(MARGIN, top), max: Pos::new(width - MARGIN, map_bottom) }, None);
        if !self.input.key_events.is_empty() {
            let rtl = self.language.direction() == Direction::RightToLeft;
            if is_wide {
                let share = (inner * 0.30).clamp(220.0, 380.0).min(inner * 0.45);
                let split = if rtl { MARGIN + share } else { width - MARGIN - share };
                let (mut left, mut right) = (map, map);
                left.max.x = split - 6.0;
                right.min.x = split + 6.0;
                (map, table) = if rtl { (right, Some(left)) } else { (left, Some(right)) };
            } else {
                let wanted = self.table_height(inner);
                let share = wanted.min((map_bottom - top) * 0.55);
                let mut below = map;
                map.max.y = map_bottom - share - 10.0;
                below.min.y = map_bottom - share;
                table = Some(below);
            }
        }
        let timeline =
            (strip_height > 0.0).then(|| Rect::new(MARGIN, strip_top, inner, strip_height));
        Layout { title, subtitle, map, timeline, table, caption_lines, caption_top }
    }

    /// The edge where lines of the page's language begin, and their anchor.
    fn edge(&self, rect: &Rect) -> (f32, Anchor) {
        match self.language.direction() {
            Direction::LeftToRight => (rect.min.x, Anchor::Left),
            Direction::RightToLeft => (rect.max.x, Anchor::Right),
        }
    }

    fn text(&self, words: &str, pos: Pos, anchor: Anchor, font: Font, size: f32) -> Text {
        let colour = if font == Font::SansBold { self.theme.text } else { self.theme.text_quiet };
        let direction = Direction::of(words);
        let mut text = Text::new(with_isolates(words, direction), pos, font, size, colour);
        text.direction = direction;
        text.anchored(anchor)
    }

    fn title(&self, layout: &Layout) -> Layer {
        let mut layer = Layer::default();
        let page = Rect::new(MARGIN, 0.0, self.size[0] - 2.0 * MARGIN, self.size[1]);
        let (x, anchor) = self.edge(&page);
        let mut y = MARGIN;
        for line in &layout.title {
            y += TITLE_SIZE * 1.25;
            let pos = Pos::new(x, y - TITLE_SIZE * 0.42);
            layer.push(self.text(line, pos, anchor, Font::SansBold, TITLE_SIZE));
        }
        for line in &layout.subtitle {
            y += SUBTITLE_SIZE * 1.4;
            let pos = Pos::new(x, y - SUBTITLE_SIZE * 0.42);
            layer.push(self.text(line, pos, anchor, Font::Sans, SUBTITLE_SIZE));
        }
        layer
    }

    /// The caption in lines no wider than `width`: what is shown first, and strong.
    fn caption_lines(&self, width: f32) -> Vec<(Font, String)> {
        let caption = self.input.caption;
        let words = self.language.words();
        let [of, events] = words.events_of;
        let filters =
            if caption.filters.is_empty() { words.no_filters } else { caption.filters.as_str() };
        let shown = format!(
            "{}: {} · {}: {} · {} {of} {} {events} · {} {} · {} {}",
            words.period,
            isolated(&caption.period),
            words.filters,
            isolated(filters),
            caption.n_shown,
            caption.n_all,
            caption.n_undated,
            words.undated,
            caption.n_unlocated,
            words.unlocated,
        );
        let mut origin = vec![format!("{}: {}", words.data, isolated(&caption.data))];
        if !caption.gazetteer.is_empty() {
            origin.push(format!("{}: {}", words.gazetteer, isolated(&caption.gazetteer)));
        }
        if let Some(made) = &caption.made {
            origin.push(format!("{}: {}", words.made, isolated(made)));
        }
        origin.push("Deir Atlas".to_owned());
        let paragraphs = std::iter::once((Font::SansBold, shown))
            .chain(caption.notes.iter().map(|note| (Font::Sans, note.clone())))
            .chain([(Font::Sans, words.reading.to_owned()), (Font::Sans, origin.join(" · "))]);
        paragraphs
            .flat_map(|(font, paragraph)| {
                wrapped(&paragraph, font, CAPTION_SIZE, width)
                    .into_iter()
                    .map(move |line| (font, line))
            })
            .collect()
    }

    fn caption_layer(&self, layout: &Layout) -> Layer {
        let mut layer = Layer::default();
        let page = Rect::new(MARGIN, 0.0, self.size[0] - 2.0 * MARGIN, self.size[1]);
        let (x, anchor) = self.edge(&page);
        for (i, (font, line)) in layout.caption_lines.iter().enumerate() {
            let y = layout.caption_top + (i as f32 + 0.78) * CAPTION_SIZE * LEADING;
            let mut text = self.text("", Pos::new(x, y), anchor, *font, CAPTION_SIZE);
            text.direction = self.language.direction();
            text.text = with_isolates(line, text.direction).into_owned();
            layer.push(text);
        }
        layer
    }

    /// The lines of one table entry: font, size, words.
    fn entry_lines(&self, event: &KeyEvent, width: f32) -> Vec<(Font, f32, String)> {
        [
            (Font::SansBold, 10.5, event.title.as_str()),
            (Font::Sans, 10.0, event.facts.as_str()),
            (Font::Serif, 10.5, event.excerpt.as_str()),
            (Font::Sans, 9.0, event.source.as_str()),
        ]
        .into_iter()
        .flat_map(|(font, size, words)| {
            wrapped(words, font, size, width).into_iter().map(move |line| (font, size, line))
        })
        .collect()
    }

    fn entry_height(&self, event: &KeyEvent, width: f32) -> f32 {
        self.entry_lines(event, width).iter().map(|(_, size, _)| size * 1.32).sum::<f32>()
            + ENTRY_GAP
    }

    fn table_height(&self, width: f32) -> f32 {
        let n_columns = n_columns(width);
        let column = (width - COLUMN_GAP * (n_columns - 1) as f32) / n_columns as f32;
        let events = self.input.key_events;
        let heights: Vec<f32> =
            events.iter().map(|event| self.entry_height(event, column - NUMBER_COLUMN)).collect();
        let tallest = heights.iter().copied().fold(0.0, f32::max);
        // Columns cannot be split more evenly than by whole entries.
        let spare = if n_columns > 1 { tallest } else { 0.0 };
        TABLE_HEAD + heights.iter().sum::<f32>() / n_columns as f32 + spare
    }

    /// The numbered events, down each column; what does not fit is counted in a last line, never
    /// cut.
    fn table(&self, rect: Rect) -> Layer {
        let mut layer = Layer::default();
        let words = self.language.words();
        let (x, anchor) = self.edge(&rect);
        let inward = if anchor == Anchor::Left { 1.0 } else { -1.0 };
        let head = Pos::new(x, rect.min.y + 12.0);
        layer.push(self.text(words.key_events, head, anchor, Font::SansBold, 11.5));
        let n_columns = n_columns(rect.width());
        let column = (rect.width() - COLUMN_GAP * (n_columns - 1) as f32) / n_columns as f32;
        let start = rect.min.y + TABLE_HEAD;
        let (mut at, mut i_column) = (Pos::new(x, start), 1);
        let events = self.input.key_events;
        for (i, event) in events.iter().enumerate() {
            let height = self.entry_height(event, column - NUMBER_COLUMN);
            let is_last = i + 1 == events.len();
            // In the last column room is kept for saying what is missing.
            let kept = if is_last || i_column < n_columns { 0.0 } else { 16.0 };
            if at.y + height + kept - ENTRY_GAP > rect.max.y && i_column < n_columns && i > 0 {
                i_column += 1;
                at = Pos::new(at.x + inward * (column + COLUMN_GAP), start);
            }
            let kept = if is_last || i_column < n_columns { 0.0 } else { 16.0 };
            if at.y + height + kept - ENTRY_GAP > rect.max.y {
                let words = format!("+ {} {}", events.len() - i, words.not_listed);
                let pos = Pos::new(at.x, (at.y + 10.0).min(rect.max.y - 4.0));
                layer.push(self.text(&words, pos, anchor, Font::Sans, 10.0));
                break;
            }
            self.entry(&mut layer, event, at, inward, anchor, column - NUMBER_COLUMN);
            at.y += height;
        }
        layer
    }

    fn entry(
        &self,
        layer: &mut Layer,
        event: &KeyEvent,
        at: Pos,
        inward: f32,
        anchor: Anchor,
        width: f32,
    ) {
        let sign = at.plus(inward * 7.0, 7.0);
        super::markers::draw_sign(
            &mut layer.items,
            sign,
            event.event_type,
            5.0 / Sign::of(event.event_type).reach().max(1.0) * 1.2,
            false,
            self.theme,
        );
        let number = event.number.to_string();
        layer.push(self.text(&number, sign.plus(0.0, 17.0), Anchor::Middle, Font::SansBold, 10.0));
        let mut y = at.y;
        for (font, size, line) in self.entry_lines(event, width) {
            let pos = Pos::new(at.x + inward * NUMBER_COLUMN, y + size * 0.95);
            let mut text = self.text(&line, pos, anchor, font, size);
            if font == Font::Serif {
                text.colour = self.theme.text;
            }
            // A line of the other script keeps its own direction but stands in the same column.
            if anchor == Anchor::Left && text.direction == Direction::RightToLeft {
                text.pos.x += text_metrics::width(&line, font, size);
                text.anchor = Anchor::Right;
            }
            layer.push(text);
            y += size * 1.32;
        }
    }
}

/// Columns of a table this wide: lines longer than about ninety letters are hard to read.
fn n_columns(width: f32) -> usize {
    if width >= 540.0 { 2 } else { 1 }
}

const COLUMN_GAP: f32 = 22.0;
const NUMBER_COLUMN: f32 = 24.0;
const TABLE_HEAD: f32 = 22.0;
const ENTRY_GAP: f32 = 8.0;
