//! Paints a [`Scene`] with egui.
//!
//! The other painter writes SVG; both draw the same list. A logical pixel of the
//! scene is a point of egui. Areas come cut into triangles, because egui fills
//! convex shapes only; here they get the soft edge that egui gives its own shapes.

use std::f32::consts::TAU;
use std::sync::Arc;

use egui::epaint::{CircleShape, Mesh, PathShape, PathStroke, TextShape};
use egui::{Color32, Painter, Pos2, Shape, Stroke as EguiStroke, StrokeKind, Vec2, vec2};
use geo::TriangulateEarcut as _;

use super::fonts::FontRole;
use super::style::color32;
use super::text::{self, BaseDirection, BidiText, Style, TextAlign};
use crate::scene::geometry::{Pos, Rect};
use crate::scene::shape::{
    Anchor, Circle, Direction, Fill, Font, Group, Image, Item, Line, Panel, Polygon, RingSlice,
    Scene, Stroke, Text,
};

/// Paints a scene, its upper left corner at `origin` (points).
pub fn paint(painter: &Painter, scene: &Scene, origin: Pos2) {
    paint_scaled(painter, scene, origin, 1.0);
}

/// Paints a scene `scale` times as large, its upper left corner at `origin` (points).
pub fn paint_scaled(painter: &Painter, scene: &Scene, origin: Pos2, scale: f32) {
    let size = vec2(scene.width, scene.height) * scale;
    let bounds = egui::Rect::from_min_size(origin, size).intersect(painter.clip_rect());
    Canvas { painter: painter.with_clip_rect(bounds), origin, scale }.items(&scene.items);
}

struct Canvas {
    painter: Painter,
    origin: Pos2,
    /// Points to a unit of the scene.
    scale: f32,
}

impl Canvas {
    fn at(&self, p: Pos) -> Pos2 {
        self.origin + vec2(p.x, p.y) * self.scale
    }

    fn rect(&self, rect: Rect) -> egui::Rect {
        egui::Rect::from_min_max(self.at(rect.min), self.at(rect.max))
    }

    fn items(&self, items: &[Item]) {
        for item in items {
            match item {
                Item::Fill(fill) => self.fill(fill),
                Item::Stroke(stroke) => self.stroke(stroke),
                Item::Circle(circle) => self.circle(circle),
                Item::Ring(slice) => self.ring(slice),
                Item::Polygon(polygon) => self.polygon(polygon),
                Item::Panel(panel) => self.panel(panel),
                Item::Text(text) => self.text(text),
                Item::Image(image) => self.image(image),
                Item::Group(group) => self.group(group),
            }
        }
    }

    fn group(&self, group: &Group) {
        let clip = match group.clip {
            Some(clip) => self.rect(clip).intersect(self.painter.clip_rect()),
            None => self.painter.clip_rect(),
        };
        if clip.is_positive() {
            let painter = self.painter.with_clip_rect(clip);
            Self { painter, origin: self.origin, scale: self.scale }.items(&group.items);
        }
    }

    fn fill(&self, fill: &Fill) {
        let color = color32(fill.colour);
        let points: Vec<Pos2> = fill.points.iter().map(|&p| self.at(p)).collect();
        if !egui::Rect::from_points(&points).intersects(self.painter.clip_rect()) {
            return;
        }
        let triangles = match &fill.triangles {
            Some(triangles) => Arc::clone(triangles),
            None => cut_up(fill),
        };
        let feathering = 1.0 / self.painter.pixels_per_point();
        self.painter.add(soft_mesh(&points, &fill.ring_ends, &triangles, color, feathering));
    }

    fn stroke(&self, stroke: &Stroke) {
        let mut points: Vec<Pos2> = stroke.points.iter().map(|&p| self.at(p)).collect();
        let reach = egui::Rect::from_points(&points).expand(stroke.line.width * self.scale);
        if points.len() < 2 || !reach.intersects(self.painter.clip_rect()) {
            return;
        }
        self.line(&mut points, stroke.closed, &stroke.line);
    }

    fn line(&self, points: &mut Vec<Pos2>, closed: bool, line: &Line) {
        let color = color32(line.colour);
        let width = line.width * self.scale;
        let stroke = EguiStroke::new(width, color);
        match line.dash.map(|lengths| lengths.map(|length| length * self.scale)) {
            Some([dash, gap]) if dash > 0.0 && gap > 0.0 => {
                if closed {
                    points.extend(points.first().copied());
                }
                self.painter.extend(Shape::dashed_line(points, stroke, dash, gap));
            }
            _ => {
                // egui ends lines flat and cuts sharp corners; discs make both round.
                // Where the colour shows what is below it, they would show twice.
                if width >= 3.0 && color.is_opaque() {
                    let radius = width / 2.0;
                    let discs = points.iter().map(|&p| Shape::circle_filled(p, radius, color));
                    self.painter.extend(discs.collect::<Vec<_>>());
                }
                let points = std::mem::take(points);
                let stroke = PathStroke::from(stroke);
                self.painter.add(PathShape { points, closed, fill: Color32::TRANSPARENT, stroke });
            }
        }
    }

    fn circle(&self, circle: &Circle) {
        let center = self.at(circle.centre);
        let fill = circle.fill.map_or(Color32::TRANSPARENT, color32);
        let stroke = self.solid(circle.line.as_ref());
        let radius = circle.radius * self.scale;
        self.painter.add(CircleShape { center, radius, fill, stroke });
        if let Some(line) = dashed(circle.line.as_ref()) {
            self.line(&mut arc(center, radius, 0.0, TAU), false, line);
        }
    }

    fn ring(&self, slice: &RingSlice) {
        let center = self.at(slice.centre);
        let radius = slice.radius * self.scale;
        let mut points = arc(center, radius, slice.start, slice.sweep);
        if slice.line.dash.is_some() {
            self.line(&mut points, false, &slice.line);
        } else if slice.sweep >= TAU {
            self.painter.circle_stroke(center, radius, self.solid(Some(&slice.line)));
        } else {
            self.painter.line(points, self.solid(Some(&slice.line)));
        }
    }

    fn polygon(&self, polygon: &Polygon) {
        let mut points: Vec<Pos2> = polygon.points.iter().map(|&p| self.at(p)).collect();
        let fill = polygon.fill.map_or(Color32::TRANSPARENT, color32);
        let stroke = self.solid(polygon.line.as_ref());
        self.painter.add(Shape::convex_polygon(points.clone(), fill, stroke));
        if let Some(line) = dashed(polygon.line.as_ref()) {
            self.line(&mut points, true, line);
        }
    }

    fn panel(&self, panel: &Panel) {
        let rect = self.rect(panel.rect);
        let fill = panel.fill.map_or(Color32::TRANSPARENT, color32);
        let stroke = self.solid(panel.line.as_ref());
        let radius = panel.corner_radius * self.scale;
        self.painter.rect(rect, radius, fill, stroke, StrokeKind::Middle);
        if let Some(line) = dashed(panel.line.as_ref()) {
            let mut corners =
                vec![rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom()];
            self.line(&mut corners, true, line);
        }
    }

    fn solid(&self, line: Option<&Line>) -> EguiStroke {
        match line {
            Some(line) if line.dash.is_none() => {
                EguiStroke::new(line.width * self.scale, color32(line.colour))
            }
            _ => EguiStroke::NONE,
        }
    }

    fn image(&self, image: &Image) {
        let rect = self.rect(image.rect);
        let uv = egui::Rect::from_min_max(Pos2::ZERO, Pos2::new(1.0, 1.0));
        if let Some(texture) = super::briefing::logo_texture(self.painter.ctx(), &image.logo) {
            self.painter.image(texture.id(), rect, uv, Color32::WHITE);
        }
    }

    fn text(&self, text: &Text) {
        let role = font_role(text.font);
        let base = match text.direction {
            Direction::LeftToRight => BaseDirection::Ltr,
            Direction::RightToLeft => BaseDirection::Rtl,
        };
        let words = BidiText::source(text.text.as_str(), Style::new(role, text.size * self.scale))
            .base(base)
            .align(TextAlign::Left);
        let layout = text::layout(self.painter.ctx(), &words, f32::INFINITY);
        let shift = match text.anchor {
            Anchor::Left => 0.0,
            Anchor::Middle => layout.size().x / 2.0,
            Anchor::Right => layout.size().x,
        };
        let angle = text.rotation_deg.to_radians();
        let to_corner = vec2(-shift, -layout.first_baseline());
        let corner = self.at(text.pos) + egui::emath::Rot2::from_angle(angle) * to_corner;
        let reach = egui::Rect::from_center_size(corner, Vec2::splat(2.0 * layout.size().length()));
        if !reach.intersects(self.painter.clip_rect()) {
            return;
        }
        for galley in layout.galleys(&self.painter) {
            let shape = |offset: Vec2, color: Color32| {
                Shape::Text(TextShape {
                    angle,
                    override_text_color: Some(color),
                    ..TextShape::new(corner + offset, Arc::clone(&galley), color)
                })
            };
            if let Some(halo) = text.halo {
                let color = color32(halo.colour);
                let halo = halo_offsets(halo.width * self.scale).map(|offset| shape(offset, color));
                self.painter.extend(halo.collect::<Vec<_>>());
            }
            self.painter.add(shape(Vec2::ZERO, color32(text.colour)));
        }
    }
}

const fn font_role(font: Font) -> FontRole {
    match font {
        Font::Sans => FontRole::Ui,
        Font::SansBold => FontRole::UiBold,
        Font::Serif => FontRole::Excerpt,
        Font::SerifItalic => FontRole::ExcerptItalic,
    }
}

/// Where copies of a text make a margin around it: a ring of them, and for a wide
/// margin a second ring that leaves no gap.
fn halo_offsets(width: f32) -> impl Iterator<Item = Vec2> {
    const N_DIRECTIONS: u8 = 12;
    let rings = if width > 1.5 { [Some(width), Some(width / 2.0)] } else { [Some(width), None] };
    rings.into_iter().flatten().flat_map(|radius| {
        (0..N_DIRECTIONS)
            .map(move |step| radius * Vec2::angled(TAU * f32::from(step) / f32::from(N_DIRECTIONS)))
    })
}

fn dashed(line: Option<&Line>) -> Option<&Line> {
    line.filter(|line| line.dash.is_some())
}

/// Points of an arc, at most 2 points apart. Angles in radians clockwise from the top.
fn arc(center: Pos2, radius: f32, start: f32, sweep: f32) -> Vec<Pos2> {
    let n_steps = (radius * sweep.abs() / 2.0).ceil().clamp(8.0, 512.0) as u16;
    (0..=n_steps)
        .map(|step| {
            let angle = start + sweep * f32::from(step) / f32::from(n_steps);
            center + radius * vec2(angle.sin(), -angle.cos())
        })
        .collect()
}

/// The triangles of an area that comes without them. Positions are those of
/// [`Fill::points`]: earcut counts the corners of open rings too.
fn cut_up(fill: &Fill) -> Arc<[u32]> {
    let mut rings = fill.rings().map(|ring| {
        geo::LineString::from_iter(ring.iter().map(|p| (f64::from(p.x), f64::from(p.y))))
    });
    let Some(outer) = rings.next() else { return Arc::default() };
    let cut = geo::Polygon::new(outer, rings.collect()).earcut_triangles_raw();
    cut.triangle_indices.iter().map(|&place| place as u32).collect()
}

/// A filled mesh whose edge fades over one pixel, half of it on either side.
fn soft_mesh(
    points: &[Pos2],
    ring_ends: &[u32],
    triangles: &[u32],
    color: Color32,
    feathering: f32,
) -> Mesh {
    let mut mesh = Mesh::default();
    let mut outside: Vec<Pos2> = Vec::with_capacity(points.len());
    let mut start = 0;
    for (ring_index, &end) in ring_ends.iter().enumerate() {
        let ring = &points[start..end as usize];
        // Outward is to the left of a ring's direction or to its right, and inward for a hole.
        let mut side = if signed_area(ring) > 0.0 { 1.0 } else { -1.0 };
        if ring_index > 0 {
            side = -side;
        }
        for (index, &point) in ring.iter().enumerate() {
            let before = ring[(index + ring.len() - 1) % ring.len()];
            let after = ring[(index + 1) % ring.len()];
            let normal = side * corner_normal(before, point, after) * feathering / 2.0;
            mesh.colored_vertex(point - normal, color);
            outside.push(point + normal);
        }
        start = end as usize;
    }
    let n_points = mesh.vertices.len() as u32;
    for point in outside {
        mesh.colored_vertex(point, Color32::TRANSPARENT);
    }
    for corners in triangles.chunks_exact(3).filter(|c| c.iter().all(|&at| at < n_points)) {
        mesh.add_triangle(corners[0], corners[1], corners[2]);
    }
    let mut start = 0;
    for &end in ring_ends.iter().filter(|&&end| end <= n_points) {
        for at in start..end {
            let next = if at + 1 == end { start } else { at + 1 };
            mesh.add_triangle(at, next, at + n_points);
            mesh.add_triangle(next, next + n_points, at + n_points);
        }
        start = end;
    }
    mesh
}

/// Twice the area, positive when the ring runs clockwise on the screen (y downward).
fn signed_area(ring: &[Pos2]) -> f32 {
    let Some(&first) = ring.first() else { return 0.0 };
    ring.iter()
        .zip(ring.iter().cycle().skip(1))
        .map(|(&a, &b)| {
            let (a, b) = (a - first, b - first);
            a.x * b.y - a.y * b.x
        })
        .sum()
}

/// The direction away from a corner, to the left of a clockwise ring (outward),
/// long enough that both edges move by one; sharp corners stop at three.
fn corner_normal(before: Pos2, point: Pos2, after: Pos2) -> Vec2 {
    let outward = |a: Pos2, b: Pos2| {
        let along = (b - a).normalized();
        vec2(along.y, -along.x)
    };
    let (first, second) = (outward(before, point), outward(point, after));
    let middle = (first + second) / 2.0;
    match middle.length_sq() {
        short if short < 1.0 / 9.0 => 3.0 * middle.normalized(),
        length => middle / length,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::colour::Colour;

    /// The area of a mesh whose edges fade: a triangle counts by its corners' opacity.
    fn covered(mesh: &Mesh) -> f32 {
        let corners = mesh.indices.chunks_exact(3).map(|t| [t[0], t[1], t[2]]);
        let corners = corners.map(|t| t.map(|at| mesh.vertices[at as usize]));
        corners
            .map(|[a, b, c]| {
                let opacity = [a, b, c].map(|v| f32::from(v.color.a()) / 255.0).iter().sum::<f32>();
                let (ab, ac) = (b.pos - a.pos, c.pos - a.pos);
                (ab.x * ac.y - ab.y * ac.x).abs() / 2.0 * opacity / 3.0
            })
            .sum()
    }

    #[test]
    fn soft_edges_keep_the_area_whatever_the_direction_of_the_rings() {
        let outer = [(0.0, 0.0), (40.0, 0.0), (40.0, 30.0), (20.0, 10.0), (0.0, 30.0)];
        let hole = [(5.0, 5.0), (5.0, 9.0), (12.0, 9.0), (12.0, 5.0)];
        // Shoelace by hand: 40 * 30 - 40 * 20 / 2, less 7 * 4.
        let expected = 800.0 - 28.0;
        for (turn_outer, turn_hole) in [(false, false), (true, false), (false, true), (true, true)]
        {
            let (mut outer, mut hole) = (outer.to_vec(), hole.to_vec());
            if turn_outer {
                outer.reverse();
            }
            if turn_hole {
                hole.reverse();
            }
            let points: Vec<Pos> =
                outer.into_iter().chain(hole).map(|(x, y)| Pos::new(x, y)).collect();
            let ring_ends = vec![5, 9];
            let fill = Fill { points, ring_ends, triangles: None, colour: Colour::hex(0) };
            let places: Vec<Pos2> = fill.points.iter().map(|p| Pos2::new(p.x, p.y)).collect();
            let mesh = soft_mesh(&places, &fill.ring_ends, &cut_up(&fill), Color32::BLACK, 1.0);
            let covered = covered(&mesh);
            assert!((covered - expected).abs() < 2.0, "{covered} instead of {expected}");
        }
    }

    #[test]
    fn areas_without_room_make_no_triangles_out_of_range() {
        let points = vec![Pos2::ZERO, Pos2::ZERO];
        for ring_ends in [vec![2], vec![0, 2], vec![]] {
            let mesh = soft_mesh(&points, &ring_ends, &[0, 1, 7], Color32::BLACK, 1.0);
            assert!(mesh.is_valid());
        }
    }
}
