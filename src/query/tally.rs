//! How many events in a date range have each value of a facet.

use super::days::RankRange;

/// For each key, how many days of it lie below any rank.
#[derive(Debug, Clone, Default)]
struct Steps {
    /// Where each key's steps begin; one entry more than keys.
    offsets: Vec<u32>,
    /// Distinct ranks of each key, ascending.
    ranks: Vec<u32>,
    /// Number of the key's days up to and including that rank.
    n_up_to: Vec<u32>,
}

impl Steps {
    /// From (key, rank) pairs in ascending order of rank.
    fn new(n_keys: usize, pairs: &[(u32, u32)]) -> Self {
        let mut starts = vec![0u32; n_keys + 1];
        for (key, _) in pairs {
            starts[*key as usize + 1] += 1;
        }
        for key in 0..n_keys {
            starts[key + 1] += starts[key];
        }
        let mut by_key = vec![0; pairs.len()];
        let mut next = starts.clone();
        for (key, rank) in pairs {
            let at = &mut next[*key as usize];
            by_key[*at as usize] = *rank;
            *at += 1;
        }
        let mut steps = Self { offsets: vec![0], ranks: Vec::new(), n_up_to: Vec::new() };
        for key in 0..n_keys {
            let mut n_up_to = 0;
            let days = &by_key[starts[key] as usize..starts[key + 1] as usize];
            for day in days.chunk_by(|a, b| a == b) {
                n_up_to += day.len() as u32;
                steps.ranks.push(day[0]);
                steps.n_up_to.push(n_up_to);
            }
            steps.offsets.push(steps.ranks.len() as u32);
        }
        steps.ranks.shrink_to_fit();
        steps.n_up_to.shrink_to_fit();
        steps
    }

    fn n_below(&self, key: usize, rank: u32) -> u32 {
        let (start, end) = (self.offsets[key] as usize, self.offsets[key + 1] as usize);
        let n = self.ranks[start..end].partition_point(|other| *other < rank);
        if n == 0 { 0 } else { self.n_up_to[start + n - 1] }
    }

    fn n_bytes(&self) -> usize {
        size_of_val(self.offsets.as_slice())
            + size_of_val(self.ranks.as_slice())
            + size_of_val(self.n_up_to.as_slice())
    }
}

/// The values of one facet among some events, most frequent first (over all
/// dates, so that a list of them keeps its order while the dates move), and
/// how many events of any date range have each.
#[derive(Debug, Clone)]
pub(super) struct Tally<K> {
    keys: Vec<K>,
    n_total: Vec<u32>,
    n_undated: Vec<u32>,
    /// Days of events known to the day.
    exact: Steps,
    /// First and last days of the others.
    first: Steps,
    last: Steps,
}

/// Collects the values of events for a [`Tally`].
pub(super) struct TallyBuilder<K> {
    /// Position in `keys` by the value's own number.
    positions: Vec<u32>,
    keys: Vec<K>,
    n_total: Vec<u32>,
    n_undated: Vec<u32>,
    exact: Vec<(u32, u32)>,
    inexact: Vec<(u32, u32, u32)>,
    n_days: u32,
}

const UNSEEN: u32 = u32::MAX;

impl<K: Copy> TallyBuilder<K> {
    /// For values numbered below `n_numbers`, and that many distinct days.
    pub fn new(n_numbers: usize, n_days: u32) -> Self {
        Self {
            positions: vec![UNSEEN; n_numbers],
            keys: Vec::new(),
            n_total: Vec::new(),
            n_undated: Vec::new(),
            exact: Vec::new(),
            inexact: Vec::new(),
            n_days,
        }
    }

    /// Adds an event's value, of that number. `days` are the ranks of its first
    /// and last day, both the number of days for an undated one. Events come in
    /// ascending order of first day, those with several values several times.
    pub fn push(&mut self, key: K, number: usize, (first, last): (u32, u32)) {
        let position = &mut self.positions[number];
        if *position == UNSEEN {
            *position = self.keys.len() as u32;
            self.keys.push(key);
            self.n_total.push(0);
            self.n_undated.push(0);
        }
        let position = *position;
        self.n_total[position as usize] += 1;
        if first == self.n_days {
            self.n_undated[position as usize] += 1;
        } else if first == last {
            self.exact.push((position, first));
        } else {
            self.inexact.push((position, first, last));
        }
    }

    /// The tally. `order` ranks values of equal frequency.
    pub fn finish<O: Ord>(mut self, order: impl Fn(K) -> O) -> Tally<K> {
        let n_keys = self.keys.len();
        let mut by_frequency: Vec<u32> = (0..n_keys as u32).collect();
        by_frequency.sort_by_cached_key(|position| {
            let position = *position as usize;
            (std::cmp::Reverse(self.n_total[position]), order(self.keys[position]))
        });
        let mut moved = vec![0; n_keys];
        for (new, old) in (0..).zip(&by_frequency) {
            moved[*old as usize] = new;
        }
        for pair in &mut self.exact {
            pair.0 = moved[pair.0 as usize];
        }
        for entry in &mut self.inexact {
            entry.0 = moved[entry.0 as usize];
        }
        let by_first: Vec<_> = self.inexact.iter().map(|(key, first, _)| (*key, *first)).collect();
        let by_last =
            ascending(self.inexact.iter().map(|(key, _, last)| (*key, *last)), self.n_days);
        let sorted =
            |values: &[u32]| by_frequency.iter().map(|old| values[*old as usize]).collect();
        Tally {
            n_total: sorted(&self.n_total),
            n_undated: sorted(&self.n_undated),
            exact: Steps::new(n_keys, &self.exact),
            first: Steps::new(n_keys, &by_first),
            last: Steps::new(n_keys, &by_last),
            keys: by_frequency.iter().map(|old| self.keys[*old as usize]).collect(),
        }
    }
}

impl<K: Copy> Tally<K> {
    /// The values, most frequent first.
    pub fn keys(&self) -> &[K] {
        &self.keys
    }

    /// How many events have the value, whatever their date.
    pub fn n_total(&self, index: usize) -> u32 {
        self.n_total[index]
    }

    /// How many events in range have the value at a position of [`Tally::keys`].
    pub fn n_within(&self, index: usize, range: RankRange) -> u32 {
        let RankRange { start, end, undated } = range;
        self.exact.n_below(index, end) - self.exact.n_below(index, start)
            + self.first.n_below(index, end)
            - self.last.n_below(index, start)
            + if undated { self.n_undated[index] } else { 0 }
    }

    pub fn n_bytes(&self) -> usize {
        size_of_val(self.keys.as_slice())
            + 2 * size_of_val(self.n_total.as_slice())
            + self.exact.n_bytes()
            + self.first.n_bytes()
            + self.last.n_bytes()
    }
}

/// The pairs in ascending order of rank, which is below `n_ranks`, by counting sort.
fn ascending(pairs: impl Iterator<Item = (u32, u32)> + Clone, n_ranks: u32) -> Vec<(u32, u32)> {
    let mut starts = vec![0u32; n_ranks as usize + 1];
    let mut n_pairs = 0;
    for (_, rank) in pairs.clone() {
        starts[rank as usize + 1] += 1;
        n_pairs += 1;
    }
    for rank in 0..n_ranks as usize {
        starts[rank + 1] += starts[rank];
    }
    let mut sorted = vec![(0, 0); n_pairs];
    for pair in pairs {
        let at = &mut starts[pair.1 as usize];
        sorted[*at as usize] = pair;
        *at += 1;
    }
    sorted
}
