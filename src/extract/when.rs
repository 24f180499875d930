//! From date expressions to calendar dates, each with its reason.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use crate::model::Edtf;

use super::dates::{DateMention, When};
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
    fn day(date: Date, span: Option<Span>, rule: &'static str, reason: String) -> Self {
        Self {
            edtf: date.to_string(),
            start: Some(date),
            end: Some(date),
            span,
            reason,
            rule,
            past: false,
        }
    }

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

/// The calendar date of an expression, as far as it can be known.
#[must_use]
pub fn resolve(mention: &DateMention, calendar: &Calendar) -> Option<ClaimDate> {
    let span = Some(mention.span);
    let rule = mention.rule;
    let today = calendar.today();
    let word = if calendar.published.is_some() { "publication" } else { "the date in the text" };
    let mut date = match mention.when {
        When::Day(date) => ClaimDate::day(date, span, rule, "stated in full".to_owned()),
        When::Range(first, last) => ClaimDate {
            edtf: format!("{first}/{last}"),
            start: Some(first),
            end: Some(last),
            span,
            reason: "stated as a range".to_owned(),
            rule,
            past: false,
        },
        When::DayOfMonth { month, day } => match today {
            Some(today) => {
                let date = latest_year(month, day, today)?;
                ClaimDate::day(
                    date,
                    span,
                    rule,
                    format!("day and month as stated; latest year up to {word} {today}"),
                )
            }
            None => {
                unknown_year(&format!("XXXX-{month:02}-{day:02}"), mention, "no year is stated")
            }
        },
        When::DaysOfMonth { month, first, last } => match today {
            Some(today) => {
                let start = latest_year(month, first, today)?;
                let end = Date::new(start.year(), month, last).ok()?;
                ClaimDate {
                    edtf: format!("{start}/{end}"),
                    start: Some(start),
                    end: Some(end),
                    span,
                    reason: format!("stated as a range; latest year up to {word} {today}"),
                    rule,
                    past: false,
                }
            }
            None => {
                unknown_year(&format!("XXXX-{month:02}-{first:02}"), mention, "no year is stated")
            }
        },
        When::Lately(days) => match today {
            Some(today) => {
                let start = today.checked_sub(days.days()).ok()?;
                ClaimDate {
                    edtf: format!("{start}/{today}"),
                    start: Some(start),
                    end: Some(today),
                    span,
                    reason: format!("the {days} days up to {word} {today}"),
                    rule,
                    past: false,
                }
            }
            None => unknown_year(
                "XXXX-XX-XX",
                mention,
                "relative to a day of publication that is not known",
            ),
        },
        When::Weekdays { first, last } => match today {
            Some(today) => {
                let end = weekday_on_or_before(last, today)?;
                let start = weekday_on_or_before(first, end)?;
                let (first, last) = (weekday_name(first), weekday_name(last));
                let reason = format!("{first} to {last}, the last on or before {word} {today}");
                stretch_of(start, end, mention, reason)
            }
            None => unknown_year("XXXX-XX-XX", mention, "weekdays; no day of publication is known"),
        },
        When::Offsets { .. } | When::Overnight | When::Weekend | When::ThisWeek => match today {
            Some(today) => {
                let (start, end, reason) = relative_stretch(mention.when, today)?;
                stretch_of(start, end, mention, format!("{reason} {word} {today}"))
            }
            None => unknown_year(
                "XXXX-XX-XX",
                mention,
                "relative to a day of publication that is not known",
            ),
        },
        When::DayAlone(day) => {
            let today = today?;
            let date = latest_month(day, today)?;
            ClaimDate::day(
                date,
                span,
                rule,
                format!("day of the month as stated; latest up to {word} {today}"),
            )
        }
        When::Month { year, month, part } => {
            let stated = year.is_some();
            let year = match (year, today) {
                (Some(year), _) => year,
                (None, Some(today)) => {
                    if month <= today.month() {
                        today.year()
                    } else {
                        today.year() - 1
                    }
                }
                (None, None) => {
                    return Some(unknown_year(
                        &format!("XXXX-{month:02}"),
                        mention,
                        "no year is stated",
                    ));
                }
            };
            let first = Date::new(year, month, 1).ok()?;
            let last = first.last_of_month();
            let tilde = if part > 0 { "~" } else { "" };
            ClaimDate {
                edtf: format!("{year:04}-{month:02}{tilde}"),
                start: Some(first),
                end: Some(last),
                span,
                reason: if stated {
                    "month as stated".to_owned()
                } else {
                    format!("month as stated; latest up to {word}")
                },
                rule,
                past: false,
            }
        }
        When::Season { year, code } => {
            let edtf = format!("{year:04}-{code}");
            let days = edtf.parse::<Edtf>().ok()?.span();
            ClaimDate {
                edtf,
                start: days.first.date(),
                end: days.last.date(),
                span,
                reason: "season as stated".to_owned(),
                rule,
                past: false,
            }
        }
        When::Year(year) => ClaimDate {
            edtf: format!("{year:04}"),
            start: Date::new(year, 1, 1).ok(),
            end: Date::new(year, 12, 31).ok(),
            span,
            reason: "year as stated".to_owned(),
            rule,
            past: false,
        },
        When::Weekday(day) => match today {
            Some(today) => {
                let date = weekday_on_or_before(day, today)?;
                let last = rule == "date: last weekday" && date == today;
                let date = if last { date.checked_sub(7.days()).ok()? } else { date };
                ClaimDate::day(
                    date,
                    span,
                    rule,
                    format!("last {} on or before {word} {today}", weekday_name(day)),
                )
            }
            None => {
                let reason = format!("{}; no day of publication is known", weekday_name(day));
                unknown_year("XXXX-XX-XX", mention, &reason)
            }
        },
        When::Offset(days) => match today {
            Some(today) => {
                let date = today.checked_add(days.days()).ok()?;
                let reason = match days {
                    0 => format!("day of {word}"),
                    -1 => format!("day before {word} {today}"),
                    _ => format!("{} days before {word} {today}", -days),
                };
                ClaimDate::day(date, span, rule, reason)
            }
            None => unknown_year(
                "XXXX-XX-XX",
                mention,
                "relative to a day of publication that is not known",
            ),
        },
        When::FromAnchor(days) => match calendar.anchor.or(today) {
            Some(anchor) => {
                let date = anchor.checked_add(days.days()).ok()?;
                let side = if days < 0 { "before" } else { "after" };
                ClaimDate::day(
                    date,
                    span,
                    rule,
                    format!("{} day(s) {side} {anchor}, the day told of before", days.abs()),
                )
            }
            None => unknown_year("XXXX-XX-XX", mention, "relative to a day that is not known"),
        },
        When::Past(days) => past(days, mention, today)?,
    };
    if mention.since && !date.past {
        if let (Some(start), Some(today)) = (date.start, today) {
            date.past = days_between(start, today) > NEWS_DAYS;
        }
        date = lasting(date, calendar);
    }
    if let (Some(end), Some(today)) = (date.end, today) {
        date.past |= days_between(end, today) > NEWS_DAYS
            || matches!(mention.when, When::Year(_))
            || (matches!(mention.when, When::Month { .. } | When::Season { .. }) && end < today);
    } else if matches!(
        mention.when,
        When::Year(_) | When::Past(_) | When::Month { .. } | When::Season { .. }
    ) {
        date.past = true;
    }
    Some(date)
}

/// First and last day of a stretch counted from the day of the report, and how.
fn relative_stretch(when: When, today: Date) -> Option<(Date, Date, &'static str)> {
    let away = |days: i32| today.checked_add(days.days()).ok();
    match when {
        When::Offsets { first, last } => Some((away(first)?, away(last)?, "counted from")),
        When::Overnight => Some((away(-1)?, today, "the night up to")),
        When::Weekend => {
            let sunday = weekday_on_or_before(7, today)?;
            let saturday = sunday.checked_sub(1.days()).ok()?;
            // A report of a Saturday means the weekend that has begun.
            let begun = weekday_on_or_before(6, today) == Some(today);
            Some(if begun {
                (today, today, "the weekend of")
            } else {
                (saturday, sunday, "the last Saturday and Sunday before")
            })
        }
        When::ThisWeek => Some((weekday_on_or_before(1, today)?, today, "from Monday up to")),
        _ => None,
    }
}

fn stretch_of(start: Date, end: Date, mention: &DateMention, reason: String) -> ClaimDate {
    if start == end {
        return ClaimDate::day(start, Some(mention.span), mention.rule, reason);
    }
    ClaimDate {
        edtf: format!("{start}/{end}"),
        start: Some(start),
        end: Some(end),
        span: Some(mention.span),
        reason,
        rule: mention.rule,
        past: false,
    }
}

/// "since X": from X to the day of the report.
fn lasting(date: ClaimDate, calendar: &Calendar) -> ClaimDate {
    let Some(start) = date.start else { return date };
    match calendar.published.or(calendar.fixed) {
        Some(today) if today > start => ClaimDate {
            edtf: format!("{start}/{today}"),
            end: Some(today),
            reason: format!("since then, up to the day of the report ({})", date.reason),
            ..date
        },
        Some(_) => date,
        None => ClaimDate {
            edtf: format!("{start}/.."),
            end: None,
            reason: format!("since then ({})", date.reason),
            ..date
        },
    }
}

fn past(days: i32, mention: &DateMention, today: Option<Date>) -> Option<ClaimDate> {
    let Some(today) = today else {
        return Some(ClaimDate {
            past: true,
            ..unknown_year("XXXX-XX-XX", mention, "before the report, whose day is not known")
        });
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
    Some(ClaimDate {
        edtf,
        start,
        end,
        span: Some(mention.span),
        reason: format!("counted back from {today}"),
        rule: mention.rule,
        past: true,
    })
}

fn unknown_year(edtf: &str, mention: &DateMention, reason: &str) -> ClaimDate {
    ClaimDate {
        edtf: edtf.to_owned(),
        start: None,
        end: None,
        span: Some(mention.span),
        reason: reason.to_owned(),
        rule: mention.rule,
        past: false,
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

fn latest_year(month: i8, day: i8, today: Date) -> Option<Date> {
    (0..9).find_map(|back| {
        let date = Date::new(today.year() - back, month, day).ok()?;
        // Time zones may put the event a day after the stated day of publication.
        (days_between(today, date) <= 1).then_some(date)
    })
}

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
