//! The view that a picture carries inside, as JSON: a PNG in an `iTXt` chunk, an SVG in its
//! `<metadata>`, a PDF in its XMP packet, a GIF in a comment.

use std::borrow::Cow;

use quick_xml::escape::unescape;
use thiserror::Error;

use super::png;
use super::svg::escaped;

/// The keyword of the `iTXt` chunk, and the start of a GIF's comment.
pub const KEYWORD: &str = "deir-atlas-view";

/// The namespace of the element in SVG and XMP.
const NAMESPACE: &str = "urn:deir-atlas:view";

/// Why a view inside a picture cannot be taken out.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EmbedError {
    /// The picture was cut or changed: there is a start and no end.
    #[error("the view in the picture has no end: the file is cut or was changed")]
    Cut,
    /// The words are no text.
    #[error("the view in the picture is no text: the file was changed")]
    NoText,
}

/// The element that holds a view in SVG and XMP.
pub(super) fn view_element(view: &str) -> String {
    format!("<da:view xmlns:da=\"{NAMESPACE}\">{}</da:view>", escaped(view))
}

/// The view inside a picture, as JSON; `None` when it holds none.
///
/// # Errors
/// [`EmbedError`] when there is one that cannot be taken out.
pub fn embedded_view(bytes: &[u8]) -> Result<Option<String>, EmbedError> {
    if bytes.starts_with(b"\x89PNG") {
        let texts = png::texts(bytes);
        return Ok(texts.into_iter().find(|(word, _)| word == KEYWORD).map(|(_, view)| view));
    }
    if bytes.starts_with(b"GIF8") {
        return Ok(gif_comments(bytes).find_map(|comment| {
            let comment = String::from_utf8_lossy(&comment).into_owned();
            comment.strip_prefix(KEYWORD)?.strip_prefix('\n').map(str::to_owned)
        }));
    }
    let Some(start) = find(bytes, NAMESPACE.as_bytes()) else { return Ok(None) };
    let rest = &bytes[start + NAMESPACE.len()..];
    let start = find(rest, b">").ok_or(EmbedError::Cut)? + 1;
    let end = find(&rest[start..], b"</").ok_or(EmbedError::Cut)?;
    let words = std::str::from_utf8(&rest[start..start + end]).map_err(|_| EmbedError::NoText)?;
    unescape(words).map(Cow::into_owned).map(Some).map_err(|_| EmbedError::NoText)
}

fn find(bytes: &[u8], words: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes, words)
}

/// A view as a comment extension of a GIF (GIF89a, section 24).
pub(super) fn gif_comment(view: &str) -> Vec<u8> {
    let mut block = vec![0x21, 0xFE];
    for part in format!("{KEYWORD}\n{view}").as_bytes().chunks(255) {
        // A chunk has 1 to 255 bytes.
        block.push(part.len() as u8);
        block.extend(part);
    }
    block.push(0);
    block
}

/// The comments of a GIF, block by block; ends where the file is not as it should be.
fn gif_comments(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> + '_ {
    let table_len = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    let mut at = 13 + bytes.get(10).map_or(0, |flags| table_len(*flags));
    std::iter::from_fn(move || {
        loop {
            let is_comment = match bytes.get(at)? {
                0x21 => {
                    let is_comment = *bytes.get(at + 1)? == 0xFE;
                    at += 2;
                    is_comment
                }
                0x2C => {
                    at += 11 + table_len(*bytes.get(at + 9)?);
                    false
                }
                _ => return None,
            };
            let mut words = Vec::new();
            loop {
                let len = usize::from(*bytes.get(at)?);
                let part = bytes.get(at + 1..at + 1 + len)?;
                at += 1 + len;
                if len == 0 {
                    break;
                }
                if is_comment {
                    words.extend(part);
                }
            }
            if is_comment {
                return Some(words);
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::animation::{Motion, animated};
    use crate::export::pdf::pdf;
    use crate::export::png::Pixels;
    use crate::export::svg::{SvgMeta, svg};
    use crate::scene::Scene;

    const VIEW: &str = r#"{"title":"a < b & \"c\" ]]> القصور","n":1}"#;

    fn pictures() -> Vec<Vec<u8>> {
        let meta = SvgMeta { metadata: VIEW.to_owned(), ..SvgMeta::default() };
        let scene = Scene::new(20.0, 10.0);
        let drawing = svg(&scene, &meta);
        let frames = || {
            (0..2).map(|_| {
                Ok::<_, std::fmt::Error>(Pixels { width: 4, height: 2, rgba: vec![99; 32] })
            })
        };
        vec![
            png::png(&drawing, 1.0, &[(KEYWORD, VIEW)]).unwrap(),
            pdf(&scene, &meta).unwrap(),
            animated(Motion::Gif, frames(), 2, 0.5, VIEW).unwrap(),
            animated(Motion::Apng, frames(), 2, 0.5, VIEW).unwrap(),
            drawing.into_bytes(),
        ]
    }

    #[test]
    fn a_picture_gives_its_view_back() {
        for picture in pictures() {
            assert_eq!(embedded_view(&picture).unwrap().as_deref(), Some(VIEW));
        }
        for other in [b"".as_slice(), b"GIF89a", b"%PDF-1.7", b"<svg/>", b"\x89PNG\r\n\x1a\n"] {
            assert_eq!(embedded_view(other), Ok(None));
        }
    }

    #[test]
    fn cut_and_changed_pictures_never_panic() {
        for picture in pictures() {
            for end in 0..picture.len() {
                let _ = embedded_view(&picture[..end]);
            }
            for at in 0..picture.len() {
                let mut changed = picture.clone();
                changed[at] ^= 0xA5;
                let _ = embedded_view(&changed);
            }
        }
        let cut = format!("<svg><metadata><da:view xmlns:da=\"{NAMESPACE}\">{{");
        assert_eq!(embedded_view(cut.as_bytes()), Err(EmbedError::Cut));
        let wrong = format!("<da:view xmlns:da=\"{NAMESPACE}\">&nothing;</da:view>");
        assert_eq!(embedded_view(wrong.as_bytes()), Err(EmbedError::NoText));
    }
}
