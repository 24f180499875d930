//! Files that hold a report: text in any encoding, Markdown, HTML, or a PDF.

use std::path::Path;

use thiserror::Error;

use super::pdf::{self, PdfTextError};
use super::problem::ReadError;
use super::sniff;

/// Endings of files that are taken for reports in a folder.
pub const REPORT_EXTENSIONS: [&str; 6] = ["txt", "md", "markdown", "html", "htm", "pdf"];

/// Why a file gives no text to read claims from.
#[derive(Debug, Error)]
pub enum ReportError {
    /// It is of another kind.
    #[error("this is no report: {reason}")]
    NotReport {
        /// What it is instead.
        reason: String,
    },
    /// It is empty, or its text cannot be read.
    #[error(transparent)]
    Text(ReadError),
    /// It is a PDF without text that can be read.
    #[error(transparent)]
    Pdf(#[from] PdfTextError),
}

impl From<ReadError> for ReportError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::NotEvents { reason } => Self::NotReport { reason },
            other => Self::Text(other),
        }
    }
}

/// Whether a file is taken for a report in a folder, by its name.
#[must_use]
pub fn has_report_extension(path: &Path) -> bool {
    REPORT_EXTENSIONS.iter().any(|known| has_extension(path, known))
}

/// The text of a report: of a PDF (by its name or its first bytes) the text on its pages, else
/// the decoded bytes, with the markup of HTML.
///
/// # Errors
/// [`ReportError`], one variant for each reason.
pub fn text(path: &Path, bytes: &[u8]) -> Result<String, ReportError> {
    if has_extension(path, "pdf") || pdf::is_pdf(bytes) {
        return Ok(pdf::text(bytes)?);
    }
    Ok(sniff::decode(bytes)?.text.into_owned())
}

pub(super) fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|own| own.eq_ignore_ascii_case(extension))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, bytes: &[u8], expected: Result<&str, &str>) {
        let found = text(Path::new(name), bytes).map_err(|error| error.to_string());
        assert_eq!(found.as_deref().map_err(String::as_str), expected);
    }

    #[test]
    fn a_report_is_read_by_what_it_is() {
        check("a.txt", "قصف".as_bytes(), Ok("قصف"));
        check("a.html", b"<p>Shelling</p>", Ok("<p>Shelling</p>"));
        check("-", b"# Shelling", Ok("# Shelling"));
        check("a.txt", b"\x89PNG....", Err("this is no report: it is a picture"));
        check("A.PDF", b"Shelling", Err("this is no PDF"));
        check(
            "a",
            b"%PDF-1.4\n",
            Err("the PDF cannot be read: failed parsing cross reference table"),
        );
    }

    #[test]
    fn reports_in_folders_are_known_by_their_ending() {
        for (name, expected) in
            [("a.TXT", true), ("b/c.htm", true), ("c.pdf", true), ("c.csv", false), ("txt", false)]
        {
            assert_eq!(has_report_extension(Path::new(name)), expected, "{name}");
        }
    }
}
