//! How many people a clause says were killed, wounded or taken.

mod settle;
mod sides;
#[cfg(test)]
mod tests;

pub use settle::settle;
use settle::sum_named;
use sides::*;

use super::actors::ActorMention;
use super::lexicon::{Bound, Form, Harm, Head, Sense, Side};
use super::number::{Quantity, quantity};
use super::span::Span;
use super::text::Layout;
use super::token::TokenKind;

/// A count of people who suffered something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toll {
    /// Whose people: `civilian`, `government`, `isis`, ..., `total`.
    pub who: &'static str,
    /// What they suffered.
    pub harm: Harm,
    /// Lowest number; `None` when no number is stated.
    pub min: Option<u32>,
    /// Highest number; `None` when open.
    pub max: Option<u32>,
    /// A part of another toll of the same claim ("including four civilians").
    pub part: bool,
    /// Whom the noun beside the number counts; `None` for a bare number.
    pub head: Option<Head>,
    /// Its words.
    pub span: Span,
    /// Name of the rule.
    pub rule: &'static str,
}

impl Toll {
    /// Counts fighters of a side that the words beside it do not name.
    #[must_use]
    pub const fn is_of_unnamed_fighters(&self) -> bool {
        matches!(self.head, Some(Head::Fighter | Head::Commander))
    }
}

impl Harm {
    /// The word used in files.
    #[must_use]
    pub const fn outcome(self) -> &'static str {
        match self {
            Self::Killed => "killed",
            Self::Wounded => "wounded",
            Self::KilledOrWounded => "killed_or_wounded",
            Self::Captured => "captured",
            Self::Kidnapped => "kidnapped",
        }
    }
}

/// Sides that a report may mean without naming them.
#[derive(Debug, Clone, Copy, Default)]
pub struct TollContext {
    /// The party that "militants" and "terrorists" stand for in this report.
    pub militants: Option<Side>,
}

/// A counted group of people.
#[derive(Debug, Clone, Copy)]
struct Group {
    first: usize,
    end: usize,
    count: Quantity,
    head: Option<Head>,
    side: Option<Side>,
    part: bool,
}

#[derive(Debug, Clone, Copy)]
struct HarmWord {
    first: usize,
    end: usize,
    harm: Harm,
    form: Form,
}

/// Tolls stated in tokens `first..end`.
#[must_use]
pub fn tolls(
    layout: &Layout<'_>,
    first: usize,
    end: usize,
    actors: &[ActorMention],
    context: TollContext,
) -> Vec<Toll> {
    let harms = harm_words(layout, first, end);
    let mut groups = groups(layout, first, end, actors, &harms);
    inherit_heads(&mut groups);
    losers(layout, &mut groups, &harms, actors);
    let mut found: Vec<Toll> = Vec::new();
    for (index, group) in groups.iter().enumerate() {
        let of = |index: usize| {
            let group: &Group = &groups[index];
            outcome(layout, group, &groups[..index], &groups, &harms)
        };
        // "21 government and 30 ISIS dead": one word for both.
        let shared = || {
            let next = groups.get(index + 1).filter(|next| next.first <= group.end + 1)?;
            let joined = layout.tags_at(group.end).any(|tag| tag.sense == Sense::And);
            of(index + 1)
                .filter(|(_, rule)| joined && next.side.is_some() && *rule == "toll: passive")
        };
        let Some((harm, rule)) = of(index).or_else(shared) else { continue };
        let who = who(group, context);
        let span = layout.span(group.first, group.end);
        let whole_of_family = matches!(group.head, Some(Head::Family)) && group.part;
        if whole_of_family {
            // Women and children among people of no stated kind make them civilians.
            if let Some(whole) = found.iter().rev().find(|toll| !toll.part && toll.harm == harm)
                && whole.who == "total"
            {
                let civilian = Toll {
                    who: "civilian",
                    part: true,
                    rule: "toll: women or children among them",
                    ..whole.clone()
                };
                found.push(civilian);
            }
            continue;
        }
        found.push(Toll {
            who,
            harm,
            min: Some(group.count.min),
            max: group.count.max,
            part: group.part,
            head: group.head,
            span,
            rule,
        });
    }
    sum_named(layout, &mut found);
    found.dedup_by(|a, b| a.who == b.who && a.harm == b.harm && a.min == b.min && a.max == b.max);
    found
}

/// Words of harm in tokens `first..end`, in order; "lost" and "captured" count
/// only before a number of fighters.
fn harm_words(layout: &Layout<'_>, first: usize, end: usize) -> Vec<HarmWord> {
    let mut words: Vec<HarmWord> = layout
        .tags_in(first, end)
        .iter()
        .filter(|tag| tag.end as usize <= end)
        .filter_map(|tag| match tag.sense {
            Sense::Harm(harm, form) => {
                Some(HarmWord { first: tag.first as usize, end: tag.end as usize, harm, form })
            }
            _ => None,
        })
        .collect();
    for at in first..end {
        let found = loss_of_fighters(layout, at, end)
            .map(|harm| HarmWord { first: at, end: at + 1, harm, form: Form::Gerund })
            .or_else(|| number_of_dead(layout, at, end));
        let from = words.partition_point(|word| word.first < at);
        if let Some(found) = found
            && words.get(from).is_none_or(|word| word.first != at)
        {
            words.insert(from, found);
        }
    }
    words
}

/// "the number of the dead": a number told later is theirs.
fn number_of_dead(layout: &Layout<'_>, at: usize, end: usize) -> Option<HarmWord> {
    let word = layout.tokens[at].span.of(&layout.text);
    let next = at + 1;
    let dead = word == "عدد"
        && next < end
        && layout
            .tags_at(next)
            .any(|tag| matches!(tag.sense, Sense::Head(Head::Dead | Head::Martyr)));
    dead.then_some(HarmWord { first: at, end: at + 2, harm: Harm::Killed, form: Form::Noun })
}

/// "lost 9 members", "put its losses at 20 militants", "captured seven soldiers":
/// what became of the fighters counted.
fn loss_of_fighters(layout: &Layout<'_>, at: usize, end: usize) -> Option<Harm> {
    let (harm, reach) = match layout.tokens[at].span.of(&layout.text) {
        "lost" | "lose" | "losing" | "خسر" | "خسرت" | "فقد" | "فقدت" => {
            (Harm::Killed, 3)
        }
        "losses" | "Losses" => (Harm::Killed, 10),
        "captured" | "capturing" | "seized" => (Harm::Captured, 3),
        _ => return None,
    };
    let counted = (at + 1..(at + 1 + reach).min(end)).find_map(|i| quantity(layout, i, end))?;
    let fighters = (counted.end..(counted.end + 4).min(end)).any(|next| {
        layout.tags_at(next).any(|tag| {
            matches!(tag.sense, Sense::Head(head) if is_fighter(Some(head)) || head == Head::Terrorist)
        })
    });
    let thing = layout.tags_at(counted.end).any(|tag| matches!(tag.sense, Sense::Thing));
    (fighters && !thing).then_some(harm)
}

fn groups(
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

/// The group that starts at token `at`: a count, its modifiers, its head noun and
/// whose people they are.
fn group_at(
    layout: &Layout<'_>,
    at: usize,
    end: usize,
    actors: &[ActorMention],
    harms: &[HarmWord],
) -> Option<Group> {
    let mut counted = quantity(layout, at, end).or_else(|| one_or_two(layout, at, end, harms))?;
    let mut next = counted.end;
    let mut side = None;
    let mut head = None;
    // Arabic duals and singulars carry their head themselves.
    if counted.rule == "count: one" || counted.rule == "count: dual" {
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
                layout.tags_in(last.end, at).iter().any(|tag| tag.sense == Sense::Says)
                    || layout.tokens[last.end..at]
                        .iter()
                        .any(|t| matches!(t.span.of(&layout.text), "saying" | "adding"))
            });
            side = if said { before.next() } else { before.next_back() }.map(|actor| actor.side);
        }
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
            next = until;
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
                    && layout.tokens[next].forms[1] != super::lexicon::WordId::NONE
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
    let bare = head.is_none();
    if bare {
        // "killing at least 12", "20 wounded", "five were killed".
        let of_actor = of_seen && side.is_some();
        let follows = harms.iter().any(|harm| {
            harm.end == at
                || harm.end + 1 == at
                    && layout
                        .tags_at(harm.end)
                        .any(|t| matches!(t.sense, Sense::Of | Sense::Determiner))
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
    // "and militiamen loyal to them" belongs to the same people.
    if side.is_some()
        && layout.tags_at(next).any(|tag| tag.sense == Sense::And)
        && let Some(also) = actors.iter().find(|actor| actor.first == next + 1)
        && side.is_some_and(|side| side.may_equal(also.side))
    {
        next = also.end;
    }
    Some(Group { first: at, end: next.max(counted.end), count: counted, head, side, part: false })
}

/// The side that the head's own words name: "regime fighters", "ISIS militants".
fn side_of_words(layout: &Layout<'_>, first: usize, end: usize) -> Option<Side> {
    layout.tags_in(first, end).iter().find_map(|tag| match tag.sense {
        Sense::Actor(side) if tag.end as usize <= end => Some(side),
        _ => None,
    })
}

/// "a civilian", "the top commander" after a word of harm; Arabic singulars and
/// duals after one.
fn one_or_two(layout: &Layout<'_>, at: usize, end: usize, harms: &[HarmWord]) -> Option<Quantity> {
    let token = layout.tokens.get(at)?;
    if token.kind != TokenKind::Word {
        return None;
    }
    let make = |count: u32, until: usize, rule: &'static str| {
        Some(Quantity { min: count, max: Some(count), first: at, end: until, rule })
    };
    if let Some(pair) = layout.tags_at(at).find(|tag| matches!(tag.sense, Sense::Pair(_))) {
        return make(2, pair.end as usize, "count: dual");
    }
    let after_harm = harms.iter().any(|harm| {
        harm.end <= at
            && at - harm.end <= 4
            && layout.tokens[harm.end..at].iter().all(|t| t.kind == TokenKind::Word)
    });
    let before_harm = harms.iter().any(|harm| {
        let reach = if layout.tokens[at..harm.first.max(at)].iter().any(|t| t.is_mark(',')) {
            16
        } else {
            8
        };
        harm.first > at && harm.first - at <= reach && harm.form == Form::Past
    });
    let including = token.conjunction
        || at > 0
            && (layout.tokens[at - 1].is_mark(',')
                || layout
                    .tags_in(at.saturating_sub(3), at)
                    .iter()
                    .any(|t| matches!(t.sense, Sense::Including | Sense::And)));
    if token.arabic {
        let singular = layout.tags_at(at).any(|tag| {
            matches!(
                tag.sense,
                Sense::Head(
                    Head::Civilian
                        | Head::Family
                        | Head::People
                        | Head::Commander
                        | Head::Fighter
                        | Head::Soldier
                        | Head::Dead
                        | Head::Martyr
                        | Head::Injured,
                )
            )
        }) && is_arabic_singular(token.span.of(&layout.text));
        return if singular && (after_harm || including) {
            make(1, at + 1, "count: one")
        } else {
            None
        };
    }
    let word = token.span.of(&layout.text).to_ascii_lowercase();
    if !matches!(word.as_str(), "a" | "an" | "the" | "another" | "her" | "his")
        || !(after_harm || before_harm || including)
    {
        return None;
    }
    // The head must be a singular noun within a few words.
    let mut next = at + 1;
    while next < end.min(at + 7) {
        if layout.tokens[next].kind != TokenKind::Word
            && layout.tokens[next].kind != TokenKind::Possessive
        {
            return None;
        }
        let head = layout.tags_at(next).find_map(|tag| match tag.sense {
            Sense::Head(head) => Some((head, tag.end as usize)),
            _ => None,
        });
        if let Some((head, until)) = head {
            let noun = layout.tokens[until - 1].span.of(&layout.text).to_ascii_lowercase();
            let single = !noun.ends_with('s')
                && !matches!(
                    noun.as_str(),
                    "people"
                        | "men"
                        | "women"
                        | "children"
                        | "personnel"
                        | "troops"
                        | "gunmen"
                        | "militiamen"
                        | "wounded"
                        | "injured"
                        | "dead"
                        | "forces"
                        | "elderly"
                        | "other"
                        | "more"
                        | "youth"
                );
            // "hanged his body" tells of somebody counted before; "shot dead the mukhtar" counts.
            if head == Head::Body && word != "a" && word != "an" {
                return None;
            }
            let named = harms.iter().any(|harm| harm.end == at) && head == Head::Civilian;
            let definite = word == "the" && head != Head::Commander && !named;
            return if single && !definite { make(1, at + 1, "count: one") } else { None };
        }
        if layout.tags_at(next).any(|tag| {
            matches!(
                tag.sense,
                Sense::Of
                    | Sense::In
                    | Sense::And
                    | Sense::Thing
                    | Sense::Act(..)
                    | Sense::Harm(..)
                    | Sense::Vague(_)
                    | Sense::Number(_)
            )
        }) {
            return None;
        }
        next += 1;
    }
    None
}

/// Arabic plurals: the endings of regular ones, and the broken ones that reports use.
const ARABIC_PLURALS: [&str; 29] = [
    "ين",
    "ون",
    "ان",
    "ات",
    "أطفال",
    "نساء",
    "جنود",
    "ضباط",
    "عناصر",
    "أشخاص",
    "رجال",
    "شبان",
    "مقاتلي",
    "عمال",
    "أهالي",
    "الأهالي",
    "قادة",
    "ضحايا",
    "أفراد",
    "مسلحي",
    "عناصره",
    "عناصرها",
    "نسوة",
    "طلاب",
    "شباب",
    "مقاتليه",
    "قيادات",
    "مرتزقة",
    "مقاتلو",
];

fn is_arabic_singular(word: &str) -> bool {
    !ARABIC_PLURALS.iter().any(|plural| word.ends_with(plural))
}
