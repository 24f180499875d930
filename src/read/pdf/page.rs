//! From the operators of a page to glyphs and where they stand.

use std::collections::BTreeMap;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Encoding, Object, ObjectId};
use rustc_hash::FxHashMap;

/// Forms drawn inside forms, at most.
const DEEPEST_FORM: usize = 8;

/// Forms drawn on a page, at most: a form may draw another twice, and that one a third.
const MOST_FORMS: usize = 4_096;

/// Widths that a font may state: a few for each of its codes.
const MOST_WIDTHS: usize = 1 << 18;

/// Width of a glyph whose font does not say it, in ems: that of a middling letter.
const USUAL_WIDTH_EM: f32 = 0.5;

/// A glyph on the page.
#[derive(Debug, Clone, PartialEq)]
pub struct Glyph {
    /// What it stands for; usually one letter, more for ligatures.
    pub text: String,
    /// Where it begins, in units of the page from the left.
    pub x: f32,
    /// Its base line, in units of the page from below.
    pub y: f32,
    /// Where it ends.
    pub end_x: f32,
    /// Size of the font, in units of the page.
    pub size: f32,
}

/// `[a b c d e f]` of ISO 32000-1, 8.3.3: x' = a·x + c·y + e, y' = b·x + d·y + f.
#[derive(Debug, Clone, Copy)]
struct Matrix([f32; 6]);

impl Matrix {
    const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    const fn shift(x: f32, y: f32) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// This one first, `then` after it.
    fn then(self, then: Self) -> Self {
        let ([a, b, c, d, e, f], [p, q, r, s, t, u]) = (self.0, then.0);
        Self([
            a * p + b * r,
            a * q + b * s,
            c * p + d * r,
            c * q + d * s,
            e * p + f * r + t,
            e * q + f * s + u,
        ])
    }

    fn apply(self, x: f32, y: f32) -> (f32, f32) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }
}

/// How the codes of a font are read.
struct Font<'a> {
    encoding: Option<Encoding<'a>>,
    /// Whether a code takes two bytes.
    is_wide: bool,
    /// Widths in thousandths of the size, by code.
    widths: FxHashMap<u32, f32>,
    /// Width of all others, in thousandths of the size.
    other_width: f32,
    /// Widths stated so far, those stated twice counted twice.
    n_widths: usize,
}

/// The part of the graphics state that text needs.
#[derive(Clone, Copy)]
struct State {
    page: Matrix,
    font: Option<usize>,
    size: f32,
    leading: f32,
    spacing: f32,
    word_spacing: f32,
    /// Horizontal scale; 1 is plain.
    stretch: f32,
    rise: f32,
}

/// Reads glyphs from the content of pages.
pub struct PageReader<'a> {
    document: &'a Document,
    largest_stream: usize,
    /// Bytes of content that may still be read.
    left: usize,
    fonts: Vec<Font<'a>>,
    n_forms: usize,
    /// Glyphs in the order in which they are drawn.
    pub glyphs: Vec<Glyph>,
    /// Glyphs that the font gives no letter for.
    pub n_unknown: usize,
}

impl<'a> PageReader<'a> {
    /// A reader of one page of a document. No stream, nor all forms drawn together, may unpack to
    /// more than so many bytes.
    pub fn new(document: &'a Document, largest_stream: usize) -> Self {
        let (fonts, glyphs) = (Vec::new(), Vec::new());
        Self {
            document,
            largest_stream,
            left: largest_stream,
            fonts,
            glyphs,
            n_forms: 0,
            n_unknown: 0,
        }
    }

    /// Takes the glyphs of a page.
    pub fn read_page(&mut self, page: ObjectId) -> lopdf::Result<()> {
        let content = self.document.get_page_content_with_limit(page, self.largest_stream)?;
        let (own, referenced) = self.document.get_page_resources(page)?;
        let referenced =
            referenced.into_iter().filter_map(|id| self.document.get_dictionary(id).ok());
        let resources: Vec<&Dictionary> = own.into_iter().chain(referenced).collect();
        let state = State {
            page: Matrix::IDENTITY,
            font: None,
            size: 0.0,
            leading: 0.0,
            spacing: 0.0,
            word_spacing: 0.0,
            stretch: 1.0,
            rise: 0.0,
        };
        self.read_content(&content, &resources, state, 0);
        Ok(())
    }

    fn read_content(
        &mut self,
        content: &[u8],
        resources: &[&'a Dictionary],
        mut state: State,
        depth: usize,
    ) {
        let mut fonts: BTreeMap<Vec<u8>, usize> = BTreeMap::new();
        let mut kept = Vec::new();
        let (mut line, mut text) = (Matrix::IDENTITY, Matrix::IDENTITY);
        // What follows an operator that cannot be read is lost; what stood before it is not.
        for operation in Content::decode_iter(content).map_while(Result::ok) {
            let Operation { operator, operands } = &operation;
            let number = |n: usize| operands.get(n).and_then(|o| o.as_float().ok()).unwrap_or(0.0);
            match operator.as_str() {
                "q" => kept.push(state),
                "Q" => state = kept.pop().unwrap_or(state),
                "cm" => state.page = matrix(operands).then(state.page),
                "BT" => (line, text) = (Matrix::IDENTITY, Matrix::IDENTITY),
                "Tf" => {
                    state.size = number(1);
                    let name = operands.first().and_then(|name| name.as_name().ok());
                    state.font = name.and_then(|name| {
                        if !fonts.contains_key(name) {
                            let number = self.fonts.len();
                            self.fonts.push(self.font(name, resources)?);
                            fonts.insert(name.to_vec(), number);
                        }
                        fonts.get(name).copied()
                    });
                }
                "TL" => state.leading = number(0),
                "Tc" => state.spacing = number(0),
                "Tw" => state.word_spacing = number(0),
                "Tz" => state.stretch = number(0) / 100.0,
                "Ts" => state.rise = number(0),
                "Td" | "TD" => {
                    if operator == "TD" {
                        state.leading = -number(1);
                    }
                    line = Matrix::shift(number(0), number(1)).then(line);
                    text = line;
                }
                "Tm" => {
                    line = matrix(operands);
                    text = line;
                }
                "T*" | "'" | "\"" => {
                    line = Matrix::shift(0.0, -state.leading).then(line);
                    text = line;
                    if operator == "\"" {
                        (state.word_spacing, state.spacing) = (number(0), number(1));
                    }
                    self.show(operands, &state, &mut text);
                }
                "Tj" | "TJ" => self.show(operands, &state, &mut text),
                "Do" if depth < DEEPEST_FORM => {
                    let name = operands.first().and_then(|name| name.as_name().ok());
                    if let Some(name) = name {
                        self.read_form(name, resources, state, depth);
                    }
                }
                _ => {}
            }
        }
    }

    fn read_form(
        &mut self,
        name: &[u8],
        resources: &[&'a Dictionary],
        mut state: State,
        depth: usize,
    ) {
        let document = self.document;
        let Some(Object::Stream(form)) = resource(document, resources, b"XObject", name) else {
            return;
        };
        self.n_forms += 1;
        let is_form =
            form.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|s| s == b"Form");
        if !is_form || self.n_forms > MOST_FORMS {
            return;
        }
        let Ok(content) = form.get_plain_content_with_limit(self.left) else { return };
        self.left = self.left.saturating_sub(content.len());
        if let Ok(Object::Array(placed)) = form.dict.get_deref(b"Matrix", document) {
            state.page = matrix(placed).then(state.page);
        }
        let own = form.dict.get_deref(b"Resources", document).and_then(Object::as_dict);
        let resources: Vec<_> = own.into_iter().chain(resources.iter().copied()).collect();
        self.read_content(&content, &resources, state, depth + 1);
    }

    fn font(&self, name: &[u8], resources: &[&'a Dictionary]) -> Option<Font<'a>> {
        let document = self.document;
        let font = resource(document, resources, b"Font", name)?.as_dict().ok()?;
        let encoding = font.get_font_encoding_with_limit(document, self.largest_stream).ok();
        let is_wide =
            font.get(b"Subtype").and_then(Object::as_name).is_ok_and(|subtype| subtype == b"Type0");
        // Codes of two bytes without a table of their letters cannot be read by one of one byte.
        let encoding =
            encoding.filter(|found| !(is_wide && matches!(found, Encoding::OneByteEncoding(_))));
        let mut found = Font {
            encoding,
            is_wide,
            widths: FxHashMap::default(),
            other_width: USUAL_WIDTH_EM * 1_000.0,
            n_widths: 0,
        };
        if is_wide {
            let below = font.get_deref(b"DescendantFonts", document).and_then(Object::as_array);
            let below = below.ok()?.first().and_then(|font| dictionary(document, font))?;
            let other = below.get_deref(b"DW", document).and_then(Object::as_float);
            found.other_width = other.unwrap_or(1_000.0);
            if let Ok(Object::Array(widths)) = below.get_deref(b"W", document) {
                found.take_wide_widths(document, widths);
            }
        } else if let Ok(Object::Array(widths)) = font.get_deref(b"Widths", document) {
            let first = font.get_deref(b"FirstChar", document).and_then(Object::as_i64);
            let first = first.ok().and_then(|first| u32::try_from(first).ok()).unwrap_or(0);
            for (code, width) in (first..).zip(widths) {
                found.take_width(document, code, width);
            }
        }
        Some(found)
    }

    /// Draws strings, and moves by the numbers between them.
    fn show(&mut self, operands: &[Object], state: &State, text: &mut Matrix) {
        let Some(font) = state.font.and_then(|n| self.fonts.get(n)) else { return };
        for operand in operands {
            let parts = match operand {
                Object::Array(parts) => parts.as_slice(),
                Object::String(..) => std::slice::from_ref(operand),
                _ => continue,
            };
            for part in parts {
                if let Object::String(bytes, _) = part {
                    for code in bytes.chunks(if font.is_wide { 2 } else { 1 }) {
                        let glyph = font.glyph(code, state, text);
                        self.n_unknown += usize::from(glyph.text.contains('\u{fffd}'));
                        if !glyph.text.is_empty() && glyph.is_finite() {
                            self.glyphs.push(glyph);
                        }
                    }
                } else if let Ok(back) = part.as_float() {
                    let shift = -back / 1_000.0 * state.size * state.stretch;
                    *text = Matrix::shift(shift, 0.0).then(*text);
                }
            }
        }
    }
}

impl Font<'_> {
    fn take_width(&mut self, document: &Document, code: u32, width: &Object) {
        self.n_widths += 1;
        if self.n_widths <= MOST_WIDTHS
            && let Ok((_, width)) = document.dereference(width)
            && let Ok(width) = width.as_float()
        {
            self.widths.insert(code, width);
        }
    }

    /// `first [w1 w2 ...]` and `first last w`, in any order (ISO 32000-1, 9.7.4.3).
    fn take_wide_widths(&mut self, document: &Document, widths: &[Object]) {
        let code = |object: Option<&Object>| {
            object.and_then(|o| o.as_i64().ok()).and_then(|code| u16::try_from(code).ok())
        };
        let mut at = 0;
        while let Some(first) = code(widths.get(at)).filter(|_| self.n_widths < MOST_WIDTHS) {
            let next = widths.get(at + 1).and_then(|next| document.dereference(next).ok());
            if let Some((_, Object::Array(list))) = next {
                for (code, width) in (u32::from(first)..).zip(list) {
                    self.take_width(document, code, width);
                }
                at += 2;
            } else if let (Some(last), Some(width)) = (code(widths.get(at + 1)), widths.get(at + 2))
            {
                for code in first..=last {
                    self.take_width(document, u32::from(code), width);
                }
                at += 3;
            } else {
                return;
            }
        }
    }

    /// The glyph of a code where the text stands, which is moved past it.
    fn glyph(&self, code: &[u8], state: &State, text: &mut Matrix) -> Glyph {
        let number = code.iter().fold(0, |number, byte| number << 8 | u32::from(*byte));
        let letters = self.encoding.as_ref().map(|encoding| encoding.bytes_to_string(code));
        let letters = letters.and_then(Result::ok).unwrap_or_else(|| "\u{fffd}".to_owned());
        let width = self.widths.get(&number).copied().unwrap_or(self.other_width) / 1_000.0;
        let is_space = code == b" ";
        let apart = state.spacing + if is_space { state.word_spacing } else { 0.0 };
        let advance = (width * state.size + apart) * state.stretch;
        let placed = text.then(state.page);
        let (x, y) = placed.apply(0.0, state.rise);
        let (end_x, _) = placed.apply(width * state.size * state.stretch, state.rise);
        let (top_x, top_y) = placed.apply(0.0, state.rise + state.size);
        let size = (top_x - x).hypot(top_y - y);
        *text = Matrix::shift(advance, 0.0).then(*text);
        Glyph { text: letters, x, y, end_x, size }
    }
}

impl Glyph {
    const fn is_finite(&self) -> bool {
        self.x.is_finite() && self.y.is_finite() && self.end_x.is_finite() && self.size.is_finite()
    }
}

fn matrix(operands: &[Object]) -> Matrix {
    let mut matrix = Matrix::IDENTITY;
    for (own, operand) in matrix.0.iter_mut().zip(operands) {
        *own = operand.as_float().unwrap_or(*own);
    }
    matrix
}

fn dictionary<'a>(document: &'a Document, object: &'a Object) -> Option<&'a Dictionary> {
    document.dereference(object).ok()?.1.as_dict().ok()
}

/// What the nearest resources mean by a name.
fn resource<'a>(
    document: &'a Document,
    resources: &[&'a Dictionary],
    kind: &[u8],
    name: &[u8],
) -> Option<&'a Object> {
    resources.iter().find_map(|resources| {
        let named = resources.get_deref(kind, document).and_then(Object::as_dict).ok()?;
        named.get_deref(name, document).ok()
    })
}
