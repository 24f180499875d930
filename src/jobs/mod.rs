//! Runs effects on named threads and reports back as actions.
//!
//! This is the first module that touches files. It wakes the window through a
//! callback, so it runs the same without one.

mod perform;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::thread;

use crate::app::{Action, Effect, TaskId};

pub use perform::{SAMPLE, perform, write_whole};

/// Actions that may wait to be taken before workers have to.
const N_WAITING: usize = 256;

/// Called from a worker when there is an action to take.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// Carries out effects and collects what they report.
pub struct Jobs {
    sender: SyncSender<Action>,
    receiver: Receiver<Action>,
    wake: Wake,
    cancels: BTreeMap<TaskId, Arc<AtomicBool>>,
}

impl Jobs {
    /// Workers that call `wake` after each report.
    #[must_use]
    pub fn new(wake: Wake) -> Self {
        let (sender, receiver) = sync_channel(N_WAITING);
        Self { sender, receiver, wake, cancels: BTreeMap::new() }
    }

    /// Starts an effect on a thread of its own and returns at once. An effect
    /// that only a window can carry out is handed back.
    pub fn start(&mut self, effect: Effect) -> Option<Effect> {
        let (name, task) = match &effect {
            Effect::Read { task, .. } => ("read", Some(*task)),
            Effect::Preview { .. } => ("preview", None),
            Effect::Index { .. } => ("index", None),
            Effect::Match { .. } => ("match", None),
            Effect::Write { .. } => ("write", None),
            Effect::Export(_) => ("export", None),
            Effect::InspectPmTiles(_) => ("inspect tiles", None),
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
        | Action::ColumnsNeeded { task: Some(task), .. }
        | Action::Failed(Some(task), _)
        | Action::Cancelled(task) = &action
        {
            self.cancels.remove(task);
        }
        Some(action)
    }
}
