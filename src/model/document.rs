//! Documents: the reports that claims are made in.

use sha2::{Digest, Sha256};

use super::edtf::Edtf;

/// What the text of a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum DocumentKind {
    /// The source's own words.
    Verbatim,
    /// A summary in other words: a coder's note, a digest. Always labelled so,
    /// never shown as a quotation. The default, since claiming too little is safe.
    #[default]
    Digest,
}

impl DocumentKind {
    /// `verbatim` or `digest`, as in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Verbatim => "verbatim",
            Self::Digest => "digest",
        }
    }

    /// The kind of that name; `None` for other words.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Verbatim, Self::Digest].into_iter().find(|kind| kind.name() == name)
    }
}

/// One report. Empty strings mean "not stated". `S` is `String` where the
/// document owns its texts and `&str` where it borrows them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document<S = String> {
    /// Identifier within its file; claims refer to it.
    pub id: S,
    /// Whether `text` is the source's own words.
    pub kind: DocumentKind,
    /// Headline.
    pub title: S,
    /// Who published it.
    pub publisher: S,
    /// Who wrote it.
    pub author: S,
    /// Where it can be read.
    pub url: S,
    /// Language of the text, BCP 47 (`en`, `ar`).
    pub language: S,
    /// Day of publication; `None` when not stated.
    pub published: Option<Edtf>,
    /// The whole text; empty when only excerpts are held.
    pub text: S,
    /// SHA-256 of the original file that the text was taken from, in lower-case
    /// hexadecimal; empty when not stated.
    pub sha256: S,
}

/// SHA-256 of a text's UTF-8 bytes, in lower-case hexadecimal (FIPS 180-4).
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        for nibble in [byte >> 4, byte & 15] {
            hex.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
        }
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_those_of_the_standard() {
        // FIPS 180-4 example: the one-block message "abc".
        assert_eq!(
            sha256_hex(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
