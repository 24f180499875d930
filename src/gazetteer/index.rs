//! All names of all places, ready to be found: equal names by hash, similar
//! names by consonant skeleton with up to one consonant missing on either side
//! (symmetric deletion, Garbe 2012), compared by sound.

use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::fold::{Folded, Folder, Script, Tags, script_of};
use super::letters;
use super::place::{Place, PlaceIdx};
use super::sound::{self, Skeleton, Sound};

/// Sounds on each side may differ by this many hundredths of a wrong consonant
/// before a name is out of the question, by number of consonants in the query.
pub(super) const LIMITS: [u16; 8] = [10, 24, 45, 75, 100, 125, 145, 160];

/// The greatest difference in sound at which a query may still be a spelling of a name.
pub(super) fn limit(query: &[Sound]) -> f32 {
    let strength = sound::strength(query);
    let at = (strength.floor() as usize).min(LIMITS.len() - 1);
    let above = (at + 1).min(LIMITS.len() - 1);
    let (low, high) = (f32::from(LIMITS[at]), f32::from(LIMITS[above]));
    low + (high - low) * strength.fract()
}

/// One spelling of one place.
#[derive(Debug, Clone)]
pub(super) struct Name {
    pub place: PlaceIdx,
    /// Position in [`Place::names`].
    pub spelling: u16,
    /// Type words other than those for settlements.
    pub tags: Tags,
    pub needs_anchor: bool,
    pub has_article: bool,
    pub script: Script,
    whole: (u32, u16),
    core: (u32, u16),
    sounds: (u32, u8),
    skeleton: Skeleton,
}

/// A name that fits a query, and how well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Match {
    pub cost: u16,
    pub name: u32,
    pub how: How,
}

/// By what rule a name fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum How {
    /// Letter for letter, but for articles, case and marks.
    Whole,
    /// The same core and tags; type words of settlements aside.
    Core,
    /// Similar in sound.
    Sound,
}

/// The index over one list of places. Immutable once built.
#[derive(Debug)]
pub(super) struct Index {
    names: Vec<Name>,
    letters: String,
    sounds: Vec<Sound>,
    by_whole: Postings,
    by_core: Postings,
    by_skeleton: Postings,
    /// Hashes of how names begin: their first [`BEGINNING`] letters, or all of them.
    beginnings: FxHashSet<u64>,
}

/// Number of letters by which [`Index::may_begin`] tells names apart.
const BEGINNING: usize = 4;

/// The first letters of a folded name, no more than `n`.
fn beginning(name: &str, n: usize) -> &str {
    name.char_indices().nth(n).map_or(name, |(end, _)| &name[..end])
}

/// Hash of a key to the names that have it; different keys may share a hash, so callers compare.
#[derive(Debug, Default)]
struct Postings {
    ranges: FxHashMap<u64, (u32, u32)>,
    names: Vec<u32>,
}

impl Postings {
    fn of(mut pairs: Vec<(u64, u32)>) -> Self {
        pairs.sort_unstable();
        pairs.dedup();
        let mut ranges = FxHashMap::default();
        ranges.reserve(pairs.len());
        let mut start = 0;
        for group in pairs.chunk_by(|a, b| a.0 == b.0) {
            let len = group.len();
            ranges.insert(group[0].0, (start as u32, len as u32));
            start += len;
        }
        Self { ranges, names: pairs.into_iter().map(|(_, name)| name).collect() }
    }

    fn at(&self, key: u64) -> &[u32] {
        let Some(&(start, len)) = self.ranges.get(&key) else { return &[] };
        &self.names[start as usize..(start + len) as usize]
    }

    fn bytes(&self) -> usize {
        self.ranges.capacity() * (8 + 8 + 1) + self.names.capacity() * 4
    }
}

fn hash_of(text: &str, tags: Tags) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    hasher.write_u64(tags.0);
    hasher.finish()
}

/// The tags that are part of a name.
pub(super) const fn naming(tags: Tags) -> Tags {
    tags.and(Tags::FACILITY.with(Tags::QUALIFIER))
}

impl Index {
    /// Indexes every name of every place.
    pub(super) fn build(places: &[Place]) -> Self {
        let names = places.iter().enumerate().flat_map(|(row, place)| {
            let numbered = place.names().enumerate();
            numbered.map(move |(i, (text, anchor))| (PlaceIdx::from_row(row), i, text, anchor))
        });
        Self::of_names(names)
    }

    /// Indexes names given as place, number of the spelling, text, needs an anchor.
    pub(super) fn of_names<'a>(
        all: impl Iterator<Item = (PlaceIdx, usize, &'a str, bool)>,
    ) -> Self {
        let mut index = Self {
            names: Vec::with_capacity(4000),
            letters: String::with_capacity(64_000),
            sounds: Vec::with_capacity(32_000),
            by_whole: Postings::default(),
            by_core: Postings::default(),
            by_skeleton: Postings::default(),
            beginnings: FxHashSet::default(),
        };
        let mut folder = Folder::default();
        for (place, spelling, text, needs_anchor) in all {
            index.add(place, spelling, text, needs_anchor, folder.fold(text));
        }
        let (mut wholes, mut cores, mut skeletons) = (Vec::new(), Vec::new(), Vec::new());
        for (number, name) in index.names.iter().enumerate() {
            let number = number as u32;
            wholes.push((hash_of(index.text(name.whole), Tags::default()), number));
            cores.push((hash_of(index.text(name.core), name.tags), number));
            skeletons.push((name.skeleton.0, number));
            let n = name.skeleton.len();
            if n >= 3 {
                skeletons.extend((0..n).map(|i| (name.skeleton.without(i).0, number)));
            }
        }
        for name in &index.names {
            for part in [name.whole, name.core] {
                let key = beginning(index.text(part), BEGINNING);
                index.beginnings.insert(hash_of(key, Tags::default()));
            }
        }
        index.by_whole = Postings::of(wholes);
        index.by_core = Postings::of(cores);
        index.by_skeleton = Postings::of(skeletons);
        index
    }

    fn add(
        &mut self,
        place: PlaceIdx,
        spelling: usize,
        text: &str,
        needs_anchor: bool,
        folded: &Folded,
    ) {
        let mut keep = |part: &str| {
            let start = self.letters.len() as u32;
            self.letters.push_str(part);
            (start, part.len().min(usize::from(u16::MAX)) as u16)
        };
        let whole = keep(&folded.whole);
        let core = keep(&folded.core);
        let start = self.sounds.len();
        sound::push_sounds(&folded.core, &mut self.sounds);
        let sounds = (start as u32, (self.sounds.len() - start) as u8);
        self.names.push(Name {
            place,
            spelling: spelling.min(usize::from(u16::MAX)) as u16,
            tags: naming(folded.tags),
            needs_anchor,
            has_article: folded.has_article,
            script: script_of(text),
            whole,
            core,
            sounds,
            skeleton: Skeleton::of(&self.sounds[start..]),
        });
    }

    fn text(&self, (start, len): (u32, u16)) -> &str {
        &self.letters[start as usize..start as usize + usize::from(len)]
    }

    pub(super) fn sounds_of(&self, name: &Name) -> &[Sound] {
        let (start, len) = name.sounds;
        &self.sounds[start as usize..start as usize + usize::from(len)]
    }

    pub(super) fn name(&self, number: u32) -> &Name {
        &self.names[number as usize]
    }

    pub(super) fn n_names(&self) -> usize {
        self.names.len()
    }

    /// Whether [`Index::equal`] may find a name for a stretch of text that begins with
    /// the same words as `query`; true when that cannot be told.
    pub(super) fn may_begin(&self, query: &Folded) -> bool {
        // Where the first word is a type word or a filler, the core begins behind it.
        if !query.whole.starts_with(beginning(&query.core, BEGINNING)) {
            return true;
        }
        (1..=BEGINNING).any(|n| {
            let key = beginning(&query.whole, n);
            self.beginnings.contains(&hash_of(key, Tags::default()))
        })
    }

    /// Names that equal the folded query, whole or by core and tags; in index order.
    pub(super) fn equal<'a>(&'a self, query: &'a Folded) -> impl Iterator<Item = Match> + 'a {
        let tags = naming(query.tags);
        let wholes = self.by_whole.at(hash_of(&query.whole, Tags::default())).iter();
        let wholes = wholes
            .filter(|&&n| self.text(self.name(n).whole) == query.whole)
            .map(|&name| Match { cost: 0, name, how: How::Whole });
        let cores = self.by_core.at(hash_of(&query.core, tags)).iter();
        let cores = cores
            .filter(move |&&n| {
                let name = self.name(n);
                name.tags == tags
                    && self.text(name.core) == query.core
                    && self.text(name.whole) != query.whole
            })
            .map(|&name| Match { cost: 0, name, how: How::Core });
        wholes.chain(cores)
    }

    /// Names that sound like the query, within `slack` of [`LIMITS`], best first,
    /// `price` adds to the cost of a name what speaks against it beside its sound
    /// (`None`: it is out of the question).
    pub(super) fn similar(
        &self,
        core: &str,
        query: &[Sound],
        script: Script,
        slack: f32,
        price: impl Fn(&Name) -> Option<u16>,
        found: &mut Vec<Match>,
    ) {
        let skeleton = Skeleton::of(query);
        let n = skeleton.len();
        let limit = (limit(query) * slack) as u16;
        let mut tried: Vec<u32> = Vec::with_capacity(256);
        tried.extend(self.by_skeleton.at(skeleton.0));
        if n >= 3 {
            for i in 0..n {
                tried.extend(self.by_skeleton.at(skeleton.without(i).0));
            }
        }
        if n >= 2 {
            // Names one consonant shorter hold their full skeleton under ours without one.
            tried.sort_unstable();
            tried.dedup();
        }
        let from = found.len();
        for number in tried {
            let name = self.name(number);
            let Some(extra) = price(name) else { continue };
            let cost = match (script, name.script) {
                (Script::Arabic, Script::Arabic) => {
                    letters::distance(core, self.text(name.core), limit)
                }
                (Script::Latin, Script::Latin) => {
                    sound::distance(&sound::SAME_SCRIPT, query, self.sounds_of(name), limit)
                }
                _ => sound::distance(&sound::CROSS_SCRIPT, query, self.sounds_of(name), limit),
            };
            if let Some(cost) = cost {
                found.push(Match { cost: cost + extra, name: number, how: How::Sound });
            }
        }
        found[from..].sort_unstable();
    }

    /// An estimate of the memory held, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.names.capacity() * size_of::<Name>()
            + self.letters.capacity()
            + self.sounds.capacity()
            + self.by_whole.bytes()
            + self.by_core.bytes()
            + self.by_skeleton.bytes()
            + self.beginnings.capacity() * 9
    }
}
