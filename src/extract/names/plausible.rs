//! Whether words that could be a place's name are one in this text.

use super::Name;
use super::persons::is_surname;
use super::reading::Reading;
use crate::extract::lexicon::{Area, Sense};
use crate::extract::token::{Token, TokenKind};
use crate::gazetteer::{Place, PlaceKind};

/// Words beside the name of a tribe or family.
const TRIBES: [&str; 10] =
    ["tribe", "clan", "tribes", "tribesmen", "tribal", "family", "عشيرة", "قبيلة", "عشائر", "آل"];

/// First words of Arabic by-names.
const BY_NAMES: [&str; 5] = ["أبو", "ابو", "أبي", "أم", "عبد"];

/// Arabic nouns whose adjectives are spelled like places.
const BEFORE_ADJECTIVES: [&str; 6] = ["أوضاع", "ظروف", "أحوال", "الأزمة", "الحالة", "الخدمات"];

/// Whether the words are a name in this text.
pub(super) fn is_plausible(reading: Reading<'_>, name: &Name) -> bool {
    let Some(best) = name.lookup.candidates.first() else { return false };
    let place = reading.gazetteer.place(best.place);
    let trial = Trial { reading, name, place, score: best.score };
    let refused = place.kind == PlaceKind::River
        || trial.is_in_party_name()
        || trial.is_plain_description()
        || trial.is_by_name()
        || trial.is_surname()
        || trial.is_function_word()
        || trial.is_in_date()
        || trial.lacks_article()
        || trial.is_adjective()
        || trial.is_tribe();
    if refused {
        false
    } else if trial.token().arabic {
        trial.holds_in_arabic()
    } else {
        trial.holds_in_english()
    }
}

/// A name on trial.
struct Trial<'a> {
    reading: Reading<'a>,
    name: &'a Name,
    /// The place that it most likely means.
    place: &'a Place,
    /// How likely.
    score: f32,
}

impl<'a> Trial<'a> {
    /// The first token.
    fn token(&self) -> &'a Token {
        &self.reading.tokens()[self.name.first]
    }

    fn is_one_word(&self) -> bool {
        self.name.end - self.name.first == 1
    }

    /// Inside the name of a party: "Islamic State".
    fn is_in_party_name(&self) -> bool {
        let (first, end) = (self.name.first, self.name.end);
        let mut tags = self.reading.layout.tags_in(first.saturating_sub(5), end).iter();
        self.place.kind != PlaceKind::Country
            && tags.any(|tag| {
                matches!(tag.sense, Sense::Actor(_))
                    && tag.first as usize <= first
                    && end <= tag.end as usize
            })
    }

    /// "the city", Arabic "al-madina": a word for a settlement alone is no name.
    fn is_plain_description(&self) -> bool {
        let describes = |at: usize| self.reading.means(at, describes_places);
        !self.place.in_governorate && (self.name.first..self.name.end).all(describes)
    }

    /// Part of a by-name: "Abu Bakr al-Mayadin", "Abd al-Karim al-Mayadin".
    fn is_by_name(&self) -> bool {
        self.token().arabic
            && self
                .name
                .first
                .checked_sub(2)
                .is_some_and(|before| BY_NAMES.contains(&self.reading.word(before)))
    }

    /// A surname: "Ahmad al-Hamad". Cities and towns are told of more often than people.
    fn is_surname(&self) -> bool {
        !matches!(self.place.kind, PlaceKind::City | PlaceKind::Town)
            && !self.place.kind.is_administrative()
            && is_surname(self.reading.layout, self.name.first)
    }

    /// An Arabic word that only joins, points or measures, be it before a word for a
    /// settlement: "and on the village of".
    fn is_function_word(&self) -> bool {
        self.token().arabic && self.reading.only_joins(self.name.first, self.name.end)
    }

    /// Part of a date: "19 تشرين الثاني 2017" names no village of Tishrin.
    fn is_in_date(&self) -> bool {
        let (first, end) = (self.name.first, self.name.end);
        let is_number = |at: usize| {
            self.reading.tokens().get(at).is_some_and(|token| token.kind == TokenKind::Number)
        };
        let numbered = is_number(end) || first.checked_sub(1).is_some_and(is_number);
        self.reading.layout.tags_in(first.saturating_sub(2), end).iter().any(|tag| {
            matches!(tag.sense, Sense::Month(_) | Sense::HijriMonth(_) | Sense::Weekday(_))
                && tag.first as usize <= first
                && (end < tag.end as usize || end == tag.end as usize && numbered)
        })
    }

    /// A common word without the article that makes it a name: Arabic "graves" and "adopted",
    /// not the cemetery called The Graves nor the town of al-Tibni.
    fn lacks_article(&self) -> bool {
        let word = self.reading.word(self.name.first);
        let has_article = word.contains("ال") || word.contains("لل");
        self.is_one_word()
            && self.token().arabic
            && !has_article
            && !self.is_behind_area()
            && !self.place.names().any(|(name, _)| word.ends_with(name))
    }

    /// "the living conditions": an adjective that is spelled like a name.
    fn is_adjective(&self) -> bool {
        let before = self.name.first.checked_sub(1).map_or("", |before| self.reading.word(before));
        self.token().arabic && BEFORE_ADJECTIVES.iter().any(|noun| before.ends_with(noun))
    }

    /// A tribe, not the place named after it.
    fn is_tribe(&self) -> bool {
        let tells_tribe = |at: usize| {
            let word = self.reading.word(at);
            TRIBES.iter().any(|tribe| tribe.eq_ignore_ascii_case(word))
        };
        tells_tribe(self.name.end)
            || self.token().arabic && self.name.first.checked_sub(1).is_some_and(tells_tribe)
    }

    /// Whether a phrase at token `at`, inside the name, has a meaning that is not a place's.
    fn means_other(&self, at: usize) -> bool {
        self.reading
            .layout
            .tags_at(at)
            .any(|tag| !may_be_in_name(tag.sense) && tag.end as usize <= self.name.end)
    }

    /// A word for a settlement or a site stands right before it.
    fn is_behind_area(&self) -> bool {
        self.name.first.checked_sub(1).is_some_and(|before| {
            self.reading.means(before, |sense| matches!(sense, Sense::Area(_)))
        })
    }

    /// Arabic has no capitals: what the lexicon knows is a name only behind a word for a
    /// settlement, and so is what merely resembles a name.
    fn holds_in_arabic(&self) -> bool {
        let (first, end) = (self.name.first, self.name.end);
        let behind_area = self.is_behind_area();
        if self.name.exact {
            let other_word =
                self.is_one_word() && (self.means_other(first) || self.is_inside_phrase());
            return !other_word || behind_area && !self.reading.means(first, joins_or_counts);
        }
        behind_area
            && self.score >= 0.6
            && self.place.in_governorate
            && !(first..end).any(|at| self.means_other(at))
    }

    /// "with heavy artillery": a word of a longer phrase means what the phrase does.
    fn is_inside_phrase(&self) -> bool {
        let (first, end) = (self.name.first, self.name.end);
        self.reading.layout.tags_in(first.saturating_sub(3), end).iter().any(|tag| {
            matches!(tag.sense, Sense::Weapon(_) | Sense::Bound(_) | Sense::Harm(..))
                && tag.first as usize <= first
                && end < tag.end as usize
        })
    }

    /// A known spelling is a name unless it is an ordinary word or a person's. What merely
    /// resembles one must be of unknown words, and likely or beside a word of place.
    fn holds_in_english(&self) -> bool {
        let (first, end) = (self.name.first, self.name.end);
        if self.name.exact {
            let seat = self.place.kind == PlaceKind::City || self.place.kind.is_administrative();
            return !self.is_ordinary_word() && (seat || !self.is_person());
        }
        let known = |at: usize| self.means_other(at) && !self.reading.tokens()[at].glued;
        if !self.place.in_governorate
            || (first..end).any(known)
            || self.is_person()
            || self.says_behind()
            || self.is_before_capital()
        {
            return false;
        }
        self.score >= 0.93 && !self.reading.starts_sentence(first)
            || self.score >= 0.35 && is_beside_place(self.reading, first)
    }

    /// One word of the lexicon that has its capital, if any, from where it stands; or a word
    /// without one that is neither a site, "the cemetery", nor beside a word for a
    /// settlement: "the media centre".
    fn is_ordinary_word(&self) -> bool {
        let (first, end) = (self.name.first, self.name.end);
        if !self.is_one_word() {
            return false;
        }
        let is_definite = first
            .checked_sub(1)
            .is_some_and(|before| self.reading.means(before, |sense| sense == Sense::Determiner));
        let is_site = is_definite || self.reading.is_area(first, Area::Site);
        if !self.token().capital && !self.token().glued && !is_site {
            let is_area = |at: usize| self.reading.means(at, |s| matches!(s, Sense::Area(_)));
            return !is_area(end) && !first.checked_sub(1).is_some_and(is_area);
        }
        self.means_other(first) && (self.reading.starts_sentence(first) || self.is_before_capital())
    }

    /// Another capital word follows, past an article: the name goes on.
    fn is_before_capital(&self) -> bool {
        let end = self.name.end;
        is_capital_word(self.reading, end)
            || is_capital_word(self.reading, end + 1) && {
                let article = &self.reading.tokens()[end];
                self.reading.tokens()[end + 1].glued
                    && !article.capital
                    && article.kind == TokenKind::Word
                    && article.span.len() <= 3
            }
    }

    /// A title stands right before; or a capital word does, with a title before that or a
    /// word of speech behind the name.
    fn is_person(&self) -> bool {
        let first = self.name.first;
        let Some(before) = first.checked_sub(1) else { return false };
        let titles = |reach: usize| {
            let tags = self.reading.layout.tags_in(first.saturating_sub(reach), first);
            tags.iter().filter(|tag| is_title(tag.sense))
        };
        let titled = titles(3).any(|tag| tag.end as usize == first);
        let behind_name = is_capital_word(self.reading, before)
            && !self.reading.starts_sentence(before)
            && !self.reading.is_known(before);
        titled || behind_name && (titles(4).next().is_some() || self.says_behind())
    }

    /// "NAME said", "NAME, said": somebody speaks.
    fn says_behind(&self) -> bool {
        let end = self.name.end;
        let says = |at: usize| self.reading.means(at, |sense| sense == Sense::Says);
        let comma = self.reading.tokens().get(end).is_some_and(|token| token.is_mark(','));
        says(end) || comma && says(end + 1)
    }
}

/// An English word with a capital that is no word for a place.
fn is_capital_word(reading: Reading<'_>, at: usize) -> bool {
    let of_place = |sense| matches!(sense, Sense::Area(_) | Sense::Direction);
    reading
        .tokens()
        .get(at)
        .is_some_and(|token| token.kind == TokenKind::Word && token.capital && !token.arabic)
        && !reading.means(at, of_place)
}

/// A word for a settlement, a preposition of place, or the joint of a list stands
/// right before (past articles).
fn is_beside_place(reading: Reading<'_>, first: usize) -> bool {
    let is_article = |at: &usize| reading.means(*at, |sense| sense == Sense::Determiner);
    let Some(before) = (0..first).rev().find(|at| !is_article(at)) else { return false };
    let nearby = reading.layout.tags_in(before.saturating_sub(3), first);
    matches!(reading.tokens()[before].mark, ',' | '،')
        || reading.means(before, leads_to_place)
        || nearby.iter().any(|tag| tag.sense == Sense::Near && tag.end as usize == before + 1)
}

/// Words for people that stand before their names.
fn is_title(sense: Sense) -> bool {
    matches!(sense, Sense::PersonTitle | Sense::Speaker)
}

/// Words that only describe a place.
fn describes_places(sense: Sense) -> bool {
    match sense {
        Sense::Area(area) => area != Area::Site,
        Sense::Direction | Sense::In | Sense::Determiner => true,
        _ => false,
    }
}

/// Words that names of places are made of, or that are names as well.
fn may_be_in_name(sense: Sense) -> bool {
    matches!(
        sense,
        Sense::Area(_)
            | Sense::Direction
            | Sense::Determiner
            | Sense::Outlet
            | Sense::PlaceAnaphor
            | Sense::Speaker
            | Sense::Month(_)
            | Sense::Near
            | Sense::PersonTitle
    )
}

/// Words that are no name even behind a word for a settlement.
fn joins_or_counts(sense: Sense) -> bool {
    matches!(
        sense,
        Sense::In
            | Sense::From
            | Sense::To
            | Sense::Of
            | Sense::By
            | Sense::With
            | Sense::Between
            | Sense::Number(_)
            | Sense::Bound(_)
            | Sense::Harm(..)
            | Sense::Be
            | Sense::Have
            | Sense::Says
    )
}

/// Words behind which a place is named.
fn leads_to_place(sense: Sense) -> bool {
    matches!(
        sense,
        Sense::Area(_)
            | Sense::In
            | Sense::Near
            | Sense::Of
            | Sense::And
            | Sense::From
            | Sense::To
            | Sense::Between
    )
}
