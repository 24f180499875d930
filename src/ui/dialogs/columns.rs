//! Says what the columns of a table mean: the guess, the first rows, and how
//! each date and coordinate in them is understood.

use egui::{ComboBox, Context, Id, Rect, ScrollArea, Sense, Ui, UiBuilder, pos2, vec2};

use super::{buttons_ui, modal_ui, title, title_ui};
use crate::app::state::Mapping;
use crate::app::{Action, AppState};
use crate::model::{Edtf, Outcome};
use crate::read::preview::CellMeaning;
use crate::read::{Bound, ColumnPreview, DateOrder, Role, Understanding};
use crate::scene::phrases::{self, Length};
use crate::ui::style::{BODY, Palette, SMALL, STRONG};
use crate::ui::text::{self, BidiText, Style, TextAlign};
use crate::ui::widgets::{ButtonLook, button_ui};

/// Width of a column, in points.
const COLUMN_WIDTH: f32 = 176.0;

/// Height of a column's name and role, in points.
const HEAD_HEIGHT: f32 = 62.0;

/// Height of a row, in points: the value, and how it is understood.
const ROW_HEIGHT: f32 = 36.0;

/// Shows the dialog while a file waits for an answer.
pub fn columns_ui(ctx: &Context, state: &AppState, actions: &mut Vec<Action>) {
    let id = Id::unique("column mapping");
    let Some(mapping) = &state.mapping else {
        ctx.data_mut(|data| data.insert_temp(id, None::<Understanding>));
        return;
    };
    let kept: Option<Understanding> = ctx.data(|data| data.get_temp(id)).flatten();
    let mut answer = kept
        .filter(|kept| kept.columns.header == mapping.preview.guess.header)
        .unwrap_or_else(|| first_answer(state, mapping));
    let (mut open, mut cancel) = (false, false);
    let response = modal_ui(ctx, "column mapping", 1100.0, |ui| {
        title_ui(ui, &title("What do the columns mean?"));
        let quiet = BODY.color(Palette::of(ui).text_quiet);
        let note = "What each date and coordinate is understood as stands below it. \
                    A column that is kept as it is stays with its event. \
                    The answer is remembered for files with the same header.";
        text::rich_label_ui(ui, &BidiText::line().push(note, quiet));
        let is_order_clear = order_ui(ui, &mapping.preview, &mut answer);
        ui.add_space(6.0);
        table_ui(ui, &mapping.preview, &mut answer);
        let problem = problem(&answer, is_order_clear);
        if let Some(problem) = problem {
            let style = BODY.color(Palette::of(ui).warning);
            text::rich_label_ui(ui, &BidiText::line().push(problem, style));
        }
        buttons_ui(ui, |ui| {
            ui.add_enabled_ui(is_order_clear && answer.columns.is_meaningful(), |ui| {
                open = button_ui(ui, "Open", ButtonLook::Primary).clicked();
            });
            cancel = button_ui(ui, "Cancel", ButtonLook::Quiet).clicked();
        });
    });
    // A click beside the dialog is no answer: it would throw the choices away.
    if open {
        actions.push(Action::AcceptColumns(answer));
    } else if cancel || response.response.should_close() {
        actions.push(Action::RefuseColumns);
    } else {
        ctx.data_mut(|data| data.insert_temp(id, Some(answer)));
    }
}

/// What was answered for this header before, or the guess.
fn first_answer(state: &AppState, mapping: &Mapping) -> Understanding {
    let key = mapping.preview.header_key();
    let known = state.known_columns.iter().find(|(known, _)| *known == key);
    known.map_or_else(
        || Understanding {
            columns: mapping.preview.guess.clone(),
            date_order: mapping.preview.proven_order,
        },
        |(_, answer)| answer.clone(),
    )
}

/// What is missing, though the file can be opened without it; or what keeps it shut.
fn problem(answer: &Understanding, is_order_clear: bool) -> Option<&'static str> {
    let has = |roles: &[Role]| roles.iter().any(|role| answer.columns.column(role).is_some());
    if !answer.columns.is_meaningful() {
        return Some("Say of at least one column what it means.");
    }
    if !is_order_clear {
        return Some("Say which comes first in the dates, the day or the month.");
    }
    if !has(&[Role::Date, Role::DateStart, Role::DateEnd, Role::UnixTime, Role::Year]) {
        return Some("No column gives a date: all events will be undated.");
    }
    if !has(&[Role::Lat, Role::LatLon, Role::Geometry, Role::PlaceId, Role::Place]) {
        return Some("No column gives a place: all events will be unplaced.");
    }
    None
}

/// Asks for the order of day and month where dates can be read both ways;
/// whether it is clear.
fn order_ui(ui: &mut Ui, preview: &ColumnPreview, answer: &mut Understanding) -> bool {
    let example = example_in_doubt(preview, answer);
    if example.is_none() && !preview.depends_on_order {
        return true;
    }
    ui.add_space(4.0);
    ui.horizontal_wrapped(|ui| {
        let asked = match (&preview.proven_order, &example) {
            (Some(_), _) => "Other dates in the file show the order of day and month:".to_owned(),
            (None, Some(cell)) => format!("\u{2068}{cell}\u{2069} can be read in two ways:"),
            (None, None) => "Some dates can be read in two ways:".to_owned(),
        };
        text::rich_label_ui(ui, &BidiText::line().push(&asked, STRONG));
        for (order, words) in
            [(DateOrder::DayFirst, "Day first"), (DateOrder::MonthFirst, "Month first")]
        {
            let words = match &example {
                Some(cell) => format!("{words}: {}", date_words(cell, order)),
                None => words.to_owned(),
            };
            if ui.radio(answer.date_order == Some(order), words).clicked() {
                answer.date_order = Some(order);
            }
        }
    });
    answer.date_order.is_some()
}

/// A cell whose date depends on the order.
fn example_in_doubt(preview: &ColumnPreview, answer: &Understanding) -> Option<String> {
    let is_date = |role: &Role| {
        matches!(role, Role::Date | Role::DateStart | Role::DateEnd | Role::Published)
    };
    let columns = answer.columns.roles.iter().enumerate().filter(|(_, role)| is_date(role));
    columns
        .flat_map(|(column, _)| preview.rows.iter().filter_map(move |row| row.get(column)))
        .find(|cell| {
            let read = |order| match ColumnPreview::meaning(cell, &Role::Date, Some(order)) {
                CellMeaning::Understood(words) => Some(words),
                CellMeaning::Plain | CellMeaning::Problem(_) => None,
            };
            let (day, month) = (read(DateOrder::DayFirst), read(DateOrder::MonthFirst));
            day.is_some() && month.is_some() && day != month
        })
        .cloned()
}

fn date_words(cell: &str, order: DateOrder) -> String {
    match ColumnPreview::meaning(cell, &Role::Date, Some(order)) {
        CellMeaning::Understood(words) => in_words(words),
        CellMeaning::Plain | CellMeaning::Problem(_) => "no date".to_owned(),
    }
}

/// A date as people read it; anything else as it is.
fn in_words(words: String) -> String {
    match words.parse::<Edtf>() {
        Ok(edtf) => phrases::date(&edtf, Length::Short),
        Err(_) => words,
    }
}

fn table_ui(ui: &mut Ui, preview: &ColumnPreview, answer: &mut Understanding) {
    let n_columns = answer.columns.roles.len();
    let height = HEAD_HEIGHT + preview.rows.len() as f32 * ROW_HEIGHT;
    let room = (ui.ctx().content_rect().height() - 360.0).max(HEAD_HEIGHT + ROW_HEIGHT);
    let line = Palette::of(ui).line;
    ScrollArea::both()
        .id_salt("columns")
        .max_height(room)
        .auto_shrink([false, true])
        .show_viewport(ui, |ui, in_view| {
            let size = vec2(n_columns as f32 * COLUMN_WIDTH, height);
            let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
            // A header can have a million columns: only those in view are made.
            let first = (in_view.left() / COLUMN_WIDTH).max(0.0) as usize;
            let end = ((in_view.right() / COLUMN_WIDTH).ceil().max(0.0) as usize).min(n_columns);
            for column in first..end {
                let left = rect.left() + column as f32 * COLUMN_WIDTH;
                let cell =
                    Rect::from_min_size(pos2(left, rect.top()), vec2(COLUMN_WIDTH - 12.0, height));
                let mut ui = ui.new_child(UiBuilder::new().id_salt(column).max_rect(cell));
                column_ui(&mut ui, preview, answer, column);
                ui.painter().vline(
                    cell.right() + 5.0,
                    rect.y_range(),
                    egui::Stroke::new(1.0, line),
                );
            }
        });
}

fn column_ui(ui: &mut Ui, preview: &ColumnPreview, answer: &mut Understanding, column: usize) {
    let top = ui.max_rect().min;
    let width = ui.available_width();
    let name = preview.guess.header.get(column).cloned().unwrap_or_default();
    let shown = if name.is_empty() { format!("(column {})", column + 1) } else { name.clone() };
    paint_line(ui, top, width, &shown, STRONG);
    ui.add_space(22.0);
    let role = answer.columns.roles[column].clone();
    let mut chosen = role.clone();
    let combo = ComboBox::from_id_salt("role")
        .width(width - 4.0)
        .height(360.0)
        .truncate()
        .selected_text(role_words(&role))
        .show_ui(ui, |ui| {
            for choice in roles(&role) {
                let words = role_words(&choice);
                ui.selectable_value(&mut chosen, choice, words);
            }
        });
    combo.response.widget_info(|| {
        egui::WidgetInfo::labeled(
            egui::Role::ComboBox,
            true,
            format!("Meaning of {shown}: {}", role_words(&role)),
        )
    });
    if chosen != role {
        assign(answer, column, chosen);
    }
    let role = &answer.columns.roles[column];
    let palette = Palette::of(ui);
    for (at, row) in (0u16..).zip(&preview.rows) {
        let y = top.y + HEAD_HEIGHT + f32::from(at) * ROW_HEIGHT;
        let cell = row.get(column).map_or("", String::as_str);
        paint_line(ui, pos2(top.x, y), width, cell, SMALL);
        let (words, color) = match ColumnPreview::meaning(cell, role, answer.date_order) {
            CellMeaning::Plain => continue,
            CellMeaning::Understood(words) => (in_words(words), palette.text_quiet),
            CellMeaning::Problem(reason) => (format!("Problem: {reason}"), palette.error),
        };
        paint_line(ui, pos2(top.x, y + 15.0), width, &words, SMALL.color(color));
    }
}

/// One line of words at a point, with its name for screen readers.
fn paint_line(ui: &Ui, at: egui::Pos2, width: f32, words: &str, style: Style) {
    let words = words.replace(['\n', '\r'], " ");
    let line = BidiText::source(&*words, style).align(TextAlign::Left).max_lines(1);
    let layout = text::layout(ui.ctx(), &line, width);
    let rect = Rect::from_min_size(at, vec2(width, 16.0));
    let response = ui.interact(rect, ui.scope_id().with((at.y as i32, "line")), Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &words));
    layout.paint(ui.painter(), at, Palette::of(ui).text, None);
    if layout.is_elided() {
        response.on_hover_text(&words);
    }
}

/// Gives a column a role; one that only one column may have is taken from the other.
fn assign(answer: &mut Understanding, column: usize, role: Role) {
    let roles = &mut answer.columns.roles;
    if !role.is_repeatable() {
        for other in roles.iter_mut().filter(|other| **other == role) {
            *other = Role::Property;
        }
    }
    roles[column] = role;
}

/// Roles to choose from: the usual tolls, and the column's own if it is an unusual one.
fn roles(own: &Role) -> Vec<Role> {
    let toll = |who: &'static str, outcome, bound| Role::Toll { who: who.into(), outcome, bound };
    let mut roles = vec![Role::Property];
    roles.extend(Role::all().filter(|role| *role != Role::Property));
    for outcome in Outcome::ALL {
        for bound in [Bound::Range, Bound::Min, Bound::Max] {
            roles.push(toll("total", outcome, bound));
        }
    }
    for bound in [Bound::Range, Bound::Min, Bound::Max] {
        roles.push(toll("civilian", Outcome::Killed, bound));
    }
    if !roles.contains(own) {
        roles.push(own.clone());
    }
    roles
}

/// A role as people say it.
fn role_words(role: &Role) -> String {
    match role {
        Role::Property => "Keep as it is".to_owned(),
        Role::Id => "Identifier".to_owned(),
        Role::Lon => "Longitude".to_owned(),
        Role::Lat => "Latitude".to_owned(),
        Role::LatLon => "Latitude and longitude".to_owned(),
        Role::Radius => "Radius in metres".to_owned(),
        Role::Url => "Link".to_owned(),
        Role::Toll { who, outcome, bound } => {
            let whose =
                if who == "total" { String::new() } else { format!(", {}", phrases::who(who)) };
            let bound = match bound {
                Bound::Min => ", lowest",
                Bound::Max => ", highest",
                Bound::Range => "",
            };
            let outcome = phrases::outcome(*outcome);
            format!("Number {outcome}{whose}{bound}")
        }
        other => {
            let words = other.to_string().replace('_', " ");
            let mut letters = words.chars();
            let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
            first + letters.as_str()
        }
    }
}
