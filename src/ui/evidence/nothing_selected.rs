//! What the panel shows while no event is selected.

use egui::Ui;

use super::parts::quiet_ui;
use crate::app::state::Tray;
use crate::app::{Action, AppState};
use crate::ui::style::{BODY, HEADING, Palette, SMALL, STRONG};
use crate::ui::text::{BidiText, label_ui, rich_label_ui};
use crate::ui::widgets::{ButtonLook, button_ui, grouped, section_header_ui};

/// What can be done from here by keyboard.
const KEYS: [(&str, &str); 6] = [
    ("Up, Down", "the event before or after in the list"),
    ("Left, Right", "move the date range by a step"),
    ("Space", "play or pause"),
    ("Ctrl+F", "search events and places"),
    ("Ctrl+K", "all commands"),
    ("F1", "all keys"),
];

/// What to click, which keys there are, and how much there is to see.
pub fn nothing_selected_ui(ui: &mut Ui, state: &AppState, actions: &mut Vec<Action>) {
    if state.datasets.is_empty() {
        label_ui(ui, "Nothing is open", HEADING);
        label_ui(ui, "Drop a file of events on the window, or open one with Ctrl+O.", BODY);
        if button_ui(ui, "Open the sample", ButtonLook::Quiet).clicked() {
            actions.push(Action::OpenSample);
        }
        return;
    }
    label_ui(ui, "No event selected", HEADING);
    label_ui(
        ui,
        "Click a marker on the map or a line of the list to read the words that it rests on.",
        BODY,
    );
    ui.add_space(4.0);
    counts_ui(ui, state, actions);
    section_header_ui(ui, "Keys");
    let palette = Palette::of(ui);
    for (keys, what) in KEYS {
        let line = BidiText::line()
            .push(keys, SMALL.bold())
            .push("  ", SMALL)
            .push(what, SMALL.color(palette.text_quiet));
        rich_label_ui(ui, &line);
    }
}

fn counts_ui(ui: &mut Ui, state: &AppState, actions: &mut Vec<Action>) {
    let counts = state.derived.matched.counts(state.date_range());
    let n_events = state.table.n_events();
    let files = match state.datasets.len() {
        1 => "one file".to_owned(),
        n => format!("{n} files"),
    };
    let line = BidiText::line()
        .push(&grouped(u64::from(counts.n_in_range)), STRONG)
        .push(&format!(" of {} events shown, from {files}", grouped(n_events as u64)), BODY);
    rich_label_ui(ui, &line);
    let trays = [
        (
            u64::from(counts.n_undated),
            "without a date: counted, in a list apart",
            "Show the undated",
            Tray::Undated,
        ),
        (
            u64::from(counts.n_unlocated),
            "without a place: on the timeline, but not on the map",
            "Show the unplaced",
            Tray::Unplaced,
        ),
    ];
    for (n, what, words, tray) in trays {
        if n == 0 {
            continue;
        }
        quiet_ui(ui, &format!("{} {what}", grouped(n)));
        if button_ui(ui, words, ButtonLook::Quiet).clicked() {
            actions.push(Action::ShowTray(tray));
        }
    }
}
