//! From the acts, means and victims of a clause to an ACLED sub-event type.

use crate::model::SubEventType;

use super::acts::ActMention;
use super::lexicon::{Act, Sense, Side, Weapon};
use super::text::Layout;

/// What decides the type beside the acts.
#[derive(Debug, Clone, Copy, Default)]
pub struct Circumstances<'a> {
    /// Means named in the clause.
    pub weapons: &'a [Weapon],
    /// The side that acts, if named.
    pub attacker: Option<Side>,
    /// Civilians are named as victims.
    pub civilian_victims: bool,
    /// Fighters of some side are named as victims.
    pub armed_victims: bool,
    /// Somebody is said to have died.
    pub deadly: bool,
    /// Demonstrators or mourners are named.
    pub demonstrators: bool,
}

/// A type with the rule that gave it.
pub type Kind = (SubEventType, &'static str);

/// The sub-event type of a clause; `None` when nothing in it is an event.
#[must_use]
pub fn classify(acts: &[ActMention], around: &Circumstances<'_>) -> Option<Kind> {
    let has = |wanted: Act| acts.iter().any(|mention| mention.act == wanted);
    let weapon = |wanted: Weapon| around.weapons.contains(&wanted);
    let air =
        weapon(Weapon::Air) || weapon(Weapon::Drone) || around.attacker.is_some_and(Side::is_air);
    if has(Act::Chemical) || weapon(Weapon::Gas) {
        return Some((SubEventType::ChemicalWeapon, "type: poison gas"));
    }
    // Fire on a crowd in the street, whichever word tells it.
    let by_hand = acts.is_empty()
        || has(Act::Shoot)
        || has(Act::Execute)
        || weapon(Weapon::SmallArms) && (has(Act::Hit) || has(Act::Attack));
    let heavy = air
        || weapon(Weapon::Shell)
        || weapon(Weapon::CarBomb)
        || weapon(Weapon::Mine)
        || weapon(Weapon::Suicide)
        || weapon(Weapon::Device);
    if around.demonstrators && by_hand && !heavy && (around.deadly || !acts.is_empty()) {
        return Some((
            SubEventType::ExcessiveForceAgainstProtesters,
            "type: force against a crowd",
        ));
    }
    let repelled = has(Act::Repel);
    let taken = acts.iter().any(|mention| mention.act == Act::Take && !mention.attempted);
    for mention in acts {
        let kind = match mention.act {
            Act::Air => (SubEventType::AirDroneStrike, "type: air strike"),
            Act::Shell
                if air && around.attacker.is_some_and(Side::is_air) && !weapon(Weapon::Shell) =>
            {
                (SubEventType::AirDroneStrike, "type: shelling by aircraft")
            }
            Act::Shell => (SubEventType::ShellingArtilleryMissileAttack, "type: shelling"),
            Act::Bomb if weapon(Weapon::CarBomb) && !air => explosive(around),
            Act::Bomb if air => (SubEventType::AirDroneStrike, "type: bombing by aircraft"),
            Act::Bomb => (SubEventType::ShellingArtilleryMissileAttack, "type: bombardment"),
            Act::Suicide => (SubEventType::SuicideBomb, "type: suicide bombing"),
            Act::Blast
                if air
                    && !weapon(Weapon::CarBomb)
                    && !weapon(Weapon::Mine)
                    && !weapon(Weapon::Device)
                    && !weapon(Weapon::Suicide) =>
            {
                (SubEventType::AirDroneStrike, "type: explosion from the air")
            }
            Act::Blast => explosive(around),
            Act::Take if repelled && mention.attempted => continue,
            Act::Take if !mention.attempted => territory(around.attacker),
            Act::Hit | Act::Attack | Act::Besiege | Act::Take => {
                match generic(mention.act, around, air, taken) {
                    Some(kind) => kind,
                    None => continue,
                }
            }
            Act::Clash | Act::Repel => {
                if taken && !repelled {
                    territory(around.attacker)
                } else {
                    (SubEventType::ArmedClash, "type: clash")
                }
            }
            Act::Lose => (SubEventType::ArmedClash, "type: ground lost"),
            Act::Execute if air => (SubEventType::AirDroneStrike, "type: killing from the air"),
            Act::Execute if weapon(Weapon::Shell) => {
                (SubEventType::ShellingArtilleryMissileAttack, "type: killing by shells")
            }
            Act::Execute => (SubEventType::Attack, "type: killing by hand"),
            Act::Abduct => (SubEventType::AbductionForcedDisappearance, "type: abduction"),
            // Led off, nobody knows where.
            Act::Arrest if has(Act::Abduct) => {
                (SubEventType::AbductionForcedDisappearance, "type: arrested and vanished")
            }
            Act::Arrest if around.attacker.is_some_and(|side| side == Side::Government) => {
                (SubEventType::Arrests, "type: arrests")
            }
            Act::Arrest => {
                (SubEventType::AbductionForcedDisappearance, "type: taken away by an armed group")
            }
            Act::Shoot if weapon(Weapon::Shell) && !around.civilian_victims => {
                (SubEventType::ShellingArtilleryMissileAttack, "type: fire with shells")
            }
            Act::Shoot if around.armed_victims && !around.civilian_victims => {
                (SubEventType::ArmedClash, "type: fire on fighters")
            }
            Act::Shoot => (SubEventType::Attack, "type: fire on people"),
            Act::Destroy => (SubEventType::LootingPropertyDestruction, "type: destruction"),
            Act::Protest => (SubEventType::PeacefulProtest, "type: protest"),
            Act::Agree => (SubEventType::Agreement, "type: agreement"),
            Act::Down => (SubEventType::ArmedClash, "type: aircraft shot down"),
            Act::Airdrop => (SubEventType::Other, "type: supplies dropped"),
            Act::Sexual => (SubEventType::SexualViolence, "type: sexual violence"),
            Act::Chemical => (SubEventType::ChemicalWeapon, "type: poison gas"),
        };
        return Some(kind);
    }
    if !around.deadly {
        return None;
    }
    Some(if air {
        (SubEventType::AirDroneStrike, "type: deaths from the air")
    } else if weapon(Weapon::CarBomb) || weapon(Weapon::Mine) || weapon(Weapon::Suicide) {
        explosive(around)
    } else if weapon(Weapon::Shell) {
        (SubEventType::ShellingArtilleryMissileAttack, "type: deaths by shells")
    } else if weapon(Weapon::Device) {
        explosive(around)
    } else if around.civilian_victims {
        (SubEventType::Attack, "type: civilians killed")
    } else {
        (SubEventType::ArmedClash, "type: fighters killed")
    })
}

fn explosive(around: &Circumstances<'_>) -> Kind {
    if around.weapons.contains(&Weapon::Suicide) {
        (SubEventType::SuicideBomb, "type: suicide bombing")
    } else {
        (SubEventType::RemoteExplosiveLandmineIed, "type: explosive device")
    }
}

fn territory(taker: Option<Side>) -> Kind {
    if taker.is_some_and(Side::is_government_side) {
        (SubEventType::GovernmentRegainsTerritory, "type: government takes ground")
    } else {
        (SubEventType::NonStateActorOvertakesTerritory, "type: armed group takes ground")
    }
}

/// "hit", "attacked" and the like: the means decide, then the victims.
fn generic(act: Act, around: &Circumstances<'_>, air: bool, taken: bool) -> Option<Kind> {
    let weapon = |wanted: Weapon| around.weapons.contains(&wanted);
    if weapon(Weapon::Suicide) {
        return Some((SubEventType::SuicideBomb, "type: attack by suicide bombers"));
    }
    if weapon(Weapon::CarBomb) || weapon(Weapon::Mine) {
        return Some((SubEventType::RemoteExplosiveLandmineIed, "type: attack with explosives"));
    }
    if act != Act::Besiege && air {
        return Some((SubEventType::AirDroneStrike, "type: attack from the air"));
    }
    if act == Act::Hit && weapon(Weapon::Device) {
        return Some((SubEventType::RemoteExplosiveLandmineIed, "type: attack with explosives"));
    }
    if act == Act::Hit && weapon(Weapon::SmallArms) {
        return Some(if around.civilian_victims {
            (SubEventType::Attack, "type: shot at civilians")
        } else {
            (SubEventType::ArmedClash, "type: small-arms fire")
        });
    }
    if act == Act::Hit || (act == Act::Attack && weapon(Weapon::Shell) && !taken) {
        return Some((SubEventType::ShellingArtilleryMissileAttack, "type: hit from a distance"));
    }
    if taken {
        return Some(territory(around.attacker));
    }
    if around.civilian_victims && act == Act::Attack {
        return Some((SubEventType::Attack, "type: attack on civilians"));
    }
    Some((SubEventType::ArmedClash, "type: ground attack"))
}

/// Means named in tokens `first..end`, each once; not those in the name of a place,
/// of which `is_place` tells the tokens.
#[must_use]
pub fn weapons(
    layout: &Layout<'_>,
    first: usize,
    end: usize,
    is_place: impl Fn(usize) -> bool,
) -> Vec<Weapon> {
    let mut found = Vec::new();
    for tag in layout.tags_in(first, end) {
        if let Sense::Weapon(weapon) = tag.sense
            && tag.end as usize <= end
            && !is_place(tag.first as usize)
            && !found.contains(&weapon)
        {
            found.push(weapon);
        }
    }
    found
}
