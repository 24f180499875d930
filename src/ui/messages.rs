//! Things to tell, in the lower left corner of the map, and work under way.

use egui::{Align2, Area, Context, Frame, Id, Order, ProgressBar, Ui, vec2};

use super::chrome;
use super::icons::{Icon, icon_ui};
use crate::app::{Action, AppState, Message, MessageKind, Task};

/// Messages shown at once; older ones wait below.
const N_SHOWN: usize = 4;

/// Shows messages and tasks above everything else.
pub fn messages_ui(ctx: &Context, state: &AppState, actions: &mut Vec<Action>) {
    if state.messages.is_empty() && state.tasks.is_empty() {
        return;
    }
    Area::new(Id::unique("messages"))
        .order(Order::Foreground)
        .anchor(Align2::CENTER_BOTTOM, vec2(0.0, -200.0))
        .show(ctx, |ui| {
            ui.set_max_width(520.0);
            for task in &state.tasks {
                task_ui(ui, task, actions);
            }
            for message in state.messages.iter().rev().take(N_SHOWN) {
                message_ui(ui, message, actions);
            }
        });
}

fn task_ui(ui: &mut Ui, task: &Task, actions: &mut Vec<Action>) {
    chrome::popup_frame(ui).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.label(&task.what);
            let bar = match task.done {
                Some(done) => ProgressBar::new(done).show_percentage(),
                None => ProgressBar::new(0.0).animate(true),
            };
            ui.add(bar.desired_width(160.0));
            if ui.button("Cancel").clicked() {
                actions.push(Action::Cancel(task.id));
            }
        });
    });
}

fn message_ui(ui: &mut Ui, message: &Message, actions: &mut Vec<Action>) {
    let frame: Frame = chrome::popup_frame(ui);
    frame.show(ui, |ui| {
        ui.horizontal_top(|ui| {
            let (sign, colour) = match message.kind {
                MessageKind::Info => (Icon::Info, ui.visuals().hyperlink_color),
                MessageKind::Warning => (Icon::Warning, ui.visuals().warn_fg_color),
                MessageKind::Error => (Icon::Warning, ui.visuals().error_fg_color),
            };
            icon_ui(ui, sign, colour);
            ui.vertical(|ui| {
                ui.set_max_width(420.0);
                ui.label(&message.text);
                if let Some(report) = message.report
                    && ui.link("Load report").clicked()
                {
                    actions.push(Action::ShowReport(Some(report)));
                    actions.push(Action::Dismiss(message.id));
                }
            });
            if ui.button("Dismiss").clicked() {
                actions.push(Action::Dismiss(message.id));
            }
        });
    });
}
