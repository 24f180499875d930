//! Writing events to a file: format, which events, for whom, what is withheld;
//! and, before anything is written, what the file will hold and what it cannot.

use egui::{Context, Grid, ScrollArea, Ui};

use super::{buttons_ui, modal_ui, title, title_ui};
use crate::app::export::{ExportAction, ExportPlan, Scope, Weighed};
use crate::app::{Action, AppState};
use crate::export::data::DataFormat;
use crate::export::redact::{Profile, Withheld};
use crate::model::Row;
use crate::query::DateRange;
use crate::scene::phrases::{self, Length};
use crate::ui::style::{BODY, Palette, SMALL, STRONG};
use crate::ui::text::{self, BidiText};
use crate::ui::widgets::{ButtonLook, button_ui, grouped, section_header_ui, segmented_ui};

/// Height of the list of events to choose from, in points.
const LIST_HEIGHT: f32 = 110.0;

/// Height of one of its rows.
const ROW_HEIGHT: f32 = 22.0;

/// Losses listed before the rest are only counted.
const N_LOSSES: usize = 5;

/// Shows the dialog while it is open.
pub fn export_ui(ctx: &Context, state: &AppState, actions: &mut Vec<Action>) {
    if !state.export.is_open {
        return;
    }
    let mut plan = state.export.plan.clone();
    let (mut choose, mut close) = (false, false);
    let response = modal_ui(ctx, "export events", 720.0, |ui| {
        title_ui(ui, &title("Export events"));
        let height = (ui.ctx().content_rect().height() - 230.0).max(160.0);
        ScrollArea::vertical().max_height(height).show(ui, |ui| {
            format_ui(ui, &mut plan);
            scope_ui(ui, state, &mut plan);
            profile_ui(ui, &mut plan);
            words_ui(ui, state, &mut plan);
            outcome_ui(ui, state);
        });
        let can_write = matches!(&state.export.weighed, Some(Ok(_)));
        buttons_ui(ui, |ui| {
            ui.add_enabled_ui(can_write, |ui| {
                choose = button_ui(ui, "Export…", ButtonLook::Primary).clicked();
            });
            close = button_ui(ui, "Cancel", ButtonLook::Quiet).clicked();
        });
    });
    if plan != state.export.plan {
        actions.push(Action::Export(ExportAction::Change(Box::new(plan))));
    } else if choose {
        actions.push(Action::Export(ExportAction::Choose));
    } else if close || response.should_close() {
        actions.push(Action::Export(ExportAction::Close));
    }
}

fn quiet_ui(ui: &mut Ui, words: &str) {
    let quiet = SMALL.color(Palette::of(ui).text_quiet);
    text::rich_label_ui(ui, &BidiText::line().push(words, quiet));
}

fn format_ui(ui: &mut Ui, plan: &mut ExportPlan) {
    section_header_ui(ui, "Format");
    Grid::new("formats").num_columns(3).spacing([18.0, 4.0]).show(ui, |ui| {
        for (index, format) in DataFormat::ALL.into_iter().enumerate() {
            let label = format!("{} ({})", format.name(), format.extension());
            if ui.radio(plan.format == format, label).clicked() {
                plan.format = format;
            }
            if index % 3 == 2 {
                ui.end_row();
            }
        }
    });
    quiet_ui(ui, plan.format.purpose());
    if plan.format == DataFormat::Csv {
        ui.checkbox(
            &mut plan.with_byte_order_mark,
            "Begin with a byte-order mark, by which Excel knows Arabic letters",
        );
    }
}

fn scope_ui(ui: &mut Ui, state: &AppState, plan: &mut ExportPlan) {
    section_header_ui(ui, "Which events");
    let shown = DateRange { span: state.view.range, undated: true };
    let n_shown = state.derived.matched.by_date().len(shown);
    let n_all = state.table.n_events();
    let shown = format!("As filtered ({})", grouped(n_shown as u64));
    let all = format!("All that are open ({})", grouped(n_all as u64));
    let choices = [(Scope::Shown, shown.as_str()), (Scope::All, all.as_str())];
    if let Some(scope) = segmented_ui(ui, plan.scope, &choices) {
        plan.scope = scope;
    }
}

fn profile_ui(ui: &mut Ui, plan: &mut ExportPlan) {
    section_header_ui(ui, "For whom");
    let choices =
        [(Profile::Full, "Full"), (Profile::Partner, "Partner"), (Profile::Public, "Public")];
    if let Some(profile) = segmented_ui(ui, plan.redaction.profile, &choices) {
        plan.redaction.profile = profile;
    }
    quiet_ui(
        ui,
        match plan.redaction.profile {
            Profile::Full => "Nothing is rounded or hidden.",
            Profile::Partner => {
                "Places to the quarter, village or town. Speakers' names and coordinates are \
                 taken out of all texts; columns of the source are left out."
            }
            Profile::Public => {
                "Places to the sub-district. Speakers' names, finer places and coordinates are \
                 taken out of all texts; of each report only the excerpts are passed on, without \
                 authors and remarks."
            }
        },
    );
    ui.add_space(4.0);
    let mut names = plan.names.clone();
    let hint = "Hide these names everywhere, separated by commas";
    let width = ui.available_width();
    if text::text_field_ui(ui, &mut names, hint, BODY, width).changed() {
        plan.set_names(names);
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Words {
    All,
    NotOfChosen,
    None,
}

fn words_ui(ui: &mut Ui, state: &AppState, plan: &mut ExportPlan) {
    section_header_ui(ui, "The sources' words");
    let now = match &plan.redaction.withheld {
        Withheld::Nothing => Words::All,
        Withheld::Events(_) => Words::NotOfChosen,
        Withheld::Everything => Words::None,
    };
    let choices = [
        (Words::All, "Passed on"),
        (Words::NotOfChosen, "Withheld for chosen events"),
        (Words::None, "Withheld for every event"),
    ];
    if let Some(chosen) = segmented_ui(ui, now, &choices).filter(|chosen| *chosen != now) {
        plan.redaction.withheld = match chosen {
            Words::All => Withheld::Nothing,
            Words::NotOfChosen => Withheld::Events(Default::default()),
            Words::None => Withheld::Everything,
        };
    }
    if now != Words::All {
        quiet_ui(
            ui,
            "A withheld event keeps its date, place and toll. Its title goes, and its reports \
             lose title, link and hash, since these lead back to the words.",
        );
    }
    if now == Words::NotOfChosen {
        chosen_ui(ui, state, plan);
    }
}

/// Every event that goes into the file, to be ticked.
fn chosen_ui(ui: &mut Ui, state: &AppState, plan: &mut ExportPlan) {
    let range = DateRange { span: state.view.range, undated: true };
    let list = state.derived.matched.by_date();
    let n_rows = match plan.scope {
        Scope::Shown => list.len(range),
        Scope::All => state.table.n_events(),
    };
    ScrollArea::vertical()
        .id_salt("events to withhold")
        .max_height(LIST_HEIGHT)
        .auto_shrink([false, true])
        .show_rows(ui, ROW_HEIGHT, n_rows, |ui, visible| {
            let rows: Vec<Row> = match plan.scope {
                Scope::Shown => list.page(range, false, visible),
                Scope::All => state.table.rows().skip(visible.start).take(visible.len()).collect(),
            };
            for row in rows {
                let id = state.table.event_id(row);
                let mut ticked = plan.redaction.withheld.has(id);
                let when = state.table.span(row).map_or_else(
                    || "date not known".to_owned(),
                    |span| phrases::span(span, Length::Short),
                );
                let title = phrases::title(&state.table, row);
                ui.horizontal(|ui| {
                    ui.set_height(ROW_HEIGHT - 4.0);
                    let box_response = ui.checkbox(&mut ticked, "");
                    box_response.widget_info(|| {
                        let name = format!("Withhold the words of {title}");
                        egui::WidgetInfo::selected(egui::Role::CheckBox, true, ticked, name)
                    });
                    if box_response.changed() {
                        plan.toggle_withheld(id);
                    }
                    let quiet = SMALL.color(Palette::of(ui).text_quiet);
                    let line = BidiText::line()
                        .push(&when, quiet)
                        .push("   ", quiet)
                        .push_isolated(&title, BODY)
                        .max_lines(1);
                    text::rich_label_ui(ui, &line);
                });
            }
        });
}

/// What the file will hold and what it cannot.
fn outcome_ui(ui: &mut Ui, state: &AppState) {
    section_header_ui(ui, "What the file will hold");
    match &state.export.weighed {
        None => quiet_ui(ui, "Finding out…"),
        Some(Err(reason)) => {
            let bad = BODY.color(Palette::of(ui).warning);
            text::rich_label_ui(ui, &BidiText::line().push(reason, bad));
        }
        Some(Ok(weighed)) => weighed_ui(ui, weighed),
    }
}

fn weighed_ui(ui: &mut Ui, weighed: &Weighed) {
    let quiet = SMALL.color(Palette::of(ui).text_quiet);
    let warning = SMALL.color(Palette::of(ui).warning);
    let line = BidiText::line()
        .push(&weighed.counts(), STRONG)
        .push(&format!(" · {}", size(weighed.n_bytes)), quiet);
    text::rich_label_ui(ui, &line);
    if !weighed.notice.is_empty() {
        quiet_ui(ui, &weighed.notice);
    }
    if weighed.lost.is_empty() {
        quiet_ui(ui, "The format holds all of it.");
        return;
    }
    for lost in weighed.lost.iter().take(N_LOSSES) {
        let words = format!("Not held by this format: {lost}");
        text::rich_label_ui(ui, &BidiText::line().push(&words, warning));
    }
    let n_more = weighed.lost.len().saturating_sub(N_LOSSES);
    if n_more > 0 {
        quiet_ui(ui, &format!("and {n_more} more, listed after writing"));
    }
}

/// A number of bytes for people: `340 kB`, `1.2 MB`.
fn size(n_bytes: usize) -> String {
    let n = n_bytes as f64;
    if n_bytes < 1_000 {
        format!("{n_bytes} bytes")
    } else if n < 1e6 {
        format!("{:.0} kB", n / 1e3)
    } else {
        format!("{:.1} MB", n / 1e6)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_given_for_people() {
        assert_eq!([size(12), size(340_400), size(1_250_000)], ["12 bytes", "340 kB", "1.2 MB"]);
    }
}
