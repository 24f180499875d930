//! Who says so, as named.

use super::lexicon::Sense;
use super::sentence::Sentence;
use super::span::Span;
use super::text::Layout;
use super::token::TokenKind;

/// The words that name whoever vouches for what tokens of a sentence tell, and
/// the tokens of that whole remark ("officials said on Sunday").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attribution {
    /// Bytes of the name.
    pub name: Span,
    /// First token of the remark.
    pub first: usize,
    /// One past its last token.
    pub end: usize,
    /// Name of the rule.
    pub rule: &'static str,
}

/// The attribution in a sentence, if there is one.
#[must_use]
pub fn attribution(layout: &Layout<'_>, sentence: &Sentence) -> Option<Attribution> {
    let tags = layout.tags_in(sentence.first, sentence.end);
    for tag in tags {
        if tag.sense == Sense::According {
            let first = tag.end as usize;
            let end = stop_after(layout, first, sentence.end);
            if let Some(name) = name(layout, first, end) {
                return Some(Attribution {
                    name,
                    first: tag.first as usize,
                    end,
                    rule: "attribution: according to",
                });
            }
        }
    }
    for tag in tags {
        if tag.sense != Sense::Says {
            continue;
        }
        let (at, after) = (tag.first as usize, tag.end as usize);
        let first = stop_before(layout, at, sentence.first);
        let mut end = stop_after(layout, after, sentence.end);
        let arabic = layout.tokens[at].arabic;
        // "..., a war monitor reported": the speaker stands behind the last comma.
        let last_comma =
            (first..at.saturating_sub(1)).rev().find(|&i| layout.tokens[i].is_mark(','));
        let first = match last_comma {
            Some(comma)
                if layout
                    .tags_in(comma, at)
                    .iter()
                    .any(|t| matches!(t.sense, Sense::Speaker | Sense::Outlet))
                    && !layout
                        .tags_in(first, comma)
                        .iter()
                        .any(|t| matches!(t.sense, Sense::Speaker | Sense::Outlet))
                    && !layout.tokens[first..comma].iter().any(|t| t.capital) =>
            {
                comma + 1
            }
            _ => first,
        };
        let before = name(layout, first, at).filter(|_| !arabic);
        let behind = name(layout, after, end).filter(|_| arabic || before.is_none());
        if let Some(name) = before {
            end = remark_end(layout, after, end);
            return Some(Attribution { name, first, end, rule: "attribution: subject of saying" });
        }
        if let Some(name) = behind {
            return Some(Attribution { name, first: at, end, rule: "attribution: said by" });
        }
    }
    None
}

/// A name: it has a speaker, an outlet or a capitalised word.
fn name(layout: &Layout<'_>, first: usize, end: usize) -> Option<Span> {
    let mut from = first;
    while from < end
        && (layout.tokens[from].kind != TokenKind::Word
            || layout.tags_at(from).any(|tag| {
                matches!(tag.sense, Sense::And | Sense::Joint | Sense::WeakJoint | Sense::With)
            }))
    {
        from += 1;
    }
    if from >= end {
        return None;
    }
    let speaks = layout
        .tags_in(from, end)
        .iter()
        .any(|tag| matches!(tag.sense, Sense::Speaker | Sense::Outlet));
    let act = layout.tags_in(from, end).iter().any(|tag| matches!(tag.sense, Sense::Act(..)));
    // The first word of a sentence has a capital anyway.
    let opens = from == 0 || layout.tokens[from - 1].kind != TokenKind::Word;
    let capital = layout.tokens[from + usize::from(opens && end > from + 1)..end]
        .iter()
        .any(|t| t.capital && t.kind == TokenKind::Word)
        || layout.tokens[from].arabic;
    let short = end - from <= 16;
    (short && !act && (speaks || capital)).then(|| layout.span(from, end))
}

/// Where a remark with its subject before the verb ends: behind the hearer and
/// the day ("told us on Sunday"), not behind what was said.
fn remark_end(layout: &Layout<'_>, after: usize, limit: usize) -> usize {
    const SMALL: [&str; 16] = [
        "on",
        "to",
        "in",
        "the",
        "earlier",
        "late",
        "by",
        "telephone",
        "phone",
        "us",
        "from",
        "speaking",
        "a",
        "statement",
        "early",
        "at",
    ];
    let mut end = after;
    while end < limit {
        let token = &layout.tokens[end];
        let word = token.span.of(&layout.text);
        let dated = layout.tags_at(end).any(|tag| {
            matches!(
                tag.sense,
                Sense::Weekday(_)
                    | Sense::Day(_)
                    | Sense::DayPart
                    | Sense::Month(_)
                    | Sense::Outlet
            )
        });
        let named = token.capital
            && layout.tags_at(end).all(|tag| !matches!(tag.sense, Sense::Actor(_) | Sense::Nation));
        if !(dated
            || named
            || SMALL.contains(&word)
            || token.kind == TokenKind::Number
            || token.kind == TokenKind::Possessive)
        {
            break;
        }
        end += 1;
    }
    end
}

fn stop_before(layout: &Layout<'_>, at: usize, first: usize) -> usize {
    let mut from = at;
    let mut commas = 0;
    while from > first && at - from < 24 {
        let token = &layout.tokens[from - 1];
        if matches!(token.mark, '”' | '"' | '“' | '.' | ';' | ':' | '»') {
            break;
        }
        // "NAME, an officer of X, told": the name may stand before a comma.
        if token.is_mark(',') || token.is_mark('،') {
            commas += 1;
            if commas > 2 || at - from < 2 && commas > 1 {
                break;
            }
        }
        if layout
            .tags_in(from - 1, from)
            .iter()
            .any(|tag| matches!(tag.sense, Sense::Act(..) | Sense::Harm(..)))
        {
            // What was told; the name begins after the last comma.
            while from < at && !layout.tokens[from].is_mark(',') {
                from += 1;
            }
            from += usize::from(from < at);
            break;
        }
        from -= 1;
    }
    from
}

fn stop_after(layout: &Layout<'_>, after: usize, end: usize) -> usize {
    let mut until = after;
    while until < end && until - after < 16 {
        let token = &layout.tokens[until];
        if matches!(token.mark, ',' | '،' | '.' | '“' | '"' | '”' | ';' | ':' | ')' | '(')
            || token.kind == TokenKind::Break
        {
            break;
        }
        if matches!(token.span.of(&layout.text), "that" | "أن" | "إن" | "بأن" | "while" | "as")
        {
            break;
        }
        until += 1;
    }
    until
}
