//! Pieces of JSON that several readers share: texts that may be borrowed,
//! null or numbers, and where in the file a value stands.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde_json::value::RawValue;

use super::problem::ReadError;

/// A text; empty for null, the number as written for a number.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash, PartialOrd, Ord)]
pub(super) struct Text<'a>(pub Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Seen;
        impl<'de> Visitor<'de> for Seen {
            type Value = Text<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }

            fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Borrowed(text)))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(number.to_string())))
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(number.to_string())))
            }

            fn visit_f64<E: de::Error>(self, number: f64) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(number.to_string())))
            }

            fn visit_unit<E: de::Error>(self) -> Result<Text<'de>, E> {
                Ok(Text::default())
            }
        }
        deserializer.deserialize_any(Seen)
    }
}

/// Members of an object in their order, each value as text: a string as it
/// is, null as nothing, anything else as its JSON.
#[derive(Debug, Clone, Default)]
pub(super) struct Members<'a>(pub Vec<(Cow<'a, str>, Cow<'a, str>)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Seen;
        impl<'de> Visitor<'de> for Seen {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::with_capacity(map.size_hint().unwrap_or(8));
                while let Some(key) = map.next_key::<Text<'de>>()? {
                    members.push((key.0, text_of(map.next_value::<&'de RawValue>()?)));
                }
                Ok(Members(members))
            }

            fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
                Ok(Members::default())
            }
        }
        deserializer.deserialize_any(Seen)
    }
}

/// A JSON value as a cell of a table would hold it.
pub(super) fn text_of(raw: &RawValue) -> Cow<'_, str> {
    let json = raw.get();
    match json.as_bytes().first() {
        Some(b'"') => serde_json::from_str::<Text<'_>>(json).map_or(json.into(), |text| text.0),
        Some(b'n') => Cow::Borrowed(""),
        _ => Cow::Borrowed(json),
    }
}

/// Byte at which `part` stands in `whole`; `part` must be a slice of it.
pub(super) fn offset_in(whole: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize)
}

/// The error of a parser as ours: malformed JSON, or JSON of another form.
pub(super) fn error(error: &serde_json::Error, path: &str) -> ReadError {
    let reason = reason(error);
    if error.is_data() {
        ReadError::Form { line: error.line(), path: path.to_owned(), reason }
    } else {
        ReadError::Json { line: error.line(), column: error.column(), reason }
    }
}

/// The parser's reason without the position, which is given beside it.
pub(super) fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.clone(), |(reason, _)| reason.to_owned())
}

/// Lines of a text by byte, asked for in ascending order.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
}

impl<'a> Lines<'a> {
    pub const fn new(text: &'a str) -> Self {
        Self { bytes: text.as_bytes(), at: 0, line: 1 }
    }

    /// The line, from 1, of a byte that is not before the last one asked for.
    pub fn of(&mut self, byte: usize) -> u64 {
        let byte = byte.clamp(self.at, self.bytes.len());
        self.line += memchr::memchr_iter(b'\n', &self.bytes[self.at..byte]).count() as u64;
        self.at = byte;
        self.line
    }
}

/// Places in a text by Unicode scalar value, found in a constant number of steps.
#[derive(Debug)]
pub(super) struct Scalars<'a> {
    pub text: &'a str,
    /// Byte of every 64th scalar; empty for ASCII, where bytes are scalars.
    marks: Cow<'a, [u32]>,
    n_scalars: usize,
}

impl<'a> Scalars<'a> {
    pub fn new(text: &'a str) -> Self {
        if text.is_ascii() {
            return Self { text, marks: Cow::Borrowed(&[]), n_scalars: text.len() };
        }
        let (mut marks, mut n_scalars) = (Vec::with_capacity(text.len() / 64 + 1), 0);
        for (byte, _) in text.char_indices() {
            if n_scalars % 64 == 0 {
                marks.push(u32::try_from(byte).unwrap_or(u32::MAX));
            }
            n_scalars += 1;
        }
        Self { text, marks: Cow::Owned(marks), n_scalars }
    }

    /// As [`Scalars::new`] of the same text, whose marks were kept.
    pub fn with_marks(text: &'a str, (marks, n_scalars): &'a (Vec<u32>, usize)) -> Self {
        Self { text, marks: Cow::Borrowed(marks), n_scalars: *n_scalars }
    }

    /// The marks, to keep beside a text that is owned elsewhere.
    pub fn into_marks(self) -> (Vec<u32>, usize) {
        (self.marks.into_owned(), self.n_scalars)
    }

    /// The byte at which a scalar begins; `None` beyond the end of the text.
    pub fn byte(&self, scalar: usize) -> Option<usize> {
        if scalar >= self.n_scalars {
            return (scalar == self.n_scalars).then_some(self.text.len());
        }
        if self.marks.is_empty() {
            return Some(scalar);
        }
        let mark = *self.marks.get(scalar / 64)? as usize;
        let (offset, _) = self.text.get(mark..)?.char_indices().nth(scalar % 64)?;
        Some(mark + offset)
    }

    /// Bytes of a range of scalars; `None` when it reaches outside or is reversed.
    pub fn range(&self, start: usize, end: usize) -> Option<Range<usize>> {
        (start <= end).then_some(())?;
        Some(self.byte(start)?..self.byte(end)?)
    }
}

/// The text of a document with the means to find scalars in it.
#[derive(Debug)]
pub(super) struct DocumentText<'a> {
    pub text: Cow<'a, str>,
    marks: ScalarMarks,
}

/// [`Scalars`] without the borrow.
type ScalarMarks = (Vec<u32>, usize);

impl<'a> DocumentText<'a> {
    pub fn new(text: Cow<'a, str>) -> Self {
        let marks = Scalars::new(&text).into_marks();
        Self { text, marks }
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// As [`Scalars::range`].
    pub fn range(&self, start: usize, end: usize) -> Option<Range<usize>> {
        Scalars::with_marks(&self.text, &self.marks).range(start, end)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn scalars_are_found_as_by_counting(text in "[a-c]{0,90}|\\PC{0,200}", at in 0usize..220) {
            let naive = text.char_indices().map(|(byte, _)| byte).chain([text.len()]).nth(at);
            prop_assert_eq!(Scalars::new(&text).byte(at), naive);
        }
    }
}
