//! Signs, rings, clusters and numbers: shared by the map and its keys.

use super::{MarkerState, TollView, radius_for, ring_radius};
use crate::model::EventType;
use crate::scene::colour::Colour;
use crate::scene::geometry::Pos;
use crate::scene::shape::{Anchor, Circle, Font, Item, Line, Polygon, RingSlice, Text};
use crate::scene::theme::{Sign, Theme};

/// An empty circle.
pub(super) fn ring(centre: Pos, radius: f32, line: Line) -> Item {
    Circle { centre, radius, fill: None, line: Some(line) }.into()
}

/// A sign of the given radius in the colours of its type, with a halo: for the map and for keys.
pub fn draw_sign(
    items: &mut Vec<Item>,
    pos: Pos,
    kind: EventType,
    radius: f32,
    is_hollow: bool,
    theme: &Theme,
) {
    let (fill, outline) = if is_hollow {
        (theme.marker_halo, Line::dashed(1.6, theme.event_type_line(kind), 2.6, 1.8))
    } else {
        (theme.event_type(kind), Line::solid(1.0, theme.event_type_line(kind)))
    };
    let halo = Line::solid(3.2, theme.marker_halo);
    let sign = Sign::of(kind);
    match sign.corners(pos, radius) {
        Some(points) => {
            items.push(Polygon { points: points.clone(), fill: None, line: Some(halo) }.into());
            items.push(Polygon { points, fill: Some(fill), line: Some(outline) }.into());
        }
        None => {
            items.push(ring(pos, radius, halo));
            items
                .push(Circle { centre: pos, radius, fill: Some(fill), line: Some(outline) }.into());
            if sign == Sign::RingDisc && !is_hollow {
                items.push(
                    Circle {
                        centre: pos,
                        radius: radius * 0.52,
                        fill: Some(theme.marker_halo),
                        line: Some(outline),
                    }
                    .into(),
                );
            }
        }
    }
}

/// A marker as the map shows it, without what sets it off.
pub fn draw_marker(
    items: &mut Vec<Item>,
    pos: Pos,
    kind: EventType,
    toll: TollView,
    state: MarkerState,
    theme: &Theme,
) {
    let sign = Sign::of(kind);
    if toll.has_ring() {
        let radius = ring_radius(toll.highest(), toll.lowest(), sign);
        let colour = theme.event_type_line(kind);
        items.push(
            Circle {
                centre: pos,
                radius,
                fill: Some(theme.event_type(kind).with_opacity(0.16)),
                line: Some(Line::solid(3.2, theme.marker_halo.with_opacity(0.9))),
            }
            .into(),
        );
        let line = if toll.is_open() {
            // A whole number of dashes: five sixths of a turn in dashes would leave a stump.
            let n_dashes = (std::f32::consts::TAU * radius / 6.5).round().max(6.0);
            let period = std::f32::consts::TAU * radius / n_dashes;
            Line::dashed(1.5, colour, period * 0.58, period * 0.42)
        } else {
            Line::solid(1.4, colour)
        };
        items.push(ring(pos, radius, line));
    }
    draw_sign(items, pos, kind, radius_for(toll.lowest()), state.is_hollow, theme);
    if toll.is_zero() {
        items.push(
            Circle { centre: pos, radius: 1.9, fill: Some(theme.marker_halo), line: None }.into(),
        );
    }
}

/// Radius of a cluster's disc in logical pixels: grows with the logarithm of the count,
/// to a limit that leaves room for the neighbours.
#[must_use]
pub fn cluster_radius(n_events: u32) -> f32 {
    (9.0 + 3.2 * (n_events.max(1) as f32).log10()).min(17.0)
}

/// A cluster: a disc with the count, and a ring with the share of each type.
pub fn draw_cluster(
    items: &mut Vec<Item>,
    pos: Pos,
    by_type: &[u32; EventType::COUNT],
    theme: &Theme,
) {
    let n_events: u32 = by_type.iter().sum();
    let radius = cluster_radius(n_events);
    items.push(
        Circle { centre: pos, radius: radius + 5.0, fill: Some(theme.marker_halo), line: None }
            .into(),
    );
    let mut start = 0.0;
    for kind in EventType::ALL {
        let sweep = std::f32::consts::TAU * by_type[kind.index()] as f32 / n_events.max(1) as f32;
        if sweep > 0.0 {
            items.push(
                RingSlice {
                    centre: pos,
                    radius: radius + 2.2,
                    start,
                    sweep,
                    line: Line::solid(3.2, theme.event_type(kind)),
                }
                .into(),
            );
        }
        start += sweep;
    }
    items.push(Circle { centre: pos, radius, fill: Some(theme.cluster), line: None }.into());
    let size = if n_events < 1_000 { 10.5 } else { 9.0 };
    let text = short_count(n_events);
    items.push(
        Text::new(text, pos.plus(0.0, size * 0.36), Font::SansBold, size, theme.on_cluster)
            .anchored(Anchor::Middle)
            .into(),
    );
}

/// A cluster of proposals: an open disc with the count in the colour of words, and
/// a dashed ring.
pub(super) fn draw_hollow_cluster(
    items: &mut Vec<Item>,
    pos: Pos,
    by_type: &[u32; EventType::COUNT],
    theme: &Theme,
) {
    let n: u32 = by_type.iter().sum();
    let radius = cluster_radius(n);
    let halo = Some(theme.marker_halo);
    items.push(Circle { centre: pos, radius: radius + 5.0, fill: halo, line: None }.into());
    items.push(ring(pos, radius + 2.2, Line::dashed(1.8, theme.cluster, 3.2, 2.4)));
    let size = if n < 1_000 { 10.5 } else { 9.0 };
    let pos = pos.plus(0.0, size * 0.36);
    let text = Text::new(short_count(n), pos, Font::SansBold, size, theme.cluster);
    items.push(text.anchored(Anchor::Middle).into());
}

/// A count in at most four characters: `999`, `1.2k`, `34k`, `5M`. Rounded down.
#[must_use]
pub fn short_count(n: u32) -> String {
    match n {
        0..1_000 => n.to_string(),
        1_000..10_000 => format!("{}.{}k", n / 1_000, n % 1_000 / 100),
        10_000..1_000_000 => format!("{}k", n / 1_000),
        _ => format!("{}M", n / 1_000_000),
    }
}

/// The colour of a type's area at its usual opacity over a ground, for keys.
#[must_use]
pub fn area_colour(kind: EventType, theme: &Theme) -> Colour {
    theme.event_type(kind).with_opacity(0.08)
}
