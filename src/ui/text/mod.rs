//! Text in both writing directions.
//!
//! egui 0.37 shapes a stretch of text correctly as long as it has one font and
//! one direction, which it guesses from the first letter; it knows nothing of
//! the order of such stretches. This module supplies the order: it resolves the
//! Unicode Bidirectional Algorithm (UAX #9), breaks lines in reading order
//! (UAX #14), and hands egui one section per visual run, each with a font that
//! covers all of it. All indices into text are bytes, in reading order.
//!
//! - [`bidi`]: paragraphs, lines and visual runs; knows no fonts.
//! - [`shape`]: which face draws what, and how wide each character is.
//! - [`rich`]: text with styles and marks, as panels compose it.
//! - [`mod@layout`]: where everything is; finding a character at a point and back.
//! - [`label`], [`field`]: the widgets.

pub mod bidi;
pub mod field;
pub mod label;
pub mod layout;
pub mod rich;
mod shape;

pub use bidi::BaseDirection;
pub use field::text_field_ui;
pub use label::{RichResponse, clear_selection, label_ui, layout, rich_label_ui};
pub use layout::TextLayout;
pub use rich::{BidiText, Mark, Style, TextAlign};

#[cfg(test)]
mod tests;
