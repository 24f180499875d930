//! Folding of names: what differs only by article, case, mark, hyphen, spelling
//! of hamza or type word becomes equal.
//!
//! A name is cut into words; each word is folded, articles go, and words that
//! say *what* a place is are taken out as [`Tags`]. What is left is the core.

/// What a name says about the kind of place, as bits: type words ("district"),
/// facilities ("bridge") and qualifiers ("upper", "western"), in both scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord)]
pub struct Tags(pub u64);

macro_rules! tags {
    ($($name:ident = $bit:expr;)*) => {
        impl Tags { $(#[doc = concat!("`", stringify!($name), "`")] pub const $name: Self = Self(1 << $bit);)* }
    };
}

tags! {
    CITY = 0; TOWN = 1; VILLAGE = 2; QUARTER = 3; DISTRICT = 4; SUBDISTRICT = 5; PROVINCE = 6;
    AREA = 8;
    HOSPITAL = 16; BRIDGE = 17; MOSQUE = 18; ROUNDABOUT = 19; AIRPORT = 20; FIELD = 21;
    STREET = 22; CAMP = 23; MOUNTAIN = 24; CHURCH = 25; FACULTY = 26; CROSSING = 27;
    CHECKPOINT = 28; DEPOT = 29; HOUSING = 30; ISLAND = 31; BASE = 32; UNIVERSITY = 33;
    MILITARY = 34; PLANT = 35; JUNCTION = 36; STATION = 37; SQUARE = 38; RIVER = 39; SCHOOL = 40;
    UPPER = 48; LOWER = 49; WEST = 50; EAST = 51; NORTH = 52; SOUTH = 53; BIG = 54; SMALL = 55;
    LEFT_BANK = 56; RIGHT_BANK = 57; OLD = 58; COUNTRYSIDE = 59;
}

impl Tags {
    /// Words for a settlement or an administrative area: a hint, not part of a name.
    pub const SETTLEMENT: Self = Self(0xffff);
    /// Words for a facility: part of what is named.
    pub const FACILITY: Self = Self(0xffff_ffff << 16);
    /// Words that tell two parts of one place apart.
    pub const QUALIFIER: Self = Self(0xffff << 48);

    /// Both sets.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is in both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether any bit is in both.
    #[must_use]
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether no bit is set.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// The script a name is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Script {
    /// Latin letters (or digits alone).
    Latin,
    /// Arabic letters.
    Arabic,
}

/// Whether the character is an Arabic letter (marks and digits are not).
#[must_use]
pub const fn is_arabic_letter(c: char) -> bool {
    matches!(c, '\u{0620}'..='\u{064a}' | '\u{066e}'..='\u{06d3}' | '\u{06d5}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

/// The script of most letters of `text`.
#[must_use]
pub fn script_of(text: &str) -> Script {
    let (mut n_arabic, mut n_latin) = (0_usize, 0_usize);
    for c in text.chars() {
        if is_arabic_letter(c) {
            n_arabic += 1;
        } else if c.is_alphabetic() {
            n_latin += 1;
        }
    }
    if n_arabic > n_latin { Script::Arabic } else { Script::Latin }
}

/// Apostrophes and letter-like signs for ayn and hamza: no letters of their own.
#[must_use]
pub const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '`' | '´' | '‘' | '’' | '‛' | 'ʿ' | 'ʾ' | 'ʼ' | 'ʻ' | '′' | 'ʽ')
}

/// Appends the folded form of one character of a word; nothing for marks.
pub(super) fn push_folded(out: &mut String, c: char) {
    match c {
        'a'..='z' | '0'..='9' => out.push(c),
        'A'..='Z' => out.push(c.to_ascii_lowercase()),
        _ if is_apostrophe(c) => {}
        // Arabic: hamza seats, alef and ya variants, ta marbuta, Persian and Kurdish letters.
        'أ' | 'إ' | 'آ' | 'ٱ' | 'ا' => out.push('ا'),
        'ى' | 'ئ' | 'ی' | 'ي' | 'ې' | 'ێ' => out.push('ي'),
        'ؤ' | 'ۆ' | 'ۇ' | 'و' => out.push('و'),
        'ة' | 'ە' | 'ھ' | 'ہ' | 'ه' => out.push('ه'),
        'ک' | 'گ' | 'ڪ' | 'ك' => out.push('ك'),
        'چ' | 'ج' => out.push('ج'),
        'پ' | 'ب' => out.push('ب'),
        'ڤ' | 'ف' => out.push('ف'),
        'ء'
        | 'ـ'
        | '\u{0610}'..='\u{061a}'
        | '\u{064b}'..='\u{065f}'
        | '\u{0670}'
        | '\u{200c}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}'
        | '\u{0300}'..='\u{036f}' => {}
        '٠'..='٩' => out.push(char::from(b'0' + (c as u32 - '٠' as u32) as u8)),
        '۰'..='۹' => out.push(char::from(b'0' + (c as u32 - '۰' as u32) as u8)),
        'ß' => out.push_str("ss"),
        'æ' | 'Æ' => out.push_str("ae"),
        'ø' | 'Ø' => out.push('o'),
        'ı' | 'İ' => out.push('i'),
        'ł' | 'Ł' => out.push('l'),
        'ə' | 'Ə' => out.push('a'),
        'đ' | 'Đ' => out.push('d'),
        _ => {
            let mut first = true;
            unicode_normalization::char::decompose_compatible(c, |part| {
                if !is_mark(part) {
                    if part == c {
                        out.extend(part.to_lowercase());
                    // A mark written on its own decomposes to a blank that carries it.
                    } else if !part.is_whitespace() && (first || part.is_alphanumeric()) {
                        push_folded(out, part);
                    }
                }
                first = false;
            });
        }
    }
}

const fn is_mark(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036f}' | '\u{064b}'..='\u{065f}' | '\u{0670}')
}

/// Whether the character belongs to a word (letters, digits, marks, apostrophes).
#[must_use]
pub fn is_word_char(c: char) -> bool {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '\'' | '`' | '\u{0620}'..='\u{065f}' => true,
        '\0'..='\u{7f}' | '،' | '؛' | '؟' => false,
        _ => {
            c.is_alphanumeric()
                || is_apostrophe(c)
                || is_mark(c)
                || matches!(c, '\u{200c}' | '\u{200d}')
        }
    }
}

/// [`char::is_numeric`], quick for the letters of both scripts.
fn is_digit(c: char) -> bool {
    match c {
        '0'..='9' | '٠'..='٩' | '۰'..='۹' => true,
        '\0'..='\u{7f}' | '\u{0620}'..='\u{065f}' => false,
        _ => c.is_numeric(),
    }
}

/// One folded word of a name, article and tag not yet considered: bytes of the
/// folded letters it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Word {
    pub start: usize,
    pub end: usize,
}

/// A name cut, folded and tagged.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Folded {
    /// All folded words without articles, joined.
    pub whole: String,
    /// The words that carry no tag, joined: what is compared.
    pub core: String,
    /// What the other words say.
    pub tags: Tags,
    /// An article was written before the first core word.
    pub has_article: bool,
}

impl Folded {
    /// Becomes the name that `words` of `letters` make.
    pub(super) fn assemble(&mut self, letters: &str, words: &[Word]) {
        let folded = self;
        folded.whole.clear();
        folded.core.clear();
        folded.tags = Tags::default();
        folded.has_article = false;
        let text = |i: usize| words.get(i).map_or("", |w: &Word| &letters[w.start..w.end]);
        let mut pending_article = false;
        let mut only_tags = true;
        let mut n_core = 0;
        for i in 0..words.len() {
            let word = text(i);
            if is_article(word, text(i + 1)) {
                pending_article = word != "the";
                continue;
            }
            let (bare, had_article) = match strip_arabic_article(word) {
                Some(rest) => (rest, true),
                None => (word, pending_article),
            };
            let bare = if i > 0 { without_glued_article(bare) } else { bare };
            pending_article = false;
            folded.whole.push_str(bare);
            let tag = super::words::tag_of(bare, i == 0);
            if let Some(tag) = tag {
                folded.tags = folded.tags.with(tag);
                if i == 0 {
                    folded.has_article |= had_article;
                }
                continue;
            }
            if super::words::is_filler(bare) {
                continue;
            }
            only_tags = false;
            if n_core == 0 {
                folded.has_article = had_article;
            }
            n_core += 1;
            folded.core.push_str(bare);
        }
        let is_description = folded.tags.meets(Tags::FACILITY) && folded.tags.0.count_ones() > 1;
        if only_tags && is_description {
            // "Military hospital": the tags are the name, in either script.
            folded.core.push_str("++");
        } else if only_tags {
            folded.core.push_str(&folded.whole);
            folded.tags = Tags::default();
        }
    }
}

/// Buffers of the folder, kept between names so that folding allocates nothing.
#[derive(Debug, Default)]
pub struct Folder {
    letters: String,
    words: Vec<Word>,
    /// The last name folded.
    pub folded: Folded,
}

/// The definite article before a word that begins with `next`: al-, el-, and
/// the forms that take on a sun letter (ar-, ash-, ez-, ...).
fn is_article(word: &str, next: &str) -> bool {
    match word {
        "al" | "el" | "ul" | "il" | "the" => !next.is_empty(),
        "e" | "a" => next.len() > 3 && next.as_bytes()[0] == next.as_bytes()[1],
        _ => {
            let Some(rest) = word.strip_prefix(['a', 'e', 'i', 'u', 'o']) else { return false };
            let rest = match rest {
                "ch" => "ch",
                "nn" => "n",
                "ss" => "s",
                "tt" => "t",
                "dd" => "d",
                "r" | "s" | "sh" | "t" | "th" | "d" | "dh" | "z" | "n" | "l" => rest,
                _ => return false,
            };
            next.len() > 2 && next.starts_with(rest)
        }
    }
}

/// Arabic letters that may stand before an article or a name: and, in, to, so, like.
const ARABIC_PREFIXES: [char; 5] = ['و', 'ب', 'ل', 'ف', 'ك'];

/// The word without the Arabic article, and without a one-letter prefix before it.
fn strip_arabic_article(word: &str) -> Option<&str> {
    let rest = if let Some(rest) = word.strip_prefix("ال") {
        rest
    } else if let Some(rest) = word.strip_prefix("لل") {
        rest
    } else {
        let tail = word.strip_prefix(ARABIC_PREFIXES)?;
        tail.strip_prefix("ال").or_else(|| tail.strip_prefix("لل"))?
    };
    (rest.chars().count() >= 2).then_some(rest)
}

/// A later word without the article written into it: "Ezzor", "Azzawr".
fn without_glued_article(word: &str) -> &str {
    let b = word.as_bytes();
    let is_glued =
        b.len() > 4 && matches!(b[0], b'a' | b'e') && b[1] == b[2] && b"zsrtdn".contains(&b[1]);
    if is_glued { &word[2..] } else { word }
}

impl Folder {
    /// Folds a name; the result is in [`Folder::folded`].
    pub fn fold(&mut self, name: &str) -> &Folded {
        self.letters.clear();
        self.words.clear();
        let mut start = 0;
        let mut previous_is_letter = false;
        let mut apostrophe_at = 0;
        for c in name.chars() {
            if is_word_char(c) {
                let is_digit = is_digit(c);
                let at_switch = self.letters.len() > start
                    && is_digit == previous_is_letter
                    && !is_apostrophe(c);
                if at_switch {
                    self.end_word(&mut start);
                }
                push_folded(&mut self.letters, c);
                if is_apostrophe(c) {
                    apostrophe_at = self.letters.len();
                } else {
                    previous_is_letter = !is_digit;
                }
            } else {
                self.drop_possessive(start, apostrophe_at);
                self.end_word(&mut start);
            }
        }
        self.drop_possessive(start, apostrophe_at);
        self.end_word(&mut start);
        self.folded.assemble(&self.letters, &self.words);
        &self.folded
    }

    /// The letters of the last name folded, and its words among them.
    pub(super) fn parts(&self) -> (&str, &[Word]) {
        (&self.letters, &self.words)
    }

    /// The English genitive: "Deir ez-Zor's".
    /// `apostrophe_at` is where the last apostrophe stood, 0 for none.
    fn drop_possessive(&mut self, start: usize, apostrophe_at: usize) {
        let is_genitive = apostrophe_at > start + 2
            && apostrophe_at + 1 == self.letters.len()
            && self.letters.ends_with('s');
        if is_genitive {
            self.letters.truncate(apostrophe_at);
        }
    }

    fn end_word(&mut self, start: &mut usize) {
        let end = self.letters.len();
        if end > *start {
            self.words.push(Word { start: *start, end });
            *start = end;
        }
    }
}

/// Folds one name. Callers with many names keep a [`Folder`].
#[must_use]
pub fn fold(name: &str) -> Folded {
    let mut folder = Folder::default();
    folder.fold(name);
    folder.folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_same(names: &[&str]) {
        let first = fold(names[0]);
        for name in names {
            let folded = fold(name);
            assert_eq!(
                (&folded.core, folded.tags.and(Tags(!Tags::SETTLEMENT.0))),
                (&first.core, first.tags.and(Tags(!Tags::SETTLEMENT.0))),
                "{name:?} against {:?}",
                names[0]
            );
        }
    }

    #[test]
    fn articles_marks_and_type_words_do_not_matter() {
        check_same(&[
            "al-Qusour",
            "Qusour",
            "Al Qusour",
            "el-Qusour",
            "al-Qusour neighbourhood",
            "AL-QUSOUR",
        ]);
        check_same(&["ash-Shula", "Shula", "al-Shula", "Ash Shūlā"]);
        check_same(&["القصور", "حي القصور", "والقصور", "بالقصور", "للقصور", "القُصُور", "القـصور"]);
        check_same(&["أبو حمام", "ابو حمام"]);
        check_same(&["الشعفة", "الشعفه"]);
        check_same(&["Siyasiya Bridge", "Jisr al-Siyasiya"]);
        check_same(&["Upper Safira", "Safira Fawqani"]);
        check_same(&["Deir ez-Zor", "Deir al-Zor", "Deir Zor"]);
        check_same(&["اللواء ١٣٧", "اللواء 137"]);
    }

    #[test]
    fn a_name_of_type_words_alone_keeps_them() {
        assert_eq!(fold("the city").core, "city");
        assert_eq!(fold("al-Jisr").core, "jisr");
        assert_eq!(fold("").core, "");
        assert_eq!(fold("\u{fe72}\u{fe78}").core, "", "marks without a letter");
    }

    proptest::proptest! {
        #[test]
        fn folding_a_folded_core_changes_nothing(name in "[a-zA-Z' -]{0,20}|[ا-ي ]{0,12}|\\PC{0,12}") {
            let once = fold(&name);
            proptest::prop_assert!(once.core.chars().all(|c| !c.is_whitespace()));
        }
    }
}
