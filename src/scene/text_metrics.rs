//! How much room a text takes in the bundled faces, and where it may be broken.
//!
//! Widths come from shaping with HarfBuzz's rules (`rustybuzz`), so that joined Arabic letters
//! and kerning count. The order of runs does not change a width, so none is worked out here.

use std::sync::{LazyLock, Mutex, PoisonError};

use rustc_hash::FxHashMap;
use rustybuzz::{Direction, Face, UnicodeBuffer};
use unicode_linebreak::{BreakOpportunity, linebreaks};

use super::shape::Font;

/// The files of the bundled faces: Noto, OFL 1.1, as Debian's fonts-noto-core ships them.
pub const FONT_FILES: [&[u8]; 7] = [
    include_bytes!("../../assets/fonts/NotoSans-Regular.ttf"),
    include_bytes!("../../assets/fonts/NotoSans-Bold.ttf"),
    include_bytes!("../../assets/fonts/NotoSerif-Regular.ttf"),
    include_bytes!("../../assets/fonts/NotoSerif-Italic.ttf"),
    include_bytes!("../../assets/fonts/NotoSansArabic-Regular.ttf"),
    include_bytes!("../../assets/fonts/NotoSansArabic-Bold.ttf"),
    include_bytes!("../../assets/fonts/NotoNaskhArabic-Regular.ttf"),
];

/// Texts whose widths are remembered before the memory is emptied: more than one frame holds.
const MAX_REMEMBERED: usize = 16_384;

static FACES: LazyLock<Vec<Option<Face<'static>>>> =
    LazyLock::new(|| FONT_FILES.iter().map(|file| Face::from_slice(file, 0)).collect());

static WIDTHS: LazyLock<Mutex<FxHashMap<(Font, String), f32>>> = LazyLock::new(Mutex::default);

/// The Latin face of a font and its Arabic companion, as positions in [`FONT_FILES`].
const fn files(font: Font) -> (usize, usize) {
    match font {
        Font::Sans => (0, 4),
        Font::SansBold => (1, 5),
        Font::Serif => (2, 6),
        Font::SerifItalic => (3, 6),
    }
}

fn face(index: usize) -> Option<&'static Face<'static>> {
    FACES.get(index)?.as_ref()
}

/// Width in logical pixels of one line of `text` at a font size of `size`.
#[must_use]
pub fn width(text: &str, font: Font, size: f32) -> f32 {
    if text.is_empty() {
        return 0.0;
    }
    let mut widths = WIDTHS.lock().unwrap_or_else(PoisonError::into_inner);
    // The key would have to be built for a look-up, so short texts are looked for by a copy.
    let key = (font, text.to_owned());
    let ems = match widths.get(&key) {
        Some(ems) => *ems,
        None => {
            let ems = width_in_ems(text, font);
            if widths.len() >= MAX_REMEMBERED {
                widths.clear();
            }
            widths.insert(key, ems);
            ems
        }
    };
    ems * size
}

/// How far letters reach above and below the baseline, in logical pixels, both positive: enough
/// for Arabic marks, less than the line height that the face asks for.
#[must_use]
pub fn ascent_descent(font: Font, size: f32) -> (f32, f32) {
    // Capitals and ascenders of Noto Sans and Serif end below 0.78 em, Arabic alef with hamza at
    // 0.80; Latin descenders at 0.24, Arabic final forms below 0.30.
    let _ = font;
    (0.80 * size, 0.28 * size)
}

fn width_in_ems(text: &str, font: Font) -> f32 {
    let (latin, arabic) = files(font);
    script_runs(text)
        .into_iter()
        .map(|(run, is_arabic)| {
            let shown: String = run.chars().filter(|c| !is_bidi_control(*c)).collect();
            run_width_in_ems(&shown, is_arabic, latin, arabic)
        })
        .sum()
}

/// The text cut into runs of one face each, in logical order, with whether that is the Arabic
/// one. Spaces and controls go with what stands before them.
#[must_use]
pub fn script_runs(text: &str) -> Vec<(&str, bool)> {
    let mut runs = Vec::new();
    let mut start = 0;
    let mut current: Option<bool> = None;
    for (at, c) in text.char_indices() {
        let Some(is_arabic) = script(c) else { continue };
        if current.is_some_and(|before| before != is_arabic) {
            runs.push((&text[start..at], !is_arabic));
            start = at;
        }
        current = Some(is_arabic);
    }
    if start < text.len() {
        runs.push((&text[start..], current.unwrap_or(false)));
    }
    runs
}

/// A glyph of a run, as HarfBuzz's rules choose and place it. Lengths are in ems.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SetGlyph {
    /// Number in the face.
    pub id: u16,
    /// Where the characters that it stands for begin, in bytes of the run. Glyphs that begin at
    /// the same place belong together.
    pub cluster: usize,
    /// From its origin to that of the next one.
    pub advance: f32,
    /// How far it is moved rightward and upward from its origin.
    pub offset: [f32; 2],
}

/// The position in [`FONT_FILES`] of the face that a run is set in.
#[must_use]
pub const fn face_index(font: Font, is_arabic: bool) -> usize {
    let (latin, other) = files(font);
    if is_arabic { other } else { latin }
}

/// One of the bundled faces; `None` for a position beyond [`FONT_FILES`].
#[must_use]
pub fn bundled_face(index: usize) -> Option<&'static Face<'static>> {
    face(index)
}

/// The glyphs of a run of one face and one direction, **from left to right**. The run holds no
/// marks of direction.
#[must_use]
pub fn glyphs(run: &str, font: Font, is_arabic: bool, is_rtl: bool) -> Vec<SetGlyph> {
    let Some(face) = face(face_index(font, is_arabic)) else { return Vec::new() };
    let em = face.units_per_em() as f32;
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(run);
    buffer.set_direction(if is_rtl { Direction::RightToLeft } else { Direction::LeftToRight });
    buffer.guess_segment_properties();
    let shaped = rustybuzz::shape(face, &[], buffer);
    let placed = shaped.glyph_infos().iter().zip(shaped.glyph_positions());
    placed
        .map(|(info, position)| SetGlyph {
            // TrueType has no more than 65,535 glyphs.
            id: u16::try_from(info.glyph_id).unwrap_or(0),
            cluster: info.cluster as usize,
            advance: position.x_advance as f32 / em,
            offset: [position.x_offset as f32 / em, position.y_offset as f32 / em],
        })
        .collect()
}

fn run_width_in_ems(run: &str, is_arabic: bool, latin: usize, arabic: usize) -> f32 {
    if run.is_empty() {
        return 0.0;
    }
    let Some(face) = face(if is_arabic { arabic } else { latin }) else {
        return run.chars().count() as f32 * 0.55;
    };
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(run);
    buffer.set_direction(if is_arabic { Direction::RightToLeft } else { Direction::LeftToRight });
    buffer.guess_segment_properties();
    let glyphs = rustybuzz::shape(face, &[], buffer);
    let advance: i32 = glyphs.glyph_positions().iter().map(|glyph| glyph.x_advance).sum();
    advance as f32 / face.units_per_em() as f32
}

/// Whether the character belongs to the Arabic face; `None` for spaces and the controls of UAX #9,
/// which look alike in both.
const fn script(c: char) -> Option<bool> {
    match c {
        '\u{0600}'..='\u{06FF}' | '\u{0750}'..='\u{077F}' | '\u{08A0}'..='\u{08FF}' => Some(true),
        '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}' => Some(true),
        c if c == ' ' || is_bidi_control(c) => None,
        _ => Some(false),
    }
}

/// The marks and isolates of UAX #9, which take no room.
const fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// `text` in lines no wider than `max_width` logical pixels, broken where UAX #14 allows. A word
/// that is wider alone stands on a line of its own, broken between letters when it must be.
/// There is at least one line for a text that is not empty.
#[must_use]
pub fn wrapped(text: &str, font: Font, size: f32, max_width: f32) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        let mut start = 0;
        for (end, opportunity) in linebreaks(paragraph) {
            let piece = &paragraph[start..end];
            start = end;
            let longer = format!("{line}{piece}");
            if line.is_empty() || width(longer.trim_end(), font, size) <= max_width {
                line = longer;
            } else {
                lines.push(line.trim_end().to_owned());
                line = piece.to_owned();
            }
            while width(line.trim_end(), font, size) > max_width {
                let Some(fits) = longest_prefix(line.trim_end(), font, size, max_width) else {
                    break;
                };
                let rest = line.split_off(fits);
                lines.push(std::mem::replace(&mut line, rest));
            }
            if opportunity == BreakOpportunity::Mandatory {
                lines.push(line.trim_end().to_owned());
                line.clear();
            }
        }
        if !line.trim_end().is_empty() {
            lines.push(line.trim_end().to_owned());
        }
    }
    lines
}

/// Where to cut a single word so that its head fits; `None` when no cut helps.
fn longest_prefix(word: &str, font: Font, size: f32, max_width: f32) -> Option<usize> {
    let mut fits = None;
    for (at, c) in word.char_indices() {
        let end = at + c.len_utf8();
        if end == word.len() || width(&word[..end], font, size) > max_width {
            break;
        }
        fits = Some(end);
    }
    // One letter a line at least, or a narrow column would never end.
    fits.or_else(|| word.chars().next().map(char::len_utf8).filter(|len| *len < word.len()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn joined_arabic_letters_are_narrower_than_the_letters_alone() {
        let word = "العسكري";
        let joined = width(word, Font::Sans, 16.0);
        let apart: f32 = word.chars().map(|c| width(&c.to_string(), Font::Sans, 16.0)).sum();
        assert!(joined > 10.0 && joined < 0.9 * apart, "{joined} {apart}");
    }

    #[test]
    fn isolates_take_no_room_and_size_scales() {
        let plain = width("150-170 killed", Font::Sans, 10.0);
        assert_eq!(width("\u{2068}150-170 killed\u{2069}", Font::Sans, 10.0), plain);
        assert!((width("150-170 killed", Font::Sans, 20.0) - 2.0 * plain).abs() < 1e-3);
    }

    #[test]
    fn runs_of_one_face_join_to_the_whole() {
        let text = "al-Qusour القصور · 150–170";
        let runs = script_runs(text);
        assert_eq!(runs, [("al-Qusour ", false), ("القصور ", true), ("· 150–170", false)]);
        assert!(script_runs("").is_empty());
    }

    #[test]
    fn the_bundled_faces_can_all_be_read() {
        assert!(FACES.iter().all(Option::is_some));
    }

    proptest! {
        #[test]
        fn wrapped_lines_fit_and_lose_no_letter(text in "[a-zA-Z ابتثجحخ0-9,.-]{0,80}", room in 20.0..300.0f32) {
            let lines = wrapped(&text, Font::Sans, 12.0, room);
            for line in &lines {
                prop_assert!(width(line, Font::Sans, 12.0) <= room.max(14.0), "{line}");
            }
            let letters = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
        }
    }
}
