//! Things to tell, in the lower left corner of the map, and work under way.

use std::collections::BTreeMap;
use std::time::Duration;

use egui::{Align2, Area, Context, Frame, Id, Order, ProgressBar, Ui, vec2};

use super::chrome;
use super::icons::{Icon, icon_ui};
use crate::app::{Action, AppState, Message, MessageKind, Task};

/// Messages shown at once; older ones wait below.
const N_SHOWN: usize = 4;

/// Seconds after which a message that all went well goes by itself; warnings and
/// errors stay until they are dismissed.
const SHOWN_S: f64 = 8.0;

/// When each message was first shown, in seconds of the window's time.
type FirstShown = BTreeMap<u32, f64>;

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
            pass_ui(ui, state, actions);
            for task in &state.tasks {
                task_ui(ui, task, actions);
            }
            for message in state.messages.iter().rev().take(N_SHOWN) {
                message_ui(ui, message, actions);
            }
        });
}

/// Takes away what has been shown long enough. Nothing is painted anew until then.
fn pass_ui(ui: &Ui, state: &AppState, actions: &mut Vec<Action>) {
    let now_s = ui.input(|input| input.time);
    let shown: Vec<u32> = state
        .messages
        .iter()
        .rev()
        .take(N_SHOWN)
        .filter(|message| message.kind == MessageKind::Info)
        .map(|message| message.id)
        .collect();
    let id = Id::unique("messages first shown");
    let mut first_s: FirstShown = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    first_s.retain(|message, _| shown.contains(message));
    for message in shown {
        let left_s = SHOWN_S - (now_s - *first_s.entry(message).or_insert(now_s));
        if left_s <= 0.0 {
            actions.push(Action::Dismiss(message));
        } else {
            ui.ctx().request_repaint_after(Duration::from_secs_f64(left_s));
        }
    }
    ui.data_mut(|data| data.insert_temp(id, first_s));
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

#[cfg(test)]
mod tests {
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    use super::*;

    #[test]
    fn good_news_goes_by_itself_and_bad_news_stays() {
        let mut state = AppState::default();
        for (id, kind, text) in
            [(0, MessageKind::Info, "all is well"), (1, MessageKind::Error, "it broke")]
        {
            state.messages.push(Message { id, kind, text: text.to_owned(), report: None });
        }
        let mut harness = Harness::builder().with_step_dt(1.0).build_ui_state(
            |ui, state: &mut AppState| {
                let mut actions = Vec::new();
                messages_ui(ui.ctx(), state, &mut actions);
                for action in actions {
                    let _ = state.apply(action);
                }
            },
            state,
        );
        harness.step();
        harness.get_by_label("all is well");
        harness.run_steps(12);
        assert!(harness.query_by_label("all is well").is_none());
        harness.get_by_label("it broke");
    }
}
