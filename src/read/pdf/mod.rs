//! The text of a PDF, for reports that were published as one.
//!
//! A PDF stores which glyph stands where and not what is read after what. The glyphs of a page
//! are put into lines by their positions (`page`, `lines`), and words of right-to-left lines
//! back into the order in which they are read (ISO 32000-1, 9.4 and 9.10). Pictures of text
//! stay pictures.

mod lines;
mod page;

use std::panic::{AssertUnwindSafe, catch_unwind};

use lopdf::{Document, LoadOptions};
use thiserror::Error;

use page::PageReader;

/// Most bytes that one stream of a PDF may unpack to: far above what pages of text take.
const LARGEST_STREAM: usize = 64 << 20;

/// Most bytes of text that are taken from a PDF.
const LARGEST_TEXT: usize = 64 << 20;

/// Why a PDF gives no text.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PdfTextError {
    /// The bytes do not begin as a PDF does.
    #[error("this is no PDF")]
    NotPdf,
    /// A password is needed to open it.
    #[error("the PDF is encrypted; save it without a password first")]
    Encrypted,
    /// It cannot be read: cut off, damaged, or unpacking to more than a report holds.
    #[error("the PDF cannot be read: {0}")]
    Damaged(String),
    /// It has pages, but none with text.
    #[error(
        "the PDF holds no text: its {n_pages} pages are pictures, such as scans; \
         run text recognition (OCR) on it first"
    )]
    NoText {
        /// Number of its pages.
        n_pages: usize,
    },
    /// It has text, but its fonts do not say which letters their glyphs stand for.
    #[error(
        "the PDF does not say which letters its glyphs stand for; run text recognition (OCR) on \
         it or copy the report from where it was published"
    )]
    NoLetters,
}

/// Whether a file is a PDF by its first bytes; up to 1,024 others may stand before the mark.
#[must_use]
pub fn is_pdf(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(1_024)];
    start.starts_with(b"%PDF") || start.windows(6).any(|window| window == b"\n%PDF-")
}

/// The text of all pages in their order: a paragraph is a line that ends in `\n`; paragraphs that
/// stand apart and pages are parted by an empty line. Ligatures and presentation forms become plain letters.
///
/// # Errors
/// [`PdfTextError`], one variant for each reason.
pub fn text(bytes: &[u8]) -> Result<String, PdfTextError> {
    if !is_pdf(bytes) {
        return Err(PdfTextError::NotPdf);
    }
    // No file may end the program, whatever the library makes of it.
    catch_unwind(AssertUnwindSafe(|| read(bytes)))
        .unwrap_or_else(|_| Err(PdfTextError::Damaged("its structure contradicts itself".into())))
}

fn read(bytes: &[u8]) -> Result<String, PdfTextError> {
    let options =
        LoadOptions { max_decompressed_size: Some(LARGEST_STREAM), ..LoadOptions::default() };
    let document =
        Document::load_mem_with_options(bytes, options).map_err(|error| match error {
            lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_) => PdfTextError::Encrypted,
            other => PdfTextError::Damaged(other.to_string()),
        })?;
    // What could be opened without a password has lost this mark.
    if document.trailer.has(b"Encrypt") {
        return Err(PdfTextError::Encrypted);
    }
    let mut text = String::new();
    let (mut n_pages, mut n_unknown) = (0, 0);
    for page in document.page_iter() {
        n_pages += 1;
        let mut reader = PageReader::new(&document, LARGEST_STREAM);
        reader
            .read_page(page)
            .map_err(|error| PdfTextError::Damaged(format!("page {n_pages}: {error}")))?;
        n_unknown += reader.n_unknown;
        let page = lines::text(&reader.glyphs);
        if !text.is_empty() && !page.is_empty() {
            text.push('\n');
        }
        text.push_str(&page);
        if text.len() > LARGEST_TEXT {
            return Err(PdfTextError::Damaged("it holds more text than a report does".into()));
        }
    }
    let n_letters = text.chars().filter(|c| c.is_alphanumeric()).count();
    if n_pages == 0 {
        Err(PdfTextError::Damaged("it has no page".into()))
    } else if n_unknown > n_letters {
        Err(PdfTextError::NoLetters)
    } else if n_letters == 0 {
        Err(PdfTextError::NoText { n_pages })
    } else {
        Ok(text)
    }
}

#[cfg(test)]
mod tests;
