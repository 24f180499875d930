//! The commands of the review with their keys.

use egui::{Context, Key, Modifiers};

use super::view::{Form, ReviewView, Target};
use crate::app::review::{Edit, ReviewAction};
use crate::app::state::{ReviewSave, SaveKind};
use crate::app::{Action, AppState};
use crate::model::ActorRole;
use crate::store::review::Field;
use crate::ui::commands::{Doing, WindowCommand};
use crate::ui::view_state::{ActivePanel, ViewState};

/// Commands of the review that concern the window alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReviewCommand {
    /// Open the dialog for a pasted text.
    Paste,
    /// Selected words as this field, or else the field to type in.
    Field(Field),
    /// A new proposal from the selected words.
    Add,
    /// The place by a click on the map.
    PlaceOnMap,
    /// Show the rules behind each field, or not.
    Why,
    /// The list of reports, or the text.
    List,
    /// Open the dialog on what is known of the report.
    Details,
}

type Keys = Option<(Modifiers, Key)>;

/// Hands every command of the review that makes sense now to `add`.
pub fn commands(
    state: &AppState,
    view: &ViewState,
    add: &mut impl FnMut(&'static str, Keys, Doing),
) {
    let ask = |action| Doing::Ask(Action::Review(action));
    let window = |command| Doing::Window(WindowCommand::Review(command));
    let plain = |key| Some((Modifiers::NONE, key));
    let is_open = state.is_reviewing();
    let toggle = if is_open { "Review: close" } else { "Review reports" };
    add(toggle, Some((Modifiers::COMMAND, Key::R)), ask(ReviewAction::Show(!is_open)));
    add("Paste a report…", None, window(ReviewCommand::Paste));
    add("Open a folder of reports…", None, ask(ReviewAction::PickFolder));
    let save = |what| Doing::Ask(Action::Save(SaveKind::Review(what)));
    add("Review: save the accepted events…", None, save(ReviewSave::Events));
    add("Review: save all decisions…", None, save(ReviewSave::Decisions));
    if state.review.import.is_some() {
        let shown = ask(ReviewAction::ShowImport(true));
        add("Review: what was not understood", None, shown);
    }
    if !is_open {
        return;
    }
    add("Review: undo", Some((Modifiers::COMMAND, Key::Z)), ask(ReviewAction::Undo));
    let shift_z = (Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Z);
    add("Review: redo", Some(shift_z), ask(ReviewAction::Redo));
    add("Review: redo", Some((Modifiers::COMMAND, Key::Y)), ask(ReviewAction::Redo));
    add("Review: next report", plain(Key::PageDown), ask(ReviewAction::StepReport(1)));
    add("Review: report before", plain(Key::PageUp), ask(ReviewAction::StepReport(-1)));
    add("Review: list of reports", plain(Key::L), window(ReviewCommand::List));
    add("Review: what is known of the report…", plain(Key::I), window(ReviewCommand::Details));
    // After a click on the map, the arrows move it.
    let arrows = view.active != ActivePanel::Map;
    for key in [Some(Key::J), arrows.then_some(Key::ArrowDown)].into_iter().flatten() {
        add("Review: next proposal", plain(key), ask(ReviewAction::Step(1)));
    }
    for key in [Some(Key::K), arrows.then_some(Key::ArrowUp)].into_iter().flatten() {
        add("Review: proposal before", plain(key), ask(ReviewAction::Step(-1)));
    }
    if view.review.words.is_some() {
        add("Review: new proposal from the words", plain(Key::N), window(ReviewCommand::Add));
    }
    if state.review.current().is_none() || state.view.selection.is_some() {
        return;
    }
    for key in [Key::A, Key::Enter] {
        add("Review: accept", plain(key), ask(ReviewAction::Accept));
    }
    for key in [Key::X, Key::Delete] {
        add("Review: refuse", plain(key), ask(ReviewAction::Refuse));
    }
    add("Review: decide again later", plain(Key::R), ask(ReviewAction::Reopen));
    add("Review: merge with the next", plain(Key::M), ask(ReviewAction::MergeNext));
    add("Review: split", plain(Key::S), ask(ReviewAction::Split));
    add("Review: place by a click on the map", plain(Key::G), window(ReviewCommand::PlaceOnMap));
    add("Review: why", plain(Key::W), window(ReviewCommand::Why));
    for (name, key, field) in [
        ("Review: type", Key::Y, Field::Type),
        ("Review: place", Key::P, Field::Place),
        ("Review: date", Key::D, Field::Date),
        ("Review: actor", Key::C, Field::Actor),
        ("Review: toll", Key::T, Field::Toll),
        ("Review: told by", Key::B, Field::Attribution),
    ] {
        add(name, plain(key), window(ReviewCommand::Field(field)));
    }
    if view.review.words.is_some() {
        let excerpt = ReviewCommand::Field(Field::Excerpt);
        add("Review: words as excerpt", plain(Key::E), window(excerpt));
    }
}

/// Carries out a command that concerns the window alone.
pub fn carry_out(
    command: ReviewCommand,
    ctx: &Context,
    state: &AppState,
    view: &mut ReviewView,
) -> Option<Action> {
    match command {
        ReviewCommand::Paste => view.paste = Some(super::paste::PasteForm::default()),
        ReviewCommand::Why => view.shows_why = !view.shows_why,
        ReviewCommand::List => view.lists_reports = !view.lists_reports,
        ReviewCommand::Details => {
            view.details = Some(state.review.report()?.report.description());
        }
        ReviewCommand::PlaceOnMap => view.placing = Some(first_place(state, view)?),
        ReviewCommand::Add => {
            let words = view.words.take()?;
            crate::ui::text::clear_selection(ctx);
            let report = state.review.report()?.report.id.clone();
            return Some(Action::Review(ReviewAction::Add { report, words }));
        }
        ReviewCommand::Field(field) => return use_or_edit(field, ctx, state, view),
    }
    None
}

/// Selected words as a field; without any, the field to type in.
pub fn use_or_edit(
    field: Field,
    ctx: &Context,
    state: &AppState,
    view: &mut ReviewView,
) -> Option<Action> {
    let number = state.review.current()?.number;
    let account = view.account;
    if field != Field::Type
        && let Some(words) = view.words.take()
    {
        crate::ui::text::clear_selection(ctx);
        let edit = Edit::Words { account, field, words };
        return Some(Action::Review(ReviewAction::Edit(number, edit)));
    }
    let new = Target { number, account, at: None };
    match field {
        Field::Type => view.edit(new, Form::Type { query: String::new(), chosen: 0 }),
        Field::Date => {
            let own = state.review.current()?.accounts.get(account)?.date.as_ref();
            let edtf = own.map_or_else(String::new, |date| date.edtf.clone());
            view.edit(new, Form::Date { edtf });
        }
        Field::Place => {
            let target = first_place(state, view)?;
            view.edit(target, place_form(state, target));
        }
        Field::Actor => {
            view.edit(new, Form::Actor { name: String::new(), role: ActorRole::Attacker });
        }
        Field::Toll => view.edit(new, super::editors::toll_form(None)),
        Field::Attribution => {
            let own = state.review.current()?.accounts.get(account)?;
            let name = own.attribution.clone();
            view.edit(new, Form::Attribution { name });
        }
        Field::Excerpt => {}
    }
    None
}

/// The first place of the account in work, or a new one.
fn first_place(state: &AppState, view: &ReviewView) -> Option<Target> {
    let proposal = state.review.current()?;
    let account = proposal.accounts.get(view.account)?;
    let at = (!account.places.is_empty()).then_some(0);
    Some(Target { number: proposal.number, account: view.account, at })
}

/// The form for a place; its radius can be typed where a person put it on the map.
pub fn place_form(state: &AppState, target: Target) -> Form {
    let place = state
        .review
        .review
        .proposal(target.number)
        .and_then(|proposal| proposal.accounts.get(target.account)?.places.get(target.at?));
    let radius_m = place
        .filter(|place| place.place.is_empty() && place.lon_lat.is_some())
        .and_then(|place| place.radius_m)
        .map_or_else(String::new, |radius_m| format!("{radius_m:.0}"));
    Form::Place { query: String::new(), chosen: 0, radius_m }
}
