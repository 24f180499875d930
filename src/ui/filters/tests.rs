//! The panel over the bundled sample, as somebody uses it.

use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;

use egui::{Role, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::app::effect::Source;
use crate::app::{Action, AppState, FilterChange, Gesture, TimeAction};
use crate::jobs;
use crate::model::{DatasetId, Edtf};
use crate::query::SortKey;
use crate::read::{ReadOptions, read};
use crate::ui::view_state::ViewState;
use crate::ui::{fonts, style};

/// State and window state, with effects carried out at once.
#[derive(Default)]
pub struct TestApp {
    pub state: AppState,
    pub view: ViewState,
    /// Every action that was asked for.
    pub asked: Vec<Action>,
}

impl TestApp {
    /// With the bundled sample open.
    pub fn sample() -> Self {
        let mut app = Self::default();
        app.dispatch(Action::OpenSample);
        app
    }

    /// With a table read from text under a name, without touching a file.
    pub fn csv(text: &str) -> Self {
        let mut app = Self::default();
        let source = Source::File(PathBuf::from("test.csv"));
        let outcome = read(text.as_bytes(), "test.csv", &ReadOptions::default()).unwrap();
        let task = crate::app::TaskId(0);
        let dataset = DatasetId(0);
        app.dispatch(Action::Read { task, dataset, source, outcome: Box::new(outcome) });
        app
    }

    /// Puts an action to the state, and all that follows from it.
    pub fn dispatch(&mut self, action: Action) {
        let mut waiting = vec![action];
        while let Some(action) = waiting.pop() {
            for effect in self.state.apply(action) {
                let reported = Mutex::new(Vec::new());
                jobs::perform(effect, &AtomicBool::new(false), &|action| {
                    reported.lock().unwrap().push(action);
                });
                waiting.extend(reported.into_inner().unwrap());
            }
        }
    }

    /// Carries out what a panel asked for.
    pub fn follow(&mut self, actions: Vec<Action>) {
        for action in actions {
            self.asked.push(action.clone());
            self.dispatch(action);
        }
    }
}

/// Sets fonts and style.
pub fn set_up(ctx: &egui::Context) {
    fonts::install(ctx);
    style::install(ctx);
}

fn panel(app: TestApp, size: Vec2) -> Harness<'static, TestApp> {
    let mut harness = Harness::builder().with_size(size).with_context_setup(set_up).build_ui_state(
        |ui, app: &mut TestApp| {
            let mut actions = Vec::new();
            super::filters_ui(ui, &app.state, &mut app.view, &mut actions);
            app.follow(actions);
            app.view.hover.turn();
        },
        app,
    );
    harness.run();
    harness
}

fn sample_panel() -> Harness<'static, TestApp> {
    panel(TestApp::sample(), vec2(286.0, 1000.0))
}

fn click(harness: &mut Harness<'_, TestApp>, label: &str) {
    harness.get_by_label(label).click();
    harness.run();
}

/// Titles of the list's entries, in order.
fn entries(harness: &Harness<'_, TestApp>) -> Vec<String> {
    let mut entries: Vec<(f32, String)> = harness
        .get_all_by_role(Role::ListBoxOption)
        .map(|node| (node.rect().top(), node.accesskit_node().label().unwrap_or_default()))
        .collect();
    entries.sort_by(|a, b| a.0.total_cmp(&b.0));
    entries.into_iter().map(|(_, label)| label).collect()
}

#[test]
fn a_hidden_type_leaves_a_chip_that_brings_it_back() {
    let mut harness = sample_panel();
    let all = harness.state().state.derived.matched.n_matching();
    let battles = harness
        .query_all_by_role(Role::CheckBox)
        .find(|node| node.accesskit_node().label().unwrap_or_default().starts_with("Battles, "))
        .unwrap();
    battles.click();
    harness.run();
    let without = harness.state().state.derived.matched.n_matching();
    assert!(without < all && without > 0);
    // The one undated event is a battle too.
    harness.get_by_label(&format!("In range · {without}"));
    harness.get_by_label("Undated · 0");
    click(&mut harness, "Remove filter: Without Battles");
    assert!(harness.state().state.view.filter.is_default());
    assert!(harness.query_by_label_contains("Remove filter").is_none());
}

#[test]
fn every_kind_of_filter_has_its_chip() {
    let mut app = TestApp::sample();
    let range: Edtf = "2016-01".parse().unwrap();
    for action in [
        Action::Time(TimeAction::Range(range.span(), Gesture::Done)),
        Action::Filter(FilterChange::Text("القصور".to_owned())),
        Action::Filter(FilterChange::TogglePlace("al-qusour".to_owned())),
        Action::Filter(FilterChange::ToggleActor(String::new())),
        Action::Filter(FilterChange::MaxRadius(Some(2_500.0))),
        Action::Filter(FilterChange::Background(false)),
        Action::Filter(FilterChange::Extent(app.state.derived.all.extent())),
    ] {
        app.dispatch(action);
    }
    app.view.list_follows_map = true;
    let mut harness = panel(app, vec2(286.0, 1000.0));
    for words in [
        "January 2016",
        "“القصور”",
        "No actor named",
        "Place within 2.5 km",
        "No background events",
        "Map in view",
    ] {
        harness.get_by_label(&format!("Remove filter: {words}"));
    }
    // The place stands there by both its names.
    harness.get_by_label_contains("Remove filter: al-Qusour");
    click(&mut harness, "Clear all");
    let app = harness.state();
    assert!(app.state.view.filter.is_default() && !app.view.list_follows_map);
    assert_eq!(app.state.view.range, crate::model::DaySpan::ALL);
    harness.get_by_label("All events, all dates");
}

#[test]
fn counts_follow_the_dates_and_values_without_events_stay() {
    let mut app = TestApp::sample();
    let range: Edtf = "2016-05-14".parse().unwrap();
    app.dispatch(Action::Time(TimeAction::Range(range.span(), Gesture::Done)));
    let harness = panel(app, vec2(286.0, 1000.0));
    harness.get_by_label("In range · 4");
    harness.get_by_label("Battles, 3");
    harness.get_by_label("Violence against civilians, 0");
}

#[test]
fn the_undated_and_the_unplaced_have_lists_of_their_own() {
    let mut harness = sample_panel();
    click(&mut harness, "Undated · 1");
    let listed = entries(&harness);
    assert_eq!(listed.len(), 1);
    assert!(listed[0].starts_with("Repeated attempts to storm"), "{listed:?}");
    assert!(listed[0].contains("no date"), "{listed:?}");
    click(&mut harness, "Unplaced · 1");
    let listed = entries(&harness);
    assert!(listed.len() == 1 && listed[0].contains("Bighel"), "{listed:?}");
}

#[test]
fn the_list_sorts_both_ways() {
    let mut app = TestApp::sample();
    app.dispatch(Action::Sort(SortKey::Title, false));
    let mut harness = panel(app, vec2(286.0, 1000.0));
    let up = entries(&harness);
    assert!(up.len() > 3 && up.is_sorted_by_key(|title| title.to_lowercase()), "{up:?}");
    click(&mut harness, "From the start");
    let down = entries(&harness);
    assert!(down.is_sorted_by(|a, b| a.to_lowercase() >= b.to_lowercase()), "{down:?}");
    click(&mut harness, "Sorted by title");
    click(&mut harness, "Date");
    assert_eq!(harness.state().state.sort, SortKey::Date);
}

#[test]
fn a_click_selects_and_a_selection_elsewhere_scrolls_here() {
    let mut harness = panel(TestApp::sample(), vec2(286.0, 700.0));
    let first = entries(&harness).remove(0);
    click(&mut harness, &first);
    let app = harness.state();
    let row = app.state.selected_row().unwrap();
    assert!(first.starts_with(&crate::scene::phrases::title(&app.state.table, row)));

    let last = app.state.derived.list.page(app.state.date_range(), false, 0..1000).pop().unwrap();
    let title = crate::scene::phrases::title(&app.state.table, last);
    assert!(!entries(&harness).iter().any(|entry| entry.starts_with(&title)));
    let event = harness.state().state.table.event_id(last);
    harness.state_mut().dispatch(Action::Select(Some(event)));
    harness.run();
    assert!(entries(&harness).iter().any(|entry| entry.starts_with(&title)));
}

#[test]
fn doubt_and_a_second_report_show_in_the_entry() {
    let harness = panel(TestApp::sample(), vec2(286.0, 3000.0));
    let entries = entries(&harness);
    let entry = |start: &str| entries.iter().find(|entry| entry.starts_with(start)).unwrap();
    assert!(entry("Massacre at al-Baghiliyah").contains("2 reports"), "{entries:?}");
    assert!(entry("Two car bombs").contains("Sat 30 Jan 2016 ±"), "{entries:?}");
}

#[test]
fn values_beyond_the_first_can_be_searched() {
    let mut harness = panel(TestApp::sample(), vec2(286.0, 2000.0));
    click(&mut harness, "Place");
    harness.get_by_label_contains("more places…").click();
    harness.run();
    harness.get_by_role(Role::TextInput).focus();
    harness.run();
    harness.get_by_role(Role::TextInput).type_text("القصور");
    harness.run();
    let named: Vec<String> = harness
        .query_all_by_role(Role::CheckBox)
        .filter_map(|node| node.accesskit_node().label())
        .filter(|label| label.contains("القصور"))
        .collect();
    assert_eq!(named.len(), 1, "{named:?}");
    click(&mut harness, &named[0]);
    assert!(harness.state().state.view.filter.places.contains("al-qusour"));
}

#[test]
fn the_slider_says_how_sure_a_place_must_be() {
    let mut harness = sample_panel();
    harness.get_by_label("How sure of the place: any place, or none").focus();
    harness.run();
    harness.key_press(egui::Key::ArrowLeft);
    harness.run();
    assert_eq!(harness.state().state.view.filter.max_radius_m, Some(100_000.0));
    harness.get_by_label("Remove filter: Place within 100 km");
}

#[test]
fn nothing_open_says_how_to_begin() {
    let mut harness = panel(TestApp::default(), vec2(220.0, 600.0));
    click(&mut harness, "Open the sample");
    assert!(harness.state().state.table.n_events() > 20);
}
