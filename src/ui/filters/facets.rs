//! Actors, places and publishers: the most frequent ones, the chosen ones, and
//! all others behind "more", with a search field.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::{Arc, Weak};

use egui::{Id, Ui, vec2};

use super::section::{self, Row};
use super::showing::place_words;
use crate::app::{Action, AppState, FilterChange};
use crate::gazetteer::Gazetteer;
use crate::model::{EventTable, StrId};
use crate::query::{DateRange, FacetCount, Filter, Matched, folded};
use crate::ui::row_scroll::RowScroll;
use crate::ui::style::{BODY, CONTROL_HEIGHT};
use crate::ui::text;
use crate::ui::widgets::grouped;

/// Values shown before "more".
const N_FIRST: usize = 8;

/// Height of the list of all values, in points.
const ALL_HEIGHT: f32 = 8.0 * CONTROL_HEIGHT;

/// What is counted by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Facet {
    /// Who.
    Actors,
    /// Where.
    Places,
    /// Who says so.
    Publishers,
}

impl Facet {
    const fn title(self) -> &'static str {
        match self {
            Self::Actors => "Actor",
            Self::Places => "Place",
            Self::Publishers => "Source",
        }
    }

    const fn plural(self) -> &'static str {
        match self {
            Self::Actors => "actors",
            Self::Places => "places",
            Self::Publishers => "sources",
        }
    }

    fn n_values(self, matched: &Matched) -> usize {
        match self {
            Self::Actors => matched.n_actors(),
            Self::Places => matched.n_places(),
            Self::Publishers => matched.n_publishers(),
        }
    }

    fn page(
        self,
        matched: &Matched,
        range: DateRange,
        positions: Range<usize>,
    ) -> Vec<FacetCount<StrId>> {
        match self {
            Self::Actors => matched.actors(range, positions),
            Self::Places => matched.places(range, positions),
            Self::Publishers => matched.publishers(range, positions),
        }
    }

    const fn chosen(self, filter: &Filter) -> &BTreeSet<String> {
        match self {
            Self::Actors => &filter.actors,
            Self::Places => &filter.places,
            Self::Publishers => &filter.publishers,
        }
    }

    fn toggle(self, name: String) -> FilterChange {
        match self {
            Self::Actors => FilterChange::ToggleActor(name),
            Self::Places => FilterChange::TogglePlace(name),
            Self::Publishers => FilterChange::TogglePublisher(name),
        }
    }

    /// What a value is called.
    fn words(self, gazetteer: &Gazetteer, name: &str) -> String {
        match self {
            Self::Places => place_words(gazetteer, name),
            Self::Actors | Self::Publishers if name.is_empty() => "None named".to_owned(),
            Self::Actors | Self::Publishers => name.to_owned(),
        }
    }
}

/// Which values to show, worked out when what they depend on changes.
#[derive(Debug, Clone)]
struct Values {
    /// Not `Arc`s: these must not keep old counts alive.
    all: Weak<Matched>,
    matched: Weak<Matched>,
    query: String,
    chosen: BTreeSet<String>,
    shown: Arc<Vec<Value>>,
}

/// A value to show.
#[derive(Debug, Clone, Copy)]
struct Value {
    id: StrId,
    /// Its position among the values of the events that match; `None` when none has it.
    position: Option<u32>,
}

/// What a section keeps between frames.
#[derive(Debug, Clone, Default)]
struct Open {
    all: bool,
    query: String,
}

/// Shows the section of a facet.
pub fn facet_ui(
    ui: &mut Ui,
    facet: Facet,
    state: &AppState,
    range: DateRange,
    actions: &mut Vec<Action>,
) {
    let default_open = facet == Facet::Actors;
    section::section_ui(ui, facet.title(), default_open, |ui| {
        let id = Id::unique(("facet", facet));
        let mut open: Open = ui.data(|data| data.get_temp(id)).unwrap_or_default();
        let n_values = facet.n_values(&state.derived.all);
        if open.all && n_values > N_FIRST {
            all_ui(ui, facet, state, range, &mut open, actions);
            if ui.link(format!("Fewer {}", facet.plural())).clicked() {
                open = Open::default();
            }
        } else {
            let values = values(ui, facet, state, None);
            rows_ui(ui, facet, state, range, &values, actions);
            let n_more = n_values.saturating_sub(values.len());
            if n_more > 0 {
                let words = format!("{} more {}…", grouped(n_more as u64), facet.plural());
                open.all = ui.link(words).clicked();
            }
            if n_values == 0 {
                ui.weak(format!("No {} named", facet.plural()));
            }
        }
        ui.data_mut(|data| data.insert_temp(id, open));
    });
}

/// Every value, with a field to look for one.
fn all_ui(
    ui: &mut Ui,
    facet: Facet,
    state: &AppState,
    range: DateRange,
    open: &mut Open,
    actions: &mut Vec<Action>,
) {
    let name = format!("Search {}", facet.plural());
    let width = ui.available_width();
    text::text_field_ui(ui, &mut open.query, &name, BODY, width);
    let values = values(ui, facet, state, Some(&open.query));
    if values.is_empty() {
        ui.weak(format!("No {} of that name", facet.plural()));
        return;
    }
    let height = ALL_HEIGHT.min(values.len() as f32 * CONTROL_HEIGHT);
    let size = vec2(ui.available_width(), height);
    ui.allocate_ui(size, |ui| {
        ui.set_min_size(size);
        let scroll = RowScroll {
            id: Id::unique(("all of facet", facet)),
            name: facet.plural(),
            n_rows: values.len(),
            row_height: CONTROL_HEIGHT,
            reveal: None,
        };
        scroll.show(ui, |ui, in_view| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let first = in_view.rect(in_view.range.start);
            let rows = egui::Rect::from_min_max(first.min, ui.max_rect().max);
            let mut ui = ui.new_child(egui::UiBuilder::new().max_rect(rows));
            rows_ui(&mut ui, facet, state, range, &values[in_view.range.clone()], actions);
        });
    });
}

fn rows_ui(
    ui: &mut Ui,
    facet: Facet,
    state: &AppState,
    range: DateRange,
    values: &[Value],
    actions: &mut Vec<Action>,
) {
    let matched = &state.derived.matched;
    let chosen = facet.chosen(&state.view.filter);
    // All dates: bars then shrink and grow with the range, on one scale.
    let n_most = facet.page(matched, range, 0..1).first().map_or(0, |most| most.n_total);
    for value in values {
        let n = value.position.map_or(0, |position| {
            let position = position as usize;
            facet.page(matched, range, position..position + 1).first().map_or(0, |count| count.n)
        });
        let name = state.table.string(value.id);
        let ticked = chosen.contains(name);
        let on = ticked || chosen.is_empty();
        let words = facet.words(&state.gazetteer, name);
        if section::box_row_ui(ui, &Row { words: &words, n, n_most, ticked, on }).clicked() {
            actions.push(Action::Filter(facet.toggle(name.to_owned())));
        }
    }
}

/// The values to show, in an order that does not change with the filter: those
/// that fit a query, or without one the first few and those that were chosen.
fn values(ui: &Ui, facet: Facet, state: &AppState, query: Option<&str>) -> Arc<Vec<Value>> {
    let id = Id::unique(("facet values", facet, query.is_some()));
    let (all, matched) = (&state.derived.all, &state.derived.matched);
    let chosen = facet.chosen(&state.view.filter);
    let kept: Option<Values> = ui.data(|data| data.get_temp(id));
    if let Some(kept) = kept
        && kept.all.ptr_eq(&Arc::downgrade(all))
        && kept.matched.ptr_eq(&Arc::downgrade(matched))
        && kept.query == query.unwrap_or_default()
        && kept.chosen == *chosen
    {
        return kept.shown;
    }
    let range = state.date_range();
    let names = facet.page(all, range, 0..usize::MAX);
    let ids = match query {
        Some(query) => matching(facet, state, &names, query),
        None => first_and_chosen(&state.table, &names, chosen),
    };
    let positions: HashMap<StrId, u32> = (0..)
        .zip(facet.page(matched, range, 0..usize::MAX))
        .map(|(position, count)| (count.value, position))
        .collect();
    let value = |id| Value { id, position: positions.get(&id).copied() };
    let shown = Arc::new(ids.into_iter().map(value).collect());
    let values = Values {
        all: Arc::downgrade(all),
        matched: Arc::downgrade(matched),
        query: query.unwrap_or_default().to_owned(),
        chosen: chosen.clone(),
        shown: Arc::clone(&shown),
    };
    ui.data_mut(|data| data.insert_temp(id, values));
    shown
}

fn first_and_chosen(
    table: &EventTable,
    names: &[FacetCount<StrId>],
    chosen: &BTreeSet<String>,
) -> Vec<StrId> {
    let is_chosen = |id| !chosen.is_empty() && chosen.contains(table.string(id));
    let ids = names.iter().map(|count| count.value).enumerate();
    ids.filter(|(at, id)| *at < N_FIRST || is_chosen(*id)).map(|(_, id)| id).collect()
}

/// Values whose words hold all words of the query, whatever the spelling of the letters.
fn matching(
    facet: Facet,
    state: &AppState,
    names: &[FacetCount<StrId>],
    query: &str,
) -> Vec<StrId> {
    let query = folded(query);
    let words: Vec<&str> = query.split_whitespace().collect();
    let fits = |id| {
        let text = folded(&facet.words(&state.gazetteer, state.table.string(id)));
        words.iter().all(|word| text.contains(word))
    };
    names.iter().map(|count| count.value).filter(|id| fits(*id)).collect()
}
