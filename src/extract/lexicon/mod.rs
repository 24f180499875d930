//! Words and phrases the reader knows, in English and Arabic, each with a sense.
//!
//! The two languages share every rule; they differ only in these tables
//! (`lexicon/en.tsv`, `lexicon/ar.tsv`). A line is `class TAB value TAB
//! phrase|phrase|...`; `#` begins a comment. Phrases are compared word by word,
//! folded as [`fold_word`] does; Arabic phrases are
//! written without the article.

mod named;
mod sense;

use named::sense;
pub use sense::{Act, Area, Bound, Form, Harm, Head, RelativeDay, Sense, Side, Weapon};

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::token::{Token, TokenKind, fold_word};

/// Number of a word of the lexicon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WordId(u32);

impl WordId {
    /// A word the lexicon does not have.
    pub const NONE: Self = Self(0);
}

/// A tagged phrase of a text: tokens `first..end` have `sense`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tag {
    /// First token.
    pub first: u32,
    /// One past the last token.
    pub end: u32,
    /// Meaning.
    pub sense: Sense,
}

/// All words and phrases.
#[derive(Debug)]
pub struct Lexicon {
    words: FxHashMap<Box<str>, WordId>,
    steps: FxHashMap<(u32, WordId), u32>,
    senses: Vec<Vec<Sense>>,
}

const ENGLISH: &str = include_str!("en.tsv");
const ARABIC: &str = include_str!("ar.tsv");

impl Lexicon {
    /// The lexicon inside the program, built once.
    #[must_use]
    pub fn bundled() -> &'static Self {
        static BUNDLED: OnceLock<Lexicon> = OnceLock::new();
        BUNDLED.get_or_init(|| {
            let mut lexicon = Self {
                words: FxHashMap::default(),
                steps: FxHashMap::default(),
                senses: vec![vec![]],
            };
            for line in ENGLISH.lines().chain(ARABIC.lines()) {
                // A unit test reads every line, so a line without a sense cannot ship.
                lexicon.add_line(line);
            }
            lexicon
        })
    }

    /// Number of a folded word, or [`WordId::NONE`].
    #[must_use]
    pub fn word(&self, folded: &str) -> WordId {
        self.words.get(folded).copied().unwrap_or(WordId::NONE)
    }

    /// Adds the phrases of one line; false when the line is wrong.
    fn add_line(&mut self, line: &str) -> bool {
        let line = line.trim_end();
        if line.is_empty() || line.starts_with('#') {
            return true;
        }
        let mut columns = line.split('\t');
        let (Some(class), Some(value), Some(phrases), None) =
            (columns.next(), columns.next(), columns.next(), columns.next())
        else {
            return false;
        };
        let Some(sense) = sense(class, value) else { return false };
        let mut folded = String::new();
        for phrase in phrases.split('|') {
            let mut node = 0;
            for word in phrase.split([' ', '-']).filter(|word| !word.is_empty()) {
                fold_word(word, &mut folded);
                let next_word = WordId(u32::try_from(self.words.len()).unwrap_or(u32::MAX) + 1);
                let word = *self.words.entry(folded.as_str().into()).or_insert(next_word);
                let next_node = u32::try_from(self.senses.len()).unwrap_or(u32::MAX);
                node = *self.steps.entry((node, word)).or_insert(next_node);
                if node == next_node {
                    self.senses.push(Vec::new());
                }
            }
            if node == 0 {
                return false;
            }
            let senses = &mut self.senses[node as usize];
            if !senses.contains(&sense) {
                senses.push(sense);
            }
        }
        true
    }

    /// The senses of all phrases of `tokens`, in order. Of phrases with the same
    /// class of sense only the longest counts; a few classes also hide the words
    /// inside them ("more than" is a bound, not "more").
    #[must_use]
    pub fn tag(&self, tokens: &[Token]) -> Vec<Tag> {
        let mut tags: Vec<Tag> = Vec::with_capacity(tokens.len());
        let mut found: Vec<(usize, u32)> = Vec::new();
        for first in 0..tokens.len() {
            self.phrases(tokens, first, &mut found);
            let from = tags.len();
            for &(end, node) in found.iter().rev() {
                for &sense in &self.senses[node as usize] {
                    let tag = Tag { first: index(first), end: index(end), sense };
                    let hidden = tags[from..]
                        .iter()
                        .any(|longer| longer.end > tag.end && longer.hides(&tag))
                        || tags[..from]
                            .iter()
                            .rev()
                            .take_while(|earlier| earlier.first + 8 > tag.first)
                            .any(|earlier| earlier.end >= tag.end && earlier.hides(&tag));
                    if !hidden {
                        tags.push(tag);
                    }
                }
            }
        }
        tags
    }

    /// Ends and trie nodes of all phrases that start at `first`, shortest first.
    fn phrases(&self, tokens: &[Token], first: usize, found: &mut Vec<(usize, u32)>) {
        found.clear();
        // Alternative readings of an Arabic word open more than one path.
        let mut nodes = Nodes::default();
        nodes.push(0);
        for (offset, token) in tokens[first..].iter().take(8).enumerate() {
            match token.kind {
                TokenKind::Word => {}
                TokenKind::Possessive if offset > 0 => continue,
                TokenKind::Break if token.value == 1 && offset > 0 => continue,
                _ => break,
            }
            let mut next = Nodes::default();
            for &node in nodes.as_slice() {
                for &form in &token.forms {
                    if form != WordId::NONE
                        && let Some(&step) = self.steps.get(&(node, form))
                    {
                        next.push(step);
                    }
                }
            }
            for &node in next.as_slice() {
                if !self.senses[node as usize].is_empty() {
                    found.push((first + offset + 1, node));
                }
            }
            if next.as_slice().is_empty() {
                break;
            }
            nodes = next;
        }
    }
}

impl Tag {
    /// Whether this longer phrase leaves no meaning to `inner`.
    fn hides(&self, inner: &Self) -> bool {
        use std::mem::discriminant;
        discriminant(&self.sense) == discriminant(&inner.sense)
            || match self.sense {
                Sense::Bound(_)
                | Sense::Outlet
                | Sense::Day(_)
                | Sense::Vague(_)
                | Sense::According => true,
                Sense::Near | Sense::Launch | Sense::Attempt => {
                    !matches!(inner.sense, Sense::Area(_))
                }
                Sense::Joint | Sense::BothSides | Sense::WeakJoint => {
                    !matches!(inner.sense, Sense::Anaphor)
                }
                Sense::Harm(..) => matches!(
                    inner.sense,
                    Sense::Head(_) | Sense::Of | Sense::And | Sense::Carrier(_)
                ),
                Sense::Act(..) => {
                    matches!(inner.sense, Sense::Weapon(Weapon::Device) | Sense::Carrier(_))
                }
                Sense::Number(_) | Sense::Month(_) => {
                    matches!(inner.sense, Sense::Weekday(_) | Sense::Number(_))
                }
                Sense::Background | Sense::Trend => {
                    matches!(inner.sense, Sense::Negation | Sense::Be)
                }
                _ => false,
            }
    }
}

#[derive(Default, Clone, Copy)]
struct Nodes {
    items: [u32; 6],
    len: usize,
}

impl Nodes {
    fn push(&mut self, node: u32) {
        if self.len < self.items.len() && !self.as_slice().contains(&node) {
            self.items[self.len] = node;
            self.len += 1;
        }
    }

    fn as_slice(&self) -> &[u32] {
        &self.items[..self.len]
    }
}

fn index(token: usize) -> u32 {
    u32::try_from(token).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::token::tokenize;
    use super::*;

    #[test]
    fn every_line_of_the_tables_is_understood() {
        for (name, table) in [("en", ENGLISH), ("ar", ARABIC)] {
            let mut lexicon = Lexicon {
                words: FxHashMap::default(),
                steps: FxHashMap::default(),
                senses: vec![vec![]],
            };
            for (number, line) in table.lines().enumerate() {
                assert!(lexicon.add_line(line), "{name}.tsv line {}: {line}", number + 1);
            }
        }
    }

    #[test]
    fn the_longest_phrase_wins() {
        let lexicon = Lexicon::bundled();
        let check = |text: &str, sense: Sense, words: u32| {
            let tags = lexicon.tag(&tokenize(text, lexicon));
            assert!(
                tags.iter().any(|tag| tag.sense == sense && tag.end - tag.first == words),
                "{text}: {tags:?}"
            );
        };
        check("Syrian army soldiers", Sense::Actor(Side::Government), 2);
        check("Islamic State", Sense::Actor(Side::Isis), 2);
        check("air-strikes", Sense::Act(Act::Air, Form::Noun), 2);
        check("تنظيم داعش", Sense::Actor(Side::Isis), 2);
        check("والطيران الروسي", Sense::Actor(Side::Russia), 2);
    }
}
