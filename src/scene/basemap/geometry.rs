//! Areas and lines of the map, projected once to Web Mercator and drawn in any view.

use std::sync::Arc;

use geo::{LineString, TriangulateEarcut};

use crate::model::{LonLat, Mercator, Shape};
use crate::scene::camera::Projection;
use crate::scene::colour::Colour;
use crate::scene::geometry::{Pos, Rect};
use crate::scene::shape::{Fill, Item, Line, Stroke};

/// Points closer than this to the last one drawn add nothing that can be seen.
const THINNING_PX: f32 = 0.6;

/// An upright rectangle of the unit square.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Extent {
    min: Mercator,
    max: Mercator,
}

impl Extent {
    fn around(points: &[Mercator]) -> Self {
        let first = points.first().copied().unwrap_or_default();
        points.iter().fold(Self { min: first, max: first }, |e, p| Self {
            min: Mercator { x: e.min.x.min(p.x), y: e.min.y.min(p.y) },
            max: Mercator { x: e.max.x.max(p.x), y: e.max.y.max(p.y) },
        })
    }

    /// The rectangle of pixels that it covers.
    pub(crate) fn rect(&self, projection: &Projection) -> Rect {
        Rect { min: projection.pos(self.min), max: projection.pos(self.max) }
    }
}

/// A polygon with holes, cut into triangles.
#[derive(Debug, Clone)]
pub(crate) struct Area {
    points: Vec<Mercator>,
    ring_ends: Vec<u32>,
    triangles: Arc<[u32]>,
    extent: Extent,
}

impl Area {
    /// The area inside the first ring and outside of the others; rings are closed. `None` when
    /// the outer ring has fewer than three different corners.
    pub(crate) fn new(rings: &[Vec<LonLat>]) -> Option<Self> {
        let mut lines = rings.iter().filter(|ring| ring.len() >= 4).map(|ring| {
            ring.iter()
                .map(|p| {
                    let m = p.mercator();
                    geo::Coord { x: m.x, y: m.y }
                })
                .collect::<LineString<f64>>()
        });
        let polygon = geo::Polygon::new(lines.next()?, lines.collect());
        let cut = polygon.earcut_triangles_raw();
        let mut ring_ends = Vec::new();
        let mut end = 0;
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            end += ring.0.len().saturating_sub(1);
            ring_ends.push(end as u32);
        }
        let points: Vec<Mercator> = cut.vertices.iter().map(|&[x, y]| Mercator { x, y }).collect();
        if points.len() != end || ring_ends.first().is_none_or(|&first| first < 3) {
            return None;
        }
        let triangles = cut.triangle_indices.iter().map(|&i| i as u32).collect();
        Some(Self { extent: Extent::around(&points), points, ring_ends, triangles })
    }

    /// Whether any of it may be in view.
    pub(crate) fn is_near(&self, projection: &Projection, view: &Rect) -> bool {
        self.extent.rect(projection).overlaps(view)
    }

    /// The rectangle around it on the screen.
    pub(crate) fn extent(&self, projection: &Projection) -> Rect {
        self.extent.rect(projection)
    }

    /// The filled area; `None` when it is out of view.
    pub(crate) fn fill(
        &self,
        projection: &Projection,
        view: &Rect,
        colour: Colour,
    ) -> Option<Item> {
        self.is_near(projection, view).then(|| {
            Fill {
                points: self.points.iter().map(|p| projection.pos(*p)).collect(),
                ring_ends: self.ring_ends.clone(),
                triangles: Some(Arc::clone(&self.triangles)),
                colour,
            }
            .into()
        })
    }

    /// Its outlines, one for each ring; nothing when it is out of view.
    pub(crate) fn outline(
        &self,
        projection: &Projection,
        view: &Rect,
        line: Line,
        items: &mut Vec<Item>,
    ) {
        if !self.is_near(projection, view) {
            return;
        }
        for ring in self.rings() {
            let points = thinned(ring, projection);
            if points.len() >= 3 {
                items.push(Stroke { points, closed: true, line }.into());
            }
        }
    }

    /// The rings, outer ring first, no first corner repeated.
    pub(crate) fn rings(&self) -> impl Iterator<Item = &[Mercator]> {
        let mut start = 0;
        self.ring_ends.iter().map(move |&end| {
            let ring = &self.points[start..end as usize];
            start = end as usize;
            ring
        })
    }

    /// Whether the point lies inside (even-odd rule).
    pub(crate) fn contains(&self, p: Mercator) -> bool {
        let mut inside = false;
        for ring in self.rings() {
            let mut previous = ring[ring.len() - 1];
            for &corner in ring {
                if (corner.y > p.y) != (previous.y > p.y) {
                    let t = (p.y - corner.y) / (previous.y - corner.y);
                    if p.x < corner.x + t * (previous.x - corner.x) {
                        inside = !inside;
                    }
                }
                previous = corner;
            }
        }
        inside
    }

    /// A point well inside, for a name: the best of a grid of points by distance from the
    /// outline, a plain form of the pole of inaccessibility.
    pub(crate) fn label_point(&self) -> Mercator {
        const STEPS: usize = 24;
        let (min, max) = (self.extent.min, self.extent.max);
        let mut best = (f64::MIN, Mercator { x: (min.x + max.x) / 2.0, y: (min.y + max.y) / 2.0 });
        for row in 0..STEPS {
            for column in 0..STEPS {
                let share = |i: usize| (i as f64 + 0.5) / STEPS as f64;
                let p = Mercator {
                    x: min.x + (max.x - min.x) * share(column),
                    y: min.y + (max.y - min.y) * share(row),
                };
                if self.contains(p) {
                    // Names are wider than high: room to the sides counts less than above and below.
                    let room = self.distance_to_outline(p, 0.6);
                    if room > best.0 {
                        best = (room, p);
                    }
                }
            }
        }
        best.1
    }

    fn distance_to_outline(&self, p: Mercator, x_weight: f64) -> f64 {
        let mut nearest = f64::MAX;
        for ring in self.rings() {
            let mut a = ring[ring.len() - 1];
            for &b in ring {
                nearest = nearest.min(distance_to_segment(p, a, b, x_weight));
                a = b;
            }
        }
        nearest
    }
}

/// Distance from a point to a segment, in units of the square, with x counted `x_weight` times.
pub(super) fn distance_to_segment(p: Mercator, a: Mercator, b: Mercator, x_weight: f64) -> f64 {
    let (px, py) = ((p.x - a.x) * x_weight, p.y - a.y);
    let (dx, dy) = ((b.x - a.x) * x_weight, b.y - a.y);
    let length_squared = dx * dx + dy * dy;
    let t = if length_squared > 0.0 {
        ((px * dx + py * dy) / length_squared).clamp(0.0, 1.0)
    } else {
        0.0
    };
    (px - t * dx).hypot(py - t * dy)
}

/// A line of the map.
#[derive(Debug, Clone)]
pub(crate) struct MapLine {
    points: Vec<Mercator>,
    extent: Extent,
}

impl MapLine {
    /// The line through at least two points; `None` for fewer.
    pub(crate) fn new(points: Vec<Mercator>) -> Option<Self> {
        (points.len() >= 2).then(|| Self { extent: Extent::around(&points), points })
    }

    /// The points.
    pub(crate) fn points(&self) -> &[Mercator] {
        &self.points
    }

    /// The parts of the line that come near the view, as strokes. A dashed line is kept whole,
    /// so that its dashes stay where they are while the map is dragged.
    pub(crate) fn strokes(
        &self,
        projection: &Projection,
        view: &Rect,
        line: Line,
        items: &mut Vec<Item>,
    ) {
        let near = view.grown(line.width + 8.0);
        if !self.extent.rect(projection).grown(1.0).overlaps(&near) {
            return;
        }
        let points = thinned(&self.points, projection);
        if line.dash.is_some() {
            items.push(Stroke { points, closed: false, line }.into());
            return;
        }
        for run in runs_near(&points, &near) {
            items.push(Stroke { points: run.to_vec(), closed: false, line }.into());
        }
    }
}

/// Projected points without those too close to be seen apart; both ends are kept.
pub(crate) fn thinned(points: &[Mercator], projection: &Projection) -> Vec<Pos> {
    let mut kept: Vec<Pos> = Vec::with_capacity(points.len());
    for (i, point) in points.iter().enumerate() {
        let pos = projection.pos(*point);
        let far = kept.last().is_none_or(|last| last.distance(pos) >= THINNING_PX);
        if far || i + 1 == points.len() {
            kept.push(pos);
        }
    }
    kept
}

/// The longest runs of a line whose segments come near a rectangle.
pub(crate) fn runs_near<'a>(points: &'a [Pos], near: &Rect) -> Vec<&'a [Pos]> {
    let touches = |a: Pos, b: Pos| {
        a.x.min(b.x) <= near.max.x
            && a.x.max(b.x) >= near.min.x
            && a.y.min(b.y) <= near.max.y
            && a.y.max(b.y) >= near.min.y
    };
    let mut runs = Vec::new();
    let mut start = None;
    for i in 1..points.len() {
        match (touches(points[i - 1], points[i]), start) {
            (true, None) => start = Some(i - 1),
            (false, Some(first)) => {
                runs.push(&points[first..i]);
                start = None;
            }
            _ => {}
        }
    }
    if let Some(first) = start {
        runs.push(&points[first..]);
    }
    runs
}

/// Corner cutting after Chaikin (1974): every corner is replaced by two points on its sides, so
/// that a digitised line runs smoothly. Ends stay; no point moves further than half the length of
/// the longer neighbouring segment.
pub(crate) fn smoothed(points: &[Mercator], rounds: usize) -> Vec<Mercator> {
    let mut line = points.to_vec();
    for _ in 0..rounds {
        if line.len() < 3 {
            break;
        }
        let mut next = Vec::with_capacity(line.len() * 2);
        next.push(line[0]);
        for pair in line.windows(2) {
            let at = |t: f64| Mercator {
                x: pair[0].x + (pair[1].x - pair[0].x) * t,
                y: pair[0].y + (pair[1].y - pair[0].y) * t,
            };
            next.push(at(0.25));
            next.push(at(0.75));
        }
        next.push(line[line.len() - 1]);
        line = next;
    }
    line
}

/// A line or area that a source draws for an event, ready to be drawn in any view.
#[derive(Debug, Clone)]
pub struct MapShape {
    areas: Vec<Area>,
    lines: Vec<MapLine>,
}

impl MapShape {
    /// Projects and cuts up the shape. Rings and lines with too few points are left out.
    #[must_use]
    pub fn new(shape: &Shape) -> Self {
        match shape {
            Shape::Lines(lines) => Self {
                areas: Vec::new(),
                lines: lines
                    .iter()
                    .filter_map(|line| MapLine::new(line.iter().map(|p| p.mercator()).collect()))
                    .collect(),
            },
            Shape::Polygons(polygons) => Self {
                areas: polygons.iter().filter_map(|rings| Area::new(rings)).collect(),
                lines: Vec::new(),
            },
        }
    }

    /// The shape in a view: areas filled with `fill` and outlined with `line`, lines with `line`.
    pub(crate) fn draw(
        &self,
        projection: &Projection,
        view: &Rect,
        fill: Colour,
        line: Line,
        items: &mut Vec<Item>,
    ) {
        for area in &self.areas {
            items.extend(area.fill(projection, view, fill));
            area.outline(projection, view, line, items);
        }
        for part in &self.lines {
            part.strokes(projection, view, line, items);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::camera::Camera;

    fn ring(corners: &[(f64, f64)]) -> Vec<LonLat> {
        corners.iter().map(|&(lon, lat)| LonLat::new(lon, lat).unwrap()).collect()
    }

    #[test]
    fn triangles_cover_the_area_without_its_hole() {
        let outer = ring(&[(40.0, 35.0), (40.4, 35.0), (40.4, 35.4), (40.0, 35.4), (40.0, 35.0)]);
        let hole = ring(&[(40.1, 35.1), (40.2, 35.1), (40.2, 35.2), (40.1, 35.2), (40.1, 35.1)]);
        let area = Area::new(&[outer, hole]).unwrap();
        let camera = Camera::new(LonLat::new(40.2, 35.2).unwrap(), 10.0);
        let size = [600.0, 600.0];
        let view = Rect::new(0.0, 0.0, 600.0, 600.0);
        let Some(Item::Fill(fill)) = area.fill(&camera.projection(size), &view, Colour::hex(0))
        else {
            panic!("in view");
        };
        let doubled = |ring: &[Pos]| -> f32 {
            (0..ring.len())
                .map(|i| {
                    let (a, b) = (ring[i], ring[(i + 1) % ring.len()]);
                    a.x * b.y - b.x * a.y
                })
                .sum::<f32>()
                .abs()
        };
        let by_rings: Vec<f32> = fill.rings().map(doubled).collect();
        let by_triangles: f32 = fill
            .triangles
            .as_deref()
            .unwrap()
            .chunks(3)
            .map(|t| doubled(&[0, 1, 2].map(|i| fill.points[t[i] as usize])))
            .sum();
        let expected = by_rings[0] - by_rings[1];
        assert!((by_triangles - expected).abs() < expected * 0.01, "{by_triangles} {expected}");
        assert!(area.contains(area.label_point()));
        assert!(!area.contains(LonLat::new(40.15, 35.15).unwrap().mercator()));
    }

    #[test]
    fn a_line_is_cut_to_the_runs_that_can_be_seen() {
        let near = Rect::new(0.0, 0.0, 10.0, 10.0);
        let points = [(-50., 5.), (-20., 5.), (5., 5.), (30., 5.), (60., 5.), (60., 60.)]
            .map(|(x, y)| Pos::new(x, y));
        let runs = runs_near(&points, &near);
        assert_eq!(runs, vec![&points[1..4]]);
    }
}
