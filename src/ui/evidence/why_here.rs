//! "Why here?": from the words of a report to the position on the map.

use std::sync::Arc;

use egui::cache::{ComputerMut, FrameCache};
use egui::{CollapsingHeader, Ui};

use super::parts::{fact_ui, link_row_ui, quiet_ui};
use crate::gazetteer::{Context, Gazetteer, Lookup, Place, PlaceIdx, PositionStatus};
use crate::model::{ClaimRef, EventTable, MarkKind, Placement, Row};
use crate::scene::phrases;
use crate::ui::style::{Palette, SMALL, STRONG};
use crate::ui::text::{BidiText, label_ui, rich_label_ui};
use crate::ui::view_state::ViewState;

/// Other candidates shown.
const N_CANDIDATES: usize = 4;
/// Words of different accounts shown for one place.
const N_WORDS: usize = 6;
/// Further from the entry than this, in metres, a position is the file's own.
const OWN_POSITION_M: f64 = 25.0;
/// Places whose chain is shown.
const N_PLACES: usize = 40;

/// Looks a spelling up once for as long as it is shown.
#[derive(Default)]
struct Finder;

impl ComputerMut<&str, Arc<Lookup>> for Finder {
    fn compute(&mut self, name: &str) -> Arc<Lookup> {
        let context = Context { is_place: true, ..Context::default() };
        Arc::new(Gazetteer::bundled().lookup(name, &context))
    }
}

/// Shows, folded away at first, how each place of an event came to its position.
pub fn why_here_ui(ui: &mut Ui, table: &EventTable, row: Row, view: &mut ViewState) {
    let n_places = table.n_placements(row);
    if n_places == 0 {
        return;
    }
    CollapsingHeader::new("Why here?").id_salt("why here").show_unindented(ui, |ui| {
        for (at, place) in table.placements(row).enumerate().take(N_PLACES) {
            if at > 0 {
                ui.separator();
            }
            ui.push_id(at, |ui| chain_ui(ui, table, row, &place, view));
        }
        if n_places > N_PLACES {
            quiet_ui(ui, &format!("and {} more places", n_places - N_PLACES));
        }
    });
}

fn chain_ui(
    ui: &mut Ui,
    table: &EventTable,
    row: Row,
    placement: &Placement,
    view: &mut ViewState,
) {
    let palette = Palette::of(ui);
    let (latin, arabic) = phrases::place_name(table, placement);
    let name = BidiText::line()
        .push_isolated(&latin, STRONG)
        .push("  ", STRONG)
        .push_isolated(&arabic, STRONG.color(palette.text_quiet));
    rich_label_ui(ui, &name);

    let spellings = words_ui(ui, table, row, placement);
    let gazetteer = Gazetteer::bundled();
    let index = gazetteer.by_id(table.string(placement.place));
    entry_ui(ui, table, placement, index);
    position_ui(ui, placement, index.map(|index| gazetteer.place(index)));
    reasons_ui(ui, table, row, placement);
    candidates_ui(ui, &spellings, index, view);
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

fn entry_ui(ui: &mut Ui, table: &EventTable, placement: &Placement, index: Option<PlaceIdx>) {
    let gazetteer = Gazetteer::bundled();
    let id = table.string(placement.place);
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

fn position_ui(ui: &mut Ui, placement: &Placement, entry: Option<&Place>) {
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

fn candidates_ui(
    ui: &mut Ui,
    spellings: &[String],
    chosen: Option<PlaceIdx>,
    view: &mut ViewState,
) {
    let palette = Palette::of(ui);
    let quiet = SMALL.color(palette.text_quiet);
    let gazetteer = Gazetteer::bundled();
    let mut shown: Vec<PlaceIdx> = chosen.into_iter().collect();
    let n_chosen = shown.len();
    for spelled in spellings {
        let found = ui.memory_mut(|memory| {
            let cache = memory.caches.cache::<FrameCache<Arc<Lookup>, Finder>>();
            Arc::clone(cache.get(spelled.as_str()))
        });
        for candidate in &found.candidates {
            let name = &gazetteer.place(candidate.place).name_en;
            if chosen == Some(candidate.place) {
                let score = percent(candidate.score);
                let words = format!("{score} by its name alone: {}", candidate.reason);
                fact_ui(ui, &format!("“{spelled}” fits"), &words);
            } else if !shown.contains(&candidate.place) && shown.len() < n_chosen + N_CANDIDATES {
                shown.push(candidate.place);
                let line = BidiText::line()
                    .push(if chosen.is_some() { "Or " } else { "Perhaps " }, quiet)
                    .push_isolated(name, SMALL)
                    .push(&format!("  {}  ", percent(candidate.score)), quiet)
                    .push_isolated(&candidate.reason, quiet);
                let spoken = format!("Other candidate: {name}, {}", percent(candidate.score));
                if link_row_ui(ui, &line, &spoken).clicked() {
                    view.show_place(candidate.place);
                }
            }
        }
    }
    if shown.len() == n_chosen && !spellings.is_empty() {
        quiet_ui(ui, "No other entry of the gazetteer fits these words.");
    }
}

fn percent(score: f32) -> String {
    format!("{:.0} %", score * 100.0)
}
