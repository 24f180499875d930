//! Decisions: each is a change of proposals that can be taken back.

use std::sync::Arc;

use super::action::Edit;
use super::apply::NOTHING;
use super::{N_STEPS, Step, edit};
use crate::app::effect::{Effect, MapMove};
use crate::app::state::{AppState, MessageKind};
use crate::store::review::{Change, Entry, Proposal, Report, Status};

impl AppState {
    pub(super) fn decide(&mut self, status: Status, did: &str) -> Vec<Effect> {
        let Some(proposal) = self.review.current().cloned() else { return NOTHING };
        let goes_on = status != Status::Proposed;
        let next = if goes_on { self.next_open(proposal.number) } else { None };
        if proposal.status == status {
            return next.map_or(NOTHING, |next| self.look_at(Some(next)));
        }
        let decided = Proposal { status, ..Proposal::clone(&proposal) };
        let mut effects = self.commit(Change {
            did: did.to_owned(),
            put: vec![decided],
            current: next.or(Some(proposal.number)),
            ..Change::default()
        });
        let position = next.and_then(|next| self.review.position(next));
        effects.extend(position.map(|position| Effect::MoveMap(MapMove::Show(position))));
        effects
    }

    pub(super) fn edit(&mut self, number: u32, asked: Edit) -> Vec<Effect> {
        let Some((proposal, report)) = self.with_report(number) else { return NOTHING };
        let did = match &asked {
            Edit::Words { field, .. } => format!("{} from words", field.name()),
            Edit::Type(..) => "edit type".to_owned(),
            Edit::Background(_) => "edit background".to_owned(),
            Edit::Date { .. } => "edit date".to_owned(),
            Edit::Place { .. } | Edit::Spot { .. } | Edit::RemovePlace { .. } => {
                "edit place".to_owned()
            }
            Edit::Actor { .. } => "edit actor".to_owned(),
            Edit::Toll { .. } => "edit toll".to_owned(),
            Edit::Attribution { .. } => "edit source".to_owned(),
        };
        match edit::edited(&proposal, asked, &report, &self.gazetteer) {
            Ok(edited) if edited == *proposal => NOTHING,
            Ok(edited) => self.commit(Change {
                did,
                put: vec![edited],
                current: Some(number),
                ..Change::default()
            }),
            Err(why) => {
                self.tell(MessageKind::Warning, why, None);
                NOTHING
            }
        }
    }

    fn with_report(&self, number: u32) -> Option<(Arc<Proposal>, Arc<Report>)> {
        let proposal = self.review.review.proposal(number)?;
        let report = &self.review.review.report(&proposal.report)?.report;
        Some((Arc::clone(proposal), Arc::clone(report)))
    }

    pub(super) fn merge_with(&mut self, other: u32) -> Vec<Effect> {
        let (Some(first), Some(second)) =
            (self.review.current().cloned(), self.review.review.proposal(other).cloned())
        else {
            return NOTHING;
        };
        if first.number == second.number || first.report != second.report {
            return NOTHING;
        }
        let number = self.review.review.next_number();
        self.commit(Change {
            did: "merge".to_owned(),
            put: vec![edit::merged(&first, &second, number)],
            drop: vec![first.number, second.number],
            current: Some(number),
            ..Change::default()
        })
    }

    pub(super) fn split(&mut self) -> Vec<Effect> {
        let Some(proposal) = self.review.current().cloned() else { return NOTHING };
        let first = self.review.review.next_number();
        let Some(parts) = edit::split(&proposal, first) else {
            let text = "There is nothing to split: the proposal has one account and one place.";
            self.tell(MessageKind::Info, text.to_owned(), None);
            return NOTHING;
        };
        if parts.iter().any(|part| part.accounts.iter().any(|a| a.note.starts_with("Told for"))) {
            let text = "The toll is told for the places together: it is in the note of each part, \
                        and counted in none until you say where it belongs.";
            self.tell(MessageKind::Info, text.to_owned(), None);
        }
        self.commit(Change {
            did: "split".to_owned(),
            current: parts.first().map(|part| part.number),
            put: parts,
            drop: vec![proposal.number],
            ..Change::default()
        })
    }

    pub(super) fn add(&mut self, report: &str, words: std::ops::Range<usize>) -> Vec<Effect> {
        let Some(reviewed) = self.review.review.report(report) else { return NOTHING };
        let report = Arc::clone(&reviewed.report);
        let number = self.review.review.next_number();
        match edit::from_words(&report, words, number, &self.gazetteer) {
            Ok(proposal) => {
                self.review.report = None;
                self.commit(Change {
                    did: "add proposal".to_owned(),
                    put: vec![proposal],
                    current: Some(number),
                    ..Change::default()
                })
            }
            Err(why) => {
                self.tell(MessageKind::Warning, why, None);
                NOTHING
            }
        }
    }

    /// Makes a change that can be taken back.
    pub(super) fn commit(&mut self, change: Change) -> Vec<Effect> {
        let back = self.review.review.inverse(&change);
        if self.review.past.len() == N_STEPS {
            self.review.past.remove(0);
        }
        self.review.past.push(Step { forward: change.clone(), back });
        self.review.future.clear();
        self.make(change)
    }

    pub(super) fn take_back(&mut self) -> Vec<Effect> {
        let Some(step) = self.review.past.pop() else { return NOTHING };
        let change = step.back.clone();
        self.review.future.push(step);
        self.make_and_show(change)
    }

    pub(super) fn do_again(&mut self) -> Vec<Effect> {
        let Some(step) = self.review.future.pop() else { return NOTHING };
        let change = step.forward.clone();
        self.review.past.push(step);
        self.make_and_show(change)
    }

    fn make_and_show(&mut self, change: Change) -> Vec<Effect> {
        let mut effects = self.make(change);
        let current = self.review.review.current;
        let position = current.and_then(|number| self.review.position(number));
        effects.extend(position.map(|position| Effect::MoveMap(MapMove::Show(position))));
        effects
    }

    fn make(&mut self, change: Change) -> Vec<Effect> {
        let is_accepted = |proposal: &Proposal| proposal.status == Status::Accepted;
        let touched = change.put.iter().map(|p| p.number).chain(change.drop.iter().copied());
        let described = change.described.as_ref();
        let described = described.and_then(|d| self.review.review.report(&d.report));
        self.review.is_dirty |= described.is_some_and(|report| report.counts.n_accepted > 0)
            || change.put.iter().any(is_accepted)
            || touched
                .filter_map(|number| self.review.review.proposal(number))
                .any(|proposal| is_accepted(proposal));
        self.review.report = None;
        let mut effects = self.write(Entry::Change(change));
        effects.extend(self.make_tables());
        effects
    }
}
