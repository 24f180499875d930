//! Hidden names as they sound: `Ahmed Helwani` is also `أحمد الحلواني`, and
//! `Ahmad al-Halwani`.
//!
//! A name is found when its words follow each other, or when one word of it stands
//! alone that has enough consonants to be told by. What is an ordinary word and
//! sounds like a name is hidden too: hiding too much is the safe side.

use std::collections::BTreeMap;
use std::ops::Range;

use super::names::words_of;
use crate::gazetteer::fold::{Folder, is_arabic_letter};
use crate::gazetteer::{Gazetteer, Heard};

/// How far a word of a text may sound from that of a name where it stands alone, in
/// hundredths of a wrong consonant, by [`Heard::strength`]; `None` where too much sounds
/// like it.
fn tolerance_alone(strength: f32) -> Option<u16> {
    match strength {
        ..3.0 => None,
        ..3.5 => Some(20),
        ..4.0 => Some(32),
        _ => Some(45),
    }
}

/// And where all words of a name follow each other.
const TOLERANCE_IN_NAME: u16 = 45;

/// Arabic writes "and", "so", "by", "for" and "like" as a letter before the name.
const PREFIXES: [char; 5] = ['و', 'ف', 'ب', 'ل', 'ك'];

/// Words that are written in one form of a name and left out in another.
const JOINTS: [&str; 6] = ["al", "el", "bin", "ibn", "بن", "ابن"];

/// Names to be found by their sound.
#[derive(Debug, Default)]
pub(super) struct HeardNames {
    names: Vec<Vec<NameWord>>,
    /// Names by the keys of their words: the number of the name, and of the word in it.
    by_key: BTreeMap<u64, Vec<(usize, usize)>>,
}

#[derive(Debug)]
struct NameWord {
    heard: Heard,
    /// How far what is hidden for it alone may sound from it; `None` for nothing.
    alone: Option<u16>,
}

/// A word of a text: where it is, and how it may sound.
struct TextWord<'a> {
    text: &'a str,
    range: Range<usize>,
    /// As it stands, and without a letter written before it; empty when it can be no name.
    heard: Vec<Heard>,
}

impl HeardNames {
    /// Adds a name; `is_ordinary` tells of a word of it whether it is no secret by itself.
    pub fn add(&mut self, words: &[&str], is_ordinary: impl Fn(&str) -> bool) {
        let mut folder = Folder::default();
        let words: Vec<NameWord> = words
            .iter()
            .filter(|word| !is_joint(word))
            .filter_map(|word| {
                let heard = Heard::of(word, &mut folder)?;
                let alone = tolerance_alone(heard.strength()).filter(|_| !is_ordinary(word));
                Some(NameWord { heard, alone })
            })
            .collect();
        let number = self.names.len();
        for (index, word) in words.iter().enumerate() {
            self.by_key.entry(word.heard.key()).or_default().push((number, index));
        }
        self.names.push(words);
    }

    /// Where a text holds a name or a word of one, ascending. `any_case`: also where a Latin
    /// word begins with a small letter. Places of the gazetteer are none, unless they stand in
    /// a whole name.
    pub fn find(&self, text: &str, gazetteer: &Gazetteer, any_case: bool) -> Vec<Range<usize>> {
        if self.by_key.is_empty() {
            return Vec::new();
        }
        let words = text_words(text, any_case);
        let mut found = Vec::new();
        for at in 0..words.len() {
            let n = self.n_words_of_name(&words[at..], gazetteer);
            if let Some(last) = n.checked_sub(1).and_then(|n| words.get(at + n)) {
                found.push(words[at].range.start..last.range.end);
            }
        }
        found
    }

    /// How many of the first words of a text are a name or a part of one; 0 for none.
    fn n_words_of_name(&self, words: &[TextWord<'_>], gazetteer: &Gazetteer) -> usize {
        let Some(first) = words.first() else { return 0 };
        let keys = first.heard.iter().filter_map(|heard| self.by_key.get(&heard.key()));
        keys.flatten()
            .map(|&(number, index)| {
                let name = self.names.get(number).map_or(&[][..], Vec::as_slice);
                let part = name.get(index..).unwrap_or_default();
                let n = part.iter().zip(words).take_while(|(word, at)| at.may_be(word)).count();
                let is_whole = n == name.len() && n > 1;
                let has_own = part.iter().zip(words).take(n).any(|(word, at)| at.is_surely(word))
                    && (n > 1 || gazetteer.lookup_exact(first.text).is_empty());
                if is_whole || has_own { n } else { 0 }
            })
            .max()
            .unwrap_or(0)
    }
}

impl TextWord<'_> {
    /// In hundredths of a wrong consonant; `None` for another word.
    fn distance(&self, word: &NameWord) -> Option<u16> {
        self.heard.iter().filter_map(|heard| heard.distance(&word.heard)).min()
    }

    fn may_be(&self, word: &NameWord) -> bool {
        self.distance(word).is_some_and(|distance| distance <= TOLERANCE_IN_NAME)
    }

    fn is_surely(&self, word: &NameWord) -> bool {
        self.distance(word).zip(word.alone).is_some_and(|(distance, most)| distance <= most)
    }
}

fn is_joint(word: &str) -> bool {
    JOINTS.iter().any(|joint| word.eq_ignore_ascii_case(joint))
}

/// The words of a text without the joints between names.
fn text_words<'a>(text: &'a str, any_case: bool) -> Vec<TextWord<'a>> {
    let mut folder = Folder::default();
    words_of(text)
        .filter(|word| !is_joint(word))
        .filter_map(|word| {
            let start = (word.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
            let is_arabic = word.starts_with(is_arabic_letter);
            // "al-Khalidi" begins with a small letter.
            let may_be_name = is_arabic || any_case || word.contains(char::is_uppercase);
            // "and for Mansour" puts two letters before the name.
            let bare = |word: &&'a str| {
                word.strip_prefix(PREFIXES).filter(|bare| bare.chars().count() > 2)
            };
            let heard = std::iter::successors(Some(word), bare)
                .take(3)
                .filter(|_| may_be_name)
                .filter_map(|word| Heard::of(word, &mut folder))
                .collect();
            Some(TextWord { text: word, range: start..start + word.len(), heard })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, text: &str, expected: &[&str]) {
        let mut names = HeardNames::default();
        let words: Vec<&str> = words_of(name).collect();
        names.add(&words, |word| word == "Euphrates");
        let found = names.find(text, Gazetteer::bundled(), false);
        let found: Vec<&str> = found.into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, expected, "{name} in {text}");
    }

    #[test]
    fn a_name_is_found_in_the_other_script() {
        check("Ahmed Helwani", "قال أحمد الحلواني إن", &["أحمد الحلواني", "الحلواني"]);
        check("أحمد الحلواني", "Ahmad al-Halwani said so", &["Ahmad al-Halwani", "al-Halwani"]);
        check("Zaynab al-Khalidi", "روت زينب بنت عمها، ثم الخالدي", &["زينب", "الخالدي"]);
        check("Tarek Mansour", "وطارق منصور ولمنصور", &["وطارق منصور", "منصور", "ولمنصور"]);
        // Neither word has the consonants to stand alone.
        check("Abu Ali", "أبو علي في علي", &["أبو علي"]);
        check("Omar bin Ali", "التقى عمر علي", &["عمر علي"]);
    }

    #[test]
    fn what_does_not_sound_like_it_stays() {
        check("Karim Salloum", "A Crime in Salt", &[]);
        check("Tarek Mansour", "في المنطقة تركيا والطريق", &[]);
        check("Euphrates Reporter", "The Euphrates at noon", &[]);
        check("Ali Omar", "Ali said Omar", &[]);
        // A place is no person.
        check("Salim Mayadin", "قصف الميادين", &[]);
        check("Abu Ali", "", &[]);
    }
}
