//! Lists of events that are never made: their length and any page of them are
//! found without touching the rest.

use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::model::{EventTable, Outcome, Row, StrId};

use super::criteria::publishers;
use super::day_order::DayOrder;
use super::days::DateRange;
use super::folding::folded;
use super::index::EventIndex;

/// What a list is sorted by. Events of equal key stay in order of date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SortKey {
    /// First day, then last day; undated events at the end.
    #[default]
    Date,
    /// Title, as [`super::folded`] compares texts.
    Title,
    /// Event type in the order of the legend, then sub-event type.
    EventType,
    /// Name of the first place; events that name none at the end.
    Place,
    /// Highest stated number of people killed, largest first; unknown at the end.
    Toll,
    /// Publisher of the first claim; events without one at the end.
    Publisher,
}

impl SortKey {
    /// All keys.
    pub const ALL: [Self; 6] =
        [Self::Date, Self::Title, Self::EventType, Self::Place, Self::Toll, Self::Publisher];
}

/// All rows of a table in order of a key, whatever the filter.
#[derive(Debug, Clone)]
pub struct RowOrder {
    key: SortKey,
    /// `None` for the order of the table itself.
    rows: Option<Vec<Row>>,
}

impl RowOrder {
    /// Sorts the rows of a table.
    #[must_use]
    pub fn new(table: &EventTable, key: SortKey) -> Self {
        let rows = match key {
            SortKey::Date => None,
            SortKey::Title => Some(sorted(table, |row| table.title(row), folded)),
            SortKey::EventType => Some(by_number(table, |row| {
                let sub_type = table.sub_event_type(row).map_or(0, |kind| kind as u64 + 1);
                (table.event_type(row).index() as u64) << 8 | sub_type
            })),
            SortKey::Place => Some(by_string(table, |row| {
                table.placements(row).map(|place| place.name).find(|name| !name.is_empty())
            })),
            SortKey::Toll => Some(by_number(table, |row| {
                let toll = table.toll_range(row, Outcome::Killed);
                (1 << 33) - toll.map_or(0, |toll| u64::from(toll.highest_stated) + 1)
            })),
            SortKey::Publisher => Some(by_string(table, |row| {
                publishers(table, row).find(|publisher| !publisher.is_empty())
            })),
        };
        Self { key, rows }
    }

    /// What it is sorted by.
    #[must_use]
    pub const fn key(&self) -> SortKey {
        self.key
    }

    fn row(&self, slot: u32) -> Row {
        self.rows.as_ref().map_or(Row(slot), |rows| rows[slot as usize])
    }

    fn slot(&self, row: Row) -> Option<u32> {
        match &self.rows {
            None => Some(row.0),
            Some(rows) => rows.iter().position(|other| *other == row).map(|slot| slot as u32),
        }
    }

    /// Bytes held.
    #[must_use]
    pub fn n_bytes(&self) -> usize {
        self.rows.as_ref().map_or(0, |rows| size_of_val(rows.as_slice()))
    }
}

fn by_number(table: &EventTable, number: impl Fn(Row) -> u64 + Sync) -> Vec<Row> {
    let mut keyed: Vec<(u64, Row)> = (0..table.n_events() as u32)
        .into_par_iter()
        .map(|row| (number(Row(row)), Row(row)))
        .collect();
    keyed.par_sort_unstable();
    keyed.into_iter().map(|(_, row)| row).collect()
}

/// By an interned string, of which each is folded once; rows without one last.
fn by_string(table: &EventTable, string: impl Fn(Row) -> Option<StrId> + Sync) -> Vec<Row> {
    let mut ids: Vec<StrId> = table.rows().filter_map(&string).collect();
    ids.par_sort_unstable();
    ids.dedup();
    let mut by_text: Vec<(String, StrId)> =
        ids.par_iter().map(|id| (folded(table.string(*id)), *id)).collect();
    by_text.par_sort_unstable();
    let mut places = vec![u32::MAX; table.strings().len()];
    for (place, (_, id)) in (0..).zip(&by_text) {
        places[id.index()] = place;
    }
    by_number(table, |row| u64::from(string(row).map_or(u32::MAX, |id| places[id.index()])))
}

/// By a text of the row.
fn sorted<'a>(
    table: &'a EventTable,
    text: impl Fn(Row) -> &'a str + Sync,
    key: impl Fn(&str) -> String + Sync,
) -> Vec<Row> {
    let mut keyed: Vec<(String, Row)> = (0..table.n_events() as u32)
        .into_par_iter()
        .map(|row| (key(text(Row(row))), Row(row)))
        .collect();
    // Rows without a text come last, as in the other orders.
    keyed
        .par_sort_unstable_by(|a, b| (a.0.is_empty(), &a.0, a.1).cmp(&(b.0.is_empty(), &b.0, b.1)));
    keyed.into_iter().map(|(_, row)| row).collect()
}

/// The events that match a filter, in an order, for any date range.
#[derive(Debug, Clone)]
pub struct EventList {
    order: Arc<RowOrder>,
    days: DayOrder,
    index: Arc<EventIndex>,
}

impl EventList {
    pub(super) fn new(
        index: &Arc<EventIndex>,
        order: Arc<RowOrder>,
        days: &[(u32, u32)],
        keeps: impl Fn(Row) -> bool,
    ) -> Self {
        let n_events = index.table().n_events() as u32;
        let days = DayOrder::new(n_events, index.axis().n_days(), |slot| {
            let row = order.row(slot);
            keeps(row).then(|| days[row.index()])
        });
        Self { order, days, index: Arc::clone(index) }
    }

    /// What it is sorted by.
    #[must_use]
    pub fn key(&self) -> SortKey {
        self.order.key
    }

    /// Number of events in range.
    #[must_use]
    pub fn len(&self, range: DateRange) -> usize {
        self.days.within(self.index.axis().ranks(range)).n_before(self.days.n_kept()) as usize
    }

    /// The events at some positions of the list of those in range; fewer when
    /// the list ends before.
    #[must_use]
    pub fn page(&self, range: DateRange, reversed: bool, positions: Range<usize>) -> Vec<Row> {
        let within = self.days.within(self.index.axis().ranks(range));
        let n_kept = self.days.n_kept();
        let len = within.n_before(n_kept) as usize;
        let (start, end) = (positions.start.min(len), positions.end.min(len));
        let n = end.saturating_sub(start);
        if n == 0 {
            return Vec::new();
        }
        let skipped = if reversed { len - end } else { start };
        let mut rows = Vec::with_capacity(n);
        within.visit(0..n_kept, skipped as u32, |position| {
            rows.extend(self.days.slot(position).map(|slot| self.order.row(slot)));
            rows.len() < n
        });
        if reversed {
            rows.reverse();
        }
        rows
    }

    /// Where an event is in the list; `None` when it is not in range or does
    /// not match. Looks through the order, so it is for single events.
    #[must_use]
    pub fn position(&self, range: DateRange, reversed: bool, row: Row) -> Option<usize> {
        let slot = self.order.slot(row).filter(|slot| self.days.keeps(*slot))?;
        let within = self.days.within(self.index.axis().ranks(range));
        let position = self.days.positions(0..slot).end;
        within.holds(position).then(|| {
            let before = within.n_before(position) as usize;
            if reversed { self.len(range) - 1 - before } else { before }
        })
    }

    /// Bytes held.
    #[must_use]
    pub fn n_bytes(&self) -> usize {
        self.days.n_bytes() + self.order.n_bytes()
    }
}
