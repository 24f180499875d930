//! Taking events out of a table and putting others in.

use std::collections::BTreeSet;

use super::builder::{BuildError, TableBuilder};
use super::columns::{Columns, without};
use super::event::Event;
use super::table::{DocIdx, EventId};

/// An event to put into a table whose documents it speaks of.
#[derive(Debug, Clone, PartialEq)]
pub struct Amendment {
    /// Its identity; of an event that is taken out, or a new one.
    pub id: EventId,
    /// The event. What its claims name as their document is not looked at.
    pub event: Event,
    /// The document of each of its claims in the table that is amended.
    pub documents: Vec<Option<DocIdx>>,
}

/// The columns without the events at `taken_out`, with the new ones.
///
/// # Errors
/// [`BuildError`] for a span that does not fit its document.
pub(super) fn amended(
    columns: Columns,
    taken_out: &BTreeSet<u32>,
    put_in: Vec<Amendment>,
) -> Result<Columns, BuildError> {
    let mut builder = TableBuilder { columns, ..TableBuilder::default() };
    for Amendment { id, mut event, documents } in put_in {
        let document_of = documents.into_iter().chain(std::iter::repeat(None));
        for (claim, document) in event.claims.iter_mut().zip(document_of) {
            // Positions are unique where identifiers of several files are not.
            claim.document = document.map_or_else(String::new, |at| at.0.to_string());
            if let Some(at) = document {
                builder.documents.insert(claim.document.as_str().into(), at.0);
            }
        }
        (builder.dataset, builder.next_number) = (id.dataset, id.number);
        builder.add_event(&event)?;
    }
    Ok(without(builder.columns, taken_out)?)
}

#[cfg(test)]
mod tests {
    use crate::model::{
        Amendment, Claim, ClaimDate, DatasetId, Document, Event, EventId, EventTable, Excerpt, Row,
        TableBuilder,
    };

    fn table(dataset: u16, text: &str, days: &[&str]) -> EventTable {
        let mut builder = TableBuilder::new(DatasetId(dataset), 0);
        // Two files may call different documents by one name.
        let document =
            Document::<String> { id: "d".into(), text: text.into(), ..Document::default() };
        builder.add_document(&document).unwrap();
        for day in days {
            let claim = Claim {
                document: "d".into(),
                excerpt: Excerpt::Span(0..text.len()),
                date: day.parse().ok().map(|edtf| ClaimDate {
                    edtf,
                    reason: String::new(),
                    span: None,
                }),
                ..Claim::default()
            };
            let event = Event { id: (*day).into(), claims: vec![claim], ..Event::default() };
            builder.add_event(&event).unwrap();
        }
        builder.finish().unwrap()
    }

    #[test]
    fn events_are_replaced_and_keep_their_documents() {
        let parts = [table(0, "one text", &["2016", "2017"]), table(1, "another", &["2015"])];
        let whole = EventTable::merged(&parts).unwrap();
        let row = |id: &str| whole.rows().find(|row| whole.id(*row) == id).unwrap();
        let (first, other) = (whole.event(row("2016")), whole.event(row("2015")));
        let joined = Event {
            claims: first.claims.into_iter().chain(other.claims).collect(),
            id: "joined".into(),
            ..Event::default()
        };
        let documents = [row("2016"), row("2015")]
            .map(|row| whole.claims(row).next().and_then(|c| Some(c.document()?.index())));
        let id = EventId { dataset: DatasetId(0), number: 0 };
        let put_in = Amendment { id, event: joined, documents: documents.to_vec() };
        let amended = whole.amended([row("2016"), row("2015")], vec![put_in]).unwrap();
        let ids: Vec<&str> = amended.rows().map(|row| amended.id(row)).collect();
        assert_eq!(ids, ["joined", "2017"]);
        let texts: Vec<&str> = amended.claims(Row(0)).map(|claim| claim.excerpt()).collect();
        assert_eq!(texts, ["one text", "another"]);
        assert_eq!(amended.row_of(id), Some(Row(0)));
        assert_eq!(amended.documents().len(), 2, "no document is held twice");
        assert_eq!(whole.n_events(), 3, "the table before is as it was");
    }
}
