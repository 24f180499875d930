//! What the user decided about the event, and what there is to decide: edits with a
//! way back, and other events that may be the same.

use egui::Ui;

use super::parts::{link_row_ui, quiet_ui};
use crate::app::edits::Proposal;
use crate::app::{Action, AppState, EditAction};
use crate::model::{EventId, Row};
use crate::scene::phrases;
use crate::store::Edit;
use crate::ui::dialogs::edit_words;
use crate::ui::style::{Palette, SMALL, STRONG};
use crate::ui::text::{BidiText, rich_label_ui};
use crate::ui::view_state::{Desk, ViewState};
use crate::ui::widgets::{ButtonLook, button_ui, card_ui};

/// Other events proposed here; all are in the dialog.
const N_PROPOSED: usize = 2;

/// Here only the likely ones are proposed, from this likeness on.
const LIKELY: f32 = 0.75;

/// Shows edits of the event and proposals for it; nothing where there are none.
pub fn decisions_ui(
    ui: &mut Ui,
    state: &AppState,
    row: Row,
    view: &mut ViewState,
    actions: &mut Vec<Action>,
) {
    let event = state.table.event_id(row);
    for (at, edit) in edits_of(state, event).into_iter().enumerate() {
        ui.push_id(("edit", at), |ui| {
            ui.horizontal_wrapped(|ui| {
                let words = edit_words(edit, &state.gazetteer);
                rich_label_ui(ui, &BidiText::source(words, SMALL.bold()));
                if button_ui(ui, "Take back", ButtonLook::Quiet).clicked() {
                    actions.push(Action::Edit(EditAction::TakeBack(edit.clone())));
                }
            });
        });
    }
    let Some(found) = &state.across.proposals else { return };
    let likely = || found.of(event).filter(|pair| pair.score >= LIKELY);
    for (at, pair) in likely().take(N_PROPOSED).enumerate() {
        ui.push_id(("proposal", at), |ui| proposal_ui(ui, state, event, pair, view, actions));
    }
    let n_more = likely().count().saturating_sub(N_PROPOSED);
    if n_more > 0 {
        quiet_ui(ui, &format!("and {n_more} more that may be the same"));
    }
}

/// The edits that speak of any claim of an event that they changed.
fn edits_of(state: &AppState, event: EventId) -> Vec<&Edit> {
    let keys = state.edit_report.claims.get(&event).map_or(&[][..], Vec::as_slice);
    let speaks = |edit: &&Edit| {
        !matches!(edit, Edit::NotSame { .. }) && edit.claims().any(|key| keys.contains(key))
    };
    state.view.edits.iter().filter(speaks).collect()
}

fn proposal_ui(
    ui: &mut Ui,
    state: &AppState,
    event: EventId,
    pair: &Proposal,
    view: &mut ViewState,
    actions: &mut Vec<Action>,
) {
    let other = if pair.a == event { pair.b } else { pair.a };
    let Some(row) = state.table.row_of(other) else { return };
    let title = phrases::title(&state.table, row);
    card_ui(ui, |ui| {
        let quiet = SMALL.color(Palette::of(ui).text_quiet);
        let line = BidiText::line()
            .push("Perhaps the same: ", quiet)
            .push_isolated(&title, STRONG)
            .push(&format!("  likeness {:.2}", pair.score), quiet);
        if link_row_ui(ui, &line, &format!("Perhaps the same: {title}")).clicked() {
            actions.push(Action::Select(Some(other)));
        }
        quiet_ui(ui, &pair.reasons.join("; "));
        ui.horizontal_wrapped(|ui| {
            if button_ui(ui, "Join", ButtonLook::Quiet).clicked() {
                let join = EditAction::Join { into: pair.a, from: pair.b };
                actions.push(Action::Edit(join));
            }
            if button_ui(ui, "Not the same", ButtonLook::Quiet).clicked() {
                actions.push(Action::Edit(EditAction::NotSame(pair.a, pair.b)));
            }
            if button_ui(ui, "Compare…", ButtonLook::Quiet).clicked() {
                let pairs = state.across.proposals.as_ref().map(|found| &found.pairs);
                let at = pairs.and_then(|pairs| pairs.iter().position(|known| known == pair));
                view.proposal = at.unwrap_or(0);
                view.desk = Some(Desk::SameOccurrence);
            }
        });
    });
}
