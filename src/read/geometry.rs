//! Points, lines and areas as data files write them (WKT and GeoJSON geometry).

use geo::{Centroid, LineString, MultiLineString, MultiPolygon, Polygon};

use crate::model::{ClaimPlace, LonLat, Shape};

use super::coordinates::{Bulk, Suspect};

/// One geometry, not yet checked: positions are (longitude, latitude) in degrees.
#[derive(Debug, Clone, PartialEq)]
pub enum Geometry {
    /// One position.
    Point((f64, f64)),
    /// Lines of at least two positions.
    Lines(Vec<Vec<(f64, f64)>>),
    /// Polygons: outer ring first, then holes.
    Polygons(Vec<Vec<Vec<(f64, f64)>>>),
}

impl Geometry {
    /// The first position; `None` for a geometry without any.
    #[must_use]
    pub fn first(&self) -> Option<(f64, f64)> {
        match self {
            Self::Point(point) => Some(*point),
            Self::Lines(lines) => lines.first()?.first().copied(),
            Self::Polygons(polygons) => polygons.first()?.first()?.first().copied(),
        }
    }

    /// A place of that geometry. A line or area gets its centroid as position
    /// and the distance to its farthest vertex, in metres, as radius.
    ///
    /// # Errors
    /// [`Suspect`] when any position is impossible or the wrong way round.
    pub fn place<S: Default>(&self, bulk: Bulk) -> Result<ClaimPlace<S>, Suspect> {
        let position = |(lon, lat): &(f64, f64)| bulk.check(*lon, *lat);
        let line =
            |line: &Vec<(f64, f64)>| line.iter().map(position).collect::<Result<Vec<_>, _>>();
        let shape = match self {
            Self::Point(point) => {
                return Ok(ClaimPlace {
                    position: Some(position(point)?),
                    ..ClaimPlace::default()
                });
            }
            Self::Lines(lines) => Shape::Lines(lines.iter().map(line).collect::<Result<_, _>>()?),
            Self::Polygons(polygons) => Shape::Polygons(
                polygons
                    .iter()
                    .map(|rings| rings.iter().map(line).collect())
                    .collect::<Result<_, _>>()?,
            ),
        };
        let position = centroid(&shape);
        let radius_m = position.map(|centre| {
            vertices(&shape).map(|vertex| centre.distance_m(vertex)).fold(0.0, f64::max) as f32
        });
        Ok(ClaimPlace { position, radius_m, shape: Some(shape), ..ClaimPlace::default() })
    }
}

/// All positions of a shape.
fn vertices(shape: &Shape) -> impl Iterator<Item = LonLat> + '_ {
    let (lines, polygons): (&[Vec<LonLat>], &[Vec<Vec<LonLat>>]) = match shape {
        Shape::Lines(lines) => (lines, &[]),
        Shape::Polygons(polygons) => (&[], polygons),
    };
    lines.iter().chain(polygons.iter().flatten()).flatten().copied()
}

/// The centroid in degrees, planar: exact enough within a governorate.
fn centroid(shape: &Shape) -> Option<LonLat> {
    let line = |line: &Vec<LonLat>| -> LineString {
        line.iter().map(|p| (p.lon_deg(), p.lat_deg())).collect::<Vec<_>>().into()
    };
    let centre = match shape {
        Shape::Lines(lines) => MultiLineString(lines.iter().map(line).collect()).centroid(),
        Shape::Polygons(polygons) => MultiPolygon(
            polygons
                .iter()
                .filter_map(|rings| rings.split_first())
                .map(|(outer, holes)| Polygon::new(line(outer), holes.iter().map(line).collect()))
                .collect(),
        )
        .centroid(),
    }?;
    LonLat::new(centre.x(), centre.y()).ok()
}

/// Why a geometry cannot be used although its form is known.
pub const TOO_SHORT: &str = "a line needs two positions and a ring four";

/// Whether lines have two positions and rings four, and there is at least one
/// of each; rings that are not closed are closed.
#[must_use]
pub fn completed(mut geometry: Geometry) -> Option<Geometry> {
    let complete = match &mut geometry {
        Geometry::Point(_) => true,
        Geometry::Lines(lines) => !lines.is_empty() && lines.iter().all(|line| line.len() >= 2),
        Geometry::Polygons(polygons) => {
            for ring in polygons.iter_mut().flatten() {
                if let (Some(first), Some(last)) = (ring.first().copied(), ring.last().copied())
                    && first != last
                {
                    ring.push(first);
                }
            }
            let whole =
                |rings: &Vec<Vec<_>>| !rings.is_empty() && rings.iter().all(|r| r.len() >= 4);
            !polygons.is_empty() && polygons.iter().all(whole)
        }
    };
    complete.then_some(geometry)
}

/// Reads well-known text (OGC 06-103r4): points, lines and polygons, single,
/// multiple or collected; a leading `SRID=4326;` and third coordinates are
/// passed over. A multipoint is several points. `None` for anything else.
#[must_use]
pub fn read_wkt(text: &str) -> Option<Vec<Geometry>> {
    let text = text.trim().to_ascii_uppercase();
    let text = match text.split_once(';') {
        Some(("SRID=4326", rest)) => rest,
        Some(_) => return None,
        None => &text,
    };
    let mut geometries = Vec::new();
    let rest = one_wkt(text, &mut geometries, 0)?;
    rest.trim().is_empty().then_some(geometries)
}

fn one_wkt<'a>(text: &'a str, out: &mut Vec<Geometry>, depth: usize) -> Option<&'a str> {
    let text = text.trim_start();
    let end = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (name, rest) = (&text[..end], text[end..].trim_start());
    // `POINT Z (...)`
    let rest = ["ZM", "Z", "M"]
        .iter()
        .find_map(|flag| rest.strip_prefix(flag).filter(|r| r.trim_start().starts_with('(')))
        .unwrap_or(rest);
    let name = name.strip_suffix("ZM").or_else(|| name.strip_suffix('Z')).unwrap_or(name);
    if name == "GEOMETRYCOLLECTION" {
        if depth > 4 {
            return None;
        }
        let mut rest = rest.trim_start().strip_prefix('(')?;
        loop {
            rest = one_wkt(rest, out, depth + 1)?.trim_start();
            match rest.strip_prefix(',') {
                Some(more) => rest = more,
                None => return rest.strip_prefix(')'),
            }
        }
    }
    let geometry = match name {
        "POINT" => {
            let (positions, rest) = positions(rest)?;
            out.push(Geometry::Point(*positions.first()?));
            return (positions.len() == 1).then_some(rest);
        }
        "MULTIPOINT" => {
            let (points, rest) = match list(rest, positions) {
                Some((lists, rest)) => (lists.concat(), rest),
                None => positions(rest)?,
            };
            out.extend(points.into_iter().map(Geometry::Point));
            return Some(rest);
        }
        "LINESTRING" => positions(rest).map(|(line, rest)| (Geometry::Lines(vec![line]), rest)),
        "MULTILINESTRING" => list(rest, positions).map(|(l, rest)| (Geometry::Lines(l), rest)),
        "POLYGON" => {
            list(rest, positions).map(|(rings, rest)| (Geometry::Polygons(vec![rings]), rest))
        }
        "MULTIPOLYGON" => {
            list(rest, |text| list(text, positions)).map(|(p, rest)| (Geometry::Polygons(p), rest))
        }
        _ => None,
    };
    let (geometry, rest) = geometry?;
    out.push(completed(geometry)?);
    Some(rest)
}

/// `(a, b, ...)` where `one` reads each.
fn list<'a, T>(
    text: &'a str,
    one: impl Fn(&'a str) -> Option<(T, &'a str)>,
) -> Option<(Vec<T>, &'a str)> {
    let mut rest = text.trim_start().strip_prefix('(')?;
    let mut all = Vec::new();
    loop {
        let (value, after) = one(rest)?;
        all.push(value);
        let after = after.trim_start();
        match after.strip_prefix(',') {
            Some(more) => rest = more,
            None => return Some((all, after.strip_prefix(')')?)),
        }
    }
}

/// `(40.1 35.3, 40.2 35.4)`
fn positions(text: &str) -> Option<(Vec<(f64, f64)>, &str)> {
    let inner = text.trim_start().strip_prefix('(')?;
    let (inner, rest) = inner.split_once(')')?;
    let all = inner
        .split(',')
        .map(|position| {
            let mut numbers = position.split_whitespace().map(str::parse::<f64>);
            let (lon, lat) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
            (lon.is_finite() && lat.is_finite()).then_some((lon, lat))
        })
        .collect::<Option<Vec<_>>>()?;
    Some((all, rest))
}

#[cfg(test)]
mod tests {
    use approx::assert_relative_eq;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn well_known_text_is_read() {
        let point = Geometry::Point((40.1, 35.3));
        assert_eq!(read_wkt("POINT (40.1 35.3)"), Some(vec![point.clone()]));
        assert_eq!(read_wkt("SRID=4326;point z(40.1 35.3 200)"), Some(vec![point.clone()]));
        assert_eq!(read_wkt("MULTIPOINT ((40.1 35.3), (40.1 35.3))").unwrap().len(), 2);
        assert_eq!(read_wkt("MULTIPOINT (40.1 35.3, 40.1 35.3)").unwrap().len(), 2);
        let all = "GEOMETRYCOLLECTION (POINT (40.1 35.3), LINESTRING (40 35, 41 36))";
        assert_eq!(
            read_wkt(all),
            Some(vec![point, Geometry::Lines(vec![vec![(40.0, 35.0), (41.0, 36.0)]])])
        );
        let square = read_wkt("POLYGON ((40 35, 41 35, 41 36, 40 36))").unwrap();
        let Geometry::Polygons(polygons) = &square[0] else { panic!("no polygon") };
        assert_eq!(polygons[0][0].len(), 5, "the ring is closed");
        for text in
            ["", "POINT EMPTY", "POINT (1)", "LINESTRING (1 2)", "POINT (a b)", "POINT (1 2"]
        {
            assert_eq!(read_wkt(text), None, "{text}");
        }
    }

    #[test]
    fn an_area_is_centred_and_reaches_its_farthest_corner() {
        let square = &read_wkt("POLYGON ((40 35, 40.2 35, 40.2 35.2, 40 35.2, 40 35))").unwrap()[0];
        let place: ClaimPlace = square.place(Bulk::default()).unwrap();
        let centre = place.position.unwrap();
        assert_relative_eq!(centre.lon_deg(), 40.1, epsilon = 1e-9);
        assert_relative_eq!(centre.lat_deg(), 35.1, epsilon = 1e-9);
        let corner = LonLat::new(40.0, 35.0).unwrap();
        assert_relative_eq!(
            f64::from(place.radius_m.unwrap()),
            centre.distance_m(corner),
            epsilon = 1.0
        );
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,30}|(POINT|MULTIPOLYGON|GEOMETRYCOLLECTION)? ?[(),0-9. ]{0,30}") {
            let _ = read_wkt(&text);
        }
    }
}
