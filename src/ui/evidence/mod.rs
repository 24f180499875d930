//! The panel of evidence: what is said of the selected event, by whom, in which
//! words, and why it stands where it stands on the map.
//!
//! - [`heading`]: what, when, where, how many, over all accounts.
//! - [`account`]: a card for each document's account.
//! - [`report`]: the document's own text, with the words that support something.
//! - [`marks`]: what each of those words supports.
//! - [`decisions`]: what the user decided about it, and what there is to decide.
//! - [`differ`]: where the accounts differ.
//! - [`why_here`]: from the words to the position.
//! - [`origin`]: the row or feature of the file it was read from.

mod account;
mod decisions;
mod differ;
mod heading;
mod marks;
mod nothing_selected;
mod origin;
mod parts;
mod report;
mod why_here;

#[cfg(test)]
mod tests;

use egui::{Id, ScrollArea, Ui};

use super::review;
use super::view_state::ViewState;
use super::widgets::{ButtonLook, button_ui, section_header_ui};
use crate::app::{Action, AppState};
use crate::model::{ClaimRef, EventId, Row};

pub(super) use differ::comparison_ui;
pub(super) use parts::{fact_ui, link_row_ui};

/// Accounts shown before somebody asks for more.
const N_ACCOUNTS: usize = 12;

/// Room for the scroll bar in points.
const SCROLL_BAR: f32 = 6.0;

/// What the panel remembers of the event it shows.
#[derive(Debug, Clone, Default)]
struct Memory {
    event: Option<EventId>,
    /// How each account's report is shown.
    reports: Vec<report::View>,
    /// Number of accounts shown.
    n_accounts: usize,
}

impl Memory {
    /// What was remembered; of another event, nothing.
    fn of(ui: &Ui, event: EventId) -> Self {
        let memory: Option<Self> = ui.data(|data| data.get_temp(Self::id()));
        memory.filter(|memory| memory.event == Some(event)).unwrap_or_else(|| Self {
            event: Some(event),
            reports: Vec::new(),
            n_accounts: N_ACCOUNTS,
        })
    }

    fn store(self, ui: &Ui) {
        ui.data_mut(|data| data.insert_temp(Self::id(), self));
    }

    fn id() -> Id {
        Id::unique("evidence panel")
    }
}

/// Shows the evidence of the selected event, or what to do to see some.
pub fn evidence_ui(ui: &mut Ui, state: &AppState, view: &mut ViewState, actions: &mut Vec<Action>) {
    let Some(row) = state.selected_row() else {
        ScrollArea::vertical().id_salt("no evidence").auto_shrink(false).show(ui, |ui| {
            nothing_selected::nothing_selected_ui(ui, state, actions);
        });
        return;
    };
    let table = &*state.table;
    let mut memory = Memory::of(ui, table.event_id(row));
    // Another event starts at its top; the one before is found where it was left.
    ScrollArea::vertical().id_salt(("evidence", table.event_id(row))).auto_shrink(false).show(
        ui,
        |ui| {
            // The scroll bar floats over the right edge.
            ui.set_max_width(ui.available_width() - SCROLL_BAR);
            heading::heading_ui(ui, state, row, view, actions);
            review::back_ui(ui, state, row, actions);
            decisions::decisions_ui(ui, state, row, view, actions);
            accounts_ui(ui, state, row, &mut memory, view, actions);
            differ::differ_ui(ui, table, row);
            why_here::why_here_ui(ui, state, row, view, actions);
            origin::origin_ui(ui, state, row);
            ui.add_space(8.0);
        },
    );
    memory.store(ui);
}

fn accounts_ui(
    ui: &mut Ui,
    state: &AppState,
    row: Row,
    memory: &mut Memory,
    view: &mut ViewState,
    actions: &mut Vec<Action>,
) {
    let claims: Vec<ClaimRef<'_>> = state.table.claims(row).collect();
    memory.reports.resize(claims.len(), report::View::default());
    let header = match claims.len() {
        0 => "No account",
        1 => "The account",
        _ => "The accounts",
    };
    section_header_ui(ui, header);
    if claims.is_empty() {
        parts::quiet_ui(ui, "The file states no source for this event.");
        return;
    }
    marks::key_ui(ui, &claims);
    let scroll_to = view.scroll_to_claim.take().filter(|at| *at < claims.len());
    if let Some(at) = scroll_to {
        memory.n_accounts = memory.n_accounts.max(at + 1);
    }
    for (at, claim) in claims.iter().enumerate().take(memory.n_accounts) {
        ui.push_id(at, |ui| {
            let card = account::account_ui(
                ui,
                state,
                claim,
                claims.len() == 1,
                &mut memory.reports[at],
                view,
                actions,
            );
            if scroll_to == Some(at) {
                card.scroll_to_me(Some(egui::Align::TOP));
            }
        });
    }
    let n_more = claims.len().saturating_sub(memory.n_accounts);
    if n_more > 0 {
        let words = format!("Show {} more of {} accounts", n_more.min(N_ACCOUNTS), claims.len());
        if button_ui(ui, &words, ButtonLook::Quiet).clicked() {
            memory.n_accounts += N_ACCOUNTS;
        }
    }
}
