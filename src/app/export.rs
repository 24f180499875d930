//! Writing events to a file: what is asked for, and what would come of it.
//!
//! Before anything is written the dialog says how many events go into the file
//! and what it cannot hold. That is found out by writing to memory, off the
//! window's thread, one at a time: an answer for an older plan asks again.

use std::path::PathBuf;
use std::sync::Arc;

use super::effect::{Effect, TaskId};
use super::state::{AppState, MessageKind, PictureFrame};
use crate::export::data::DataFormat;
use crate::export::redact::{Profile, Redaction, Withheld};
use crate::gazetteer::{Gazetteer, Overlay};
use crate::model::{DaySpan, EventId, EventTable, LonLat, LonLatBox, Row};
use crate::query::Matched;

/// Which events go into a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scope {
    /// Those that the filter and the dates show, and those without a date.
    #[default]
    Shown,
    /// All that are open.
    All,
}

/// What a person asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportPlan {
    /// The kind of file.
    pub format: DataFormat,
    /// Which events.
    pub scope: Scope,
    /// What the copy leaves out.
    pub redaction: Redaction,
    /// Names to hide as typed, separated by commas; [`Redaction::names`] follows.
    pub names: String,
    /// CSV: whether spreadsheets are told that it is UTF-8.
    pub with_byte_order_mark: bool,
}

impl Default for ExportPlan {
    fn default() -> Self {
        Self {
            format: DataFormat::Native,
            scope: Scope::Shown,
            redaction: Redaction::default(),
            names: String::new(),
            with_byte_order_mark: true,
        }
    }
}

impl ExportPlan {
    /// Withholds the words of an event, or no longer.
    pub fn toggle_withheld(&mut self, id: EventId) {
        let mut events = match std::mem::take(&mut self.redaction.withheld) {
            Withheld::Events(events) => events,
            Withheld::Nothing | Withheld::Everything => Default::default(),
        };
        if !events.remove(&id) {
            events.insert(id);
        }
        self.redaction.withheld = Withheld::Events(events);
    }

    /// Takes over names as they are typed.
    pub fn set_names(&mut self, typed: String) {
        let names = typed.split([',', '،', ';', '\n']).map(str::trim);
        self.redaction.names = names.filter(|name| !name.is_empty()).map(str::to_owned).collect();
        self.names = typed;
    }

    /// A name for the file: the profile is in it where something is left out.
    #[must_use]
    pub fn file_name(&self) -> String {
        let profile = match self.redaction.profile {
            Profile::Full => "",
            Profile::Partner => "-partner",
            Profile::Public => "-public",
        };
        format!("deir-atlas{profile}{}", self.format.extension())
    }
}

/// What a file holds, or would hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Weighed {
    /// Events in it.
    pub n_events: usize,
    /// Events that are open.
    pub n_all: usize,
    /// Of those in it, without a date.
    pub n_undated: usize,
    /// Of those in it, without a place.
    pub n_unplaced: usize,
    /// Its length in bytes.
    pub n_bytes: usize,
    /// What the copy leaves out, in words.
    pub notice: String,
    /// What the format cannot hold, each with how often.
    pub lost: Vec<String>,
}

impl Weighed {
    /// `40 of 45 events, 3 undated, 2 unplaced`.
    #[must_use]
    pub fn counts(&self) -> String {
        format!(
            "{} of {} events, {} undated, {} unplaced",
            self.n_events, self.n_all, self.n_undated, self.n_unplaced
        )
    }
}

/// The export dialog.
#[derive(Debug, Clone, Default)]
pub struct ExportState {
    /// Whether it is open.
    pub is_open: bool,
    /// What is asked for; it outlives the dialog.
    pub plan: ExportPlan,
    /// What would come of the plan; `None` until that is known.
    pub weighed: Option<Result<Weighed, String>>,
    /// The part of the map in view when it was opened.
    map_bounds: Option<LonLatBox>,
    /// The plan that is being weighed.
    weighing: Option<ExportPlan>,
}

/// What can be asked of the export dialog.
#[derive(Debug, Clone)]
pub enum ExportAction {
    /// Show it, over this part of the map.
    Open(PictureFrame),
    /// Put it away.
    Close,
    /// Another plan.
    Change(Box<ExportPlan>),
    /// The plan was weighed.
    Weighed(Box<ExportPlan>, Result<Weighed, String>),
    /// Ask where to, then write.
    Choose,
    /// Write to a file that was chosen.
    To(PathBuf),
    /// It was written.
    Written(TaskId, PathBuf, Weighed),
}

/// Everything that a file of events is made of.
#[derive(Debug, Clone)]
pub struct ExportOrder {
    /// What is asked for.
    pub plan: ExportPlan,
    /// All open events.
    pub table: Arc<EventTable>,
    /// What the filter lets through.
    pub matched: Arc<Matched>,
    /// The dates shown.
    pub range: DaySpan,
    /// How it is looked at, as a session's JSON without names of files.
    pub view: String,
    /// Places are rounded by it.
    pub gazetteer: Arc<Gazetteer>,
    /// The user's own places, as CSV; empty without any.
    pub overlay: String,
}

impl ExportOrder {
    /// The rows asked for, in order of date, those without a date at the end.
    #[must_use]
    pub fn rows(&self) -> Vec<Row> {
        match self.plan.scope {
            Scope::All => self.table.rows().collect(),
            Scope::Shown => self.matched.rows_of(self.range),
        }
    }
}

impl AppState {
    pub(super) fn apply_export(&mut self, action: ExportAction) -> Vec<Effect> {
        match action {
            ExportAction::Open(frame) => {
                self.export.is_open = true;
                self.export.map_bounds = Some(frame.camera.bounds(frame.map_size));
                // What is shown may have changed since it was weighed.
                self.export.weighed = None;
                self.weigh()
            }
            ExportAction::Close => {
                self.export.is_open = false;
                Vec::new()
            }
            ExportAction::Change(plan) => {
                if self.export.plan == *plan {
                    return Vec::new();
                }
                self.export.plan = *plan;
                self.export.weighed = None;
                self.weigh()
            }
            ExportAction::Weighed(plan, outcome) => {
                self.export.weighing = None;
                if *plan == self.export.plan {
                    self.export.weighed = Some(outcome);
                    return Vec::new();
                }
                self.weigh()
            }
            ExportAction::Choose => {
                let plan = &self.export.plan;
                vec![Effect::PickExport { name: plan.file_name(), format: plan.format }]
            }
            ExportAction::To(path) => {
                self.export.is_open = false;
                let task = self.start_writing(&path);
                vec![Effect::WriteExport { task, order: Box::new(self.export_order()), path }]
            }
            ExportAction::Written(task, path, weighed) => {
                self.finish(task);
                let mut text = format!("Wrote {} to {}.", weighed.counts(), path.display());
                if !weighed.notice.is_empty() {
                    text.push('\n');
                    text.push_str(&weighed.notice);
                }
                for lost in &weighed.lost {
                    text.push_str("\nNot held by this format: ");
                    text.push_str(lost);
                }
                let kind =
                    if weighed.lost.is_empty() { MessageKind::Info } else { MessageKind::Warning };
                self.tell(kind, text, None);
                Vec::new()
            }
        }
    }

    /// Shows what a capsule's writer saw, where it is all that is open; one step of
    /// undo goes back.
    pub(super) fn restore_view(&mut self, json: Option<&str>) {
        let Some(json) = json.filter(|_| self.datasets.len() == 1) else { return };
        let Ok(session) = crate::store::Session::from_json(json) else { return };
        let before = self.view.clone();
        self.view.range = session.range();
        self.view.filter = session.filter;
        self.view.filter.hidden_datasets.clear();
        self.view.filter.extent = None;
        self.frame_to_show = session.map_bounds.map(LonLatBox::from_bbox).filter(is_sound);
        if self.view != before {
            self.history.note(before);
            let text = "Shown as when the capsule was written; Ctrl+Z shows it as before.";
            self.tell(MessageKind::Info, text.to_owned(), None);
        }
    }

    fn weigh(&mut self) -> Vec<Effect> {
        if !self.export.is_open || self.export.weighing.is_some() {
            return Vec::new();
        }
        self.export.weighing = Some(self.export.plan.clone());
        vec![Effect::WeighExport(Box::new(self.export_order()))]
    }

    fn export_order(&self) -> ExportOrder {
        let session = self.session();
        // Paths tell whose computer it was.
        let view = crate::store::Session {
            files: Vec::new(),
            recent: Vec::new(),
            pmtiles: None,
            known_columns: Vec::new(),
            map_bounds: self.export.map_bounds.map(LonLatBox::to_bbox),
            ..session
        };
        ExportOrder {
            plan: self.export.plan.clone(),
            table: Arc::clone(&self.table),
            matched: Arc::clone(&self.derived.matched),
            range: self.view.range,
            view: view.to_json(),
            gazetteer: Arc::clone(&self.gazetteer),
            overlay: own_places_csv(&self.view.own_places),
        }
    }
}

/// Whether a box that somebody else wrote can be shown.
fn is_sound(bounds: &LonLatBox) -> bool {
    let corner = |lon_deg, lat_deg| LonLat::new(lon_deg, lat_deg).is_ok();
    corner(bounds.west_deg, bounds.south_deg)
        && corner(bounds.east_deg, bounds.north_deg)
        && bounds.west_deg < bounds.east_deg
        && bounds.south_deg < bounds.north_deg
}

fn own_places_csv(own: &Overlay) -> String {
    let csv = if own.places.is_empty() { Vec::new() } else { own.to_csv() };
    // What the program writes is UTF-8.
    String::from_utf8(csv).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Action;
    use crate::model::Mercator;
    use crate::scene::camera::Camera;

    const FRAME: PictureFrame = PictureFrame {
        camera: Camera { centre: Mercator { x: 0.61, y: 0.4 }, zoom: 12.0 },
        map_size: [620.0, 580.0],
    };

    fn apply(state: &mut AppState, action: ExportAction) -> Vec<Effect> {
        state.apply(Action::Export(action))
    }

    fn change(state: &mut AppState, format: DataFormat) -> Vec<Effect> {
        let plan = ExportPlan { format, ..state.export.plan.clone() };
        apply(state, ExportAction::Change(Box::new(plan)))
    }

    #[test]
    fn one_plan_is_weighed_at_a_time_and_only_the_last_answer_counts() {
        let mut state = AppState::default();
        let first = apply(&mut state, ExportAction::Open(FRAME));
        assert!(matches!(first[..], [Effect::WeighExport(_)]));
        let plan = state.export.plan.clone();
        assert!(change(&mut state, DataFormat::Csv).is_empty(), "the first is still being weighed");
        let stale = ExportAction::Weighed(Box::new(plan), Ok(Weighed::default()));
        let again = apply(&mut state, stale);
        assert!(matches!(again[..], [Effect::WeighExport(_)]));
        assert_eq!(state.export.weighed, None);
        let plan = state.export.plan.clone();
        let answer = Weighed { n_events: 3, ..Weighed::default() };
        assert!(apply(&mut state, ExportAction::Weighed(Box::new(plan), Ok(answer))).is_empty());
        assert_eq!(state.export.weighed.as_ref().unwrap().as_ref().unwrap().n_events, 3);
    }

    #[test]
    fn a_file_name_tells_the_profile() {
        let mut plan = ExportPlan::default();
        assert_eq!(plan.file_name(), "deir-atlas.events.json");
        plan.redaction.profile = Profile::Public;
        plan.format = DataFormat::Kmz;
        assert_eq!(plan.file_name(), "deir-atlas-public.kmz");
        plan.set_names(" Ali ، سعيد,, ".to_owned());
        assert_eq!(plan.redaction.names, ["Ali", "سعيد"]);
    }

    #[test]
    fn a_capsule_is_shown_as_its_writer_saw_it_if_nothing_else_is_open() {
        let mut writer = AppState::default();
        let _ = apply(&mut writer, ExportAction::Open(FRAME));
        writer.view.filter.text = "bridge".to_owned();
        let view = writer.export_order().view;
        let mut reader = AppState::default();
        reader.restore_view(Some(&view));
        assert!(reader.view.filter.is_default(), "nothing is open, so nothing is restored");
        reader.datasets.push(crate::app::Dataset {
            id: crate::model::DatasetId(0),
            name: "capsule".to_owned(),
            source: crate::app::effect::Source::Sample,
            table: Arc::default(),
            report: Arc::default(),
        });
        reader.restore_view(Some(&view));
        assert_eq!(reader.view.filter.text, "bridge");
        assert!(reader.history.can_undo());
        let (shown, seen) = (reader.frame_to_show.unwrap(), FRAME.camera.bounds(FRAME.map_size));
        assert!((shown.west_deg - seen.west_deg).abs() < 1e-9, "{shown:?}");
        assert!((shown.north_deg - seen.north_deg).abs() < 1e-9, "{shown:?}");
    }

    #[test]
    fn what_was_written_is_confirmed_with_its_counts() {
        let mut state = AppState::default();
        let weighed = Weighed {
            n_events: 40,
            n_all: 45,
            n_undated: 3,
            n_unplaced: 2,
            lost: vec!["texts of documents (5)".to_owned()],
            ..Weighed::default()
        };
        let _ = apply(&mut state, ExportAction::Written(TaskId(0), "a/b.csv".into(), weighed));
        let message = state.messages.last().unwrap();
        assert_eq!(message.kind, MessageKind::Warning);
        assert!(message.text.starts_with("Wrote 40 of 45 events, 3 undated, 2 unplaced to"));
        assert!(message.text.contains("Not held by this format: texts of documents (5)"));
    }
}
