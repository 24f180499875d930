//! Byte spans of the report, and their translation to the offsets of files.

/// A range of bytes of the report: `start` inclusive, `end` exclusive, both on
/// character boundaries of the text it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The bytes `start..end`.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The words of the span; empty when the span does not fit `text`.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }

    /// Whether the two share at least one byte.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies inside.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Length in bytes.
    #[must_use]
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether it covers nothing.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }
}

/// Translates byte offsets of one text to Unicode scalar offsets, which files
/// and the command line use, and back.
///
/// A mark is kept every [`STEP`] bytes, so a look-up costs the same anywhere in
/// a long text.
#[derive(Debug, Clone)]
pub struct ScalarOffsets<'a> {
    text: &'a str,
    marks: Vec<usize>,
}

const STEP: usize = 256;

impl<'a> ScalarOffsets<'a> {
    /// Reads `text` once.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        let mut marks = Vec::with_capacity(text.len() / STEP + 1);
        let mut scalars = 0;
        for (index, byte) in text.bytes().enumerate() {
            if index % STEP == 0 {
                marks.push(scalars);
            }
            scalars += usize::from(!is_continuation(byte));
        }
        Self { text, marks }
    }

    /// Number of scalars that begin before byte `offset`; offsets past the end
    /// count as the end.
    #[must_use]
    pub fn scalar_at(&self, offset: usize) -> usize {
        let offset = offset.min(self.text.len());
        let Some(&before) = self.marks.get(offset / STEP) else {
            let last = self.marks.len().saturating_sub(1);
            return self.marks.last().copied().unwrap_or(0)
                + count_starts(&self.text.as_bytes()[last * STEP..]);
        };
        before + count_starts(&self.text.as_bytes()[offset / STEP * STEP..offset])
    }
}

fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

fn count_starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| !is_continuation(**byte)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalar_offsets_equal_a_plain_count() {
        let text = "قصف the town — ".repeat(80);
        let offsets = ScalarOffsets::new(&text);
        for (scalar, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(offsets.scalar_at(byte), scalar);
        }
        assert_eq!(offsets.scalar_at(text.len()), text.chars().count());
        assert_eq!(offsets.scalar_at(text.len() + 9), text.chars().count());
        assert_eq!(ScalarOffsets::new("").scalar_at(3), 0);
    }
}
