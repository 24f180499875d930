//! Acts that words tell as having happened. Most words for an act tell one wherever they
//! stand; some only among the right neighbours.

use super::actors::is_passive;
use super::denial::{ends_sentence, is_denied, is_yet_to_come};
use super::lexicon::{Act, Form, Head, Sense, Tag, Weapon};
use super::text::Layout;
use super::token::TokenKind;

/// An act named in a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActMention {
    /// Which.
    pub act: Act,
    /// Its grammatical form.
    pub form: Form,
    /// First token.
    pub first: usize,
    /// One past the last token.
    pub end: usize,
    /// Only tried, failed or beaten off.
    pub attempted: bool,
    /// Refers to an act told before: "the shelling".
    pub anaphoric: bool,
}

/// Acts that tokens `first..end` tell as having happened.
#[must_use]
pub fn act_mentions(layout: &Layout<'_>, first: usize, end: usize) -> Vec<ActMention> {
    let tags = layout.tags_in(first, end);
    let mut acts: Vec<ActMention> = Vec::new();
    for tag in tags {
        let Sense::Act(act, form) = tag.sense else { continue };
        let (at, until) = (tag.first as usize, tag.end as usize);
        if until > end {
            continue;
        }
        let word = ActWord::new(layout, act, form, at, until);
        if !word.is_act() || word.is_untold(tags, end) {
            continue;
        }
        if acts.iter().any(|earlier| earlier.first == at && earlier.act == act) {
            continue;
        }
        acts.push(ActMention {
            act,
            form,
            first: at,
            end: until,
            attempted: word.is_attempted(tags, end),
            anaphoric: word.is_anaphoric(),
        });
    }
    acts
}

/// Verbs of a purpose that was reached: "managed to capture".
const DONE: [&str; 9] = [
    "able",
    "managed",
    "succeeded",
    "began",
    "continued",
    "continue",
    "started",
    "proceeded",
    "used",
];

/// Words for taking ground, which also take persons and arms.
const TAKING: [&str; 6] = ["captured", "seized", "capturing", "seizing", "capture", "seize"];

/// Arms and people that are taken where no ground is.
const TAKEN_ALONG: [&str; 5] = ["weapons", "ammunition", "large", "alive", "quantities"];

/// Things that belong to people.
const PROPERTY: [&str; 9] =
    ["house", "houses", "home", "homes", "property", "properties", "shops", "lands", "farms"];

/// Where the wounded are taken, who are not abducted, and other ends of "took".
const CARE: [&str; 6] = ["hospital", "hospitals", "clinic", "part", "refuge", "shelter"];

/// Verbs of people who go by themselves.
const FLED: [&str; 6] = ["escaped", "fled", "ran", "fleeing", "escaping", "left"];

/// Arabic words for the ground that somebody holds.
const ARABIC_AREAS: [&str; 4] = ["مناطق", "منطقة", "ومناطق", "بمناطق"];

/// Arabic verbs of throwing.
const ARABIC_THREW: [&str; 6] = ["ألقى", "ألقت", "يلقي", "تلقي", "ألقتا", "ألقيا"];

/// Arabic verbs of destroying.
const ARABIC_DESTROYED: [&str; 8] = ["دمر", "دمّر", "دمرت", "دمّرت", "يدمر", "تدمر", "تدمّر", "يدمّر"];

/// A word for an act among its neighbours.
struct ActWord<'a> {
    layout: &'a Layout<'a>,
    act: Act,
    form: Form,
    first: usize,
    end: usize,
    /// Its first word in lower case.
    word: String,
}

impl<'a> ActWord<'a> {
    fn new(layout: &'a Layout<'a>, act: Act, form: Form, first: usize, end: usize) -> Self {
        let word = layout.word(first).to_lowercase();
        Self { layout, act, form, first, end, word }
    }

    /// Intended, foretold or denied; `tags` are those of its clause, which ends at `end`.
    fn is_untold(&self, tags: &[Tag], end: usize) -> bool {
        // "the battle will not stop": it has no news of the battle.
        let foretold = self.form == Form::Noun
            && self.end < end
            && matches!(self.text(self.end), "will" | "would" | "لن" | "سوف");
        self.is_behind(tags, |s| matches!(s, Sense::Intent), 5)
            || self.is_conceded()
            || self.is_behind(tags, |s| matches!(s, Sense::Negation), 2)
            || foretold
            || is_denied(self.layout, self.first)
            || is_yet_to_come(self.layout, self.first)
    }

    /// "may have been hit": somebody allows for what others tell.
    fn is_conceded(&self) -> bool {
        let before = self.first.saturating_sub(3)..self.first;
        self.form == Form::Past
            && before.clone().any(|at| matches!(self.text(at), "may" | "might"))
            && before.into_iter().any(|at| self.text(at) == "have")
    }

    /// Only tried, failed or beaten off; `tags` are those of its clause, which ends at
    /// `end`.
    fn is_attempted(&self, tags: &[Tag], end: usize) -> bool {
        let repelled = || tags.iter().any(|tag| matches!(tag.sense, Sense::Act(Act::Repel, _)));
        self.is_behind(tags, |s| matches!(s, Sense::Attempt), 7)
            || self.act == Act::Take && (repelled() || self.fails(end) || self.is_under_way())
    }

    /// "advanced towards the base": the ground is not yet taken.
    fn is_under_way(&self) -> bool {
        matches!(self.word.as_str(), "advanced" | "advancing" | "advance")
            && (self.end..self.end + 5).any(|at| matches!(self.text(at), "towards" | "toward"))
    }

    fn fails(&self, end: usize) -> bool {
        let behind = self.end..end.min(self.end + 14);
        behind.into_iter().any(|at| matches!(self.text(at), "failed" | "failing" | "فشلت" | "فشل"))
    }

    /// Refers to an act told before: "the shelling", "yesterday's clashes".
    fn is_anaphoric(&self) -> bool {
        let before = self.first.saturating_sub(3);
        let possessed = self.form == Form::Noun
            && self.first > 0
            && self.layout.tokens[self.first - 1].kind == TokenKind::Possessive
            && self.has_before(3, |s| matches!(s, Sense::Day(_) | Sense::Weekday(_)));
        possessed
            || self.layout.tags_in(before, self.first + 1).iter().any(|tag| {
                tag.sense == Sense::Anaphor
                    && tag.first as usize <= self.first
                    && self.end <= tag.end as usize
            })
    }

    /// Whether it tells an act at all.
    fn is_act(&self) -> bool {
        if self.is_only_heard() || self.act == Act::Shoot && self.is_in_the_air() {
            return false;
        }
        if self.layout.tokens[self.first].arabic {
            return self.has_arabic_object();
        }
        !self.is_adjective() && !self.is_purpose() && self.has_its_neighbours()
    }

    /// "the besieged part", "newly retaken areas": an adjective.
    fn is_adjective(&self) -> bool {
        let Some(before) = self.first.checked_sub(1) else { return false };
        let is_newly = matches!(self.text(before), "newly" | "freshly" | "formerly" | "once");
        (is_newly || self.has_before(1, |s| matches!(s, Sense::Determiner)))
            && !self.layout.tokens[before].capital
            && self.form == Form::Past
            && self.is_one_word()
            && !self.next_is(|s| matches!(s, Sense::By))
    }

    /// "to attack": told as a purpose unless somebody managed to, or tried.
    fn is_purpose(&self) -> bool {
        let Some(to) = self.first.checked_sub(1).filter(|&at| self.text(at) == "to") else {
            return false;
        };
        let done = (self.first.saturating_sub(4)..to).any(|at| DONE.contains(&self.text(at)));
        !done && !self.has_before(8, |s| matches!(s, Sense::Attempt))
    }

    /// English words that are acts only in some surroundings.
    fn has_its_neighbours(&self) -> bool {
        let word = self.word.as_str();
        match (self.act, self.form) {
            (Act::Take, _) if TAKING.contains(&word) => self.takes_ground(),
            (Act::Lose, _) if word == "lost" => self.loses_ground(),
            (Act::Destroy, _) if word == "seized" => self.takes_property(),
            (Act::Abduct, Form::Past) if word == "took" => self.takes_persons(),
            // "then they escaped to an unknown destination"
            (Act::Abduct, Form::Past) if word == "to" => {
                !(self.first.saturating_sub(2)..self.first).any(|at| FLED.contains(&self.text(at)))
            }
            (Act::Abduct, Form::Past)
                if self.end - self.first == 3 && matches!(word, "was" | "were") =>
            {
                self.has_before(4, |s| matches!(s, Sense::Head(_)))
            }
            // "stepped on a mine": only what goes off.
            (Act::Blast, Form::Past) if matches!(word, "stepped" | "drove" | "ran") => {
                self.has_behind(4, |s| matches!(s, Sense::Weapon(Weapon::Mine | Weapon::Device)))
            }
            // "a barrel thrown by helicopters", not food.
            (Act::Hit, _) if matches!(word, "thrown" | "hurled" | "lobbed") => {
                self.has_before(6, |s| matches!(s, Sense::Weapon(_)))
            }
            (Act::Hit, Form::Past) if word == "destroyed" && self.is_one_word() => {
                self.is_done_from_the_air()
            }
            // "strike", "strikes", "hits", "target" as plain nouns of something else.
            (Act::Hit, Form::Base) => {
                matches!(word, "strikes" | "hits")
                    && self.previous_is(|s| matches!(s, Sense::Actor(_)))
            }
            // "troops came into the town": only an armed party's coming is an attack.
            (Act::Attack, _) if word == "came" => {
                self.has_before(6, |s| matches!(s, Sense::Actor(_) | Sense::Head(Head::Soldier)))
            }
            (Act::Besiege, Form::Past) => self.is_siege(),
            (Act::Disarm, _) => self.takes_arms(),
            (Act::Air, Form::Noun) if word == "raids" => {
                !self.next_is(|s| matches!(s, Sense::Act(Act::Arrest, _)))
            }
            _ => true,
        }
    }

    /// "captured": persons or arms taken are no ground taken.
    fn takes_ground(&self) -> bool {
        let counts = self.next_is(|s| {
            matches!(s, Sense::Number(_) | Sense::Vague(_) | Sense::Head(_) | Sense::Bound(_))
        });
        let number = || {
            let next = self.layout.tokens.get(self.end);
            next.is_some_and(|token| token.kind == TokenKind::Number)
        };
        // "their weapons were seized"
        let taken_away = (self.first.saturating_sub(3)..self.first)
            .any(|at| TAKEN_ALONG.contains(&self.text(at)))
            && is_passive(self.layout, self.first, self.end);
        let takes_along = TAKEN_ALONG.contains(&self.text(self.end));
        !(counts || number() || takes_along || taken_away)
    }

    /// "lost": people and belongings lost are no ground lost.
    fn loses_ground(&self) -> bool {
        !self.next_is(|s| matches!(s, Sense::Vague(_) | Sense::Number(_) | Sense::Head(_)))
            && !matches!(self.text(self.end), "their" | "its" | "his" | "her")
    }

    /// "seized houses": property taken is no ground taken.
    fn takes_property(&self) -> bool {
        (self.end..self.end + 4).any(|at| PROPERTY.contains(&self.text(at)))
    }

    /// "dismantled explosive devices", Arabic "fakkakat": arms, and not a cell or a checkpoint.
    fn takes_arms(&self) -> bool {
        self.has_behind(16, |s| {
            matches!(s, Sense::Weapon(Weapon::Mine | Weapon::Device | Weapon::CarBomb))
        })
    }

    /// "took my brother", "young men were taken by the patrol": persons.
    fn takes_persons(&self) -> bool {
        self.has_behind(5, |s| {
            matches!(s, Sense::Head(Head::Family | Head::Civilian | Head::People))
        }) && !(self.end..self.end + 12).any(|at| CARE.contains(&self.text(at)))
    }

    /// "the coalition destroyed a house": a party does it, in the active voice.
    fn is_done_from_the_air(&self) -> bool {
        self.has_before(4, |s| matches!(s, Sense::Actor(side) if side.is_air()))
            && !self.has_before(4, |s| matches!(s, Sense::Be | Sense::And))
    }

    /// "al-Joura besieged by ISIS" says who holds it.
    fn is_siege(&self) -> bool {
        !self.next_is(|s| matches!(s, Sense::By))
            || is_passive(self.layout, self.first, self.first + 1)
                && self.has_before(3, |s| matches!(s, Sense::Be))
    }

    /// "Explosions were heard because of a burning depot": the noise of something else.
    fn is_only_heard(&self) -> bool {
        if !matches!(self.act, Act::Blast | Act::Shoot) {
            return false;
        }
        let heard = (self.first.saturating_sub(3)..self.end + 4)
            .any(|at| matches!(self.text(at), "heard" | "سمع" | "سمعت" | "سماع" | "دوي" | "يسمع"));
        heard && self.rest_of_sentence(9).any(|at| self.names_cause(at))
    }

    /// "because of", "caused by", "resulting from" at token `at`.
    fn names_cause(&self, at: usize) -> bool {
        let next = self.text(at + 1);
        match self.text(at) {
            "because" | "due" => matches!(next, "of" | "to"),
            "caused" => next == "by",
            "resulting" => next == "from",
            "ناتجة" | "ناجمة" | "ناتج" | "ناجم" | "بسبب" | "جراء" | "نتيجة" => {
                true
            }
            _ => false,
        }
    }

    /// Shots into the air harm nobody.
    fn is_in_the_air(&self) -> bool {
        self.rest_of_sentence(4).any(|at| {
            matches!(self.text(at), "air" | "الهواء")
                && self
                    .layout
                    .tags_in(at.saturating_sub(2), at)
                    .iter()
                    .any(|tag| tag.sense == Sense::In)
        })
    }

    /// Arabic verbs that tell of an attack only with their usual objects.
    fn has_arabic_object(&self) -> bool {
        let word = self.text(self.first).trim_start_matches(['و', 'ف']);
        // "in the areas of control of the organisation": where, not what.
        let before = self.first.checked_sub(1).map_or("", |at| self.text(at));
        if self.act == Act::Take && self.form == Form::Noun && ARABIC_AREAS.contains(&before) {
            return false;
        }
        // "threw": bombs, not speeches.
        if self.act == Act::Hit && ARABIC_THREW.contains(&word) {
            return self.has_behind(4, |s| matches!(s, Sense::Weapon(_)));
        }
        if self.act == Act::Disarm {
            return self.takes_arms();
        }
        // "destroyed": what belongs to a party.
        !ARABIC_DESTROYED.contains(&word) || self.has_behind(9, |s| matches!(s, Sense::Target))
    }

    /// At most so many tokens behind it, as far as its sentence goes.
    fn rest_of_sentence(&self, reach: usize) -> impl Iterator<Item = usize> {
        (self.end..(self.end + reach).min(self.layout.tokens.len()))
            .take_while(|&at| !ends_sentence(self.layout, at))
    }

    /// The text of token `at`; empty where there is none.
    fn text(&self, at: usize) -> &'a str {
        self.layout.word(at)
    }

    fn is_one_word(&self) -> bool {
        self.end - self.first == 1
    }

    /// A wanted phrase stands at most `reach` tokens before it, with no break between;
    /// `tags` are those of its clause.
    fn is_behind(&self, tags: &[Tag], wanted: fn(&Sense) -> bool, reach: usize) -> bool {
        tags.iter().any(|tag| {
            wanted(&tag.sense)
                && (tag.first as usize) < self.first
                && tag.end as usize + reach >= self.first
                && !self.layout.tokens[(tag.end as usize).min(self.first)..self.first]
                    .iter()
                    .any(|token| matches!(token.mark, '.' | '“' | '”' | ';' | '،'))
        })
    }

    /// A wanted phrase starts among the `reach` tokens before it.
    fn has_before(&self, reach: usize, wanted: fn(&Sense) -> bool) -> bool {
        let from = self.first.saturating_sub(reach);
        self.layout.tags_in(from, self.first).iter().any(|tag| wanted(&tag.sense))
    }

    /// A wanted phrase starts among the `reach` tokens behind it.
    fn has_behind(&self, reach: usize, wanted: fn(&Sense) -> bool) -> bool {
        self.layout.tags_in(self.end, self.end + reach).iter().any(|tag| wanted(&tag.sense))
    }

    /// A wanted phrase of one or two words ends right before it.
    fn previous_is(&self, wanted: fn(&Sense) -> bool) -> bool {
        let from = self.first.saturating_sub(2);
        let before = self.layout.tags_in(from, self.first);
        before.iter().any(|tag| wanted(&tag.sense) && tag.end as usize == self.first)
    }

    /// A wanted phrase starts right behind it.
    fn next_is(&self, wanted: fn(&Sense) -> bool) -> bool {
        self.layout.tags_at(self.end).any(|tag| wanted(&tag.sense))
    }
}
