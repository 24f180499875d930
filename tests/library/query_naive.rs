//! Every question that can be asked of filtered events, against a plain loop.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use deir_atlas::model::{
    Claim, ClaimActor, ClaimDate, ClaimPlace, DatasetId, Day, DaySpan, Document, Edtf, Event,
    EventTable, EventType, Excerpt, LonLat, LonLatBox, Mercator, Row, SubEventType, TableBuilder,
};
use deir_atlas::query::{
    BinUnit, Bins, CellGrid, DateRange, EventIndex, Filter, MapView, Matched, MercatorBox,
    RowOrder, SortKey, folded,
};
use proptest::prelude::*;

const ACTORS: [&str; 4] = ["ISIS", "Army", "Coalition", "القوات"];
const PLACES: [(&str, &str, f64, f64); 4] = [
    ("jura", "al-Jura", 40.12, 35.33),
    ("qusour", "القصور", 40.13, 35.34),
    ("", "a bridge", 40.14, 35.335),
    ("", "nowhere", f64::NAN, f64::NAN),
];
const PUBLISHERS: [&str; 3] = ["Observatory", "Network", ""];

/// An event by choices from the lists above.
#[derive(Debug, Clone)]
struct Plan {
    kind: usize,
    sub_kind: usize,
    /// First day and how many more; `None` for undated.
    days: Option<(i32, i32)>,
    open_end: bool,
    actors: BTreeSet<usize>,
    /// Place, shift to one side in 0.001 degrees, radius.
    places: Vec<(usize, u8, Option<f32>)>,
    publisher: usize,
    background: bool,
    dataset: bool,
    title: String,
}

fn plan() -> impl Strategy<Value = Plan> {
    let days = prop_oneof![
        1 => Just(None),
        5 => (0i32..120).prop_map(|day| Some((day, 0))),
        3 => (0i32..120, 1i32..60).prop_map(Some),
    ];
    let radius =
        prop_oneof![Just(None), Just(Some(50.0f32)), Just(Some(600.0)), Just(Some(9_000.0))];
    let place = (0usize..4, 0u8..4, radius);
    (
        (0usize..7, 0usize..3, days, prop::bool::weighted(0.05)),
        prop::collection::btree_set(0usize..4, 0..3),
        prop::collection::vec(place, 0..3),
        (0usize..3, any::<bool>(), any::<bool>(), "(Air strike|قصف|Clash|CLASH é){1,2}"),
    )
        .prop_map(|((kind, sub_kind, days, open_end), actors, places, rest)| Plan {
            kind,
            sub_kind,
            days,
            open_end,
            actors,
            places,
            publisher: rest.0,
            background: rest.1,
            dataset: rest.2,
            title: rest.3,
        })
}

fn event(number: usize, plan: &Plan) -> Event {
    let event_type = EventType::ALL[plan.kind];
    let date = plan.days.map(|(first, more)| {
        // 2015-12-01 and on, over the turn of a year.
        let first = Day::from_number(16_770 + first);
        let span = DaySpan { first, last: first.plus(more) };
        let edtf = if plan.open_end {
            format!("{first}/..").parse().unwrap()
        } else {
            Edtf::from_span(span)
        };
        ClaimDate { edtf, reason: String::new(), span: None }
    });
    let places = plan.places.iter().map(|(place, shift, radius_m)| {
        let (id, name, lon_deg, lat_deg) = PLACES[*place];
        ClaimPlace {
            place: id.to_owned(),
            name: name.to_owned(),
            position: LonLat::new(lon_deg + f64::from(*shift) * 0.001, lat_deg).ok(),
            radius_m: *radius_m,
            ..ClaimPlace::default()
        }
    });
    let actors = plan
        .actors
        .iter()
        .map(|actor| ClaimActor { name: ACTORS[*actor].to_owned(), ..ClaimActor::default() });
    Event {
        id: format!("e{number}"),
        title: plan.title.clone(),
        event_type,
        sub_event_type: SubEventType::ALL
            .into_iter()
            .filter(|kind| kind.event_type() == event_type)
            .nth(plan.sub_kind),
        background: plan.background,
        claims: vec![Claim {
            document: format!("d{}", plan.publisher),
            excerpt: Excerpt::Text(format!("Words of {number}")),
            date,
            places: places.collect(),
            actors: actors.collect(),
            ..Claim::default()
        }],
        ..Event::default()
    }
}

fn table(plans: &[Plan]) -> EventTable {
    let mut builders = [0, 1].map(|number| TableBuilder::new(DatasetId(number), 0));
    for builder in &mut builders {
        for (number, publisher) in PUBLISHERS.into_iter().enumerate() {
            builder
                .add_document(&Document {
                    id: format!("d{number}"),
                    publisher: publisher.to_owned(),
                    ..Document::default()
                })
                .unwrap();
        }
    }
    for (number, plan) in plans.iter().enumerate() {
        builders[usize::from(plan.dataset)].add_event(&event(number, plan)).unwrap();
    }
    TableBuilder::finish_all(builders.into()).unwrap()
}

fn filter() -> impl Strategy<Value = Filter> {
    let kinds = prop::collection::btree_set((0usize..7).prop_map(|i| EventType::ALL[i]), 0..3);
    let sub_kinds =
        prop::collection::btree_set((0usize..25).prop_map(|i| SubEventType::ALL[i]), 0..3);
    let names = |names: &'static [&'static str]| {
        prop_oneof![
            2 => Just(BTreeSet::new()),
            1 => prop::collection::btree_set(
                prop::sample::select(names).prop_map(str::to_owned), 1..3
            ),
        ]
    };
    let extent = LonLatBox { west_deg: 40.0, south_deg: 35.0, east_deg: 40.131, north_deg: 36.0 };
    (
        (
            prop_oneof![2 => Just(BTreeSet::new()), 1 => kinds],
            prop_oneof![3 => Just(BTreeSet::new()), 1 => sub_kinds],
        ),
        names(&["ISIS", "Army", "absent", ""]),
        names(&["jura", "a bridge", "", "qusour"]),
        names(&["Observatory", "Network", ""]),
        prop_oneof![4 => Just(None), 1 => Just(Some(600.0f32))],
        prop_oneof![4 => Just(None), 1 => any::<bool>().prop_map(Some)],
        (prop::bool::weighted(0.8), prop::bool::weighted(0.2), prop::bool::weighted(0.2)),
        prop_oneof![4 => Just(""), 1 => Just("clash E"), 1 => Just("قَصف"), 1 => Just("al Jura")],
    )
        .prop_map(
            move |(kinds, actors, places, publishers, max_radius_m, placed, flags, text)| Filter {
                event_types: kinds.0,
                sub_event_types: kinds.1,
                actors,
                places,
                publishers,
                hidden_datasets: if flags.1 { [DatasetId(1)].into() } else { BTreeSet::new() },
                max_radius_m,
                placed,
                include_background: flags.0,
                text: text.to_owned(),
                extent: flags.2.then_some(extent),
            },
        )
}

fn range() -> impl Strategy<Value = DateRange> {
    let day = |number: i32| Day::from_number(16_760 + number);
    prop_oneof![
        1 => Just(DateRange::EVERYTHING),
        1 => Just(DateRange::dated(DaySpan::ALL)),
        6 => (0i32..200, 0i32..200, any::<bool>()).prop_map(move |(a, b, undated)| DateRange {
            span: DaySpan::new(day(a), day(b)),
            undated,
        }),
    ]
}

/// The filter again, as plainly as can be.
struct Naive<'a> {
    table: &'a EventTable,
    filter: &'a Filter,
    range: DateRange,
}

#[derive(Clone, Copy, PartialEq)]
enum Ignored {
    Nothing,
    Kind,
    Actor,
    Place,
    Publisher,
    Dataset,
}

impl Naive<'_> {
    fn place_keys(&self, row: Row) -> BTreeSet<String> {
        let key = |p: deir_atlas::model::Placement| {
            let id = self.table.string(p.place);
            (if id.is_empty() { self.table.string(p.name) } else { id }).to_owned()
        };
        or_none(self.table.placements(row).map(key).collect())
    }

    fn actors(&self, row: Row) -> BTreeSet<String> {
        or_none(self.table.actors(row).iter().map(|id| self.table.string(*id).into()).collect())
    }

    fn publishers(&self, row: Row) -> BTreeSet<String> {
        let publisher = |claim: deir_atlas::model::ClaimRef<'_>| {
            claim.document().map_or("", |document| document.publisher()).to_owned()
        };
        or_none(self.table.claims(row).map(publisher).collect())
    }

    fn matches(&self, row: Row, ignored: Ignored) -> bool {
        let (table, filter) = (self.table, self.filter);
        let kinds_chosen = !filter.event_types.is_empty() || !filter.sub_event_types.is_empty();
        let kind = filter.event_types.contains(&table.event_type(row))
            || table.sub_event_type(row).is_some_and(|kind| filter.sub_event_types.contains(&kind));
        let chosen = |chosen: &BTreeSet<String>, of_row: BTreeSet<String>| {
            chosen.is_empty() || !chosen.is_disjoint(&of_row)
        };
        let words = || {
            let mut words = vec![folded(table.title(row)), folded(table.id(row))];
            words.extend(self.actors(row).iter().map(|name| folded(name)));
            words.extend(self.publishers(row).iter().map(|name| folded(name)));
            for place in table.placements(row) {
                words.push(folded(table.string(place.place)));
                words.push(folded(table.string(place.name)));
            }
            words.extend(table.claims(row).map(|claim| folded(claim.excerpt())));
            words
        };
        let placements = || table.placements(row);
        (ignored == Ignored::Kind || !kinds_chosen || kind)
            && (ignored == Ignored::Actor || chosen(&filter.actors, self.actors(row)))
            && (ignored == Ignored::Place || chosen(&filter.places, self.place_keys(row)))
            && (ignored == Ignored::Publisher || chosen(&filter.publishers, self.publishers(row)))
            && (ignored == Ignored::Dataset
                || !filter.hidden_datasets.contains(&table.dataset(row)))
            && (filter.include_background || !table.is_background(row))
            && filter.placed.is_none_or(|placed| table.is_placed(row) == placed)
            && filter.max_radius_m.is_none_or(|max| {
                placements().any(|p| p.centre.is_some() && p.radius_m.is_some_and(|r| r <= max))
            })
            && filter.extent.is_none_or(|extent| {
                placements().any(|p| p.position().is_some_and(|at| extent.contains(at)))
            })
            && folded(&filter.text)
                .split_whitespace()
                .all(|word| words().iter().any(|text| text.contains(word)))
    }

    fn in_range(&self, row: Row) -> bool {
        match self.table.span(row) {
            Some(span) => span.intersects(self.range.span),
            None => self.range.undated,
        }
    }

    fn shown(&self) -> Vec<Row> {
        let shown = |row: &Row| self.matches(*row, Ignored::Nothing) && self.in_range(*row);
        self.table.rows().filter(shown).collect()
    }

    /// Positions on the map, with event type and row.
    fn on_map(&self) -> Vec<(Mercator, EventType, Row)> {
        let mut found = Vec::new();
        for row in self.shown() {
            for place in self.table.placements(row) {
                let precise = self
                    .filter
                    .max_radius_m
                    .is_none_or(|max| place.radius_m.is_some_and(|r| r <= max));
                if let Some(centre) = place.centre.filter(|_| precise) {
                    found.push((centre, self.table.event_type(row), row));
                }
            }
        }
        found
    }

    fn facet(
        &self,
        ignored: Ignored,
        values: impl Fn(Row) -> BTreeSet<String>,
    ) -> BTreeMap<String, u32> {
        let mut counts = BTreeMap::new();
        for row in self.table.rows().filter(|row| self.matches(*row, ignored)) {
            for value in values(row) {
                *counts.entry(value).or_default() += u32::from(self.in_range(row));
            }
        }
        counts
    }
}

fn or_none(mut names: BTreeSet<String>) -> BTreeSet<String> {
    if names.is_empty() {
        names.insert(String::new());
    }
    names
}

fn everywhere(zoom: f64) -> MapView {
    let whole = MercatorBox { min: Mercator { x: 0.0, y: 0.0 }, max: Mercator { x: 1.0, y: 1.0 } };
    MapView { bounds: whole, zoom, cell_px: 48.0, area_px: 20.0 }
}

fn build(table: EventTable, filter: &Filter) -> (Arc<EventTable>, Matched) {
    let table = Arc::new(table);
    let index = Arc::new(EventIndex::new(Arc::clone(&table)));
    (table, Matched::build(&index, filter))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn counts_and_facets_agree_with_a_loop(
        plans in prop::collection::vec(plan(), 0..60), filter in filter(), range in range(),
    ) {
        let (table, matched) = build(table(&plans), &filter);
        let naive = Naive { table: &table, filter: &filter, range };
        let shown = naive.shown();
        let matching: Vec<Row> =
            table.rows().filter(|row| naive.matches(*row, Ignored::Nothing)).collect();

        let counts = matched.counts(range);
        prop_assert_eq!(matched.n_matching(), matching.len());
        prop_assert_eq!(counts.n_in_range as usize, shown.len());
        let unlocated = |row: &&Row| !table.is_placed(**row);
        prop_assert_eq!(counts.n_unlocated as usize, shown.iter().filter(unlocated).count());
        for event_type in EventType::ALL {
            let of_type = shown.iter().filter(|row| table.event_type(**row) == event_type).count();
            prop_assert_eq!(counts.by_type[event_type.index()] as usize, of_type);
        }
        for row in table.rows() {
            prop_assert_eq!(matched.shows(row, range), shown.contains(&row));
        }

        let undated: Vec<Row> =
            matching.iter().copied().filter(|row| table.span(*row).is_none()).collect();
        prop_assert_eq!(counts.n_undated as usize, undated.len());
        let tray = matched.undated();
        prop_assert_eq!((0..tray.len()).filter_map(|n| tray.nth(n)).collect::<Vec<_>>(), undated);
        let unplaced: Vec<Row> =
            matching.iter().copied().filter(|row| !table.is_placed(*row)).collect();
        let tray = matched.unplaced();
        prop_assert_eq!((0..tray.len()).filter_map(|n| tray.nth(n)).collect::<Vec<_>>(), unplaced);

        let named = |counts: Vec<deir_atlas::query::FacetCount<_>>| -> BTreeMap<String, u32> {
            counts.into_iter().map(|c| (table.string(c.value).to_owned(), c.n)).collect()
        };
        let all = 0..usize::MAX;
        prop_assert_eq!(
            named(matched.actors(range, all.clone())),
            naive.facet(Ignored::Actor, |row| naive.actors(row))
        );
        prop_assert_eq!(
            named(matched.places(range, all.clone())),
            naive.facet(Ignored::Place, |row| naive.place_keys(row))
        );
        prop_assert_eq!(
            named(matched.publishers(range, all)),
            naive.facet(Ignored::Publisher, |row| naive.publishers(row))
        );
        let types: BTreeMap<String, u32> = matched
            .event_types(range)
            .into_iter()
            .map(|count| (count.value.name().to_owned(), count.n))
            .collect();
        let name = |row| BTreeSet::from([table.event_type(row).name().to_owned()]);
        prop_assert_eq!(types, naive.facet(Ignored::Kind, name));
        let sub_types: BTreeMap<String, u32> = matched
            .sub_event_types(range)
            .into_iter()
            .map(|count| (count.value.name().to_owned(), count.n))
            .collect();
        let name = |row| table.sub_event_type(row).iter().map(|kind| kind.name().to_owned()).collect();
        prop_assert_eq!(sub_types, naive.facet(Ignored::Kind, name));
        let datasets: BTreeMap<String, u32> = matched
            .datasets(range)
            .into_iter()
            .map(|count| (count.value.0.to_string(), count.n))
            .collect();
        let name = |row| BTreeSet::from([table.dataset(row).0.to_string()]);
        prop_assert_eq!(datasets, naive.facet(Ignored::Dataset, name));
    }

    #[test]
    fn bars_and_spans_sum_to_the_dated_events(
        plans in prop::collection::vec(plan(), 0..60), filter in filter(), range in range(),
        unit in 0usize..5, limit in 0usize..40,
    ) {
        let (table, matched) = build(table(&plans), &filter);
        let naive = Naive { table: &table, filter: &filter, range };
        let unit = BinUnit::ALL[unit];
        let whole = DaySpan::new(Day::from_number(16_700), Day::from_number(17_100));
        let bins = Bins::covering(unit, whole);
        let histogram = matched.histogram(bins, range);
        let dated: Vec<(Row, DaySpan)> =
            naive.shown().into_iter().filter_map(|row| Some((row, table.span(row)?))).collect();
        let fits = |span: DaySpan| {
            unit.bin_of(span.first).is_some() && unit.bin_of(span.first) == unit.bin_of(span.last)
        };
        for (position, bin) in bins.spans().enumerate() {
            for event_type in EventType::ALL {
                let expected = dated
                    .iter()
                    .filter(|(row, span)| {
                        table.event_type(*row) == event_type
                            && bin.contains(span.first)
                            && bin.contains(span.last)
                    })
                    .count();
                prop_assert_eq!(histogram.bars[position][event_type.index()] as usize, expected);
            }
            let over = bin.intersection(range.span).map_or(0, |days| {
                dated.iter().filter(|(_, span)| !fits(*span) && span.intersects(days)).count()
            });
            prop_assert_eq!(histogram.n_spans_over[position] as usize, over);
        }
        let in_bars: u32 = histogram.bars.iter().flatten().sum();
        let undated = if range.undated { matched.undated().len() } else { 0 };
        prop_assert_eq!(
            in_bars as usize + histogram.n_spans as usize + undated,
            matched.counts(range).n_in_range as usize
        );
        let spans: Vec<Row> =
            dated.iter().filter(|(_, span)| !fits(*span)).map(|(row, _)| *row).take(limit).collect();
        prop_assert_eq!(matched.spans(unit, range.span, limit), spans);
    }

    #[test]
    fn pages_of_a_list_are_parts_of_the_sorted_rows(
        plans in prop::collection::vec(plan(), 0..60), filter in filter(), range in range(),
        (start, len) in (0usize..50, 0usize..20), reversed: bool, key in 0usize..6,
    ) {
        let (table, matched) = build(table(&plans), &filter);
        let naive = Naive { table: &table, filter: &filter, range };
        let list = matched.list(&Arc::new(RowOrder::new(&table, SortKey::ALL[key])));
        let mut expected = naive.shown();
        let last_if_empty = |text: String| (text.is_empty(), text);
        expected.sort_by_cached_key(|row| {
            let row = *row;
            match SortKey::ALL[key] {
                SortKey::Date | SortKey::Toll => (0, (false, String::new())),
                SortKey::Title => (0, last_if_empty(folded(table.title(row)))),
                SortKey::EventType => {
                    let sub_type = table.sub_event_type(row).map_or(0, |kind| kind as usize + 1);
                    (table.event_type(row).index() * 100 + sub_type, (false, String::new()))
                }
                SortKey::Place => {
                    let name = table.placements(row).map(|p| folded(table.string(p.name))).next();
                    (0, last_if_empty(name.unwrap_or_default()))
                }
                SortKey::Publisher => {
                    (0, last_if_empty(naive.publishers(row).iter().map(|p| folded(p)).collect()))
                }
            }
        });
        if reversed {
            expected.reverse();
        }
        prop_assert_eq!(list.len(range), expected.len());
        for (position, row) in expected.iter().enumerate() {
            prop_assert_eq!(list.position(range, reversed, *row), Some(position));
        }
        let page: Vec<Row> = expected.into_iter().skip(start).take(len).collect();
        prop_assert_eq!(list.page(range, reversed, start..start + len), page);
    }

    #[test]
    fn cells_sum_to_the_placements_on_the_map(
        plans in prop::collection::vec(plan(), 0..60), filter in filter(), range in range(),
        zoom in 2.0..19.0f64, max_listed in 0u32..6,
    ) {
        let (table, matched) = build(table(&plans), &filter);
        let naive = Naive { table: &table, filter: &filter, range };
        let on_map = naive.on_map();
        let grid = CellGrid::new(matched.index(), &everywhere(zoom));
        let found = matched.cells(&grid, range, max_listed);
        prop_assert_eq!(found.n() as usize, on_map.len());
        prop_assert_eq!(matched.n_placements(range), on_map.len());
        for event_type in EventType::ALL {
            let n: u32 = found.cells.iter().map(|cell| cell.by_type[event_type.index()]).sum();
            let expected = on_map.iter().filter(|(_, kind, _)| *kind == event_type).count();
            prop_assert_eq!(n as usize, expected);
        }
        for cell in &found.cells {
            let spots = found.spots(cell);
            prop_assert!(cell.n > 0);
            prop_assert_eq!(spots.len(), if cell.n <= max_listed { cell.n as usize } else { 0 });
            for spot in spots {
                prop_assert!(on_map.contains(&(spot.position, spot.event_type, spot.row)));
                if cell.exact_spot {
                    prop_assert_eq!(spot.position, cell.centre);
                }
            }
        }
        // Cells stay where they are, whatever is shown in them.
        let (_, everything) = build(EventTable::clone(&table), &Filter::default());
        let all = everything.cells(&grid, DateRange::EVERYTHING, 0);
        for cell in &found.cells {
            let same = all.cells.iter().find(|other| other.key == cell.key);
            prop_assert_eq!(same.map(|other| other.centre), Some(cell.centre));
        }
    }

    #[test]
    fn boxes_and_the_nearest_placement_agree_with_a_loop(
        plans in prop::collection::vec(plan(), 0..60), filter in filter(), range in range(),
        (dx, dy) in (-0.02..0.02f64, -0.02..0.02f64), reach_deg in 0.0..0.02f64,
    ) {
        let (table, matched) = build(table(&plans), &filter);
        let on_map = Naive { table: &table, filter: &filter, range }.on_map();
        let point = LonLat::new(40.13 + dx, 35.335 + dy).unwrap().mercator();
        let reach = reach_deg / 360.0;
        let bounds = MercatorBox::around(point, reach, reach);
        let inside = on_map.iter().filter(|(at, ..)| bounds.contains(*at)).count();
        prop_assert_eq!(matched.placements_in(&bounds, range, 1000).len(), inside);
        let limited = matched.placements_in(&bounds, range, 3);
        prop_assert_eq!(limited.len(), inside.min(3));
        prop_assert!(limited.iter().all(|spot| bounds.contains(spot.position)));

        let distance = |at: Mercator| (at.x - point.x).hypot(at.y - point.y);
        let least = on_map.iter().map(|(at, ..)| distance(*at)).min_by(f64::total_cmp);
        let nearest = matched.nearest(point, reach, range).map(|spot| distance(spot.position));
        prop_assert_eq!(nearest, least.filter(|least| *least <= reach));
    }
}

#[test]
fn an_empty_table_answers_every_question() {
    let (_, matched) = build(EventTable::default(), &Filter::default());
    let range = DateRange::EVERYTHING;
    assert_eq!(matched.counts(range).n_in_range, 0);
    let grid = CellGrid::new(matched.index(), &everywhere(10.0));
    assert!(matched.cells(&grid, range, 5).cells.is_empty());
    assert!(matched.by_date().page(range, true, 0..10).is_empty());
    assert!(matched.nearest(Mercator::default(), 1.0, range).is_none());
    assert!(matched.spans(BinUnit::Week, DaySpan::ALL, 10).is_empty());
    assert!(matched.index().days().is_none() && matched.extent().is_none());
    let bins = Bins::covering(BinUnit::Day, DaySpan::day(Day::from_number(0)));
    assert_eq!(matched.histogram(bins, range).bars, [[0; EventType::COUNT]]);
}

#[test]
fn ten_thousand_events_on_one_spot_are_one_cell() {
    let plan = Plan {
        kind: 1,
        sub_kind: 0,
        days: Some((3, 0)),
        open_end: false,
        actors: BTreeSet::new(),
        places: vec![(0, 0, None)],
        publisher: 0,
        background: false,
        dataset: false,
        title: "Air strike".to_owned(),
    };
    let (_, matched) = build(table(&vec![plan; 10_000]), &Filter::default());
    let grid = CellGrid::new(matched.index(), &everywhere(14.0));
    let found = matched.cells(&grid, DateRange::EVERYTHING, 20);
    assert_eq!(found.cells.len(), 1);
    assert!(found.cells[0].exact_spot && found.cells[0].n == 10_000);
    let nearest = matched.nearest(found.cells[0].centre, 1e-6, DateRange::EVERYTHING);
    assert_eq!(nearest.map(|spot| spot.position), Some(found.cells[0].centre));
}

#[test]
fn a_vague_place_is_an_area_when_it_covers_many_pixels() {
    let plan = Plan {
        kind: 0,
        sub_kind: 0,
        days: Some((3, 0)),
        open_end: false,
        actors: BTreeSet::new(),
        places: vec![(0, 0, Some(600.0))],
        publisher: 0,
        background: false,
        dataset: false,
        title: "Clash".to_owned(),
    };
    let (_, matched) = build(table(&[plan]), &Filter::default());
    let radius_at = |zoom| {
        let grid = CellGrid::new(matched.index(), &everywhere(zoom));
        matched.cells(&grid, DateRange::EVERYTHING, 5).cells[0].area_radius_m
    };
    assert_eq!(radius_at(8.0), None);
    assert_eq!(radius_at(16.0), Some(600.0));
}
