//! Building tables from single events.

use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;
use thiserror::Error;

use super::columns::{
    ActorRow, BACKGROUND, ClaimPlaceRow, ClaimRow, Columns, DocumentRow, NONE, PlacementRow,
    TollRow, fixed, gather,
};
use super::day::{Day, DaySpan};
use super::document::Document;
use super::event::{Claim, ClaimPlace, Event, Excerpt};
use super::table::{DatasetId, EventId, EventTable, Mark, MarkKind};
use super::text::{ArenaFull, StrId, TextSpan};

/// Collects documents and events of one dataset, in any order.
///
/// Several builders can be filled side by side and joined by
/// [`TableBuilder::finish_all`]; events are numbered as the caller says.
#[derive(Debug, Default)]
pub struct TableBuilder {
    dataset: DatasetId,
    next_number: u32,
    columns: Columns,
    documents: HashMap<Box<str>, u32, FxBuildHasher>,
}

/// Why an event could not be added.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BuildError {
    /// A claim names a document that was not added before it.
    #[error("there is no document `{id}`")]
    NoSuchDocument {
        /// The identifier as given.
        id: String,
    },
    /// A span reaches outside its document or splits a character.
    #[error("{what} {start}..{end} is outside the text of document `{document}`")]
    Span {
        /// What the span is for: `excerpt`, `date`, `place`, ...
        what: &'static str,
        /// First byte.
        start: usize,
        /// One past the last byte.
        end: usize,
        /// The document's identifier.
        document: String,
    },
    /// Two documents of one file have the same identifier.
    #[error("there are two documents `{id}`")]
    SameDocument {
        /// The identifier as given.
        id: String,
    },
    /// The texts do not fit one table.
    #[error(transparent)]
    Full(#[from] ArenaFull),
}

impl TableBuilder {
    /// An empty builder; its first event gets `first_number`.
    #[must_use]
    pub fn new(dataset: DatasetId, first_number: u32) -> Self {
        Self { dataset, next_number: first_number, ..Self::default() }
    }

    /// Number of events added.
    #[must_use]
    pub fn n_events(&self) -> usize {
        self.columns.n_events()
    }

    /// Number that the next event gets in its dataset.
    #[must_use]
    pub const fn next_number(&self) -> u32 {
        self.next_number
    }

    /// Gives the event that is added next this identity, and those after it the
    /// numbers that follow: for copies of events that keep their identities.
    /// No identity may be given twice.
    pub fn number_next(&mut self, id: EventId) {
        self.dataset = id.dataset;
        self.next_number = id.number;
    }

    /// Whether a document of that identifier was added.
    #[must_use]
    pub fn has_document(&self, id: &str) -> bool {
        self.documents.contains_key(id)
    }

    /// Adds a document. Claims refer to it by its identifier.
    ///
    /// # Errors
    /// [`BuildError::SameDocument`] when the identifier is taken, and
    /// [`BuildError::Full`]; nothing is added then.
    pub fn add_document<S: AsRef<str>>(
        &mut self,
        document: &Document<S>,
    ) -> Result<(), BuildError> {
        let id = document.id.as_ref();
        if self.has_document(id) {
            return Err(BuildError::SameDocument { id: id.to_owned() });
        }
        let columns = &mut self.columns;
        let row = DocumentRow {
            id: columns.arena.push(id)?,
            kind: document.kind,
            title: columns.arena.push(document.title.as_ref())?,
            publisher: columns.strings.intern(document.publisher.as_ref()),
            author: columns.strings.intern(document.author.as_ref()),
            url: columns.arena.push(document.url.as_ref())?,
            language: columns.strings.intern(document.language.as_ref()),
            published: columns
                .strings
                .intern(document.published.as_ref().map_or("", |date| date.as_str())),
            text: columns.arena.push(document.text.as_ref())?,
            sha256: columns.arena.push(document.sha256.as_ref())?,
        };
        self.documents.insert(id.into(), columns.documents.len() as u32);
        columns.documents.push(row);
        Ok(())
    }

    /// Adds an event under the next number.
    ///
    /// # Errors
    /// [`BuildError`] for a document that is not there or a span that does not
    /// fit its text; nothing is added then, and no number used.
    pub fn add_event<S: AsRef<str>>(&mut self, event: &Event<S>) -> Result<(), BuildError> {
        for claim in &event.claims {
            self.check_spans(claim)?;
        }
        let span = event_span(event);
        let columns = &mut self.columns;
        columns.id.push(columns.arena.push(event.id.as_ref())?);
        columns.title.push(columns.arena.push(event.title.as_ref())?);
        columns.dataset.push(self.dataset);
        columns.number.push(self.next_number);
        self.next_number += 1;
        columns.first_day.push(span.map_or(Day::OPEN_END, |span| span.first));
        columns.last_day.push(span.map_or(Day::OPEN_END, |span| span.last));
        columns.kind.push((event.event_type, event.sub_event_type));
        columns.flags.push(if event.background { BACKGROUND } else { 0 });
        for (key, value) in &event.properties {
            let key = columns.strings.intern(key.as_ref());
            let value = columns.arena.push(value.as_ref())?;
            columns.properties.push((key, value));
        }
        let (first_place, first_actor) = (columns.placements.len(), columns.event_actors.len());
        // The last row only says where the next claim begins.
        columns.claims.pop();
        for claim in &event.claims {
            self.add_claim(claim, first_place, first_actor)?;
        }
        let columns = &mut self.columns;
        columns.claim_offsets.push(columns.claims.len() as u32);
        columns.claims.push(end_row(columns));
        columns.placement_offsets.push(columns.placements.len() as u32);
        columns.actor_offsets.push(columns.event_actors.len() as u32);
        columns.property_offsets.push(columns.properties.len() as u32);
        Ok(())
    }

    fn add_claim<S: AsRef<str>>(
        &mut self,
        claim: &Claim<S>,
        first_place: usize,
        first_actor: usize,
    ) -> Result<(), ArenaFull> {
        let document = self.documents.get(claim.document.as_ref()).copied().unwrap_or(NONE);
        let columns = &mut self.columns;
        let text = columns
            .documents
            .get(document as usize)
            .map_or(TextSpan::EMPTY, |document| document.text);
        let excerpt = match &claim.excerpt {
            Excerpt::Span(range) => {
                columns.arena.part(text, range.start, range.end).unwrap_or(TextSpan::EMPTY)
            }
            Excerpt::Text(words) => columns.arena.push(words.as_ref())?,
            Excerpt::Absent => TextSpan::EMPTY,
        };
        let date = claim.date.as_ref();
        columns.claims.push(ClaimRow {
            document,
            excerpt,
            date: columns.strings.intern(date.map_or("", |date| date.edtf.as_str())),
            date_reason: columns.strings.intern(date.map_or("", |date| date.reason.as_ref())),
            attribution: columns.strings.intern(claim.attribution.as_ref()),
            note: columns.strings.intern(claim.note.as_ref()),
            ..end_row(columns)
        });
        for place in &claim.places {
            let row = placement_row(columns, place);
            let own = &columns.placements[first_place..];
            let known = own.iter().position(|other| same_place(other, &row));
            let index = known.unwrap_or(own.len());
            if known.is_none() {
                columns.placements.push(row);
            }
            columns.claim_places.push(ClaimPlaceRow {
                placement: u16::try_from(index).unwrap_or(u16::MAX),
                reason: columns.strings.intern(place.reason.as_ref()),
            });
        }
        for actor in &claim.actors {
            let name = columns.strings.intern(actor.name.as_ref());
            columns.claim_actors.push(ActorRow { name, role: actor.role });
            if !columns.event_actors[first_actor..].contains(&name) {
                columns.event_actors.push(name);
            }
        }
        for toll in &claim.tolls {
            columns.tolls.push(TollRow {
                who: columns.strings.intern(toll.who.as_ref()),
                outcome: toll.outcome,
                min: toll.min.unwrap_or(NONE),
                max: toll.max.unwrap_or(NONE),
            });
        }
        for (kind, index, range) in marked(claim) {
            if let Some(span) = columns.arena.part(text, range.start, range.end) {
                columns.marks.push(Mark { kind, index, span });
            }
        }
        Ok(())
    }

    fn check_spans<S: AsRef<str>>(&self, claim: &Claim<S>) -> Result<(), BuildError> {
        let id = claim.document.as_ref();
        let document = match self.documents.get(id) {
            Some(index) => Some(&self.columns.documents[*index as usize]),
            None if id.is_empty() => None,
            None => return Err(BuildError::NoSuchDocument { id: id.to_owned() }),
        };
        let text = document.map_or("", |document| self.columns.arena.text(document.text));
        let excerpt = match &claim.excerpt {
            Excerpt::Span(range) => Some(("excerpt", range)),
            Excerpt::Text(_) | Excerpt::Absent => None,
        };
        let marks = marked(claim).map(|(kind, _, range)| (mark_name(kind), range));
        for (what, range) in excerpt.into_iter().chain(marks) {
            if text.get(range.clone()).is_none() {
                return Err(BuildError::Span {
                    what,
                    start: range.start,
                    end: range.end,
                    document: id.to_owned(),
                });
            }
        }
        Ok(())
    }

    /// The table of everything added.
    ///
    /// # Errors
    /// [`ArenaFull`] when the texts exceed 4 GiB.
    pub fn finish(self) -> Result<EventTable, ArenaFull> {
        Self::finish_all(vec![self])
    }

    /// One table of several builders' events. Document identifiers need not
    /// differ between builders: each builder's claims refer to its own.
    ///
    /// # Errors
    /// [`ArenaFull`] when the texts exceed 4 GiB.
    pub fn finish_all(builders: Vec<Self>) -> Result<EventTable, ArenaFull> {
        gather(builders.into_iter().map(|builder| builder.columns).collect())
            .map(EventTable::from_columns)
    }
}

fn end_row(columns: &Columns) -> ClaimRow {
    ClaimRow::end(
        columns.claim_places.len() as u32,
        columns.claim_actors.len() as u32,
        columns.tolls.len() as u32,
        columns.marks.len() as u32,
    )
}

/// The days on which an event may have happened: those on which all its dated
/// claims agree, or the span around all of them where they share none.
#[must_use]
pub fn event_span<S>(event: &Event<S>) -> Option<DaySpan> {
    let spans = || event.claims.iter().filter_map(|claim| Some(claim.date.as_ref()?.edtf.span()));
    let first = spans().next()?;
    spans().try_fold(first, DaySpan::intersection).or_else(|| spans().reduce(DaySpan::union))
}

/// Every marked range of a claim, with what it supports.
fn marked<S>(claim: &Claim<S>) -> impl Iterator<Item = (MarkKind, u16, &std::ops::Range<usize>)> {
    let date = claim.date.as_ref().and_then(|date| date.span.as_ref());
    let attribution = claim.attribution_span.as_ref();
    let places = (0..).zip(claim.places.iter().map(|place| place.span.as_ref()));
    let actors = (0..).zip(claim.actors.iter().map(|actor| actor.span.as_ref()));
    let tolls = (0..).zip(claim.tolls.iter().map(|toll| toll.span.as_ref()));
    let all = |kind| move |(index, range): (u16, Option<_>)| Some((kind, index, range?));
    std::iter::once((0, date))
        .filter_map(all(MarkKind::Date))
        .chain(places.filter_map(all(MarkKind::Place)))
        .chain(actors.filter_map(all(MarkKind::Actor)))
        .chain(tolls.filter_map(all(MarkKind::Toll)))
        .chain(std::iter::once((0, attribution)).filter_map(all(MarkKind::Attribution)))
}

const fn mark_name(kind: MarkKind) -> &'static str {
    match kind {
        MarkKind::Date => "date",
        MarkKind::Place => "place",
        MarkKind::Actor => "actor",
        MarkKind::Toll => "casualties",
        MarkKind::Attribution => "attribution",
    }
}

fn placement_row<S: AsRef<str>>(columns: &mut Columns, place: &ClaimPlace<S>) -> PlacementRow {
    let (x, y) = place.position.map_or((NONE, NONE), |position| fixed(position.mercator()));
    let shape = place.shape.as_ref().map_or(NONE, |shape| {
        columns.shapes.push(shape.clone());
        columns.shapes.len() as u32 - 1
    });
    PlacementRow {
        place: columns.strings.intern(place.place.as_ref()),
        name: columns.strings.intern(place.name.as_ref()),
        x,
        y,
        radius_m: place.radius_m.unwrap_or(f32::NAN),
        shape,
    }
}

/// Whether two claims of one event mean the same place: the same gazetteer
/// entry at the same position, or the same name there when there is no entry.
fn same_place(a: &PlacementRow, b: &PlacementRow) -> bool {
    let same_entry = if a.place == StrId::EMPTY { a.name == b.name } else { true };
    a.place == b.place && same_entry && (a.x, a.y) == (b.x, b.y) && a.shape == b.shape
}
