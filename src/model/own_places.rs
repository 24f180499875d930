//! What a user's own gazetteer says of the places that a table names.
//!
//! Tables hold ids of places. The names behind the bundled ids are known
//! everywhere; those behind a user's ids travel with the table, so that whoever
//! draws or writes it shows them.

use std::collections::BTreeMap;

use super::LonLat;

/// The user's places by id, and which gazetteer they make.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OwnPlaces {
    /// Identifies the bundled gazetteer with the user's places over it.
    pub gazetteer: String,
    /// Each place added or corrected, by id.
    pub places: BTreeMap<String, OwnPlace>,
}

/// A place of a user's gazetteer, as far as showing it needs.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OwnPlace {
    /// Name in Latin script.
    pub name_en: String,
    /// Name in Arabic script; empty when unknown.
    pub name_ar: String,
    /// Where it is; `None` when nobody knows.
    pub position: Option<LonLat>,
    /// Ids of the places it lies in, smallest first.
    pub within: Vec<String>,
}

impl OwnPlaces {
    /// Whether `place` is a place of the user's that lies in `container`.
    #[must_use]
    pub fn lies_in(&self, place: &str, container: &str) -> bool {
        let own = self.places.get(place);
        own.is_some_and(|own| own.within.iter().any(|outer| outer == container))
    }
}
