//! A text cut into words, each folded once, so that every stretch of it that may
//! be a name is put together from words at hand.

use super::fold::{Folded, Folder, Tags, Word, is_arabic_letter};
use super::words;

/// Marks that end a sentence, as far as the surroundings of a name go.
const STOPS: [char; 7] = ['.', '!', '?', '\n', '؟', ';', '؛'];

/// A word of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct ReadWord {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Its parts: ranges of [`Reading::parts`]. A change between letters and digits cuts.
    parts: (u32, u32),
    /// Bytes of [`Reading::bare`]: the word as a name of its own, without article.
    bare: (u32, u32),
    /// What the word says about the kind of a place.
    pub tags: Tags,
    /// Begins with a capital or an Arabic letter, or is an article before such a word.
    pub may_begin: bool,
    /// Begins with a capital.
    pub is_capital: bool,
    /// Begins with an Arabic letter.
    pub is_arabic: bool,
    /// Only spaces, hyphens or the like stand between it and the word before.
    pub joined: bool,
    /// First word of a sentence or line.
    pub begins_sentence: bool,
    /// A full stop, or the like, stands between it and the word before.
    pub behind_stop: bool,
    /// Number of its line.
    line: u32,
}

/// A text and its words.
#[derive(Debug)]
pub(super) struct Reading<'t> {
    pub text: &'t str,
    pub words: Vec<ReadWord>,
    letters: String,
    parts: Vec<Word>,
    bare: String,
    /// For each line, whether it names Deir ez-Zor.
    names_region: Vec<bool>,
}

impl<'t> Reading<'t> {
    /// Cuts and folds a text.
    pub(super) fn of(text: &'t str) -> Self {
        let mut reading = Self {
            text,
            words: Vec::with_capacity(text.len() / 6),
            letters: String::with_capacity(text.len()),
            parts: Vec::with_capacity(text.len() / 6),
            bare: String::with_capacity(text.len()),
            names_region: Vec::new(),
        };
        let mut folder = Folder::default();
        let (mut line, mut gap_start) = (0, 0);
        for (start, word, end) in words_of(text) {
            let gap = &text[gap_start..start];
            line += u32::try_from(memchr::memchr_iter(b'\n', gap.as_bytes()).count()).unwrap_or(0);
            gap_start = end;
            reading.push(start, word, gap, line, &mut folder);
        }
        reading.begin_at_articles();
        reading.find_region();
        reading
    }

    fn push(&mut self, start: usize, word: &str, gap: &str, line: u32, folder: &mut Folder) {
        let first = word.chars().find(|c| c.is_alphanumeric()).unwrap_or(' ');
        let is_arabic = is_arabic_letter(first);
        let is_capital = first.is_uppercase();
        let is_first = self.words.is_empty();
        let plain_gap = gap
            .chars()
            .all(|c| matches!(c, ' ' | '\u{a0}' | '-' | '‑' | '–' | '_' | '\u{200f}' | '\u{200e}'));
        folder.fold(word);
        let (letters, parts) = folder.parts();
        let (from, first_part) = (self.letters.len(), self.parts.len() as u32);
        self.letters.push_str(letters);
        self.parts.extend(parts.iter().map(|p| Word { start: p.start + from, end: p.end + from }));
        let bare_from = self.bare.len() as u32;
        self.bare.push_str(&folder.folded.whole);
        self.words.push(ReadWord {
            start,
            end: start + word.len(),
            parts: (first_part, self.parts.len() as u32),
            bare: (bare_from, self.bare.len() as u32),
            tags: words::tag_of(&folder.folded.whole, false).unwrap_or_default(),
            may_begin: is_capital || is_arabic || first.is_numeric(),
            is_capital,
            is_arabic,
            joined: !is_first && plain_gap && gap.len() <= 4,
            begins_sentence: is_first || gap.contains(['.', '!', '?', '\n', ':', '“', '"', '؟']),
            behind_stop: gap.contains(STOPS),
            line,
        });
    }

    /// "al-Qusour": the small article begins the name.
    fn begin_at_articles(&mut self) {
        for i in 0..self.words.len().saturating_sub(1) {
            let word = self.words[i].of(self.text);
            let next = self.words[i + 1];
            if word.len() <= 4 && next.joined && next.is_capital && is_article_word(word) {
                self.words[i].may_begin = true;
            }
        }
    }

    /// Marks the lines that name Deir ez-Zor in any spelling.
    fn find_region(&mut self) {
        let n_lines = self.words.last().map_or(0, |word| word.line as usize + 1);
        self.names_region = vec![false; n_lines];
        let (mut line, mut before_was_deir) = (0, false);
        for word in &self.words {
            before_was_deir &= word.line == line;
            line = word.line;
            let (first, end) = (word.parts.0 as usize, word.parts.1 as usize);
            let (Some(a), Some(b)) = (self.parts.get(first), self.parts[..end].last()) else {
                continue;
            };
            if first == end {
                continue;
            }
            let step = region_step(&self.letters[a.start..b.end], before_was_deir);
            self.names_region[line as usize] |= step == RegionStep::Named;
            before_was_deir = step == RegionStep::Deir;
        }
    }

    /// Folds words `first..end` into `folded` as one name.
    pub(super) fn fold(&self, first: usize, end: usize, folded: &mut Folded) {
        let (from, to) = (self.words[first].parts.0, self.words[end - 1].parts.1);
        folded.assemble(&self.letters, &self.parts[from as usize..to as usize]);
    }

    /// The word as a name of its own, folded, without article.
    pub(super) fn bare(&self, word: usize) -> &str {
        let (start, end) = self.words[word].bare;
        &self.bare[start as usize..end as usize]
    }

    /// Whether both words stand in one line.
    pub(super) fn same_line(&self, a: usize, b: usize) -> bool {
        self.words[a].line == self.words[b].line
    }

    /// Whether the line of this word names Deir ez-Zor.
    pub(super) fn line_names_region(&self, word: usize) -> bool {
        self.names_region[self.words[word].line as usize]
    }

    /// Whether any line names Deir ez-Zor.
    pub(super) fn names_region(&self) -> bool {
        self.names_region.contains(&true)
    }
}

impl ReadWord {
    /// The word as written.
    pub(super) fn of<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start..self.end]
    }
}

/// The words of a text with their byte ranges: start, text, end.
pub(super) fn words_of(text: &str) -> impl Iterator<Item = (usize, &str, usize)> {
    let mut rest = 0;
    std::iter::from_fn(move || {
        let start = rest + text[rest..].find(super::fold::is_word_char)?;
        let end =
            text[start..].find(|c| !super::fold::is_word_char(c)).map_or(text.len(), |n| start + n);
        rest = end;
        Some((start, &text[start..end], end))
    })
}

/// Whether a word as written may be the Arabic article in Latin letters.
pub(super) fn is_article_word(word: &str) -> bool {
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

/// How far a word brings the name of Deir ez-Zor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RegionStep {
    Other,
    /// "Deir", or an article behind it.
    Deir,
    /// The name is complete.
    Named,
}

fn region_step(folded: &str, before_was_deir: bool) -> RegionStep {
    let ends_in_zor = ["zor", "zour", "zawr", "zur", "زور"].iter().any(|e| folded.ends_with(e));
    if ends_in_zor && (before_was_deir || folded.starts_with("deir") || folded.contains("دير")) {
        return RegionStep::Named;
    }
    let is_deir = matches!(
        folded,
        "deir" | "dayr" | "der" | "dair" | "deyr" | "دير" | "بدير" | "لدير" | "ودير"
    );
    let is_article = matches!(folded, "al" | "ez" | "az" | "el" | "e" | "as" | "es");
    if is_deir || before_was_deir && is_article { RegionStep::Deir } else { RegionStep::Other }
}

/// Whether the text names Deir ez-Zor in any spelling.
pub(super) fn names_deir_ez_zor(text: &str) -> bool {
    Reading::of(text).names_region()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::fold::fold;

    #[test]
    fn a_stretch_folds_as_the_same_words_alone() {
        let text = "The army’s men in Deir ez-Zor’s al-Qusour and على حي القصور والجورة، M5 km3.";
        let reading = Reading::of(text);
        let mut folded = Folded::default();
        for first in 0..reading.words.len() {
            for end in first + 1..=reading.words.len() {
                reading.fold(first, end, &mut folded);
                let words = &text[reading.words[first].start..reading.words[end - 1].end];
                assert_eq!(folded, fold(words), "{words:?}");
            }
        }
    }

    #[test]
    fn lines_that_name_the_region_are_marked() {
        let check = |text: &str, expected: bool| {
            assert_eq!(Reading::of(text).names_region(), expected, "{text:?}");
        };
        check("shells on Deir ez-Zor city", true);
        check("in Deir al-Zour’s north", true);
        check("Deirezzor", true);
        check("في ريف دير الزور", true);
        check("Deir Hafer and Zor", false);
        check("", false);
    }
}
