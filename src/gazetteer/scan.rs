//! Place names in running text: longest match over words, in both scripts.
//!
//! The words of a text are folded once ([`super::reading`]). First, exact names are
//! looked up to learn what the text is about; then every stretch of up to seven
//! words that may be a name is resolved with the words around it and the places
//! already found. A stretch may be a name when it begins with a capital or an
//! Arabic letter, or when it equals a spelling that is written small ("military
//! airport"). Most words cannot begin a name, which a look at their first letters
//! tells ([`super::index::Index::may_begin`]).

use std::hash::BuildHasher;

use rustc_hash::{FxBuildHasher, FxHashSet};

use super::context::{Context, Surroundings};
use super::fold::{Folded, Tags};
use super::index::How;
use super::place::{PlaceIdx, PlaceKind};
use super::reading::{Reading, is_article_word};
use super::resolve::Lookup;
use super::{Gazetteer, silence};

/// A stretch of text that names a place.
#[derive(Debug, Clone, PartialEq)]
pub struct NameHit {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What it may mean, best first; never empty.
    pub lookup: Lookup,
    /// Equal to a known spelling after folding (not only similar in sound).
    pub is_exact: bool,
    /// What a type word directly beside it says it is ("city", "village of");
    /// [`Tags::default`] when there is none.
    pub type_word: Tags,
}

impl NameHit {
    /// The best candidate's place.
    #[must_use]
    pub fn place(&self) -> Option<PlaceIdx> {
        self.lookup.candidates.first().map(|c| c.place)
    }
}

/// Names are at most this many words long.
const MAX_WORDS: usize = 7;

/// A text being scanned.
struct Scan<'t> {
    reading: Reading<'t>,
    /// For each word not written small, whether a known spelling begins like the text
    /// from there on.
    may_begin: Vec<bool>,
    about_region: bool,
    folded: Folded,
    /// Stretches that sounded like no place, by hash of their words and of all that
    /// the surroundings say: news names the same persons again and again.
    silent: FxHashSet<u64>,
}

impl Scan<'_> {
    /// The words `first..end` as written, without a possessive at the end.
    fn stretch(&self, first: usize, end: usize) -> &str {
        let words = &self.reading.words;
        trim_possessive(&self.reading.text[words[first].start..words[end - 1].end])
    }

    fn fold(&mut self, first: usize, end: usize) {
        self.reading.fold(first, end, &mut self.folded);
    }

    /// How many words from `first` on may form one name: until something other than
    /// a space or hyphen stands between.
    fn reach(&self, first: usize) -> usize {
        let next = self.reading.words[first + 1..].iter().take(MAX_WORDS - 1);
        1 + next.take_while(|word| word.joined).count()
    }

    /// Whether a stretch takes in a settlement's type word that is no part of the
    /// name ("Qusour neighbourhood"): the span shall be the name alone.
    fn drags_type_word(&self, first: usize, end: usize) -> bool {
        let drags = |word: usize| {
            let tags = self.reading.words[word].tags;
            tags.meets(Tags::SETTLEMENT) && !tags.meets(Tags::AREA)
        };
        end - first >= 2 && (drags(first) || drags(end - 1))
    }
}

/// Buildings, bridges, bases: kinds whose names are often descriptions.
const fn is_facility(kind: PlaceKind) -> bool {
    matches!(kind, PlaceKind::Landmark | PlaceKind::Infrastructure | PlaceKind::Military)
}

impl Gazetteer {
    /// The place names in `text`, in order, not overlapping. Names of persons,
    /// outlets, days and the like are left alone unless a type word stands beside them.
    #[must_use]
    pub fn scan(&self, text: &str) -> Vec<NameHit> {
        let mut scan = self.begin(text);
        let anchors = self.exact_anchors(&mut scan);
        scan.about_region = scan.reading.names_region() || self.are_of_region(&anchors);
        let mut found = Vec::new();
        let mut first = 0;
        while first < scan.reading.words.len() {
            let Some((n_words, is_exact)) = self.longest_at(&mut scan, first) else {
                first += 1;
                continue;
            };
            let end = first + n_words;
            let (lookup, type_word) = self.lookup_in_text(&mut scan, first, end, &anchors);
            if lookup.candidates.is_empty() {
                first += 1;
                continue;
            }
            let start = scan.reading.words[first].start;
            let end_byte = start + scan.stretch(first, end).len();
            found.push(NameHit { start, end: end_byte, lookup, is_exact, type_word });
            first = end;
        }
        found
    }

    fn begin<'t>(&self, text: &'t str) -> Scan<'t> {
        let mut scan = Scan {
            reading: Reading::of(text),
            may_begin: Vec::new(),
            about_region: false,
            folded: Folded::default(),
            silent: FxHashSet::default(),
        };
        scan.may_begin.reserve(scan.reading.words.len());
        for first in 0..scan.reading.words.len() {
            let may_begin =
                scan.reading.words[first].may_begin && self.spelling_begins(&mut scan, first);
            scan.may_begin.push(may_begin);
        }
        scan
    }

    /// Whether a known spelling begins like the text from word `first` on.
    fn spelling_begins(&self, scan: &mut Scan<'_>, first: usize) -> bool {
        // Three words hold the beginning of a name, articles before it included.
        scan.fold(first, first + scan.reach(first).min(3));
        self.index.may_begin(&scan.folded)
    }

    /// Whether places named in a text show that it is about the governorate: one
    /// larger place, or two of any kind.
    fn are_of_region(&self, places: &[PlaceIdx]) -> bool {
        let mut n_small = 0;
        for place in places.iter().map(|idx| self.place(*idx)).filter(|p| p.in_governorate) {
            match place.kind {
                PlaceKind::City | PlaceKind::Town => return true,
                PlaceKind::Village | PlaceKind::Neighbourhood => n_small += 1,
                _ => {}
            }
        }
        n_small >= 2
    }

    /// Places named exactly and with nothing ordinary about their names.
    fn exact_anchors(&self, scan: &mut Scan<'_>) -> Vec<PlaceIdx> {
        let mut places: Vec<PlaceIdx> = Vec::new();
        let mut first = 0;
        while first < scan.reading.words.len() {
            let mut used = 1;
            if scan.may_begin[first] {
                for n in (1..=scan.reach(first)).rev() {
                    scan.fold(first, first + n);
                    let folded = &scan.folded;
                    let mut hits = self
                        .index
                        .equal(folded)
                        .map(|hit| self.index.name(hit.name))
                        .filter(|name| !name.needs_anchor)
                        .peekable();
                    if hits.peek().is_none()
                        || folded.core.chars().count() < 3
                        || silence::ordinary(folded).is_some()
                    {
                        continue;
                    }
                    for name in hits {
                        let place = name.place;
                        if !places.contains(&place) && !self.place(place).id.starts_with("e-") {
                            places.push(place);
                        }
                    }
                    used = n;
                    break;
                }
            }
            first += used;
        }
        places
    }

    /// How many words from word `first` on make a name, and whether they equal a spelling.
    fn longest_at(&self, scan: &mut Scan<'_>, first: usize) -> Option<(usize, bool)> {
        let word = scan.reading.words[first];
        let small = !word.may_begin;
        if small && !scan.about_region {
            return None;
        }
        let reach = scan.reach(first);
        if scan.may_begin[first] || small && self.spelling_begins(scan, first) {
            for n in (1..=reach).rev() {
                if self.equals_name(scan, first, first + n, small) {
                    return Some((n, true));
                }
            }
        }
        if small || word.is_arabic {
            return None;
        }
        self.similar_at(scan, first, reach)
    }

    /// Whether words `first..end` equal a spelling; `small`: they begin with a small letter.
    fn equals_name(&self, scan: &mut Scan<'_>, first: usize, end: usize, small: bool) -> bool {
        scan.fold(first, end);
        let folded = &scan.folded;
        let mut hits = self.index.equal(folded).peekable();
        if hits.peek().is_none() {
            return false;
        }
        let stretch = scan.stretch(first, end);
        // Stretches of type words alone are no names, and none ends in a filler.
        if small && end - first == 1 && stretch.len() < 5
            || folded.core.chars().count() < 2
            || ends_in_filler(stretch)
            || begins_with_filler(stretch)
        {
            return false;
        }
        let has_type_word = folded.tags.meets(Tags::SETTLEMENT);
        let equal = hits.any(|hit| {
            let name = self.index.name(hit.name);
            let kind = self.place(name.place).kind;
            let descriptive = name.needs_anchor || is_facility(kind) || kind == PlaceKind::Region;
            // A stretch written small is a name only when it is descriptive, and
            // type words within it must be part of the spelling.
            (hit.how == How::Whole || !has_type_word && !stretch.contains(" in "))
                && (!small || descriptive)
        });
        equal && !scan.drags_type_word(first, end)
    }

    /// As [`Gazetteer::longest_at`], for names that are similar to a spelling: one to
    /// four words, each a capital (or an article).
    fn similar_at(&self, scan: &mut Scan<'_>, first: usize, reach: usize) -> Option<(usize, bool)> {
        let run = scan.reading.words[first..first + reach]
            .iter()
            .take_while(|t| t.is_capital || t.may_begin || t.is_arabic)
            .count();
        for n in (1..=run.min(4)).rev() {
            let end = first + n;
            let stretch = scan.stretch(first, end);
            if stretch.chars().count() < 5
                || ends_in_filler(stretch)
                || n == 1 && is_article_word(stretch)
                || scan.drags_type_word(first, end)
            {
                continue;
            }
            scan.fold(first, end);
            let around = Surroundings::in_reading(&scan.reading, first, end);
            let stretch = scan.stretch(first, end);
            let key = FxBuildHasher.hash_one((
                stretch,
                around.tags().0,
                around.follows_settlement(),
                around.names_region,
                self.elsewhere(&around),
            ));
            if scan.silent.contains(&key) {
                continue;
            }
            let context = Context::default();
            let lookup =
                self.lookup_around(stretch, &scan.folded, &around, &context, &|_, _| false);
            let floor = if scan.about_region { 0.5 } else { 0.75 };
            if lookup.candidates.first().is_some_and(|c| c.score >= floor) {
                return Some((n, false));
            }
            scan.silent.insert(key);
        }
        None
    }

    fn lookup_in_text(
        &self,
        scan: &mut Scan<'_>,
        first: usize,
        end: usize,
        anchors: &[PlaceIdx],
    ) -> (Lookup, Tags) {
        scan.fold(first, end);
        let scan = &*scan;
        let (about_region, folded) = (scan.about_region, &scan.folded);
        let name = scan.stretch(first, end);
        let around = Surroundings::in_reading(&scan.reading, first, end);
        let type_word = around.tags();
        let ordinary = silence::ordinary(folded);
        let has_type = type_word.meets(Tags::SETTLEMENT);
        // In running text an ordinary word is a place only beside a type word.
        let descriptive = about_region && self.is_descriptive(folded);
        if ordinary.is_some() && !has_type && !descriptive {
            return (Lookup::default(), type_word);
        }
        let context = Context { document_places: anchors, ..Context::default() };
        let lookup = self
            .lookup_vague(name, &context)
            .unwrap_or_else(|| self.lookup_around(name, folded, &around, &context, &|_, _| false));
        let Some(best) = lookup.candidates.first() else { return (lookup, type_word) };
        let kind = self.place(best.place).kind;
        // Facilities have names that every country uses.
        if is_facility(kind) && self.place(best.place).in_governorate && !about_region && !has_type
        {
            return (Lookup::default(), type_word);
        }
        // One plain capitalised word that opens a sentence needs more than sounding alike.
        let opens = scan.reading.words[first].begins_sentence;
        let weak = opens && best.score < 0.6 && kind == PlaceKind::Village;
        if weak && !has_type { (Lookup::default(), type_word) } else { (lookup, type_word) }
    }
}

fn trim_possessive(name: &str) -> &str {
    let trimmed = name.strip_suffix("'s").or_else(|| name.strip_suffix("’s")).unwrap_or(name);
    trimmed.trim_end_matches(['\'', '’', '‘'])
}

fn begins_with_filler(stretch: &str) -> bool {
    let first = stretch.split(' ').next().unwrap_or_default();
    matches!(first, "of" | "in" | "at" | "the" | "The" | "In" | "At" | "and" | "And")
}

fn ends_in_filler(stretch: &str) -> bool {
    let last = stretch.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    matches!(last, "of" | "the" | "in" | "at" | "and" | "The" | "al" | "Al" | "el" | "km")
}
