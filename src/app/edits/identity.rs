//! Which claim of which file: a name that lasts beyond one run.

use crate::model::document::sha256_hex;
use crate::model::{ClaimRef, EventTable, Row};
use crate::store::ClaimKey;

/// Hexadecimal digits of a fingerprint.
const N_DIGITS: usize = 16;

/// What a claim says, as a hash: SHA-256 over its document (its own hash, else its
/// identifier and text), its excerpt, date, attribution and note, cut to 64 bits.
/// Its places are no part of it: they follow the gazetteer.
#[must_use]
pub fn fingerprint(claim: &ClaimRef<'_>) -> String {
    let mut parts: Vec<&str> = Vec::with_capacity(8);
    let document = claim.document();
    match &document {
        Some(document) if !document.sha256().is_empty() => parts.push(document.sha256()),
        Some(document) => parts.extend([document.id(), document.url(), document.text()]),
        None => {}
    }
    let date = claim.date();
    parts.push(date.as_ref().map_or("", |date| date.as_str()));
    parts.extend([claim.excerpt(), claim.attribution(), claim.note()]);
    let mut hash = sha256_hex(parts.join("\u{1f}").as_bytes());
    hash.truncate(N_DIGITS);
    hash
}

/// The keys of all claims of a file's event. Claims that say the very same are
/// numbered.
#[must_use]
pub fn claim_keys(table: &EventTable, row: Row, file: &str) -> Vec<ClaimKey> {
    let mut seen: Vec<String> = Vec::new();
    let key = |claim: ClaimRef<'_>| {
        let hash = fingerprint(&claim);
        let n_before = seen.iter().filter(|other| **other == hash).count();
        let claim = if n_before == 0 { hash.clone() } else { format!("{hash}-{n_before}") };
        seen.push(hash);
        ClaimKey { file: file.to_owned(), event: table.id(row).to_owned(), claim }
    };
    table.claims(row).map(key).collect()
}
