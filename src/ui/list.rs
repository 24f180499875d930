//! The list under the filters: the events in range, or those that have no date
//! or no place and so are missing from the timeline or the map.

use egui::{
    Align, Color32, ComboBox, CursorIcon, Id, Layout, Rect, Response, Role, Sense, Stroke,
    StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::row_scroll::RowScroll;
use super::style::{BODY, BUTTON_RADIUS, CONTROL_HEIGHT, Palette, SMALL, STRONG};
use super::text::{self, BidiText, TextAlign};
use super::view_state::ViewState;
use super::widgets::{self, grouped};
use crate::app::{Action, AppState, FilterChange, Tray};
use crate::model::{EventId, EventTable, Row};
use crate::query::{RowList, SortKey};
use crate::scene::phrases::{self, Length};

/// Height of an entry, in points.
pub const ENTRY_HEIGHT: f32 = 46.0;

/// Room that the menu of orders and its direction take, in points.
const ORDER_WIDTH: f32 = 130.0;

/// Room that "Follow map" takes, in points.
const FOLLOW_WIDTH: f32 = 96.0;

/// Shows the trays, the order and the events.
pub fn list_ui(ui: &mut Ui, state: &AppState, view: &mut ViewState, actions: &mut Vec<Action>) {
    trays_ui(ui, state, actions);
    if state.tray == Tray::InRange {
        order_ui(ui, state, view, actions);
    } else {
        ui.add_space(4.0);
    }
    let events = Events::of(state);
    let n_rows = events.len(state);
    let reveal = row_to_reveal(ui, state, view, &events);
    if n_rows == 0 {
        nothing_ui(ui, state, actions);
        return;
    }
    let name = match state.tray {
        Tray::InRange => "events in range",
        Tray::Undated => "undated events",
        Tray::Unplaced => "unplaced events",
    };
    let id = Id::unique(("event list", name));
    RowScroll { id, name, n_rows, row_height: ENTRY_HEIGHT, reveal }.show(ui, |ui, in_view| {
        for (position, row) in in_view.range.clone().zip(events.page(state, in_view.range.clone()))
        {
            let event = state.table.event_id(row);
            let response = entry_ui(ui, in_view.rect(position), state, view, row);
            if response.hovered() {
                view.hover.on(event);
            }
            if response.clicked() {
                actions.push(Action::Select(Some(event)));
            }
        }
    });
}

/// The events of the tray on show.
enum Events<'a> {
    InRange,
    Rows(RowList<'a>),
}

impl<'a> Events<'a> {
    fn of(state: &'a AppState) -> Self {
        match state.tray {
            Tray::InRange => Self::InRange,
            Tray::Undated => Self::Rows(state.derived.matched.undated()),
            Tray::Unplaced => Self::Rows(state.derived.matched.unplaced()),
        }
    }

    fn len(&self, state: &AppState) -> usize {
        match self {
            Self::InRange => state.derived.list.len(state.date_range()),
            Self::Rows(rows) => rows.len(),
        }
    }

    fn page(&self, state: &AppState, positions: std::ops::Range<usize>) -> Vec<Row> {
        match self {
            Self::InRange => {
                state.derived.list.page(state.date_range(), state.descending, positions)
            }
            Self::Rows(rows) => positions.map_while(|position| rows.nth(position)).collect(),
        }
    }

    /// Where an event stands; `None` when it is not in this tray.
    fn position(&self, state: &AppState, row: Row) -> Option<usize> {
        match self {
            Self::InRange => state.derived.list.position(state.date_range(), state.descending, row),
            // These lists are in order of the table.
            Self::Rows(rows) => {
                let (mut low, mut high) = (0, rows.len());
                while low < high {
                    let middle = usize::midpoint(low, high);
                    if rows.nth(middle).is_some_and(|other| other < row) {
                        low = middle + 1;
                    } else {
                        high = middle;
                    }
                }
                (rows.nth(low) == Some(row)).then_some(low)
            }
        }
    }
}

/// The selected event, once after it was selected, wherever that happened.
fn row_to_reveal(
    ui: &Ui,
    state: &AppState,
    view: &mut ViewState,
    events: &Events<'_>,
) -> Option<usize> {
    let id = Id::unique("event list: selection");
    let before: Option<Option<EventId>> = ui.data(|data| data.get_temp(id));
    let selection = state.view.selection;
    let asked = std::mem::take(&mut view.scroll_to_selection);
    if !asked && before == Some(selection) {
        return None;
    }
    ui.data_mut(|data| data.insert_temp(id, selection));
    state.selected_row().and_then(|row| events.position(state, row))
}

/// Three tabs with their counts, which never hide what has no date or place.
fn trays_ui(ui: &mut Ui, state: &AppState, actions: &mut Vec<Action>) {
    let matched = &state.derived.matched;
    let counts = matched.counts(state.date_range());
    let trays = [
        (Tray::InRange, "In range", counts.n_in_range as usize),
        (Tray::Undated, "Undated", counts.n_undated as usize),
        (Tray::Unplaced, "Unplaced", matched.unplaced().len()),
    ];
    let palette = Palette::of(ui);
    let width = ui.available_width() / 3.0;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        for (tray, words, n) in trays {
            let on = tray == state.tray;
            let (rect, response) = ui.allocate_exact_size(vec2(width, 38.0), Sense::click());
            response.widget_info(|| {
                let name = format!("{words} · {}", grouped(n as u64));
                WidgetInfo::selected(Role::Tab, ui.is_enabled(), on, name)
            });
            let painter = ui.painter();
            if response.hovered() {
                painter.rect_filled(rect, BUTTON_RADIUS, palette.chip);
            }
            let quiet = if on { palette.text } else { palette.text_quiet };
            let lines = [(grouped(n as u64), STRONG, 12.0), (words.to_owned(), SMALL, 26.0)];
            for (line, style, y) in lines {
                let line = BidiText::line().push(&line, style).max_lines(1);
                let layout = text::layout(ui.ctx(), &line, width);
                let origin = pos2(
                    rect.center().x - layout.size().x / 2.0,
                    rect.top() + y - layout.size().y / 2.0,
                );
                layout.paint(painter, origin, quiet, None);
            }
            let line = rect.with_min_y(rect.bottom() - 2.0);
            painter.rect_filled(line, 0.0, if on { palette.accent } else { palette.line });
            focus_ring(ui, &response);
            if response.on_hover_cursor(CursorIcon::PointingHand).clicked() {
                actions.push(Action::ShowTray(tray));
            }
        }
    });
}

const fn sort_words(key: SortKey) -> &'static str {
    match key {
        SortKey::Date => "Date",
        SortKey::Title => "Title",
        SortKey::EventType => "Event type",
        SortKey::Place => "Place",
        SortKey::Toll => "Killed",
        SortKey::Publisher => "Source",
    }
}

/// What the arrow beside the key means.
const fn direction_words(key: SortKey, descending: bool) -> &'static str {
    match (key, descending) {
        (SortKey::Date, false) => "Earliest first",
        (SortKey::Date, true) => "Latest first",
        (SortKey::Toll, false) => "Most killed first",
        (SortKey::Toll, true) => "Fewest or unknown first",
        (_, false) => "From the start",
        (_, true) => "From the end",
    }
}

fn order_ui(ui: &mut Ui, state: &AppState, view: &mut ViewState, actions: &mut Vec<Action>) {
    ui.add_space(2.0);
    let fits_one_row = ui.available_width() >= ORDER_WIDTH + FOLLOW_WIDTH;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let menu = ComboBox::from_id_salt("sort").width(92.0).selected_text(sort_words(state.sort));
        let menu = menu.show_ui(ui, |ui| {
            for key in SortKey::ALL {
                if ui.selectable_label(key == state.sort, sort_words(key)).clicked() {
                    actions.push(Action::Sort(key, state.descending));
                }
            }
        });
        menu.response.widget_info(|| {
            let name = format!("Sorted by {}", sort_words(state.sort).to_lowercase());
            WidgetInfo::labeled(Role::ComboBox, true, name)
        });
        menu.response.on_hover_text("Sort by");
        if direction_ui(ui, direction_words(state.sort, state.descending), state.descending) {
            actions.push(Action::Sort(state.sort, !state.descending));
        }
        if fits_one_row {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| follow_ui(ui, view, actions));
        }
    });
    if !fits_one_row {
        follow_ui(ui, view, actions);
    }
    ui.add_space(2.0);
}

/// Whether the list shows only what the map shows.
fn follow_ui(ui: &mut Ui, view: &mut ViewState, actions: &mut Vec<Action>) {
    let toggle = ui.checkbox(&mut view.list_follows_map, "Follow map");
    let toggle = toggle.on_hover_text("Show only what lies in the part of the map in view");
    if toggle.changed() && !view.list_follows_map {
        actions.push(Action::Follow(FilterChange::Extent(None)));
    }
}

/// A button with an arrow down, or up when the order is turned round; whether it was clicked.
fn direction_ui(ui: &mut Ui, words: &str, descending: bool) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(24.0, CONTROL_HEIGHT), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), words));
    let visuals = ui.style().interact(&response);
    ui.painter().rect(
        rect,
        BUTTON_RADIUS,
        visuals.weak_bg_fill,
        visuals.bg_stroke,
        StrokeKind::Inside,
    );
    let tip = if descending { -1.0 } else { 1.0 };
    let at = |x, y: f32| rect.center() + vec2(x, y * tip);
    let stroke = Stroke::new(1.5, visuals.fg_stroke.color);
    ui.painter().line_segment([at(0.0, -5.0), at(0.0, 5.0)], stroke);
    ui.painter().line(vec![at(-3.5, 1.5), at(0.0, 5.0), at(3.5, 1.5)], stroke);
    focus_ring(ui, &response);
    response.on_hover_text(words).clicked()
}

/// Says why there is nothing, and what to do.
fn nothing_ui(ui: &mut Ui, state: &AppState, actions: &mut Vec<Action>) {
    let palette = Palette::of(ui);
    ui.add_space(10.0);
    let quiet = BODY.color(palette.text_quiet);
    let say = |ui: &mut Ui, words: &str| {
        text::rich_label_ui(ui, &BidiText::line().push(words, quiet));
    };
    if state.datasets.is_empty() {
        say(ui, "Nothing is open. Drop files here, or:");
        if widgets::button_ui(ui, "Open files…", widgets::ButtonLook::Quiet).clicked() {
            actions.push(Action::PickFiles);
        }
        if widgets::button_ui(ui, "Open the sample", widgets::ButtonLook::Quiet).clicked() {
            actions.push(Action::OpenSample);
        }
        return;
    }
    match state.tray {
        Tray::InRange => say(ui, "No event matches the filters in these dates."),
        Tray::Undated => say(ui, "Every event that matches the filters has a date."),
        Tray::Unplaced => say(ui, "Every event that matches the filters has a place."),
    }
    if state.tray == Tray::InRange
        && widgets::button_ui(ui, "Show everything", widgets::ButtonLook::Quiet).clicked()
    {
        super::filters::clear_all(state, actions);
    }
}

/// What the second line of an entry says.
#[must_use]
pub fn summary(state: &AppState, row: Row) -> String {
    let table = &*state.table;
    let mut parts = vec![date_words(table, row)];
    if !table.is_placed(row) {
        parts.push("no place".to_owned());
    }
    parts.push(phrases::tolls(table, row));
    let mut reports: Vec<_> =
        table.claims(row).filter_map(|claim| Some(claim.document()?.index())).collect();
    reports.sort_unstable();
    reports.dedup();
    match reports.len() {
        0 => parts.push("no report named".to_owned()),
        1 => {}
        n => parts.push(format!("{n} reports")),
    }
    if table.is_background(row) {
        parts.push("background".to_owned());
    }
    if state.datasets.len() > 1
        && let Some(dataset) = state.dataset(table.dataset(row))
    {
        parts.push(format!("\u{2068}{}\u{2069}", dataset.name));
    }
    parts.join(" · ")
}

/// The days of an event, with `±` where they are not known to the day or the
/// sources doubt them.
fn date_words(table: &EventTable, row: Row) -> String {
    let Some(span) = table.span(row) else { return "no date".to_owned() };
    let words = phrases::span(span, Length::Short);
    let is_doubted = table
        .claims(row)
        .filter_map(|claim| claim.date())
        .any(|date| date.is_uncertain() || date.is_approximate());
    if is_doubted || span.first != span.last { format!("{words} ±") } else { words }
}

/// One event in two lines: its sign and title, then when, how many, how many reports.
pub fn entry_ui(ui: &Ui, rect: Rect, state: &AppState, view: &ViewState, row: Row) -> Response {
    let table = &*state.table;
    let event = table.event_id(row);
    let title = phrases::title(table, row);
    let below = summary(state, row);
    let is_selected = state.view.selection == Some(event);
    let id = ui.scope_id().with(("event", event));
    let response = ui.interact(rect, id, Sense::click());
    response.widget_info(|| {
        let name = format!("{title}, {}", below.replace(['\u{2068}', '\u{2069}'], ""));
        WidgetInfo::selected(Role::ListBoxOption, ui.is_enabled(), is_selected, name)
    });
    let palette = Palette::of(ui);
    let painter = ui.painter();
    let ground = rect.shrink2(vec2(0.0, 1.0)).expand2(vec2(2.0, 0.0));
    let fill = match (is_selected, view.hover.event() == Some(event) || response.hovered()) {
        (true, _) => palette.chip_strong,
        (false, true) => palette.chip,
        (false, false) => Color32::TRANSPARENT,
    };
    painter.rect_filled(ground, BUTTON_RADIUS, fill);
    if is_selected {
        let edge = ground.with_max_x(ground.left() + 3.0);
        painter.rect_filled(edge, 1.0, palette.accent);
    }
    let left = rect.left() + 24.0;
    widgets::sign(
        ui,
        painter,
        table.event_type(row),
        pos2(rect.left() + 12.0, rect.top() + 15.0),
        5.0,
        true,
    );
    let room = (rect.right() - left - 4.0).max(20.0);
    let mut is_cut = false;
    for (words, style, color, y) in
        [(&title, STRONG, palette.text, 15.0), (&below, SMALL, palette.text_quiet, 32.0)]
    {
        // Titles and names can be Arabic; the line itself begins at the left all the same.
        let line = BidiText::source(words.as_str(), style).align(TextAlign::Left).max_lines(1);
        let layout = text::layout(ui.ctx(), &line, room);
        is_cut |= layout.is_elided();
        layout.paint(painter, pos2(left, rect.top() + y - layout.size().y / 2.0), color, None);
    }
    focus_ring(ui, &response);
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    if !is_cut {
        return response;
    }
    response.on_hover_ui(|ui| {
        ui.set_max_width(340.0);
        text::label_ui(ui, &title, STRONG);
        text::label_ui(ui, &below, SMALL);
    })
}

fn focus_ring(ui: &Ui, response: &Response) {
    if response.has_focus() {
        let stroke = Stroke::new(2.0, Palette::of(ui).accent);
        ui.painter().rect_stroke(response.rect, BUTTON_RADIUS, stroke, StrokeKind::Inside);
    }
}
