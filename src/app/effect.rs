//! What an action requires beyond the state itself: files, long computations,
//! and what only a window can do. Effects are data; [`crate::jobs`] carries out
//! the first two kinds, the window the third.

use std::path::PathBuf;
use std::sync::Arc;

use super::briefing::BriefingEffect;
use super::edits::EditReport;
use crate::gazetteer::{Gazetteer, Overlay};
use crate::model::{DatasetId, EventTable};
use crate::query::{EventIndex, Filter, RowOrder, SortKey};
use crate::read::Understanding;
use crate::store::Edit;

/// One piece of work under way, to show and to cancel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaskId(pub u32);

/// Where the bytes of a dataset come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The events bundled with the program.
    Sample,
    /// A file.
    File(PathBuf),
    /// What a person accepted of reports.
    Review,
}

/// Something to do outside the state.
#[derive(Debug, Clone)]
pub enum Effect {
    /// Read a file of events; ends in `Action::Read`, `ReadFailed` or `ColumnsNeeded`.
    Read {
        /// To report progress under, and to cancel.
        task: TaskId,
        /// The dataset that the events will belong to.
        dataset: DatasetId,
        /// What to read.
        source: Source,
        /// How to understand its columns; `None` to guess, and to ask where the
        /// guess would be a gamble.
        columns: Option<Understanding>,
        /// Where places without coordinates are looked up.
        gazetteer: Arc<Gazetteer>,
    },
    /// Look at the columns of a file; ends in `Action::ColumnsNeeded` or `Failed`.
    Preview {
        /// What to look at.
        source: Source,
    },
    /// Something for reports under review.
    Review(Box<super::review::ReviewEffect>),
    /// Stop a task as soon as it looks up.
    Cancel(TaskId),
    /// Join the tables of all open datasets, carry out the edits and index the
    /// whole; ends in `Action::Indexed`.
    Index {
        /// The tables, in order of opening.
        tables: Vec<Arc<EventTable>>,
        /// The files they were read from, by name.
        files: Vec<(DatasetId, String)>,
        /// What was decided over them.
        edits: Arc<Vec<Edit>>,
        /// Where the entries are that were chosen.
        gazetteer: Arc<Gazetteer>,
        /// Number of the request: an answer to an older one is stale.
        epoch: u64,
    },
    /// Derive everything for a filter and an order; ends in `Action::Matched`.
    Match {
        /// The index of the table.
        index: Arc<EventIndex>,
        /// The filter.
        filter: Filter,
        /// Order of the list.
        sort: SortKey,
        /// That order of all rows, if it is at hand.
        order: Option<Arc<RowOrder>>,
    },
    /// Look for events of different reports that may be one; ends in
    /// `EditAction::Found`.
    FindSame {
        /// Where.
        table: Arc<EventTable>,
        /// The open files by name.
        files: Vec<(DatasetId, String)>,
        /// What was decided; pairs that are not the same are left out.
        edits: Arc<Vec<Edit>>,
        /// Which claims the edited events are made of.
        report: Arc<EditReport>,
        /// The places in use.
        gazetteer: Arc<Gazetteer>,
        /// Number of the request: an answer to an older one is stale.
        epoch: u64,
    },
    /// Read the user's own gazetteer in this folder; ends in `PlaceAction::Loaded`.
    LoadPlaces(PathBuf),
    /// Read this journal of edits; ends in `EditAction::Loaded`.
    LoadEdits(PathBuf),
    /// Lay places over the bundled gazetteer, the first layer lowest; ends in
    /// `PlaceAction::Laid`.
    Lay {
        /// The layers.
        layers: Vec<Arc<Overlay>>,
        /// Number of the request: an answer to an older one is stale.
        epoch: u64,
    },
    /// Write down what must not be lost. These are carried out one after another,
    /// in the order in which they were asked for.
    Keep(Keep),
    /// Write bytes to a file, whole or not at all; ends in `Action::Saved` or `Failed`.
    Write {
        /// Where to.
        path: PathBuf,
        /// What.
        bytes: Vec<u8>,
        /// What it is, for the message: "load report", "picture".
        what: &'static str,
    },
    /// Render and write a picture or event file of what is shown; ends in
    /// `Action::Saved`, `Failed` or `Cancelled`.
    Export {
        /// To report progress under, and to cancel.
        task: TaskId,
        /// What.
        request: Box<crate::app::state::ExportRequest>,
    },
    /// Find out what a file of events would hold; ends in `ExportAction::Weighed`.
    WeighExport(Box<crate::app::export::ExportOrder>),
    /// Write a file of events; ends in `ExportAction::Written` or `Failed`.
    WriteExport {
        /// To show as under way.
        task: TaskId,
        /// What.
        order: Box<crate::app::export::ExportOrder>,
        /// Where to.
        path: PathBuf,
    },
    /// Ask where to write events, without blocking the window.
    PickExport {
        /// A name to propose.
        name: String,
        /// The kind of file.
        format: crate::export::data::DataFormat,
    },
    /// What the briefing view needs.
    Briefing(BriefingEffect),
    /// Look at a PMTiles file; ends in `Action::PmTilesFound` or `Failed`.
    InspectPmTiles(PathBuf),
    /// Ask for a PMTiles file, without blocking the window.
    PickPmTiles,
    /// Put a text on the clipboard.
    CopyText(String),
    /// Show a page in the user's browser.
    OpenUrl(String),
    /// Ask for files to open, without blocking the window.
    PickFiles,
    /// Ask where to save, without blocking the window.
    PickSaveTo(crate::app::state::SaveKind),
    /// Move the map.
    MoveMap(MapMove),
}

/// Something to write down for good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Keep {
    /// A line at the end of the journal of edits.
    Journal {
        /// The journal; it is made when there is none.
        path: PathBuf,
        /// The line, with its end.
        line: String,
    },
    /// The user's own gazetteer, whole.
    Places {
        /// The file; what it held is kept beside it.
        path: PathBuf,
        /// What.
        bytes: Vec<u8>,
        /// SHA-256 of what the file should hold so far, `None` for no file: it is
        /// not written when it holds something else.
        expected: Option<String>,
    },
}

/// A movement of the map that the window carries out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum MapMove {
    /// Show this box.
    Fit(crate::model::LonLatBox),
    /// Show this box, and no more around it than the window's shape asks for.
    Frame(crate::model::LonLatBox),
    /// Bring this position into view, keeping the zoom if it is close enough.
    Show(crate::model::LonLat),
}
