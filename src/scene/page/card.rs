//! One event in words, beside its map: what is said of it, and each account with the words that it
//! rests on, those that support a value set off.

use std::ops::Range;

use super::block::{Block, Ink};
use crate::model::MarkKind;
use crate::scene::words::Language;

/// What a card says of its event.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Card {
    /// Type, day, places, tolls, actors: one line each.
    pub facts: Vec<String>,
    /// The accounts, in the order of the data.
    pub accounts: Vec<Account>,
}

/// One document's account of the event.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Account {
    /// Whether the words are the source's own.
    pub is_verbatim: bool,
    /// The excerpt.
    pub words: String,
    /// Bytes of `words` that support a value, and which.
    pub marks: Vec<(Range<usize>, MarkKind)>,
    /// Publisher, headline, date, link, hash.
    pub citation: String,
}

impl Card {
    /// The card in lines no wider than `width`.
    pub(super) fn block(&self, width: f32, language: Language) -> Block {
        let mut block = Block::default();
        for (i, fact) in self.facts.iter().enumerate() {
            let ink = if i == 0 { Ink::strong(13.0) } else { Ink::plain(12.0) };
            block.push(fact, ink, width, language);
        }
        for account in &self.accounts {
            let mut part = Block::default();
            let label = language.words_of(account.is_verbatim);
            part.push(label, Ink::quiet(9.5), width, language);
            let mut words = Block::default();
            let ink = Ink::serif(13.0);
            if account.is_verbatim {
                // The quotation marks move what is set off.
                let quoted = format!("“{}”", account.words);
                let shift = '“'.len_utf8();
                let marks: Vec<_> = account
                    .marks
                    .iter()
                    .map(|(range, kind)| (range.start + shift..range.end + shift, *kind))
                    .collect();
                words.push_marked(&quoted, &marks, ink, width);
            } else {
                words.push_marked(&account.words, &account.marks, ink, width);
            }
            part.append(words, 2.0);
            let mut citation = Block::default();
            citation.push(&account.citation, Ink::quiet(9.5), width, language);
            part.append(citation, 3.0);
            block.append(part, 12.0);
        }
        let is_marked = |kind| {
            self.accounts.iter().any(|account| account.marks.iter().any(|(_, k)| *k == kind))
        };
        let shown: Vec<_> =
            language.supports().into_iter().filter(|(kind, _)| is_marked(*kind)).collect();
        if !shown.is_empty() {
            let (mut words, mut marks) = (String::new(), Vec::new());
            for (kind, name) in shown {
                if !words.is_empty() {
                    words.push_str("   ");
                }
                marks.push((words.len()..words.len() + name.len(), kind));
                words.push_str(name);
            }
            let mut key = Block::default();
            key.push_marked(&words, &marks, Ink::plain(9.5), width);
            block.append(key, 12.0);
        }
        block
    }
}
