//! From date expressions to calendar dates, each with its reason.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use crate::model::Edtf;

use super::claim_date::{ClaimDate, days_between};
use super::dates::{DateMention, When};

/// What is known when a date expression is resolved.
#[derive(Debug, Clone, Copy, Default)]
pub struct Calendar {
    /// Day of publication.
    pub published: Option<Date>,
    /// A day the text itself fixes, for weekdays and years when no day of
    /// publication is given.
    pub fixed: Option<Date>,
    /// The day of what was told just before.
    pub anchor: Option<Date>,
}

impl Calendar {
    fn today(&self) -> Option<Date> {
        self.published.or(self.fixed)
    }
}

/// Days that a report may be older than what it tells as news.
const NEWS_DAYS: i32 = 20;

/// EDTF for a day of which nothing is known.
const UNKNOWN_DAY: &str = "XXXX-XX-XX";

/// Why a relative day without a day of publication stays unknown.
const NO_REPORT_DAY: &str = "relative to a day of publication that is not known";

/// The calendar date of an expression, as far as it can be known.
#[must_use]
pub fn resolve(mention: &DateMention, calendar: &Calendar) -> Option<ClaimDate> {
    let resolver = Resolver::new(mention, calendar);
    let mut date = resolver.stated()?;
    if mention.since && !date.past {
        date = resolver.lasting(date);
    }
    date.past |= resolver.is_past(&date);
    Some(date)
}

/// One date expression, and what its meaning is counted from.
struct Resolver<'a> {
    mention: &'a DateMention,
    /// The day of the report, or the best guess at it.
    today: Option<Date>,
    /// What gives `today`, in the words of a reason.
    word: &'static str,
    /// The day of what was told just before; else `today`.
    anchor: Option<Date>,
}

/// Every kind of expression has a method. They give `None` for a day that no calendar
/// has, and an unknown date where the day of the report would be needed.
impl<'a> Resolver<'a> {
    fn new(mention: &'a DateMention, calendar: &Calendar) -> Self {
        let today = calendar.today();
        let published = calendar.published.is_some();
        Self {
            mention,
            today,
            word: if published { "publication" } else { "the date in the text" },
            anchor: calendar.anchor.or(today),
        }
    }

    /// The date by the words of the expression alone, before "since" and its age count.
    fn stated(&self) -> Option<ClaimDate> {
        match self.mention.when {
            When::Day(date) => Some(self.day(date, "stated in full".to_owned())),
            When::Range(first, last) => {
                Some(self.stretch(first, last, "stated as a range".to_owned()))
            }
            When::DayOfMonth { month, day } => self.day_of_month(month, day),
            When::DaysOfMonth { month, first, last } => self.days_of_month(month, first, last),
            When::DayAlone(day) => self.day_alone(day),
            When::Month { year, month, part } => self.month(year, month, part),
            When::Season { year, code } => self.season(year, code),
            When::Year(year) => Some(self.year(year)),
            When::Weekday(day) => self.weekday(day, false),
            When::LastWeekday(day) => self.weekday(day, true),
            When::Weekdays { first, last } => self.weekdays(first, last),
            When::Offset(days) => self.offset(days),
            When::Offsets { first, last } => self.offsets(first, last),
            When::Lately(days) => self.lately(days),
            When::Overnight => self.overnight(),
            When::Weekend => self.weekend(),
            When::ThisWeek => self.this_week(),
            When::FromAnchor(days) => self.anchored(days),
            When::DayBefore => self.anchored(-1),
            When::Past(days) => self.long_ago(days),
        }
    }

    /// "on 5 May".
    fn day_of_month(&self, month: i8, day: i8) -> Option<ClaimDate> {
        let Some(today) = self.today else { return Some(self.no_year(month, day)) };
        let date = latest_year(month, day, today)?;
        let word = self.word;
        Some(self.day(date, format!("day and month as stated; latest year up to {word} {today}")))
    }

    /// "3-5 May".
    fn days_of_month(&self, month: i8, first: i8, last: i8) -> Option<ClaimDate> {
        let Some(today) = self.today else { return Some(self.no_year(month, first)) };
        let start = latest_year(month, first, today)?;
        let end = Date::new(start.year(), month, last).ok()?;
        let word = self.word;
        let reason = format!("stated as a range; latest year up to {word} {today}");
        Some(self.stretch(start, end, reason))
    }

    /// "the 14th".
    fn day_alone(&self, day: i8) -> Option<ClaimDate> {
        let (today, word) = (self.today?, self.word);
        let date = latest_month(day, today)?;
        Some(self.day(date, format!("day of the month as stated; latest up to {word} {today}")))
    }

    /// "in May", "in mid-January 2015".
    fn month(&self, year: Option<i16>, month: i8, part: u8) -> Option<ClaimDate> {
        let (year, reason) = match (year, self.today) {
            (Some(year), _) => (year, "month as stated".to_owned()),
            (None, Some(today)) => {
                let reason = format!("month as stated; latest up to {}", self.word);
                (latest_year_of_month(month, today), reason)
            }
            (None, None) => {
                return Some(self.unknown(format!("XXXX-{month:02}"), "no year is stated"));
            }
        };
        let first = Date::new(year, month, 1).ok()?;
        let tilde = if part > 0 { "~" } else { "" };
        let edtf = format!("{year:04}-{month:02}{tilde}");
        Some(self.dated(edtf, Some(first), Some(first.last_of_month()), reason))
    }

    /// "the summer of 2014".
    fn season(&self, year: i16, code: u8) -> Option<ClaimDate> {
        let edtf = format!("{year:04}-{code}");
        let days = edtf.parse::<Edtf>().ok()?.span();
        let reason = "season as stated".to_owned();
        Some(self.dated(edtf, days.first.date(), days.last.date(), reason))
    }

    fn year(&self, year: i16) -> ClaimDate {
        let (first, last) = (Date::new(year, 1, 1).ok(), Date::new(year, 12, 31).ok());
        self.dated(format!("{year:04}"), first, last, "year as stated".to_owned())
    }

    /// "on Saturday"; with `before_today` "last Saturday", which is never today.
    fn weekday(&self, day: u8, before_today: bool) -> Option<ClaimDate> {
        let name = weekday_name(day);
        let Some(today) = self.today else {
            let reason = format!("{name}; no day of publication is known");
            return Some(self.unknown(UNKNOWN_DAY.to_owned(), &reason));
        };
        let mut date = weekday_on_or_before(day, today)?;
        if before_today && date == today {
            date = date.checked_sub(7.days()).ok()?;
        }
        Some(self.day(date, format!("last {name} on or before {} {today}", self.word)))
    }

    /// "on Saturday and Sunday".
    fn weekdays(&self, first: u8, last: u8) -> Option<ClaimDate> {
        let Some(today) = self.today else {
            let reason = "weekdays; no day of publication is known";
            return Some(self.unknown(UNKNOWN_DAY.to_owned(), reason));
        };
        let end = weekday_on_or_before(last, today)?;
        let start = weekday_on_or_before(first, end)?;
        let (first, last, word) = (weekday_name(first), weekday_name(last), self.word);
        let reason = format!("{first} to {last}, the last on or before {word} {today}");
        Some(self.days(start, end, reason))
    }

    /// "yesterday", "two days ago".
    fn offset(&self, days: i32) -> Option<ClaimDate> {
        let Some(today) = self.today else { return Some(self.no_report_day()) };
        let date = today.checked_add(days.days()).ok()?;
        let word = self.word;
        let reason = match days {
            0 => format!("day of {word}"),
            -1 => format!("day before {word} {today}"),
            _ => format!("{} days before {word} {today}", -days),
        };
        Some(self.day(date, reason))
    }

    /// "yesterday and today".
    fn offsets(&self, first: i32, last: i32) -> Option<ClaimDate> {
        let Some(today) = self.today else { return Some(self.no_report_day()) };
        let start = today.checked_add(first.days()).ok()?;
        let end = today.checked_add(last.days()).ok()?;
        Some(self.days(start, end, format!("counted from {} {today}", self.word)))
    }

    /// "over the past three days".
    fn lately(&self, days: i32) -> Option<ClaimDate> {
        let Some(today) = self.today else { return Some(self.no_report_day()) };
        let start = today.checked_sub(days.days()).ok()?;
        let reason = format!("the {days} days up to {} {today}", self.word);
        Some(self.stretch(start, today, reason))
    }

    fn overnight(&self) -> Option<ClaimDate> {
        let Some(today) = self.today else { return Some(self.no_report_day()) };
        let evening = today.checked_sub(1.days()).ok()?;
        Some(self.days(evening, today, format!("the night up to {} {today}", self.word)))
    }

    fn weekend(&self) -> Option<ClaimDate> {
        let Some(today) = self.today else { return Some(self.no_report_day()) };
        let word = self.word;
        // A report of a Saturday means the weekend that has begun.
        if weekday_on_or_before(6, today) == Some(today) {
            return Some(self.day(today, format!("the weekend of {word} {today}")));
        }
        let sunday = weekday_on_or_before(7, today)?;
        let saturday = sunday.checked_sub(1.days()).ok()?;
        let reason = format!("the last Saturday and Sunday before {word} {today}");
        Some(self.days(saturday, sunday, reason))
    }

    fn this_week(&self) -> Option<ClaimDate> {
        let Some(today) = self.today else { return Some(self.no_report_day()) };
        let monday = weekday_on_or_before(1, today)?;
        Some(self.days(monday, today, format!("from Monday up to {} {today}", self.word)))
    }

    /// "a day later": counted from the day told of before.
    fn anchored(&self, days: i32) -> Option<ClaimDate> {
        let Some(anchor) = self.anchor else {
            let reason = "relative to a day that is not known";
            return Some(self.unknown(UNKNOWN_DAY.to_owned(), reason));
        };
        let date = anchor.checked_add(days.days()).ok()?;
        let side = if days < 0 { "before" } else { "after" };
        let reason = format!("{} day(s) {side} {anchor}, the day told of before", days.abs());
        Some(self.day(date, reason))
    }

    /// "two years ago", "last month": to the year or the month, or from about that day
    /// until yesterday.
    fn long_ago(&self, days: i32) -> Option<ClaimDate> {
        let Some(today) = self.today else {
            let reason = "before the report, whose day is not known";
            return Some(ClaimDate { past: true, ..self.unknown(UNKNOWN_DAY.to_owned(), reason) });
        };
        let then = today.checked_sub(days.days()).ok()?;
        let (edtf, start, end) = if days >= 365 {
            (
                format!("{:04}~", then.year()),
                Date::new(then.year(), 1, 1).ok(),
                Date::new(then.year(), 12, 31).ok(),
            )
        } else if days >= 30 {
            let first = then.first_of_month();
            (
                format!("{:04}-{:02}~", then.year(), then.month()),
                Some(first),
                Some(first.last_of_month()),
            )
        } else {
            (format!("{then}~"), Some(then), today.checked_sub(1.days()).ok())
        };
        let reason = format!("counted back from {today}");
        Some(ClaimDate { past: true, ..self.dated(edtf, start, end, reason) })
    }

    /// "since X": from X to the day of the report.
    fn lasting(&self, mut date: ClaimDate) -> ClaimDate {
        let Some(start) = date.start else { return date };
        let Some(today) = self.today else {
            return ClaimDate {
                edtf: format!("{start}/.."),
                end: None,
                reason: format!("since then ({})", date.reason),
                ..date
            };
        };
        date.past = days_between(start, today) > NEWS_DAYS;
        if start >= today {
            return date;
        }
        ClaimDate {
            edtf: format!("{start}/{today}"),
            end: Some(today),
            reason: format!("since then, up to the day of the report ({})", date.reason),
            ..date
        }
    }

    /// Whether it lies too far back for news: by its distance where the day of the
    /// report is known, else by how roughly it is told.
    fn is_past(&self, date: &ClaimDate) -> bool {
        let when = self.mention.when;
        match (date.end, self.today) {
            (Some(end), Some(today)) => {
                let is_over = end < today;
                days_between(end, today) > NEWS_DAYS
                    || matches!(when, When::Year(_))
                    || matches!(when, When::Month { .. } | When::Season { .. }) && is_over
            }
            // A month of no stated year may be that of the report.
            _ => matches!(
                when,
                When::Year(_)
                    | When::Season { .. }
                    | When::Month { year: Some(_), .. }
                    | When::Past(_)
            ),
        }
    }

    /// From `start` to `end`, which may be one day.
    fn days(&self, start: Date, end: Date, reason: String) -> ClaimDate {
        if start == end { self.day(start, reason) } else { self.stretch(start, end, reason) }
    }

    fn day(&self, date: Date, reason: String) -> ClaimDate {
        self.dated(date.to_string(), Some(date), Some(date), reason)
    }

    fn stretch(&self, start: Date, end: Date, reason: String) -> ClaimDate {
        self.dated(format!("{start}/{end}"), Some(start), Some(end), reason)
    }

    fn no_report_day(&self) -> ClaimDate {
        self.unknown(UNKNOWN_DAY.to_owned(), NO_REPORT_DAY)
    }

    fn no_year(&self, month: i8, day: i8) -> ClaimDate {
        self.unknown(format!("XXXX-{month:02}-{day:02}"), "no year is stated")
    }

    fn unknown(&self, edtf: String, reason: &str) -> ClaimDate {
        self.dated(edtf, None, None, reason.to_owned())
    }

    fn dated(
        &self,
        edtf: String,
        start: Option<Date>,
        end: Option<Date>,
        reason: String,
    ) -> ClaimDate {
        ClaimDate {
            edtf,
            start,
            end,
            span: Some(self.mention.span),
            reason,
            rule: self.mention.rule,
            past: false,
        }
    }
}

/// The date of a claim that is told as news without any date words: the day of the
/// report, doubted (EDTF `?`). `published` is the day of publication, `told` the day
/// of the report that its text tells; `None` when neither is known, since nothing
/// else supports a day.
#[must_use]
pub fn of_report(published: Option<Date>, told: Option<Date>) -> Option<ClaimDate> {
    let (date, reason, rule) = match (published, told) {
        (Some(date), _) => (
            date,
            format!(
                "no day is stated; told as news in a report published on {date}, so on or \
                 shortly before that day"
            ),
            "date: of publication",
        ),
        (None, Some(date)) => (
            date,
            format!("no day is stated; told as news in a report that dates itself to {date}"),
            "date: of the report",
        ),
        (None, None) => return None,
    };
    Some(ClaimDate {
        edtf: format!("{date}?"),
        start: Some(date),
        end: Some(date),
        span: None,
        reason,
        rule,
        past: false,
    })
}

/// The last such day up to `today`.
fn latest_year(month: i8, day: i8, today: Date) -> Option<Date> {
    (0..9).find_map(|back| {
        let date = Date::new(today.year() - back, month, day).ok()?;
        // Time zones may put the event a day after the stated day of publication.
        (days_between(today, date) <= 1).then_some(date)
    })
}

/// The year in which that month last began up to `today`.
fn latest_year_of_month(month: i8, today: Date) -> i16 {
    if month <= today.month() { today.year() } else { today.year() - 1 }
}

/// The last day of that number in its month up to `today`.
fn latest_month(day: i8, today: Date) -> Option<Date> {
    let mut first = today.first_of_month();
    for _ in 0..3 {
        if let Ok(date) = Date::new(first.year(), first.month(), day)
            && date <= today
        {
            return Some(date);
        }
        first = first.checked_sub(1.month()).ok()?;
    }
    None
}

fn weekday_on_or_before(day: u8, today: Date) -> Option<Date> {
    let wanted = Weekday::from_monday_one_offset(i8::try_from(day).ok()?).ok()?;
    let back = i32::from(wanted.until(today.weekday()));
    today.checked_sub(back.days()).ok()
}

const fn weekday_name(day: u8) -> &'static str {
    match day {
        1 => "Monday",
        2 => "Tuesday",
        3 => "Wednesday",
        4 => "Thursday",
        5 => "Friday",
        6 => "Saturday",
        _ => "Sunday",
    }
}

/// Whether `text` is an EDTF date that names a single day, certain or not; its day.
#[must_use]
pub fn single_day(edtf: &Edtf) -> Option<Date> {
    let span = edtf.span();
    (span.first == span.last).then(|| span.first.date()).flatten()
}

#[cfg(test)]
mod tests {
    use super::super::dates::date_mentions;
    use super::super::text::Layout;
    use super::*;
    use jiff::civil::date;

    #[test]
    fn what_has_no_date_gets_one_only_from_the_day_of_the_report() {
        let day = Some(date(2016, 1, 17));
        let published = of_report(day, None).unwrap();
        assert_eq!(published.edtf, "2016-01-17?");
        assert!(published.reason.contains("no day is stated"), "{}", published.reason);
        assert_eq!(of_report(None, day).unwrap().rule, "date: of the report");
        assert_eq!(of_report(None, None), None);
    }

    #[test]
    fn expressions_become_dates() {
        let check = |text: &str, published: Option<Date>, expected: &str| {
            let layout = Layout::read(text);
            let mentions = date_mentions(&layout, 0, layout.tokens.len());
            let calendar = Calendar { published, anchor: published, ..Calendar::default() };
            let found = resolve(&mentions[0], &calendar).unwrap();
            assert_eq!(found.edtf, expected, "{text:?}: {}", found.reason);
        };
        let sunday = Some(date(2016, 1, 17));
        check("on Saturday", sunday, "2016-01-16");
        check("on Sunday", sunday, "2016-01-17");
        check("last Sunday", sunday, "2016-01-10");
        check("yesterday", sunday, "2016-01-16");
        check("since yesterday evening", sunday, "2016-01-16/2016-01-17");
        check("two days ago", sunday, "2016-01-15");
        check("on 30 December", sunday, "2015-12-30");
        check("in mid-January 2015", sunday, "2015-01~");
        check("on Saturday", None, "XXXX-XX-XX");
        check("on 5 May", None, "XXXX-05-05");
        check("مساء أمس", sunday, "2016-01-16");
        check("over the weekend", sunday, "2016-01-16/2016-01-17");
        check("overnight", sunday, "2016-01-16/2016-01-17");
        check("earlier this week", sunday, "2016-01-11/2016-01-17");
        check("in the past 24 hours", sunday, "2016-01-16/2016-01-17");
        check("in the last 48 hours", sunday, "2016-01-15/2016-01-17");
        check("on Friday and Saturday", sunday, "2016-01-15/2016-01-16");
        check("between Thursday and Saturday", sunday, "2016-01-14/2016-01-16");
        check("on the 14th", sunday, "2016-01-14");
        check("on 13/1", sunday, "2016-01-13");
        check("for the 4th day", sunday, "2016-01-14/2016-01-17");
        check("in the first week of January", sunday, "2016-01-01/2016-01-07");
        check("over the weekend", None, "XXXX-XX-XX");
        check("يومي الجمعة والسبت", sunday, "2016-01-15/2016-01-16");
        check("خلال الـ 24 ساعة الماضية", sunday, "2016-01-16/2016-01-17");
        check("في الثالث عشر من كانون الثاني", sunday, "2016-01-13");
        check("في 13 من الشهر الجاري", sunday, "2016-01-13");
        check("ليل السبت الأحد", sunday, "2016-01-16/2016-01-17");
        check("last month", sunday, "2015-12~");
    }
}
