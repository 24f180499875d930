//! How a folded core sounds: one alphabet of sounds for both scripts, so that
//! "Begayliya", "al-Bughaliya" and "البغيلية" lie close together.
//!
//! The classes follow what transliterators of Syrian Arabic mix up (ALA-LC,
//! BGN/PCGN, French mandate spellings and what newsrooms improvise): q/k/g/gh,
//! th/t/s, dh/d/z, sh/ch, ou/u/o, ee/i/y, the diphthongs, final -ah/-eh/-a.

use super::fold::is_arabic_letter;

/// A sound. Vowels come last; [`is_vowel`] relies on it.
pub(super) type Sound = u8;

macro_rules! sounds {
    (@ $n:expr; $name:ident $($rest:ident)*) => {
        pub(super) const $name: Sound = $n;
        sounds!(@ $n + 1; $($rest)*);
    };
    (@ $n:expr;) => {
        /// Digits 0 to 9 are sounds of their own.
        const DIGIT0: Sound = $n;
    };
}

sounds! { @ 1; B P T TH J CH H KH D DH R Z S SH GH F V Q K G L M N W Y }

const DIGIT9: Sound = DIGIT0 + 9;
/// A letter of no script known here.
const OTHER: Sound = DIGIT0 + 10;
const FIRST_VOWEL: Sound = DIGIT0 + 11;

/// Open vowel: a, aa, alef, final -ah.
pub(super) const A: Sound = FIRST_VOWEL;
/// e, which stands for a or for i.
pub(super) const E: Sound = FIRST_VOWEL + 1;
/// i, ee.
pub(super) const I: Sound = FIRST_VOWEL + 2;
/// u, o, ou, oo.
pub(super) const U: Sound = FIRST_VOWEL + 3;
/// ay, ai, ei, ey.
pub(super) const AY: Sound = FIRST_VOWEL + 4;
/// aw, au.
pub(super) const AW: Sound = FIRST_VOWEL + 5;
/// Arabic ayn: a vowel or nothing in Latin script.
pub(super) const AYN: Sound = FIRST_VOWEL + 6;
/// Arabic ya within a word: i, ay or a consonant.
pub(super) const YA: Sound = FIRST_VOWEL + 7;
/// Arabic waw within a word: u, aw or a consonant.
pub(super) const WAW: Sound = FIRST_VOWEL + 8;
/// Number of sounds, 0 included (0 is no sound).
pub(super) const N_SOUNDS: usize = FIRST_VOWEL as usize + 9;

/// Names longer than this many sounds are cut: no place has one.
pub(super) const MAX_SOUNDS: usize = 40;

/// Whether the sound is a vowel or may be one.
pub(super) const fn is_vowel(sound: Sound) -> bool {
    sound >= FIRST_VOWEL
}

/// Appends the sounds of a folded core to `out`.
pub(super) fn push_sounds(core: &str, out: &mut Vec<Sound>) {
    if core.chars().next().is_some_and(is_arabic_letter) {
        push_arabic(core, out);
    } else {
        push_latin(core.as_bytes(), out);
    }
}

fn push(out: &mut Vec<Sound>, from: usize, sound: Sound) {
    if out.len() < from + MAX_SOUNDS
        && (out.len() == from || out.last() != Some(&sound) || (DIGIT0..=DIGIT9).contains(&sound))
    {
        out.push(sound);
    }
}

fn push_latin(core: &[u8], out: &mut Vec<Sound>) {
    let from = out.len();
    let mut i = 0;
    while i < core.len() {
        let c = core[i];
        let next = core.get(i + 1).copied().unwrap_or(0);
        let two = |sound: Sound| (sound, 2);
        let (sound, used) = match (c, next) {
            (b'k', b'h') => two(KH),
            (b'g', b'h') | (b'r', b'h') => two(GH),
            (b's', b'h') | (b'c', b'h') => two(SH),
            (b't', b'h') => two(TH),
            (b'd', b'h') => two(DH),
            (b'd', b'j') => two(J),
            (b'd', b's') if core[i..].starts_with(b"dsch") => (J, 4),
            (b's', b'c') if core[i..].starts_with(b"sch") => (SH, 3),
            (b'p', b'h') => two(F),
            (b'z', b'h') => two(DH),
            (b'o', b'u' | b'o') | (b'u', b'u') => two(U),
            (b'e', b'e') => two(I),
            (b'a', b'a') => two(A),
            (b'a' | b'e', b'i' | b'y') => {
                // Before a vowel the second letter is a consonant: "Tayyana".
                let after = core.get(i + 2).copied().unwrap_or(0);
                let doubled = next == b'y' && after == b'y';
                if next == b'y' && (is_latin_vowel(after) || doubled) {
                    (if c == b'a' { A } else { E }, 1)
                } else {
                    two(AY)
                }
            }
            (b'a', b'u' | b'w') => {
                let after = core.get(i + 2).copied().unwrap_or(0);
                if next == b'w' && (is_latin_vowel(after) || after == b'w') {
                    (A, 1)
                } else {
                    two(AW)
                }
            }
            (b'a', _) => (A, 1),
            (b'e', _) => (E, 1),
            (b'i', _) => (I, 1),
            (b'o' | b'u', _) => (U, 1),
            (b'y', _) => {
                let before_is_vowel = i > 0 && is_latin_vowel(core[i - 1]);
                if before_is_vowel || is_latin_vowel(next) || i == 0 { (Y, 1) } else { (I, 1) }
            }
            (b'w', _) => (W, 1),
            (b'b', _) => (B, 1),
            (b'p', _) => (P, 1),
            (b't', _) => (T, 1),
            (b'j', _) => (J, 1),
            (b'h', 0) if i > 0 && is_latin_vowel(core[i - 1]) => {
                i += 1;
                continue;
            }
            (b'h', _) => (H, 1),
            (b'd', _) => (D, 1),
            (b'r', _) => (R, 1),
            (b'z', _) => (Z, 1),
            (b's', _) => (S, 1),
            (b'f', _) => (F, 1),
            (b'v', _) => (V, 1),
            (b'q', _) => (Q, 1),
            (b'k' | b'c', _) => (K, 1),
            (b'x', _) => (KH, 1),
            (b'g', _) => (G, 1),
            (b'l', _) => (L, 1),
            (b'm', _) => (M, 1),
            (b'n', _) => (N, 1),
            (b'0'..=b'9', _) => (DIGIT0 + (c - b'0'), 1),
            _ => (OTHER, 1),
        };
        push(out, from, sound);
        i += used;
    }
}

const fn is_latin_vowel(c: u8) -> bool {
    matches!(c, b'a' | b'e' | b'i' | b'o' | b'u')
}

fn push_arabic(core: &str, out: &mut Vec<Sound>) {
    let from = out.len();
    let mut letters = core.chars().peekable();
    while let Some(letter) = letters.next() {
        let is_last = letters.peek().is_none();
        let is_first = out.len() == from;
        let sound = match letter {
            'ا' => A,
            'ب' => B,
            'ت' | 'ط' => T,
            'ث' => TH,
            'ج' => J,
            'ح' => H,
            'ه' if is_last => A,
            'ه' => H,
            'خ' => KH,
            'د' | 'ض' => D,
            'ذ' | 'ظ' => DH,
            'ر' => R,
            'ز' => Z,
            'س' | 'ص' => S,
            'ش' => SH,
            'ع' => AYN,
            'غ' => GH,
            'ف' => F,
            'ق' => Q,
            'ك' => K,
            'ل' => L,
            'م' => M,
            'ن' => N,
            'و' if is_first => W,
            'و' => WAW,
            'ي' if is_first => Y,
            'ي' => YA,
            '0'..='9' => DIGIT0 + (letter as u8 - b'0'),
            _ => OTHER,
        };
        push(out, from, sound);
    }
}

/// Cost of one error, in hundredths of a wrong consonant.
type Cost = u16;

const FAR: Cost = 100;

/// Costs of writing one sound for another, and of leaving one out.
pub(super) struct Costs {
    instead: [[Cost; N_SOUNDS]; N_SOUNDS],
    missing: [Cost; N_SOUNDS],
}

/// Pairs that transliterations mix up, with the cost of doing so. All others
/// cost [`FAR`]; a consonant for a vowel costs more still.
const PAIRS: &[(Sound, Sound, Cost)] = &[
    (Q, K, 12),
    (Q, G, 20),
    (K, G, 30),
    (G, GH, 15),
    (GH, Q, 40),
    (GH, K, 55),
    (GH, KH, 35),
    (GH, R, 60),
    (G, J, 15),
    (GH, J, 60),
    (KH, K, 20),
    (KH, H, 30),
    (KH, Q, 45),
    (KH, G, 50),
    (H, K, 80),
    (T, TH, 12),
    (T, D, 50),
    (T, DH, 60),
    (TH, S, 40),
    (TH, D, 50),
    (TH, DH, 15),
    (TH, Z, 45),
    (D, DH, 12),
    (D, Z, 45),
    (DH, Z, 15),
    (DH, S, 60),
    (S, Z, 45),
    (S, SH, 40),
    (SH, J, 55),
    (SH, CH, 5),
    (J, CH, 40),
    (J, Z, 60),
    (J, Y, 60),
    (B, P, 15),
    (B, V, 60),
    (F, V, 10),
    (W, V, 15),
    (P, F, 60),
    (L, R, 80),
    (M, N, 65),
    (L, N, 80),
    (R, N, 95),
    (K, SH, 60),
    (D, R, 90),
    (A, E, 8),
    (A, I, 30),
    (A, U, 30),
    (A, AY, 18),
    (A, AW, 20),
    (E, I, 8),
    (E, U, 30),
    (E, AY, 10),
    (E, AW, 35),
    (I, U, 35),
    (I, AY, 12),
    (I, AW, 45),
    (U, AY, 40),
    (U, AW, 8),
    (AY, AW, 40),
    (AYN, A, 3),
    (AYN, E, 5),
    (AYN, I, 12),
    (AYN, U, 18),
    (AYN, AY, 18),
    (AYN, AW, 25),
    (YA, I, 0),
    (YA, AY, 0),
    (YA, E, 8),
    (YA, Y, 3),
    (YA, A, 28),
    (YA, AYN, 30),
    (YA, U, 45),
    (WAW, U, 0),
    (WAW, AW, 0),
    (WAW, W, 3),
    (WAW, E, 35),
    (WAW, A, 30),
    (WAW, AYN, 35),
    (WAW, V, 15),
    (YA, WAW, 60),
    (Y, I, 12),
    (Y, E, 25),
    (Y, AY, 12),
    (W, U, 12),
    (W, AW, 10),
    (W, A, 45),
    (Y, A, 45),
];

impl Costs {
    /// `vowel`: cost of a short vowel left out.
    pub(super) const fn new(vowel: Cost) -> Self {
        let mut instead = [[FAR; N_SOUNDS]; N_SOUNDS];
        let mut missing = [FAR; N_SOUNDS];
        let mut a = 0;
        while a < N_SOUNDS {
            let mut b = 0;
            while b < N_SOUNDS {
                if a == b {
                    instead[a][b] = 0;
                } else if is_vowel(a as Sound) != is_vowel(b as Sound) {
                    instead[a][b] = 130;
                } else if is_digit(a as Sound) || is_digit(b as Sound) {
                    instead[a][b] = 300;
                }
                b += 1;
            }
            if is_vowel(a as Sound) {
                missing[a] = vowel;
            } else if is_digit(a as Sound) {
                missing[a] = 300;
            }
            a += 1;
        }
        missing[AYN as usize] = 4;
        missing[AW as usize] = 24;
        missing[AY as usize] = 20;
        missing[YA as usize] = 22;
        missing[WAW as usize] = 24;
        missing[H as usize] = 32;
        missing[W as usize] = 40;
        missing[Y as usize] = 14;
        let mut i = 0;
        while i < PAIRS.len() {
            let (a, b, cost) = PAIRS[i];
            instead[a as usize][b as usize] = cost;
            instead[b as usize][a as usize] = cost;
            i += 1;
        }
        Self { instead, missing }
    }
}

const fn is_digit(sound: Sound) -> bool {
    sound >= DIGIT0 && sound <= DIGIT9
}

/// Both names in one script.
pub(super) static SAME_SCRIPT: Costs = Costs::new(14);
/// One name in Arabic script, which leaves short vowels out.
pub(super) static CROSS_SCRIPT: Costs = Costs::new(6);

/// The least cost, in hundredths of a wrong consonant, of turning `a` into `b`;
/// `None` when it is more than `limit`. Weighted edit distance (Wagner and
/// Fischer 1974), given up as soon as a whole row exceeds the limit.
pub(super) fn distance(costs: &Costs, a: &[Sound], b: &[Sound], limit: Cost) -> Option<Cost> {
    let a = &a[..a.len().min(MAX_SOUNDS)];
    let b = &b[..b.len().min(MAX_SOUNDS)];
    let mut row = [0 as Cost; MAX_SOUNDS + 1];
    for (j, &sound) in b.iter().enumerate() {
        row[j + 1] = row[j] + edge_cost(costs, sound, j, b.len());
    }
    for (i, &x) in a.iter().enumerate() {
        let x_missing = edge_cost(costs, x, i, a.len());
        let instead = &costs.instead[x as usize];
        let mut diagonal = row[0];
        row[0] += x_missing;
        let mut best = row[0];
        for (j, &y) in b.iter().enumerate() {
            let above = row[j + 1];
            let cost = (diagonal + instead[y as usize])
                .min(above + x_missing)
                .min(row[j] + edge_cost(costs, y, j, b.len()));
            diagonal = above;
            row[j + 1] = cost;
            best = best.min(cost);
        }
        if best > limit {
            return None;
        }
    }
    let cost = row[b.len()];
    (cost <= limit).then_some(cost)
}

/// Leaving a sound out: vowels weigh more at the beginning of a name, where they carry it.
fn edge_cost(costs: &Costs, sound: Sound, at: usize, len: usize) -> Cost {
    let cost = costs.missing[sound as usize];
    if is_vowel(sound) && at == 0 {
        cost + 20
    } else if sound == H && at + 1 == len {
        10
    } else if sound == T && at + 1 == len && len > 3 {
        // Ta marbuta, written -at or left silent.
        38
    } else {
        cost
    }
}

/// Coarse consonant classes for finding candidates; 0 for what is left out
/// (vowels, and h, w, y, which come and go).
pub(super) const fn coarse(sound: Sound) -> u8 {
    match sound {
        B | P => 1,
        T | TH => 2,
        D | DH | Z => 3,
        J | CH => 4,
        KH | Q | K | G | GH => 5,
        R => 6,
        S | SH => 7,
        F | V => 8,
        L => 9,
        M => 10,
        N => 11,
        OTHER => 12,
        _ if is_digit(sound) => 13 + (sound - DIGIT0) % 3,
        _ => 0,
    }
}

/// How much a name has to tell it by: its consonants, with h, w and y counting half.
pub(super) fn strength(sounds: &[Sound]) -> f32 {
    let half = sounds.iter().filter(|s| matches!(**s, H | W | Y | WAW | YA)).count();
    Skeleton::of(sounds).len() as f32 + 0.5 * half as f32
}

/// At most this many consonants are kept in a [`Skeleton`].
pub(super) const MAX_SKELETON: usize = 15;

/// The coarse consonants of a name, four bits each, first consonant lowest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Skeleton(pub u64);

impl Skeleton {
    /// Of a sequence of sounds; doubled classes count once.
    pub(super) fn of(sounds: &[Sound]) -> Self {
        let mut key = 0_u64;
        let mut n = 0;
        let mut last = 0;
        for &sound in sounds {
            let class = coarse(sound);
            if class != 0 && class != last && n < MAX_SKELETON {
                key |= u64::from(class) << (4 * n);
                n += 1;
            }
            if class != 0 || !is_vowel(sound) {
                last = class;
            } else {
                last = 0;
            }
        }
        Self(key)
    }

    /// Number of consonants.
    pub(super) const fn len(self) -> usize {
        (16 - self.0.leading_zeros() as usize / 4) * (self.0 != 0) as usize
    }

    /// This skeleton without consonant `i`.
    pub(super) const fn without(self, i: usize) -> Self {
        let low = self.0 & ((1 << (4 * i)) - 1);
        let high = self.0 >> (4 * (i + 1)) << (4 * i);
        Self(low | high)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::fold::fold;

    fn sounds(name: &str) -> Vec<Sound> {
        let mut out = Vec::new();
        push_sounds(&fold(name).core, &mut out);
        out
    }

    fn cost(a: &str, b: &str) -> u16 {
        distance(&SAME_SCRIPT, &sounds(a), &sounds(b), 10_000).unwrap()
    }

    #[test]
    fn spellings_of_one_name_are_nearer_than_another_name() {
        for (name, same, other) in [
            ("al-Baghiliyah", "al-Bogeleyyah", "al-Baghuz"),
            ("al-Baghiliyah", "البغيلية", "الباغوز"),
            ("al-Muwazzafin", "Mowadhafeen", "al-Muhajirin"),
            ("al-Shumaytiyah", "Chmeitiye", "al-Ma'ishiyah"),
            ("al-Qusour", "Kusour", "al-Kasrah"),
            ("Subaykhan", "Sbeikhan", "al-Shuhayl"),
            ("معيزيلة", "Moezleh", "Muhaymidah"),
        ] {
            assert!(cost(name, same) < cost(name, other), "{name}: {same} against {other}");
            assert!(cost(name, same) < 120, "{name}, {same}: {}", cost(name, same));
        }
    }

    proptest::proptest! {
        #[test]
        fn distance_is_symmetric_and_zero_on_itself(a in "[a-z]{0,12}|[ا-ي]{0,9}", b in "[a-z]{0,12}|[ا-ي]{0,9}") {
            let (x, y) = (sounds(&a), sounds(&b));
            proptest::prop_assert_eq!(distance(&SAME_SCRIPT, &x, &y, 60_000), distance(&SAME_SCRIPT, &y, &x, 60_000));
            proptest::prop_assert_eq!(distance(&SAME_SCRIPT, &x, &x, 0), Some(0));
        }

        #[test]
        fn a_limit_only_hides_what_exceeds_it(a in "[a-z]{0,10}", b in "[a-z]{0,10}", limit in 0..400_u16) {
            let (x, y) = (sounds(&a), sounds(&b));
            let free = distance(&SAME_SCRIPT, &x, &y, 60_000).unwrap();
            proptest::prop_assert_eq!(distance(&SAME_SCRIPT, &x, &y, limit), (free <= limit).then_some(free));
        }
    }
}
