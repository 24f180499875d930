//! Scenes as pictures and events as files.

pub mod animation;
pub mod data;
pub mod embed;
pub mod pdf;
pub mod picture;
pub mod png;
pub mod redact;
pub mod svg;
