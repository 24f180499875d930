//! Clauses: stretches of a sentence that each tell one thing.
//!
//! A sentence is cut at everything that may join clauses; a piece stays with the
//! one before unless it tells of an act of its own, at places of its own or
//! after a strong joint.

use super::actors::ActorMention;
use super::kinds::ActMention;
use super::lexicon::{Act, Form, Head, Sense, Weapon};
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

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Boundary {
    Start,
    Strong,
    After,
    Weak,
}

/// The clauses of a sentence.
#[must_use]
pub fn clauses(
    layout: &Layout<'_>,
    sentence: &Sentence,
    actors: &[ActorMention],
    places: &[PlaceMention],
) -> Vec<Clause> {
    let mut clauses: Vec<Clause> = Vec::new();
    // A joint whose piece tells no act yet: "while the “X” group ... shelled".
    let mut pending: Option<(Boundary, usize)> = None;
    let from = places.partition_point(|place| place.first < sentence.first);
    let to = places.partition_point(|place| place.first < sentence.end);
    let places = &places[from..to];
    for (boundary, first, end) in atoms(layout, sentence) {
        let (boundary, first) = match pending.take() {
            Some((kind, from)) if boundary == Boundary::Weak => (kind, from),
            Some((_, from)) => {
                if let Some(current) = clauses.last_mut() {
                    current.end = current.end.max(first);
                }
                let _ = from;
                (boundary, first)
            }
            None => (boundary, first),
        };
        let joint = matches!(boundary, Boundary::Strong | Boundary::After);
        if joint
            && !clauses.is_empty()
            && end < sentence.end
            && act_mentions(layout, first, end).is_empty()
            && !layout.tags_in(first, end).iter().any(|t| matches!(t.sense, Sense::Harm(..)))
        {
            pending = Some((boundary, first));
            continue;
        }
        let Some(current) = clauses.last_mut() else {
            clauses.push(Clause { first, end, subordinate: false, continues: false });
            continue;
        };
        let new = boundary != Boundary::Start
            && opens_clause(
                layout,
                boundary,
                (first, end),
                (current.first, current.end),
                actors,
                places,
            );
        if new {
            let own_actor = actors.iter().any(|a| a.first >= first && a.end <= end && !a.holds);
            clauses.push(Clause {
                first,
                end,
                subordinate: boundary == Boundary::After,
                continues: !own_actor,
            });
        } else {
            current.end = end;
        }
    }
    if let Some(last) = clauses.last_mut() {
        last.end = sentence.end;
    }
    clauses
}

/// Pieces between joints, with the kind of joint before each.
fn atoms(layout: &Layout<'_>, sentence: &Sentence) -> Vec<(Boundary, usize, usize)> {
    let mut cuts: Vec<(usize, Boundary)> = vec![(sentence.first, Boundary::Start)];
    let mut skip_to = sentence.first;
    for index in sentence.first + 1..sentence.end {
        if index < skip_to {
            continue;
        }
        let token = &layout.tokens[index];
        let mut found = None;
        if token.kind == TokenKind::Mark {
            if matches!(token.mark, ',' | '،' | ':' | '–' | '—' | '(' | '“' | '”' | '"' | '-' | '«')
            {
                // Quotation marks around a name join nothing.
                found = (!quotes_name(layout, index)).then_some(Boundary::Weak);
            }
        } else {
            for tag in layout.tags_at(index) {
                let kind = match tag.sense {
                    Sense::Joint => Boundary::Strong,
                    Sense::After | Sense::Before => Boundary::After,
                    Sense::WeakJoint => Boundary::Weak,
                    Sense::And => Boundary::Weak,
                    _ => continue,
                };
                if found != Some(Boundary::Strong)
                    && !(found == Some(Boundary::After) && kind == Boundary::Weak)
                {
                    found = Some(kind);
                    skip_to = skip_to.max(tag.end as usize);
                }
            }
            // Arabic: wa written onto a verb or a noun of an act.
            if found.is_none() && token.arabic && token.conjunction {
                let acts = layout.tags_at(index).any(|tag| {
                    matches!(
                        tag.sense,
                        Sense::Act(..)
                            | Sense::Harm(..)
                            | Sense::Carrier(_)
                            | Sense::Says
                            | Sense::TollSum
                    )
                });
                if acts {
                    found = Some(Boundary::Weak);
                }
            }
        }
        if let Some(kind) = found {
            match cuts.last_mut() {
                // A comma before a joint belongs to the joint.
                Some((at, last)) if *at + 1 == index && *last == Boundary::Weak => {
                    *last = kind;
                }
                _ => cuts.push((index, kind)),
            }
        }
    }
    let mut atoms: Vec<(Boundary, usize, usize)> = Vec::with_capacity(cuts.len());
    for (number, &(first, kind)) in cuts.iter().enumerate() {
        let end = cuts.get(number + 1).map_or(sentence.end, |(next, _)| *next);
        // A weak piece that tells no act belongs to the piece before it.
        let tells = layout
            .tags_in(first, end)
            .iter()
            .any(|t| matches!(t.sense, Sense::Act(..) | Sense::Harm(..)));
        match atoms.last_mut() {
            Some((_, _, last_end)) if kind == Boundary::Weak && !tells => *last_end = end,
            _ => atoms.push((kind, first, end)),
        }
    }
    atoms
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

fn opens_clause(
    layout: &Layout<'_>,
    boundary: Boundary,
    piece: (usize, usize),
    current: (usize, usize),
    actors: &[ActorMention],
    places: &[PlaceMention],
) -> bool {
    let own = act_mentions(layout, piece.0, piece.1);
    let before = act_mentions(layout, current.0, current.1);
    if own.is_empty() || before.is_empty() {
        return false;
    }
    let has_places = |range: (usize, usize)| {
        places.iter().any(|place| {
            place.first >= range.0
                && place.end <= range.1
                && matches!(place.role, Role::Context | Role::EventLocation)
        })
    };
    let places_here = has_places(piece);
    // "During the clashes, ...": says when, not what.
    if before.iter().all(|act| act.anaphoric && act.form == Form::Noun)
        && !places.iter().any(|p| p.first >= current.0 && p.end <= current.1)
        && piece.0 - current.0 <= 10
        && boundary == Boundary::Weak
    {
        return false;
    }
    let first_act = own[0];
    let subject = actors
        .iter()
        .any(|actor| actor.first >= piece.0 && actor.end <= first_act.first && !actor.holds);
    match boundary {
        Boundary::Start => false,
        Boundary::Strong => true,
        Boundary::After => places_here,
        Boundary::Weak => {
            // A participle without a subject goes on telling the same.
            let goes_on = first_act.form == Form::Gerund && !subject && first_act.act != Act::Take;
            // "and the clashes have killed ..." takes up another act.
            let takes_up = first_act.anaphoric
                && first_act.first - piece.0 <= 4
                && before.iter().all(|act| act.act != first_act.act);
            // "and it has risen to 9, the number of those killed in ...": of an earlier act.
            let risen = layout.tags_in(piece.0, (piece.0 + 5).min(piece.1)).iter().any(|tag| {
                tag.sense == Sense::TollSum
                    && (layout.tokens[tag.first as usize].arabic
                        || layout.tokens[tag.end as usize - 1].span.of(&layout.text) == "to")
            });
            if takes_up || risen {
                return true;
            }
            let by_hand = matches!(first_act.act, Act::Execute | Act::Abduct | Act::Arrest)
                && before.iter().all(|act| act.act != first_act.act);
            if goes_on && !by_hand {
                return false;
            }
            places_here && (has_places(current) || subject)
                || (subject && differs(&before, first_act))
                || by_hand
        }
    }
}

fn differs(before: &[ActMention], act: ActMention) -> bool {
    before.iter().all(|other| other.act != act.act)
        && !matches!(act.act, Act::Hit | Act::Attack | Act::Clash)
        && !act.anaphoric
}

/// Acts that tokens `first..end` tell as having happened.
#[must_use]
pub fn act_mentions(layout: &Layout<'_>, first: usize, end: usize) -> Vec<ActMention> {
    let tags = layout.tags_in(first, end);
    let mut acts: Vec<ActMention> = Vec::new();
    for tag in tags {
        let Sense::Act(act, form) = tag.sense else { continue };
        let (at, until) = (tag.first as usize, tag.end as usize);
        if until > end || !is_act(layout, act, form, at, until) {
            continue;
        }
        let before = |wanted: fn(&Sense) -> bool, reach: usize| {
            tags.iter().any(|other| {
                wanted(&other.sense)
                    && (other.first as usize) < at
                    && other.end as usize + reach >= at
                    && !layout.tokens[(other.end as usize).min(at)..at]
                        .iter()
                        .any(|t| matches!(t.mark, '.' | '“' | '”' | ';' | '،'))
            })
        };
        if before(|s| matches!(s, Sense::Intent), 5) || before(|s| matches!(s, Sense::Negation), 2)
        {
            continue;
        }
        // "the battle will not stop": it has no news of the battle.
        let foretold = form == Form::Noun
            && until < end
            && matches!(
                layout.tokens[until].span.of(&layout.text),
                "will" | "would" | "لن" | "سوف"
            );
        if foretold || is_denied(layout, at) || is_yet_to_come(layout, at) {
            continue;
        }
        let attempted = before(|s| matches!(s, Sense::Attempt), 7)
            || (act == Act::Take
                && tags.iter().any(|other| matches!(other.sense, Sense::Act(Act::Repel, _))))
            || (act == Act::Take && failed_after(layout, until, end));
        // "yesterday's clashes"
        let possessed = form == Form::Noun
            && at > 0
            && layout.tokens[at - 1].kind == TokenKind::Possessive
            && layout
                .tags_in(at.saturating_sub(3), at)
                .iter()
                .any(|t| matches!(t.sense, Sense::Day(_) | Sense::Weekday(_)));
        let anaphoric = possessed
            || layout.tags_in(at.saturating_sub(3), at + 1).iter().any(|other| {
                other.sense == Sense::Anaphor
                    && other.first as usize <= at
                    && until <= other.end as usize
            });
        if acts.iter().any(|earlier| earlier.first == at && earlier.act == act) {
            continue;
        }
        acts.push(ActMention { act, form, first: at, end: until, attempted, anaphoric });
    }
    acts
}

/// The marks at which a sentence is over.
fn ends(layout: &Layout<'_>, token: usize) -> bool {
    matches!(layout.tokens[token].mark, '.' | '!' | '?' | '؟' | ';' | '؛')
        || layout.tokens[token].kind == TokenKind::Break && layout.tokens[token].value > 1
}

/// How many tokens before an act are looked at for what makes it untrue.
const DENIAL_REACH: usize = 40;

/// Somebody denies it: "denied reports of", with nothing new said in between ("denied
/// ..., and said that gunmen ...").
pub(super) fn is_denied(layout: &Layout<'_>, act: usize) -> bool {
    let from = sentence_start(layout, act);
    let tags = layout.tags_in(from, act);
    let Some(denial) = tags.iter().rposition(|tag| tag.sense == Sense::Denial) else {
        return false;
    };
    let (first, end) = (tags[denial].first as usize, tags[denial].end as usize);
    // "were denied access": something withheld.
    let withheld = layout.tags_in(first.saturating_sub(2).max(from), first).iter().any(|tag| {
        matches!(tag.sense, Sense::Be) && tag.end as usize == first && !layout.tokens[first].arabic
    });
    // "who refused to be named": Arabic "without naming him" says nothing new.
    let unsaid = |token: usize| {
        layout.tags_in(token.saturating_sub(1), token).iter().any(|t| t.sense == Sense::Negation)
    };
    // A new statement, a new subject of "while", ends what is denied.
    let over = tags[denial..].iter().any(|tag| {
        tag.first as usize >= end
            && (tag.sense == Sense::Joint
                || tag.sense == Sense::Says && !unsaid(tag.first as usize))
    });
    !withheld && !over
}

fn sentence_start(layout: &Layout<'_>, token: usize) -> usize {
    let floor = token.saturating_sub(DENIAL_REACH);
    (floor..token).rev().find(|&before| ends(layout, before)).map_or(floor, |end| end + 1)
}

/// "will not stop before recapturing the field": what stands behind "before" or
/// "until" in a sentence about the future has not happened.
fn is_yet_to_come(layout: &Layout<'_>, act: usize) -> bool {
    let from = sentence_start(layout, act);
    let before = layout
        .tags_in(act.saturating_sub(3).max(from), act)
        .iter()
        .rev()
        .find(|tag| tag.sense == Sense::Before && tag.end as usize + 1 >= act);
    before.is_some_and(|before| {
        layout
            .tags_in(from, before.first as usize)
            .iter()
            .any(|tag| matches!(tag.sense, Sense::Intent | Sense::Negation))
    })
}

fn failed_after(layout: &Layout<'_>, from: usize, end: usize) -> bool {
    layout.tokens[from..end.min(from + 14)]
        .iter()
        .any(|token| matches!(token.span.of(&layout.text), "failed" | "failing" | "فشلت" | "فشل"))
}

/// Words that are acts only in some surroundings.
fn is_act(layout: &Layout<'_>, act: Act, form: Form, first: usize, end: usize) -> bool {
    let word = layout.tokens[first].span.of(&layout.text).to_lowercase();
    let next = |wanted: fn(&Sense) -> bool| layout.tags_at(end).any(|tag| wanted(&tag.sense));
    let previous = |wanted: fn(&Sense) -> bool| {
        first > 0
            && layout
                .tags_in(first.saturating_sub(2), first)
                .iter()
                .any(|tag| wanted(&tag.sense) && tag.end as usize == first)
    };
    let arabic = layout.tokens[first].arabic;
    if is_only_heard(layout, act, first, end) || act == Act::Shoot && is_in_the_air(layout, end) {
        return false;
    }
    if arabic {
        return is_arabic_act(layout, act, first, end);
    }
    // "the besieged part": an adjective.
    let determined = first > 0
        && layout.tags_in(first - 1, first).iter().any(|t| t.sense == Sense::Determiner)
        && !layout.tokens[first - 1].capital;
    if form == Form::Past
        && determined
        && end - first == 1
        && !layout.tags_at(end).any(|t| matches!(t.sense, Sense::By))
    {
        return false;
    }
    // "to attack": told as a purpose unless somebody managed to, or tried.
    if first > 0 && layout.tokens[first - 1].span.of(&layout.text) == "to" {
        let done = layout.tokens[first.saturating_sub(4)..first - 1].iter().any(|t| {
            matches!(
                t.span.of(&layout.text),
                "able"
                    | "managed"
                    | "succeeded"
                    | "began"
                    | "continued"
                    | "continue"
                    | "started"
                    | "proceeded"
                    | "used"
            )
        });
        let tried = layout
            .tags_in(first.saturating_sub(8), first)
            .iter()
            .any(|t| t.sense == Sense::Attempt);
        if !done && !tried {
            return false;
        }
    }
    match (act, form) {
        // "captured": persons or arms taken are no ground taken.
        (Act::Take, _)
            if matches!(
                word.as_str(),
                "captured" | "seized" | "capturing" | "seizing" | "capture" | "seize"
            ) =>
        {
            !next(|s| {
                matches!(s, Sense::Number(_) | Sense::Vague(_) | Sense::Head(_) | Sense::Bound(_))
            }) && !layout.tokens.get(end).is_some_and(|t| {
                t.kind == TokenKind::Number
                    || matches!(
                        t.span.of(&layout.text),
                        "weapons" | "ammunition" | "large" | "alive" | "quantities"
                    )
            })
        }
        (Act::Lose, _) if word == "lost" => {
            !next(|s| matches!(s, Sense::Vague(_) | Sense::Number(_) | Sense::Head(_)))
                && !layout.tokens.get(end).is_some_and(|t| {
                    matches!(t.span.of(&layout.text), "their" | "its" | "his" | "her")
                })
        }
        // "seized houses": property taken is no ground taken.
        (Act::Destroy, _) if word == "seized" => layout.tokens[end.min(layout.tokens.len())..]
            .iter()
            .take(4)
            .any(|t| is_property(t.span.of(&layout.text))),
        // "took my brother", "young men were taken by the patrol": persons.
        (Act::Abduct, Form::Past) if word == "took" => {
            let taken = layout.tags_in(end, end + 5).iter().any(|t| {
                matches!(t.sense, Sense::Head(Head::Family | Head::Civilian | Head::People))
            });
            let cared_for = (end..(end + 12).min(layout.tokens.len())).any(|token| {
                matches!(
                    layout.tokens[token].span.of(&layout.text),
                    "hospital" | "hospitals" | "clinic" | "part" | "refuge" | "shelter"
                )
            });
            taken && !cared_for
        }
        // "stepped on a mine": only what goes off.
        (Act::Blast, Form::Past) if matches!(word.as_str(), "stepped" | "drove" | "ran") => layout
            .tags_in(end, end + 4)
            .iter()
            .any(|t| matches!(t.sense, Sense::Weapon(Weapon::Mine | Weapon::Device))),
        // "a barrel thrown by helicopters", not food.
        (Act::Hit, _) if word == "thrown" => layout
            .tags_in(first.saturating_sub(6), first)
            .iter()
            .any(|t| matches!(t.sense, Sense::Weapon(_))),
        // "the coalition destroyed a house": a party does it, in the active voice.
        (Act::Hit, Form::Past) if word == "destroyed" && end - first == 1 => {
            let before = layout.tags_in(first.saturating_sub(4), first);
            before.iter().any(|t| matches!(t.sense, Sense::Actor(side) if side.is_air()))
                && !before.iter().any(|t| matches!(t.sense, Sense::Be | Sense::And))
        }
        (Act::Abduct, Form::Past)
            if end - first == 3 && matches!(word.as_str(), "was" | "were") =>
        {
            layout
                .tags_in(first.saturating_sub(4), first)
                .iter()
                .any(|t| matches!(t.sense, Sense::Head(_)))
        }
        // "troops came into the town": only an armed party's coming is an attack.
        (Act::Attack, _) if word == "came" => layout
            .tags_in(first.saturating_sub(6), first)
            .iter()
            .any(|t| matches!(t.sense, Sense::Actor(_) | Sense::Head(Head::Soldier))),
        // "strike", "strikes", "hits", "target" as plain nouns of something else.
        (Act::Hit, Form::Base) => {
            matches!(word.as_str(), "strikes" | "hits")
                && previous(|s| matches!(s, Sense::Actor(_)))
        }
        // "al-Joura besieged by ISIS" says who holds it.
        (Act::Besiege, Form::Past) => {
            !layout.tags_at(end).any(|t| t.sense == Sense::By)
                || super::actors::is_passive(layout, first, first + 1)
                    && layout
                        .tags_in(first.saturating_sub(3), first)
                        .iter()
                        .any(|t| t.sense == Sense::Be)
        }
        (Act::Air, Form::Noun) if word == "raids" => {
            !next(|s| matches!(s, Sense::Act(Act::Arrest, _)))
        }
        _ => true,
    }
}

/// Things that belong to people.
fn is_property(word: &str) -> bool {
    matches!(
        word,
        "house"
            | "houses"
            | "home"
            | "homes"
            | "property"
            | "properties"
            | "shops"
            | "lands"
            | "farms"
    )
}

/// "Explosions were heard because of a burning depot": the noise of something else.
fn is_only_heard(layout: &Layout<'_>, act: Act, first: usize, end: usize) -> bool {
    if !matches!(act, Act::Blast | Act::Shoot) {
        return false;
    }
    let limit = layout.tokens.len();
    let word = |token: usize| layout.tokens[token].span.of(&layout.text);
    let heard = (first.saturating_sub(3)..(end + 4).min(limit))
        .any(|token| matches!(word(token), "heard" | "سمع" | "سمعت" | "سماع" | "دوي" | "يسمع"));
    heard
        && (end..(end + 9).min(limit)).take_while(|&token| !ends(layout, token)).any(|token| {
            let next = layout.tokens.get(token + 1).map_or("", |t| t.span.of(&layout.text));
            match word(token) {
                "because" | "due" => matches!(next, "of" | "to"),
                "caused" => next == "by",
                "resulting" => next == "from",
                "ناتجة" | "ناجمة" | "ناتج" | "ناجم" | "بسبب" | "جراء" | "نتيجة" => {
                    true
                }
                _ => false,
            }
        })
}

/// Shots into the air harm nobody.
fn is_in_the_air(layout: &Layout<'_>, end: usize) -> bool {
    (end..(end + 4).min(layout.tokens.len())).take_while(|&token| !ends(layout, token)).any(
        |token| {
            matches!(layout.tokens[token].span.of(&layout.text), "air" | "الهواء")
                && layout
                    .tags_in(token.saturating_sub(2), token)
                    .iter()
                    .any(|t| t.sense == Sense::In)
        },
    )
}

/// Arabic verbs that tell of an attack only with their usual objects.
fn is_arabic_act(layout: &Layout<'_>, act: Act, first: usize, end: usize) -> bool {
    let word = layout.tokens[first].span.of(&layout.text).trim_start_matches(['و', 'ف']);
    let objects = |wanted: fn(&Sense) -> bool, reach: usize| {
        layout.tags_in(end, end + reach).iter().any(|tag| wanted(&tag.sense))
    };
    match word {
        // "threw": bombs, not speeches.
        "ألقى" | "ألقت" | "يلقي" | "تلقي" | "ألقتا" | "ألقيا" if act == Act::Hit => {
            objects(|s| matches!(s, Sense::Weapon(_)), 4)
        }
        // "destroyed": what belongs to a party.
        "دمر" | "دمّر" | "دمرت" | "دمّرت" | "يدمر" | "تدمر" | "تدمّر" | "يدمّر" => {
            objects(|s| matches!(s, Sense::Target), 9)
        }
        _ => true,
    }
}
