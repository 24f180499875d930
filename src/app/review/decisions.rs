//! All decisions of a review as a table: one line for each account of each
//! proposal, whatever became of it.

use super::display::Display;
use crate::store::review::{Account, Proposal, Report, Review};

/// The columns of the table.
pub const COLUMNS: [&str; 22] = [
    "report",
    "title",
    "publisher",
    "published",
    "url",
    "path",
    "sha256",
    "event",
    "decision",
    "changed_by_hand",
    "made_from",
    "type",
    "subtype",
    "background",
    "date",
    "date_reason",
    "places",
    "actors",
    "tolls",
    "told_by",
    "excerpt",
    "note",
];

/// The table as CSV (RFC 4180). Cells that a spreadsheet would run as a formula
/// get an apostrophe before them (OWASP, "CSV Injection").
///
/// # Errors
/// Why it could not be written; writing to memory does not fail for any data.
pub fn csv(review: &Review) -> Result<Vec<u8>, String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS).map_err(|error| error.to_string())?;
    for reviewed in review.reports() {
        let display = Display::of(&reviewed.report.text);
        for proposal in reviewed.order.iter().filter_map(|number| review.proposal(*number)) {
            for account in &proposal.accounts {
                let cells = cells(&reviewed.report, &display, proposal, account);
                writer
                    .write_record(cells.map(|cell| defused(&cell)))
                    .map_err(|error| error.to_string())?;
            }
        }
    }
    writer.into_inner().map_err(|error| error.to_string())
}

fn defused(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

fn cells(
    report: &Report,
    display: &Display,
    proposal: &Proposal,
    account: &Account,
) -> [String; 22] {
    let joined = |parts: Vec<String>| parts.join("; ");
    let changed = proposal.edited.iter().map(|field| field.name().to_owned()).collect();
    let (date, reason) = account.date.as_ref().map_or(("", ""), |date| (&date.edtf, &date.reason));
    let places = account
        .places
        .iter()
        .map(|place| {
            let id = if place.place.is_empty() { "no entry" } else { &place.place };
            let spot = place.lon_lat.map_or_else(
                || "no position".to_owned(),
                |[lon_deg, lat_deg]| format!("{lon_deg:.5} {lat_deg:.5}"),
            );
            format!("{} [{id}, {spot}] {}", place.name, place.reason)
        })
        .collect();
    let actors = account.actors.iter().map(|a| format!("{} ({})", a.name, a.role)).collect();
    let tolls = account
        .tolls
        .iter()
        .map(|toll| {
            let end = |n: Option<u32>| n.map_or_else(String::new, |n| n.to_string());
            format!("{} {} {}..{}", toll.who, toll.outcome, end(toll.min), end(toll.max))
        })
        .collect();
    [
        report.id.clone(),
        report.title.clone(),
        report.publisher.clone(),
        report.published.clone(),
        report.url.clone(),
        report.path.clone(),
        report.sha256.clone(),
        proposal.event_id(),
        proposal.status.name().to_owned(),
        joined(changed),
        joined(proposal.made_from.iter().map(u32::to_string).collect()),
        proposal.event_type.name().to_owned(),
        proposal.sub_event_type.map_or("", |kind| kind.name()).to_owned(),
        proposal.background.to_string(),
        date.to_owned(),
        reason.to_owned(),
        joined(places),
        joined(actors),
        joined(tolls),
        account.attribution.clone(),
        display.text()[display.to_shown(&account.excerpt)].to_owned(),
        account.note.clone(),
    ]
}
