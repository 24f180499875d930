//! Which part of the world a map shows, and where things lie on it.

use super::geometry::Pos;
use crate::model::{LonLat, LonLatBox, Mercator};

/// Side of the world in logical pixels at zoom 0, as web maps have it.
pub const TILE_SIZE: f64 = 256.0;

/// A view of the map: what lies in the middle and how large. The size in pixels is the caller's.
///
/// At `zoom` the whole world is 256 · 2^zoom logical pixels wide.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Camera {
    /// The point in the middle.
    pub centre: Mercator,
    /// Zoom of web maps, any real number in [`Camera::MIN_ZOOM`]`..=`[`Camera::MAX_ZOOM`].
    pub zoom: f64,
}

/// The city, as far as its neighbourhoods reach.
impl Default for Camera {
    fn default() -> Self {
        // 40.14 E, 35.335 N in the unit square, by `LonLat::mercator`.
        Self { centre: Mercator { x: 0.6115, y: 0.394_959 }, zoom: 12.2 }
    }
}

impl Camera {
    /// The whole region with its neighbours on a small window.
    pub const MIN_ZOOM: f64 = 5.0;
    /// About 0.24 m a pixel; the data are not better than some metres.
    pub const MAX_ZOOM: f64 = 19.0;

    /// The view with this middle and zoom, kept within the limits.
    #[must_use]
    pub fn new(centre: LonLat, zoom: f64) -> Self {
        Self { centre: centre.mercator(), zoom }.clamped()
    }

    /// Width of the world in logical pixels.
    #[must_use]
    pub fn world_size(&self) -> f64 {
        TILE_SIZE * self.zoom.exp2()
    }

    /// Metres on the ground that one logical pixel covers at the view's middle.
    #[must_use]
    pub fn metres_per_pixel(&self) -> f64 {
        self.centre.metres_per_unit() / self.world_size()
    }

    /// Logical pixels that `metres` cover at the latitude of `at`.
    #[must_use]
    pub fn pixels(&self, metres: f64, at: Mercator) -> f64 {
        metres / at.metres_per_unit() * self.world_size()
    }

    /// Where a point of the map lies in a view of `size` (width and height in logical pixels).
    #[must_use]
    pub fn project(&self, point: Mercator, size: [f32; 2]) -> Pos {
        self.projection(size).pos(point)
    }

    /// [`Camera::project`] for many points: one multiplication and addition each.
    #[must_use]
    pub fn projection(&self, size: [f32; 2]) -> Projection {
        let scale = self.world_size();
        Projection {
            scale,
            dx: f64::from(size[0]) / 2.0 - self.centre.x * scale,
            dy: f64::from(size[1]) / 2.0 - self.centre.y * scale,
        }
    }

    /// What point of the map lies at `pos`.
    #[must_use]
    pub fn unproject(&self, pos: Pos, size: [f32; 2]) -> Mercator {
        let scale = self.world_size();
        Mercator {
            x: self.centre.x + (f64::from(pos.x) - f64::from(size[0]) / 2.0) / scale,
            y: self.centre.y + (f64::from(pos.y) - f64::from(size[1]) / 2.0) / scale,
        }
    }

    /// The degrees that a view of `size` shows.
    #[must_use]
    pub fn bounds(&self, size: [f32; 2]) -> LonLatBox {
        let north_west = self.unproject(Pos::new(0.0, 0.0), size).lonlat();
        let south_east = self.unproject(Pos::new(size[0], size[1]), size).lonlat();
        LonLatBox {
            west_deg: north_west.lon_deg(),
            south_deg: south_east.lat_deg(),
            east_deg: south_east.lon_deg(),
            north_deg: north_west.lat_deg(),
        }
    }

    /// The closest view that shows all of `bounds` with `padding` logical pixels on every side,
    /// no closer than `max_zoom`.
    #[must_use]
    pub fn fit(bounds: LonLatBox, size: [f32; 2], padding: f32, max_zoom: f64) -> Self {
        let corner = |lon_deg: f64, lat_deg: f64| {
            // A box is made of positions, which are in range; a wrong one is drawn at the middle.
            LonLat::new(lon_deg, lat_deg).map_or(Mercator { x: 0.5, y: 0.5 }, LonLat::mercator)
        };
        let north_west = corner(bounds.west_deg, bounds.north_deg);
        let south_east = corner(bounds.east_deg, bounds.south_deg);
        let room = |side: f32| f64::from((side - 2.0 * padding).max(16.0));
        let zoom_of = |pixels: f64, extent: f64| (pixels / extent.max(1e-12) / TILE_SIZE).log2();
        let zoom = zoom_of(room(size[0]), south_east.x - north_west.x)
            .min(zoom_of(room(size[1]), south_east.y - north_west.y))
            .min(max_zoom);
        let centre = Mercator {
            x: (north_west.x + south_east.x) / 2.0,
            y: (north_west.y + south_east.y) / 2.0,
        };
        Self { centre, zoom }.clamped()
    }

    /// The view after the map was dragged by `dx`, `dy` logical pixels: content follows the hand.
    #[must_use]
    pub fn panned(self, dx: f32, dy: f32) -> Self {
        let scale = self.world_size();
        Self {
            centre: Mercator {
                x: self.centre.x - f64::from(dx) / scale,
                y: self.centre.y - f64::from(dy) / scale,
            },
            ..self
        }
        .clamped()
    }

    /// The view `steps` zoom levels closer (further away when negative) with the point under
    /// `cursor` staying where it is.
    #[must_use]
    pub fn zoomed_at(self, steps: f64, cursor: Pos, size: [f32; 2]) -> Self {
        let fixed = self.unproject(cursor, size);
        let closer = Self { zoom: self.zoom + steps, ..self }.clamped();
        let moved = closer.unproject(cursor, size);
        Self {
            centre: Mercator {
                x: closer.centre.x + fixed.x - moved.x,
                y: closer.centre.y + fixed.y - moved.y,
            },
            ..closer
        }
        .clamped()
    }

    /// This view within the limits of zoom and world; numbers that are not finite become the
    /// nearest limit or the middle of the world.
    #[must_use]
    pub fn clamped(self) -> Self {
        let zoom = if self.zoom.is_nan() { Self::MIN_ZOOM } else { self.zoom };
        let unit = |v: f64| if v.is_nan() { 0.5 } else { v.clamp(0.0, 1.0) };
        Self {
            centre: Mercator { x: unit(self.centre.x), y: unit(self.centre.y) },
            zoom: zoom.clamp(Self::MIN_ZOOM, Self::MAX_ZOOM),
        }
    }
}

/// The way from the unit square to pixels of one view.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Projection {
    scale: f64,
    dx: f64,
    dy: f64,
}

impl Projection {
    /// Where the point lies.
    #[must_use]
    pub fn pos(&self, point: Mercator) -> Pos {
        Pos::new((point.x * self.scale + self.dx) as f32, (point.y * self.scale + self.dy) as f32)
    }

    /// What point of the map lies there.
    #[must_use]
    pub fn mercator(&self, pos: Pos) -> Mercator {
        Mercator {
            x: (f64::from(pos.x) - self.dx) / self.scale,
            y: (f64::from(pos.y) - self.dy) / self.scale,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SIZE: [f32; 2] = [1280.0, 800.0];

    fn view() -> impl Strategy<Value = Camera> {
        (38.5..41.5f64, 33.9..36.2f64, 6.0..17.0f64)
            .prop_map(|(lon, lat, zoom)| Camera::new(LonLat::new(lon, lat).unwrap(), zoom))
    }

    proptest! {
        #[test]
        fn unproject_undoes_project(camera in view(), x in 0.0..1280.0f32, y in 0.0..800.0f32) {
            let pos = Pos::new(x, y);
            let back = camera.project(camera.unproject(pos, SIZE), SIZE);
            prop_assert!(back.distance(pos) < 0.01, "{back:?} {pos:?}");
        }

        #[test]
        fn the_point_under_the_cursor_stays(
            camera in view(), x in 0.0..1280.0f32, y in 0.0..800.0f32, steps in -2.0..2.0f64,
        ) {
            let cursor = Pos::new(x, y);
            let before = camera.unproject(cursor, SIZE).lonlat();
            let after = camera.zoomed_at(steps, cursor, SIZE).unproject(cursor, SIZE).lonlat();
            prop_assert!(before.distance_m(after) < 0.01);
        }

        #[test]
        fn a_fitted_box_is_wholly_inside(
            west in 38.5..41.0f64, south in 33.9..36.0f64, w in 0.0..2.0f64, h in 0.0..2.0f64,
        ) {
            let bounds = LonLatBox {
                west_deg: west, south_deg: south, east_deg: west + w, north_deg: south + h,
            };
            let camera = Camera::fit(bounds, SIZE, 40.0, 16.0);
            let shown = camera.bounds(SIZE);
            prop_assert!(camera.zoom <= 16.0);
            prop_assert!(shown.west_deg <= west && shown.east_deg >= west + w);
            prop_assert!(shown.south_deg <= south && shown.north_deg >= south + h);
        }
    }

    #[test]
    fn a_drag_moves_the_map_with_the_hand() {
        let camera = Camera::new(LonLat::new(40.14, 35.33).unwrap(), 12.0);
        let at = camera.centre;
        let moved = camera.panned(30.0, -20.0).project(at, SIZE);
        assert!(moved.distance(Pos::new(670.0, 380.0)) < 0.01, "{moved:?}");
    }

    #[test]
    fn numbers_that_are_not_finite_are_kept_out() {
        let camera = Camera { centre: Mercator { x: f64::NAN, y: 7.0 }, zoom: f64::NAN }.clamped();
        assert_eq!(camera.zoom, Camera::MIN_ZOOM);
        assert_eq!(camera.centre, Mercator { x: 0.5, y: 1.0 });
    }
}
