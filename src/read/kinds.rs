//! Words of other data sets for what kind of event it was, as ACLED types, and
//! their codes of precision as radii and days.

use std::borrow::Cow;

use crate::model::{DaySpan, Edtf, EventType, SubEventType};

/// Words that mean one ACLED sub-event type and nothing else, in lower case.
/// Where data uses another word, the type stays unstated and the word a property.
const SYNONYMS: [(&str, SubEventType); 37] = [
    ("airstrike", SubEventType::AirDroneStrike),
    ("air strike", SubEventType::AirDroneStrike),
    ("air strikes", SubEventType::AirDroneStrike),
    ("airstrikes", SubEventType::AirDroneStrike),
    ("drone strike", SubEventType::AirDroneStrike),
    ("airstrike and/or artillery", SubEventType::AirDroneStrike),
    ("غارة جوية", SubEventType::AirDroneStrike),
    ("قصف جوي", SubEventType::AirDroneStrike),
    ("shelling", SubEventType::ShellingArtilleryMissileAttack),
    ("artillery", SubEventType::ShellingArtilleryMissileAttack),
    ("artillery shelling", SubEventType::ShellingArtilleryMissileAttack),
    ("mortar", SubEventType::ShellingArtilleryMissileAttack),
    ("قصف مدفعي", SubEventType::ShellingArtilleryMissileAttack),
    ("ied", SubEventType::RemoteExplosiveLandmineIed),
    ("car bomb", SubEventType::RemoteExplosiveLandmineIed),
    ("landmine", SubEventType::RemoteExplosiveLandmineIed),
    ("mine", SubEventType::RemoteExplosiveLandmineIed),
    ("لغم", SubEventType::RemoteExplosiveLandmineIed),
    ("عبوة ناسفة", SubEventType::RemoteExplosiveLandmineIed),
    ("suicide bombing", SubEventType::SuicideBomb),
    ("suicide attack", SubEventType::SuicideBomb),
    ("chemical attack", SubEventType::ChemicalWeapon),
    ("clash", SubEventType::ArmedClash),
    ("clashes", SubEventType::ArmedClash),
    ("armed clashes", SubEventType::ArmedClash),
    ("اشتباكات", SubEventType::ArmedClash),
    ("execution", SubEventType::Attack),
    ("executions", SubEventType::Attack),
    ("field execution", SubEventType::Attack),
    ("اعدام", SubEventType::Attack),
    ("إعدام", SubEventType::Attack),
    ("kidnapping", SubEventType::AbductionForcedDisappearance),
    ("abduction", SubEventType::AbductionForcedDisappearance),
    ("enforced disappearance", SubEventType::AbductionForcedDisappearance),
    ("خطف", SubEventType::AbductionForcedDisappearance),
    ("arrest", SubEventType::Arrests),
    ("looting", SubEventType::LootingPropertyDestruction),
];

/// A type in words of whatever kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// The type; unstated when the words are not known.
    pub event_type: EventType,
    /// The finer type, where the words name one.
    pub sub_event_type: Option<SubEventType>,
    /// Whether the words are ACLED's own, so that nothing is lost by the type alone.
    pub is_exact: bool,
}

/// The type that a word names: ACLED's own type or sub-event type, or a synonym.
#[must_use]
pub fn kind_of(word: &str) -> Kind {
    let kind = |event_type, sub_event_type, is_exact| Kind { event_type, sub_event_type, is_exact };
    if let Some(event_type) = EventType::from_name(word) {
        return kind(event_type, None, true);
    }
    if let Some(sub) = SubEventType::from_name(word) {
        return kind(sub.event_type(), Some(sub), true);
    }
    let lower = word.trim().to_lowercase();
    let known = SYNONYMS.iter().find(|(synonym, _)| *synonym == lower).map(|(_, sub)| *sub);
    match (known, lower.as_str()) {
        (Some(sub), _) => kind(sub.event_type(), Some(sub), false),
        (None, "battle" | "fighting" | "معركة") => kind(EventType::Battles, None, false),
        (None, "protest" | "demonstration" | "مظاهرة") => {
            kind(EventType::Protests, None, false)
        }
        (None, "riot") => kind(EventType::Riots, None, false),
        (None, "bombing" | "explosion" | "bombardment" | "قصف" | "انفجار") => {
            kind(EventType::Explosions, None, false)
        }
        _ => kind(EventType::Unstated, None, false),
    }
}

/// UCDP's `type_of_violence` as a type of ACLED.
///
/// | UCDP | ACLED |
/// |---|---|
/// | 1 state-based | not stated: it holds clashes, shelling and air strikes alike |
/// | 2 non-state | not stated, for the same reason |
/// | 3 one-sided | Violence against civilians |
///
/// UCDP's classes say who fought whom, ACLED's by which means; only the third
/// has one counterpart ("UCDP GED Codebook", Högbladh, 2023; "ACLED Codebook", 2023).
#[must_use]
pub fn kind_of_ucdp(code: &str) -> EventType {
    match code.trim() {
        "3" => EventType::ViolenceAgainstCivilians,
        _ => EventType::Unstated,
    }
}

/// A code of precision as the radius to draw, in metres, with the reason in words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PositionPrecision {
    /// Metres around the stated position; `None` where the code says that it is exact.
    pub radius_m: Option<f32>,
    /// Why that radius.
    pub reason: &'static str,
}

/// Which table of codes a precision column uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PrecisionCodes {
    /// ACLED's `geo_precision`.
    Acled,
    /// UCDP GED's `where_prec`.
    Ucdp,
    /// Words, as Atlos and Airwars use them.
    Words,
}

/// What a code of precision means for drawing; `None` for an unknown code.
///
/// The codebooks of ACLED and UCDP define the classes; only UCDP's class 2
/// (25 km), Atlos's and some of Airwars' state a distance. The other radii are
/// this program's own: the usual reach of a place of that rank in eastern
/// Syria, so that a vague place is drawn as an area and not as a pin.
#[must_use]
pub fn position_precision(codes: PrecisionCodes, text: &str) -> Option<PositionPrecision> {
    let of = |radius_m: f32, reason| Some(PositionPrecision { radius_m: Some(radius_m), reason });
    let exact = |reason| Some(PositionPrecision { radius_m: None, reason });
    let text = text.trim();
    match (codes, text) {
        (PrecisionCodes::Acled, "1") => {
            of(2_500.0, "ACLED geo_precision 1: the town or place named")
        }
        (PrecisionCodes::Acled, "2") => {
            of(10_000.0, "ACLED geo_precision 2: near a place, or part of a region")
        }
        (PrecisionCodes::Acled, "3") => {
            of(50_000.0, "ACLED geo_precision 3: a larger region, drawn at its centre")
        }
        (PrecisionCodes::Ucdp, "1") => of(2_500.0, "UCDP where_prec 1: the place named"),
        (PrecisionCodes::Ucdp, "2") => of(25_000.0, "UCDP where_prec 2: within about 25 km"),
        (PrecisionCodes::Ucdp, "3") => of(40_000.0, "UCDP where_prec 3: somewhere in the district"),
        (PrecisionCodes::Ucdp, "4") => {
            of(100_000.0, "UCDP where_prec 4: somewhere in the province")
        }
        (PrecisionCodes::Ucdp, "5") => {
            of(100_000.0, "UCDP where_prec 5: along a line or in a vague area")
        }
        (PrecisionCodes::Ucdp, "6") => of(400_000.0, "UCDP where_prec 6: somewhere in the country"),
        (PrecisionCodes::Ucdp, "7") => {
            of(400_000.0, "UCDP where_prec 7: international waters or airspace")
        }
        (PrecisionCodes::Acled | PrecisionCodes::Ucdp, _) => None,
        (PrecisionCodes::Words, _) => {
            let word = text.to_lowercase();
            match word.split_once(" (").map_or(word.as_str(), |(word, _)| word) {
                "exact" => of(10.0, "precision: exact, within 10 m"),
                "exact location" => exact("precision: exact location"),
                "vicinity" => of(100.0, "precision: vicinity, within 100 m"),
                "within 100m" | "within 100 m" => of(100.0, "precision: within 100 m"),
                "locality" => of(1_000.0, "precision: locality, within 1 km"),
                "within 1km" | "within 1 km" => of(1_000.0, "precision: within 1 km"),
                "within 5km" | "within 5 km" => of(5_000.0, "precision: within 5 km"),
                "nearby landmark" | "street" => {
                    of(500.0, "precision: near a landmark or in a street")
                }
                "neighbourhood" | "neighborhood" | "neighbourhood/area" => {
                    of(1_000.0, "precision: somewhere in the neighbourhood")
                }
                "village" => of(1_500.0, "precision: somewhere in the village"),
                "town" => of(2_500.0, "precision: somewhere in the town"),
                "city" => of(5_000.0, "precision: somewhere in the city"),
                "subdistrict" => of(15_000.0, "precision: somewhere in the sub-district"),
                "district" => of(40_000.0, "precision: somewhere in the district"),
                "province" | "governorate" | "province/governorate" => {
                    of(100_000.0, "precision: somewhere in the governorate")
                }
                _ => None,
            }
        }
    }
}

/// What ACLED's `time_precision` makes of the coder's day, with the reason.
///
/// "2" is an event of that week, coded at its middle; "3" of that month
/// ("ACLED Codebook", 2023, "Date and time precision"). An unknown code leaves the day as it is.
#[must_use]
pub fn with_time_precision(date: Edtf, code: &str) -> (Edtf, Cow<'static, str>) {
    let day = date.span().first;
    let (Some(calendar), true) = (day.date(), date.is_exact_day()) else {
        return (date, Cow::Borrowed(""));
    };
    match code.trim() {
        "2" => (
            Edtf::from_span(DaySpan { first: day.plus(-3), last: day.plus(3) }),
            format!("ACLED time_precision 2: within about a week around {calendar}").into(),
        ),
        "3" => match format!("{:04}-{:02}", calendar.year(), calendar.month()).parse() {
            Ok(month) => (
                month,
                format!("ACLED time_precision 3: within the month, coded {calendar}").into(),
            ),
            Err(_) => (date, Cow::Borrowed("")),
        },
        _ => (date, Cow::Borrowed("")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_types_only_where_the_meaning_is_clear() {
        assert_eq!(kind_of("Air/drone strike").sub_event_type, Some(SubEventType::AirDroneStrike));
        assert_eq!(kind_of("Airstrike").event_type, EventType::Explosions);
        assert!(!kind_of("Airstrike").is_exact, "the word itself must be kept");
        assert_eq!(kind_of("Incident").event_type, EventType::Unstated);
        assert_eq!(kind_of_ucdp("1"), EventType::Unstated);
        assert_eq!(kind_of_ucdp("3"), EventType::ViolenceAgainstCivilians);
    }

    #[test]
    fn vague_days_become_spans() {
        let coded = || "2016-01-15".parse::<Edtf>().unwrap();
        assert_eq!(with_time_precision(coded(), "1").0.as_str(), "2016-01-15");
        assert_eq!(with_time_precision(coded(), "2").0.as_str(), "2016-01-12/2016-01-18");
        let (month, reason) = with_time_precision(coded(), "3");
        assert_eq!(month.as_str(), "2016-01");
        assert!(reason.contains("2016-01-15"), "the coder's day is not lost");
    }

    #[test]
    fn vague_places_become_areas() {
        let radius = |codes, text| position_precision(codes, text).and_then(|p| p.radius_m);
        assert_eq!(radius(PrecisionCodes::Ucdp, "2"), Some(25_000.0));
        assert_eq!(radius(PrecisionCodes::Words, "Vicinity"), Some(100.0));
        assert_eq!(radius(PrecisionCodes::Words, "Within 1km (via Coalition)"), Some(1_000.0));
        assert_eq!(position_precision(PrecisionCodes::Acled, "9"), None);
    }
}
