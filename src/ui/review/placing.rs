//! A place by a click on the map.

use egui::{Align2, CursorIcon, Rect, Response, Stroke, Ui, vec2};

use super::view::Target;
use crate::app::Action;
use crate::app::review::{Edit, ReviewAction};
use crate::model::LonLat;
use crate::scene::camera::Camera;
use crate::scene::geometry::Pos;
use crate::scene::phrases;
use crate::ui::chrome;
use crate::ui::style::{BODY, BUTTON_RADIUS, Palette, STRONG};
use crate::ui::text::{self, BidiText};
use crate::ui::view_state::ViewState;

/// A click is taken to be this exact, in points on the screen.
const CLICK_RADIUS: f64 = 22.0;

/// The uncertainty of a click at this zoom: one, two or five times a power of ten
/// metres, at least ten.
#[must_use]
pub fn click_radius_m(camera: &Camera, position: LonLat) -> f32 {
    let metre = camera.pixels(1.0, position.mercator()).max(1e-9);
    let wanted = (CLICK_RADIUS / metre).max(10.0);
    let power = 10f64.powf(wanted.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().find(|step| step * power >= wanted * 0.999);
    (step.unwrap_or(10.0) * power) as f32
}

/// While a place waits for a click: what to do, the area that a click would give,
/// and the click. Whether the map keeps the click from everything else.
pub fn placing_ui(
    ui: &Ui,
    response: &Response,
    rect: Rect,
    view: &mut ViewState,
    actions: &mut Vec<Action>,
) -> bool {
    let Some(Target { number, account, at }) = view.review.placing else { return false };
    let palette = Palette::of(ui);
    if let Some(pos) = response.hover_pos() {
        ui.ctx().set_cursor_icon(CursorIcon::Crosshair);
        let in_map = Pos::new(pos.x - rect.min.x, pos.y - rect.min.y);
        let position = view.camera.unproject(in_map, view.map_size).lonlat();
        let radius_m = click_radius_m(&view.camera, position);
        let radius = view.camera.pixels(f64::from(radius_m), position.mercator()) as f32;
        let stroke = Stroke::new(1.6, palette.accent);
        let fill = palette.accent.gamma_multiply(0.15);
        ui.painter().circle(pos, radius, fill, stroke);
        let words = format!("± {}", phrases::distance(f64::from(radius_m)));
        let words = text::layout(ui.ctx(), &BidiText::line().push(&words, STRONG), f32::INFINITY);
        let below = pos + vec2(0.0, radius + 6.0);
        let label = Align2::CENTER_TOP.anchor_size(below, words.size() + vec2(12.0, 4.0));
        ui.painter().rect_filled(label, BUTTON_RADIUS, palette.panel);
        words.paint(ui.painter(), label.min + vec2(6.0, 2.0), palette.text, None);
        if response.clicked() {
            view.review.placing = None;
            let edit = Edit::Spot { account, at, position, radius_m };
            actions.push(Action::Review(ReviewAction::Edit(number, edit)));
        }
    }
    let words = "Click where it happened. Zoom in for a smaller area. Esc leaves it.";
    let layout = text::layout(ui.ctx(), &BidiText::line().push(words, BODY), rect.width() - 60.0);
    let size = layout.size() + vec2(24.0, 16.0);
    let banner = Align2::CENTER_BOTTOM.align_size_within_rect(size, rect.shrink(48.0));
    let frame = chrome::popup_frame(ui);
    ui.painter().add(frame.paint(banner));
    layout.paint(ui.painter(), banner.min + vec2(12.0, 8.0), palette.text, None);
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_click_is_as_exact_as_the_zoom() {
        let position = LonLat::new(40.14, 35.33).unwrap();
        let radius = |zoom| click_radius_m(&Camera { centre: position.mercator(), zoom }, position);
        assert!(radius(9.0) > radius(12.0) && radius(12.0) > radius(16.0));
        for zoom in 5..20 {
            let metres = radius(f64::from(zoom));
            let lead = metres / 10f32.powf(metres.log10().floor());
            assert!([1.0, 2.0, 5.0].iter().any(|step| (lead - step).abs() < 0.01), "{metres}");
            assert!(metres >= 10.0);
        }
    }
}
