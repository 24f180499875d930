//! The page in the middle of the window. A drag on its map moves that map, the wheel zooms at the
//! pointer; a click on an event puts it into the table or takes it out.

use egui::{
    CursorIcon, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::BriefingPanel;
use crate::app::page::{PageCamera, PageSpec};
use crate::app::{Action, AppState, BriefingAction};
use crate::model::EventId;
use crate::scene::camera::Camera;
use crate::scene::geometry::Pos;
use crate::scene::shape::Target;
use crate::ui::painter;
use crate::ui::style::{Palette, SMALL};
use crate::ui::text::{self, BidiText};

/// Between the page and the edges, in points.
const MARGIN: f32 = 22.0;

/// Height of the line below the page, in points.
const LINE_HEIGHT: f32 = 26.0;

/// Zoom levels of one point of the wheel.
const ZOOM_PER_POINT: f64 = 1.0 / 160.0;

/// Shows the page and takes gestures on its map.
pub fn canvas_ui(
    ui: &mut Ui,
    state: &AppState,
    panel: &mut BriefingPanel,
    actions: &mut Vec<Action>,
) {
    let palette = Palette::of(ui);
    let room = ui.available_rect_before_wrap();
    ui.painter().rect_filled(room, 0.0, palette.rail);
    let Ok(page) = panel.page(state) else { return };
    let free = room.size() - vec2(2.0 * MARGIN, 2.0 * MARGIN + LINE_HEIGHT);
    let scale = (free.x / page.scene.width).min(free.y / page.scene.height).max(0.05);
    let size = vec2(page.scene.width, page.scene.height) * scale;
    let centre = room.center() - vec2(0.0, LINE_HEIGHT / 2.0);
    let sheet = Rect::from_center_size(centre, size);
    let shadow = ui.visuals().popup_shadow;
    ui.painter().add(shadow.as_shape(sheet, 0));
    painter::paint_scaled(&ui.painter().with_clip_rect(room), &page.scene, sheet.min, scale);
    ui.painter().rect_stroke(sheet, 0.0, Stroke::new(1.0, palette.line), StrokeKind::Outside);

    let map = Rect::from_min_max(
        sheet.min + vec2(page.map.min.x, page.map.min.y) * scale,
        sheet.min + vec2(page.map.max.x, page.map.max.y) * scale,
    );
    let id = ui.scope_id().with("map of the page");
    let response = ui.interact(map, id, Sense::click_and_drag());
    let described = format!("Page. {} {}", page.title, page.description);
    response.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, &described));
    let before =
        PageCamera { camera: page.camera, map_size: Some([page.map.width(), page.map.height()]) };
    if let Some(camera) = moved(ui, &response, &before, map, scale) {
        let moved = PageSpec {
            camera: Some(PageCamera { camera, ..before }),
            ..state.briefing.page.clone()
        };
        actions.push(BriefingAction::Change(Box::new(moved)).into());
    }
    let at = response.hover_pos().map(|at| (at - sheet.min) / scale);
    let hit = at.and_then(|at| page.scene.hit(Pos::new(at.x, at.y)));
    if let Some(Target::Marker { event, .. }) = hit {
        let event = *event;
        ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
        if response.clicked() {
            actions.extend(toggled(state, panel, event));
        }
        crate::ui::map::event_tip_ui(&response, state, event);
    } else if response.hovered() {
        ui.ctx().set_cursor_icon(CursorIcon::Grab);
    }
    line_ui(ui, state, panel, room, scale);
}

/// Where a gesture moves the map to; `None` without one.
fn moved(
    ui: &Ui,
    response: &Response,
    before: &PageCamera,
    map: Rect,
    scale: f32,
) -> Option<Camera> {
    let mut camera = before.camera;
    if response.dragged() {
        let by = response.drag_delta() / scale;
        camera = camera.panned(by.x, by.y);
        ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
    }
    if response.hovered() || response.contains_pointer() {
        let (scroll, pinch) = ui.input(|input| (input.smooth_scroll_delta, input.zoom_delta()));
        let steps = f64::from(scroll.y) * ZOOM_PER_POINT + f64::from(pinch.max(0.01)).log2();
        if steps != 0.0 {
            let at = response.hover_pos().unwrap_or(map.center()) - map.min;
            let size = before.map_size.unwrap_or([map.width() / scale, map.height() / scale]);
            camera = camera.zoomed_at(steps, Pos::new(at.x / scale, at.y / scale), size);
            ui.input_mut(|input| input.smooth_scroll_delta = egui::Vec2::ZERO);
        }
    }
    (camera != before.camera).then_some(camera)
}

/// The page with an event in its table, or without it. The first choice begins with the events
/// that the rule had chosen.
fn toggled(state: &AppState, panel: &mut BriefingPanel, event: EventId) -> Option<Action> {
    let row = state.table.row_of(event)?;
    let id = state.table.id(row).to_owned();
    let mut spec = state.briefing.page.clone();
    if !spec.parts.key_events {
        spec.parts.key_events = true;
        spec.key_events.chosen = vec![id];
    } else {
        if spec.key_events.chosen.is_empty() {
            spec.key_events.chosen = panel.listed(state);
        }
        let chosen = &mut spec.key_events.chosen;
        match chosen.iter().position(|other| *other == id) {
            Some(at) => {
                chosen.remove(at);
            }
            None => chosen.push(id),
        }
    }
    Some(BriefingAction::Change(Box::new(spec)).into())
}

/// What the page is, below it.
fn line_ui(ui: &Ui, state: &AppState, panel: &mut BriefingPanel, room: Rect, scale: f32) {
    let Ok(page) = panel.page(state) else { return };
    let [width, height] = page.spec.frame.picture_px();
    let percent = scale / page.scale * 100.0;
    let mut words = format!("{width} × {height} pixels · shown at {percent:.0} % of its size");
    words.push_str(" · drag the map, wheel to zoom · click an event to number it");
    let layout = text::layout(
        ui.ctx(),
        &BidiText::line().push(&words, SMALL).max_lines(1),
        room.width() - 2.0 * MARGIN,
    );
    let at = pos2(room.center().x - layout.size().x / 2.0, room.max.y - LINE_HEIGHT);
    layout.paint(ui.painter(), at, Palette::of(ui).text_quiet, None);
}
