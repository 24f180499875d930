//! The command palette: one field for commands, places and files.

use std::path::PathBuf;
use std::sync::LazyLock;

use egui::{
    Align2, Context, Id, Key, Modal, Modifiers, Order, Rect, Role, Sense, Ui, WidgetInfo, pos2,
    vec2,
};

use super::frame;
use super::keys::keys_of;
use crate::app::{Action, AppState};
use crate::gazetteer::{self, Gazetteer, PlaceIdx};
use crate::model::DatasetId;
use crate::query::folded;
use crate::ui::commands::{self, Command, Doing};
use crate::ui::row_scroll::RowScroll;
use crate::ui::style::{BODY, BUTTON_RADIUS, Palette as Colours, SMALL};
use crate::ui::text::{self, BidiText};
use crate::ui::view_state::ViewState;

/// Height of a line, in points.
const LINE_HEIGHT: f32 = 28.0;

/// Lines in view at once.
const N_IN_VIEW: usize = 12;

/// Places proposed.
const N_PLACES: usize = 6;

/// Something to choose.
#[derive(Debug, Clone)]
enum Choice {
    Run(Box<Command>),
    GoTo(PlaceIdx),
    Report(DatasetId),
    Show(DatasetId, bool),
    Close(DatasetId),
    Open(PathBuf),
}

/// A line of the palette.
#[derive(Debug, Clone)]
struct Line {
    /// What is searched and shown.
    words: String,
    /// Keys, or what kind of thing it is.
    note: String,
    choice: Choice,
}

/// Shows the palette while it is open.
pub fn palette_ui(
    ctx: &Context,
    state: &AppState,
    view: &mut ViewState,
    actions: &mut Vec<Action>,
) {
    let Some(mut palette) = view.palette.clone() else { return };
    let before = palette.query.clone();
    let area = Modal::default_area(Id::unique("command palette"))
        .order(Order::Foreground)
        .anchor(Align2::CENTER_TOP, vec2(0.0, 70.0));
    let response =
        Modal::new(Id::unique("command palette")).area(area).frame(frame(ctx)).show(ctx, |ui| {
            ui.set_width((ctx.content_rect().width() - 60.0).min(560.0));
            let (up, down, enter) = ui.input_mut(|input| {
                let mut pressed = |key| input.consume_key(Modifiers::NONE, key);
                (pressed(Key::ArrowUp), pressed(Key::ArrowDown), pressed(Key::Enter))
            });
            let width = ui.available_width();
            let hint = "Type a command, a place or a file";
            let field = text::text_field_ui(ui, &mut palette.query, hint, BODY, width);
            if !field.has_focus() {
                field.request_focus();
            }
            let lines = lines(state, view, &palette.query);
            if palette.query != before {
                palette.chosen = 0;
            }
            let last = lines.len().saturating_sub(1);
            palette.chosen = match (up, down) {
                (true, false) => palette.chosen.checked_sub(1).unwrap_or(last),
                (false, true) if palette.chosen >= last => 0,
                (false, true) => palette.chosen + 1,
                _ => palette.chosen.min(last),
            };
            let moved = up || down || palette.query != before;
            let clicked = lines_ui(ui, &lines, palette.chosen, moved);
            clicked.or(enter.then_some(palette.chosen)).and_then(|at| lines.get(at).cloned())
        });
    let should_close = response.should_close();
    view.palette = (!should_close).then_some(palette);
    if let Some(line) = response.inner {
        view.palette = None;
        run(ctx, line.choice, state, view, actions);
    }
}

/// Shows the lines; the one that was clicked.
fn lines_ui(ui: &mut Ui, lines: &[Line], chosen: usize, moved: bool) -> Option<usize> {
    let colours = Colours::of(ui);
    if lines.is_empty() {
        let quiet = BODY.color(colours.text_quiet);
        text::rich_label_ui(ui, &BidiText::line().push("Nothing of that name", quiet));
        return None;
    }
    let size = vec2(ui.available_width(), lines.len().min(N_IN_VIEW) as f32 * LINE_HEIGHT);
    let mut clicked = None;
    ui.allocate_ui(size, |ui| {
        ui.set_min_size(size);
        let list = RowScroll {
            id: Id::unique("command palette lines"),
            name: "commands",
            n_rows: lines.len(),
            row_height: LINE_HEIGHT,
            reveal: moved.then_some(chosen),
        };
        list.show(ui, |ui, in_view| {
            for position in in_view.range.clone() {
                let rect = in_view.rect(position);
                if line_ui(ui, rect, &lines[position], position == chosen) {
                    clicked = Some(position);
                }
            }
        });
    });
    clicked
}

fn line_ui(ui: &Ui, rect: Rect, line: &Line, is_chosen: bool) -> bool {
    let colours = Colours::of(ui);
    let id = ui.scope_id().with((&line.words, &line.note));
    let response = ui.interact(rect, id, Sense::click());
    response
        .widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, is_chosen, &line.words));
    if is_chosen || response.hovered() {
        let fill = if is_chosen { colours.chip_strong } else { colours.chip };
        ui.painter().rect_filled(rect, BUTTON_RADIUS, fill);
    }
    let note = BidiText::line().push_isolated(&line.note, SMALL).max_lines(1);
    let note = text::layout(ui.ctx(), &note, rect.width() * 0.5);
    let room = rect.width() - note.size().x - 28.0;
    let words = BidiText::source(&*line.words, BODY).align(text::TextAlign::Left).max_lines(1);
    let words = text::layout(ui.ctx(), &words, room);
    let middle = rect.center().y;
    let at = pos2(rect.left() + 8.0, middle - words.size().y / 2.0);
    words.paint(ui.painter(), at, colours.text, None);
    let at = pos2(rect.right() - 8.0 - note.size().x, middle - note.size().y / 2.0);
    note.paint(ui.painter(), at, colours.text_quiet, None);
    response.clicked()
}

/// Carries out what was chosen.
fn run(
    ctx: &Context,
    choice: Choice,
    state: &AppState,
    view: &mut ViewState,
    actions: &mut Vec<Action>,
) {
    match choice {
        Choice::Run(command) => match command.doing {
            Doing::Ask(action) => actions.push(action),
            Doing::Window(command) => {
                actions.extend(commands::carry_out(command, ctx, state, view))
            }
        },
        Choice::GoTo(place) => view.show_place(state.gazetteer.place(place)),
        Choice::Report(id) => actions.push(Action::ShowReport(Some(id))),
        Choice::Show(id, shown) => actions.push(Action::ShowDataset(id, shown)),
        Choice::Close(id) => actions.push(Action::Close(id)),
        Choice::Open(path) => actions.push(Action::Open(vec![path])),
    }
}

/// What fits the query, best first; all commands without one.
fn lines(state: &AppState, view: &ViewState, query: &str) -> Vec<Line> {
    let mut lines = command_lines(state, view);
    lines.extend(file_lines(state));
    let query = folded(query.trim());
    if query.is_empty() {
        return lines;
    }
    let mut ranked: Vec<(i32, Line)> = lines
        .into_iter()
        .filter_map(|line| Some((fit(&folded(&line.words), &query)?, line)))
        .collect();
    // Stable: equal fits stay in the order of the list.
    ranked.sort_by_key(|(fit, _)| std::cmp::Reverse(*fit));
    let mut lines: Vec<Line> = ranked.into_iter().map(|(_, line)| line).collect();
    lines.extend(place_lines(&state.gazetteer, &query));
    lines
}

fn command_lines(state: &AppState, view: &ViewState) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for command in commands::commands(state, view) {
        // A second pair of keys is no second command.
        if lines.iter().any(|line| line.words == command.name) || command.name == "Command palette"
        {
            continue;
        }
        lines.push(Line {
            words: command.name.to_owned(),
            note: keys_of(&command).unwrap_or_default(),
            choice: Choice::Run(Box::new(command)),
        });
    }
    lines
}

fn file_lines(state: &AppState) -> Vec<Line> {
    let mut lines = Vec::new();
    for dataset in &state.datasets {
        let (id, name) = (dataset.id, &dataset.name);
        let shown = !state.view.filter.hidden_datasets.contains(&id);
        let show = if shown { "Hide" } else { "Show" };
        for (verb, choice) in [
            ("Load report of", Choice::Report(id)),
            (show, Choice::Show(id, !shown)),
            ("Close", Choice::Close(id)),
        ] {
            lines.push(Line {
                words: format!("{verb} {name}"),
                note: "open file".to_owned(),
                choice,
            });
        }
    }
    for path in &state.recent {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        lines.push(Line {
            words: format!("Open {name}"),
            note: path.parent().map_or_else(String::new, |folder| folder.display().to_string()),
            choice: Choice::Open(path.clone()),
        });
    }
    lines
}

fn place_lines(gazetteer: &Gazetteer, query: &str) -> Vec<Line> {
    if query.chars().count() < 2 {
        return Vec::new();
    }
    let own_names = own_names(gazetteer);
    // Beginnings of names while somebody still types, then what sounds like it.
    let mut begun: Vec<(i32, PlaceIdx)> = FOLDED_NAMES
        .iter()
        .chain(&own_names)
        .filter_map(|(place, names)| {
            let best = names.iter().filter_map(|name| fit(name, query)).max()?;
            (best >= WORD_BEGINS).then_some((best, *place))
        })
        .collect();
    begun.sort_by_key(|(fit, _)| std::cmp::Reverse(*fit));
    let mut places: Vec<PlaceIdx> = begun.into_iter().map(|(_, place)| place).collect();
    let mut seen = std::collections::BTreeSet::new();
    places.retain(|place| seen.insert(*place));
    places.truncate(N_PLACES);
    let found = gazetteer.lookup(query, &gazetteer::Context::default());
    for candidate in found.candidates {
        if !places.contains(&candidate.place) {
            places.push(candidate.place);
        }
    }
    let line = |place: PlaceIdx| {
        let entry = gazetteer.place(place);
        Line {
            words: format!("{} {}", entry.name_en, entry.name_ar).trim_end().to_owned(),
            note: entry.kind.name().to_owned(),
            choice: Choice::GoTo(place),
        }
    };
    places.into_iter().take(N_PLACES).map(line).collect()
}

/// All names of each bundled place, folded once. Handles of bundled places mean the
/// same in a gazetteer laid over them.
static FOLDED_NAMES: LazyLock<Vec<(PlaceIdx, Vec<String>)>> = LazyLock::new(|| {
    let places = Gazetteer::bundled().places();
    places
        .map(|(index, place)| (index, place.names().map(|(name, _)| folded(name)).collect()))
        .collect()
});

/// The names of the user's own places, folded: too few to remember.
fn own_names(gazetteer: &Gazetteer) -> Vec<(PlaceIdx, Vec<String>)> {
    let own = gazetteer.own_places();
    let ids = own.iter().flat_map(|own| own.places.keys());
    let named = |index: PlaceIdx| {
        let names = gazetteer.place(index).names();
        (index, names.map(|(name, _)| folded(name)).collect())
    };
    ids.filter_map(|id| gazetteer.by_id(id)).map(named).collect()
}

/// The least fit of a query that begins a word of the text.
const WORD_BEGINS: i32 = 700;

/// How well a query fits a text, both folded; `None` when its letters do not
/// occur in it in that order. Whole words and their beginnings count most.
fn fit(text: &str, query: &str) -> Option<i32> {
    if let Some(at) = text.find(query) {
        let starts_word = at == 0 || text[..at].ends_with(|c: char| !c.is_alphanumeric());
        return Some(
            if at == 0 {
                1000
            } else if starts_word {
                800
            } else {
                600
            } - at.min(99) as i32,
        );
    }
    let mut score = 300;
    let mut last = None;
    let mut letters = text.char_indices();
    for wanted in query.chars().filter(|c| !c.is_whitespace()) {
        let (at, _) = letters.find(|(_, c)| *c == wanted)?;
        score -= last.map_or(at, |last| at - last - 1).min(20) as i32;
        last = Some(at + wanted.len_utf8() - 1);
    }
    // Letters scattered over a long text are chance.
    (score > 300 - 8 * query.chars().count() as i32).then_some(score)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best(query: &str) -> String {
        let lines = lines(&AppState::default(), &ViewState::default(), query);
        lines.first().map_or_else(String::new, |line| line.words.clone())
    }

    #[test]
    fn a_few_letters_find_a_command() {
        assert_eq!(best("dark"), "Dark theme");
        assert_eq!(best("undated"), "List: undated events");
        assert_eq!(best("dktheme"), "Dark theme");
        assert_eq!(best("fullscreen"), "Full screen");
    }

    #[test]
    fn a_place_is_found_in_either_script() {
        for query in ["Qusour", "القصور", "qus"] {
            let found = best(query);
            assert!(found.contains("القصور"), "{query}: {found}");
        }
        assert_eq!(best("zzzzqqq"), "");
    }
}
