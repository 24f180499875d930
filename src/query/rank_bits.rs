//! Bits that know how many of them are set before any position.

/// A fixed sequence of bits. Each 64-bit block holds 32 of them in its lower
/// half and, in its upper half, the number of set bits before the block, so
/// that a rank touches one word of memory.
#[derive(Debug, Clone, Default)]
pub(super) struct RankBits {
    blocks: Vec<u64>,
    len: u32,
}

impl RankBits {
    /// `n_bits` bits, of which bit `i` is `bit(i)`; asked in ascending order.
    pub fn from_fn(n_bits: u32, mut bit: impl FnMut(u32) -> bool) -> Self {
        let mut blocks = Vec::with_capacity(n_bits as usize / 32 + 1);
        let mut n_set = 0;
        // One block past the end where the length is a multiple of 32, for `rank(len)`.
        for block in 0..=n_bits / 32 {
            let start = block * 32;
            let mut word = 0u32;
            for offset in 0..32.min(n_bits - start) {
                word |= u32::from(bit(start + offset)) << offset;
            }
            blocks.push(u64::from(n_set) << 32 | u64::from(word));
            n_set += word.count_ones();
        }
        Self { blocks, len: n_bits }
    }

    /// Number of bits.
    pub const fn len(&self) -> u32 {
        self.len
    }

    /// Number of set bits.
    pub fn n_set(&self) -> u32 {
        self.rank(self.len)
    }

    /// Number of set bits at positions below `end`, which is at most the length.
    pub fn rank(&self, end: u32) -> u32 {
        let block = self.blocks[end as usize / 32];
        let below = (1u32 << (end % 32)) - 1;
        (block >> 32) as u32 + (block as u32 & below).count_ones()
    }

    /// Whether a bit is set; `false` beyond the end.
    pub fn is_set(&self, position: u32) -> bool {
        position < self.len && self.blocks[position as usize / 32] >> (position % 32) & 1 == 1
    }

    /// Position of the set bit that has `n` set bits before it; `None` when
    /// there are not so many.
    pub fn select(&self, n: u32) -> Option<u32> {
        if n >= self.n_set() {
            return None;
        }
        let block = self.blocks.partition_point(|block| (block >> 32) as u32 <= n) - 1;
        let mut word = self.blocks[block] as u32;
        for _ in 0..n - (self.blocks[block] >> 32) as u32 {
            word &= word - 1;
        }
        Some(block as u32 * 32 + word.trailing_zeros())
    }

    /// Bytes held.
    pub fn n_bytes(&self) -> usize {
        size_of_val(self.blocks.as_slice())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn ranks_and_selections_agree_with_counting(bits in prop::collection::vec(any::<bool>(), 0..200)) {
            let packed = RankBits::from_fn(bits.len() as u32, |i| bits[i as usize]);
            for end in 0..=bits.len() {
                let counted = bits[..end].iter().filter(|bit| **bit).count();
                prop_assert_eq!(packed.rank(end as u32) as usize, counted);
            }
            let set: Vec<u32> = (0..bits.len() as u32).filter(|i| bits[*i as usize]).collect();
            let selected: Vec<u32> = (0..).map_while(|n| packed.select(n)).collect();
            prop_assert_eq!(selected, set);
        }
    }
}
