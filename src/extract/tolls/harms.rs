//! Words that tell what became of people.

use super::*;

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
    let word = layout.tokens[at].span.of(&layout.text);
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
    let (harm, reach) = match layout.tokens[at].span.of(&layout.text) {
        "lost" | "lose" | "losing" | "خسر" | "خسرت" | "فقد" | "فقدت" => {
            (Harm::Killed, 3)
        }
        "losses" | "Losses" => (Harm::Killed, 10),
        "captured" | "capturing" | "seized" => (Harm::Captured, 3),
        _ => return None,
    };
    let counted = (at + 1..(at + 1 + reach).min(end)).find_map(|i| quantity(layout, i, end))?;
    let fighters = (counted.end..(counted.end + 4).min(end)).any(|next| {
        layout.tokens[next].span.of(&layout.text) == "men"
            || layout.tags_at(next).any(|tag| {
            matches!(tag.sense, Sense::Head(head) if is_fighter(Some(head)) || head == Head::Terrorist)
        })
    });
    let thing = layout.tags_at(counted.end).any(|tag| matches!(tag.sense, Sense::Thing));
    (fighters && !thing).then_some(harm)
}
