//! The table of key events and the list of sources.

use std::collections::BTreeSet;

use super::block::{Block, Ink};
use super::flow::{Entry, Flow, words_width};
use crate::model::EventType;
use crate::scene::words::Language;

/// An excerpt longer than so many lines is named, not shown: a table of whole reports is none.
const MOST_EXCERPT_LINES: usize = 10;

/// Lines of a title, of facts and of a source.
const MOST_LINES: usize = 5;

/// A numbered event of the table beside the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyEvent {
    /// The number at its marker.
    pub number: u16,
    /// Type: colour and sign.
    pub event_type: EventType,
    /// What happened, in a few words.
    pub title: String,
    /// Day, place and toll in words.
    pub facts: String,
    /// Publisher and date of the sources.
    pub source: String,
    /// The words that it rests on; `None` to leave them out.
    pub excerpt: Option<ExcerptWords>,
    /// Whether any position is known.
    pub is_placed: bool,
}

/// The words that an event rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExcerptWords {
    /// The words, without quotation marks.
    pub words: String,
    /// Whether they are the source's own; otherwise they are labelled as a digest.
    pub is_verbatim: bool,
}

impl ExcerptWords {
    /// The words as a reader sees them: a paraphrase is never put in quotation marks.
    #[must_use]
    pub fn shown(&self) -> String {
        if self.is_verbatim { format!("“{}”", self.words) } else { self.words.clone() }
    }
}

/// What the list of sources holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SourceList {
    /// One line for each source, in order.
    pub entries: Vec<String>,
    /// Sources beyond those.
    pub n_more: usize,
}

fn part(words: &str, ink: Ink, width: f32, language: Language, is_own: bool) -> Block {
    let mut block = Block::default();
    if is_own {
        block.push(words, ink, width, language);
    } else {
        block.push_foreign(words, ink, width, false);
    }
    let most = MOST_LINES as f32 * ink.size * super::block::LEADING + 0.5;
    block.fitted(most, width, language)
}

/// The words of one entry.
fn entry(
    event: &KeyEvent,
    width: f32,
    language: Language,
    on_map: Option<&BTreeSet<u16>>,
) -> Entry {
    let mut block = part(&event.title, Ink::strong(10.5), width, language, false);
    let mut facts = event.facts.clone();
    if on_map.is_some_and(|numbers| !numbers.contains(&event.number)) {
        facts.push_str(" · ");
        facts.push_str(language.not_on_map(event.is_placed));
    }
    block.append(part(&facts, Ink::plain(10.0), width, language, true), 0.0);
    if let Some(excerpt) = &event.excerpt {
        let mut words = Block::default();
        words.push_foreign(&excerpt.shown(), Ink::serif(10.5), width, true);
        if words.lines.len() > MOST_EXCERPT_LINES {
            words = Block::default();
            let n_characters = excerpt.words.chars().count();
            words.push(&language.long_excerpt(n_characters), Ink::quiet(10.0), width, language);
        }
        block.append(words, 1.0);
    }
    // Whose words stand above: the source's own, or somebody's who read it.
    let source = match &event.excerpt {
        Some(excerpt) if !excerpt.is_verbatim => format!("{} {}", language.digest(), event.source),
        _ => event.source.clone(),
    };
    block.append(part(&source, Ink::quiet(9.0), width, language, true), 1.0);
    Entry { mark: Some((event.number, event.event_type)), block }
}

/// The table for a width. `on_map` holds the numbers that the map shows; the others say why they
/// are not there. Before the map is laid out it is `None`.
pub(super) fn table(
    events: &[KeyEvent],
    is_chosen: bool,
    n_beyond: usize,
    on_map: Option<&BTreeSet<u16>>,
    width: f32,
    language: Language,
) -> Flow {
    let words = words_width(width, true);
    let mut head = Block::default();
    let heading =
        format!("{}: {}", language.words().key_events, language.key_events_rule(is_chosen));
    head.push(&heading, Ink::strong(11.0), width, language);
    Flow {
        head,
        entries: events.iter().map(|event| entry(event, words, language, on_map)).collect(),
        n_beyond,
        missing: Language::more_events,
        language,
    }
}

/// The list of sources for a width.
pub(super) fn sources(list: &SourceList, width: f32, language: Language) -> Flow {
    let words = words_width(width, false);
    let mut head = Block::default();
    head.push(language.sources(), Ink::strong(11.0), width, language);
    let entries = list.entries.iter().map(|source| Entry {
        mark: None,
        block: part(source, Ink::quiet(9.5), words, language, true),
    });
    Flow {
        head,
        entries: entries.collect(),
        n_beyond: list.n_more,
        missing: Language::more_sources,
        language,
    }
}
