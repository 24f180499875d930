//! The journal of a review: JSON lines, one [`Entry`] each, only ever appended to.
//!
//! A line that was being written when the program was killed is the only one that
//! can be lost. Offsets in it are 0-based Unicode scalar values of the report's
//! text, as in all files.

use std::ops::Range;

use thiserror::Error;

use super::{Change, Entry, Proposal, Report, Review};
use crate::extract::span::ScalarOffsets;

/// What the first line says that the file is.
pub const FORMAT: &str = "deir-atlas/review";

/// The version of the format.
pub const VERSION: u32 = 1;

/// A line that could not be understood and was passed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalProblem {
    /// From 1.
    pub line: usize,
    /// Why.
    pub reason: String,
    /// It is the last one and has no end: it was being written when the program
    /// was killed.
    pub is_torn: bool,
}

/// What a journal tells.
#[derive(Debug, Clone, Default)]
pub struct Replay {
    /// The review after the last line.
    pub review: Review,
    /// Lines that were passed over.
    pub problems: Vec<JournalProblem>,
}

/// Why a journal cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum JournalError {
    /// The first line says that it is something else.
    #[error("this is no journal of a review; its first line should name the format `{FORMAT}`")]
    OtherFormat,
    /// A later program made it.
    #[error(
        "this review was made by a newer version of the program (format {0}, known is {VERSION}); \
         open it with that version"
    )]
    Newer(u32),
}

/// The line for an entry, with its end. `review` must hold the reports that the
/// entry speaks of.
#[must_use]
pub fn encode(entry: &Entry, review: &Review) -> String {
    let mut entry = entry.clone();
    match &mut entry {
        Entry::Report { report, proposals } => {
            let offsets = ScalarOffsets::new(&report.text);
            let spans = report.mentions.iter_mut().map(|mention| &mut mention.span);
            let spans = spans.chain(&mut report.boilerplate);
            for span in spans.chain(proposals.iter_mut().flat_map(Proposal::spans_mut)) {
                *span = offsets.scalar_at(span.start)..offsets.scalar_at(span.end);
            }
        }
        Entry::Change(change) => {
            for proposal in &mut change.put {
                let Some(reviewed) = review.report(&proposal.report) else { continue };
                let offsets = ScalarOffsets::new(&reviewed.report.text);
                for span in proposal.spans_mut() {
                    *span = offsets.scalar_at(span.start)..offsets.scalar_at(span.end);
                }
            }
        }
        Entry::Review { .. } | Entry::Close { .. } | Entry::Look { .. } => {}
    }
    // Numbers and strings alone: writing them to a string cannot fail.
    let mut line = serde_json::to_string(&entry).unwrap_or_default();
    line.push('\n');
    line
}

/// The first line of a journal.
#[must_use]
pub fn header(review: &Review) -> Entry {
    let next_number = review.next_number();
    Entry::Review { format: FORMAT.to_owned(), version: VERSION, next_number }
}

/// A whole journal that tells `review` in as few lines as it takes.
#[must_use]
pub fn compact(review: &Review) -> String {
    let mut lines = encode(&header(review), review);
    for reviewed in review.reports() {
        let proposals = reviewed
            .order
            .iter()
            .filter_map(|number| review.proposal(*number))
            .map(|proposal| Proposal::clone(proposal))
            .collect();
        let report = Box::new(Report::clone(&reviewed.report));
        lines.push_str(&encode(&Entry::Report { report, proposals }, review));
    }
    let look = Entry::Look { current: review.current, open: review.open };
    lines.push_str(&encode(&look, review));
    lines
}

/// Reads a journal of any bytes. A line that cannot be understood is reported and
/// passed over; an empty file is an empty review.
///
/// # Errors
/// [`JournalError`] when the file is something else or of a newer version.
pub fn replay(bytes: &[u8]) -> Result<Replay, JournalError> {
    let mut replay = Replay::default();
    let mut is_first = true;
    for (index, piece) in bytes.split_inclusive(|byte| *byte == b'\n').enumerate() {
        let has_end = piece.ends_with(b"\n");
        let line = piece.trim_ascii();
        if line.is_empty() {
            continue;
        }
        let entry = std::str::from_utf8(line)
            .map_err(|error| error.to_string())
            .and_then(|text| serde_json::from_str::<Entry>(text).map_err(|e| e.to_string()))
            .and_then(|entry| decode(entry, &replay.review));
        match entry {
            Ok(Entry::Review { format, version, next_number }) => {
                if format != FORMAT {
                    return Err(JournalError::OtherFormat);
                }
                if version > VERSION {
                    return Err(JournalError::Newer(version));
                }
                replay.review.apply(Entry::Review { format, version, next_number });
            }
            // A torn first line is all that there is of a new journal.
            _ if is_first && has_end => return Err(JournalError::OtherFormat),
            Ok(entry) => replay.review.apply(entry),
            Err(reason) => {
                let is_torn = !has_end;
                replay.problems.push(JournalProblem { line: index + 1, reason, is_torn });
            }
        }
        is_first = false;
    }
    Ok(replay)
}

/// Turns the offsets of an entry back into bytes.
fn decode(mut entry: Entry, review: &Review) -> Result<Entry, String> {
    match &mut entry {
        Entry::Report { report, proposals } => {
            let Report { text, mentions, boilerplate, .. } = &mut **report;
            let names = mentions.iter_mut().map(|mention| &mut mention.span);
            let spans = names.chain(boilerplate);
            bytes(text, spans.chain(proposals.iter_mut().flat_map(Proposal::spans_mut)))?;
            for proposal in proposals {
                fitting(proposal, text)?;
            }
            if mentions.iter().any(|mention| text.get(mention.span.clone()).is_none()) {
                return Err("a span of a name ends before it begins".to_owned());
            }
        }
        Entry::Change(Change { put, .. }) => {
            for proposal in put {
                let Some(reviewed) = review.report(&proposal.report) else {
                    return Err(format!("there is no report `{}`", proposal.report));
                };
                bytes(&reviewed.report.text, proposal.spans_mut())?;
                fitting(proposal, &reviewed.report.text)?;
            }
        }
        Entry::Review { .. } | Entry::Close { .. } | Entry::Look { .. } => {}
    }
    Ok(entry)
}

fn fitting(proposal: &Proposal, text: &str) -> Result<(), String> {
    let fits = proposal.fits(text);
    if fits { Ok(()) } else { Err("a span ends before it begins".to_owned()) }
}

/// Turns offsets in Unicode scalar values into bytes, in one walk over the text.
fn bytes<'a>(text: &str, spans: impl Iterator<Item = &'a mut Range<usize>>) -> Result<(), String> {
    let mut ends: Vec<&mut usize> =
        spans.flat_map(|span| [&mut span.start, &mut span.end]).collect();
    ends.sort_by_key(|end| **end);
    let mut walk = text.char_indices().map(|(at, _)| at).chain([text.len()]).enumerate();
    let mut now = walk.next();
    for end in ends {
        while now.is_some_and(|(scalar, _)| scalar < *end) {
            now = walk.next();
        }
        let Some((_, byte)) = now else {
            return Err(format!("the offset {end} lies beyond the text"));
        };
        *end = byte;
    }
    Ok(())
}
