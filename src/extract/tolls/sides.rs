//! Whose people a group counts.

use super::harms::{LOSSES, LOST};
use super::passage::Passage;
use super::single::ONE;
use super::{Group, TollContext};
use crate::extract::actors::ActorMention;
use crate::extract::lexicon::{Harm, Head, Sense, Side};
use crate::extract::number::Quantity;

/// The people of which party a group is counted with: `civilian`, `isis`, ..., `total`.
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

/// Whether the noun counts people under arms.
pub(super) const fn is_fighter(head: Option<Head>) -> bool {
    matches!(
        head,
        Some(Head::Fighter | Head::Commander | Head::Soldier | Head::Militant | Head::Attacker)
    )
}

/// "others" are of the kind counted before.
pub(super) fn inherit_heads(groups: &mut [Group]) {
    for index in 1..groups.len() {
        let before = groups[index - 1];
        let group = &mut groups[index];
        if matches!(group.head, Some(Head::Other) | None) && group.side.is_none() {
            group.head = head_of_others(before.head);
            group.side = before.side;
        }
    }
}

/// The noun that "others" stands for behind people counted by `head`.
const fn head_of_others(head: Option<Head>) -> Option<Head> {
    match head {
        Some(Head::Family) => Some(Head::Civilian),
        Some(Head::Dead | Head::Injured | Head::Body | Head::Martyr) => None,
        other => other,
    }
}

/// What "lost" and "losses" count are the people of the party told of before.
pub(super) fn losers(passage: &Passage<'_>, groups: &mut [Group]) {
    for group in groups.iter_mut().filter(|group| group.side.is_none()) {
        let lost = passage.harm_before(group.first).is_some_and(|harm| {
            let word = passage.word(harm.first);
            LOST.contains(&word) || LOSSES.contains(&word)
        });
        if lost {
            let owner = passage.actors_before(group.first).next_back();
            group.side = owner.map(|actor| actor.side);
        }
    }
}

/// The forces of a nation, by its adjective before fighters: "a Russian adviser".
pub(super) fn nation_of(passage: &Passage<'_>, at: usize) -> Option<Side> {
    if !passage.is(at, Sense::Nation) {
        return None;
    }
    let word = passage.word(at).to_lowercase();
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
pub(super) fn is_family_count(passage: &Passage<'_>, at: usize) -> bool {
    let word = |back: usize| at.checked_sub(back).map_or("", |index| passage.word(index));
    word(2).eq_ignore_ascii_case("family") && word(1) == "of"
        || matches!(word(2), "عائلة" | "لعائلة") && word(1) == "من"
}

/// The side that the head's own words name: "regime fighters", "ISIS militants".
pub(super) fn side_of_words(passage: &Passage<'_>, first: usize, end: usize) -> Option<Side> {
    passage.layout.tags_in(first, end).iter().find_map(|tag| match tag.sense {
        Sense::Actor(side) if tag.end as usize <= end => Some(side),
        _ => None,
    })
}

/// "two of its members": the party named before token `at` that a possessive means.
pub(super) fn owner_before(passage: &Passage<'_>, at: usize, possessive: usize) -> Option<Side> {
    // Arabic "their" is feminine for forces and units, masculine for the organisation.
    let feminine = passage.word(possessive).ends_with("ها");
    let arabic = passage.tokens()[possessive].arabic;
    let fits = |actor: &&ActorMention| !arabic || (actor.side == Side::Isis) != feminine;
    let mut before = passage.actors_before(at).filter(fits);
    let owner = if is_speech(passage, at) { before.next() } else { before.next_back() };
    owner.map(|actor| actor.side)
}

/// "X accused Y ..., saying one of its fighters was killed": what stands at token `at` is
/// said by a party, and tells of the speaker's own people.
fn is_speech(passage: &Passage<'_>, at: usize) -> bool {
    let Some(last) = passage.actors_before(at).next_back() else { return false };
    let says =
        passage.layout.tags_in(last.end, at).iter().any(|tag| {
            tag.sense == Sense::Says && !has_speaker(passage, last.end, tag.first as usize)
        });
    says || passage.has_word(last.end, at, &["saying", "adding"])
}

/// Somebody of no party speaks: "activists said".
fn has_speaker(passage: &Passage<'_>, first: usize, says: usize) -> bool {
    let from = says.saturating_sub(3).max(first);
    passage.means_in(from, says, |sense| matches!(sense, Sense::Speaker | Sense::Outlet))
}

/// "14 of them", Arabic "14 minhum": of the armed party named before the words at `at`, and
/// where these end. None when other people were told of since, or when the party is the one
/// that does the harm.
pub(super) fn of_them(passage: &Passage<'_>, at: usize) -> Option<(Side, usize)> {
    let english = matches!(passage.word(at), "of" | "among" | "from")
        && matches!(passage.word(at + 1), "them" | "those");
    let until = match passage.word(at) {
        "منهم" => at + 1,
        _ if english => at + 2,
        _ => return None,
    };
    let does_it = |actor: &ActorMention| {
        passage.harm_from(actor.end).is_some_and(|harm| harm.first <= actor.end + 2)
    };
    let mut before = passage.actors_before(at).rev().filter(|actor| !actor.holds);
    let last = before.next().filter(|actor| !does_it(actor))?;
    // "ISIS terrorists" are two names of one party.
    let party = before.next().filter(|actor| actor.end == last.first).unwrap_or(last);
    let civilians = |sense| {
        matches!(sense, Sense::Head(Head::Civilian | Head::Family | Head::People))
            || sense == Sense::Actor(Side::Civilians)
    };
    let is_last = !passage.means_in(last.end, at, civilians);
    (is_last && party.side != Side::Civilians).then_some((party.side, until))
}

/// "8 from the other side": of the party that the last one named fights, and where the
/// words that say so end.
pub(super) fn other_side(passage: &Passage<'_>, at: usize) -> Option<(Side, usize)> {
    let word = |ahead: usize| passage.word(at + ahead);
    let english = matches!(word(0), "from" | "on" | "of" | "among")
        && (word(1), word(2)) == ("the", "other")
        && matches!(word(3), "side" | "party");
    let arabic = word(0) == "من" && word(1) == "الطرف" && word(2).starts_with("الآخر");
    if !english && !arabic {
        return None;
    }
    let mut before = passage.actors_before(at).rev();
    let last = before.next()?.side.toll_key();
    let other = before.find(|actor| {
        let key = actor.side.toll_key();
        key != last && key != "unknown"
    })?;
    Some((other.side, at + if english { 4 } else { 3 }))
}

/// "15 on the regime's side", "7 from the SDF", "25 of them": whose a bare number is,
/// and where the words that say so end.
pub(super) fn side_behind(passage: &Passage<'_>, at: usize) -> Option<(Side, usize)> {
    let word = |at: usize| passage.word_inside(at);
    if let Some(found) = of_them(passage, at) {
        return Some(found);
    }
    if !matches!(word(at), "on" | "from" | "among" | "in") {
        return None;
    }
    let actor = passage.actors.iter().find(|actor| actor.first > at && actor.first <= at + 4)?;
    let behind = actor.end..(actor.end + 3).min(passage.end);
    let sided = matches!(word(at), "from" | "among")
        || passage.has_word(behind.start, behind.end, &["side", "ranks"]);
    sided.then_some((actor.side, actor.end))
}

/// "opened fire on a member of the Asayish, killing him": the person told of before.
pub(super) fn told_before(passage: &Passage<'_>, at: usize) -> Option<Group> {
    let killed = passage.harms.iter().any(|harm| harm.end == at && harm.harm == Harm::Killed);
    if !killed || !matches!(passage.word(at), "him" | "her") {
        return None;
    }
    let before = passage.layout.tags_in(passage.first, at);
    let (head, person) = before.iter().rev().find_map(|tag| match tag.sense {
        Sense::Head(head) => Some((head, tag)),
        _ => None,
    })?;
    let (from, until) = (person.first as usize, person.end as usize);
    let articles = from.saturating_sub(4).max(passage.first);
    if !passage.has_word(articles, from, &["a", "an", "A", "An"]) {
        return None;
    }
    let side = passage
        .actors
        .iter()
        .find(|actor| actor.first >= until && actor.first <= until + 3)
        .map(|actor| actor.side);
    let count = Quantity { min: 1, max: Some(1), first: at, end: at + 1, rule: ONE };
    Some(Group { first: at, end: at + 1, count, head: Some(head), side, part: false, stated: None })
}
