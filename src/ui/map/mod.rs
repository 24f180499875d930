//! The map panel: the scene under the pointer, and what a click on it means.

mod navigation;
mod pointed;
mod tiles;

use egui::{CursorIcon, Rect, Response, Ui, vec2};

pub use navigation::{ARROW_STEP_PX, Navigation, ZOOM_STEP};

use self::pointed::Pointed;
use super::icons::{Icon, Look, icon_button_ui};
use super::painter;
use super::placing::Placing;
use super::review::placing::placing_ui;
use super::style;
use super::text::{BidiText, rich_label_ui};
use super::view_state::{ActivePanel, ViewState};
use crate::app::frame::{Emphasis, FrameMemo, MapContents};
use crate::app::review::table::PROPOSED;
use crate::app::{Action, AppState, BaseLayer};
use crate::model::EventId;
use crate::scene::camera::Camera;
use crate::scene::geometry::Pos;
use crate::scene::map::{MapInput, MapParts, PlaceMark, map};
use crate::scene::shape::Scene;
use crate::scene::words::{ATTRIBUTION, Language};
use crate::scene::{Basemap, phrases};

/// Seconds that a map must lie still before a list that follows it is made anew.
const FOLLOW_AFTER_S: f64 = 0.25;

/// What the map keeps between frames.
#[derive(Default)]
pub struct MapPanel {
    /// Gestures and tiles.
    pub navigation: Navigation,
    memo: FrameMemo,
    /// As `memo`, for proposals.
    proposed_memo: FrameMemo,
    /// The scene of the last frame, and everything that it was made of.
    painted: Option<(SceneKey, MapContents, Scene)>,
    moved_at_s: f64,
}

/// Everything that the map's scene depends on; the same key means the same scene.
#[derive(Debug, Clone, PartialEq)]
struct SceneKey {
    camera: Camera,
    size: [f32; 2],
    matched: usize,
    proposed: Option<usize>,
    gazetteer: usize,
    range: crate::model::DaySpan,
    emphasis: Emphasis,
    theme: crate::scene::theme::ThemeName,
    labels: crate::scene::labels::LabelScript,
    ground: bool,
    mark: Option<PlaceMark>,
    attribution: String,
}

/// Shows the map in all of the remaining space.
pub fn map_ui(
    ui: &mut Ui,
    state: &AppState,
    view: &mut ViewState,
    panel: &mut MapPanel,
    actions: &mut Vec<Action>,
) {
    let rect = ui.available_rect_before_wrap();
    let size = [rect.width().max(1.0), rect.height().max(1.0)];
    view.map_size = size;
    view.map_origin = rect.min.into();
    let before = view.camera;
    let MapPanel { navigation, memo, proposed_memo, painted, moved_at_s } = panel;
    let (hovered, mark) = (view.hover.event(), place_mark(state, view));
    let (response, hit) =
        navigation.show(ui, &mut view.camera, &state.base, state.theme, |ui, response, camera| {
            let key = scene_key(state, camera, size, hovered, mark);
            if painted.as_ref().is_none_or(|(made_for, _, _)| *made_for != key) {
                let (contents, scene) = made(state, memo, proposed_memo, &key);
                *painted = Some((key, contents, scene));
            }
            let scene = painted.as_ref().map(|(_, _, scene)| scene);
            if let Some(scene) = scene {
                painter::paint(&ui.painter().with_clip_rect(rect), scene, rect.min);
            }
            let at = response.hover_pos().map(|at| Pos::new(at.x - rect.min.x, at.y - rect.min.y));
            at.and_then(|at| scene.and_then(|scene| scene.hit(at).cloned()))
        });
    let now_s = ui.input(|input| input.time);
    if view.camera != before {
        // A hand on the map ends a flight.
        view.flight = None;
        view.open_cluster = None;
        *moved_at_s = now_s;
    }
    name_for_screen_readers(&response, state);
    if response.clicked() || response.drag_started() {
        view.active = ActivePanel::Map;
    }
    follow(ui, state, view, now_s - *moved_at_s, actions);
    if placing_ui(ui, &response, rect, view, actions) {
        // The click was for the place.
    } else if let Some(target) = hit {
        let contents = painted.as_ref().map(|(_, contents, _)| contents);
        ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
        Pointed { response: &response, state, view, memo, contents, actions }.at(target);
    } else if response.clicked() {
        view.open_cluster = None;
        actions.push(Action::Select(None));
    }
    context_menu_ui(&response, rect, state, view, actions);
    buttons_ui(ui, rect, view, actions);
}

/// The place whose card is open.
fn place_mark(state: &AppState, view: &ViewState) -> Option<PlaceMark> {
    let index = state.gazetteer.by_id(view.place_card.as_deref()?)?;
    let place = state.gazetteer.place(index);
    Some(PlaceMark { centre: place.position?.mercator(), radius_m: place.radius_m })
}

fn scene_key(
    state: &AppState,
    camera: &Camera,
    size: [f32; 2],
    hovered: Option<EventId>,
    mark: Option<PlaceMark>,
) -> SceneKey {
    let attribution = match (&state.base, &state.pmtiles) {
        (BaseLayer::Bundled, _) => ATTRIBUTION.to_owned(),
        (BaseLayer::OnlineOsm, _) => "© OpenStreetMap contributors".to_owned(),
        (BaseLayer::PmTiles(_), Some(info)) => info.attribution.clone(),
        (BaseLayer::PmTiles(path), None) => path.display().to_string(),
    };
    SceneKey {
        camera: *camera,
        size,
        matched: std::sync::Arc::as_ptr(&state.derived.matched).addr(),
        proposed: state.review.proposed.as_ref().map(|of| std::sync::Arc::as_ptr(of).addr()),
        gazetteer: std::sync::Arc::as_ptr(&state.gazetteer).addr(),
        range: state.view.range,
        emphasis: Emphasis { selected: state.set_off(), hovered },
        theme: state.theme,
        labels: state.labels,
        ground: state.base == BaseLayer::Bundled,
        mark,
        attribution,
    }
}

fn made(
    state: &AppState,
    memo: &mut FrameMemo,
    proposed_memo: &mut FrameMemo,
    key: &SceneKey,
) -> (MapContents, Scene) {
    let mut contents = memo.map_contents(
        &state.derived.matched,
        state.date_range(),
        &key.camera,
        key.size,
        key.emphasis,
    );
    if let Some(proposed) = &state.review.proposed {
        contents.extend(proposed_memo.proposed_contents(
            proposed,
            state.date_range(),
            &key.camera,
            key.size,
            key.emphasis,
        ));
    }
    let parts = MapParts { ground: key.ground, names: key.ground, ..MapParts::default() };
    let input = MapInput {
        camera: key.camera,
        markers: &contents.markers,
        clusters: &contents.clusters,
        script: key.labels,
        language: Language::English,
        parts,
        mark: key.mark,
        attribution: &key.attribution,
    };
    let basemap = Basemap::bundled().with_own_places(state.gazetteer.own_places().as_deref());
    let scene = map(&basemap, &input, key.size, key.theme.theme());
    (contents, scene)
}

fn name_for_screen_readers(response: &Response, state: &AppState) {
    let n = state.derived.matched.n_placements(state.date_range());
    response.widget_info(|| {
        egui::WidgetInfo::labeled(egui::Role::Canvas, true, format!("Map with {n} markers"))
    });
}

/// The list follows the map once it has come to rest.
fn follow(ui: &Ui, state: &AppState, view: &ViewState, still_s: f64, actions: &mut Vec<Action>) {
    use crate::app::FilterChange::Extent;
    let wanted = view.list_follows_map.then(|| view.camera.bounds(view.map_size));
    if wanted == state.view.filter.extent {
        return;
    }
    if still_s >= FOLLOW_AFTER_S || wanted.is_none() {
        actions.push(Action::Follow(Extent(wanted)));
    } else {
        ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(FOLLOW_AFTER_S));
    }
}

/// Title, date, toll and how sure the place is, at the pointer.
pub(in crate::ui) fn event_tip_ui(response: &Response, state: &AppState, event: EventId) {
    let Some((table, row)) = state.table_with(event) else { return };
    response.clone().on_hover_ui_at_pointer(|ui| {
        ui.set_max_width(300.0);
        let line = |text: &str, style| BidiText::source(text, style);
        rich_label_ui(ui, &line(&phrases::title(table, row), style::STRONG));
        if event.dataset == PROPOSED {
            rich_label_ui(ui, &line("Proposed, not confirmed", style::SMALL));
        }
        let when = table.span(row).map_or_else(
            || "Undated".to_owned(),
            |span| phrases::span(span, phrases::Length::Long),
        );
        let words = format!("{when} · {}", phrases::tolls(table, row));
        rich_label_ui(ui, &line(&words, style::SMALL));
        for placement in table.placements(row).take(6) {
            let (latin, arabic) = phrases::place_name(table, &placement);
            let radius = placement
                .radius_m
                .map_or_else(String::new, |m| format!(" · ± {}", phrases::distance(f64::from(m))));
            let text = BidiText::line()
                .push_isolated(&latin, style::SMALL)
                .push(" ", style::SMALL)
                .push_isolated(&arabic, style::SMALL)
                .push(&radius, style::SMALL);
            rich_label_ui(ui, &text);
        }
    });
}

fn context_menu_ui(
    response: &Response,
    rect: Rect,
    state: &AppState,
    view: &mut ViewState,
    actions: &mut Vec<Action>,
) {
    let at = response.interact_pointer_pos();
    if response.secondary_clicked()
        && let Some(at) = at
    {
        let pos = Pos::new(at.x - rect.min.x, at.y - rect.min.y);
        view.context_position = Some(view.camera.unproject(pos, view.map_size).lonlat());
    }
    let Some(position) = view.context_position else { return };
    response.context_menu(|ui| {
        ui.set_min_width(280.0);
        let gazetteer = &state.gazetteer;
        let here = gazetteer.reverse(position);
        let coordinates = format!("{:.5}, {:.5}", position.lon_deg(), position.lat_deg());
        for place in [here.neighbourhood, here.subdistrict, here.district].into_iter().flatten() {
            let place = gazetteer.place(place);
            let text = BidiText::line()
                .push_isolated(&place.name_en, style::BODY)
                .push("  ", style::BODY)
                .push_isolated(&place.name_ar, style::BODY);
            rich_label_ui(ui, &text);
        }
        if let Some(near) = here.nearest {
            let (nearest, distance_m, bearing_deg) =
                (near.place, near.distance_m, near.bearing_deg);
            let name = &gazetteer.place(nearest).name_en;
            // The bearing is from the place to here, as people say it.
            let words = format!(
                "{} {} of {name}",
                phrases::distance(distance_m),
                phrases::compass(bearing_deg)
            );
            ui.label(words);
            if ui.button("What is known of this place").clicked() {
                view.place_card = Some(gazetteer.place(nearest).id.clone());
                ui.close();
            }
        }
        ui.separator();
        if ui.button(format!("Copy {coordinates} (longitude, latitude)")).clicked() {
            actions.push(Action::CopyText { text: coordinates, what: "coordinates" });
            ui.close();
        }
        if ui.button("Place this here…").clicked() {
            view.placing = Some(Placing::at(position, state));
            ui.close();
        }
        if ui.button("Centre the map here").clicked() {
            let camera = view.camera;
            view.fly_to(Camera { centre: position.mercator(), ..camera });
            ui.close();
        }
        if ui.button("Show all events").clicked() {
            actions.push(Action::FitAll);
            ui.close();
        }
    });
}

/// Closer, further away, everything: for those who point rather than type.
fn buttons_ui(ui: &mut Ui, rect: Rect, view: &mut ViewState, actions: &mut Vec<Action>) {
    let side = 28.0;
    let mut top = rect.min.y + 64.0;
    let mut button = |ui: &mut Ui, icon: Icon, name: &str| {
        let place =
            Rect::from_min_size(egui::pos2(rect.max.x - side - 12.0, top), vec2(side, side));
        top += side + 2.0;
        let mut ui = ui.new_child(egui::UiBuilder::new().max_rect(place));
        icon_button_ui(&mut ui, icon, "", name, Look::Quiet).clicked()
    };
    if button(ui, Icon::Plus, "Closer (+)") {
        view.zoom_by(ZOOM_STEP);
    }
    if button(ui, Icon::Minus, "Further away (-)") {
        view.zoom_by(-ZOOM_STEP);
    }
    if button(ui, Icon::ShowAll, "Show all events (Home)") {
        actions.push(Action::FitAll);
    }
}
