//! Clauses: stretches of a sentence that each tell one thing.
//!
//! A sentence is cut at everything that may join clauses; a piece stays with the
//! one before unless it tells of an act of its own, at places of its own or
//! after a strong joint.

use super::actors::ActorMention;
use super::acts::{ActMention, act_mentions};
use super::lexicon::{Act, Form, Sense};
use super::places::{PlaceMention, Role};
use super::sentence::Sentence;
use super::text::Layout;
use super::token::TokenKind;

/// A clause: tokens `first..end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clause {
    /// First token.
    pub first: usize,
    /// One past the last token.
    pub end: usize,
    /// Depends on the clause before it ("after ...").
    pub subordinate: bool,
    /// Follows another clause of its sentence without a subject of its own.
    pub continues: bool,
}

/// How a piece is joined to the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Boundary {
    /// Opens the sentence.
    Start,
    /// "while", "as".
    Strong,
    /// "after", "before".
    After,
    /// "and", a comma.
    Weak,
}

/// A piece of a sentence between two joints: tokens `first..end`.
#[derive(Debug, Clone, Copy)]
struct Piece {
    boundary: Boundary,
    first: usize,
    end: usize,
}

/// The clauses of a sentence.
#[must_use]
pub fn clauses(
    layout: &Layout<'_>,
    sentence: &Sentence,
    actors: &[ActorMention],
    places: &[PlaceMention],
) -> Vec<Clause> {
    let from = places.partition_point(|place| place.first < sentence.first);
    let to = places.partition_point(|place| place.first < sentence.end);
    let cutter = Cutter { layout, actors, places: &places[from..to] };
    let mut clauses: Vec<Clause> = Vec::new();
    // A joint whose piece tells no act yet: "while the “X” group ... shelled".
    let mut pending: Option<Piece> = None;
    for piece in pieces(layout, sentence) {
        let piece = match pending.take() {
            Some(joint) if piece.boundary == Boundary::Weak => Piece { end: piece.end, ..joint },
            Some(_) => {
                if let Some(current) = clauses.last_mut() {
                    current.end = current.end.max(piece.first);
                }
                piece
            }
            None => piece,
        };
        let Some(current) = clauses.last_mut() else {
            let Piece { first, end, .. } = piece;
            clauses.push(Clause { first, end, subordinate: false, continues: false });
            continue;
        };
        if piece.end < sentence.end && cutter.is_mere_joint(piece) {
            pending = Some(piece);
        } else if cutter.opens_clause(piece, current) {
            clauses.push(cutter.clause(piece));
        } else {
            current.end = piece.end;
        }
    }
    if let Some(last) = clauses.last_mut() {
        last.end = sentence.end;
    }
    clauses
}

/// Pieces between joints; one that tells no act belongs to the piece before it, unless
/// its joint is a strong one.
fn pieces(layout: &Layout<'_>, sentence: &Sentence) -> Vec<Piece> {
    let cuts = cuts(layout, sentence);
    let mut pieces: Vec<Piece> = Vec::with_capacity(cuts.len());
    for (number, &(first, boundary)) in cuts.iter().enumerate() {
        let end = cuts.get(number + 1).map_or(sentence.end, |(next, _)| *next);
        match pieces.last_mut() {
            Some(last) if boundary == Boundary::Weak && !tells(layout, first, end) => {
                last.end = end;
            }
            _ => pieces.push(Piece { boundary, first, end }),
        }
    }
    pieces
}

/// Whether tokens `first..end` have a word for an act or a harm.
fn tells(layout: &Layout<'_>, first: usize, end: usize) -> bool {
    let tags = layout.tags_in(first, end);
    tags.iter().any(|tag| matches!(tag.sense, Sense::Act(..) | Sense::Harm(..)))
}

/// The tokens at which a sentence may be cut, its first one with them.
fn cuts(layout: &Layout<'_>, sentence: &Sentence) -> Vec<(usize, Boundary)> {
    let mut cuts: Vec<(usize, Boundary)> = vec![(sentence.first, Boundary::Start)];
    let mut at = sentence.first + 1;
    while at < sentence.end {
        let Some((kind, end)) = joint_at(layout, at) else {
            at += 1;
            continue;
        };
        match cuts.last_mut() {
            // A comma before a joint belongs to the joint.
            Some((before, last)) if *before + 1 == at && *last == Boundary::Weak => *last = kind,
            _ => cuts.push((at, kind)),
        }
        at = end;
    }
    cuts
}

/// A joint of clauses at token `at`, and the token behind it.
fn joint_at(layout: &Layout<'_>, at: usize) -> Option<(Boundary, usize)> {
    let token = &layout.tokens[at];
    if token.kind == TokenKind::Mark {
        let joins =
            matches!(token.mark, ',' | '،' | ':' | '–' | '—' | '(' | '“' | '”' | '"' | '-' | '«');
        // Quotation marks around a name join nothing.
        return (joins && !quotes_name(layout, at)).then_some((Boundary::Weak, at + 1));
    }
    joining_phrase(layout, at).or_else(|| {
        // Arabic: wa written onto a verb or a noun of an act.
        let acts = token.arabic
            && token.conjunction
            && layout.tags_at(at).any(|tag| {
                matches!(
                    tag.sense,
                    Sense::Act(..)
                        | Sense::Harm(..)
                        | Sense::Carrier(_)
                        | Sense::Says
                        | Sense::TollSum
                )
            });
        acts.then_some((Boundary::Weak, at + 1))
    })
}

/// The strongest joint among the phrases at token `at`, and the token behind them.
fn joining_phrase(layout: &Layout<'_>, at: usize) -> Option<(Boundary, usize)> {
    let mut found: Option<(Boundary, usize)> = None;
    for tag in layout.tags_at(at) {
        let kind = match tag.sense {
            Sense::Joint => Boundary::Strong,
            Sense::After | Sense::Before => Boundary::After,
            Sense::WeakJoint | Sense::And => Boundary::Weak,
            _ => continue,
        };
        let (before, end) = found.unzip();
        let weaker = before == Some(Boundary::Strong)
            || before == Some(Boundary::After) && kind == Boundary::Weak;
        if !weaker {
            found = Some((kind, end.unwrap_or(at + 1).max(tag.end as usize)));
        }
    }
    found
}

/// A quotation mark at either end of at most four words.
fn quotes_name(layout: &Layout<'_>, at: usize) -> bool {
    let quote = |token: usize| {
        layout.tokens.get(token).is_some_and(|t| matches!(t.mark, '“' | '”' | '"' | '«' | '»'))
    };
    quote(at)
        && ((1..=5).any(|step| quote(at + step))
            || (1..=5).any(|step| at >= step && quote(at - step)))
        && !layout.tokens.get(at.wrapping_sub(1)).is_some_and(|t| matches!(t.mark, ',' | '.' | '،'))
}

/// Decides where a piece begins a clause of its own.
struct Cutter<'a> {
    layout: &'a Layout<'a>,
    /// Parties named in the sentence.
    actors: &'a [ActorMention],
    /// Places named in the sentence.
    places: &'a [PlaceMention],
}

impl Cutter<'_> {
    /// A strong joint whose own piece tells nothing.
    fn is_mere_joint(&self, piece: Piece) -> bool {
        let Piece { boundary, first, end } = piece;
        let harms = || {
            let tags = self.layout.tags_in(first, end);
            tags.iter().any(|tag| matches!(tag.sense, Sense::Harm(..)))
        };
        matches!(boundary, Boundary::Strong | Boundary::After)
            && act_mentions(self.layout, first, end).is_empty()
            && !harms()
    }

    /// The clause that a piece opens behind another one.
    fn clause(&self, piece: Piece) -> Clause {
        let Piece { boundary, first, end } = piece;
        let own_actor = self.actors.iter().any(|a| a.first >= first && a.end <= end && !a.holds);
        let subordinate = boundary == Boundary::After;
        Clause { first, end, subordinate, continues: !own_actor }
    }

    /// Whether a piece tells something of its own, beside the clause it follows.
    fn opens_clause(&self, piece: Piece, current: &Clause) -> bool {
        if piece.boundary == Boundary::Start {
            return false;
        }
        let own = act_mentions(self.layout, piece.first, piece.end);
        let before = act_mentions(self.layout, current.first, current.end);
        let Some(&act) = own.first().filter(|_| !before.is_empty()) else { return false };
        match piece.boundary {
            Boundary::Start => false,
            Boundary::Strong => true,
            Boundary::After => self.has_places(piece.first, piece.end),
            Boundary::Weak => {
                !self.only_says_when(piece, current, &before)
                    && self.tells_anew(piece, current, act, &before)
            }
        }
    }

    /// "During the clashes, ...": the clause before says when, not what.
    fn only_says_when(&self, piece: Piece, current: &Clause, before: &[ActMention]) -> bool {
        before.iter().all(|act| act.anaphoric && act.form == Form::Noun)
            && !self.places.iter().any(|p| p.first >= current.first && p.end <= current.end)
            && piece.first - current.first <= 10
    }

    /// Whether a weakly joined piece, whose first act is `act`, tells another thing than
    /// the clause with the acts `before`.
    fn tells_anew(
        &self,
        piece: Piece,
        current: &Clause,
        act: ActMention,
        before: &[ActMention],
    ) -> bool {
        let is_new = before.iter().all(|earlier| earlier.act != act.act);
        // "and the clashes have killed ..." takes up another act.
        let takes_up = act.anaphoric && act.first - piece.first <= 4 && is_new;
        if takes_up || self.is_risen_toll(piece) {
            return true;
        }
        let by_hand = matches!(act.act, Act::Execute | Act::Abduct | Act::Arrest) && is_new;
        if by_hand {
            return true;
        }
        let has_subject = self
            .actors
            .iter()
            .any(|actor| actor.first >= piece.first && actor.end <= act.first && !actor.holds);
        // A participle without a subject goes on telling the same.
        if act.form == Form::Gerund && !has_subject && act.act != Act::Take {
            return false;
        }
        let differs =
            is_new && !matches!(act.act, Act::Hit | Act::Attack | Act::Clash) && !act.anaphoric;
        has_subject && differs
            || self.has_places(piece.first, piece.end)
                && (has_subject || self.has_places(current.first, current.end))
    }

    /// "and it has risen to 9, the number of those killed in ...": of an earlier act.
    fn is_risen_toll(&self, piece: Piece) -> bool {
        let layout = self.layout;
        let opening = layout.tags_in(piece.first, (piece.first + 5).min(piece.end));
        opening.iter().any(|tag| {
            tag.sense == Sense::TollSum
                && (layout.tokens[tag.first as usize].arabic
                    || layout.word(tag.end as usize - 1) == "to")
        })
    }

    /// Places of an event, as far as is known, in tokens `first..end`.
    fn has_places(&self, first: usize, end: usize) -> bool {
        self.places.iter().any(|place| {
            place.first >= first
                && place.end <= end
                && matches!(place.role, Role::Context | Role::EventLocation)
        })
    }
}
