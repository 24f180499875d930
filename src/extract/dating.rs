//! The day that a report carries on from what it told before.

use jiff::civil::Date;

use super::claim_date::{ClaimDate, days_between};
use super::claims::DateSource;
use super::dates::{DAYS_AFTER, DateMention, heading_day, opens_item};
use super::sentence::Sentence;
use super::text::{Layout, ParagraphKind};
use super::when::{Calendar, resolve};

/// What a list of days tells as its news is not older than this.
const LIST_DAYS: i32 = 120;

/// Carries dates from sentence to sentence.
pub(super) struct Dating {
    pub(super) calendar: Calendar,
    /// The day of the report as the text itself tells it: "yesterday the 14th of May 2016".
    pub(super) told: Option<Date>,
    pub(super) carried: Option<(ClaimDate, DateSource)>,
    /// What is carried into an item of a list: the day of its heading or of the bulletin.
    pub(super) heading: Option<(ClaimDate, DateSource)>,
    /// What the first paragraphs carry: their day, from the paragraph after it on.
    pub(super) lede: Option<(ClaimDate, DateSource)>,
    pub(super) paragraph: Option<usize>,
    /// The report opens with something that still goes on: its day is the report's.
    pub(super) ongoing: bool,
}

impl Dating {
    /// Takes the day of a heading; an item of a list forgets the item before.
    pub(super) fn enter(
        &mut self,
        layout: &Layout<'_>,
        sentence: &Sentence,
        dates: &[DateMention],
    ) {
        if let Some(date) = heading_day(layout, sentence, dates)
            .filter(|_| sentence.kind != ParagraphKind::Title)
            .and_then(|mention| resolve(mention, &self.calendar))
            .filter(|date| date.single().is_some())
        {
            // A list of the last months tells its news by day.
            let age = |today| date.end.map_or(0, |end| days_between(end, today));
            let old = self.calendar.published.is_some_and(|today| age(today) > LIST_DAYS);
            let date = ClaimDate { past: old, ..date };
            self.calendar.anchor = date.single().or(self.calendar.anchor);
            let own = date.single() != self.calendar.published;
            self.heading = own.then_some((date, DateSource::Carried));
            self.carried.clone_from(&self.heading);
        } else if opens_item(layout, sentence) {
            self.carried.clone_from(&self.heading);
        } else if self.paragraph != Some(sentence.paragraph) {
            // A paragraph goes on from the first day told, not from the last one.
            if self.lede.is_none() {
                self.lede.clone_from(&self.carried);
            } else if self.heading.is_none()
                && !self.goes_back()
                && last_day(&self.carried) < last_day(&self.lede)
            {
                self.carried.clone_from(&self.lede);
            }
        }
        self.paragraph = Some(sentence.paragraph);
    }

    /// The report has turned to what came before its news ("This comes a day after ..."),
    /// and may stay there for some paragraphs.
    fn goes_back(&self) -> bool {
        self.carried.as_ref().is_some_and(|(date, _)| date.rule == DAYS_AFTER)
    }
}

fn last_day(carried: &Option<(ClaimDate, DateSource)>) -> Option<Date> {
    carried.as_ref().and_then(|(date, _)| date.end)
}
