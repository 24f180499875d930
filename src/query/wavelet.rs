//! A wavelet matrix: how many of the first `p` numbers of a sequence are below
//! a limit, in time that depends on neither `p` nor the length.
//!
//! Claude, Navarro, Ordóñez, "The wavelet matrix: An efficient wavelet tree for
//! large alphabets", Information Systems 47 (2015). Level by level, from the
//! highest binary digit, the sequence is stably split into zeros and ones.

use super::rank_bits::RankBits;

#[derive(Debug, Clone)]
struct Level {
    digits: RankBits,
    n_zeros: u32,
}

/// A fixed sequence of numbers; see the module's text.
#[derive(Debug, Clone, Default)]
pub(super) struct WaveletMatrix {
    /// Highest digit first.
    levels: Vec<Level>,
}

impl WaveletMatrix {
    /// Holds `numbers`, each at most `max`.
    pub fn new(mut numbers: Vec<u32>, max: u32) -> Self {
        let n_digits = u32::BITS - max.leading_zeros();
        let mut levels = Vec::with_capacity(n_digits as usize);
        let mut ones = vec![0; numbers.len()];
        for shift in (0..n_digits).rev() {
            let (mut n_zeros, mut n_ones) = (0, 0);
            let digits = RankBits::from_fn(numbers.len() as u32, |i| {
                let number = numbers[i as usize];
                let digit = number >> shift & 1 == 1;
                // Both are written and one is kept: a branch on the digit would
                // be guessed wrong every other time. Zeros never overtake `i`.
                numbers[n_zeros] = number;
                ones[n_ones] = number;
                n_zeros += usize::from(!digit);
                n_ones += usize::from(digit);
                digit
            });
            numbers[n_zeros..].copy_from_slice(&ones[..n_ones]);
            levels.push(Level { digits, n_zeros: n_zeros as u32 });
        }
        Self { levels }
    }

    /// Everything below `limit`, to be counted by position.
    pub fn below(&self, limit: u32) -> Below<'_> {
        let n_digits = self.levels.len() as u32;
        if limit == 0 {
            return Below { steps: Vec::new(), beyond: Beyond::None };
        }
        if limit.checked_shr(n_digits).unwrap_or(0) > 0 {
            return Below { steps: Vec::new(), beyond: Beyond::All };
        }
        let mut start = 0;
        let steps = (0..n_digits).rev().zip(&self.levels).map(|(shift, level)| {
            let digit = limit >> shift & 1 == 1;
            let ones_before = level.digits.rank(start);
            let step = Step {
                digits: &level.digits,
                digit,
                zeros_before: start - ones_before,
                n_zeros: level.n_zeros,
            };
            start = if digit { level.n_zeros + ones_before } else { start - ones_before };
            step
        });
        Below { steps: steps.collect(), beyond: Beyond::Search }
    }

    /// Bytes held.
    pub fn n_bytes(&self) -> usize {
        self.levels.iter().map(|level| level.digits.n_bytes() + size_of::<Level>()).sum()
    }
}

/// Whether the answer needs no search, as the limit is outside the numbers.
#[derive(Debug, Clone, Copy)]
enum Beyond {
    None,
    All,
    Search,
}

/// One level of the way down to a limit. Where the run of numbers that share
/// the limit's digits so far begins does not depend on the position asked for.
#[derive(Debug, Clone, Copy)]
struct Step<'a> {
    digits: &'a RankBits,
    digit: bool,
    /// Zeros before that run.
    zeros_before: u32,
    /// Zeros of the whole level.
    n_zeros: u32,
}

/// The numbers of a sequence that are below a limit.
#[derive(Debug, Clone)]
pub(super) struct Below<'a> {
    steps: Vec<Step<'a>>,
    beyond: Beyond,
}

impl Below<'_> {
    /// How many of the first `end` numbers are below the limit; `end` is at
    /// most the length of the sequence.
    pub fn count(&self, end: u32) -> u32 {
        match self.beyond {
            Beyond::None => 0,
            Beyond::All => end,
            Beyond::Search => {
                let mut end = end;
                let mut n_below = 0;
                for step in &self.steps {
                    let ones = step.digits.rank(end);
                    let zeros = end - ones;
                    if step.digit {
                        n_below += zeros - step.zeros_before;
                        end = step.n_zeros + ones;
                    } else {
                        end = zeros;
                    }
                }
                n_below
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn counts_agree_with_a_loop(
            numbers in prop::collection::vec(0u32..40, 0..150), limit in 0u32..80,
        ) {
            let matrix = WaveletMatrix::new(numbers.clone(), 39);
            let below = matrix.below(limit);
            for end in 0..=numbers.len() {
                let counted = numbers[..end].iter().filter(|number| **number < limit).count();
                prop_assert_eq!(below.count(end as u32) as usize, counted);
            }
        }
    }
}
