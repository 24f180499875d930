//! Runs effects on named threads and reports back as actions.
//!
//! This is the first module that touches files. It wakes the window through a
//! callback, so it runs the same without one.

mod export;
mod own;
mod perform;
pub mod reports;
mod review;
mod written;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::app::export::ExportAction;
use crate::app::{Action, Effect, ReviewAction, ReviewEffect, TaskId};

pub use perform::{SAMPLE, perform, write_whole};
pub use review::append as append_to_journal;

/// Actions that may wait to be taken before workers have to.
const N_WAITING: usize = 256;

/// The longest that the end of the program waits for the disk.
const LONGEST_END: Duration = Duration::from_secs(10);

/// Called from a worker when there is an action to take.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// Carries out effects and collects what they report.
pub struct Jobs {
    sender: SyncSender<Action>,
    receiver: Receiver<Action>,
    wake: Wake,
    cancels: BTreeMap<TaskId, Arc<AtomicBool>>,
    journal: Option<review::JournalWriter>,
    keeper: own::Keeper,
}

impl Jobs {
    /// Workers that call `wake` after each report.
    #[must_use]
    pub fn new(wake: Wake) -> Self {
        let (sender, receiver) = sync_channel(N_WAITING);
        let (cancels, keeper, journal) = (BTreeMap::new(), own::Keeper::default(), None);
        Self { sender, receiver, wake, cancels, keeper, journal }
    }

    /// Starts an effect on a thread of its own and returns at once. An effect
    /// that only a window can carry out is handed back.
    pub fn start(&mut self, effect: Effect) -> Option<Effect> {
        let effect = match effect {
            Effect::Review(order) => match *order {
                order @ (ReviewEffect::OpenJournal(_) | ReviewEffect::Append { .. }) => {
                    self.write_journal(order);
                    return None;
                }
                other => Effect::Review(Box::new(other)),
            },
            other => other,
        };
        let (name, task) = match &effect {
            Effect::Read { task, .. } => ("read", Some(*task)),
            Effect::Preview { .. } => ("preview", None),
            Effect::Index { .. } => ("index", None),
            Effect::FindSame { .. } => ("compare", None),
            Effect::LoadPlaces(_) => ("read places", None),
            Effect::LoadEdits(_) => ("read edits", None),
            Effect::Lay { .. } => ("lay places", None),
            Effect::Keep(keep) => {
                let report = self.reporter();
                self.keeper.keep(keep.clone(), report);
                return None;
            }
            Effect::Match { .. } => ("match", None),
            Effect::Write { .. } => ("write", None),
            Effect::Export { task, .. } => ("export", Some(*task)),
            Effect::WeighExport(_) => ("weigh export", None),
            Effect::WriteExport { task, .. } => ("write export", Some(*task)),
            Effect::InspectPmTiles(_) => ("inspect tiles", None),
            Effect::Review(effect) => match &**effect {
                ReviewEffect::Read { task, .. } | ReviewEffect::ReadPasted { task, .. } => {
                    ("read reports", Some(*task))
                }
                ReviewEffect::PickFolder => return Some(Effect::Review(effect.clone())),
                _ => ("review", None),
            },
            Effect::Briefing(briefing) if briefing.is_for_window() => return Some(effect),
            Effect::Briefing(_) => ("briefing", None),
            Effect::Cancel(task) => {
                if let Some(cancel) = self.cancels.get(task) {
                    cancel.store(true, Ordering::Relaxed);
                }
                return None;
            }
            Effect::CopyText(_)
            | Effect::OpenUrl(_)
            | Effect::PickFiles
            | Effect::PickPmTiles
            | Effect::PickSaveTo(_)
            | Effect::PickExport { .. }
            | Effect::MoveMap(_) => return Some(effect),
        };
        let cancel = Arc::new(AtomicBool::new(false));
        if let Some(task) = task {
            self.cancels.insert(task, Arc::clone(&cancel));
        }
        let report = self.reporter();
        let spawned = thread::Builder::new().name(name.to_owned()).spawn({
            let report = Arc::clone(&report);
            move || perform(effect, &cancel, &*report)
        });
        if let Err(error) = spawned {
            report(Action::Failed(task, format!("Could not start a thread to {name}: {error}.")));
        }
        None
    }

    /// Has the journal read or written, in the order of what is asked.
    fn write_journal(&mut self, order: ReviewEffect) {
        if self.journal.is_none() {
            match review::JournalWriter::start(self.reporter()) {
                Ok(writer) => self.journal = Some(writer),
                Err(error) => {
                    let why = format!("there is no thread to write them ({error}).");
                    self.reporter()(Action::Review(ReviewAction::JournalFailed(why)));
                }
            }
        }
        if let Some(journal) = &self.journal {
            journal.order(order);
        }
    }

    /// A function that hands an action over from any thread.
    #[must_use]
    pub fn reporter(&self) -> Arc<dyn Fn(Action) + Send + Sync> {
        let (sender, wake) = (self.sender.clone(), Arc::clone(&self.wake));
        Arc::new(move |action| {
            // The receiver is gone only when the program ends.
            if sender.send(action).is_ok() {
                wake();
            }
        })
    }

    /// The next report, if there is one.
    pub fn poll(&mut self) -> Option<Action> {
        let action = match self.receiver.try_recv() {
            Ok(action) => action,
            Err(TryRecvError::Empty | TryRecvError::Disconnected) => return None,
        };
        if let Action::Read { task, .. }
        | Action::Saved { task: Some(task), .. }
        | Action::Export(ExportAction::Written(task, ..))
        | Action::ColumnsNeeded { task: Some(task), .. }
        | Action::Failed(Some(task), _)
        | Action::Cancelled(task)
        | Action::Review(
            ReviewAction::Imported { task, .. } | ReviewAction::IsReport(task, _),
        ) = &action
        {
            self.cancels.remove(task);
        }
        Some(action)
    }
}

impl Drop for Jobs {
    /// Waits for the journal: what was decided last is written before the program ends.
    fn drop(&mut self) {
        let Some(journal) = &mut self.journal else { return };
        let started = Instant::now();
        while !journal.is_done() && started.elapsed() < LONGEST_END {
            // Its reports must find room, or it would wait for ever.
            while self.receiver.try_recv().is_ok() {}
            thread::sleep(Duration::from_millis(2));
        }
    }
}
