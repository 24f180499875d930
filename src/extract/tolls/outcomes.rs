//! What became of a group: the word of harm that governs it.

use super::passage::Passage;
use super::sums::is_sum;
use super::{Group, HarmWord};
use crate::extract::actors::is_passive;
use crate::extract::lexicon::{Form, Harm, Head, Sense};
use crate::extract::token::{TokenKind, fold_word};

/// What became of a group, and the name of the rule that says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) harm: Harm,
    pub(super) rule: &'static str,
}

impl Outcome {
    const fn new(harm: Harm, rule: &'static str) -> Self {
        Self { harm, rule }
    }
}

/// The rule of a passive verb behind its subject.
const PASSIVE: &str = "toll: passive";

/// Verbs of causing that may stand before the dead: "left five citizens as martyrs".
const LEFT: [&str; 3] = ["left", "leaving", "leaves"];

/// Verbs of harm whose subject suffers it.
const INTRANSITIVE: [&str; 11] = [
    "died",
    "perished",
    "succumbed",
    "drowned",
    "suffocated",
    "bled",
    "starved",
    "choked",
    "froze",
    "sustained",
    "suffered",
];

/// First words of longer phrases of the same kind: "lost their lives", "burned to death".
const INTRANSITIVE_PHRASES: [&str; 3] = ["lost", "burned", "burnt"];

/// Arabic duals of verbs of harm, folded.
const ARABIC_DUALS: [&str; 5] = ["قتلا", "استشهدا", "قضيا", "اصيبا", "جرحا"];

/// What became of the group at `index` of all the groups of the passage. What its own words
/// say goes before a verb behind it, and that before a verb in front of it.
pub(super) fn outcome(passage: &Passage<'_>, groups: &[Group], index: usize) -> Option<Outcome> {
    if let Some(found) = told_by_count(passage, &groups[index]) {
        return Some(found);
    }
    let case = Case::new(passage, groups, index);
    case.subject_of_plural_verb()
        .or_else(|| case.left_as_martyrs())
        .or_else(|| case.right_before_passive())
        .or_else(|| case.subject_of_passive())
        .or_else(|| case.behind_harm())
}

/// "21 government and 30 ISIS dead": one word for the group at `index` and the next.
pub(super) fn shared_outcome(
    passage: &Passage<'_>,
    groups: &[Group],
    index: usize,
) -> Option<Outcome> {
    let group = &groups[index];
    let next = groups.get(index + 1).filter(|next| next.first <= group.end + 1)?;
    let is_of_people = next.side.is_some() || next.head.is_some();
    if !is_of_people || !passage.is(group.end, Sense::And) {
        return None;
    }
    outcome(passage, groups, index + 1).filter(|outcome| outcome.rule == PASSIVE)
}

/// What the words of the count itself say: "12 dead", "the toll rose to 18".
fn told_by_count(passage: &Passage<'_>, group: &Group) -> Option<Outcome> {
    const SUM_STATED: &str = "toll: sum stated";
    if let Some(harm) = group.stated {
        return Some(Outcome::new(harm, SUM_STATED));
    }
    let both = |harm: &HarmWord| harm.first == group.end && harm.harm == Harm::KilledOrWounded;
    match group.head {
        None if passage.harms.iter().any(both) => {
            Some(Outcome::new(Harm::KilledOrWounded, "toll: dead and wounded in one number"))
        }
        Some(Head::Body | Head::Dead | Head::Martyr) => {
            Some(Outcome::new(Harm::Killed, "toll: the dead counted"))
        }
        Some(Head::Injured) => Some(Outcome::new(Harm::Wounded, "toll: the wounded counted")),
        None | Some(Head::Civilian | Head::People) if is_sum(passage, group.first) => {
            Some(Outcome::new(Harm::Killed, SUM_STATED))
        }
        _ => None,
    }
}

/// A group whose outcome is sought, with what stands around it.
struct Case<'p> {
    passage: &'p Passage<'p>,
    group: &'p Group,
    /// The groups before it.
    before: &'p [Group],
    /// All groups of the passage.
    all: &'p [Group],
    /// The group or a word of harm is in Arabic.
    arabic: bool,
    /// The last word of harm before it.
    left: Option<&'p HarmWord>,
    /// The first word of harm behind it.
    right: Option<&'p HarmWord>,
    /// One past the group and a bracket right behind it: "14 civilians (six children,
    /// three women)".
    end: usize,
}

impl<'p> Case<'p> {
    fn new(passage: &'p Passage<'p>, groups: &'p [Group], index: usize) -> Self {
        let group = &groups[index];
        let tokens = passage.tokens();
        Self {
            passage,
            group,
            before: &groups[..index],
            all: groups,
            arabic: tokens[group.first].arabic
                || passage.harms.iter().any(|harm| tokens[harm.first].arabic),
            left: passage.harm_before(group.first),
            right: passage.harm_from(group.end),
            end: bracket_end(passage, group.end).unwrap_or(group.end),
        }
    }

    /// Arabic verbs in the plural follow their subject: "18 soldiers were killed".
    fn subject_of_plural_verb(&self) -> Option<Outcome> {
        let right = self.right?;
        let is_subject = self.passage.tokens()[right.first].arabic
            && is_plural_verb(self.passage.word(right.first))
            && right.first <= self.end + 10;
        let is_nearer = |other: &Group| other.first >= self.group.end && other.end <= right.first;
        (is_subject && !self.all.iter().any(is_nearer))
            .then_some(Outcome::new(right.harm, "toll: subject before the verb"))
    }

    /// "left five citizens, from one family, as martyrs"
    fn left_as_martyrs(&self) -> Option<Outcome> {
        let (passage, group) = (self.passage, self.group);
        let verb = group.first.checked_sub(1)?;
        if !LEFT.contains(&passage.word(verb)) {
            return None;
        }
        let behind = passage.layout.tags_in(group.end, group.end + 12);
        let as_martyrs = behind.iter().any(|tag| {
            tag.sense == Sense::Head(Head::Martyr) && passage.word(tag.first as usize - 1) == "as"
        });
        as_martyrs.then_some(Outcome::new(Harm::Killed, "toll: left as martyrs"))
    }

    /// "dead" and "wounded" right behind the count.
    fn right_before_passive(&self) -> Option<Outcome> {
        let right = self.right?;
        let is_near = (self.end..=self.end + 5).contains(&right.first);
        if !is_near || right.form != Form::Past || self.arabic {
            return None;
        }
        let mut gap = self.end..right.first;
        if !gap.clone().all(|at| self.joins_nothing(at)) {
            return None;
        }
        let n_between = gap.len();
        let auxiliary = gap.any(|at| self.passage.is(at, Sense::Be));
        let active = self.has_object(right) && !auxiliary;
        let close = n_between <= 2 || auxiliary || self.group.part;
        (close && !active).then_some(Outcome::new(right.harm, PASSIVE))
    }

    /// Whether the token is a word, not one that starts another clause, or the end of a line.
    fn joins_nothing(&self, at: usize) -> bool {
        let joins = |sense| matches!(sense, Sense::And | Sense::Joint | Sense::Says);
        match self.passage.tokens()[at].kind {
            TokenKind::Word => !self.passage.means(at, joins),
            TokenKind::Break => true,
            _ => false,
        }
    }

    /// "killed 3 citizens": a count stands right behind, not after "and" or "when".
    fn has_object(&self, harm: &HarmWord) -> bool {
        let joins = |sense| matches!(sense, Sense::And | Sense::Joint);
        self.all.iter().any(|other| {
            other.first == harm.end
                || other.first == harm.end + 1
                    && self.passage.tokens()[harm.end].kind == TokenKind::Word
                    && !self.passage.means(harm.end, joins)
        })
    }

    /// A coordinated or longer subject of a passive: "40 soldiers and 130 civilians were
    /// killed".
    fn subject_of_passive(&self) -> Option<Outcome> {
        let right = self.right?;
        let (passage, group) = (self.passage, self.group);
        let suffers = right.form == Form::Past
            && !self.arabic
            && (is_passive(passage.layout, right.first, right.end)
                || is_intransitive(passage, right));
        if !suffers || right.first - group.end > 24 {
            return None;
        }
        let between = &passage.tokens()[group.end..right.first];
        let another_act = |sense| matches!(sense, Sense::Joint | Sense::Act(_, Form::Past));
        let clean = !between.iter().any(|token| matches!(token.mark, '.' | ';' | '“'))
            && !(group.end..right.first).any(|at| passage.means(at, another_act));
        let left_governs = self.left.is_some_and(|left| {
            governs_right(passage, left)
                && !is_cut_off(passage, left, group)
                && !(left.harm == Harm::KilledOrWounded && left.form == Form::Noun)
        });
        (clean && !left_governs).then_some(Outcome::new(right.harm, PASSIVE))
    }

    /// What the word of harm before the group says of it.
    fn behind_harm(&self) -> Option<Outcome> {
        let left = self.left?;
        let gap = self.group.first - left.end;
        let passive = left.form == Form::Past && !governs_right(self.passage, left);
        if passive && gap <= 16 && !self.before.is_empty() && self.is_listed_behind(left) {
            return Some(Outcome::new(left.harm, "toll: added to a passive"));
        }
        if left.harm == Harm::KilledOrWounded && left.form == Form::Noun && gap > 4 {
            return None;
        }
        if self.is_object_of(left) {
            return Some(Outcome::new(left.harm, "toll: object"));
        }
        // "were killed, including four civilians"
        (self.group.part && !self.before.is_empty())
            .then_some(Outcome::new(left.harm, "toll: part of a passive"))
    }

    /// "were killed, and 16 of the other side"; "nine were killed, five civilians and four
    /// soldiers".
    fn is_listed_behind(&self, harm: &HarmWord) -> bool {
        let links = |sense| matches!(sense, Sense::And | Sense::Including);
        (harm.end..self.group.first).all(|at| {
            matches!(self.passage.tokens()[at].mark, ',' | '،' | '(' | ':' | '-' | '–')
                || self.passage.means(at, links)
                || self.groups_behind(harm).any(|other| other.first <= at && at < other.end)
        })
    }

    /// "killed 3 citizens": the word of harm before governs the group, directly or through
    /// the groups between them.
    fn is_object_of(&self, harm: &HarmWord) -> bool {
        let near = self.group.first - harm.end <= 12 || self.groups_behind(harm).next().is_some();
        near && (governs_right(self.passage, harm) || self.arabic)
            && !is_cut_off(self.passage, harm, self.group)
    }

    /// The groups between a word of harm and this one.
    fn groups_behind(&self, harm: &HarmWord) -> impl Iterator<Item = &'p Group> {
        let end = harm.end;
        self.before.iter().filter(move |other| other.first >= end)
    }
}

/// One past a bracket that opens at `at`, when it closes within a few words.
fn bracket_end(passage: &Passage<'_>, at: usize) -> Option<usize> {
    let tokens = passage.tokens();
    tokens.get(at).filter(|token| token.is_mark('('))?;
    let inside = tokens.get(at..tokens.len().min(at + 16))?;
    inside.iter().position(|token| token.is_mark(')')).map(|n| at + n + 1)
}

/// Arabic verbs of harm that agree with a subject in the dual or plural before them.
fn is_plural_verb(word: &str) -> bool {
    let mut folded = String::new();
    fold_word(word, &mut folded);
    folded.ends_with("وا") || ARABIC_DUALS.contains(&folded.as_str())
}

/// Whether the end of a sentence or another verb stands between a word of harm and a group.
fn is_cut_off(passage: &Passage<'_>, harm: &HarmWord, group: &Group) -> bool {
    let mut between = harm.end..group.first.max(harm.end);
    let another_verb = |at: usize| {
        let past = |sense| matches!(sense, Sense::Act(_, Form::Past));
        passage.means(at, |sense| matches!(sense, Sense::TollSum | Sense::Transfer))
            || passage.means(at, past)
                && !passage.means(at, |sense| matches!(sense, Sense::Harm(..)))
    };
    passage.tokens()[between.clone()].iter().any(|token| matches!(token.mark, '.' | ';' | '؛'))
        || between.any(another_verb)
}

/// "died", "lost their lives": the dead are the subject.
fn is_intransitive(passage: &Passage<'_>, harm: &HarmWord) -> bool {
    let is_one_of = |words: &[&str]| {
        let word = passage.word(harm.first);
        words.iter().any(|known| known.eq_ignore_ascii_case(word))
    };
    is_one_of(&INTRANSITIVE) || harm.end > harm.first + 1 && is_one_of(&INTRANSITIVE_PHRASES)
}

/// Active verbs, participles and nouns govern what follows them.
fn governs_right(passage: &Passage<'_>, harm: &HarmWord) -> bool {
    match harm.form {
        Form::Gerund | Form::Noun | Form::Base => true,
        Form::Past => {
            !is_passive(passage.layout, harm.first, harm.end) && !is_intransitive(passage, harm)
        }
    }
}
