//! What a file is, by its bytes: encoding, and JSON or a table.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1256};

use super::problem::ReadError;

/// The text of a file, and how it was encoded.
#[derive(Debug, Clone)]
pub struct Decoded<'a> {
    /// The text, without byte-order mark.
    pub text: Cow<'a, str>,
    /// Name of the encoding, as the WHATWG Encoding Standard spells it.
    pub encoding: &'static str,
    /// Whether some bytes were not valid and became U+FFFD.
    pub had_errors: bool,
    /// Whether the encoding was told by the bytes' statistics and not by a mark
    /// or by being valid UTF-8.
    pub is_guess: bool,
}

/// First bytes of well-known files that hold no events, and what to do.
const OTHER_FILES: [(&[u8], &str); 9] = [
    (b"\xd0\xcf\x11\xe0", "it is an old Office document (save the sheet as CSV)"),
    (b"%PDF", "it is a PDF"),
    (b"\x89PNG", "it is a picture"),
    (b"\xff\xd8\xff", "it is a picture"),
    (b"GIF8", "it is a picture"),
    (b"PMTiles", "it is a PMTiles basemap (open it as a map layer)"),
    (b"\x1f\x8b", "it is compressed (unpack it first)"),
    (b"\x7fELF", "it is a program"),
    (b"RDX", "it is an R data file (write it as CSV)"),
];

/// The text of a file: a byte-order mark decides; then valid UTF-8; then
/// UTF-16 by its zero bytes; then UTF-8 with a few broken characters; then
/// windows-1256, the usual encoding of Arabic text from Windows programs, whose
/// Latin letters are those of windows-1252 as far as French needs them.
///
/// # Errors
/// [`ReadError::Empty`], and [`ReadError::NotEvents`] for binary files.
pub fn decode(bytes: &[u8]) -> Result<Decoded<'_>, ReadError> {
    let not_events = |reason: &str| ReadError::NotEvents { reason: reason.to_owned() };
    if let Some((_, reason)) = OTHER_FILES.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(not_events(reason));
    }
    if let Some((encoding, n_bytes)) = Encoding::for_bom(bytes) {
        return with(encoding, &bytes[n_bytes..], false);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        if looks_binary(bytes) {
            return utf16(bytes).ok_or_else(|| not_events("it is binary data"))?;
        }
        let text = Cow::Borrowed(text);
        return filled(Decoded {
            text,
            encoding: UTF_8.name(),
            had_errors: false,
            is_guess: false,
        });
    }
    if let Some(decoded) = utf16(bytes) {
        return decoded;
    }
    if looks_binary(bytes) {
        return Err(not_events("it is binary data"));
    }
    if is_mostly_utf8(bytes) { with(UTF_8, bytes, true) } else { with(WINDOWS_1256, bytes, true) }
}

fn with<'a>(
    encoding: &'static Encoding,
    bytes: &'a [u8],
    is_guess: bool,
) -> Result<Decoded<'a>, ReadError> {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    filled(Decoded { text, encoding: encoding.name(), had_errors, is_guess })
}

fn filled(decoded: Decoded<'_>) -> Result<Decoded<'_>, ReadError> {
    if decoded.text.trim().is_empty() { Err(ReadError::Empty) } else { Ok(decoded) }
}

/// UTF-16 without a mark: nearly every second byte of its ASCII signs is zero.
fn utf16(bytes: &[u8]) -> Option<Result<Decoded<'_>, ReadError>> {
    let sample = &bytes[..bytes.len().min(4096)];
    let zeros = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|b| **b == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), sample.len() / 2);
    // Separators, digits and line ends are a tenth of any table, in any script.
    if half < 2 || even.max(odd) * 10 < half || even.min(odd) * 10 > even.max(odd) {
        return None;
    }
    Some(with(if odd > even { UTF_16LE } else { UTF_16BE }, bytes, true))
}

/// More than one byte in a hundred is a control code that no text has.
fn looks_binary(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(65_536)];
    let odd = sample.iter().filter(|b| **b < 9 || (14..32).contains(*b) && **b != 0x1b).count();
    odd * 100 > sample.len()
}

/// Whether valid sequences of several bytes are at least twice as many as the broken ones.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut valid, mut broken) = (0usize, 0usize);
    for chunk in bytes[..bytes.len().min(1 << 20)].utf8_chunks() {
        valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    valid > broken * 2
}

/// Whether a text is JSON, by its first sign.
#[must_use]
pub fn is_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}

/// Whether a text is markup (KML, GPX, HTML), which is no table.
#[must_use]
pub fn is_markup(text: &str) -> bool {
    let start = text.trim_start();
    let start = &start[..start.floor_char_boundary(64)];
    let start = start.to_ascii_lowercase();
    ["<?xml", "<!doctype", "<html", "<kml", "<gpx", "<rss"]
        .iter()
        .any(|mark| start.starts_with(mark))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TEXT: &str = "التاريخ;المكان\n2016-01-30;حي القصور\n2016-01-31;الجورة\n";

    #[track_caller]
    fn check(bytes: &[u8], encoding: &str) {
        let decoded = decode(bytes).unwrap();
        assert_eq!((decoded.encoding, &*decoded.text), (encoding, TEXT));
    }

    #[test]
    fn every_encoding_is_recognised() {
        let utf16 = |bytes: fn(u16) -> [u8; 2], mark: bool| -> Vec<u8> {
            mark.then_some(0xfeff).into_iter().chain(TEXT.encode_utf16()).flat_map(bytes).collect()
        };
        check(TEXT.as_bytes(), "UTF-8");
        check(format!("\u{feff}{TEXT}").as_bytes(), "UTF-8");
        check(&WINDOWS_1256.encode(TEXT).0, "windows-1256");
        check(&utf16(u16::to_le_bytes, true), "UTF-16LE");
        check(&utf16(u16::to_be_bytes, true), "UTF-16BE");
        check(&utf16(u16::to_le_bytes, false), "UTF-16LE");
        check(&utf16(u16::to_be_bytes, false), "UTF-16BE");
    }

    #[test]
    fn one_broken_byte_does_not_change_the_encoding() {
        let mut bytes = TEXT.as_bytes().to_vec();
        bytes.insert(40, 0xff);
        let decoded = decode(&bytes).unwrap();
        assert_eq!((decoded.encoding, decoded.had_errors), ("UTF-8", true));
    }

    #[test]
    fn files_without_events_say_what_they_are() {
        assert!(matches!(decode(b""), Err(ReadError::Empty)));
        assert!(matches!(decode(b" \n\t "), Err(ReadError::Empty)));
        let message = decode(b"\xd0\xcf\x11\xe0rest").unwrap_err().to_string();
        assert!(message.contains("save the sheet as CSV"), "{message}");
        assert!(decode(&[0, 1, 2, 3, 0, 0, 1, 9, 200]).is_err());
    }

    proptest! {
        #[test]
        fn any_bytes_are_text_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = decode(&bytes);
        }
    }
}
