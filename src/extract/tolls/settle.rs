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
            || layout.tokens[at].span.of(&layout.text) == "her")
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
    let mut attackers = actors.iter().filter(|actor| actor.role == ActorRole::Attacker);
    if let (Some(only), None) = (attackers.next(), attackers.next()) {
        let who = only.side.toll_key();
        for toll in tolls.iter_mut().filter(|t| t.who == "total" && t.is_of_attackers()) {
            toll.who = if who == "unknown" { "total" } else { who };
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
        let inferred = if told || toll.is_of_unnamed_fighters() || toll.is_of_attackers() {
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
