//! What everything else is made of: positions, dates, documents, claims, events.

pub mod acled;
mod amend;
pub mod builder;
mod columns;
pub mod day;
pub mod document;
mod document_ref;
pub mod edtf;
pub mod event;
pub mod lonlat;
mod own_places;
pub mod table;
pub mod text;
mod unpack;

pub use acled::{EventType, SubEventType};
pub use amend::Amendment;
pub use builder::{BuildError, TableBuilder};
pub use day::{Day, DaySpan};
pub use document::{Document, DocumentKind};
pub use document_ref::DocumentRef;
pub use edtf::{Edtf, EdtfError, EdtfProblem};
pub use event::{
    ActorRole, Claim, ClaimActor, ClaimDate, ClaimPlace, Event, Excerpt, Outcome, Shape, Toll,
};
pub use lonlat::{LonLat, LonLatBox, Mercator, PositionError};
pub use own_places::{OwnPlace, OwnPlaces};
pub use table::{
    ClaimIdx, ClaimRef, DatasetId, DocIdx, EventId, EventTable, Mark, MarkKind, Placement,
    Revision, Row, TableToll, TollRange,
};
pub use text::{ArenaFull, StrId, StringPool, TextSpan};
