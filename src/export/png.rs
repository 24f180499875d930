//! SVG as PNG, drawn with the bundled faces alone, so that it looks the same everywhere.

use std::io::Read as _;
use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, PremultipliedColorU8, Transform};
use resvg::usvg::{self, fontdb};
use thiserror::Error;

use crate::scene::text_metrics::FONT_FILES;

/// The longest side of a picture in pixels: 8K is 7680, a poster 16384.
pub const MAX_SIDE_PX: u32 = 16_384;

/// Why no picture could be made.
#[derive(Debug, Error)]
pub enum PngError {
    /// The SVG cannot be read.
    #[error("the drawing cannot be read back")]
    Svg(#[source] Box<usvg::Error>),
    /// A side would be empty or longer than [`MAX_SIDE_PX`].
    #[error("a picture of {width_px} x {height_px} pixels is empty or larger than {MAX_SIDE_PX}")]
    Size {
        /// Width asked for, in pixels.
        width_px: f64,
        /// Height asked for, in pixels.
        height_px: f64,
    },
    /// The pixels cannot be encoded.
    #[error("the pixels cannot be written as PNG")]
    Encode(#[source] Box<image::ImageError>),
}

/// A picture as pixels, row by row from the top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pixels {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Red, green, blue and opacity of each, not premultiplied.
    pub rgba: Vec<u8>,
}

impl Pixels {
    /// Red, green and blue of each pixel.
    #[must_use]
    pub fn rgb(&self) -> Vec<u8> {
        self.rgba.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect()
    }
}

impl From<Pixmap> for Pixels {
    fn from(pixmap: Pixmap) -> Self {
        let (width, height) = (pixmap.width(), pixmap.height());
        // A scene covers its whole ground: where a pixel is opaque there is nothing to divide.
        let rgba = pixmap.pixels().iter().flat_map(|pixel| {
            let c = pixel.demultiply();
            [c.red(), c.green(), c.blue(), c.alpha()]
        });
        Self { width, height, rgba: rgba.collect() }
    }
}

/// The bundled faces and no others.
#[must_use]
pub fn font_database() -> Arc<fontdb::Database> {
    static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
        let mut fonts = fontdb::Database::new();
        for file in FONT_FILES {
            fonts.load_font_data(file.to_vec());
        }
        fonts.set_sans_serif_family("Noto Sans");
        fonts.set_serif_family("Noto Serif");
        Arc::new(fonts)
    });
    Arc::clone(&FONTS)
}

/// Reads an SVG with the bundled faces.
///
/// # Errors
/// [`PngError::Svg`] when it is no SVG.
pub fn tree(svg: &str) -> Result<usvg::Tree, PngError> {
    let options = usvg::Options {
        fontdb: font_database(),
        font_family: "Noto Sans".to_owned(),
        font_resolver: usvg::FontResolver {
            select_font: usvg::FontResolver::default_font_selector(),
            // Every run of a drawing names the face that holds it; there are no others to try.
            select_fallback: Box::new(|_, _, _| None),
        },
        ..usvg::Options::default()
    };
    usvg::Tree::from_str(svg, &options).map_err(|e| PngError::Svg(Box::new(e)))
}

/// The picture of an SVG, `scale` pixels to a logical one, as PNG. It states its resolution, 96
/// dots per inch times `scale`, and `texts` (keyword and text each) in `iTXt` chunks.
///
/// # Errors
/// [`PngError`], one variant for each reason.
pub fn png(svg: &str, scale: f32, texts: &[(&str, &str)]) -> Result<Vec<u8>, PngError> {
    let tree = tree(svg)?;
    let pixmap = pixels(&tree, scale)?;
    let bytes = encoded(&pixmap)?;
    Ok(with_chunks(&bytes, scale, texts))
}

/// The pixels of a drawing, `scale` to a logical one.
///
/// # Errors
/// [`PngError::Size`].
pub fn pixels(tree: &usvg::Tree, scale: f32) -> Result<Pixmap, PngError> {
    let width_px = f64::from(tree.size().width() * scale).round();
    let height_px = f64::from(tree.size().height() * scale).round();
    let fits = |side: f64| side >= 1.0 && side <= f64::from(MAX_SIDE_PX);
    let size_error = || PngError::Size { width_px, height_px };
    if !fits(width_px) || !fits(height_px) {
        return Err(size_error());
    }
    let mut pixmap = Pixmap::new(width_px as u32, height_px as u32).ok_or_else(size_error)?;
    resvg::render(tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    Ok(pixmap)
}

fn encoded(pixmap: &Pixmap) -> Result<Vec<u8>, PngError> {
    use image::ImageEncoder as _;
    use image::codecs::png::{CompressionType, FilterType, PngEncoder};

    // A scene covers its whole ground, so there is no transparency to keep: three channels make
    // smaller files that every program reads alike.
    let mut rgb = Vec::with_capacity(pixmap.data().len() / 4 * 3);
    for pixel in pixmap.data().chunks_exact(4) {
        // Where a pixel is opaque there is nothing to divide by.
        let c = match *pixel {
            [r, g, b, 255] => [r, g, b],
            [r, g, b, a] => PremultipliedColorU8::from_rgba(r, g, b, a).map_or([r, g, b], |c| {
                let c = c.demultiply();
                [c.red(), c.green(), c.blue()]
            }),
            _ => [0; 3],
        };
        rgb.extend(c);
    }
    let mut bytes = Vec::new();
    PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Adaptive)
        .write_image(&rgb, pixmap.width(), pixmap.height(), image::ExtendedColorType::Rgb8)
        .map_err(|e| PngError::Encode(Box::new(e)))?;
    Ok(bytes)
}

/// Length of the PNG signature and the header chunk, after which further chunks may stand.
const HEADER_LEN: usize = 8 + 25;

/// Puts a `pHYs` chunk and one `iTXt` chunk per text behind the header (PNG, third edition).
fn with_chunks(png: &[u8], scale: f32, texts: &[(&str, &str)]) -> Vec<u8> {
    let (header, rest) = png.split_at(png.len().min(HEADER_LEN));
    let mut out = header.to_vec();
    let dots_per_metre = (f64::from(scale) * 96.0 / 0.0254).round() as u32;
    let mut physical = Vec::new();
    physical.extend(dots_per_metre.to_be_bytes());
    physical.extend(dots_per_metre.to_be_bytes());
    physical.push(1);
    push_chunk(&mut out, b"pHYs", &physical);
    for (keyword, text) in texts {
        let mut body = Vec::new();
        body.extend(keyword.bytes().filter(|b| b.is_ascii_graphic() || *b == b' ').take(79));
        // End of keyword, not compressed, method 0, no language tag, no translated keyword.
        body.extend([0, 0, 0, 0, 0]);
        body.extend(text.bytes().filter(|b| *b != 0));
        push_chunk(&mut out, b"iTXt", &body);
    }
    out.extend(rest);
    out
}

fn push_chunk(out: &mut Vec<u8>, kind: &[u8; 4], body: &[u8]) {
    let length = u32::try_from(body.len()).unwrap_or(0);
    let body = &body[..length as usize];
    out.extend(length.to_be_bytes());
    out.extend(kind);
    out.extend(body);
    out.extend(crc32(kind.iter().chain(body)).to_be_bytes());
}

/// The check sum of PNG chunks (PNG, annex D).
fn crc32<'a>(bytes: impl Iterator<Item = &'a u8>) -> u32 {
    !bytes.fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 { 0xEDB8_8320 ^ (crc >> 1) } else { crc >> 1 }
        })
    })
}

/// Most bytes of a compressed text: more than any view has, little for a computer.
const MOST_TEXT_BYTES: u64 = 16 << 20;

/// A text of an `iTXt` chunk behind its keyword: flag and method of compression, language,
/// translated keyword, words.
fn itxt_words(rest: &[u8]) -> Option<String> {
    let (flags, rest) = rest.split_at_checked(2)?;
    let mut rest = rest;
    for _ in 0..2 {
        let end = rest.iter().position(|b| *b == 0)?;
        rest = &rest[end + 1..];
    }
    match flags {
        [0, _] => Some(String::from_utf8_lossy(rest).into_owned()),
        [1, 0] => {
            let mut words = Vec::new();
            let mut inflated = flate2::read::ZlibDecoder::new(rest).take(MOST_TEXT_BYTES);
            inflated.read_to_end(&mut words).ok()?;
            Some(String::from_utf8_lossy(&words).into_owned())
        }
        _ => None,
    }
}

/// The texts of a PNG's `iTXt` chunks, with their keywords, in order. Empty for bytes that are no
/// PNG.
#[must_use]
pub fn texts(png: &[u8]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = png.strip_prefix(b"\x89PNG\r\n\x1a\n").unwrap_or_default();
    while let Some((head, tail)) = rest.split_at_checked(8) {
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let Some(body) = tail.get(..length) else { break };
        if &head[4..8] == b"iTXt"
            && let Some(end) = body.iter().position(|b| *b == 0)
            && let Some(words) = itxt_words(&body[end + 1..])
        {
            found.push((String::from_utf8_lossy(&body[..end]).into_owned(), words));
        }
        rest = tail.get(length + 4..).unwrap_or_default();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQUARE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"4\">\
                          <rect width=\"8\" height=\"4\" fill=\"#3366cc\"/></svg>";

    #[test]
    fn a_picture_has_the_size_asked_for_and_carries_its_texts() {
        let view = "{\"from\":\"2016-01\",\"name\":\"دير الزور\"}";
        let bytes = png(SQUARE, 2.5, &[("view", view)]).unwrap();
        let image = image::load_from_memory(&bytes).unwrap().to_rgb8();
        assert_eq!((image.width(), image.height()), (20, 10));
        assert_eq!(image.get_pixel(3, 3).0, [0x33, 0x66, 0xcc]);
        assert_eq!(texts(&bytes), [("view".to_owned(), view.to_owned())]);
    }

    #[test]
    fn sizes_out_of_reach_are_refused() {
        for scale in [0.0, -1.0, 1e6, f32::NAN] {
            assert!(matches!(png(SQUARE, scale, &[]), Err(PngError::Size { .. })), "{scale}");
        }
        assert!(matches!(png("no drawing", 1.0, &[]), Err(PngError::Svg(_))));
    }

    #[test]
    fn cut_or_foreign_bytes_hold_no_texts() {
        let bytes = png(SQUARE, 1.0, &[("a", "b")]).unwrap();
        for end in 0..bytes.len() {
            let _ = texts(&bytes[..end]);
        }
        assert!(texts(b"GIF89a").is_empty());
    }
}
