//! The date of each clause of a sentence, from the best source there is.

use super::attribution::Attribution;
use super::claim_date::ClaimDate;
use super::claims::DateSource;
use super::clauses::Clause;
use super::dates::{DateMention, When, dates_what_was};
use super::dating::{Dating, FoundDate};
use super::sentence::Sentence;
use super::text::{Layout, ParagraphKind};
use super::when::{of_report, resolve};

/// Dates the clauses of one sentence in their order: what one of them tells may hold for
/// those behind it and for the sentences that follow.
pub(super) struct SentenceDates<'a> {
    layout: &'a Layout<'a>,
    sentence: &'a Sentence,
    mentions: &'a [DateMention],
    said: Option<Attribution>,
    dating: &'a mut Dating,
    /// A clause has told the day of the news, which the rest of the sentence shares.
    is_taken: bool,
    /// A clause has told something past, and the rest of the sentence goes on with it.
    past: Option<ClaimDate>,
}

impl<'a> SentenceDates<'a> {
    /// `mentions` are the dates of the sentence, `said` who says what it tells.
    pub(super) fn new(
        layout: &'a Layout<'a>,
        sentence: &'a Sentence,
        mentions: &'a [DateMention],
        said: Option<Attribution>,
        dating: &'a mut Dating,
    ) -> Self {
        Self { layout, sentence, mentions, said, dating, is_taken: false, past: None }
    }

    /// The date of the next clause, best source first.
    pub(super) fn of_clause(&mut self, clause: &Clause) -> Option<FoundDate> {
        if let Some(date) = self.own(clause) {
            return Some(FoundDate { date, source: DateSource::Clause });
        }
        if let Some(date) = self.past.clone() {
            return Some(FoundDate { date, source: DateSource::Sentence });
        }
        if self.is_taken && !self.is_title() {
            let date = self.dating.carried.as_ref()?.date.clone();
            return Some(FoundDate { date, source: DateSource::Sentence });
        }
        if let Some(found) = self.carried().or_else(|| self.remark()) {
            return Some(found);
        }
        // A latest date somewhere in the text does not date what has no date.
        let date = of_report(self.dating.calendar.published, self.dating.told)?;
        Some(FoundDate { date, source: DateSource::None })
    }

    /// The date that the clause itself states.
    fn own(&mut self, clause: &Clause) -> Option<ClaimDate> {
        let mentions = self.mentions;
        let inside = mentions.iter().filter(|mention| {
            mention.first >= clause.first && mention.end <= clause.end && !self.in_remark(mention)
        });
        let mention = inside.min_by_key(|mention| is_rough(mention.when))?;
        let date = resolve(mention, &self.dating.calendar)?;
        if date.past {
            self.past = Some(date.clone());
        } else if !self.is_title() {
            self.hand_on(clause, mention, &date);
        }
        Some(date)
    }

    /// Lets the date of a clause hold for what is told after it.
    fn hand_on(&mut self, clause: &Clause, mention: &DateMention, date: &ClaimDate) {
        if mention.since {
            self.dating.ongoing |= self.dating.carried.is_none();
            return;
        }
        if clause.subordinate {
            return;
        }
        if !matches!(mention.when, When::FromAnchor(_) | When::DayBefore) {
            self.set_anchor(date);
        }
        if !self.is_passing(clause, mention, date) {
            self.dating.carried =
                Some(FoundDate { date: date.clone(), source: DateSource::Carried });
            self.is_taken = true;
        }
    }

    /// A day told by the way, which says nothing about the rest.
    fn is_passing(&self, clause: &Clause, mention: &DateMention, date: &ClaimDate) -> bool {
        // "yesterday" in a report on what goes on today.
        let goes_back = || {
            matches!(mention.when, When::Offset(days) if days < 0)
                && (self.dating.ongoing
                    || self.dating.carried.as_ref().is_some_and(|c| c.date.edtf != date.edtf))
        };
        mention.when == When::DayBefore
            || dates_what_was(self.layout, clause.first..clause.end, mention)
            || goes_back()
    }

    /// The day that the report carries on from what it told before.
    fn carried(&self) -> Option<FoundDate> {
        let carried = self.dating.carried.as_ref();
        let FoundDate { date, source } = carried.filter(|_| self.shares_day())?;
        let reason = format!("as told before: {}", date.reason);
        Some(FoundDate { date: ClaimDate { reason, ..date.clone() }, source: *source })
    }

    /// The day on which somebody said it: a date that no clause claims ("..., he said on
    /// Monday").
    fn remark(&mut self) -> Option<FoundDate> {
        let date = resolve(self.remark_date()?, &self.dating.calendar)?;
        if date.past {
            return None;
        }
        if self.shares_day() {
            self.set_anchor(&date);
            self.dating.carried =
                Some(FoundDate { date: date.clone(), source: DateSource::Remark });
        }
        let reason = format!("the day it was said; {}", date.reason);
        Some(FoundDate { date: ClaimDate { reason, ..date }, source: DateSource::Remark })
    }

    /// The sentence goes on with the day told before, and may set that day for what
    /// follows: no headline, and none that opens with a calendar date of its own ("On 16
    /// September X said that ...").
    fn shares_day(&self) -> bool {
        let states_own = self.remark_date().is_some_and(|mention| {
            mention.first <= self.sentence.first + 2
                && matches!(mention.when, When::Day(_) | When::DayOfMonth { .. })
        });
        !self.is_title() && !states_own
    }

    /// The first date in the remark of who said so.
    fn remark_date(&self) -> Option<&'a DateMention> {
        let mentions = self.mentions;
        mentions.iter().find(|mention| self.in_remark(mention))
    }

    fn in_remark(&self, mention: &DateMention) -> bool {
        self.said.is_some_and(|said| said.first <= mention.first && mention.end <= said.end)
            && !self.frames(mention)
    }

    /// "On Saturday, he says, ...": the day of what is told, not of the saying.
    fn frames(&self, mention: &DateMention) -> bool {
        mention.first <= self.sentence.first + 2
            && self.layout.tokens.get(mention.end).is_some_and(|t| matches!(t.mark, ',' | '،'))
    }

    fn set_anchor(&mut self, date: &ClaimDate) {
        let calendar = &mut self.dating.calendar;
        calendar.anchor = date.single().or(calendar.anchor);
    }

    fn is_title(&self) -> bool {
        self.sentence.kind == ParagraphKind::Title
    }
}

/// Leaves the decision to a calendar date or a day in the same clause.
const fn is_rough(when: When) -> bool {
    match when {
        When::Past(_)
        | When::Year(_)
        | When::Season { .. }
        | When::Month { .. }
        | When::Lately(_)
        | When::DayBefore => true,
        When::FromAnchor(days) => days != 0,
        _ => false,
    }
}
