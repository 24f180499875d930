//! "Same occurrence?": events of different reports that may be one, side by side.

use std::sync::Arc;

use egui::{Align, Context, Layout, ScrollArea, Ui, vec2};

use super::{buttons_ui, modal_ui, title, title_ui};
use crate::app::edits::Proposal;
use crate::app::{Action, AppState, EditAction};
use crate::model::{ClaimRef, EventId};
use crate::scene::accounts::compare_claims;
use crate::scene::phrases::{self, Length};
use crate::ui::chrome;
use crate::ui::evidence::comparison_ui;
use crate::ui::style::{BODY, Palette, SMALL, STRONG};
use crate::ui::text::{BidiText, label_ui, rich_label_ui};
use crate::ui::view_state::{Desk, ViewState};
use crate::ui::widgets::{ButtonLook, button_ui, grouped};

/// Width of the list of proposals, in points.
const LIST_WIDTH: f32 = 300.0;

/// Proposals in the list at once.
const N_LISTED: usize = 60;

/// Accounts compared side by side.
const N_ACCOUNTS: usize = 6;

/// Shows the proposals while the dialog is open.
pub fn same_occurrence_ui(
    ctx: &Context,
    state: &AppState,
    view: &mut ViewState,
    actions: &mut Vec<Action>,
) {
    if view.desk != Some(Desk::SameOccurrence) {
        return;
    }
    let proposals = state.across.proposals.as_ref().map(Arc::clone);
    if proposals.is_none() && !state.across.is_looking() {
        actions.push(Action::Edit(EditAction::FindSame));
    }
    let mut close = false;
    let response = modal_ui(ctx, "same occurrence", 920.0, |ui| {
        title_ui(ui, &title("Same occurrence?"));
        let quiet = SMALL.color(Palette::of(ui).text_quiet);
        let note = "Events that different reports tell of nearly the same day and place. Nothing \
                    is joined unless you say so, and what you join can be parted again. A likeness of 1 \
                    means that nothing speaks against it, 0 that something rules it out.";
        label_ui(ui, note, quiet);
        ui.add_space(6.0);
        match &proposals {
            None => {
                ui.horizontal(|ui| {
                    ui.spinner();
                    label_ui(ui, "Comparing the events…", BODY);
                });
            }
            Some(found) if found.pairs.is_empty() => {
                label_ui(ui, "No two events of different reports are alike enough.", BODY);
            }
            Some(found) => {
                view.proposal = view.proposal.min(found.pairs.len() - 1);
                let room = (ctx.content_rect().height() - 340.0).max(160.0);
                // The line between the two is as long as the room that it is given.
                let size = vec2(ui.available_width(), room);
                let side_by_side = Layout::left_to_right(Align::TOP);
                ui.allocate_ui_with_layout(size, side_by_side, |ui| {
                    ui.vertical(|ui| {
                        ui.set_width(LIST_WIDTH);
                        list_ui(ui, state, &found.pairs, room, &mut view.proposal);
                        let n = found.pairs.len();
                        if n > N_LISTED || found.is_cut {
                            let more = if found.is_cut { " at least" } else { "" };
                            let words =
                                format!("Of{more} {} the first {N_LISTED}.", grouped(n as u64));
                            label_ui(ui, &words, quiet);
                        }
                    });
                    ui.separator();
                    ui.vertical(|ui| {
                        let pair = &found.pairs[view.proposal];
                        ScrollArea::vertical().id_salt("pair").max_height(room).show(ui, |ui| {
                            close |= pair_ui(ui, state, pair, actions);
                        });
                    });
                });
            }
        }
        buttons_ui(ui, |ui| close |= button_ui(ui, "Close", ButtonLook::Primary).clicked());
    });
    if close || response.should_close() {
        view.desk = None;
    }
}

fn title_of(state: &AppState, event: EventId) -> String {
    state.table.row_of(event).map_or_else(String::new, |row| phrases::title(&state.table, row))
}

fn list_ui(ui: &mut Ui, state: &AppState, pairs: &[Proposal], room: f32, chosen: &mut usize) {
    ScrollArea::vertical().id_salt("proposals").max_height(room).show(ui, |ui| {
        for (at, pair) in pairs.iter().enumerate().take(N_LISTED) {
            let palette = Palette::of(ui);
            let style = if at == *chosen { SMALL.bold() } else { SMALL };
            let line = BidiText::line()
                .push(&format!("{:.2}", pair.score), SMALL.color(palette.accent).bold())
                .push("  ", style)
                .push_isolated(&title_of(state, pair.a), style)
                .push(" / ", SMALL.color(palette.text_quiet))
                .push_isolated(&title_of(state, pair.b), style);
            if chrome::clickable_row_ui(ui, &line).clicked() {
                *chosen = at;
            }
        }
    });
}

/// The two events side by side; whether the dialog is done.
fn pair_ui(ui: &mut Ui, state: &AppState, pair: &Proposal, actions: &mut Vec<Action>) -> bool {
    let palette = Palette::of(ui);
    let quiet = SMALL.color(palette.text_quiet);
    let mut done = false;
    for event in [pair.a, pair.b] {
        let Some(row) = state.table.row_of(event) else { continue };
        let when = state
            .table
            .span(row)
            .map_or_else(|| "undated".to_owned(), |span| phrases::span(span, Length::Short));
        let line = BidiText::line()
            .push_isolated(&phrases::title(&state.table, row), STRONG)
            .push("  ", BODY)
            .push(&when, quiet);
        rich_label_ui(ui, &line);
    }
    let words = format!("Likeness {:.2}: {}.", pair.score, pair.reasons.join("; "));
    rich_label_ui(ui, &BidiText::source(words, SMALL));
    ui.add_space(4.0);
    ui.horizontal_wrapped(|ui| {
        if button_ui(ui, "Join as one event", ButtonLook::Primary).clicked() {
            actions.push(Action::Edit(EditAction::Join { into: pair.a, from: pair.b }));
        }
        if button_ui(ui, "Not the same", ButtonLook::Quiet).clicked() {
            actions.push(Action::Edit(EditAction::NotSame(pair.a, pair.b)));
        }
        for (words, event) in [("Show the first", pair.a), ("Show the second", pair.b)] {
            if button_ui(ui, words, ButtonLook::Quiet).clicked() {
                actions.push(Action::Select(Some(event)));
                done = true;
            }
        }
    });
    if let Some(date) = &pair.date {
        ui.add_space(4.0);
        rich_label_ui(
            ui,
            &BidiText::source(
                format!(
                    "A date for “{}”: {}. {}.",
                    title_of(state, date.event),
                    date.edtf,
                    date.evidence
                ),
                SMALL,
            ),
        );
        if button_ui(ui, "Take this date", ButtonLook::Quiet).clicked() {
            actions.push(Action::Edit(EditAction::Date {
                event: date.event,
                edtf: date.edtf.clone(),
                reason: format!("taken by you from another report: {}", date.evidence),
            }));
        }
    }
    ui.add_space(6.0);
    let rows = [pair.a, pair.b].into_iter().filter_map(|event| state.table.row_of(event));
    let claims: Vec<ClaimRef<'_>> =
        rows.flat_map(|row| state.table.claims(row)).take(N_ACCOUNTS).collect();
    let compared = compare_claims(&state.table, &claims);
    comparison_ui(ui, &compared, &claims);
    for claim in &claims {
        if !claim.excerpt().is_empty() {
            let publisher = claim.document().map_or("", |document| document.publisher());
            ui.add_space(4.0);
            label_ui(ui, if publisher.is_empty() { "Not stated" } else { publisher }, SMALL.bold());
            let words: String = claim.excerpt().chars().take(600).collect();
            rich_label_ui(ui, &BidiText::excerpt(words, SMALL));
        }
    }
    done
}
