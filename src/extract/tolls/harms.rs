//! Words that tell what became of people.

use super::HarmWord;
use super::sides::is_fighter;
use crate::extract::lexicon::{Form, Harm, Head, Sense};
use crate::extract::number::quantity;
use crate::extract::text::Layout;

/// Verbs of losing: their object is the subject's own people.
pub(super) const LOST: [&str; 7] = ["lost", "lose", "losing", "خسر", "خسرت", "فقد", "فقدت"];

/// The noun of the same.
pub(super) const LOSSES: [&str; 2] = ["losses", "Losses"];

/// Verbs of taking people or ground.
const CAPTURED: [&str; 3] = ["captured", "capturing", "seized"];

/// Words of harm in tokens `first..end`, in order; "lost" and "captured" count
/// only before a number of fighters.
pub(super) fn harm_words(layout: &Layout<'_>, first: usize, end: usize) -> Vec<HarmWord> {
    let mut words: Vec<HarmWord> = layout
        .tags_in(first, end)
        .iter()
        .filter(|tag| tag.end as usize <= end)
        .filter_map(|tag| match tag.sense {
            Sense::Harm(harm, form) => {
                Some(HarmWord { first: tag.first as usize, end: tag.end as usize, harm, form })
            }
            _ => None,
        })
        .collect();
    for at in first..end {
        let found = loss_of_fighters(layout, at, end)
            .map(|harm| HarmWord { first: at, end: at + 1, harm, form: Form::Gerund })
            .or_else(|| number_of_dead(layout, at, end));
        let from = words.partition_point(|word| word.first < at);
        if let Some(found) = found
            && words.get(from).is_none_or(|word| word.first != at)
        {
            words.insert(from, found);
        }
    }
    words
}

/// "the number of the dead": a number told later is theirs.
fn number_of_dead(layout: &Layout<'_>, at: usize, end: usize) -> Option<HarmWord> {
    let word = layout.word(at);
    let next = at + 1;
    let dead = word == "عدد"
        && next < end
        && layout
            .tags_at(next)
            .any(|tag| matches!(tag.sense, Sense::Head(Head::Dead | Head::Martyr)));
    dead.then_some(HarmWord { first: at, end: at + 2, harm: Harm::Killed, form: Form::Noun })
}

/// "lost 9 members", "put its losses at 20 militants", "captured seven soldiers":
/// what became of the fighters counted.
fn loss_of_fighters(layout: &Layout<'_>, at: usize, end: usize) -> Option<Harm> {
    let loss = layout.word(at);
    let (harm, reach) = if LOST.contains(&loss) {
        (Harm::Killed, 3)
    } else if LOSSES.contains(&loss) {
        (Harm::Killed, 10)
    } else if CAPTURED.contains(&loss) {
        (Harm::Captured, 3)
    } else {
        return None;
    };
    let counted = (at + 1..(at + 1 + reach).min(end)).find_map(|i| quantity(layout, i, end))?;
    let counts_fighters = |sense: Sense| matches!(sense, Sense::Head(head) if is_fighter(Some(head)) || head == Head::Terrorist);
    let fighters = (counted.end..(counted.end + 4).min(end)).any(|next| {
        layout.word(next) == "men" || layout.tags_at(next).any(|tag| counts_fighters(tag.sense))
    });
    let thing = layout.tags_at(counted.end).any(|tag| tag.sense == Sense::Thing);
    (fighters && !thing).then_some(harm)
}
