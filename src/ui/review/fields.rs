//! The parts of a proposal, each with its value, its reason, and a way to change it.

use std::ops::Range;

use egui::{Align, Layout, Ui, vec2};

use super::commands::place_form;
use super::editors::{self, toll_form};
use super::text::place_name;
use super::view::{Form, Target};
use crate::app::review::{Edit, ReviewAction};
use crate::app::{Action, AppState};
use crate::model::ActorRole;
use crate::scene::phrases::{self, Length};
use crate::store::review::{Account, Place, Proposal, Report, Toll};
use crate::ui::evidence::link_row_ui;
use crate::ui::style::{BODY, EXCERPT, Palette, SMALL};
use crate::ui::text::{BidiText, Style as TextStyle, label_ui, rich_label_ui};
use crate::ui::view_state::ViewState;

/// Width of the names of fields, in points.
const NAME_WIDTH: f32 = 54.0;

/// Candidates shown for a place beside the chosen one.
const N_CANDIDATES: usize = 3;

/// Lines of the excerpt shown in the card; the whole stands in the text.
const N_LINES: usize = 4;

/// A field: its name at the left, its values at the right.
fn field_ui(ui: &mut Ui, name: &str, add_values: impl FnOnce(&mut Ui)) {
    let quiet = SMALL.color(Palette::of(ui).text_quiet);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.allocate_ui_with_layout(vec2(NAME_WIDTH, 18.0), Layout::top_down(Align::LEFT), |ui| {
            ui.set_min_width(NAME_WIDTH);
            label_ui(ui, name, quiet);
        });
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.set_max_width(ui.available_width());
            add_values(ui);
        });
    });
}

/// A value to change by a click.
fn value_ui(ui: &mut Ui, words: &str, style: TextStyle, tip: &str) -> bool {
    let line = BidiText::source(words, style);
    link_row_ui(ui, &line, &format!("{words}: change")).on_hover_text(tip).clicked()
}

/// A quiet `+ place` below the values.
fn add_ui(ui: &mut Ui, words: &str, tip: &str) -> bool {
    let line = BidiText::line().push("+ ", quiet(ui)).push(words, quiet(ui));
    link_row_ui(ui, &line, &format!("Add {words}")).on_hover_text(tip).clicked()
}

fn quiet(ui: &Ui) -> TextStyle {
    SMALL.color(Palette::of(ui).text_quiet)
}

fn warning(ui: &Ui) -> TextStyle {
    SMALL.color(Palette::of(ui).warning)
}

/// The rule behind a value, where it is asked for.
fn why_ui(ui: &mut Ui, view: &ViewState, rule: &str, reason: &str) {
    if !view.review.shows_why {
        return;
    }
    let words = match (rule.is_empty(), reason.is_empty()) {
        (true, true) => return,
        (false, true) => format!("Rule: {rule}"),
        (true, false) => reason.to_owned(),
        (false, false) => format!("Rule: {rule}. {reason}"),
    };
    let style = quiet(ui);
    label_ui(ui, &words, style);
}

/// What happened.
pub fn type_ui(
    ui: &mut Ui,
    state: &AppState,
    view: &mut ViewState,
    proposal: &Proposal,
    actions: &mut Vec<Action>,
) {
    let target = Target { number: proposal.number, account: 0, at: None };
    field_ui(ui, "Type", |ui| {
        let words = match proposal.sub_event_type {
            Some(kind) => format!("{} · {}", kind.name(), kind.event_type().name()),
            None => proposal.event_type.name().to_owned(),
        };
        if value_ui(ui, &words, BODY, "Choose another type (Y)") {
            view.review.edit(target, Form::Type { query: String::new(), chosen: 0 });
        }
        why_ui(ui, view, &proposal.rules.join("; "), "");
        let is_type = |form: &Form| matches!(form, Form::Type { .. });
        editors::editor_ui(ui, state, view, target, is_type, actions);
    });
}

/// All other fields of an account. `target` names no item.
pub fn account_ui(
    ui: &mut Ui,
    state: &AppState,
    view: &mut ViewState,
    report: &Report,
    account: &Account,
    target: Target,
    actions: &mut Vec<Action>,
) {
    date_ui(ui, state, view, report, account, target, actions);
    field_ui(ui, "Place", |ui| {
        for (at, place) in account.places.iter().enumerate() {
            let target = Target { at: Some(at), ..target };
            ui.push_id(("place", at), |ui| place_ui(ui, state, view, place, target, actions));
        }
        if add_ui(ui, "place", "By name, by selected words, or on the map (P)") {
            let form = place_form(state, target);
            view.review.edit(target, form);
        }
        let is_place = |form: &Form| matches!(form, Form::Place { .. });
        editors::editor_ui(ui, state, view, target, is_place, actions);
    });
    field_ui(ui, "Actors", |ui| {
        for (at, actor) in account.actors.iter().enumerate() {
            let target = Target { at: Some(at), ..target };
            let role = match actor.role.as_str() {
                "attacker" => "acted",
                "target" => "was acted upon",
                _ => "took part",
            };
            ui.push_id(("actor", at), |ui| {
                let words = format!("{} · {role}", actor.name);
                if value_ui(ui, &words, BODY, "Change name or role") {
                    let role = ActorRole::from_name(&actor.role).unwrap_or_default();
                    view.review.edit(target, Form::Actor { name: actor.name.clone(), role });
                }
                why_ui(ui, view, &actor.rule, "");
                let is_actor = |form: &Form| matches!(form, Form::Actor { .. });
                editors::editor_ui(ui, state, view, target, is_actor, actions);
            });
        }
        if add_ui(ui, "actor", "By typing or by selected words (C)") {
            let form = Form::Actor { name: String::new(), role: ActorRole::Attacker };
            view.review.edit(target, form);
        }
        let is_actor = |form: &Form| matches!(form, Form::Actor { .. });
        editors::editor_ui(ui, state, view, target, is_actor, actions);
    });
    field_ui(ui, "Toll", |ui| {
        for (at, toll) in account.tolls.iter().enumerate() {
            let target = Target { at: Some(at), ..target };
            ui.push_id(("toll", at), |ui| {
                if value_ui(ui, &toll_words(toll), BODY, "Change the numbers") {
                    view.review.edit(target, toll_form(Some(toll)));
                }
                why_ui(ui, view, &toll.rule, "");
                let is_toll = |form: &Form| matches!(form, Form::Toll { .. });
                editors::editor_ui(ui, state, view, target, is_toll, actions);
            });
        }
        if add_ui(ui, "toll", "By typing or by selected words (T)") {
            view.review.edit(target, toll_form(None));
        }
        let is_toll = |form: &Form| matches!(form, Form::Toll { .. });
        editors::editor_ui(ui, state, view, target, is_toll, actions);
    });
    field_ui(ui, "Told by", |ui| {
        let (words, style) = if account.attribution.is_empty() {
            ("not stated", BODY.color(Palette::of(ui).text_quiet))
        } else {
            (account.attribution.as_str(), BODY)
        };
        if value_ui(ui, words, style, "By typing or by selected words (B)") {
            let name = account.attribution.clone();
            view.review.edit(target, Form::Attribution { name });
        }
        let is_told = |form: &Form| matches!(form, Form::Attribution { .. });
        editors::editor_ui(ui, state, view, target, is_told, actions);
    });
    field_ui(ui, "Excerpt", |ui| excerpt_ui(ui, view, report, account));
    if !account.note.is_empty() {
        field_ui(ui, "Note", |ui| {
            label_ui(ui, &account.note, SMALL);
        });
    }
}

/// The words of a span as they are shown, without markup.
fn words_of(view: &ViewState, report: &Report, span: &Range<usize>) -> Option<String> {
    match &view.review.display {
        Some((id, display)) if *id == report.id => {
            display.text().get(display.to_shown(span)).map(str::to_owned)
        }
        _ => report.text.get(span.clone()).map(str::to_owned),
    }
}

fn excerpt_ui(ui: &mut Ui, view: &mut ViewState, report: &Report, account: &Account) {
    let Some(words) = words_of(view, report, &account.excerpt) else { return };
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let style = TextStyle { size: 13.0, ..EXCERPT };
    let line = BidiText::source(words, style).max_lines(N_LINES);
    let tip = "Select other words in the text and press E to change it";
    if link_row_ui(ui, &line, "Excerpt: show in the text").on_hover_text(tip).clicked() {
        view.review.scroll_text = true;
    }
    if !account.support.is_empty() {
        let n = account.support.len();
        let words = if n == 1 {
            "and one more passage that tells the same".to_owned()
        } else {
            format!("and {n} more passages that tell the same")
        };
        let style = quiet(ui);
        label_ui(ui, &words, style);
    }
}

#[allow(clippy::too_many_arguments, reason = "one call, and all of it is needed")]
fn date_ui(
    ui: &mut Ui,
    state: &AppState,
    view: &mut ViewState,
    report: &Report,
    account: &Account,
    target: Target,
    actions: &mut Vec<Action>,
) {
    field_ui(ui, "Date", |ui| {
        let tip = "Type another date, or use selected words (D)";
        let clicked = match &account.date {
            None => {
                let style = BODY.color(Palette::of(ui).text_quiet);
                value_ui(ui, "not stated", style, tip)
            }
            Some(date) => {
                let words = match date.date() {
                    Some(edtf) => phrases::date(&edtf, Length::Long),
                    None => "year not known: the event will be undated".to_owned(),
                };
                let clicked = value_ui(ui, &words, BODY, tip);
                let said = date.span.as_ref().and_then(|span| words_of(view, report, span));
                let mut line = BidiText::line().push(&date.edtf, quiet(ui).bold());
                if let Some(said) = said {
                    line = line.push(" · “", quiet(ui)).push_isolated(&said, quiet(ui));
                    line = line.push("”", quiet(ui));
                }
                if !date.reason.is_empty() {
                    line = line.push(" · ", quiet(ui)).push_isolated(&date.reason, quiet(ui));
                }
                rich_label_ui(ui, &line);
                why_ui(ui, view, &date.rule, "");
                clicked
            }
        };
        if clicked {
            let edtf = account.date.as_ref().map_or_else(String::new, |date| date.edtf.clone());
            view.review.edit(target, Form::Date { edtf });
        }
        let is_date = |form: &Form| matches!(form, Form::Date { .. });
        editors::editor_ui(ui, state, view, target, is_date, actions);
    });
}

fn place_ui(
    ui: &mut Ui,
    state: &AppState,
    view: &mut ViewState,
    place: &Place,
    target: Target,
    actions: &mut Vec<Action>,
) {
    let gazetteer = &*state.gazetteer;
    let entry = gazetteer.by_id(&place.place).map(|index| gazetteer.place(index));
    let mut line = match entry {
        Some(entry) => BidiText::line()
            .push_isolated(&entry.name_en, BODY)
            .push("  ", BODY)
            .push_isolated(&entry.name_ar, BODY),
        None if place.name.is_empty() => BidiText::line().push("Spot on the map", BODY),
        None => BidiText::line().push_isolated(&place.name, BODY),
    };
    let sure = match (place.position(), place.radius_m) {
        (Some(_), Some(radius_m)) if radius_m > 0.0 => {
            format!("  ± {}", phrases::distance(f64::from(radius_m)))
        }
        (Some(_), _) => String::new(),
        (None, _) => "  not placed".to_owned(),
    };
    line = line.push(&sure, if place.lon_lat.is_some() { quiet(ui) } else { warning(ui) });
    let name = format!("{}: change the place", line.plain());
    if link_row_ui(ui, &line, &name).on_hover_text("Choose another place (P)").clicked() {
        view.review.edit(target, place_form(state, target));
    }
    let mut line = BidiText::line();
    if entry.is_some_and(|entry| !place.name.is_empty() && entry.name_en != place.name) {
        line = line.push("“", quiet(ui)).push_isolated(&place.name, quiet(ui));
        line = line.push("” · ", quiet(ui));
    }
    line = line.push_isolated(&place.reason, quiet(ui));
    if !line.plain().is_empty() {
        rich_label_ui(ui, &line);
    }
    why_ui(ui, view, &place.rule, "");
    candidates_ui(ui, state, view, place, target, actions);
    let is_place = |form: &Form| matches!(form, Form::Place { .. });
    editors::editor_ui(ui, state, view, target, is_place, actions);
}

/// What else the name may mean; one click takes it.
fn candidates_ui(
    ui: &mut Ui,
    state: &AppState,
    view: &ViewState,
    place: &Place,
    target: Target,
    actions: &mut Vec<Action>,
) {
    let others = place.candidates.iter().filter(|candidate| candidate.place != place.place);
    for candidate in others.take(N_CANDIDATES) {
        let percent = format!("  {:.0} %", candidate.score * 100.0);
        let mut line = BidiText::line()
            .push("or ", quiet(ui))
            .push_isolated(&place_name(&state.gazetteer, &candidate.place), SMALL)
            .push(&percent, quiet(ui));
        if view.review.shows_why {
            line = line.push("  ", SMALL).push_isolated(&candidate.reason, quiet(ui));
        }
        let name = format!("Take {} instead", place_name(&state.gazetteer, &candidate.place));
        let response = link_row_ui(ui, &line, &name).on_hover_text(&candidate.reason);
        if response.clicked() {
            let Target { number, account, at } = target;
            let edit = Edit::Place { account, at, id: candidate.place.clone() };
            actions.push(Action::Review(ReviewAction::Edit(number, edit)));
        }
    }
}

/// A toll in words: `at least 4 killed, civilians`.
pub fn toll_words(toll: &Toll) -> String {
    let numbers = phrases::toll_numbers(toll.min, toll.max);
    let outcome = toll.outcome.replace('_', " ");
    let among = if toll.part { "among them " } else { "" };
    match phrases::who(&toll.who) {
        "" => format!("{among}{numbers} {outcome}"),
        who => format!("{among}{numbers} {outcome}, {who}"),
    }
}
