//! The bar at the top: what is open, the search field, whether anything goes
//! out on the network, the theme, and what to take away.

use std::path::PathBuf;

use egui::{Align, Button, Id, Key, Layout, Popup, RichText, Ui, vec2};

use super::icons::{Icon, Look, icon_button_ui, icon_ui};
use super::view_state::{Desk, Palette, ViewState};
use super::{chrome, style, text};
use crate::app::effect::Source;
use crate::app::export::ExportAction;
use crate::app::state::SaveKind;
use crate::app::{Action, AppState, BaseLayer, BriefingAction, FilterChange, ReviewAction};
use crate::gazetteer::{Context as PlaceContext, Place};
use crate::scene::labels::LabelScript;
use crate::scene::theme::ThemeName;

/// A chance from which what was typed is the name of a place, and no other word.
const SURE: f32 = 0.95;

/// Places proposed under the search field.
const N_PROPOSED: usize = 6;

/// Shows the bar.
pub fn top_bar_ui(ui: &mut Ui, state: &AppState, view: &mut ViewState, actions: &mut Vec<Action>) {
    ui.horizontal_centered(|ui| {
        chrome::brand_ui(ui);
        datasets_ui(ui, state, view, actions);
        let right = 470.0;
        let free = (ui.available_width() - right).max(120.0);
        let width = free.min(380.0);
        ui.add_space(((free - width) / 2.0).max(8.0));
        search_ui(ui, width, state, view, actions);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            save_ui(ui, state, view, actions);
            review_ui(ui, state, actions);
            appearance_ui(ui, state, actions);
            network_ui(ui, state, actions);
            // The review has its own buttons: the keys take decisions back there.
            if !state.is_reviewing() {
                history_ui(ui, state, actions);
            }
        });
    });
}

/// What the user decided and added over the open files.
fn own_work_ui(ui: &mut Ui, view: &mut ViewState) {
    ui.separator();
    for (words, desk) in [
        ("Same occurrence?…", Desk::SameOccurrence),
        ("My edits…", Desk::Edits),
        ("My gazetteer…", Desk::Gazetteer),
    ] {
        if ui.button(words).clicked() {
            view.desk = Some(desk);
            ui.close();
        }
    }
}

fn datasets_ui(ui: &mut Ui, state: &AppState, view: &mut ViewState, actions: &mut Vec<Action>) {
    let title = match state.datasets.as_slice() {
        [] => "Nothing open".to_owned(),
        [only] => only.name.clone(),
        several => format!("{} files", several.len()),
    };
    ui.menu_button(title, |ui| {
        ui.set_min_width(340.0);
        for dataset in &state.datasets {
            ui.horizontal(|ui| {
                let mut shown = !state.view.filter.hidden_datasets.contains(&dataset.id);
                let label = format!("{} · {} events", dataset.name, dataset.table.n_events());
                if ui.checkbox(&mut shown, label).on_hover_text("Show or hide").changed() {
                    actions.push(Action::ShowDataset(dataset.id, shown));
                }
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if dataset.source == Source::Review {
                        if ui.small_button("Review").clicked() {
                            actions.push(Action::Review(ReviewAction::Show(true)));
                            ui.close();
                        }
                        return;
                    }
                    if ui.small_button("Close").clicked() {
                        actions.push(Action::Close(dataset.id));
                    }
                    if ui.small_button("Load report").clicked() {
                        actions.push(Action::ShowReport(Some(dataset.id)));
                        ui.close();
                    }
                });
            });
        }
        ui.separator();
        if ui.button("Open files…   Ctrl+O").clicked() {
            actions.push(Action::PickFiles);
            ui.close();
        }
        if ui.button("Open by path…   Ctrl+Shift+O").clicked() {
            view.path_field = Some(String::new());
            ui.close();
        }
        if ui.button("Open a folder of reports…").clicked() {
            actions.push(Action::Review(ReviewAction::PickFolder));
            ui.close();
        }
        if ui.button("Paste a report…   Ctrl+V").clicked() {
            view.review.paste = Some(super::review::paste::PasteForm::default());
            ui.close();
        }
        if ui.button("Open the sample").clicked() {
            actions.push(Action::OpenSample);
            ui.close();
        }
        let is_open = |path: &PathBuf| {
            state.datasets.iter().any(|d| matches!(&d.source, Source::File(open) if open == path))
        };
        let recent: Vec<&PathBuf> = state.recent.iter().filter(|path| !is_open(path)).collect();
        if !recent.is_empty() {
            ui.separator();
            ui.label(RichText::new("Opened lately").weak());
            for path in recent {
                let name = path.file_name().map_or_else(
                    || path.display().to_string(),
                    |name| name.to_string_lossy().into_owned(),
                );
                if ui.button(name).on_hover_text(path.display().to_string()).clicked() {
                    actions.push(Action::Open(vec![path.clone()]));
                    ui.close();
                }
            }
        }
        own_work_ui(ui, view);
    });
}

/// One field for events and places: what is typed filters the events at once,
/// and places of that name are proposed under it, to fly to.
fn search_ui(
    ui: &mut Ui,
    width: f32,
    state: &AppState,
    view: &mut ViewState,
    actions: &mut Vec<Action>,
) {
    // Undo and the chips change the filter behind the field's back.
    if !view.search_field.is_some_and(|id| ui.memory(|memory| memory.has_focus(id))) {
        view.search.clone_from(&state.view.filter.text);
    }
    let hint = "Search places, actors, words…  القصور";
    let response = text::text_field_ui(ui, &mut view.search, hint, style::BODY, width - 62.0);
    view.search_field = Some(response.id);
    if response.changed() && view.search != state.view.filter.text {
        actions.push(Action::Filter(FilterChange::Text(view.search.clone())));
    }
    if ui.button("Ctrl+K").on_hover_text("Command palette").clicked() {
        view.palette = Some(Palette::default());
    }
    let query = view.search.trim().to_owned();
    if query.chars().count() < 2 {
        return;
    }
    let gazetteer = &state.gazetteer;
    let enter = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if !response.has_focus() && !enter && !Popup::is_id_open(ui.ctx(), Id::unique("search places"))
    {
        return;
    }
    let typed = PlaceContext { is_place: true, ..PlaceContext::default() };
    let found = gazetteer.lookup(&query, &typed);
    // Who types a word that only sounds like a place looks for the word.
    let is_name = !gazetteer.lookup(&query, &PlaceContext::default()).candidates.is_empty()
        || found.candidates.first().is_some_and(|best| best.score >= SURE);
    if enter {
        if let Some(best) = found.candidates.first().filter(|_| is_name) {
            go_to(gazetteer.place(best.place), view, actions);
        }
        return;
    }
    if found.candidates.is_empty() {
        return;
    }
    Popup::from_response(&response)
        .id(Id::unique("search places"))
        .open(response.has_focus())
        .show(|ui| {
            ui.set_width(width);
            let words = if is_name { "Places — Enter flies to the first" } else { "Places" };
            ui.label(RichText::new(words).weak());
            for candidate in found.candidates.iter().take(N_PROPOSED) {
                let place = gazetteer.place(candidate.place);
                let row = text::BidiText::line()
                    .push_isolated(&place.name_en, style::BODY)
                    .push("   ", style::BODY)
                    .push_isolated(&place.name_ar, style::SMALL)
                    .push(&format!("   {}", place.kind.name()), style::SMALL);
                if chrome::clickable_row_ui(ui, &row).clicked() {
                    go_to(place, view, actions);
                }
            }
        });
}

/// Flies to a place that was searched for. What was typed is its name, and no longer a
/// demand on events: it would hide those that lie around.
fn go_to(place: &Place, view: &mut ViewState, actions: &mut Vec<Action>) {
    view.show_place(place);
    view.search.clear();
    actions.push(Action::Filter(FilterChange::Text(String::new())));
}

fn network_ui(ui: &mut Ui, state: &AppState, actions: &mut Vec<Action>) {
    let online = state.base.uses_network();
    let (icon, words, colour) = if online {
        (Icon::DotOn, "Network on", ui.visuals().warn_fg_color)
    } else {
        (Icon::DotOff, "Offline", ui.visuals().weak_text_color())
    };
    let text =
        if online { RichText::new(words).color(colour).strong() } else { RichText::new(words) };
    ui.menu_button(text, |ui| {
        ui.set_min_width(330.0);
        ui.label("What lies under the markers");
        let mut choose = |ui: &mut Ui, base: BaseLayer, label: &str| {
            if ui.radio(state.base == base, label).clicked() {
                actions.push(Action::SetBase(base));
            }
        };
        choose(ui, BaseLayer::Bundled, "Bundled map (offline)");
        choose(ui, BaseLayer::OnlineOsm, "OpenStreetMap tiles from the network");
        if let BaseLayer::PmTiles(path) = &state.base {
            let label = format!("PMTiles: {}", path.display());
            choose(ui, state.base.clone(), &label);
        }
        if ui.button("PMTiles file on this computer…").clicked() {
            actions.push(Action::PickPmTiles);
            ui.close();
        }
        ui.separator();
        ui.label(
            RichText::new(
                "Tiles from the network tell the server which places you look at. \
                 Nothing else ever goes out, and at every start the network is off.",
            )
            .weak(),
        );
    })
    .response
    .on_hover_text("Base map and network");
    icon_ui(ui, icon, colour);
}

fn appearance_ui(ui: &mut Ui, state: &AppState, actions: &mut Vec<Action>) {
    ui.menu_button("View", |ui| {
        ui.set_min_width(220.0);
        ui.label(RichText::new("Theme").weak());
        for (theme, label) in [(ThemeName::Light, "Light"), (ThemeName::Dark, "Dark")] {
            if ui.radio(state.theme == theme, label).clicked() {
                actions.push(Action::SetTheme(theme));
            }
        }
        ui.separator();
        ui.label(RichText::new("Names on the map").weak());
        for (labels, label) in [
            (LabelScript::Both, "English and Arabic"),
            (LabelScript::Latin, "English"),
            (LabelScript::Arabic, "Arabic"),
        ] {
            if ui.radio(state.labels == labels, label).clicked() {
                actions.push(Action::SetLabels(labels));
            }
        }
        ui.separator();
        if ui.button("Show all events   Home").clicked() {
            actions.push(Action::FitAll);
            ui.close();
        }
    });
}

fn save_ui(ui: &mut Ui, state: &AppState, view: &ViewState, actions: &mut Vec<Action>) {
    let label = RichText::new("Briefing").strong();
    ui.menu_button(label, |ui| {
        ui.set_min_width(240.0);
        let words =
            if state.briefing.is_open { "Back to the map   B" } else { "Briefing view…   B" };
        if ui.button(words).clicked() {
            actions.push(if state.briefing.is_open {
                BriefingAction::Close.into()
            } else {
                BriefingAction::Open(view.picture_frame()).into()
            });
            ui.close();
        }
        if ui.button("Picture of what I see now…   Ctrl+Shift+P").clicked() {
            actions.push(Action::Save(SaveKind::Picture(view.picture_frame())));
            ui.close();
        }
        if ui.button("Export events…   Ctrl+E").clicked() {
            actions.push(Action::Export(ExportAction::Open(view.picture_frame())));
            ui.close();
        }
    })
    .response
    .on_hover_ui(|ui| {
        ui.set_max_width(vec2(260.0, 0.0).x);
        ui.label("Take a picture or the events away");
    });
}

/// The way into the review and out of it, with what waits there.
fn review_ui(ui: &mut Ui, state: &AppState, actions: &mut Vec<Action>) {
    let n = state.review.review.counts().n_proposed;
    let words = if n == 0 { "Review".to_owned() } else { format!("Review ({n})") };
    let is_open = state.is_reviewing();
    let button = ui.add(Button::new(words).selected(is_open));
    if button.on_hover_text("Read reports and decide what they claim (Ctrl+R)").clicked() {
        actions.push(Action::Review(ReviewAction::Show(!is_open)));
    }
}

fn history_ui(ui: &mut Ui, state: &AppState, actions: &mut Vec<Action>) {
    let mut button = |ui: &mut Ui, on: bool, icon: Icon, name: &str, action: Action| {
        let shown = ui.add_enabled_ui(on, |ui| icon_button_ui(ui, icon, "", name, Look::Quiet));
        if shown.inner.clicked() {
            actions.push(action);
        }
    };
    let (can_undo, can_redo) = (state.history.can_undo(), state.history.can_redo());
    button(ui, can_redo, Icon::Redo, "Redo (Ctrl+Shift+Z)", Action::Redo);
    button(ui, can_undo, Icon::Undo, "Undo (Ctrl+Z)", Action::Undo);
}
