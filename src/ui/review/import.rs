//! The dialog on what the last opening of reports did not understand.

use egui::{Context, ScrollArea};

use crate::app::state::{ReviewSave, SaveKind};
use crate::app::{Action, AppState, ReviewAction};
use crate::ui::dialogs::{buttons_ui, modal_ui, title, title_ui};
use crate::ui::style::{BODY, Palette, SMALL, STRONG};
use crate::ui::text::{BidiText, label_ui, rich_label_ui};
use crate::ui::widgets::{ButtonLook, button_ui};

/// Problems shown; all of them are in the saved report.
const N_SHOWN: usize = 400;

/// Shows the dialog while it is open.
pub fn import_ui(ctx: &Context, state: &AppState, actions: &mut Vec<Action>) {
    let Some(report) = state.review.import.as_ref().filter(|_| state.review.shows_import) else {
        return;
    };
    let response = modal_ui(ctx, "reports opened", 680.0, |ui| {
        title_ui(ui, &title("Reports opened"));
        label_ui(ui, &format!("{}.", report.summary()), BODY);
        ui.add_space(6.0);
        let quiet = SMALL.color(Palette::of(ui).text_quiet);
        if report.problems.is_empty() {
            label_ui(ui, "Every report was understood.", quiet);
        }
        let height = (ui.ctx().content_rect().height() - 320.0).max(120.0);
        ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
            // The scroll bar floats over the right edge.
            ui.set_max_width(ui.available_width() - 12.0);
            let mut before = None;
            for problem in report.problems.iter().take(N_SHOWN) {
                if before.replace(&problem.report) != Some(&problem.report) {
                    ui.add_space(6.0);
                    let name = BidiText::source(problem.report.as_str(), STRONG).max_lines(1);
                    rich_label_ui(ui, &name);
                }
                label_ui(ui, &problem.what, SMALL);
                if !problem.words.is_empty() {
                    let words = BidiText::source(problem.words.as_str(), quiet).max_lines(2);
                    rich_label_ui(ui, &words);
                }
                ui.add_space(4.0);
            }
            if report.problems.len() > N_SHOWN {
                let words = format!("and {} more", report.problems.len() - N_SHOWN);
                label_ui(ui, &words, quiet);
            }
        });
        let mut close = false;
        buttons_ui(ui, |ui| {
            close = button_ui(ui, "Close", ButtonLook::Primary).clicked();
            if button_ui(ui, "Save…", ButtonLook::Quiet).clicked() {
                actions.push(Action::Save(SaveKind::Review(ReviewSave::Import)));
            }
        });
        close
    });
    if response.inner || response.should_close() {
        actions.push(Action::Review(ReviewAction::ShowImport(false)));
    }
}
