//! The bundled GeoJSON layers as areas and lines.

use std::collections::{BTreeMap, BTreeSet};

use geojson::{Feature, FeatureCollection, GeometryValue};
use thiserror::Error;

use super::geometry::{Area, MapLine, distance_to_segment, smoothed};
use crate::model::{LonLat, Mercator};

/// The text of each layer: GeoJSON feature collections as `data/SOURCES.md` describes them.
#[derive(Debug, Clone, Copy)]
pub struct Layers<'a> {
    /// Runways, airfield.
    pub airport: &'a str,
    /// Governorates, districts, sub-districts.
    pub borders: &'a str,
    /// The city's outline.
    pub city: &'a str,
    /// The river beside the city, bridges.
    pub city_water: &'a str,
    /// The river as a line.
    pub euphrates: &'a str,
    /// Lakes.
    pub lakes: &'a str,
    /// Neighbourhood outlines.
    pub neighbourhoods: &'a str,
    /// Tributaries and wadis.
    pub rivers: &'a str,
    /// Main roads.
    pub roads: &'a str,
}

/// The layers that are inside the program.
pub(super) const BUNDLED: Layers<'static> = Layers {
    airport: include_str!("../../../data/basemap/airport.geojson"),
    borders: include_str!("../../../data/basemap/borders.geojson"),
    city: include_str!("../../../data/basemap/city.geojson"),
    city_water: include_str!("../../../data/basemap/city_water.geojson"),
    euphrates: include_str!("../../../data/basemap/euphrates.geojson"),
    lakes: include_str!("../../../data/basemap/lakes.geojson"),
    neighbourhoods: include_str!("../../../data/basemap/neighbourhoods.geojson"),
    rivers: include_str!("../../../data/basemap/rivers.geojson"),
    roads: include_str!("../../../data/basemap/roads.geojson"),
};

/// A layer that is no GeoJSON feature collection.
#[derive(Debug, Error)]
#[error("the basemap layer {layer} cannot be read")]
pub struct BasemapError {
    layer: &'static str,
    source: Box<geojson::Error>,
}

/// A feature in plain form.
pub(super) struct Part {
    kind: String,
    id: String,
    names: [String; 2],
    level: i64,
    polygons: Vec<Vec<Vec<LonLat>>>,
    lines: Vec<Vec<LonLat>>,
}

impl Part {
    pub(super) fn is(&self, kind: &str) -> bool {
        self.kind == kind
    }

    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// The English and the Arabic name.
    pub(super) const fn names(&self) -> &[String; 2] {
        &self.names
    }

    pub(super) const fn level(&self) -> i64 {
        self.level
    }

    pub(super) fn areas(&self) -> impl Iterator<Item = Area> {
        self.polygons.iter().filter_map(|rings| Area::new(rings))
    }

    pub(super) fn map_lines(&self) -> impl Iterator<Item = MapLine> {
        self.lines.iter().filter_map(|line| MapLine::new(mercator(line)))
    }
}

/// The features of a layer; those without a geometry are left out.
pub(super) fn parts(layer: &'static str, text: &str) -> Result<Vec<Part>, BasemapError> {
    let collection: FeatureCollection =
        text.parse().map_err(|source| BasemapError { layer, source: Box::new(source) })?;
    Ok(collection.features.iter().filter_map(part).collect())
}

fn part(feature: &Feature) -> Option<Part> {
    let text =
        |name: &str| feature.property(name).and_then(|v| v.as_str()).unwrap_or_default().to_owned();
    let (mut polygons, mut lines) = (Vec::new(), Vec::new());
    match &feature.geometry.as_ref()?.value {
        GeometryValue::Polygon { coordinates } => {
            polygons.push(coordinates.iter().map(|ring| positions(ring)).collect());
        }
        GeometryValue::MultiPolygon { coordinates } => {
            polygons
                .extend(coordinates.iter().map(|p| p.iter().map(|ring| positions(ring)).collect()));
        }
        GeometryValue::LineString { coordinates } => lines.push(positions(coordinates)),
        GeometryValue::MultiLineString { coordinates } => {
            lines.extend(coordinates.iter().map(|line| positions(line)));
        }
        _ => {}
    }
    let level = feature.property("level").and_then(|v| v.as_i64()).unwrap_or(0);
    let names = [text("name_en"), text("name_ar")];
    Some(Part { kind: text("kind"), id: text("id"), names, level, polygons, lines })
}

fn positions(coordinates: &[geojson::Position]) -> Vec<LonLat> {
    coordinates
        .iter()
        .filter_map(|p| LonLat::new(*p.as_slice().first()?, *p.as_slice().get(1)?).ok())
        .collect()
}

fn mercator(line: &[LonLat]) -> Vec<Mercator> {
    line.iter().map(|p| p.mercator()).collect()
}

/// How a border is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum BorderClass {
    State,
    Governorate,
    District,
    Subdistrict,
}

/// Borders without doubles: a segment that several areas share is drawn once, in the class of
/// the highest of them. Edges where the data were cut off are no borders.
pub(super) fn borders(parts: &[Part]) -> Vec<(BorderClass, MapLine)> {
    // Coordinates have five decimals at most, so whole numbers tell positions apart.
    type Key = (i64, i64);
    let key = |p: &LonLat| -> Key {
        ((p.lon_deg() * 1e5).round() as i64, (p.lat_deg() * 1e5).round() as i64)
    };
    let governorates: Vec<Area> =
        parts.iter().filter(|p| p.level == 1).flat_map(Part::areas).collect();
    let mut segments: BTreeMap<(Key, Key), i64> = BTreeMap::new();
    for part in parts {
        for ring in part.polygons.iter().flatten() {
            for pair in ring.windows(2) {
                let (a, b) = (key(&pair[0]), key(&pair[1]));
                let level = segments.entry((a.min(b), a.max(b))).or_insert(part.level);
                *level = (*level).min(part.level);
            }
        }
    }
    let mut by_class: BTreeMap<BorderClass, Vec<(Key, Key)>> = BTreeMap::new();
    for ((a, b), level) in segments {
        let class = match level {
            1 => match neighbours(a, b, &governorates) {
                Some(class) => class,
                None => continue,
            },
            2 => BorderClass::District,
            _ => BorderClass::Subdistrict,
        };
        by_class.entry(class).or_default().push((a, b));
    }
    let point = |k: Key| LonLat::new(k.0 as f64 / 1e5, k.1 as f64 / 1e5).ok().map(LonLat::mercator);
    by_class
        .into_iter()
        .flat_map(|(class, segments)| chains(&segments).into_iter().map(move |c| (class, c)))
        .filter_map(|(class, chain)| {
            Some((class, MapLine::new(chain.into_iter().filter_map(point).collect())?))
        })
        .collect()
}

/// What a governorate's segment parts, judged 2 km to either side; `None` where the data were
/// cut off along a meridian or parallel.
fn neighbours(a: (i64, i64), b: (i64, i64), governorates: &[Area]) -> Option<BorderClass> {
    let is_cut = (a.0 == b.0 || a.1 == b.1) && (a.0 - b.0).abs().max((a.1 - b.1).abs()) > 10_000;
    if is_cut {
        return None;
    }
    let middle = LonLat::new((a.0 + b.0) as f64 / 2e5, (a.1 + b.1) as f64 / 2e5).ok()?;
    let end = LonLat::new(b.0 as f64 / 1e5, b.1 as f64 / 1e5).ok()?;
    let bearing = middle.bearing_deg(end);
    let both = [90.0, -90.0].iter().all(|turn| {
        let beside = middle.offset(bearing + turn, 2_000.0).mercator();
        governorates.iter().any(|area| area.contains(beside))
    });
    Some(if both { BorderClass::Governorate } else { BorderClass::State })
}

/// Segments joined end to end into lines as long as they go, stopping where three meet.
fn chains<K: Copy + Ord>(segments: &[(K, K)]) -> Vec<Vec<K>> {
    let mut at: BTreeMap<K, Vec<usize>> = BTreeMap::new();
    for (i, (a, b)) in segments.iter().enumerate() {
        at.entry(*a).or_default().push(i);
        at.entry(*b).or_default().push(i);
    }
    let mut left: BTreeSet<usize> = (0..segments.len()).collect();
    let mut lines = Vec::new();
    // Ends and junctions first; what then is left are closed rings.
    let ends: Vec<K> = at.iter().filter(|(_, s)| s.len() != 2).map(|(k, _)| *k).collect();
    let starts = ends.into_iter().chain(segments.iter().map(|(a, _)| *a)).collect::<Vec<_>>();
    for start in starts {
        while let Some(first) =
            at.get(&start).and_then(|s| s.iter().copied().find(|i| left.contains(i)))
        {
            let mut line = vec![start];
            let mut next = Some(first);
            while let Some(i) = next {
                left.remove(&i);
                let here = line[line.len() - 1];
                let (a, b) = segments[i];
                let there = if a == here { b } else { a };
                line.push(there);
                let around = &at[&there];
                next = if around.len() == 2 {
                    around.iter().copied().find(|j| left.contains(j))
                } else {
                    None
                };
            }
            lines.push(line);
        }
    }
    lines
}

/// The river outside of the areas that are drawn with their banks, smoothed. Each part reaches
/// one point into the areas, so that no gap is seen.
pub(super) fn river_outside(parts: &[Part], water: &[Area]) -> Vec<MapLine> {
    let mut lines = Vec::new();
    for line in parts.iter().flat_map(|part| &part.lines) {
        let points = mercator(line);
        let inside: Vec<bool> =
            points.iter().map(|p| water.iter().any(|area| area.contains(*p))).collect();
        let mut run: Vec<Mercator> = Vec::new();
        for i in 0..points.len() {
            let beside_outside = !inside[i]
                || (i > 0 && !inside[i - 1])
                || inside.get(i + 1).is_some_and(|next| !next);
            if beside_outside {
                run.push(points[i]);
            }
            let ends_here = i + 1 == points.len() || (inside[i] && inside[i + 1]);
            if ends_here && !run.is_empty() {
                lines.extend(MapLine::new(smoothed(&run, 2)));
                run.clear();
            }
        }
    }
    lines
}

/// The channel beside the city is drawn between the official bank and a line 300 m from it. Where
/// that sketch was cut off it has corners far from the river's course: they are left out.
pub(super) fn trimmed_to_course(mut parts: Vec<Part>, kind: &str, course: &[Part]) -> Vec<Part> {
    const FARTHEST_M: f64 = 300.0;
    let near_course = |p: &LonLat| {
        let at = p.mercator();
        course.iter().flat_map(|part| &part.lines).any(|line| {
            line.windows(2).any(|pair| {
                let distance = distance_to_segment(at, pair[0].mercator(), pair[1].mercator(), 1.0);
                distance * at.metres_per_unit() <= FARTHEST_M
            })
        })
    };
    for part in parts.iter_mut().filter(|part| part.kind == kind) {
        for ring in part.polygons.iter_mut().flatten() {
            ring.retain(near_course);
            // The ring is closed again where its first corner was left out.
            if ring.first() != ring.last()
                && let Some(first) = ring.first().copied()
            {
                ring.push(first);
            }
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_join_into_lines_that_stop_at_junctions() {
        let lines = chains(&[(1, 2), (2, 3), (3, 4), (3, 5), (7, 8), (8, 9), (7, 9)]);
        let n_points: usize = lines.iter().map(Vec::len).sum();
        assert_eq!(lines.len(), 4, "{lines:?}");
        assert_eq!(n_points, 7 + 4, "each segment once: {lines:?}");
    }
}
