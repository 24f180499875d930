//! From what is asked of a review to the review after it.

use std::path::PathBuf;
use std::sync::Arc;

use super::action::{ReviewAction, ReviewEffect};
use super::import::ImportReport;
use super::{Journal, Step};
use crate::app::effect::Effect;
use crate::app::state::{AppState, MessageKind};
use crate::store::review::journal::{self, JournalProblem};
use crate::store::review::{Change, Description, Entry, Proposal, Review, Status};

/// What follows when nothing has to be done outside the state.
pub(super) const NOTHING: Vec<Effect> = Vec::new();

impl AppState {
    /// Carries out an action on the review.
    pub(in crate::app) fn apply_review(&mut self, action: ReviewAction) -> Vec<Effect> {
        let is_of_journal =
            matches!(action, ReviewAction::JournalOpened { .. } | ReviewAction::JournalFailed(_));
        if self.review.journal == Journal::Opening && !is_of_journal {
            self.review.waiting.push(action);
            return NOTHING;
        }
        match action {
            ReviewAction::Show(open) => self.show_review(open),
            ReviewAction::Open(paths) => self.read_reports(paths),
            ReviewAction::PickFolder => vec![effect(ReviewEffect::PickFolder)],
            ReviewAction::Paste(pasted) => {
                let task = self.start_task("Reading the pasted report");
                vec![effect(ReviewEffect::ReadPasted {
                    task,
                    pasted,
                    gazetteer: self.gazetteer.clone(),
                })]
            }
            ReviewAction::ShowImport(shown) => {
                self.review.shows_import = shown;
                NOTHING
            }
            ReviewAction::Describe(described) => self.describe(described),
            ReviewAction::CloseReport(report) => self.close_report(report),
            ReviewAction::Go(number) => self.look_at(Some(number)),
            ReviewAction::Step(by) => self.step_proposal(by),
            ReviewAction::GoReport(id) => self.go_report(&id),
            ReviewAction::StepReport(by) => self.step_report(by),
            ReviewAction::Accept => self.decide(Status::Accepted, "accept"),
            ReviewAction::Refuse => self.decide(Status::Refused, "refuse"),
            ReviewAction::Reopen => self.decide(Status::Proposed, "reopen"),
            ReviewAction::Edit(number, edit) => self.edit(number, edit),
            ReviewAction::MergeNext => {
                let other = self.next_in_report();
                other.map_or(NOTHING, |other| self.merge_with(other))
            }
            ReviewAction::MergeWith(other) => self.merge_with(other),
            ReviewAction::Split => self.split(),
            ReviewAction::Add { report, words } => self.add(&report, words),
            ReviewAction::Undo => self.take_back(),
            ReviewAction::Redo => self.do_again(),
            ReviewAction::IsReport(task, path) => {
                self.finish(task);
                self.read_reports(vec![path])
            }
            ReviewAction::Progress(task, n, of) => {
                if let Some(task) = self.tasks.iter_mut().find(|t| t.id == task) {
                    task.what = format!("Reading reports: {n} of {of}");
                    task.done = Some(n as f32 / of.max(1) as f32);
                }
                NOTHING
            }
            ReviewAction::Imported { task, reports, n_files, problems, was_cancelled } => {
                self.finish(task);
                let report =
                    ImportReport { n_files, problems, was_cancelled, ..Default::default() };
                self.imported(reports, report)
            }
            ReviewAction::ReadAgain { task, described, proposals } => {
                self.finish(task);
                self.described(described, proposals)
            }
            ReviewAction::JournalOpened { path, review, problems } => {
                self.journal_opened(path, *review, &problems)
            }
            ReviewAction::JournalFailed(why) => {
                let text = format!("Decisions on reports are not being kept: {why}");
                self.tell(MessageKind::Error, text, None);
                self.review.journal = Journal::Failed(why);
                self.apply_waiting()
            }
            ReviewAction::Written(number) => {
                self.review.n_written = self.review.n_written.max(number);
                NOTHING
            }
            ReviewAction::Tables { epoch, reviewed, proposed } => {
                self.tables_made(epoch, reviewed, proposed)
            }
        }
    }

    /// Has the journal read; what is decided goes there from then on.
    #[must_use]
    pub fn open_journal(&mut self, path: PathBuf) -> Vec<Effect> {
        self.review.journal = Journal::Opening;
        vec![effect(ReviewEffect::OpenJournal(path))]
    }

    fn journal_opened(
        &mut self,
        path: PathBuf,
        review: Review,
        problems: &[JournalProblem],
    ) -> Vec<Effect> {
        for problem in problems {
            let text = if problem.is_torn {
                "The last decision of the review was being written when the program ended; \
                 it is not kept. All before it are."
                    .to_owned()
            } else {
                let JournalProblem { line, reason, .. } = problem;
                format!(
                    "Line {line} of the review’s journal cannot be read and is passed over: \
                     {reason}. A copy of the file as it was lies beside it.\n{}",
                    path.display()
                )
            };
            self.tell(MessageKind::Warning, text, None);
        }
        self.review.journal = Journal::On(path);
        self.review.review = review;
        self.review.is_dirty = true;
        let mut effects = self.make_tables();
        effects.extend(self.apply_waiting());
        effects
    }

    fn apply_waiting(&mut self) -> Vec<Effect> {
        let waiting = std::mem::take(&mut self.review.waiting);
        waiting.into_iter().flat_map(|action| self.apply_review(action)).collect()
    }

    /// Applies an entry and has it written.
    pub(super) fn write(&mut self, entry: Entry) -> Vec<Effect> {
        let lines = journal::encode(&entry, &self.review.review);
        self.review.review.apply(entry);
        self.append(lines)
    }

    pub(super) fn append(&mut self, lines: String) -> Vec<Effect> {
        let Journal::On(path) = &self.review.journal else { return NOTHING };
        self.review.n_asked += 1;
        let (path, number) = (path.clone(), self.review.n_asked);
        vec![effect(ReviewEffect::Append { path, lines, number })]
    }

    pub(in crate::app) fn read_reports(&mut self, paths: Vec<PathBuf>) -> Vec<Effect> {
        let task = self.start_task("Reading reports");
        vec![effect(ReviewEffect::Read { task, paths, gazetteer: self.gazetteer.clone() })]
    }

    fn imported(
        &mut self,
        incoming: Vec<super::Incoming>,
        mut report: ImportReport,
    ) -> Vec<Effect> {
        let mut lines = String::new();
        // What there is something to decide about comes first.
        let (mut first_open, mut first_new, mut first_known) = (None, None, None);
        for super::Incoming { report: own, mut proposals } in incoming {
            if self.review.review.report(&own.id).is_some() {
                report.n_known += 1;
                first_known.get_or_insert(own.id);
                continue;
            }
            report.note(&own, &proposals);
            for (proposal, number) in proposals.iter_mut().zip(self.review.review.next_number()..) {
                proposal.number = number;
            }
            if !proposals.is_empty() {
                first_open.get_or_insert(own.id.clone());
            }
            first_new.get_or_insert(own.id.clone());
            let entry = Entry::Report { report: Box::new(own), proposals };
            lines.push_str(&journal::encode(&entry, &self.review.review));
            self.review.review.apply(entry);
        }
        // One report shows by itself what it lacks; of many there is a dialog.
        let is_one = report.n_files == 1 && report.n_opened == 1;
        self.review.shows_import = !report.problems.is_empty() && !is_one;
        if !self.review.shows_import && !is_one {
            self.tell(MessageKind::Info, format!("{}.", report.summary()), None);
        }
        self.review.import = Some(report);
        let mut effects = if lines.is_empty() { NOTHING } else { self.append(lines) };
        if let Some(id) = first_open.or(first_new).or(first_known) {
            effects.extend(self.show_review(true));
            effects.extend(self.go_report(&id));
        }
        effects.extend(self.make_tables());
        effects
    }

    fn describe(&mut self, described: Description) -> Vec<Effect> {
        let Some(reviewed) = self.review.review.report(&described.report) else { return NOTHING };
        let report = Arc::clone(&reviewed.report);
        if report.description() == described {
            return NOTHING;
        }
        let task = self.start_task("Reading the report again");
        vec![effect(ReviewEffect::ReadAgain {
            task,
            report,
            described,
            gazetteer: self.gazetteer.clone(),
        })]
    }

    /// Puts new proposals in place of those that nobody has decided on or changed.
    fn described(&mut self, described: Description, proposals: Vec<Proposal>) -> Vec<Effect> {
        let review = &self.review.review;
        let Some(reviewed) = review.report(&described.report) else { return NOTHING };
        let is_untouched = |proposal: &Proposal| {
            proposal.status == Status::Proposed
                && proposal.edited.is_empty()
                && proposal.made_from.is_empty()
                && !proposal.by_hand
        };
        let own = reviewed.order.iter().filter_map(|number| review.proposal(*number));
        let (old, kept): (Vec<_>, Vec<_>) = own.partition(|proposal| is_untouched(proposal));
        let excerpts = |proposal: &Proposal| {
            proposal.accounts.iter().map(|a| a.excerpt.clone()).collect::<Vec<_>>()
        };
        // What somebody worked on is not proposed a second time.
        let known: Vec<_> = kept.iter().flat_map(|proposal| excerpts(proposal)).collect();
        let fresh = proposals
            .into_iter()
            .filter(|proposal| excerpts(proposal).iter().all(|excerpt| !known.contains(excerpt)));
        let report = described.report.clone();
        let put: Vec<Proposal> = fresh
            .zip(review.next_number()..)
            .map(|(proposal, number)| Proposal { number, report: report.clone(), ..proposal })
            .collect();
        let change = Change {
            did: "describe report".to_owned(),
            drop: old.iter().map(|proposal| proposal.number).collect(),
            current: put.first().map(|proposal| proposal.number),
            put,
            described: Some(described),
        };
        self.commit(change)
    }

    fn close_report(&mut self, report: String) -> Vec<Effect> {
        if self.review.review.report(&report).is_none() {
            return NOTHING;
        }
        let had_accepted =
            self.review.review.report(&report).is_some_and(|r| r.counts.n_accepted > 0);
        // What was decided about it cannot be taken back one by one any more.
        let is_of = |proposals: &[Proposal]| proposals.iter().any(|p| p.report == report);
        let concerns = |step: &Step| is_of(&step.forward.put) || is_of(&step.back.put);
        self.review.past.retain(|step| !concerns(step));
        self.review.future.retain(|step| !concerns(step));
        if self.review.report.as_ref() == Some(&report) {
            self.review.report = None;
        }
        self.review.is_dirty |= had_accepted;
        let mut effects = self.write(Entry::Close { report });
        effects.extend(self.make_tables());
        effects
    }
}

/// An effect of the review among all effects.
pub(super) fn effect(effect: ReviewEffect) -> Effect {
    Effect::Review(Box::new(effect))
}
