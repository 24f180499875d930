//! What a reader assumed about a whole file, in words; and identifiers used twice.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::model::{EventTable, Row};

use super::ReadOptions;
use super::columns::{ColumnMap, Role, Source};
use super::csv::OrderEvidence;
use super::plan::{Plan, Tally};
use super::problem::RowProblem;

/// How many different unknown type words are listed.
const LISTED: usize = 8;

pub(super) fn of_table(
    map: &ColumnMap,
    plan: &Plan<'_>,
    tally: &Tally,
    evidence: OrderEvidence,
    options: &ReadOptions<'_>,
) -> Vec<String> {
    let mut notes = Vec::new();
    match map.source {
        Source::Acled => notes.push("read as ACLED data".to_owned()),
        Source::Ucdp => notes.push("read as UCDP GED data".to_owned()),
        Source::Airwars => notes.push("read as Airwars data".to_owned()),
        Source::DeirAtlas | Source::Other => {}
    }
    let n = tally.n_depending_on_order;
    if n > 0 {
        let where_first = tally
            .first_depending
            .as_ref()
            .map_or(String::new(), |(line, value)| format!(" (first on line {line}: `{value}`)"));
        notes.push(match (plan.order, evidence.n_day_first, evidence.n_month_first) {
            (Some(order), ..) if options.date_order.is_some() => {
                format!("{n} dates are read {order}, as asked for{where_first}")
            }
            (Some(order), day, month) => format!(
                "{n} dates are read {order}, since {} other dates allow no other order{where_first}",
                day + month
            ),
            (None, 0, 0) => format!(
                "{n} dates may be read day or month first and are shown as either day{where_first}; \
                 say which with --date-order dmy or mdy"
            ),
            (None, day, month) => format!(
                "{day} dates have the day first and {month} the month; {n} dates that allow both \
                 are shown as either day{where_first}; say which with --date-order dmy or mdy"
            ),
        });
    }
    if tally.n_zero_tolls > 0 {
        notes.push(format!(
            "{} rows count 0 dead where the data set also writes 0 for \"no information\": \
             shown as not stated, never as nobody",
            tally.n_zero_tolls
        ));
    }
    if map.source == Source::Acled && map.roles.iter().any(|r| matches!(r, Role::Toll { .. })) {
        notes.push("ACLED's fatalities are its most conservative figure".to_owned());
    }
    if tally.n_geocoded > 0 {
        notes.push(format!(
            "{} rows without coordinates got the position of the place they name",
            tally.n_geocoded
        ));
    }
    if tally.n_without_match > 0 {
        notes.push(format!(
            "{} rows name a place that the gazetteer does not know, or knows twice: unplaced",
            tally.n_without_match
        ));
    }
    if !tally.unknown_types.is_empty() {
        let mut words: Vec<_> = tally.unknown_types.iter().collect();
        words.sort_by_key(|(word, n)| (std::cmp::Reverse(**n), (*word).clone()));
        let listed: Vec<String> =
            words.iter().take(LISTED).map(|(word, n)| format!("`{word}` ({n})")).collect();
        let more = if words.len() > LISTED { ", ..." } else { "" };
        notes.push(format!(
            "words for types that are no ACLED type, kept as properties: {}{more}",
            listed.join(", ")
        ));
    }
    notes
}

/// Events whose identifier an earlier one has. `ids` are hashes with lines.
pub(super) fn same_ids(mut ids: Vec<(u64, u64)>, table: &EventTable) -> Vec<RowProblem> {
    ids.par_sort_unstable();
    let repeated: FxHashMap<u64, u64> = ids
        .windows(2)
        .filter(|pair| pair[0].0 == pair[1].0)
        .map(|pair| (pair[1].0, pair[1].1))
        .collect();
    if repeated.is_empty() {
        return Vec::new();
    }
    // Equal hashes may differ as texts: the table has the last word.
    let mut names: Vec<(&str, Row)> = table
        .rows()
        .map(|row| (table.id(row), row))
        .filter(|(id, _)| !id.is_empty() && repeated.contains_key(&hash(id)))
        .collect();
    names.sort_by_key(|(id, row)| (*id, table.event_id(*row)));
    let mut problems = Vec::new();
    for same in names.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
        let id = same[0].0;
        let mut lines: Vec<u64> =
            ids.iter().filter(|(h, _)| *h == hash(id)).map(|(_, line)| *line).collect();
        lines.sort_unstable();
        let (Some(first), rest) = (lines.first().copied(), lines.iter().skip(1)) else { continue };
        problems.extend(rest.map(|line| {
            RowProblem::value(
                *line,
                "id",
                id,
                format!("the event on line {first} has the same identifier"),
                "both are kept; remove one if they are the same event",
            )
        }));
    }
    problems
}

pub(super) fn hash(id: &str) -> u64 {
    use std::hash::BuildHasher;
    rustc_hash::FxBuildHasher.hash_one(id)
}
