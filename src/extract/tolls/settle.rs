//! What the counts of a claim mean once all of it has been read.

use super::Toll;
use super::sides::is_fighter;
use crate::extract::actors::{ActorRole, ClaimActor};
use crate::extract::lexicon::{Head, Sense, Side};
use crate::extract::text::Layout;
use crate::model::{EventType, SubEventType};

/// One count of what is told in several: "a woman and her two children", "a father,
/// his wife and two sons", "an officer and two policemen".
pub(super) fn sum_listed(layout: &Layout<'_>, found: &mut Vec<Toll>) {
    let mut index = 1;
    while index < found.len() {
        let (a, b) = (&found[index - 1], &found[index]);
        let of_one = a.who != "total" || is_fighter(a.head) && is_fighter(b.head);
        let same = a.harm == b.harm && a.who == b.who && !a.part && !b.part && of_one;
        match joint(layout, a, b).filter(|_| same) {
            // Behind a comma stand the parts of the count before, unless that was one.
            Some(joint) if joint == Joint::And || is_one_by_one(a, b) => {
                let min = a.min.zip(b.min).map(|(a, b)| a + b);
                let max = a.max.zip(b.max).map(|(a, b)| a + b);
                let (span, rule) = (a.span.cover(b.span), ONE_BY_ONE);
                found[index - 1] = Toll { min, max, span, rule, ..found[index - 1].clone() };
                found.remove(index);
            }
            _ => index += 1,
        }
    }
}

const ONE_BY_ONE: &str = "toll: told one by one";

fn is_one_by_one(a: &Toll, b: &Toll) -> bool {
    let exact = |toll: &Toll| toll.min == toll.max && toll.who == "civilian";
    let one = a.rule == ONE_BY_ONE || a.min == Some(1);
    exact(a) && exact(b) && one && b.min.is_some_and(|n| n < 8)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joint {
    And,
    Comma,
}

/// How the two are joined, when only commas, "and", articles and possessives stand
/// between them.
fn joint(layout: &Layout<'_>, a: &Toll, b: &Toll) -> Option<Joint> {
    let (from, to) = (layout.token_at(a.span.end), layout.token_at(b.span.start));
    if to < from || to - from > 3 {
        return None;
    }
    let mut joint = layout.tokens[to].conjunction.then_some(Joint::And);
    for at in from..to {
        if matches!(layout.tokens[at].mark, ',' | '،') {
            joint = Some(Joint::Comma);
        } else if layout.tags_at(at).any(|tag| tag.sense == Sense::And) {
            joint = joint.or(Some(Joint::And));
        } else if !(layout
            .tags_at(at)
            .any(|tag| matches!(tag.sense, Sense::Determiner | Sense::Pronoun))
            || layout.word(at) == "her")
        {
            return None;
        }
    }
    joint
}

/// Names the party of counts that no word beside them names, from the parties and
/// the type of the whole claim:
///
/// - fighters are of the one armed party that was attacked;
/// - attackers are of the one party that attacked;
/// - a bare number killed in an attack on one armed party is also given as that
///   party's, as a part;
/// - people killed by shells, bombs or an attack on civilians, with no fighters
///   counted among them and no armed party attacked, are also given as civilians, as
///   a part (Airwars and ACLED code "people" so).
pub fn settle(tolls: &mut Vec<Toll>, sub: SubEventType, actors: &[ClaimActor]) {
    let of_role = |role: ActorRole| actors.iter().filter(move |actor| actor.role == role);
    let armed_targets = || of_role(ActorRole::Target).filter(|actor| actor.side != Side::Civilians);
    let target = only_named(armed_targets());
    if let Some(who) = target {
        name_party(tolls, who, Toll::is_of_unnamed_fighters);
    }
    if let Some(who) = only_named(of_role(ActorRole::Attacker)) {
        name_party(tolls, who, Toll::is_of_attackers);
    }
    let counts_fighters = tolls.iter().any(|toll| !matches!(toll.who, "total" | "civilian"));
    let whole = if counts_fighters {
        Whole::Unsaid
    } else if is_on_people(sub) && armed_targets().next().is_none() {
        Whole::People
    } else {
        target.map_or(Whole::Unsaid, Whole::OfParty)
    };
    let parts: Vec<Toll> = tolls
        .iter()
        .filter(|toll| toll.who == "total" && !toll.part)
        .filter(|toll| !tolls.iter().any(|other| other.part && other.harm == toll.harm))
        .filter_map(|toll| inferred_part(toll, whole))
        .collect();
    tolls.extend(parts);
}

/// The toll key of the one party among `actors`; `None` for none, for several and for one
/// that no word names.
fn only_named<'a>(mut actors: impl Iterator<Item = &'a ClaimActor>) -> Option<&'static str> {
    let only = actors.next().filter(|_| actors.next().is_none())?;
    Some(only.side.toll_key()).filter(|key| *key != "unknown")
}

/// Counts the people of no party that are of a kind as those of the party `who`.
fn name_party(tolls: &mut [Toll], who: &'static str, is_of_kind: fn(&Toll) -> bool) {
    for toll in tolls.iter_mut().filter(|toll| toll.who == "total" && is_of_kind(toll)) {
        toll.who = who;
    }
}

/// Whether events of the kind hurt whoever is there.
fn is_on_people(sub: SubEventType) -> bool {
    matches!(sub.event_type(), EventType::Explosions | EventType::ViolenceAgainstCivilians)
}

/// Who those are that a claim counts in all.
#[derive(Debug, Clone, Copy)]
enum Whole {
    /// Whoever was there.
    People,
    /// People of the party attacked.
    OfParty(&'static str),
    /// Nothing tells.
    Unsaid,
}

/// The part of a count of the whole that the claim gives without a number of its own.
fn inferred_part(toll: &Toll, whole: Whole) -> Option<Toll> {
    if toll.is_of_unnamed_fighters() || toll.is_of_attackers() {
        return None;
    }
    let bare = matches!(toll.head, None | Some(Head::Dead | Head::Body | Head::Injured));
    let (who, rule) = match whole {
        Whole::People => ("civilian", "toll: people, none of them told to be fighters"),
        Whole::OfParty(who) if bare => (who, "toll: of the party attacked"),
        Whole::OfParty(_) | Whole::Unsaid => return None,
    };
    Some(Toll { who, rule, part: true, ..toll.clone() })
}
