//! A text with parts of it replaced, and where its spans are then.

use std::ops::Range;

use super::WORDS_WITHHELD;

/// Stands between two excerpts of a text that is not passed on whole.
const GAP: &str = " […] ";

/// A range of a text to be replaced by a marker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit {
    pub range: Range<usize>,
    pub marker: &'static str,
}

/// What became of a part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// It stands as it was.
    Same,
    /// A marker stands for a name or position in it; it still supports a value.
    Masked,
    /// Nothing of it is left but a marker.
    Gone,
}

#[derive(Debug, Clone)]
struct Piece {
    old: Range<usize>,
    new: Range<usize>,
    part: Part,
}

/// A text with parts replaced.
#[derive(Debug, Clone)]
pub(super) struct Rewritten {
    /// The new text.
    pub text: String,
    /// The whole of the old text in order, without gaps.
    pieces: Vec<Piece>,
}

impl Rewritten {
    /// Of `old`, only `kept` stays, without what is `withheld`; in what stays,
    /// `hits` (ascending, apart) become their markers. All are ranges of bytes
    /// on character boundaries.
    pub fn new(
        old: &str,
        kept: Vec<Range<usize>>,
        withheld: Vec<Range<usize>>,
        hits: Vec<Hit>,
    ) -> Self {
        let (kept, withheld) = (merged(kept), merged(withheld));
        let mut out = Self { text: String::new(), pieces: Vec::new() };
        let mut at = 0;
        for range in &withheld {
            out.push_kept(old, at..range.start, &kept, &hits);
            out.push(range.clone(), WORDS_WITHHELD, Part::Gone);
            at = range.end;
        }
        out.push_kept(old, at..old.len(), &kept, &hits);
        // A text of nothing but gaps says nothing.
        if out.text.trim() == GAP.trim() {
            out.text.clear();
            for piece in &mut out.pieces {
                piece.new = 0..0;
            }
        }
        out
    }

    fn push(&mut self, old: Range<usize>, new: &str, part: Part) {
        if old.is_empty() {
            return;
        }
        let start = self.text.len();
        self.text.push_str(new);
        self.pieces.push(Piece { old, new: start..self.text.len(), part });
    }

    /// Adds `range` of the old text, which holds nothing withheld.
    fn push_kept(&mut self, old: &str, range: Range<usize>, kept: &[Range<usize>], hits: &[Hit]) {
        let mut at = range.start;
        for keep in kept.iter().filter(|keep| keep.start < range.end && keep.end > range.start) {
            let keep = keep.start.max(range.start)..keep.end.min(range.end);
            self.push(at..keep.start, GAP, Part::Gone);
            self.push_masked(old, keep.clone(), hits);
            at = keep.end;
        }
        self.push(at..range.end, GAP, Part::Gone);
    }

    fn push_masked(&mut self, old: &str, range: Range<usize>, hits: &[Hit]) {
        let mut at = range.start;
        let first = hits.partition_point(|hit| hit.range.end <= range.start);
        for hit in hits[first..].iter().take_while(|hit| hit.range.start < range.end) {
            let (start, end) = (hit.range.start.max(at), hit.range.end.min(range.end));
            self.push(at..start, old.get(at..start).unwrap_or_default(), Part::Same);
            self.push(start..end, hit.marker, Part::Masked);
            at = end;
        }
        self.push(at..range.end, old.get(at..range.end).unwrap_or_default(), Part::Same);
    }

    fn overlapped(&self, old: &Range<usize>) -> &[Piece] {
        let first = self.pieces.partition_point(|piece| piece.old.end <= old.start);
        let end = self.pieces.partition_point(|piece| piece.old.start < old.end);
        self.pieces.get(first..end).unwrap_or_default()
    }

    /// Where an excerpt is in the new text, markers included; `None` when it is empty.
    pub fn excerpt(&self, old: Range<usize>) -> Option<Range<usize>> {
        span(self.overlapped(&old), &old)
    }

    /// Where a mark is in the new text; `None` when nothing of its words is left.
    pub fn mark(&self, old: Range<usize>) -> Option<Range<usize>> {
        let pieces = self.overlapped(&old);
        let first = pieces.iter().position(|piece| piece.part != Part::Gone)?;
        let rest = pieces.get(first..)?;
        let n = rest.iter().position(|piece| piece.part == Part::Gone).unwrap_or(rest.len());
        span(rest.get(..n)?, &old)
    }
}

/// The new range of `old` over the pieces that it overlaps; `None` when empty.
fn span(pieces: &[Piece], old: &Range<usize>) -> Option<Range<usize>> {
    let (first, last) = (pieces.first()?, pieces.last()?);
    let start = match first.part {
        Part::Same => first.new.start + old.start.saturating_sub(first.old.start),
        Part::Masked | Part::Gone => first.new.start,
    };
    let end = match last.part {
        Part::Same => last.new.end - last.old.end.saturating_sub(old.end),
        Part::Masked | Part::Gone => last.new.end,
    };
    (start < end).then_some(start..end)
}

/// Ranges in ascending order, those that touch or overlap as one.
fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.retain(|range| !range.is_empty());
    ranges.sort_by_key(|range| range.start);
    let mut out: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match out.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => out.push(range),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TEXT: &str = "One two three. Four five six. Seven eight.";

    fn at(words: &str) -> Range<usize> {
        let start = TEXT.find(words).unwrap();
        start..start + words.len()
    }

    fn hit(words: &str) -> Hit {
        Hit { range: at(words), marker: "[x]" }
    }

    #[test]
    fn excerpts_stay_and_the_rest_becomes_gaps() {
        let new = Rewritten::new(TEXT, vec![at("Four five six.")], vec![], vec![hit("five")]);
        assert_eq!(new.text, " […] Four [x] six. […] ");
        assert_eq!(&new.text[new.excerpt(at("Four five six.")).unwrap()], "Four [x] six.");
        assert_eq!(&new.text[new.mark(at("six")).unwrap()], "six");
        assert_eq!(&new.text[new.mark(at("five")).unwrap()], "[x]");
        assert_eq!(&new.text[new.mark(at("three. Four")).unwrap()], "Four");
        assert_eq!(new.mark(at("Seven")), None);
    }

    #[test]
    fn withheld_words_leave_a_marker_also_inside_another_excerpt() {
        let whole = at(TEXT);
        let new = Rewritten::new(TEXT, vec![whole.clone()], vec![at("Four five six.")], vec![]);
        assert_eq!(new.text, "One two three. [words withheld] Seven eight.");
        assert_eq!(&new.text[new.excerpt(at("Four five six.")).unwrap()], WORDS_WITHHELD);
        assert_eq!(new.excerpt(whole), Some(0..new.text.len()));
        assert_eq!(new.mark(at("five")), None);
    }

    #[test]
    fn a_text_of_which_nothing_stays_is_empty() {
        let new = Rewritten::new(TEXT, vec![], vec![], vec![]);
        assert_eq!((new.text.as_str(), new.excerpt(at("five"))), ("", None));
    }

    fn ranges() -> impl Strategy<Value = Vec<Range<usize>>> {
        prop::collection::vec((0..TEXT.len(), 1..9usize), 0..5).prop_map(|all| {
            all.into_iter().map(|(start, n)| start..(start + n).min(TEXT.len())).collect()
        })
    }

    proptest! {
        #[test]
        fn every_span_is_in_the_new_text(kept in ranges(), withheld in ranges(), hits in ranges(), asked in ranges()) {
            let hits = merged(hits).into_iter().map(|range| Hit { range, marker: "[x]" }).collect();
            let new = Rewritten::new(TEXT, kept.clone(), withheld.clone(), hits);
            for range in asked {
                for span in [new.excerpt(range.clone()), new.mark(range)].into_iter().flatten() {
                    prop_assert!(new.text.get(span).is_some());
                }
            }
            for range in kept.into_iter().filter(|_| withheld.is_empty()) {
                prop_assert!(new.excerpt(range).is_some());
            }
        }
    }
}
