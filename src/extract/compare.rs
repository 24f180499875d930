//! Are two claims of different reports about the same occurrence? A score and
//! its reasons; a person decides.

use jiff::civil::{Date, Weekday};

use crate::gazetteer::{Gazetteer, PlaceIdx};
use crate::model::{EventType, SubEventType};

use super::actors::ActorRole;
use super::claim_date::days_between;
use super::lexicon::{Harm, Side};
use super::merge::Claim;
use super::places::PlaceMention;
use super::tolls::Toll;

/// What is compared of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// ACLED sub-event type.
    pub sub: SubEventType,
    /// First and last possible day; `None` when undated.
    pub days: Option<(Date, Date)>,
    /// The weekday it names, Monday = 1 .. Sunday = 7, kept where no date could
    /// be worked out.
    pub weekday: Option<i8>,
    /// Places where it happened.
    pub places: Vec<PlaceIdx>,
    /// Parties with their parts.
    pub sides: Vec<(Side, ActorRole)>,
    /// Counts of people.
    pub tolls: Vec<Toll>,
}

impl Account {
    /// What `claim` tells; `mentions` are those of its report.
    #[must_use]
    pub fn of(claim: &Claim, mentions: &[PlaceMention]) -> Self {
        let draft = &claim.draft;
        let date = draft.date.as_ref();
        Self {
            sub: claim.sub_event_type(),
            days: date.and_then(|d| d.start.zip(d.end)),
            weekday: date.and_then(|d| d.single()).map(|day| day.weekday().to_monday_one_offset()),
            places: draft.places.iter().filter_map(|&m| mentions.get(m)?.place).collect(),
            sides: draft.actors.iter().map(|a| (a.side, a.role)).collect(),
            tolls: draft.tolls.clone(),
        }
    }
}

/// How alike two accounts are.
#[derive(Debug, Clone, PartialEq)]
pub struct Likeness {
    /// 0 (certainly not the same) to 1 (nothing speaks against it).
    pub score: f32,
    /// What speaks for and against, strongest first, for a person to read.
    pub reasons: Vec<String>,
}

/// From this score on, two claims are proposed as one event.
pub const PROPOSE: f32 = 0.6;

/// Days that two reports of one occurrence may differ by.
const SLACK_DAYS: i32 = 1;

/// Compares two accounts. Symmetrical: `likeness(a, b)` scores as `likeness(b, a)`.
///
/// Place and day weigh most, then type, sides and tolls. Days further apart than
/// one, or places neither of which lies in the other, rule the pair out.
#[must_use]
pub fn likeness(a: &Account, b: &Account, gazetteer: &Gazetteer) -> Likeness {
    let mut reasons = Vec::new();
    let place = place_score(a, b, gazetteer, &mut reasons);
    let day = day_score(a, b, &mut reasons);
    let kind = kind_score(a.sub, b.sub, &mut reasons);
    let sides = side_score(a, b, &mut reasons);
    let tolls = toll_score(a, b, &mut reasons);
    let ruled_out = place <= 0.0 || day <= 0.0 || kind <= 0.0;
    let score = if ruled_out {
        0.0
    } else {
        0.35 * place + 0.25 * day + 0.15 * kind + 0.1 * sides + 0.15 * tolls
    };
    Likeness { score, reasons }
}

fn place_score(a: &Account, b: &Account, gazetteer: &Gazetteer, reasons: &mut Vec<String>) -> f32 {
    let name = |place: PlaceIdx| gazetteer.place(place).name_en.clone();
    if let Some(&same) = a.places.iter().find(|place| b.places.contains(place)) {
        reasons.push(format!("same place: {}", name(same)));
        return 1.0;
    }
    for &x in &a.places {
        for &y in &b.places {
            let (inner, outer) = if gazetteer.is_within(x, y) {
                (x, y)
            } else if gazetteer.is_within(y, x) {
                (y, x)
            } else {
                continue;
            };
            reasons.push(format!("{} lies in {}", name(inner), name(outer)));
            return 0.6;
        }
    }
    if a.places.is_empty() || b.places.is_empty() {
        reasons.push("one names no place".to_owned());
        return 0.2;
    }
    reasons.push("different places".to_owned());
    0.0
}

fn day_score(a: &Account, b: &Account, reasons: &mut Vec<String>) -> f32 {
    let (Some(x), Some(y)) = (a.days, b.days) else {
        reasons.push("one is undated".to_owned());
        return 0.5;
    };
    let apart = days_between(x.1, y.0).max(days_between(y.1, x.0));
    if apart <= 0 {
        reasons.push("same day".to_owned());
        1.0
    } else if apart <= SLACK_DAYS {
        reasons.push("a day apart".to_owned());
        0.6
    } else {
        reasons.push(format!("{apart} days apart"));
        0.0
    }
}

fn kind_score(a: SubEventType, b: SubEventType, reasons: &mut Vec<String>) -> f32 {
    if a == b {
        reasons.push(format!("same type: {}", a.name()));
        return 1.0;
    }
    let (x, y) = (a.event_type(), b.event_type());
    if x == y {
        reasons.push(format!("same event type: {}", x.name()));
        return 0.7;
    }
    let violent = |kind: EventType| {
        matches!(
            kind,
            EventType::Battles | EventType::Explosions | EventType::ViolenceAgainstCivilians
        )
    };
    if violent(x) && violent(y) {
        reasons.push(format!("types that are told for one another: {}, {}", a.name(), b.name()));
        0.4
    } else {
        reasons.push(format!("types that exclude one another: {}, {}", a.name(), b.name()));
        0.0
    }
}

fn side_score(a: &Account, b: &Account, reasons: &mut Vec<String>) -> f32 {
    let attackers = |account: &Account| -> Vec<Side> {
        account
            .sides
            .iter()
            .filter(|(_, role)| *role == ActorRole::Attacker)
            .map(|(side, _)| *side)
            .collect()
    };
    let (x, y) = (attackers(a), attackers(b));
    if x.is_empty() || y.is_empty() {
        return 0.5;
    }
    let shared = |list: &[Side], side: Side| list.iter().any(|other| other.may_equal(side));
    if x.iter().any(|side| shared(&y, *side)) {
        reasons.push("same attacker".to_owned());
        return 1.0;
    }
    // A battle is told from either side.
    if a.sides.iter().any(|(side, _)| b.sides.iter().any(|(other, _)| side.may_equal(*other))) {
        reasons.push("same parties".to_owned());
        return 0.6;
    }
    reasons.push("different attackers".to_owned());
    0.0
}

fn toll_score(a: &Account, b: &Account, reasons: &mut Vec<String>) -> f32 {
    let killed = |account: &Account| {
        let of = |toll: &&Toll| toll.harm == Harm::Killed && toll.min.is_some();
        account.tolls.iter().filter(of).map(|toll| (toll.min.unwrap_or(0), toll.max)).max()
    };
    let (Some(x), Some(y)) = (killed(a), killed(b)) else { return 0.5 };
    let reach = |(min, max): (u32, Option<u32>)| max.unwrap_or(min.saturating_mul(3) / 2 + 2);
    if x.0 <= reach(y) && y.0 <= reach(x) {
        reasons.push(format!("tolls agree: {} and {} killed", x.0, y.0));
        return 1.0;
    }
    let (low, high) = (x.0.min(y.0), x.0.max(y.0));
    if low * 2 >= high {
        reasons.push(format!("tolls are close: {low} and {high} killed"));
        0.6
    } else {
        reasons.push(format!("tolls differ: {low} and {high} killed"));
        0.1
    }
}

/// The day that a dated account suggests for an undated one about what seems to
/// be the same occurrence, with the evidence. `None` when `undated` has a date,
/// `dated` has no single day, the weekday named does not fit, or the two are not
/// alike enough.
#[must_use]
pub fn suggested_day(
    undated: &Account,
    dated: &Account,
    gazetteer: &Gazetteer,
) -> Option<(Date, String)> {
    let (first, last) = dated.days?;
    if undated.days.is_some() || first != last {
        return None;
    }
    let fits = undated.weekday.is_none_or(|day| {
        Weekday::from_monday_one_offset(day).is_ok_and(|day| day == first.weekday())
    });
    let found = likeness(undated, dated, gazetteer);
    (fits && found.score >= PROPOSE)
        .then(|| (first, format!("another report dates it: {}", found.reasons.join("; "))))
}

#[cfg(test)]
mod tests {
    use super::super::pipeline::{Report, extract};
    use super::*;
    use crate::model::Edtf;

    fn accounts(text: &str, published: &str) -> Vec<Account> {
        let gazetteer = Gazetteer::bundled();
        let published: Edtf = published.parse().unwrap();
        let report = Report { published: Some(&published), ..Report::of_text(text) };
        let found = extract(&report, gazetteer);
        found.claims.iter().map(|claim| Account::of(claim, &found.mentions)).collect()
    }

    const MASSACRE: &str = "ISIS militants stormed al-Baghiliyah in Deir ez-Zor on Saturday and killed more than 150 people.";

    #[test]
    fn one_occurrence_told_twice_is_proposed() {
        let gazetteer = Gazetteer::bundled();
        let a = &accounts(MASSACRE, "2016-01-17")[0];
        let b = &accounts(
            "At least 135 people were killed when ISIS attacked al-Baghiliyah, Deir ez-Zor, on 16 January 2016.",
            "2016-01-18",
        )[0];
        let found = likeness(a, b, gazetteer);
        assert!(found.score >= PROPOSE, "{found:?}");
        assert!((found.score - likeness(b, a, gazetteer).score).abs() < 1e-6);
        assert!(found.reasons.iter().any(|reason| reason.contains("same day")), "{found:?}");
    }

    #[test]
    fn another_day_or_place_is_another_occurrence() {
        let gazetteer = Gazetteer::bundled();
        let a = &accounts(MASSACRE, "2016-01-17")[0];
        let later = &accounts(MASSACRE, "2016-03-17")[0];
        assert_eq!(likeness(a, later, gazetteer).score, 0.0);
        let elsewhere = &accounts(
            "ISIS militants stormed Hajin in Deir ez-Zor on Saturday and killed more than 150 people.",
            "2016-01-17",
        )[0];
        assert_eq!(likeness(a, elsewhere, gazetteer).score, 0.0);
    }

    #[test]
    fn a_dated_report_dates_another() {
        let gazetteer = Gazetteer::bundled();
        let dated = &accounts(MASSACRE, "2016-01-17")[0];
        let undated = Account { days: None, weekday: Some(6), ..dated.clone() };
        let (day, why) = suggested_day(&undated, dated, gazetteer).unwrap();
        assert_eq!(day.to_string(), "2016-01-16");
        assert!(why.contains("same place"), "{why}");
        let sunday = Account { weekday: Some(7), ..undated };
        assert_eq!(suggested_day(&sunday, dated, gazetteer), None);
    }
}
