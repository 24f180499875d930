//! Finds in any text what must not be read: names of speakers, names of places
//! that were rounded, withheld words, coordinates.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use aho_corasick::AhoCorasick;

use super::cells::Cells;
use super::heard::HeardNames;
use super::names::{Name, PARTICLES, names_in, words_of};
use super::texts::{Hit, Rewritten};
use super::{
    NAME_WITHHELD, PLACE_WITHHELD, POSITION_WITHHELD, Profile, Redaction, WORDS_WITHHELD, Withheld,
};
use crate::gazetteer::Gazetteer;
use crate::model::{EventTable, MarkKind, Row};

/// Withheld words are looked for by this many bytes of their beginning; what
/// follows is compared where those are found. It keeps the automaton small.
const PREFIX_BYTES: usize = 24;

/// Shorter pieces of names are too ordinary to be looked for on their own.
const SHORTEST_PART: usize = 3;

/// Decimal places from which a number in a text is taken for a coordinate: a
/// thousandth of a degree is about 100 m.
const COORDINATE_DECIMALS: usize = 3;

/// What must not be read.
pub(super) struct Masks<'g> {
    gazetteer: &'g Gazetteer,
    automaton: Option<AhoCorasick>,
    patterns: Vec<Pattern>,
    with_coordinates: bool,
    /// Names of speakers and their parts, in lower case, for links.
    names: Vec<String>,
    /// The same names as they sound.
    heard: HeardNames,
}

struct Pattern {
    marker: &'static str,
    /// Whether letters may stand right before and after it.
    within_words: bool,
    /// What must follow the part that was looked for; one of them, longest first.
    rest: Vec<String>,
}

/// Patterns while they are gathered: what is looked for, and what it stands for.
#[derive(Default)]
struct Gathered(BTreeMap<String, Pattern>);

impl Gathered {
    fn add(&mut self, text: &str, marker: &'static str, within_words: bool) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let cut = text.floor_char_boundary(PREFIX_BYTES);
        let (start, rest) = text.split_at(cut);
        let pattern = self.0.entry(start.to_lowercase()).or_insert_with(|| Pattern {
            marker,
            within_words,
            rest: Vec::new(),
        });
        pattern.within_words |= within_words;
        if !pattern.rest.iter().any(|other| other == rest) {
            pattern.rest.push(rest.to_owned());
        }
    }
}

impl<'g> Masks<'g> {
    /// Everything that a copy of the rows of a table must not show.
    pub fn of(table: &EventTable, rows: &[Row], cells: &mut Cells<'g>, how: &Redaction) -> Self {
        let mut gathered = Gathered::default();
        let mut names = HiddenNames::default();
        let known = Known::of(table);
        for name in &how.names {
            gathered.add(name, NAME_WITHHELD, is_long(name));
            names.written.insert(name.trim().to_lowercase());
            let words: Vec<&str> = words_of(name).collect();
            names.heard.add(&words, |word| known.words.contains(&word.to_lowercase()));
        }
        if how.profile != Profile::Full {
            let (stated, marked) = speakers(table);
            for name in stated.iter().flat_map(|words| names_in(words)) {
                hide_name(&name, &known, &mut gathered, &mut names);
            }
            // In running text a single word in upper case may only begin a sentence.
            let in_text = marked.iter().flat_map(|words| names_in(words));
            for name in in_text.filter(|name| name.is_personal && name.text.is_ascii()) {
                hide_name(&name, &known, &mut gathered, &mut names);
            }
            for row in rows {
                rounded_names(table, *row, cells, &known, &mut gathered);
            }
        }
        let withheld: Vec<Row> = match &how.withheld {
            Withheld::Nothing => Vec::new(),
            Withheld::Everything => rows.to_vec(),
            Withheld::Events(events) => events.iter().filter_map(|id| table.row_of(*id)).collect(),
        };
        for claim in withheld.into_iter().flat_map(|row| table.claims(row)) {
            let words = claim.excerpt();
            gathered.add(words, WORDS_WITHHELD, words.len() > 12);
        }
        let (starts, mut patterns): (Vec<String>, Vec<Pattern>) = gathered.0.into_iter().unzip();
        for pattern in &mut patterns {
            pattern.rest.sort_by(|a, b| (b.len(), b).cmp(&(a.len(), a)));
        }
        // An automaton cannot be built only when it would be beyond 4 GiB.
        let automaton = (!starts.is_empty())
            .then(|| AhoCorasick::builder().ascii_case_insensitive(true).build(&starts).ok())
            .flatten();
        names.written.retain(|name| name.len() > SHORTEST_PART);
        Self {
            gazetteer: cells.gazetteer(),
            automaton,
            patterns,
            with_coordinates: how.profile != Profile::Full,
            names: names.written.into_iter().collect(),
            heard: names.heard,
        }
    }

    /// Everything to be masked in a text: ascending, apart.
    pub fn find(&self, text: &str) -> Vec<Hit> {
        let mut hits: Vec<Hit> = Vec::new();
        if let Some(automaton) = &self.automaton {
            for found in automaton.find_overlapping_iter(text) {
                let Some(pattern) = self.patterns.get(found.pattern().as_usize()) else { continue };
                let Some(after) = text.get(found.end()..) else { continue };
                let follows = |rest: &&String| {
                    after.get(..rest.len()).is_some_and(|part| part.eq_ignore_ascii_case(rest))
                };
                let Some(rest) = pattern.rest.iter().find(follows) else { continue };
                let range = found.start()..found.end() + rest.len();
                if pattern.within_words || stands_alone(text, &range) {
                    hits.push(Hit { range, marker: pattern.marker });
                }
            }
        }
        let heard = self.heard.find(text, self.gazetteer, false);
        hits.extend(heard.into_iter().map(|range| Hit { range, marker: NAME_WITHHELD }));
        if self.with_coordinates {
            hits.extend(coordinates(text).map(|range| Hit { range, marker: POSITION_WITHHELD }));
        }
        hits.sort_by_key(|hit| (hit.range.start, usize::MAX - hit.range.end));
        let mut apart: Vec<Hit> = Vec::with_capacity(hits.len());
        for hit in hits {
            match apart.last_mut() {
                Some(last) if hit.range.start < last.range.end => {
                    last.range.end = last.range.end.max(hit.range.end);
                }
                _ => apart.push(hit),
            }
        }
        apart
    }

    /// The text with markers in the place of what must not be read.
    pub fn cleaned(&self, text: &str) -> String {
        let hits = self.find(text);
        if hits.is_empty() {
            return text.to_owned();
        }
        let whole = std::iter::once(0..text.len()).collect();
        Rewritten::new(text, whole, Vec::new(), hits).text
    }

    /// Whether a link spells a name that is hidden, or a position.
    pub fn is_spelled_in(&self, url: &str) -> bool {
        if url.is_empty() {
            return false;
        }
        let decoded = percent_decoded(url).to_lowercase();
        let spaced: String =
            decoded.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
        !self.find(&decoded).is_empty()
            || !self.find(&spaced).is_empty()
            || !self.heard.find(&spaced, self.gazetteer, true).is_empty()
            || self.names.iter().any(|name| spaced.contains(name.as_str()))
    }
}

/// Names that are hidden while they are gathered.
#[derive(Default)]
struct HiddenNames {
    /// Whole and by their words, in lower case.
    written: BTreeSet<String>,
    heard: HeardNames,
}

/// Names that are no secret: publishers and actors, whole and by their words.
struct Known {
    names: BTreeSet<String>,
    words: BTreeSet<String>,
}

impl Known {
    fn of(table: &EventTable) -> Self {
        let mut names: BTreeSet<String> = BTreeSet::new();
        let mut ids = BTreeSet::new();
        for row in table.rows() {
            ids.extend(table.actors(row));
        }
        names.extend(ids.into_iter().map(|id| table.string(id).trim().to_lowercase()));
        names.extend(table.documents().map(|d| d.publisher().trim().to_lowercase()));
        names.remove("");
        let words = names.iter().flat_map(|name| words_of(name)).map(str::to_owned).collect();
        Self { names, words }
    }

    fn is_named(&self, name: &str) -> bool {
        self.names.contains(&name.trim().to_lowercase())
    }
}

/// The words for every speaker of a table once, in order: as stated, and as the
/// reports' texts have them.
fn speakers(table: &EventTable) -> (BTreeSet<&str>, BTreeSet<&str>) {
    let (mut ids, mut marked) = (BTreeSet::new(), BTreeSet::new());
    for claim in table.rows().flat_map(|row| table.claims(row)) {
        ids.insert(claim.attribution_id());
        let marks = claim.marks().iter().filter(|mark| mark.kind == MarkKind::Attribution);
        marked.extend(marks.map(|mark| table.text(mark.span)));
    }
    (ids.into_iter().map(|id| table.string(id)).collect(), marked)
}

/// Whether a text is too long to be a part of some other word.
fn is_long(name: &str) -> bool {
    let has_space = name.trim().contains(char::is_whitespace);
    // Arabic writes "and", "by", "for" as a letter before the name.
    has_space || (!name.is_ascii() && name.trim().chars().count() > SHORTEST_PART)
}

fn hide_name(name: &Name<'_>, known: &Known, all: &mut Gathered, names: &mut HiddenNames) {
    if known.is_named(name.text) {
        return;
    }
    all.add(name.text, NAME_WITHHELD, is_long(name.text));
    names.written.insert(name.words.join(" ").to_lowercase());
    if !name.is_personal {
        return;
    }
    names.heard.add(&name.words, |word| known.words.contains(&word.to_lowercase()));
    // The Khalidi of al-Khalidi too.
    let stems = name.words.iter().filter_map(|word| word.split_once('-')).map(|(_, stem)| stem);
    for word in name.words.iter().copied().chain(stems) {
        let is_long_enough = word.chars().count() >= SHORTEST_PART;
        let is_ordinary = known.words.contains(&word.to_lowercase()) || PARTICLES.contains(&word);
        if is_long_enough && !is_ordinary {
            all.add(word, NAME_WITHHELD, is_long(word));
            names.written.insert(word.to_lowercase());
        }
    }
}

/// Names of an event's places that are finer than what the copy shows.
fn rounded_names(
    table: &EventTable,
    row: Row,
    cells: &mut Cells<'_>,
    known: &Known,
    all: &mut Gathered,
) {
    for (claim, reference) in table.event(row).claims.iter().zip(table.claims(row)) {
        for (index, place) in claim.places.iter().enumerate() {
            // A place that is shown by its own name keeps it in the texts.
            let is_named = |cell: super::cells::Cell| !cell.id.is_empty() && cell.id == place.place;
            if cells.of(place).is_some_and(is_named) {
                continue;
            }
            let shown = cells.names_shown(place);
            let marked = reference
                .marks()
                .iter()
                .filter(|m| m.kind == MarkKind::Place && usize::from(m.index) == index)
                .map(|mark| table.text(mark.span));
            let own = [place.name.as_str()].into_iter().chain(marked);
            for name in own.chain(cells.spellings(&place.place)) {
                let plain = name.trim().to_lowercase();
                let is_shown = shown.iter().any(|shown| shown.contains(&plain));
                if plain.chars().count() >= SHORTEST_PART && !is_shown && !known.is_named(name) {
                    all.add(name, PLACE_WITHHELD, is_long(name));
                }
            }
        }
    }
}

/// Whether no letter or digit touches a range of a text.
fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let touches = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let before = text.get(..range.start).and_then(|part| part.chars().next_back());
    let after = text.get(range.end..).and_then(|part| part.chars().next());
    !touches(before) && !touches(after)
}

/// Numbers in a text that give a position: with three decimals or more, or with
/// a degree sign and what belongs to it.
fn coordinates(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = text.get(from..)?;
            let start = from + rest.find(char::is_numeric)?;
            let number = text.get(start..)?;
            let n_whole = run(number, char::is_numeric);
            let fraction = number
                .get(n_whole..)
                .and_then(|rest| rest.strip_prefix(['.', '٫']).or_else(|| rest.strip_prefix(',')));
            let n_decimals =
                fraction.map_or(0, |f| f.chars().take_while(|c| c.is_numeric()).count());
            let is_comma = number.get(n_whole..).is_some_and(|rest| rest.starts_with(','));
            let mut end = start + n_whole;
            if let Some(fraction) = fraction.filter(|_| n_decimals > 0) {
                end = text.len() - fraction.len() + run(fraction, char::is_numeric);
            }
            from = end;
            let after = text.get(end..)?;
            if after.trim_start().starts_with(['°', 'º']) {
                // 35° 20′ 12.5″ N
                let parts = |c: char| c.is_numeric() || " .°º'’′\"”″NSEWنشجغق".contains(c);
                end += run(after, parts);
                from = end;
                return Some(start..end);
            }
            // With a comma, three decimals are rather thousands.
            if n_decimals >= COORDINATE_DECIMALS + usize::from(is_comma) {
                return Some(start..end);
            }
        }
    })
}

/// Bytes at the beginning of a text of which each character is one of `these`.
fn run(text: &str, these: impl Fn(char) -> bool) -> usize {
    text.find(|c: char| !these(c)).unwrap_or(text.len())
}

/// `%D8%A7` as the letters that it stands for (RFC 3986, section 2.1).
fn percent_decoded(url: &str) -> String {
    let mut bytes = Vec::with_capacity(url.len());
    let mut rest = url.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = |at: usize| (*after.get(at)? as char).to_digit(16);
        match (first, hex(0), hex(1)) {
            (b'%', Some(high), Some(low)) => {
                // Two digits of 16 are a byte.
                bytes.push((high * 16 + low) as u8);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = coordinates(text).map(|range| text[range].trim()).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn coordinates_are_told_from_other_numbers() {
        check("at 35.3369, 40.1257 they found 12 of 150", &["35.3369", "40.1257"]);
        check("35°20'12\"N 40°8'30\"E, then", &["35°20'12\"N 40°8'30\"E"]);
        check("بين ٣٥٫٣٣٦٩ و ٤٠", &["٣٥٫٣٣٦٩"]);
        check("1,500 people, 2.5 km, 150.", &[]);
        check("maps?q=35.33691,40.12567", &["35.33691", "40.12567"]);
        check("40,1257 and 35,3369", &["40,1257", "35,3369"]);
    }

    #[test]
    fn links_are_read_as_they_are_meant() {
        assert_eq!(percent_decoded("a%20b%D8%A7%2"), "a bا%2");
    }
}
