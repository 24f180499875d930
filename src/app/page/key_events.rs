//! Which events the table of a page lists, and what it says of them; and the list of sources.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::say;
use super::spec::{KeyEventChoice, MOST_KEY_EVENTS};
use crate::model::{Day, DocumentKind, EventTable, LonLatBox, Outcome, Row};
use crate::query::{DateRange, Matched};
use crate::scene::page::{ExcerptWords, KeyEvent, SourceList};
use crate::scene::words::Language;

/// Shown events in the order of the rule: most people killed first (the highest figure that is
/// stated, then the lowest), then the earliest; undated ones last, and equals in the order of the
/// table.
pub(super) fn ranked(matched: &Matched, range: DateRange) -> Vec<Row> {
    let table = matched.index().table();
    let list = matched.by_date();
    let mut rows = list.page(range, false, 0..list.len(range));
    rows.sort_by_cached_key(|row| {
        let killed = table.toll_range(*row, Outcome::Killed);
        let (highest, lowest) = killed.map_or((0, 0), |k| (k.highest_stated, k.min));
        let first = table.span(*row).map_or(Day::OPEN_END, |span| span.first);
        (killed.is_none(), Reverse(highest), Reverse(lowest), first, *row)
    });
    rows
}

/// The rows of the table in the order of their numbers, and how many more were asked for.
pub(super) fn chosen(
    choice: &KeyEventChoice,
    table: &EventTable,
    ranked: &[Row],
    frame: Option<LonLatBox>,
) -> (Vec<Row>, usize) {
    if !choice.chosen.is_empty() {
        let by_id: BTreeMap<&str, Row> = ranked.iter().map(|row| (table.id(*row), *row)).collect();
        let most = usize::from(MOST_KEY_EVENTS);
        let found: Vec<Row> =
            choice.chosen.iter().filter_map(|id| by_id.get(id.as_str()).copied()).collect();
        // One that the filter hides is missing from the table too, and so it is counted.
        let listed: Vec<Row> = found.into_iter().take(most).collect();
        let n_more = choice.chosen.len() - listed.len();
        return (listed, n_more);
    }
    let is_in_frame = |row: &&Row| {
        let mut positions = table.placements(**row).filter_map(|place| place.position());
        positions.any(|at| frame.is_none_or(|frame| frame.contains(at)))
    };
    let most = usize::from(choice.most.clamp(1, MOST_KEY_EVENTS));
    (ranked.iter().filter(is_in_frame).take(most).copied().collect(), 0)
}

/// What the table says of its events.
pub(super) fn described(
    table: &EventTable,
    rows: &[Row],
    language: Language,
    with_excerpts: bool,
) -> Vec<KeyEvent> {
    (1..)
        .zip(rows)
        .map(|(number, &row)| {
            let facts = [
                say::when(table, row, language),
                say::places(table, row, language),
                say::tolls(table, row, language),
            ];
            KeyEvent {
                number,
                event_type: table.event_type(row),
                title: say::title(table, row, language),
                facts: facts.join(" · "),
                source: sources_of(table, row, language),
                excerpt: with_excerpts.then(|| excerpt(table, row)).flatten(),
                is_placed: table.is_placed(row),
            }
        })
        .collect()
}

/// The excerpt of the first claim that has one.
fn excerpt(table: &EventTable, row: Row) -> Option<ExcerptWords> {
    table.claims(row).find_map(|claim| {
        let words = claim.excerpt().trim();
        let is_verbatim = claim.document().is_some_and(|doc| doc.kind() == DocumentKind::Verbatim);
        (!words.is_empty()).then(|| ExcerptWords { words: words.to_owned(), is_verbatim })
    })
}

/// Publisher and date of each claim's document: `ARA News, 17 Jan 2016; DeirEzzor 24, …`.
fn sources_of(table: &EventTable, row: Row, language: Language) -> String {
    let mut named: Vec<String> = Vec::new();
    for claim in table.claims(row) {
        let source = claim.document().map_or_else(String::new, |document| {
            let publisher = document.publisher();
            let publisher = if publisher.is_empty() { document.id() } else { publisher };
            let published = document.published();
            published.map_or_else(
                || publisher.to_owned(),
                |date| {
                    format!("{publisher}{} {}", say::comma(language), say::date(&date, language))
                },
            )
        });
        if !source.is_empty() && !named.contains(&source) {
            named.push(source);
        }
    }
    named.join(match language {
        Language::English => "; ",
        Language::Arabic => "؛ ",
    })
}

/// Documents listed one by one; of more, the publishers are listed.
const MOST_DOCUMENTS: usize = 48;

/// Publishers listed.
const MOST_PUBLISHERS: usize = 96;

/// The sources of the events shown: each document, or where they are many, each publisher with the
/// number of its events.
pub(super) fn sources(
    matched: &Matched,
    rows: &[Row],
    range: DateRange,
    language: Language,
) -> SourceList {
    let table = matched.index().table();
    let mut documents = BTreeMap::new();
    'rows: for &row in rows {
        for claim in table.claims(row) {
            if let Some(document) = claim.document() {
                documents.insert(document.index(), document);
            }
            if documents.len() > MOST_DOCUMENTS {
                break 'rows;
            }
        }
    }
    if documents.len() <= MOST_DOCUMENTS {
        let mut entries: Vec<(String, String)> = documents
            .into_values()
            .map(|document| {
                let publisher = document.publisher();
                let mut entry =
                    if publisher.is_empty() { document.id() } else { publisher }.to_owned();
                if !document.title().is_empty() {
                    entry.push_str(&format!(", “{}”", document.title()));
                }
                let published = document.published();
                let order = published
                    .as_ref()
                    .map_or_else(String::new, |date| date.span().first.to_string());
                if let Some(date) = published {
                    entry.push_str(&format!(", {}", say::date(&date, language)));
                }
                if !document.url().is_empty() {
                    entry.push_str(&format!(", {}", document.url()));
                }
                (order, entry)
            })
            .collect();
        entries.sort();
        return SourceList { entries: entries.into_iter().map(|(_, e)| e).collect(), n_more: 0 };
    }
    let wanted = &matched.filter().publishers;
    let mut publishers: Vec<(Reverse<u32>, String)> = matched
        .publishers(range, 0..matched.n_publishers())
        .into_iter()
        .filter(|facet| facet.n > 0)
        .map(|facet| (Reverse(facet.n), table.string(facet.value).to_owned()))
        .filter(|(_, name)| wanted.is_empty() || wanted.contains(name))
        .collect();
    publishers.sort();
    let n_more = publishers.len().saturating_sub(MOST_PUBLISHERS);
    publishers.truncate(MOST_PUBLISHERS);
    let entries = publishers.into_iter().map(|(Reverse(n), name)| {
        if name.is_empty() { format!("? ({n})") } else { format!("{name} ({n})") }
    });
    SourceList { entries: entries.collect(), n_more }
}
