//! What a card says of its event.

use super::say;
use crate::model::{ClaimRef, DocumentKind, EventTable, LonLatBox, Row};
use crate::scene::page::{Account, Card};
use crate::scene::phrases;
use crate::scene::words::Language;

/// The facts of an event and its accounts.
pub(super) fn card(table: &EventTable, row: Row, language: Language) -> Card {
    let kind = match (language, table.sub_event_type(row)) {
        (Language::English, Some(kind)) => {
            format!("{}: {}", table.event_type(row).name(), kind.name())
        }
        _ => language.event_type(table.event_type(row)).to_owned(),
    };
    let mut facts = vec![kind, say::when(table, row, language)];
    facts.push(places(table, row, language));
    facts.push(say::tolls(table, row, language));
    let actors: Vec<&str> = table.actors(row).iter().map(|actor| table.string(*actor)).collect();
    if !actors.is_empty() {
        facts.push(actors.join(" · "));
    }
    Card { facts, accounts: table.claims(row).map(|claim| account(&claim, language)).collect() }
}

/// The places with how sure each is.
fn places(table: &EventTable, row: Row, language: Language) -> String {
    let mut named: Vec<String> = Vec::new();
    for placement in table.placements(row) {
        let (latin, arabic) = phrases::place_name(table, &placement);
        let name = match (language, arabic.is_empty()) {
            (Language::Arabic, false) => arabic,
            (Language::English, false) => format!("{latin} {arabic}"),
            _ => latin,
        };
        let sure = placement.radius_m.map_or_else(String::new, |radius_m| {
            format!(" (± {})", say::distance(f64::from(radius_m), language))
        });
        let place = format!("{name}{sure}");
        if !named.contains(&place) {
            named.push(place);
        }
    }
    if named.is_empty() { say::places(table, row, language) } else { named.join(" · ") }
}

fn account(claim: &ClaimRef<'_>, language: Language) -> Account {
    let excerpt = claim.excerpt_span();
    let words = claim.excerpt();
    let marks = claim.marks().iter().filter_map(|mark| {
        let start = mark.span.start().max(excerpt.start());
        let end = mark.span.end().min(excerpt.end());
        let inside = |at: u32| Some(at.checked_sub(excerpt.start())? as usize);
        let range = inside(start)?..inside(end)?;
        let is_whole = words.is_char_boundary(range.start) && words.is_char_boundary(range.end);
        (range.start < range.end && is_whole).then_some((range, mark.kind))
    });
    let document = claim.document();
    Account {
        is_verbatim: document.is_some_and(|document| document.kind() == DocumentKind::Verbatim),
        words: words.to_owned(),
        marks: marks.collect(),
        citation: citation(claim, language),
    }
}

/// Publisher, headline, date, link and hash of a claim's document.
fn citation(claim: &ClaimRef<'_>, language: Language) -> String {
    let Some(document) = claim.document() else { return String::new() };
    let publisher = document.publisher();
    let mut parts = vec![if publisher.is_empty() { document.id() } else { publisher }.to_owned()];
    if !document.title().is_empty() {
        parts.push(format!("“{}”", document.title()));
    }
    if let Some(published) = document.published() {
        parts.push(say::date(&published, language));
    }
    if !document.url().is_empty() {
        parts.push(document.url().to_owned());
    }
    if !document.sha256().is_empty() {
        parts.push(format!("SHA-256 {}", document.sha256()));
    }
    parts.join(", ")
}

/// The box around an event's places with their uncertainty, and some room; `None` without any.
pub(super) fn extent(table: &EventTable, row: Row) -> Option<LonLatBox> {
    let corners = table.placements(row).flat_map(|placement| {
        let reach_m = f64::from(placement.radius_m.unwrap_or(500.0)).max(800.0) * 1.6;
        placement
            .position()
            .into_iter()
            .flat_map(move |at| [0.0, 90.0, 180.0, 270.0].map(|turn| at.offset(turn, reach_m)))
    });
    LonLatBox::around(corners)
}
