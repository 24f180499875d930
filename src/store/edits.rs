//! What a person decided about events, kept apart from the files of events.
//!
//! Files of events are never changed. Decisions are a list of [`Edit`]s over
//! them, in order. The list is kept as a journal: one line of JSON for each change
//! of the list, appended at once, so that a program that is killed loses nothing
//! but a line that it was in the middle of writing. Replaying the lines gives the
//! list; replaying only the first of them gives the list as it was then.

use serde::{Deserialize, Serialize};

/// Names one claim of a file of events, in this run of the program and in others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ClaimKey {
    /// Name of the file, without its folder; `Sample` for the sample.
    pub file: String,
    /// Identifier of the event in the file.
    pub event: String,
    /// What the claim says, as a hash: see `app::edits::fingerprint`.
    pub claim: String,
}

/// One decision.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "edit", rename_all = "snake_case")]
pub enum Edit {
    /// A place of a claim is another gazetteer entry than the one chosen for it.
    Place {
        /// The claim.
        claim: ClaimKey,
        /// Which of the claim's places, from 0.
        nth: usize,
        /// What it was, for people.
        was: String,
        /// Id of the entry chosen instead.
        to: String,
    },
    /// An undated claim has this date.
    Date {
        /// The claim.
        claim: ClaimKey,
        /// The date, EDTF.
        edtf: String,
        /// The evidence, in words.
        reason: String,
    },
    /// The events of two claims are one event.
    Join {
        /// A claim of the event that stays.
        into: ClaimKey,
        /// A claim of the event that is joined to it.
        from: ClaimKey,
    },
    /// A claim is about an event of its own.
    Part {
        /// The claim.
        claim: ClaimKey,
    },
    /// The events of two claims are not the same: not to be proposed again.
    NotSame {
        /// A claim of the one.
        a: ClaimKey,
        /// A claim of the other.
        b: ClaimKey,
    },
}

impl Edit {
    /// The claims that it speaks of.
    pub fn claims(&self) -> impl Iterator<Item = &ClaimKey> {
        let (one, other) = match self {
            Self::Place { claim, .. } | Self::Date { claim, .. } | Self::Part { claim } => {
                (claim, None)
            }
            Self::Join { into, from } => (into, Some(from)),
            Self::NotSame { a, b } => (a, Some(b)),
        };
        std::iter::once(one).chain(other)
    }
}

/// One change of the list: at a position, some edits taken out and others put in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Splice {
    /// Version of this form.
    v: u8,
    /// Where, from 0.
    at: usize,
    /// What stood there.
    out: Vec<Edit>,
    /// What stands there now.
    put: Vec<Edit>,
}

const VERSION: u8 = 1;

impl Splice {
    /// The shortest change from one list to another; `None` when they are equal.
    #[must_use]
    pub fn between(before: &[Edit], after: &[Edit]) -> Option<Self> {
        let same = |(a, b): &(&Edit, &Edit)| a == b;
        let at = before.iter().zip(after).take_while(same).count();
        let (out, put) = (&before[at..], &after[at..]);
        let n_behind = out.iter().rev().zip(put.iter().rev()).take_while(same).count();
        let (out, put) = (&out[..out.len() - n_behind], &put[..put.len() - n_behind]);
        let is_change = !(out.is_empty() && put.is_empty());
        is_change.then(|| Self { v: VERSION, at, out: out.to_vec(), put: put.to_vec() })
    }

    /// Changes a list. Where another window has changed it in the meantime, what
    /// was taken out is taken out wherever it stands, and the rest goes to the end.
    pub fn apply_to(self, list: &mut Vec<Edit>) {
        let end = self.at.saturating_add(self.out.len());
        if list.get(self.at..end) == Some(&self.out[..]) {
            list.splice(self.at..end, self.put);
            return;
        }
        for gone in &self.out {
            if let Some(at) = list.iter().rposition(|edit| edit == gone) {
                list.remove(at);
            }
        }
        list.extend(self.put);
    }

    /// The change as a line of the journal, with the line's end.
    #[must_use]
    pub fn to_line(&self) -> String {
        // Strings and numbers only: this cannot fail.
        let mut line = serde_json::to_string(self).unwrap_or_default();
        line.push('\n');
        line
    }
}

/// What a journal holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Replayed {
    /// The list at its end.
    pub edits: Vec<Edit>,
    /// Numbers of lines that could not be read, from 1.
    pub unread: Vec<usize>,
}

/// Replays a journal. A line that cannot be read is left out and counted: the
/// last one, when the program was killed in the middle of it.
#[must_use]
pub fn replay(journal: &str) -> Replayed {
    let mut replayed = Replayed::default();
    for (number, line) in (1..).zip(journal.lines()) {
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str::<Splice>(line) {
            Ok(splice) if splice.v == VERSION => splice.apply_to(&mut replayed.edits),
            _ => replayed.unread.push(number),
        }
    }
    replayed
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn edit(n: u8) -> Edit {
        let key = |n: u8| ClaimKey {
            file: "تقارير.csv".to_owned(),
            event: format!("event {n}\n\"quoted\""),
            claim: format!("{n:02x}"),
        };
        match n % 5 {
            0 => Edit::Part { claim: key(n) },
            1 => Edit::Join { into: key(n), from: key(n + 1) },
            2 => Edit::NotSame { a: key(n), b: key(n + 1) },
            3 => Edit::Date { claim: key(n), edtf: "2016-01~".into(), reason: "why".into() },
            _ => Edit::Place {
                claim: key(n), nth: 0, was: "القصور".into(), to: "al-joura".into()
            },
        }
    }

    #[test]
    fn a_line_cut_off_by_a_kill_costs_only_itself() {
        let list: Vec<Edit> = (0..3).map(edit).collect();
        let first = Splice::between(&[], &list[..1]).unwrap().to_line();
        let second = Splice::between(&list[..1], &list).unwrap().to_line();
        let torn = &second[..second.len() / 2];
        let replayed = replay(&format!("{first}{torn}"));
        assert_eq!(replayed, Replayed { edits: list[..1].to_vec(), unread: vec![2] });
        // The next line begins anew.
        let third = Splice::between(&list[..1], &list[..2]).unwrap().to_line();
        let replayed = replay(&format!("{first}{torn}\n{third}"));
        assert_eq!(replayed.edits, list[..2]);
    }

    #[test]
    fn lines_of_a_newer_version_are_told() {
        assert_eq!(replay("{\"v\":9,\"at\":0,\"out\":[],\"put\":[]}").unread, [1]);
    }

    #[test]
    fn two_windows_at_once_lose_nothing() {
        let line =
            |before: &[Edit], after: &[Edit]| Splice::between(before, after).unwrap().to_line();
        let (a, b, c) = (edit(0), edit(1), edit(2));
        // Both begin with [a]; one adds b, the other takes a out and adds c.
        let journal = [
            line(&[], std::slice::from_ref(&a)),
            line(std::slice::from_ref(&a), &[a.clone(), b.clone()]),
            line(std::slice::from_ref(&a), std::slice::from_ref(&c)),
        ];
        let mut edits = replay(&journal.concat()).edits;
        edits.sort();
        let mut expected = vec![b, c];
        expected.sort();
        assert_eq!(edits, expected);
    }

    proptest! {
        /// Any beginning of a journal gives the list as it was then.
        #[test]
        fn each_beginning_of_a_journal_is_a_list_that_was(
            lists in prop::collection::vec(prop::collection::vec(0u8..12, 0..8), 1..12),
        ) {
            let lists: Vec<Vec<Edit>> =
                lists.into_iter().map(|list| list.into_iter().map(edit).collect()).collect();
            let mut journal = String::new();
            let mut before: &[Edit] = &[];
            for list in &lists {
                if let Some(splice) = Splice::between(before, list) {
                    journal.push_str(&splice.to_line());
                }
                let replayed = replay(&journal);
                prop_assert_eq!(&replayed.edits, list);
                prop_assert!(replayed.unread.is_empty());
                before = list;
            }
        }

        #[test]
        fn no_journal_panics(journal in "\\PC{0,200}|(\\{\"v\":1,\"at\":[0-9]{1,25},\"out\":\\[\\],\"put\":\\[\\]\\}\n){0,3}") {
            let _ = replay(&journal);
        }
    }
}
