//! Names that many places share: which of them the text around puts into another city.

use rustc_hash::FxHashMap;

use crate::gazetteer::{Gazetteer, PlaceIdx, PlaceKind};

use super::lexicon::Sense;
use super::places::{PlaceMention, Role};
use super::sentence::Sentence;
use super::text::Layout;
use super::token::TokenKind;

/// What a named city or governorate says about names near it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cue {
    pub(super) token: usize,
    /// It is in the governorate, or is it.
    pub(super) inside: bool,
}

/// So many sentences, the title with them, say what a report is about.
const OPENING: usize = 3;

/// So often a report names the place that it is about.
const THEME_COUNT: usize = 3;

/// Quarters and landmarks carry names that many cities have. Those that the text
/// around puts into another city are not places of this governorate.
pub(super) fn settle_elsewhere(
    layout: &Layout<'_>,
    sentences: &[Sentence],
    gazetteer: &Gazetteer,
    mentions: &mut [PlaceMention],
) {
    let cues = cues(gazetteer, mentions);
    let report = Setting::of_report(sentences, mentions, &cues);
    let theme = Theme::of(mentions);
    for mention in mentions.iter_mut() {
        let Some(place) = mention.place.filter(|_| mention.in_governorate) else { continue };
        let kind = gazetteer.place(place).kind;
        if !is_shared(kind) && !is_bare_region(layout, mention, kind) {
            continue;
        }
        // Towns and villages have names of their own: where the text is about the
        // governorate too, only a city right beside them puts them elsewhere.
        let of_own = matches!(kind, PlaceKind::Town | PlaceKind::Village);
        let distinct = of_own && (report.is_mostly_inside || theme.is(place));
        let Some(cues) = NearCues::of(layout, sentences, &cues, mention.first) else { continue };
        if report.puts_elsewhere(layout, mention.first, distinct, cues) {
            mention.place = None;
            mention.in_governorate = false;
            mention.rule = "place: a namesake in another city";
        }
    }
}

/// Where a report as a whole plays, by the cities it names.
struct Setting {
    /// The governorate and its cities are named, and no less often than others.
    is_mostly_inside: bool,
    /// It is about other cities.
    is_outside: bool,
    /// Up to this token it is about the city elsewhere that it opens with.
    turns_at: usize,
}

impl Setting {
    fn of_report(sentences: &[Sentence], mentions: &[PlaceMention], cues: &[Cue]) -> Self {
        let n_inside = cues.iter().filter(|cue| cue.inside).count();
        let n_outside = cues.len() - n_inside;
        // An outlet of the governorate writes about it without naming it.
        let local_outlet = mentions.iter().any(|m| m.role == Role::EmbeddedOrg && m.in_governorate);
        let first_inside = cues.first().is_some_and(|cue| cue.inside);
        let is_outside = !local_outlet
            && n_outside > 0
            && (n_inside == 0 || n_outside >= n_inside && !first_inside);
        // Until the governorate is named, a report is about the city that it opens with.
        let opening = sentences.get(OPENING - 1).or(sentences.last()).map_or(0, |s| s.end);
        let opens_elsewhere =
            !local_outlet && cues.first().is_some_and(|cue| !cue.inside && cue.token < opening);
        let turn = cues.iter().find(|cue| cue.inside).filter(|_| opens_elsewhere);
        Self {
            is_mostly_inside: n_inside > 0 && n_inside >= n_outside,
            is_outside,
            turns_at: turn.map_or(0, |cue| cue.token),
        }
    }

    /// Whether a name at `token` is that of a namesake in another city; a `distinct` one
    /// only right beside that city.
    fn puts_elsewhere(
        &self,
        layout: &Layout<'_>,
        token: usize,
        distinct: bool,
        cues: NearCues<'_>,
    ) -> bool {
        if let Some(near) = cues.in_sentence {
            return !near.inside
                && (self.is_outside && !distinct || binds(layout, near.token, token));
        }
        if distinct {
            return false;
        }
        let is_outside = self.is_outside || token < self.turns_at;
        match cues.in_paragraph {
            Some(before) => !before.inside && (is_outside || before.token == cues.paragraph),
            None => is_outside,
        }
    }
}

/// The village that a report comes back to is what it is about, however many cities
/// elsewhere it names beside.
struct Theme {
    counts: FxHashMap<PlaceIdx, usize>,
    most: usize,
}

impl Theme {
    fn of(mentions: &[PlaceMention]) -> Self {
        let mut counts: FxHashMap<PlaceIdx, usize> = FxHashMap::default();
        for place in mentions.iter().filter_map(|mention| mention.place) {
            *counts.entry(place).or_default() += 1;
        }
        let most = counts.values().copied().max().unwrap_or(0);
        Self { counts, most }
    }

    fn is(&self, place: PlaceIdx) -> bool {
        self.most >= THEME_COUNT && self.counts.get(&place) == Some(&self.most)
    }
}

/// The cities named around a token.
#[derive(Debug, Clone, Copy)]
struct NearCues<'c> {
    /// The one of its sentence that holds for it.
    in_sentence: Option<&'c Cue>,
    /// The last one of its paragraph before it.
    in_paragraph: Option<&'c Cue>,
    /// First token of the paragraph.
    paragraph: usize,
}

impl<'c> NearCues<'c> {
    /// `None` for a token outside of all sentences.
    fn of(
        layout: &Layout<'_>,
        sentences: &[Sentence],
        cues: &'c [Cue],
        token: usize,
    ) -> Option<Self> {
        let n_begun = sentences.partition_point(|sentence| sentence.first <= token);
        let sentence = sentences[..n_begun].last().filter(|sentence| token < sentence.end)?;
        let paragraph = layout.paragraphs.get(sentence.paragraph).map_or(0, |p| p.first);
        let index = |token: usize| cues.partition_point(|cue| cue.token < token);
        let in_sentence = &cues[index(sentence.first)..index(sentence.end)];
        let before = cues[..index(token)].last();
        Some(Self {
            in_sentence: nearest(layout, in_sentence, token),
            in_paragraph: before.filter(|cue| paragraph <= cue.token),
            paragraph,
        })
    }
}

/// What a sentence names first holds for what follows; a city behind the name counts
/// only when nothing but a few words part them ("chanted for Homs").
fn nearest<'c>(layout: &Layout<'_>, cues: &'c [Cue], token: usize) -> Option<&'c Cue> {
    let named_ahead = cues.iter().any(|cue| cue.token < token);
    cues.iter()
        .filter(|cue| !named_ahead || cue.token <= token || follows(layout, token, cue.token))
        .min_by_key(|cue| cue.token.abs_diff(token))
}

/// "the southern countryside" alone is that of the place told of.
fn is_bare_region(layout: &Layout<'_>, mention: &PlaceMention, kind: PlaceKind) -> bool {
    kind == PlaceKind::Region
        && !layout.tokens[mention.first..mention.end].iter().any(|t| t.capital || t.arabic)
}

/// Parts of cities and single sites, whose names are shared by many cities.
const fn is_shared(kind: PlaceKind) -> bool {
    !kind.is_administrative() && !matches!(kind, PlaceKind::City | PlaceKind::Region)
}

/// Nothing but a few words without a verb stand between the two.
fn binds(layout: &Layout<'_>, a: usize, b: usize) -> bool {
    let (a, b) = (a.min(b), a.max(b));
    b - a <= 8
        && !layout.tags_in(a, b).iter().any(|tag| {
            matches!(
                tag.sense,
                Sense::Act(..)
                    | Sense::Harm(..)
                    | Sense::Transfer
                    | Sense::To
                    | Sense::From
                    | Sense::Joint
            )
        })
}

/// A city behind a name says where it is: nothing but commas, prepositions and words for
/// places between.
fn follows(layout: &Layout<'_>, name: usize, city: usize) -> bool {
    city - name <= 8
        && layout.tokens[name + 1..city].iter().enumerate().all(|(step, token)| {
            token.kind != TokenKind::Word
                || token.capital
                || token.glued
                || layout.tags_at(name + 1 + step).any(|tag| {
                    matches!(
                        tag.sense,
                        Sense::In
                            | Sense::Of
                            | Sense::Determiner
                            | Sense::Area(_)
                            | Sense::Direction
                    )
                })
        })
}

/// The cities and governorates that say where the names near them are.
pub(super) fn cues(gazetteer: &Gazetteer, mentions: &[PlaceMention]) -> Vec<Cue> {
    let says_where = |mention: &&PlaceMention| {
        let Some(place) = mention.place else { return false };
        !matches!(mention.role, Role::EmbeddedOrg | Role::Boilerplate | Role::ActorMetonymy)
            && is_large(gazetteer.place(place).kind)
            && (mention.role != Role::Dateline || is_taken_up(gazetteer, mentions, mention, place))
    };
    mentions
        .iter()
        .filter(says_where)
        .map(|mention| Cue { token: mention.first, inside: mention.in_governorate })
        .collect()
}

/// Towns and all that is larger, but for countries.
const fn is_large(kind: PlaceKind) -> bool {
    (kind.is_settlement() || kind.is_administrative() || matches!(kind, PlaceKind::Region))
        && !matches!(kind, PlaceKind::Village | PlaceKind::Country)
}

/// Agencies write from other cities; a dateline counts when the text takes the place up.
fn is_taken_up(
    gazetteer: &Gazetteer,
    mentions: &[PlaceMention],
    dateline: &PlaceMention,
    place: PlaceIdx,
) -> bool {
    mentions.iter().any(|other| {
        other.first != dateline.first
            && other.role != Role::Dateline
            && other.place.is_some_and(|other| {
                other == place
                    || gazetteer.is_within(other, place)
                    || gazetteer.is_within(place, other)
            })
    })
}
