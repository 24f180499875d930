//! Which events fail which criterion of a filter.
//!
//! An event that fails only the criterion of one facet is not shown, and yet
//! counts in that facet's list: the list says how many events a value *would*
//! bring, so it must ignore what is chosen in that list itself.

use memchr::memmem::Finder;
use rayon::prelude::*;

use crate::gazetteer::{Context, Gazetteer};
use crate::model::{EventTable, Placement, Row, StrId};

use super::filter::Filter;
use super::folding::{fold_into, search_terms};

/// Criteria by their bit in an event's set of failures.
pub(super) mod failed {
    pub const KIND: u8 = 1;
    pub const ACTOR: u8 = 1 << 1;
    pub const PLACE: u8 = 1 << 2;
    pub const PUBLISHER: u8 = 1 << 3;
    pub const DATASET: u8 = 1 << 4;
    /// Any criterion without a list of its own.
    pub const OTHER: u8 = 1 << 5;
}

/// A filter in terms of one table.
pub(super) struct Criteria<'a> {
    table: &'a EventTable,
    filter: &'a Filter,
    actors: Option<Chosen>,
    places: Option<Chosen>,
    publishers: Option<Chosen>,
    search: Option<Search>,
}

/// Chosen strings of a table, ascending.
struct Chosen(Vec<StrId>);

impl Chosen {
    fn new(table: &EventTable, names: &std::collections::BTreeSet<String>) -> Option<Self> {
        let mut ids: Vec<StrId> =
            names.iter().filter_map(|name| table.strings().find(name)).collect();
        ids.sort_unstable();
        (!names.is_empty()).then_some(Self(ids))
    }

    /// Whether any of the given values is chosen; no value at all counts as the empty string.
    fn any(&self, values: impl IntoIterator<Item = StrId>) -> bool {
        let mut none = true;
        let found = values.into_iter().any(|value| {
            none = false;
            self.0.binary_search(&value).is_ok()
        });
        found || (none && self.0.first() == Some(&StrId::EMPTY))
    }
}

/// What the list of places and the filter call a place: its gazetteer id, or
/// its name where it has none.
pub(super) const fn place_key(placement: &Placement) -> StrId {
    if placement.place.is_empty() { placement.name } else { placement.place }
}

/// The publisher of each claim's document; empty where there is none.
pub(super) fn publishers(table: &EventTable, row: Row) -> impl Iterator<Item = StrId> + '_ {
    table
        .claims(row)
        .map(|claim| claim.document().map_or(StrId::EMPTY, |document| document.publisher_id()))
}

impl<'a> Criteria<'a> {
    pub fn new(table: &'a EventTable, filter: &'a Filter) -> Self {
        Self {
            table,
            filter,
            actors: Chosen::new(table, &filter.actors),
            places: Chosen::new(table, &filter.places),
            publishers: Chosen::new(table, &filter.publishers),
            search: Search::new(table, &filter.text),
        }
    }

    /// Failures of every row; 0 for the events to show.
    pub fn failures(&self) -> Vec<u8> {
        let n_events = self.table.n_events();
        if self.filter.is_default() {
            return vec![0; n_events];
        }
        let mut failures = vec![0; n_events];
        const CHUNK: usize = 4096;
        failures.par_chunks_mut(CHUNK).enumerate().for_each_init(
            String::new,
            |buffer, (i, chunk)| {
                for (row, failed) in (i * CHUNK..).zip(chunk) {
                    *failed = self.failures_of(Row(row as u32), buffer);
                }
            },
        );
        failures
    }

    fn failures_of(&self, row: Row, buffer: &mut String) -> u8 {
        let (table, filter) = (self.table, self.filter);
        let mut failures = 0;
        let mut demand = |bit: u8, met: bool| failures |= if met { 0 } else { bit };
        if !filter.event_types.is_empty() || !filter.sub_event_types.is_empty() {
            let by_sub_type = table
                .sub_event_type(row)
                .is_some_and(|kind| filter.sub_event_types.contains(&kind));
            demand(
                failed::KIND,
                by_sub_type || filter.event_types.contains(&table.event_type(row)),
            );
        }
        if let Some(actors) = &self.actors {
            demand(failed::ACTOR, actors.any(table.actors(row).iter().copied()));
        }
        if let Some(places) = &self.places {
            demand(failed::PLACE, places.any(table.placements(row).map(|p| place_key(&p))));
        }
        if let Some(chosen) = &self.publishers {
            demand(failed::PUBLISHER, chosen.any(publishers(table, row)));
        }
        demand(failed::DATASET, !filter.hidden_datasets.contains(&table.dataset(row)));
        demand(failed::OTHER, filter.include_background || !table.is_background(row));
        if let Some(placed) = filter.placed {
            demand(failed::OTHER, table.is_placed(row) == placed);
        }
        if filter.max_radius_m.is_some() {
            demand(failed::OTHER, table.placements(row).any(|p| shows(filter, &p)));
        }
        if let Some(extent) = filter.extent {
            let inside = |p: Placement| p.position().is_some_and(|at| extent.contains(at));
            demand(failed::OTHER, table.placements(row).any(inside));
        }
        // Last, as it costs most: not asked where nothing could come of it.
        if let Some(search) = &self.search
            && failures & failed::OTHER == 0
            && failures.count_ones() <= 1
            && !search.finds(table, row, buffer)
        {
            failures |= failed::OTHER;
        }
        failures
    }
}

/// Whether a placement of a shown event is on the map.
pub(super) fn shows(filter: &Filter, placement: &Placement) -> bool {
    placement.centre.is_some()
        && filter
            .max_radius_m
            .is_none_or(|max| placement.radius_m.is_some_and(|radius_m| radius_m <= max))
}

/// A search for words, all of which must occur somewhere in an event's texts. The
/// name of a place finds the events at this place too, however they spell it.
struct Search {
    finders: Vec<Finder<'static>>,
    /// For each string of the table, the words found in it, as bits.
    in_strings: Vec<u64>,
}

impl Search {
    /// Words beyond this many are not asked for.
    const MAX_WORDS: usize = 64;

    fn new(table: &EventTable, text: &str) -> Option<Self> {
        let mut terms = search_terms(text);
        terms.truncate(Self::MAX_WORDS);
        let finders: Vec<_> =
            terms.iter().map(|term| Finder::new(term.as_bytes()).into_owned()).collect();
        if finders.is_empty() {
            return None;
        }
        let mut buffer = String::new();
        let mut in_strings: Vec<u64> =
            table.strings().iter().map(|(_, text)| words_in(&finders, text, &mut buffer)).collect();
        let all = Self::all(finders.len());
        let mut find_at = |name: &str, words: u64| {
            for id in places_named(name).filter_map(|place| table.strings().find(place)) {
                in_strings[id.index()] |= words;
            }
        };
        find_at(text, all);
        for (i, term) in terms.iter().enumerate() {
            find_at(term, 1 << i);
        }
        Some(Self { finders, in_strings })
    }

    /// The bits of all words.
    const fn all(n_words: usize) -> u64 {
        u64::MAX >> (Self::MAX_WORDS - n_words)
    }

    fn finds(&self, table: &EventTable, row: Row, buffer: &mut String) -> bool {
        let all = Self::all(self.finders.len());
        let of = |id: StrId| self.in_strings[id.index()];
        let mut found = 0;
        for actor in table.actors(row) {
            found |= of(*actor);
        }
        for placement in table.placements(row) {
            found |= of(placement.place) | of(placement.name);
        }
        for claim in table.claims(row) {
            found |= of(claim.attribution_id()) | of(claim.note_id());
            if let Some(document) = claim.document() {
                found |= of(document.publisher_id());
            }
        }
        if found != all {
            found |= words_in(&self.finders, table.title(row), buffer);
            found |= words_in(&self.finders, table.id(row), buffer);
        }
        let mut claims = table.claims(row);
        while found != all
            && let Some(claim) = claims.next()
        {
            found |= words_in(&self.finders, claim.excerpt(), buffer);
        }
        found == all
    }
}

/// Ids of the places that the gazetteer knows by this name, in any spelling. Ordinary words
/// name none, even where they sound like one: nobody has said that this is a place.
fn places_named(name: &str) -> impl Iterator<Item = &'static str> {
    let context = Context::default();
    let gazetteer = Gazetteer::bundled();
    let found = gazetteer.lookup(name.trim().trim_matches('"'), &context).candidates;
    found.into_iter().map(|candidate| gazetteer.place(candidate.place).id.as_str())
}

fn words_in(finders: &[Finder<'_>], text: &str, buffer: &mut String) -> u64 {
    if text.is_empty() {
        return 0;
    }
    buffer.clear();
    fold_into(text, buffer);
    let bytes = buffer.as_bytes();
    (0..).zip(finders).map(|(i, finder)| u64::from(finder.find(bytes).is_some()) << i).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expected: &[&str]) {
        let mut found: Vec<&str> = places_named(name).collect();
        found.retain(|id| expected.is_empty() || expected.contains(id));
        assert_eq!(found, expected, "{name}");
    }

    #[test]
    fn a_search_knows_places_by_any_spelling_and_takes_no_word_for_one() {
        check("qosour", &["al-qusour"]);
        check("\"al bogeleyyah\"", &["al-baghiliyah"]);
        check("الحويقه", &["al-huwayqa"]);
        // They sound like al-Shola, al-Maan and Kanu.
        for word in ["school", "mine", "convoy", "killed", "مدنيين"] {
            check(word, &[]);
        }
    }
}
