//! What the user decided about events: every edit, what became of it, and a way back.

use egui::{Context, ScrollArea, Ui};

use super::{buttons_ui, modal_ui, title, title_ui};
use crate::app::edits::EditState;
use crate::app::{Action, AppState, EditAction};
use crate::gazetteer::Gazetteer;
use crate::store::Edit;
use crate::ui::style::{BODY, Palette, SMALL, STRONG};
use crate::ui::text::{BidiText, label_ui, rich_label_ui};
use crate::ui::view_state::{Desk, ViewState};
use crate::ui::widgets::{ButtonLook, button_ui, card_ui};

/// Shows the edits while the dialog is open.
pub fn my_edits_ui(
    ctx: &Context,
    state: &AppState,
    view: &mut ViewState,
    actions: &mut Vec<Action>,
) {
    if view.desk != Some(Desk::Edits) {
        return;
    }
    let mut close = false;
    let response = modal_ui(ctx, "my edits", 720.0, |ui| {
        title_ui(ui, &title("My edits"));
        let quiet = SMALL.color(Palette::of(ui).text_quiet);
        let words = match state.own.folders.edits() {
            Some(path) => format!("Written down at once in {}", path.display()),
            None => "Kept for this run only.".to_owned(),
        };
        rich_label_ui(ui, &BidiText::source(words, quiet));
        label_ui(ui, "Files of events are never changed; exports hold what is shown.", quiet);
        ui.add_space(4.0);
        if state.view.edits.is_empty() {
            label_ui(ui, "No edits.", BODY);
        }
        let room = (ctx.content_rect().height() - 300.0).max(120.0);
        ScrollArea::vertical().max_height(room).auto_shrink([false, true]).show(ui, |ui| {
            for (at, edit) in state.view.edits.iter().enumerate().rev() {
                let became = state.edit_report.states.get(at);
                ui.push_id(at, |ui| {
                    card_ui(ui, |ui| edit_ui(ui, &state.gazetteer, edit, became, actions))
                });
            }
        });
        buttons_ui(ui, |ui| close = button_ui(ui, "Close", ButtonLook::Primary).clicked());
    });
    if close || response.should_close() {
        view.desk = None;
    }
}

fn edit_ui(
    ui: &mut Ui,
    gazetteer: &Gazetteer,
    edit: &Edit,
    became: Option<&EditState>,
    actions: &mut Vec<Action>,
) {
    let palette = Palette::of(ui);
    rich_label_ui(ui, &BidiText::source(edit_words(edit, gazetteer), STRONG));
    for key in edit.claims() {
        let line = BidiText::line()
            .push_isolated(&key.event, SMALL)
            .push(" in ", SMALL.color(palette.text_quiet))
            .push_isolated(&key.file, SMALL);
        rich_label_ui(ui, &line);
    }
    match became {
        Some(EditState::Lost(why)) => {
            label_ui(ui, &format!("No longer applies: {why}."), SMALL.color(palette.warning));
        }
        Some(EditState::NotOpen) => {
            let words = "Waits: its file is not open.";
            label_ui(ui, words, SMALL.color(palette.text_quiet));
        }
        Some(EditState::Holds) | None => {}
    }
    if button_ui(ui, "Take back", ButtonLook::Quiet).clicked() {
        actions.push(Action::Edit(EditAction::TakeBack(edit.clone())));
    }
}

/// An edit in words.
pub fn edit_words(edit: &Edit, gazetteer: &Gazetteer) -> String {
    let name = |id: &str| match gazetteer.by_id(id) {
        Some(index) => gazetteer.place(index).name_en.clone(),
        None if id.is_empty() => "no entry".to_owned(),
        None => id.to_owned(),
    };
    match edit {
        Edit::Place { was, to, .. } => {
            format!("Place chosen by you: {}, was {}", name(to), name(was))
        }
        Edit::Date { edtf, reason, .. } => format!("Dated by you {edtf}: {reason}"),
        Edit::Join { .. } => "Joined by you as one event".to_owned(),
        Edit::Part { .. } => "Parted by you: an event of its own".to_owned(),
        Edit::NotSame { .. } => "Not the same, as you said".to_owned(),
    }
}
