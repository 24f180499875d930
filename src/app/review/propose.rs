//! From what was read out of a report to proposals for a person to decide on.

use crate::extract::span::Span;
use crate::extract::{self, Extraction};
use crate::gazetteer::{Gazetteer, PlaceIdx};
use crate::model::document::sha256_hex;
use crate::store::review::{
    Account, Actor, Candidate, Mention, Place, Proposal, Report, StatedDate, Toll,
};

/// Candidates kept for a place beside the chosen one.
const N_CANDIDATES: usize = 6;

/// A report and what is proposed about it, numbered from 0.
#[derive(Debug, Clone, PartialEq)]
pub struct Incoming {
    /// The report.
    pub report: Report,
    /// The proposals.
    pub proposals: Vec<Proposal>,
}

/// Reads a report. `sha256` is that of the file it came from; empty takes that
/// of the text.
#[must_use]
pub fn propose(source: &extract::Report<'_>, sha256: &str, gazetteer: &Gazetteer) -> Incoming {
    let extraction = extract::extract(source, gazetteer);
    let reader = Reader { text: source.text, extraction: &extraction, gazetteer };
    let some = |text: &Option<String>| text.clone().unwrap_or_default();
    let sha256 = match sha256 {
        "" => sha256_hex(source.text.as_bytes()),
        given => given.to_owned(),
    };
    let mut report = Report {
        id: String::new(),
        path: source.path.to_owned(),
        title: some(&extraction.title),
        publisher: some(&extraction.publisher),
        author: some(&extraction.author),
        url: some(&extraction.url),
        language: extraction.language.tag().to_owned(),
        published: match (source.published, extraction.published) {
            (Some(stated), _) => stated.to_string(),
            (None, Some(found)) => found.to_string(),
            (None, None) => String::new(),
        },
        text: source.text.to_owned(),
        sha256,
        mentions: extraction.mentions.iter().map(|mention| reader.mention(mention)).collect(),
        boilerplate: extraction.boilerplate.iter().map(|span| range(*span)).collect(),
    };
    report.identify();
    let proposals = (0..)
        .zip(&extraction.claims)
        .map(|(number, claim)| Proposal {
            number,
            report: report.id.clone(),
            ..reader.proposal(claim)
        })
        .collect();
    Incoming { report, proposals }
}

const fn range(span: Span) -> std::ops::Range<usize> {
    span.start..span.end
}

/// The part of a place that follows from its gazetteer entry.
#[must_use]
pub fn of_entry(gazetteer: &Gazetteer, entry: PlaceIdx) -> Place {
    let entry = gazetteer.place(entry);
    Place {
        place: entry.id.clone(),
        lon_lat: entry.position.map(|position| [position.lon_deg(), position.lat_deg()]),
        radius_m: entry.position.and(entry.radius_m),
        ..Place::default()
    }
}

struct Reader<'a> {
    text: &'a str,
    extraction: &'a Extraction,
    gazetteer: &'a Gazetteer,
}

impl Reader<'_> {
    fn id(&self, place: Option<PlaceIdx>) -> String {
        place.map_or_else(String::new, |place| self.gazetteer.place(place).id.clone())
    }

    fn mention(&self, mention: &extract::places::PlaceMention) -> Mention {
        Mention {
            span: range(mention.span),
            place: self.id(mention.place),
            role: mention.role.name().to_owned(),
            rule: mention.rule.to_owned(),
        }
    }

    fn proposal(&self, claim: &extract::merge::Claim) -> Proposal {
        let draft = &claim.draft;
        let sub = claim.sub_event_type();
        let mut rules: Vec<String> =
            draft.kind.iter().map(|(_, rule)| (*rule).to_owned()).collect();
        rules.extend(claim.joined.iter().map(|rule| (*rule).to_owned()));
        let account = Account {
            excerpt: range(draft.excerpt),
            support: claim.support.iter().map(|span| range(*span)).collect(),
            date: draft.date.as_ref().map(|date| StatedDate {
                edtf: date.edtf.clone(),
                reason: date.reason.clone(),
                rule: date.rule.to_owned(),
                span: date.span.map(range),
            }),
            places: draft.places.iter().map(|&place| self.place(place)).collect(),
            actors: draft
                .actors
                .iter()
                .map(|actor| Actor {
                    name: actor.side.name().to_owned(),
                    role: actor.role.name().to_owned(),
                    span: Some(range(actor.span)),
                    rule: actor.rule.to_owned(),
                })
                .collect(),
            tolls: draft.tolls.iter().map(toll).collect(),
            attribution: draft
                .attribution
                .map_or_else(String::new, |said| said.name.of(self.text).to_owned()),
            attribution_span: draft.attribution.map(|said| range(said.name)),
            note: String::new(),
        };
        Proposal {
            event_type: sub.event_type(),
            sub_event_type: Some(sub),
            background: draft.background,
            rules,
            accounts: vec![account],
            ..Proposal::default()
        }
    }

    fn place(&self, mention: usize) -> Place {
        let Some(mention) = self.extraction.mentions.get(mention) else {
            return Place::default();
        };
        let of_entry =
            mention.place.map_or_else(Place::default, |place| of_entry(self.gazetteer, place));
        let chosen = mention.candidates.iter().find(|c| Some(c.place) == mention.place);
        Place {
            name: mention.span.of(self.text).to_owned(),
            span: Some(range(mention.span)),
            reason: chosen.map_or_else(
                || "the name is in no gazetteer; the place is not known".to_owned(),
                |candidate| candidate.reason.clone(),
            ),
            rule: mention.rule.to_owned(),
            candidates: mention
                .candidates
                .iter()
                .take(N_CANDIDATES)
                .map(|candidate| Candidate {
                    place: self.id(Some(candidate.place)),
                    score: candidate.score,
                    reason: candidate.reason.clone(),
                })
                .collect(),
            ..of_entry
        }
    }
}

/// A toll as a proposal holds it. Kidnapped people count as taken.
#[must_use]
pub fn toll(toll: &extract::tolls::Toll) -> Toll {
    let outcome = match toll.harm.outcome() {
        "kidnapped" => "captured",
        other => other,
    };
    Toll {
        who: toll.who.to_owned(),
        outcome: outcome.to_owned(),
        min: toll.min,
        max: toll.max,
        part: toll.part,
        span: Some(range(toll.span)),
        rule: toll.rule.to_owned(),
    }
}
