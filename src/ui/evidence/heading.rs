//! What, when, where and how many, over all accounts of an event.

use egui::{Align, Layout, Sense, Ui, vec2};

use super::marks;
use super::parts::{link_row_ui, quiet_ui};
use crate::app::{Action, AppState};
use crate::gazetteer::PositionStatus;
use crate::model::{EventTable, Outcome, Placement, Row};
use crate::scene::accounts;
use crate::scene::phrases::{self, Length};
use crate::ui::style::{BODY, HEADING, Palette, SMALL, STRONG};
use crate::ui::text::{BidiText, label_ui, rich_label_ui};
use crate::ui::view_state::ViewState;
use crate::ui::widgets::{self, tag_ui};

/// Places listed before the rest are only counted; all are under "Why here?".
const N_PLACES: usize = 12;

/// Shows the event's heading.
pub fn heading_ui(
    ui: &mut Ui,
    state: &AppState,
    row: Row,
    view: &mut ViewState,
    actions: &mut Vec<Action>,
) {
    let table = &*state.table;
    title_ui(ui, table, row, actions);
    type_ui(ui, table, row);
    hidden_ui(ui, state, row);
    date_ui(ui, table, row);
    ui.add_space(2.0);
    places_ui(ui, state, row, view);
    ui.add_space(2.0);
    tolls_ui(ui, table, row);
}

fn title_ui(ui: &mut Ui, table: &EventTable, row: Row, actions: &mut Vec<Action>) {
    ui.with_layout(Layout::right_to_left(Align::TOP), |ui| {
        let close = ui.small_button("×").on_hover_text("Clear the selection (Esc)");
        close.widget_info(|| {
            egui::WidgetInfo::labeled(egui::Role::Button, true, "Clear the selection")
        });
        if close.clicked() {
            actions.push(Action::Select(None));
        }
        ui.with_layout(Layout::top_down(Align::LEFT), |ui| {
            label_ui(ui, &phrases::title(table, row), HEADING);
        });
    });
}

fn type_ui(ui: &mut Ui, table: &EventTable, row: Row) {
    let palette = Palette::of(ui);
    let kind = table.event_type(row);
    ui.horizontal_top(|ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(12.0, 18.0), Sense::hover());
        widgets::sign(ui, ui.painter(), kind, rect.center(), 5.0, true);
        let mut line = BidiText::line().push(kind.name(), BODY);
        if let Some(sub_type) = table.sub_event_type(row) {
            let words = format!(" · {}", sub_type.name());
            line = line.push(&words, BODY.color(palette.text_quiet));
        }
        rich_label_ui(ui, &line);
    });
    if table.is_background(row) {
        tag_ui(ui, "BACKGROUND")
            .on_hover_text("Reports mention this event only as background to another one.");
    }
}

/// Says so when the selected event is not among those shown.
fn hidden_ui(ui: &mut Ui, state: &AppState, row: Row) {
    let matched = &state.derived.matched;
    let why = if !matched.matches(row) {
        "The filter hides this event."
    } else if state.table.span(row).is_some() && !matched.shows(row, state.date_range()) {
        "This event is outside the date range."
    } else {
        return;
    };
    let style = SMALL.color(Palette::of(ui).warning);
    label_ui(ui, why, style);
}

fn date_ui(ui: &mut Ui, table: &EventTable, row: Row) {
    let palette = Palette::of(ui);
    let quiet = BODY.color(palette.text_quiet);
    let Some(span) = table.span(row) else {
        let line = BidiText::line()
            .push("Date not known", STRONG.color(palette.text_quiet))
            .push(" · no account says when; the event is in no bar, yet in every total", quiet);
        rich_label_ui(ui, &line);
        reasons_ui(ui, table, row);
        return;
    };
    let dates: Vec<_> = table.claims(row).filter_map(|claim| claim.date()).collect();
    // The account that says exactly what is known says also how sure it is.
    let words = dates.iter().find(|date| date.span() == span).map_or_else(
        || phrases::span(span, Length::Long),
        |date| phrases::date(date, Length::Long),
    );
    let mut line = BidiText::line().push(&words, STRONG);
    let is_disputed = dates.iter().any(|date| {
        let own = date.span();
        own.last < span.first
            || span.last < own.first
            || (own.first > span.first || own.last < span.last)
    });
    let reason = table
        .claims(row)
        .filter(|claim| !claim.date_reason().is_empty())
        .min_by_key(|claim| claim.date().is_none_or(|date| date.span() != span))
        .map_or("", |claim| claim.date_reason());
    if is_disputed {
        let words = " · the accounts give different days";
        line = line.push(words, BODY.color(palette.warning));
    } else if !reason.is_empty() {
        line = line.push(" · ", quiet).push_isolated(reason, quiet);
    }
    rich_label_ui(ui, &line);
}

fn reasons_ui(ui: &mut Ui, table: &EventTable, row: Row) {
    for claim in table.claims(row).filter(|claim| !claim.date_reason().is_empty()) {
        quiet_ui(ui, claim.date_reason());
    }
}

fn places_ui(ui: &mut Ui, state: &AppState, row: Row, view: &mut ViewState) {
    let table = &*state.table;
    let n_places = table.n_placements(row);
    if n_places == 0 {
        let style = STRONG.color(Palette::of(ui).text_quiet);
        label_ui(ui, "Place not stated", style);
        return;
    }
    for place in table.placements(row).take(N_PLACES) {
        place_ui(ui, state, &place, view);
    }
    if n_places > N_PLACES {
        quiet_ui(ui, &format!("and {} more places", n_places - N_PLACES));
    }
}

/// A place in both scripts, what it is and how sure its position is; a click
/// opens its card.
fn place_ui(ui: &mut Ui, state: &AppState, place: &Placement, view: &mut ViewState) {
    let table = &*state.table;
    let palette = Palette::of(ui);
    let quiet = SMALL.color(palette.text_quiet);
    let gazetteer = &state.gazetteer;
    let index = gazetteer.by_id(table.string(place.place));
    let entry = index.map(|index| gazetteer.place(index));
    let (latin, arabic) = phrases::place_name(table, place);
    let mut line = BidiText::line().push_isolated(&latin, BODY);
    if !arabic.is_empty() {
        line = line.push("  ", BODY).push_isolated(&arabic, BODY.color(palette.text_quiet));
    }
    let status = entry.map(|entry| entry.status);
    let in_doubt = place.centre.is_none() || status == Some(PositionStatus::Unverified);
    let kind = entry.map_or(String::new(), |entry| format!("{}, ", entry.kind.name()));
    let sure = marks::how_sure(place, status);
    line = line.push("  ", SMALL).push(&kind, quiet);
    line = line.push(&sure, if in_doubt { SMALL.color(palette.warning) } else { quiet });
    match entry {
        Some(entry) => {
            let name = format!("Place: {latin}, {kind}{sure}");
            if link_row_ui(ui, &line, &name).clicked() {
                view.show_place(entry);
            }
        }
        None => {
            rich_label_ui(ui, &line);
        }
    }
}

fn tolls_ui(ui: &mut Ui, table: &EventTable, row: Row) {
    let palette = Palette::of(ui);
    let mut any = false;
    for outcome in Outcome::ALL {
        let line = match table.toll_range(row, outcome) {
            Some(range) => BidiText::line().push(&phrases::toll_range(range, outcome), STRONG),
            None if is_told_of(table, row, outcome) => {
                let words = format!("{}: number not stated", phrases::outcome(outcome));
                BidiText::line().push(&words, BODY.color(palette.text_quiet))
            }
            None => continue,
        };
        any = true;
        let sides: Vec<String> = accounts::sides(table, row, outcome)
            .into_iter()
            .map(|(who, range)| {
                let numbers = phrases::toll_numbers(Some(range.min), range.max);
                format!("{numbers} {}", phrases::who(table.string(who)))
            })
            .collect();
        let line = if sides.is_empty() {
            line
        } else {
            let words = format!("  {}", sides.join(" · "));
            line.push(&words, SMALL.color(palette.text_quiet))
        };
        rich_label_ui(ui, &line);
    }
    if !any {
        let style = STRONG.color(palette.text_quiet);
        label_ui(ui, "Toll not stated", style)
            .on_hover_text("No account says how many. That is not the same as none.");
    }
}

fn is_told_of(table: &EventTable, row: Row, outcome: Outcome) -> bool {
    table.claims(row).any(|claim| claim.tolls().any(|toll| toll.outcome == outcome))
}
