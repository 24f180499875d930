//! The numbers that tie markers to a table: each beside its marker, off all other numbers, and off
//! markers where there is room.

use super::Frame;
use crate::scene::basemap::segment;
use crate::scene::geometry::{Pos, Rect};
use crate::scene::labels::Taken;
use crate::scene::shape::{Anchor, Circle, Font, Line, Text};

/// A number that belongs to a marker.
#[derive(Debug, Clone, Copy)]
pub(super) struct Badge {
    /// The middle of the marker.
    pub pos: Pos,
    /// From there to its outer edge.
    pub reach: f32,
    pub number: u16,
}

/// Rings of places around a marker, and places on each.
const N_RINGS: usize = 9;
const N_PLACES: usize = 16;

/// From one ring to the next, in logical pixels.
const RING_STEP: f32 = 9.0;

/// A number further from its marker than this is tied to it by a line.
const TIED_FROM: f32 = 9.0;

impl Badge {
    fn radius(self) -> f32 {
        6.8 + 1.6 * f32::from(u8::from(self.number > 9) + u8::from(self.number > 99))
    }

    /// Where its number may stand, nearest first, beginning at the upper right.
    fn places(self) -> impl Iterator<Item = (Pos, f32)> {
        (0..N_RINGS).flat_map(move |ring| {
            let away = ring as f32 * RING_STEP;
            let distance = self.reach + self.radius() * 0.4 + away;
            (0..N_PLACES).map(move |i| {
                let turn = if i % 2 == 0 { i as f32 / 2.0 } else { -(i as f32 + 1.0) / 2.0 };
                let angle = (0.125 + turn / N_PLACES as f32) * std::f32::consts::TAU;
                (self.pos.plus(distance * angle.sin(), -distance * angle.cos()), away)
            })
        })
    }
}

impl Frame<'_> {
    /// Puts every number beside its marker: the first place that is off all numbers and all other
    /// markers, else the first that is off all numbers. A number without any is left out; the table
    /// then says that its event is not on the map.
    pub(super) fn number(&mut self) {
        let badges = std::mem::take(&mut self.badges);
        let mut numbers = Taken::new(self.view);
        let mut markers = Taken::new(self.view);
        for footprint in &self.out.footprints {
            markers.take(footprint.grown(-2.0));
        }
        let (mut lines, mut discs) = (Vec::new(), Vec::new());
        for badge in badges {
            let side = 2.0 * badge.radius() + 2.0;
            let room = |at: Pos| Rect::centred(at, side, side);
            let free: Vec<(Pos, f32)> =
                badge.places().filter(|(at, _)| numbers.is_free(&room(*at))).collect();
            let best = free.iter().find(|(at, _)| markers.is_free(&room(*at).grown(-1.5)));
            let Some(&(at, away)) = best.or(free.first()) else { continue };
            numbers.take(room(at));
            if away >= TIED_FROM {
                lines.push(segment(badge.pos, at, Line::solid(1.0, self.theme.text)));
            }
            discs.push(
                Circle {
                    centre: at,
                    radius: badge.radius(),
                    fill: Some(self.theme.panel),
                    line: Some(Line::solid(1.0, self.theme.text)),
                }
                .into(),
            );
            let words = badge.number.to_string();
            discs.push(
                Text::new(words, at.plus(0.0, 3.3), Font::SansBold, 9.0, self.theme.text)
                    .anchored(Anchor::Middle)
                    .into(),
            );
            self.out.footprints.push(room(at));
            self.out.numbers.insert(badge.number);
        }
        self.out.markers.items.extend(lines);
        self.out.markers.items.append(&mut discs);
    }
}
