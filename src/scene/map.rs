//! A map with everything that belongs on it: the view of the window and the map of a picture.

use super::basemap::Basemap;
use super::camera::Camera;
use super::furniture::{MARGIN, attribution, north_arrow, scale_bar};
use super::geometry::{Pos, Rect};
use super::labels::{LabelScript, Taken};
use super::legend::Legend;
use super::markers::{ClusterInput, MarkerInput, Seen, markers};
use super::shape::{Circle, Direction, Layer, Line, Scene};
use super::theme::Theme;
use super::words::Language;
use crate::model::Mercator;

/// What a map shows.
#[derive(Debug, Clone, Copy)]
pub struct MapInput<'a> {
    /// The part of the world.
    pub camera: Camera,
    /// Events, one for each of their places; not those inside clusters.
    pub markers: &'a [MarkerInput],
    /// Events close together.
    pub clusters: &'a [ClusterInput],
    /// In which script places are named.
    pub script: LabelScript,
    /// Language of the legend.
    pub language: Language,
    /// What is drawn.
    pub parts: MapParts,
    /// A place to set off, above the events; `None` for none.
    pub mark: Option<PlaceMark>,
    /// Whom to thank, always drawn: [`super::words::ATTRIBUTION`], or the tiles' own words.
    pub attribution: &'a str,
}

/// A place that is set off on the map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlaceMark {
    /// Its spot.
    pub centre: Mercator,
    /// How far it may reach, in metres; `None` when that is not known.
    pub radius_m: Option<f32>,
}

/// Which parts of a map are drawn. The default is all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MapParts {
    /// The bundled ground; off where tiles are shown instead.
    pub ground: bool,
    /// The bundled names.
    pub names: bool,
    /// The legend.
    pub legend: bool,
    /// The scale bar.
    pub scale_bar: bool,
    /// The north arrow.
    pub north_arrow: bool,
}

impl Default for MapParts {
    fn default() -> Self {
        Self { ground: true, names: true, legend: true, scale_bar: true, north_arrow: true }
    }
}

/// The map as a scene of `size`. Groups, bottom first: `basemap`, `areas`, `names`, `markers`,
/// `mark`, `legend`, `furniture`.
#[must_use]
pub fn map(basemap: &Basemap, input: &MapInput<'_>, size: [f32; 2], theme: &Theme) -> Scene {
    map_with_seen(basemap, input, size, theme).0
}

/// [`map`], and what a caption beside it has to explain.
#[must_use]
pub fn map_with_seen(
    basemap: &Basemap,
    input: &MapInput<'_>,
    size: [f32; 2],
    theme: &Theme,
) -> (Scene, Seen) {
    let view = Rect::new(0.0, 0.0, size[0], size[1]);
    let camera = &input.camera;
    let events = markers(input.markers, input.clusters, camera, size, theme);
    // First come the markers, then the furniture, then the legend, and the names take what is left.
    let mut taken = Taken::new(view);
    for footprint in &events.footprints {
        taken.take(footprint.grown(1.0));
    }
    let (furniture, room, arrow) = furniture(input, size, theme, &mut taken);
    let has_unverified_names =
        input.parts.names && input.parts.ground && basemap.may_name_unverified(camera, size, theme);
    let legend = input
        .parts
        .legend
        .then(|| Legend::new(&events.seen, has_unverified_names, input.language))
        .flatten()
        .and_then(|legend| {
            let place = legend.best_place(&room, arrow, &taken)?;
            taken.take(place.grown(3.0));
            Some(legend.draw(place, theme))
        });

    let mut scene = Scene::new(size[0], size[1]);
    let clip = Some(view);
    if input.parts.ground {
        scene.push_group(("basemap", "Map"), clip, basemap.ground(camera, size, theme));
    }
    scene.push_group(("areas", "Areas of uncertainty"), clip, events.areas);
    if input.parts.names {
        let names =
            basemap.names(camera, size, theme, input.script, &events.footprints, &mut taken);
        scene.push_group(("names", "Names"), clip, names);
    }
    scene.push_group(("markers", "Events"), clip, events.markers);
    if let Some(mark) = &input.mark {
        scene.push_group(("mark", "Chosen place"), clip, place_mark(mark, camera, size, theme));
    }
    if let Some(legend) = legend {
        scene.push_group(("legend", "Legend"), None, legend);
    }
    scene.push_group(("furniture", "Scale, north, sources"), None, furniture);
    (scene, events.seen)
}

/// A dot in a ring on the spot, and the circle of how far the place may reach.
fn place_mark(mark: &PlaceMark, camera: &Camera, size: [f32; 2], theme: &Theme) -> Layer {
    let centre = camera.project(mark.centre, size);
    let ring = |radius: f32, width: f32, colour| Circle {
        centre,
        radius,
        fill: None,
        line: Some(Line::solid(width, colour)),
    };
    let mut layer = Layer::default();
    layer.push(ring(9.0, 5.0, theme.panel));
    layer.push(ring(9.0, 2.4, theme.accent));
    layer.push(Circle { centre, radius: 3.0, fill: Some(theme.accent), line: None });
    if let Some(radius_m) = mark.radius_m {
        let reach = camera.pixels(f64::from(radius_m), mark.centre) as f32;
        // Neither within the ring, nor so far out that only a corner of it would cross the view.
        if reach > 12.0 && reach < 4.0 * size[0] {
            layer.push(ring(reach, 1.4, theme.accent));
        }
    }
    layer
}

/// Scale bar, north arrow and attribution; the room that they leave for the legend, and the
/// arrow's own, which takes a corner of it.
fn furniture(
    input: &MapInput<'_>,
    size: [f32; 2],
    theme: &Theme,
    taken: &mut Taken,
) -> (Layer, Rect, Option<Rect>) {
    let [width, height] = size;
    let mut arrow_rect = None;
    let mut layer = Layer::default();
    let mut room = Rect::new(0.0, 0.0, width, height).grown(-MARGIN);
    let (thanks, thanks_rect) = attribution(
        input.attribution,
        Pos::new(width, height),
        (width - 2.0 * MARGIN).min(760.0),
        theme,
    );
    layer.append(thanks);
    taken.take(thanks_rect);
    room.max.y = thanks_rect.min.y - 8.0;
    if input.parts.scale_bar {
        // Above the attribution where that reaches over to the left.
        let x = MARGIN + 4.0;
        let longest = (width * 0.2).clamp(60.0, 140.0);
        let bottom = if thanks_rect.min.x < x + longest + 20.0 {
            thanks_rect.min.y - 8.0
        } else {
            height - MARGIN
        };
        let (bar, rect) =
            scale_bar(&input.camera, Pos::new(x, bottom), longest, input.language, theme);
        layer.append(bar);
        taken.take(rect.grown(4.0));
        room.max.y = room.max.y.min(rect.min.y - 8.0);
    }
    if input.parts.north_arrow {
        let x = match input.language.direction() {
            Direction::LeftToRight => width - MARGIN,
            Direction::RightToLeft => MARGIN + 24.0,
        };
        let (arrow, rect) = north_arrow(Pos::new(x, MARGIN), input.language, theme);
        layer.append(arrow);
        taken.take(rect.grown(4.0));
        arrow_rect = Some(rect);
    }
    (layer, room, arrow_rect)
}
