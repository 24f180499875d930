//! A field for the path of a file: the way in where no file dialog answers.

use std::path::PathBuf;

use egui::{Context, Key};

use super::{buttons_ui, modal_ui, title, title_ui};
use crate::app::Action;
use crate::ui::style::{BODY, Palette, SMALL};
use crate::ui::text::{self, BidiText};
use crate::ui::view_state::ViewState;
use crate::ui::widgets::{ButtonLook, button_ui};

/// Shows the field while it is open.
pub fn path_field_ui(ctx: &Context, view: &mut ViewState, actions: &mut Vec<Action>) {
    let Some(mut path) = view.path_field.clone() else { return };
    let mut open = false;
    let mut cancel = false;
    let response = modal_ui(ctx, "path field", 560.0, |ui| {
        title_ui(ui, &title("Open a file by its path"));
        let width = ui.available_width();
        let field = text::text_field_ui(ui, &mut path, "Path of the file", BODY, width);
        open |= field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if ui.memory(|memory| memory.focused().is_none()) {
            field.request_focus();
        }
        let quiet = SMALL.color(Palette::of(ui).text_quiet);
        let note = "Events (.events.json, GeoJSON, CSV, TSV, KML, KMZ, GeoPackage, capsules) or tiles \
                    (.pmtiles). Files can also be dropped on the window.";
        text::rich_label_ui(ui, &BidiText::line().push(note, quiet));
        buttons_ui(ui, |ui| {
            open |= button_ui(ui, "Open", ButtonLook::Primary).clicked();
            cancel |= button_ui(ui, "Cancel", ButtonLook::Quiet).clicked();
        });
    });
    cancel |= response.should_close();
    view.path_field = Some(path);
    if let Some(path) =
        view.path_field.as_deref().map(unquoted).filter(|path| open && !path.is_empty())
    {
        actions.push(Action::Open(vec![PathBuf::from(path)]));
        cancel = true;
    }
    if cancel {
        view.path_field = None;
    }
}

/// A path without the quotation marks and the `file://` that a paste may bring.
fn unquoted(path: &str) -> &str {
    let path = path.trim();
    let path = ['"', '\'']
        .into_iter()
        .find_map(|mark| path.strip_prefix(mark)?.strip_suffix(mark))
        .unwrap_or(path);
    path.strip_prefix("file://").unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pasted_path_loses_its_wrapping() {
        let check = |pasted, expected| assert_eq!(unquoted(pasted), expected);
        check(" /a/b.csv\n", "/a/b.csv");
        check("\"/a/my file.csv\"", "/a/my file.csv");
        check("'/a/b.csv'", "/a/b.csv");
        check("file:///a/b.csv", "/a/b.csv");
        check("\"", "\"");
    }
}
