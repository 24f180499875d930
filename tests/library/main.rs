//! What the library promises, tested from outside, as one program: linking ten
//! of them would take ten times the disk and most of the time of a test run.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod app_actions;
mod app_briefing;
mod app_edits;
mod app_places;
mod cli_convert;
mod cli_extract;
mod cli_gazetteer;
mod export_files;
mod export_redaction;
mod extract_corpus;
mod extract_robustness;
mod extract_sentences;
mod gazetteer_accuracy;
mod gazetteer_context;
mod gazetteer_silence;
mod gazetteer_unseen;
mod page_files;
mod page_layout;
mod pages;
mod query_naive;
mod read_bad_input;
mod read_pdf;
mod read_public_formats;
mod read_round_trips;
mod review_actions;
mod scene_map;
