//! Which proposal and report are looked at.

use super::apply::NOTHING;
use super::table;
use crate::app::effect::{Effect, MapMove};
use crate::app::state::AppState;
use crate::model::EventId;
use crate::store::review::{Entry, Reviewed, Status};

impl AppState {
    pub(super) fn show_review(&mut self, open: bool) -> Vec<Effect> {
        if self.review.review.open == open {
            return NOTHING;
        }
        let mut effects = if open && self.view.selection.is_some() {
            self.change_view(|view| view.selection = None)
        } else {
            NOTHING
        };
        let current = self
            .review
            .review
            .current
            .or_else(|| if open { self.review.report()?.order.first().copied() } else { None });
        effects.extend(self.write(Entry::Look { current, open }));
        effects
    }

    /// Looks at a proposal, or at a report without one.
    pub(super) fn look_at(&mut self, current: Option<u32>) -> Vec<Effect> {
        let mut effects = if self.view.selection.is_some() {
            self.change_view(|view| view.selection = None)
        } else {
            NOTHING
        };
        if current.is_some() {
            self.review.report = None;
        }
        if current != self.review.review.current {
            effects.extend(self.write(Entry::Look { current, open: self.review.review.open }));
        }
        let position = current.and_then(|number| self.review.position(number));
        effects.extend(position.map(|position| Effect::MoveMap(MapMove::Show(position))));
        effects
    }

    pub(super) fn step_proposal(&mut self, by: isize) -> Vec<Effect> {
        let Some(reviewed) = self.review.report() else { return NOTHING };
        let now = self
            .review
            .review
            .current
            .and_then(|current| reviewed.order.iter().position(|number| *number == current));
        let next = match now {
            Some(now) => now.checked_add_signed(by),
            None if by < 0 => None,
            None => Some(0),
        };
        let found = next.and_then(|next| reviewed.order.get(next).copied());
        match found {
            Some(number) => self.look_at(Some(number)),
            None => self.step_report(by.signum()),
        }
    }

    pub(super) fn go_report(&mut self, id: &str) -> Vec<Effect> {
        let Some(reviewed) = self.review.review.report(id) else { return NOTHING };
        let is_open = |number: &&u32| {
            let proposal = self.review.review.proposal(**number);
            proposal.is_some_and(|proposal| proposal.status == Status::Proposed)
        };
        let first = reviewed.order.iter().find(is_open).or(reviewed.order.first()).copied();
        self.review.report = first.is_none().then(|| id.to_owned());
        self.look_at(first)
    }

    pub(super) fn step_report(&mut self, by: isize) -> Vec<Effect> {
        let reports = self.review.review.reports();
        let now = self.review.report().and_then(|now| self.review.review.position(&now.report.id));
        let next = now.map_or(Some(0), |now| now.checked_add_signed(by));
        let Some(reviewed) = next.and_then(|next| reports.get(next)) else { return NOTHING };
        let id = reviewed.report.id.clone();
        self.go_report(&id)
    }

    /// The undecided proposal to look at once this one is decided: the next in the
    /// report, else one before it, else the first of a later report, else of any.
    pub(super) fn next_open(&self, number: u32) -> Option<u32> {
        let review = &self.review.review;
        let is_open = |other: &u32| {
            let proposal = review.proposal(*other);
            *other != number && proposal.is_some_and(|p| p.status == Status::Proposed)
        };
        let proposal = review.proposal(number)?;
        let own = review.report(&proposal.report)?;
        let here = own.order.iter().position(|other| *other == number).unwrap_or(0);
        let (before, after) = own.order.split_at(here);
        let in_report = after.iter().chain(before).copied().find(is_open);
        in_report.or_else(|| {
            let position = review.position(&proposal.report)?;
            let (before, after) = review.reports().split_at(position);
            let open = |report: &&Reviewed| report.counts.n_proposed > 0;
            let mut others = after.iter().skip(1).chain(before).filter(open);
            others.find_map(|report| report.order.iter().copied().find(is_open))
        })
    }

    pub(super) fn next_in_report(&self) -> Option<u32> {
        let current = self.review.current()?;
        let order = &self.review.review.report(&current.report)?.order;
        let here = order.iter().position(|number| *number == current.number)?;
        order.get(here + 1).or_else(|| order.get(here.checked_sub(1)?)).copied()
    }

    /// What a click on an event of the review does: it looks at its proposal.
    /// `None` when the event is of no review, or the review is not on show.
    pub(in crate::app) fn select_proposal(&mut self, event: EventId) -> Option<Vec<Effect>> {
        let is_proposal = event.dataset == table::PROPOSED;
        let is_reviewed = event.dataset == table::REVIEWED && self.is_reviewing();
        if !(is_proposal || is_reviewed) || self.review.review.proposal(event.number).is_none() {
            return None;
        }
        let mut effects = self.show_review(true);
        effects.extend(self.look_at(Some(event.number)));
        Some(effects)
    }
}
