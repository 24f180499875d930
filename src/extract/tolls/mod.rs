//! How many people a clause says were killed, wounded or taken.

mod groups;
mod harms;
mod settle;
mod sides;
mod single;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod told_tests;

use groups::groups;
use harms::harm_words;
pub use settle::settle;
use settle::sum_listed;
use sides::*;
use single::one_or_two;

use super::actors::ActorMention;
use super::lexicon::{Bound, Form, Harm, Head, Sense, Side};
use super::number::{Quantity, quantity};
use super::span::Span;
use super::text::Layout;
use super::token::TokenKind;

/// A count of people who suffered something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toll {
    /// Whose people: `civilian`, `government`, `isis`, ..., `total`.
    pub who: &'static str,
    /// What they suffered.
    pub harm: Harm,
    /// Lowest number; `None` when no number is stated.
    pub min: Option<u32>,
    /// Highest number; `None` when open.
    pub max: Option<u32>,
    /// A part of another toll of the same claim ("including four civilians").
    pub part: bool,
    /// Whom the noun beside the number counts; `None` for a bare number.
    pub head: Option<Head>,
    /// Its words.
    pub span: Span,
    /// Name of the rule.
    pub rule: &'static str,
}

impl Toll {
    /// Counts fighters of a side that the words beside it do not name.
    #[must_use]
    pub const fn is_of_unnamed_fighters(&self) -> bool {
        matches!(self.head, Some(Head::Fighter | Head::Commander))
    }

    /// Counts those who attacked, by no other name.
    #[must_use]
    pub const fn is_of_attackers(&self) -> bool {
        matches!(self.head, Some(Head::Attacker))
    }
}

impl Harm {
    /// The word used in files.
    #[must_use]
    pub const fn outcome(self) -> &'static str {
        match self {
            Self::Killed => "killed",
            Self::Wounded => "wounded",
            Self::KilledOrWounded => "killed_or_wounded",
            Self::Captured => "captured",
            Self::Kidnapped => "kidnapped",
        }
    }
}

/// Sides that a report may mean without naming them.
#[derive(Debug, Clone, Copy, Default)]
pub struct TollContext {
    /// The party that "militants" and "terrorists" stand for in this report.
    pub militants: Option<Side>,
}

/// A counted group of people.
#[derive(Debug, Clone, Copy)]
struct Group {
    first: usize,
    end: usize,
    count: Quantity,
    head: Option<Head>,
    side: Option<Side>,
    part: bool,
    /// What the words of a sum say of them: "the number of those wounded rose to 12".
    stated: Option<Harm>,
}

#[derive(Debug, Clone, Copy)]
struct HarmWord {
    first: usize,
    end: usize,
    harm: Harm,
    form: Form,
}

/// Tolls stated in tokens `first..end`.
#[must_use]
pub fn tolls(
    layout: &Layout<'_>,
    first: usize,
    end: usize,
    actors: &[ActorMention],
    context: TollContext,
) -> Vec<Toll> {
    let harms = harm_words(layout, first, end);
    let mut groups = groups(layout, first, end, actors, &harms);
    inherit_heads(&mut groups);
    losers(layout, &mut groups, &harms, actors);
    let mut found: Vec<Toll> = Vec::new();
    for (index, group) in groups.iter().enumerate() {
        let of = |index: usize| {
            let group: &Group = &groups[index];
            outcome(layout, group, &groups[..index], &groups, &harms)
        };
        // "21 government and 30 ISIS dead": one word for both.
        let shared = || {
            let next = groups.get(index + 1).filter(|next| next.first <= group.end + 1)?;
            let joined = layout.tags_at(group.end).any(|tag| tag.sense == Sense::And);
            of(index + 1)
                .filter(|(_, rule)| joined && next.side.is_some() && *rule == "toll: passive")
        };
        let Some((harm, rule)) = of(index).or_else(shared) else { continue };
        let who = who(group, context);
        let span = layout.span(group.first, group.end);
        let whole_of_family = matches!(group.head, Some(Head::Family)) && group.part;
        if whole_of_family {
            // Women and children among people of no stated kind make them civilians.
            if let Some(whole) = found.iter().rev().find(|toll| !toll.part && toll.harm == harm)
                && whole.who == "total"
            {
                let civilian = Toll {
                    who: "civilian",
                    part: true,
                    rule: "toll: women or children among them",
                    ..whole.clone()
                };
                found.push(civilian);
            }
            continue;
        }
        found.push(Toll {
            who,
            harm,
            min: Some(group.count.min),
            max: group.count.max,
            part: group.part,
            head: group.head,
            span,
            rule,
        });
    }
    sum_listed(layout, &mut found);
    found.dedup_by(|a, b| a.who == b.who && a.harm == b.harm && a.min == b.min && a.max == b.max);
    found
}
