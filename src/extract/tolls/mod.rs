//! How many people a clause says were killed, wounded or taken.

mod counted;
mod groups;
mod harms;
mod outcomes;
mod passage;
mod settle;
mod sides;
mod single;
mod sums;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod told_tests;

use groups::groups;
use harms::harm_words;
use outcomes::{Outcome, outcome, shared_outcome};
use passage::Passage;
pub use settle::settle;
use settle::sum_listed;
use sides::{inherit_heads, losers, who};

use super::actors::ActorMention;
use super::lexicon::{Form, Harm, Head, Side};
use super::number::Quantity;
use super::span::Span;
use super::text::Layout;

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

/// A counted group of people: tokens `first..end`.
#[derive(Debug, Clone, Copy)]
struct Group {
    first: usize,
    end: usize,
    count: Quantity,
    /// Whom the noun counts; `None` for a bare number.
    head: Option<Head>,
    /// Whose people they are, as far as the words beside the number say.
    side: Option<Side>,
    /// Counted among another group: "including four civilians".
    part: bool,
    /// What the words of a sum say of them: "the number of those wounded rose to 12".
    stated: Option<Harm>,
}

/// A word or phrase, tokens `first..end`, that tells what became of people.
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
    let passage = Passage { layout, first, end, actors, harms: &harms };
    let mut groups = groups(&passage);
    inherit_heads(&mut groups);
    losers(&passage, &mut groups);
    let mut found: Vec<Toll> = Vec::new();
    for (index, group) in groups.iter().enumerate() {
        let outcome =
            outcome(&passage, &groups, index).or_else(|| shared_outcome(&passage, &groups, index));
        let Some(outcome) = outcome else { continue };
        if group.head == Some(Head::Family) && group.part {
            found.extend(civilians_among(&found, outcome.harm));
        } else {
            found.push(toll_of(layout, group, outcome, context));
        }
    }
    sum_listed(layout, &mut found);
    found.dedup_by(|a, b| a.who == b.who && a.harm == b.harm && a.min == b.min && a.max == b.max);
    found
}

/// Women and children among people of no stated kind make them civilians.
fn civilians_among(found: &[Toll], harm: Harm) -> Option<Toll> {
    let whole = found.iter().rev().find(|toll| !toll.part && toll.harm == harm)?;
    (whole.who == "total").then(|| Toll {
        who: "civilian",
        part: true,
        rule: "toll: women or children among them",
        ..whole.clone()
    })
}

fn toll_of(layout: &Layout<'_>, group: &Group, outcome: Outcome, context: TollContext) -> Toll {
    Toll {
        who: who(group, context),
        harm: outcome.harm,
        min: Some(group.count.min),
        max: group.count.max,
        part: group.part,
        head: group.head,
        span: layout.span(group.first, group.end),
        rule: outcome.rule,
    }
}
