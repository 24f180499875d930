//! The page's own words beyond those of map and timeline, in English and Arabic.

use crate::model::MarkKind;
use crate::scene::words::Language;

/// Words of a page; each says where it stands.
///
/// Arabic nouns change with their number; so counts stand behind a colon there, where one form is
/// right for all.
impl Language {
    const fn pick<T: Copy>(self, english: T, arabic: T) -> T {
        match self {
            Self::English => english,
            Self::Arabic => arabic,
        }
    }

    /// Below the head of the table: which events it lists.
    #[must_use]
    pub fn key_events_rule(self, is_chosen: bool) -> &'static str {
        match is_chosen {
            true => self.pick("chosen by the maker", "اختارها معد الصفحة"),
            false => self.pick(
                "those on this map with the most people killed, then the earliest",
                "أكثرها قتلى على هذه الخريطة، ثم أقدمها",
            ),
        }
    }

    /// Below a table without room for all: how many are missing.
    #[must_use]
    pub fn more_events(self, n: usize) -> String {
        match (self, n) {
            (Self::English, 1) => "1 more event is not in this table.".to_owned(),
            (Self::English, _) => format!("{n} more events are not in this table."),
            (Self::Arabic, _) => format!("أحداث أخرى ليست في هذا الجدول: {n}"),
        }
    }

    /// Below words without room for all lines.
    #[must_use]
    pub fn more_lines(self, n: usize) -> String {
        match (self, n) {
            (Self::English, 1) => "1 more line does not fit on this page.".to_owned(),
            (Self::English, _) => format!("{n} more lines do not fit on this page."),
            (Self::Arabic, _) => format!("أسطر أخرى لا تتسع لها هذه الصفحة: {n}"),
        }
    }

    /// Below a list of sources without room for all.
    #[must_use]
    pub fn more_sources(self, n: usize) -> String {
        match (self, n) {
            (Self::English, 1) => "1 more source is not listed.".to_owned(),
            (Self::English, _) => format!("{n} more sources are not listed."),
            (Self::Arabic, _) => format!("مصادر أخرى لم تدرج: {n}"),
        }
    }

    /// In the place of an excerpt that is too long.
    #[must_use]
    pub fn long_excerpt(self, n_characters: usize) -> String {
        match self {
            Self::English => {
                format!("The excerpt has {n_characters} characters: too long for this table.")
            }
            Self::Arabic => {
                format!("المقتطف أطول من أن يتسع له هذا الجدول (عدد أحرفه: {n_characters})")
            }
        }
    }

    /// In the table, for an event that the map does not show.
    #[must_use]
    pub const fn not_on_map(self, has_place: bool) -> &'static str {
        match has_place {
            true => self.pick("outside this map", "خارج هذه الخريطة"),
            false => self.pick("no position known", "لا يعرف موقعه"),
        }
    }

    /// Head of the list of sources.
    #[must_use]
    pub const fn sources(self) -> &'static str {
        self.pick("Sources", "المصادر")
    }

    /// Before the sources of words that are not their own.
    #[must_use]
    pub const fn digest(self) -> &'static str {
        self.pick("Digest, not the source's words, of", "ملخص بغير كلمات المصدر:")
    }

    /// Below the small map.
    #[must_use]
    pub const fn locator(self) -> &'static str {
        self.pick("Deir ez-Zor governorate", "محافظة دير الزور")
    }

    /// Before the name of the profile.
    #[must_use]
    pub const fn profile(self) -> &'static str {
        self.pick("Profile", "مستوى الإفصاح")
    }

    /// What a profile leaves out, by its name.
    #[must_use]
    pub fn profile_words(self, name: &str) -> &'static str {
        match name {
            "partner" => self.pick(
                "for partners: places rounded, speakers hidden",
                "للشركاء: أماكن مقربة ومتحدثون غير مسمين",
            ),
            "public" => self.pick(
                "for everybody: places rounded, speakers hidden",
                "للعموم: أماكن مقربة ومتحدثون غير مسمين",
            ),
            _ => self.pick("full, nothing withheld", "كامل، لم يحجب شيء"),
        }
    }

    /// At the end of the caption: how to get back to the data.
    #[must_use]
    pub const fn view_inside(self) -> &'static str {
        self.pick(
            "This file carries its view: open it with Deir Atlas",
            "يحمل هذا الملف طريقة عرضه: افتحه ببرنامج Deir Atlas",
        )
    }

    /// On a card: what the colours behind words say that they support.
    #[must_use]
    pub const fn supports(self) -> [(MarkKind, &'static str); 5] {
        match self {
            Self::English => [
                (MarkKind::Place, "place"),
                (MarkKind::Date, "date"),
                (MarkKind::Actor, "actor"),
                (MarkKind::Toll, "toll"),
                (MarkKind::Attribution, "told by"),
            ],
            Self::Arabic => [
                (MarkKind::Place, "المكان"),
                (MarkKind::Date, "التاريخ"),
                (MarkKind::Actor, "الفاعل"),
                (MarkKind::Toll, "الحصيلة"),
                (MarkKind::Attribution, "نقلًا عن"),
            ],
        }
    }

    /// On a card: what is shown of the data.
    #[must_use]
    pub const fn one_event(self) -> &'static str {
        self.pick("this event alone", "هذا الحدث وحده")
    }

    /// On a card: whose words stand below.
    #[must_use]
    pub const fn words_of(self, is_verbatim: bool) -> &'static str {
        match is_verbatim {
            true => self.pick("The source's words", "كلمات المصدر"),
            false => self.pick("Digest, not the source's words", "ملخص بغير كلمات المصدر"),
        }
    }
}
