//! How the text of a report is shown. Markup is left out and a run of blanks
//! becomes one, yet every place in what is shown leads back to the report's bytes.

use std::ops::Range;

use crate::extract::html::{blank_markup, looks_like_html};

/// A text to show, with the way back to the report's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Display {
    text: String,
    /// Where each piece begins in the shown and in the report's text, ascending in
    /// both; within a piece the two run side by side.
    pieces: Vec<(usize, usize)>,
    source_len: usize,
}

impl Display {
    /// How `text` is shown: as it stands, or for HTML without its markup.
    #[must_use]
    pub fn of(text: &str) -> Self {
        if !looks_like_html(text) {
            let pieces = vec![(0, 0)];
            return Self { text: text.to_owned(), pieces, source_len: text.len() };
        }
        let blanked = blank_markup(text);
        let mut shown = Self {
            text: String::with_capacity(blanked.len() / 2),
            pieces: Vec::new(),
            source_len: text.len(),
        };
        let mut at = 0;
        while at < blanked.len() {
            let rest = &blanked[at..];
            let n_blank = rest.len() - rest.trim_start().len();
            let rest = &rest[n_blank..];
            if !rest.is_empty() && !shown.text.is_empty() {
                let blank = &blanked[at..at + n_blank];
                let n_breaks = blank.matches('\n').count();
                shown.text.push_str(if n_breaks > 1 { "\n\n" } else { " " });
            }
            at += n_blank;
            let n_word = rest.find(char::is_whitespace).unwrap_or(rest.len());
            if n_word > 0 {
                shown.pieces.push((shown.text.len(), at));
                shown.text.push_str(&rest[..n_word]);
            }
            at += n_word;
        }
        shown
    }

    /// What is shown.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The shown bytes for a place of the report; one that is not shown falls on
    /// the nearest that is.
    fn shown(&self, at: usize) -> usize {
        let after = self.pieces.partition_point(|(_, source)| *source <= at);
        let Some(&(shown, source)) = after.checked_sub(1).and_then(|i| self.pieces.get(i)) else {
            return 0;
        };
        let limit = self.pieces.get(after).map_or(self.text.len(), |(next, _)| *next);
        (shown + (at - source)).min(limit)
    }

    /// The part of what is shown for bytes of the report.
    #[must_use]
    pub fn to_shown(&self, span: &Range<usize>) -> Range<usize> {
        let start = self.text.floor_char_boundary(self.shown(span.start));
        let end = self.text.ceil_char_boundary(self.shown(span.end));
        start..end.max(start)
    }

    /// The bytes of the report for a part of what is shown.
    #[must_use]
    pub fn to_source(&self, span: &Range<usize>) -> Range<usize> {
        let source = |at: usize, is_end: bool| {
            // An end at the start of a piece belongs to the piece before it.
            let after = self
                .pieces
                .partition_point(|(shown, _)| if is_end { *shown < at } else { *shown <= at });
            let Some(&(shown, source)) = after.checked_sub(1).and_then(|i| self.pieces.get(i))
            else {
                return 0;
            };
            let limit = self.pieces.get(after).map_or(self.source_len, |(_, next)| *next);
            (source + (at - shown)).min(limit)
        };
        let start = source(span.start, false);
        start..source(span.end, true).max(start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_shown_lead_back_to_the_report() {
        let check = |text: &str, expected: &str| {
            let display = Display::of(text);
            assert_eq!(display.text(), expected);
            for word in expected.split_whitespace().filter(|word| text.contains(word)) {
                let start = expected.find(word).unwrap();
                let source = display.to_source(&(start..start + word.len()));
                assert_eq!(&text[source.clone()], word);
                assert_eq!(&expected[display.to_shown(&source)], word);
            }
        };
        check("Shells hit\n\n  Hatla.", "Shells hit\n\n  Hatla.");
        check(
            "<p>Shells  hit <b>Hatla</b> today</p>\n<p>قصف الجورة</p>",
            "Shells hit Hatla today\n\nقصف الجورة",
        );
        check("", "");
    }

    #[test]
    fn every_place_has_a_counterpart() {
        let text = "<div><p>Shells &amp; rockets hit حطلة.</p><script>x</script><p>End</p></div>";
        let display = Display::of(text);
        for start in 0..=text.len() {
            for end in start..=text.len() {
                let shown = display.to_shown(&(start..end));
                assert!(display.text().get(shown).is_some());
            }
        }
        for (start, _) in display.text().char_indices() {
            let source = display.to_source(&(start..display.text().len()));
            assert!(source.end <= text.len());
        }
    }
}
