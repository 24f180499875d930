//! Whose a number is, and what became of them.

use super::*;

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
        Some(Head::Fighter | Head::Commander) => side
            .filter(|key| *key != "unknown")
            .or(context.militants.filter(|_| side == Some("unknown")).map(Side::toll_key))
            .unwrap_or("total"),
        _ => side.filter(|key| *key != "unknown").unwrap_or("total"),
    }
}

/// What happened to a group: the word of harm that governs it.
pub(super) fn outcome(
    layout: &Layout<'_>,
    group: &Group,
    before: &[Group],
    all: &[Group],
    harms: &[HarmWord],
) -> Option<(Harm, &'static str)> {
    match group.head {
        Some(Head::Body | Head::Dead | Head::Martyr) => {
            return Some((Harm::Killed, "toll: the dead counted"));
        }
        Some(Head::Injured) => return Some((Harm::Wounded, "toll: the wounded counted")),
        _ => {}
    }
    if group.head.is_none() && is_sum(layout, group.first) {
        return Some((Harm::Killed, "toll: sum stated"));
    }
    let arabic = layout.tokens[group.first].arabic
        || harms.iter().any(|harm| layout.tokens[harm.first].arabic);
    let left = harms.iter().rev().find(|harm| harm.end <= group.first);
    let right = harms.iter().find(|harm| harm.first >= group.end);
    // "dead" and "wounded" right behind the count.
    if let Some(right) = right
        && right.first <= group.end + 5
        && right.form == Form::Past
        && !arabic
    {
        let gap = &layout.tokens[group.end..right.first];
        let plain = gap.iter().enumerate().all(|(offset, token)| {
            token.kind == TokenKind::Word
                && layout
                    .tags_at(group.end + offset)
                    .all(|tag| !matches!(tag.sense, Sense::And | Sense::Joint | Sense::Says))
                || token.kind == TokenKind::Break
        });
        let aux = (group.end..right.first)
            .any(|i| layout.tags_at(i).any(|t| matches!(t.sense, Sense::Be)));
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
            matches!(token.span.of(&layout.text), "toll" | "deaths" | "killed" | "dead")
        })
}

/// "died", "lost their lives": the dead are the subject.
pub(super) fn is_intransitive(layout: &Layout<'_>, harm: &HarmWord) -> bool {
    let word = layout.tokens[harm.first].span.of(&layout.text).to_ascii_lowercase();
    matches!(
        word.as_str(),
        "died" | "perished" | "lost" | "succumbed" | "drowned" | "sustained" | "suffered"
    )
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
