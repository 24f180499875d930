//! From the text of a report to the claims it makes.
//!
//! A report is cut into paragraphs ([`text`]), sentences ([`sentence`]) and
//! clauses ([`clauses`]). What a clause tells is a draft ([`claims`]): acts
//! ([`acts`], [`kinds`]), places ([`places`]), dates ([`dates`], [`when`]), parties
//! ([`actors`]), counts of people ([`tolls`]) and who says so ([`attribution`]).
//! Drafts that tell the same are joined ([`merge`]); claims of different reports are
//! compared ([`compare`]). English and Arabic share the
//! rules and differ in their tables ([`lexicon`]). Every value keeps its span and
//! the name of the rule that made it. Nothing here reads or writes files.

pub mod actors;
pub mod acts;
pub mod attribution;
pub mod claim_date;
pub mod claims;
mod clause_date;
mod clause_places;
pub mod clauses;
pub mod compare;
pub mod dates;
mod dating;
mod denial;
pub mod explain;
pub mod hijri;
pub mod html;
pub mod json;
pub mod kinds;
pub mod lexicon;
pub mod merge;
pub mod names;
mod namesakes;
pub mod number;
mod paragraphs;
pub mod pipeline;
pub mod places;
pub mod selection;
pub mod sentence;
pub mod span;
mod telling;
#[cfg(test)]
mod telling_tests;
pub mod text;
pub mod token;
pub mod tolls;
mod unknown_places;
pub mod when;

pub use json::{DocumentJson, ExtractionFile};
pub use pipeline::{Extraction, Report, extract};
pub use selection::Selection;
