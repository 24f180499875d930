//! The date of a claim, with the words and the rule that gave it.

use jiff::civil::Date;

use super::span::Span;

/// A date that a claim carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimDate {
    /// EDTF text; `XXXX-XX-XX` where only a weekday is known.
    pub edtf: String,
    /// First possible day; `None` when open or unknown.
    pub start: Option<Date>,
    /// Last possible day; `None` when open or unknown.
    pub end: Option<Date>,
    /// The words it comes from; `None` when no words of the report give it.
    pub span: Option<Span>,
    /// Why.
    pub reason: String,
    /// Name of the rule.
    pub rule: &'static str,
    /// Lies well before the report: what happened then is background.
    pub past: bool,
}

impl ClaimDate {
    /// Whether it tells the day to within a few: no month, no season, no year.
    #[must_use]
    pub fn is_near(&self) -> bool {
        let days = self.start.zip(self.end).map(|(start, end)| days_between(start, end));
        days.is_none_or(|days| days <= 3)
    }

    /// The single day, when it is one.
    #[must_use]
    pub fn single(&self) -> Option<Date> {
        self.start.filter(|start| Some(*start) == self.end)
    }

    /// Whether the two could be the same day, within `slack` days.
    #[must_use]
    pub fn may_equal(&self, other: &Self, slack: i32) -> bool {
        let before = |a: Option<Date>, b: Option<Date>| match (a, b) {
            (Some(a), Some(b)) => days_between(a, b) > slack,
            _ => false,
        };
        !before(self.end, other.start) && !before(other.end, self.start)
    }
}

/// Days from `a` to `b`.
#[must_use]
pub fn days_between(a: Date, b: Date) -> i32 {
    crate::model::Day::from(b).number() - crate::model::Day::from(a).number()
}
