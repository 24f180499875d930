//! Event types, and their sub-event types on demand.

use egui::collapsing_header::{CollapsingState, paint_default_icon};
use egui::{Rect, Response, Role, Sense, Ui, Vec2, WidgetInfo, vec2};

use super::section::{self, Row};
use crate::app::{Action, AppState, FilterChange};
use crate::model::{EventType, SubEventType};
use crate::query::{DateRange, FacetCount};
use crate::ui::widgets::{CountMark, CountRow, count_row_ui};

/// Room before a row for what opens its sub-event types, in points.
const INDENT: f32 = 14.0;

/// Shows the section.
pub fn types_ui(ui: &mut Ui, state: &AppState, range: DateRange, actions: &mut Vec<Action>) {
    let matched = &state.derived.matched;
    // What the open files have, whatever else is filtered: nothing vanishes under the pointer.
    let all = &state.derived.all;
    let types = counted(all.event_types(range), &matched.event_types(range));
    let n_most = types.iter().map(|count| count.n).max().unwrap_or(0);
    let sub_types = counted(all.sub_event_types(range), &matched.sub_event_types(range));
    section::section_ui(ui, "Event type", true, |ui| {
        for kind in EventType::ALL {
            let Some(count) = types.iter().find(|count| count.value == kind) else { continue };
            let of_type: Vec<_> =
                sub_types.iter().filter(|sub| sub.value.event_type() == kind).copied().collect();
            type_ui(ui, state, *count, n_most, &of_type, actions);
        }
    });
}

/// All values with the counts of those that match.
fn counted<K: PartialEq>(
    mut all: Vec<FacetCount<K>>,
    matching: &[FacetCount<K>],
) -> Vec<FacetCount<K>> {
    all.retain(|count| count.n_total > 0);
    for count in &mut all {
        count.n =
            matching.iter().find(|other| other.value == count.value).map_or(0, |other| other.n);
    }
    all
}

fn type_ui(
    ui: &mut Ui,
    state: &AppState,
    count: FacetCount<EventType>,
    n_most: u32,
    sub_types: &[FacetCount<SubEventType>],
    actions: &mut Vec<Action>,
) {
    let filter = &state.view.filter;
    let kind = count.value;
    let is_free = filter.event_types.is_empty() && filter.sub_event_types.is_empty();
    let on = is_free || filter.event_types.contains(&kind);
    let id = ui.make_persistent_id(("sub-event types", kind));
    let mut folding = CollapsingState::load_with_default_open(ui.ctx(), id, false);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        if sub_types.is_empty() {
            ui.allocate_space(vec2(INDENT, 1.0));
        } else {
            unfold_ui(ui, kind, &mut folding);
        }
        let share = if n_most == 0 { 0.0 } else { count.n as f32 / n_most as f32 };
        let words = kind.name();
        let mark = CountMark::Type(kind);
        let row = count_row_ui(ui, &CountRow { mark, words, count: u64::from(count.n), share, on });
        ask(&row, ui, kind, actions);
        row.on_hover_text("Click: show or hide. Double-click or Alt+click: only this");
    });
    folding.show_body_unindented(ui, |ui| {
        let n_most = sub_types.iter().map(|sub| sub.n).max().unwrap_or(0);
        for sub in sub_types {
            ui.horizontal(|ui| {
                ui.add_space(INDENT + 14.0);
                let ticked = filter.sub_event_types.contains(&sub.value);
                let words = sub.value.name();
                let row = Row { words, n: sub.n, n_most, ticked, on: on || ticked };
                if section::box_row_ui(ui, &row).clicked() {
                    actions.push(Action::Filter(FilterChange::ToggleSubType(sub.value)));
                }
            });
        }
    });
}

fn ask(row: &Response, ui: &Ui, kind: EventType, actions: &mut Vec<Action>) {
    let alt = ui.input(|input| input.modifiers.alt);
    if row.double_clicked() || (row.clicked() && alt) {
        actions.push(Action::Filter(FilterChange::OnlyType(kind)));
    } else if row.clicked() {
        actions.push(Action::Filter(FilterChange::ToggleType(kind)));
    }
    row.context_menu(|ui| {
        if ui.button(format!("Only {}", kind.name())).clicked() {
            actions.push(Action::Filter(FilterChange::OnlyType(kind)));
            ui.close();
        }
        if ui.button(format!("Show or hide {}", kind.name())).clicked() {
            actions.push(Action::Filter(FilterChange::ToggleType(kind)));
            ui.close();
        }
    });
}

fn unfold_ui(ui: &mut Ui, kind: EventType, folding: &mut CollapsingState) {
    let (rect, response) = ui.allocate_exact_size(vec2(INDENT, 22.0), Sense::click());
    response.widget_info(|| {
        let name = format!("Sub-event types of {}", kind.name());
        WidgetInfo::selected(Role::DisclosureTriangle, ui.is_enabled(), folding.is_open(), name)
    });
    if response.clicked() {
        folding.toggle(ui);
    }
    let mut icon = response;
    icon.rect = Rect::from_center_size(rect.center() - vec2(3.0, 1.0), Vec2::splat(8.0));
    paint_default_icon(ui, folding.openness(ui.ctx()), &icon);
}
