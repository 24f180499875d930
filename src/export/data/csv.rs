//! CSV (RFC 4180): one row an event, lists joined with `; `.
//!
//! The columns are this program's own, named as [`crate::read::Role`] writes
//! them, so that such a file is read back without a question. Each pair of
//! `who` and `outcome` that occurs has two columns, `civilian_killed_min` and
//! `civilian_killed_max`; each property has one, `property:NAME`, in the order
//! in which the names first occur.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    ActorRole, ClaimRef, DocIdx, DocumentKind, DocumentRef, Edtf, EventTable, EventType, LonLat,
    Outcome, Row,
};
use crate::read::OWN_PROPERTY;

use super::native::shape_out;
use super::{Loss, WriteOptions, Written};

/// Columns before those of tolls.
const FIRST: [&str; 20] = [
    "id",
    "title",
    "event_type",
    "sub_event_type",
    "background",
    "date",
    "first_day",
    "last_day",
    "date_reason",
    "place_id",
    "place",
    "lon",
    "lat",
    "radius_m",
    "place_reason",
    "geometry",
    "attackers",
    "targets",
    "actors",
    "attribution",
];

/// Columns after those of tolls and before properties.
const LAST: [&str; 13] = [
    "excerpt",
    "digest",
    "note",
    "document_id",
    "document_kind",
    "document_title",
    "publisher",
    "author",
    "url",
    "language",
    "published",
    "sha256",
    "redaction",
];

/// The lowest and highest number of one side and outcome.
type Range = (Option<u32>, Option<u32>);

/// What could not be written, by kind.
#[derive(Default)]
struct Losses(BTreeMap<&'static str, usize>);

impl Losses {
    fn count(&mut self, what: &'static str, is_lost: bool) {
        if is_lost {
            *self.0.entry(what).or_default() += 1;
        }
    }
}

/// The event's date: that of the claim which allows just the event's days, or
/// those days; with the reason for it. `None` when undated.
pub(super) fn event_date(table: &EventTable, row: Row) -> Option<(Edtf, &str)> {
    let span = table.span(row)?;
    let of_claim = table.claims(row).find_map(|claim| {
        let date = claim.date()?;
        (date.span() == span).then(|| (date, claim.date_reason()))
    });
    Some(of_claim.unwrap_or_else(|| (Edtf::from_span(span), "")))
}

/// Sides and outcomes with their range over all claims. A side without any number is not in it.
fn tolls(table: &EventTable, row: Row) -> BTreeMap<(&str, Outcome), Range> {
    let mut all: BTreeMap<(&str, Outcome), Range> = BTreeMap::new();
    for toll in table.claims(row).flat_map(|claim| claim.tolls()) {
        if toll.min.is_none() && toll.max.is_none() {
            continue;
        }
        all.entry((table.string(toll.who), toll.outcome))
            .and_modify(|(min, max)| {
                *min = min.zip(toll.min).map(|(a, b)| a.min(b));
                *max = max.zip(toll.max).map(|(a, b)| a.max(b));
            })
            .or_insert((toll.min, toll.max));
    }
    all
}

pub(super) fn write(table: &EventTable, rows: &[Row], options: WriteOptions<'_>) -> Written {
    let sides: BTreeSet<(&str, Outcome)> =
        rows.iter().flat_map(|row| tolls(table, *row).into_keys()).collect();
    let mut keys: Vec<&str> = Vec::new();
    let mut seen = BTreeSet::new();
    for (key, _) in rows.iter().flat_map(|row| table.properties(*row)) {
        if seen.insert(key) {
            keys.push(key);
        }
    }
    let mut losses = Losses::default();
    let mut writer =
        ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(Vec::new());
    let mut header: Vec<String> = FIRST.iter().map(|name| (*name).to_owned()).collect();
    for (who, outcome) in &sides {
        header.push(format!("{who}_{}_min", outcome.name()));
        header.push(format!("{who}_{}_max", outcome.name()));
    }
    header.extend(LAST.iter().map(|name| (*name).to_owned()));
    header.extend(keys.iter().map(|key| format!("{OWN_PROPERTY}{key}")));
    // Writing to memory cannot fail, and every row has as many fields as the header.
    let _ = writer.write_record(&header);
    for row in rows {
        let mut cells = event_cells(table, *row, &mut losses);
        let tolls = tolls(table, *row);
        for side in &sides {
            let (min, max) = tolls.get(side).copied().unwrap_or_default();
            cells.extend([min, max].map(|n| n.map_or(Cow::Borrowed(""), |n| n.to_string().into())));
        }
        source_cells(table, *row, &mut cells, &mut losses);
        cells.push(options.notice.profile.name().into());
        let properties: Vec<(&str, &str)> = table.properties(*row).collect();
        for key in &keys {
            let mut values = properties.iter().filter(|(other, _)| other == key);
            cells.push(values.next().map_or("", |(_, value)| value).into());
            losses.count("properties of a name that the event has twice", values.next().is_some());
        }
        for cell in &mut cells {
            losses.count("spaces around a value", cell.trim().len() != cell.len());
            if options.with_formulas_defused && is_formula(cell) {
                *cell = format!("'{cell}").into();
                losses.count("cells that a spreadsheet would run, marked with an apostrophe", true);
            }
        }
        let _ = writer.write_record(cells.iter().map(|cell| cell.as_bytes()));
    }
    let used: BTreeSet<DocIdx> = rows
        .iter()
        .flat_map(|row| table.claims(*row))
        .filter_map(|claim| Some(claim.document()?.index()))
        .collect();
    let has_text = |doc: &&DocIdx| table.document(**doc).is_some_and(|d| !d.text().is_empty());
    let n_texts = used.iter().filter(has_text).count();
    if n_texts > 0 {
        losses.0.insert("texts of documents", n_texts);
    }
    let n_unused = table.documents().len() - used.len();
    if options.with_all_documents && n_unused > 0 {
        losses.0.insert("documents to which no event refers", n_unused);
    }
    let mut bytes = if options.with_byte_order_mark { "\u{feff}".into() } else { Vec::new() };
    bytes.extend(writer.into_inner().unwrap_or_default());
    let losses = losses.0.into_iter().map(|(what, n)| Loss { what, n }).collect();
    Written { bytes, n_events: rows.len(), losses }
}

/// Cells of [`FIRST`].
fn event_cells<'t>(table: &'t EventTable, row: Row, losses: &mut Losses) -> Vec<Cow<'t, str>> {
    let event_type = table.event_type(row);
    let date = event_date(table, row);
    let span = table.span(row);
    let day = |day: crate::model::Day| day.is_bounded().then(|| day.to_string());
    let place = table.placements(row).next();
    let reason = table
        .claims(row)
        .flat_map(|claim| claim.places())
        .find(|(other, _)| Some(*other) == place)
        .map_or("", |(_, reason)| reason);
    let position = place.and_then(|place| place.position_as_read());
    let shape = place.and_then(|place| place.shape).and_then(|shape| table.shape(shape));
    losses.count("places of an event beyond its first", table.n_placements(row) > 1);
    let number = |n: f64| -> Cow<'t, str> { n.to_string().into() };
    let text = |text: Option<String>| -> Cow<'t, str> { text.unwrap_or_default().into() };
    let mut cells: Vec<Cow<'t, str>> = vec![
        table.id(row).into(),
        table.title(row).into(),
        if event_type == EventType::Unstated { "" } else { event_type.name() }.into(),
        table.sub_event_type(row).map_or("", |sub| sub.name()).into(),
        if table.is_background(row) { "true" } else { "" }.into(),
        text(date.as_ref().map(|(edtf, _)| edtf.to_string())),
        text(span.and_then(|span| day(span.first))),
        text(span.and_then(|span| day(span.last))),
        date.map_or("", |(_, reason)| reason).into(),
        place.map_or("", |place| table.string(place.place)).into(),
        place.map_or("", |place| table.string(place.name)).into(),
        position.map(LonLat::lon_deg).map_or(Cow::Borrowed(""), number),
        position.map(LonLat::lat_deg).map_or(Cow::Borrowed(""), number),
        text(place.and_then(|place| place.radius_m).map(|metres| metres.to_string())),
        reason.into(),
        text(shape.map(|shape| shape_out(shape).to_string())),
    ];
    for role in [ActorRole::Attacker, ActorRole::Target, ActorRole::Other] {
        let mut names: Vec<&str> = Vec::new();
        for (name, of) in table.claims(row).flat_map(|claim| claim.actors()) {
            let name = table.string(name);
            losses.count("names of actors that hold a semicolon", of == role && name.contains(';'));
            if of == role && !names.contains(&name) {
                names.push(name);
            }
        }
        cells.push(names.join("; ").into());
    }
    let attribution = table.claims(row).next().map_or("", |claim| claim.attribution());
    cells.push(attribution.into());
    cells
}

/// Cells of [`LAST`] but the profile: the first claim's.
fn source_cells<'t>(
    table: &'t EventTable,
    row: Row,
    cells: &mut Vec<Cow<'t, str>>,
    losses: &mut Losses,
) {
    let claims: Vec<ClaimRef<'t>> = table.claims(row).collect();
    losses.count("accounts of an event beyond its first", claims.len() > 1);
    let has_marks = claims.iter().any(|claim| !claim.marks().is_empty());
    losses.count("which words support which value", has_marks);
    let has_unknown = claims
        .iter()
        .flat_map(|claim| claim.tolls())
        .any(|toll| toll.min.is_none() && toll.max.is_none());
    losses.count("sides that are named without a number", has_unknown);
    let claim = claims.first();
    let document: Option<DocumentRef<'t>> = claim.and_then(ClaimRef::document);
    let words = claim.map_or("", ClaimRef::excerpt);
    let is_verbatim = document.is_some_and(|d| d.kind() == DocumentKind::Verbatim);
    let (excerpt, digest) = if is_verbatim { (words, "") } else { ("", words) };
    let of = |value: fn(&DocumentRef<'t>) -> &'t str| -> Cow<'t, str> {
        document.as_ref().map_or("", value).into()
    };
    cells.extend([
        excerpt.into(),
        digest.into(),
        claim.map_or("", ClaimRef::note).into(),
        of(DocumentRef::id),
        document.map_or("", |document| document.kind().name()).into(),
        of(DocumentRef::title),
        of(DocumentRef::publisher),
        of(DocumentRef::author),
        of(DocumentRef::url),
        of(DocumentRef::language),
        document
            .and_then(|document| document.published())
            .map_or(Cow::Borrowed(""), |date| date.to_string().into()),
        of(DocumentRef::sha256),
    ]);
}

/// Whether a spreadsheet would run the cell; a plain number is not run.
fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err()
}
