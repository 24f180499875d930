//! From an action to the new state and what has to be done outside it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::action::{Action, FilterChange};
use super::briefing::{BriefingEffect, may_carry_view};
use super::effect::{Effect, MapMove, Source, TaskId};
use super::frame;
use super::review::ReviewAction;
use super::review::import::is_report_name;
use super::review::table::REVIEWED;
use super::state::{
    AppState, BaseLayer, Dataset, Derived, ExportRequest, Mapping, Message, MessageKind, SaveKind,
    Task, View,
};
use crate::model::{DatasetId, EventType};
use crate::query::{EventIndex, EventList, Filter, Matched, RowOrder, SortKey};
use crate::read::{ReadOutcome, Understanding};

/// Recent files remembered.
const N_RECENT: usize = 12;

impl AppState {
    /// Carries out an action on the state; returns what has to be done outside.
    /// Pure: no I/O, no clock, no toolkit.
    #[must_use]
    pub fn apply(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Open(paths) => self.open(paths),
            Action::OpenSample => vec![self.start_reading(Source::Sample, None)],
            Action::PickFiles => vec![Effect::PickFiles],
            Action::AcceptColumns(columns) => self.accept_columns(columns),
            Action::RefuseColumns => {
                self.mapping = None;
                Vec::new()
            }
            Action::ReviseColumns(id) => self.revise_columns(id),
            Action::Close(REVIEWED) => self.keep_reviewed(),
            Action::Close(id) => self.close(id),
            Action::ShowDataset(id, shown) => self.change_view(|view| {
                if shown {
                    view.filter.hidden_datasets.remove(&id);
                } else {
                    view.filter.hidden_datasets.insert(id);
                }
            }),
            Action::ShowReport(id) => {
                self.open_report = id;
                Vec::new()
            }
            Action::Cancel(task) => vec![Effect::Cancel(task)],

            Action::Filter(change) => self.change_view(|view| change.apply_to(&mut view.filter)),
            Action::Follow(change) => {
                change.apply_to(&mut self.view.filter);
                self.rematch()
            }
            Action::Time(action) => self.apply_time(action),
            Action::Select(id) => self.select(id),
            Action::SelectNeighbour(by) => self.select_neighbour(by),
            Action::Sort(key, descending) => {
                (self.sort, self.descending) = (key, descending);
                self.rematch()
            }
            Action::ShowTray(tray) => {
                self.tray = tray;
                Vec::new()
            }
            Action::Edit(action) => self.apply_edit(action),
            Action::Place(action) => self.apply_place(action),
            Action::Undo => {
                let present = self.view.clone();
                self.history.undo(present).map_or_else(Vec::new, |view| self.go_to(view))
            }
            Action::Redo => {
                let present = self.view.clone();
                self.history.redo(present).map_or_else(Vec::new, |view| self.go_to(view))
            }
            Action::FitAll => {
                let extent = self.derived.matched.extent().or_else(|| self.derived.all.extent());
                extent.map(MapMove::Fit).map(Effect::MoveMap).into_iter().collect()
            }

            Action::Review(action) => self.apply_review(action),

            Action::SetTheme(theme) => {
                self.theme = theme;
                Vec::new()
            }
            Action::SetLabels(labels) => {
                self.labels = labels;
                Vec::new()
            }
            Action::SetBase(base) => {
                self.base = base;
                Vec::new()
            }
            Action::PickPmTiles => vec![Effect::PickPmTiles],
            Action::PmTilesFound(info) => {
                self.base = BaseLayer::PmTiles(info.path.clone());
                self.pmtiles = Some(info);
                Vec::new()
            }
            Action::CopyText { text, what } => {
                self.tell(MessageKind::Info, format!("Copied the {what}."), None);
                vec![Effect::CopyText(text)]
            }
            Action::OpenUrl(url) => vec![Effect::OpenUrl(url)],
            Action::Save(kind) => vec![Effect::PickSaveTo(kind)],
            Action::SaveTo(kind, path) => self.save_to(kind, path),
            Action::Export(action) => self.apply_export(action),
            Action::Briefing(action) => self.apply_briefing(action),
            Action::Dismiss(id) => {
                self.messages.retain(|message| message.id != id);
                Vec::new()
            }

            Action::Progress(task, done) => {
                if let Some(task) = self.tasks.iter_mut().find(|t| t.id == task) {
                    task.done = Some(done.clamp(0.0, 1.0));
                }
                Vec::new()
            }
            Action::Read { task, dataset, source, outcome } => {
                self.finish(task);
                self.read_arrived(task, dataset, source, *outcome)
            }
            Action::ColumnsNeeded { task, source, preview } => {
                let known = task.and_then(|task| {
                    self.finish(task);
                    self.known_columns.iter().find(|(key, _)| *key == preview.header_key())
                });
                if let Some((_, columns)) = known {
                    let columns = columns.clone();
                    return vec![self.start_reading(source, Some(columns))];
                }
                self.mapping = Some(Mapping { source, preview: *preview });
                Vec::new()
            }
            Action::Failed(task, text) => {
                if let Some(task) = task {
                    self.finish(task);
                }
                self.tell(MessageKind::Error, text, None);
                Vec::new()
            }
            Action::Cancelled(task) => {
                self.finish(task);
                self.tell(MessageKind::Info, "Cancelled; nothing was opened.".to_owned(), None);
                Vec::new()
            }
            Action::Indexed { index, all, edits, epoch } => {
                if epoch == self.index_epoch {
                    let mut effects = self.indexed(index, all);
                    effects.extend(self.edits_resolved(edits));
                    effects
                } else {
                    Vec::new()
                }
            }
            Action::IndexFailed(text) => {
                self.indexing = false;
                self.tell(MessageKind::Error, text, None);
                Vec::new()
            }
            Action::Matched { matched, list, order } => self.matched(matched, list, order),
            Action::Saved { task, path, what, lost } => {
                if let Some(task) = task {
                    self.finish(task);
                }
                let mut text = format!("Saved the {what} to {}.", path.display());
                let kind = if lost.is_empty() { MessageKind::Info } else { MessageKind::Warning };
                for loss in lost {
                    text.push_str("\nNot held by this format: ");
                    text.push_str(&loss);
                }
                self.tell(kind, text, None);
                Vec::new()
            }
        }
    }

    /// Opens events, reports and tiles; what a file is, its name or its bytes tell.
    fn open(&mut self, paths: Vec<PathBuf>) -> Vec<Effect> {
        let (reports, others): (Vec<_>, Vec<_>) =
            paths.into_iter().partition(|path| is_report_name(path) && !may_carry_view(path));
        let mut effects: Vec<Effect> = others
            .into_iter()
            .map(|path| {
                if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("pmtiles")) {
                    Effect::InspectPmTiles(path)
                } else if may_carry_view(&path) {
                    BriefingEffect::ReadView(path).into()
                } else {
                    self.start_reading(Source::File(path), None)
                }
            })
            .collect();
        if !reports.is_empty() {
            effects.extend(self.apply_review(ReviewAction::Open(reports)));
        }
        effects
    }

    fn start_reading(&mut self, source: Source, columns: Option<Understanding>) -> Effect {
        let dataset = DatasetId(self.next_dataset);
        self.next_dataset += 1;
        let task = self.start_task(&format!("Reading {}", name_of(&source)));
        let gazetteer = self.note_reading(task, columns.as_ref());
        Effect::Read { task, dataset, source, columns, gazetteer }
    }

    pub(super) fn start_task(&mut self, what: &str) -> TaskId {
        let id = TaskId(self.next_task);
        self.next_task += 1;
        self.tasks.push(Task { id, what: what.to_owned(), done: None });
        id
    }

    pub(super) fn start_writing(&mut self, path: &Path) -> TaskId {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        self.start_task(&format!("Writing {name}"))
    }

    pub(super) fn finish(&mut self, task: TaskId) {
        self.tasks.retain(|t| t.id != task);
    }

    fn accept_columns(&mut self, columns: Understanding) -> Vec<Effect> {
        let Some(mapping) = self.mapping.take() else { return Vec::new() };
        let key = mapping.preview.header_key();
        self.known_columns.retain(|(known, _)| *known != key);
        self.known_columns.push((key, columns.clone()));
        let mut effects = match self.datasets.iter().find(|d| d.source == mapping.source) {
            Some(open) => self.close(open.id),
            None => Vec::new(),
        };
        effects.push(self.start_reading(mapping.source, Some(columns)));
        effects
    }

    /// Asks how the columns of an open file are to be understood; what was
    /// remembered for that header is forgotten.
    fn revise_columns(&mut self, id: DatasetId) -> Vec<Effect> {
        let Some(source) = self.dataset(id).map(|dataset| dataset.source.clone()) else {
            return Vec::new();
        };
        self.open_report = None;
        vec![Effect::Preview { source }]
    }

    pub(super) fn add_dataset(
        &mut self,
        id: DatasetId,
        source: Source,
        mut outcome: ReadOutcome,
    ) -> Vec<Effect> {
        let name = name_of(&source);
        if let Source::File(path) = &source {
            self.recent.retain(|recent| recent != path);
            self.recent.insert(0, path.clone());
            self.recent.truncate(N_RECENT);
        }
        let n_problems = outcome.problems.len();
        if n_problems > 0 {
            let text = format!(
                "{name}: {} read, {} kept, {} held back, {n_problems} to look at.",
                outcome.n_read, outcome.n_kept, outcome.n_held_back,
            );
            self.tell(MessageKind::Warning, text, Some(id));
        } else if source != Source::Sample {
            self.tell(MessageKind::Info, format!("{name}: {} events.", outcome.n_kept), Some(id));
        }
        let table = Arc::new(std::mem::take(&mut outcome.table));
        let view = outcome.view.take();
        // A file that was opened again replaces what it was.
        self.datasets.retain(|open| open.source != source);
        self.datasets.push(Dataset { id, name, source, table, report: Arc::new(outcome) });
        self.restore_view(view.as_deref());
        self.reindex()
    }

    fn close(&mut self, id: DatasetId) -> Vec<Effect> {
        self.datasets.retain(|dataset| dataset.id != id);
        self.view.filter.hidden_datasets.remove(&id);
        if self.view.selection.is_some_and(|selected| selected.dataset == id) {
            self.view.selection = None;
        }
        if self.open_report == Some(id) {
            self.open_report = None;
        }
        self.reindex()
    }

    pub(super) fn reindex(&mut self) -> Vec<Effect> {
        self.index_epoch += 1;
        self.indexing = true;
        vec![Effect::Index {
            tables: self.datasets.iter().map(|dataset| Arc::clone(&dataset.table)).collect(),
            files: self.files(),
            edits: Arc::clone(&self.view.edits),
            gazetteer: Arc::clone(&self.gazetteer),
            epoch: self.index_epoch,
        }]
    }

    /// The open files by name.
    pub(super) fn files(&self) -> Vec<(DatasetId, String)> {
        self.datasets.iter().map(|dataset| (dataset.id, dataset.name.clone())).collect()
    }

    fn indexed(&mut self, index: Arc<EventIndex>, all: Arc<Matched>) -> Vec<Effect> {
        let had_events = self.table.n_events() > 0 || self.review.keeps_axis;
        self.indexing = false;
        self.table = Arc::clone(index.table());
        self.derived = Derived::of(index, all);
        // An answer about the table before is stale and will be dropped.
        self.matching = false;
        self.reset_timeline();
        let mut effects = self.rematch();
        effects.extend(self.take_over_waiting());
        let framed = self.frame_to_show.take().map(MapMove::Frame);
        if framed.is_some() || !had_events {
            let bulk = || frame::bulk(&self.derived.all).map(MapMove::Fit);
            effects.extend(framed.or_else(bulk).map(Effect::MoveMap));
        }
        effects
    }

    /// Changes the view by hand: undoable, and everything follows.
    pub(super) fn change_view(&mut self, change: impl FnOnce(&mut View)) -> Vec<Effect> {
        let before = self.view.clone();
        change(&mut self.view);
        let mut effects = self.kept(&before);
        if self.view != before {
            self.history.note(before);
        }
        effects.extend(self.rematch());
        effects
    }

    fn go_to(&mut self, view: View) -> Vec<Effect> {
        let before = std::mem::replace(&mut self.view, view);
        self.timeline.playing = false;
        self.say_what_was_undone(&before);
        let mut effects = self.kept(&before);
        effects.extend(self.rematch());
        effects
    }

    /// What follows from a change of what is kept beyond this run.
    fn kept(&mut self, before: &View) -> Vec<Effect> {
        let mut effects = self.edits_changed(before);
        effects.extend(self.own_places_changed(before));
        effects
    }

    /// Asks for what follows from the filter and the order, unless that is at
    /// hand or being made: then the answer asks again if they have moved on.
    fn rematch(&mut self) -> Vec<Effect> {
        let mut effects = self.rematch_events();
        effects.extend(self.rematch_proposals());
        effects
    }

    fn rematch_events(&mut self) -> Vec<Effect> {
        if self.derived_is_current() || self.matching {
            return Vec::new();
        }
        if self.view.filter.is_default() && self.sort == SortKey::Date {
            let (index, all) = (Arc::clone(&self.derived.index), Arc::clone(&self.derived.all));
            self.derived = Derived::of(index, all);
            return Vec::new();
        }
        self.matching = true;
        let order = &self.derived.order;
        vec![Effect::Match {
            index: Arc::clone(&self.derived.index),
            filter: self.view.filter.clone(),
            sort: self.sort,
            order: (order.key() == self.sort).then(|| Arc::clone(order)),
        }]
    }

    fn matched(
        &mut self,
        matched: Arc<Matched>,
        list: Arc<EventList>,
        order: Arc<RowOrder>,
    ) -> Vec<Effect> {
        if !Arc::ptr_eq(matched.index(), &self.derived.index) {
            return Vec::new();
        }
        self.matching = false;
        self.derived = Derived {
            index: Arc::clone(&self.derived.index),
            all: Arc::clone(&self.derived.all),
            matched,
            list,
            order,
        };
        self.rematch()
    }

    fn select(&mut self, id: Option<crate::model::EventId>) -> Vec<Effect> {
        if let Some(effects) = id.and_then(|id| self.select_proposal(id)) {
            return effects;
        }
        if self.view.selection == id {
            return Vec::new();
        }
        self.change_view(|view| view.selection = id)
    }

    fn select_neighbour(&mut self, by: isize) -> Vec<Effect> {
        let (list, range) = (Arc::clone(&self.derived.list), self.date_range());
        let n = list.len(range);
        if n == 0 {
            return Vec::new();
        }
        let now = self.selected_row().and_then(|row| list.position(range, self.descending, row));
        let next = match now {
            Some(now) => now.saturating_add_signed(by).min(n - 1),
            None if by < 0 => n - 1,
            None => 0,
        };
        let page = list.page(range, self.descending, next..next + 1);
        let Some(row) = page.first().copied() else { return Vec::new() };
        let id = self.table.event_id(row);
        let mut effects = self.select(Some(id));
        let position = self.table.placements(row).find_map(|place| place.position());
        effects.extend(position.map(|position| Effect::MoveMap(MapMove::Show(position))));
        effects
    }

    /// Adds a message.
    pub(super) fn tell(&mut self, kind: MessageKind, text: String, report: Option<DatasetId>) {
        self.messages.push(Message { id: self.next_message, kind, text, report });
        self.next_message += 1;
    }

    fn save_to(&mut self, kind: SaveKind, path: PathBuf) -> Vec<Effect> {
        match kind {
            SaveKind::LoadReport(id) => self.dataset(id).map_or_else(Vec::new, |dataset| {
                let text = dataset.load_report().to_string();
                vec![Effect::Write { path, bytes: text.into_bytes(), what: "load report" }]
            }),
            SaveKind::Review(what) => self.save_review(what, path),
            SaveKind::Events | SaveKind::Picture(_) | SaveKind::Page(_) => {
                let task = self.start_writing(&path);
                vec![Effect::Export { task, request: Box::new(self.export_request(kind, path)) }]
            }
        }
    }
}

impl AppState {
    pub(super) fn export_request(&self, kind: SaveKind, path: PathBuf) -> ExportRequest {
        ExportRequest {
            kind,
            path,
            table: Arc::clone(&self.table),
            matched: Arc::clone(&self.derived.matched),
            view: self.view.clone(),
            all: Arc::clone(&self.derived.all),
            sources: self.sources(),
            page: self.page_to_save(kind),
        }
    }
}

impl FilterChange {
    /// What becomes of a filter.
    fn apply_to(self, filter: &mut Filter) {
        fn toggle<T: Ord>(set: &mut std::collections::BTreeSet<T>, value: T) {
            if !set.remove(&value) {
                set.insert(value);
            }
        }
        match self {
            Self::ToggleType(kind) => {
                // No type chosen means that all are shown: the first click then hides one.
                if filter.event_types.is_empty() && filter.sub_event_types.is_empty() {
                    filter.event_types = EventType::ALL.into();
                }
                toggle(&mut filter.event_types, kind);
                if filter.event_types.len() == EventType::COUNT && filter.sub_event_types.is_empty()
                {
                    filter.event_types.clear();
                }
            }
            Self::OnlyType(kind) => {
                filter.event_types = [kind].into();
                filter.sub_event_types.clear();
            }
            Self::ToggleSubType(kind) => toggle(&mut filter.sub_event_types, kind),
            Self::ToggleActor(name) => toggle(&mut filter.actors, name),
            Self::TogglePlace(place) => toggle(&mut filter.places, place),
            Self::TogglePublisher(name) => toggle(&mut filter.publishers, name),
            Self::Text(text) => filter.text = text,
            Self::MaxRadius(radius_m) => filter.max_radius_m = radius_m,
            Self::Extent(extent) => filter.extent = extent,
            Self::Background(shown) => filter.include_background = shown,
            Self::Clear => *filter = Filter::default(),
        }
    }
}

/// Name of a source for people.
fn name_of(source: &Source) -> String {
    match source {
        Source::Sample => "Sample".to_owned(),
        Source::Review => "Reviewed".to_owned(),
        Source::File(path) => path
            .file_name()
            .map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned()),
    }
}
