//! Everything that a person or a worker can ask of the state.

use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::Arc;

use super::briefing::BriefingAction;
use super::edits::{EditAction, EditReport};
use super::effect::{Source, TaskId};
use super::export::ExportAction;
use super::places::PlaceAction;
use super::review::ReviewAction;
use super::state::{BaseLayer, PmTilesInfo, SaveKind, Tray};
use crate::model::{DatasetId, DaySpan, EventId, EventType, LonLatBox, SubEventType};
use crate::query::{BinUnit, EventIndex, EventList, Matched, RowOrder, SliderMode, SortKey};
use crate::read::{ColumnPreview, ReadOutcome, Understanding};
use crate::scene::labels::LabelScript;
use crate::scene::theme::ThemeName;

/// A change to ask for.
#[derive(Debug, Clone)]
pub enum Action {
    /// Open files; each file of events becomes a dataset of its own, and a
    /// PMTiles file is laid under the markers.
    Open(Vec<PathBuf>),
    /// Open the events bundled with the program.
    OpenSample,
    /// Ask for files to open.
    PickFiles,
    /// Read the file that waits with these columns.
    AcceptColumns(Understanding),
    /// Do not open the file that waits.
    RefuseColumns,
    /// Ask again how the columns of an open file are to be understood.
    ReviseColumns(DatasetId),
    /// Close a dataset.
    Close(DatasetId),
    /// Show or hide a dataset's events.
    ShowDataset(DatasetId, bool),
    /// Show a dataset's load report, or none.
    ShowReport(Option<DatasetId>),
    /// Stop a task.
    Cancel(TaskId),

    /// Change the filter.
    Filter(FilterChange),
    /// Change the filter as a consequence of something else: not undoable.
    Follow(FilterChange),
    /// Change the date range or the timeline.
    Time(TimeAction),
    /// Show an event's evidence, or none.
    Select(Option<EventId>),
    /// Select the event before or after the selected one, in the order of the list.
    SelectNeighbour(isize),
    /// Sort the list by this, the other way round if the flag is set.
    Sort(SortKey, bool),
    /// Choose the list under the filters.
    ShowTray(Tray),
    /// Decide something about events.
    Edit(EditAction),
    /// Change the user's own gazetteer.
    Place(PlaceAction),
    /// Back to the view before.
    Undo,
    /// Forward to the view that was undone.
    Redo,
    /// Show everything that matches on the map.
    FitAll,

    /// Something about reports under review.
    Review(ReviewAction),

    /// Light or dark.
    SetTheme(ThemeName),
    /// Script of the names on the map.
    SetLabels(LabelScript),
    /// What lies under the markers.
    SetBase(BaseLayer),
    /// Ask for a PMTiles file to lay under the markers.
    PickPmTiles,
    /// A PMTiles file was looked at and can be drawn.
    PmTilesFound(PmTilesInfo),
    /// Put a text on the clipboard.
    CopyText {
        /// The text.
        text: String,
        /// What it is, for the message: "citation".
        what: &'static str,
    },
    /// Show a page in the user's browser.
    OpenUrl(String),
    /// Ask where to save, then save.
    Save(SaveKind),
    /// Save to a file that was chosen.
    SaveTo(SaveKind, PathBuf),
    /// The export dialog.
    Export(ExportAction),
    /// Change or show the briefing view.
    Briefing(BriefingAction),
    /// Take a message away.
    Dismiss(u32),

    /// A task's progress, 0 to 1.
    Progress(TaskId, f32),
    /// A file was read.
    Read {
        /// The task.
        task: TaskId,
        /// The dataset.
        dataset: DatasetId,
        /// Where it came from.
        source: Source,
        /// Events and problems.
        outcome: Box<ReadOutcome>,
    },
    /// A file has columns that a person must explain.
    ColumnsNeeded {
        /// The task that found out; `None` when a person asked to be asked.
        task: Option<TaskId>,
        /// Where it came from.
        source: Source,
        /// Header, first rows, and a guess.
        preview: Box<ColumnPreview>,
    },
    /// A task came to nothing; the text says why and what to do.
    Failed(Option<TaskId>, String),
    /// A task was cancelled.
    Cancelled(TaskId),
    /// The tables of all datasets were joined and indexed.
    Indexed {
        /// The index of the whole.
        index: Arc<EventIndex>,
        /// What matches the filter that asks for nothing.
        all: Arc<Matched>,
        /// What became of the edits.
        edits: Arc<EditReport>,
        /// The number of the request.
        epoch: u64,
    },
    /// The open datasets do not fit together; the text says why.
    IndexFailed(String),
    /// Everything for a filter and an order was derived.
    Matched {
        /// The result; it knows its filter.
        matched: Arc<Matched>,
        /// The list in the order asked for.
        list: Arc<EventList>,
        /// All rows in that order.
        order: Arc<RowOrder>,
    },
    /// A file was written.
    Saved {
        /// The work that ends with it.
        task: Option<TaskId>,
        /// Where.
        path: PathBuf,
        /// What it is.
        what: Cow<'static, str>,
        /// What the format could not hold; empty when it holds everything.
        lost: Vec<String>,
    },
}

/// A change of the filter.
#[derive(Debug, Clone, PartialEq)]
pub enum FilterChange {
    /// Add or remove an event type among those shown.
    ToggleType(EventType),
    /// Show one event type alone.
    OnlyType(EventType),
    /// Add or remove a sub-event type.
    ToggleSubType(SubEventType),
    /// Add or remove an actor.
    ToggleActor(String),
    /// Add or remove a place, by gazetteer id or by name where it has none.
    TogglePlace(String),
    /// Add or remove a publisher.
    TogglePublisher(String),
    /// Words to look for.
    Text(String),
    /// The greatest uncertainty of a place in metres; `None` for any.
    MaxRadius(Option<f32>),
    /// Only events in this part of the map; `None` for everywhere.
    Extent(Option<LonLatBox>),
    /// Whether events told as background are shown.
    Background(bool),
    /// Everything again.
    Clear,
}

/// Whether a change is one step of a longer movement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gesture {
    /// The pointer is still down: one undo takes the whole movement back.
    Moving,
    /// Done.
    Done,
}

/// A change of the date range or the timeline.
#[derive(Debug, Clone, PartialEq)]
pub enum TimeAction {
    /// Show these days.
    Range(DaySpan, Gesture),
    /// How the range moves when it plays.
    Mode(SliderMode),
    /// Zoom or pan the axis.
    Axis(DaySpan),
    /// Days, weeks, months for bars and steps.
    Unit(BinUnit),
    /// Start or stop playing.
    TogglePlay,
    /// Steps a second.
    Speed(f32),
    /// Move by so many steps; negative goes back.
    Step(i32),
    /// To the first step.
    ToStart,
    /// To the last step.
    ToEnd,
    /// So many seconds have passed.
    Tick(f32),
}
