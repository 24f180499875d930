//! Everything that floats above the panels.

mod cluster;
mod columns;
mod export;
mod keys;
mod my_edits;
mod my_gazetteer;
mod palette;
mod path_field;
mod place_here;
mod report;
mod same_occurrence;
#[cfg(test)]
mod tests;

use egui::{Align, Context, Frame, Id, Layout, Modal, ModalResponse, Ui, vec2};

pub use my_edits::edit_words;

use super::review;
use super::style::HEADING;
use super::text::{self, BidiText};
use super::view_state::ViewState;
use crate::app::{Action, AppState};

/// Shows whatever is open.
pub fn dialogs_ui(
    ctx: &Context,
    state: &AppState,
    view: &mut ViewState,
    actions: &mut Vec<Action>,
) {
    cluster::cluster_ui(ctx, state, view, actions);
    report::report_ui(ctx, state, actions);
    columns::columns_ui(ctx, state, actions);
    export::export_ui(ctx, state, actions);
    keys::keys_ui(ctx, state, view);
    my_gazetteer::my_gazetteer_ui(ctx, state, view, actions);
    my_edits::my_edits_ui(ctx, state, view, actions);
    same_occurrence::same_occurrence_ui(ctx, state, view, actions);
    place_here::place_here_ui(ctx, state, view, actions);
    path_field::path_field_ui(ctx, view, actions);
    review::paste::paste_ui(ctx, view, actions);
    review::details::details_ui(ctx, view, actions);
    review::import::import_ui(ctx, state, actions);
    palette::palette_ui(ctx, state, view, actions);
}

/// A dialog that has to be answered before anything else, no larger than the window.
pub(super) fn modal_ui<R>(
    ctx: &Context,
    name: &'static str,
    max_width: f32,
    add_contents: impl FnOnce(&mut Ui) -> R,
) -> ModalResponse<R> {
    let room = ctx.content_rect().size() - vec2(80.0, 120.0);
    Modal::new(Id::unique(name)).frame(frame(ctx)).show(ctx, |ui| {
        ui.set_width(max_width.min(room.x));
        ui.set_max_height(room.y);
        add_contents(ui)
    })
}

/// The frame of a dialog.
fn frame(ctx: &Context) -> Frame {
    Frame::popup(&ctx.style_of(ctx.theme())).inner_margin(16)
}

/// The title of a dialog.
pub(super) fn title_ui(ui: &mut Ui, words: &BidiText) {
    text::rich_label_ui(ui, words);
    ui.add_space(4.0);
}

/// A title without names in it.
pub(super) fn title(words: &str) -> BidiText {
    BidiText::line().push(words, HEADING)
}

/// A row of buttons at the lower right, the main one first.
pub(super) fn buttons_ui(ui: &mut Ui, add_buttons: impl FnOnce(&mut Ui)) {
    ui.add_space(8.0);
    ui.allocate_ui_with_layout(
        vec2(ui.available_width(), 28.0),
        Layout::right_to_left(Align::Center),
        add_buttons,
    );
}
