//! What can be asked of a review, and what has to be done outside the state for it.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use super::import::ImportProblem;
use super::propose::Incoming;
use crate::app::effect::TaskId;
use crate::gazetteer::Gazetteer;
use crate::model::{ActorRole, EventTable, EventType, LonLat, SubEventType};
use crate::query::{Filter, Matched};
use crate::store::review::journal::JournalProblem;
use crate::store::review::{Description, Field, Proposal, Report, Review, Toll};

/// A change of the review to ask for. Decisions concern the proposal looked at.
#[derive(Debug, Clone)]
pub enum ReviewAction {
    /// Show the review, or the evidence again.
    Show(bool),
    /// Open reports: files, folders, manifests.
    Open(Vec<PathBuf>),
    /// Ask for a folder of reports.
    PickFolder,
    /// Open a text that was pasted.
    Paste(Pasted),
    /// Show what the last opening of reports did not understand, or no more.
    ShowImport(bool),
    /// Say what is known of a report; what nobody decided or changed is proposed anew.
    Describe(Description),
    /// Take a report out of the review, with all that was decided about it.
    CloseReport(String),

    /// Look at a proposal.
    Go(u32),
    /// Look at the proposal so many further in the report, and on to the next report.
    Step(isize),
    /// Look at a report.
    GoReport(String),
    /// Look at the report so many further.
    StepReport(isize),

    /// The report claims this.
    Accept,
    /// It does not, or this is no event.
    Refuse,
    /// Undecided again.
    Reopen,
    /// Change the proposal of that number.
    Edit(u32, Edit),
    /// Make one event of the proposal looked at and the one behind it.
    MergeNext,
    /// Make one event of the proposal looked at and this one.
    MergeWith(u32),
    /// Make an event of each account, or of each place.
    Split,
    /// Propose an event by these words of a report.
    Add {
        /// Identifier of the report.
        report: String,
        /// Bytes of its text.
        words: Range<usize>,
    },
    /// Take the last decision back.
    Undo,
    /// Decide again what was taken back.
    Redo,

    /// A file that was opened as events is a report; the task that found out is done.
    IsReport(TaskId, PathBuf),
    /// So many of so many reports are read.
    Progress(TaskId, usize, usize),
    /// Reports were read.
    Imported {
        /// The task.
        task: TaskId,
        /// Reports with proposals.
        reports: Vec<Incoming>,
        /// Files found.
        n_files: usize,
        /// What could not be read.
        problems: Vec<ImportProblem>,
        /// A person stopped it: there may be more.
        was_cancelled: bool,
    },
    /// A report was read again by what is now known of it.
    ReadAgain {
        /// The task.
        task: TaskId,
        /// What is known.
        described: Description,
        /// What is proposed now.
        proposals: Vec<Proposal>,
    },
    /// The journal was read and decisions go there from now on.
    JournalOpened {
        /// Where it is.
        path: PathBuf,
        /// What it tells.
        review: Box<Review>,
        /// Lines that were passed over.
        problems: Vec<JournalProblem>,
    },
    /// Decisions cannot be kept; the text says why.
    JournalFailed(String),
    /// The entries up to that number are on the disk.
    Written(u64),
    /// Tables of the review were made.
    Tables {
        /// Number of the request.
        epoch: u64,
        /// Accepted events, if they were asked for.
        reviewed: Option<Arc<EventTable>>,
        /// Proposals that the filter lets through.
        proposed: Arc<Matched>,
    },
}

/// A text that a person pasted, with what they know of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pasted {
    /// The text.
    pub text: String,
    /// Headline; empty to look for it in the text, as the others.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// When, as EDTF.
    pub published: String,
    /// Where it can be read.
    pub url: String,
}

/// A change of one proposal. `account` counts its accounts, `at` the places,
/// actors or tolls of that account, both from 0; `at` of `None` adds one.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// What happened.
    Type(EventType, Option<SubEventType>),
    /// Whether it is told only as background.
    Background(bool),
    /// When, as EDTF; empty for not stated.
    Date {
        /// Which account.
        account: usize,
        /// EDTF.
        edtf: String,
    },
    /// Where: this entry of the gazetteer.
    Place {
        /// Which account.
        account: usize,
        /// Which place.
        at: Option<usize>,
        /// Gazetteer id.
        id: String,
    },
    /// Where: this spot on the map.
    Spot {
        /// Which account.
        account: usize,
        /// Which place.
        at: Option<usize>,
        /// The spot.
        position: LonLat,
        /// Uncertainty in metres.
        radius_m: f32,
    },
    /// Not there.
    RemovePlace {
        /// Which account.
        account: usize,
        /// Which place.
        at: usize,
    },
    /// Who; an empty name takes the actor away.
    Actor {
        /// Which account.
        account: usize,
        /// Which actor.
        at: Option<usize>,
        /// Name.
        name: String,
        /// What they did.
        role: ActorRole,
    },
    /// How many; `None` takes the toll away.
    Toll {
        /// Which account.
        account: usize,
        /// Which toll.
        at: Option<usize>,
        /// The toll; its span is worked out.
        toll: Option<Toll>,
    },
    /// Who says so; empty for not stated.
    Attribution {
        /// Which account.
        account: usize,
        /// Name.
        name: String,
    },
    /// Words of the report as this field: what they say is read by the rules.
    Words {
        /// Which account.
        account: usize,
        /// As what.
        field: Field,
        /// Bytes of the report.
        words: Range<usize>,
    },
}

/// Something to do outside the state for a review.
#[derive(Debug, Clone)]
pub enum ReviewEffect {
    /// Read reports; ends in `Imported`.
    Read {
        /// To report progress under, and to cancel.
        task: TaskId,
        /// Files, folders, manifests.
        paths: Vec<PathBuf>,
        /// Finds their places.
        gazetteer: Arc<Gazetteer>,
    },
    /// Read a pasted text; ends in `Imported`.
    ReadPasted {
        /// To cancel.
        task: TaskId,
        /// The text.
        pasted: Pasted,
        /// Finds its places.
        gazetteer: Arc<Gazetteer>,
    },
    /// Read a report again by what is known of it; ends in `ReadAgain`.
    ReadAgain {
        /// To show it.
        task: TaskId,
        /// The report as it is in the review.
        report: Arc<Report>,
        /// What is known.
        described: Description,
        /// Finds its places.
        gazetteer: Arc<Gazetteer>,
    },
    /// Read the journal and make it compact; ends in `JournalOpened` or `JournalFailed`.
    OpenJournal(PathBuf),
    /// Write lines at the end of the journal, down to the disk; ends in `Written`
    /// or `JournalFailed`. Carried out in the order in which they are asked for.
    Append {
        /// The journal.
        path: PathBuf,
        /// Whole lines.
        lines: String,
        /// Number of the last entry in them.
        number: u64,
    },
    /// Make the tables of a review; ends in `Tables`.
    MakeTables {
        /// The review.
        review: Box<Review>,
        /// Whether what is accepted changed, or only what is proposed.
        with_reviewed: bool,
        /// What of the proposals to show.
        filter: Filter,
        /// Names the user's own places in the tables.
        gazetteer: Arc<Gazetteer>,
        /// Number of the request.
        epoch: u64,
    },
    /// Write the accepted events; ends in `Action::Saved` or `Failed`.
    SaveEvents {
        /// Where to; the extension decides the format.
        path: PathBuf,
        /// The events.
        table: Arc<EventTable>,
    },
    /// Ask for a folder of reports, without blocking the window.
    PickFolder,
}
