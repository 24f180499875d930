//! Places of the region, their spellings, and the matcher that finds them.
//!
//! [`Gazetteer::bundled`] holds the places that ship with the program.
//! [`Gazetteer::lookup`] answers "what place is this name?" with ranked candidates
//! and reasons, [`Gazetteer::scan`] finds names in running text, and
//! [`Gazetteer::reverse`] tells what lies at a position. A user's own places are
//! layered over the bundled ones by [`Gazetteer::with_overlay`].
//!
//! **Invariants.** Bundled data is never changed. Nothing here reads files or the
//! clock. A place without a position never gets one.

mod context;
pub mod fold;
mod heard;
mod index;
mod letters;
mod likeness;
mod outline;
mod overlay;
mod place;
mod reading;
pub mod region;
mod resolve;
mod scan;
mod silence;
mod sound;
mod words;

use std::sync::{Arc, LazyLock};

use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

use crate::model::OwnPlaces;

pub use context::Context;
pub use heard::Heard;
pub use outline::{Nearest, Reverse};
pub use overlay::{
    DEFAULT_RADIUS_M, GREATEST_RADIUS_M, OVERLAY_COLUMNS, OWN_SOURCE, Overlay, OverlayPlace,
    OverlayProblem, is_name, new_id,
};
pub use place::{COLUMNS, Place, PlaceIdx, PlaceKind, PlaceLineError, PositionStatus, Spelling};
pub use resolve::{Candidate, Lookup};
pub use scan::NameHit;
pub(crate) use silence::is_given_name;

use index::Index;
use outline::Outlines;
use place::PlaceRow;

/// The bundled gazetteer files, in the order in which they are read.
const FILES: [&str; 3] = [
    include_str!("../../data/gazetteer/places.tsv"),
    include_str!("../../data/gazetteer/outside.tsv"),
    include_str!("../../data/gazetteer/namesakes.tsv"),
];

/// Further spellings of bundled places, from general use: id, tab, spellings.
const COMMON_SPELLINGS: &str = include_str!("../../data/gazetteer/common_spellings.tsv");

static BUNDLED: LazyLock<Arc<Gazetteer>> = LazyLock::new(|| Arc::new(Gazetteer::built_anew()));

/// A list of places with everything needed to find them. Immutable.
#[derive(Debug)]
pub struct Gazetteer {
    places: Vec<Place>,
    by_id: FxHashMap<String, PlaceIdx>,
    index: Index,
    outlines: Outlines,
    /// Folded one-word names of larger places outside the governorate.
    outside_by_word: FxHashMap<String, PlaceIdx>,
    version: String,
    own_places: Option<Arc<OwnPlaces>>,
}

impl Gazetteer {
    /// The gazetteer that ships with the program, built on first use.
    #[must_use]
    pub fn bundled() -> &'static Self {
        &BUNDLED
    }

    /// [`Gazetteer::bundled`] to be held, where another gazetteer may take its place.
    #[must_use]
    pub fn shared() -> Arc<Self> {
        Arc::clone(&BUNDLED)
    }

    /// The bundled gazetteer, read and indexed again; [`Gazetteer::bundled`] is what
    /// everybody but a benchmark wants.
    #[must_use]
    pub fn built_anew() -> Self {
        // The files are part of the program; a test reads every line of them.
        #[expect(clippy::expect_used, reason = "bundled files, checked by a test")]
        let places = bundled_places().expect("bundled gazetteer");
        Self::from_places(places, version_of(&FILES), Outlines::bundled)
    }

    /// Builds the index over places whose parents are set.
    fn from_places(
        mut places: Vec<Place>,
        version: String,
        outlines: impl FnOnce(&FxHashMap<String, PlaceIdx>) -> Outlines,
    ) -> Self {
        let by_id: FxHashMap<String, PlaceIdx> = places
            .iter()
            .enumerate()
            .map(|(row, place)| (place.id.clone(), PlaceIdx::from_row(row)))
            .collect();
        mark_governorate(&mut places, &by_id);
        let index = Index::build(&places);
        let outlines = outlines(&by_id);
        let outside_by_word = outside_words(&places);
        Self { places, by_id, index, outlines, outside_by_word, version, own_places: None }
    }

    /// The place behind a handle.
    ///
    /// # Panics
    /// When the handle comes from another gazetteer and is out of range here.
    #[must_use]
    pub fn place(&self, idx: PlaceIdx) -> &Place {
        &self.places[idx.row()]
    }

    /// The place with this id; `None` when there is none.
    #[must_use]
    pub fn by_id(&self, id: &str) -> Option<PlaceIdx> {
        self.by_id.get(id).copied()
    }

    /// All places with their handles, in the order of the files.
    pub fn places(&self) -> impl ExactSizeIterator<Item = (PlaceIdx, &Place)> {
        self.places.iter().enumerate().map(|(row, place)| (PlaceIdx::from_row(row), place))
    }

    /// Identifies the data: a hash of the gazetteer files (and of the overlay, if any).
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// What the user's own places are called, for tables that name them; `None`
    /// without an overlay.
    #[must_use]
    pub fn own_places(&self) -> Option<Arc<OwnPlaces>> {
        self.own_places.clone()
    }

    /// Whether `place` is `container` or lies in it by the chain of parents.
    #[must_use]
    pub fn is_within(&self, place: PlaceIdx, container: PlaceIdx) -> bool {
        let mut at = Some(place);
        // No chain is longer than this; a user's overlay cannot make a loop endless.
        for _ in 0..16 {
            match at {
                Some(idx) if idx == container => return true,
                Some(idx) => at = self.place(idx).parent,
                None => return false,
            }
        }
        false
    }

    /// Number of spellings indexed.
    #[must_use]
    pub fn n_spellings(&self) -> usize {
        self.index.n_names()
    }

    /// An estimate of the memory the gazetteer holds, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let texts: usize = self
            .places
            .iter()
            .map(|p| {
                p.names().map(|(n, _)| n.len() + size_of::<Spelling>()).sum::<usize>()
                    + p.note.len()
                    + p.source.len()
                    + p.licence.len()
                    + 3 * p.id.len()
            })
            .sum();
        texts
            + self.places.capacity() * size_of::<Place>()
            + self.index.bytes()
            + self.outlines.bytes()
    }
}

fn version_of(files: &[&str]) -> String {
    let mut hash = Sha256::new();
    for file in files {
        hash.update(file.as_bytes());
    }
    hash.update(COMMON_SPELLINGS.as_bytes());
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// The places of the bundled files, parents resolved, common spellings added.
fn bundled_places() -> Result<Vec<Place>, PlaceLineError> {
    let mut rows: Vec<PlaceRow> = Vec::with_capacity(800);
    for file in FILES {
        rows.extend(place::read_rows(file)?);
    }
    let row_of: FxHashMap<String, usize> =
        rows.iter().enumerate().map(|(i, row)| (row.place.id.clone(), i)).collect();
    for line in COMMON_SPELLINGS.lines().skip(1) {
        let Some((id, spellings)) = line.split_once('\t') else { continue };
        if let Some(&row) = row_of.get(id) {
            rows[row].place.spellings.extend(spellings.split('|').map(|s| Spelling {
                text: s.strip_prefix('~').unwrap_or(s).to_owned(),
                needs_anchor: s.starts_with('~'),
            }));
        }
    }
    let with_parent = rows.into_iter().map(|mut row| {
        row.place.parent = row_of.get(&row.parent_id).map(|&i| PlaceIdx::from_row(i));
        row.place
    });
    Ok(with_parent.collect())
}

/// The id of the governorate this program is about.
const GOVERNORATE: &str = "dez-gov";

fn mark_governorate(places: &mut [Place], by_id: &FxHashMap<String, PlaceIdx>) {
    let Some(&governorate) = by_id.get(GOVERNORATE) else { return };
    for row in 0..places.len() {
        let mut at = Some(PlaceIdx::from_row(row));
        for _ in 0..16 {
            if at == Some(governorate) {
                places[row].in_governorate = true;
            }
            at = at.and_then(|idx| places[idx.row()].parent);
        }
    }
    // The river has no parent; it runs through the governorate.
    if let Some(river) = by_id.get("euphrates") {
        places[river.row()].in_governorate = true;
    }
}

/// Names by which a text may say that it is about somewhere else.
fn outside_words(places: &[Place]) -> FxHashMap<String, PlaceIdx> {
    let mut folder = fold::Folder::default();
    let mut words: FxHashMap<String, PlaceIdx> = FxHashMap::default();
    for (row, place) in places.iter().enumerate() {
        let is_known = place.kind == PlaceKind::City
            || place.kind == PlaceKind::Town && place.population.is_some();
        if place.in_governorate || !is_known {
            continue;
        }
        for (name, _) in place.names() {
            let folded = folder.fold(name);
            if folded.whole.chars().count() >= 3 && !name.trim().contains(' ') {
                words.entry(folded.whole.clone()).or_insert(PlaceIdx::from_row(row));
            }
        }
    }
    words
}
