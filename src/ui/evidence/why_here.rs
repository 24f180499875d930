//! "Why here?": from the words of a report to the position on the map.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use egui::cache::{ComputerMut, FrameCache};
use egui::{CollapsingHeader, Role, Ui, WidgetInfo};

use super::parts::{fact_ui, link_row_ui, quiet_ui};
use crate::app::{Action, AppState, EditAction};
use crate::gazetteer::{Context, Gazetteer, Lookup, OWN_SOURCE, Place, PlaceIdx, PositionStatus};
use crate::model::{ClaimRef, EventTable, MarkKind, Placement, Row};
use crate::scene::phrases;
use crate::ui::style::{Palette, SMALL, STRONG};
use crate::ui::text::{self, BidiText, label_ui, rich_label_ui};
use crate::ui::view_state::ViewState;
use crate::ui::widgets::{ButtonLook, button_ui};

/// Other candidates shown.
const N_CANDIDATES: usize = 4;
/// Words of different accounts shown for one place.
const N_WORDS: usize = 6;
/// Further from the entry than this, in metres, a position is the file's own.
const OWN_POSITION_M: f64 = 25.0;
/// Places whose chain is shown.
const N_PLACES: usize = 40;

/// A spelling to look up, by the gazetteer's version.
#[derive(Clone, Copy)]
struct Query<'a>(&'a Gazetteer, &'a str);

impl Hash for Query<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.0.version(), self.1).hash(state);
    }
}

/// Looks a spelling up once for as long as it is shown.
#[derive(Default)]
struct Finder;

impl ComputerMut<Query<'_>, Arc<Lookup>> for Finder {
    fn compute(&mut self, Query(gazetteer, name): Query<'_>) -> Arc<Lookup> {
        let context = Context { is_place: true, ..Context::default() };
        Arc::new(gazetteer.lookup(name, &context))
    }
}

fn found(ui: &Ui, query: Query<'_>) -> Arc<Lookup> {
    ui.memory_mut(|memory| {
        let cache = memory.caches.cache::<FrameCache<Arc<Lookup>, Finder>>();
        Arc::clone(cache.get(query))
    })
}

/// Shows, folded away at first, how each place of an event came to its position,
/// and other entries that its words may mean, to choose instead.
pub fn why_here_ui(
    ui: &mut Ui,
    state: &AppState,
    row: Row,
    view: &mut ViewState,
    actions: &mut Vec<Action>,
) {
    let table = &*state.table;
    let n_places = table.n_placements(row);
    if n_places == 0 {
        return;
    }
    CollapsingHeader::new("Why here?").id_salt("why here").show_unindented(ui, |ui| {
        for (at, place) in table.placements(row).enumerate().take(N_PLACES) {
            if at > 0 {
                ui.separator();
            }
            ui.push_id(at, |ui| chain_ui(ui, state, row, &place, view, actions));
        }
        if n_places > N_PLACES {
            quiet_ui(ui, &format!("and {} more places", n_places - N_PLACES));
        }
    });
}

fn chain_ui(
    ui: &mut Ui,
    state: &AppState,
    row: Row,
    placement: &Placement,
    view: &mut ViewState,
    actions: &mut Vec<Action>,
) {
    let (table, gazetteer) = (&*state.table, &*state.gazetteer);
    let palette = Palette::of(ui);
    let (latin, arabic) = phrases::place_name(table, placement);
    let name = BidiText::line()
        .push_isolated(&latin, STRONG)
        .push("  ", STRONG)
        .push_isolated(&arabic, STRONG.color(palette.text_quiet));
    rich_label_ui(ui, &name);

    let spellings = words_ui(ui, table, row, placement);
    let index = gazetteer.by_id(table.string(placement.place));
    entry_ui(ui, state, placement, index);
    position_ui(ui, state, placement, index.map(|index| gazetteer.place(index)));
    reasons_ui(ui, table, row, placement);
    let chosen = candidates_ui(ui, gazetteer, &spellings, index, view);
    let chosen = chosen.or_else(|| other_ui(ui, gazetteer, view));
    if let Some(chosen) = chosen {
        actions.push(Action::Edit(EditAction::Choose {
            event: table.event_id(row),
            at: claims_at(table, row, placement),
            place: gazetteer.place(chosen).id.clone(),
        }));
    }
}

/// Which claims name a place, and which of their places it is.
fn claims_at(table: &EventTable, row: Row, placement: &Placement) -> Vec<(usize, usize)> {
    let mut at = Vec::new();
    for (nth_claim, claim) in table.claims(row).enumerate() {
        for (nth, (place, _)) in claim.places().enumerate() {
            if place == *placement {
                at.push((nth_claim, nth));
            }
        }
    }
    at
}

/// A field to find any other place; the one that was chosen.
fn other_ui(ui: &mut Ui, gazetteer: &Gazetteer, view: &mut ViewState) -> Option<PlaceIdx> {
    let mut chosen = None;
    CollapsingHeader::new("Another place…").id_salt("another place").show_unindented(ui, |ui| {
        let width = ui.available_width();
        let hint = "Name of another place";
        text::text_field_ui(ui, &mut view.other_place, hint, SMALL, width);
        let query = view.other_place.trim().to_owned();
        if query.chars().count() < 2 {
            return;
        }
        for candidate in found(ui, Query(gazetteer, &query)).candidates.iter().take(N_CANDIDATES) {
            let place = gazetteer.place(candidate.place);
            if candidate_ui(ui, place, &candidate.reason, view) {
                chosen = Some(candidate.place);
            }
        }
    });
    if chosen.is_some() {
        view.other_place.clear();
    }
    chosen
}

/// An entry that may be meant; whether it was chosen.
fn candidate_ui(ui: &mut Ui, place: &Place, words: &str, view: &mut ViewState) -> bool {
    let quiet = SMALL.color(Palette::of(ui).text_quiet);
    let line = BidiText::line()
        .push_isolated(&place.name_en, SMALL.bold())
        .push("  ", SMALL)
        .push_isolated(&place.name_ar, SMALL)
        .push(&format!("  {}  ", place.kind.name()), quiet)
        .push_isolated(words, quiet);
    if link_row_ui(ui, &line, &format!("Other candidate: {}, {words}", place.name_en)).clicked() {
        view.show_place(place);
    }
    let choose = button_ui(ui, "Choose this place", ButtonLook::Quiet);
    let spoken = format!("Choose {}", place.name_en);
    choose.widget_info(|| WidgetInfo::labeled(Role::Button, true, &spoken));
    choose.clicked()
}

/// The words that name the place, account by account; each different spelling.
fn words_ui(ui: &mut Ui, table: &EventTable, row: Row, placement: &Placement) -> Vec<String> {
    let mut spellings: Vec<String> = Vec::new();
    let mut n_shown = 0;
    for claim in table.claims(row) {
        for (at, (place, _)) in claim.places().enumerate() {
            if place != *placement {
                continue;
            }
            let words = marked_words(table, &claim, at);
            if let Some(words) = &words
                && n_shown < N_WORDS
            {
                n_shown += 1;
                let publisher = claim.document().map_or("", |document| document.publisher());
                let by = if publisher.is_empty() { "the source" } else { publisher };
                fact_ui(ui, &format!("{by} writes"), words);
            }
            let spelled = words.unwrap_or_else(|| table.string(placement.name).to_owned());
            if !spelled.is_empty() && !spellings.contains(&spelled) {
                spellings.push(spelled);
            }
        }
    }
    if n_shown == 0 {
        match spellings.first() {
            Some(spelled) => fact_ui(ui, "The file writes", spelled),
            None => quiet_ui(ui, "No words of a report are marked for this place."),
        };
    }
    spellings
}

fn marked_words(table: &EventTable, claim: &ClaimRef<'_>, place: usize) -> Option<String> {
    let mark = claim
        .marks()
        .iter()
        .find(|mark| mark.kind == MarkKind::Place && usize::from(mark.index) == place)?;
    Some(table.text(mark.span).to_owned())
}

fn entry_ui(ui: &mut Ui, state: &AppState, placement: &Placement, index: Option<PlaceIdx>) {
    let gazetteer = &state.gazetteer;
    let id = state.table.string(placement.place);
    match index {
        Some(index) => {
            let place = gazetteer.place(index);
            let mut words = format!("{id} ({}", place.kind.name());
            for parent in phrases::parents(gazetteer, index) {
                words.push_str(", ");
                words.push_str(&parent.name_en);
            }
            words.push(')');
            fact_ui(ui, "Gazetteer entry", &words);
        }
        None if id.is_empty() => {
            quiet_ui(ui, "No entry of the gazetteer was chosen for it.");
        }
        None => {
            fact_ui(ui, "Gazetteer entry", &format!("{id}, which is not in the gazetteer"));
        }
    }
}

fn position_ui(ui: &mut Ui, state: &AppState, placement: &Placement, entry: Option<&Place>) {
    let Some(position) = placement.position() else {
        let why = entry.map_or(
            "the file gives no position, and no entry of the gazetteer fits.",
            |_| "the gazetteer has no position for it.",
        );
        doubt_ui(ui, &format!("Not placed: {why}"));
        if let Some(entry) = entry
            && !entry.note.is_empty()
        {
            fact_ui(ui, "Note", &entry.note);
        }
        quiet_ui(ui, "If you know where it is: right-click there on the map, “Place this here…”.");
        return;
    };
    let radius = match placement.radius_m {
        Some(radius_m) if radius_m > 0.0 => {
            format!("within {} of", phrases::distance(f64::from(radius_m)))
        }
        Some(_) => "exactly at".to_owned(),
        None => "at or near (how near is not stated)".to_owned(),
    };
    fact_ui(ui, "Somewhere", &format!("{radius} {}", phrases::coordinates(position)));
    let Some(entry) = entry else {
        quiet_ui(ui, "The position is the file’s own.");
        return;
    };
    if let Some(of_entry) = entry.position {
        let apart_m = position.distance_m(of_entry);
        if apart_m > OWN_POSITION_M {
            let apart = phrases::distance(apart_m);
            quiet_ui(ui, &format!("The position is the file’s own, {apart} from the entry’s."));
        }
    }
    let status = phrases::position_status(entry.status);
    if entry.status == PositionStatus::Unverified {
        doubt_ui(ui, status);
    } else {
        quiet_ui(ui, status);
    }
    let own = state.gazetteer.own_places();
    if own.is_some_and(|own| own.places.contains_key(&entry.id)) {
        fact_ui(ui, "Source", OWN_SOURCE);
        if !entry.note.is_empty() {
            fact_ui(ui, "Your reason", &entry.note);
        }
        return;
    }
    fact_ui(ui, "Source", &format!("{} ({})", entry.source, entry.licence));
    if !entry.note.is_empty() {
        fact_ui(ui, "Note", &entry.note);
    }
}

fn doubt_ui(ui: &mut Ui, words: &str) {
    let style = SMALL.color(Palette::of(ui).warning);
    label_ui(ui, words, style);
}

fn reasons_ui(ui: &mut Ui, table: &EventTable, row: Row, placement: &Placement) {
    let mut shown: Vec<&str> = Vec::new();
    for claim in table.claims(row) {
        for (place, reason) in claim.places() {
            if place == *placement && !reason.is_empty() && !shown.contains(&reason) {
                fact_ui(ui, "Reason", reason);
                shown.push(reason);
            }
        }
    }
    if shown.is_empty() {
        quiet_ui(ui, "The file gives the entry itself and no reason for it.");
    }
}

/// What else the words may mean; the entry that was chosen.
fn candidates_ui(
    ui: &mut Ui,
    gazetteer: &Gazetteer,
    spellings: &[String],
    current: Option<PlaceIdx>,
    view: &mut ViewState,
) -> Option<PlaceIdx> {
    let mut chosen = None;
    let mut shown: Vec<PlaceIdx> = current.into_iter().collect();
    let n_current = shown.len();
    for spelled in spellings {
        for candidate in &found(ui, Query(gazetteer, spelled)).candidates {
            let words = format!("{}: {}", percent(candidate.score), candidate.reason);
            if current == Some(candidate.place) {
                let score = percent(candidate.score);
                let words = format!("{score} by its name alone: {}", candidate.reason);
                fact_ui(ui, &format!("“{spelled}” fits"), &words);
            } else if !shown.contains(&candidate.place) && shown.len() < n_current + N_CANDIDATES {
                shown.push(candidate.place);
                if candidate_ui(ui, gazetteer.place(candidate.place), &words, view) {
                    chosen = Some(candidate.place);
                }
            }
        }
    }
    if shown.len() == n_current && !spellings.is_empty() {
        quiet_ui(ui, "No other entry of the gazetteer fits these words.");
    }
    chosen
}

fn percent(score: f32) -> String {
    format!("{:.0} %", score * 100.0)
}
