//! Words as they sound, for names that are written in another script or
//! transliterated in another way: `Helwani`, `al-Halwani`, `الحلواني`.

use super::fold::{Folder, Script, script_of};
use super::sound::{self, CROSS_SCRIPT, SAME_SCRIPT, Skeleton, Sound};

/// Words further apart than this are not writings of one word, in hundredths of a
/// wrong consonant.
const LIMIT: u16 = 60;

/// A word as it sounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    script: Script,
    sounds: Vec<Sound>,
}

impl Heard {
    /// A word in Latin or Arabic script, with its article or without; `None` when
    /// there is nothing to hear in it.
    #[must_use]
    pub fn of(word: &str, folder: &mut Folder) -> Option<Self> {
        let core = &folder.fold(word).core;
        let mut sounds = Vec::with_capacity(core.len());
        sound::push_sounds(core, &mut sounds);
        (!sounds.is_empty()).then(|| Self { script: script_of(word), sounds })
    }

    /// The same for all words that are alike: the consonants, in classes that
    /// transliterations mix up.
    #[must_use]
    pub fn key(&self) -> u64 {
        Skeleton::of(&self.sounds).0
    }

    /// How much there is to tell it by: its consonants, with h, w and y counting half.
    #[must_use]
    pub fn strength(&self) -> f32 {
        sound::strength(&self.sounds)
    }

    /// How far apart two writings of one word sound, in hundredths of a wrong consonant;
    /// `None` for two words.
    #[must_use]
    pub fn distance(&self, other: &Self) -> Option<u16> {
        let costs = if self.script == other.script { &SAME_SCRIPT } else { &CROSS_SCRIPT };
        (self.key() == other.key())
            .then(|| sound::distance(costs, &self.sounds, &other.sounds, LIMIT))
            .flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(a: &str, b: &str, is_one: bool) {
        let mut folder = Folder::default();
        let (x, y) = (Heard::of(a, &mut folder).unwrap(), Heard::of(b, &mut folder).unwrap());
        assert_eq!(x.distance(&y), y.distance(&x), "{a} / {b}");
        let is_near = x.distance(&y).is_some_and(|distance| distance <= 45);
        assert_eq!(is_near, is_one, "{a} / {b}: {:?}", x.distance(&y));
    }

    #[test]
    fn one_word_in_two_writings_sounds_alike() {
        for (latin, arabic) in [
            ("Ahmed", "أحمد"),
            ("Helwani", "الحلواني"),
            ("al-Khalidi", "الخالدي"),
            ("Mansour", "منصور"),
            ("Tarek", "طارق"),
            ("Zaynab", "زينب"),
            ("Hussein", "حسين"),
            ("Yusuf", "يوسف"),
            ("Mustafa", "مصطفى"),
            ("Ibrahim", "إبراهيم"),
            ("Qasimov", "قاسموف"),
            ("Ghassan", "غسان"),
        ] {
            check(latin, arabic, true);
        }
        for (one, other) in
            [("Ahmed", "Ahmad"), ("Mansour", "Mansur"), ("Helwani", "Halwani"), ("Yusef", "Yousuf")]
        {
            check(one, other, true);
        }
    }

    #[test]
    fn other_words_do_not() {
        for (one, other) in [
            ("Mansour", "المنطقة"),
            ("Khalidi", "الخندق"),
            ("Ahmed", "محمد"),
            ("Mansour", "Monster"),
            ("Salim", "Islam"),
        ] {
            check(one, other, false);
        }
    }
}
