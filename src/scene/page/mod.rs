//! A whole page: title, map, timeline strip, key events, sources, and a caption that lets the
//! picture stand on its own.
//!
//! A page is laid out in its own units, in which every page has about the area of 1280 x 720 and
//! words have the same size; exports enlarge it. No two parts share room: what is too long is
//! wrapped, and what does not fit is counted in words. The map gets what the other parts leave.

mod block;
mod caption;
mod card;
mod flow;
mod locator;
mod map_part;
mod table;
mod words;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use self::block::{Block, Ink};
use self::flow::Flow;
use self::map_part::{Below, MapPart, MapStyle};
use super::basemap::Basemap;
use super::colour::Colour;
use super::geometry::{Pos, Rect};
use super::labels::LabelScript;
use super::shape::{Circle, Direction, Group, HitShape, Image, Item, Layer, Line, Panel, Scene};
use super::theme::Theme;
use super::timeline::{TimelineInput, timeline};
use super::words::Language;

pub use self::caption::Caption;
pub use self::card::{Account, Card};
pub use self::map_part::MapMarkers;
pub use self::table::{ExcerptWords, KeyEvent, SourceList};
pub use super::logo::{Logo, LogoError};

/// What is drawn on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct PageParts {
    /// The strip below the map.
    pub timeline: bool,
    /// What the signs mean.
    pub legend: bool,
    /// The scale bar.
    pub scale_bar: bool,
    /// The north arrow.
    pub north_arrow: bool,
    /// The small map that shows where the frame lies; never drawn for the whole governorate.
    pub locator: bool,
    /// The table of numbered events.
    pub key_events: bool,
    /// The sources' words in that table.
    pub excerpts: bool,
    /// The list of sources.
    pub sources: bool,
}

impl Default for PageParts {
    fn default() -> Self {
        Self {
            timeline: true,
            legend: true,
            scale_bar: true,
            north_arrow: true,
            locator: false,
            key_events: false,
            excerpts: false,
            sources: false,
        }
    }
}

/// What a page holds.
#[derive(Debug, Clone, Copy)]
pub struct PageInput<'a> {
    /// Title and caption.
    pub caption: &'a Caption,
    /// The strip below the map; `None` to leave it out.
    pub timeline: Option<TimelineInput<'a>>,
    /// The table; empty for none.
    pub key_events: &'a [KeyEvent],
    /// Whether the table's events were chosen by a person rather than by the rule.
    pub key_events_chosen: bool,
    /// Events that were asked for and are not among `key_events`.
    pub n_more_key_events: usize,
    /// The list of sources; `None` to leave it out.
    pub sources: Option<&'a SourceList>,
    /// One event beside the map, in the place of table and sources; `None` for a page of many.
    pub card: Option<&'a Card>,
    /// A picture beside the title.
    pub logo: Option<&'a Logo>,
    /// What is drawn on and beside the map; tables and strip are given by their inputs.
    pub parts: PageParts,
    /// Language of the page.
    pub language: Language,
    /// Script of the names on the map.
    pub script: LabelScript,
    /// Width and height of the finished page in logical pixels.
    pub size: [f32; 2],
    /// How large words and signs are; 1 for the usual size.
    pub text_scale: f32,
}

/// A page that is laid out.
#[derive(Debug, Clone, PartialEq)]
pub struct PageScene {
    /// In units of the page.
    pub scene: Scene,
    /// Logical pixels to a unit.
    pub scale: f32,
    /// Where the map lies, in units of the page.
    pub map: Rect,
    /// The numbers of key events that the map shows.
    pub numbers: BTreeSet<u16>,
    /// How many key events the table has room for.
    pub n_listed: usize,
}

/// How much larger than on a screen a page of this size is drawn, so that its words can be read
/// when it fills a slide or a sheet: 1 for 1280 x 720, growing with the square root of the area.
#[must_use]
pub fn page_scale(size: [f32; 2]) -> f32 {
    let area = f64::from(size[0].max(1.0)) * f64::from(size[1].max(1.0));
    ((area / (1280.0 * 720.0)).sqrt() as f32).clamp(0.4, 16.0)
}

/// Layouts tried before the last one is taken: each may move one thing from the map to the band
/// below, which makes the map smaller.
const MOST_LAYOUTS: usize = 8;

/// The page as a scene. `on_map` gives what lies on a map of a width and height in units of the
/// page; it is asked again whenever the map has to become smaller.
#[must_use]
pub fn page_scene(
    basemap: &Basemap,
    input: &PageInput<'_>,
    on_map: &mut dyn FnMut([f32; 2]) -> MapMarkers,
    theme: &Theme,
) -> PageScene {
    let scale = page_scale(input.size) * input.text_scale;
    let page = Page { input, theme, size: input.size.map(|side| side.max(1.0) / scale) };
    let style = MapStyle {
        basemap,
        parts: input.parts,
        script: input.script,
        language: input.language,
        theme,
    };
    let (mut below, mut band_height, mut numbers) = (Below::default(), 0.0_f32, None);
    let mut n_layouts = 0;
    let (layout, part) = loop {
        let layout = page.layout(band_height, numbers.as_ref());
        let size = [layout.map.width(), layout.map.height()];
        let part = MapPart::new(&on_map(size), size, below, &style);
        let needed = part.band_height(&style);
        let is_settled = needed <= band_height
            && numbers.as_ref().is_none_or(|known| *known == part.events.numbers);
        n_layouts += 1;
        let has_table = !input.key_events.is_empty();
        if (is_settled && (!has_table || numbers.is_some())) || n_layouts >= MOST_LAYOUTS {
            break (layout, part);
        }
        below = below.and(part.below);
        band_height = band_height.max(needed);
        if has_table {
            numbers = Some(part.events.numbers.clone());
        }
    };
    let numbers = part.events.numbers.clone();
    let map = layout.map;
    let (scene, n_listed) = page.draw(&layout, part, &numbers, &style);
    PageScene { scene, scale, map, numbers, n_listed }
}

/// Puts a scene into a rectangle of another, moved to its corner. Nothing clips what reaches beyond
/// the whole rectangle: [`mat`] covers it, at a fraction of the cost of a clip in a large picture.
fn place_scene(into: &mut Scene, class: &'static str, inner: Scene, rect: Rect) {
    let mut layer = Layer::default();
    for item in inner.items {
        layer.push(match shifted(item, rect.min) {
            Item::Group(group)
                if group.clip.is_some_and(|clip| clip.grown(0.1).contains_rect(&rect)) =>
            {
                Group { clip: None, ..group }.into()
            }
            item => item,
        });
    }
    // A scene has what answers topmost first, a layer bottom first.
    for hit in inner.hits.into_iter().rev() {
        let shape = match hit.shape {
            HitShape::Circle(centre, radius) => {
                HitShape::Circle(centre.plus(rect.min.x, rect.min.y), radius)
            }
            HitShape::Rect(inside) => HitShape::Rect(inside.shifted(rect.min.x, rect.min.y)),
        };
        layer.push_hit(shape, hit.target);
    }
    into.push_group(class, None, layer);
}

/// The page around a window in it: four panels that cover what reaches out of the window.
fn mat(window: &Rect, page: &Rect, colour: Colour) -> Layer {
    let mut layer = Layer::default();
    for rect in [
        Rect { min: page.min, max: Pos::new(page.max.x, window.min.y) },
        Rect { min: Pos::new(page.min.x, window.max.y), max: page.max },
        Rect { min: Pos::new(page.min.x, window.min.y), max: Pos::new(window.min.x, window.max.y) },
        Rect { min: Pos::new(window.max.x, window.min.y), max: Pos::new(page.max.x, window.max.y) },
    ] {
        layer.push(Panel { rect, corner_radius: 0.0, fill: Some(colour), line: None });
    }
    layer
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
        Item::Image(image) => Image { rect: image.rect.shifted(by.x, by.y), ..image }.into(),
        Item::Group(group) => Group {
            clip: group.clip.map(|clip| clip.shifted(by.x, by.y)),
            items: group.items.into_iter().map(|item| shifted(item, by)).collect(),
            ..group
        }
        .into(),
    }
}

const MARGIN: f32 = 18.0;
const GAP: f32 = 9.0;
const TITLE_SIZE: f32 = 21.0;
const SUBTITLE_SIZE: f32 = 12.5;
const TIMELINE_HEIGHT: f32 = 92.0;
const LOGO_SIZE: [f32; 2] = [170.0, 46.0];

/// Shares of the height of the page, at most.
const HEADER_SHARE: f32 = 0.24;
const CAPTION_SHARE: f32 = 0.34;
const TIMELINE_SHARE: f32 = 0.16;

/// Shares of the height between header and caption, at most, of what stands below the map.
const TABLE_SHARE: f32 = 0.46;
const SOURCES_SHARE: f32 = 0.18;

/// Share of the words of one event in the width of a wide page, or in the height of another.
const CARD_SHARE: f32 = 0.52;

/// No map is lower than this.
const LEAST_MAP_HEIGHT: f32 = 90.0;

/// Where the parts of the page lie.
struct Layout {
    header: Block,
    logo: Option<Rect>,
    header_rect: Rect,
    map: Rect,
    band: Rect,
    timeline: Option<Rect>,
    table: Option<(Flow, Rect)>,
    sources: Option<(Flow, Rect)>,
    card: Option<(Block, Rect)>,
    caption: Block,
    caption_rect: Rect,
}

/// What stands between title and timeline: the map, and what takes room from it.
struct Body {
    map: Rect,
    table: Option<(Flow, Rect)>,
    sources: Option<(Flow, Rect)>,
    card: Option<(Block, Rect)>,
}

struct Page<'a> {
    input: &'a PageInput<'a>,
    theme: &'a Theme,
    /// Size in units of the page.
    size: [f32; 2],
}

impl Page<'_> {
    /// The layout with room for a band of a height below the map. Where the map would become too
    /// low, title and caption get less room, and say what does not fit.
    fn layout(&self, band_height: f32, numbers: Option<&BTreeSet<u16>>) -> Layout {
        const SQUEEZED: [f32; 4] = [1.0, 0.7, 0.5, 0.35];
        let mut layout = self.layout_with(band_height, numbers, SQUEEZED[0]);
        for share in &SQUEEZED[1..] {
            if layout.map.height() >= LEAST_MAP_HEIGHT - 0.5 {
                break;
            }
            layout = self.layout_with(band_height, numbers, *share);
        }
        layout
    }

    fn layout_with(
        &self,
        band_height: f32,
        numbers: Option<&BTreeSet<u16>>,
        words_share: f32,
    ) -> Layout {
        let [width, height] = self.size;
        let (input, language) = (self.input, self.input.language);
        let inner = Rect::new(MARGIN, MARGIN, width - 2.0 * MARGIN, height - 2.0 * MARGIN);

        let (logo, header_rect) = self.logo_and_header(inner);
        let header = self.header(header_rect.width(), height * HEADER_SHARE * words_share);
        let header_height = header.height().max(logo.map_or(0.0, |rect| rect.height()));
        let top = inner.min.y + if header_height > 0.0 { header_height + GAP } else { 0.0 };

        let caption =
            input.caption.block(inner.width(), height * CAPTION_SHARE * words_share, language);
        let caption_top = inner.max.y - caption.height();
        let strip_height = match input.timeline {
            Some(_) => TIMELINE_HEIGHT.min(height * TIMELINE_SHARE),
            None => 0.0,
        };
        let strip_top = caption_top - GAP - strip_height;
        let bottom = if strip_height > 0.0 { strip_top - GAP } else { strip_top };
        let body = Rect {
            min: Pos::new(inner.min.x, top),
            max: Pos::new(inner.max.x, bottom.max(top + LEAST_MAP_HEIGHT)),
        };

        let is_wide = width >= height * 1.1;
        let Body { mut map, table, sources, card } = if let Some(words) = input.card {
            self.body_with_card(body, words, is_wide)
        } else if !input.key_events.is_empty() && is_wide {
            self.body_with_table_beside(body, numbers)
        } else {
            self.body_with_lists_below(body, band_height, numbers)
        };
        let band_room = if band_height > 0.0 { band_height + GAP } else { 0.0 };
        let map_bottom = map.max.y;
        map.max.y = (map_bottom - band_room).max(map.min.y + 40.0);
        let band = Rect {
            min: Pos::new(map.min.x, map_bottom - band_height),
            max: Pos::new(map.max.x, map_bottom),
        };
        Layout {
            header,
            logo,
            header_rect: Rect { min: Pos::new(header_rect.min.x, inner.min.y), ..header_rect },
            map,
            band,
            timeline: (strip_height > 0.0)
                .then(|| Rect::new(inner.min.x, strip_top, inner.width(), strip_height)),
            table,
            sources,
            card,
            caption,
            caption_rect: Rect { min: Pos::new(inner.min.x, caption_top), max: inner.max },
        }
    }

    /// Parts `body` between the map and a column of `side_width` beside it, at the end of the
    /// lines of text, with `gap` between them. The column comes second.
    fn parted(&self, body: Rect, side_width: f32, gap: f32) -> (Rect, Rect) {
        let (mut map, mut side) = (body, body);
        match self.input.language.direction() {
            Direction::RightToLeft => {
                side.max.x = side.min.x + side_width;
                map.min.x = side.max.x + gap;
            }
            Direction::LeftToRight => {
                side.min.x = side.max.x - side_width;
                map.max.x = side.min.x - gap;
            }
        }
        (map, side)
    }

    /// One event's words: beside the map on a wide page, else below it.
    fn body_with_card(&self, body: Rect, words: &Card, is_wide: bool) -> Body {
        let language = self.input.language;
        let (mut map, mut beside) = (body, body);
        if is_wide {
            (map, beside) = self.parted(body, body.width() * CARD_SHARE, 2.0 * GAP);
        }
        let block = words.block(beside.width(), language);
        if !is_wide {
            let needed = block.height().min(body.height() * CARD_SHARE);
            beside.min.y = beside.max.y - needed;
            map.max.y = beside.min.y - 1.5 * GAP;
        }
        let block = block.fitted(beside.height(), beside.width(), language);
        Body { map, table: None, sources: None, card: Some((block, beside)) }
    }

    /// Key events beside the map, and the sources below them.
    fn body_with_table_beside(&self, body: Rect, numbers: Option<&BTreeSet<u16>>) -> Body {
        let has_words = self.input.key_events.iter().any(|event| event.excerpt.is_some());
        let share = if has_words { 0.38 } else { 0.3 };
        let side_width = (body.width() * share).clamp(220.0, 560.0).min(body.width() * 0.5);
        let (map, side) = self.parted(body, side_width, GAP + 5.0);
        let mut events = side;
        let sources = self.sources(side.width()).map(|flow| {
            let table_height = self.table(side.width(), numbers).natural_height(side.width());
            let least = side.height() * SOURCES_SHARE;
            let spare = (side.height() - table_height - 2.0 * GAP).max(least);
            let needed = flow.fitting_height(side.width(), spare);
            let rect = Rect { min: Pos::new(side.min.x, side.max.y - needed), ..side };
            events.max.y = rect.min.y - 2.0 * GAP;
            (flow, rect)
        });
        Body { map, table: Some((self.table(side.width(), numbers), events)), sources, card: None }
    }

    /// Key events and sources below the map, which has its share whatever they need.
    fn body_with_lists_below(
        &self,
        body: Rect,
        band_height: f32,
        numbers: Option<&BTreeSet<u16>>,
    ) -> Body {
        let free = (body.height() - band_height - GAP).max(0.0);
        let spare = (free - LEAST_MAP_HEIGHT).max(0.0);
        let mut map = body;
        let mut cut_off = |flow: Flow, most: f32| {
            let needed = flow.fitting_height(body.width(), most);
            let rect = Rect { min: Pos::new(body.min.x, map.max.y - needed), ..map };
            map.max.y = rect.min.y - 1.3 * GAP;
            (flow, rect)
        };
        let sources = self
            .sources(body.width())
            .map(|flow| cut_off(flow, (free * SOURCES_SHARE).min(spare * 0.4)));
        let table = (!self.input.key_events.is_empty()).then(|| {
            let flow = self.table(body.width(), numbers);
            cut_off(flow, (free * TABLE_SHARE).min(spare * 0.7))
        });
        Body { map, table, sources, card: None }
    }

    /// The logo at the end of the title's line, and the room that it leaves.
    fn logo_and_header(&self, inner: Rect) -> (Option<Rect>, Rect) {
        let Some(logo) = self.input.logo else { return (None, inner) };
        let [most_width, most_height] = LOGO_SIZE;
        let [width, height] = logo
            .fitted(most_width.min(inner.width() * 0.4), most_height.min(inner.height() * 0.15));
        let mut header = inner;
        let x = if self.input.language.direction() == Direction::RightToLeft {
            header.min.x += width + 2.0 * GAP;
            inner.min.x
        } else {
            header.max.x -= width + 2.0 * GAP;
            inner.max.x - width
        };
        (Some(Rect::new(x, inner.min.y, width, height)), header)
    }

    fn header(&self, width: f32, max_height: f32) -> Block {
        let (caption, language) = (self.input.caption, self.input.language);
        let mut title = Block::default();
        title.push_foreign(&caption.title, Ink::strong(TITLE_SIZE), width, false);
        let mut subtitle = Block::default();
        subtitle.push_foreign(&caption.subtitle, Ink::quiet(SUBTITLE_SIZE), width, false);
        let room = (max_height - subtitle.height()).max(max_height * 0.5);
        let mut header = title.fitted(room, width, language);
        header.append(subtitle, 1.0);
        header.fitted(max_height, width, language)
    }

    fn table(&self, width: f32, numbers: Option<&BTreeSet<u16>>) -> Flow {
        let input = self.input;
        table::table(
            input.key_events,
            input.key_events_chosen,
            input.n_more_key_events,
            numbers,
            width,
            input.language,
        )
    }

    fn sources(&self, width: f32) -> Option<Flow> {
        let list = self.input.sources?;
        Some(table::sources(list, width, self.input.language))
    }

    fn draw(
        &self,
        layout: &Layout,
        part: MapPart,
        numbers: &BTreeSet<u16>,
        style: &MapStyle<'_>,
    ) -> (Scene, usize) {
        let mut n_listed = 0;
        let (input, theme, language) = (self.input, self.theme, self.input.language);
        let mut scene = Scene::new(self.size[0], self.size[1]);
        let mut ground = Layer::default();
        ground.push(Panel {
            rect: Rect::new(0.0, 0.0, self.size[0], self.size[1]),
            corner_radius: 0.0,
            fill: Some(theme.page),
            line: None,
        });
        scene.push_group("page", None, ground);
        let band = part.draw_band(layout.band, style);
        place_scene(&mut scene, "map", part.scene(style), layout.map);
        let page = Rect::new(0.0, 0.0, self.size[0], self.size[1]);
        scene.push_group("mat", None, mat(&layout.map, &page, theme.page));
        let mut title = Layer::default();
        layout.header.draw(&mut title, layout.header_rect, language, theme);
        scene.push_group("title", None, title);
        if let (Some(rect), Some(logo)) = (layout.logo, input.logo) {
            let mut layer = Layer::default();
            layer.push(Image { rect, logo: logo.clone() });
            scene.push_group(("logo", "Logo"), None, layer);
        }
        let mut frame = Layer::default();
        frame.push(Panel {
            rect: layout.map,
            corner_radius: 0.0,
            fill: None,
            line: Some(Line::solid(1.0, theme.panel_line)),
        });
        scene.push_group("map-frame", None, frame);
        scene.push_group(("key", "Key to the map"), None, band);
        if let (Some(rect), Some(strip)) = (layout.timeline, &input.timeline) {
            let inner = timeline(strip, [rect.width(), rect.height()], theme);
            place_scene(&mut scene, "timeline", inner, rect);
        }
        if let Some((_, rect)) = &layout.table {
            // Only now is it known which events the map shows.
            let mut layer = Layer::default();
            n_listed = self.table(rect.width(), Some(numbers)).draw(&mut layer, *rect, theme);
            scene.push_group(("key-events", language.words().key_events), None, layer);
        }
        if let Some((flow, rect)) = &layout.sources {
            let mut layer = Layer::default();
            flow.draw(&mut layer, *rect, theme);
            scene.push_group(("sources", language.sources()), None, layer);
        }
        if let Some((block, rect)) = &layout.card {
            let mut layer = Layer::default();
            block.draw(&mut layer, *rect, language, theme);
            scene.push_group(("event", "The event"), None, layer);
        }
        let mut caption = Layer::default();
        layout.caption.draw(&mut caption, layout.caption_rect, language, theme);
        scene.push_group(("caption", "Caption"), None, caption);
        (scene, n_listed)
    }
}
