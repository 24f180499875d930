//! Tables of what was accepted and of what is proposed, in the model that every
//! other event is in.

use std::ops::Range;

use super::display::Display;
use crate::model::{
    ActorRole, ArenaFull, Claim, ClaimActor, ClaimDate, ClaimPlace, DatasetId, Document,
    DocumentKind, Event, EventId, EventTable, Excerpt, Outcome, TableBuilder, Toll,
};
use crate::store::review::{Account, Proposal, Report, Review, Status};

/// The dataset of accepted events; datasets of files are numbered from 0.
pub const REVIEWED: DatasetId = DatasetId(u16::MAX - 1);

/// The dataset of proposals, which are never among the events.
pub const PROPOSED: DatasetId = DatasetId(u16::MAX);

/// The table of all proposals in that state, each under its own number. What a
/// table cannot hold is left out: spans are checked when a journal is read.
///
/// # Errors
/// [`ArenaFull`] when the texts exceed 4 GiB.
pub fn table(review: &Review, status: Status, dataset: DatasetId) -> Result<EventTable, ArenaFull> {
    let mut builder = TableBuilder::new(dataset, 0);
    // Proposals lead back to the review, where their reports are.
    let with_texts = dataset == REVIEWED;
    for reviewed in review.reports() {
        let mut display = None;
        for number in &reviewed.order {
            let Some(proposal) = review.proposal(*number).filter(|p| p.status == status) else {
                continue;
            };
            if with_texts && display.is_none() {
                let shown = display.insert(Display::of(&reviewed.report.text));
                let _ = builder.add_document(&document(&reviewed.report, shown));
            }
            builder.number_next(EventId { dataset, number: *number });
            let _ = builder.add_event(&event(proposal, display.as_ref()));
        }
    }
    builder.finish()
}

/// The document of a report: its own words, without markup, and the hash of the
/// file that they are from.
fn document(report: &Report, display: &Display) -> Document {
    Document {
        id: report.id.clone(),
        kind: DocumentKind::Verbatim,
        title: report.title.clone(),
        publisher: report.publisher.clone(),
        author: report.author.clone(),
        url: report.url.clone(),
        language: report.language.clone(),
        published: report.published.parse().ok(),
        text: display.text().to_owned(),
        sha256: report.sha256.clone(),
    }
}

/// The event that a proposal stands for.
fn event(proposal: &Proposal, display: Option<&Display>) -> Event {
    Event {
        id: proposal.event_id(),
        title: String::new(),
        event_type: proposal.event_type,
        sub_event_type: proposal.sub_event_type,
        background: proposal.background,
        claims: proposal
            .accounts
            .iter()
            .map(|account| claim(account, &proposal.report, display))
            .collect(),
        properties: vec![
            ("review".to_owned(), decision(proposal)),
            ("review rules".to_owned(), rules(proposal)),
        ],
    }
}

/// What a person did: `accepted; changed by hand: date, place`.
fn decision(proposal: &Proposal) -> String {
    let mut words = proposal.status.name().to_owned();
    if proposal.by_hand {
        words.push_str("; made by hand");
    }
    if !proposal.edited.is_empty() {
        let names: Vec<&str> = proposal.edited.iter().map(|field| field.name()).collect();
        words.push_str("; changed by hand: ");
        words.push_str(&names.join(", "));
    }
    words
}

/// The rules behind the values, each once, in the order of the fields.
fn rules(proposal: &Proposal) -> String {
    let mut rules: Vec<&str> = proposal.rules.iter().map(String::as_str).collect();
    for account in &proposal.accounts {
        let dates = account.date.iter().map(|date| &date.rule);
        let places = account.places.iter().map(|place| &place.rule);
        let actors = account.actors.iter().map(|actor| &actor.rule);
        let tolls = account.tolls.iter().map(|toll| &toll.rule);
        rules.extend(dates.chain(places).chain(actors).chain(tolls).map(String::as_str));
    }
    let mut shown: Vec<&str> = Vec::new();
    for rule in rules {
        if !rule.is_empty() && !shown.contains(&rule) {
            shown.push(rule);
        }
    }
    shown.join("; ")
}

/// The claim of an account; without a text to show it has no document and no spans.
fn claim(account: &Account, report: &str, display: Option<&Display>) -> Claim {
    let span = |span: &Option<Range<usize>>| Some(display?.to_shown(span.as_ref()?));
    Claim {
        document: display.map_or_else(String::new, |_| report.to_owned()),
        excerpt: display
            .map_or(Excerpt::Absent, |display| Excerpt::Span(display.to_shown(&account.excerpt))),
        date: account.date.as_ref().and_then(|date| {
            Some(ClaimDate {
                edtf: date.date()?,
                reason: date.reason.clone(),
                span: span(&date.span),
            })
        }),
        places: account
            .places
            .iter()
            .map(|place| ClaimPlace {
                place: place.place.clone(),
                name: place.name.clone(),
                position: place.position(),
                radius_m: place.radius_m.filter(|_| place.lon_lat.is_some()),
                shape: None,
                reason: place.reason.clone(),
                span: span(&place.span),
            })
            .collect(),
        actors: account
            .actors
            .iter()
            .map(|actor| ClaimActor {
                name: actor.name.clone(),
                role: ActorRole::from_name(&actor.role).unwrap_or_default(),
                span: span(&actor.span),
            })
            .collect(),
        tolls: account
            .tolls
            .iter()
            .filter_map(|toll| {
                Some(Toll {
                    who: toll.who.clone(),
                    outcome: Outcome::from_name(&toll.outcome)?,
                    min: toll.min,
                    max: toll.max,
                    span: span(&toll.span),
                })
            })
            .collect(),
        attribution: account.attribution.clone(),
        attribution_span: span(&account.attribution_span),
        note: note(account),
    }
}

/// The reviewer's remark, and why a date with no known year is not the event's.
fn note(account: &Account) -> String {
    let undated = account
        .date
        .as_ref()
        .filter(|date| date.date().is_none() && !date.edtf.is_empty())
        .map(|date| format!("Dated {} in the report: {}.", date.edtf, date.reason));
    let parts = [undated.unwrap_or_default(), account.note.clone()];
    parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
