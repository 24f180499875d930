//! Decisions of a person over the files of events: which place a claim means,
//! which claims are about one occurrence, when an undated one was.
//!
//! - [`Edit`] and its journal live in [`crate::store::edits`].
//! - [`resolve`]: from the files' table and the edits to the table that is shown.
//! - [`across`]: which events of different reports may be one.
//!
//! The files and their tables are never changed. The list of edits is part of what
//! undo goes back to ([`super::View`]); each change of it is written down at once.

pub mod across;
mod act;
mod identity;
pub mod resolve;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

pub use across::{Proposal, Proposals};
pub use identity::{claim_keys, fingerprint};

use crate::model::EventId;
use crate::store::edits::Replayed;
use crate::store::{ClaimKey, Edit};

/// What a person or a worker asks of the edits.
#[derive(Debug, Clone)]
pub enum EditAction {
    /// A place of one or more claims of an event is this gazetteer entry.
    Choose {
        /// The event.
        event: EventId,
        /// Which of its claims, and which of the claim's places, both from 0.
        at: Vec<(usize, usize)>,
        /// Id of the entry.
        place: String,
    },
    /// Two events are one; the first keeps its title and type.
    Join {
        /// The event that stays.
        into: EventId,
        /// The event that is joined to it.
        from: EventId,
    },
    /// A claim is about an event of its own.
    Part {
        /// The event.
        event: EventId,
        /// Which of its claims, from 0.
        claim: usize,
    },
    /// The undated claims of an event have this date.
    Date {
        /// The event.
        event: EventId,
        /// The date, EDTF.
        edtf: String,
        /// The evidence, in words.
        reason: String,
    },
    /// Two events are not the same: they are not proposed again.
    NotSame(EventId, EventId),
    /// Take an edit back, wherever it stands in the list.
    TakeBack(Edit),
    /// The journal was read.
    Loaded {
        /// What it holds.
        replayed: Replayed,
        /// Where it lies.
        path: PathBuf,
    },
    /// Look for events of different reports that may be one.
    FindSame,
    /// They were looked for.
    Found {
        /// The number of the request.
        epoch: u64,
        /// What was found.
        proposals: Arc<Proposals>,
    },
}

/// What became of an edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditState {
    /// It is part of what is shown.
    Holds,
    /// Its file is not open.
    NotOpen,
    /// Its file is open, and it no longer applies; the text says why.
    Lost(&'static str),
}

/// What became of all edits, and which claims the changed events are made of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EditReport {
    /// One for each edit, in order.
    pub states: Vec<EditState>,
    /// The claims of each event that an edit changed, in order.
    pub claims: BTreeMap<EventId, Vec<ClaimKey>>,
    /// Events that are part of another one now.
    pub became: BTreeMap<EventId, EventId>,
}

impl EditReport {
    /// Number of edits that no longer apply.
    #[must_use]
    pub fn n_lost(&self) -> usize {
        self.states.iter().filter(|state| matches!(state, EditState::Lost(_))).count()
    }
}

/// The search for events that may be one.
#[derive(Debug, Clone, Default)]
pub struct Across {
    /// What was found over the table shown; `None` before it was looked for.
    pub proposals: Option<Arc<Proposals>>,
    /// Number of the last request.
    pub(super) epoch: u64,
    /// Whether an answer is on its way.
    pub(super) looking: bool,
    /// Whether to look again whenever the table changes.
    pub(super) wanted: bool,
}

impl Across {
    /// Whether an answer is on its way.
    #[must_use]
    pub const fn is_looking(&self) -> bool {
        self.looking
    }
}
