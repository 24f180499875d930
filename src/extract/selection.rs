//! What words that a person picked out of a report say, read as a date, as
//! parties or as counts of people. The same rules read them that read the whole.

use jiff::civil::Date;

use super::actors::{ActorMention, actor_mentions};
use super::claim_date::ClaimDate;
use super::dates::{DateMention, When, date_mentions};
use super::lexicon::Side;
use super::span::Span;
use super::text::Layout;
use super::tolls::{Toll, TollContext, tolls};
use super::when::{Calendar, resolve};

/// A report in which words are picked.
#[derive(Debug)]
pub struct Selection<'a> {
    layout: Layout<'a>,
    span: Span,
    first: usize,
    end: usize,
}

impl<'a> Selection<'a> {
    /// Bytes `span` of `text`; a word that the span begins or ends within counts whole.
    #[must_use]
    pub fn new(text: &'a str, span: Span) -> Self {
        let layout = Layout::read(text);
        let first = layout.tokens.partition_point(|token| token.span.end <= span.start);
        let end = layout.token_at(span.end).max(first);
        Self { layout, span, first, end }
    }

    /// The first date in the words. Days such as "on Saturday" are counted from the
    /// day of publication, or else from a full date anywhere in the report.
    #[must_use]
    pub fn date(&self, published: Option<Date>) -> Option<ClaimDate> {
        let mention = date_mentions(&self.layout, self.first, self.end).into_iter().next()?;
        let fixed = || {
            let all = date_mentions(&self.layout, 0, self.layout.tokens.len());
            let full = |mention: &DateMention| match mention.when {
                When::Day(date) if !mention.since => Some(date),
                _ => None,
            };
            all.iter().filter_map(full).max()
        };
        let fixed = if published.is_none() { fixed() } else { None };
        let calendar = Calendar { published, fixed, anchor: published.or(fixed) };
        let mut date = resolve(&mention, &calendar)?;
        // The words are those that were picked, not those that a rule needed.
        date.span = Some(self.span);
        Some(date)
    }

    /// Counts of people in the words.
    #[must_use]
    pub fn tolls(&self) -> Vec<Toll> {
        let actors = self.actor_mentions();
        tolls(&self.layout, self.first, self.end, &actors, TollContext::default())
    }

    /// Parties named in the words.
    #[must_use]
    pub fn actors(&self) -> Vec<(Side, Span)> {
        let span = |mention: &ActorMention| self.layout.span(mention.first, mention.end);
        self.actor_mentions().iter().map(|mention| (mention.side, span(mention))).collect()
    }

    fn actor_mentions(&self) -> Vec<ActorMention> {
        actor_mentions(&self.layout, self.first, self.end)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn select<'a>(text: &'a str, words: &str) -> Selection<'a> {
        let start = text.find(words).unwrap();
        Selection::new(text, Span::new(start, start + words.len()))
    }

    #[test]
    fn picked_words_are_read_as_a_date() {
        let check = |text: &str, words: &str, published, expected: Option<&str>| {
            let found = select(text, words).date(published);
            assert_eq!(found.map(|date| date.edtf).as_deref(), expected, "{words:?}");
        };
        let monday = Some(date(2016, 3, 14));
        let text = "Shells fell on Hatla on Saturday and again on 9 March 2016.";
        check(text, "on Saturday", monday, Some("2016-03-12"));
        check(text, "9 March 2016", None, Some("2016-03-09"));
        check(text, "Hatla", monday, None);
        check("سقطت قذائف مساء أمس", "مساء أمس", monday, Some("2016-03-13"));
        // A full date elsewhere in the report helps where no publication day is known.
        check(text, "on Saturday", None, Some("2016-03-05"));
    }

    #[test]
    fn picked_words_are_read_as_counts_and_parties() {
        let text = "At least four civilians were killed when ISIS shelled Hatla.";
        let tolls = select(text, "At least four civilians were killed").tolls();
        assert_eq!((tolls.len(), tolls[0].who, tolls[0].min), (1, "civilian", Some(4)));
        let actors = select(text, "ISIS").actors();
        assert_eq!(actors.len(), 1);
        assert_eq!(actors[0].0, Side::Isis);
        assert_eq!(actors[0].1.of(text), "ISIS");
    }

    #[test]
    fn any_span_can_be_asked_about() {
        let text = "قتل ثلاثة — three killed.";
        for start in 0..=text.len() {
            for end in start..=text.len() {
                if text.get(start..end).is_some() {
                    let selection = Selection::new(text, Span::new(start, end));
                    let _ = (selection.date(None), selection.tolls(), selection.actors());
                }
            }
        }
    }
}
