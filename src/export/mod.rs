//! Scenes as pictures and events as files.

pub mod data;
pub mod pdf;
pub mod png;
pub mod redact;
pub mod svg;
