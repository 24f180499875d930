//! The events that match a filter, and everything asked about them as the dates move.

use std::ops::Range;
use std::sync::Arc;

use crate::model::{DatasetId, DaySpan, EventType, LonLat, Mercator, Row, StrId, SubEventType};

use super::bins::{BinUnit, Bins};
use super::cells::{CellGrid, MapCells, Spot, count_cells, spot};
use super::criteria::{Criteria, failed, place_key, publishers, shows};
use super::day_order::DayOrder;
use super::days::DateRange;
use super::filter::Filter;
use super::histogram::{ByType, Histogram, InexactEvent, TypeDays};
use super::index::EventIndex;
use super::list::{EventList, RowOrder, SortKey};
use super::nearest::nearest;
use super::placements::MercatorBox;
use super::rank_bits::RankBits;
use super::spans::SpanRows;
use super::tally::{Tally, TallyBuilder};

/// The events of a table that match a filter. Building it takes time in
/// proportion to all events; every question put to it afterwards takes a time
/// that depends on what is shown, not on how many events there are.
#[derive(Debug, Clone)]
pub struct Matched {
    index: Arc<EventIndex>,
    filter: Filter,
    rows: RankBits,
    unplaced: RankBits,
    types: TypeDays,
    unplaced_days: TypeDays,
    spans: SpanRows,
    by_date: EventList,
    on_map: DayOrder,
    facets: Facets,
}

/// Values of each facet, counted over the events that pass every criterion but
/// the facet's own.
#[derive(Debug, Clone)]
struct Facets {
    event_types: Tally<EventType>,
    sub_event_types: Tally<SubEventType>,
    actors: Tally<StrId>,
    places: Tally<StrId>,
    publishers: Tally<StrId>,
    datasets: Tally<DatasetId>,
}

/// How many events are shown, and how many of them cannot be on the map or the
/// timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Events that match the filter, whatever their date.
    pub n_matching: u32,
    /// Those in the date range; with the undated ones if the range asks for them.
    pub n_in_range: u32,
    /// Undated events that match the filter, in range or not.
    pub n_undated: u32,
    /// Events in range without any position.
    pub n_unlocated: u32,
    /// Events in range by type.
    pub by_type: ByType,
}

/// A value of a facet, and how many events have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FacetCount<K> {
    /// The value.
    pub value: K,
    /// Events in range that have it and pass every criterion of the filter but
    /// those of this facet: how many there are, or would be if it were chosen.
    pub n: u32,
    /// The same for any date.
    pub n_total: u32,
}

/// A virtual list of rows in order of the table: those whose bit is set.
#[derive(Debug, Clone, Copy)]
pub struct RowList<'a> {
    bits: &'a RankBits,
    n_skipped: u32,
}

impl RowList<'_> {
    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        (self.bits.n_set() - self.n_skipped) as usize
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The row at a position; `None` beyond the end.
    #[must_use]
    pub fn nth(&self, position: usize) -> Option<Row> {
        let position = u32::try_from(position).ok()?.checked_add(self.n_skipped)?;
        self.bits.select(position).map(Row)
    }
}

impl Matched {
    /// Works out which events match, and what is needed to count them.
    #[must_use]
    pub fn build(index: &Arc<EventIndex>, filter: &Filter) -> Self {
        let table = index.table();
        let failures = Criteria::new(table, filter).failures();
        let keeps = |row: Row| failures[row.index()] == 0;
        let n_events = table.n_events() as u32;
        let days = index.all_ranks();
        let ((rows, unplaced, of_types), ((by_date, on_map), facets)) = rayon::join(
            || {
                (
                    RankBits::from_fn(n_events, |row| keeps(Row(row))),
                    RankBits::from_fn(n_events, |row| {
                        keeps(Row(row)) && !table.is_placed(Row(row))
                    }),
                    type_days(index, &days, keeps),
                )
            },
            || {
                rayon::join(
                    || {
                        rayon::join(
                            || {
                                let order = Arc::new(RowOrder::new(table, SortKey::Date));
                                EventList::new(index, order, &days, keeps)
                            },
                            || on_map(index, filter, &days, keeps),
                        )
                    },
                    || Facets::new(index, &failures, &days),
                )
            },
        );
        let (types, spans) = of_types;
        let (unplaced_days, _) = type_days(index, &days, |row| unplaced.is_set(row.0));
        Self {
            index: Arc::clone(index),
            filter: filter.clone(),
            rows,
            unplaced,
            types,
            unplaced_days,
            spans,
            by_date,
            on_map,
            facets,
        }
    }

    /// The index it was built on.
    #[must_use]
    pub const fn index(&self) -> &Arc<EventIndex> {
        &self.index
    }

    /// The filter it was built for.
    #[must_use]
    pub const fn filter(&self) -> &Filter {
        &self.filter
    }

    /// Events that match the filter, whatever their date.
    #[must_use]
    pub fn n_matching(&self) -> usize {
        self.rows.n_set() as usize
    }

    /// Whether an event matches the filter, whatever its date.
    #[must_use]
    pub fn matches(&self, row: Row) -> bool {
        self.rows.is_set(row.0)
    }

    /// Whether an event matches the filter and is in the date range.
    #[must_use]
    pub fn shows(&self, row: Row, range: DateRange) -> bool {
        self.matches(row)
            && match self.index.table().span(row) {
                Some(span) => span.intersects(range.span),
                None => range.undated,
            }
    }

    /// How many events are shown for a date range.
    #[must_use]
    pub fn counts(&self, range: DateRange) -> Counts {
        let ranks = self.index.axis().ranks(range);
        let by_type = self.types.within(ranks);
        Counts {
            n_matching: self.rows.n_set(),
            n_in_range: by_type.iter().sum(),
            n_undated: self.types.undated().iter().sum(),
            n_unlocated: self.unplaced_days.within(ranks).iter().sum(),
            by_type,
        }
    }

    /// Bars over the given bins, for the events in a date range; the undated
    /// ones are in none. [`DateRange::EVERYTHING`] for bars that ignore the slider.
    #[must_use]
    pub fn histogram(&self, bins: Bins, range: DateRange) -> Histogram {
        self.types.histogram(self.index.axis(), bins, range)
    }

    /// The first `limit` events, by first day, that have a possible day in the
    /// span and fit no bin of the unit: those that [`Histogram`] counts as spans.
    #[must_use]
    pub fn spans(&self, unit: BinUnit, span: DaySpan, limit: usize) -> Vec<Row> {
        let axis = self.index.axis();
        self.spans.within(axis, unit, axis.ranks(DateRange::dated(span)), limit)
    }

    /// The matching events in order of date.
    #[must_use]
    pub const fn by_date(&self) -> &EventList {
        &self.by_date
    }

    /// The matching events that may lie in a span of days, in order of date, then
    /// those without a date: nobody knows that they lie outside.
    #[must_use]
    pub fn rows_of(&self, span: DaySpan) -> Vec<Row> {
        let range = DateRange { span, undated: true };
        self.by_date.page(range, false, 0..self.by_date.len(range))
    }

    /// The matching events in another order. Takes time in proportion to all events.
    #[must_use]
    pub fn list(&self, order: &Arc<RowOrder>) -> EventList {
        EventList::new(&self.index, Arc::clone(order), &self.index.all_ranks(), |row| {
            self.matches(row)
        })
    }

    /// Matching events without a date.
    #[must_use]
    pub fn undated(&self) -> RowList<'_> {
        let n_dated = self.index.table().n_dated() as u32;
        RowList { bits: &self.rows, n_skipped: self.rows.rank(n_dated) }
    }

    /// Matching events without any position, whatever their date.
    #[must_use]
    pub const fn unplaced(&self) -> RowList<'_> {
        RowList { bits: &self.unplaced, n_skipped: 0 }
    }

    /// The cells of a view with what is shown in them. Cells with up to
    /// `max_listed` placements have them listed one by one.
    #[must_use]
    pub fn cells(&self, grid: &CellGrid, range: DateRange, max_listed: u32) -> MapCells {
        let within = self.on_map.within(self.index.axis().ranks(range));
        count_cells(grid, self.index.placements(), &self.on_map, &within, max_listed)
    }

    /// Number of placements on the map for a date range, in or out of view.
    #[must_use]
    pub fn n_placements(&self, range: DateRange) -> usize {
        let within = self.on_map.within(self.index.axis().ranks(range));
        within.n_before(self.on_map.n_kept()) as usize
    }

    /// The first `limit` placements shown inside a box, in a fixed order.
    #[must_use]
    pub fn placements_in(&self, bounds: &MercatorBox, range: DateRange, limit: usize) -> Vec<Spot> {
        let placements = self.index.placements();
        let within = self.on_map.within(self.index.axis().ranks(range));
        let mut found = Vec::new();
        for group in placements.groups() {
            placements.slots_in(group, bounds, &mut |slots| {
                within.visit(self.on_map.positions(slots), 0, |position| {
                    if found.len() < limit {
                        let slot = self.on_map.slot(position);
                        found.extend(slot.map(|slot| spot(placements, slot, group.event_type)));
                    }
                    found.len() < limit
                });
                found.len() < limit
            });
        }
        found
    }

    /// The placement shown nearest to a point, no further than `max_distance`
    /// units of the Mercator square away.
    #[must_use]
    pub fn nearest(&self, point: Mercator, max_distance: f64, range: DateRange) -> Option<Spot> {
        let within = self.on_map.within(self.index.axis().ranks(range));
        nearest(self.index.placements(), &self.on_map, &within, point, max_distance)
    }

    /// The smallest box around every position of the matching events on the map,
    /// as its western-southern and eastern-northern corners; `None` without any.
    /// Looks at every event on the map.
    #[must_use]
    pub fn extent(&self) -> Option<crate::model::LonLatBox> {
        let placements = self.index.placements();
        let slots = (0..placements.n_slots()).filter(|slot| self.on_map.keeps(*slot));
        let positions = slots.map(|slot| super::morton::point_of(placements.code(slot)).lonlat());
        crate::model::LonLatBox::around(positions.collect::<Vec<LonLat>>())
    }

    /// Event types, as [`FacetCount`] counts them.
    #[must_use]
    pub fn event_types(&self, range: DateRange) -> Vec<FacetCount<EventType>> {
        self.facet(&self.facets.event_types, range, 0..EventType::COUNT)
    }

    /// Sub-event types that occur, likewise.
    #[must_use]
    pub fn sub_event_types(&self, range: DateRange) -> Vec<FacetCount<SubEventType>> {
        self.facet(&self.facets.sub_event_types, range, 0..SubEventType::ALL.len())
    }

    /// Datasets that have any event, likewise.
    #[must_use]
    pub fn datasets(&self, range: DateRange) -> Vec<FacetCount<DatasetId>> {
        self.facet(&self.facets.datasets, range, 0..usize::MAX)
    }

    /// Number of different actors, "none named" ([`StrId::EMPTY`]) among them.
    #[must_use]
    pub fn n_actors(&self) -> usize {
        self.facets.actors.keys().len()
    }

    /// Actors at some positions of the list of all, most events of any date
    /// first; the order does not follow the range.
    #[must_use]
    pub fn actors(&self, range: DateRange, positions: Range<usize>) -> Vec<FacetCount<StrId>> {
        self.facet(&self.facets.actors, range, positions)
    }

    /// Number of different places, "none named" ([`StrId::EMPTY`]) among them.
    #[must_use]
    pub fn n_places(&self) -> usize {
        self.facets.places.keys().len()
    }

    /// Places, by gazetteer id, or by name where they have none; as [`Matched::actors`].
    #[must_use]
    pub fn places(&self, range: DateRange, positions: Range<usize>) -> Vec<FacetCount<StrId>> {
        self.facet(&self.facets.places, range, positions)
    }

    /// One place, by gazetteer id, or by name where it has none; `None` when no
    /// event that passes the other criteria names it. Takes time in proportion
    /// to the number of places.
    #[must_use]
    pub fn place(&self, range: DateRange, place: StrId) -> Option<FacetCount<StrId>> {
        let at = self.facets.places.keys().iter().position(|key| *key == place)?;
        self.places(range, at..at + 1).pop()
    }

    /// Number of different publishers, "none named" ([`StrId::EMPTY`]) among them.
    #[must_use]
    pub fn n_publishers(&self) -> usize {
        self.facets.publishers.keys().len()
    }

    /// Publishers; as [`Matched::actors`].
    #[must_use]
    pub fn publishers(&self, range: DateRange, positions: Range<usize>) -> Vec<FacetCount<StrId>> {
        self.facet(&self.facets.publishers, range, positions)
    }

    fn facet<K: Copy>(
        &self,
        tally: &Tally<K>,
        range: DateRange,
        positions: Range<usize>,
    ) -> Vec<FacetCount<K>> {
        let ranks = self.index.axis().ranks(range);
        let values = tally.keys().iter().enumerate();
        values
            .take(positions.end)
            .skip(positions.start)
            .map(|(at, value)| FacetCount {
                value: *value,
                n: tally.n_within(at, ranks),
                n_total: tally.n_total(at),
            })
            .collect()
    }

    /// Bytes held beside the table and the index.
    #[must_use]
    pub fn n_bytes(&self) -> usize {
        self.rows.n_bytes()
            + self.unplaced.n_bytes()
            + self.types.n_bytes()
            + self.unplaced_days.n_bytes()
            + self.spans.n_bytes()
            + self.by_date.n_bytes()
            + self.on_map.n_bytes()
            + self.facets.n_bytes()
    }
}

/// Days by type of the kept events, and those not known to the day.
fn type_days(
    index: &EventIndex,
    days: &[(u32, u32)],
    keeps: impl Fn(Row) -> bool,
) -> (TypeDays, SpanRows) {
    let table = index.table();
    let mut undated = [0; EventType::COUNT];
    let (mut exact, mut inexact, mut inexact_rows) = (Vec::new(), Vec::new(), Vec::new());
    for row in table.rows().filter(|row| keeps(*row)) {
        let event_type = table.event_type(row);
        let (first, last) = days[row.index()];
        if row.index() >= table.n_dated() {
            undated[event_type.index()] += 1;
        } else if first == last {
            exact.push((event_type, first));
        } else {
            inexact.push(InexactEvent { event_type, first, last });
            inexact_rows.push(row);
        }
    }
    let types = TypeDays::new(index.axis(), exact.into_iter(), &inexact, undated);
    (types, SpanRows::new(index.axis(), inexact_rows, &inexact))
}

/// The placements of the kept events that the filter lets onto the map.
fn on_map(
    index: &EventIndex,
    filter: &Filter,
    days: &[(u32, u32)],
    keeps: impl Fn(Row) -> bool,
) -> DayOrder {
    let (table, placements) = (index.table(), index.placements());
    let precise = |slot: u32| {
        filter.max_radius_m.is_none()
            || table
                .placements(placements.row(slot))
                .nth(usize::from(placements.nth(slot)))
                .is_some_and(|placement| shows(filter, &placement))
    };
    DayOrder::new(placements.n_slots(), index.axis().n_days(), |slot| {
        let row = placements.row(slot);
        (keeps(row) && precise(slot)).then(|| days[row.index()])
    })
}

impl Facets {
    fn new(index: &EventIndex, failures: &[u8], days: &[(u32, u32)]) -> Self {
        let table = index.table();
        let n_strings = table.strings().len();
        let rows = FacetRows { index, failures, days };
        let by_name = |id: StrId| table.string(id);
        let ((event_types, sub_event_types), (actors, (places, (publisher, datasets)))) =
            rayon::join(
                || {
                    (
                        rows.tally(
                            failed::KIND,
                            (EventType::COUNT, EventType::index),
                            EventType::index,
                            |row, out| {
                                out.push(table.event_type(row));
                            },
                        ),
                        rows.tally(
                            failed::KIND,
                            (SubEventType::ALL.len(), |kind| kind as usize),
                            |kind: SubEventType| kind as usize,
                            |row, out| {
                                out.extend(table.sub_event_type(row));
                            },
                        ),
                    )
                },
                || {
                    rayon::join(
                        || {
                            rows.tally(
                                failed::ACTOR,
                                (n_strings, StrId::index),
                                by_name,
                                |row, out| {
                                    out.extend_from_slice(table.actors(row));
                                    or_none(out);
                                },
                            )
                        },
                        || {
                            rayon::join(
                                || {
                                    rows.tally(
                                        failed::PLACE,
                                        (n_strings, StrId::index),
                                        by_name,
                                        |row, out| {
                                            out.extend(
                                                table.placements(row).map(|p| place_key(&p)),
                                            );
                                            or_none(out);
                                        },
                                    )
                                },
                                || {
                                    let of_claims = rows.tally(
                                        failed::PUBLISHER,
                                        (n_strings, StrId::index),
                                        by_name,
                                        |row, out| {
                                            out.extend(publishers(table, row));
                                            or_none(out);
                                        },
                                    );
                                    let of_files = rows.tally(
                                        failed::DATASET,
                                        (1 << 16, |id: DatasetId| usize::from(id.0)),
                                        |id| id,
                                        |row, out| {
                                            out.push(table.dataset(row));
                                        },
                                    );
                                    (of_claims, of_files)
                                },
                            )
                        },
                    )
                },
            );
        Self { event_types, sub_event_types, actors, places, publishers: publisher, datasets }
    }

    fn n_bytes(&self) -> usize {
        self.event_types.n_bytes()
            + self.sub_event_types.n_bytes()
            + self.actors.n_bytes()
            + self.places.n_bytes()
            + self.publishers.n_bytes()
            + self.datasets.n_bytes()
    }
}

/// An event that names nothing counts under the empty name.
fn or_none(values: &mut Vec<StrId>) {
    if values.is_empty() {
        values.push(StrId::EMPTY);
    }
}

/// What facets are counted over.
#[derive(Clone, Copy)]
struct FacetRows<'a> {
    index: &'a EventIndex,
    failures: &'a [u8],
    days: &'a [(u32, u32)],
}

impl FacetRows<'_> {
    /// Tallies what `values` gives of the rows that fail nothing but `own`.
    /// `number` tells values apart by a number below `n_numbers`.
    fn tally<K: Copy + Ord, O: Ord>(
        self,
        own: u8,
        (n_numbers, number): (usize, impl Fn(K) -> usize),
        order: impl Fn(K) -> O,
        values: impl Fn(Row, &mut Vec<K>),
    ) -> Tally<K> {
        let mut tally = TallyBuilder::new(n_numbers, self.index.axis().n_days());
        let mut of_row = Vec::new();
        for ((row, failed), days) in (0..).map(Row).zip(self.failures).zip(self.days) {
            if failed & !own != 0 {
                continue;
            }
            of_row.clear();
            values(row, &mut of_row);
            if of_row.len() > 1 {
                of_row.sort_unstable();
                of_row.dedup();
            }
            for key in &of_row {
                tally.push(*key, number(*key), *days);
            }
        }
        tally.finish(order)
    }
}
