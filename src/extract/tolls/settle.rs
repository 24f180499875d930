//! What the counts of a claim mean once all of it has been read.

use super::super::actors::{ActorRole, ClaimActor};
use super::*;
use crate::model::{EventType, SubEventType};

/// "a woman and her two children", "a father, his wife and two sons": one count.
pub(super) fn sum_named(layout: &Layout<'_>, found: &mut Vec<Toll>) {
    let mut index = 1;
    while index < found.len() {
        let (a, b) = (&found[index - 1], &found[index]);
        let exact = |toll: &Toll| toll.min == toll.max && toll.who == "civilian" && !toll.part;
        let rule = "toll: persons named one by one";
        let one_by_one = a.rule == rule || a.min == Some(1);
        let few = b.min.is_some_and(|n| n < 8);
        if a.harm == b.harm && exact(a) && exact(b) && one_by_one && few && listed(layout, a, b) {
            let sum = a.min.zip(b.min).map(|(a, b)| a + b);
            let span = a.span.cover(b.span);
            found[index - 1] = Toll { min: sum, max: sum, span, rule, ..found[index - 1].clone() };
            found.remove(index);
        } else {
            index += 1;
        }
    }
}

/// Only commas, "and", articles and possessives stand between the two.
fn listed(layout: &Layout<'_>, a: &Toll, b: &Toll) -> bool {
    let (from, to) = (layout.token_at(a.span.end), layout.token_at(b.span.start));
    to >= from
        && to - from <= 3
        && (from..to).all(|at| {
            matches!(layout.tokens[at].mark, ',' | '،')
                || layout
                    .tags_at(at)
                    .any(|tag| matches!(tag.sense, Sense::And | Sense::Determiner | Sense::Pronoun))
                || layout.tokens[at].span.of(&layout.text) == "her"
        })
}

/// Names the party of counts that no word beside them names, from the parties and
/// the type of the whole claim:
///
/// - fighters are of the one armed party that was attacked;
/// - a bare number killed in an attack on one armed party is also given as that
///   party's, as a part;
/// - people killed by shells, bombs or an attack on civilians, with no fighters
///   counted among them and no armed party attacked, are also given as civilians, as
///   a part (Airwars and ACLED code "people" so).
pub fn settle(tolls: &mut Vec<Toll>, sub: SubEventType, actors: &[ClaimActor]) {
    let mut targets = actors
        .iter()
        .filter(|actor| actor.role == ActorRole::Target && actor.side != Side::Civilians);
    let target = match (targets.next(), targets.next()) {
        (Some(only), None) => Some(only.side.toll_key()).filter(|key| *key != "unknown"),
        _ => None,
    };
    if let Some(who) = target {
        for toll in tolls.iter_mut().filter(|t| t.who == "total" && t.is_of_unnamed_fighters()) {
            toll.who = who;
        }
    }
    let armed_target =
        actors.iter().any(|actor| actor.role == ActorRole::Target && actor.side != Side::Civilians);
    let counts_fighters = tolls.iter().any(|toll| !matches!(toll.who, "total" | "civilian"));
    let on_people = sub.event_type() == EventType::Explosions
        || sub.event_type() == EventType::ViolenceAgainstCivilians;
    let people = on_people && !armed_target && !counts_fighters;
    let mut parts = Vec::new();
    for toll in tolls.iter().filter(|t| t.who == "total" && !t.part) {
        let told = tolls.iter().any(|other| other.part && other.harm == toll.harm);
        let bare = matches!(toll.head, None | Some(Head::Dead | Head::Body | Head::Injured));
        let inferred = if told || toll.is_of_unnamed_fighters() {
            None
        } else if people {
            Some(("civilian", "toll: people, none of them told to be fighters"))
        } else {
            let of_target = target.filter(|_| bare && !counts_fighters);
            of_target.map(|who| (who, "toll: of the party attacked"))
        };
        if let Some((who, rule)) = inferred {
            parts.push(Toll { who, rule, part: true, ..toll.clone() });
        }
    }
    tolls.extend(parts);
}
