//! The review of reports: what is proposed, what a person decides, and what
//! becomes of it.
//!
//! A decision is a [`Change`] of proposals. It is applied at once, goes to the
//! journal as one line, and can be taken back by its inverse. Accepted proposals
//! are events of a dataset of their own ([`table::REVIEWED`]); undecided ones are
//! in a table beside all events ([`table::PROPOSED`]) and in no total.
//!
//! - [`action`]: what can be asked, and what follows outside the state.
//! - [`apply`]: from an action to the review after it; [`moves`]: what is looked at;
//!   [`decide`]: decisions; [`follow`]: what follows from them.
//! - [`edit`]: changes of one proposal.
//! - [`propose`]: from a report to proposals.
//! - [`table`]: from a review to tables of events.
//! - [`import`]: which files are reports, and what was not understood.
//! - [`decisions`]: all decisions as a file.
//! - [`display`]: the text of a report as it is shown.

pub mod action;
mod apply;
mod decide;
pub mod decisions;
pub mod display;
pub mod edit;
mod follow;
pub mod import;
mod moves;
pub mod propose;
pub mod table;

use std::path::PathBuf;
use std::sync::Arc;

use crate::app::state::AppState;
use crate::model::{EventId, EventTable, LonLat, Row};
use crate::query::Matched;
use crate::store::review::{Change, Proposal, Review, Reviewed};

pub use action::{Edit, Pasted, ReviewAction, ReviewEffect};
pub use import::{ImportProblem, ImportReport};
pub use propose::Incoming;

/// Decisions that can be taken back.
const N_STEPS: usize = 500;

/// Where decisions are kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Journal {
    /// Nowhere: the program was started to keep nothing.
    #[default]
    Off,
    /// It is being read; what is asked meanwhile waits.
    Opening,
    /// In this file.
    On(PathBuf),
    /// They cannot be kept; the text says why.
    Failed(String),
}

/// A decision and what takes it back.
#[derive(Debug, Clone)]
struct Step {
    forward: Change,
    back: Change,
}

/// The review as the window shows it.
#[derive(Debug, Default)]
pub struct ReviewState {
    /// Reports, proposals, decisions.
    pub review: Review,
    /// The report looked at when it has no proposal to look at.
    pub(super) report: Option<String>,
    /// Where decisions are kept.
    pub journal: Journal,
    /// Number of the last entry written to the journal by this window.
    n_asked: u64,
    /// Number of the last entry that is on the disk.
    n_written: u64,
    /// Proposals that the filter lets through; of a table of their own.
    pub proposed: Option<Arc<Matched>>,
    /// What the last opening of reports came to.
    pub import: Option<ImportReport>,
    /// Whether that is on show.
    pub shows_import: bool,
    past: Vec<Step>,
    future: Vec<Step>,
    /// What was asked while the journal was being read.
    waiting: Vec<ReviewAction>,
    /// Number of the last request for tables.
    epoch: u64,
    /// Tables are being made.
    pub(super) is_making: bool,
    /// What is accepted changed since the dataset was made.
    is_dirty: bool,
    /// The next index of all events only differs by what was accepted.
    pub(super) keeps_axis: bool,
}

impl ReviewState {
    /// The proposal looked at.
    #[must_use]
    pub fn current(&self) -> Option<&Arc<Proposal>> {
        self.review.proposal(self.review.current?)
    }

    /// The report looked at: that of the proposal, or one without proposals.
    #[must_use]
    pub fn report(&self) -> Option<&Reviewed> {
        let own = self.report.as_deref().and_then(|id| self.review.report(id));
        own.or_else(|| self.review.report(&self.current()?.report))
            .or_else(|| self.review.reports().first())
    }

    /// Whether there is a decision to take back.
    #[must_use]
    pub const fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether there is one to decide again.
    #[must_use]
    pub const fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }

    /// What the last decision was, for people: `accept`.
    #[must_use]
    pub fn last_done(&self) -> Option<&str> {
        self.past.last().map(|step| step.forward.did.as_str())
    }

    /// Entries that are not on the disk yet.
    #[must_use]
    pub const fn n_unwritten(&self) -> u64 {
        self.n_asked - self.n_written
    }

    /// The table of proposals; `None` when there are none.
    #[must_use]
    pub fn proposed_table(&self) -> Option<&Arc<EventTable>> {
        self.proposed.as_ref().map(|matched| matched.index().table())
    }

    /// The event by which the map and the timeline know the proposal looked at.
    #[must_use]
    pub fn current_event(&self) -> Option<EventId> {
        self.current().map(|proposal| event_of(proposal))
    }

    /// Whether something is being worked out: the journal read, tables made.
    #[must_use]
    pub fn is_making(&self) -> bool {
        self.is_making || self.journal == Journal::Opening
    }

    /// The first position of a proposal.
    #[must_use]
    pub fn position(&self, number: u32) -> Option<LonLat> {
        let proposal = self.review.proposal(number)?;
        let mut places = proposal.accounts.iter().flat_map(|account| &account.places);
        places.find_map(|place| place.position())
    }
}

/// The event of a proposal: among all events when it is accepted, beside them otherwise.
#[must_use]
pub fn event_of(proposal: &Proposal) -> EventId {
    let dataset = match proposal.status {
        crate::store::review::Status::Accepted => table::REVIEWED,
        _ => table::PROPOSED,
    };
    EventId { dataset, number: proposal.number }
}

impl AppState {
    /// The table that holds an event, and its row: that of all events, or that of
    /// the proposals.
    #[must_use]
    pub fn table_with(&self, event: EventId) -> Option<(&Arc<EventTable>, Row)> {
        let table = match event.dataset {
            table::PROPOSED => self.review.proposed_table()?,
            _ => &self.table,
        };
        Some((table, table.row_of(event)?))
    }

    /// Whether the review takes the place of filters and evidence.
    #[must_use]
    pub fn is_reviewing(&self) -> bool {
        self.review.review.open
    }

    /// The event that the map and the timeline set off: the one selected, else the
    /// one under review.
    #[must_use]
    pub fn set_off(&self) -> Option<EventId> {
        self.view
            .selection
            .or_else(|| if self.is_reviewing() { self.review.current_event() } else { None })
    }
}
