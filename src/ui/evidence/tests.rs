//! The panel over the bundled sample, by what a person or a screen reader finds.

use std::sync::Mutex;
use std::sync::atomic::AtomicBool;

use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::evidence_ui;
use crate::app::{Action, AppState, EditAction, FilterChange, PlaceAction};
use crate::jobs::perform;
use crate::ui::place_card::place_card_ui;
use crate::ui::view_state::ViewState;
use crate::ui::{fonts, style};

/// Carries out an action and everything that follows from it, on this thread.
fn settle(state: &mut AppState, action: Action) {
    let mut actions = vec![action];
    while let Some(action) = actions.pop() {
        for effect in state.apply(action) {
            let reports = Mutex::new(Vec::new());
            perform(effect, &AtomicBool::new(false), &|action| {
                reports.lock().unwrap().push(action);
            });
            actions.extend(reports.into_inner().unwrap());
        }
    }
}

fn sample() -> AppState {
    let mut state = AppState::default();
    settle(&mut state, Action::OpenSample);
    state
}

/// The sample with the event of that identifier selected.
fn with_selected(id: &str) -> AppState {
    let mut state = sample();
    let row = state.table.rows().find(|row| state.table.id(*row) == id).expect(id);
    let id = state.table.event_id(row);
    settle(&mut state, Action::Select(Some(id)));
    state
}

/// What a test looks at: the state is not changed, what is asked for is kept.
struct Window {
    state: AppState,
    view: ViewState,
    actions: Vec<Action>,
}

fn window<'a>(state: AppState, width: f32) -> Harness<'a, Window> {
    let window = Window { state, view: ViewState::default(), actions: Vec::new() };
    Harness::builder()
        .with_size(egui::vec2(width, 1600.0))
        .with_max_steps(12)
        .with_context_setup(|ctx| {
            fonts::install(ctx);
            style::install(ctx);
        })
        .build_ui_state(
            |ui, window: &mut Window| {
                let Window { state, view, actions } = window;
                evidence_ui(ui, state, view, actions);
                place_card_ui(ui.ctx(), state, view, actions);
            },
            window,
        )
}

/// What a screen reader reads: the name of a control, the words of a label.
fn words_of(node: &egui_kittest::Node<'_>) -> Option<String> {
    let node = node.accesskit_node();
    node.label().or_else(|| node.value())
}

fn labels(harness: &Harness<'_, Window>) -> Vec<String> {
    harness.root().children_recursive().filter_map(|node| words_of(&node)).collect()
}

#[track_caller]
fn shows(harness: &Harness<'_, Window>, words: &str) {
    let labels = labels(harness);
    assert!(labels.iter().any(|label| label.contains(words)), "{words:?} not in {labels:#?}");
}

#[track_caller]
fn hides(harness: &Harness<'_, Window>, words: &str) {
    let labels = labels(harness);
    assert!(!labels.iter().any(|label| label.contains(words)), "{words:?} in {labels:#?}");
}

const MASSACRE: &str = "massacre-al-baghiliyah";
const UNPLACED: &str = "clash-bighel";
const UNDATED: &str = "repeated-attempts-enclave";

#[test]
fn an_event_told_twice_shows_both_accounts_and_where_they_differ() {
    let harness = window(with_selected(MASSACRE), 372.0);
    shows(&harness, "Massacre at al-Baghiliyah and Ayyash");
    shows(&harness, "Saturday 16 January 2016");
    shows(&harness, "ARA News");
    shows(&harness, "Syrian Observatory for Human Rights (SOHR)");
    shows(&harness, "As told by  Ahmed Helwani, activist");
    assert_eq!(harness.get_all_by_label("DIGEST").count(), 2);
    assert_eq!(harness.query_all_by_label("SOURCE TEXT").count(), 0);
    shows(&harness, "Day, ARA News: Sat 16 Jan 2016, can both be true");
    shows(&harness, "Taken, ARA News: not stated");
    shows(&harness, "at least 130 civilians, cannot both be true");
}

#[test]
fn the_whole_report_is_one_click_away() {
    let mut harness = window(with_selected(MASSACRE), 372.0);
    hides(&harness, "Near a village called Bighel");
    harness.get_all_by_label("Whole digest").next().unwrap().click();
    harness.run_ok();
    shows(&harness, "Near a village called Bighel");
}

#[test]
fn a_citation_is_copied_from_the_keyboard_and_says_that_it_cites_a_digest() {
    let mut harness = window(with_selected(MASSACRE), 372.0);
    harness.get_all_by_label("Copy citation").next().unwrap().focus();
    harness.run_ok();
    harness.key_press(egui::Key::Enter);
    harness.run_ok();
    let [Action::CopyText { text, what: "citation" }] = harness.state().actions.as_slice() else {
        panic!("{:?}", harness.state().actions);
    };
    assert!(text.starts_with("ARA News"), "{text}");
    assert!(text.contains("Digest, not the source's words: The day before"), "{text}");
}

#[test]
fn a_link_is_opened_only_when_asked_for() {
    let mut harness = window(with_selected(MASSACRE), 372.0);
    assert!(harness.state().actions.is_empty());
    harness.get_by_label("Open report").click();
    harness.run_ok();
    let [Action::OpenUrl(url)] = harness.state().actions.as_slice() else {
        panic!("{:?}", harness.state().actions);
    };
    assert_eq!(url, "http://aranews.net/files/2016/01/17718/");
}

#[test]
fn what_has_no_date_or_place_shows_everything_else_and_says_so() {
    let mut harness = window(with_selected(UNPLACED), 372.0);
    shows(&harness, "Clash near Bighel");
    shows(&harness, "not placed");
    shows(&harness, "Sunday 17 January 2016");
    shows(&harness, "killed or wounded: number not stated");
    harness.get_by_label("Why here?").click_accesskit();
    harness.run_ok();
    shows(&harness, "ARA News writes  Bighel");
    shows(&harness, "Not placed: the gazetteer has no position for it.");

    let harness = window(with_selected(UNDATED), 372.0);
    shows(&harness, "Date not known");
    shows(&harness, "Toll not stated");
    shows(&harness, "Copy citation");
}

#[test]
fn why_here_leads_from_the_words_to_the_entry_and_its_source() {
    let mut harness = window(with_selected(MASSACRE), 372.0);
    hides(&harness, "Gazetteer entry");
    harness.get_by_label("Why here?").click_accesskit();
    harness.run_ok();
    shows(&harness, "ARA News writes  Begayliya");
    shows(&harness, "writes  al-Bogeleyyah");
    shows(&harness, "Gazetteer entry  al-baghiliyah (village");
    shows(&harness, "The position is from a published source.");
    shows(&harness, "Source  OCHA");
}

#[test]
fn with_nothing_selected_the_panel_says_what_to_do_and_how_much_there_is() {
    let harness = window(AppState::default(), 240.0);
    shows(&harness, "Nothing is open");

    let mut harness = window(sample(), 240.0);
    shows(&harness, "No event selected");
    shows(&harness, "28 of 29 events shown, from one file");
    harness.get_by_label("Show the undated").click();
    harness.run_ok();
    assert!(matches!(harness.state().actions[..], [Action::ShowTray(_)]));
}

#[test]
fn an_event_that_is_filtered_away_says_so_and_stays() {
    let mut state = with_selected(MASSACRE);
    settle(&mut state, Action::Filter(FilterChange::TogglePlace("hatla".to_owned())));
    let harness = window(state, 372.0);
    shows(&harness, "The filter hides this event.");
    shows(&harness, "Massacre at al-Baghiliyah and Ayyash");
}

#[test]
fn nothing_reaches_beyond_a_narrow_panel() {
    for width in [240.0, 372.0] {
        for id in [MASSACRE, UNPLACED, UNDATED] {
            let mut harness = window(with_selected(id), width);
            if harness.query_by_label("Why here?").is_some() {
                harness.get_by_label("Why here?").click_accesskit();
                harness.run_ok();
            }
            for node in harness.root().children_recursive() {
                let Some(label) = words_of(&node) else { continue };
                let rect = node.rect();
                assert!(rect.right() <= width, "{id} at {width}: {label:?} ends at {rect:?}");
            }
        }
    }
}

#[test]
fn a_place_says_how_sure_it_is_and_shows_its_events() {
    let mut harness = window(sample(), 800.0);
    harness.state_mut().view.place_card = Some("al-arfi".to_owned());
    harness.run_ok();
    shows(&harness, "al-Arfi  العرفي");
    shows(&harness, "Not verified");
    shows(&harness, "No event here in the date range");

    harness.state_mut().view.place_card = Some("al-baghiliyah".to_owned());
    harness.run_ok();
    hides(&harness, "Not verified");
    shows(&harness, "Also");
    harness.get_by_label("Show these events").click();
    harness.run_ok();
    let [Action::Filter(FilterChange::TogglePlace(id))] = harness.state().actions.as_slice() else {
        panic!("{:?}", harness.state().actions);
    };
    assert_eq!(id, "al-baghiliyah");
}

/// A state with one event of one report, read from a file of the native format.
fn with_report(kind: &str, text: &str, excerpt: serde_json::Value) -> AppState {
    let file = serde_json::json!({
        "format": "deir-atlas/events", "version": 1,
        "documents": [{
            "id": "d", "kind": kind, "publisher": "Test Wire", "text": text,
            "sha256": "a".repeat(64)
        }],
        "events": [{
            "id": "e", "type": "Battles",
            "claims": [{"document": "d", "excerpt": excerpt, "places": []}]
        }]
    });
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.events.json");
    std::fs::write(&path, file.to_string()).unwrap();
    let mut state = AppState::default();
    settle(&mut state, Action::Open(vec![path]));
    let id = state.table.event_id(state.table.rows().next().expect("an event"));
    settle(&mut state, Action::Select(Some(id)));
    state
}

#[test]
fn a_source_text_is_told_from_a_digest_and_its_hash_can_be_copied() {
    let excerpt = serde_json::json!({"start": 0, "end": 12});
    let mut harness =
        window(with_report("verbatim", "Four wounded at the bridge.", excerpt), 372.0);
    shows(&harness, "SOURCE TEXT");
    hides(&harness, "DIGEST");
    shows(&harness, "SHA-256 aaaaaaaa…aaaaaaaa");
    harness.get_by_label("Copy hash").click();
    harness.run_ok();
    assert!(matches!(
        harness.state().actions.as_slice(),
        [Action::CopyText { text, what: "SHA-256" }] if text.len() == 64
    ));
}

#[test]
fn an_account_without_an_excerpt_says_so() {
    let harness = window(with_report("verbatim", "", serde_json::Value::Null), 372.0);
    shows(&harness, "No excerpt");
    let harness =
        window(with_report("verbatim", "A report of nothing.", serde_json::Value::Null), 372.0);
    shows(&harness, "does not say which words");
    shows(&harness, "Place not stated");
}

#[test]
fn of_a_report_of_megabytes_only_a_part_is_laid_out() {
    let text = "Shells fell on the old quarter again. ".repeat(54_000);
    let at = 1_000_000;
    let excerpt = serde_json::json!({"start": at, "end": at + 40});
    let mut harness = window(with_report("verbatim", &text, excerpt), 372.0);
    let longest = |harness: &Harness<'_, Window>| {
        labels(harness).iter().map(String::len).max().unwrap_or_default()
    };
    assert!(longest(&harness) < 1_000);
    harness.get_by_label("Whole report").click();
    harness.run_ok();
    assert!(longest(&harness) < 20_000);
    for _ in 0..5 {
        harness.get_by_label_contains("Show more after").click_accesskit();
        harness.run_ok();
    }
    assert!((40_000..60_000).contains(&longest(&harness)), "{}", longest(&harness));
}

#[test]
fn marked_words_tell_what_they_support_without_a_pointer() {
    let mut harness = window(with_selected(MASSACRE), 372.0);
    harness.get_all_by_label("Marked words (10)").next().unwrap().click_accesskit();
    harness.run_ok();
    shows(&harness, "Begayliya: place: al-Baghiliyah, village, ± 1.3 km");
    shows(&harness, "no fewer than 40 soldiers  toll: at least 40 killed, government forces");
    shows(&harness, "The day before, Saturday  date: Saturday 16 January 2016");
    shows(&harness, "IS  actor: Islamic State, attacker");
    harness.get_by_label_contains("Begayliya: place").click_accesskit();
    harness.run_ok();
    assert_eq!(harness.state().view.place_card.as_deref(), Some("al-baghiliyah"));
}

#[test]
fn another_place_is_chosen_under_why_here_and_taken_back() {
    let mut harness = window(with_selected(UNPLACED), 372.0);
    harness.get_by_label("Why here?").click_accesskit();
    harness.run_ok();
    harness.get_by_label("Another place…").click_accesskit();
    harness.run_ok();
    harness.state_mut().view.other_place = "القصور".to_owned();
    harness.run_ok();
    shows(&harness, "Other candidate: al-Qusour");
    harness.get_by_label("Choose al-Qusour").click_accesskit();
    harness.run_ok();
    let actions = std::mem::take(&mut harness.state_mut().actions);
    let [Action::Edit(EditAction::Choose { at, place, .. })] = &actions[..] else {
        panic!("{actions:?}")
    };
    assert_eq!((at.as_slice(), place.as_str()), (&[(0, 0)][..], "al-qusour"));
    for action in actions {
        settle(&mut harness.state_mut().state, action);
    }
    harness.run_ok();
    shows(&harness, "Place chosen by you: al-Qusour, was Bighel");
    shows(&harness, "chosen by you, was bighel");
    harness.get_by_label("Take back").click_accesskit();
    harness.run_ok();
    for action in std::mem::take(&mut harness.state_mut().actions) {
        settle(&mut harness.state_mut().state, action);
    }
    harness.run_ok();
    hides(&harness, "chosen by you");
}

#[test]
fn an_account_is_parted_and_proposed_again() {
    let mut harness = window(with_selected(MASSACRE), 372.0);
    harness.get_all_by_label("Not this event: part it").nth(1).unwrap().click_accesskit();
    harness.run_ok();
    for action in std::mem::take(&mut harness.state_mut().actions) {
        settle(&mut harness.state_mut().state, action);
    }
    harness.run_ok();
    hides(&harness, "Syrian Observatory for Human Rights (SOHR)");
    shows(&harness, "Perhaps the same: Attack, al-Baghiliyah");
    harness.get_by_label("Join").click_accesskit();
    harness.run_ok();
    for action in std::mem::take(&mut harness.state_mut().actions) {
        settle(&mut harness.state_mut().state, action);
    }
    harness.run_ok();
    shows(&harness, "Syrian Observatory for Human Rights (SOHR)");
}

#[test]
fn a_place_of_ones_own_says_so_on_its_card() {
    let mut state = sample();
    let (overlay, _) = crate::gazetteer::Overlay::read(
        b"id,lon,lat,radius_m,reason\nbighel,40.04,35.26,400,a map of 2015\n",
    );
    settle(&mut state, Action::Place(PlaceAction::Put(overlay.places[0].clone().into())));
    let mut harness = window(state, 800.0);
    harness.state_mut().view.place_card = Some("bighel".to_owned());
    harness.run_ok();
    shows(&harness, "YOUR GAZETTEER");
    shows(&harness, "your gazetteer");
    shows(&harness, "a map of 2015");
}
