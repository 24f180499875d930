//! Capsules: one file with everything that a set of events rests on.
//!
//! A capsule is a ZIP archive whose parts are stored as they are, so that their
//! bytes can be found even where the archive is damaged. `manifest.json` lists
//! every part with its SHA-256 and that of each of its blocks; the SHA-256 of the
//! manifest itself, the *seal*, ends the archive and is shown whenever a capsule
//! is written or checked. Whoever notes the seal elsewhere can tell later that
//! not one byte has changed. Since the archive is laid out by fixed rules, its
//! own headers are checked as well.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::archive::{self, Packing, Scanned, Stated};
use super::native;
use super::problem::{ReadError, ReadOutcome, RowProblem};
use super::{EVENTS_PART, ReadOptions};
use crate::model::document::sha256_hex;

/// `format` of a manifest.
pub const CAPSULE_FORMAT: &str = "deir-atlas/capsule";

/// The version that this program reads and writes.
pub const VERSION: u64 = 1;

/// The part that lists the others.
pub const MANIFEST_PART: &str = "manifest.json";

/// The part with how the events were looked at.
pub const VIEW_PART: &str = "view.json";

/// The comment of the archive begins so; the seal follows.
pub const SEAL_PREFIX: &str = "deir-atlas capsule, sha256 of manifest.json: ";

/// Length of the blocks that are hashed one by one, in bytes.
pub const BLOCK_BYTES: usize = 16_384;

/// What a manifest says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`CAPSULE_FORMAT`].
    pub format: String,
    /// [`VERSION`].
    pub version: u64,
    /// The program that wrote it, with its version.
    pub program: String,
    /// For whom the copy was made, and what was left out, in words.
    pub redaction: String,
    /// Number of events.
    pub n_events: usize,
    /// Of these, without a date.
    pub n_undated: usize,
    /// Of these, without a place.
    pub n_unplaced: usize,
    /// Version of the gazetteer that the program had.
    pub gazetteer: String,
    /// Length of the blocks in bytes.
    pub block_bytes: usize,
    /// Every other part, in the order of the archive.
    pub parts: Vec<PartInfo>,
}

/// A part of a capsule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartInfo {
    /// Its name in the archive.
    pub name: String,
    /// What it is, in words.
    pub what: String,
    /// Its length in bytes.
    pub n_bytes: usize,
    /// CRC-32, as the archive states it.
    pub crc32: u32,
    /// SHA-256 of the whole, lower-case hexadecimal.
    pub sha256: String,
    /// SHA-256 of each block, the last one shorter.
    pub blocks: Vec<String>,
}

impl PartInfo {
    /// The entry of a manifest for a part.
    #[must_use]
    pub fn of(name: &str, what: &str, bytes: &[u8]) -> Self {
        Self {
            name: name.to_owned(),
            what: what.to_owned(),
            n_bytes: bytes.len(),
            crc32: archive::crc32(bytes),
            sha256: sha256_hex(bytes),
            blocks: bytes.chunks(BLOCK_BYTES).map(sha256_hex).collect(),
        }
    }

    /// Ranges of bytes that are not as they were written, joined where they touch.
    fn changed(&self, bytes: &[u8], block_bytes: usize) -> Vec<Range<usize>> {
        if bytes.len() == self.n_bytes && sha256_hex(bytes) == self.sha256 {
            return Vec::new();
        }
        let block_bytes = block_bytes.max(1);
        let mut ranges: Vec<Range<usize>> = Vec::new();
        let mut add = |range: Range<usize>| match ranges.last_mut() {
            Some(last) if last.end >= range.start => last.end = last.end.max(range.end),
            _ => ranges.push(range),
        };
        let n_blocks = self.blocks.len().max(bytes.len().div_ceil(block_bytes));
        for index in 0..n_blocks {
            let start = index * block_bytes;
            let end = (start + block_bytes).min(self.n_bytes.max(bytes.len()));
            let block = bytes.get(start.min(bytes.len())..end.min(bytes.len()));
            let hash = block.filter(|block| !block.is_empty()).map(sha256_hex);
            if hash.as_ref() != self.blocks.get(index) {
                add(start..end);
            }
        }
        if ranges.is_empty() {
            // The manifest contradicts itself: nothing of the part is vouched for.
            ranges.push(0..self.n_bytes.max(bytes.len()));
        }
        ranges
    }
}

/// Something that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Bytes of a part differ; the ranges are of the part.
    Changed {
        /// The part.
        part: String,
        /// Ranges of bytes within which something differs.
        ranges: Vec<Range<usize>>,
    },
    /// A part is not there.
    Missing {
        /// The part.
        part: String,
    },
    /// A part is there that the manifest does not list.
    Added {
        /// The part.
        part: String,
    },
    /// Bytes between the parts differ: headers and directory of the archive.
    Archive {
        /// Ranges of bytes of the file.
        ranges: Vec<Range<usize>>,
    },
    /// The manifest is not the one that was sealed.
    Manifest {
        /// What is wrong with it, in words.
        reason: String,
    },
}

fn ranges_in_words(ranges: &[Range<usize>]) -> String {
    const SHOWN: usize = 8;
    let mut words: Vec<String> = ranges
        .iter()
        .take(SHOWN)
        .map(|range| match range.len() {
            1 => format!("byte {}", range.start),
            _ => format!("bytes {} to {}", range.start, range.end - 1),
        })
        .collect();
    if ranges.len() > SHOWN {
        words.push(format!("and {} more ranges", ranges.len() - SHOWN));
    }
    words.join(", ")
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed { part, ranges } => {
                write!(f, "{part}: changed within {}", ranges_in_words(ranges))
            }
            Self::Missing { part } => write!(f, "{part}: missing"),
            Self::Added { part } => write!(f, "{part}: added, not in the manifest"),
            Self::Archive { ranges } => {
                write!(f, "the archive around the parts: changed at {}", ranges_in_words(ranges))
            }
            Self::Manifest { reason } => write!(f, "{MANIFEST_PART}: {reason}"),
        }
    }
}

/// What came of checking a capsule.
#[derive(Debug, Clone, Default)]
pub struct Checked {
    /// SHA-256 of the manifest as it is now; empty when it is missing.
    pub seal: String,
    /// The manifest, when it can be read.
    pub manifest: Option<Manifest>,
    /// Everything that is not as it was written; empty for a whole capsule.
    pub faults: Vec<Fault>,
    parts: BTreeMap<String, Range<usize>>,
}

impl Checked {
    /// Whether the bytes of a part are those that were sealed.
    #[must_use]
    pub fn is_intact(&self, name: &str) -> bool {
        let is_listed = |manifest: &Manifest| manifest.parts.iter().any(|part| part.name == name);
        self.manifest.as_ref().is_some_and(is_listed)
            && !self.faults.iter().any(|fault| match fault {
                Fault::Changed { part, .. } | Fault::Missing { part } => part == name,
                Fault::Manifest { .. } => true,
                Fault::Added { .. } | Fault::Archive { .. } => false,
            })
    }

    /// The bytes of a part as they are now; `None` when it is missing.
    #[must_use]
    pub fn part<'b>(&self, bytes: &'b [u8], name: &str) -> Option<&'b [u8]> {
        bytes.get(self.parts.get(name)?.clone())
    }
}

/// `the capsule is whole: 6 parts, ...`, or each fault on a line of its own.
impl fmt::Display for Checked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(manifest) = &self.manifest {
            let n_bytes: usize = manifest.parts.iter().map(|part| part.n_bytes).sum();
            writeln!(
                f,
                "  {} parts, {n_bytes} bytes. {}",
                manifest.parts.len(),
                manifest.redaction
            )?;
        }
        writeln!(f, "  seal {}", self.seal)?;
        if self.faults.is_empty() {
            return writeln!(f, "  whole: every byte is as it was written");
        }
        for fault in &self.faults {
            writeln!(f, "  DAMAGED {fault}")?;
        }
        Ok(())
    }
}

/// Whether bytes are a capsule, whole or damaged.
#[must_use]
pub fn is_capsule(bytes: &[u8]) -> bool {
    let tail = bytes.get(bytes.len().saturating_sub(SEAL_PREFIX.len() + 64)..);
    let is_sealed = tail.is_some_and(|tail| tail.starts_with(SEAL_PREFIX.as_bytes()));
    is_sealed || {
        let head = bytes.get(..bytes.len().min(400)).unwrap_or_default();
        archive::is_archive(bytes) && memchr::memmem::find(head, CAPSULE_TITLE.as_bytes()).is_some()
    }
}

/// The first line of a capsule's first part, by which a cut-off one is known.
pub const CAPSULE_TITLE: &str = "A capsule of Deir Atlas";

/// Compares every byte of a capsule with what its manifest and its seal say.
#[must_use]
pub fn check(bytes: &[u8]) -> Checked {
    let mut checked = Checked::default();
    for Scanned { name, range, .. } in archive::scan(bytes) {
        checked.parts.entry(name).or_insert(range);
    }
    let sealed = sealed(bytes);
    let mut fault = |reason: &str| {
        checked.faults.push(Fault::Manifest { reason: reason.to_owned() });
    };
    let manifest = checked.parts.get(MANIFEST_PART).and_then(|range| bytes.get(range.clone()));
    let Some(raw) = manifest else {
        fault("missing; no part can be vouched for");
        return checked;
    };
    checked.seal = sha256_hex(raw);
    match sealed {
        None => fault("the seal at the end of the file is missing: the file was cut off or edited"),
        Some(seal) if seal != checked.seal => fault("it is not the one that was sealed"),
        Some(_) => {}
    }
    let manifest = match serde_json::from_slice::<Manifest>(raw) {
        Ok(manifest) if manifest.version == VERSION => manifest,
        Ok(manifest) => {
            fault(&format!("it is version {} and this program knows {VERSION}", manifest.version));
            return checked;
        }
        Err(error) => {
            fault(&format!("it cannot be read ({error})"));
            return checked;
        }
    };
    let is_listed = |name: &str| manifest.parts.iter().any(|part| part.name == name);
    let added: Vec<String> = checked
        .parts
        .keys()
        .filter(|name| *name != MANIFEST_PART && !is_listed(name))
        .cloned()
        .collect();
    place_lost_parts(bytes, &manifest, raw.len(), &mut checked.parts);
    for part in &manifest.parts {
        match checked.part(bytes, &part.name) {
            None => checked.faults.push(Fault::Missing { part: part.name.clone() }),
            Some(now) => {
                let ranges = part.changed(now, manifest.block_bytes);
                if !ranges.is_empty() {
                    checked.faults.push(Fault::Changed { part: part.name.clone(), ranges });
                }
            }
        }
    }
    // What was found inside a damaged part is no part of its own.
    let listed: Vec<Range<usize>> =
        manifest.parts.iter().filter_map(|part| checked.parts.get(&part.name).cloned()).collect();
    for part in added {
        let range = checked.parts.get(&part).cloned().unwrap_or_default();
        if !listed.iter().any(|other| other.contains(&range.start)) {
            checked.faults.push(Fault::Added { part });
        }
    }
    let ranges = changed_frame(bytes, &manifest, raw);
    if !ranges.is_empty() {
        checked.faults.push(Fault::Archive { ranges });
    }
    checked.manifest = Some(manifest);
    checked
}

/// The seal that ends the archive.
fn sealed(bytes: &[u8]) -> Option<String> {
    let tail = bytes.get(bytes.len().checked_sub(64)?..)?;
    let before = bytes.get(..bytes.len() - 64)?;
    let is_hex = tail.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    (is_hex && before.ends_with(SEAL_PREFIX.as_bytes()))
        .then(|| String::from_utf8_lossy(tail).into_owned())
}

/// What stands between the parts if nothing has changed.
fn expected_frame(manifest: &Manifest, raw_manifest: &[u8]) -> Option<Vec<Vec<u8>>> {
    let parts = manifest.parts.iter().map(|part| (part.name.as_str(), part.n_bytes, part.crc32));
    let own = (MANIFEST_PART, raw_manifest.len(), archive::crc32(raw_manifest));
    let stated: Option<Vec<Stated<'_>>> = parts
        .chain([own])
        .map(|(name, n_bytes, crc)| {
            let n_bytes = u32::try_from(n_bytes).ok()?;
            Some(Stated {
                name,
                crc,
                n_packed: n_bytes,
                n_unpacked: n_bytes,
                packing: Packing::Stored,
            })
        })
        .collect();
    let seal = sha256_hex(raw_manifest);
    archive::frame(&stated?, &format!("{SEAL_PREFIX}{seal}")).ok()
}

/// A part whose header is damaged is looked for where it must be.
fn place_lost_parts(
    bytes: &[u8],
    manifest: &Manifest,
    n_manifest: usize,
    parts: &mut BTreeMap<String, Range<usize>>,
) {
    let Some(manifest_range) = parts.get(MANIFEST_PART).cloned() else { return };
    let raw = bytes.get(manifest_range).unwrap_or_default();
    let Some(frame) = expected_frame(manifest, raw) else { return };
    let total: usize = frame.iter().map(Vec::len).sum::<usize>()
        + n_manifest
        + manifest.parts.iter().map(|part| part.n_bytes).sum::<usize>();
    if total != bytes.len() {
        return;
    }
    let mut at = 0;
    for (piece, part) in frame.iter().zip(&manifest.parts) {
        at += piece.len();
        parts.entry(part.name.clone()).or_insert(at..at + part.n_bytes);
        at += part.n_bytes;
    }
}

/// Ranges of the file outside its parts that are not as they were written.
fn changed_frame(bytes: &[u8], manifest: &Manifest, raw_manifest: &[u8]) -> Vec<Range<usize>> {
    let Some(frame) = expected_frame(manifest, raw_manifest) else { return Vec::new() };
    let mut lengths: Vec<usize> = manifest.parts.iter().map(|part| part.n_bytes).collect();
    lengths.push(raw_manifest.len());
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    for (index, piece) in frame.iter().enumerate() {
        for (offset, byte) in piece.iter().enumerate() {
            let here = at + offset;
            if bytes.get(here) != Some(byte) {
                match ranges.last_mut() {
                    Some(last) if last.end == here => last.end += 1,
                    _ => ranges.push(here..here + 1),
                }
            }
        }
        at += piece.len() + lengths.get(index).copied().unwrap_or(0);
    }
    if at < bytes.len() {
        ranges.push(at..bytes.len());
    }
    ranges
}

/// Reads the events of a capsule. A fault outside the events is reported as a
/// problem; where the events themselves are not as they were written, they are
/// read only if [`ReadOptions::even_if_damaged`] asks for it.
///
/// # Errors
/// [`ReadError::Capsule`] when the events are missing or changed.
pub fn read_capsule(
    bytes: &[u8],
    name: &str,
    options: &ReadOptions<'_>,
) -> Result<ReadOutcome, ReadError> {
    let checked = check(bytes);
    let faults: Vec<String> = checked.faults.iter().map(ToString::to_string).collect();
    let Some(events) = checked.part(bytes, EVENTS_PART) else {
        let reason = format!("{EVENTS_PART} is missing; {}", faults.join("; "));
        return Err(ReadError::Capsule { reason });
    };
    if !checked.is_intact(EVENTS_PART) && !options.even_if_damaged {
        return Err(ReadError::Capsule { reason: faults.join("; ") });
    }
    let text = String::from_utf8_lossy(events);
    let mut outcome = native::read_json(&text, name, options)?;
    for fault in faults {
        let advice = "ask for a whole copy of the capsule";
        outcome.problems.insert(0, RowProblem::value(0, "capsule", "", fault, advice));
    }
    outcome.notes.insert(0, format!("capsule with the seal {}", checked.seal));
    let view = checked.part(bytes, VIEW_PART).filter(|_| checked.is_intact(VIEW_PART));
    outcome.view = view.map(|view| String::from_utf8_lossy(view).into_owned());
    Ok(outcome)
}
