//! Every command with its keys.

use egui::{Context, Grid, Key, ScrollArea, Ui};

use super::{buttons_ui, modal_ui, title, title_ui};
use crate::app::AppState;
use crate::ui::commands::{Command, commands};
use crate::ui::style::{BODY, Palette, SMALL, STRONG};
use crate::ui::text::{self, BidiText};
use crate::ui::view_state::{ActivePanel, ViewState};
use crate::ui::widgets::{ButtonLook, button_ui, section_header_ui};

/// Shows the keys while the help is open.
pub fn keys_ui(ctx: &Context, state: &AppState, view: &mut ViewState) {
    if !view.help {
        return;
    }
    let response = modal_ui(ctx, "keys", 520.0, |ui| {
        title_ui(ui, &title("Keys"));
        let everywhere = with_keys(state, ActivePanel::Timeline);
        let on_map: Vec<_> = with_keys(state, ActivePanel::Map)
            .into_iter()
            .filter(|entry| !everywhere.contains(entry))
            .collect();
        let height = (ui.ctx().content_rect().height() - 260.0).max(120.0);
        ScrollArea::vertical().max_height(height).show(ui, |ui| {
            table_ui(ui, "keys", &everywhere);
            section_header_ui(ui, "After a click on the map");
            table_ui(ui, "keys on the map", &on_map);
            ui.add_space(6.0);
            let note = "Tab and Shift+Tab go from control to control, Enter or Space presses one. \
                        Every other command is in the command palette.";
            let quiet = SMALL.color(Palette::of(ui).text_quiet);
            text::rich_label_ui(ui, &BidiText::line().push(note, quiet));
        });
        let mut close = false;
        buttons_ui(ui, |ui| close = button_ui(ui, "Close", ButtonLook::Primary).clicked());
        close
    });
    if response.inner || response.should_close() {
        view.help = false;
    }
}

/// Names of commands and their keys, several keys of one command joined.
fn with_keys(state: &AppState, active: ActivePanel) -> Vec<(&'static str, String)> {
    let view = ViewState { active, ..ViewState::default() };
    let mut list: Vec<(&'static str, String)> = Vec::new();
    for command in commands(state, &view) {
        let Some(keys) = keys_of(&command) else { continue };
        match list.iter_mut().find(|(name, _)| *name == command.name) {
            Some((_, known)) => *known = format!("{known}  or  {keys}"),
            None => list.push((command.name, keys)),
        }
    }
    list
}

/// The keys of a command as people write them.
pub fn keys_of(command: &Command) -> Option<String> {
    let keys = command.keys?;
    let mut words = String::new();
    for (held, name) in [
        (keys.modifiers.command, "Ctrl+"),
        (keys.modifiers.alt, "Alt+"),
        (keys.modifiers.shift, "Shift+"),
    ] {
        if held {
            words.push_str(name);
        }
    }
    let key = keys.logical_key;
    // The fonts have no signs for the arrows, nor egui's minus.
    Some(
        words
            + match key {
                Key::ArrowUp | Key::ArrowDown | Key::ArrowLeft | Key::ArrowRight => key.name(),
                Key::Minus => "-",
                _ => key.symbol_or_name(),
            },
    )
}

fn table_ui(ui: &mut Ui, id: &str, entries: &[(&'static str, String)]) {
    Grid::new(id).num_columns(2).striped(true).spacing([24.0, 4.0]).min_col_width(220.0).show(
        ui,
        |ui| {
            for (name, keys) in entries {
                text::rich_label_ui(ui, &BidiText::line().push(name, BODY));
                text::rich_label_ui(ui, &BidiText::line().push(keys, STRONG));
                ui.end_row();
            }
        },
    );
}
