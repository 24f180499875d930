//! The review of reports: the text with its marks, and what is proposed about it.
//!
//! - [`text`]: the report, its marks, and what to make of selected words.
//! - [`list`]: all reports with their counts.
//! - [`cards`]: the proposals, the one looked at open.
//! - [`fields`]: the parts of a proposal, and why they are as they are.
//! - [`editors`]: the fields to type in, one part of a proposal at a time.
//! - [`placing`]: a place by a click on the map.
//! - [`paste`], [`details`], [`import`]: dialogs for a pasted text, for what is known of a
//!   report, and for what was not understood.
//! - [`commands`]: the keys.
//! - [`view`]: what belongs to the window alone.

mod cards;
pub mod commands;
pub mod details;
mod editors;
mod fields;
pub mod import;
mod list;
pub mod paste;
mod pick;
pub mod placing;
mod text;
pub mod view;

#[cfg(test)]
mod tests;

use egui::{Panel, ScrollArea, Ui};

use super::chrome;
use super::evidence;
use super::style::{BODY, HEADING};
use super::text::label_ui;
use super::view_state::ViewState;
use super::widgets::{ButtonLook, button_ui};
use crate::app::review::Journal;
use crate::app::review::table::REVIEWED;
use crate::app::{Action, AppState, ReviewAction};
use crate::model::Row;

pub use view::ReviewView;

/// Shows the columns of the review at the right of the map. The evidence of a
/// selected event takes the place of the cards.
pub fn panels_ui(ui: &mut Ui, state: &AppState, view: &mut ViewState, actions: &mut Vec<Action>) {
    view.review.follow(state);
    let narrow = ui.available_width() < 1400.0;
    let width = if narrow { 344.0 } else { 392.0 };
    let frame = chrome::panel_frame(ui);
    Panel::right("review cards")
        .default_size(width)
        .size_range(280.0..=560.0)
        .resizable(true)
        .frame(frame)
        .show(ui, |ui| {
            if state.selected_row().is_some() {
                evidence::evidence_ui(ui, state, view, actions);
            } else {
                cards::cards_ui(ui, state, view, actions);
            }
        });
    Panel::right("review text")
        .default_size(width)
        .size_range(280.0..=760.0)
        .resizable(true)
        .frame(frame)
        .show(ui, |ui| text_column_ui(ui, state, view, actions));
}

fn text_column_ui(ui: &mut Ui, state: &AppState, view: &mut ViewState, actions: &mut Vec<Action>) {
    if state.review.review.reports().is_empty() {
        nothing_ui(ui, state, view, actions);
        return;
    }
    list::heading_ui(ui, state, view, actions);
    if view.review.lists_reports {
        list::list_ui(ui, state, view, actions);
    } else {
        text::text_ui(ui, state, view, actions);
    }
}

/// What to do while no report is open.
fn nothing_ui(ui: &mut Ui, state: &AppState, view: &mut ViewState, actions: &mut Vec<Action>) {
    ScrollArea::vertical().id_salt("no reports").auto_shrink(false).show(ui, |ui| {
        label_ui(ui, "No report is open", HEADING);
        label_ui(
            ui,
            "Drop reports on the window: text, Markdown, HTML or PDF, a folder of them, or a \
             CSV with the columns path, published, publisher, url, title.",
            BODY,
        );
        ui.add_space(6.0);
        ui.horizontal_wrapped(|ui| {
            if button_ui(ui, "Open files… (Ctrl+O)", ButtonLook::Primary).clicked() {
                actions.push(Action::PickFiles);
            }
            if button_ui(ui, "Open a folder…", ButtonLook::Quiet).clicked() {
                actions.push(Action::Review(ReviewAction::PickFolder));
            }
            if button_ui(ui, "Paste a text… (Ctrl+V)", ButtonLook::Quiet).clicked() {
                view.review.paste = Some(paste::PasteForm::default());
            }
            if button_ui(ui, "Close the review", ButtonLook::Quiet).clicked() {
                actions.push(Action::Review(ReviewAction::Show(false)));
            }
        });
        ui.add_space(6.0);
        journal_ui(ui, state);
    });
}

/// From an accepted event back to the report that it was read from.
pub fn back_ui(ui: &mut Ui, state: &AppState, row: Row, actions: &mut Vec<Action>) {
    let event = state.table.event_id(row);
    if event.dataset != REVIEWED || state.review.review.proposal(event.number).is_none() {
        return;
    }
    let back = button_ui(ui, "Review its report", ButtonLook::Quiet);
    if back.on_hover_text("Change it, or take the acceptance back").clicked() {
        actions.push(Action::Review(ReviewAction::Show(true)));
        actions.push(Action::Review(ReviewAction::Go(event.number)));
    }
}

/// Whether decisions are kept, in small words.
fn journal_ui(ui: &mut Ui, state: &AppState) {
    let palette = super::style::Palette::of(ui);
    let quiet = super::style::SMALL.color(palette.text_quiet);
    let wrong = super::style::SMALL.color(palette.error);
    let review = &state.review;
    let (words, style) = match &review.journal {
        Journal::Off => ("Not kept: this window was started to keep nothing.", quiet),
        Journal::Opening => ("Reading what was decided before…", quiet),
        Journal::On(_) if review.n_unwritten() > 0 => ("Saving…", quiet),
        Journal::On(_) => ("Every decision is saved.", quiet),
        Journal::Failed(_) => ("Decisions are NOT being saved.", wrong),
    };
    let response = label_ui(ui, words, style);
    match &review.journal {
        Journal::On(path) => {
            response.on_hover_text(format!("In {}", path.display()));
        }
        Journal::Failed(why) => {
            response.on_hover_text(why);
        }
        Journal::Off | Journal::Opening => {}
    }
}
