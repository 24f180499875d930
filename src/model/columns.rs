//! The flat columns behind a table, and the one operation that makes tables of
//! them: gathering the rows of several parts into one order.

use std::collections::BTreeSet;
use std::hash::{BuildHasher, BuildHasherDefault};

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use rayon::prelude::*;
use rustc_hash::FxHasher;

use super::acled::{EventType, SubEventType};
use super::day::Day;
use super::document::DocumentKind;
use super::event::{ActorRole, Outcome, Shape};
use super::lonlat::{LonLat, Mercator};
use super::table::{DatasetId, Mark};
use super::text::{ArenaFull, StrId, StringPool, TextArena, TextSpan};

/// No index, no number: the value that `None` takes in a packed column.
pub(super) const NONE: u32 = u32::MAX;

/// Set in [`Columns::flags`] for what is only background to something else.
pub(super) const BACKGROUND: u8 = 1;

/// A document; spans and ids are those of its part.
#[derive(Debug, Clone, Copy)]
pub(super) struct DocumentRow {
    pub id: TextSpan,
    pub kind: DocumentKind,
    pub title: TextSpan,
    pub publisher: StrId,
    pub author: StrId,
    pub url: TextSpan,
    pub language: StrId,
    pub published: StrId,
    pub text: TextSpan,
    pub sha256: TextSpan,
}

/// A claim. The last four fields say where its places, actors, tolls and
/// marks begin; they end where those of the next claim begin.
#[derive(Debug, Clone, Copy)]
pub(super) struct ClaimRow {
    pub document: u32,
    pub excerpt: TextSpan,
    pub date: StrId,
    pub date_reason: StrId,
    pub attribution: StrId,
    pub note: StrId,
    pub places: u32,
    pub actors: u32,
    pub tolls: u32,
    pub marks: u32,
}

/// A placement in 24 bytes. `x == y == NONE` when unplaced, `radius_m` NaN
/// when not stated, `shape == NONE` for none.
#[derive(Debug, Clone, Copy)]
pub(super) struct PlacementRow {
    pub place: StrId,
    pub name: StrId,
    pub x: u32,
    pub y: u32,
    pub radius_m: f32,
    pub shape: u32,
}

/// A claim's reference to one of its event's placements.
#[derive(Debug, Clone, Copy)]
pub(super) struct ClaimPlaceRow {
    /// Position among the event's placements.
    pub placement: u16,
    /// Why there, in words.
    pub reason: StrId,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct ActorRow {
    pub name: StrId,
    pub role: ActorRole,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct TollRow {
    pub who: StrId,
    pub outcome: Outcome,
    pub min: u32,
    pub max: u32,
}

/// Fixed-point scale of placements: 2^32 steps across the Mercator square.
const SCALE: f64 = 4_294_967_296.0;

/// A Mercator point in fixed point, within 1 cm on the ground. The last step
/// on both axes at once is kept free, as it stands for "unplaced".
pub(super) fn fixed(point: Mercator) -> (u32, u32) {
    // The casts saturate: 1.0 becomes the last step.
    ((point.x * SCALE) as u32, ((point.y * SCALE) as u32).min(NONE - 1))
}

/// The inverse of [`fixed`], at the middle of the step.
pub(super) fn unfixed(x: u32, y: u32) -> Mercator {
    Mercator { x: (f64::from(x) + 0.5) / SCALE, y: (f64::from(y) + 0.5) / SCALE }
}

/// The position with the fewest decimals that lies in the given step: the one
/// that was read, wherever that had up to seven.
pub(super) fn shortest(x: u32, y: u32) -> LonLat {
    let centre = unfixed(x, y).lonlat();
    let rounded = |degrees: f64, n_decimals: i32| {
        let scale = 10f64.powi(n_decimals);
        (degrees * scale).round() / scale
    };
    let (lon, lat) = (centre.lon_deg(), centre.lat_deg());
    let fits = |lon: f64, lat: f64, same: fn((u32, u32), (u32, u32)) -> bool| {
        LonLat::new(lon, lat).is_ok_and(|p| same(fixed(p.mercator()), (x, y)))
    };
    let lon_deg = (0..9).map(|n| rounded(lon, n)).find(|d| fits(*d, lat, |a, b| a.0 == b.0));
    let lat_deg = (0..9).map(|n| rounded(lat, n)).find(|d| fits(lon, *d, |a, b| a.1 == b.1));
    LonLat::new(lon_deg.unwrap_or(lon), lat_deg.unwrap_or(lat)).unwrap_or(centre)
}

/// Columns in any order of events. Offset columns have one entry more than
/// there are events; everything that belongs to an event lies in its order.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    pub arena: TextArena,
    pub strings: StringPool,
    pub documents: Vec<DocumentRow>,
    pub shapes: Vec<Shape>,
    pub id: Vec<TextSpan>,
    pub dataset: Vec<DatasetId>,
    pub number: Vec<u32>,
    pub title: Vec<TextSpan>,
    pub first_day: Vec<Day>,
    pub last_day: Vec<Day>,
    pub kind: Vec<(EventType, Option<SubEventType>)>,
    pub flags: Vec<u8>,
    pub claim_offsets: Vec<u32>,
    pub placement_offsets: Vec<u32>,
    pub actor_offsets: Vec<u32>,
    pub property_offsets: Vec<u32>,
    /// Ends with one row more than there are claims, for its four starts.
    pub claims: Vec<ClaimRow>,
    pub claim_places: Vec<ClaimPlaceRow>,
    pub claim_actors: Vec<ActorRow>,
    pub tolls: Vec<TollRow>,
    pub marks: Vec<Mark>,
    pub placements: Vec<PlacementRow>,
    pub event_actors: Vec<StrId>,
    pub properties: Vec<(StrId, TextSpan)>,
}

impl Default for Columns {
    fn default() -> Self {
        Self {
            arena: TextArena::default(),
            strings: StringPool::default(),
            documents: Vec::new(),
            shapes: Vec::new(),
            id: Vec::new(),
            dataset: Vec::new(),
            number: Vec::new(),
            title: Vec::new(),
            first_day: Vec::new(),
            last_day: Vec::new(),
            kind: Vec::new(),
            flags: Vec::new(),
            claim_offsets: vec![0],
            placement_offsets: vec![0],
            actor_offsets: vec![0],
            property_offsets: vec![0],
            claims: vec![ClaimRow::end(0, 0, 0, 0)],
            claim_places: Vec::new(),
            claim_actors: Vec::new(),
            tolls: Vec::new(),
            marks: Vec::new(),
            placements: Vec::new(),
            event_actors: Vec::new(),
            properties: Vec::new(),
        }
    }
}

impl ClaimRow {
    /// The row after the last claim.
    pub const fn end(places: u32, actors: u32, tolls: u32, marks: u32) -> Self {
        Self {
            document: NONE,
            excerpt: TextSpan::EMPTY,
            date: StrId::EMPTY,
            date_reason: StrId::EMPTY,
            attribution: StrId::EMPTY,
            note: StrId::EMPTY,
            places,
            actors,
            tolls,
            marks,
        }
    }
}

/// Bytes that a vector holds.
fn held<T>(column: &[T]) -> usize {
    size_of_val(column)
}

impl Columns {
    pub fn n_events(&self) -> usize {
        self.id.len()
    }

    /// The range of an offset column's entries for one event.
    pub fn range(offsets: &[u32], event: usize) -> std::ops::Range<usize> {
        offsets[event] as usize..offsets[event + 1] as usize
    }

    /// Bytes held beside the text arena.
    pub fn n_bytes_beside_texts(&self) -> usize {
        held(&self.documents)
            + held(&self.id)
            + held(&self.dataset)
            + held(&self.number)
            + held(&self.title)
            + held(&self.first_day)
            + held(&self.last_day)
            + held(&self.kind)
            + held(&self.flags)
            + held(&self.claim_offsets)
            + held(&self.placement_offsets)
            + held(&self.actor_offsets)
            + held(&self.property_offsets)
            + held(&self.claims)
            + held(&self.claim_places)
            + held(&self.claim_actors)
            + held(&self.tolls)
            + held(&self.marks)
            + held(&self.placements)
            + held(&self.event_actors)
            + held(&self.properties)
    }
}

/// How one part's ids and spans are renamed in the whole.
struct Renaming {
    arena: u32,
    strings: Vec<StrId>,
    documents: Vec<u32>,
    shapes: u32,
}

impl Renaming {
    fn text(&self, id: StrId) -> StrId {
        self.strings[id.index()]
    }
}

/// Position of an event in one of several parts.
#[derive(Clone, Copy)]
struct Source {
    part: u32,
    event: u32,
}

/// All events of the parts as one set of columns, ordered by first day, then
/// last day, then as given. Undated events have their days at the open end and
/// so come last.
///
/// # Errors
/// [`ArenaFull`] when the texts of all parts exceed 4 GiB.
pub(super) fn gather(parts: Vec<Columns>) -> Result<Columns, ArenaFull> {
    let order = order_by_day(&parts);
    gather_in(parts, order)
}

/// The columns without the events at the given positions, in the order of [`gather`].
///
/// # Errors
/// [`ArenaFull`], which the texts of one part cannot cause.
pub(super) fn without(columns: Columns, dropped: &BTreeSet<u32>) -> Result<Columns, ArenaFull> {
    let parts = vec![columns];
    let mut order = order_by_day(&parts);
    order.retain(|source| !dropped.contains(&source.event));
    gather_in(parts, order)
}

fn gather_in(mut parts: Vec<Columns>, order: Vec<Source>) -> Result<Columns, ArenaFull> {
    let mut whole = Columns::default();
    let renamings = rename_parts(&mut parts, &mut whole)?;
    let gathering = Gathering { parts: &parts, renamings: &renamings, order: &order };
    gathering.fill(&mut whole);
    Ok(whole)
}

/// Moves the texts, strings, documents and shapes of the parts into the whole.
fn rename_parts(parts: &mut [Columns], whole: &mut Columns) -> Result<Vec<Renaming>, ArenaFull> {
    let mut known = KnownDocuments { are_looked_up: parts.len() > 1, ..Default::default() };
    let mut renamings = Vec::with_capacity(parts.len());
    for part in parts {
        let mut renaming = Renaming {
            arena: whole.arena.append(std::mem::take(&mut part.arena))?,
            strings: part.strings.iter().map(|(_, text)| whole.strings.intern(text)).collect(),
            documents: Vec::with_capacity(part.documents.len()),
            shapes: whole.shapes.len() as u32,
        };
        for document in &part.documents {
            let document = renamed_document(document, &renaming);
            renaming.documents.push(known.position(whole, document));
        }
        renamings.push(renaming);
        whole.shapes.append(&mut part.shapes);
    }
    Ok(renamings)
}

/// Parts whose events become those of one whole, in an order of their own.
#[derive(Clone, Copy)]
struct Gathering<'a> {
    parts: &'a [Columns],
    renamings: &'a [Renaming],
    order: &'a [Source],
}

impl<'a> Gathering<'a> {
    fn part(self, source: &Source) -> &'a Columns {
        &self.parts[source.part as usize]
    }

    fn names(self, source: &Source) -> &'a Renaming {
        &self.renamings[source.part as usize]
    }

    /// One value an event.
    fn column<T: Copy + 'a>(self, values: impl Fn(&'a Columns) -> &'a [T]) -> Vec<T> {
        self.order.iter().map(|s| values(self.part(s))[s.event as usize]).collect()
    }

    /// One text an event.
    fn texts(self, values: impl Fn(&'a Columns) -> &'a [TextSpan]) -> Vec<TextSpan> {
        let text = |s: &Source| values(self.part(s))[s.event as usize].moved(self.names(s).arena);
        self.order.iter().map(text).collect()
    }

    /// Fills the columns of events, claims and what belongs to them, on all cores.
    fn fill(self, whole: &mut Columns) {
        let Columns {
            id,
            dataset,
            number,
            title,
            first_day,
            last_day,
            kind,
            flags,
            claim_offsets,
            placement_offsets,
            actor_offsets,
            property_offsets,
            claims,
            claim_places,
            claim_actors,
            tolls,
            marks,
            placements,
            event_actors,
            properties,
            ..
        } = whole;
        rayon::scope(|scope| {
            scope.spawn(move |_| {
                *id = self.texts(|part| &part.id);
                *title = self.texts(|part| &part.title);
            });
            scope.spawn(move |_| {
                *dataset = self.column(|part| &part.dataset);
                *number = self.column(|part| &part.number);
                *kind = self.column(|part| &part.kind);
                *flags = self.column(|part| &part.flags);
                *first_day = self.column(|part| &part.first_day);
                *last_day = self.column(|part| &part.last_day);
            });
            scope.spawn(move |_| self.fill_placements(placement_offsets, placements));
            scope.spawn(move |_| {
                self.fill_actors(actor_offsets, event_actors);
                self.fill_properties(property_offsets, properties);
            });
            scope.spawn(move |_| {
                let beside = BesideClaims { claim_places, claim_actors, tolls, marks };
                self.fill_claims(claim_offsets, claims, beside);
            });
        });
    }

    fn fill_placements(self, offsets: &mut Vec<u32>, placements: &mut Vec<PlacementRow>) {
        runs(self.order, offsets, placements, |s, out| {
            let (part, names) = (self.part(s), self.names(s));
            let range = Columns::range(&part.placement_offsets, s.event as usize);
            out.extend(part.placements[range].iter().map(|p| PlacementRow {
                place: names.text(p.place),
                name: names.text(p.name),
                shape: if p.shape == NONE { NONE } else { p.shape + names.shapes },
                ..*p
            }));
        });
    }

    fn fill_actors(self, offsets: &mut Vec<u32>, actors: &mut Vec<StrId>) {
        runs(self.order, offsets, actors, |s, out| {
            let (part, names) = (self.part(s), self.names(s));
            let range = Columns::range(&part.actor_offsets, s.event as usize);
            out.extend(part.event_actors[range].iter().map(|name| names.text(*name)));
        });
    }

    fn fill_properties(self, offsets: &mut Vec<u32>, properties: &mut Vec<(StrId, TextSpan)>) {
        runs(self.order, offsets, properties, |s, out| {
            let (part, names) = (self.part(s), self.names(s));
            let range = Columns::range(&part.property_offsets, s.event as usize);
            let renamed =
                |(key, value): &(StrId, TextSpan)| (names.text(*key), value.moved(names.arena));
            out.extend(part.properties[range].iter().map(renamed));
        });
    }

    /// Claims end with one that only says where what belongs to the last one ends.
    fn fill_claims(
        self,
        offsets: &mut Vec<u32>,
        claims: &mut Vec<ClaimRow>,
        mut beside: BesideClaims<'_>,
    ) {
        claims.clear();
        runs(self.order, offsets, claims, |s, claims| {
            let (part, names) = (self.part(s), self.names(s));
            for claim in Columns::range(&part.claim_offsets, s.event as usize) {
                let (row, next) = (&part.claims[claim], &part.claims[claim + 1]);
                claims.push(ClaimRow {
                    document: match row.document {
                        NONE => NONE,
                        document => names.documents[document as usize],
                    },
                    excerpt: row.excerpt.moved(names.arena),
                    date: names.text(row.date),
                    date_reason: names.text(row.date_reason),
                    attribution: names.text(row.attribution),
                    note: names.text(row.note),
                    ..beside.end()
                });
                beside.add(part, names, row, next);
            }
        });
        claims.push(beside.end());
    }
}

/// What belongs to claims, in columns of their own.
struct BesideClaims<'a> {
    claim_places: &'a mut Vec<ClaimPlaceRow>,
    claim_actors: &'a mut Vec<ActorRow>,
    tolls: &'a mut Vec<TollRow>,
    marks: &'a mut Vec<Mark>,
}

impl BesideClaims<'_> {
    /// A claim that says where these columns end.
    fn end(&self) -> ClaimRow {
        ClaimRow::end(
            self.claim_places.len() as u32,
            self.claim_actors.len() as u32,
            self.tolls.len() as u32,
            self.marks.len() as u32,
        )
    }

    /// Adds what belongs to the claim `row` of a part, up to the beginning of the `next` one's.
    fn add(&mut self, part: &Columns, names: &Renaming, row: &ClaimRow, next: &ClaimRow) {
        let places = &part.claim_places[row.places as usize..next.places as usize];
        let actors = &part.claim_actors[row.actors as usize..next.actors as usize];
        let tolls = &part.tolls[row.tolls as usize..next.tolls as usize];
        let marks = &part.marks[row.marks as usize..next.marks as usize];
        self.claim_places
            .extend(places.iter().map(|p| ClaimPlaceRow { reason: names.text(p.reason), ..*p }));
        self.claim_actors
            .extend(actors.iter().map(|a| ActorRow { name: names.text(a.name), role: a.role }));
        self.tolls.extend(tolls.iter().map(|t| TollRow { who: names.text(t.who), ..*t }));
        self.marks.extend(marks.iter().map(|m| Mark { span: m.span.moved(names.arena), ..*m }));
    }
}

fn order_by_day(parts: &[Columns]) -> Vec<Source> {
    let mut order = Vec::with_capacity(parts.iter().map(Columns::n_events).sum());
    for (index, part) in (0..).zip(parts) {
        for (event, (first, last)) in (0..).zip(part.first_day.iter().zip(&part.last_day)) {
            order.push(((*first, *last), Source { part: index, event }));
        }
    }
    if !order.is_sorted_by_key(|(days, _)| *days) {
        order.par_sort_by_key(|(days, _)| *days);
    }
    order.into_iter().map(|(_, source)| source).collect()
}

/// Any number of values an event, with offsets.
fn runs<T>(
    order: &[Source],
    offsets: &mut Vec<u32>,
    values: &mut Vec<T>,
    mut push: impl FnMut(&Source, &mut Vec<T>),
) {
    offsets.clear();
    offsets.reserve(order.len() + 1);
    offsets.push(0);
    for source in order {
        push(source, values);
        offsets.push(values.len() as u32);
    }
}

/// Where documents stand among those of the whole. Parts of one table name the
/// same source again and again: those without a text of their own, alike in all
/// else, are kept once. (A text's spans belong to the one copy of it.)
#[derive(Default)]
struct KnownDocuments {
    /// False when there is one part, whose documents all differ.
    are_looked_up: bool,
    by_id: HashTable<u32>,
    hasher: BuildHasherDefault<FxHasher>,
}

impl KnownDocuments {
    fn position(&mut self, whole: &mut Columns, document: DocumentRow) -> u32 {
        let next = whole.documents.len() as u32;
        if !self.are_looked_up || !document.text.is_empty() {
            whole.documents.push(document);
            return next;
        }
        let (hasher, arena, documents) = (&self.hasher, &whole.arena, &whole.documents);
        let hash_of = |document: &DocumentRow| hasher.hash_one(arena.text(document.id));
        let texts = |d: &DocumentRow| [d.id, d.title, d.url, d.sha256].map(|s| arena.text(s));
        let words = |d: &DocumentRow| [d.publisher, d.author, d.language, d.published];
        let is_same = |other: &u32| {
            let other = &documents[*other as usize];
            other.kind == document.kind
                && words(other) == words(&document)
                && texts(other) == texts(&document)
        };
        let entry = self
            .by_id
            .entry(hash_of(&document), is_same, |other| hash_of(&documents[*other as usize]));
        match entry {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(new) => {
                new.insert(next);
                whole.documents.push(document);
                next
            }
        }
    }
}

fn renamed_document(document: &DocumentRow, names: &Renaming) -> DocumentRow {
    DocumentRow {
        id: document.id.moved(names.arena),
        kind: document.kind,
        title: document.title.moved(names.arena),
        publisher: names.text(document.publisher),
        author: names.text(document.author),
        url: document.url.moved(names.arena),
        language: names.text(document.language),
        published: names.text(document.published),
        text: document.text.moved(names.arena),
        sha256: document.sha256.moved(names.arena),
    }
}
