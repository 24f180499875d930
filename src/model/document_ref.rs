//! A document where it stands in its table.

use super::columns::DocumentRow;
use super::document::DocumentKind;
use super::edtf::Edtf;
use super::table::{DocIdx, EventTable};
use super::text::{StrId, TextSpan};

/// A document in its table. Texts are empty where the file states nothing.
#[derive(Debug, Clone, Copy)]
pub struct DocumentRef<'a> {
    table: &'a EventTable,
    index: u32,
}

impl<'a> DocumentRef<'a> {
    pub(super) const fn new(table: &'a EventTable, index: u32) -> Self {
        Self { table, index }
    }

    fn row(&self) -> &'a DocumentRow {
        &self.table.columns.documents[self.index as usize]
    }

    /// Position of the document in the table.
    #[must_use]
    pub const fn index(&self) -> DocIdx {
        DocIdx(self.index)
    }

    /// Identifier in its file.
    #[must_use]
    pub fn id(&self) -> &'a str {
        self.table.text(self.row().id)
    }

    /// Whether the text is the source's own words.
    #[must_use]
    pub fn kind(&self) -> DocumentKind {
        self.row().kind
    }

    /// Headline.
    #[must_use]
    pub fn title(&self) -> &'a str {
        self.table.text(self.row().title)
    }

    /// Who published it, interned: what a source filter compares.
    #[must_use]
    pub fn publisher_id(&self) -> StrId {
        self.row().publisher
    }

    /// Who published it.
    #[must_use]
    pub fn publisher(&self) -> &'a str {
        self.table.string(self.row().publisher)
    }

    /// Who wrote it.
    #[must_use]
    pub fn author(&self) -> &'a str {
        self.table.string(self.row().author)
    }

    /// Where it can be read.
    #[must_use]
    pub fn url(&self) -> &'a str {
        self.table.text(self.row().url)
    }

    /// Language of the text, BCP 47.
    #[must_use]
    pub fn language(&self) -> &'a str {
        self.table.string(self.row().language)
    }

    /// Day of publication; `None` when not stated.
    #[must_use]
    pub fn published(&self) -> Option<Edtf> {
        self.table.string(self.row().published).parse().ok()
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &'a str {
        self.table.text(self.row().text)
    }

    /// The whole text, as a span of the table's texts.
    #[must_use]
    pub fn text_span(&self) -> TextSpan {
        self.row().text
    }

    /// SHA-256 of the original, lower-case hexadecimal.
    #[must_use]
    pub fn sha256(&self) -> &'a str {
        self.table.text(self.row().sha256)
    }
}
