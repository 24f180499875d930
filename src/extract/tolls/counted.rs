//! One counted group: a count, its modifiers, its noun and whose people they are.

use super::Group;
use super::passage::Passage;
use super::sides::{
    is_family_count, is_fighter, nation_of, of_them, other_side, owner_before, side_behind,
    side_of_words,
};
use super::single::{DUAL, ONE, one_or_two};
use super::sums::{harm_of_sum, is_sum, sum_ahead, sum_behind};
use crate::extract::actors::ActorMention;
use crate::extract::lexicon::{Bound, Form, Harm, Head, Sense, Side};
use crate::extract::number::{Quantity, quantity};
use crate::extract::token::TokenKind;

/// The rule of a count that stands behind its noun.
const BEHIND_NOUN: &str = "count: behind the noun";

/// How many words behind a count are read for its noun and owner.
const REACH: usize = 9;

/// Possessives that name the party told of before.
const ENGLISH_THEIR: [&str; 3] = ["its", "their", "his"];

/// Arabic nouns for fighters with such a possessive written on.
const ARABIC_THEIR_FIGHTERS: [&str; 6] =
    ["عناصره", "عناصرها", "مقاتليه", "مسلحيه", "مقاتليها", "عناصرهم"];

/// Nouns of armed people that follow the name of their party.
const FORCES: [&str; 5] = ["forces", "army", "troops", "militia", "militias"];

/// Words between a word of harm and a bare count: "wounded a further nine".
const FURTHER: [&str; 3] = ["further", "another", "additional"];

/// The group that starts at token `at`: a count, its modifiers, its head noun and
/// whose people they are.
pub(super) fn group_at(passage: &Passage<'_>, at: usize) -> Option<Group> {
    let count = noun_first(passage, at)
        .or_else(|| quantity(passage.layout, at, passage.end))
        .or_else(|| one_or_two(passage, at))?;
    // "No one was killed."
    if at > 0 && passage.word(at - 1).eq_ignore_ascii_case("no") {
        return None;
    }
    let sum = sum_ahead(passage, &count);
    let mut counted = Counted::behind(passage, count, sum);
    if !counted.read_words() {
        return None;
    }
    counted.infer_from_words_before();
    let stated = counted.read_sum(sum);
    if counted.head.is_none() && stated.is_none() && !counted.read_bare() {
        return None;
    }
    counted.extend_over_forces();
    Some(counted.group(stated))
}

/// Arabic "al-muhajimun al-arba'a", the four attackers: the noun and the number both
/// with the article.
fn noun_first(passage: &Passage<'_>, at: usize) -> Option<Quantity> {
    let is_noun = passage.tokens()[at].arabic && passage.head_at(at).is_some();
    if !is_noun || !passage.word_inside(at + 1).starts_with("ال") {
        return None;
    }
    let found = quantity(passage.layout, at + 1, passage.end)
        .filter(|found| found.max == Some(found.min))?;
    (3..=19).contains(&found.min).then_some(Quantity { first: at, rule: BEHIND_NOUN, ..found })
}

/// What a word behind a count does to the group.
enum Step {
    /// It stands inside the group, which is read on from this token.
    To(usize),
    /// It stands behind the group.
    End,
    /// It tells that no people are counted.
    NoPeople,
}

/// A group while the words behind its count are read.
struct Counted<'p> {
    passage: &'p Passage<'p>,
    count: Quantity,
    /// The noun of those counted.
    head: Option<Head>,
    /// Whose people they are.
    side: Option<Side>,
    /// The forces of the nation whose adjective was read: "a Russian adviser".
    nation: Option<Side>,
    /// A party stands where the noun would: "five of the SDF".
    of_party: bool,
    /// The next token to read; in the end one past the group.
    next: usize,
}

impl<'p> Counted<'p> {
    /// A count of which nothing else is read yet. `sum` is the token of its noun when the
    /// count is a sum.
    fn behind(passage: &'p Passage<'p>, count: Quantity, sum: Option<usize>) -> Self {
        let mut next = sum.unwrap_or(count.end);
        // Arabic duals and singulars carry their head themselves.
        if matches!(count.rule, ONE | DUAL | BEHIND_NOUN) {
            next = count.first;
            while next < passage.end && passage.is(next, Sense::Determiner) {
                next += 1;
            }
        }
        Self { passage, count, head: None, side: None, nation: None, of_party: false, next }
    }

    /// Reads on to the end of the group; false when no people are counted.
    fn read_words(&mut self) -> bool {
        let limit = self.passage.end.min(self.next + REACH);
        while self.next < limit {
            match self.step() {
                Step::To(next) => self.next = next,
                Step::End => break,
                Step::NoPeople => return false,
            }
        }
        true
    }

    /// Reads the word at `next`.
    fn step(&mut self) -> Step {
        let (passage, at) = (self.passage, self.next);
        let token = &passage.tokens()[at];
        if token.kind == TokenKind::Possessive || token.kind == TokenKind::Break && token.value == 1
        {
            return Step::To(at + 1);
        }
        // Arabic "and his wife": the next group.
        if token.kind != TokenKind::Word || self.head.is_some() && token.arabic && token.conjunction
        {
            return Step::End;
        }
        if is_thing(passage, at) {
            return if self.head.is_some() { Step::End } else { Step::NoPeople };
        }
        let actor = passage.actor_at(at);
        if self.side.is_none() && actor.is_none() && is_their(passage.word(at)) {
            self.side = owner_before(passage, self.count.first, at);
        }
        if let Some((head, until)) = noun_at(passage, at) {
            return self.take_noun(head, until);
        }
        if let Some(actor) = actor {
            return self.take_party(actor);
        }
        if passage.harms.iter().any(|harm| harm.first == at) {
            return Step::End;
        }
        self.nation = self.nation.or_else(|| nation_of(passage, at));
        if self.head.is_some() {
            self.step_behind_noun()
        } else if passage.means(at, stands_outside) && !passage.is(at, Sense::Of) {
            Step::End
        } else {
            Step::To(at + 1)
        }
    }

    /// The noun at `next`, which ends before token `until`. "army forces personnel": the last
    /// noun of the run is the head.
    fn take_noun(&mut self, head: Head, until: usize) -> Step {
        let (passage, at) = (self.passage, self.next);
        // "five of their own men" are fighters.
        let men = matches!(passage.word(at), "men" | "man")
            && passage.has_word(self.count.first, at, &ENGLISH_THEIR);
        self.head = Some(if men { Head::Fighter } else { head });
        let inside = |actor: &&ActorMention| actor.first > at && actor.first < until;
        let named = passage.actor_at(at).or_else(|| passage.actors.iter().find(inside));
        self.side = self
            .side
            .or(named.map(|actor| actor.side))
            .or_else(|| side_of_words(passage, at, until));
        let is_behind = self.count.rule == BEHIND_NOUN;
        // The count stands behind its noun; another noun may stand behind the count.
        Step::To(if is_behind { until.max(self.count.end) } else { until })
    }

    /// A party's name at `next`: the people are its own, unless its machines are counted:
    /// "four coalition aircraft".
    fn take_party(&mut self, actor: &ActorMention) -> Step {
        let is_machine = |at: usize| self.passage.means(at, |s| matches!(s, Sense::Weapon(_)));
        if self.head.is_none() && is_machine(actor.end - 1) {
            return Step::NoPeople;
        }
        self.side = self.side.or(Some(actor.side));
        self.of_party |= self.head.is_none();
        Step::To(actor.end)
    }

    /// Some other word behind the noun: the group goes on only to its owner.
    fn step_behind_noun(&mut self) -> Step {
        let mut tags = self.passage.layout.tags_at(self.next);
        if let Some(bound) = tags.find(|tag| tag.sense == Sense::Bound(Bound::AtLeast)) {
            // Arabic puts "at least" behind the noun.
            self.count.max = None;
            return Step::To(bound.end as usize);
        }
        self.owner_ahead().map_or(Step::End, Step::To)
    }

    /// "of the regime forces", Arabic "min quwwat al-nizam": where the owner's name starts
    /// behind the preposition at `next`.
    fn owner_ahead(&self) -> Option<usize> {
        let (passage, at) = (self.passage, self.next);
        let of = passage.means(at, |sense| matches!(sense, Sense::Of | Sense::From));
        // "a commander in the SDF"
        let serves_in = || {
            let near = |actor: &ActorMention| actor.first > at && actor.first <= at + 2;
            is_fighter(self.head)
                && passage.is(at, Sense::In)
                && passage.actors.iter().any(|actor| near(actor) && !actor.holds)
        };
        if !of && !serves_in() {
            return None;
        }
        (at + 1..(at + 5).min(passage.end)).find(|&index| passage.actor_at(index).is_some())
    }

    /// What the words before tell when those behind the count do not: "a family of six",
    /// "a Russian adviser".
    fn infer_from_words_before(&mut self) {
        if self.head.is_none() && is_family_count(self.passage, self.count.first) {
            self.head = Some(Head::Civilian);
        }
        if self.side.is_none() && is_fighter(self.head) {
            self.side = self.nation;
        }
    }

    /// What the words of a sum say became of those counted, and of whom they are. `sum` is
    /// the token of its noun when that stands behind the count.
    fn read_sum(&mut self, sum: Option<usize>) -> Option<Harm> {
        let passage = self.passage;
        let mut stated = sum.map(|noun| harm_of_sum(passage, noun, self.next));
        if self.head.is_none()
            && let Some(sum) = sum_behind(passage, self.count.first)
        {
            (self.head, stated) = (sum.head, Some(sum.harm));
            self.side = self.side.or(sum.side);
            self.next = self.count.end;
        }
        if self.side.is_none()
            && self.head.is_none()
            && let Some((side, until)) =
                other_side(passage, self.count.end).or_else(|| of_them(passage, self.count.end))
        {
            (self.side, self.next, self.of_party) = (Some(side), until, true);
        }
        stated
    }

    /// Reads whose people a count without a noun counts: "killing at least 12", "20 wounded",
    /// "five were killed". False when it counts no people.
    fn read_bare(&mut self) -> bool {
        let (passage, first) = (self.passage, self.count.first);
        let is_of_people = self.of_party
            || follows_harm(passage, first)
            || precedes_harm(passage, self.count.end)
            || is_sum(passage, first);
        if !is_of_people {
            return false;
        }
        if !self.of_party {
            self.next = self.count.end;
        }
        if self.side.is_none()
            && let Some((side, until)) = side_behind(passage, self.next)
        {
            (self.side, self.next) = (Some(side), until);
        }
        !counts_other(passage, self.next)
    }

    /// Takes in what else names the same people.
    fn extend_over_forces(&mut self) {
        let Some(side) = self.side else { return };
        let passage = self.passage;
        // "4 members of the regime's forces"
        while self.head.is_some() && FORCES.contains(&passage.word_inside(self.next)) {
            self.next += 1;
        }
        // "and militiamen loyal to them" belongs to the same people.
        if passage.is(self.next, Sense::And)
            && let Some(also) = passage.actor_at(self.next + 1)
            && side.may_equal(also.side)
        {
            self.next = also.end;
        }
    }

    fn group(self, stated: Option<Harm>) -> Group {
        Group {
            first: self.count.first,
            end: self.next.max(self.count.end),
            count: self.count,
            head: self.head,
            side: self.side,
            part: false,
            stated,
        }
    }
}

/// A thing, a stretch of time or a month is counted or stands in the way: "3 tanks".
fn is_thing(passage: &Passage<'_>, at: usize) -> bool {
    let thing = |sense| matches!(sense, Sense::Thing | Sense::TimeUnit(_) | Sense::Month(_));
    // "seven (were hurt) on Monday", Arabic "the day Monday" or "the day": no days are counted.
    let names_day = matches!(passage.word(at), "اليوم" | "الليلة")
        || passage.means(at, |sense| matches!(sense, Sense::Weekday(_)));
    passage.means(at, thing) && passage.head_at(at).is_none() && !names_day
}

/// "two of its members": of the party named before.
fn is_their(word: &str) -> bool {
    ENGLISH_THEIR.contains(&word) || ARABIC_THEIR_FIGHTERS.contains(&word)
}

/// The noun for people that starts at the token, be it Arabic in the dual.
fn noun_at(passage: &Passage<'_>, at: usize) -> Option<(Head, usize)> {
    passage.layout.tags_at(at).find_map(|tag| match tag.sense {
        Sense::Head(head) | Sense::Pair(head) => Some((head, tag.end as usize)),
        _ => None,
    })
}

/// Words that do not stand between a count and its noun.
fn stands_outside(sense: Sense) -> bool {
    matches!(
        sense,
        Sense::Be
            | Sense::Have
            | Sense::In
            | Sense::Near
            | Sense::By
            | Sense::With
            | Sense::Including
            | Sense::Joint
            | Sense::WeakJoint
            | Sense::And
            | Sense::Says
            | Sense::To
            | Sense::Against
            | Sense::Act(_, Form::Past)
    )
}

/// "killing at least 12", "wounded a further nine": a word of harm right before the count.
fn follows_harm(passage: &Passage<'_>, at: usize) -> bool {
    let links = |index: usize| {
        FURTHER.contains(&passage.word(index))
            || passage.means(index, |sense| matches!(sense, Sense::Of | Sense::Determiner))
    };
    passage
        .harms
        .iter()
        .any(|harm| harm.end <= at && at - harm.end <= 2 && (harm.end..at).all(links))
}

/// "20 wounded", "five were killed": a word of harm right behind the count that ends
/// before `end`.
fn precedes_harm(passage: &Passage<'_>, end: usize) -> bool {
    let helps = |index: usize| {
        passage.means(index, |sense| matches!(sense, Sense::Be | Sense::Have | Sense::Adverb))
    };
    passage.harms.iter().any(|harm| {
        harm.form == Form::Past
            && (end..=end + 3).contains(&harm.first)
            && (end..harm.first).all(helps)
    })
}

/// A place or something else that is not people is counted: "two checkpoints".
fn counts_other(passage: &Passage<'_>, next: usize) -> bool {
    let thing = is_thing(passage, next);
    let unknown = passage.tokens().get(next).is_some_and(|token| {
        token.kind == TokenKind::Word
            && !token.arabic
            && passage.layout.tags_at(next).next().is_none()
    });
    thing || unknown
}
