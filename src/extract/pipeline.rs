//! The whole way from a report to its claims.

use jiff::civil::Date;

use crate::gazetteer::Gazetteer;
use crate::model::Edtf;

use super::claims::draft;
use super::dates::{When, date_mentions};
use super::merge::{Claim, join};
use super::places::{PlaceMention, Role, place_mentions};
use super::sentence::{Sentence, sentences};
use super::span::Span;
use super::text::{Language, Layout};
use super::when::single_day;

/// A report to read.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// Where it came from; only passed on.
    pub path: &'a str,
    /// Its text: plain, Markdown or HTML.
    pub text: &'a str,
    /// Day of publication, when known from elsewhere; else looked for in the text.
    pub published: Option<&'a Edtf>,
    /// Publisher, when known from elsewhere.
    pub publisher: Option<&'a str>,
    /// Address, when known.
    pub url: Option<&'a str>,
    /// Title, when known from elsewhere.
    pub title: Option<&'a str>,
}

impl<'a> Report<'a> {
    /// A report of which only the text is known.
    #[must_use]
    pub const fn of_text(text: &'a str) -> Self {
        Self { path: "", text, published: None, publisher: None, url: None, title: None }
    }
}

/// What was read from a report. Spans are bytes of [`Report::text`].
#[derive(Debug, Clone)]
pub struct Extraction {
    /// Language of the text.
    pub language: Language,
    /// Headline.
    pub title: Option<String>,
    /// Publisher's name.
    pub publisher: Option<String>,
    /// Author's name.
    pub author: Option<String>,
    /// Address, as given.
    pub url: Option<String>,
    /// Day of publication: as given, or as the text says.
    pub published: Option<Date>,
    /// Bytes of the dateline.
    pub dateline: Option<Span>,
    /// Stretches that are not the report.
    pub boilerplate: Vec<Span>,
    /// Places named, in order.
    pub mentions: Vec<PlaceMention>,
    /// Claims, in the order of the text.
    pub claims: Vec<Claim>,
}

/// Reads a report. Deterministic; the same text and gazetteer give the same
/// result on every machine.
#[must_use]
pub fn extract(report: &Report<'_>, gazetteer: &Gazetteer) -> Extraction {
    let layout = Layout::read(report.text);
    let sentences = sentences(&layout);
    let published = report.published.and_then(single_day).or_else(|| published_in_text(&layout));
    let mut mentions = place_mentions(&layout, &sentences, gazetteer);
    let drafts = draft(&layout, gazetteer, &sentences, &mut mentions, published);
    let claims = join(drafts, &mentions, gazetteer);
    settle_roles(&claims, &mut mentions);
    let words = |span: Span| span.of(&layout.text).trim().to_owned();
    Extraction {
        language: layout.language,
        title: report.title.map(str::to_owned).or_else(|| layout.title.map(words)),
        publisher: report.publisher.map(str::to_owned).or_else(|| layout.publisher.map(words)),
        author: layout.author.map(words),
        url: report.url.map(str::to_owned),
        published,
        dateline: layout.dateline.map(|(first, end)| layout.span(first, end)),
        boilerplate: layout
            .paragraphs
            .iter()
            .filter(|p| p.kind == super::text::ParagraphKind::Boilerplate)
            .map(|p| p.span)
            .collect(),
        mentions,
        claims,
    }
}

/// A line that gives the day of publication, or a full date in the dateline.
fn published_in_text(layout: &Layout<'_>) -> Option<Date> {
    let lines = [layout.published, layout.dateline];
    lines.into_iter().flatten().find_map(|(first, end)| {
        date_mentions(layout, first, end).iter().find_map(|mention| match mention.when {
            When::Day(date) => Some(date),
            _ => None,
        })
    })
}

/// Places of background claims are background; of all others, events.
fn settle_roles(claims: &[Claim], mentions: &mut [PlaceMention]) {
    for claim in claims {
        let role = if claim.draft.background { Role::Background } else { Role::EventLocation };
        for &place in &claim.draft.places {
            mentions[place].role = role;
        }
    }
}

/// Number of sentences that a report has; boilerplate yields none.
#[must_use]
pub fn n_sentences(report: &Report<'_>) -> usize {
    let found: Vec<Sentence> = sentences(&Layout::read(report.text));
    found.len()
}
