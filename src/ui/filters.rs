//! The left-hand panel: what is filtered, everything that can be, and the list.

mod facets;
pub(super) mod section;
mod showing;
#[cfg(test)]
pub(crate) mod tests;
mod types;

use egui::{Panel, Role, ScrollArea, Slider, Ui, WidgetInfo, vec2};

use super::list;
use super::style::{Palette, SMALL};
use super::text::{self, BidiText};
use super::view_state::ViewState;
use crate::app::{Action, AppState, FilterChange};
use crate::query::DateRange;
use facets::Facet;
pub use showing::clear_all;

/// Uncertainties of a place that the slider offers, in metres, with what they
/// mean; the last lets everything through.
const SURENESS: [(Option<f32>, &str); 7] = [
    (Some(100.0), "exact (100 m)"),
    (Some(500.0), "within 500 m"),
    (Some(1_000.0), "within 1 km"),
    (Some(2_500.0), "neighbourhood (2.5 km)"),
    (Some(10_000.0), "town (10 km)"),
    (Some(100_000.0), "countryside (100 km)"),
    (None, "any place, or none"),
];

/// Shows the panel.
pub fn filters_ui(ui: &mut Ui, state: &AppState, view: &mut ViewState, actions: &mut Vec<Action>) {
    let height = ui.available_height();
    Panel::bottom("event list")
        .resizable(true)
        .default_size((height * 0.5).max(160.0))
        // The list is what the filters are for: it never gives up its share.
        .size_range((height * 0.46).max(130.0)..=(height - 90.0).max(131.0))
        .frame(egui::Frame::NONE)
        .show(ui, |ui| list::list_ui(ui, state, view, actions));
    showing::showing_ui(ui, state, view, actions);
    ScrollArea::vertical().id_salt("filters").auto_shrink([false, false]).show(ui, |ui| {
        // Room for the bar, which floats over what it scrolls.
        ui.set_max_width(ui.available_width() - 8.0);
        ui.spacing_mut().item_spacing.y = 1.0;
        let range = state.date_range();
        types::types_ui(ui, state, range, actions);
        for facet in [Facet::Actors, Facet::Places] {
            facets::facet_ui(ui, facet, state, range, actions);
        }
        sureness_ui(ui, state, actions);
        facets::facet_ui(ui, Facet::Publishers, state, range, actions);
        files_ui(ui, state, range, actions);
        background_ui(ui, state, actions);
        ui.add_space(8.0);
    });
}

/// How vague a place may be.
fn sureness_ui(ui: &mut Ui, state: &AppState, actions: &mut Vec<Action>) {
    section::section_ui(ui, "How sure of the place", true, |ui| {
        let palette = Palette::of(ui);
        let last = SURENESS.len() - 1;
        let now = state.view.filter.max_radius_m;
        let step_now = now.map_or(last, |radius_m| {
            SURENESS.iter().position(|(step, _)| step.is_none_or(|s| s >= radius_m)).unwrap_or(last)
        });
        let mut step = step_now;
        ui.spacing_mut().slider_width = ui.available_width() - 4.0;
        let slider = ui.add(Slider::new(&mut step, 0..=last).show_value(false));
        slider.widget_info(|| {
            let name = format!("How sure of the place: {}", SURENESS[step].1);
            WidgetInfo::slider(ui.is_enabled(), step as f64, name)
        });
        if step != step_now {
            actions.push(Action::Filter(FilterChange::MaxRadius(SURENESS[step].0)));
        }
        let quiet = SMALL.color(palette.text_quiet);
        let words = SURENESS[step].1;
        let words = if now.is_some() { format!("{words}, or surer") } else { words.to_owned() };
        text::rich_label_ui(ui, &BidiText::line().push(&words, SMALL));
        if now.is_some() {
            let note = "Hides places that are vaguer or do not say, and events without a place.";
            text::rich_label_ui(ui, &BidiText::line().push(note, quiet));
        }
    });
}

/// The open files, where there are several.
fn files_ui(ui: &mut Ui, state: &AppState, range: DateRange, actions: &mut Vec<Action>) {
    if state.datasets.len() < 2 {
        return;
    }
    let counts = state.derived.matched.datasets(range);
    let n_most = counts.iter().map(|count| count.n).max().unwrap_or(0);
    section::section_ui(ui, "Files", true, |ui| {
        for dataset in &state.datasets {
            let n =
                counts.iter().find(|count| count.value == dataset.id).map_or(0, |count| count.n);
            let shown = !state.view.filter.hidden_datasets.contains(&dataset.id);
            let row = section::Row { words: &dataset.name, n, n_most, ticked: shown, on: shown };
            if section::box_row_ui(ui, &row).clicked() {
                actions.push(Action::ShowDataset(dataset.id, !shown));
            }
        }
    });
}

fn background_ui(ui: &mut Ui, state: &AppState, actions: &mut Vec<Action>) {
    ui.add_space(8.0);
    let mut shown = state.view.filter.include_background;
    let toggle = ui.checkbox(&mut shown, "Events told as background");
    let toggle = toggle.on_hover_text("Earlier events that a report only looks back to");
    toggle.widget_info(|| {
        WidgetInfo::selected(Role::CheckBox, ui.is_enabled(), shown, "Events told as background")
    });
    if toggle.changed() {
        actions.push(Action::Filter(FilterChange::Background(shown)));
    }
    ui.allocate_space(vec2(0.0, 2.0));
}
