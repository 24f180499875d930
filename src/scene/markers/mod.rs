//! Events on the map: a sign for the type, its size for the toll, an area for what is uncertain.
//!
//! | seen | means |
//! |---|---|
//! | filled sign without a ring | the toll is not stated |
//! | sign with a dot of the ground's colour in it | a toll of zero is stated |
//! | sign and ring | the sign grows with the lowest toll, the ring with the highest |
//! | dashed ring | the highest toll is open: "at least so many" |
//! | dashed area | the place is known only to this area, drawn to scale |
//! | hollow dashed sign | a proposal that nobody has confirmed |
//! | dotted line | places of one event |
//!
//! Sizes grow so that the **area** of a sign grows evenly with the toll (Flannery 1971 found that
//! circles are under-read; no correction is made, since the legend names the figures).

mod badges;
mod draw;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use self::badges::Badge;
use self::draw::{draw_hollow_cluster, ring};
use super::basemap::{MapShape, segment};
use super::camera::{Camera, Projection};
use super::geometry::{Pos, Rect};
use super::shape::{Circle, HitShape, Layer, Line, Target};
use super::theme::{Sign, Theme};
use crate::model::{EventId, EventType, Mercator, TollRange};

pub use self::draw::{
    area_colour, cluster_radius, draw_cluster, draw_marker, draw_sign, short_count,
};

/// Radius in logical pixels of a sign whose toll is zero or not stated.
const BASE_RADIUS: f32 = 5.4;

/// What one person adds to the square of the radius.
const RADIUS_SQUARED_PER_PERSON: f32 = 2.2;

/// No sign grows larger than this; from about 340 people on all look alike, and the legend says so.
const MAX_RADIUS: f32 = 28.0;

/// So many events on one spot are fanned out; more are drawn as a pile with a count.
pub const FAN_MAX: usize = 8;

/// A fan wider than this would cover what is around it: drawn as a pile instead.
const FAN_MAX_RADIUS: f32 = 64.0;

/// How many people, as a marker shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TollView {
    /// No number is stated: not the same as zero.
    #[default]
    Unknown,
    /// Numbers are stated.
    Stated(TollRange),
}

impl TollView {
    /// The lowest number; 0 when not stated.
    const fn lowest(self) -> u32 {
        match self {
            Self::Unknown => 0,
            Self::Stated(range) => range.min,
        }
    }

    /// The highest number that is stated; 0 when none is.
    fn highest(self) -> u32 {
        match self {
            Self::Unknown => 0,
            Self::Stated(range) => range.highest_stated.max(range.min).max(range.max.unwrap_or(0)),
        }
    }

    fn is_zero(self) -> bool {
        matches!(self, Self::Stated(_)) && self.highest() == 0 && !self.is_open()
    }

    const fn is_open(self) -> bool {
        matches!(self, Self::Stated(TollRange { max: None, .. }))
    }

    /// Whether a ring is drawn.
    fn has_ring(self) -> bool {
        self.highest() > 0 || self.is_open()
    }
}

/// How a marker is set off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MarkerState {
    /// The event is selected.
    pub is_selected: bool,
    /// The pointer, here or in another panel, is on the event.
    pub is_hovered: bool,
    /// A proposal that nobody has confirmed.
    pub is_hollow: bool,
}

/// One place of one event.
#[derive(Debug, Clone)]
pub struct MarkerInput {
    /// The event.
    pub event: EventId,
    /// Which of its placements, from 0.
    pub placement: u16,
    /// Where.
    pub centre: Mercator,
    /// Uncertainty around it in metres; `None` when not stated.
    pub radius_m: Option<f32>,
    /// Line or area drawn by the source.
    pub shape: Option<Arc<MapShape>>,
    /// Type: colour and sign.
    pub event_type: EventType,
    /// How many people.
    pub toll: TollView,
    /// How it is set off.
    pub state: MarkerState,
    /// Its number in a table beside the map; `None` without a table.
    pub number: Option<u16>,
}

/// Events close together at this zoom.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClusterInput {
    /// Given back in [`Target::Cluster`].
    pub key: u64,
    /// Where, commonly the mean of its events.
    pub centre: Mercator,
    /// Number of events by [`EventType::index`].
    pub by_type: [u32; EventType::COUNT],
    /// Whether it holds a selected event.
    pub is_selected: bool,
    /// Whether it holds the hovered event, or the pointer is on it.
    pub is_hovered: bool,
    /// Proposals that nobody has confirmed; never together with events.
    pub is_hollow: bool,
}

/// What of all that can be seen is in a frame: the legend explains this and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Seen {
    /// Types, by [`EventType::index`].
    pub types: [bool; EventType::COUNT],
    /// The toll of some event is not stated.
    pub unknown_toll: bool,
    /// Some toll is stated as zero.
    pub zero_toll: bool,
    /// Some sign has a ring.
    pub ring: bool,
    /// Some ring is dashed.
    pub open_ring: bool,
    /// Some place is an area.
    pub area: bool,
    /// Some marker is a cluster or a pile.
    pub cluster: bool,
    /// Some marker is hollow.
    pub hollow: bool,
    /// Some line ties the places of an event.
    pub tie: bool,
    /// Some line or area is drawn by a source.
    pub shape: bool,
    /// Some events on one spot are fanned out.
    pub fan: bool,
}

/// Markers of one frame.
#[derive(Debug, Clone, Default)]
pub struct MarkerLayers {
    /// Areas: to be painted below the names.
    pub areas: Layer,
    /// Markers: to be painted above the names.
    pub markers: Layer,
    /// The room that markers take, for names and the legend to keep out of.
    pub footprints: Vec<Rect>,
    /// What is in the frame.
    pub seen: Seen,
    /// The numbers that stand on the map.
    pub numbers: BTreeSet<u16>,
}

/// Radius of a sign for so many people, in logical pixels.
#[must_use]
pub fn radius_for(n_people: u32) -> f32 {
    (BASE_RADIUS * BASE_RADIUS + RADIUS_SQUARED_PER_PERSON * n_people as f32).sqrt().min(MAX_RADIUS)
}

/// Radius of the ring for so many people around a sign for `lowest`: outside of the sign's corners.
fn ring_radius(highest: u32, lowest: u32, sign: Sign) -> f32 {
    let corner = radius_for(lowest) * sign.reach();
    (radius_for(highest) * sign.reach()).max(corner) + 2.6
}

/// The room that a count of proposals takes, in logical pixels.
const HOLLOW_ROOM: f32 = 36.0;

/// Events on one spot, at least one.
type Pile<'a> = Vec<&'a MarkerInput>;

/// A marker with its place in the frame.
struct Placed<'a> {
    input: &'a MarkerInput,
    pos: Pos,
    /// Where it would be if it were alone; different for fanned ones.
    spot: Pos,
}

impl Placed<'_> {
    /// Distance from the middle to the outer edge, halo included.
    fn reach(&self) -> f32 {
        marker_reach(self.input)
    }
}

fn marker_reach(input: &MarkerInput) -> f32 {
    let sign = Sign::of(input.event_type);
    if input.toll.has_ring() {
        ring_radius(input.toll.highest(), input.toll.lowest(), sign) + 1.6
    } else {
        radius_for(0) * sign.reach() + 2.0
    }
}

/// A spot in steps of the grid and a radius: circles that look the same are drawn once.
type CircleKey = ((i64, i64), u32);

/// Draws events and clusters in a view of `size`. Input order decides among equals, so the same
/// input gives the same picture.
#[must_use]
pub fn markers(
    inputs: &[MarkerInput],
    clusters: &[ClusterInput],
    camera: &Camera,
    size: [f32; 2],
    theme: &Theme,
) -> MarkerLayers {
    let projection = camera.projection(size);
    let view = Rect::new(0.0, 0.0, size[0], size[1]);
    let mut frame =
        Frame { camera, projection, view, theme, out: MarkerLayers::default(), badges: Vec::new() };
    frame.areas(inputs);
    let (mut placed, piles) = frame.arrange(inputs);
    frame.ties(&placed);
    for cluster in clusters {
        let state = MarkerState {
            is_selected: cluster.is_selected,
            is_hovered: cluster.is_hovered,
            is_hollow: cluster.is_hollow,
        };
        let spot = projection.pos(cluster.centre);
        let pos = if state.is_hollow { frame.beside(spot) } else { spot };
        frame.cluster(pos, &cluster.by_type, Target::Cluster(cluster.key), state);
    }
    for pile in &piles {
        let mut by_type = [0; EventType::COUNT];
        for input in pile {
            by_type[input.event_type.index()] += 1;
        }
        let spot = projection.pos(pile[0].centre);
        let target = Target::Pile(pile[0].event);
        let is = |test: fn(&MarkerState) -> bool| pile.iter().any(|input| test(&input.state));
        let state = MarkerState {
            is_selected: is(|s| s.is_selected),
            is_hovered: is(|s| s.is_hovered),
            is_hollow: is(|s| s.is_hollow),
        };
        let pos = if state.is_hollow { frame.beside(spot) } else { spot };
        let reach = cluster_radius(pile.len() as u32) + 5.0;
        let numbers: BTreeSet<u16> = pile.iter().filter_map(|input| input.number).collect();
        frame.badges.extend(numbers.into_iter().map(|number| Badge { pos, reach, number }));
        frame.cluster(pos, &by_type, target, state);
    }
    // Large ones first, so that small ones stay in sight; what is set off comes last.
    placed.sort_by(|a, b| {
        let rank = |p: &Placed<'_>| (p.input.state.is_selected, p.input.state.is_hovered);
        rank(a).cmp(&rank(b)).then(b.reach().total_cmp(&a.reach()))
    });
    for marker in &placed {
        frame.marker(marker);
    }
    frame.number();
    frame.out
}

struct Frame<'a> {
    camera: &'a Camera,
    projection: Projection,
    view: Rect,
    theme: &'a Theme,
    out: MarkerLayers,
    /// Numbers, painted above all markers.
    badges: Vec<Badge>,
}

/// Positions that differ by less than about 4 cm are one spot.
fn spot_key(p: Mercator) -> (i64, i64) {
    let key = |v: f64| (v * 2f64.powi(30)).round() as i64;
    (key(p.x), key(p.y))
}

impl Frame<'_> {
    /// Areas drawn by sources and areas of uncertainty, each once however many events share it.
    fn areas(&mut self, inputs: &[MarkerInput]) {
        let mut circles: BTreeMap<CircleKey, (&MarkerInput, bool, bool)> = BTreeMap::new();
        for input in inputs {
            let set_off = input.state.is_selected || input.state.is_hovered;
            if let Some(shape) = &input.shape {
                let colour = self.theme.event_type(input.event_type);
                let line = Line::solid(
                    if set_off { 2.4 } else { 1.5 },
                    self.theme.event_type_line(input.event_type).with_opacity(0.85),
                );
                let before = self.out.areas.items.len();
                shape.draw(
                    &self.projection,
                    &self.view,
                    colour.with_opacity(0.12),
                    line,
                    &mut self.out.areas.items,
                );
                self.out.seen.shape |= self.out.areas.items.len() > before;
            }
            let Some(radius_m) = input.radius_m.filter(|r| r.is_finite() && *r > 0.0) else {
                continue;
            };
            let entry = circles
                .entry((spot_key(input.centre), radius_m.round() as u32))
                .or_insert((input, true, false));
            entry.1 &= entry.0.event_type == input.event_type;
            entry.2 |= set_off;
        }
        // The more areas, the fainter each: together they must not bury the map.
        let strength = if circles.len() > 40 { 0.5 } else { 1.0 };
        for (input, one_type, set_off) in circles.into_values() {
            let radius_m = f64::from(input.radius_m.unwrap_or_default());
            let radius = self.camera.pixels(radius_m, input.centre) as f32;
            let centre = self.projection.pos(input.centre);
            let corner = Pos::new(
                if centre.x < self.view.centre().x { self.view.max.x } else { self.view.min.x },
                if centre.y < self.view.centre().y { self.view.max.y } else { self.view.min.y },
            );
            // Hidden below its own marker, out of view, or so large that the view lies within.
            if radius < marker_reach(input) + 2.0
                || self.view.distance(centre) > radius
                || corner.distance(centre) < radius
            {
                continue;
            }
            let (fill, line) = if one_type {
                (
                    self.theme.event_type(input.event_type),
                    self.theme.event_type_line(input.event_type),
                )
            } else {
                (self.theme.text_quiet, self.theme.text_quiet)
            };
            let (fill_opacity, line_opacity, width) =
                if set_off { (0.14, 0.95, 1.6) } else { (0.055 * strength, 0.6 * strength, 1.0) };
            self.out.areas.push(Circle {
                centre,
                radius,
                fill: Some(fill.with_opacity(fill_opacity)),
                line: Some(Line::dashed(width, line.with_opacity(line_opacity), 5.0, 4.0)),
            });
            self.out.seen.area = true;
        }
    }

    /// Where each marker stands. Events on one spot stand around it; what cannot be fanned out
    /// becomes a pile.
    fn arrange<'a>(&mut self, inputs: &'a [MarkerInput]) -> (Vec<Placed<'a>>, Vec<Pile<'a>>) {
        let mut spots: BTreeMap<(i64, i64), Vec<&MarkerInput>> = BTreeMap::new();
        let near = self.view.grown(MAX_RADIUS * 2.0);
        for input in inputs {
            if near.contains(self.projection.pos(input.centre)) {
                spots.entry(spot_key(input.centre)).or_default().push(input);
            }
        }
        let (mut placed, mut piles) = (Vec::new(), Vec::new());
        for group in spots.into_values() {
            let spot = self.projection.pos(group[0].centre);
            match fan_offsets(&group) {
                Some(offsets) => {
                    self.out.seen.fan |= group.len() > 1;
                    for (input, (dx, dy)) in group.into_iter().zip(offsets) {
                        placed.push(Placed { input, pos: spot.plus(dx, dy), spot });
                    }
                }
                None => {
                    // A count is of events or of proposals, never of both.
                    let (hollow, filled): (Pile<'_>, Pile<'_>) =
                        group.into_iter().partition(|input| input.state.is_hollow);
                    piles.extend([filled, hollow].into_iter().filter(|pile| !pile.is_empty()));
                }
            }
        }
        (placed, piles)
    }

    /// Thin lines from fanned markers to their spot, and dotted ones between the places of a
    /// selected or hovered event.
    fn ties(&mut self, placed: &[Placed<'_>]) {
        let quiet = Line::solid(0.9, self.theme.settlement.with_opacity(0.8));
        let mut spots: Vec<Pos> = Vec::new();
        for marker in placed.iter().filter(|m| m.pos != m.spot) {
            self.out.markers.push(segment(marker.spot, marker.pos, quiet));
            if spots.last() != Some(&marker.spot) {
                spots.push(marker.spot);
            }
        }
        for spot in spots {
            self.out.markers.push(Circle {
                centre: spot,
                radius: 1.8,
                fill: Some(self.theme.settlement),
                line: None,
            });
        }
        let mut by_event: BTreeMap<EventId, Vec<&Placed<'_>>> = BTreeMap::new();
        for marker in placed {
            if marker.input.state.is_selected || marker.input.state.is_hovered {
                by_event.entry(marker.input.event).or_default().push(marker);
            }
        }
        for mut places in by_event.into_values().filter(|places| places.len() > 1) {
            places.sort_by_key(|p| p.input.placement);
            let colour = self.theme.event_type_line(places[0].input.event_type);
            for pair in places.windows(2) {
                let line = Line::dashed(1.6, colour, 2.0, 3.5);
                self.out.markers.push(segment(pair[0].pos, pair[1].pos, line));
            }
            self.out.seen.tie = true;
        }
    }

    fn marker(&mut self, marker: &Placed<'_>) {
        let Placed { input, pos, .. } = *marker;
        let reach = marker.reach();
        let box_ = Rect::centred(pos, 2.0 * reach, 2.0 * reach);
        if !box_.overlaps(&self.view) {
            return;
        }
        let items = &mut self.out.markers.items;
        draw_marker(items, pos, input.event_type, input.toll, input.state, self.theme);
        if input.state.is_selected || input.state.is_hovered {
            let colour =
                if input.state.is_selected { self.theme.selected } else { self.theme.hovered };
            let radius = reach + 3.0;
            items.push(ring(pos, radius, Line::solid(5.0, self.theme.marker_halo)));
            items.push(ring(pos, radius, Line::solid(2.4, colour)));
        }
        if let Some(number) = input.number {
            self.badges.push(Badge { pos, reach, number });
        }
        let seen = &mut self.out.seen;
        seen.types[input.event_type.index()] = true;
        seen.unknown_toll |= input.toll == TollView::Unknown;
        seen.zero_toll |= input.toll.is_zero();
        seen.ring |= input.toll.has_ring();
        seen.open_ring |= input.toll.is_open();
        seen.hollow |= input.state.is_hollow;
        let extra = if input.state.is_selected || input.state.is_hovered { 4.5 } else { 0.0 };
        self.out.footprints.push(box_.grown(extra));
        self.out.markers.push_hit(
            HitShape::Circle(pos, reach.max(9.0)),
            Target::Marker { event: input.event, placement: input.placement },
        );
    }

    /// Where proposals stand whose spot is taken by events: beside those.
    fn beside(&self, spot: Pos) -> Pos {
        let is_free = |pos: &Pos| {
            let box_ = Rect::centred(*pos, HOLLOW_ROOM, HOLLOW_ROOM);
            !self.out.footprints.iter().any(|taken| taken.overlaps(&box_))
        };
        let mut places = (0..3u8).map(|step| spot.plus(f32::from(step) * HOLLOW_ROOM, 0.0));
        places.find(is_free).unwrap_or(spot)
    }

    fn cluster(
        &mut self,
        pos: Pos,
        by_type: &[u32; EventType::COUNT],
        target: Target,
        state: MarkerState,
    ) {
        let MarkerState { is_selected, is_hovered, is_hollow } = state;
        let n_events: u32 = by_type.iter().sum();
        let radius = cluster_radius(n_events);
        let reach = radius + 5.0;
        let box_ = Rect::centred(pos, 2.0 * reach, 2.0 * reach);
        if n_events == 0 || !box_.overlaps(&self.view) {
            return;
        }
        if is_hollow {
            draw_hollow_cluster(&mut self.out.markers.items, pos, by_type, self.theme);
        } else {
            draw_cluster(&mut self.out.markers.items, pos, by_type, self.theme);
        }
        if is_selected || is_hovered {
            let colour = if is_selected { self.theme.selected } else { self.theme.hovered };
            self.out.markers.push(ring(pos, reach + 2.5, Line::solid(2.4, colour)));
        }
        self.out.seen.cluster |= !is_hollow;
        self.out.seen.hollow |= is_hollow;
        for kind in EventType::ALL {
            self.out.seen.types[kind.index()] |= by_type[kind.index()] > 0;
        }
        self.out.footprints.push(box_);
        self.out.markers.push_hit(HitShape::Circle(pos, reach), target);
    }
}

/// Offsets of events on one spot, on a circle around it, from the top clockwise; `None` when
/// they are too many or too large.
fn fan_offsets(group: &[&MarkerInput]) -> Option<Vec<(f32, f32)>> {
    let n = group.len();
    if n == 1 {
        return Some(vec![(0.0, 0.0)]);
    }
    if n > FAN_MAX {
        return None;
    }
    let reaches: Vec<f32> = group.iter().map(|input| marker_reach(input) + 1.0).collect();
    // Each neighbour pair needs its two reaches as chord; the widest pair decides.
    let widest = (0..n).map(|i| reaches[i] + reaches[(i + 1) % n]).fold(0.0, f32::max);
    let half_turn = std::f32::consts::PI / n as f32;
    let radius = (widest / 2.0 / half_turn.sin()).max(10.0);
    if radius > FAN_MAX_RADIUS {
        return None;
    }
    // Two stand side by side, more start at the top.
    let first = if n == 2 { -std::f32::consts::FRAC_PI_2 } else { 0.0 };
    Some(
        (0..n)
            .map(|i| {
                let angle = first + 2.0 * half_turn * i as f32;
                (radius * angle.sin(), -radius * angle.cos())
            })
            .collect(),
    )
}

#[cfg(test)]
mod tests;
