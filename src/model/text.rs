//! One arena for all texts of a table, spans into it, and interned strings.

use std::hash::{BuildHasher, BuildHasherDefault};

use hashbrown::HashTable;
use rustc_hash::FxHasher;
use thiserror::Error;

/// A run of bytes of a [`TextArena`], always on character boundaries. The
/// default is the empty text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct TextSpan {
    start: u32,
    len: u32,
}

impl TextSpan {
    /// The empty text.
    pub const EMPTY: Self = Self { start: 0, len: 0 };

    /// Whether the span holds no text.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.len == 0
    }

    /// First byte in the arena.
    #[must_use]
    pub const fn start(self) -> u32 {
        self.start
    }

    /// One past the last byte in the arena.
    #[must_use]
    pub const fn end(self) -> u32 {
        self.start + self.len
    }
}

/// The texts of one table would need more than 4 GiB.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the texts take more than 4 GiB; split the file")]
pub struct ArenaFull;

/// Texts one after the other in one allocation.
#[derive(Debug, Clone, Default)]
pub struct TextArena(String);

impl TextArena {
    /// Appends a text.
    ///
    /// # Errors
    /// [`ArenaFull`] when the arena would grow beyond 4 GiB.
    pub fn push(&mut self, text: &str) -> Result<TextSpan, ArenaFull> {
        let start = u32::try_from(self.0.len()).map_err(|_| ArenaFull)?;
        let len = u32::try_from(text.len()).map_err(|_| ArenaFull)?;
        start.checked_add(len).ok_or(ArenaFull)?;
        self.0.push_str(text);
        Ok(TextSpan { start, len })
    }

    /// The text of a span of this arena; empty for a span of another one that does not fit.
    #[must_use]
    pub fn text(&self, span: TextSpan) -> &str {
        self.0.get(span.start as usize..span.end() as usize).unwrap_or_default()
    }

    /// The part `start..end` (bytes) of a span; `None` when it reaches outside
    /// or does not fall on character boundaries.
    #[must_use]
    pub fn part(&self, whole: TextSpan, start: usize, end: usize) -> Option<TextSpan> {
        self.text(whole).get(start..end)?;
        Some(TextSpan {
            start: whole.start + u32::try_from(start).ok()?,
            len: u32::try_from(end - start).ok()?,
        })
    }

    /// Bytes of text held.
    #[must_use]
    pub fn n_bytes(&self) -> usize {
        self.0.len()
    }

    /// Appends all of another arena. The other's spans, [`TextSpan::moved`] by
    /// the returned number of bytes, are then spans of this one.
    ///
    /// # Errors
    /// [`ArenaFull`] when the arena would grow beyond 4 GiB.
    pub(super) fn append(&mut self, other: Self) -> Result<u32, ArenaFull> {
        if self.0.is_empty() {
            *self = other;
            return Ok(0);
        }
        self.push(&other.0).map(TextSpan::start)
    }
}

impl TextSpan {
    /// The same span after its arena was appended to another at `offset` bytes.
    pub(super) const fn moved(self, offset: u32) -> Self {
        Self { start: self.start + offset, len: self.len }
    }
}

/// An interned string: equal ids of one [`StringPool`] mean equal strings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct StrId(u32);

impl StrId {
    /// The empty string, in every pool.
    pub const EMPTY: Self = Self(0);

    /// Position in the pool, 0 for the empty string.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// Whether this is the empty string.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// Distinct strings, each stored once.
#[derive(Debug, Clone)]
pub struct StringPool {
    strings: Vec<Box<str>>,
    ids: HashTable<StrId>,
    hasher: BuildHasherDefault<FxHasher>,
}

impl Default for StringPool {
    fn default() -> Self {
        // The empty string is never looked up: its id is known.
        let strings = vec![Box::from("")];
        Self { strings, ids: HashTable::new(), hasher: BuildHasherDefault::new() }
    }
}

impl StringPool {
    /// The id of a string, which is stored if it is new.
    pub fn intern(&mut self, text: &str) -> StrId {
        if text.is_empty() {
            return StrId::EMPTY;
        }
        let Self { strings, ids, hasher } = self;
        let hash = hasher.hash_one(text);
        let found = ids.entry(
            hash,
            |id| &*strings[id.index()] == text,
            |id| hasher.hash_one(&*strings[id.index()]),
        );
        match found {
            hashbrown::hash_table::Entry::Occupied(entry) => *entry.get(),
            hashbrown::hash_table::Entry::Vacant(entry) => {
                // A pool of 2^32 distinct strings would need over 100 GB first.
                let id = StrId(u32::try_from(strings.len()).unwrap_or(u32::MAX));
                strings.push(text.into());
                entry.insert(id);
                id
            }
        }
    }

    /// The id of a string if the pool has it.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<StrId> {
        if text.is_empty() {
            return Some(StrId::EMPTY);
        }
        self.ids.find(self.hasher.hash_one(text), |id| &*self.strings[id.index()] == text).copied()
    }

    /// The string of an id; empty for an id of another pool that does not fit.
    #[must_use]
    pub fn text(&self, id: StrId) -> &str {
        self.strings.get(id.index()).map_or("", |text| text)
    }

    /// Number of distinct strings, the empty one included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.strings.len()
    }

    /// Whether the pool holds nothing but the empty string.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.strings.len() <= 1
    }

    /// All strings with their ids, in order of first interning.
    pub fn iter(&self) -> impl Iterator<Item = (StrId, &str)> {
        (0u32..).map(StrId).zip(self.strings.iter().map(|text| &**text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_strings_share_an_id() {
        let mut pool = StringPool::default();
        let (a, b, c) = (pool.intern("القصور"), pool.intern("al-Qusour"), pool.intern("القصور"));
        assert_eq!(a, c);
        assert_ne!(a, b);
        assert_eq!(pool.text(b), "al-Qusour");
        assert_eq!(pool.intern(""), StrId::EMPTY);
        assert_eq!(pool.find("absent"), None);
    }

    #[test]
    fn parts_of_texts_keep_to_character_boundaries() {
        let mut arena = TextArena::default();
        arena.push("before").unwrap();
        let span = arena.push("حي القصور").unwrap();
        assert_eq!(arena.part(span, 0, 4).map(|part| arena.text(part)), Some("حي"));
        assert_eq!(arena.part(span, 1, 4), None);
        assert_eq!(arena.part(span, 0, 99), None);
    }
}
