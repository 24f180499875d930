//! Which face draws what, and how wide each character is.
//!
//! Widths come from the same font files and the same shaping rules as egui's
//! (rustybuzz and harfrust are both ports of HarfBuzz), so they can be known per
//! character and without a window; a test compares the two.

use std::ops::Range;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use rustc_hash::FxHashMap;
use rustybuzz::{Direction, Script, ShapePlan, UnicodeBuffer};
use unicode_bidi_mirroring::get_mirrored;
use unicode_segmentation::UnicodeSegmentation as _;

use super::bidi::{VisualRun, is_bidi_control};
use super::rich::{BidiText, Style};
use crate::ui::fonts::{Face, FontRole};

/// A user-perceived character at its place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cell {
    /// Bytes of the whole text.
    pub range: Range<usize>,
    /// Points.
    pub width: f32,
    /// Whether its beginning is at its right edge.
    pub rtl: bool,
}

/// What egui draws in one go: one face, one style, one direction.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub face: Face,
    pub style: Style,
    /// What to hand to egui, which turns right-to-left letters round by itself.
    pub text: String,
    /// From left to right.
    pub cells: Vec<Cell>,
}

impl Piece {
    /// Points.
    pub fn width(&self) -> f32 {
        self.cells.iter().map(|cell| cell.width).sum()
    }

    /// Sets the place of a piece that draws no characters of the text.
    pub fn move_to(&mut self, at: usize) {
        for cell in &mut self.cells {
            cell.range = at..at;
        }
    }
}

/// The sign for what had no room.
pub(super) fn ellipsis(style: Style) -> Piece {
    let face = face_for('…', style.role, false);
    piece(face, style, vec![Shown { range: 0..0, drawn: "…".to_owned() }], false)
}

/// A grapheme and what is drawn for it.
struct Shown {
    range: Range<usize>,
    drawn: String,
}

/// The pieces of one visual run, from left to right.
///
/// `offset` is where the paragraph starts in `text`; characters from `shown_end`
/// on (of the paragraph) are counted but not drawn.
pub(super) fn pieces(
    text: &BidiText,
    offset: usize,
    run: &VisualRun,
    shown_end: usize,
) -> Vec<Piece> {
    let source = &text.text[offset + run.range.start..offset + run.range.end];
    let mut groups: Vec<(Option<Face>, usize, Style, Vec<Shown>)> = Vec::new();
    for (at, grapheme) in source.grapheme_indices(true) {
        let at = run.range.start + at;
        let range = offset + at..offset + at + grapheme.len();
        let Some((span, style)) = text.style_at(offset + at) else { continue };
        let drawn = if at >= shown_end { String::new() } else { drawn(grapheme) };
        let face = drawn.chars().next().map(|c| face_for(c, style.role, run.rtl));
        match groups.last_mut() {
            Some(group)
                if group.1 == span && (face.is_none() || group.0.is_none() || face == group.0) =>
            {
                group.0 = group.0.or(face);
                group.3.push(Shown { range, drawn });
            }
            _ => groups.push((face, span, style, vec![Shown { range, drawn }])),
        }
    }
    let mut pieces: Vec<Piece> = groups
        .into_iter()
        .map(|(face, _, style, shown)| {
            piece(face.unwrap_or(style.role.latin()), style, shown, run.rtl)
        })
        .collect();
    if run.rtl {
        pieces.reverse();
    }
    pieces
}

/// What is drawn for a grapheme; nothing for characters without a shape.
fn drawn(grapheme: &str) -> String {
    if grapheme.chars().all(is_joiner_or_selector) {
        return String::new();
    }
    grapheme
        .chars()
        .filter_map(|c| match c {
            '\t' => Some(' '),
            // egui sets its own widths for these two; this is another narrow space.
            '\u{2009}' | '\u{202f}' => Some('\u{2006}'),
            '\u{ad}' | '\u{feff}' | '\u{200b}' | '\u{2060}' => None,
            c if is_bidi_control(c) => None,
            c if c.is_control() => Some('\u{fffd}'),
            c if is_joiner_or_selector(c) || Face::ALL.into_iter().any(|face| face.has(c)) => {
                Some(c)
            }
            _ => Some('\u{fffd}'),
        })
        .collect()
}

fn is_joiner_or_selector(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}')
}

/// The face of the run's own direction first, so that spaces and signs between
/// its words belong to the same face and are shaped in one go.
fn face_for(c: char, role: FontRole, rtl: bool) -> Face {
    let (first, second) =
        if rtl { (role.arabic(), role.latin()) } else { (role.latin(), role.arabic()) };
    [first, second].into_iter().chain(Face::ALL).find(|face| face.has(c)).unwrap_or(first)
}

/// The direction egui will give to a text: that of its first letter with a script.
fn is_shaped_rtl(text: &str) -> bool {
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(text);
    buffer.guess_segment_properties();
    buffer.direction() == Direction::RightToLeft
}

fn piece(face: Face, style: Style, mut shown: Vec<Shown>, rtl: bool) -> Piece {
    let in_order: String = shown.iter().map(|shown| shown.drawn.as_str()).collect();
    let shaped_rtl = is_shaped_rtl(&in_order);
    if shaped_rtl != rtl {
        // Signs without letters in an Arabic run, or letters whose direction the
        // text overrides: egui will go the other way, so the text is turned here.
        shown.reverse();
        for shown in &mut shown {
            shown.drawn = shown.drawn.chars().map(|c| get_mirrored(c).unwrap_or(c)).collect();
        }
    }
    let text: String = shown.iter().map(|shown| shown.drawn.as_str()).collect();
    let widths = widths(face, style.size, &text, &shown);
    let mut cells: Vec<Cell> = shown
        .into_iter()
        .zip(widths)
        .map(|(shown, width)| Cell { range: shown.range, width, rtl })
        .collect();
    if shaped_rtl {
        cells.reverse();
    }
    Piece { face, style, text, cells }
}

/// The advance of each grapheme in points. A ligature's is shared equally.
fn widths(face: Face, size: f32, text: &str, shown: &[Shown]) -> Vec<f32> {
    let Some(shaper) = face.shaper() else { return vec![0.0; shown.len()] };
    let scale = size / shaper.units_per_em() as f32;
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(text);
    buffer.guess_segment_properties();
    let plan = plan(face, shaper, &buffer);
    let glyphs = rustybuzz::shape_with_plan(shaper, &plan, buffer);

    let mut advances: Vec<(usize, i32)> = glyphs
        .glyph_infos()
        .iter()
        .zip(glyphs.glyph_positions())
        .map(|(info, position)| (info.cluster as usize, position.x_advance))
        .collect();
    advances.sort_by_key(|&(cluster, _)| cluster);
    advances.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        kept.1 += if same { next.1 } else { 0 };
        same
    });

    let mut widths = vec![0.0; shown.len()];
    let mut advances = advances.into_iter().peekable();
    let mut start = 0;
    let mut ligature: Vec<usize> = Vec::new();
    let mut pending = 0;
    let mut share = |graphemes: &mut Vec<usize>, advance: i32| {
        for &grapheme in graphemes.iter() {
            widths[grapheme] += advance as f32 * scale / graphemes.len() as f32;
        }
        graphemes.clear();
    };
    for (index, grapheme) in shown.iter().enumerate() {
        let end = start + grapheme.drawn.len();
        let starts_cluster = advances.peek().is_some_and(|&(cluster, _)| cluster < end);
        if starts_cluster {
            share(&mut ligature, std::mem::take(&mut pending));
        }
        if start < end {
            ligature.push(index);
        }
        while let Some((_, advance)) = advances.next_if(|&(cluster, _)| cluster < end) {
            pending += advance;
        }
        start = end;
    }
    share(&mut ligature, pending);
    widths
}

/// How a face shapes a script. Working it out takes longer than shaping a line, so
/// it is done once; there are as many as faces and scripts in use.
fn plan(face: Face, shaper: &rustybuzz::Face<'_>, buffer: &UnicodeBuffer) -> Arc<ShapePlan> {
    type Plans = FxHashMap<(Face, Direction, Script), Arc<ShapePlan>>;
    static PLANS: LazyLock<Mutex<Plans>> = LazyLock::new(Mutex::default);
    let (direction, script) = (buffer.direction(), buffer.script());
    let mut plans = PLANS.lock().unwrap_or_else(PoisonError::into_inner);
    let plan = plans.entry((face, direction, script)).or_insert_with(|| {
        let script = (script != rustybuzz::script::UNKNOWN).then_some(script);
        Arc::new(ShapePlan::new(shaper, direction, script, None, &[]))
    });
    Arc::clone(plan)
}
