//! The copy of the data that a page for others is made of.

use std::sync::Arc;

use thiserror::Error;

use super::{PageData, PageMemo, Profile, fingerprint};
use crate::export::redact::{Redaction, redact};
use crate::gazetteer::Gazetteer;
use crate::model::{BuildError, EventTable, Revision};
use crate::query::{EventIndex, Filter, Matched};

/// Why no page could be made.
#[derive(Debug, Error)]
pub enum PageError {
    /// The copy for others does not fit into a table.
    #[error("no copy of the data can be made for this profile")]
    Copy(#[source] BuildError),
}

/// A copy, and what the filter lets through of it.
#[derive(Debug)]
pub(super) struct RedactedData {
    of: (Revision, Profile),
    all: Matched,
    matched: Matched,
    /// What was left out, in a sentence.
    pub notice: String,
}

impl RedactedData {
    pub fn data<'a>(&'a self, sources: &'a str) -> PageData<'a> {
        PageData { matched: &self.matched, all: &self.all, sources }
    }
}

fn copied(table: &EventTable, profile: Profile) -> Result<(EventTable, String), PageError> {
    let how = Redaction { profile, ..Redaction::default() };
    let copy = redact(table, table.rows(), Gazetteer::bundled(), &how).map_err(PageError::Copy)?;
    Ok((copy.table.into_owned(), copy.notice.to_string()))
}

/// SHA-256 of the copy of data that a profile asks for; see [`fingerprint`].
///
/// # Errors
/// [`PageError`] when no copy can be made.
pub fn data_sha256(table: &EventTable, profile: Profile) -> Result<String, PageError> {
    match profile {
        Profile::Full => Ok(fingerprint(table)),
        _ => Ok(fingerprint(&copied(table, profile)?.0)),
    }
}

impl PageMemo {
    /// The copy that a profile asks for, with the filter of the data; `None` for the data as they
    /// are.
    pub(super) fn redacted(
        &mut self,
        data: &PageData<'_>,
        profile: Profile,
    ) -> Result<Option<Arc<RedactedData>>, PageError> {
        if profile == Profile::Full {
            return Ok(None);
        }
        let table = data.all.index().table();
        let of = (table.revision(), profile);
        let filter = data.matched.filter();
        if let Some(copy) = self.copy.as_ref().filter(|copy| copy.of == of) {
            if copy.matched.filter() == filter {
                return Ok(Some(Arc::clone(copy)));
            }
            let matched = Matched::build(copy.all.index(), filter);
            let (all, notice) = (copy.all.clone(), copy.notice.clone());
            let copy = Arc::new(RedactedData { of, all, matched, notice });
            self.copy = Some(Arc::clone(&copy));
            return Ok(Some(copy));
        }
        let (copy, notice) = copied(table, profile)?;
        let index = Arc::new(EventIndex::new(Arc::new(copy)));
        let all = Matched::build(&index, &Filter::default());
        let matched = Matched::build(&index, filter);
        let copy = Arc::new(RedactedData { of, all, matched, notice });
        self.copy = Some(Arc::clone(&copy));
        Ok(Some(copy))
    }
}
