//! ZIP archives: putting them together so that the same parts always give the
//! same bytes, and taking them apart.
//!
//! Written as APPNOTE.TXT 6.3.10 (PKWARE) says, without extra fields, with names
//! in UTF-8 and no time: every entry has the first moment that the format can
//! state. Archives of 4 GiB and more are refused.

use std::io::{Cursor, Read, Write};
use std::ops::Range;

use flate2::Compression;
use flate2::write::DeflateEncoder;
use thiserror::Error;

/// How the bytes of an entry lie in an archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// As they are.
    Stored,
    /// RFC 1951.
    Deflated,
}

/// Something to put into an archive.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// Path in the archive, with `/`.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// How to put them.
    pub packing: Packing,
}

/// Why an archive cannot be put together or taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ArchiveError {
    /// It would be 4 GiB or more.
    #[error("the archive would be 4 GiB or larger; write fewer events")]
    TooLarge,
    /// There is nothing of that name in it, or it cannot be unpacked.
    #[error("it cannot be unpacked ({0})")]
    Unreadable(String),
}

const LOCAL: u32 = 0x0403_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
/// Bytes of a local header before the name.
const LOCAL_BYTES: usize = 30;
/// Version 2.0 of the format: deflation and folders.
const VERSION: u16 = 20;
/// Names are UTF-8.
const FLAGS: u16 = 1 << 11;
/// 1 January 1980, the first day that MS-DOS can state.
const DAY: u16 = (1 << 5) | 1;

/// What the headers of an entry state.
#[derive(Debug, Clone)]
pub struct Stated<'a> {
    /// Path in the archive.
    pub name: &'a str,
    /// CRC-32 of the unpacked bytes (ISO 3309).
    pub crc: u32,
    /// Bytes in the archive.
    pub n_packed: u32,
    /// Bytes when unpacked.
    pub n_unpacked: u32,
    /// How they are packed.
    pub packing: Packing,
}

impl Stated<'_> {
    fn fields(&self) -> Vec<u8> {
        let method: u16 = if self.packing == Packing::Deflated { 8 } else { 0 };
        let mut out = Vec::with_capacity(LOCAL_BYTES);
        for word in [VERSION, FLAGS, method, 0, DAY] {
            out.extend_from_slice(&word.to_le_bytes());
        }
        for word in [self.crc, self.n_packed, self.n_unpacked] {
            out.extend_from_slice(&word.to_le_bytes());
        }
        // A name longer than 64 KiB is cut: no part of ours has one.
        let n_name = u16::try_from(self.name.len()).unwrap_or(u16::MAX);
        out.extend_from_slice(&n_name.to_le_bytes());
        out.extend_from_slice(&0u16.to_le_bytes());
        out
    }
}

/// CRC-32 of bytes, as archives state it.
#[must_use]
pub fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

/// Everything of an archive but the bytes of its entries: what stands before
/// each entry, and what stands after the last one. `comment` ends the archive.
///
/// # Errors
/// [`ArchiveError::TooLarge`].
pub fn frame(entries: &[Stated<'_>], comment: &str) -> Result<Vec<Vec<u8>>, ArchiveError> {
    let mut pieces = Vec::with_capacity(entries.len() + 1);
    let mut directory = Vec::new();
    let mut at: u64 = 0;
    for entry in entries {
        let offset = u32::try_from(at).map_err(|_| ArchiveError::TooLarge)?;
        let fields = entry.fields();
        let mut header = LOCAL.to_le_bytes().to_vec();
        header.extend_from_slice(&fields);
        header.extend_from_slice(entry.name.as_bytes());
        at += header.len() as u64 + u64::from(entry.n_packed);
        pieces.push(header);
        directory.extend_from_slice(&CENTRAL.to_le_bytes());
        // Made by: version 2.0 on a system that knows no file modes.
        directory.extend_from_slice(&VERSION.to_le_bytes());
        directory.extend_from_slice(&fields);
        // No comment, disk 0, no attributes.
        directory.extend_from_slice(&[0; 10]);
        directory.extend_from_slice(&offset.to_le_bytes());
        directory.extend_from_slice(entry.name.as_bytes());
    }
    let start = u32::try_from(at).map_err(|_| ArchiveError::TooLarge)?;
    let n_directory = u32::try_from(directory.len()).map_err(|_| ArchiveError::TooLarge)?;
    let n_entries = u16::try_from(entries.len()).map_err(|_| ArchiveError::TooLarge)?;
    let mut end = directory;
    end.extend_from_slice(&END.to_le_bytes());
    end.extend_from_slice(&[0; 4]);
    end.extend_from_slice(&n_entries.to_le_bytes());
    end.extend_from_slice(&n_entries.to_le_bytes());
    end.extend_from_slice(&n_directory.to_le_bytes());
    end.extend_from_slice(&start.to_le_bytes());
    end.extend_from_slice(&u16::try_from(comment.len()).unwrap_or(0).to_le_bytes());
    end.extend_from_slice(comment.as_bytes());
    pieces.push(end);
    Ok(pieces)
}

/// An archive of the entries, in their order.
///
/// # Errors
/// [`ArchiveError::TooLarge`].
pub fn pack(entries: &[Entry<'_>], comment: &str) -> Result<Vec<u8>, ArchiveError> {
    let mut packed: Vec<std::borrow::Cow<'_, [u8]>> = Vec::with_capacity(entries.len());
    for entry in entries {
        packed.push(match entry.packing {
            Packing::Stored => entry.bytes.into(),
            Packing::Deflated => deflated(entry.bytes).into(),
        });
    }
    let size = |bytes: &[u8]| u32::try_from(bytes.len()).map_err(|_| ArchiveError::TooLarge);
    let stated: Vec<Stated<'_>> = entries
        .iter()
        .zip(&packed)
        .map(|(entry, packed)| {
            Ok(Stated {
                name: entry.name,
                crc: crc32(entry.bytes),
                n_packed: size(packed)?,
                n_unpacked: size(entry.bytes)?,
                packing: entry.packing,
            })
        })
        .collect::<Result<_, ArchiveError>>()?;
    let pieces = frame(&stated, comment)?;
    let mut out = Vec::with_capacity(
        pieces.iter().map(Vec::len).sum::<usize>() + packed.iter().map(|p| p.len()).sum::<usize>(),
    );
    for (index, piece) in pieces.iter().enumerate() {
        out.extend_from_slice(piece);
        if let Some(bytes) = packed.get(index) {
            out.extend_from_slice(bytes);
        }
    }
    Ok(out)
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    // Writing to memory cannot fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

/// Whether bytes begin as an archive does.
#[must_use]
pub fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(&LOCAL.to_le_bytes())
}

/// Names of all entries, as the directory at the end of the archive lists them.
///
/// # Errors
/// [`ArchiveError::Unreadable`] when there is no such directory.
pub fn names(bytes: &[u8]) -> Result<Vec<String>, ArchiveError> {
    let archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(unreadable)?;
    Ok(archive.file_names().filter_map(|name| Some(name.ok()?.into_owned())).collect())
}

/// The unpacked bytes of an entry, at most `limit` of them.
///
/// # Errors
/// [`ArchiveError::Unreadable`], also when there is more than `limit`.
pub fn unpacked(bytes: &[u8], name: &str, limit: u64) -> Result<Vec<u8>, ArchiveError> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(unreadable)?;
    let entry = archive.by_name(name).map_err(unreadable)?;
    let mut out = Vec::new();
    entry
        .take(limit + 1)
        .read_to_end(&mut out)
        .map_err(|error| ArchiveError::Unreadable(error.to_string()))?;
    if out.len() as u64 > limit {
        return Err(ArchiveError::Unreadable(format!("`{name}` is larger than {limit} bytes")));
    }
    Ok(out)
}

fn unreadable(error: zip::result::ZipError) -> ArchiveError {
    ArchiveError::Unreadable(error.to_string())
}

/// A stored entry as its own header states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scanned {
    /// Path in the archive.
    pub name: String,
    /// Where its bytes are in the archive.
    pub range: Range<usize>,
    /// Whether they have the checksum that the header states.
    pub is_intact: bool,
}

/// Every stored entry that can be found by its own header, without the
/// directory at the end: also where that is damaged or cut off.
#[must_use]
pub fn scan(bytes: &[u8]) -> Vec<Scanned> {
    let signature = LOCAL.to_le_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = bytes.get(at..).and_then(|rest| memchr::memmem::find(rest, &signature)) {
        let start = at + next;
        match scanned(bytes, start) {
            Some(entry) => {
                at = entry.range.end;
                found.push(entry);
            }
            None => at = start + 1,
        }
    }
    found
}

fn scanned(bytes: &[u8], start: usize) -> Option<Scanned> {
    let header = bytes.get(start..start + LOCAL_BYTES)?;
    let short = |at: usize| Some(u16::from_le_bytes([*header.get(at)?, *header.get(at + 1)?]));
    let long = |at: usize| Some(u32::from(short(at)?) | u32::from(short(at + 2)?) << 16);
    let (method, crc, n_bytes) = (short(8)?, long(14)?, long(18)?);
    let from = start + LOCAL_BYTES;
    let data = from + usize::from(short(26)?) + usize::from(short(28)?);
    let name = std::str::from_utf8(bytes.get(from..from + usize::from(short(26)?))?).ok()?;
    let range = data..data.checked_add(n_bytes as usize)?.min(bytes.len());
    let content = bytes.get(range.clone())?;
    (method == 0 && !name.is_empty()).then(|| Scanned {
        name: name.to_owned(),
        is_intact: content.len() == n_bytes as usize && crc32(content) == crc,
        range,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_packed_is_unpacked(
            parts in prop::collection::btree_map("[a-z/]{1,8}|ملف", prop::collection::vec(any::<u8>(), 0..300), 1..5),
            deflate in any::<bool>(),
        ) {
            let packing = if deflate { Packing::Deflated } else { Packing::Stored };
            let entries: Vec<Entry<'_>> =
                parts.iter().map(|(name, bytes)| Entry { name, bytes, packing }).collect();
            let archive = pack(&entries, "a note").unwrap();
            prop_assert_eq!(&pack(&entries, "a note").unwrap(), &archive, "the same bytes again");
            for (name, bytes) in &parts {
                prop_assert_eq!(&unpacked(&archive, name, 1000).unwrap(), bytes);
            }
            if !deflate {
                let found = scan(&archive);
                prop_assert_eq!(found.len(), parts.len());
                prop_assert!(found.iter().all(|entry| entry.is_intact));
            }
        }

        #[test]
        fn any_bytes_are_scanned_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut archive = b"PK\x03\x04".to_vec();
            archive.extend(bytes);
            let _ = (scan(&archive), names(&archive));
        }
    }

    #[test]
    fn more_than_the_limit_is_refused() {
        let entries = [Entry { name: "a", bytes: &[0; 5000], packing: Packing::Deflated }];
        let archive = pack(&entries, "").unwrap();
        assert!(unpacked(&archive, "a", 4999).is_err());
    }
}
