//! The dialogs, as somebody uses them.

use egui::{Key, Role, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::app::effect::Source;
use crate::app::export::ExportAction;
use crate::app::{Action, BaseLayer, EditAction, PlaceAction};
use crate::export::data::DataFormat;
use crate::gazetteer::Overlay;
use crate::model::{DatasetId, LonLat};
use crate::read::{DateOrder, preview};
use crate::scene::theme::ThemeName;
use crate::ui::filters::tests::{TestApp, set_up};
use crate::ui::placing::Placing;
use crate::ui::view_state::{Desk, OpenCluster, Palette};

fn window(app: TestApp) -> Harness<'static, TestApp> {
    let mut harness = Harness::builder()
        .with_size(vec2(1280.0, 800.0))
        .with_context_setup(set_up)
        .build_ui_state(
            |ui, app: &mut TestApp| {
                let mut actions = Vec::new();
                super::dialogs_ui(ui.ctx(), &app.state, &mut app.view, &mut actions);
                app.follow(actions);
            },
            app,
        );
    harness.run();
    harness
}

fn with_palette(mut app: TestApp) -> Harness<'static, TestApp> {
    app.view.palette = Some(Palette::default());
    window(app)
}

fn type_into_palette(harness: &mut Harness<'_, TestApp>, text: &str) {
    harness.get_by_role(Role::TextInput).type_text(text);
    harness.run();
}

#[test]
fn the_palette_runs_a_command() {
    let mut harness = with_palette(TestApp::sample());
    type_into_palette(&mut harness, "dark th");
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(harness.state().state.theme, ThemeName::Dark);
    assert!(harness.state().view.palette.is_none());
}

#[test]
fn arrows_choose_in_the_palette_and_wrap_around() {
    let mut harness = with_palette(TestApp::sample());
    type_into_palette(&mut harness, "names in");
    harness.key_press(Key::ArrowUp);
    harness.run();
    let last = harness.state().view.palette.as_ref().unwrap().chosen;
    assert!(last > 0);
    harness.key_press(Key::ArrowDown);
    harness.run();
    assert_eq!(harness.state().view.palette.as_ref().unwrap().chosen, 0);
}

#[test]
fn the_palette_flies_to_a_place_named_in_arabic() {
    let mut harness = with_palette(TestApp::sample());
    type_into_palette(&mut harness, "القصور");
    harness.key_press(Key::Enter);
    harness.run();
    let app = harness.state();
    assert!(app.view.place_card.is_some() && app.view.flight.is_some());
    assert_eq!(app.state.base, BaseLayer::Bundled);
}

const FAULTY: &str = "date,lat,lon,title\n\
    2016-01-16,35.35,40.11,one\n\
    2016-02-31,35.34,40.14,two\n\
    2016-03-01,95.0,40.14,three\n";

#[test]
fn the_load_report_lists_line_and_reason() {
    let mut app = TestApp::csv(FAULTY);
    assert_eq!(app.state.datasets[0].report.problems.len(), 2);
    app.state.open_report = Some(DatasetId(0));
    let mut harness = window(app);
    harness.get_by_label_contains("3 read");
    harness.get_by_label_contains("line 3, date: \"2016-02-31\"");
    harness.get_by_label_contains("line 4, lon, lat: \"40.14, 95.0\"");
    harness.get_by_label("Change columns…");
    harness.get_by_label("Close").click();
    harness.run();
    assert!(harness.state().state.open_report.is_none());
}

fn with_columns(text: &str) -> Harness<'static, TestApp> {
    let mut app = TestApp::default();
    app.dispatch(Action::ColumnsNeeded {
        task: None,
        source: Source::File("test.csv".into()),
        preview: Box::new(preview::preview(text.as_bytes()).unwrap()),
    });
    window(app)
}

#[test]
fn the_order_of_day_and_month_must_be_said_where_dates_leave_it_open() {
    let mut harness = with_columns("date,place,title\n03/04/2016,al-Qusour,one\n");
    harness.get_by_label("Open").click();
    harness.run();
    assert!(harness.state().state.mapping.is_some(), "Open waits for the answer");
    harness.get_by_label_contains("Day first: Sun 3 Apr 2016").click();
    harness.run();
    harness.get_by_label("Open").click();
    harness.run();
    assert!(harness.state().state.mapping.is_none());
    let answer = harness.state().asked.iter().find_map(|action| match action {
        Action::AcceptColumns(answer) => Some(answer.clone()),
        _ => None,
    });
    assert_eq!(answer.unwrap().date_order, Some(DateOrder::DayFirst));
}

#[test]
fn cells_say_how_they_are_understood() {
    let harness = with_columns("date,lat,lon\n30 Jan 2016,35.35,40.11\n31 Feb 2016,95,40.12\n");
    harness.get_by_label("Sat 30 Jan 2016");
    harness.get_by_label_contains("outside -90..90");
    harness.get_by_label("Meaning of lat: Latitude");
    // The reason why there is no such day stands in red below the cell.
    assert!(harness.query_all_by_label_contains("Problem: ").count() == 2);
}

#[test]
fn the_events_of_a_cluster_can_be_selected() {
    let mut app = TestApp::sample();
    let events: Vec<_> =
        app.state.table.rows().take(4).map(|row| app.state.table.event_id(row)).collect();
    let title = crate::scene::phrases::title(&app.state.table, crate::model::Row(1));
    app.view.open_cluster =
        Some(OpenCluster { centre: app.view.camera.centre, events: events.clone(), n: 9 });
    let mut harness = window(app);
    harness.get_by_label_contains("9 events here");
    harness.get_by_label_contains(&title).click();
    harness.run();
    assert_eq!(harness.state().state.view.selection, Some(events[1]));
}

#[test]
fn a_path_is_opened_by_enter() {
    let mut app = TestApp::sample();
    app.view.path_field = Some(String::new());
    let mut harness = window(app);
    harness.get_by_role(Role::TextInput).type_text("\"/nowhere/at all.csv\"");
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    assert!(harness.state().view.path_field.is_none());
    let message = harness.state().state.messages.last().unwrap();
    assert!(message.text.contains("/nowhere/at all.csv"), "{}", message.text);
}

#[test]
fn the_help_lists_keys() {
    let mut app = TestApp::sample();
    app.view.help = true;
    let mut harness = window(app);
    harness.get_by_label("Ctrl+K");
    harness.get_by_label("Ctrl+Shift+Z  or  Ctrl+Y");
    harness.get_by_label("Close").click();
    harness.run();
    assert!(!harness.state().view.help);
}

#[test]
fn the_export_dialog_says_what_the_format_cannot_hold_before_it_writes() {
    let mut app = TestApp::sample();
    app.dispatch(Action::Export(ExportAction::Open(app.view.picture_frame())));
    let mut harness = window(app);
    harness.get_by_label_contains("29 of 29 events");
    harness.get_by_label("The format holds all of it.");
    harness.get_by_label("CSV (.csv)").click();
    harness.run();
    harness.get_by_label_contains("byte-order mark");
    assert!(harness.query_all_by_label_contains("Not held by this format: ").count() > 1);
    harness.get_by_label("Public").click();
    harness.run();
    harness.get_by_label_contains("Public copy: ");
    harness.get_by_label("Withheld for chosen events").click();
    harness.run();
    let first = harness.get_all_by_label_contains("Withhold the words of").next().unwrap();
    first.click();
    harness.run();
    harness.get_by_label_contains("words of 1 event withheld");
    harness.get_by_label("Cancel").click();
    harness.run();
    let state = &harness.state().state;
    assert!(!state.export.is_open);
    assert_eq!(state.export.plan.format, DataFormat::Csv, "the plan is kept for the next time");
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

fn event_of(app: &TestApp, id: &str) -> crate::model::EventId {
    let table = &app.state.table;
    let row = table.rows().find(|row| table.id(*row) == id).unwrap();
    table.event_id(row)
}

#[test]
fn the_selected_events_unplaced_name_is_put_on_the_map_with_a_reason() {
    let mut app = TestApp::sample();
    let event = event_of(&app, "clash-bighel");
    app.dispatch(Action::Select(Some(event)));
    let here = LonLat::new(40.040_237_6, 35.265_596_5).unwrap();
    app.view.placing = Some(Placing::at(here, &app.state));
    let mut harness = window(app);
    shows(&harness, "The gazetteer has no position for it.");
    shows(&harness, "Say how you know");
    harness.get_by_label("Place").click();
    harness.run();
    assert!(harness.state().asked.is_empty(), "nothing without a reason");
    // Which place, how near, and then the reason.
    harness.get_all_by_role(Role::TextInput).last().unwrap().focus();
    harness.run();
    harness.get_all_by_role(Role::TextInput).last().unwrap().type_text("a map of 2015");
    harness.run();
    harness.get_by_label("Place").click();
    harness.run();
    let app = harness.state();
    assert!(app.view.placing.is_none());
    let [entry] = &app.state.view.own_places.places[..] else { panic!("one entry") };
    assert_eq!((entry.id.as_str(), entry.reason.as_str()), ("bighel", "a map of 2015"));
    assert_eq!(entry.position, LonLat::new(40.04024, 35.2656).ok(), "as exact as a hand points");
    let row = app.state.table.row_of(event).unwrap();
    assert!(app.state.table.is_placed(row), "its event stands there at once");
}

#[test]
fn own_places_are_listed_edited_and_deleted() {
    let mut app = TestApp::sample();
    let (overlay, _) =
        Overlay::read("id,name_en,name_ar,lon,lat,radius_m,reason\nown-gate,Blue Gate,البوابة الزرقاء,40.1,35.3,80,seen\n".as_bytes());
    app.dispatch(Action::Place(PlaceAction::Put(overlay.places[0].clone().into())));
    app.view.desk = Some(Desk::Gazetteer);
    let mut harness = window(app);
    shows(&harness, "Blue Gate");
    shows(&harness, "البوابة الزرقاء");
    shows(&harness, "Kept for this run only");
    harness.get_by_label("Edit… Blue Gate").click();
    harness.run();
    shows(&harness, "Edit my place");
    let form = harness.state().view.placing.clone().unwrap();
    assert_eq!((form.radius_m.as_str(), form.reason.as_str()), ("80", "seen"));
    harness.get_by_label("Cancel").click();
    harness.run();
    harness.get_by_label("Delete Blue Gate").click();
    harness.run();
    assert!(harness.state().state.view.own_places.places.is_empty());
    shows(&harness, "Nothing in it yet.");
}

#[test]
fn what_may_be_one_event_is_compared_joined_and_listed() {
    let mut app = TestApp::sample();
    let event = event_of(&app, "massacre-al-baghiliyah");
    app.dispatch(Action::Edit(EditAction::Part { event, claim: 1 }));
    app.view.desk = Some(Desk::SameOccurrence);
    let mut harness = window(app);
    shows(&harness, "same place: al-Baghiliyah");
    shows(&harness, "Killed, ARA News");
    shows(&harness, "cannot both be true");
    harness.state_mut().view.desk = Some(Desk::Edits);
    harness.run();
    shows(&harness, "Parted by you");
    harness.state_mut().view.desk = Some(Desk::SameOccurrence);
    harness.run();
    harness.get_by_label("Join as one event").click();
    harness.run();
    assert!(harness.state().state.view.edits.is_empty());
    let app = harness.state();
    let row = app.state.table.row_of(event).unwrap();
    assert_eq!(app.state.table.claims(row).len(), 2);
}
