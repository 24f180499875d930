//! The review, as somebody uses it: by keys, by clicks, and by what a screen
//! reader finds.

use egui::{Key, Role, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::app::review::{Pasted, ReviewAction};
use crate::app::{Action, ReviewEffect};
use crate::store::review::{Proposal, Status};
use crate::ui::commands::{self, Doing};
use crate::ui::filters::tests::{TestApp, set_up};
use crate::ui::view_state::ActivePanel;

const REPORT: &str = "Two air strikes on Deir ez-Zor\n\n\
    Warplanes of the government bombed al-Joura neighbourhood in Deir ez-Zor city on Saturday, \
    killing at least four civilians, a nurse at the field hospital said.\n\n\
    In the evening, ISIS shelled al-Qusour neighbourhood. Two children were wounded.\n";

fn reviewing() -> TestApp {
    let mut app = TestApp::default();
    app.dispatch(Action::Review(ReviewAction::Paste(Pasted {
        text: REPORT.to_owned(),
        published: "2016-01-17".to_owned(),
        publisher: "Euphrates Post".to_owned(),
        ..Pasted::default()
    })));
    app
}

/// The right half of the window, with the keys of the window.
fn window(app: TestApp) -> Harness<'static, TestApp> {
    let mut harness = Harness::builder()
        .with_size(vec2(1280.0, 1400.0))
        .with_max_steps(24)
        .with_context_setup(set_up)
        .build_ui_state(
            |ui, app: &mut TestApp| {
                let ctx = ui.ctx().clone();
                let mut actions = Vec::new();
                super::paste::on_paste(&ctx, &mut app.view);
                for doing in commands::pressed(&ctx, &app.state, &app.view) {
                    match doing {
                        Doing::Ask(action) => actions.push(action),
                        Doing::Window(command) => actions.extend(commands::carry_out(
                            command,
                            &ctx,
                            &app.state,
                            &mut app.view,
                        )),
                    }
                }
                app.follow(actions);
                let mut actions = Vec::new();
                if app.state.is_reviewing() {
                    super::panels_ui(ui, &app.state, &mut app.view, &mut actions);
                }
                crate::ui::dialogs::dialogs_ui(&ctx, &app.state, &mut app.view, &mut actions);
                app.follow(actions);
            },
            app,
        );
    harness.run();
    harness
}

fn press(harness: &mut Harness<'_, TestApp>, key: Key) {
    harness.key_press(key);
    harness.run();
}

fn proposals(app: &TestApp) -> Vec<Proposal> {
    let reviewed = app.state.review.report().unwrap();
    let review = &app.state.review.review;
    reviewed.order.iter().map(|number| Proposal::clone(review.proposal(*number).unwrap())).collect()
}

fn statuses(harness: &Harness<'_, TestApp>) -> Vec<Status> {
    proposals(harness.state()).into_iter().map(|proposal| proposal.status).collect()
}

fn labels(harness: &Harness<'_, TestApp>) -> Vec<String> {
    let words = |node: egui_kittest::Node<'_>| {
        let node = node.accesskit_node();
        node.label().or_else(|| node.value())
    };
    harness.root().children_recursive().filter_map(words).collect()
}

#[track_caller]
fn shows(harness: &Harness<'_, TestApp>, words: &str) {
    let labels = labels(harness);
    assert!(labels.iter().any(|label| label.contains(words)), "{words:?} not in {labels:#?}");
}

#[test]
fn a_report_shows_its_text_and_what_is_proposed_about_it() {
    let harness = window(reviewing());
    shows(&harness, "Warplanes of the government bombed");
    shows(&harness, "2 proposed");
    shows(&harness, "Saturday 16 January 2016");
    shows(&harness, "at least 4 killed, civilians");
    shows(&harness, "Euphrates Post");
    shows(&harness, "Air/drone strike");
}

#[test]
fn escape_leaves_a_review_only_while_it_is_empty() {
    let mut harness = window(reviewing());
    press(&mut harness, Key::Escape);
    press(&mut harness, Key::Escape);
    assert!(harness.state().state.is_reviewing());
    let mut empty = TestApp::default();
    empty.dispatch(Action::Review(ReviewAction::Show(true)));
    let mut harness = window(empty);
    shows(&harness, "No report is open");
    press(&mut harness, Key::Escape);
    assert!(!harness.state().state.is_reviewing());
}

#[test]
fn keys_accept_refuse_and_take_back() {
    use Status::{Accepted, Proposed, Refused};
    let mut harness = window(reviewing());
    press(&mut harness, Key::A);
    assert_eq!(statuses(&harness), [Accepted, Proposed]);
    press(&mut harness, Key::X);
    assert_eq!(statuses(&harness), [Accepted, Refused]);
    harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::Z);
    harness.run();
    harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::Z);
    harness.run();
    assert_eq!(statuses(&harness), [Proposed, Proposed]);
    press(&mut harness, Key::J);
    press(&mut harness, Key::Enter);
    assert_eq!(statuses(&harness), [Proposed, Accepted]);
}

#[test]
fn an_accepted_event_leads_back_to_its_report() {
    let mut app = reviewing();
    app.dispatch(Action::Review(ReviewAction::Accept));
    app.dispatch(Action::Review(ReviewAction::Show(false)));
    let row = app.state.table.rows().next().unwrap();
    let event = app.state.table.event_id(row);
    app.dispatch(Action::Select(Some(event)));
    assert!(!app.state.is_reviewing());
    let mut harness = Harness::builder().with_context_setup(set_up).build_ui_state(
        |ui, app: &mut TestApp| {
            let mut actions = Vec::new();
            let row = app.state.table.rows().next().unwrap();
            super::back_ui(ui, &app.state, row, &mut actions);
            app.follow(actions);
        },
        app,
    );
    harness.get_by_label("Review its report").click();
    harness.run();
    assert!(harness.state().state.is_reviewing());
    assert_eq!(harness.state().state.review.review.current, Some(event.number));
}

#[test]
fn letters_typed_into_a_field_decide_nothing() {
    let mut harness = window(reviewing());
    press(&mut harness, Key::B);
    harness.get_by_role(Role::TextInput).type_text("axa Red Crescent");
    press(&mut harness, Key::A);
    press(&mut harness, Key::X);
    assert_eq!(statuses(&harness), [Status::Proposed; 2]);
    press(&mut harness, Key::Enter);
    let first = &proposals(harness.state())[0];
    assert!(first.accounts[0].attribution.contains("Red Crescent"), "{first:#?}");
    assert_eq!(first.status, Status::Proposed, "Enter took the text and nothing else");
}

#[test]
fn undo_in_a_field_takes_back_no_decision() {
    let mut harness = window(reviewing());
    press(&mut harness, Key::A);
    press(&mut harness, Key::B);
    harness.get_by_role(Role::TextInput).type_text("Red Crescent");
    harness.run();
    harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::Z);
    harness.run();
    assert_eq!(statuses(&harness)[0], Status::Accepted);
}

#[test]
fn a_type_is_found_by_typing_and_taken_with_enter() {
    let mut harness = window(reviewing());
    press(&mut harness, Key::Y);
    harness.get_by_role(Role::TextInput).type_text("chem");
    harness.run();
    press(&mut harness, Key::Enter);
    let first = &proposals(harness.state())[0];
    assert_eq!(first.sub_event_type.unwrap().name(), "Chemical weapon");
    assert_eq!(first.status, Status::Proposed);
}

#[test]
fn a_wrong_date_changes_nothing_and_says_why() {
    let mut harness = window(reviewing());
    press(&mut harness, Key::D);
    harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::A);
    harness.get_by_role(Role::TextInput).type_text("2016-13-40");
    harness.run();
    shows(&harness, "is not an EDTF date");
    press(&mut harness, Key::Enter);
    assert_eq!(proposals(harness.state())[0].accounts[0].date.as_ref().unwrap().edtf, "2016-01-16");
}

#[test]
fn a_place_is_found_by_name() {
    let mut harness = window(reviewing());
    press(&mut harness, Key::P);
    harness.get_by_role(Role::TextInput).type_text("Hatla");
    harness.run();
    press(&mut harness, Key::Enter);
    let place = &proposals(harness.state())[0].accounts[0].places[0];
    assert!(
        place.lon_lat.is_some() && place.reason.contains("chosen by the reviewer"),
        "{place:?}"
    );
    assert_eq!(place.name, "al-Joura", "what the report calls it stays");
}

#[test]
fn the_rules_are_shown_when_asked_for() {
    let mut harness = window(reviewing());
    assert!(!labels(&harness).iter().any(|label| label.contains("Rule: ")));
    press(&mut harness, Key::W);
    shows(&harness, "Rule: date");
}

#[test]
fn the_list_of_reports_leads_to_each() {
    let mut app = reviewing();
    app.dispatch(Action::Review(ReviewAction::Paste(Pasted {
        text: "قصف الطيران حي الجورة يوم 5 أيار 2016 ما أدى إلى مقتل ثلاثة مدنيين.".to_owned(),
        ..Pasted::default()
    })));
    let mut harness = window(app);
    shows(&harness, "Report 2 of 2");
    press(&mut harness, Key::L);
    harness.get_by_label_contains("Two air strikes").click();
    harness.run();
    shows(&harness, "Report 1 of 2");
    press(&mut harness, Key::PageDown);
    shows(&harness, "Report 2 of 2");
}

#[test]
fn a_text_pasted_anywhere_opens_the_dialog() {
    let mut harness = window(TestApp::default());
    harness.event(egui::Event::Paste("Shells fell on Hatla on Sunday.".to_owned()));
    harness.run();
    shows(&harness, "Paste a report");
    harness.get_by_label("Read it").click();
    harness.run();
    shows(&harness, "Report 1 of 1");
}

#[test]
fn no_two_commands_share_their_keys_while_reviewing() {
    let app = reviewing();
    for active in [ActivePanel::Timeline, ActivePanel::Map] {
        for words in [None, Some(0..3)] {
            let mut view = crate::ui::view_state::ViewState { active, ..Default::default() };
            view.review.words = words;
            let mut keys: Vec<String> = commands::commands(&app.state, &view)
                .into_iter()
                .filter_map(|command| command.keys.map(|keys| format!("{keys:?}")))
                .collect();
            let n = keys.len();
            keys.sort();
            keys.dedup();
            assert_eq!(keys.len(), n);
        }
    }
}

#[test]
fn a_decision_is_one_line_for_the_journal() {
    let mut app = reviewing();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("review.jsonl");
    let mut state = crate::app::AppState::default();
    let effects = state.open_journal(path.clone());
    assert!(matches!(&effects[..], [crate::app::Effect::Review(order)]
        if matches!(&**order, ReviewEffect::OpenJournal(at) if *at == path)));
    app.state = state;
    for effect in effects {
        let reported = std::sync::Mutex::new(Vec::new());
        crate::jobs::perform(effect, &std::sync::atomic::AtomicBool::new(false), &|action| {
            reported.lock().unwrap().push(action);
        });
        for action in reported.into_inner().unwrap() {
            app.dispatch(action);
        }
    }
    let n_lines = || std::fs::read_to_string(&path).unwrap().lines().count();
    app.dispatch(Action::Review(ReviewAction::Paste(Pasted {
        text: REPORT.to_owned(),
        ..Pasted::default()
    })));
    let before = n_lines();
    app.dispatch(Action::Review(ReviewAction::Accept));
    assert_eq!(n_lines(), before + 1);
}

#[test]
fn words_selected_with_the_pointer_become_a_field() {
    let mut harness = window(reviewing());
    let text = harness.get_by_label_contains("Warplanes of the government").rect();
    let from = text.left_top() + vec2(30.0, 60.0);
    harness.hover_at(from);
    harness.run();
    harness.drag_at(from);
    harness.run();
    for step in [20.0, 60.0, 120.0] {
        harness.hover_at(from + vec2(step, 0.0));
        harness.run();
    }
    harness.drop_at(from + vec2(120.0, 0.0));
    harness.run();
    let words = harness.state().view.review.words.clone().expect("something is selected");
    shows(&harness, "selected: use as");
    press(&mut harness, Key::B);
    let first = &proposals(harness.state())[0].accounts[0];
    let span = first.attribution_span.clone().unwrap();
    assert!(words.start <= span.start && span.end <= words.end);
    assert_eq!(first.attribution, REPORT[span]);
    assert!(harness.state().view.review.words.is_none());
}
