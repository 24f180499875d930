//! What came of reading a file: the events, and every problem met on the way.

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;
use thiserror::Error;

use crate::model::{ArenaFull, EventTable};

/// Values longer than this many characters are shortened in problems.
const LONGEST_VALUE: usize = 120;

/// Everything that a file held, as far as it could be read.
#[must_use]
#[derive(Debug, Clone, Default)]
pub struct ReadOutcome {
    /// The events kept.
    pub table: EventTable,
    /// What was wrong in single rows, in order of lines.
    pub problems: Vec<RowProblem>,
    /// Number of rows, features or events in the file.
    pub n_read: usize,
    /// Number of events in the table.
    pub n_kept: usize,
    /// Number of rows of which nothing could be shown.
    pub n_held_back: usize,
    /// What the reader assumed or understood about the file as a whole, in words.
    pub notes: Vec<String>,
    /// How the events were looked at when the file was written, as a session's
    /// JSON; `None` where the file does not say.
    pub view: Option<String>,
}

/// One value or row that could not be taken as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowProblem {
    /// Line of the file on which the row begins, from 1.
    pub line: u64,
    /// Column, property or JSON path; `None` when the whole row is meant.
    pub column: Option<String>,
    /// The value as it stands in the file, shortened when long.
    pub value: String,
    /// What is wrong with it.
    pub reason: Cow<'static, str>,
    /// What to do about it.
    pub advice: Cow<'static, str>,
    /// Whether the whole row was kept out; otherwise only this value is missing.
    pub held_back: bool,
}

impl RowProblem {
    /// A problem with one value; the event itself is kept.
    #[must_use]
    pub fn value(
        line: u64,
        column: impl Into<String>,
        value: &str,
        reason: impl Into<Cow<'static, str>>,
        advice: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            line,
            column: Some(column.into()),
            value: shortened(value),
            reason: reason.into(),
            advice: advice.into(),
            held_back: false,
        }
    }

    /// A problem that keeps the whole row out.
    #[must_use]
    pub fn row(
        line: u64,
        value: &str,
        reason: impl Into<Cow<'static, str>>,
        advice: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            line,
            column: None,
            value: shortened(value),
            reason: reason.into(),
            advice: advice.into(),
            held_back: true,
        }
    }
}

/// `line 12, column date: "31.2.2016": that month has no such day; correct the date`
impl fmt::Display for RowProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        if let Some(column) = &self.column {
            write!(f, ", {column}")?;
        }
        if !self.value.is_empty() {
            write!(f, ": {:?}", self.value)?;
        }
        write!(f, ": {}", self.reason)?;
        if !self.advice.is_empty() {
            write!(f, "; {}", self.advice)?;
        }
        if self.held_back { f.write_str(" [row held back]") } else { Ok(()) }
    }
}

fn shortened(value: &str) -> String {
    match value.char_indices().nth(LONGEST_VALUE) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    }
}

/// Why nothing of a file could be read.
#[derive(Debug, Error)]
pub enum ReadError {
    /// There are no bytes, or only blanks.
    #[error("the file is empty; choose a file that holds events")]
    Empty,
    /// Neither text nor JSON.
    #[error(
        "this is no events file: {reason}; open *.events.json, GeoJSON, CSV, TSV, KML, KMZ, GeoPackage or a capsule"
    )]
    NotEvents {
        /// What it looks like.
        reason: String,
    },
    /// JSON that is cut off or malformed.
    #[error(
        "line {line}, column {column}: this is not valid JSON ({reason}); \
             the file may have been cut off or edited by hand"
    )]
    Json {
        /// Line, from 1.
        line: usize,
        /// Column in bytes, from 1.
        column: usize,
        /// The parser's reason.
        reason: String,
    },
    /// JSON of another form than its format demands.
    #[error("line {line}{}: {reason}; see data/schema/events.schema.json for the form",
            if path.is_empty() { String::new() } else { format!(", at {path}") })]
    Form {
        /// Line, from 1.
        line: usize,
        /// Path of the member, such as `documents[3].published`; empty for the whole.
        path: String,
        /// What is wrong there.
        reason: String,
    },
    /// A version of the native format that this program does not know.
    #[error(
        "the file is version {version} of `{format}` and this program reads version 1; \
             update Deir Atlas or convert the file"
    )]
    Version {
        /// `deir-atlas/events` or `deir-atlas/extraction`.
        format: String,
        /// The version stated.
        version: u64,
    },
    /// A table without any column that is understood.
    #[error(
        "no column of the header `{header}` is understood; say which column is which \
             (`--map COLUMN=ROLE`, or the mapping dialog)"
    )]
    NoColumns {
        /// The header line, shortened.
        header: String,
    },
    /// A column map made for another header.
    #[error("the column map is for {expected} columns and the file has {found}; map it anew")]
    OtherHeader {
        /// Columns of the map.
        expected: usize,
        /// Columns of the file.
        found: usize,
    },
    /// XML that is malformed.
    #[error("line {line}: this is not valid XML ({reason}); the file may have been cut off")]
    Xml {
        /// Line, from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// A GeoPackage that cannot be opened or holds nothing to show.
    #[error("the GeoPackage cannot be read: {reason}")]
    Database {
        /// What is wrong, in SQLite's words or ours.
        reason: String,
    },
    /// A capsule whose events are not as they were written.
    #[error(
        "the capsule is damaged: {reason}; `deir-atlas check FILE` lists every change, and \
             `--even-if-damaged` opens what is left"
    )]
    Capsule {
        /// Every fault.
        reason: String,
    },
    /// The texts do not fit one table.
    #[error(transparent)]
    Full(#[from] ArenaFull),
    /// Reading was cancelled by the user.
    #[error("reading was cancelled")]
    Cancelled,
}

/// How a file was read: what `check` prints and the load dialog shows.
#[derive(Debug, Clone, Serialize)]
pub struct LoadReport<'a> {
    /// The file.
    pub file: &'a str,
    /// Rows, features or events in the file.
    pub n_read: usize,
    /// Events kept.
    pub n_kept: usize,
    /// Rows kept out.
    pub n_held_back: usize,
    /// Events kept that have no date.
    pub n_undated: usize,
    /// Events kept that have no position.
    pub n_unplaced: usize,
    /// What the reader assumed about the whole file.
    pub notes: &'a [String],
    /// What was wrong in single rows, in order of lines.
    pub problems: &'a [RowProblem],
}

impl<'a> LoadReport<'a> {
    /// The report of one outcome.
    #[must_use]
    pub fn new(file: &'a str, outcome: &'a ReadOutcome) -> Self {
        let table = &outcome.table;
        Self {
            file,
            n_read: outcome.n_read,
            n_kept: outcome.n_kept,
            n_held_back: outcome.n_held_back,
            n_undated: table.n_events() - table.n_dated(),
            n_unplaced: table.rows().filter(|row| !table.is_placed(*row)).count(),
            notes: &outcome.notes,
            problems: &outcome.problems,
        }
    }

    /// As one JSON value.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        // Strings, numbers and lists only, so this cannot fail; an empty value would say so.
        serde_json::to_value(self).unwrap_or_default()
    }
}

/// A few lines of counts, then one line for each note and problem.
impl fmt::Display for LoadReport<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{}: {} read, {} kept, {} held back; {} undated, {} unplaced",
            self.file, self.n_read, self.n_kept, self.n_held_back, self.n_undated, self.n_unplaced
        )?;
        for note in self.notes {
            writeln!(f, "  note: {note}")?;
        }
        for problem in self.problems {
            writeln!(f, "  {problem}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_says_where_what_and_what_to_do() {
        let problem = RowProblem::value(12, "date", "31.2.2016", "no such day", "correct the date");
        assert_eq!(
            problem.to_string(),
            r#"line 12, date: "31.2.2016": no such day; correct the date"#
        );
        let long = RowProblem::row(1, &"ا".repeat(500), "too long", "");
        assert_eq!(long.value.chars().count(), LONGEST_VALUE + 1);
        assert!(long.to_string().ends_with("[row held back]"));
    }
}
