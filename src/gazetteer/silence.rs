//! Words that look like a place's name and are usually something else: days,
//! months, persons, outlets. They compete with the places: a name that is as near
//! to "Karim" the person as to the village gives nothing, unless something beside
//! it says that a place is meant.

use std::sync::LazyLock;

use super::fold::{Folded, Folder, Script};
use super::index::{Index, Match};
use super::place::PlaceIdx;
use super::sound::Sound;

/// What a word usually is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ordinary {
    /// As in the data file: day, month, name, outlet, organisation, word, prose.
    pub class: &'static str,
}

#[derive(Debug)]
struct Words {
    classes: Vec<&'static str>,
    index: Index,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut classes = Vec::new();
    let mut all = Vec::new();
    for line in include_str!("../../data/gazetteer/not_places.tsv").lines().skip(1) {
        let Some((class, list)) = line.split_once('\t') else { continue };
        for word in list.split(' ').filter(|w| !w.is_empty()) {
            all.push((PlaceIdx::from_row(classes.len()), 0, word, false));
            classes.push(class);
        }
    }
    Words { index: Index::of_names(all.into_iter()), classes }
});

/// What the folded name usually is when it is no place; `None` for a name that is nothing else.
pub(super) fn ordinary(name: &Folded) -> Option<Ordinary> {
    let hit = WORDS.index.equal(name).find(|hit| {
        let word = WORDS.index.name(hit.name);
        word.has_article || !name.has_article
    })?;
    let class = WORDS.classes[WORDS.index.name(hit.name).place.row()];
    Some(Ordinary { class })
}

/// Whether the word is known as a person's name.
pub(crate) fn is_given_name(word: &str) -> bool {
    ordinary(Folder::default().fold(word)).is_some_and(|o| o.class == "name")
}

/// Whether the name is an Arabic ordinary word with or without its article, which
/// nobody writes for a place of another name.
pub(super) fn is_arabic_word(name: &Folded) -> bool {
    name.core.starts_with(super::fold::is_arabic_letter) && WORDS.index.equal(name).next().is_some()
}

/// The least cost, no more than `limit`, at which the name is a spelling of an ordinary word.
pub(super) fn nearest(name: &Folded, sounds: &[Sound], script: Script, limit: u16) -> Option<u16> {
    let mut found: Vec<Match> = Vec::new();
    WORDS.index.similar(&name.core, sounds, script, 0.6, |_| Some(0), &mut found);
    let near = found.iter().filter(|hit| {
        let word = WORDS.index.name(hit.name);
        let class = WORDS.classes[word.place.row()];
        // Persons are no places' misspellings in either script; other words only in their own.
        (word.has_article || !name.has_article) && (word.script == script || class == "name")
    });
    near.map(|hit| hit.cost).filter(|cost| *cost <= limit).min()
}

/// Whether one of several words is an ordinary word other than a person's name: a
/// name of a place that holds such a word is known as a whole or not at all.
pub(super) fn holds_other_word(name: &str) -> bool {
    let mut folder = Folder::default();
    let mut n_words = 0;
    let mut holds = false;
    for (_, word, _) in super::reading::words_of(name) {
        n_words += 1;
        holds |= ordinary(folder.fold(word))
            .is_some_and(|o| !matches!(o.class, "name" | "prose" | "outlet" | "organisation"));
    }
    holds && n_words > 1
}
