//! Place names in running text: longest match over words, in both scripts.
//!
//! A text is read twice. First, exact names are looked up to learn what the text
//! is about; then every stretch of up to six words that may be a name is resolved
//! with the words around it and the places already found. A stretch may be a name
//! when it begins with a capital or an Arabic letter, or when it equals a
//! spelling that is written small ("military airport").

use super::context::{Context, words};
use super::fold::{Folder, Tags, is_arabic_letter};
use super::index::How;
use super::place::{PlaceIdx, PlaceKind};
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

/// A word of the text.
#[derive(Debug, Clone, Copy)]
struct Token {
    start: usize,
    end: usize,
    /// Begins with a capital or an Arabic letter, or is an article before such a word.
    may_begin: bool,
    is_capital: bool,
    is_arabic: bool,
    /// Only spaces, hyphens or the like stand between it and the word before.
    joined: bool,
    /// First word of a sentence or line.
    begins_sentence: bool,
}

fn tokens(text: &str) -> Vec<Token> {
    let mut found: Vec<Token> = Vec::new();
    for (start, word, end) in words(text) {
        let first = word.chars().find(|c| c.is_alphanumeric()).unwrap_or(' ');
        let previous_end = found.last().map_or(0, |t: &Token| t.end);
        let gap = &text[previous_end..start];
        let joined = !found.is_empty()
            && gap.chars().all(|c| {
                matches!(c, ' ' | '\u{a0}' | '-' | '‑' | '–' | '_' | '\u{200f}' | '\u{200e}')
            })
            && gap.len() <= 4;
        let is_arabic = is_arabic_letter(first);
        let is_capital = first.is_uppercase();
        found.push(Token {
            start,
            end,
            may_begin: is_capital || is_arabic || first.is_numeric(),
            is_capital,
            is_arabic,
            joined,
            begins_sentence: found.is_empty()
                || gap.contains(['.', '!', '?', '\n', ':', '“', '"', '؟']),
        });
    }
    // "al-Qusour": the small article begins the name.
    for i in 0..found.len().saturating_sub(1) {
        let word = &text[found[i].start..found[i].end];
        let next = found[i + 1];
        if word.len() <= 4 && next.joined && next.is_capital && is_article_word(word) {
            found[i].may_begin = true;
        }
    }
    found
}

fn is_article_word(word: &str) -> bool {
    let mut lower = [0_u8; 4];
    let Some(bytes) = lower.get_mut(..word.len()) else { return false };
    bytes.copy_from_slice(word.as_bytes());
    bytes.make_ascii_lowercase();
    matches!(
        &*bytes,
        b"al"
            | b"el"
            | b"ar"
            | b"as"
            | b"ash"
            | b"at"
            | b"ad"
            | b"az"
            | b"an"
            | b"adh"
            | b"ath"
            | b"es"
            | b"esh"
            | b"er"
            | b"ez"
            | b"et"
            | b"ed"
            | b"en"
    )
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
        let tokens = tokens(text);
        let anchors = self.exact_anchors(text, &tokens);
        let about_region = names_deir_ez_zor(text) || self.are_of_region(&anchors);
        let mut found = Vec::new();
        let mut folder = Folder::default();
        let mut i = 0;
        while i < tokens.len() {
            let longest = self.longest_at(text, &tokens, i, about_region, &mut folder);
            let Some((used, is_exact)) = longest else {
                i += 1;
                continue;
            };
            let (start, end) = (tokens[i].start, tokens[i + used - 1].end);
            let end = start + trim_possessive(&text[start..end]).len();
            let (from, to) = paragraph(text, start, end);
            let context = Context {
                text_around: Some(&text[from..to]),
                at: Some(start - from),
                document_places: &anchors,
                ..Context::default()
            };
            let name = &text[start..end];
            let (lookup, type_word) = self.lookup_in_text(name, &context, &tokens[i], about_region);
            if lookup.candidates.is_empty() {
                i += 1;
                continue;
            }
            found.push(NameHit { start, end, lookup, is_exact, type_word });
            i += used;
        }
        found
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
    fn exact_anchors(&self, text: &str, tokens: &[Token]) -> Vec<PlaceIdx> {
        let mut folder = Folder::default();
        let mut places: Vec<PlaceIdx> = Vec::new();
        let mut i = 0;
        while i < tokens.len() {
            let mut used = 1;
            if tokens[i].may_begin {
                for n in (1..=reach(tokens, i)).rev() {
                    let stretch = &text[tokens[i].start..tokens[i + n - 1].end];
                    let folded = folder.fold(trim_possessive(stretch));
                    if folded.core.chars().count() < 3 || silence::ordinary(folded).is_some() {
                        continue;
                    }
                    let hits = self
                        .index
                        .equal(folded)
                        .filter(|hit| !self.index.name(hit.name).needs_anchor);
                    let mut any = false;
                    for hit in hits {
                        let place = self.index.name(hit.name).place;
                        any = true;
                        if !places.contains(&place) && !self.place(place).id.starts_with("e-") {
                            places.push(place);
                        }
                    }
                    if any {
                        used = n;
                        break;
                    }
                }
            }
            i += used;
        }
        places
    }

    /// How many words from word `i` on make a name, and whether they equal a spelling.
    fn longest_at(
        &self,
        text: &str,
        tokens: &[Token],
        i: usize,
        about_region: bool,
        folder: &mut Folder,
    ) -> Option<(usize, bool)> {
        let reach = reach(tokens, i);
        for n in (1..=reach).rev() {
            let last = tokens[i + n - 1];
            let stretch = trim_possessive(&text[tokens[i].start..last.end]);
            if !tokens[i].may_begin && n == 1 && stretch.len() < 5 {
                continue;
            }
            let folded = folder.fold(stretch);
            // Stretches of type words alone are no names, and none ends in a filler.
            if folded.core.chars().count() < 2
                || ends_in_filler(stretch)
                || begins_with_filler(stretch)
            {
                continue;
            }
            let small = !tokens[i].may_begin;
            let has_type_word = folded.tags.meets(Tags::SETTLEMENT);
            let equal = self.index.equal(folded).any(|hit| {
                let name = self.index.name(hit.name);
                let kind = self.place(name.place).kind;
                let descriptive =
                    name.needs_anchor || is_facility(kind) || kind == PlaceKind::Region;
                // A stretch written small is a name only when it is descriptive, and
                // type words within it must be part of the spelling.
                (hit.how == How::Whole || !has_type_word && !stretch.contains(" in "))
                    && (!small || about_region && descriptive)
            });
            if equal && !self.drags_type_word(text, &tokens[i..i + n], folder) {
                return Some((n, true));
            }
        }
        // Similar names: one to four words, each a capital (or an article).
        if !tokens[i].may_begin || tokens[i].is_arabic {
            return None;
        }
        let run = tokens[i..i + reach]
            .iter()
            .take_while(|t| t.is_capital || t.may_begin || t.is_arabic)
            .count();
        for n in (1..=run.min(4)).rev() {
            let stretch = trim_possessive(&text[tokens[i].start..tokens[i + n - 1].end]);
            if stretch.chars().count() < 5 || ends_in_filler(stretch) {
                continue;
            }
            if n == 1 && is_article_word(stretch)
                || self.drags_type_word(text, &tokens[i..i + n], folder)
            {
                continue;
            }
            let (from, to) = paragraph(text, tokens[i].start, tokens[i + n - 1].end);
            let context = Context {
                text_around: Some(&text[from..to]),
                at: Some(tokens[i].start - from),
                ..Context::default()
            };
            let lookup = self.lookup_name(stretch, &context);
            let floor = if about_region { 0.5 } else { 0.75 };
            if lookup.candidates.first().is_some_and(|c| c.score >= floor) {
                return Some((n, false));
            }
        }
        None
    }

    /// Whether a stretch takes in a settlement's type word that is no part of the
    /// name ("Qusour neighbourhood"): the span shall be the name alone.
    fn drags_type_word(&self, text: &str, stretch: &[Token], folder: &mut Folder) -> bool {
        if stretch.len() < 2 {
            return false;
        }
        let ends = [stretch[0], stretch[stretch.len() - 1]];
        let mut drags = false;
        for token in ends {
            let folded = folder.fold(&text[token.start..token.end]);
            let tag = super::words::tag_of(&folded.whole, false).unwrap_or_default();
            drags |= tag.meets(Tags::SETTLEMENT) && !tag.meets(Tags::AREA);
        }
        drags
    }

    fn lookup_in_text(
        &self,
        name: &str,
        context: &Context<'_>,
        first: &Token,
        about_region: bool,
    ) -> (Lookup, Tags) {
        let type_word = super::context::Surroundings::of(name, context).tags();
        let folded = super::fold::fold(name);
        let ordinary = silence::ordinary(&folded);
        let has_type = type_word.meets(Tags::SETTLEMENT);
        // In running text an ordinary word is a place only beside a type word.
        let descriptive = about_region && self.is_descriptive(&folded);
        if ordinary.is_some() && !has_type && !descriptive {
            return (Lookup::default(), type_word);
        }
        let lookup = self.lookup(name, context);
        let Some(best) = lookup.candidates.first() else { return (lookup, type_word) };
        let kind = self.place(best.place).kind;
        // Facilities have names that every country uses.
        if is_facility(kind) && self.place(best.place).in_governorate && !about_region && !has_type
        {
            return (Lookup::default(), type_word);
        }
        // One plain capitalised word that opens a sentence needs more than sounding alike.
        let weak = first.begins_sentence && best.score < 0.6 && kind == PlaceKind::Village;
        if weak && !has_type { (Lookup::default(), type_word) } else { (lookup, type_word) }
    }
}

/// How many words from `i` on may form one name: until something other than a
/// space or hyphen stands between.
fn reach(tokens: &[Token], i: usize) -> usize {
    let joined = tokens[i + 1..].iter().take(MAX_WORDS - 1).take_while(|t| t.joined).count();
    1 + joined
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

/// The line that holds a stretch.
fn paragraph(text: &str, start: usize, end: usize) -> (usize, usize) {
    let from = text[..start].rfind('\n').map_or(0, |n| n + 1);
    let to = text[end..].find('\n').map_or(text.len(), |n| end + n);
    (from, to)
}

/// Whether the text names Deir ez-Zor in any spelling.
pub(super) fn names_deir_ez_zor(text: &str) -> bool {
    let mut before_was_deir = false;
    for (_, word, _) in words(text) {
        let mut lower = String::with_capacity(word.len());
        for c in word.chars() {
            super::fold::push_folded(&mut lower, c);
        }
        let ends_in_zor =
            ["zor", "zour", "zawr", "zur", "زور"].iter().any(|end| lower.ends_with(end));
        let is_deir = matches!(
            lower.as_str(),
            "deir" | "dayr" | "der" | "dair" | "deyr" | "دير" | "بدير" | "لدير" | "ودير"
        );
        if ends_in_zor && (before_was_deir || lower.starts_with("deir") || lower.contains("دير"))
        {
            return true;
        }
        let is_article = matches!(lower.as_str(), "al" | "ez" | "az" | "el" | "e" | "as" | "es");
        before_was_deir = is_deir || before_was_deir && is_article;
    }
    false
}
