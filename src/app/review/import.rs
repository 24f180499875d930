//! Which files are reports, and what the opening of reports did not understand.

use std::fmt;
use std::path::Path;

use super::display::Display;
use crate::read::manifest::is_manifest;
use crate::read::sniff;
use crate::store::review::{Proposal, Report};

/// Endings of files that are reports whatever they hold.
const REPORT_EXTENSIONS: [&str; 5] = ["html", "htm", "md", "markdown", "pdf"];

/// Whether a file is a report by its name alone.
#[must_use]
pub fn is_report_name(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|e| REPORT_EXTENSIONS.iter().any(|known| e.eq_ignore_ascii_case(known)))
}

/// Whether a file taken for events is a report, or a manifest that names reports.
#[must_use]
pub fn is_report(path: &Path, bytes: &[u8]) -> bool {
    let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    let start = &bytes[..bytes.len().min(64 * 1024)];
    let Ok(decoded) = sniff::decode(start) else { return is_report_name(path) };
    match extension.as_deref() {
        Some("csv") => is_manifest(&decoded.text),
        None | Some("txt" | "text") => {
            !sniff::is_json(&decoded.text) && !is_manifest(&decoded.text) && is_prose(&decoded.text)
                || is_manifest(&decoded.text)
        }
        _ => is_report_name(path),
    }
}

/// Lines of prose differ in their separators; lines of a table agree.
fn is_prose(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let (Some(first), second) = (lines.next(), lines.next()) else { return false };
    let is_row = |separator: char| {
        let count = |line: &str| line.matches(separator).count();
        count(first) >= 1 && second.is_none_or(|second| count(second) == count(first))
    };
    let is_table = is_row('\t')
        || [',', ';', '|']
            .into_iter()
            .any(|separator| first.matches(separator).count() >= 2 && is_row(separator));
    !is_table
}

/// Something about a report that was not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportProblem {
    /// The file, or the name of the report.
    pub report: String,
    /// The words it is about; empty when it is about the whole.
    pub words: String,
    /// What is wrong.
    pub what: String,
}

/// What came of an opening of reports.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImportReport {
    /// Files found.
    pub n_files: usize,
    /// Reports that are new in the review.
    pub n_opened: usize,
    /// Reports that were in the review already.
    pub n_known: usize,
    /// Proposals about the new ones.
    pub n_proposals: usize,
    /// What was not understood.
    pub problems: Vec<ImportProblem>,
    /// It was stopped before all were read.
    pub was_cancelled: bool,
}

/// Bytes of a claim's words that are shown.
const N_BYTES: usize = 160;

impl ImportReport {
    /// Notes a new report: whether anything is proposed about it, and what the
    /// proposals lack.
    pub fn note(&mut self, report: &Report, proposals: &[Proposal]) {
        self.n_opened += 1;
        self.n_proposals += proposals.len();
        let name = report.name();
        if proposals.is_empty() {
            self.problems.push(ImportProblem {
                report: name,
                words: String::new(),
                what: "no event was found in it; mark the words that tell of one".to_owned(),
            });
            return;
        }
        let display = Display::of(&report.text);
        for account in proposals.iter().flat_map(|proposal| &proposal.accounts) {
            let date = account.date.as_ref();
            let is_dated = date.is_some_and(|date| date.date().is_some());
            let is_placed = account.places.iter().any(|place| place.lon_lat.is_some());
            let what = match (is_dated, is_placed) {
                (true, true) => continue,
                (false, true) => "no date",
                (true, false) => "no place with a position",
                (false, false) => "neither a date nor a place with a position",
            };
            let mut what = what.to_owned();
            if let Some(date) = date.filter(|_| !is_dated) {
                what = format!("{what} ({})", date.reason);
            }
            let words = &display.text()[display.to_shown(&account.excerpt)];
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            let words = shortened(words);
            self.problems.push(ImportProblem { report: name.clone(), words, what });
        }
    }

    /// In one line: `12 reports opened, 30 events proposed, 3 to look at`.
    #[must_use]
    pub fn summary(&self) -> String {
        let mut parts = vec![
            counted(self.n_opened, "report opened", "reports opened"),
            counted(self.n_proposals, "event proposed", "events proposed"),
        ];
        if self.n_known > 0 {
            parts.push(format!("{} open already", self.n_known));
        }
        if !self.problems.is_empty() {
            parts.push(format!("{} to look at", self.problems.len()));
        }
        if self.was_cancelled {
            parts.push("stopped before all were read".to_owned());
        }
        parts.join(", ")
    }
}

/// The first words of a text, and an ellipsis for the rest.
fn shortened(words: String) -> String {
    if words.len() <= N_BYTES {
        return words;
    }
    let start = &words[..words.floor_char_boundary(N_BYTES)];
    let end = start.rfind(' ').unwrap_or(start.len());
    format!("{} …", &start[..end])
}

/// A number with its noun.
#[must_use]
pub fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

impl fmt::Display for ImportReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} of {}.", self.summary(), counted(self.n_files, "file", "files"))?;
        for problem in &self.problems {
            writeln!(f)?;
            writeln!(f, "{}: {}", problem.report, problem.what)?;
            if !problem.words.is_empty() {
                writeln!(f, "    {}", problem.words)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_manifests_and_tables_are_told_apart() {
        let check = |name: &str, text: &str, expected: bool| {
            assert_eq!(is_report(Path::new(name), text.as_bytes()), expected, "{name}: {text}");
        };
        check(
            "a.txt",
            "Shelling hit Hatla on Sunday.\n\nTwo people, a man and his son, died.",
            true,
        );
        check("a.txt", "سقطت قذائف على حي الجورة.", true);
        check("a.txt", "date,place,killed\n2016-01-02,Hatla,3\n", false);
        check("a.txt", "date\tplace\n2016-01-02\tHatla\n", false);
        check("a.txt", "{\"format\": \"deir-atlas\"}", false);
        check("a.csv", "date,place\n2016-01-02,Hatla\n", false);
        check("a.csv", "path,published,publisher,url,title\na.txt,2016,,,\n", true);
        check("a.html", "<p>Shelling hit Hatla.</p>", true);
        check("notes", "Shelling hit Hatla.", true);
        check("a.json", "Shelling hit Hatla.", false);
    }
}
