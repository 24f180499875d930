//! Counts as reports give them: words, figures, bounds and vague numbers.

use super::lexicon::{Bound, Sense};
use super::text::Layout;
use super::token::TokenKind;

/// A count with its bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quantity {
    /// Lowest value the words allow.
    pub min: u32,
    /// Highest value; `None` when the words leave it open.
    pub max: Option<u32>,
    /// First token, the bound's words included.
    pub first: usize,
    /// One past the last token.
    pub end: usize,
    /// Name of the rule that read it.
    pub rule: &'static str,
}

/// The lowest and highest count that a text of nothing else states, as a cell
/// of a table does: "dozens", "more than ten", "عشرة". `None` for any other text; a
/// highest count of `None` is open.
#[must_use]
pub fn in_words(text: &str) -> Option<(u32, Option<u32>)> {
    let layout = Layout::read(text);
    let n_tokens = layout.tokens.len();
    let found = quantity(&layout, 0, n_tokens).filter(|found| found.end == n_tokens)?;
    Some((found.min, found.max))
}

/// Reads the count that starts at token `at`, if one does, ending before `limit`.
///
/// Bounds follow the conventions of casualty coding: "more than 10" is 11 and
/// open, "at least 4" is 4 and open, "dozens" 12, "tens" 10, "hundreds" 100,
/// "several" 3 (ACLED, "Fatalities" in the Codebook, 2023).
#[must_use]
pub fn quantity(layout: &Layout<'_>, at: usize, limit: usize) -> Option<Quantity> {
    let mut next = at;
    let mut bound = None;
    while let Some((found, end)) = bound_at(layout, next) {
        if bound.is_none() || bound == Some(Bound::Nearly) {
            bound = Some(found);
        }
        next = end;
        // "at least some 20", "more than a hundred"
        if next >= limit || next > at + 8 {
            return None;
        }
    }
    let between = layout.tags_at(next).find(|tag| tag.sense == Sense::Between);
    if let Some(tag) = between {
        next = tag.end as usize;
    }
    let between = between.is_some();
    let number = number(layout, next, limit)?;
    next = number.end;
    let (mut min, mut max, mut rule) = (number.min, number.max, number.rule);
    if let Some((second, end)) = upper_end(layout, next, limit, between)
        && second >= min
    {
        (max, next, rule) = (Some(second), end, "count: range");
    } else if between {
        return None;
    }
    if let Some((found, end)) = bound_at(layout, next)
        && found == Bound::AtLeast
        && bound.is_none()
        && end <= limit
    {
        // "ten or more", Arabic "on the lowest count" after the number
        (bound, next) = (Some(found), end);
    }
    match bound {
        Some(Bound::MoreThan) => {
            min = min.saturating_add(u32::from(number.exact));
            (max, rule) = (None, "count: more than");
        }
        Some(Bound::AtLeast) => (max, rule) = (None, "count: at least"),
        Some(Bound::Nearly) => rule = "count: about",
        Some(Bound::UpTo) => (min, rule) = (1, "count: up to"),
        Some(Bound::LessThan) => {
            (min, max, rule) = (1, Some(min.saturating_sub(1)), "count: fewer than");
        }
        None => {}
    }
    Some(Quantity { min, max, first: at, end: next, rule })
}

fn bound_at(layout: &Layout<'_>, at: usize) -> Option<(Bound, usize)> {
    layout.tags_at(at).find_map(|tag| match tag.sense {
        Sense::Bound(bound) => Some((bound, tag.end as usize)),
        _ => None,
    })
}

struct Number {
    min: u32,
    max: Option<u32>,
    exact: bool,
    end: usize,
    rule: &'static str,
}

/// A figure or number words, without bounds.
fn number(layout: &Layout<'_>, at: usize, limit: usize) -> Option<Number> {
    let token = layout.tokens.get(at).filter(|_| at < limit)?;
    if token.kind == TokenKind::Number {
        if token.ordinal || token.value > 1_000_000 || is_fraction_or_date(layout, at) {
            return None;
        }
        let mut value = u32::try_from(token.value).ok()?;
        let mut end = at + 1;
        if let Some((times, after)) = times_at(layout, end, limit) {
            value = value.saturating_mul(times);
            end = after;
        }
        return Some(Number {
            min: value,
            max: Some(value),
            exact: true,
            end,
            rule: "count: figure",
        });
    }
    let vague = layout.tags_at(at).find_map(|tag| match tag.sense {
        Sense::Vague(least) => Some((least, tag.end as usize)),
        _ => None,
    });
    // "the number of the dead" names a sum and counts nobody.
    let sum = vague.is_some_and(|(least, _)| least == 1)
        && at > 0
        && layout.word(at - 1).eq_ignore_ascii_case("the");
    if let Some((least, end)) = vague.filter(|_| !sum) {
        return Some(Number { min: least, max: None, exact: false, end, rule: "count: vague" });
    }
    words(layout, at, limit).map(|(value, end)| Number {
        min: value,
        max: Some(value),
        exact: true,
        end,
        rule: "count: words",
    })
}

/// "twenty-five", "two hundred and six", Arabic "five and twenty".
fn words(layout: &Layout<'_>, at: usize, limit: usize) -> Option<(u32, usize)> {
    let (mut total, mut last) = (0u32, u32::MAX);
    let mut next = at;
    if is_arabic_monday(layout, at) {
        return None;
    }
    loop {
        let step = layout.tags_at(next).find_map(|tag| match tag.sense {
            Sense::Number(value) => Some((value, tag.end as usize, false)),
            Sense::Times(times) => Some((times, tag.end as usize, true)),
            _ => None,
        });
        let Some((value, end, times)) = step.filter(|(_, end, _)| *end <= limit) else { break };
        let arabic = layout.tokens[next].arabic;
        if times && next > at && last < value {
            total = total.max(1).saturating_mul(value);
        } else if next == at {
            total = value;
        } else {
            // Smaller parts follow larger ones; in Arabic the units come first.
            let fits = (last >= 20 && value < last && !(last >= 100 && value >= 100))
                || (arabic && last < 10 && (20..100).contains(&value));
            if !fits {
                break;
            }
            total = total.saturating_add(value);
        }
        last = value;
        next = end;
        let joined = layout.tags_at(next).any(|tag| tag.sense == Sense::And)
            && last >= 100
            && layout
                .tags_at(next + 1)
                .any(|tag| matches!(tag.sense, Sense::Number(value) if value < 100));
        if joined {
            next += 1;
        }
    }
    (next > at).then_some((total, next))
}

/// Arabic calls Monday "the second": "on al-ithnayn three civilians were killed" counts three.
pub(super) fn is_arabic_monday(layout: &Layout<'_>, at: usize) -> bool {
    let token = &layout.tokens[at];
    token.arabic
        && token.span.of(&layout.text).contains("ال")
        && layout
            .tags_in(at.saturating_sub(1), at + 1)
            .iter()
            .any(|tag| matches!(tag.sense, Sense::Weekday(_)) && tag.end as usize > at)
}

fn times_at(layout: &Layout<'_>, at: usize, limit: usize) -> Option<(u32, usize)> {
    layout.tags_at(at).find_map(|tag| match tag.sense {
        Sense::Times(times) if (tag.end as usize) <= limit => Some((times, tag.end as usize)),
        _ => None,
    })
}

/// The second number of "3 to 5", "3-5", "between 3 and 5".
fn upper_end(layout: &Layout<'_>, at: usize, limit: usize, between: bool) -> Option<(u32, usize)> {
    let token = layout.tokens.get(at).filter(|_| at < limit)?;
    if token.kind == TokenKind::Number && token.glued {
        return u32::try_from(token.value).ok().map(|value| (value, at + 1));
    }
    if token.is_mark('–') {
        let next = layout.tokens.get(at + 1)?;
        let close = next.kind == TokenKind::Number && next.span.start == token.span.end;
        return (close && !between)
            .then(|| u32::try_from(next.value).ok().map(|value| (value, at + 2)))?;
    }
    let joins = layout.tags_at(at).any(|tag| match tag.sense {
        Sense::To => !between,
        Sense::And => between,
        _ => false,
    });
    let or = ["or", "أو"].contains(&token.span.of(&layout.text));
    let arabic_and = between && token.conjunction;
    if joins || or {
        number(layout, at + 1, limit).filter(|n| n.exact).map(|n| (n.min, n.end))
    } else if arabic_and {
        number(layout, at, limit).filter(|n| n.exact).map(|n| (n.min, n.end))
    } else {
        None
    }
}

/// A part of "1.5", "30.1.2016", "2016/1/30", "10:30", "$20", "20%".
fn is_fraction_or_date(layout: &Layout<'_>, at: usize) -> bool {
    let tokens = &layout.tokens;
    let touching = |a: usize, b: usize| matches!((tokens.get(a), tokens.get(b)), (Some(a), Some(b)) if a.span.end == b.span.start);
    let separator = |index: usize| {
        tokens
            .get(index)
            .is_some_and(|token| matches!(token.mark, '.' | '/' | ':' | '%' | '٪' | '٫'))
    };
    let number = |index: usize| tokens.get(index).is_some_and(|t| t.kind == TokenKind::Number);
    (separator(at + 1)
        && touching(at, at + 1)
        && (number(at + 2) && touching(at + 1, at + 2)
            || tokens[at + 1].mark == '%'
            || tokens[at + 1].mark == '٪'))
        || (at >= 2 && separator(at - 1) && touching(at - 1, at) && number(at - 2))
        || (at >= 1 && matches!(tokens[at - 1].mark, '$' | '#' | '№'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_read_with_their_bounds() {
        let check = |text: &str, expected: Option<(u32, Option<u32>)>| {
            let layout = Layout::read(text);
            let found = quantity(&layout, 0, layout.tokens.len());
            assert_eq!(found.map(|q| (q.min, q.max)), expected, "{text:?}");
        };
        check("12 people", Some((12, Some(12))));
        check("الاثنين ثلاثة مدنيين", None);
        check("اثنين من المدنيين", Some((2, Some(2))));
        check("more than ten people", Some((11, None)));
        check("over 20 people", Some((21, None)));
        check("at least four people", Some((4, None)));
        check("dozens of people", Some((12, None)));
        check("tens of people", Some((10, None)));
        check("more than 1,200 people", Some((1201, None)));
        check("twenty-five people", Some((25, Some(25))));
        check("two hundred and six people", Some((206, Some(206))));
        check("three to five people", Some((3, Some(5))));
        check("between 30 and 35 people", Some((30, Some(35))));
        check("fewer than ten people", Some((1, Some(9))));
        check("several people", Some((3, None)));
        check("30.1.2016", None);
        check("14th of May", None);
        check("خمسة وعشرين مدنيا", Some((25, Some(25))));
        check("أكثر من عشرة أشخاص", Some((11, None)));
        check("ما لا يقل عن 7 مدنيين", Some((7, None)));
        check("عشرات المدنيين", Some((10, None)));
        check("مئة مدني", Some((100, Some(100))));
        check("people", None);
    }
}
