//! The small map that shows where in the governorate the frame lies.

use crate::model::LonLatBox;
use crate::scene::basemap::Basemap;
use crate::scene::camera::Camera;
use crate::scene::geometry::{Pos, Rect};
use crate::scene::shape::{Anchor, Circle, Font, Layer, Line, Panel, Text};
use crate::scene::theme::Theme;
use crate::scene::words::Language;

/// Room for the words below the small map, in units of the page.
const WORDS_HEIGHT: f32 = 15.0;

/// Width and height, words included, on the map.
pub(super) const SIZE: [f32; 2] = [126.0, 116.0 + WORDS_HEIGHT];

/// The same beside the map, where room is scarce.
pub(super) const SMALL_SIZE: [f32; 2] = [94.0, 84.0 + WORDS_HEIGHT];

/// The bounds of the governorate's official outline (OCHA COD-AB), in degrees.
const GOVERNORATE: LonLatBox =
    LonLatBox { west_deg: 39.24, south_deg: 34.06, east_deg: 41.29, north_deg: 36.34 };

/// A frame smaller than this on the small map is shown as a dot in a circle.
const SMALLEST: f32 = 7.0;

/// Whether a small map would say anything: not when the frame shows the governorate itself.
pub(super) fn is_of_use(camera: &Camera, size: [f32; 2]) -> bool {
    let shown = camera.bounds(size);
    let share = (shown.east_deg - shown.west_deg) / (GOVERNORATE.east_deg - GOVERNORATE.west_deg);
    share < 0.75
}

/// The small map in a rectangle of [`SIZE`] or [`SMALL_SIZE`].
pub(super) fn locator(
    basemap: &Basemap,
    camera: &Camera,
    size: [f32; 2],
    rect: Rect,
    language: Language,
    theme: &Theme,
) -> Layer {
    let map_size = [rect.width(), rect.height() - WORDS_HEIGHT];
    let small = Camera::fit(GOVERNORATE, map_size, 4.0, Camera::MAX_ZOOM);
    let view = Rect::new(rect.min.x, rect.min.y, map_size[0], map_size[1]);
    let mut ground = basemap.ground(&small, map_size, theme);
    let mut layer = Layer::default();
    layer.push(Panel {
        rect,
        corner_radius: 3.0,
        fill: Some(theme.panel),
        line: Some(Line::solid(1.0, theme.panel_line)),
    });
    let items = ground.items.drain(..).map(|item| super::shifted(item, view.min)).collect();
    layer.push(crate::scene::shape::Group {
        class: "locator-ground",
        title: None,
        clip: Some(view),
        items,
    });
    layer.push(Panel {
        rect: view,
        corner_radius: 0.0,
        fill: None,
        line: Some(Line::solid(1.0, theme.panel_line)),
    });
    let on_map = |pos: Pos| {
        let at = small.project(camera.unproject(pos, size), map_size);
        Pos::new(
            (view.min.x + at.x).clamp(view.min.x, view.max.x),
            (view.min.y + at.y).clamp(view.min.y, view.max.y),
        )
    };
    let frame = Rect { min: on_map(Pos::default()), max: on_map(Pos::new(size[0], size[1])) };
    if frame.width().max(frame.height()) < SMALLEST {
        let centre = frame.centre();
        for (radius, fill) in [(SMALLEST, None), (2.0, Some(theme.accent))] {
            let line = fill.is_none().then(|| Line::solid(1.4, theme.accent));
            layer.push(Circle { centre, radius, fill, line });
        }
    } else {
        layer.push(Panel {
            rect: frame,
            corner_radius: 0.0,
            fill: Some(theme.accent.with_opacity(0.18)),
            line: Some(Line::solid(1.4, theme.accent)),
        });
    }
    let pos = Pos::new(rect.centre().x, rect.max.y - 4.5);
    let mut words = Text::new(language.locator(), pos, Font::Sans, 8.5, theme.text_quiet);
    words.direction = language.direction();
    layer.push(words.anchored(Anchor::Middle));
    layer
}
