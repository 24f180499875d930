//! The report's own text: what names a place, what supports a field of a
//! proposal, and what to make of words that are selected.

use std::ops::Range;

use egui::{Align, Frame, Margin, Panel, ScrollArea, Ui};

use super::commands::{ReviewCommand, carry_out};
use crate::app::review::display::Display;
use crate::app::review::event_of;
use crate::app::{Action, AppState, ReviewAction};
use crate::gazetteer::Gazetteer;
use crate::scene::phrases;
use crate::store::review::{Account, Field, Proposal, Reviewed, Status};
use crate::ui::style::{BODY, EXCERPT, Palette, SMALL, Support};
use crate::ui::text::{BidiText, Mark, label_ui, rich_label_ui};
use crate::ui::view_state::ViewState;
use crate::ui::widgets::{ButtonLook, button_ui};

/// Bytes of a report laid out at once; a longer one is shown around the excerpt.
const LONGEST_SHOWN: usize = 48_000;

/// Room for the scroll bar in points.
const SCROLL_BAR: f32 = 8.0;

/// What selected words can be, with the key for it.
const USES: [(Field, &str); 6] = [
    (Field::Place, "Place (P)"),
    (Field::Date, "Date (D)"),
    (Field::Actor, "Actor (C)"),
    (Field::Toll, "Toll (T)"),
    (Field::Attribution, "Told by (B)"),
    (Field::Excerpt, "Excerpt (E)"),
];

/// What a mark in the text belongs to.
#[derive(Debug, Clone)]
struct Meaning {
    /// The proposal; `None` for a place that is only named.
    number: Option<u32>,
    /// In words.
    words: String,
}

/// Shows the text of the report looked at.
pub fn text_ui(ui: &mut Ui, state: &AppState, view: &mut ViewState, actions: &mut Vec<Action>) {
    let Some(reviewed) = state.review.report() else { return };
    let Some((_, display)) = view.review.display.clone() else { return };
    // Before the text, which forgets the selection when something else is clicked; and
    // below it: the text must not move while words are being selected.
    Panel::bottom("selected words")
        .resizable(false)
        .frame(Frame::new().inner_margin(Margin { top: 8, ..Margin::ZERO }))
        .show(ui, |ui| words_ui(ui, state, view, actions));
    let excerpt = state
        .review
        .current()
        .and_then(|proposal| proposal.accounts.get(view.review.account))
        .map(|account| display.to_shown(&account.excerpt));
    let shown = window(display.text(), excerpt.as_ref());
    ScrollArea::vertical().id_salt(("report text", &reviewed.report.id)).auto_shrink(false).show(
        ui,
        |ui| {
            ui.set_max_width(ui.available_width() - SCROLL_BAR);
            if shown.start > 0 {
                label_ui(ui, "… the report begins earlier", quiet(ui));
            }
            body_ui(ui, state, view, reviewed, &display, shown.clone(), excerpt, actions);
            if shown.end < display.text().len() {
                label_ui(ui, "… the report goes on", quiet(ui));
            }
            ui.add_space(10.0);
        },
    );
}

fn quiet(ui: &Ui) -> crate::ui::text::Style {
    SMALL.color(Palette::of(ui).text_quiet)
}

/// The part of a text that is laid out.
fn window(text: &str, excerpt: Option<&Range<usize>>) -> Range<usize> {
    if text.len() <= LONGEST_SHOWN {
        return 0..text.len();
    }
    let middle = excerpt.map_or(0, |excerpt| excerpt.start);
    let start = middle.saturating_sub(LONGEST_SHOWN / 2).min(text.len() - LONGEST_SHOWN);
    let start = text.floor_char_boundary(start);
    start..text.floor_char_boundary(start + LONGEST_SHOWN)
}

/// What can be made of the selected words; without any, how to select some.
fn words_ui(ui: &mut Ui, state: &AppState, view: &mut ViewState, actions: &mut Vec<Action>) {
    let Some(words) = view.review.words.clone() else {
        label_ui(ui, "Select words to use them as a field or as a new proposal.", quiet(ui));
        return;
    };
    let n = state
        .review
        .report()
        .and_then(|reviewed| reviewed.report.text.get(words))
        .map_or(0, |text| text.split_whitespace().count());
    let has_proposal = state.review.current().is_some();
    let said = if n == 1 { "One word selected".to_owned() } else { format!("{n} words selected") };
    let line = if has_proposal { format!("{said}: use as") } else { said };
    label_ui(ui, &line, SMALL);
    let mut command = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        if has_proposal {
            for (field, name) in USES {
                if button_ui(ui, name, ButtonLook::Quiet).clicked() {
                    command = Some(ReviewCommand::Field(field));
                }
            }
        }
        if button_ui(ui, "New proposal (N)", ButtonLook::Quiet).clicked() {
            command = Some(ReviewCommand::Add);
        }
    });
    if let Some(command) = command {
        actions.extend(carry_out(command, &ui.ctx().clone(), state, &mut view.review));
    }
}

#[allow(clippy::too_many_arguments, reason = "one call, and all of it is needed")]
fn body_ui(
    ui: &mut Ui,
    state: &AppState,
    view: &mut ViewState,
    reviewed: &Reviewed,
    display: &Display,
    shown: Range<usize>,
    excerpt: Option<Range<usize>>,
    actions: &mut Vec<Action>,
) {
    let palette = Palette::of(ui);
    let plain = EXCERPT.color(palette.text);
    let dim = EXCERPT.color(palette.text_quiet);
    let inner = excerpt.clone().map_or(shown.clone(), |excerpt| {
        excerpt.start.clamp(shown.start, shown.end)..excerpt.end.clamp(shown.start, shown.end)
    });
    let text = display.text();
    let body = BidiText::excerpt("", plain)
        .push(&text[shown.start..inner.start], dim)
        .push(&text[inner.clone()], plain)
        .push(&text[inner.end..shown.end], dim);
    let (meanings, marks) = marks(state, reviewed, display, &shown, &palette);
    let rich = rich_label_ui(ui, &body.marks(marks));

    let words = rich
        .selected
        .clone()
        .filter(|selected| !selected.is_empty())
        .map(|selected| {
            let moved = selected.start + shown.start..selected.end + shown.start;
            display.to_source(&moved)
        })
        .filter(|words| !words.is_empty());
    if words != view.review.words {
        view.review.words = words;
        // What can be done with them stands above the text.
        ui.ctx().request_repaint();
    }
    if std::mem::take(&mut view.review.scroll_text)
        && excerpt.is_some()
        && let Some(rect) = rich.rect_of(&(inner.start - shown.start..inner.end - shown.start))
    {
        // A long excerpt is shown from its start.
        let height = ui.clip_rect().height();
        let top = rect.with_max_y(rect.max.y.min(rect.min.y + height * 0.5));
        ui.scroll_to_rect(top, Some(Align::Center));
    }
    let of = |id: u32| meanings.get(id as usize);
    if let Some(number) = rich.clicked_mark.and_then(of).and_then(|meaning| meaning.number) {
        actions.push(Action::Review(ReviewAction::Go(number)));
    }
    if let Some(meaning) = rich.hovered_mark.and_then(of) {
        if let Some(proposal) = meaning.number.and_then(|n| state.review.review.proposal(n)) {
            view.hover.on(event_of(proposal));
        }
        let words = meaning.words.clone();
        rich.response.on_hover_ui_at_pointer(|ui| {
            ui.set_max_width(280.0);
            label_ui(ui, &words, BODY);
        });
    }
}

/// The marks of what is shown, and what each means. Words of the proposal looked
/// at are the strongest, then those of the others, then names of places alone.
fn marks(
    state: &AppState,
    reviewed: &Reviewed,
    display: &Display,
    shown: &Range<usize>,
    palette: &Palette,
) -> (Vec<Meaning>, Vec<Mark>) {
    let mut meanings = Vec::new();
    let mut marks: Vec<Mark> = Vec::new();
    let mut mark = |span: &Range<usize>, meaning: Meaning, fill, underline| {
        let range = display.to_shown(span);
        let start = range.start.clamp(shown.start, shown.end) - shown.start;
        let end = range.end.clamp(shown.start, shown.end) - shown.start;
        if start < end {
            let id = u32::try_from(meanings.len()).unwrap_or(u32::MAX);
            marks.push(Mark { range: start..end, id, fill, underline });
            meanings.push(meaning);
        }
    };
    for mention in &reviewed.report.mentions {
        let role = mention.role.replace('_', " ");
        let words = if mention.place.is_empty() {
            format!("A place that is in no gazetteer: {role}")
        } else {
            format!("{}: {role}", place_name(&state.gazetteer, &mention.place))
        };
        let meaning = Meaning { number: None, words };
        let line = palette.support(Support::Place).gamma_multiply(0.55);
        mark(&mention.span, meaning, palette.chip, line);
    }
    let current = state.review.review.current;
    let others = reviewed.order.iter().filter(|number| Some(**number) != current);
    for number in others.chain(current.iter().filter(|number| reviewed.order.contains(number))) {
        let Some(proposal) = state.review.review.proposal(*number) else { continue };
        if proposal.status == Status::Refused && Some(*number) != current {
            continue;
        }
        let is_current = Some(*number) == current;
        for account in &proposal.accounts {
            for (support, span, words) in supports(&state.gazetteer, proposal, account) {
                let (fill, line) = match support {
                    Some(support) if is_current => {
                        (palette.support_fill_strong(support), palette.support(support))
                    }
                    Some(support) => (palette.support_fill(support), palette.support(support)),
                    None => (palette.chip_strong, palette.text_quiet),
                };
                mark(&span, Meaning { number: Some(*number), words }, fill, line);
            }
        }
    }
    // A shorter mark is painted over the longer one that it lies in.
    marks.sort_by_key(|mark| std::cmp::Reverse(mark.range.len()));
    (meanings, marks)
}

/// The words that support the fields of an account.
fn supports(
    gazetteer: &Gazetteer,
    proposal: &Proposal,
    account: &Account,
) -> Vec<(Option<Support>, Range<usize>, String)> {
    let mut found = Vec::new();
    if let Some(date) = &account.date
        && let Some(span) = &date.span
    {
        let words = format!("date: {} ({})", date.edtf, date.reason);
        found.push((Some(Support::Date), span.clone(), words));
    }
    for place in &account.places {
        if let Some(span) = &place.span {
            let name = if place.place.is_empty() {
                place.name.clone()
            } else {
                place_name(gazetteer, &place.place)
            };
            found.push((Some(Support::Place), span.clone(), format!("place: {name}")));
        }
    }
    for actor in &account.actors {
        if let Some(span) = &actor.span {
            let words = format!("actor: {}, {}", actor.name, actor.role);
            found.push((Some(Support::Actor), span.clone(), words));
        }
    }
    for toll in &account.tolls {
        if let Some(span) = &toll.span {
            let words = format!("toll: {}", super::fields::toll_words(toll));
            found.push((Some(Support::Toll), span.clone(), words));
        }
    }
    if let Some(span) = &account.attribution_span {
        found.push((None, span.clone(), format!("told by: {}", account.attribution)));
    }
    if proposal.status != Status::Proposed {
        for (_, _, words) in &mut found {
            words.push_str(&format!(" · {}", proposal.status.name()));
        }
    }
    found
}

/// A gazetteer entry's name, or its id where the gazetteer no longer has it.
pub fn place_name(gazetteer: &Gazetteer, id: &str) -> String {
    match gazetteer.by_id(id) {
        Some(index) => {
            let place = gazetteer.place(index);
            let parent = phrases::parents(gazetteer, index).first().map(|p| p.name_en.clone());
            match parent {
                Some(parent) => format!("{}, {}, {parent}", place.name_en, place.kind.name()),
                None => format!("{}, {}", place.name_en, place.kind.name()),
            }
        }
        None => id.to_owned(),
    }
}
