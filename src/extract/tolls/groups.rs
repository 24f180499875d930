//! Counted groups of people: a count, its noun and whose people they are.

use super::*;

pub(super) fn groups(
    layout: &Layout<'_>,
    first: usize,
    end: usize,
    actors: &[ActorMention],
    harms: &[HarmWord],
) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut part = false;
    let mut at = first;
    while at < end {
        if layout.tags_at(at).any(|tag| tag.sense == Sense::Including) {
            part = true;
            if !groups.is_empty() {
                let some =
                    Quantity { min: 1, max: None, first: at, end: at + 1, rule: "count: some" };
                groups.extend(family_among(layout, at, at, some));
            }
        } else if part
            && (harms.iter().any(|harm| harm.first == at)
                || matches!(layout.tokens[at].mark, '.' | ';' | ')' | '“' | '”')
                || layout.tags_at(at).any(|tag| tag.sense == Sense::Joint)
                || layout.tokens[at].kind == TokenKind::Break)
        {
            part = false;
        }
        // "one of them a child", "five of whom": the parts follow.
        if let Some(counted) = quantity(layout, at, end)
            && layout.tags_at(counted.end).any(|tag| tag.sense == Sense::Including)
            && counted.end - at <= 3
            && !harms.iter().any(|harm| harm.end == at)
            && groups.last().is_some_and(|group| at - group.end <= 12)
        {
            part = true;
            groups.extend(family_among(layout, at, counted.end, counted));
            at = counted.end;
            continue;
        }
        let found = group_at(layout, at, end, actors, harms)
            .or_else(|| told_before(layout, at, first, actors, harms));
        match found {
            Some(group) => {
                at = group.end.max(at + 1);
                // "9 (three women and a child)": the family stands for a part.
                let bracketed = group.head == Some(Head::Family)
                    && layout.tokens[first..group.first]
                        .iter()
                        .rev()
                        .take(12)
                        .any(|t| t.is_mark('('))
                    && groups.last().is_some();
                groups.push(Group { part: part || bracketed, ..group });
            }
            None => at += 1,
        }
    }
    groups
}

/// "most of them women and children", "two of them from one family": the family among
/// those counted before.
fn family_among(
    layout: &Layout<'_>,
    first: usize,
    including: usize,
    count: Quantity,
) -> Option<Group> {
    let tag = layout.tags_at(including).find(|tag| tag.sense == Sense::Including)?;
    let from = tag.end as usize;
    // Arabic "mu'zamuhum min al-nisa'": of the women.
    let of = layout.tags_at(from).any(|tag| matches!(tag.sense, Sense::Of | Sense::From));
    let at =
        |index: usize| layout.tags_at(index).find(|tag| tag.sense == Sense::Head(Head::Family));
    let family = at(from).or_else(|| at(from + 1).filter(|_| of))?;
    let (head, end) = (Some(Head::Family), family.end as usize);
    Some(Group { first, end, count, head, side: None, part: true, stated: None })
}

/// The group that starts at token `at`: a count, its modifiers, its head noun and
/// whose people they are.
fn group_at(
    layout: &Layout<'_>,
    at: usize,
    end: usize,
    actors: &[ActorMention],
    harms: &[HarmWord],
) -> Option<Group> {
    let mut counted = noun_first(layout, at, end)
        .or_else(|| quantity(layout, at, end))
        .or_else(|| one_or_two(layout, at, end, harms))?;
    // "No one was killed."
    let none = at > 0 && layout.tokens[at - 1].span.of(&layout.text).eq_ignore_ascii_case("no");
    if none {
        return None;
    }
    let mut next = counted.end;
    let ahead = sum_ahead(layout, at, counted.end, end);
    if let Some(noun) = ahead {
        next = noun;
    }
    let mut side = None;
    let mut head = None;
    // Arabic duals and singulars carry their head themselves.
    if matches!(counted.rule, "count: one" | "count: dual" | BEHIND_NOUN) {
        next = at;
        while next < end && layout.tags_at(next).any(|tag| tag.sense == Sense::Determiner) {
            next += 1;
        }
    }
    let limit = end.min(next + 9);
    let mut of_seen = false;
    let mut nation = None;
    while next < limit {
        let token = &layout.tokens[next];
        if token.kind == TokenKind::Possessive || token.kind == TokenKind::Break && token.value == 1
        {
            next += 1;
            continue;
        }
        // Arabic "and his wife": the next group.
        if token.kind != TokenKind::Word || head.is_some() && token.arabic && token.conjunction {
            break;
        }
        if layout
            .tags_at(next)
            .any(|tag| matches!(tag.sense, Sense::Thing | Sense::TimeUnit(_) | Sense::Month(_)))
            && !layout.tags_at(next).any(|tag| matches!(tag.sense, Sense::Head(_)))
        {
            if head.is_some() {
                break;
            }
            return None;
        }
        let found = layout.tags_at(next).find_map(|tag| match tag.sense {
            Sense::Head(found) => Some((found, tag.end as usize)),
            Sense::Pair(found) => Some((found, tag.end as usize)),
            _ => None,
        });
        let actor = actors.iter().find(|actor| actor.first == next);
        // "two of its members": of the party named before.
        let theirs = matches!(
            token.span.of(&layout.text),
            "its"
                | "their"
                | "his"
                | "عناصره"
                | "عناصرها"
                | "مقاتليه"
                | "مسلحيه"
                | "مقاتليها"
                | "عناصرهم"
        );
        if theirs && side.is_none() && actor.is_none() {
            // Arabic "their" is feminine for forces and units, masculine for the organisation.
            let feminine = token.span.of(&layout.text).ends_with("ها");
            let fits = |side: Side| !token.arabic || (side == Side::Isis) != feminine;
            let mut before = actors.iter().filter(|actor| actor.end <= at && fits(actor.side));
            // "X accused Y ..., saying one of its fighters was killed": the speaker's.
            let said = actors.iter().rev().find(|actor| actor.end <= at).is_some_and(|last| {
                layout.tags_in(last.end, at).iter().any(|tag| {
                    tag.sense == Sense::Says && !has_speaker(layout, last.end, tag.first as usize)
                }) || layout.tokens[last.end..at]
                    .iter()
                    .any(|t| matches!(t.span.of(&layout.text), "saying" | "adding"))
            });
            side = if said { before.next() } else { before.next_back() }.map(|actor| actor.side);
        }
        // "five of their own men" are fighters.
        let men = layout.tokens[at..next]
            .iter()
            .any(|t| matches!(t.span.of(&layout.text), "its" | "their" | "his"))
            && matches!(token.span.of(&layout.text), "men" | "man");
        let found = found.map(|(head, until)| (if men { Head::Fighter } else { head }, until));
        if let Some((found, until)) = found {
            // "army forces personnel": the last noun of the run is the head.
            if let Some(actor) = actor {
                side = side.or(Some(actor.side));
            } else if let Some(inside) =
                actors.iter().find(|actor| actor.first > next && actor.first < until)
            {
                side = side.or(Some(inside.side));
            }
            side = side.or_else(|| side_of_words(layout, next, until));
            head = Some(found);
            next = if counted.rule == BEHIND_NOUN { counted.end } else { until };
            continue;
        }
        if let Some(actor) = actor {
            side = side.or(Some(actor.side));
            next = actor.end;
            if head.is_none() {
                of_seen = true;
            }
            continue;
        }
        if harms.iter().any(|harm| harm.first == next) {
            break;
        }
        nation = nation.or_else(|| nation_of(layout, next));
        let function = layout.tags_at(next).any(|tag| {
            matches!(
                tag.sense,
                Sense::Be
                    | Sense::Have
                    | Sense::In
                    | Sense::Near
                    | Sense::By
                    | Sense::With
                    | Sense::Including
                    | Sense::Joint
                    | Sense::And
                    | Sense::Says
                    | Sense::To
                    | Sense::Against
            ) || matches!(tag.sense, Sense::Act(_, Form::Past))
                || matches!(tag.sense, Sense::WeakJoint)
        });
        if head.is_some()
            && let Some(bound) =
                layout.tags_at(next).find(|tag| tag.sense == Sense::Bound(Bound::AtLeast))
        {
            // Arabic puts "at least" behind the noun.
            counted.max = None;
            next = bound.end as usize;
            continue;
        }
        if head.is_some() {
            // "of the regime forces", Arabic "min quwwat al-nizam".
            let of = layout.tags_at(next).any(|tag| matches!(tag.sense, Sense::Of | Sense::From))
                || token.arabic
                    && layout.tokens[next].forms[1] != crate::extract::lexicon::WordId::NONE
                    && actors.iter().any(|actor| actor.first == next);
            // "a commander in the SDF"
            let of = of
                || is_fighter(head)
                    && layout.tags_at(next).any(|tag| tag.sense == Sense::In)
                    && actors.iter().any(|a| a.first > next && a.first <= next + 2 && !a.holds);
            let whose =
                of && (next + 1..(next + 5).min(end)).any(|i| actors.iter().any(|a| a.first == i));
            if !whose {
                break;
            }
            of_seen = true;
            next += 1;
            while next < end && !actors.iter().any(|actor| actor.first == next) {
                next += 1;
            }
            continue;
        }
        if function && !layout.tags_at(next).any(|tag| tag.sense == Sense::Of) {
            break;
        }
        next += 1;
    }
    if head.is_none() && is_family_count(layout, at) {
        head = Some(Head::Civilian);
    }
    if side.is_none() && is_fighter(head) {
        side = nation;
    }
    let mut stated = ahead.map(|noun| harm_of_sum(layout, noun, next, harms));
    if head.is_none()
        && let Some(sum) = sum_behind(layout, at, actors, harms)
    {
        (head, stated) = (sum.head, Some(sum.harm));
        side = side.or(sum.side);
        next = counted.end;
    }
    if side.is_none()
        && head.is_none()
        && let Some((other, until)) = other_side(layout, counted.end, actors)
    {
        (side, next, of_seen) = (Some(other), until, true);
    }
    let bare = head.is_none() && stated.is_none();
    if bare {
        // "killing at least 12", "20 wounded", "five were killed".
        let of_actor = of_seen && side.is_some();
        let follows = harms.iter().any(|harm| {
            // "killing at least 12", "wounded a further nine"
            harm.end <= at
                && at - harm.end <= 2
                && (harm.end..at).all(|i| {
                    let further = matches!(
                        layout.tokens[i].span.of(&layout.text),
                        "further" | "another" | "additional"
                    );
                    let link = |s| matches!(s, Sense::Of | Sense::Determiner);
                    further || layout.tags_at(i).any(|t| link(t.sense))
                })
        });
        let precedes = harms.iter().any(|harm| {
            harm.form == Form::Past
                && harm.first >= counted.end
                && harm.first <= counted.end + 3
                && layout.tokens[counted.end..harm.first].iter().enumerate().all(|(offset, _)| {
                    layout
                        .tags_at(counted.end + offset)
                        .any(|t| matches!(t.sense, Sense::Be | Sense::Have | Sense::Adverb))
                })
        });
        let summed = is_sum(layout, at);
        if !follows && !precedes && !of_actor && !summed {
            return None;
        }
        if !of_actor {
            next = counted.end;
        }
        if side.is_none()
            && let Some((found, until)) = side_behind(layout, next, end, actors)
        {
            (side, next) = (Some(found), until);
        }
        if layout.tags_at(next).any(|tag| matches!(tag.sense, Sense::Thing | Sense::TimeUnit(_))) {
            return None;
        }
        // A place or something else unknown is counted: "two checkpoints".
        let plain_next = layout.tokens.get(next).is_none_or(|token| {
            token.kind != TokenKind::Word || layout.tags_at(next).next().is_some() || token.arabic
        });
        if !plain_next {
            return None;
        }
    }
    // "4 members of the regime's forces"
    while side.is_some()
        && head.is_some()
        && layout.tokens.get(next).filter(|_| next < end).is_some_and(|token| {
            matches!(
                token.span.of(&layout.text),
                "forces" | "army" | "troops" | "militia" | "militias"
            )
        })
    {
        next += 1;
    }
    // "and militiamen loyal to them" belongs to the same people.
    if side.is_some()
        && layout.tags_at(next).any(|tag| tag.sense == Sense::And)
        && let Some(also) = actors.iter().find(|actor| actor.first == next + 1)
        && side.is_some_and(|side| side.may_equal(also.side))
    {
        next = also.end;
    }
    Some(Group {
        first: at,
        end: next.max(counted.end),
        count: counted,
        head,
        side,
        part: false,
        stated,
    })
}

/// The side that the head's own words name: "regime fighters", "ISIS militants".
fn side_of_words(layout: &Layout<'_>, first: usize, end: usize) -> Option<Side> {
    layout.tags_in(first, end).iter().find_map(|tag| match tag.sense {
        Sense::Actor(side) if tag.end as usize <= end => Some(side),
        _ => None,
    })
}

/// "8 from the other side": of the party that the last one named fights.
fn other_side(layout: &Layout<'_>, at: usize, actors: &[ActorMention]) -> Option<(Side, usize)> {
    let word = |at: usize| layout.tokens.get(at).map_or("", |t| t.span.of(&layout.text));
    let told = matches!(word(at), "from" | "on" | "of" | "among")
        && (word(at + 1), word(at + 2)) == ("the", "other")
        && matches!(word(at + 3), "side" | "party");
    let arabic = word(at) == "من" && word(at + 1) == "الطرف" && word(at + 2).starts_with("الآخر");
    if !told && !arabic {
        return None;
    }
    let mut before = actors.iter().rev().filter(|actor| actor.end <= at);
    let last = before.next()?;
    let other = before.find(|actor| {
        actor.side.toll_key() != last.side.toll_key() && actor.side.toll_key() != "unknown"
    })?;
    Some((other.side, at + if told { 4 } else { 3 }))
}

/// The rule of a count that stands behind its noun.
const BEHIND_NOUN: &str = "count: behind the noun";

/// Arabic "al-muhajimun al-arba'a", the four attackers: the noun and the number both
/// with the article.
fn noun_first(layout: &Layout<'_>, at: usize, end: usize) -> Option<Quantity> {
    let noun = layout.tokens[at];
    let number = layout.tokens.get(at + 1).filter(|_| at + 1 < end && noun.arabic)?;
    let definite = number.span.of(&layout.text).starts_with("ال");
    let counts = layout.tags_at(at).any(|tag| matches!(tag.sense, Sense::Head(_)));
    if !(definite && counts) {
        return None;
    }
    let found = quantity(layout, at + 1, end).filter(|found| found.max == Some(found.min))?;
    (3..=19).contains(&found.min).then_some(Quantity { first: at, rule: BEHIND_NOUN, ..found })
}

/// "risen to 9, the number of SDF members killed", Arabic "irtafa'a ila 14 'adad
/// al-shuhada'": the token behind the words for the sum that follow its count.
fn sum_ahead(layout: &Layout<'_>, at: usize, from: usize, end: usize) -> Option<usize> {
    let word = |at: usize| {
        layout.tokens.get(at).filter(|_| at < end).map_or("", |t| t.span.of(&layout.text))
    };
    let reached = at > 0
        && (layout.tags_at(at - 1).any(|tag| tag.sense == Sense::To)
            || layout
                .tags_in(at.saturating_sub(3), at)
                .iter()
                .any(|tag| tag.sense == Sense::TollSum && tag.end as usize == at));
    if !reached {
        return None;
    }
    let mut next = from;
    if layout.tokens.get(next).is_some_and(|token| matches!(token.mark, ',' | '،')) {
        next += 1;
    }
    if matches!(word(next), "the" | "of") {
        next += 1;
    }
    match (word(next), word(next + 1)) {
        ("number" | "toll" | "tally", "of") => Some(next + 2),
        ("عدد" | "حصيلة", _) => Some(next + 1),
        _ => None,
    }
}

/// What a sum says of those it counts: the word of harm behind its noun, or death.
fn harm_of_sum(layout: &Layout<'_>, noun: usize, until: usize, harms: &[HarmWord]) -> Harm {
    let wounded =
        layout.tags_in(noun, until).iter().any(|tag| tag.sense == Sense::Head(Head::Injured));
    if wounded {
        return Harm::Wounded;
    }
    harms
        .iter()
        .find(|harm| harm.first >= noun && harm.first <= until + 4)
        .map_or(Harm::Killed, |harm| harm.harm)
}

/// What the words before a sum say it counts.
struct Sum {
    head: Option<Head>,
    side: Option<Side>,
    harm: Harm,
}

/// "the number of SDF members killed in the bombing has risen to 9": of whom, and what
/// became of them.
fn sum_behind(
    layout: &Layout<'_>,
    at: usize,
    actors: &[ActorMention],
    harms: &[HarmWord],
) -> Option<Sum> {
    let reached = layout
        .tags_in(at.saturating_sub(3), at)
        .iter()
        .any(|tag| tag.sense == Sense::TollSum && tag.end as usize == at);
    if !reached {
        return None;
    }
    let from = at.saturating_sub(28);
    let noun = (from..at).rev().find(|&index| {
        let word = |index: usize| layout.tokens[index].span.of(&layout.text);
        index + 2 < at && word(index) == "number" && word(index + 1) == "of"
    })? + 2;
    let harm = harms.iter().find(|harm| harm.first >= noun && harm.first <= noun + 6)?;
    let head = layout.tags_in(noun, harm.first).iter().rev().find_map(|tag| match tag.sense {
        Sense::Head(head) => Some(head),
        _ => None,
    });
    let side = actors
        .iter()
        .find(|actor| actor.first >= noun && actor.end <= harm.first)
        .map(|actor| actor.side);
    Some(Sum { head, side, harm: harm.harm })
}

/// Somebody of no party speaks: "activists said".
fn has_speaker(layout: &Layout<'_>, first: usize, says: usize) -> bool {
    layout
        .tags_in(says.saturating_sub(3).max(first), says)
        .iter()
        .any(|tag| matches!(tag.sense, Sense::Speaker | Sense::Outlet))
}
