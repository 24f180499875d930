//! The bundled faces in a PDF.
//!
//! Readers take the words of a PDF from a table that gives one text for each code. A face shares
//! glyphs between characters (a bracket and its mirror image) and joins characters in one glyph
//! (lam and alef). So codes are not given to glyphs here, but to pairs of glyph and character: a
//! glyph that stands for two characters is followed by a blank one that stands for the second, and
//! both share its width. Characters stand in the order of sight, which readers turn into that of
//! reading.

use std::collections::BTreeMap;

use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Filter, Finish as _, Name, Pdf, Rect, Ref, Str};
use subsetter::GlyphRemapper;

use super::{PdfError, Refs, deflated};
use crate::scene::text_metrics::{FONT_FILES, bundled_face};

const SYSTEM_INFO: SystemInfo =
    SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

/// Names of the faces, in the order of [`FONT_FILES`].
const NAMES: [&str; FONT_FILES.len()] = [
    "NotoSans-Regular",
    "NotoSans-Bold",
    "NotoSerif-Regular",
    "NotoSerif-Italic",
    "NotoSansArabic-Regular",
    "NotoSansArabic-Bold",
    "NotoNaskhArabic-Regular",
];

/// A glyph, the character that it stands for (`None` for a part of the glyph before it), and its
/// width in thousandths of an em.
type Meaning = (u16, Option<char>, i32);

/// The codes of one face, from 1 in the order in which they were needed.
#[derive(Debug, Default)]
pub struct FaceUse {
    codes: BTreeMap<Meaning, u16>,
    meanings: Vec<Meaning>,
}

impl FaceUse {
    /// The code of a glyph with a meaning.
    pub fn code(&mut self, meaning: Meaning) -> u16 {
        *self.codes.entry(meaning).or_insert_with(|| {
            self.meanings.push(meaning);
            // No page has that many different glyphs.
            u16::try_from(self.meanings.len()).unwrap_or(u16::MAX)
        })
    }
}

/// All faces that a page uses.
#[derive(Debug, Default)]
pub struct Fonts {
    faces: BTreeMap<usize, FaceUse>,
}

/// Under this name a face stands in the page's resources.
pub fn resource_name(face: usize) -> String {
    format!("F{face}")
}

impl Fonts {
    /// The codes of the face at a position of [`FONT_FILES`].
    pub fn face(&mut self, index: usize) -> &mut FaceUse {
        self.faces.entry(index).or_default()
    }

    /// Writes all faces; returns their names in the resources.
    pub fn write(&self, file: &mut Pdf, refs: &mut Refs) -> Result<Vec<(String, Ref)>, PdfError> {
        let mut written = Vec::new();
        for (index, used) in &self.faces {
            let reference = write_face(*index, used, file, refs)?;
            written.push((resource_name(*index), reference));
        }
        Ok(written)
    }
}

fn write_face(
    index: usize,
    used: &FaceUse,
    file: &mut Pdf,
    refs: &mut Refs,
) -> Result<Ref, PdfError> {
    let face = bundled_face(index).ok_or_else(|| PdfError::Font(format!("face {index}")))?;
    let name = NAMES[index];
    let (font_ref, cid_ref, descriptor_ref) = (refs.bump(), refs.bump(), refs.bump());
    let (cmap_ref, data_ref, map_ref) = (refs.bump(), refs.bump(), refs.bump());

    let mut remapper = GlyphRemapper::new();
    // Code 0 is the glyph for what is not there.
    let mut glyph_of_code = vec![0, 0];
    let mut cmap = UnicodeCmap::new(Name(b"Characters"), SYSTEM_INFO);
    for (code, (glyph, character, _)) in (1u16..).zip(&used.meanings) {
        glyph_of_code.extend(remapper.remap(*glyph).to_be_bytes());
        if let Some(character) = character {
            cmap.pair(code, *character);
        }
    }
    let data = subsetter::subset(FONT_FILES[index], 0, &remapper)
        .map_err(|error| PdfError::Font(format!("{name}: {error}")))?;

    // Six letters say that this is a subset.
    let base_font = format!("DEIRA{}+{name}", char::from(b'A' + index as u8));
    let base_font = Name(base_font.as_bytes());
    file.type0_font(font_ref)
        .base_font(base_font)
        .encoding_predefined(Name(b"Identity-H"))
        .descendant_font(cid_ref)
        .to_unicode(cmap_ref);
    let mut cid = file.cid_font(cid_ref);
    cid.subtype(CidFontType::Type2);
    cid.base_font(base_font);
    cid.system_info(SYSTEM_INFO);
    cid.font_descriptor(descriptor_ref);
    cid.default_width(0.0);
    cid.cid_to_gid_map_stream(map_ref);
    let widths = used.meanings.iter().map(|(_, _, width)| *width as f32);
    cid.widths().consecutive(1, widths);
    cid.finish();

    let per_mille = 1_000.0 / face.units_per_em() as f32;
    let of = |units: i16| f32::from(units) * per_mille;
    let bbox = face.global_bounding_box();
    let mut flags = FontFlags::SYMBOLIC;
    flags.set(FontFlags::SERIF, name.contains("Serif") || name.contains("Naskh"));
    flags.set(FontFlags::ITALIC, name.contains("Italic"));
    file.font_descriptor(descriptor_ref)
        .name(base_font)
        .flags(flags)
        .bbox(Rect::new(of(bbox.x_min), of(bbox.y_min), of(bbox.x_max), of(bbox.y_max)))
        .italic_angle(face.italic_angle())
        .ascent(of(face.ascender()))
        .descent(of(face.descender()))
        .cap_height(of(face.capital_height().unwrap_or(face.ascender())))
        .stem_v(if name.contains("Bold") { 140.0 } else { 85.0 })
        .font_file2(data_ref);
    let cmap = cmap.finish();
    file.cmap(cmap_ref, &cmap);
    file.stream(map_ref, &deflated(&glyph_of_code)).filter(Filter::FlateDecode);
    let packed = deflated(&data);
    let mut stream = file.stream(data_ref, &packed);
    stream.filter(Filter::FlateDecode);
    stream.pair(Name(b"Length1"), i32::try_from(data.len()).unwrap_or(i32::MAX));
    stream.finish();
    Ok(font_ref)
}
