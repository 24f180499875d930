//! The ground state of the program.

use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::briefing::Briefing;
use super::edits::{Across, EditReport};
use super::effect::{Source, TaskId};
use super::export::ExportState;
use super::history::History;
use super::page::PageSpec;
use super::places::Own;
use super::review::ReviewState;
use crate::export::picture::PictureFormat;
use crate::gazetteer::{Gazetteer, Overlay};
use crate::model::{DatasetId, DaySpan, EventId, EventTable, LonLatBox, Row};
use crate::query::{
    BinUnit, DateRange, EventIndex, EventList, Filter, Matched, RowOrder, SliderMode, SortKey,
};
use crate::read::pmtiles::TileKind;
use crate::read::{ColumnPreview, LoadReport, ReadOutcome, Understanding};
use crate::scene::camera::Camera;
use crate::scene::labels::LabelScript;
use crate::scene::theme::ThemeName;
use crate::store::{Edit, Session};

/// Everything that decides what the window shows, but for the camera and the
/// pointer, which are the window's own.
#[derive(Debug)]
pub struct AppState {
    /// Open data, in order of opening.
    pub datasets: Vec<Dataset>,
    /// All open data as one table: the one that `derived` follows from.
    pub table: Arc<EventTable>,
    /// What a person chose to see; what undo goes back to.
    pub view: View,
    /// Past and future choices.
    pub history: History<View>,
    /// What became of the edits over that table.
    pub edit_report: Arc<EditReport>,
    /// Events of different reports that may be one.
    pub across: Across,
    /// The places in use: the bundled ones with the user's own over them.
    pub gazetteer: Arc<Gazetteer>,
    /// What is known of the user's own gazetteer, beside its places.
    pub own: Own,
    /// What follows from the table and the filter.
    pub derived: Derived,
    /// The timeline's own settings.
    pub timeline: Timeline,
    /// Which list stands under the filters.
    pub tray: Tray,
    /// What the list is sorted by.
    pub sort: SortKey,
    /// Whether the list goes the other way round.
    pub descending: bool,
    /// Work under way.
    pub tasks: Vec<Task>,
    /// Things to tell, newest last.
    pub messages: Vec<Message>,
    /// A table of columns that waits for a person to say what they mean.
    pub mapping: Option<Mapping>,
    /// The load report on show.
    pub open_report: Option<DatasetId>,
    /// The export dialog.
    pub export: ExportState,
    /// Light or dark.
    pub theme: ThemeName,
    /// Script of the names on the map.
    pub labels: LabelScript,
    /// What lies under the markers.
    pub base: BaseLayer,
    /// The PMTiles file that was last looked at.
    pub pmtiles: Option<PmTilesInfo>,
    /// The page in the making.
    pub briefing: Briefing,
    /// Files opened lately, newest first.
    pub recent: Vec<PathBuf>,
    /// How columns were understood, by header, for the next file of that kind.
    pub known_columns: Vec<(String, Understanding)>,
    /// Reports under review.
    pub review: ReviewState,
    /// The view before a movement of the range that is still going on.
    pub(super) range_before: Option<View>,
    pub(super) next_dataset: u16,
    pub(super) next_task: u32,
    pub(super) next_message: u32,
    pub(super) index_epoch: u64,
    pub(super) indexing: bool,
    /// The part of the map to show once the events are there.
    pub(super) frame_to_show: Option<LonLatBox>,
    pub(super) matching: bool,
}

/// What a person chose to see, and what they decided: all that undo goes back to.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// Everything but the date range.
    pub filter: Filter,
    /// The date range; [`DaySpan::ALL`] shows every dated event.
    pub range: DaySpan,
    /// The event whose evidence is shown.
    pub selection: Option<EventId>,
    /// Decisions over the files' events, in order.
    pub edits: Arc<Vec<Edit>>,
    /// The user's own places, as their table holds them.
    pub own_places: Arc<Overlay>,
}

impl Default for View {
    fn default() -> Self {
        Self {
            filter: Filter::default(),
            range: DaySpan::ALL,
            selection: None,
            edits: Arc::default(),
            own_places: Arc::default(),
        }
    }
}

/// One opened file, or the sample.
#[derive(Debug, Clone)]
pub struct Dataset {
    /// Its number among everything opened in this run.
    pub id: DatasetId,
    /// Name for people: the file name.
    pub name: String,
    /// Where it came from.
    pub source: Source,
    /// Its events.
    pub table: Arc<EventTable>,
    /// What was read, kept and held back; its own table is empty.
    pub report: Arc<ReadOutcome>,
}

impl Dataset {
    /// Takes over what another reading of its file gave.
    pub(super) fn take_over(&mut self, mut outcome: ReadOutcome) {
        self.table = Arc::new(std::mem::take(&mut outcome.table));
        self.report = Arc::new(outcome);
    }

    /// How it was read.
    #[must_use]
    pub fn load_report(&self) -> LoadReport<'_> {
        let table = &self.table;
        LoadReport {
            file: &self.name,
            n_read: self.report.n_read,
            n_kept: self.report.n_kept,
            n_held_back: self.report.n_held_back,
            n_undated: table.n_events() - table.n_dated(),
            n_unplaced: table.rows().filter(|row| !table.is_placed(*row)).count(),
            notes: &self.report.notes,
            problems: &self.report.problems,
        }
    }
}

/// What follows from the table and the filter. It may be of an older filter
/// while that of a newer one is being made, but never of another table.
#[derive(Debug, Clone)]
pub struct Derived {
    /// Of the table.
    pub index: Arc<EventIndex>,
    /// Of the filter.
    pub matched: Arc<Matched>,
    /// What matches, in the order chosen.
    pub list: Arc<EventList>,
    /// All rows in the order chosen.
    pub order: Arc<RowOrder>,
    /// Of everything, for totals and ghost bars.
    pub all: Arc<Matched>,
}

impl Derived {
    /// Everything about a table, in order of date.
    pub(super) fn of(index: Arc<EventIndex>, all: Arc<Matched>) -> Self {
        let order = Arc::new(RowOrder::new(index.table(), SortKey::Date));
        let list = Arc::new(all.by_date().clone());
        Self { index, matched: Arc::clone(&all), list, order, all }
    }
}

/// The timeline's settings.
#[derive(Debug, Clone, PartialEq)]
pub struct Timeline {
    /// How the range moves when it plays.
    pub mode: SliderMode,
    /// The part of time in view; bounded at both ends.
    pub axis: DaySpan,
    /// All days that any event states; what the axis can show.
    pub extent: DaySpan,
    /// Days, weeks, months, ... for bars and steps.
    pub unit: BinUnit,
    /// Whether it plays.
    pub playing: bool,
    /// Steps a second while it plays.
    pub steps_per_second: f32,
    /// Time since the last step, in seconds.
    pub(super) since_step_s: f32,
}

/// Which list stands under the filters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Tray {
    /// Events in the date range.
    #[default]
    InRange,
    /// Events without a date.
    Undated,
    /// Events without a place.
    Unplaced,
}

/// Work under way.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    /// To cancel it by.
    pub id: TaskId,
    /// What is being done.
    pub what: String,
    /// Share done, 0 to 1; `None` when it cannot be known.
    pub done: Option<f32>,
}

/// What a message is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageKind {
    /// It worked.
    Info,
    /// It worked, but look at it.
    Warning,
    /// It did not work.
    Error,
}

/// Something to tell the person at the window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// To dismiss it by.
    pub id: u32,
    /// How bad.
    pub kind: MessageKind,
    /// The whole text.
    pub text: String,
    /// The dataset whose load report says more.
    pub report: Option<DatasetId>,
}

/// Columns that wait for a person to say what they mean.
#[derive(Debug, Clone)]
pub struct Mapping {
    /// The file.
    pub source: Source,
    /// Header, first rows, and how they are understood.
    pub preview: ColumnPreview,
}

/// What to save.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SaveKind {
    /// A dataset's load report.
    LoadReport(DatasetId),
    /// The events that the filter and the date range show.
    Events,
    /// A picture of the map and the timeline.
    Picture(PictureFrame),
    /// Something of the reports under review.
    Review(ReviewSave),
    /// The page in the making.
    Page(PageFile),
}

/// What to save of the reports under review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReviewSave {
    /// The accepted events.
    Events,
    /// Every decision.
    Decisions,
    /// What the last opening of reports did not understand.
    Import,
}

/// What a page is saved as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageFile {
    /// One picture.
    Picture(PictureFormat),
    /// A moving picture of the series.
    Animation,
    /// Each picture of the series, in a file of its own.
    Series,
    /// The view alone, to make the picture again.
    View,
}

/// The part of the map that a picture shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PictureFrame {
    /// Where the map is.
    pub camera: Camera,
    /// Width and height of the map in logical pixels, for which the camera was set.
    pub map_size: [f32; 2],
}

/// Names and extensions of kinds of files.
type FileKinds = &'static [(&'static str, &'static [&'static str])];

/// Kinds of pictures.
const PICTURE_KINDS: FileKinds =
    &[("PNG picture", &["png"]), ("SVG picture", &["svg"]), ("PDF page", &["pdf"])];

impl SaveKind {
    /// A file name to propose, and the kinds of files that can be written.
    #[must_use]
    pub const fn proposal(self) -> (&'static str, FileKinds) {
        match self {
            Self::LoadReport(_) => ("load-report.txt", &[("Text", &["txt"])]),
            Self::Events => (
                "deir-atlas.events.json",
                &[
                    ("Deir Atlas events", &["json"]),
                    ("CSV", &["csv"]),
                    ("GeoJSON", &["geojson"]),
                    ("Google Earth", &["kmz", "kml"]),
                    ("GeoPackage", &["gpkg"]),
                    ("Chronology", &["md", "txt"]),
                    ("Capsule", &["deircapsule"]),
                ],
            ),
            Self::Review(ReviewSave::Events) => (
                "reviewed.events.json",
                &[("Deir Atlas events", &["json"]), ("CSV", &["csv"]), ("GeoJSON", &["geojson"])],
            ),
            Self::Review(ReviewSave::Decisions) => ("decisions.csv", &[("CSV", &["csv"])]),
            Self::Review(ReviewSave::Import) => ("reports-opened.txt", &[("Text", &["txt"])]),
            Self::Picture(_) => ("deir-atlas.png", PICTURE_KINDS),
            Self::Page(PageFile::Picture(PictureFormat::Png)) => {
                ("briefing.png", &[("PNG picture", &["png"])])
            }
            Self::Page(PageFile::Picture(PictureFormat::Svg)) => {
                ("briefing.svg", &[("SVG picture", &["svg"])])
            }
            Self::Page(PageFile::Picture(PictureFormat::Pdf)) => {
                ("briefing.pdf", &[("PDF page", &["pdf"])])
            }
            Self::Page(PageFile::Series) => ("briefing.png", PICTURE_KINDS),
            Self::Page(PageFile::Animation) => {
                ("briefing.gif", &[("GIF", &["gif"]), ("Animated PNG", &["apng"])])
            }
            Self::Page(PageFile::View) => ("briefing.view.json", &[("Deir Atlas view", &["json"])]),
        }
    }
}

/// A file of events or a picture to write, with everything it is made of.
#[derive(Debug, Clone)]
pub struct ExportRequest {
    /// What.
    pub kind: SaveKind,
    /// Where to; the extension decides the format.
    pub path: PathBuf,
    /// All open data.
    pub table: Arc<EventTable>,
    /// What the filter lets through.
    pub matched: Arc<Matched>,
    /// Everything, for the ghosts behind the bars.
    pub all: Arc<Matched>,
    /// Filter, range and selection.
    pub view: View,
    /// Names of the open files.
    pub sources: String,
    /// The page, when a picture is to be written.
    pub page: PageSpec,
}

/// What lies under the markers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum BaseLayer {
    /// The map inside the program.
    #[default]
    Bundled,
    /// A PMTiles file on this computer.
    PmTiles(PathBuf),
    /// Tiles of openstreetmap.org, over the network.
    OnlineOsm,
}

/// What is known of a PMTiles file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PmTilesInfo {
    /// The file.
    pub path: PathBuf,
    /// Pictures or vectors.
    pub tiles: TileKind,
    /// What must be drawn with it.
    pub attribution: String,
}

impl BaseLayer {
    /// Whether showing it tells others which place is being looked at.
    #[must_use]
    pub const fn uses_network(&self) -> bool {
        matches!(self, Self::OnlineOsm)
    }
}

impl AppState {
    /// The row of the selected event; `None` when nothing is selected or its
    /// dataset was closed.
    #[must_use]
    pub fn selected_row(&self) -> Option<Row> {
        self.table.row_of(self.view.selection?)
    }

    /// The dataset of that number.
    #[must_use]
    pub fn dataset(&self, id: DatasetId) -> Option<&Dataset> {
        self.datasets.iter().find(|dataset| dataset.id == id)
    }

    /// Whether all work is done and what is shown follows from the choices.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.tasks.is_empty()
            && !self.indexing
            && !self.own.is_busy()
            && !self.across.is_looking()
            && !self.review.is_making()
            && self.derived_is_current()
    }

    /// Whether the derived data is that of the filter and the order in force.
    #[must_use]
    pub fn derived_is_current(&self) -> bool {
        *self.derived.matched.filter() == self.view.filter && self.derived.list.key() == self.sort
    }

    /// The date range as queries take it. Undated events have a list of their own.
    #[must_use]
    pub const fn date_range(&self) -> DateRange {
        DateRange { span: self.view.range, undated: false }
    }
}

impl Default for AppState {
    fn default() -> Self {
        let table = Arc::new(EventTable::default());
        let index = Arc::new(EventIndex::new(Arc::clone(&table)));
        let all = Arc::new(Matched::build(&index, &Filter::default()));
        Self {
            datasets: Vec::new(),
            table,
            edit_report: Arc::default(),
            across: Across::default(),
            gazetteer: Gazetteer::shared(),
            own: Own::default(),
            view: View::default(),
            history: History::default(),
            derived: Derived::of(index, all),
            timeline: Timeline::default(),
            tray: Tray::default(),
            sort: SortKey::default(),
            descending: false,
            tasks: Vec::new(),
            messages: Vec::new(),
            mapping: None,
            open_report: None,
            export: ExportState::default(),
            theme: ThemeName::default(),
            labels: LabelScript::default(),
            base: BaseLayer::default(),
            pmtiles: None,
            briefing: Briefing::default(),
            recent: Vec::new(),
            known_columns: Vec::new(),
            review: ReviewState::default(),
            range_before: None,
            next_dataset: 0,
            next_task: 0,
            next_message: 0,
            index_epoch: 0,
            indexing: false,
            frame_to_show: None,
            matching: false,
        }
    }
}

impl AppState {
    /// What is to be kept between two runs; the camera is the window's to add.
    #[must_use]
    pub fn session(&self) -> Session {
        let files = self.datasets.iter().filter_map(|dataset| match &dataset.source {
            Source::File(path) => Some(path.clone()),
            Source::Sample | Source::Review => None,
        });
        Session {
            theme: self.theme.name().to_owned(),
            labels: self.labels.name().to_owned(),
            pmtiles: match &self.base {
                BaseLayer::PmTiles(path) => Some(path.clone()),
                BaseLayer::Bundled | BaseLayer::OnlineOsm => None,
            },
            files: files.collect(),
            recent: self.recent.clone(),
            known_columns: self.known_columns.clone(),
            filter: self.view.filter.clone(),
            mode: self.timeline.mode,
            steps_per_second: Some(self.timeline.steps_per_second),
            ..Session::default()
        }
        .with_range(self.view.range)
    }

    /// Takes over what was kept: always what a person set up once, and with
    /// `view` also the filter and the range, which only fit the same data.
    pub fn restore(&mut self, session: Session, view: bool) {
        self.theme = ThemeName::from_name(&session.theme).unwrap_or_default();
        self.labels = LabelScript::from_name(&session.labels).unwrap_or_default();
        self.timeline.mode = session.mode;
        if let Some(speed) = session.steps_per_second.filter(|speed| speed.is_finite()) {
            self.timeline.steps_per_second = speed.clamp(0.5, 24.0);
        }
        if view {
            self.view.range = session.range();
            self.view.filter = session.filter;
            // Datasets are numbered anew in each run, and an extent belongs to
            // a camera that may have moved.
            self.view.filter.hidden_datasets.clear();
            self.view.filter.extent = None;
        }
        self.recent = session.recent;
        self.known_columns = session.known_columns;
    }
}
