//! The fields to type in, one part of a proposal at a time. Enter takes what is
//! typed, Esc leaves it.

use egui::{ComboBox, Key, Ui};

use super::pick::pick_ui;
use super::text::place_name;
use super::view::{Editing, Form, Target};
use crate::app::review::{Edit, ReviewAction};
use crate::app::{Action, AppState};
use crate::gazetteer::Context as PlaceContext;
use crate::model::{ActorRole, Edtf, EventType, Outcome, SubEventType};
use crate::query::folded;
use crate::scene::phrases::{self, Length};
use crate::store::review::Toll;
use crate::ui::style::{BODY, Palette, SMALL};
use crate::ui::text::{BidiText, label_ui, text_field_ui};
use crate::ui::view_state::ViewState;
use crate::ui::widgets::{ButtonLook, button_ui};

/// Lines of a list shown at once.
const N_LINES: usize = 8;

/// Whose people a toll counts, as the reader of reports names them.
const SIDES: [&str; 9] = [
    "total",
    "civilian",
    "government",
    "isis",
    "opposition",
    "sdf",
    "coalition",
    "russian",
    "unknown",
];

/// What becomes of an editor in a frame.
enum Outcomes {
    /// It stays.
    Stay,
    /// It goes, with nothing changed.
    Leave,
    /// It goes, and this is changed.
    Take(Edit),
    /// A click on the map takes its place.
    OnMap,
}

/// The form of a toll, filled with one that is there.
pub fn toll_form(toll: Option<&Toll>) -> Form {
    let number = |n: Option<u32>| n.map_or_else(String::new, |n| n.to_string());
    Form::Toll {
        who: toll.map_or("total", |toll| &toll.who).to_owned(),
        outcome: toll.map_or("killed", |toll| &toll.outcome).to_owned(),
        min: number(toll.and_then(|toll| toll.min)),
        max: number(toll.and_then(|toll| toll.max)),
    }
}

/// Shows the editor if it is open for this part.
pub fn editor_ui(
    ui: &mut Ui,
    state: &AppState,
    view: &mut ViewState,
    target: Target,
    is_kind: impl Fn(&Form) -> bool,
    actions: &mut Vec<Action>,
) {
    let is_here = |editing: &&mut Editing| editing.target == target && is_kind(&editing.form);
    let Some(editing) = view.review.editing.as_mut().filter(is_here) else { return };
    let is_new = std::mem::take(&mut editing.is_new);
    let Target { account, at, .. } = target;
    let escape = ui.input(|input| input.key_pressed(Key::Escape));
    ui.add_space(2.0);
    let outcome = match &mut editing.form {
        Form::Type { query, chosen } => type_form_ui(ui, query, chosen, is_new),
        Form::Date { edtf } => date_form_ui(ui, edtf, account, is_new),
        Form::Place { query, chosen, radius_m } => {
            place_form_ui(ui, state, target, query, chosen, radius_m, is_new)
        }
        Form::Actor { name, role } => actor_form_ui(ui, name, role, account, at, is_new),
        Form::Toll { who, outcome, min, max } => {
            toll_form_ui(ui, [who, outcome, min, max], account, at, is_new)
        }
        Form::Attribution { name } => {
            let hint = "Who says so, as named";
            let done = line_ui(ui, name, hint, is_new);
            let note = "Words of the excerpt keep their place in the report.";
            label_ui(ui, note, SMALL.color(Palette::of(ui).text_quiet));
            let take = || Edit::Attribution { account, name: name.clone() };
            buttons_ui(ui, done, None, take)
        }
    };
    ui.add_space(4.0);
    match outcome {
        Outcomes::Stay if escape => view.review.editing = None,
        Outcomes::Stay => {}
        Outcomes::Leave => view.review.editing = None,
        Outcomes::Take(edit) => {
            view.review.editing = None;
            actions.push(Action::Review(ReviewAction::Edit(target.number, edit)));
        }
        Outcomes::OnMap => {
            view.review.editing = None;
            view.review.placing = Some(target);
        }
    }
}

/// A field of one line over the whole width; whether Enter was pressed in it.
fn line_ui(ui: &mut Ui, text: &mut String, hint: &str, is_new: bool) -> bool {
    let field = text_field_ui(ui, text, hint, BODY, ui.available_width() - 2.0);
    if is_new {
        field.request_focus();
    }
    field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
}

/// The row of buttons below a form. `remove` takes the item away.
fn buttons_ui(
    ui: &mut Ui,
    done: bool,
    remove: Option<Edit>,
    take: impl FnOnce() -> Edit,
) -> Outcomes {
    let mut outcome = Outcomes::Stay;
    ui.horizontal_wrapped(|ui| {
        let apply = button_ui(ui, "Apply", ButtonLook::Primary).on_hover_text("Enter");
        if apply.clicked() || done {
            outcome = Outcomes::Take(take());
        }
        if button_ui(ui, "Cancel", ButtonLook::Quiet).on_hover_text("Esc").clicked() {
            outcome = Outcomes::Leave;
        }
        if let Some(remove) = remove
            && button_ui(ui, "Remove", ButtonLook::Quiet).clicked()
        {
            outcome = Outcomes::Take(remove);
        }
    });
    outcome
}

/// Every type and sub-event type, with the type's name before it.
fn types() -> impl Iterator<Item = (EventType, Option<SubEventType>)> {
    EventType::ALL.into_iter().flat_map(|kind| {
        let own = SubEventType::ALL.into_iter().filter(move |sub| sub.event_type() == kind);
        own.map(move |sub| (kind, Some(sub))).chain([(kind, None)])
    })
}

fn type_form_ui(ui: &mut Ui, query: &mut String, chosen: &mut usize, is_new: bool) -> Outcomes {
    let quiet = SMALL.color(Palette::of(ui).text_quiet);
    let taken = pick_ui(ui, "Type of event", query, chosen, is_new, |query| {
        let wanted = folded(query);
        let words = |kind: EventType, sub: Option<SubEventType>| match sub {
            Some(sub) => format!("{} {}", sub.name(), kind.name()),
            None => kind.name().to_owned(),
        };
        types()
            .filter(|(kind, sub)| {
                let words = folded(&words(*kind, *sub));
                wanted.split_whitespace().all(|part| words.contains(part))
            })
            .take(if wanted.is_empty() { 40 } else { N_LINES })
            .map(|(kind, sub)| {
                let line = match sub {
                    Some(sub) => BidiText::line()
                        .push(sub.name(), BODY)
                        .push("  ", quiet)
                        .push(kind.name(), quiet),
                    None => BidiText::line().push(kind.name(), BODY).push("  any", quiet),
                };
                ((kind, sub), line)
            })
            .collect()
    });
    taken.map_or(Outcomes::Stay, |(kind, sub)| Outcomes::Take(Edit::Type(kind, sub)))
}

fn date_form_ui(ui: &mut Ui, edtf: &mut String, account: usize, is_new: bool) -> Outcomes {
    let done = line_ui(ui, edtf, "EDTF: 2016-01-16, 2016-01, 2016-01-14/2016-01-16", is_new);
    let palette = Palette::of(ui);
    let typed = edtf.trim();
    let (words, style) = if typed.is_empty() {
        ("Empty: the date is not stated.".to_owned(), SMALL.color(palette.text_quiet))
    } else {
        match typed.parse::<Edtf>() {
            Ok(date) => (phrases::date(&date, Length::Long), SMALL),
            Err(error) => (error.to_string(), SMALL.color(palette.error)),
        }
    };
    label_ui(ui, &words, style);
    let typed = typed.to_owned();
    buttons_ui(ui, done, None, || Edit::Date { account, edtf: typed })
}

fn place_form_ui(
    ui: &mut Ui,
    state: &AppState,
    target: Target,
    query: &mut String,
    chosen: &mut usize,
    radius_m: &mut String,
    is_new: bool,
) -> Outcomes {
    let Target { account, at, number } = target;
    let gazetteer = &*state.gazetteer;
    let quiet = SMALL.color(Palette::of(ui).text_quiet);
    let place = state
        .review
        .review
        .proposal(number)
        .and_then(|proposal| proposal.accounts.get(account)?.places.get(at?));
    let taken = pick_ui(ui, "Name of the place", query, chosen, is_new, |query| {
        if query.trim().chars().count() < 2 {
            // Before anything is typed: what else the report’s own words may mean.
            let others = place.map_or(&[][..], |place| &place.candidates);
            let others = others.iter().filter(|c| place.is_none_or(|p| p.place != c.place));
            let line = |id: &str| BidiText::line().push_isolated(&place_name(gazetteer, id), BODY);
            return others.map(|c| (c.place.clone(), line(&c.place))).collect();
        }
        let context = PlaceContext { is_place: true, ..PlaceContext::default() };
        let found = gazetteer.lookup(query.trim(), &context);
        let lines = found.candidates.iter().take(N_LINES).map(|candidate| {
            let entry = gazetteer.place(candidate.place);
            let line = BidiText::line()
                .push_isolated(&place_name(gazetteer, &entry.id), BODY)
                .push("  ", quiet)
                .push_isolated(&entry.name_ar, quiet);
            (entry.id.clone(), line)
        });
        lines.collect()
    });
    if let Some(id) = taken {
        return Outcomes::Take(Edit::Place { account, at, id });
    }
    let mut outcome = Outcomes::Stay;
    // A spot that a person put on the map keeps its position; its size can be typed.
    let by_hand = place.filter(|place| place.place.is_empty()).and_then(|place| place.position());
    if let Some(position) = by_hand {
        let hint = "Uncertainty in metres";
        let field = text_field_ui(ui, radius_m, hint, BODY, ui.available_width() - 2.0);
        let done = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let typed = radius_m.trim().parse::<f32>().ok();
        let typed = typed.filter(|radius_m| (0.0..=500_000.0).contains(radius_m));
        if let Some(radius_m) = typed.filter(|_| done) {
            outcome = Outcomes::Take(Edit::Spot { account, at, position, radius_m });
        }
    }
    ui.horizontal_wrapped(|ui| {
        let on_map = button_ui(ui, "On the map…", ButtonLook::Quiet);
        if on_map.on_hover_text("Click the spot on the map (G)").clicked() {
            outcome = Outcomes::OnMap;
        }
        if button_ui(ui, "Cancel", ButtonLook::Quiet).on_hover_text("Esc").clicked() {
            outcome = Outcomes::Leave;
        }
        if let Some(at) = at.filter(|_| place.is_some())
            && button_ui(ui, "Remove", ButtonLook::Quiet).clicked()
        {
            outcome = Outcomes::Take(Edit::RemovePlace { account, at });
        }
    });
    outcome
}

fn actor_form_ui(
    ui: &mut Ui,
    name: &mut String,
    role: &mut ActorRole,
    account: usize,
    at: Option<usize>,
    is_new: bool,
) -> Outcomes {
    let done = line_ui(ui, name, "Name of the actor", is_new);
    ui.horizontal_wrapped(|ui| {
        for (choice, words) in [
            (ActorRole::Attacker, "acted"),
            (ActorRole::Target, "was acted upon"),
            (ActorRole::Other, "took part"),
        ] {
            ui.radio_value(role, choice, words);
        }
    });
    let edit = |name: &str| Edit::Actor { account, at, name: name.to_owned(), role: *role };
    let remove = at.is_some().then(|| edit(""));
    buttons_ui(ui, done && !name.trim().is_empty(), remove, || edit(name))
}

fn toll_form_ui(
    ui: &mut Ui,
    [who, outcome, min, max]: [&mut String; 4],
    account: usize,
    at: Option<usize>,
    is_new: bool,
) -> Outcomes {
    let mut done = false;
    ui.horizontal(|ui| {
        for (text, hint, is_first) in [(&mut *min, "at least", true), (&mut *max, "at most", false)]
        {
            let field = text_field_ui(ui, text, hint, BODY, 72.0);
            if is_new && is_first {
                field.request_focus();
            }
            done |= field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        }
    });
    ui.horizontal_wrapped(|ui| {
        ComboBox::from_id_salt("outcome")
            .selected_text(outcome.replace('_', " "))
            .width(96.0)
            .show_ui(ui, |ui| {
                for choice in Outcome::ALL {
                    let name = choice.name().to_owned();
                    ui.selectable_value(outcome, name, phrases::outcome(choice));
                }
            });
        let shown = if who.is_empty() { "whose?" } else { phrases::who(who) };
        ComboBox::from_id_salt("who").selected_text(shown).width(110.0).show_ui(ui, |ui| {
            for side in SIDES {
                ui.selectable_value(who, side.to_owned(), phrases::who(side));
            }
        });
    });
    let number = |text: &str| match text.trim() {
        "" => Ok(None),
        digits => digits.parse::<u32>().map(Some),
    };
    let numbers = (number(min), number(max));
    let (Ok(min), Ok(max)) = numbers else {
        let wrong = SMALL.color(Palette::of(ui).error);
        label_ui(ui, "Numbers of people are digits, or empty where none is stated.", wrong);
        let remove = at.map(|_| Edit::Toll { account, at, toll: None });
        let mut outcome = Outcomes::Stay;
        ui.horizontal_wrapped(|ui| {
            if button_ui(ui, "Cancel", ButtonLook::Quiet).clicked() {
                outcome = Outcomes::Leave;
            }
            if let Some(remove) = remove
                && button_ui(ui, "Remove", ButtonLook::Quiet).clicked()
            {
                outcome = Outcomes::Take(remove);
            }
        });
        return outcome;
    };
    let toll = Toll { who: who.clone(), outcome: outcome.clone(), min, max, ..Toll::default() };
    let remove = at.map(|_| Edit::Toll { account, at, toll: None });
    let take = || Edit::Toll { account, at, toll: Some(toll) };
    buttons_ui(ui, done, remove, take)
}
