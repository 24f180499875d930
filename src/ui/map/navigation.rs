//! The map under the pointer: the wheel zooms at it, a drag moves it, and the
//! keyboard does both. Walkers' map widget reads the gestures; the camera is ours.

use egui::{Response, Ui};
use walkers::{Map, MapMemory, lon_lat};

use super::tiles::TileLayer;
use crate::app::BaseLayer;
use crate::model::LonLat;
use crate::scene::camera::Camera;
use crate::scene::theme::ThemeName;

/// Pixels that an arrow key moves the map by.
pub const ARROW_STEP_PX: f32 = 80.0;

/// Zoom levels that `+` and `-` step by.
pub const ZOOM_STEP: f64 = 0.5;

/// The widget's memory, kept in step with the camera.
#[derive(Default)]
pub struct Navigation {
    memory: MapMemory,
    last: Option<Camera>,
    /// The tiles under the markers, if any.
    pub tiles: TileLayer,
}

impl Navigation {
    /// Shows the map widget in all of the remaining space, moves `camera` as the
    /// person asks, and paints on top of the tiles.
    pub fn show<R>(
        &mut self,
        ui: &mut Ui,
        camera: &mut Camera,
        base: &BaseLayer,
        theme: ThemeName,
        paint: impl FnOnce(&mut Ui, &Response, &Camera) -> R,
    ) -> (Response, R) {
        let position = |camera: &Camera| {
            let centre = camera.centre.lonlat();
            lon_lat(centre.lon_deg(), centre.lat_deg())
        };
        if self.last != Some(*camera) {
            self.memory.center_at(position(camera));
            // The camera keeps to zooms that the widget knows.
            let _ = self.memory.set_zoom(camera.zoom);
        }
        let ctx = ui.ctx().clone();
        let tiles = self.tiles.tiles(base, theme, &ctx);
        let map = Map::new(tiles, &mut self.memory, position(camera))
            .zoom_with_ctrl(false)
            .double_click_to_zoom(true)
            .zoom_speed(2.0);
        let shown = map.show(ui, |ui, response, _, memory| {
            let mut moved = *camera;
            moved.zoom = memory.zoom();
            if let Some(centre) = memory.detached()
                && let Ok(centre) = LonLat::new(centre.x(), centre.y())
            {
                moved.centre = centre.mercator();
            }
            // Positions go through degrees and back; keep the camera where it
            // was unless it was really moved, so that a still map stays still.
            let is_moved = (moved.zoom - camera.zoom).abs() > 1e-9
                || (moved.centre.x - camera.centre.x).abs() > 1e-12
                || (moved.centre.y - camera.centre.y).abs() > 1e-12;
            if is_moved {
                *camera = moved.clamped();
            }
            paint(ui, response, camera)
        });
        let clamped_back = (self.memory.zoom() - camera.zoom).abs() > 1e-9;
        self.last = (!clamped_back).then_some(*camera);
        (shown.response, shown.inner)
    }
}
