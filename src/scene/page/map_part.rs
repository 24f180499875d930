//! The map of a page. Legend, scale bar, north arrow and small map stand in corners that no marker
//! needs; what finds none stands in a band below the map. Nothing covers a marker.

use super::locator;
use crate::scene::basemap::Basemap;
use crate::scene::camera::Camera;
use crate::scene::furniture::{north_arrow, scale_bar};
use crate::scene::geometry::{Pos, Rect};
use crate::scene::labels::{LabelScript, Taken};
use crate::scene::legend::Legend;
use crate::scene::markers::{ClusterInput, MarkerInput, MarkerLayers, markers};
use crate::scene::shape::{Direction, Layer, Scene};
use crate::scene::theme::Theme;
use crate::scene::words::Language;

use super::PageParts;

/// Between the edge of the map and what stands in its corner.
const INSET: f32 = 11.0;

/// Between two things in the band.
const BAND_GAP: f32 = 22.0;

/// What lies on the map for one size of it.
#[derive(Debug, Clone)]
pub struct MapMarkers {
    /// The part of the world.
    pub camera: Camera,
    /// Events, one for each of their places; not those inside clusters.
    pub markers: Vec<MarkerInput>,
    /// Events close together.
    pub clusters: Vec<ClusterInput>,
}

/// What explains the map, and can stand on it or below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    Arrow,
    Scale,
    Legend,
    Locator,
}

/// Which pieces stand below the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Below([bool; 4]);

impl Below {
    const fn has(self, piece: Piece) -> bool {
        self.0[piece as usize]
    }

    pub fn and(self, other: Self) -> Self {
        Self(std::array::from_fn(|i| self.0[i] || other.0[i]))
    }
}

/// How a map is drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct MapStyle<'a> {
    pub basemap: &'a Basemap,
    pub parts: PageParts,
    pub script: LabelScript,
    pub language: Language,
    pub theme: &'a Theme,
}

/// A map with its markers laid out and a place for everything.
pub(super) struct MapPart {
    size: [f32; 2],
    camera: Camera,
    pub events: MarkerLayers,
    taken: Taken,
    legend: Option<Legend>,
    scale_size: [f32; 2],
    /// Where on the map each piece stands.
    places: Vec<(Piece, Rect)>,
    /// What stands below, asked for or for want of room.
    pub below: Below,
}

impl MapPart {
    /// Lays out a map of a size. What `below` names is not placed on it.
    pub fn new(on_map: &MapMarkers, size: [f32; 2], below: Below, style: &MapStyle<'_>) -> Self {
        let view = Rect::new(0.0, 0.0, size[0], size[1]);
        let events = markers(&on_map.markers, &on_map.clusters, &on_map.camera, size, style.theme);
        let mut taken = Taken::new(view);
        for footprint in &events.footprints {
            taken.take(footprint.grown(1.0));
        }
        let has_marked_names = style.basemap.may_name_unverified(&on_map.camera, size, style.theme);
        let legend = style
            .parts
            .legend
            .then(|| Legend::new(&events.seen, has_marked_names, style.language))
            .flatten();
        let (_, scale) = scale_at(&on_map.camera, Pos::default(), size, style);
        let mut part = Self {
            size,
            camera: on_map.camera,
            events,
            taken,
            legend,
            scale_size: [scale.width(), scale.height()],
            places: Vec::new(),
            below,
        };
        for piece in [Piece::Arrow, Piece::Scale, Piece::Legend, Piece::Locator] {
            part.place(piece, style);
        }
        part
    }

    fn piece_size(&self, piece: Piece, style: &MapStyle<'_>) -> Option<[f32; 2]> {
        let parts = &style.parts;
        match piece {
            Piece::Arrow => parts.north_arrow.then_some([24.0, 40.0]),
            Piece::Scale => parts.scale_bar.then_some(self.scale_size),
            Piece::Legend => self.legend.as_ref().map(Legend::size),
            Piece::Locator => (parts.locator && locator::is_of_use(&self.camera, self.size))
                .then_some(locator::SIZE),
        }
    }

    /// Finds a free corner for a piece, or notes that it has to stand below.
    fn place(&mut self, piece: Piece, style: &MapStyle<'_>) {
        let Some([width, height]) = self.piece_size(piece, style) else {
            self.below.0[piece as usize] = false;
            return;
        };
        let [map_width, map_height] = self.size;
        let is_small = width * height <= map_width * map_height / 3.0;
        if !self.below.has(piece) && is_small {
            let place = corners(piece, [width, height], self.size, style.language)
                .find(|rect| self.taken.is_free(&rect.grown(5.0)));
            if let Some(rect) = place {
                self.taken.take(rect.grown(5.0));
                self.places.push((piece, rect));
                return;
            }
        }
        self.below.0[piece as usize] = true;
    }

    /// The pieces below the map that stand at the far end of the band, from the end inwards.
    fn at_end(&self, style: &MapStyle<'_>) -> Vec<(Piece, [f32; 2])> {
        [Piece::Locator, Piece::Arrow, Piece::Scale]
            .into_iter()
            .filter(|piece| self.below.has(*piece))
            .filter_map(|piece| {
                let size = match piece {
                    Piece::Locator => locator::SMALL_SIZE,
                    _ => self.piece_size(piece, style)?,
                };
                Some((piece, size))
            })
            .collect()
    }

    /// Height of the band below the map; 0 when nothing stands there.
    pub fn band_height(&self, style: &MapStyle<'_>) -> f32 {
        let at_end = self.at_end(style);
        let highest = at_end.iter().map(|(_, [_, height])| *height).fold(0.0, f32::max);
        match self.legend.as_ref().filter(|_| self.below.has(Piece::Legend)) {
            Some(legend) => legend.band_height(self.legend_width(&at_end)).max(highest),
            None => highest,
        }
    }

    /// Width of the legend in the band.
    fn legend_width(&self, at_end: &[(Piece, [f32; 2])]) -> f32 {
        let used: f32 = at_end.iter().map(|(_, [width, _])| width + BAND_GAP).sum();
        (self.size[0] - used).max(200.0)
    }

    /// What stands below the map, in a rectangle of its width.
    pub fn draw_band(&self, rect: Rect, style: &MapStyle<'_>) -> Layer {
        let mut layer = Layer::default();
        let at_end = self.at_end(style);
        let is_rtl = style.language.direction() == Direction::RightToLeft;
        let mut used = 0.0;
        for (piece, [width, height]) in &at_end {
            let x = if is_rtl { rect.min.x + used } else { rect.max.x - used - width };
            self.draw_piece(&mut layer, *piece, Rect::new(x, rect.min.y, *width, *height), style);
            used += width + BAND_GAP;
        }
        if let Some(legend) = self.legend.as_ref().filter(|_| self.below.has(Piece::Legend)) {
            let width = self.legend_width(&at_end);
            let x = if is_rtl { rect.max.x - width } else { rect.min.x };
            let room = Rect::new(x, rect.min.y, width, rect.height());
            layer.append(legend.draw_band(room, style.theme));
        }
        layer
    }

    fn draw_piece(&self, layer: &mut Layer, piece: Piece, rect: Rect, style: &MapStyle<'_>) {
        layer.append(match piece {
            Piece::Arrow => {
                north_arrow(Pos::new(rect.max.x, rect.min.y), style.language, style.theme).0
            }
            Piece::Scale => {
                // The bar is placed by its own corner, inside of its ground.
                let (_, at_origin) = scale_at(&self.camera, Pos::default(), self.size, style);
                let pos = Pos::new(rect.min.x - at_origin.min.x, rect.min.y - at_origin.min.y);
                scale_at(&self.camera, pos, self.size, style).0
            }
            Piece::Legend => match &self.legend {
                Some(legend) => legend.draw(rect, style.theme),
                None => Layer::default(),
            },
            Piece::Locator => locator::locator(
                style.basemap,
                &self.camera,
                self.size,
                rect,
                style.language,
                style.theme,
            ),
        });
    }

    /// The map as a scene of its own size.
    pub fn scene(mut self, style: &MapStyle<'_>) -> Scene {
        let view = Rect::new(0.0, 0.0, self.size[0], self.size[1]);
        let (basemap, theme) = (style.basemap, style.theme);
        let mut scene = Scene::new(self.size[0], self.size[1]);
        let ground = basemap.ground(&self.camera, self.size, theme);
        scene.push_group(("basemap", "Map"), Some(view), ground);
        let areas = std::mem::take(&mut self.events.areas);
        scene.push_group(("areas", "Areas of uncertainty"), Some(view), areas);
        let names = basemap.names(
            &self.camera,
            self.size,
            theme,
            style.script,
            &self.events.footprints,
            &mut self.taken,
        );
        scene.push_group(("names", "Names"), Some(view), names);
        let events = std::mem::take(&mut self.events.markers);
        scene.push_group(("markers", "Events"), Some(view), events);
        for (piece, rect) in self.places.clone() {
            let mut layer = Layer::default();
            self.draw_piece(&mut layer, piece, rect, style);
            let name = match piece {
                Piece::Legend => ("legend", "Legend"),
                Piece::Locator => ("locator", "Where the map lies"),
                Piece::Arrow | Piece::Scale => ("furniture", "Scale, north"),
            };
            scene.push_group(name, None, layer);
        }
        scene
    }
}

fn scale_at(camera: &Camera, pos: Pos, map_size: [f32; 2], style: &MapStyle<'_>) -> (Layer, Rect) {
    let longest = (map_size[0] * 0.2).clamp(60.0, 140.0);
    scale_bar(camera, pos, longest, style.language, style.theme)
}

/// Where a piece may stand, best first: its usual corner, the others, and a little further in.
fn corners(
    piece: Piece,
    [width, height]: [f32; 2],
    map_size: [f32; 2],
    language: Language,
) -> impl Iterator<Item = Rect> {
    // Each corner as whether it lies at the end of a line, and whether at the bottom.
    let order = match piece {
        Piece::Arrow => [(true, false), (false, false), (true, true), (false, true)],
        Piece::Scale => [(false, true), (true, true), (false, false), (true, false)],
        Piece::Legend => [(false, false), (true, false), (true, true), (false, true)],
        Piece::Locator => [(true, true), (false, true), (true, false), (false, false)],
    };
    const FURTHER_IN: [(f32, f32); 5] =
        [(0.0, 0.0), (36.0, 0.0), (0.0, 52.0), (150.0, 0.0), (0.0, 150.0)];
    let is_rtl = language.direction() == Direction::RightToLeft;
    FURTHER_IN.into_iter().flat_map(move |(dx, dy)| {
        order.into_iter().map(move |(at_end, at_bottom)| {
            let x = if at_end != is_rtl { map_size[0] - INSET - width - dx } else { INSET + dx };
            let y = if at_bottom { map_size[1] - INSET - height - dy } else { INSET + dy };
            Rect::new(x, y, width, height)
        })
    })
}
