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
    /// Strikes are told of in a report on aircraft.
    pub air_strikes: bool,
}

/// A type with the rule that gave it.
pub type Kind = (SubEventType, &'static str);

/// The sub-event type of a clause; `None` when nothing in it is an event.
#[must_use]
pub fn classify(acts: &[ActMention], around: &Circumstances<'_>) -> Option<Kind> {
    let scene = Scene::new(acts, around);
    scene
        .of_gas()
        .or_else(|| scene.of_force_on_crowd())
        .or_else(|| acts.iter().find_map(|mention| scene.of_act(mention)))
        .or_else(|| scene.of_deaths())
}

const AIR_STRIKE: SubEventType = SubEventType::AirDroneStrike;
const SHELLING: SubEventType = SubEventType::ShellingArtilleryMissileAttack;
const EXPLOSIVE: SubEventType = SubEventType::RemoteExplosiveLandmineIed;
const TAKEN_AWAY: SubEventType = SubEventType::AbductionForcedDisappearance;

/// All acts of a clause with what surrounds them.
struct Scene<'a> {
    acts: &'a [ActMention],
    around: &'a Circumstances<'a>,
    /// Aircraft or drones act.
    air: bool,
    /// Ground was taken.
    taken: bool,
    /// An attack was beaten off.
    repelled: bool,
}

impl<'a> Scene<'a> {
    fn new(acts: &'a [ActMention], around: &'a Circumstances<'a>) -> Self {
        let by_air = |weapon: &Weapon| matches!(weapon, Weapon::Air | Weapon::Drone);
        Self {
            acts,
            around,
            air: around.weapons.iter().any(by_air) || around.attacker.is_some_and(Side::is_air),
            taken: acts.iter().any(|mention| mention.act == Act::Take && !mention.attempted),
            repelled: acts.iter().any(|mention| mention.act == Act::Repel),
        }
    }

    fn has_act(&self, wanted: Act) -> bool {
        self.acts.iter().any(|mention| mention.act == wanted)
    }

    fn has(&self, wanted: Weapon) -> bool {
        self.around.weapons.contains(&wanted)
    }

    fn has_any(&self, wanted: &[Weapon]) -> bool {
        wanted.iter().any(|weapon| self.has(*weapon))
    }

    fn of_gas(&self) -> Option<Kind> {
        let gas = self.has_act(Act::Chemical) || self.has(Weapon::Gas);
        gas.then_some((SubEventType::ChemicalWeapon, "type: poison gas"))
    }

    /// Fire on a crowd in the street, whichever word tells it.
    fn of_force_on_crowd(&self) -> Option<Kind> {
        let by_hand = self.acts.is_empty()
            || self.has_act(Act::Shoot)
            || self.has_act(Act::Execute)
            || self.has(Weapon::SmallArms) && (self.has_act(Act::Hit) || self.has_act(Act::Attack));
        let heavy = self.air
            || self.has_any(&[
                Weapon::Shell,
                Weapon::CarBomb,
                Weapon::Mine,
                Weapon::Suicide,
                Weapon::Device,
            ]);
        let harms = self.around.deadly || !self.acts.is_empty();
        (self.around.demonstrators && by_hand && !heavy && harms).then_some((
            SubEventType::ExcessiveForceAgainstProtesters,
            "type: force against a crowd",
        ))
    }

    /// The type by one act; `None` leaves it to the next one.
    fn of_act(&self, mention: &ActMention) -> Option<Kind> {
        Some(match mention.act {
            Act::Air => (AIR_STRIKE, "type: air strike"),
            Act::Shell => self.shelling(),
            Act::Bomb => self.bombing(),
            Act::Suicide => (SubEventType::SuicideBomb, "type: suicide bombing"),
            Act::Blast => self.blast(),
            Act::Take if self.repelled && mention.attempted => return None,
            Act::Take if !mention.attempted => self.territory(),
            Act::Hit | Act::Attack | Act::Besiege | Act::Take => self.generic(mention.act),
            Act::Clash | Act::Repel if self.taken && !self.repelled => self.territory(),
            Act::Clash | Act::Repel => (SubEventType::ArmedClash, "type: clash"),
            Act::Lose => (SubEventType::ArmedClash, "type: ground lost"),
            Act::Execute => self.killing(),
            Act::Abduct => (TAKEN_AWAY, "type: abduction"),
            Act::Arrest => self.arrest(),
            Act::Shoot => self.shooting(),
            Act::Destroy => (SubEventType::LootingPropertyDestruction, "type: destruction"),
            Act::Protest => (SubEventType::PeacefulProtest, "type: protest"),
            Act::Agree => (SubEventType::Agreement, "type: agreement"),
            Act::Down => (SubEventType::ArmedClash, "type: aircraft shot down"),
            Act::Airdrop => (SubEventType::Other, "type: supplies dropped"),
            Act::Disarm => (SubEventType::DisruptedWeaponsUse, "type: arms taken away"),
            Act::Sexual => (SubEventType::SexualViolence, "type: sexual violence"),
            Act::Chemical => (SubEventType::ChemicalWeapon, "type: poison gas"),
        })
    }

    fn shelling(&self) -> Kind {
        if self.around.attacker.is_some_and(Side::is_air) {
            (AIR_STRIKE, "type: shelling by aircraft")
        } else {
            (SHELLING, "type: shelling")
        }
    }

    fn bombing(&self) -> Kind {
        if self.air {
            (AIR_STRIKE, "type: bombing by aircraft")
        } else if self.has(Weapon::CarBomb) {
            self.explosive()
        } else {
            (SHELLING, "type: bombardment")
        }
    }

    fn blast(&self) -> Kind {
        let on_the_ground =
            self.has_any(&[Weapon::CarBomb, Weapon::Mine, Weapon::Device, Weapon::Suicide]);
        if self.air && !on_the_ground {
            (AIR_STRIKE, "type: explosion from the air")
        } else {
            self.explosive()
        }
    }

    fn explosive(&self) -> Kind {
        if self.has(Weapon::Suicide) {
            (SubEventType::SuicideBomb, "type: suicide bombing")
        } else {
            (EXPLOSIVE, "type: explosive device")
        }
    }

    fn territory(&self) -> Kind {
        if self.around.attacker.is_some_and(Side::is_government_side) {
            (SubEventType::GovernmentRegainsTerritory, "type: government takes ground")
        } else {
            (SubEventType::NonStateActorOvertakesTerritory, "type: armed group takes ground")
        }
    }

    /// "hit", "attacked" and the like: the means decide, then the victims.
    fn generic(&self, act: Act) -> Kind {
        // Whatever they hit: "strikes destroyed three car bombs".
        if self.around.air_strikes && !self.has_any(&[Weapon::Shell, Weapon::Suicide]) {
            return (AIR_STRIKE, "type: strikes, in a report on aircraft");
        }
        if self.has(Weapon::Suicide) {
            return (SubEventType::SuicideBomb, "type: attack by suicide bombers");
        }
        if self.has_any(&[Weapon::CarBomb, Weapon::Mine]) {
            return (EXPLOSIVE, "type: attack with explosives");
        }
        if act != Act::Besiege && self.air {
            return (AIR_STRIKE, "type: attack from the air");
        }
        if act == Act::Hit {
            return self.hit();
        }
        if act == Act::Attack && self.has(Weapon::Shell) && !self.taken {
            return (SHELLING, "type: hit from a distance");
        }
        if self.taken {
            return self.territory();
        }
        if self.around.civilian_victims && act == Act::Attack {
            return (SubEventType::Attack, "type: attack on civilians");
        }
        (SubEventType::ArmedClash, "type: ground attack")
    }

    /// "hit", "targeted", neither from the air nor by what stands on the ground.
    fn hit(&self) -> Kind {
        if self.has(Weapon::Device) {
            (EXPLOSIVE, "type: attack with explosives")
        } else if !self.has(Weapon::SmallArms) {
            (SHELLING, "type: hit from a distance")
        } else if self.around.civilian_victims {
            (SubEventType::Attack, "type: shot at civilians")
        } else {
            (SubEventType::ArmedClash, "type: small-arms fire")
        }
    }

    fn killing(&self) -> Kind {
        if self.air {
            (AIR_STRIKE, "type: killing from the air")
        } else if self.has(Weapon::Shell) {
            (SHELLING, "type: killing by shells")
        } else {
            (SubEventType::Attack, "type: killing by hand")
        }
    }

    fn arrest(&self) -> Kind {
        if self.has_act(Act::Abduct) {
            // Led off, nobody knows where.
            (TAKEN_AWAY, "type: arrested and vanished")
        } else if self.around.attacker.is_some_and(Side::keeps_police) {
            (SubEventType::Arrests, "type: arrests")
        } else {
            (TAKEN_AWAY, "type: taken away by an armed group")
        }
    }

    fn shooting(&self) -> Kind {
        if self.around.civilian_victims {
            (SubEventType::Attack, "type: fire on people")
        } else if self.has(Weapon::Shell) {
            (SHELLING, "type: fire with shells")
        } else if self.around.armed_victims {
            (SubEventType::ArmedClash, "type: fire on fighters")
        } else {
            (SubEventType::Attack, "type: fire on people")
        }
    }

    /// Deaths of which no act is told: the means decide, then the victims.
    fn of_deaths(&self) -> Option<Kind> {
        if !self.around.deadly {
            return None;
        }
        Some(if self.air {
            (AIR_STRIKE, "type: deaths from the air")
        } else if self.has_any(&[Weapon::CarBomb, Weapon::Mine, Weapon::Suicide]) {
            self.explosive()
        } else if self.has(Weapon::Shell) {
            (SHELLING, "type: deaths by shells")
        } else if self.has(Weapon::Device) {
            self.explosive()
        } else if self.around.civilian_victims {
            (SubEventType::Attack, "type: civilians killed")
        } else {
            (SubEventType::ArmedClash, "type: fighters killed")
        })
    }
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
