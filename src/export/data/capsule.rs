//! Capsules, see [`crate::read::capsule`]: the events with everything they rest
//! on, and a page in plain words on how to read it without this program.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::chronology::{self, Style};
use super::{Loss, WriteOptions, Written, native};
use crate::export::redact::Profile;
use crate::gazetteer::{Gazetteer, Overlay, OverlayPlace};
use crate::model::{DocumentRef, EventTable, Row};
use crate::read::EVENTS_PART;
use crate::read::archive::{Entry, Packing, pack};
use crate::read::capsule::{
    BLOCK_BYTES, CAPSULE_FORMAT, CAPSULE_TITLE, MANIFEST_PART, Manifest, PartInfo, SEAL_PREFIX,
    VERSION, VIEW_PART,
};

const SCHEMA: &str = include_str!("../../../data/schema/events.schema.json");

const README: &str = "
This file is an ordinary ZIP archive, not compressed. Any program that opens ZIP
archives can take it apart, and every part is plain text in UTF-8.

What is in it:

  README.txt            this page
  events.events.json    the events: who says in which words that what happened,
                        when, where, to whom; with the texts of the reports
  events.schema.json    describes that file, as a JSON Schema
  chronology.txt        the same events to read, with numbered sources
  documents/            the text of each report in a file of its own
  gazetteer.csv         the places that the events refer to, as they were in the
                        gazetteer when this was written; longitude and latitude
                        in degrees, WGS 84
  overlay.csv           places that the writer had added or corrected (if any)
  view.json             how the events were looked at: filter, dates, map (if any)
  manifest.json         every part with its length and its SHA-256 (FIPS 180-4),
                        for the whole and for each block of 16384 bytes

How to tell whether it is as it was written: the last 64 characters of the file are
the SHA-256 of manifest.json, its seal. Work it out again, and compare it with the
one at the end and with the one that the writer has told you by other means. Then
do the same for each part and the hashes in the manifest. `deir-atlas check FILE`
does all of that, and names every range of bytes that has changed.

A date is written in EDTF (ISO 8601-2). A number of people is a range from the
lowest to the highest that the words allow; what is left out is not known, and
never zero. A document that is a `digest` is a summary in other words, not the
source's own text.
";

struct Part {
    name: String,
    what: &'static str,
    bytes: Vec<u8>,
}

fn part(name: &str, what: &'static str, bytes: impl Into<Vec<u8>>) -> Part {
    Part { name: name.to_owned(), what, bytes: bytes.into() }
}

/// The text of a report under what is known of it.
fn document_text(document: &DocumentRef<'_>, id: &str) -> String {
    let published = document.published().map(|date| date.to_string()).unwrap_or_default();
    let facts = [
        ("Identifier", id),
        ("Kind", document.kind().name()),
        ("Title", document.title()),
        ("Publisher", document.publisher()),
        ("Author", document.author()),
        ("Published", &published),
        ("Language", document.language()),
        ("Link", document.url()),
        ("SHA-256 of the original", document.sha256()),
    ];
    let mut text = String::new();
    for (name, value) in facts.into_iter().filter(|(_, value)| !value.is_empty()) {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{name}: {value}");
    }
    text.push('\n');
    text.push_str(document.text());
    text.push('\n');
    text
}

/// The gazetteer's entries that the events refer to, in the form of an overlay.
fn gazetteer_part(table: &EventTable, rows: &[Row]) -> Vec<u8> {
    let gazetteer = Gazetteer::bundled();
    let ids: BTreeSet<&str> = rows
        .iter()
        .flat_map(|row| table.placements(*row))
        .map(|place| table.string(place.place))
        .collect();
    let entry = |id: &&str| {
        let place = gazetteer.place(gazetteer.by_id(id)?);
        Some(OverlayPlace {
            id: place.id.clone(),
            name_en: Some(place.name_en.clone()),
            name_ar: Some(place.name_ar.clone()),
            kind: Some(place.kind),
            position: place.position,
            radius_m: place.radius_m,
            parent: place.parent.map(|parent| gazetteer.place(parent).id.clone()),
            spellings: place.spellings.iter().map(|s| s.text.clone()).collect(),
            reason: place.source.clone(),
            outline: None,
            line: 0,
        })
    };
    Overlay { places: ids.iter().filter_map(entry).collect(), ..Overlay::default() }.to_csv()
}

fn parts(table: &EventTable, rows: &[Row], options: WriteOptions<'_>) -> (Vec<Part>, Vec<Loss>) {
    let mut losses = Vec::new();
    let counts = chronology::counts(table, rows, options);
    let readme = format!("{CAPSULE_TITLE}\n\n{counts}\n{README}");
    let mut parts = vec![
        part("README.txt", "how to read this file", readme),
        part(EVENTS_PART, "the events", native::write(table, rows, options).bytes),
        part("events.schema.json", "describes the events' file", SCHEMA),
        part(
            "chronology.txt",
            "the events to read",
            chronology::write(table, rows, options, Style::Plain).bytes,
        ),
    ];
    let documents = native::Documents::of(table, rows, options);
    for (number, document) in (1..).zip(&documents.all) {
        let text = document_text(document, documents.id(*document));
        parts.push(part(&format!("documents/{number:04}.txt"), "a report", text));
    }
    let places = gazetteer_part(table, rows);
    parts.push(part("gazetteer.csv", "the places that the events refer to", places));
    let own = [
        ("overlay.csv", "places added or corrected by the writer", options.overlay),
        (VIEW_PART, "how the events were looked at", options.view),
    ];
    for (name, what, text) in own {
        let Some(text) = text else { continue };
        // Both may name what the copy hides.
        if options.notice.profile == Profile::Full && options.notice.n_withheld == 0 {
            parts.push(part(name, what, text));
        } else {
            losses.push(Loss { what, n: 1 });
        }
    }
    (parts, losses)
}

pub(super) fn write(table: &EventTable, rows: &[Row], options: WriteOptions<'_>) -> Written {
    let (parts, losses) = parts(table, rows, options);
    let manifest = Manifest {
        format: CAPSULE_FORMAT.to_owned(),
        version: VERSION,
        program: concat!("deir-atlas ", env!("CARGO_PKG_VERSION")).to_owned(),
        redaction: options.notice.to_string(),
        n_events: rows.len(),
        n_undated: rows.iter().filter(|row| table.span(**row).is_none()).count(),
        n_unplaced: rows.iter().filter(|row| !table.is_placed(**row)).count(),
        gazetteer: table
            .own_places()
            .map_or_else(|| Gazetteer::bundled().version(), |own| &own.gazetteer)
            .to_owned(),
        block_bytes: BLOCK_BYTES,
        parts: parts.iter().map(|part| PartInfo::of(&part.name, part.what, &part.bytes)).collect(),
    };
    // Texts, numbers and lists: this cannot fail.
    let manifest = serde_json::to_vec_pretty(&manifest).unwrap_or_default();
    let seal = crate::model::document::sha256_hex(&manifest);
    let mut entries: Vec<Entry<'_>> = parts
        .iter()
        .map(|part| Entry { name: &part.name, bytes: &part.bytes, packing: Packing::Stored })
        .collect();
    entries.push(Entry { name: MANIFEST_PART, bytes: &manifest, packing: Packing::Stored });
    match pack(&entries, &format!("{SEAL_PREFIX}{seal}")) {
        Ok(bytes) => Written { bytes, n_events: rows.len(), losses },
        Err(_) => {
            let what = "events: a capsule of 4 GiB cannot be written, write fewer";
            Written { losses: vec![Loss { what, n: rows.len() }], ..Written::default() }
        }
    }
}
