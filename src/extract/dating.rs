//! The day that a report carries on from what it told before.

use jiff::civil::Date;

use super::claim_date::{ClaimDate, days_between};
use super::claims::DateSource;
use super::dates::{
    DAYS_AFTER, DateMention, When, date_mentions, heading_day, latest_day, opens_item, told_day,
};
use super::sentence::Sentence;
use super::text::{Layout, ParagraphKind};
use super::when::{Calendar, resolve};

/// What a list of days tells as its news is not older than this.
const LIST_DAYS: i32 = 120;

/// A date, and how it was found.
#[derive(Debug, Clone)]
pub(super) struct FoundDate {
    pub(super) date: ClaimDate,
    pub(super) source: DateSource,
}

/// Carries dates from sentence to sentence.
pub(super) struct Dating {
    pub(super) calendar: Calendar,
    /// The day of the report as the text itself tells it: "yesterday the 14th of May 2016".
    pub(super) told: Option<Date>,
    pub(super) carried: Option<FoundDate>,
    /// What is carried into an item of a list: the day of its heading or of the bulletin.
    pub(super) heading: Option<FoundDate>,
    /// What the first paragraphs carry: their day, from the paragraph after it on.
    pub(super) lede: Option<FoundDate>,
    pub(super) paragraph: Option<usize>,
    /// The report opens with something that still goes on: its day is the report's.
    pub(super) ongoing: bool,
}

impl Dating {
    /// What is known of a report before its first sentence; `dates` are those of its
    /// sentences.
    pub(super) fn new(
        layout: &Layout<'_>,
        dates: &[Vec<DateMention>],
        published: Option<Date>,
    ) -> Self {
        let told = told_day(dates);
        let fixed = told.or_else(|| latest_day(dates));
        let calendar = Calendar { published, fixed, anchor: published.or(fixed) };
        let bulletin = day_of_dateline(layout, &calendar);
        Self {
            calendar,
            told,
            carried: bulletin.clone(),
            heading: bulletin,
            lede: None,
            paragraph: None,
            ongoing: false,
        }
    }

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
            self.heading = own.then_some(FoundDate { date, source: DateSource::Carried });
            self.carried.clone_from(&self.heading);
        } else if opens_item(layout, sentence) {
            if self.lede.is_none() {
                self.lede.clone_from(&self.carried);
            }
            self.carried = self.heading.clone().or_else(|| self.lede.clone());
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
        self.carried.as_ref().is_some_and(|carried| carried.date.rule == DAYS_AFTER)
    }
}

/// A bulletin's own day, when it is not the day of publication.
fn day_of_dateline(layout: &Layout<'_>, calendar: &Calendar) -> Option<FoundDate> {
    let (first, end) = layout.dateline?;
    // A short line of its own is a dateline as a whole.
    let line = layout.paragraph_of(first).filter(|p| p.end - p.first <= 14);
    let mentions = date_mentions(layout, first, line.map_or(end, |p| p.end));
    let own = mentions.iter().find(|m| matches!(m.when, When::Day(_) | When::DayOfMonth { .. }))?;
    let date = resolve(own, calendar).filter(|date| date.single() != calendar.published)?;
    Some(FoundDate { date, source: DateSource::Remark })
}

fn last_day(carried: &Option<FoundDate>) -> Option<Date> {
    carried.as_ref().and_then(|carried| carried.date.end)
}
