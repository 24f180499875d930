//! The user's own gazetteer: read at the start, changed by hand on the map, laid over
//! the bundled one, and every open file placed again by it.
//!
//! The list of own places is part of what undo goes back to ([`View`]). A change is
//! written to the file at once, whole, and only if the file still is what this
//! program last saw of it. The gazetteer laid over follows on a thread; what was
//! placed by an older one is read again, also on a thread.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::effect::{Effect, Keep, Source, TaskId};
use super::state::{AppState, MessageKind, View};
use crate::gazetteer::{Gazetteer, Overlay, OverlayPlace, OverlayProblem};
use crate::model::DatasetId;
use crate::model::document::sha256_hex;
use crate::read::{ReadOutcome, RowProblem, Understanding};
use crate::store::Folders;

/// What a person or a worker asks of the own gazetteer.
#[derive(Debug, Clone)]
pub enum PlaceAction {
    /// Keep what is the user's own in these folders, and read what they hold.
    Use(Folders),
    /// Read the files of the own gazetteer again: they were changed by hand.
    ReadAgain,
    /// The files were read.
    Loaded(Box<OwnFiles>),
    /// Add a place, or correct the one of its id.
    Put(Box<OverlayPlace>),
    /// Take an entry out, by its id.
    Remove(String),
    /// The gazetteer with the own places was made.
    Laid {
        /// The number of the request.
        epoch: u64,
        /// The whole.
        gazetteer: Arc<Gazetteer>,
        /// What could not be laid over.
        problems: Vec<RowProblem>,
    },
    /// The file was not written, because another program changed it.
    ChangedElsewhere(PathBuf),
}

/// What the files of the own gazetteer hold.
#[derive(Debug, Clone, Default)]
pub struct OwnFiles {
    /// The table, which the window writes.
    pub csv: Overlay,
    /// SHA-256 of the table's bytes; `None` when there is no such file.
    pub stamp: Option<String>,
    /// The GeoJSON, which the window only reads; under the table.
    pub geojson: Overlay,
    /// What was wrong in each file, by its name.
    pub problems: Vec<(String, Vec<RowProblem>)>,
}

/// What is known of the own gazetteer beside the list of its places.
#[derive(Debug, Clone, Default)]
pub struct Own {
    /// Where it is kept; empty for this run alone.
    pub folders: Folders,
    /// Places of the GeoJSON.
    pub geojson: Arc<Overlay>,
    /// What was wrong in the files when they were read, by name.
    pub problems: Vec<(String, Vec<RowProblem>)>,
    /// What could not be laid over the bundled places.
    pub laying_problems: Vec<RowProblem>,
    /// SHA-256 of the table as last read or written.
    stamp: Option<String>,
    /// Number of the gazetteer asked for, and of the one in use.
    wanted: u64,
    laid: u64,
    loading_places: bool,
    /// The last message about the own work: the next one takes its place.
    note: Option<u32>,
    pub(super) loading_edits: bool,
    /// Files being read.
    reading: BTreeMap<TaskId, Reading>,
    /// How open files were read.
    placed: BTreeMap<DatasetId, Reading>,
}

/// How a file is read.
#[derive(Debug, Clone)]
struct Reading {
    /// Number of the gazetteer that it is placed by.
    laid: u64,
    columns: Option<Understanding>,
    /// Whether it is open already and only placed anew.
    again: bool,
}

impl Own {
    /// Whether something is being read or made.
    #[must_use]
    pub const fn is_busy(&self) -> bool {
        self.loading_places || self.loading_edits || self.wanted != self.laid
    }

    /// All that is wrong with the files, by name.
    pub fn reports(&self) -> impl Iterator<Item = (&str, &[RowProblem])> {
        let files = self.problems.iter().map(|(name, problems)| (name.as_str(), &problems[..]));
        let laying = ("places laid over the bundled ones", &self.laying_problems[..]);
        files.chain(std::iter::once(laying)).filter(|(_, problems)| !problems.is_empty())
    }

    /// Number of problems in all.
    #[must_use]
    pub fn n_problems(&self) -> usize {
        self.reports().map(|(_, problems)| problems.len()).sum()
    }
}

/// A problem of an own gazetteer, as load reports show it.
#[must_use]
pub fn as_row_problem(problem: &OverlayProblem) -> RowProblem {
    RowProblem {
        line: problem.line as u64,
        column: (!problem.column.is_empty()).then(|| problem.column.clone()),
        value: problem.value.clone(),
        reason: problem.reason.clone().into(),
        advice: problem.advice.into(),
        held_back: problem.held_back,
    }
}

impl AppState {
    pub(super) fn apply_place(&mut self, action: PlaceAction) -> Vec<Effect> {
        match action {
            PlaceAction::Use(folders) => {
                self.own.folders = folders.clone();
                let mut effects = self.load_places();
                if let Some(path) = folders.edits() {
                    self.own.loading_edits = true;
                    effects.push(Effect::LoadEdits(path));
                }
                effects
            }
            PlaceAction::ReadAgain => self.load_places(),
            PlaceAction::Loaded(files) => self.places_loaded(*files),
            PlaceAction::Put(place) => {
                let text = match self.gazetteer.by_id(&place.id) {
                    Some(known) => {
                        let name = &self.gazetteer.place(known).name_en;
                        format!("“{name}” is now where you say. Ctrl+Z takes it back.")
                    }
                    None => {
                        let name = place.name_en.as_ref().or(place.name_ar.as_ref());
                        let name = name.map_or(place.id.as_str(), String::as_str);
                        format!("“{name}” is in your gazetteer. Ctrl+Z takes it out again.")
                    }
                };
                self.say_of_own_work(text);
                let changed = Arc::new(self.view.own_places.with(*place));
                self.change_view(|view| view.own_places = changed)
            }
            PlaceAction::Remove(id) => {
                let changed = Arc::new(self.view.own_places.without(&id));
                self.change_view(|view| view.own_places = changed)
            }
            PlaceAction::Laid { epoch, gazetteer, problems } => {
                if epoch != self.own.wanted {
                    return Vec::new();
                }
                self.own.laid = epoch;
                self.own.laying_problems = problems;
                self.gazetteer = gazetteer;
                self.place_again()
            }
            PlaceAction::ChangedElsewhere(path) => {
                let text = format!(
                    "Nothing was written: another program has changed your gazetteer. \
                     It was read again; repeat what you wanted to change.\n{}",
                    path.display()
                );
                self.tell(MessageKind::Error, text, None);
                self.load_places()
            }
        }
    }

    /// Tells something about the user's own work, in place of what was told before.
    fn say_of_own_work(&mut self, text: String) {
        let before = self.own.note.replace(self.next_message);
        self.messages.retain(|message| Some(message.id) != before);
        self.tell(MessageKind::Info, text, None);
    }

    /// Says so when undo or redo went over a decision: it may be out of sight.
    pub(super) fn say_what_was_undone(&mut self, before: &View) {
        if before.own_places != self.view.own_places {
            self.say_of_own_work("Your gazetteer is as it was at that step.".to_owned());
        } else if before.edits != self.view.edits {
            self.say_of_own_work("Your edits are as they were at that step.".to_owned());
        }
    }

    fn load_places(&mut self) -> Vec<Effect> {
        let Some(folder) = self.own.folders.config.clone() else { return Vec::new() };
        self.own.loading_places = true;
        vec![Effect::LoadPlaces(folder)]
    }

    fn places_loaded(&mut self, files: OwnFiles) -> Vec<Effect> {
        self.own.loading_places = false;
        let is_as_before = *self.view.own_places == files.csv && *self.own.geojson == files.geojson;
        self.own.problems = files.problems;
        self.own.stamp = files.stamp;
        let n = self.own.n_problems();
        if n > 0 {
            let text = format!(
                "Your gazetteer: {} places, {n} lines or values to look at; \
                 “Edit my gazetteer” lists them.",
                files.csv.places.len() + files.geojson.places.len()
            );
            self.tell(MessageKind::Warning, text, None);
        }
        if is_as_before {
            return Vec::new();
        }
        self.own.geojson = Arc::new(files.geojson);
        // What is in the file is no step that could be undone.
        let csv = Arc::new(files.csv);
        let with_loaded = |view: &mut View| view.own_places = Arc::clone(&csv);
        with_loaded(&mut self.view);
        self.history.each_mut(with_loaded);
        self.range_before.iter_mut().for_each(with_loaded);
        vec![self.lay()]
    }

    /// Asks for the gazetteer with the own places.
    fn lay(&mut self) -> Effect {
        self.own.wanted += 1;
        Effect::Lay {
            layers: vec![Arc::clone(&self.own.geojson), Arc::clone(&self.view.own_places)],
            epoch: self.own.wanted,
        }
    }

    /// What follows when the list of own places is no longer what it was.
    pub(super) fn own_places_changed(&mut self, before: &View) -> Vec<Effect> {
        let places = &self.view.own_places;
        if Arc::ptr_eq(&before.own_places, places) || before.own_places == *places {
            return Vec::new();
        }
        let mut effects = Vec::with_capacity(2);
        if let Some(path) = self.own.folders.own_gazetteer() {
            let bytes = places.to_csv();
            let stamp = sha256_hex(&bytes);
            let expected = self.own.stamp.replace(stamp);
            effects.push(Effect::Keep(Keep::Places { path, bytes, expected }));
        }
        effects.push(self.lay());
        effects
    }

    /// Notes how a file is read; the gazetteer that places it.
    pub(super) fn note_reading(
        &mut self,
        task: TaskId,
        columns: Option<&Understanding>,
    ) -> Arc<Gazetteer> {
        let reading = Reading { laid: self.own.laid, columns: columns.cloned(), again: false };
        self.own.reading.insert(task, reading);
        Arc::clone(&self.gazetteer)
    }

    /// Reads all open files again that another gazetteer has placed.
    fn place_again(&mut self) -> Vec<Effect> {
        let open: Vec<(DatasetId, Source)> =
            self.datasets.iter().map(|dataset| (dataset.id, dataset.source.clone())).collect();
        open.into_iter().filter_map(|(id, source)| self.read_again(id, source)).collect()
    }

    fn read_again(&mut self, dataset: DatasetId, source: Source) -> Option<Effect> {
        let before = self.own.placed.get(&dataset);
        if before.is_some_and(|reading| reading.laid == self.own.laid) {
            return None;
        }
        let columns = before.and_then(|reading| reading.columns.clone());
        let task = self.start_task("Placing the events again");
        let reading = Reading { laid: self.own.laid, columns: columns.clone(), again: true };
        self.own.reading.insert(task, reading);
        let gazetteer = Arc::clone(&self.gazetteer);
        Some(Effect::Read { task, dataset, source, columns, gazetteer })
    }

    /// Takes over a file that was read. What was placed by a gazetteer that is no
    /// longer the one in use is shown, and placed anew; what was read only to be
    /// placed anew is dropped when it is late or its file was closed.
    pub(super) fn read_arrived(
        &mut self,
        task: TaskId,
        dataset: DatasetId,
        source: Source,
        outcome: ReadOutcome,
    ) -> Vec<Effect> {
        let now = Reading { laid: self.own.laid, columns: None, again: false };
        let reading = self.own.reading.remove(&task).unwrap_or(now);
        let is_late = reading.laid != self.own.laid;
        let mut effects = Vec::new();
        if reading.again {
            let open = self.datasets.iter_mut().find(|open| open.id == dataset);
            let Some(open) = open.filter(|_| !is_late) else { return Vec::new() };
            open.take_over(outcome);
            effects.extend(self.reindex());
        } else {
            effects.extend(self.add_dataset(dataset, source.clone(), outcome));
        }
        self.own.placed.insert(dataset, reading);
        if is_late {
            effects.extend(self.read_again(dataset, source));
        }
        effects
    }
}
