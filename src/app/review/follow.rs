//! What follows from a review: tables, the dataset of accepted events, the
//! timeline, files.

use std::path::PathBuf;
use std::sync::Arc;

use super::action::ReviewEffect;
use super::apply::{NOTHING, effect};
use super::{decisions, table};
use crate::app::effect::{Effect, Source};
use crate::app::state::{AppState, Dataset, MessageKind, ReviewSave};
use crate::model::{DaySpan, EventTable};
use crate::query::Matched;
use crate::read::ReadOutcome;

impl AppState {
    /// Has the tables made that follow from the review.
    pub(super) fn make_tables(&mut self) -> Vec<Effect> {
        self.review.epoch += 1;
        self.review.is_making = true;
        vec![effect(ReviewEffect::MakeTables {
            review: Box::new(self.review.review.clone()),
            with_reviewed: self.review.is_dirty,
            filter: self.view.filter.clone(),
            gazetteer: self.gazetteer.clone(),
            epoch: self.review.epoch,
        })]
    }

    /// Has the proposals matched again when the filter is another one.
    pub(in crate::app) fn rematch_proposals(&mut self) -> Vec<Effect> {
        let is_stale = |proposed: &Arc<Matched>| *proposed.filter() != self.view.filter;
        if self.review.proposed.as_ref().is_some_and(is_stale) && !self.review.is_making {
            self.make_tables()
        } else {
            NOTHING
        }
    }

    pub(super) fn tables_made(
        &mut self,
        epoch: u64,
        reviewed: Option<Arc<EventTable>>,
        proposed: Arc<Matched>,
    ) -> Vec<Effect> {
        if epoch != self.review.epoch {
            return NOTHING;
        }
        self.review.is_making = false;
        self.review.proposed = (proposed.index().table().n_events() > 0).then_some(proposed);
        if !self.timeline_holds_all() {
            self.timeline.follow(self.all_days());
        }
        let mut effects = match reviewed {
            Some(table) => {
                self.review.is_dirty = false;
                self.put_reviewed(table)
            }
            None => NOTHING,
        };
        effects.extend(self.rematch_proposals());
        effects
    }

    /// Puts the accepted events among all events.
    fn put_reviewed(&mut self, table: Arc<EventTable>) -> Vec<Effect> {
        let was_there = self.datasets.iter().any(|dataset| dataset.id == table::REVIEWED);
        let n = table.n_events();
        if n == 0 && !was_there {
            return NOTHING;
        }
        self.datasets.retain(|dataset| dataset.id != table::REVIEWED);
        if n > 0 {
            let outcome = ReadOutcome { n_read: n, n_kept: n, ..ReadOutcome::default() };
            self.datasets.push(Dataset {
                id: table::REVIEWED,
                name: "Reviewed".to_owned(),
                source: Source::Review,
                table,
                report: Arc::new(outcome),
            });
        }
        self.review.keeps_axis = true;
        self.reindex()
    }

    /// Accepted events are no file: they are open as long as their reports are.
    pub(in crate::app) fn keep_reviewed(&mut self) -> Vec<Effect> {
        let text = "Accepted events stay with their reports: hide them, or take reports out of the \
                    review.";
        self.tell(MessageKind::Info, text.to_owned(), None);
        NOTHING
    }

    /// All days that an event or a proposal states.
    fn all_days(&self) -> Option<DaySpan> {
        let proposed = self.review.proposed.as_ref().and_then(|m| m.index().days());
        match (self.derived.index.days(), proposed) {
            (Some(a), Some(b)) => Some(a.union(b)),
            (a, b) => a.or(b),
        }
    }

    fn timeline_holds_all(&self) -> bool {
        let extent = self.timeline.extent;
        self.all_days().is_none_or(|days| extent.first <= days.first && days.last <= extent.last)
    }

    /// Shows all days on the timeline, unless only something was accepted and it
    /// shows them all.
    pub(in crate::app) fn reset_timeline(&mut self) {
        let keeps = std::mem::take(&mut self.review.keeps_axis);
        if !(keeps && self.timeline_holds_all()) {
            self.timeline.reset(self.all_days());
        }
    }

    /// Has a part of the review saved.
    pub(in crate::app) fn save_review(&mut self, what: ReviewSave, path: PathBuf) -> Vec<Effect> {
        let (bytes, what) = match what {
            ReviewSave::Events => {
                let reviewed = self.dataset(table::REVIEWED);
                let Some(table) = reviewed.map(|dataset| Arc::clone(&dataset.table)) else {
                    let text = "Nothing is accepted yet: there are no events to save.".to_owned();
                    self.tell(MessageKind::Info, text, None);
                    return NOTHING;
                };
                return vec![effect(ReviewEffect::SaveEvents { path, table })];
            }
            ReviewSave::Decisions => (decisions::csv(&self.review.review), "decisions"),
            ReviewSave::Import => {
                let report = self.review.import.clone().unwrap_or_default();
                (Ok(report.to_string().into_bytes()), "report on what was not understood")
            }
        };
        match bytes {
            Ok(bytes) => vec![Effect::Write { path, bytes, what }],
            Err(error) => {
                self.tell(MessageKind::Error, format!("Nothing was written: {error}."), None);
                NOTHING
            }
        }
    }
}
