//! Event and sub-event types of ACLED, in the words of its codebook
//! ("ACLED Codebook", Armed Conflict Location & Event Data Project, 2023, pages 11-20).

/// What kind of event a claim reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum EventType {
    /// Armed clashes, and ground that changes hands.
    Battles,
    /// One side strikes from a distance: shelling, air strikes, bombs, mines.
    Explosions,
    /// Armed groups attack people who cannot fight back.
    ViolenceAgainstCivilians,
    /// Peaceful demonstrations.
    Protests,
    /// Demonstrations or mobs that use violence.
    Riots,
    /// Agreements, arrests, headquarters, movements without fighting.
    StrategicDevelopments,
    /// The data does not say, or says it in words that are no ACLED type.
    #[default]
    Unstated,
}

impl EventType {
    /// All types, in the order of legends and stacked bars.
    pub const ALL: [Self; 7] = [
        Self::Battles,
        Self::Explosions,
        Self::ViolenceAgainstCivilians,
        Self::Protests,
        Self::Riots,
        Self::StrategicDevelopments,
        Self::Unstated,
    ];

    /// Number of types: the length of arrays by [`EventType::index`].
    pub const COUNT: usize = Self::ALL.len();

    /// Position in [`EventType::ALL`].
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }

    /// ACLED's `event_type`; `Type not stated` for [`EventType::Unstated`].
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Battles => "Battles",
            Self::Explosions => "Explosions/Remote violence",
            Self::ViolenceAgainstCivilians => "Violence against civilians",
            Self::Protests => "Protests",
            Self::Riots => "Riots",
            Self::StrategicDevelopments => "Strategic developments",
            Self::Unstated => "Type not stated",
        }
    }

    /// The type of that name, letter case and spaces around signs ignored;
    /// `None` when ACLED has no such type.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| same_name(kind.name(), name))
    }
}

/// ACLED's finer classes; each belongs to one [`EventType`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
#[allow(missing_docs, reason = "the names are ACLED's own, see `name`")]
pub enum SubEventType {
    ArmedClash,
    GovernmentRegainsTerritory,
    NonStateActorOvertakesTerritory,
    ChemicalWeapon,
    AirDroneStrike,
    SuicideBomb,
    ShellingArtilleryMissileAttack,
    RemoteExplosiveLandmineIed,
    Grenade,
    SexualViolence,
    Attack,
    AbductionForcedDisappearance,
    PeacefulProtest,
    ProtestWithIntervention,
    ExcessiveForceAgainstProtesters,
    ViolentDemonstration,
    MobViolence,
    Agreement,
    Arrests,
    ChangeToGroupActivity,
    DisruptedWeaponsUse,
    HeadquartersOrBaseEstablished,
    LootingPropertyDestruction,
    NonViolentTransferOfTerritory,
    Other,
}

impl SubEventType {
    /// All sub-event types, grouped by their type.
    pub const ALL: [Self; 25] = [
        Self::ArmedClash,
        Self::GovernmentRegainsTerritory,
        Self::NonStateActorOvertakesTerritory,
        Self::ChemicalWeapon,
        Self::AirDroneStrike,
        Self::SuicideBomb,
        Self::ShellingArtilleryMissileAttack,
        Self::RemoteExplosiveLandmineIed,
        Self::Grenade,
        Self::SexualViolence,
        Self::Attack,
        Self::AbductionForcedDisappearance,
        Self::PeacefulProtest,
        Self::ProtestWithIntervention,
        Self::ExcessiveForceAgainstProtesters,
        Self::ViolentDemonstration,
        Self::MobViolence,
        Self::Agreement,
        Self::Arrests,
        Self::ChangeToGroupActivity,
        Self::DisruptedWeaponsUse,
        Self::HeadquartersOrBaseEstablished,
        Self::LootingPropertyDestruction,
        Self::NonViolentTransferOfTerritory,
        Self::Other,
    ];

    /// ACLED's `sub_event_type`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ArmedClash => "Armed clash",
            Self::GovernmentRegainsTerritory => "Government regains territory",
            Self::NonStateActorOvertakesTerritory => "Non-state actor overtakes territory",
            Self::ChemicalWeapon => "Chemical weapon",
            Self::AirDroneStrike => "Air/drone strike",
            Self::SuicideBomb => "Suicide bomb",
            Self::ShellingArtilleryMissileAttack => "Shelling/artillery/missile attack",
            Self::RemoteExplosiveLandmineIed => "Remote explosive/landmine/IED",
            Self::Grenade => "Grenade",
            Self::SexualViolence => "Sexual violence",
            Self::Attack => "Attack",
            Self::AbductionForcedDisappearance => "Abduction/forced disappearance",
            Self::PeacefulProtest => "Peaceful protest",
            Self::ProtestWithIntervention => "Protest with intervention",
            Self::ExcessiveForceAgainstProtesters => "Excessive force against protesters",
            Self::ViolentDemonstration => "Violent demonstration",
            Self::MobViolence => "Mob violence",
            Self::Agreement => "Agreement",
            Self::Arrests => "Arrests",
            Self::ChangeToGroupActivity => "Change to group/activity",
            Self::DisruptedWeaponsUse => "Disrupted weapons use",
            Self::HeadquartersOrBaseEstablished => "Headquarters or base established",
            Self::LootingPropertyDestruction => "Looting/property destruction",
            Self::NonViolentTransferOfTerritory => "Non-violent transfer of territory",
            Self::Other => "Other",
        }
    }

    /// The type that this sub-event type belongs to.
    #[must_use]
    pub const fn event_type(self) -> EventType {
        match self {
            Self::ArmedClash
            | Self::GovernmentRegainsTerritory
            | Self::NonStateActorOvertakesTerritory => EventType::Battles,
            Self::ChemicalWeapon
            | Self::AirDroneStrike
            | Self::SuicideBomb
            | Self::ShellingArtilleryMissileAttack
            | Self::RemoteExplosiveLandmineIed
            | Self::Grenade => EventType::Explosions,
            Self::SexualViolence | Self::Attack | Self::AbductionForcedDisappearance => {
                EventType::ViolenceAgainstCivilians
            }
            Self::PeacefulProtest
            | Self::ProtestWithIntervention
            | Self::ExcessiveForceAgainstProtesters => EventType::Protests,
            Self::ViolentDemonstration | Self::MobViolence => EventType::Riots,
            Self::Agreement
            | Self::Arrests
            | Self::ChangeToGroupActivity
            | Self::DisruptedWeaponsUse
            | Self::HeadquartersOrBaseEstablished
            | Self::LootingPropertyDestruction
            | Self::NonViolentTransferOfTerritory
            | Self::Other => EventType::StrategicDevelopments,
        }
    }

    /// The sub-event type of that name, compared as in [`EventType::from_name`].
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| same_name(kind.name(), name))
    }
}

fn same_name(a: &str, b: &str) -> bool {
    fn letters(text: &str) -> impl Iterator<Item = u8> {
        text.bytes().filter(u8::is_ascii_alphanumeric).map(|b| b.to_ascii_lowercase())
    }
    a == b || letters(a).eq(letters(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_any_letter_case() {
        assert_eq!(EventType::from_name("battles"), Some(EventType::Battles));
        assert_eq!(
            EventType::from_name("Explosions / Remote violence"),
            Some(EventType::Explosions)
        );
        assert_eq!(EventType::from_name("Skirmish"), None);
        assert_eq!(
            SubEventType::from_name("Air/drone strike").map(SubEventType::event_type),
            Some(EventType::Explosions)
        );
    }

    #[test]
    fn positions_agree_with_the_order_of_all() {
        for (index, kind) in EventType::ALL.into_iter().enumerate() {
            assert_eq!(kind.index(), index);
        }
        for (index, kind) in SubEventType::ALL.into_iter().enumerate() {
            assert_eq!(kind as usize, index);
        }
    }
}
