//! The user's own gazetteer: its entries, where it lies, what is wrong with it.

use egui::{Context, Id, ScrollArea, Ui};

use super::report::problems_ui;
use super::{buttons_ui, modal_ui, title, title_ui};
use crate::app::{Action, AppState, PlaceAction};
use crate::gazetteer::OverlayPlace;
use crate::scene::phrases;
use crate::store::folders::OWN_GAZETTEER_GEOJSON;
use crate::ui::placing::Placing;
use crate::ui::style::{BODY, Palette, SMALL, STRONG};
use crate::ui::text::{BidiText, label_ui, rich_label_ui};
use crate::ui::view_state::{Desk, ViewState};
use crate::ui::widgets::{ButtonLook, button_ui, card_ui, tag_ui};

/// Shows the entries, or the report on the files, while one of them is open.
pub fn my_gazetteer_ui(
    ctx: &Context,
    state: &AppState,
    view: &mut ViewState,
    actions: &mut Vec<Action>,
) {
    // The form over it is answered first.
    if view.placing.is_some() {
        return;
    }
    let mut desk = match view.desk {
        Some(desk @ (Desk::Gazetteer | Desk::GazetteerReport)) => Some(desk),
        _ => return,
    };
    let response = modal_ui(ctx, "my gazetteer", 860.0, |ui| {
        if desk == Some(Desk::GazetteerReport) {
            title_ui(ui, &title("What is wrong with the lines of my gazetteer"));
            report_ui(ui, state);
        } else {
            title_ui(ui, &title("My gazetteer"));
            place_ui(ui, state);
            entries_ui(ui, state, view, &mut desk, actions);
        }
        buttons_ui(ui, |ui| {
            if button_ui(ui, "Close", ButtonLook::Primary).clicked() {
                desk = None;
            }
            let n_problems = state.own.n_problems();
            let other = match desk {
                Some(Desk::GazetteerReport) => Some(("Entries".to_owned(), Desk::Gazetteer)),
                _ if n_problems > 0 => {
                    Some((format!("{n_problems} to look at…"), Desk::GazetteerReport))
                }
                _ => None,
            };
            if let Some((words, other)) = other
                && button_ui(ui, &words, ButtonLook::Quiet).clicked()
            {
                desk = Some(other);
            }
            if state.own.folders.config.is_some()
                && button_ui(ui, "Read the files again", ButtonLook::Quiet).clicked()
            {
                actions.push(Action::Place(PlaceAction::ReadAgain));
            }
        });
    });
    if response.should_close() {
        desk = None;
    }
    // An entry that was clicked may have closed the dialog.
    if view.desk.is_some() {
        view.desk = desk;
    }
}

/// Where the files lie.
fn place_ui(ui: &mut Ui, state: &AppState) {
    let quiet = SMALL.color(Palette::of(ui).text_quiet);
    let words = match state.own.folders.own_gazetteer() {
        Some(path) => format!("Kept in {}", path.display()),
        None => "Kept for this run only.".to_owned(),
    };
    rich_label_ui(ui, &BidiText::source(words, quiet));
    let note = "It is laid over the bundled gazetteer, which never changes. Right-click on the \
                map and choose “Place this here…” to add to it.";
    label_ui(ui, note, quiet);
    ui.add_space(4.0);
}

fn entries_ui(
    ui: &mut Ui,
    state: &AppState,
    view: &mut ViewState,
    desk: &mut Option<Desk>,
    actions: &mut Vec<Action>,
) {
    let (own, fixed) = (&state.view.own_places.places, &state.own.geojson.places);
    if own.is_empty() && fixed.is_empty() {
        label_ui(ui, "Nothing in it yet.", BODY);
        return;
    }
    let room = (ui.ctx().content_rect().height() - 320.0).max(120.0);
    ScrollArea::vertical().max_height(room).auto_shrink([false, true]).show(ui, |ui| {
        for (entry, is_fixed) in
            own.iter().map(|entry| (entry, false)).chain(fixed.iter().map(|entry| (entry, true)))
        {
            card_ui(ui, |ui| entry_ui(ui, state, entry, is_fixed, view, desk, actions));
        }
    });
}

#[allow(clippy::too_many_arguments, reason = "one row, and all of it is needed")]
fn entry_ui(
    ui: &mut Ui,
    state: &AppState,
    entry: &OverlayPlace,
    is_fixed: bool,
    view: &mut ViewState,
    desk: &mut Option<Desk>,
    actions: &mut Vec<Action>,
) {
    let quiet = SMALL.color(Palette::of(ui).text_quiet);
    let known = state.gazetteer.by_id(&entry.id).map(|index| state.gazetteer.place(index));
    let latin = entry.name_en.as_deref().or(known.map(|place| place.name_en.as_str()));
    let arabic = entry.name_ar.as_deref().or(known.map(|place| place.name_ar.as_str()));
    let name = latin.filter(|name| !name.is_empty()).unwrap_or(&entry.id);
    let line = BidiText::line()
        .push_isolated(name, STRONG)
        .push("   ", BODY)
        .push_isolated(arabic.unwrap_or_default(), BODY)
        .push("   ", BODY)
        .push(known.map_or("", |place| place.kind.name()), quiet);
    rich_label_ui(ui, &line);
    let position = entry.position.map_or_else(
        || "no position".to_owned(),
        |at| {
            let radius = entry
                .radius_m
                .map_or_else(String::new, |m| format!(", ± {}", phrases::distance(f64::from(m))));
            format!("{}{radius}", phrases::coordinates(at))
        },
    );
    let reason = if entry.reason.is_empty() { "no reason given" } else { &entry.reason };
    let line = BidiText::line()
        .push(&position, SMALL)
        .push("  ·  ", quiet)
        .push_isolated(reason, SMALL)
        .push("  ·  ", quiet)
        .push_isolated(&entry.id, quiet);
    rich_label_ui(ui, &line);
    ui.horizontal_wrapped(|ui| {
        if let Some(place) = known.filter(|place| place.position.is_some())
            && named_button_ui(ui, "Show on the map", name)
        {
            *desk = None;
            view.show_place(place);
        }
        if is_fixed {
            tag_ui(ui, "GEOJSON")
                .on_hover_text(format!("It stands in {OWN_GAZETTEER_GEOJSON}: change it there."));
            return;
        }
        if named_button_ui(ui, "Edit…", name) {
            view.placing = Some(Placing::of_entry(entry, &state.gazetteer));
        }
        if named_button_ui(ui, "Delete", name) {
            actions.push(Action::Place(PlaceAction::Remove(entry.id.clone())));
        }
    });
}

/// A button whose name for screen readers says whose it is.
fn named_button_ui(ui: &mut Ui, words: &str, name: &str) -> bool {
    let response = button_ui(ui, words, ButtonLook::Quiet);
    let spoken = format!("{words} {name}");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &spoken));
    response.clicked()
}

fn report_ui(ui: &mut Ui, state: &AppState) {
    label_ui(ui, "Lines that are left out stay in the file as they are; the others hold.", BODY);
    for (name, problems) in state.own.reports() {
        ui.add_space(6.0);
        rich_label_ui(ui, &BidiText::source(name, STRONG));
        problems_ui(ui, Id::unique(("own problems", name)), problems);
    }
    if state.own.n_problems() == 0 {
        label_ui(ui, "Nothing: every line was understood.", BODY);
    }
}
