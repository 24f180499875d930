//! Names that only a list of names makes names.

use super::*;

/// The member of a list right before a name already found: "hit X and NAME".
pub(super) fn add_first_members(layout: &Layout<'_>, gazetteer: &Gazetteer, found: &mut Vec<Name>) {
    let mut more = Vec::new();
    for (index, name) in found.iter().enumerate() {
        let Some(joint) = name.first.checked_sub(1) else { continue };
        let from = if index > 0 { found[index - 1].end } else { 0 };
        let joins =
            senses(layout, joint, |s| matches!(s, Sense::And)) || layout.tokens[joint].is_mark(',');
        if !joins
            || joint <= from
            || !in_governorate(gazetteer, name)
            || layout.tokens[joint].arabic
        {
            continue;
        }
        for length in [3, 2, 1] {
            let Some(first) = joint.checked_sub(length).filter(|first| *first >= from) else {
                continue;
            };
            let tokens = &layout.tokens[first..joint];
            let proper = tokens.iter().all(|t| t.kind == TokenKind::Word)
                && tokens.last().is_some_and(|t| t.capital)
                && (tokens[0].capital
                    || layout.tokens.get(first + 1).is_some_and(|t| t.glued && t.capital))
                && !tokens[0].glued
                && (first..joint).all(|t| layout.tags_at(t).next().is_none());
            if !proper || starts_sentence(layout, first) && length == 1 {
                continue;
            }
            if let Some(place) = exact_places(layout, gazetteer, first, joint)
                .into_iter()
                .find(|p| gazetteer.place(*p).in_governorate)
            {
                more.push(Name {
                    first,
                    end: joint,
                    lookup: again(layout, gazetteer, first, joint, place),
                    exact: true,
                });
                break;
            }
        }
    }
    found.extend(more);
    found.sort_by_key(|name| name.first);
}

/// Names that equal a spelling, beside a word for a settlement or in one list
/// with a name already found, however common the spelling.
pub(super) fn add_members(layout: &Layout<'_>, gazetteer: &Gazetteer, found: &mut Vec<Name>) {
    let mut at = 0;
    let mut next = 0;
    while at < layout.tokens.len() {
        while next < found.len() && found[next].end <= at {
            next += 1;
        }
        if let Some(name) = found.get(next)
            && name.first <= at
        {
            at = name.end;
            continue;
        }
        let limit = found.get(next).map_or(layout.tokens.len(), |name| name.first);
        let token = layout.tokens[at];
        let listed = next > 0 && {
            let before = &found[next - 1];
            let gap = before.end..at;
            in_governorate(gazetteer, before)
                && gap.len() <= 2
                && (token.conjunction || !gap.is_empty())
                && gap.clone().all(|i| {
                    matches!(layout.tokens[i].mark, ',' | '،')
                        || senses(layout, i, |s| matches!(s, Sense::And))
                        || senses(layout, i, |s| matches!(s, Sense::Area(_)))
                })
        };
        let quarter = at > 0
            && senses(layout, at - 1, |s| {
                matches!(s, Sense::Area(Area::City | Area::Town | Area::Village | Area::Quarter))
            });
        let starts = token.kind == TokenKind::Word
            && (token.capital
                || token.arabic
                || layout
                    .tokens
                    .get(at + 1)
                    .is_some_and(|t| t.glued && t.capital && token.span.len() <= 3));
        if starts && (listed || quarter && token.arabic) {
            let fits = (1..=4usize).rev().find_map(|n| {
                let end = at + n;
                let plain = end <= limit
                    && layout.tokens[at..end].iter().all(|t| t.kind == TokenKind::Word)
                    && !layout.tokens.get(end).is_some_and(|t| t.glued);
                let place = plain
                    .then(|| exact_places(layout, gazetteer, at, end))
                    .into_iter()
                    .flatten()
                    .find(|p| gazetteer.place(*p).in_governorate)?;
                Some((end, place))
            });
            if let Some((end, place)) = fits
                && (quarter || end > at + 1 || layout.tags_at(at).next().is_none())
            {
                found.insert(
                    next,
                    Name {
                        first: at,
                        end,
                        lookup: again(layout, gazetteer, at, end, place),
                        exact: true,
                    },
                );
                at = end;
                continue;
            }
        }
        at += 1;
    }
}

/// Sites named by a plain description ("the military hospital", "the airbase")
/// and bare regions ("the western countryside"), in a report about the governorate.
pub(super) fn sites(layout: &Layout<'_>, gazetteer: &Gazetteer, found: &[Name]) -> Vec<Name> {
    let mut more: Vec<Name> = Vec::new();
    let airport = gazetteer.by_id("dez-airport");
    let airport_named =
        found.iter().any(|n| n.lookup.candidates.first().map(|c| c.place) == airport);
    for tag in &layout.tags {
        let Sense::Area(area) = tag.sense else { continue };
        let (first, end) = (tag.first as usize, tag.end as usize);
        let free = |first: usize, end: usize, more: &[Name]| {
            let after = found.partition_point(|n| n.first < end);
            found[after.saturating_sub(1)..after].iter().all(|n| n.end <= first)
                && more.last().is_none_or(|n| n.end <= first)
        };
        match area {
            Area::Site => {
                for left in [3, 2, 1, 0] {
                    let Some(from) = first.checked_sub(left) else { continue };
                    let words_only = layout.tokens[from..end].iter().all(|t| {
                        matches!(t.kind, TokenKind::Word | TokenKind::Possessive)
                            || matches!(t.mark, '’' | '\'' | '‘')
                    });
                    if !words_only || !free(from, end, &more) || is_lead(layout, from) {
                        continue;
                    }
                    if left == 0 {
                        let base = matches!(
                            words(layout, first, end).to_lowercase().as_str(),
                            "airbase" | "air base"
                        );
                        if let Some(place) = airport.filter(|_| base && airport_named) {
                            more.push(Name {
                                first,
                                end,
                                lookup: again(layout, gazetteer, first, end, place),
                                exact: true,
                            });
                        }
                        continue;
                    }
                    let place = gazetteer
                        .lookup_exact(words(layout, from, end))
                        .first()
                        .copied()
                        .or_else(|| similar_site(layout, gazetteer, from, end));
                    if let Some(place) = place
                        && gazetteer.place(place).in_governorate
                    {
                        more.push(Name {
                            first: from,
                            end,
                            lookup: again(layout, gazetteer, from, end, place),
                            exact: true,
                        });
                        break;
                    }
                }
            }
            Area::Countryside => {
                let direction =
                    first > 0 && senses(layout, first - 1, |s| matches!(s, Sense::Direction));
                let word = words(layout, first, end).to_lowercase();
                let of = layout.tokens.get(end).is_some_and(|t| t.span.of(&layout.text) == "of");
                if direction
                    && matches!(word.as_str(), "countryside")
                    && !of
                    && free(first - 1, end, &more)
                {
                    let side = words(layout, first - 1, first).to_lowercase();
                    let id = match side.as_str() {
                        "western" | "west" => "dez-west-cs",
                        "eastern" | "east" => "dez-east-cs",
                        "northern" | "north" => "dez-north-cs",
                        _ => "dez-cs",
                    };
                    if let Some(place) = gazetteer.by_id(id) {
                        more.push(Name {
                            first: first - 1,
                            end,
                            lookup: again(layout, gazetteer, first - 1, end, place),
                            exact: true,
                        });
                    }
                }
            }
            _ => {}
        }
    }
    more
}
