//! Positions for rows that only name a place.

use crate::gazetteer::{Context, Gazetteer, Place, PlaceIdx, PositionStatus};
use crate::model::LonLat;

/// What a row says beside the name of its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct RowContext<'a> {
    /// Names of the district, governorate or country, smallest last as in most
    /// tables; empty where the row gives none.
    pub regions: &'a [&'a str],
}

/// A place of a gazetteer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    /// Its id.
    pub place: String,
    /// Its usual name.
    pub name: String,
    /// Its position; `None` where the gazetteer knows the place and not where it lay.
    pub position: Option<LonLat>,
    /// Uncertainty around the position in metres; `None` without a position.
    pub radius_m: Option<f32>,
    /// Why this place, in words.
    pub reason: String,
}

/// Where readers look places up.
pub trait PlaceLookup: Sync {
    /// The place of that id; `None` when there is none.
    fn by_id(&self, id: &str) -> Option<Found>;

    /// The one place that a name can mean in that context; `None` when there
    /// is none, or more than one.
    fn by_name(&self, name: &str, context: &RowContext<'_>) -> Option<Found>;
}

/// A name that the gazetteer knows only in a similar spelling is taken from this score on.
const MIN_SCORE: f32 = 0.6;

impl PlaceLookup for Gazetteer {
    fn by_id(&self, id: &str) -> Option<Found> {
        let place = self.place(Gazetteer::by_id(self, id)?);
        Some(found(place, format!("the gazetteer's position of `{id}`{}", doubt(place))))
    }

    /// The place that bears the name exactly or folded, where one does; else
    /// the best candidate, if nothing rivals it. A region that the gazetteer
    /// knows must contain the place. A name of several parts, `governorate :
    /// place` or `place, city, country`, is read as a place in its regions.
    fn by_name(&self, name: &str, context: &RowContext<'_>) -> Option<Found> {
        named(self, name, context).or_else(|| part_named(self, name, context))
    }
}

/// What separates the parts of a name: the Syrian Archive writes ` : `, ACLED ` - `.
const SEPARATORS: [&str; 6] = [" : ", " - ", ":", ",", "،", ";"];

/// The place that the first or last part of a name means, within the places
/// that the other parts name.
fn part_named(gazetteer: &Gazetteer, name: &str, context: &RowContext<'_>) -> Option<Found> {
    let separator = SEPARATORS.iter().find(|separator| name.contains(**separator))?;
    let parts: Vec<&str> =
        name.split(separator).map(str::trim).filter(|part| !part.is_empty()).collect();
    let within = |part: &str, around: &[&str]| {
        let regions: Vec<&str> = context.regions.iter().chain(around).copied().collect();
        let known = |region: &&str| !gazetteer.lookup_exact(region).is_empty();
        let found = named(gazetteer, part, &RowContext { regions: &regions });
        // A part that no known region surrounds would be a guess.
        let found = found.filter(|_| around.iter().any(known))?;
        Some(Found { reason: format!("“{part}” in “{name}”: {}", found.reason), ..found })
    };
    let ([first, inner @ ..], [outer @ .., last]) = (&parts[..], &parts[..]) else { return None };
    match (within(first, inner), within(last, outer)) {
        (Some(a), Some(b)) => (a.place == b.place).then_some(a),
        (a, b) => a.or(b),
    }
}

fn named(gazetteer: &Gazetteer, name: &str, context: &RowContext<'_>) -> Option<Found> {
    let regions = known_regions(gazetteer, context);
    let lies_inside = |idx: PlaceIdx| {
        regions.iter().all(|named| named.iter().any(|region| gazetteer.is_within(idx, *region)))
    };
    let exact: Vec<PlaceIdx> =
        gazetteer.lookup_exact(name).into_iter().filter(|idx| lies_inside(*idx)).collect();
    if let [only] = exact[..] {
        let place = gazetteer.place(only);
        let reason = format!("the one place of that name in the gazetteer{}", doubt(place));
        return Some(found(place, reason));
    }
    let parent = regions.last().and_then(|named| named.first().copied());
    let context = Context { parent, is_place: true, ..Context::default() };
    let lookup = gazetteer.lookup(name, &context);
    let best = lookup.candidates.first()?;
    if lookup.ambiguous || best.score < MIN_SCORE || !lies_inside(best.place) {
        return None;
    }
    let place = gazetteer.place(best.place);
    Some(Found {
        position: best.position,
        radius_m: best.radius_m,
        ..found(place, format!("{}{}", best.reason, doubt(place)))
    })
}

/// For each region of a row that is known, the places that it may be.
fn known_regions(gazetteer: &Gazetteer, context: &RowContext<'_>) -> Vec<Vec<PlaceIdx>> {
    let known = |name: &&str| {
        let named = gazetteer.lookup_exact(name);
        (!named.is_empty()).then_some(named)
    };
    context.regions.iter().filter_map(known).collect()
}

fn found(place: &Place, reason: String) -> Found {
    Found {
        place: place.id.clone(),
        name: place.name_en.clone(),
        position: place.position,
        radius_m: place.radius_m,
        reason,
    }
}

/// What must be said beside a position that no source gives.
const fn doubt(place: &Place) -> &'static str {
    match place.status {
        PositionStatus::Unverified => "; the position is not verified",
        PositionStatus::Unplaced | PositionStatus::Line => "; it has no position",
        PositionStatus::Sourced | PositionStatus::Derived | PositionStatus::User => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place_of(name: &str, regions: &[&str]) -> Option<String> {
        Gazetteer::bundled().by_name(name, &RowContext { regions }).map(|found| found.place)
    }

    #[test]
    fn names_of_rows_are_found_in_their_region_only() {
        assert_eq!(place_of("al-Qusour", &["Deir-ez-Zor"]).as_deref(), Some("al-qusour"));
        assert_eq!(place_of("القصور", &[]).as_deref(), Some("al-qusour"));
        assert_eq!(place_of("al-Qusour", &["Aleppo"]), None);
        assert_eq!(place_of("al-Qusour", &["Syria"]).as_deref(), Some("al-qusour"));
        assert_eq!(place_of("Nowhere-on-Sea", &[]), None);
    }

    #[test]
    fn a_name_of_several_parts_is_a_place_in_its_regions() {
        for name in [
            "دير الزور : القصور",
            "Deir-ez-Zor : al-Qusour",
            "Deir ez-Zor - Al Qusour",
            "al-Qusour, Deir ez-Zor, Syria",
        ] {
            assert_eq!(place_of(name, &[]).as_deref(), Some("al-qusour"), "{name}");
        }
        for name in ["Aleppo : al-Qusour", "Nowhere : al-Qusour", "al-Joura : al-Qusour", " : "] {
            assert_eq!(place_of(name, &[]), None, "{name}");
        }
    }

    #[test]
    fn a_place_without_position_stays_without_one() {
        let gazetteer = Gazetteer::bundled();
        let unplaced = gazetteer.places().find(|(_, p)| p.status == PositionStatus::Unplaced);
        let found = PlaceLookup::by_id(gazetteer, &unplaced.unwrap().1.id).unwrap();
        assert_eq!((found.position, found.radius_m), (None, None));
        assert!(found.reason.contains("no position"));
    }
}
