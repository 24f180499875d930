//! A review: reports, what was proposed about them, and what a person decided.
//!
//! A review is what its journal says ([`journal`]): every decision is one
//! [`Entry`], and applying the entries in order gives the review again. Nothing
//! here depends on how proposals are made, so that a review made with one version
//! of the program reads the same with the next.

pub mod journal;
mod parts;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::model::document::sha256_hex;
use crate::model::{EventType, SubEventType};

pub use parts::{Account, Actor, Candidate, Mention, Place, StatedDate, Toll};

/// A report under review, with its own text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Report {
    /// Identifier by its content, see [`Report::identify`].
    pub id: String,
    /// The file it was read from; empty for a pasted text.
    pub path: String,
    /// Headline; empty when not known, as all that follow.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// Who wrote it.
    pub author: String,
    /// Where it can be read.
    pub url: String,
    /// BCP 47 tag of its language.
    pub language: String,
    /// Day of publication as EDTF.
    pub published: String,
    /// The text, unaltered. All spans are bytes of it.
    pub text: String,
    /// SHA-256 of the file it was read from, or of the pasted text, in lower-case
    /// hexadecimal.
    pub sha256: String,
    /// Places named in it.
    pub mentions: Vec<Mention>,
    /// Stretches that are not the report: share links, captions.
    pub boilerplate: Vec<Range<usize>>,
}

impl Report {
    /// Sets the identifier: the same words of the same publisher, day and address
    /// have the same one wherever they lie.
    pub fn identify(&mut self) {
        let parts = [&self.text, &self.publisher, &self.published, &self.url];
        let whole = parts.map(String::as_str).join("\0");
        self.id = format!("r{}", &sha256_hex(whole.as_bytes())[..12]);
    }

    /// What is known of it beside its text.
    #[must_use]
    pub fn description(&self) -> Description {
        Description {
            report: self.id.clone(),
            title: self.title.clone(),
            publisher: self.publisher.clone(),
            published: self.published.clone(),
            url: self.url.clone(),
        }
    }

    /// A name for people: the title, else the file's name, else the first words.
    #[must_use]
    pub fn name(&self) -> String {
        let file = self.path.rsplit(['/', '\\']).next().unwrap_or_default();
        if !self.title.is_empty() {
            self.title.clone()
        } else if !file.is_empty() {
            file.to_owned()
        } else {
            self.text.split_whitespace().take(8).collect::<Vec<_>>().join(" ")
        }
    }
}

/// What became of a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Nobody has decided.
    #[default]
    Proposed,
    /// A person says that the report claims this.
    Accepted,
    /// A person says that it does not, or that it is no event.
    Refused,
}

impl Status {
    /// `proposed`, `accepted` or `refused`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Accepted => "accepted",
            Self::Refused => "refused",
        }
    }
}

/// A part of a proposal that a person can change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// What happened.
    Type,
    /// When.
    Date,
    /// Where.
    Place,
    /// Who.
    Actor,
    /// How many.
    Toll,
    /// Who says so.
    Attribution,
    /// The words it rests on.
    Excerpt,
}

impl Field {
    /// As people call it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Date => "date",
            Self::Place => "place",
            Self::Actor => "actor",
            Self::Toll => "toll",
            Self::Attribution => "told by",
            Self::Excerpt => "excerpt",
        }
    }
}

/// One event that a report seems to claim, or that a person says it claims.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Proposal {
    /// Number in the review: never used again, and the number of its event.
    pub number: u32,
    /// Identifier of the report.
    pub report: String,
    /// What became of it.
    pub status: Status,
    /// A person made it, and no rule.
    pub by_hand: bool,
    /// ACLED event type.
    #[serde(with = "parts::event_type")]
    pub event_type: EventType,
    /// ACLED sub-event type; `None` when not stated.
    #[serde(with = "parts::sub_event_type")]
    pub sub_event_type: Option<SubEventType>,
    /// Told only as background to something else.
    pub background: bool,
    /// Rules that gave the type and joined its words.
    pub rules: Vec<String>,
    /// What the report says of it, once or, after a merge, several times.
    pub accounts: Vec<Account>,
    /// What a person changed.
    pub edited: BTreeSet<Field>,
    /// Numbers of the proposals that it was merged or split from.
    pub made_from: Vec<u32>,
}

impl Proposal {
    /// Identifier of its event in files.
    #[must_use]
    pub fn event_id(&self) -> String {
        format!("{}-{}", self.report, self.number)
    }

    /// First byte of its words in the report.
    #[must_use]
    pub fn start(&self) -> usize {
        self.accounts.iter().map(|account| account.excerpt.start).min().unwrap_or(0)
    }

    /// Every span in it.
    pub fn spans_mut(&mut self) -> impl Iterator<Item = &mut Range<usize>> {
        self.accounts.iter_mut().flat_map(Account::spans_mut)
    }

    /// Whether every span lies within `text`, on character boundaries.
    #[must_use]
    pub fn fits(&self, text: &str) -> bool {
        self.accounts.iter().all(|account| account.fits(text))
    }
}

/// A change of proposals, all at once: a decision, an edit, a merge, a split, or
/// the undoing of one.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Change {
    /// What was done, for people: `accept`, `undo merge`.
    pub did: String,
    /// Proposals as they are now, new ones too.
    pub put: Vec<Proposal>,
    /// Numbers of proposals that are no more.
    pub drop: Vec<u32>,
    /// The proposal to look at next; `None` to stay.
    pub current: Option<u32>,
    /// What is known of a report from elsewhere, where that changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub described: Option<Description>,
}

/// What is known of a report beside its text. Empty strings mean "not stated".
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Description {
    /// Identifier of the report, which stays what it was.
    pub report: String,
    /// Headline.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// Day of publication as EDTF.
    pub published: String,
    /// Where it can be read.
    pub url: String,
}

/// One line of the journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "snake_case")]
pub enum Entry {
    /// The first line: what the file is.
    Review {
        /// Always [`journal::FORMAT`].
        format: String,
        /// At most [`journal::VERSION`].
        version: u32,
        /// No proposal so far has this number or a higher one.
        #[serde(default)]
        next_number: u32,
    },
    /// A report was opened, and this was proposed about it.
    Report {
        /// The report with its text.
        report: Box<Report>,
        /// What was proposed.
        proposals: Vec<Proposal>,
    },
    /// A person decided or changed something.
    Change(Change),
    /// A report was taken out of the review with all that was decided about it.
    Close {
        /// Its identifier.
        report: String,
    },
    /// Where the person is.
    Look {
        /// The proposal looked at.
        current: Option<u32>,
        /// Whether the review is on show.
        open: bool,
    },
}

/// A report with its proposals in the order of its text.
#[derive(Debug, Clone, PartialEq)]
pub struct Reviewed {
    /// The report.
    pub report: Arc<Report>,
    /// Numbers of its proposals, by first word, then number.
    pub order: Vec<u32>,
    /// How many are proposed, accepted, refused.
    pub counts: Counts,
}

/// How many proposals are in which state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Undecided.
    pub n_proposed: usize,
    /// Accepted.
    pub n_accepted: usize,
    /// Refused.
    pub n_refused: usize,
}

impl Counts {
    fn of<'a>(proposals: impl IntoIterator<Item = &'a Proposal>) -> Self {
        proposals.into_iter().fold(Self::default(), |mut counts, proposal| {
            match proposal.status {
                Status::Proposed => counts.n_proposed += 1,
                Status::Accepted => counts.n_accepted += 1,
                Status::Refused => counts.n_refused += 1,
            }
            counts
        })
    }

    /// All of them.
    #[must_use]
    pub const fn n(self) -> usize {
        self.n_proposed + self.n_accepted + self.n_refused
    }
}

/// A review as its entries left it. Cloning is cheap: texts and proposals are shared.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Review {
    reports: Vec<Reviewed>,
    by_id: BTreeMap<String, usize>,
    proposals: BTreeMap<u32, Arc<Proposal>>,
    next_number: u32,
    /// The proposal looked at; always one of this review.
    pub current: Option<u32>,
    /// Whether the review was on show.
    pub open: bool,
}

impl Review {
    /// Reports in order of opening.
    #[must_use]
    pub fn reports(&self) -> &[Reviewed] {
        &self.reports
    }

    /// The report of that identifier.
    #[must_use]
    pub fn report(&self, id: &str) -> Option<&Reviewed> {
        self.reports.get(*self.by_id.get(id)?)
    }

    /// Position of a report in [`Review::reports`].
    #[must_use]
    pub fn position(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// The proposal of that number.
    #[must_use]
    pub fn proposal(&self, number: u32) -> Option<&Arc<Proposal>> {
        self.proposals.get(&number)
    }

    /// All proposals by number.
    pub fn proposals(&self) -> impl Iterator<Item = &Arc<Proposal>> {
        self.proposals.values()
    }

    /// The number that the next new proposal gets.
    #[must_use]
    pub const fn next_number(&self) -> u32 {
        self.next_number
    }

    /// How many proposals are in which state, over all reports.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.reports.iter().fold(Counts::default(), |mut sum, report| {
            sum.n_proposed += report.counts.n_proposed;
            sum.n_accepted += report.counts.n_accepted;
            sum.n_refused += report.counts.n_refused;
            sum
        })
    }

    /// What takes `change` back, as things are now.
    #[must_use]
    pub fn inverse(&self, change: &Change) -> Change {
        let touched: BTreeSet<u32> =
            change.put.iter().map(|p| p.number).chain(change.drop.iter().copied()).collect();
        let (mut put, mut drop) = (Vec::new(), Vec::new());
        for number in touched {
            match self.proposals.get(&number) {
                Some(before) => put.push(Proposal::clone(before)),
                None => drop.push(number),
            }
        }
        let described = change
            .described
            .as_ref()
            .and_then(|described| Some(self.report(&described.report)?.report.description()));
        let did = format!("undo {}", change.did);
        Change { did, put, drop, current: self.current, described }
    }

    /// Carries an entry out. What it says about reports or proposals that are not
    /// here is passed over.
    pub fn apply(&mut self, entry: Entry) {
        match entry {
            Entry::Review { next_number, .. } => {
                self.next_number = self.next_number.max(next_number);
            }
            Entry::Report { report, proposals } => self.add_report(*report, proposals),
            Entry::Change(change) => self.change(change),
            Entry::Close { report } => self.close(&report),
            Entry::Look { current, open } => {
                self.current = current.filter(|number| self.proposals.contains_key(number));
                self.open = open;
            }
        }
    }

    fn add_report(&mut self, report: Report, proposals: Vec<Proposal>) {
        let id = report.id.clone();
        if self.by_id.contains_key(&id) {
            return;
        }
        self.by_id.insert(id.clone(), self.reports.len());
        let report = Arc::new(report);
        let counts = Counts::default();
        self.reports.push(Reviewed { report, order: Vec::new(), counts });
        for proposal in proposals {
            self.put(Proposal { report: id.clone(), ..proposal });
        }
        self.recount(&id);
    }

    fn change(&mut self, change: Change) {
        let mut reports = BTreeSet::new();
        if let Some(described) = change.described {
            self.describe(described);
        }
        for number in change.drop {
            if let Some(gone) = self.proposals.remove(&number) {
                reports.insert(gone.report.clone());
            }
        }
        for proposal in change.put {
            if self.by_id.contains_key(&proposal.report) {
                reports.insert(proposal.report.clone());
                self.put(proposal);
            }
        }
        for id in reports {
            self.recount(&id);
        }
        let known = |number: &u32| self.proposals.contains_key(number);
        self.current = change.current.filter(known).or(self.current.filter(known));
    }

    fn describe(&mut self, described: Description) {
        let Some(&position) = self.by_id.get(&described.report) else { return };
        let report = Arc::make_mut(&mut self.reports[position].report);
        report.title = described.title;
        report.publisher = described.publisher;
        report.published = described.published;
        report.url = described.url;
    }

    fn put(&mut self, proposal: Proposal) {
        self.next_number = self.next_number.max(proposal.number.saturating_add(1));
        let number = proposal.number;
        let Some(&position) = self.by_id.get(&proposal.report) else { return };
        let before = self.proposals.insert(number, Arc::new(proposal));
        // A journal that moves a proposal to another report is none of ours, yet read.
        let is_new = before.is_none_or(|before| self.by_id.get(&before.report) != Some(&position));
        if is_new {
            self.reports[position].order.push(number);
        }
    }

    fn close(&mut self, id: &str) {
        let Some(position) = self.by_id.remove(id) else { return };
        self.reports.remove(position);
        for other in self.by_id.values_mut().filter(|other| **other > position) {
            *other -= 1;
        }
        self.proposals.retain(|_, proposal| proposal.report != id);
        self.current = self.current.filter(|number| self.proposals.contains_key(number));
    }

    /// Puts the proposals of a report in order and counts them again.
    fn recount(&mut self, id: &str) {
        let Some(&position) = self.by_id.get(id) else { return };
        let reviewed = &mut self.reports[position];
        let mut own: Vec<&Arc<Proposal>> = {
            let known = reviewed.order.iter().filter_map(|number| self.proposals.get(number));
            known.filter(|proposal| proposal.report == id).collect()
        };
        own.sort_by_key(|proposal| (proposal.start(), proposal.number));
        own.dedup_by_key(|proposal| proposal.number);
        let counts = Counts::of(own.iter().map(|proposal| proposal.as_ref()));
        reviewed.order = own.into_iter().map(|proposal| proposal.number).collect();
        reviewed.counts = counts;
    }
}
