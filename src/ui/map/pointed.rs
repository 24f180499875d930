//! What a click or a rest of the pointer on something of the map does.

use egui::{PointerButton, Response};

use super::event_tip_ui;
use crate::app::frame::{FrameMemo, MapContents};
use crate::app::review::table::PROPOSED;
use crate::app::{Action, AppState, FilterChange};
use crate::model::EventId;
use crate::query::MercatorBox;
use crate::scene::camera::Camera;
use crate::scene::markers::ClusterInput;
use crate::scene::shape::Target;
use crate::ui::view_state::{OpenCluster, ViewState};

/// Zoom levels that a click on something crowded goes nearer.
const NEARER: f64 = 2.0;

/// The most events that the list of one spot shows.
const MOST_ON_SPOT: usize = 2_000;

/// The pointer over the map, and what it may change.
pub(super) struct Pointed<'a> {
    pub(super) response: &'a Response,
    pub(super) state: &'a AppState,
    pub(super) view: &'a mut ViewState,
    pub(super) memo: &'a mut FrameMemo,
    /// What the map shows; `None` before its first frame.
    pub(super) contents: Option<&'a MapContents>,
    pub(super) actions: &'a mut Vec<Action>,
}

impl Pointed<'_> {
    /// Does what the pointer on a target asks for.
    pub(super) fn at(mut self, target: Target) {
        match target {
            Target::Marker { event, .. } => self.at_marker(event),
            Target::Pile(event) if event.dataset == PROPOSED => self.at_proposals(event),
            Target::Pile(event) => self.at_pile(event),
            Target::Cluster(key) => self.at_cluster(key),
            Target::Place(id) => {
                if self.response.clicked() && self.state.gazetteer.by_id(&id).is_some() {
                    self.view.place_card = Some(id.to_string());
                }
            }
            Target::LegendType(kind) => {
                if self.response.clicked() {
                    self.actions.push(Action::Filter(FilterChange::ToggleType(kind)));
                }
                self.tip("Click to show this type alone, or all again");
            }
            Target::Bar(_)
            | Target::Span(_)
            | Target::FromHandle
            | Target::ToHandle
            | Target::RangeBody => {}
        }
    }

    fn tip(&self, words: &str) {
        self.response.clone().on_hover_text(words);
    }

    fn at_marker(&mut self, event: EventId) {
        self.view.hover.on(event);
        if self.response.clicked() {
            self.view.open_cluster = None;
            self.view.scroll_to_selection = true;
            self.actions.push(Action::Select(Some(event)));
        }
        event_tip_ui(self.response, self.state, event);
    }

    fn at_proposals(&mut self, first: EventId) {
        if self.response.clicked() {
            self.actions.push(Action::Select(Some(first)));
        }
        self.tip("Several proposals on one spot, not confirmed: click for the first");
    }

    /// All events of the spot, whatever the zoom.
    fn at_pile(&mut self, event: EventId) {
        let state = self.state;
        if self.response.clicked()
            && let Some(row) = state.table.row_of(event)
            && let Some(position) = state.table.placements(row).find_map(|p| p.centre)
        {
            let spot = MercatorBox::around(position, 1e-8, 1e-8);
            let spots =
                state.derived.matched.placements_in(&spot, state.date_range(), MOST_ON_SPOT);
            let mut events: Vec<EventId> =
                spots.iter().map(|spot| state.table.event_id(spot.row)).collect();
            events.sort_unstable();
            events.dedup();
            let n = events.len() as u32;
            self.view.open_cluster = Some(OpenCluster { centre: position, events, n });
        }
        self.tip("Several events on one spot: click for the list");
    }

    fn at_cluster(&mut self, number: u64) {
        let Some(contents) = self.contents else { return };
        let Ok(at) = usize::try_from(number) else { return };
        let found = contents.clusters.get(at).zip(contents.cluster_keys.get(at));
        let Some((cluster, key)) = found else { return };
        let n: u32 = cluster.by_type.iter().sum();
        if cluster.is_hollow {
            if self.response.clicked() {
                self.go_nearer(cluster);
            }
            self.tip(&format!("{n} proposals close together, not confirmed: click to zoom in"));
            return;
        }
        if self.response.double_clicked() {
            self.view.open_cluster = None;
            self.go_nearer(cluster);
        } else if self.response.clicked_by(PointerButton::Primary) {
            let (matched, range) = (&self.state.derived.matched, self.state.date_range());
            let (camera, size) = (&self.view.camera, self.view.map_size);
            let found = self.memo.cluster_events(matched, range, camera, size, *key);
            self.view.open_cluster =
                found.map(|(centre, events, n)| OpenCluster { centre, events, n });
        }
        self.tip(&format!(
            "{n} markers close together: click for the list, double-click to zoom in"
        ));
    }

    fn go_nearer(&mut self, cluster: &ClusterInput) {
        let to = Camera { centre: cluster.centre, zoom: self.view.camera.zoom + NEARER };
        self.view.fly_to(to.clamped());
    }
}
