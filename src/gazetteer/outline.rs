//! Outlines of quarters and administrative areas, and what lies at a position.

use geo::{BoundingRect, Contains, MultiPolygon, Rect};
use geojson::GeoJson;
use rustc_hash::FxHashMap;

use super::Gazetteer;
use super::place::{PlaceIdx, PlaceKind};
use crate::model::LonLat;

/// Basemap layers whose polygons outline a place.
const LAYERS: [&str; 3] = [
    include_str!("../../data/basemap/neighbourhoods.geojson"),
    include_str!("../../data/basemap/borders.geojson"),
    include_str!("../../data/basemap/city.geojson"),
];

/// The outlines of places, in the order of their handles.
#[derive(Debug, Default)]
pub(super) struct Outlines {
    of: Vec<(PlaceIdx, Rect<f64>, MultiPolygon<f64>)>,
}

impl Outlines {
    /// Outlines of the bundled basemap for the ids that are known.
    pub(super) fn bundled(by_id: &FxHashMap<String, PlaceIdx>) -> Self {
        let mut outlines = Self::default();
        for layer in LAYERS {
            let Ok(GeoJson::FeatureCollection(layer)) = layer.parse::<GeoJson>() else { continue };
            for feature in layer.features {
                let id =
                    feature.property("id").and_then(|v| v.as_str()).and_then(|id| by_id.get(id));
                if let (Some(&place), Some(geometry)) = (id, feature.geometry.as_ref()) {
                    outlines.add(place, geometry);
                }
            }
        }
        outlines.of.sort_by_key(|(place, ..)| *place);
        outlines
    }

    /// Adds a polygon geometry; anything else is no outline.
    pub(super) fn add(&mut self, place: PlaceIdx, geometry: &geojson::Geometry) {
        let Ok(shape) = geo::Geometry::<f64>::try_from(geometry.clone()) else { return };
        let outline = match shape {
            geo::Geometry::Polygon(polygon) => MultiPolygon::new(vec![polygon]),
            geo::Geometry::MultiPolygon(polygons) => polygons,
            _ => return,
        };
        if let Some(bounds) = outline.bounding_rect() {
            self.of.retain(|(other, ..)| *other != place);
            self.of.push((place, bounds, outline));
            self.of.sort_by_key(|(place, ..)| *place);
        }
    }

    pub(super) fn get(&self, place: PlaceIdx) -> Option<&MultiPolygon<f64>> {
        let at = self.of.binary_search_by_key(&place, |(p, ..)| *p).ok()?;
        Some(&self.of[at].2)
    }

    fn around(&self, position: LonLat) -> impl Iterator<Item = PlaceIdx> {
        let point = geo::Point::new(position.lon_deg(), position.lat_deg());
        self.of
            .iter()
            .filter(move |(_, bounds, outline)| bounds.contains(&point) && outline.contains(&point))
            .map(|(place, ..)| *place)
    }

    pub(super) fn bytes(&self) -> usize {
        self.of
            .iter()
            .flat_map(|(.., outline)| outline.iter())
            .map(|polygon| 16 * polygon.exterior().0.len() + 128)
            .sum()
    }
}

impl Clone for Outlines {
    fn clone(&self) -> Self {
        Self { of: self.of.clone() }
    }
}

/// What lies at a position. Areas are `None` outside all outlines of their kind;
/// borders are simplified to about 300 m, quarters to tens of metres.
#[derive(Debug, Clone, PartialEq)]
pub struct Reverse {
    /// The quarter of the city.
    pub neighbourhood: Option<PlaceIdx>,
    /// The sub-district (nahiyah).
    pub subdistrict: Option<PlaceIdx>,
    /// The district (mintaqah).
    pub district: Option<PlaceIdx>,
    /// The governorate.
    pub governorate: Option<PlaceIdx>,
    /// The nearest place with a sourced position that is a point rather than an area.
    pub nearest: Option<Nearest>,
}

/// A named place and where a position lies as seen from it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Nearest {
    /// The named place.
    pub place: PlaceIdx,
    /// Distance from the place's centre, in metres.
    pub distance_m: f64,
    /// Direction from the place to the position, degrees clockwise from north, 0..360.
    pub bearing_deg: f64,
}

impl Nearest {
    /// The direction as one of eight compass points, in English.
    #[must_use]
    pub fn compass(&self) -> &'static str {
        const POINTS: [&str; 8] = [
            "north",
            "north-east",
            "east",
            "south-east",
            "south",
            "south-west",
            "west",
            "north-west",
        ];
        POINTS[((self.bearing_deg / 45.0).round() as usize) % 8]
    }
}

impl Gazetteer {
    /// The outline of a place in degrees, longitude first; `None` when it has none.
    #[must_use]
    pub fn outline(&self, place: PlaceIdx) -> Option<&MultiPolygon<f64>> {
        self.outlines.get(place)
    }

    /// Every quarter and administrative area whose outline a position lies in.
    pub fn areas_at(&self, position: LonLat) -> impl Iterator<Item = PlaceIdx> {
        self.outlines.around(position)
    }

    /// What lies at a position.
    #[must_use]
    pub fn reverse(&self, position: LonLat) -> Reverse {
        let mut found = Reverse {
            neighbourhood: None,
            subdistrict: None,
            district: None,
            governorate: None,
            nearest: self.nearest(position),
        };
        for idx in self.outlines.around(position) {
            let place = self.place(idx);
            match place.kind {
                PlaceKind::Subdistrict => found.subdistrict = Some(idx),
                PlaceKind::District => found.district = Some(idx),
                PlaceKind::Governorate => found.governorate = Some(idx),
                PlaceKind::City => {}
                _ => found.neighbourhood = Some(idx),
            }
        }
        found
    }

    fn nearest(&self, position: LonLat) -> Option<Nearest> {
        let mut best: Option<(PlaceIdx, f64, LonLat)> = None;
        for (idx, place) in self.places() {
            let is_area = place.kind.is_administrative() || place.kind == PlaceKind::Region;
            let is_sure = matches!(
                place.status,
                super::PositionStatus::Sourced | super::PositionStatus::User
            );
            let Some(centre) = place.position.filter(|_| !is_area && is_sure) else { continue };
            let distance_m = centre.distance_m(position);
            if best.is_none_or(|(_, nearest_m, _)| distance_m < nearest_m) {
                best = Some((idx, distance_m, centre));
            }
        }
        best.map(|(place, distance_m, centre)| Nearest {
            place,
            distance_m,
            bearing_deg: centre.bearing_deg(position),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_in_the_city_is_told_by_quarter_and_borders() {
        let gaz = Gazetteer::bundled();
        let at = gaz.reverse(LonLat::new(40.12567, 35.33691).unwrap());
        let id = |idx: Option<PlaceIdx>| idx.map(|i| gaz.place(i).id.as_str());
        assert_eq!(id(at.neighbourhood), Some("al-qusour"));
        assert_eq!(id(at.subdistrict), Some("deir-ez-zor-subdistrict"));
        assert_eq!(id(at.district), Some("deir-ez-zor-district"));
        assert_eq!(id(at.governorate), Some("dez-gov"));
        let nearest = at.nearest.unwrap();
        assert_eq!(gaz.place(nearest.place).id, "al-qusour");
        assert!(nearest.distance_m < 10.0);
    }

    #[test]
    fn a_position_far_away_lies_in_nothing() {
        let at = Gazetteer::bundled().reverse(LonLat::new(2.35, 48.86).unwrap());
        assert_eq!(
            (at.neighbourhood, at.subdistrict, at.district, at.governorate),
            (None, None, None, None)
        );
        assert!(at.nearest.unwrap().distance_m > 1e6);
    }

    #[test]
    fn three_kilometres_east_of_hatla_is_told_as_that() {
        let gaz = Gazetteer::bundled();
        let hatla = gaz.place(gaz.by_id("hatla").unwrap()).position.unwrap();
        let nearest = Nearest {
            place: gaz.by_id("hatla").unwrap(),
            distance_m: 3000.0,
            bearing_deg: hatla.bearing_deg(hatla.offset(90.0, 3000.0)),
        };
        assert_eq!(nearest.compass(), "east");
    }

    #[test]
    fn every_position_lies_in_its_parents_outline_or_says_why_not() {
        let gaz = Gazetteer::bundled();
        let mut checked = 0;
        for (_, place) in gaz.places() {
            let (Some(position), Some(parent)) = (place.position, place.parent) else { continue };
            let Some(outline) = gaz.outline(parent) else { continue };
            if place.kind == PlaceKind::Region {
                continue;
            }
            checked += 1;
            let point = geo::Point::new(position.lon_deg(), position.lat_deg());
            assert!(
                outline.contains(&point) || place.note.contains("outside the outline"),
                "{} lies outside {} and no note says why",
                place.id,
                gaz.place(parent).id
            );
        }
        assert!(checked > 500, "{checked}");
    }
}
