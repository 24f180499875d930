//! What belongs to the window alone: camera, pointer, open dialogs, text being
//! typed. Never saved in a project, never seen by the state.

use super::placing::Placing;
use crate::app::state::PictureFrame;
use crate::gazetteer::Place;
use crate::model::{EventId, LonLat, LonLatBox};
use crate::scene::camera::Camera;

/// The window's own state.
#[derive(Debug)]
pub struct ViewState {
    /// The part of the world that the map shows.
    pub camera: Camera,
    /// Size of the map in logical pixels, as last laid out.
    pub map_size: [f32; 2],
    /// The map's upper left corner in the window, as last laid out.
    pub map_origin: [f32; 2],
    /// What the pointer is on.
    pub hover: Hover,
    /// The panel that arrow keys, Home and End go to: the last one clicked.
    pub active: ActivePanel,
    /// The list of a cluster that was opened.
    pub open_cluster: Option<OpenCluster>,
    /// Id of the place whose card is open.
    pub place_card: Option<String>,
    /// Where the map's context menu was opened.
    pub context_position: Option<LonLat>,
    /// A flight of the camera under way.
    pub flight: Option<Flight>,
    /// The search field's text; the filter follows it after a pause in typing.
    pub search: String,
    /// The search field, once it was shown.
    pub search_field: Option<egui::Id>,
    /// The from and to fields, while somebody types in them.
    pub typed_dates: TypedDates,
    /// The command palette, when open.
    pub palette: Option<Palette>,
    /// The path field of the open dialog, when open.
    pub path_field: Option<String>,
    /// Whether the list follows the map.
    pub list_follows_map: bool,
    /// The bar of the timeline that the pointer is on.
    pub hovered_bar: Option<u32>,
    /// Whether filters and timeline stay beside the page of the briefing view.
    pub filters_beside_page: bool,
    /// Whether the list of keys is shown.
    pub help: bool,
    /// The dialog about the user's own work that is open.
    pub desk: Option<Desk>,
    /// The place that is being put on the map.
    pub placing: Option<Placing>,
    /// The proposal chosen in the dialog of events that may be one, from 0.
    pub proposal: usize,
    /// What is typed under "Why here?" to find another place.
    pub other_place: String,
    /// Whether the window fills the screen.
    pub fullscreen: bool,
    /// The claim whose words should be scrolled into view, once.
    pub scroll_to_claim: Option<usize>,
    /// Whether the list should scroll to the selected event, once.
    pub scroll_to_selection: bool,
    /// What of the review belongs to the window.
    pub review: super::review::ReviewView,
}

impl Default for ViewState {
    fn default() -> Self {
        Self {
            camera: Camera::default(),
            map_size: [800.0, 500.0],
            map_origin: [0.0, 0.0],
            hover: Hover::default(),
            active: ActivePanel::default(),
            open_cluster: None,
            place_card: None,
            context_position: None,
            flight: None,
            search: String::new(),
            search_field: None,
            typed_dates: TypedDates::default(),
            palette: None,
            path_field: None,
            list_follows_map: false,
            hovered_bar: None,
            filters_beside_page: false,
            help: false,
            desk: None,
            placing: None,
            proposal: 0,
            other_place: String::new(),
            fullscreen: false,
            scroll_to_claim: None,
            scroll_to_selection: false,
            review: super::review::ReviewView::default(),
        }
    }
}

impl ViewState {
    /// Zooms at the centre of the map; a flight under way ends.
    pub fn zoom_by(&mut self, levels: f64) {
        self.flight = None;
        self.camera = Camera { zoom: self.camera.zoom + levels, ..self.camera }.clamped();
    }

    /// The part of the map in view, for a picture of it.
    #[must_use]
    pub const fn picture_frame(&self) -> PictureFrame {
        PictureFrame { camera: self.camera, map_size: self.map_size }
    }

    /// Opens the card of a place and brings it into view.
    pub fn show_place(&mut self, entry: &Place) {
        self.place_card = Some(entry.id.clone());
        if let Some(position) = entry.position {
            let radius_m = f64::from(entry.radius_m.unwrap_or(500.0)).max(300.0);
            let corner = |bearing_deg| position.offset(bearing_deg, 1.5 * radius_m);
            if let Some(bounds) = LonLatBox::around([0.0, 90.0, 180.0, 270.0].map(corner)) {
                let camera = Camera::fit(bounds, self.map_size, 40.0, 15.0);
                // The card covers the right of the map.
                self.fly_to(camera.panned(-self.map_size[0] / 4.0, 0.0).clamped());
            }
        }
    }

    /// Sends the map somewhere.
    pub const fn fly_to(&mut self, to: Camera) {
        self.flight = Some(Flight { from: self.camera, to, done: 0.0 });
    }
}

/// A dialog about the user's own work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Desk {
    /// The own gazetteer.
    Gazetteer,
    /// What is wrong with the lines of the own gazetteer.
    GazetteerReport,
    /// Decisions about events.
    Edits,
    /// Events that may be one.
    SameOccurrence,
}

/// The panel that keys without a modifier go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ActivePanel {
    /// Left and right step, Home and End go to the ends.
    #[default]
    Timeline,
    /// Arrows pan, Home fits all.
    Map,
}

/// The event under the pointer, double-buffered: panels write the next frame's
/// and read the last frame's, so the order of drawing does not matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hover {
    shown: Option<EventId>,
    next: Option<EventId>,
}

impl Hover {
    /// The event that the pointer was on in the last frame.
    #[must_use]
    pub const fn event(&self) -> Option<EventId> {
        self.shown
    }

    /// Notes that the pointer is on an event.
    pub const fn on(&mut self, event: EventId) {
        self.next = Some(event);
    }

    /// Begins the next frame; whether what is hovered changed.
    pub fn turn(&mut self) -> bool {
        let changed = self.shown != self.next;
        self.shown = self.next.take();
        changed
    }
}

/// The list of events in a cluster.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenCluster {
    /// Where its marker is, in Web Mercator.
    pub centre: crate::model::Mercator,
    /// Its events, in the order of the table.
    pub events: Vec<EventId>,
    /// Number of events in it, where not all are listed.
    pub n: u32,
}

/// A camera on its way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Flight {
    /// Where it began.
    pub from: Camera,
    /// Where it ends.
    pub to: Camera,
    /// Share of the way done, 0 to 1.
    pub done: f32,
}

/// The from and to fields while somebody types in them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TypedDates {
    /// The from field's text; `None` shows the range's start.
    pub from: Option<String>,
    /// The to field's text; `None` shows the range's end.
    pub to: Option<String>,
    /// What is wrong with what was typed.
    pub problem: Option<String>,
}

/// The command palette.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Palette {
    /// What was typed.
    pub query: String,
    /// The chosen line, from 0.
    pub chosen: usize,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::DatasetId;

    #[test]
    fn hover_is_read_one_frame_after_it_is_written() {
        let event = EventId { dataset: DatasetId(0), number: 3 };
        let mut hover = Hover::default();
        hover.on(event);
        assert_eq!(hover.event(), None);
        assert!(hover.turn());
        assert_eq!(hover.event(), Some(event));
        assert!(hover.turn(), "the pointer has left");
        assert_eq!(hover.event(), None);
        assert!(!hover.turn());
    }
}
