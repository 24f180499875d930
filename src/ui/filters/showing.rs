//! What is filtered, as chips: one click takes one away.

use egui::{ScrollArea, Ui};

use super::section::title_words;
use crate::app::{Action, AppState, FilterChange, Gesture, TimeAction};
use crate::gazetteer::Gazetteer;
use crate::model::{DaySpan, EventType};
use crate::scene::phrases::{self, Length};
use crate::ui::style::{Palette, SMALL};
use crate::ui::text::{self, BidiText};
use crate::ui::view_state::ViewState;
use crate::ui::widgets::chip_ui;

/// The chips may take so much height before they scroll, in points.
const MAX_HEIGHT: f32 = 108.0;

/// One filter in force, and what takes it away.
struct Chip {
    words: String,
    clear: Action,
    /// Whether it also stops the list from following the map.
    stops_following: bool,
}

/// Shows the chips.
pub fn showing_ui(ui: &mut Ui, state: &AppState, view: &mut ViewState, actions: &mut Vec<Action>) {
    let chips = chips(state);
    ui.horizontal(|ui| {
        let words = title_words("Showing").color(Palette::of(ui).text_quiet);
        ui.add(egui::Label::new(words).selectable(false));
        if !chips.is_empty() {
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if ui.link("Clear all").clicked() {
                    view.list_follows_map = false;
                    clear_all(state, actions);
                }
            });
        }
    });
    if chips.is_empty() {
        let quiet = SMALL.color(Palette::of(ui).text_quiet);
        text::rich_label_ui(ui, &BidiText::line().push("All events, all dates", quiet));
        return;
    }
    ScrollArea::vertical().id_salt("chips").max_height(MAX_HEIGHT).show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = egui::vec2(4.0, 4.0);
            for chip in chips {
                if chip_ui(ui, &chip.words).clicked() {
                    if chip.stops_following {
                        view.list_follows_map = false;
                    }
                    actions.push(chip.clear);
                }
            }
        });
    });
}

/// Takes every filter away, the date range included.
pub fn clear_all(state: &AppState, actions: &mut Vec<Action>) {
    if !state.view.filter.is_default() {
        actions.push(Action::Filter(FilterChange::Clear));
    }
    if state.view.range != DaySpan::ALL {
        actions.push(all_dates());
    }
}

const fn all_dates() -> Action {
    Action::Time(TimeAction::Range(DaySpan::ALL, Gesture::Done))
}

fn chips(state: &AppState) -> Vec<Chip> {
    let filter = &state.view.filter;
    let mut chips = Vec::new();
    let mut add = |words: String, clear| chips.push(Chip { words, clear, stops_following: false });
    let mut change = |words: String, change| add(words, Action::Filter(change));
    if !filter.text.is_empty() {
        change(format!("“{}”", filter.text), FilterChange::Text(String::new()));
    }
    for (words, kind) in type_words(state) {
        change(words, FilterChange::ToggleType(kind));
    }
    for kind in &filter.sub_event_types {
        change(kind.name().to_owned(), FilterChange::ToggleSubType(*kind));
    }
    for actor in &filter.actors {
        change(named(actor, "No actor named"), FilterChange::ToggleActor(actor.clone()));
    }
    for place in &filter.places {
        change(place_words(&state.gazetteer, place), FilterChange::TogglePlace(place.clone()));
    }
    for publisher in &filter.publishers {
        change(
            named(publisher, "No source named"),
            FilterChange::TogglePublisher(publisher.clone()),
        );
    }
    if let Some(radius_m) = filter.max_radius_m {
        let words = format!("Place within {}", phrases::distance(f64::from(radius_m)));
        change(words, FilterChange::MaxRadius(None));
    }
    if !filter.include_background {
        change("No background events".to_owned(), FilterChange::Background(true));
    }
    for id in &filter.hidden_datasets {
        if let Some(dataset) = state.dataset(*id) {
            add(format!("Hidden: {}", dataset.name), Action::ShowDataset(*id, true));
        }
    }
    if state.view.range != DaySpan::ALL {
        chips.insert(
            0,
            Chip {
                words: phrases::span(state.view.range, Length::Short),
                clear: all_dates(),
                stops_following: false,
            },
        );
    }
    if filter.extent.is_some() {
        chips.push(Chip {
            words: "Map in view".to_owned(),
            clear: Action::Follow(FilterChange::Extent(None)),
            stops_following: true,
        });
    }
    chips
}

/// The types shown, or those hidden where they are fewer.
fn type_words(state: &AppState) -> Vec<(String, EventType)> {
    let shown = &state.view.filter.event_types;
    if shown.is_empty() {
        return Vec::new();
    }
    let hidden: Vec<EventType> =
        EventType::ALL.into_iter().filter(|kind| !shown.contains(kind)).collect();
    if hidden.len() < shown.len() {
        hidden.into_iter().map(|kind| (format!("Without {}", kind.name()), kind)).collect()
    } else {
        shown.iter().map(|kind| (kind.name().to_owned(), *kind)).collect()
    }
}

fn named(name: &str, otherwise: &str) -> String {
    if name.is_empty() { otherwise.to_owned() } else { name.to_owned() }
}

/// English and Arabic name of a place of the filter.
pub fn place_words(gazetteer: &Gazetteer, id: &str) -> String {
    match gazetteer.by_id(id) {
        Some(index) => {
            let place = gazetteer.place(index);
            if place.name_ar.is_empty() {
                place.name_en.to_string()
            } else {
                format!("{} {}", place.name_en, place.name_ar)
            }
        }
        None => named(id, "No place named"),
    }
}
