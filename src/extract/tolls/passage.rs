//! The passage whose counts are read, and the questions its words are asked.

use super::HarmWord;
use crate::extract::actors::ActorMention;
use crate::extract::lexicon::{Head, Sense};
use crate::extract::text::Layout;
use crate::extract::token::Token;

/// Tokens `first..end` of a report, with the parties and the words of harm found in them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Passage<'a> {
    pub(super) layout: &'a Layout<'a>,
    pub(super) first: usize,
    pub(super) end: usize,
    pub(super) actors: &'a [ActorMention],
    pub(super) harms: &'a [HarmWord],
}

impl<'a> Passage<'a> {
    /// Tokens of the whole report: what stands behind a passage may say what it means.
    pub(super) fn tokens(&self) -> &'a [Token] {
        &self.layout.tokens
    }

    /// The word at a token; empty past the end of the report.
    pub(super) fn word(&self, at: usize) -> &'a str {
        self.layout.word(at)
    }

    /// The word at a token; empty past the end of the passage.
    pub(super) fn word_inside(&self, at: usize) -> &'a str {
        if at < self.end { self.word(at) } else { "" }
    }

    /// Whether any of tokens `first..end` is one of `words`.
    pub(super) fn has_word(&self, first: usize, end: usize, words: &[&str]) -> bool {
        (first..end).any(|at| words.contains(&self.word(at)))
    }

    /// Whether a phrase with this sense starts at the token.
    pub(super) fn is(&self, at: usize, sense: Sense) -> bool {
        self.means(at, |found| found == sense)
    }

    /// Whether a phrase with a wanted sense starts at the token.
    pub(super) fn means(&self, at: usize, wanted: impl Fn(Sense) -> bool) -> bool {
        self.layout.tags_at(at).any(|tag| wanted(tag.sense))
    }

    /// Whether a phrase with a wanted sense starts in tokens `first..end`.
    pub(super) fn means_in(
        &self,
        first: usize,
        end: usize,
        wanted: impl Fn(Sense) -> bool,
    ) -> bool {
        self.layout.tags_in(first, end).iter().any(|tag| wanted(tag.sense))
    }

    /// The noun for people that starts at the token, and one past its last token.
    pub(super) fn head_at(&self, at: usize) -> Option<(Head, usize)> {
        self.layout.tags_at(at).find_map(|tag| match tag.sense {
            Sense::Head(head) => Some((head, tag.end as usize)),
            _ => None,
        })
    }

    /// The party whose name starts at the token.
    pub(super) fn actor_at(&self, at: usize) -> Option<&'a ActorMention> {
        self.actors.iter().find(|actor| actor.first == at)
    }

    /// The parties named before the token, in order.
    pub(super) fn actors_before(
        &self,
        at: usize,
    ) -> impl DoubleEndedIterator<Item = &'a ActorMention> {
        self.actors.iter().filter(move |actor| actor.end <= at)
    }

    /// The last word of harm before the token.
    pub(super) fn harm_before(&self, at: usize) -> Option<&'a HarmWord> {
        self.harms.iter().rev().find(|harm| harm.end <= at)
    }

    /// The first word of harm at the token or behind it.
    pub(super) fn harm_from(&self, at: usize) -> Option<&'a HarmWord> {
        self.harms.iter().find(|harm| harm.first >= at)
    }
}
