//! Every command of the window with its name and keys: one list for the
//! keyboard, the command palette and the help.

use egui::{Context, Key, KeyboardShortcut, Modifiers};

use super::review::commands::{self as review, ReviewCommand};
use super::view_state::{ActivePanel, Desk, Palette, ViewState};
use crate::app::export::ExportAction;
use crate::app::state::SaveKind;
use crate::app::{
    Action, AppState, BaseLayer, BriefingAction, FilterChange, PlaceAction, ReviewAction,
    TimeAction, Tray,
};
use crate::scene::labels::LabelScript;
use crate::scene::theme::ThemeName;

/// What a command does.
#[derive(Debug, Clone)]
pub enum Doing {
    /// Something to ask of the state.
    Ask(Action),
    /// Something that concerns the window alone.
    Window(WindowCommand),
}

/// Commands that concern the window alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WindowCommand {
    /// Open or close the command palette.
    Palette,
    /// Type the path of a file to open.
    TypePath,
    /// Put the cursor into the search field.
    Search,
    /// Fill the screen, or not.
    Fullscreen,
    /// Closer.
    ZoomIn,
    /// Further away.
    ZoomOut,
    /// Move the map by this many steps east and south.
    Pan(i8, i8),
    /// Close what is open on top, else clear the selection, else the filters.
    Escape,
    /// Show the keys.
    Help,
    /// Something of the review.
    Review(ReviewCommand),
    /// Show what the user decided or added, or what may be one event.
    Show(Desk),
}

/// A command.
#[derive(Debug, Clone)]
pub struct Command {
    /// What it does, as people say it.
    pub name: &'static str,
    /// Its keys, if it has any.
    pub keys: Option<KeyboardShortcut>,
    /// Whether a text field with the cursor in it keeps the keys for itself.
    pub yields_to_typing: bool,
    /// What it does.
    pub doing: Doing,
}

const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

/// All commands that make sense now, in the order of the palette.
#[must_use]
pub fn commands(state: &AppState, view: &ViewState) -> Vec<Command> {
    use Doing::{Ask, Window};
    let on_map = view.active == ActivePanel::Map;
    let mut list = Vec::with_capacity(40);
    let mut add = |name, keys: Option<(Modifiers, Key)>, doing| {
        let keys = keys.map(|(modifiers, key)| KeyboardShortcut::new(modifiers, key));
        let yields_to_typing = keys.is_some_and(|keys| !keys.modifiers.command)
            && !matches!(keys.map(|keys| keys.logical_key), Some(Key::F11 | Key::Escape | Key::F1));
        list.push(Command { name, keys, yields_to_typing, doing });
    };
    let plain = |key| Some((Modifiers::NONE, key));
    let ctrl = |key| Some((Modifiers::COMMAND, key));

    add("Open files…", ctrl(Key::O), Ask(Action::PickFiles));
    add("Open a file by its path…", Some((CTRL_SHIFT, Key::O)), Window(WindowCommand::TypePath));
    add("Open the sample", None, Ask(Action::OpenSample));
    add("Command palette", ctrl(Key::K), Window(WindowCommand::Palette));
    add("Search events and places", ctrl(Key::F), Window(WindowCommand::Search));
    if state.is_reviewing() {
        // The keys take decisions back.
        add("Undo", None, Ask(Action::Undo));
        add("Redo", None, Ask(Action::Redo));
    } else {
        add("Undo", ctrl(Key::Z), Ask(Action::Undo));
        add("Redo", Some((CTRL_SHIFT, Key::Z)), Ask(Action::Redo));
        add("Redo", ctrl(Key::Y), Ask(Action::Redo));
    }
    add("Show everything", None, Ask(Action::Filter(FilterChange::Clear)));
    add(
        "Picture of what I see now…",
        Some((CTRL_SHIFT, Key::P)),
        Ask(Action::Save(SaveKind::Picture(view.picture_frame()))),
    );
    add(
        "Export events…",
        ctrl(Key::E),
        Ask(Action::Export(ExportAction::Open(view.picture_frame()))),
    );
    let briefing = if state.briefing.is_open {
        ("Back to the map", BriefingAction::Close)
    } else {
        ("Briefing view…", BriefingAction::Open(view.picture_frame()))
    };
    // B is a field's key while a report is reviewed.
    let key = if state.is_reviewing() { None } else { plain(Key::B) };
    add(briefing.0, key, Ask(briefing.1.clone().into()));
    add(briefing.0, ctrl(Key::P), Ask(briefing.1.into()));
    if state.briefing.is_open {
        add(
            "Copy the page as a picture",
            Some((CTRL_SHIFT, Key::C)),
            Ask(BriefingAction::Copy.into()),
        );
    }
    add("Save the events shown…", ctrl(Key::S), Ask(Action::Save(SaveKind::Events)));

    let play = if state.timeline.playing { "Pause" } else { "Play" };
    add(play, plain(Key::Space), Ask(Action::Time(TimeAction::TogglePlay)));
    if on_map {
        add("Map: west", plain(Key::ArrowLeft), Window(WindowCommand::Pan(-1, 0)));
        add("Map: east", plain(Key::ArrowRight), Window(WindowCommand::Pan(1, 0)));
        add("Map: north", plain(Key::ArrowUp), Window(WindowCommand::Pan(0, -1)));
        add("Map: south", plain(Key::ArrowDown), Window(WindowCommand::Pan(0, 1)));
        add("Map: show all events", plain(Key::Home), Ask(Action::FitAll));
        add("Timeline: step back", None, Ask(Action::Time(TimeAction::Step(-1))));
        add("Timeline: step on", None, Ask(Action::Time(TimeAction::Step(1))));
    } else {
        add("Timeline: step back", plain(Key::ArrowLeft), Ask(Action::Time(TimeAction::Step(-1))));
        add("Timeline: step on", plain(Key::ArrowRight), Ask(Action::Time(TimeAction::Step(1))));
        add("Timeline: to the start", plain(Key::Home), Ask(Action::Time(TimeAction::ToStart)));
        add("Timeline: to the end", plain(Key::End), Ask(Action::Time(TimeAction::ToEnd)));
        add("Map: show all events", None, Ask(Action::FitAll));
        if !state.is_reviewing() {
            add("Event before", plain(Key::ArrowUp), Ask(Action::SelectNeighbour(-1)));
            add("Event after", plain(Key::ArrowDown), Ask(Action::SelectNeighbour(1)));
        }
    }
    add("Map: closer", plain(Key::Plus), Window(WindowCommand::ZoomIn));
    add("Map: closer", plain(Key::Equals), Window(WindowCommand::ZoomIn));
    add("Map: further away", plain(Key::Minus), Window(WindowCommand::ZoomOut));
    add("Same occurrence?…", None, Window(WindowCommand::Show(Desk::SameOccurrence)));
    add("My edits…", None, Window(WindowCommand::Show(Desk::Edits)));
    add("Edit my gazetteer…", None, Window(WindowCommand::Show(Desk::Gazetteer)));
    if state.own.folders.config.is_some() {
        add("Read my gazetteer again", None, Ask(Action::Place(PlaceAction::ReadAgain)));
    }
    add("List: events in the date range", None, Ask(Action::ShowTray(Tray::InRange)));
    add("List: undated events", None, Ask(Action::ShowTray(Tray::Undated)));
    add("List: unplaced events", None, Ask(Action::ShowTray(Tray::Unplaced)));

    match state.theme {
        ThemeName::Light => add("Dark theme", None, Ask(Action::SetTheme(ThemeName::Dark))),
        ThemeName::Dark => add("Light theme", None, Ask(Action::SetTheme(ThemeName::Light))),
    }
    add("Names in both scripts", None, Ask(Action::SetLabels(LabelScript::Both)));
    add("Names in English", None, Ask(Action::SetLabels(LabelScript::Latin)));
    add("Names in Arabic", None, Ask(Action::SetLabels(LabelScript::Arabic)));
    add("Bundled map", None, Ask(Action::SetBase(BaseLayer::Bundled)));
    if state.base != BaseLayer::OnlineOsm {
        add(
            "OpenStreetMap tiles from the network",
            None,
            Ask(Action::SetBase(BaseLayer::OnlineOsm)),
        );
    }
    review::commands(state, view, &mut add);
    add("Full screen", plain(Key::F11), Window(WindowCommand::Fullscreen));
    add("Keys and help", plain(Key::F1), Window(WindowCommand::Help));
    add("Close, or clear the selection", plain(Key::Escape), Window(WindowCommand::Escape));
    list
}

/// The commands whose keys were pressed since the last frame. Keys without a
/// modifier stay with a widget that has the focus.
pub fn pressed(ctx: &Context, state: &AppState, view: &ViewState) -> Vec<Doing> {
    let widget_has_focus = ctx.memory(|memory| memory.focused().is_some());
    let palette_is_open = view.palette.is_some();
    // In a text field, undo takes back what was typed there and nothing else.
    let is_typing = ctx.text_edit_focused();
    let is_undo = |keys: &KeyboardShortcut| {
        keys.modifiers.command && matches!(keys.logical_key, Key::Z | Key::Y)
    };
    let mut list = commands(state, view);
    // Ctrl+Shift+Z is not Ctrl+Z: the longer one takes the key first.
    list.sort_by_key(|command| {
        std::cmp::Reverse(command.keys.map_or(0, |keys| u8::from(keys.modifiers.shift)))
    });
    list.into_iter()
        .filter(|command| {
            command.keys.is_some_and(|keys| {
                !(command.yields_to_typing && (widget_has_focus || palette_is_open))
                    && !(is_typing && is_undo(&keys))
                    && ctx.input_mut(|input| input.consume_shortcut(&keys))
            })
        })
        .map(|command| command.doing)
        .collect()
}

/// Carries out a command that concerns the window alone.
pub fn carry_out(
    command: WindowCommand,
    ctx: &Context,
    state: &AppState,
    view: &mut ViewState,
) -> Option<Action> {
    match command {
        WindowCommand::Palette => {
            view.palette = match view.palette {
                Some(_) => None,
                None => Some(Palette::default()),
            };
        }
        WindowCommand::TypePath => view.path_field = Some(String::new()),
        WindowCommand::Search => {
            if let Some(field) = view.search_field {
                ctx.memory_mut(|memory| memory.request_focus(field));
            }
        }
        WindowCommand::Fullscreen => {
            view.fullscreen = !view.fullscreen;
            ctx.send_viewport_cmd(egui::ViewportCommand::Fullscreen(view.fullscreen));
        }
        WindowCommand::ZoomIn => view.zoom_by(super::map::ZOOM_STEP),
        WindowCommand::ZoomOut => view.zoom_by(-super::map::ZOOM_STEP),
        WindowCommand::Pan(east, south) => {
            let step = super::map::ARROW_STEP_PX;
            view.camera =
                view.camera.panned(-f32::from(east) * step, -f32::from(south) * step).clamped();
        }
        WindowCommand::Escape => return escape(ctx, state, view),
        WindowCommand::Help => view.help = !view.help,
        WindowCommand::Review(command) => {
            return review::carry_out(command, ctx, state, &mut view.review);
        }
        WindowCommand::Show(desk) => view.desk = Some(desk),
    }
    None
}

/// Esc takes away one thing at a time, the topmost first.
fn escape(ctx: &Context, state: &AppState, view: &mut ViewState) -> Option<Action> {
    if view.palette.take().is_some()
        || view.path_field.take().is_some()
        || std::mem::take(&mut view.help)
        || view.placing.take().is_some()
        || view.desk.take().is_some()
        || view.open_cluster.take().is_some()
        || view.review.escape(ctx)
    {
        return None;
    }
    if state.mapping.is_some() {
        return Some(Action::RefuseColumns);
    }
    if state.export.is_open {
        return Some(Action::Export(ExportAction::Close));
    }
    if state.review.shows_import {
        return Some(Action::Review(ReviewAction::ShowImport(false)));
    }
    if state.open_report.is_some() {
        return Some(Action::ShowReport(None));
    }
    if let Some(focused) = ctx.memory(|memory| memory.focused()) {
        ctx.memory_mut(|memory| memory.surrender_focus(focused));
        return None;
    }
    if state.briefing.is_open {
        return Some(BriefingAction::Close.into());
    }
    if view.place_card.take().is_some() {
        return None;
    }
    if state.view.selection.is_some() {
        return Some(Action::Select(None));
    }
    if state.is_reviewing() {
        // Nobody leaves half-read reports by a key that is pressed by habit.
        let is_empty = state.review.review.reports().is_empty();
        return is_empty.then_some(Action::Review(ReviewAction::Show(false)));
    }
    (!state.view.filter.is_default()).then_some(Action::Filter(FilterChange::Clear))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_commands_share_their_keys() {
        let state = AppState::default();
        for active in [ActivePanel::Timeline, ActivePanel::Map] {
            let view = ViewState { active, ..ViewState::default() };
            let mut keys: Vec<_> = commands(&state, &view)
                .into_iter()
                .filter_map(|command| command.keys)
                .map(|keys| format!("{keys:?}"))
                .collect();
            let n = keys.len();
            keys.sort();
            keys.dedup();
            assert_eq!(keys.len(), n);
        }
    }
}
