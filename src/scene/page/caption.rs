//! What stands below every page, so that it can defend itself when it is all that is left.

use super::block::{Block, Ink};
use crate::scene::words::Language;

/// What title and caption say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Caption {
    /// Title of the page; empty for none.
    pub title: String,
    /// A second line; empty for none.
    pub subtitle: String,
    /// The chosen days in words, for example `1 Jan 2016 to 15 Jan 2017`.
    pub period: String,
    /// The other filters in words; empty when there are none.
    pub filters: String,
    /// Events shown.
    pub n_shown: usize,
    /// Events in the data.
    pub n_all: usize,
    /// Events that pass the filters but have no date, and so stand on no axis.
    pub n_undated: usize,
    /// Events shown that have no place, and so stand on no map.
    pub n_unlocated: usize,
    /// Names and hashes of the data, for example `sample.events.json sha256:1f3a…`.
    pub data: String,
    /// Version of the gazetteer; empty to leave it out.
    pub gazetteer: String,
    /// Whom the map owes thanks.
    pub credits: String,
    /// What was withheld, in words; empty to say nothing.
    pub profile: String,
    /// When the picture was made, as given by whoever makes it; never read from a clock.
    pub made: Option<String>,
    /// The maker's own notes, one paragraph each.
    pub notes: Vec<String>,
}

const SIZE: f32 = 10.0;

/// Share of the maker's notes in the height of the whole caption.
const NOTES_SHARE: f32 = 0.4;

impl Caption {
    /// The statement of what is shown, in one line.
    #[must_use]
    pub fn shown(&self, language: Language) -> String {
        let words = language.words();
        let [of, events] = words.events_of;
        let filters =
            if self.filters.is_empty() { words.no_filters } else { self.filters.as_str() };
        format!(
            "{}: {} · {}: {} · {} {of} {} {events} · {} {} · {} {}",
            words.period,
            self.period,
            words.filters,
            filters,
            self.n_shown,
            self.n_all,
            self.n_undated,
            words.undated,
            self.n_unlocated,
            words.unlocated,
        )
    }

    /// Where it all comes from, in one line.
    #[must_use]
    pub fn origin(&self, language: Language) -> String {
        let words = language.words();
        let mut parts = vec![format!("{}: {}", words.data, self.data)];
        if !self.gazetteer.is_empty() {
            parts.push(format!("{}: {}", words.gazetteer, self.gazetteer));
        }
        if !self.profile.is_empty() {
            parts.push(format!("{}: {}", language.profile(), self.profile));
        }
        if let Some(made) = &self.made {
            parts.push(format!("{}: {made}", words.made));
        }
        parts.push(language.view_inside().to_owned());
        parts.join(" · ")
    }

    /// The caption in lines no wider than `width` and together no higher than `max_height`: what
    /// is shown first and strong, then the maker's notes, how to read the signs, the origin, and
    /// whom to thank. The program's own words are never left out for the maker's.
    pub(super) fn block(&self, width: f32, max_height: f32, language: Language) -> Block {
        let mut shown = Block::default();
        shown.push(&self.shown(language), Ink::strong(SIZE), width, language);
        let mut origin = Block::default();
        origin.push(language.words().reading, Ink::quiet(SIZE), width, language);
        origin.push(&self.origin(language), Ink::quiet(SIZE), width, language);
        if !self.credits.is_empty() {
            // Names and licences are Latin: a line of their own direction keeps their order.
            let ink = Ink::quiet(SIZE - 1.0);
            match language {
                Language::English => {
                    let credits = format!("{}: {}", language.words().credits, self.credits);
                    origin.push(&credits, ink, width, language);
                }
                Language::Arabic => origin.push_foreign(&self.credits, ink, width, false),
            }
        }
        let mut notes = Block::default();
        for note in &self.notes {
            notes.push_foreign(note, Ink::plain(SIZE), width, false);
        }
        let notes = if notes.lines.is_empty() {
            notes
        } else {
            let room = (max_height - shown.height() - origin.height())
                .max(max_height * NOTES_SHARE)
                .min(max_height * 0.6);
            notes.fitted(room, width, language)
        };
        let room = max_height - notes.height() - origin.height();
        let mut block = shown.fitted(room.max(max_height * 0.25), width, language);
        block.append(notes, 2.0);
        block.append(origin, 2.0);
        block.fitted(max_height, width, language)
    }
}
