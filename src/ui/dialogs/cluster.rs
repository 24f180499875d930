//! The events of a cluster or of one spot, as a list beside it.

use egui::{Align, Area, Context, Id, Layout, Order, Ui, pos2, vec2};

use crate::app::{Action, AppState};
use crate::ui::chrome;
use crate::ui::list::{ENTRY_HEIGHT, entry_ui};
use crate::ui::row_scroll::RowScroll;
use crate::ui::style::{Palette, SMALL, STRONG};
use crate::ui::text::{self, BidiText};
use crate::ui::view_state::{OpenCluster, ViewState};
use crate::ui::widgets::{ButtonLook, button_ui, grouped};

/// Entries in view at once.
const N_IN_VIEW: usize = 6;

/// Width of the list, in points.
const WIDTH: f32 = 300.0;

/// Shows the list of the cluster that was opened.
pub fn cluster_ui(
    ctx: &Context,
    state: &AppState,
    view: &mut ViewState,
    actions: &mut Vec<Action>,
) {
    let Some(cluster) = view.open_cluster.clone() else { return };
    let n_listed = cluster.events.len();
    let n = (cluster.n as usize).max(n_listed);
    let mut is_open = true;
    let at = view.camera.project(cluster.centre, view.map_size);
    let [left, top] = view.map_origin;
    let height = n_listed.min(N_IN_VIEW) as f32 * ENTRY_HEIGHT;
    Area::new(Id::unique("cluster list"))
        .order(Order::Middle)
        .fixed_pos(pos2(left + at.x + 24.0, top + at.y - 20.0))
        .constrain(true)
        .show(ctx, |ui| {
            let frame = chrome::popup_frame(ui);
            frame.show(ui, |ui| {
                ui.set_width(WIDTH);
                is_open = head_ui(ui, n);
                entries_ui(ui, height, &cluster, state, view, actions);
                if n > n_listed {
                    let words = format!("The first {n_listed} of them; zoom in for the others.");
                    let quiet = SMALL.color(Palette::of(ui).text_quiet);
                    text::rich_label_ui(ui, &BidiText::line().push(&words, quiet));
                }
            });
        });
    if !is_open {
        view.open_cluster = None;
    }
}

/// The number of events, and a button; whether the list stays open.
fn head_ui(ui: &mut Ui, n: usize) -> bool {
    ui.horizontal(|ui| {
        let words = format!("{} events here", grouped(n as u64));
        text::rich_label_ui(ui, &BidiText::line().push(&words, STRONG));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            !button_ui(ui, "Close", ButtonLook::Quiet).clicked()
        })
        .inner
    })
    .inner
}

fn entries_ui(
    ui: &mut Ui,
    height: f32,
    cluster: &OpenCluster,
    state: &AppState,
    view: &mut ViewState,
    actions: &mut Vec<Action>,
) {
    let list = RowScroll {
        id: Id::unique(("cluster list", cluster.events.first().copied())),
        name: "events here",
        n_rows: cluster.events.len(),
        row_height: ENTRY_HEIGHT,
        reveal: None,
    };
    let size = vec2(ui.available_width(), height);
    ui.allocate_ui(size, |ui| {
        ui.set_min_size(size);
        list.show(ui, |ui, in_view| {
            for position in in_view.range.clone() {
                let event = cluster.events[position];
                // Gone when its file was closed.
                let Some(row) = state.table.row_of(event) else { continue };
                let response = entry_ui(ui, in_view.rect(position), state, view, row);
                if response.hovered() {
                    view.hover.on(event);
                }
                if response.clicked() {
                    actions.push(Action::Select(Some(event)));
                }
            }
        });
    });
}
