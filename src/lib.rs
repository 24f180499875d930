//! Deir Atlas: what was reported to have happened in Deir ez-Zor, on a map and
//! a timeline, each mark one click from the words it rests on.
//!
//! The modules stand in the order in which data flows, and **a module uses only
//! those above it**; `tests/tidy.rs` proves that, and that egui, eframe, walkers
//! and rfd appear only under [`ui`] and in `main.rs`.

pub mod model;

pub mod gazetteer;

pub mod extract;

pub mod read;

pub mod query;

pub mod scene;

pub mod export;

pub mod store;

pub mod app;

pub mod jobs;

#[cfg(feature = "window")]
pub mod ui;
