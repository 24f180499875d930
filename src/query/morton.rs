//! Positions along the Z-order curve: the digits of x and y by turns, so that
//! every square of a quadtree is one stretch of the order.
//!
//! G. M. Morton, "A computer oriented geodetic data base and a new technique in
//! file sequencing", IBM, 1966.

use crate::model::Mercator;

/// Steps across the Mercator square.
const SCALE: f64 = 4_294_967_296.0;

/// Deepest level of the quadtree: squares of one step.
pub(super) const MAX_LEVEL: u32 = 32;

/// A point's code, exact for the fixed-point positions of a table.
pub(super) fn code(point: Mercator) -> u64 {
    let (x, y) = steps(point);
    spread(x) | spread(y) << 1
}

/// A point as steps from the north-western corner; points outside are taken to the edge.
pub(super) fn steps(point: Mercator) -> (u32, u32) {
    ((point.x * SCALE) as u32, (point.y * SCALE) as u32)
}

/// Steps of a code.
pub(super) fn steps_of(code: u64) -> (u32, u32) {
    (gather(code), gather(code >> 1))
}

/// The middle of the step.
pub(super) fn point_of(code: u64) -> Mercator {
    let (x, y) = steps_of(code);
    Mercator { x: (f64::from(x) + 0.5) / SCALE, y: (f64::from(y) + 0.5) / SCALE }
}

/// The point that far from the corner, in steps.
pub(super) fn point_at(x_steps: f64, y_steps: f64) -> Mercator {
    Mercator { x: (x_steps + 0.5) / SCALE, y: (y_steps + 0.5) / SCALE }
}

fn spread(steps: u32) -> u64 {
    let mut s = u64::from(steps);
    s = (s | s << 16) & 0x0000_FFFF_0000_FFFF;
    s = (s | s << 8) & 0x00FF_00FF_00FF_00FF;
    s = (s | s << 4) & 0x0F0F_0F0F_0F0F_0F0F;
    s = (s | s << 2) & 0x3333_3333_3333_3333;
    (s | s << 1) & 0x5555_5555_5555_5555
}

fn gather(code: u64) -> u32 {
    let mut s = code & 0x5555_5555_5555_5555;
    s = (s | s >> 1) & 0x3333_3333_3333_3333;
    s = (s | s >> 2) & 0x0F0F_0F0F_0F0F_0F0F;
    s = (s | s >> 4) & 0x00FF_00FF_00FF_00FF;
    s = (s | s >> 8) & 0x0000_FFFF_0000_FFFF;
    (s | s >> 16) as u32
}

/// A square of the quadtree: of level `l` there are 4^l.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Square {
    /// 0 is the whole.
    pub level: u32,
    /// Leading digits of the codes inside, 2 for each level.
    pub prefix: u64,
}

impl Square {
    /// The whole Mercator square.
    pub const WHOLE: Self = Self { level: 0, prefix: 0 };

    /// The square of a level that holds a code.
    pub fn around(code: u64, level: u32) -> Self {
        Self { level, prefix: code.checked_shr(2 * (MAX_LEVEL - level)).unwrap_or(0) }
    }

    /// The smallest square that holds both codes, not deeper than `max_level`.
    pub fn around_both(a: u64, b: u64, max_level: u32) -> Self {
        Self::around(a, ((a ^ b).leading_zeros() / 2).min(max_level))
    }

    /// The four squares inside, in order of codes.
    pub fn quarters(self) -> [Self; 4] {
        [0, 1, 2, 3].map(|q| Self { level: self.level + 1, prefix: self.prefix << 2 | q })
    }

    /// The last code inside.
    pub fn last_code(self) -> u64 {
        let shift = 2 * (MAX_LEVEL - self.level);
        if shift == 64 { u64::MAX } else { ((self.prefix + 1) << shift).wrapping_sub(1) }
    }

    /// First and last step inside, on each axis: (x, y), (x, y).
    pub fn corners(self) -> ((u32, u32), (u32, u32)) {
        let first = self.prefix.checked_shl(2 * (MAX_LEVEL - self.level)).unwrap_or(0);
        (steps_of(first), steps_of(self.last_code()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn codes_give_back_their_steps(x: u32, y: u32) {
            prop_assert_eq!(steps_of(spread(x) | spread(y) << 1), (x, y));
            let code = spread(x) | spread(y) << 1;
            prop_assert_eq!(super::code(point_of(code)), code);
        }

        #[test]
        fn a_square_holds_the_codes_between_its_corners(code: u64, level in 0u32..=32) {
            let square = Square::around(code, level);
            let ((x0, y0), (x1, y1)) = square.corners();
            let (x, y) = steps_of(code);
            prop_assert!(x0 <= x && x <= x1 && y0 <= y && y <= y1);
            let side = (1u64 << (32 - level)) - 1;
            prop_assert_eq!((u64::from(x1 - x0), u64::from(y1 - y0)), (side, side));
            if level < 32 {
                let quarters = square.quarters();
                prop_assert!(quarters.contains(&Square::around(code, level + 1)));
                prop_assert_eq!(quarters[3].last_code(), square.last_code());
            }
        }
    }
}
