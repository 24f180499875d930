//! The state of the program, the actions that change it, and what follows from them.
//!
//! Panels read an [`AppState`] and return [`Action`]s; only [`AppState::apply`]
//! changes it, and it does no I/O: what has to be read, written or computed at
//! length is returned as [`Effect`]s. So undo, replay and tests need no window.

pub mod action;
mod apply;
pub mod briefing;
pub mod edits;
pub mod effect;
pub mod export;
pub mod frame;
pub mod history;
pub mod page;
pub mod places;
pub mod review;
pub mod state;
mod timeline;

pub use action::{Action, FilterChange, Gesture, TimeAction};
pub use briefing::{Briefing, BriefingAction, BriefingEffect};
pub use edits::EditAction;
pub use effect::{Effect, TaskId};
pub use history::History;
pub use places::PlaceAction;
pub use review::{ReviewAction, ReviewEffect};
pub use state::{
    AppState, BaseLayer, Dataset, Derived, Message, MessageKind, Task, Timeline, Tray, View,
};
