//! What an action requires beyond the state itself: files, long computations,
//! and what only a window can do. Effects are data; [`crate::jobs`] carries out
//! the first two kinds, the window the third.

use std::path::PathBuf;
use std::sync::Arc;

use super::briefing::BriefingEffect;
use crate::model::{DatasetId, EventTable};
use crate::query::{EventIndex, Filter, RowOrder, SortKey};
use crate::read::Understanding;

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
    },
    /// Look at the columns of a file; ends in `Action::ColumnsNeeded` or `Failed`.
    Preview {
        /// What to look at.
        source: Source,
    },
    /// Stop a task as soon as it looks up.
    Cancel(TaskId),
    /// Join the tables of all open datasets and index the whole; ends in
    /// `Action::Indexed`.
    Index {
        /// The tables, in order of opening.
        tables: Vec<Arc<EventTable>>,
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
    /// Write bytes to a file, whole or not at all; ends in `Action::Saved` or `Failed`.
    Write {
        /// Where to.
        path: PathBuf,
        /// What.
        bytes: Vec<u8>,
        /// What it is, for the message: "load report", "picture".
        what: &'static str,
    },
    /// Render and write a picture or event file of what is shown.
    Export(Box<crate::app::state::ExportRequest>),
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

/// A movement of the map that the window carries out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum MapMove {
    /// Show this box.
    Fit(crate::model::LonLatBox),
    /// Bring this position into view, keeping the zoom if it is close enough.
    Show(crate::model::LonLat),
}
