//! Whose a number is, and what became of them.

use super::*;
use crate::extract::token::fold_word;

/// "others" are of the kind counted before.
pub(super) fn inherit_heads(groups: &mut [Group]) {
    for index in 1..groups.len() {
        let before = groups[index - 1];
        let group = &mut groups[index];
        if matches!(group.head, Some(Head::Other) | None) && group.side.is_none() {
            let same = groups_kind(&before);
            group.head = same.0;
            group.side = same.1;
        }
    }
}

pub(super) fn groups_kind(group: &Group) -> (Option<Head>, Option<Side>) {
    let head = match group.head {
        Some(Head::Family) => Some(Head::Civilian),
        Some(Head::Dead | Head::Injured | Head::Body | Head::Martyr) => None,
        other => other,
    };
    (head, group.side)
}

pub(super) fn who(group: &Group, context: TollContext) -> &'static str {
    let side = group.side.map(Side::toll_key);
    match group.head {
        Some(Head::Civilian | Head::Family) => "civilian",
        Some(Head::Martyr) => side.unwrap_or("civilian"),
        Some(Head::Soldier) => match group.side {
            Some(Side::Isis | Side::Opposition | Side::Nusra) | None => "government",
            Some(side) => side.toll_key(),
        },
        Some(Head::Militant | Head::Terrorist) => side
            .filter(|key| *key != "unknown" && *key != "government")
            .or(context.militants.map(Side::toll_key))
            .unwrap_or("unknown"),
        Some(Head::Fighter | Head::Commander | Head::Attacker) => side
            .filter(|key| *key != "unknown")
            .or(context.militants.filter(|_| side == Some("unknown")).map(Side::toll_key))
            .unwrap_or("total"),
        _ => side.filter(|key| *key != "unknown").unwrap_or("total"),
    }
}

pub(super) const fn is_fighter(head: Option<Head>) -> bool {
    matches!(
        head,
        Some(Head::Fighter | Head::Commander | Head::Soldier | Head::Militant | Head::Attacker)
    )
}

/// The forces of a nation, by its adjective before fighters: "a Russian adviser".
pub(super) fn nation_of(layout: &Layout<'_>, at: usize) -> Option<Side> {
    if !layout.tags_at(at).any(|tag| tag.sense == Sense::Nation) {
        return None;
    }
    let word = layout.tokens[at].span.of(&layout.text).to_lowercase();
    let stem = word.trim_start_matches("ال").trim_end_matches('ة');
    Some(match stem {
        "syrian" | "سوري" => Side::Government,
        "russian" | "روسي" => Side::Russia,
        "american" | "french" | "british" | "أمريكي" => Side::Coalition,
        "turkish" | "تركي" => Side::Turkey,
        "iranian" | "إيراني" => Side::Iran,
        "iraqi" | "عراقي" => Side::Iraq,
        "israeli" => Side::Israel,
        "lebanese" => Side::Hezbollah,
        "kurdish" => Side::Sdf,
        _ => return None,
    })
}

/// "a family of six", Arabic "a family of five".
pub(super) fn is_family_count(layout: &Layout<'_>, at: usize) -> bool {
    let word = |back: usize| {
        at.checked_sub(back).map_or("", |index| layout.tokens[index].span.of(&layout.text))
    };
    word(2).eq_ignore_ascii_case("family") && word(1) == "of"
        || matches!(word(2), "عائلة" | "لعائلة") && word(1) == "من"
}

/// What "lost" and "losses" count are the people of the party told of before.
pub(super) fn losers(
    layout: &Layout<'_>,
    groups: &mut [Group],
    harms: &[HarmWord],
    actors: &[ActorMention],
) {
    for group in groups.iter_mut().filter(|group| group.side.is_none()) {
        let lost = harms.iter().rev().find(|harm| harm.end <= group.first).is_some_and(|harm| {
            matches!(
                layout.tokens[harm.first].span.of(&layout.text),
                "lost" | "lose" | "losing" | "losses" | "Losses" | "خسر" | "خسرت" | "فقد" | "فقدت"
            )
        });
        if lost {
            let owner = actors.iter().rev().find(|actor| actor.end <= group.first);
            group.side = owner.map(|actor| actor.side);
        }
    }
}

/// "opened fire on a member of the Asayish, killing him": the person told of before.
pub(super) fn told_before(
    layout: &Layout<'_>,
    at: usize,
    first: usize,
    actors: &[ActorMention],
    harms: &[HarmWord],
) -> Option<Group> {
    let word = layout.tokens[at].span.of(&layout.text);
    let killed = harms.iter().any(|h| h.end == at && h.harm == Harm::Killed);
    if !killed || !matches!(word, "him" | "her") {
        return None;
    }
    let person = layout.tags_in(first, at).iter().rev().find_map(|tag| match tag.sense {
        Sense::Head(head) => Some((head, tag.first as usize, tag.end as usize)),
        _ => None,
    });
    let (head, from, until) = person?;
    let single = layout.tokens[from.saturating_sub(4).max(first)..from]
        .iter()
        .any(|t| matches!(t.span.of(&layout.text), "a" | "an" | "A" | "An"));
    let count = Quantity { min: 1, max: Some(1), first: at, end: at + 1, rule: "count: one" };
    let side = actors
        .iter()
        .find(|actor| actor.first >= until && actor.first <= until + 3)
        .map(|actor| actor.side);
    let group =
        Group { first: at, end: at + 1, count, head: Some(head), side, part: false, stated: None };
    single.then_some(group)
}

/// "15 on the regime's side", "7 from the SDF", "25 of them": whose a bare number is,
/// and where the words that say so end.
pub(super) fn side_behind(
    layout: &Layout<'_>,
    at: usize,
    end: usize,
    actors: &[ActorMention],
) -> Option<(Side, usize)> {
    let word = |index: usize| {
        layout.tokens.get(index).filter(|_| index < end).map_or("", |t| t.span.of(&layout.text))
    };
    if matches!(word(at), "of" | "among" | "from") && matches!(word(at + 1), "them" | "those") {
        // Those told of last: "ambushed a convoy of X and killed 25 of them".
        let last = actors.iter().rev().find(|actor| actor.end <= at && !actor.holds)?;
        return Some((last.side, at + 2));
    }
    if !matches!(word(at), "on" | "from" | "among" | "in") {
        return None;
    }
    let actor = actors.iter().find(|actor| actor.first > at && actor.first <= at + 4)?;
    let sided = matches!(word(at), "from" | "among")
        || (actor.end..(actor.end + 3).min(end)).any(|i| matches!(word(i), "side" | "ranks"));
    sided.then_some((actor.side, actor.end))
}

/// What happened to a group: the word of harm that governs it.
pub(super) fn outcome(
    layout: &Layout<'_>,
    group: &Group,
    before: &[Group],
    all: &[Group],
    harms: &[HarmWord],
) -> Option<(Harm, &'static str)> {
    if let Some(harm) = group.stated {
        return Some((harm, "toll: sum stated"));
    }
    let both = |at: usize| harms.iter().any(|h| h.first == at && h.harm == Harm::KilledOrWounded);
    if both(group.end) && group.head.is_none() {
        return Some((Harm::KilledOrWounded, "toll: dead and wounded in one number"));
    }
    match group.head {
        Some(Head::Body | Head::Dead | Head::Martyr) => {
            return Some((Harm::Killed, "toll: the dead counted"));
        }
        Some(Head::Injured) => return Some((Harm::Wounded, "toll: the wounded counted")),
        _ => {}
    }
    if matches!(group.head, None | Some(Head::Civilian | Head::People))
        && is_sum(layout, group.first)
    {
        return Some((Harm::Killed, "toll: sum stated"));
    }
    let arabic = layout.tokens[group.first].arabic
        || harms.iter().any(|harm| layout.tokens[harm.first].arabic);
    let left = harms.iter().rev().find(|harm| harm.end <= group.first);
    let right = harms.iter().find(|harm| harm.first >= group.end);
    // Behind "14 civilians (six children, three women)".
    let behind = bracket_end(layout, group.end).unwrap_or(group.end);
    // Arabic verbs in the plural follow their subject: "18 soldiers were killed".
    if let Some(right) = right
        && layout.tokens[right.first].arabic
        && is_plural_verb(layout.tokens[right.first].span.of(&layout.text))
        && right.first <= behind + 10
        && !all.iter().any(|other| other.first >= group.end && other.end <= right.first)
    {
        return Some((right.harm, "toll: subject before the verb"));
    }
    // "left five citizens, from one family, as martyrs"
    let left_behind = group.first.checked_sub(1).is_some_and(|before| {
        matches!(layout.tokens[before].span.of(&layout.text), "left" | "leaving" | "leaves")
    });
    if left_behind
        && layout.tags_in(group.end, group.end + 12).iter().any(|tag| {
            tag.sense == Sense::Head(Head::Martyr)
                && layout.tokens[tag.first as usize - 1].span.of(&layout.text) == "as"
        })
    {
        return Some((Harm::Killed, "toll: left as martyrs"));
    }
    // "dead" and "wounded" right behind the count.
    if let Some(right) = right
        && right.first >= behind
        && right.first <= behind + 5
        && right.form == Form::Past
        && !arabic
    {
        let gap = &layout.tokens[behind..right.first];
        let plain = gap.iter().enumerate().all(|(offset, token)| {
            token.kind == TokenKind::Word
                && layout
                    .tags_at(behind + offset)
                    .all(|tag| !matches!(tag.sense, Sense::And | Sense::Joint | Sense::Says))
                || token.kind == TokenKind::Break
        });
        let aux =
            (behind..right.first).any(|i| layout.tags_at(i).any(|t| matches!(t.sense, Sense::Be)));
        // "killed 3 citizens": the count stands right behind, not after "and".
        let followed = all.iter().any(|other| {
            other.first == right.end
                || other.first == right.end + 1
                    && layout.tokens[right.end].kind == TokenKind::Word
                    && !layout.tags_at(right.end).any(|t| t.sense == Sense::And)
        });
        let active = followed && !aux;
        if plain && !active && (gap.is_empty() || aux || gap.len() <= 2 || group.part) {
            return Some((right.harm, "toll: passive"));
        }
    }
    // A coordinated or longer subject of a passive: "40 soldiers and 130 civilians were killed".
    if let Some(right) = right
        && right.form == Form::Past
        && (crate::extract::actors::is_passive(layout, right.first, right.end)
            || is_intransitive(layout, right))
        && !arabic
    {
        let between = &layout.tokens[group.end..right.first];
        let clean = !between.iter().any(|t| matches!(t.mark, '.' | ';' | '“'))
            && !(group.end..right.first).any(|i| {
                layout
                    .tags_at(i)
                    .any(|t| matches!(t.sense, Sense::Joint | Sense::Act(_, Form::Past)))
            });
        let left_governs = left.is_some_and(|left| {
            governs_right(layout, left)
                && !between_harm_and(layout, left, group)
                && !(left.harm == Harm::KilledOrWounded && left.form == Form::Noun)
        });
        if clean && !left_governs && between.len() <= 24 {
            return Some((right.harm, "toll: passive"));
        }
    }
    let left = left?;
    let gap = group.first - left.end;
    // "were killed, and 16 of the other side"; "nine were killed, five civilians and four soldiers".
    let passive_left = left.form == Form::Past && !governs_right(layout, left);
    let listed = (left.end..group.first).all(|i| {
        matches!(layout.tokens[i].mark, ',' | '،' | '(' | ':' | '-' | '–')
            || layout.tags_at(i).any(|t| matches!(t.sense, Sense::And | Sense::Including))
            || before
                .iter()
                .any(|other| other.first <= i && i < other.end && other.first >= left.end)
    });
    if passive_left && listed && gap <= 16 && !before.is_empty() {
        return Some((left.harm, "toll: added to a passive"));
    }
    if left.harm == Harm::KilledOrWounded && left.form == Form::Noun && gap > 4 {
        return None;
    }
    if governs_right(layout, left) || arabic {
        let broken = between_harm_and(layout, left, group);
        let chained = before.iter().any(|other| other.first >= left.end);
        if !broken && (gap <= 12 || chained) {
            return Some((left.harm, "toll: object"));
        }
    }
    if group.part && !before.is_empty() {
        // "were killed, including four civilians"
        return Some((left.harm, "toll: part of a passive"));
    }
    None
}

/// One past a bracket that opens at `at`, when it closes within a few words.
fn bracket_end(layout: &Layout<'_>, at: usize) -> Option<usize> {
    layout.tokens.get(at).filter(|token| token.is_mark('('))?;
    let inside = layout.tokens.get(at..layout.tokens.len().min(at + 16))?;
    inside.iter().position(|token| token.is_mark(')')).map(|n| at + n + 1)
}

/// Arabic verbs of harm that agree with a subject in the dual or plural before them.
fn is_plural_verb(word: &str) -> bool {
    let mut folded = String::new();
    fold_word(word, &mut folded);
    folded.ends_with("وا")
        || matches!(folded.as_str(), "قتلا" | "استشهدا" | "قضيا" | "اصيبا" | "جرحا")
}

/// Whether a sentence-like break stands between a word of harm and a group.
pub(super) fn between_harm_and(layout: &Layout<'_>, harm: &HarmWord, group: &Group) -> bool {
    let range = harm.end..group.first.max(harm.end);
    layout.tokens[range.clone()].iter().any(|t| matches!(t.mark, '.' | ';' | '؛'))
        || range.clone().any(|i| {
            layout.tags_at(i).any(|t| {
                matches!(t.sense, Sense::Act(_, Form::Past))
                    && !layout.tags_at(i).any(|t| matches!(t.sense, Sense::Harm(..)))
                    || matches!(t.sense, Sense::TollSum | Sense::Transfer)
            })
        })
}

/// "the death toll rose to 18".
pub(super) fn is_sum(layout: &Layout<'_>, at: usize) -> bool {
    let from = at.saturating_sub(3);
    layout.tags_in(from, at).iter().any(|tag| tag.sense == Sense::TollSum)
        && layout.tokens[at.saturating_sub(20)..at].iter().any(|token| {
            matches!(token.span.of(&layout.text), "toll" | "deaths" | "killed" | "dead" | "number")
        })
}

/// "died", "lost their lives": the dead are the subject.
pub(super) fn is_intransitive(layout: &Layout<'_>, harm: &HarmWord) -> bool {
    let word = layout.tokens[harm.first].span.of(&layout.text).to_ascii_lowercase();
    matches!(
        word.as_str(),
        "died"
            | "perished"
            | "succumbed"
            | "drowned"
            | "suffocated"
            | "bled"
            | "starved"
            | "choked"
            | "froze"
            | "sustained"
            | "suffered"
    ) || harm.end > harm.first + 1 && matches!(word.as_str(), "lost" | "burned" | "burnt")
}

/// Active verbs, participles and nouns govern what follows them.
pub(super) fn governs_right(layout: &Layout<'_>, harm: &HarmWord) -> bool {
    match harm.form {
        Form::Gerund | Form::Noun | Form::Base => true,
        Form::Past => {
            !crate::extract::actors::is_passive(layout, harm.first, harm.end)
                && !is_intransitive(layout, harm)
        }
    }
}
