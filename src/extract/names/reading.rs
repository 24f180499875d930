//! A report beside the gazetteer, and the questions its words are asked.

use super::Name;
use super::function_words::is_function_word;
use crate::extract::lexicon::{Area, Sense};
use crate::extract::text::Layout;
use crate::extract::token::{Token, TokenKind};
use crate::gazetteer::{Candidate, Context, Gazetteer, Lookup, Place, PlaceIdx};

/// A report whose names are looked up in a gazetteer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading<'a> {
    pub(super) layout: &'a Layout<'a>,
    pub(super) gazetteer: &'a Gazetteer,
}

impl<'a> Reading<'a> {
    pub(super) fn tokens(self) -> &'a [Token] {
        &self.layout.tokens
    }

    /// The word at a token; empty past the end of the report.
    pub(super) fn word(self, at: usize) -> &'a str {
        self.layout.word(at)
    }

    /// The text of tokens `first..end`.
    pub(super) fn words(self, first: usize, end: usize) -> &'a str {
        self.layout.span(first, end).of(&self.layout.text)
    }

    /// Whether a phrase with a wanted sense starts at the token.
    pub(super) fn means(self, at: usize, wanted: impl Fn(Sense) -> bool) -> bool {
        self.layout.tags_at(at).any(|tag| wanted(tag.sense))
    }

    /// Whether the token starts a phrase that the lexicon knows.
    pub(super) fn is_known(self, at: usize) -> bool {
        self.layout.tags_at(at).next().is_some()
    }

    /// A word for a place stands at the token: "village", "airport".
    pub(super) fn is_area(self, at: usize, area: Area) -> bool {
        self.means(at, |sense| sense == Sense::Area(area))
    }

    /// A point of the compass stands at the token.
    pub(super) fn is_direction(self, at: usize) -> bool {
        self.means(at, |sense| sense == Sense::Direction)
    }

    /// Words that stand before a name without being part of it.
    pub(super) fn is_lead(self, at: usize) -> bool {
        self.means(at, stands_before_names) && !self.layout.tokens[at].glued
    }

    /// Whether the token is the first of a sentence, a quotation or an item.
    pub(super) fn starts_sentence(self, at: usize) -> bool {
        at.checked_sub(1).is_none_or(|before| {
            let token = &self.layout.tokens[before];
            token.kind == TokenKind::Break
                || matches!(token.mark, '.' | '“' | '"' | ':' | '•' | '*')
        })
    }

    /// The place that a name most likely means.
    pub(super) fn best_place(self, name: &Name) -> Option<&'a Place> {
        name.lookup.candidates.first().map(|best| self.gazetteer.place(best.place))
    }

    /// Whether a name most likely means a place in the governorate.
    pub(super) fn is_in_governorate(self, name: &Name) -> bool {
        self.best_place(name).is_some_and(|place| place.in_governorate)
    }

    /// Whether all of tokens `first..end`, words for settlements left aside, only join or
    /// point in Arabic: "and on the village of".
    pub(super) fn only_joins(self, first: usize, end: usize) -> bool {
        let is_area = |at: usize| self.means(at, |sense| matches!(sense, Sense::Area(_)));
        let mut own = (first..end).filter(|at| !is_area(*at)).peekable();
        own.peek().is_some() && own.all(|at| is_function_word(self.word(at)))
    }

    /// Places whose spelling equals these words, with an Arabic prefix taken off if need be.
    pub(super) fn exact_places(self, first: usize, end: usize) -> Vec<PlaceIdx> {
        let whole = self.words(first, end);
        let arabic = self.layout.tokens[first].arabic;
        if arabic && self.only_joins(first, end) {
            return Vec::new();
        }
        let found = self.gazetteer.lookup_exact(whole);
        if !found.is_empty() || !arabic {
            return found;
        }
        let mut rest = whole;
        for _ in 0..2 {
            let Some(bare) = rest.strip_prefix(['و', 'ف', 'ب', 'ل']) else { break };
            if bare.chars().count() < 3 {
                break;
            }
            let found = self.gazetteer.lookup_exact(bare);
            if !found.is_empty() {
                return found;
            }
            rest = bare;
        }
        Vec::new()
    }

    /// The first place in the governorate whose spelling equals these words.
    pub(super) fn exact_place_in_governorate(self, first: usize, end: usize) -> Option<PlaceIdx> {
        let places = self.exact_places(first, end);
        places.into_iter().find(|place| self.gazetteer.place(*place).in_governorate)
    }

    /// The gazetteer's judgement on a name other than the one it found itself: `place` is
    /// among the candidates.
    pub(super) fn judgement(self, first: usize, end: usize, place: PlaceIdx) -> Lookup {
        let context = Context { document_places: &[place], is_place: true, ..Context::default() };
        let mut lookup = self.gazetteer.lookup(self.words(first, end), &context);
        if !lookup.candidates.iter().any(|candidate| candidate.place == place) {
            let Place { position, radius_m, .. } = *self.gazetteer.place(place);
            lookup.candidates.insert(
                0,
                Candidate {
                    place,
                    score: 0.8,
                    position,
                    radius_m,
                    reason: "equal to a spelling of it".to_owned(),
                },
            );
        }
        lookup
    }

    /// Tokens `first..end` as a name of `place`, known under it.
    pub(super) fn exact_name(self, first: usize, end: usize, place: PlaceIdx) -> Name {
        Name { first, end, lookup: self.judgement(first, end, place), exact: true }
    }
}

fn stands_before_names(sense: Sense) -> bool {
    matches!(
        sense,
        Sense::In
            | Sense::From
            | Sense::To
            | Sense::Of
            | Sense::Determiner
            | Sense::Near
            | Sense::Between
            | Sense::With
            | Sense::And
            | Sense::Area(
                Area::City
                    | Area::Town
                    | Area::Village
                    | Area::Quarter
                    | Area::District
                    | Area::Area
            )
    )
}
