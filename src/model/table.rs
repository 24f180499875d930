//! The event table: everything that was read, in flat columns, sorted by first day.
//!
//! A [`Row`] is a position in one table and never outlives it; an [`EventId`]
//! names an event for as long as its dataset is open. Rows with a date come
//! first, by first day and then last day; undated rows follow.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::acled::{EventType, SubEventType};
use super::amend::{self, Amendment};
use super::builder::BuildError;
use super::columns::{
    BACKGROUND, ClaimRow, Columns, NONE, PlacementRow, fixed, gather, shortest, unfixed,
};
use super::day::{Day, DaySpan};
use super::document_ref::DocumentRef;
use super::edtf::Edtf;
use super::event::{ActorRole, Outcome, Shape, TOTAL};
use super::lonlat::{LonLat, Mercator};
use super::own_places::OwnPlaces;
use super::text::{ArenaFull, StrId, StringPool, TextSpan};

/// Position of an event in one table, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Row(pub u32);

impl Row {
    /// The row as an index of columns.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// Stable identity of an event among all open data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId {
    /// The dataset it was read into.
    pub dataset: DatasetId,
    /// Its number in that dataset, from 0, in the order of the file.
    pub number: u32,
}

/// One opened file, or the sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct DatasetId(pub u16);

/// Position of a document in one table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocIdx(pub(super) u32);

impl DocIdx {
    /// The position, from 0.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.0
    }
}

/// Position of a claim in one table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClaimIdx(pub(super) u32);

/// Which table: different for any two tables of one run of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Revision(u64);

/// A place at which an event happened: one marker, area or tray entry.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placement {
    /// Gazetteer id; empty when none fits.
    pub place: StrId,
    /// Name as the source spells it.
    pub name: StrId,
    /// Centre; `None` when unplaced. Within 1 cm of what was read.
    pub centre: Option<Mercator>,
    /// Uncertainty in metres around the centre; `None` when not stated.
    pub radius_m: Option<f32>,
    /// Line or area drawn by the source, for [`EventTable::shape`].
    pub shape: Option<u32>,
}

impl Placement {
    /// The centre in degrees; `None` when unplaced.
    #[must_use]
    pub fn position(&self) -> Option<LonLat> {
        self.centre.map(Mercator::lonlat)
    }

    /// The centre in degrees with the fewest decimals that read back as the
    /// same centre: for writing and showing. Slower than [`Placement::position`].
    #[must_use]
    pub fn position_as_read(&self) -> Option<LonLat> {
        let (x, y) = fixed(self.centre?);
        Some(shortest(x, y))
    }
}

/// A toll of a claim; see [`super::event::Toll`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableToll {
    /// Whose.
    pub who: StrId,
    /// What became of them.
    pub outcome: Outcome,
    /// Lowest number; `None` when no number is stated.
    pub min: Option<u32>,
    /// Highest number; `None` when open or not stated.
    pub max: Option<u32>,
}

/// How many people, over all claims of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TollRange {
    /// The lowest minimum of all claims.
    pub min: u32,
    /// The highest maximum of all claims; `None` when one leaves it open.
    pub max: Option<u32>,
    /// The highest number that any claim states, as minimum or as maximum.
    pub highest_stated: u32,
}

/// What a marked run of words supports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MarkKind {
    /// The date.
    Date,
    /// A place.
    Place,
    /// An actor.
    Actor,
    /// A toll.
    Toll,
    /// Who says so.
    Attribution,
}

/// A marked run of words of a claim's document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// What the words support.
    pub kind: MarkKind,
    /// Position of the supported value among the claim's places, actors or
    /// tolls; 0 for the date and the attribution.
    pub index: u16,
    /// The words.
    pub span: TextSpan,
}

/// Everything that was read: see the module's text.
#[derive(Debug, Clone)]
pub struct EventTable {
    revision: Revision,
    pub(super) columns: Columns,
    n_dated: u32,
    /// All rows by `EventId`.
    by_id: Vec<Row>,
    own_places: Option<Arc<OwnPlaces>>,
}

impl Default for EventTable {
    fn default() -> Self {
        Self::from_columns(Columns::default())
    }
}

impl EventTable {
    /// `columns` must be in the order that [`gather`] makes.
    pub(super) fn from_columns(columns: Columns) -> Self {
        static NEXT_REVISION: AtomicU64 = AtomicU64::new(1);
        let n_dated = columns.first_day.partition_point(|day| *day != Day::OPEN_END) as u32;
        let mut by_id: Vec<Row> = (0..columns.n_events() as u32).map(Row).collect();
        by_id.sort_unstable_by_key(|row| {
            (columns.dataset[row.index()], columns.number[row.index()])
        });
        let revision = Revision(NEXT_REVISION.fetch_add(1, Ordering::Relaxed));
        Self { revision, columns, n_dated, by_id, own_places: None }
    }

    /// One table of several; events keep their [`EventId`]s, so the tables must
    /// have been read into different datasets.
    ///
    /// # Errors
    /// [`ArenaFull`] when the texts of all tables exceed 4 GiB.
    pub fn merged<'a>(tables: impl IntoIterator<Item = &'a Self>) -> Result<Self, ArenaFull> {
        let mut own_places = None;
        let parts = tables.into_iter().map(|table| {
            own_places = own_places.take().or_else(|| table.own_places.clone());
            table.columns.clone()
        });
        let whole = gather(parts.collect())?;
        Ok(Self { own_places, ..Self::from_columns(whole) })
    }

    /// This table with some events taken out and others put in. Claims of the new
    /// events speak of documents of this table, wherever they were made.
    ///
    /// # Errors
    /// [`BuildError`] for a span that does not fit its document.
    pub fn amended(
        &self,
        taken_out: impl IntoIterator<Item = Row>,
        put_in: Vec<Amendment>,
    ) -> Result<Self, BuildError> {
        let taken_out = taken_out.into_iter().map(|row| row.0).collect();
        let columns = amend::amended(self.columns.clone(), &taken_out, put_in)?;
        Ok(Self { own_places: self.own_places.clone(), ..Self::from_columns(columns) })
    }

    /// What the user's own gazetteer says of the places named here; `None` where
    /// the bundled one alone was used.
    #[must_use]
    pub fn own_places(&self) -> Option<&OwnPlaces> {
        self.own_places.as_deref()
    }

    /// The table with what the user's own gazetteer says.
    #[must_use]
    pub fn with_own_places(self, own_places: Option<Arc<OwnPlaces>>) -> Self {
        Self { own_places, ..self }
    }

    /// Which table this is: what was derived from another revision is stale.
    #[must_use]
    pub const fn revision(&self) -> Revision {
        self.revision
    }

    /// Number of events.
    #[must_use]
    pub fn n_events(&self) -> usize {
        self.columns.n_events()
    }

    /// Number of events with a date: rows `0..n_dated`.
    #[must_use]
    pub const fn n_dated(&self) -> usize {
        self.n_dated as usize
    }

    /// All rows in order.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row> + use<> {
        (0..self.columns.n_events() as u32).map(Row)
    }

    /// The interned strings that [`StrId`]s of this table name.
    #[must_use]
    pub const fn strings(&self) -> &StringPool {
        &self.columns.strings
    }

    /// The string of an id.
    #[must_use]
    pub fn string(&self, id: StrId) -> &str {
        self.columns.strings.text(id)
    }

    /// The text of a span.
    #[must_use]
    pub fn text(&self, span: TextSpan) -> &str {
        self.columns.arena.text(span)
    }

    /// Bytes of texts held, and bytes held beside them.
    #[must_use]
    pub fn n_bytes(&self) -> (usize, usize) {
        let beside = self.columns.n_bytes_beside_texts() + size_of_val(self.by_id.as_slice());
        (self.columns.arena.n_bytes(), beside)
    }

    /// Stable identity of a row's event.
    #[must_use]
    pub fn event_id(&self, row: Row) -> EventId {
        EventId {
            dataset: self.columns.dataset[row.index()],
            number: self.columns.number[row.index()],
        }
    }

    /// Where an event is now; `None` when its dataset is not in this table.
    #[must_use]
    pub fn row_of(&self, id: EventId) -> Option<Row> {
        self.by_id
            .binary_search_by_key(&id, |row| self.event_id(*row))
            .ok()
            .map(|index| self.by_id[index])
    }

    /// Identifier of the event in its file.
    #[must_use]
    pub fn id(&self, row: Row) -> &str {
        self.text(self.columns.id[row.index()])
    }

    /// Title as the file gives it; empty when it gives none.
    #[must_use]
    pub fn title(&self, row: Row) -> &str {
        self.text(self.columns.title[row.index()])
    }

    /// The dataset of a row.
    #[must_use]
    pub fn dataset(&self, row: Row) -> DatasetId {
        self.columns.dataset[row.index()]
    }

    /// First day of each dated row, ascending; an open start is [`Day::OPEN_START`].
    #[must_use]
    pub fn first_days(&self) -> &[Day] {
        &self.columns.first_day[..self.n_dated()]
    }

    /// Last day of each dated row, in order of rows; an open end is [`Day::OPEN_END`].
    #[must_use]
    pub fn last_days(&self) -> &[Day] {
        &self.columns.last_day[..self.n_dated()]
    }

    /// The days on which the event may have happened; `None` when undated.
    ///
    /// The days on which all dated claims agree; where they share none, the
    /// span around all of them.
    #[must_use]
    pub fn span(&self, row: Row) -> Option<DaySpan> {
        (row.0 < self.n_dated).then(|| DaySpan {
            first: self.columns.first_day[row.index()],
            last: self.columns.last_day[row.index()],
        })
    }

    /// ACLED event type.
    #[must_use]
    pub fn event_type(&self, row: Row) -> EventType {
        self.columns.kind[row.index()].0
    }

    /// ACLED sub-event type; `None` when not stated.
    #[must_use]
    pub fn sub_event_type(&self, row: Row) -> Option<SubEventType> {
        self.columns.kind[row.index()].1
    }

    /// Whether reports mention the event only as background.
    #[must_use]
    pub fn is_background(&self, row: Row) -> bool {
        self.columns.flags[row.index()] & BACKGROUND != 0
    }

    /// Number of places of the event, the unplaced ones included.
    #[must_use]
    pub fn n_placements(&self, row: Row) -> usize {
        Columns::range(&self.columns.placement_offsets, row.index()).len()
    }

    /// Every place of the event once, in order of first mention.
    pub fn placements(&self, row: Row) -> impl ExactSizeIterator<Item = Placement> + '_ {
        self.columns.placements[Columns::range(&self.columns.placement_offsets, row.index())]
            .iter()
            .map(placement)
    }

    /// Whether any place of the event has a position or a shape.
    #[must_use]
    pub fn is_placed(&self, row: Row) -> bool {
        self.placements(row).any(|place| place.centre.is_some())
    }

    /// A line or area by the index that [`Placement::shape`] holds.
    #[must_use]
    pub fn shape(&self, index: u32) -> Option<&Shape> {
        self.columns.shapes.get(index as usize)
    }

    /// Every actor of the event once, in order of first mention.
    #[must_use]
    pub fn actors(&self, row: Row) -> &[StrId] {
        &self.columns.event_actors[Columns::range(&self.columns.actor_offsets, row.index())]
    }

    /// Columns or properties of the source without a field of their own: name and value.
    pub fn properties(&self, row: Row) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.columns.properties[Columns::range(&self.columns.property_offsets, row.index())]
            .iter()
            .map(|(key, value)| (self.string(*key), self.text(*value)))
    }

    /// The claims of an event, in the order of the file.
    pub fn claims(&self, row: Row) -> impl ExactSizeIterator<Item = ClaimRef<'_>> {
        Columns::range(&self.columns.claim_offsets, row.index()).map(move |index| ClaimRef {
            table: self,
            row,
            index,
        })
    }

    /// All documents, in the order of the files.
    pub fn documents(&self) -> impl ExactSizeIterator<Item = DocumentRef<'_>> {
        (0..self.columns.documents.len() as u32).map(|index| DocumentRef::new(self, index))
    }

    /// A document by position.
    #[must_use]
    pub fn document(&self, doc: DocIdx) -> Option<DocumentRef<'_>> {
        ((doc.0 as usize) < self.columns.documents.len()).then_some(DocumentRef::new(self, doc.0))
    }

    /// How many people met an outcome, over all claims; `None` when no claim
    /// gives a number. It runs from the lowest minimum to the highest maximum.
    ///
    /// Within one claim the count of everybody (`total`) is taken where it is
    /// given, with the sum of the sides as a higher figure if it is one, and
    /// that sum alone otherwise.
    #[must_use]
    pub fn toll_range(&self, row: Row, outcome: Outcome) -> Option<TollRange> {
        self.claims(row).filter_map(|claim| claim.toll_range(outcome)).reduce(|a, b| TollRange {
            min: a.min.min(b.min),
            max: a.max.zip(b.max).map(|(a, b)| a.max(b)),
            highest_stated: a.highest_stated.max(b.highest_stated),
        })
    }

    fn claim_row(&self, index: usize) -> (&ClaimRow, &ClaimRow) {
        (&self.columns.claims[index], &self.columns.claims[index + 1])
    }
}

fn placement(row: &PlacementRow) -> Placement {
    Placement {
        place: row.place,
        name: row.name,
        centre: (row.x != NONE || row.y != NONE).then(|| unfixed(row.x, row.y)),
        radius_m: (!row.radius_m.is_nan()).then_some(row.radius_m),
        shape: (row.shape != NONE).then_some(row.shape),
    }
}

/// A claim in its table.
#[derive(Debug, Clone, Copy)]
pub struct ClaimRef<'a> {
    table: &'a EventTable,
    row: Row,
    index: usize,
}

impl<'a> ClaimRef<'a> {
    /// Position of the claim in the table.
    #[must_use]
    pub const fn index(&self) -> ClaimIdx {
        ClaimIdx(self.index as u32)
    }

    pub(super) const fn table(&self) -> &'a EventTable {
        self.table
    }

    /// The event that it is a claim about.
    #[must_use]
    pub const fn row(&self) -> Row {
        self.row
    }

    /// The document it is made in; `None` when the file names none.
    #[must_use]
    pub fn document(&self) -> Option<DocumentRef<'a>> {
        self.table.document(DocIdx(self.table.claim_row(self.index).0.document))
    }

    /// The words that the claim rests on, as a span of the table's texts.
    #[must_use]
    pub fn excerpt_span(&self) -> TextSpan {
        self.table.claim_row(self.index).0.excerpt
    }

    /// The words that the claim rests on; empty when the file gives none.
    #[must_use]
    pub fn excerpt(&self) -> &'a str {
        self.table.text(self.excerpt_span())
    }

    /// When; `None` for an undated claim.
    #[must_use]
    pub fn date(&self) -> Option<Edtf> {
        // The column holds the text of a date that was read; it reads again.
        self.table.string(self.table.claim_row(self.index).0.date).parse().ok()
    }

    /// Why that date; empty when not stated.
    #[must_use]
    pub fn date_reason(&self) -> &'a str {
        self.table.string(self.table.claim_row(self.index).0.date_reason)
    }

    /// Who says so, as named; empty when not stated.
    #[must_use]
    pub fn attribution(&self) -> &'a str {
        self.table.string(self.table.claim_row(self.index).0.attribution)
    }

    /// Who says so, interned.
    #[must_use]
    pub fn attribution_id(&self) -> StrId {
        self.table.claim_row(self.index).0.attribution
    }

    /// A coder's remark, interned.
    #[must_use]
    pub fn note_id(&self) -> StrId {
        self.table.claim_row(self.index).0.note
    }

    /// A coder's remark; empty when there is none.
    #[must_use]
    pub fn note(&self) -> &'a str {
        self.table.string(self.table.claim_row(self.index).0.note)
    }

    /// Where: each place with the reason for its position (empty when not stated).
    pub fn places(&self) -> impl ExactSizeIterator<Item = (Placement, &'a str)> + use<'a> {
        let (table, row) = (self.table, self.row);
        let (claim, next) = table.claim_row(self.index);
        let first = table.columns.placement_offsets[row.index()] as usize;
        table.columns.claim_places[claim.places as usize..next.places as usize].iter().map(
            move |place| {
                let index = first + usize::from(place.placement);
                (placement(&table.columns.placements[index]), table.string(place.reason))
            },
        )
    }

    /// Who, by name, and what they did.
    pub fn actors(&self) -> impl ExactSizeIterator<Item = (StrId, ActorRole)> + use<'a> {
        let (claim, next) = self.table.claim_row(self.index);
        self.table.columns.claim_actors[claim.actors as usize..next.actors as usize]
            .iter()
            .map(|actor| (actor.name, actor.role))
    }

    /// How many people met which outcome.
    pub fn tolls(&self) -> impl ExactSizeIterator<Item = TableToll> + use<'a> {
        let (claim, next) = self.table.claim_row(self.index);
        let number = |packed: u32| (packed != NONE).then_some(packed);
        self.table.columns.tolls[claim.tolls as usize..next.tolls as usize].iter().map(
            move |toll| TableToll {
                who: toll.who,
                outcome: toll.outcome,
                min: number(toll.min),
                max: number(toll.max),
            },
        )
    }

    /// The words that support each value, in no particular order.
    #[must_use]
    pub fn marks(&self) -> &'a [Mark] {
        let (claim, next) = self.table.claim_row(self.index);
        &self.table.columns.marks[claim.marks as usize..next.marks as usize]
    }

    /// The bytes of the document's text that a span of the table covers;
    /// `None` when it lies in no text of this claim's document.
    #[must_use]
    pub fn range_in_document(&self, span: TextSpan) -> Option<Range<usize>> {
        let whole = self.document()?.text_span();
        (whole.start() <= span.start() && span.end() <= whole.end())
            .then(|| (span.start() - whole.start()) as usize..(span.end() - whole.start()) as usize)
    }

    /// How many people met an outcome, in this claim; see [`EventTable::toll_range`].
    #[must_use]
    pub fn toll_range(&self, outcome: Outcome) -> Option<TollRange> {
        let total = self.table.columns.strings.find(TOTAL);
        let of = |everybody: bool| {
            self.tolls()
                .filter(|toll| toll.outcome == outcome && (Some(toll.who) == total) == everybody)
                .filter_map(|toll| toll.min.or(toll.max).map(|stated| (toll, stated)))
                .map(|(toll, stated)| TollRange {
                    min: toll.min.unwrap_or(0),
                    max: toll.max,
                    highest_stated: toll.max.unwrap_or(stated),
                })
                .reduce(|a, b| TollRange {
                    min: a.min.saturating_add(b.min),
                    max: a.max.zip(b.max).map(|(a, b)| a.saturating_add(b)),
                    highest_stated: a.highest_stated.saturating_add(b.highest_stated),
                })
        };
        match (of(true), of(false)) {
            // Parts may leave people out, so a smaller sum says nothing; a
            // larger one is a higher figure in the same account.
            (Some(all), Some(parts)) => Some(TollRange {
                min: all.min,
                max: all.max.map(|max| max.max(parts.highest_stated)),
                highest_stated: all.highest_stated.max(parts.highest_stated),
            }),
            (all, parts) => all.or(parts),
        }
    }
}
