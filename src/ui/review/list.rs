//! Which report is looked at, and the list of all of them.

use egui::{Align, Id, Layout, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::app::state::{ReviewSave, SaveKind};
use crate::app::{Action, AppState, ReviewAction};
use crate::model::Edtf;
use crate::scene::phrases::{self, Length};
use crate::store::review::{Counts, Report, Reviewed};
use crate::ui::evidence::link_row_ui;
use crate::ui::row_scroll::RowScroll;
use crate::ui::style::{BODY, BUTTON_RADIUS, Palette, SMALL, STRONG};
use crate::ui::text::{self, BidiText, rich_label_ui};
use crate::ui::view_state::ViewState;
use crate::ui::widgets::{ButtonLook, button_ui};

/// Height of a row, in points: a title and a line of counts.
const ROW_HEIGHT: f32 = 48.0;

/// The report looked at, its neighbours, and how far the review is.
pub fn heading_ui(ui: &mut Ui, state: &AppState, view: &mut ViewState, actions: &mut Vec<Action>) {
    let reports = state.review.review.reports();
    let Some(reviewed) = state.review.report() else { return };
    let position = state.review.review.position(&reviewed.report.id).unwrap_or(0);
    let mut ask = |action| actions.push(action);
    ui.horizontal(|ui| {
        let step = |ui: &mut Ui, on: bool, sign: &str, name: &str| {
            let button = ui.add_enabled(on, egui::Button::new(sign)).on_hover_text(name);
            button.widget_info(|| WidgetInfo::labeled(Role::Button, on, name));
            button.clicked()
        };
        if step(ui, position > 0, "‹", "Report before (Page up)") {
            ask(Action::Review(ReviewAction::StepReport(-1)));
        }
        let words = format!("Report {} of {}", position + 1, reports.len());
        let list = button_ui(ui, &words, ButtonLook::Quiet);
        if list.on_hover_text("List of reports (L)").clicked() {
            view.review.lists_reports = !view.review.lists_reports;
        }
        if step(ui, position + 1 < reports.len(), "›", "Next report (Page down)") {
            ask(Action::Review(ReviewAction::StepReport(1)));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let close = ui.button("×").on_hover_text("Close the review (Ctrl+R)");
            close.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Close the review"));
            if close.clicked() {
                ask(Action::Review(ReviewAction::Show(false)));
            }
            menu_ui(ui, state, reviewed, view, &mut ask);
        });
    });
    ui.add_space(2.0);
    let title = BidiText::source(reviewed.report.name(), STRONG).max_lines(2);
    rich_label_ui(ui, &title);
    let source = source_line(ui, &reviewed.report).max_lines(2);
    let name = format!("{}: change", source.plain());
    let tip = "Say what is known of the report (I): days named in it count from its own day";
    if link_row_ui(ui, &source, &name).on_hover_text(tip).clicked() {
        view.review.details = Some(reviewed.report.description());
    }
    ui.separator();
}

fn menu_ui(
    ui: &mut Ui,
    state: &AppState,
    reviewed: &Reviewed,
    view: &mut ViewState,
    ask: &mut impl FnMut(Action),
) {
    ui.menu_button("Reports", |ui| {
        ui.set_min_width(230.0);
        if ui.button("Open a folder of reports…").clicked() {
            ask(Action::Review(ReviewAction::PickFolder));
            ui.close();
        }
        if ui.button("Paste a report…   Ctrl+V").clicked() {
            view.review.paste = Some(super::paste::PasteForm::default());
            ui.close();
        }
        if state.review.import.is_some() && ui.button("What was not understood…").clicked() {
            ask(Action::Review(ReviewAction::ShowImport(true)));
            ui.close();
        }
        ui.separator();
        for (words, what) in [
            ("Save the accepted events…", ReviewSave::Events),
            ("Save all decisions…", ReviewSave::Decisions),
        ] {
            if ui.button(words).clicked() {
                ask(Action::Save(SaveKind::Review(what)));
                ui.close();
            }
        }
        ui.separator();
        if ui.button("What is known of this report…   I").clicked() {
            view.review.details = Some(reviewed.report.description());
            ui.close();
        }
        let counts = reviewed.counts;
        let decided = counts.n() - counts.n_proposed;
        let words = if decided == 0 {
            "Take this report out of the review".to_owned()
        } else {
            format!("Take this report and {decided} decisions out")
        };
        if ui.button(words).clicked() {
            ask(Action::Review(ReviewAction::CloseReport(reviewed.report.id.clone())));
            ui.close();
        }
    });
}

/// Publisher, day of publication and language.
fn source_line(ui: &Ui, report: &Report) -> BidiText {
    let quiet = SMALL.color(Palette::of(ui).text_quiet);
    let publisher = if report.publisher.is_empty() {
        BidiText::line().push("Publisher not stated", quiet)
    } else {
        BidiText::line().push_isolated(&report.publisher, SMALL)
    };
    let published = report.published.parse::<Edtf>().map_or_else(
        |_| "day of publication not stated".to_owned(),
        |date| phrases::date(&date, Length::Short),
    );
    publisher
        .push(&format!(" · {published}"), quiet)
        .push(&format!(" · {}", phrases::language(&report.language)), quiet)
}

/// `3 proposed · 2 accepted · 1 refused`; what is none is left out.
pub fn counts_words(counts: Counts) -> String {
    let parts: Vec<String> = [
        (counts.n_proposed, "proposed"),
        (counts.n_accepted, "accepted"),
        (counts.n_refused, "refused"),
    ]
    .into_iter()
    .filter(|(n, _)| *n > 0)
    .map(|(n, words)| format!("{n} {words}"))
    .collect();
    if parts.is_empty() { "nothing proposed".to_owned() } else { parts.join(" · ") }
}

/// All reports, in order of opening.
pub fn list_ui(ui: &mut Ui, state: &AppState, view: &mut ViewState, actions: &mut Vec<Action>) {
    let reports = state.review.review.reports();
    let shown = state.review.report().map(|reviewed| reviewed.report.id.as_str());
    let list = RowScroll {
        id: Id::unique("reports under review"),
        name: "reports",
        n_rows: reports.len(),
        row_height: ROW_HEIGHT,
        reveal: None,
    };
    list.show(ui, |ui, in_view| {
        for position in in_view.range.clone() {
            let reviewed = &reports[position];
            let is_shown = shown == Some(reviewed.report.id.as_str());
            if row_ui(ui, in_view.rect(position), reviewed, is_shown) {
                view.review.lists_reports = false;
                let id = reviewed.report.id.clone();
                actions.push(Action::Review(ReviewAction::GoReport(id)));
            }
        }
    });
}

fn row_ui(ui: &Ui, rect: Rect, reviewed: &Reviewed, is_shown: bool) -> bool {
    let palette = Palette::of(ui);
    let name = reviewed.report.name();
    let id = ui.scope_id().with(&reviewed.report.id);
    let response = ui.interact(rect, id, Sense::click());
    let counts = counts_words(reviewed.counts);
    response.widget_info(|| {
        let words = format!("{name}, {counts}");
        WidgetInfo::selected(Role::ListBoxOption, true, is_shown, words)
    });
    if is_shown || response.hovered() || response.has_focus() {
        let fill = if is_shown { palette.chip_strong } else { palette.chip };
        ui.painter().rect_filled(rect, BUTTON_RADIUS, fill);
    }
    let is_done = reviewed.counts.n_proposed == 0;
    let color = if is_done { palette.text_quiet } else { palette.text };
    let width = rect.width() - 12.0;
    let title = BidiText::source(name, BODY).align(text::TextAlign::Left).max_lines(1);
    let title = text::layout(ui.ctx(), &title, width);
    title.paint(ui.painter(), pos2(rect.left() + 6.0, rect.top() + 5.0), color, None);
    let line = BidiText::line()
        .push(&counts, if is_done { SMALL } else { SMALL.bold() })
        .push(" · ", SMALL)
        .push_isolated(&reviewed.report.publisher, SMALL)
        .max_lines(1);
    let line = text::layout(ui.ctx(), &line, width);
    let at = rect.min + vec2(6.0, 26.0);
    line.paint(ui.painter(), at, palette.text_quiet, None);
    response.clicked()
}
