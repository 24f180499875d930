//! From glyphs and where they stand to lines of text in the order in which they are read.

use unicode_bidi::{BidiInfo, Level};
use unicode_normalization::UnicodeNormalization as _;

use super::page::Glyph;

/// A base line that differs by less than this is the same, in sizes of the font: raised letters
/// stay in their line.
const SAME_LINE: f32 = 0.5;

/// Lines further apart than this have an empty line between them, in sizes of the font.
const PARAGRAPH: f32 = 1.9;

/// A gap wider than this stands for a space, in sizes of the font: spaces are about a quarter.
const GAP: f32 = 0.16;

/// The same letter this near is drawn over itself, in sizes of the font: less than half of the
/// narrowest letter.
const SAME_GLYPH: f32 = 0.08;

/// Sizes of fonts that differ by more than this factor are of different paragraphs.
const SAME_SIZE: f32 = 1.15;

/// A line of a page.
struct Line {
    /// Its words in the order in which they are read; never empty.
    words: String,
    left: f32,
    right: f32,
    y: f32,
    size: f32,
    /// Width of the word that is read first.
    first_word: f32,
    is_right_to_left: bool,
}

/// The text of glyphs in the order in which a page draws them. Lines of a paragraph are joined,
/// since a sentence goes on over their ends. Ends in `\n` if not empty.
pub fn text(glyphs: &[Glyph]) -> String {
    let lines: Vec<Line> = glyphs
        .chunk_by(|a, b| (a.y - b.y).abs() <= SAME_LINE * a.size.max(b.size))
        .filter_map(Line::of)
        .collect();
    let mut text = String::new();
    for block in lines.chunk_by(is_same_block) {
        if !text.is_empty() {
            text.push('\n');
        }
        let left = block.iter().map(|line| line.left).fold(f32::INFINITY, f32::min);
        let right = block.iter().map(|line| line.right).fold(f32::NEG_INFINITY, f32::max);
        for (line, next) in block.iter().zip(block.iter().skip(1).map(Some).chain([None])) {
            text.push_str(&line.words);
            match next {
                Some(next) if line.goes_on(next, left, right) => join(&mut text, next),
                _ => text.push('\n'),
            }
        }
    }
    text
}

/// Whether two lines stand below one another at the distance of lines, in the same size.
fn is_same_block(line: &Line, next: &Line) -> bool {
    let (size, other) = (line.size.max(next.size), line.size.min(next.size));
    (line.y - next.y).abs() <= PARAGRAPH * size && size <= SAME_SIZE * other
}

/// Puts between two lines of a paragraph what stands between their words.
fn join(text: &mut String, next: &Line) {
    if !text.ends_with('-') {
        text.push(' ');
    } else if next.words.starts_with(char::is_lowercase) && !text.ends_with(" -") {
        // Divided at the end of the line; a name like al-Qusour goes on with a capital.
        text.pop();
    }
}

impl Line {
    /// From left to right as it stands, then in the order in which it is read. `None` if no
    /// glyph shows anything.
    fn of(glyphs: &[Glyph]) -> Option<Self> {
        let mut line: Vec<&Glyph> = glyphs.iter().collect();
        line.sort_by(|a, b| a.x.total_cmp(&b.x));
        // Letters are made bold, or given an outline, by drawing them twice.
        line.dedup_by(|next, glyph| {
            next.text == glyph.text && (next.x - glyph.x).abs() < SAME_GLYPH * glyph.size
        });
        let (mut standing, mut last, mut is_apart) = (String::new(), None::<&Glyph>, true);
        // Where each word starts, and where the one on its left ended.
        let mut starts = Vec::new();
        for glyph in line {
            is_apart |= last.is_some_and(|last| glyph.x - last.end_x > GAP * glyph.size);
            let plain = plain(&glyph.text);
            if plain.trim().is_empty() {
                is_apart = true;
                continue;
            }
            if is_apart {
                standing.push(' ');
                starts.push((glyph.x, last.map(|last| last.end_x)));
            }
            if plain.chars().any(is_right_to_left) {
                // A ligature stands as one glyph and is read from right to left.
                standing.extend(plain.chars().rev());
            } else {
                standing.push_str(&plain);
            }
            (last, is_apart) = (Some(glyph), false);
        }
        let (last, first) = (last?, starts.first()?.0);
        let standing = standing.split_whitespace().collect::<Vec<_>>().join(" ");
        let n_right = standing.chars().filter(|c| is_right_to_left(*c)).count();
        let n_left = standing.chars().filter(|c| c.is_alphabetic()).count() - n_right;
        let is_rtl = n_right > 0 && n_right >= n_left;
        let first_word = if is_rtl {
            starts.last().map_or(0.0, |(start, _)| last.end_x - start)
        } else {
            starts.get(1).and_then(|(_, end)| *end).unwrap_or(last.end_x) - first
        };
        let words = if n_right > 0 { read_order(&standing, is_rtl) } else { standing };
        Some(Self {
            words,
            left: first,
            right: last.end_x,
            y: last.y,
            size: last.size,
            first_word,
            is_right_to_left: is_rtl,
        })
    }

    /// Whether its paragraph goes on in the next line: the first word of that one found no room
    /// at its end, between the edges of the block, and it is not set in.
    fn goes_on(&self, next: &Self, left: f32, right: f32) -> bool {
        let (room, set_in) = if self.is_right_to_left {
            (self.left - left, self.right - next.right)
        } else {
            (right - self.right, next.left - self.left)
        };
        room < next.first_word + GAP * self.size && set_in < self.size
    }
}

/// Turns a line as it stands into the order in which it is read. For lines of one level of
/// nesting, as those of reports are, showing is its own inverse (Unicode Standard Annex 9, L2).
fn read_order(standing: &str, is_right_to_left: bool) -> String {
    let level = if is_right_to_left { Level::rtl() } else { Level::ltr() };
    let bidi = BidiInfo::new(standing, Some(level));
    let lines = bidi.paragraphs.iter();
    lines.map(|line| bidi.reorder_line(line, line.range.clone())).collect()
}

/// Ligatures of Latin and forms of Arabic letters as the letters they stand for; nothing for signs
/// that control.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{fb00}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' => {
                plain.extend(std::iter::once(c).nfkc());
            }
            '\u{ad}' => plain.push('-'),
            c if c.is_whitespace() => plain.push(' '),
            c if c.is_control() || c == '\u{feff}' => {}
            c => plain.push(c),
        }
    }
    plain
}

/// Letters of Hebrew, Arabic and their neighbours, but no digits.
fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
        && c.is_alphabetic()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Glyphs of ten units, side by side; `|` leaves a gap, `/` begins the next line and `#` the
    /// next paragraph.
    fn glyphs(drawn: &str) -> Vec<Glyph> {
        let (mut x, mut y, mut found) = (0.0, 700.0, Vec::new());
        for c in drawn.chars() {
            match c {
                '|' => x += 4.0,
                '/' => (x, y) = (0.0, y - 14.0),
                '#' => (x, y) = (0.0, y - 30.0),
                c => {
                    found.push(Glyph { text: c.to_string(), x, y, end_x: x + 5.0, size: 10.0 });
                    x += 5.0;
                }
            }
        }
        found
    }

    #[track_caller]
    fn check(drawn: &str, expected: &str) {
        assert_eq!(text(&glyphs(drawn)), expected);
    }

    #[test]
    fn lines_gaps_and_paragraphs_are_told_by_position() {
        check("", "");
        check("  ", "");
        check("one|two three", "one two three\n");
        check("one#two", "one\n\ntwo\n");
        check("\u{fb01}re", "fire\n");
    }

    #[test]
    fn lines_of_a_paragraph_are_joined() {
        check("Shells fell on/the market on/Friday.", "Shells fell on the market on Friday.\n");
        // There was room for "The".
        check("Shells fell on/it./The market burnt.", "Shells fell on it.\nThe market burnt.\n");
        check("Shells fell on al-/Qusour today.", "Shells fell on al-Qusour today.\n");
        check("They were bom-/barded again.", "They were bombarded again.\n");
        check("A list of what/||||||fell there then", "A list of what\nfell there then\n");
    }

    #[test]
    fn a_raised_letter_stays_in_its_line() {
        let mut drawn = glyphs("12th");
        drawn[2].y += 3.0;
        assert_eq!(text(&drawn), "12th\n");
    }

    #[test]
    fn letters_drawn_twice_are_read_once() {
        let mut drawn = glyphs("all bold");
        let over: Vec<Glyph> =
            drawn.iter().map(|glyph| Glyph { x: glyph.x + 0.3, ..glyph.clone() }).collect();
        drawn.extend(over);
        assert_eq!(text(&drawn), "all bold\n");
    }

    #[test]
    fn arabic_is_read_from_right_to_left() {
        let drawn = |read: &str| read.chars().rev().collect::<String>();
        check(&drawn("قصف على حي"), "قصف على حي\n");
        check(&format!("2016 {}", drawn("قصف")), "قصف 2016\n");
        check(&format!("SANA {}", drawn("قالت")), "قالت SANA\n");
        // Lam-alef as one glyph, with its letters in the order in which they are read.
        let mut ligature = glyphs("م|x|س");
        ligature[1].text = "\u{fefb}".to_owned();
        assert_eq!(text(&ligature), "س لا م\n");
    }
}
