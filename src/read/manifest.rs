//! Lists of reports: a CSV with the columns `path,published,publisher,url,title`.

use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::model::{Edtf, EdtfError};

/// A report to read, and what is known of it from elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReportSource {
    /// Its file.
    pub path: PathBuf,
    /// Day of publication; `None` when not known.
    pub published: Option<Edtf>,
    /// Who published it; empty when not known.
    pub publisher: String,
    /// Its address; empty when not known.
    pub url: String,
    /// Its title; empty when not known.
    pub title: String,
}

impl ReportSource {
    /// A report of which only the file is known.
    #[must_use]
    pub fn of(path: PathBuf) -> Self {
        Self { path, ..Self::default() }
    }
}

/// Something in a manifest that cannot be used. Lines count from 1.
#[derive(Debug, Error)]
pub enum ManifestProblem {
    /// The header does not name where the reports are.
    #[error("line 1: there is no column `path`; expected path,published,publisher,url,title")]
    NoPathColumn,
    /// A line is no CSV.
    #[error(transparent)]
    Line(#[from] csv::Error),
    /// A line names no report.
    #[error("line {line}: the path is empty; name a report or remove the line")]
    NoPath {
        /// Its number.
        line: u64,
    },
    /// A day of publication is no date; the report is taken without it.
    #[error("line {line}, published: {reason}")]
    Published {
        /// Its number.
        line: u64,
        /// Why it is none.
        reason: EdtfError,
    },
}

/// Whether a table is a manifest: its header names a path, and who published what
/// lies there, or when.
#[must_use]
pub fn is_manifest(text: &str) -> bool {
    let header = text.lines().next().unwrap_or_default().to_lowercase();
    let names = |name: &str| header.split(',').any(|cell| cell.trim().trim_matches('"') == name);
    names("path") && ["published", "publisher", "url", "title"].into_iter().any(names)
}

/// The reports that a manifest names, one a line, with paths relative to `folder`, and what of it
/// cannot be used. Columns stand in any order, and all but `path` may be missing.
#[must_use]
pub fn manifest(text: &str, folder: &Path) -> (Vec<ReportSource>, Vec<ManifestProblem>) {
    let (mut sources, mut problems) = (Vec::new(), Vec::new());
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(error) => return (sources, vec![error.into()]),
    };
    let column = |name: &str| header.iter().position(|cell| cell.eq_ignore_ascii_case(name));
    if column("path").is_none() {
        return (sources, vec![ManifestProblem::NoPathColumn]);
    }
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                problems.push(error.into());
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |name: &str| column(name).and_then(|c| record.get(c)).unwrap_or_default();
        if cell("path").is_empty() {
            problems.push(ManifestProblem::NoPath { line });
            continue;
        }
        let published = match cell("published") {
            "" => None,
            stated => stated
                .parse()
                .map_err(|reason| problems.push(ManifestProblem::Published { line, reason }))
                .ok(),
        };
        sources.push(ReportSource {
            path: folder.join(cell("path")),
            published,
            publisher: cell("publisher").to_owned(),
            url: cell("url").to_owned(),
            title: cell("title").to_owned(),
        });
    }
    (sources, problems)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each source as `path published publisher url title`, then each problem.
    #[track_caller]
    fn check(text: &str, expected: &[&str], expected_problems: &[&str]) {
        let (sources, problems) = manifest(text, Path::new("lists"));
        let sources: Vec<String> = sources
            .iter()
            .map(|source| {
                let day = source.published.as_ref().map_or("-".to_owned(), ToString::to_string);
                let path = source.path.to_string_lossy().replace('\\', "/");
                format!("{path} {day} {} {} {}", source.publisher, source.url, source.title)
            })
            .collect();
        assert_eq!(sources, expected);
        let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(problems.len(), expected_problems.len(), "{problems:?}");
        for (problem, start) in problems.iter().zip(expected_problems) {
            assert!(problem.starts_with(start), "{problem}");
        }
    }

    #[test]
    fn each_line_is_a_report() {
        check(
            "path,published,publisher,url,title\n\
             a.txt,2016-01-17,Observer,http://x.org,A raid\nsub/b.html,,,,\n",
            &["lists/a.txt 2016-01-17 Observer http://x.org A raid", "lists/sub/b.html -   "],
            &[],
        );
        check("Publisher , PATH\nObserver, a.md\n", &["lists/a.md - Observer  "], &[]);
        check("path,title\na.md\n", &["lists/a.md -   "], &[]);
    }

    #[test]
    fn lines_that_cannot_be_used_are_told_with_their_number() {
        check(
            "path,published\n,2016\na.txt,Sunday\nb.txt,2016-02\n",
            &["lists/a.txt -   ", "lists/b.txt 2016-02   "],
            &["line 2: the path is empty", "line 3, published: "],
        );
        check("file,published\na.txt,2016\n", &[], &["line 1: there is no column `path`"]);
        check("", &[], &["line 1: there is no column `path`"]);
    }

    #[test]
    fn a_manifest_is_known_by_its_header() {
        for (text, expected) in [
            ("path,published\n", true),
            ("\"Path\", URL\n", true),
            ("path\n", false),
            ("date,title\n", false),
            ("The path, url and title of a report.", false),
        ] {
            assert_eq!(is_manifest(text), expected, "{text}");
        }
    }
}
