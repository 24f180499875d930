//! The briefing view: the page exactly as it will come out, and everything that can be chosen
//! about it. The page is the same scene that the exports write, painted by the same painter as the
//! map, scaled to the window.

mod canvas;
mod controls;
mod logo;
#[cfg(test)]
mod tests;

use egui::{CentralPanel, Panel, Ui};

pub(super) use self::logo::logo_texture;

use super::chrome;
use super::view_state::ViewState;
use crate::app::page::{Page, PageData, PageError, PageMemo, PageSpec, page, series_specs};
use crate::app::{Action, AppState};
use crate::model::Revision;

/// What the briefing view keeps between frames.
#[derive(Default)]
pub struct BriefingPanel {
    memo: PageMemo,
    /// The page on show, and everything that it was made of.
    shown: Option<(PageKey, PageSpec, Result<Page, PageError>)>,
    /// The pages of the series, and what they were made of.
    series: Option<(PageKey, PageSpec, Vec<PageSpec>)>,
}

/// The data that a page was made of: the same key means the same data.
type PageKey = (Revision, usize);

impl BriefingPanel {
    /// The specs of the series; empty without one.
    fn series(&mut self, state: &AppState) -> &[PageSpec] {
        let spec = state.page_spec();
        let Some(unit) = spec.series else {
            self.series = None;
            return &[];
        };
        let key = key(state);
        if self.series.as_ref().is_none_or(|(of, made, _)| (*of, made) != (key, &spec)) {
            let sources = state.sources();
            // What is wrong with the data is said where the page would be.
            let specs = series_specs(&data(state, &sources), &spec, unit, &mut self.memo);
            let specs = specs.unwrap_or_default();
            self.series = Some((key, spec, specs));
        }
        self.series.as_ref().map_or(&[], |(_, _, specs)| specs.as_slice())
    }

    /// The identifiers of the key events on show.
    fn listed(&mut self, state: &AppState) -> Vec<String> {
        let events = self.page(state).map(|page| page.key_events.as_slice()).unwrap_or_default();
        events.iter().map(|(id, _)| id.clone()).collect()
    }

    /// The page on show, made anew only when something about it has changed.
    fn page(&mut self, state: &AppState) -> Result<&Page, &PageError> {
        let nth = state.briefing.nth_picture;
        let series = self.series(state);
        let spec = match series.get(nth.min(series.len().saturating_sub(1))) {
            Some(spec) => spec.clone(),
            None => PageSpec { series: None, ..state.page_spec() },
        };
        let key = key(state);
        let shown = match self.shown.take() {
            Some(shown) if (shown.0, &shown.1) == (key, &spec) => shown,
            _ => {
                let sources = state.sources();
                let made = page(&data(state, &sources), &spec, &mut self.memo);
                (key, spec, made)
            }
        };
        self.shown.insert(shown).2.as_ref()
    }
}

fn key(state: &AppState) -> PageKey {
    let matched = &state.derived.matched;
    (matched.index().table().revision(), std::sync::Arc::as_ptr(matched).addr())
}

fn data<'a>(state: &'a AppState, sources: &'a str) -> PageData<'a> {
    PageData { matched: &state.derived.matched, all: &state.derived.all, sources }
}

/// Shows the page and its choices in all of the remaining space.
pub fn briefing_ui(
    ui: &mut Ui,
    state: &AppState,
    view: &mut ViewState,
    panel: &mut BriefingPanel,
    actions: &mut Vec<Action>,
) {
    Panel::right("briefing choices")
        .default_size(338.0)
        .size_range(280.0..=520.0)
        .resizable(true)
        .frame(chrome::panel_frame(ui))
        .show(ui, |ui| {
            let n_pictures = panel.series(state).len();
            controls::controls_ui(ui, state, view, panel, n_pictures, actions);
        });
    CentralPanel::no_frame().show(ui, |ui| match panel.page(state) {
        Ok(_) => canvas::canvas_ui(ui, state, panel, actions),
        Err(error) => {
            ui.label(error.to_string());
        }
    });
}
