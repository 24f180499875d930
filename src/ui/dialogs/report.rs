//! The load report: what was read, kept and held back, and every problem met.

use egui::{Context, Id, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::{buttons_ui, modal_ui, title_ui};
use crate::app::effect::Source;
use crate::app::state::SaveKind;
use crate::app::{Action, AppState, Dataset};
use crate::read::RowProblem;
use crate::ui::row_scroll::RowScroll;
use crate::ui::style::{BODY, HEADING, Palette, SMALL, STRONG};
use crate::ui::text::{self, BidiText, TextAlign};
use crate::ui::widgets::{ButtonLook, button_ui, grouped};

/// Height of a row of the table, in points: two lines.
const ROW_HEIGHT: f32 = 44.0;

/// Titles of the table's columns, and their shares of its width.
const COLUMNS: [(&str, f32); 5] = [
    ("Line", 0.08),
    ("Column", 0.14),
    ("Value", 0.20),
    ("What is wrong", 0.29),
    ("What to do", 0.29),
];

/// Shows the report that is open.
pub fn report_ui(ctx: &Context, state: &AppState, actions: &mut Vec<Action>) {
    let Some(dataset) = state.open_report.and_then(|id| state.dataset(id)) else { return };
    let report = &dataset.report;
    let response = modal_ui(ctx, "load report", 860.0, |ui| {
        let title =
            BidiText::line().push("Load report: ", HEADING).push_isolated(&dataset.name, HEADING);
        title_ui(ui, &title);
        counts_ui(ui, dataset);
        for note in &report.notes {
            let quiet = SMALL.color(Palette::of(ui).text_quiet);
            text::rich_label_ui(ui, &BidiText::line().push(note, quiet));
        }
        ui.add_space(6.0);
        if report.problems.is_empty() {
            text::rich_label_ui(
                ui,
                &BidiText::line().push("Nothing to report: every value was understood.", BODY),
            );
        } else {
            problems_ui(ui, Id::unique(("problems", dataset.id)), &report.problems);
        }
        let mut close = false;
        buttons_ui(ui, |ui| {
            close = button_ui(ui, "Close", ButtonLook::Primary).clicked();
            if button_ui(ui, "Save…", ButtonLook::Quiet).clicked() {
                actions.push(Action::Save(SaveKind::LoadReport(dataset.id)));
            }
            if has_columns(dataset) && button_ui(ui, "Change columns…", ButtonLook::Quiet).clicked()
            {
                actions.push(Action::ReviseColumns(dataset.id));
            }
        });
        close
    });
    if response.inner || response.should_close() {
        actions.push(Action::ShowReport(None));
    }
}

/// Whether the file is a table whose columns can be understood in other ways.
fn has_columns(dataset: &Dataset) -> bool {
    let Source::File(path) = &dataset.source else { return false };
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    !matches!(&*ending, "json" | "geojson")
}

fn counts_ui(ui: &mut Ui, dataset: &Dataset) {
    let (report, table) = (&dataset.report, &dataset.table);
    let n_undated = table.n_events() - table.n_dated();
    // Worked out once for each table, not in every frame.
    let id = Id::unique(("unplaced of", dataset.id, table.revision()));
    let n_unplaced: usize = ui.data(|data| data.get_temp(id)).unwrap_or_else(|| {
        let n = table.rows().filter(|row| !table.is_placed(*row)).count();
        ui.data_mut(|data| data.insert_temp(id, n));
        n
    });
    let palette = Palette::of(ui);
    let quiet = BODY.color(palette.text_quiet);
    let mut line = BidiText::line();
    for (at, (n, words)) in [
        (report.n_read, "read"),
        (report.n_kept, "kept"),
        (report.n_held_back, "held back"),
        (n_undated, "undated"),
        (n_unplaced, "unplaced"),
    ]
    .into_iter()
    .enumerate()
    {
        if at > 0 {
            line = line.push("  ·  ", quiet);
        }
        let is_bad = n > 0 && words == "held back";
        let style = if is_bad { STRONG.color(palette.error) } else { STRONG };
        line = line.push(&grouped(n as u64), style).push(" ", BODY).push(words, BODY);
    }
    text::rich_label_ui(ui, &line);
}

/// The table of what is wrong with the lines of a file.
pub(super) fn problems_ui(ui: &mut Ui, id: Id, problems: &[RowProblem]) {
    let palette = Palette::of(ui);
    let (head, _) = ui.allocate_exact_size(vec2(ui.available_width(), 20.0), Sense::hover());
    for (words, cell) in COLUMNS.iter().map(|(words, _)| *words).zip(cells(head)) {
        let line = BidiText::line().push(words, STRONG.color(palette.text_quiet)).max_lines(1);
        let layout = text::layout(ui.ctx(), &line, cell.width());
        layout.paint(ui.painter(), cell.min, palette.text_quiet, None);
    }
    ui.painter().hline(head.x_range(), head.bottom(), egui::Stroke::new(1.0, palette.line));
    let room = (ui.ctx().content_rect().height() - 330.0).max(ROW_HEIGHT);
    let height = room.min(problems.len() as f32 * ROW_HEIGHT);
    let size = vec2(ui.available_width(), height);
    ui.allocate_ui(size, |ui| {
        ui.set_min_size(size);
        let list = RowScroll {
            id,
            name: "problems",
            n_rows: problems.len(),
            row_height: ROW_HEIGHT,
            reveal: None,
        };
        list.show(ui, |ui, in_view| {
            for position in in_view.range.clone() {
                problem_ui(ui, in_view.rect(position), &problems[position]);
            }
        });
    });
}

/// The cells of a row, left to right.
fn cells(row: Rect) -> impl Iterator<Item = Rect> {
    let mut left = row.left();
    COLUMNS.iter().map(move |(_, share)| {
        let right = left + share * row.width();
        let cell =
            Rect::from_min_max(pos2(left, row.top() + 3.0), pos2(right - 10.0, row.bottom() - 3.0));
        left = right;
        cell
    })
}

fn problem_ui(ui: &Ui, rect: Rect, problem: &RowProblem) {
    let palette = Palette::of(ui);
    let response = ui.interact(
        rect,
        ui.scope_id().with((problem.line, &problem.column, rect.top() as i32)),
        Sense::hover(),
    );
    response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, problem.to_string()));
    if response.hovered() {
        ui.painter().rect_filled(rect, 4.0, palette.chip);
    }
    let reason = if problem.held_back {
        format!("{} (row held back)", problem.reason)
    } else {
        problem.reason.to_string()
    };
    let texts = [
        (grouped(problem.line), palette.text_quiet),
        (problem.column.clone().unwrap_or_else(|| "whole row".to_owned()), palette.text),
        (problem.value.clone(), palette.text),
        (reason, if problem.held_back { palette.error } else { palette.text }),
        (problem.advice.to_string(), palette.text),
    ];
    let mut is_cut = false;
    for ((words, color), cell) in texts.into_iter().zip(cells(rect)) {
        // A value can hold anything: line breaks would push the others out of the row.
        let words = words.replace(['\n', '\r'], " ");
        let line = BidiText::source(words, SMALL).align(TextAlign::Left).max_lines(2);
        let layout = text::layout(ui.ctx(), &line, cell.width());
        is_cut |= layout.is_elided();
        layout.paint(&ui.painter().with_clip_rect(cell.expand(2.0)), cell.min, color, None);
    }
    if is_cut {
        response.on_hover_ui(|ui| {
            ui.set_max_width(480.0);
            text::label_ui(ui, &problem.to_string(), SMALL);
        });
    }
}
