//! Copies of events that may leave the house: places rounded, names of
//! speakers hidden, chosen words withheld.
//!
//! A redacted copy is a table like any other, made before anything is drawn or
//! written, so that no format and no picture can hold what the copy does not.
//! What each profile leaves:
//!
//! | | full | partner | public |
//! |---|---|---|---|
//! | places | as they are | quarter, village or town | sub-district |
//! | lines and areas drawn by a source | yes | their cell's circle | their cell's circle |
//! | who said it | yes | hidden | hidden |
//! | texts of reports | whole | whole, names hidden | the excerpts alone |
//! | titles, links and hashes of reports | yes | yes | yes |
//! | authors, coders' remarks | yes | yes | no |
//! | columns of the source without a field of their own | yes | no | no |
//! | reports that no event refers to | no | no | no |
//!
//! In every profile the words of an event that is withheld are replaced by
//! [`WORDS_WITHHELD`] wherever they stand. Its title, its remarks and the reason
//! for its date go too, and its reports lose title, author, link, hash and all
//! text that no other event rests on, since each of these leads back to the words.
//!
//! Hiding a name takes it out of every text, also where a part of it stands
//! alone or where it is written in the other script, and takes away links that
//! spell it. Three kinds of speakers are no
//! secret: a publisher, who is named as the source; an actor, who is named for
//! what they did; and descriptions ("local residents"), which name nobody. A name given in [`Redaction::names`] is hidden everywhere, whoever it is.
//!
//! A link to a published report stays unless its event is withheld: without it
//! nothing can be checked.

mod cells;
mod heard;
mod masks;
mod names;
mod texts;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::gazetteer::Gazetteer;
use crate::model::{
    BuildError, Claim, ClaimPlace, ClaimRef, DatasetId, DocIdx, Document, DocumentRef, Event,
    EventId, EventTable, Excerpt, Row, Shape, TableBuilder,
};

use cells::{Cell, Cells};
use masks::Masks;
use texts::Rewritten;

/// Stands for the words of an event that are not passed on.
pub const WORDS_WITHHELD: &str = "[words withheld]";

/// Stands for the name of somebody who spoke.
pub const NAME_WITHHELD: &str = "[name withheld]";

/// Stands for the name of a place that is finer than the copy shows.
pub const PLACE_WITHHELD: &str = "[place withheld]";

/// Stands for coordinates in a text.
pub const POSITION_WITHHELD: &str = "[position withheld]";

/// For whom a copy is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord)]
pub enum Profile {
    /// For those who have the data anyway: nothing is changed.
    #[default]
    Full,
    /// For those who work on the same cases: places to the quarter, village or
    /// town, speakers hidden.
    Partner,
    /// For everybody: places to the sub-district, speakers hidden, excerpts
    /// instead of whole texts.
    Public,
}

impl Profile {
    /// All profiles, from the least to the most hidden.
    pub const ALL: [Self; 3] = [Self::Full, Self::Partner, Self::Public];

    /// `full`, `partner` or `public`, as in files and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Partner => "partner",
            Self::Public => "public",
        }
    }

    /// The profile of that name; `None` for other words.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|profile| profile.name() == name)
    }
}

/// Whose words are not passed on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Withheld {
    /// Nobody's.
    #[default]
    Nothing,
    /// Those of every event.
    Everything,
    /// Those of these events.
    Events(BTreeSet<EventId>),
}

impl Withheld {
    /// Whether the words of an event are withheld.
    #[must_use]
    pub fn has(&self, id: EventId) -> bool {
        match self {
            Self::Nothing => false,
            Self::Everything => true,
            Self::Events(events) => events.contains(&id),
        }
    }
}

/// What a copy leaves out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Redaction {
    /// For whom it is.
    pub profile: Profile,
    /// Whose words are not passed on.
    pub withheld: Withheld,
    /// Names to hide wherever they stand, in any profile.
    pub names: Vec<String>,
}

impl Redaction {
    /// Whether the copy is the original.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.profile == Profile::Full && self.withheld == Withheld::Nothing && self.names.is_empty()
    }
}

/// What was left out of a copy, to be stated in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Notice {
    /// The profile that made it.
    pub profile: Profile,
    /// Places of events that were rounded or hidden.
    pub n_places: usize,
    /// Accounts whose speaker was hidden.
    pub n_speakers: usize,
    /// Events whose words were withheld.
    pub n_withheld: usize,
    /// Whether further names were hidden.
    pub has_names: bool,
}

/// One sentence: `Public copy: 12 places rounded to the sub-district, ...`.
impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        let (name, level) = match self.profile {
            Profile::Full => ("Full", ""),
            Profile::Partner => ("Partner", "quarter, village or town"),
            Profile::Public => ("Public", "sub-district"),
        };
        let plural = |n: usize| if n == 1 { "" } else { "s" };
        if self.profile != Profile::Full {
            let n = self.n_places;
            parts.push(format!("{n} place{} rounded to the {level} or coarser", plural(n)));
            parts.push(format!("speakers of {} hidden", counted(self.n_speakers, "account")));
        }
        if self.has_names {
            parts.push("chosen names hidden".to_owned());
        }
        if self.n_withheld > 0 {
            parts.push(format!("words of {} withheld", counted(self.n_withheld, "event")));
        }
        if parts.is_empty() {
            parts.push("nothing rounded, hidden or withheld".to_owned());
        }
        write!(f, "{name} copy: {}.", parts.join(", "))
    }
}

fn counted(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// A copy, ready to be drawn or written.
#[derive(Debug, Clone)]
pub struct Redacted<'a> {
    /// The events of the copy under their own identities; the original where
    /// nothing is left out.
    pub table: Cow<'a, EventTable>,
    /// Rows of `table` in the order asked for.
    pub rows: Vec<Row>,
    /// What was left out.
    pub notice: Notice,
}

/// A copy of the given rows for somebody else.
///
/// # Errors
/// [`BuildError::Full`] when the texts exceed 4 GiB.
pub fn redact<'a>(
    table: &'a EventTable,
    rows: impl Iterator<Item = Row>,
    gazetteer: &Gazetteer,
    how: &Redaction,
) -> Result<Redacted<'a>, BuildError> {
    let rows: Vec<Row> = rows.collect();
    if how.is_nothing() {
        return Ok(Redacted { table: Cow::Borrowed(table), rows, notice: Notice::default() });
    }
    let mut cells = Cells::new(gazetteer, how.profile);
    let masks = Masks::of(table, &rows, &mut cells, how);
    let mut copy = Copy { table, how, cells, masks, notice: Notice::default() };
    copy.notice.profile = how.profile;
    copy.notice.has_names = how.names.iter().any(|name| !name.trim().is_empty());
    let documents = copy.documents(&rows);
    let mut builder = TableBuilder::new(DatasetId::default(), 0);
    for (document, used) in documents.values() {
        builder.add_document(&copy.document(*document, used))?;
    }
    let mut added = BTreeSet::new();
    for row in &rows {
        let id = table.event_id(*row);
        if added.insert(id) {
            builder.number_next(id);
            builder.add_event(&copy.event(*row, &documents))?;
        }
    }
    let notice = copy.notice;
    let copied = builder.finish().map_err(BuildError::Full)?;
    let rows = rows.iter().filter_map(|row| copied.row_of(table.event_id(*row))).collect();
    Ok(Redacted { table: Cow::Owned(copied), rows, notice })
}

/// What becomes of a document.
struct Used {
    /// Identifier in the copy.
    id: String,
    text: Rewritten,
    /// Whether words of it are withheld.
    is_withheld: bool,
}

type Documents<'a> = BTreeMap<DocIdx, (DocumentRef<'a>, Used)>;

struct Copy<'a, 'g> {
    table: &'a EventTable,
    how: &'a Redaction,
    cells: Cells<'g>,
    masks: Masks<'g>,
    notice: Notice,
}

impl<'a> Copy<'a, '_> {
    fn is_withheld(&self, row: Row) -> bool {
        self.how.withheld.has(self.table.event_id(row))
    }

    /// The documents that the rows refer to, their texts rewritten.
    fn documents(&self, rows: &[Row]) -> Documents<'a> {
        #[derive(Default)]
        struct Words {
            kept: Vec<std::ops::Range<usize>>,
            withheld: Vec<std::ops::Range<usize>>,
            is_withheld: bool,
        }
        let mut used: BTreeMap<DocIdx, (DocumentRef<'a>, Words)> = BTreeMap::new();
        let exported = rows.iter().flat_map(|row| self.table.claims(*row));
        for claim in exported {
            let Some(document) = claim.document() else { continue };
            let words = &mut used.entry(document.index()).or_insert((document, Words::default())).1;
            if let Some(range) = excerpt_range(&claim).filter(|_| !self.is_withheld(claim.row())) {
                words.kept.push(range);
            }
        }
        // Words of a withheld event that is not in the copy are withheld all the same.
        for claim in self.withheld_rows(rows).flat_map(|row| self.table.claims(row)) {
            let document = claim.document().map(|document| document.index());
            let Some((_, words)) = document.and_then(|index| used.get_mut(&index)) else {
                continue;
            };
            words.is_withheld = true;
            words.withheld.extend(excerpt_range(&claim));
        }
        let mut taken: BTreeSet<String> = BTreeSet::new();
        let mut number = 0;
        used.into_iter()
            .map(|(index, (document, words))| {
                let is_whole = self.how.profile != Profile::Public && !words.is_withheld;
                let whole = std::iter::once(0..document.text().len());
                let kept = if is_whole { whole.collect() } else { words.kept };
                let hits = self.masks.find(document.text());
                let text = Rewritten::new(document.text(), kept, words.withheld, hits);
                let mut id = document.id().to_owned();
                let is_plain = self.how.profile == Profile::Full && !words.is_withheld;
                while !is_plain && id == document.id() || !taken.insert(id.clone()) {
                    number += 1;
                    id = format!("document-{number}");
                }
                (index, (document, Used { id, text, is_withheld: words.is_withheld }))
            })
            .collect()
    }

    /// Rows whose words are withheld, in the copy or not.
    fn withheld_rows(&self, rows: &[Row]) -> impl Iterator<Item = Row> + use<'a> {
        let all: Vec<Row> = match &self.how.withheld {
            Withheld::Nothing => Vec::new(),
            Withheld::Everything => rows.to_vec(),
            Withheld::Events(events) => {
                events.iter().filter_map(|id| self.table.row_of(*id)).collect()
            }
        };
        all.into_iter()
    }

    fn document(&self, document: DocumentRef<'_>, used: &Used) -> Document {
        let original = document.to_document();
        let is_hidden = used.is_withheld;
        let unless_hidden = |text: String| if is_hidden { String::new() } else { text };
        let author =
            if self.how.profile == Profile::Public { String::new() } else { original.author };
        let url =
            if self.masks.is_spelled_in(&original.url) { String::new() } else { original.url };
        Document {
            id: used.id.clone(),
            kind: original.kind,
            title: unless_hidden(self.masks.cleaned(&original.title)),
            publisher: self.masks.cleaned(&original.publisher),
            author: unless_hidden(self.masks.cleaned(&author)),
            url: unless_hidden(url),
            language: original.language,
            published: original.published,
            text: used.text.text.clone(),
            sha256: unless_hidden(original.sha256),
        }
    }

    fn event(&mut self, row: Row, documents: &Documents<'a>) -> Event {
        let original = self.table.event(row);
        let is_withheld = self.is_withheld(row);
        self.notice.n_withheld += usize::from(is_withheld);
        let id = self.masks.cleaned(&original.id);
        let is_full = self.how.profile == Profile::Full;
        let mut claims: Vec<Claim> = Vec::with_capacity(original.claims.len());
        for (claim, reference) in original.claims.into_iter().zip(self.table.claims(row)) {
            let document = reference.document().and_then(|d| documents.get(&d.index()));
            claims.push(self.claim(claim, &reference, document.map(|(_, used)| used), is_withheld));
        }
        if !is_full {
            one_circle_a_cell(&mut claims);
        }
        Event {
            id: if id == original.id { id } else { format!("event-{}", row.0 + 1) },
            title: if is_withheld { String::new() } else { self.masks.cleaned(&original.title) },
            event_type: original.event_type,
            sub_event_type: original.sub_event_type,
            background: original.background,
            claims,
            properties: if is_full && !is_withheld {
                let clean = |(key, value): (String, String)| {
                    (self.masks.cleaned(&key), self.masks.cleaned(&value))
                };
                original.properties.into_iter().map(clean).collect()
            } else {
                Vec::new()
            },
        }
    }

    fn claim(
        &mut self,
        mut claim: Claim,
        reference: &ClaimRef<'a>,
        used: Option<&Used>,
        is_withheld: bool,
    ) -> Claim {
        let mark = |range: Option<std::ops::Range<usize>>| used?.text.mark(range?);
        claim.document = used.map_or_else(String::new, |used| used.id.clone());
        claim.excerpt = match claim.excerpt {
            Excerpt::Span(range) => match used.and_then(|used| used.text.excerpt(range)) {
                Some(range) => Excerpt::Span(range),
                None => Excerpt::Text(WORDS_WITHHELD.to_owned()),
            },
            Excerpt::Text(_) if is_withheld => Excerpt::Text(WORDS_WITHHELD.to_owned()),
            Excerpt::Text(words) => Excerpt::Text(self.masks.cleaned(&words)),
            Excerpt::Absent => Excerpt::Absent,
        };
        if let Some(date) = &mut claim.date {
            date.span = mark(date.span.take());
            date.reason = self.reason(&date.reason, is_withheld);
        }
        let places = std::mem::take(&mut claim.places);
        let mut rounded: Vec<ClaimPlace> = Vec::with_capacity(places.len());
        for mut place in places {
            place.span = mark(place.span.take());
            let place = self.place(place, is_withheld);
            let same = |other: &&mut ClaimPlace| {
                other.place == place.place
                    && other.name == place.name
                    && other.position == place.position
            };
            match rounded.iter_mut().find(same).filter(|_| self.cells.is_rounding()) {
                Some(other) => {
                    other.radius_m = larger(other.radius_m, place.radius_m);
                    other.span = other.span.take().or(place.span);
                }
                None => rounded.push(place),
            }
        }
        claim.places = rounded;
        for actor in &mut claim.actors {
            actor.span = mark(actor.span.take());
            actor.name = self.masks.cleaned(&actor.name);
        }
        for toll in &mut claim.tolls {
            toll.span = mark(toll.span.take());
            toll.who = self.masks.cleaned(&toll.who);
        }
        claim.attribution_span = mark(claim.attribution_span.take());
        claim.attribution = self.attribution(&claim.attribution, reference);
        let has_note = !is_withheld && self.how.profile != Profile::Public;
        claim.note = if has_note { self.masks.cleaned(&claim.note) } else { String::new() };
        claim
    }

    /// Who says so: hidden unless that is the report's own publisher.
    fn attribution(&mut self, name: &str, reference: &ClaimRef<'_>) -> String {
        let publisher = reference.document().map_or("", |document| document.publisher());
        let is_secret = self.how.profile != Profile::Full && !name.is_empty() && name != publisher;
        self.notice.n_speakers += usize::from(is_secret);
        if is_secret { NAME_WITHHELD.to_owned() } else { self.masks.cleaned(name) }
    }

    fn reason(&self, reason: &str, is_withheld: bool) -> String {
        match reason {
            "" => String::new(),
            _ if is_withheld => WORDS_WITHHELD.to_owned(),
            _ => self.masks.cleaned(reason),
        }
    }

    fn place(&mut self, place: ClaimPlace, is_withheld: bool) -> ClaimPlace {
        if !self.cells.is_rounding() {
            let reason = self.reason(&place.reason, is_withheld);
            let name = self.masks.cleaned(&place.name);
            return ClaimPlace { reason, name, ..place };
        }
        let cell = self.cells.of(&place);
        let has_anything =
            !place.place.is_empty() || !place.name.is_empty() || place.position.is_some();
        let is_same = cell.as_ref().is_some_and(|cell| cell.is_of(&place));
        self.notice.n_places += usize::from(has_anything && !is_same);
        match cell {
            Some(cell) => place_of(&cell, place.span),
            None => ClaimPlace {
                name: if place.name.is_empty() { String::new() } else { PLACE_WITHHELD.to_owned() },
                span: place.span,
                ..ClaimPlace::default()
            },
        }
    }
}

fn place_of(cell: &Cell, span: Option<std::ops::Range<usize>>) -> ClaimPlace {
    ClaimPlace {
        place: cell.id.clone(),
        name: cell.name.clone(),
        position: cell.centre,
        radius_m: cell.radius_m,
        shape: None,
        reason: cell.reason.clone(),
        span,
    }
}

/// All places of an event in one cell get the widest of their circles: an event
/// draws each place once.
fn one_circle_a_cell(claims: &mut [Claim]) {
    let mut widest: Vec<(String, Option<crate::model::LonLat>, Option<f32>)> = Vec::new();
    for place in claims.iter().flat_map(|claim| &claim.places) {
        match widest.iter_mut().find(|(id, at, _)| *id == place.place && *at == place.position) {
            Some((.., radius_m)) => *radius_m = larger(*radius_m, place.radius_m),
            None => widest.push((place.place.clone(), place.position, place.radius_m)),
        }
    }
    for place in claims.iter_mut().flat_map(|claim| &mut claim.places) {
        let found = widest.iter().find(|(id, at, _)| *id == place.place && *at == place.position);
        place.radius_m = found.and_then(|(.., radius_m)| *radius_m);
    }
}

fn larger(a: Option<f32>, b: Option<f32>) -> Option<f32> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.max(b)),
        (a, b) => a.or(b),
    }
}

/// Bytes of the document's text that a claim's excerpt covers.
fn excerpt_range(claim: &ClaimRef<'_>) -> Option<std::ops::Range<usize>> {
    let span = claim.excerpt_span();
    if span.is_empty() { None } else { claim.range_in_document(span) }
}

/// How far a shape reaches from a position, in metres.
fn reach_m(shape: &Shape, from: crate::model::LonLat) -> f64 {
    let lines: Box<dyn Iterator<Item = &Vec<crate::model::LonLat>>> = match shape {
        Shape::Lines(lines) => Box::new(lines.iter()),
        Shape::Polygons(polygons) => Box::new(polygons.iter().flatten()),
    };
    lines.flatten().map(|point| from.distance_m(*point)).fold(0.0, f64::max)
}
