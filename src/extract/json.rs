//! The extraction as JSON (`deir-atlas/extraction`, version 1). Offsets are
//! 0-based Unicode scalar values of the report's text, ends exclusive.

use serde::Serialize;

use crate::gazetteer::Gazetteer;
use crate::model::document::sha256_hex;

use super::merge::Claim;
use super::pipeline::{Extraction, Report};
use super::span::{ScalarOffsets, Span};

/// The whole output: any number of documents.
#[derive(Debug, Serialize)]
pub struct ExtractionFile<'a> {
    /// Always `deir-atlas/extraction`.
    pub format: &'static str,
    /// Always 1.
    pub version: u32,
    /// One for each report, in the order given.
    pub documents: Vec<DocumentJson<'a>>,
}

impl<'a> ExtractionFile<'a> {
    /// A file of these documents.
    #[must_use]
    pub const fn new(documents: Vec<DocumentJson<'a>>) -> Self {
        Self { format: "deir-atlas/extraction", version: 1, documents }
    }
}

/// One report.
#[derive(Debug, Serialize)]
#[allow(missing_docs, reason = "the fields are the format's own, explained in its description")]
pub struct DocumentJson<'a> {
    pub path: &'a str,
    pub title: Option<&'a str>,
    pub publisher: Option<&'a str>,
    pub author: Option<&'a str>,
    pub url: Option<&'a str>,
    pub language: &'static str,
    pub published: Option<String>,
    pub sha256: String,
    pub boilerplate: Vec<SpanJson>,
    pub mentions: Vec<MentionJson<'a>>,
    pub events: Vec<EventJson<'a>>,
}

/// A stretch of the text.
#[derive(Debug, Serialize)]
#[allow(missing_docs, reason = "the fields are the format's own, explained in its description")]
pub struct SpanJson {
    pub start: usize,
    pub end: usize,
}

#[derive(Debug, Serialize)]
#[allow(missing_docs, reason = "the fields are the format's own, explained in its description")]
pub struct TextJson<'a> {
    pub start: usize,
    pub end: usize,
    pub text: &'a str,
}

#[derive(Debug, Serialize)]
#[allow(missing_docs, reason = "the fields are the format's own, explained in its description")]
pub struct MentionJson<'a> {
    pub start: usize,
    pub end: usize,
    pub text: &'a str,
    pub place: Option<&'a str>,
    pub in_governorate: bool,
    pub role: &'static str,
    pub rule: &'static str,
    pub candidates: Vec<CandidateJson<'a>>,
}

#[derive(Debug, Serialize)]
#[allow(missing_docs, reason = "the fields are the format's own, explained in its description")]
pub struct CandidateJson<'a> {
    pub place: &'a str,
    pub score: f32,
    pub reason: &'a str,
}

#[derive(Debug, Serialize)]
#[allow(missing_docs, reason = "the fields are the format's own, explained in its description")]
pub struct EventJson<'a> {
    pub id: String,
    #[serde(rename = "type")]
    pub event_type: &'static str,
    pub subtype: &'static str,
    pub background: bool,
    pub date: Option<DateJson<'a>>,
    pub actors: Vec<ActorJson>,
    pub places: Vec<PlaceJson<'a>>,
    pub casualties: Vec<TollJson<'a>>,
    pub attribution: Option<&'a str>,
    pub attribution_span: Option<SpanJson>,
    pub excerpt: TextJson<'a>,
    pub support: Vec<TextJson<'a>>,
    pub rules: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
#[allow(missing_docs, reason = "the fields are the format's own, explained in its description")]
pub struct DateJson<'a> {
    pub edtf: &'a str,
    pub text: Option<&'a str>,
    pub start: Option<usize>,
    pub end: Option<usize>,
    pub reason: &'a str,
    pub rule: &'static str,
}

#[derive(Debug, Serialize)]
#[allow(missing_docs, reason = "the fields are the format's own, explained in its description")]
pub struct ActorJson {
    pub name: &'static str,
    pub role: &'static str,
    pub start: usize,
    pub end: usize,
    pub rule: &'static str,
}

#[derive(Debug, Serialize)]
#[allow(missing_docs, reason = "the fields are the format's own, explained in its description")]
pub struct PlaceJson<'a> {
    pub place: Option<&'a str>,
    pub in_governorate: bool,
    pub text: &'a str,
    pub start: usize,
    pub end: usize,
}

#[derive(Debug, Serialize)]
#[allow(missing_docs, reason = "the fields are the format's own, explained in its description")]
pub struct TollJson<'a> {
    pub who: &'static str,
    pub outcome: &'static str,
    pub min: Option<u32>,
    pub max: Option<u32>,
    pub part: bool,
    pub text: &'a str,
    pub start: usize,
    pub end: usize,
    pub rule: &'static str,
}

impl Extraction {
    /// The document as it is printed. `report` and `gazetteer` must be those it
    /// was read with.
    #[must_use]
    pub fn to_json<'a>(
        &'a self,
        report: &'a Report<'a>,
        gazetteer: &'a Gazetteer,
    ) -> DocumentJson<'a> {
        let writer = Writer {
            text: report.text,
            offsets: ScalarOffsets::new(report.text),
            gazetteer,
            extraction: self,
        };
        DocumentJson {
            path: report.path,
            title: self.title.as_deref(),
            publisher: self.publisher.as_deref(),
            author: self.author.as_deref(),
            url: self.url.as_deref(),
            language: self.language.tag(),
            published: self.published.map(|date| date.to_string()),
            sha256: sha256_hex(report.text.as_bytes()),
            boilerplate: self
                .boilerplate
                .iter()
                .map(|span| {
                    let (start, end) = writer.ends(*span);
                    SpanJson { start, end }
                })
                .collect(),
            mentions: self.mentions.iter().map(|mention| writer.mention(mention)).collect(),
            events: self
                .claims
                .iter()
                .enumerate()
                .map(|(number, claim)| writer.event(number, claim))
                .collect(),
        }
    }
}

struct Writer<'a> {
    text: &'a str,
    offsets: ScalarOffsets<'a>,
    gazetteer: &'a Gazetteer,
    extraction: &'a Extraction,
}

impl<'a> Writer<'a> {
    fn ends(&self, span: Span) -> (usize, usize) {
        (self.offsets.scalar_at(span.start), self.offsets.scalar_at(span.end))
    }

    fn words(&self, span: Span) -> TextJson<'a> {
        let (start, end) = self.ends(span);
        TextJson { start, end, text: span.of(self.text) }
    }

    fn mention(&self, mention: &'a super::places::PlaceMention) -> MentionJson<'a> {
        let (start, end) = self.ends(mention.span);
        MentionJson {
            start,
            end,
            text: mention.span.of(self.text),
            place: mention.place.map(|place| self.gazetteer.place(place).id.as_str()),
            in_governorate: mention.in_governorate,
            role: mention.role.name(),
            rule: mention.rule,
            candidates: mention
                .candidates
                .iter()
                .map(|c| CandidateJson {
                    place: &self.gazetteer.place(c.place).id,
                    score: c.score,
                    reason: &c.reason,
                })
                .collect(),
        }
    }

    fn event(&self, number: usize, claim: &'a Claim) -> EventJson<'a> {
        let draft = &claim.draft;
        let sub = claim.sub_event_type();
        let mut rules: Vec<&'static str> = draft.kind.iter().map(|(_, rule)| *rule).collect();
        rules.extend(&claim.joined);
        EventJson {
            id: format!("e{}", number + 1),
            event_type: sub.event_type().name(),
            subtype: sub.name(),
            background: draft.background,
            date: draft.date.as_ref().map(|date| {
                let ends = date.span.map(|span| self.ends(span));
                DateJson {
                    edtf: &date.edtf,
                    text: date.span.map(|span| span.of(self.text)),
                    start: ends.map(|(start, _)| start),
                    end: ends.map(|(_, end)| end),
                    reason: &date.reason,
                    rule: date.rule,
                }
            }),
            actors: draft
                .actors
                .iter()
                .map(|actor| {
                    let (start, end) = self.ends(actor.span);
                    ActorJson {
                        name: actor.side.name(),
                        role: actor.role.name(),
                        start,
                        end,
                        rule: actor.rule,
                    }
                })
                .collect(),
            places: draft
                .places
                .iter()
                .map(|&place| {
                    let mention = &self.extraction.mentions[place];
                    let (start, end) = self.ends(mention.span);
                    PlaceJson {
                        place: mention.place.map(|place| self.gazetteer.place(place).id.as_str()),
                        in_governorate: mention.in_governorate,
                        text: mention.span.of(self.text),
                        start,
                        end,
                    }
                })
                .collect(),
            casualties: draft
                .tolls
                .iter()
                .map(|toll| {
                    let (start, end) = self.ends(toll.span);
                    TollJson {
                        who: toll.who,
                        outcome: toll.harm.outcome(),
                        min: toll.min,
                        max: toll.max,
                        part: toll.part,
                        text: toll.span.of(self.text),
                        start,
                        end,
                        rule: toll.rule,
                    }
                })
                .collect(),
            attribution: draft.attribution.map(|said| said.name.of(self.text)),
            attribution_span: draft.attribution.map(|said| {
                let (start, end) = self.ends(said.name);
                SpanJson { start, end }
            }),
            excerpt: self.words(draft.excerpt),
            support: claim.support.iter().map(|span| self.words(*span)).collect(),
            rules,
        }
    }
}
