//! Whose day a date is: the report's, a heading's, or that of something told before.

use std::ops::Range;

use jiff::civil::Date;

use super::super::lexicon::{Form, Sense};
use super::super::sentence::Sentence;
use super::super::text::Layout;
use super::super::token::TokenKind;
use super::{DateMention, When};

/// The day that a line of its own gives to what follows: "Wednesday, 18 May 2016".
#[must_use]
pub fn heading_day<'d>(
    layout: &Layout<'_>,
    sentence: &Sentence,
    dates: &'d [DateMention],
) -> Option<&'d DateMention> {
    let [only] = dates else { return None };
    let day = matches!(only.when, When::Day(_) | When::DayOfMonth { .. } | When::Weekday(_));
    let whole = layout
        .paragraph_of(sentence.first)
        .is_some_and(|p| p.first == sentence.first && p.end == sentence.end);
    let words = layout.tokens[sentence.first..sentence.end]
        .iter()
        .filter(|token| token.kind == TokenKind::Word)
        .count();
    let tells = layout.tags_in(sentence.first, sentence.end).iter().any(|tag| {
        matches!(tag.sense, Sense::Act(..) | Sense::Harm(..) | Sense::Published | Sense::Says)
    });
    (day && whole && words <= 9 && !tells && !only.since).then_some(only)
}

/// Whether a sentence opens an item of a list: behind a bullet or a number, or with a
/// name and a colon ("Idlib: shells fell ...").
#[must_use]
pub fn opens_item(layout: &Layout<'_>, sentence: &Sentence) -> bool {
    let tokens = &layout.tokens[sentence.first..sentence.end];
    let opens = layout.paragraph_of(sentence.first).is_some_and(|p| p.first == sentence.first)
        || sentence.first > 0 && layout.tokens[sentence.first - 1].kind == TokenKind::Break;
    let Some(first) = tokens.first().filter(|_| opens) else { return false };
    if matches!(first.mark, '-' | '–' | '—' | '•' | '▪' | '●' | '*' | '·') {
        return true;
    }
    let behind_number = first.kind == TokenKind::Number
        && tokens.get(1).is_some_and(|t| matches!(t.mark, '.' | ')' | '-'));
    let colon = tokens.iter().take(6).position(|token| token.is_mark(':'));
    let named = colon.is_some_and(|at| {
        tokens[..at].iter().all(|token| token.kind != TokenKind::Number)
            && layout.tags_in(sentence.first, sentence.first + at).iter().all(|tag| {
                !matches!(tag.sense, Sense::Says | Sense::Act(_, Form::Past) | Sense::Harm(..))
            })
    });
    behind_number || named
}

/// A day that belongs to what was told some time before, not to the news: "Sunday's
/// bombing", "the toll of the raid on Sunday has risen to 9".
#[must_use]
pub fn dates_what_was(layout: &Layout<'_>, clause: Range<usize>, mention: &DateMention) -> bool {
    let possessed =
        layout.tokens.get(mention.end).is_some_and(|token| token.kind == TokenKind::Possessive);
    let sums = layout.tokens[clause.clone()].iter().any(|token| {
        matches!(token.span.of(&layout.text), "toll" | "tally" | "number" | "عدد" | "حصيلة")
    });
    possessed
        || sums
            && layout.tags_in(clause.start, clause.end).iter().any(|tag| {
                tag.sense == Sense::TollSum
                    && matches!(
                        layout.word(tag.end as usize - 1),
                        "to" | "at" | "reached" | "reaches" | "ارتفع" | "ارتفعت" | "ارتفاع"
                    )
            })
}

/// The day of the report that the text tells: "yesterday the 14th of May 2016" makes
/// it the 15th.
#[must_use]
pub fn told_day(dates: &[Vec<DateMention>]) -> Option<Date> {
    dates.iter().flatten().find_map(|mention| match (mention.when, mention.offset) {
        (When::Day(date), Some(offset)) => crate::model::Day::from(date).plus(-offset).date(),
        _ => None,
    })
}

/// The latest full date of the text, from which weekdays are counted when nothing
/// better is known.
#[must_use]
pub fn latest_day(dates: &[Vec<DateMention>]) -> Option<Date> {
    let all = dates.iter().flatten().filter(|mention| !mention.since);
    all.filter_map(|mention| match mention.when {
        When::Day(date) | When::Range(_, date) => Some(date),
        _ => None,
    })
    .max()
}
