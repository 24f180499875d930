//! The briefing view, as somebody uses it.

use egui::vec2;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use super::{BriefingPanel, briefing_ui};
use crate::app::page::Page;
use crate::app::{Action, BriefingAction};
use crate::scene::theme::ThemeName;
use crate::scene::words::Language;
use crate::ui::filters::tests::{TestApp, set_up};

struct Window {
    app: TestApp,
    panel: BriefingPanel,
}

fn window() -> Harness<'static, Window> {
    let mut app = TestApp::sample();
    let frame = app.view.picture_frame();
    app.dispatch(BriefingAction::Open(frame).into());
    let mut harness = Harness::builder()
        .with_size(vec2(1280.0, 1400.0))
        .with_context_setup(set_up)
        .build_ui_state(
            |ui, window: &mut Window| {
                let mut actions = Vec::new();
                let Window { app, panel } = window;
                briefing_ui(ui, &app.state, &mut app.view, panel, &mut actions);
                app.follow(actions);
            },
            Window { app, panel: BriefingPanel::default() },
        );
    harness.run();
    harness
}

fn shown<'a>(harness: &'a Harness<'_, Window>) -> &'a Page {
    harness.state().panel.shown.as_ref().unwrap().2.as_ref().unwrap()
}

#[test]
fn choices_change_the_page_on_show() {
    let mut harness = window();
    harness.get_by_label("Dark").click();
    harness.run();
    let page = &harness.state().app.state.briefing.page;
    assert_eq!(page.theme, ThemeName::Dark);
    harness.get_all_by_label("Arabic").next().unwrap().click();
    harness.run();
    assert_eq!(harness.state().app.state.briefing.page.language, Language::Arabic);
    harness.get_by_label("Key events").click();
    harness.run();
    let shown = shown(&harness);
    assert!(!shown.key_events.is_empty());
    assert_eq!(shown.spec.language, Language::Arabic);
}

#[test]
fn a_drag_moves_the_map_of_the_page_and_not_that_of_the_window() {
    let mut harness = window();
    let window_before = harness.state().app.view.camera;
    let before = shown(&harness).camera;
    let centre = harness.get_by_role(egui::Role::Canvas).rect().center();
    harness.drag_at(centre);
    harness.run();
    harness.hover_at(centre + vec2(60.0, 10.0));
    harness.run();
    harness.drop_at(centre + vec2(60.0, 10.0));
    harness.run();
    let after = shown(&harness).camera;
    assert!(after.centre.x < before.centre.x, "the map follows the hand");
    assert!((after.zoom - before.zoom).abs() < 1e-6);
    assert_eq!(harness.state().app.view.camera, window_before);
}

#[test]
fn the_page_is_made_once_while_nothing_changes() {
    let mut harness = window();
    let address = |harness: &Harness<'_, Window>| shown(harness).scene.items.as_ptr().addr();
    let before = address(&harness);
    harness.run();
    assert_eq!(address(&harness), before);
}

#[test]
fn buttons_ask_for_files_and_for_the_way_back() {
    let mut harness = window();
    for label in ["PNG…", "PDF…", "SVG…", "Save view…"] {
        harness.get_by_label(label).click();
        harness.run();
    }
    let asked = &harness.state().app.asked;
    assert_eq!(asked.iter().filter(|action| matches!(action, Action::Save(_))).count(), 4);
    harness.get_by_label("Back to the map").click();
    harness.run();
    assert!(!harness.state().app.state.briefing.is_open);
}
