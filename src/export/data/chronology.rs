//! A chronology to read: Markdown (CommonMark 0.31) or plain text.
//!
//! Every event with its date, place, toll as a range, the words it rests on and
//! its sources, which are numbered. A digest is marked as one. Events without a
//! date and without a place have sections of their own.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::csv::event_date;
use super::kml::{is_link, what, when};
use super::{Loss, WriteOptions, Written};
use crate::model::{DocIdx, DocumentKind, DocumentRef, EventTable, Placement, Row};
use crate::scene::phrases::{self, Length};

/// How the parts of a chronology are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Markdown,
    Plain,
}

/// `12 events, 1 undated, 2 unplaced.` and what was left out of the copy.
pub(super) fn counts(table: &EventTable, rows: &[Row], options: WriteOptions<'_>) -> String {
    let n_undated = rows.iter().filter(|row| table.span(**row).is_none()).count();
    let n_unplaced = rows.iter().filter(|row| !table.is_placed(**row)).count();
    format!("{} events, {n_undated} undated, {n_unplaced} unplaced. {}", rows.len(), options.notice)
}

/// Each place of an event in words: names, position, how far it may be off.
pub(super) fn places(table: &EventTable, row: Row) -> Vec<String> {
    table.placements(row).map(|place| place_words(table, &place)).collect()
}

fn place_words(table: &EventTable, place: &Placement) -> String {
    let (english, arabic) = phrases::place_name(table, place);
    let spelled = table.string(place.name);
    let mut words = english.clone();
    for other in [arabic.as_str(), spelled] {
        if !other.is_empty() && !words.contains(other) {
            words.push_str(" · ");
            words.push_str(other);
        }
    }
    let mut notes = Vec::new();
    match place.position_as_read() {
        Some(position) => {
            let at = phrases::coordinates(position);
            notes.push(at);
            if let Some(radius_m) = place.radius_m {
                notes.push(format!("within {}", phrases::distance(f64::from(radius_m))));
            }
            if place.shape.is_some() {
                notes.push("drawn by the source".to_owned());
            }
        }
        None => notes.push("position not known".to_owned()),
    }
    format!("{words} ({})", notes.join(", "))
}

/// Sources in order of first mention, numbered from 1.
struct Sources<'t> {
    numbers: BTreeMap<DocIdx, usize>,
    all: Vec<DocumentRef<'t>>,
}

impl<'t> Sources<'t> {
    fn of(table: &'t EventTable, rows: &[Row]) -> Self {
        let mut sources = Self { numbers: BTreeMap::new(), all: Vec::new() };
        for claim in rows.iter().flat_map(|row| table.claims(*row)) {
            let Some(document) = claim.document() else { continue };
            if let Entry::Vacant(new) = sources.numbers.entry(document.index()) {
                sources.all.push(document);
                new.insert(sources.all.len());
            }
        }
        sources
    }

    fn number(&self, document: &DocumentRef<'_>) -> usize {
        self.numbers.get(&document.index()).copied().unwrap_or_default()
    }
}

/// Signs that would be read as Markdown, or as HTML, escaped.
fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' => {
                out.push('\\');
                out.push(c);
            }
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            _ => out.push(c),
        }
    }
    out
}

struct Page {
    style: Style,
    out: String,
}

impl Page {
    fn text(&self, text: &str) -> String {
        match self.style {
            Style::Markdown => markdown(text),
            Style::Plain => text.to_owned(),
        }
    }

    fn heading(&mut self, level: usize, words: &str) {
        let words = self.text(words);
        match self.style {
            Style::Markdown => {
                self.out.push_str(&"#".repeat(level));
                self.out.push(' ');
                self.out.push_str(&words);
            }
            Style::Plain => {
                let rule = if level == 1 { "=" } else { "-" };
                self.out.push_str(&words);
                self.out.push('\n');
                self.out.push_str(&rule.repeat(words.chars().count().min(72)));
            }
        }
        self.out.push_str("\n\n");
    }

    fn paragraph(&mut self, text: &str) {
        let text = self.text(text);
        self.out.push_str(&text);
        self.out.push_str("\n\n");
    }

    /// The first line of an event: when in bold, then what it is called.
    fn entry(&mut self, when: &str, title: &str) {
        let (when, title) = (self.text(&one_line(when)), self.text(&one_line(title)));
        self.out.push_str(&match self.style {
            Style::Markdown => format!("**{when}** — {title}\n\n"),
            Style::Plain => format!("{when}\n  {title}\n"),
        });
    }

    fn fact(&mut self, name: &str, value: &str) {
        if value.is_empty() {
            return;
        }
        let value = self.text(&one_line(value));
        self.out.push_str(&match self.style {
            Style::Markdown => format!("- {name}: {value}\n"),
            Style::Plain => format!("  {name}: {value}\n"),
        });
    }

    /// A source whose words are not at hand; `source` is escaped.
    fn bare_source(&mut self, source: &str) {
        let lead = if self.style == Style::Markdown { "- " } else { "  " };
        self.out.push_str(&format!("{lead}Source: {}\n", source.trim_start_matches("— ")));
    }

    /// Words of a source, or of its digest, line by line; `source` is escaped.
    fn quotation(&mut self, words: &str, is_verbatim: bool, source: &str) {
        let (lead, quote) = if is_verbatim { ("", true) } else { (DIGEST, false) };
        let (open, close) = if quote { ("“", "”") } else { ("", "") };
        let margin = if self.style == Style::Markdown { "> " } else { "    " };
        let mut lines: Vec<String> = words.lines().map(|line| self.text(line.trim())).collect();
        if let Some(first) = lines.first_mut() {
            let lead = self.text(lead);
            *first = format!("{lead}{open}{first}");
        }
        if let Some(last) = lines.last_mut() {
            last.push_str(close);
        }
        if self.style == Style::Markdown {
            self.out.push('\n');
        }
        for line in lines {
            self.out.push_str(margin);
            self.out.push_str(&line);
            self.out.push('\n');
        }
        if self.style == Style::Markdown {
            self.out.push_str(">\n");
        }
        self.out.push_str(&format!("{margin}{source}\n"));
    }
}

const DIGEST: &str = "Digest, not the source's words: ";

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn event(page: &mut Page, table: &EventTable, row: Row, sources: &Sources<'_>) {
    page.entry(&when(table, row), &phrases::title(table, row));
    page.fact("What", &what(table, row));
    if let Some((_, reason)) = event_date(table, row).filter(|(_, reason)| !reason.is_empty()) {
        page.fact("Why this date", reason);
    }
    let places = places(table, row);
    page.fact("Where", if places.is_empty() { "place not known" } else { "" });
    for place in places {
        page.fact("Where", &place);
    }
    let actors: Vec<&str> = table.actors(row).iter().map(|name| table.string(*name)).collect();
    page.fact("Who", &actors.join("; "));
    let tolls = phrases::tolls(table, row);
    page.fact("Toll", tolls.strip_prefix("toll ").unwrap_or(&tolls));
    page.fact("Identifier", table.id(row));
    for claim in table.claims(row) {
        let document = claim.document();
        let is_verbatim = document.is_some_and(|d| d.kind() == DocumentKind::Verbatim);
        let number = document.map_or(0, |document| sources.number(&document));
        let said = match claim.attribution() {
            "" => String::new(),
            name => format!(" · according to {}", page.text(&one_line(name))),
        };
        let source = match document {
            Some(document) => {
                let publisher = match document.publisher() {
                    "" => "publisher not stated",
                    publisher => publisher,
                };
                let number = match page.style {
                    Style::Markdown => format!("\\[{number}\\]"),
                    Style::Plain => format!("[{number}]"),
                };
                format!("— {}, {number}{said}", page.text(&one_line(publisher)))
            }
            None => format!("— no source stated{said}"),
        };
        if claim.excerpt().trim().is_empty() {
            page.bare_source(&source);
        } else {
            page.quotation(claim.excerpt(), is_verbatim, &source);
        }
        page.fact("Note", claim.note());
    }
    page.out.push('\n');
}

fn source(page: &mut Page, number: usize, document: &DocumentRef<'_>) {
    let mut parts: Vec<String> = Vec::new();
    let publisher = document.publisher();
    parts.push(page.text(if publisher.is_empty() { "Publisher not stated" } else { publisher }));
    if !document.author().is_empty() {
        parts.push(page.text(document.author()));
    }
    if !document.title().is_empty() {
        parts.push(format!("“{}”", page.text(&one_line(document.title()))));
    }
    let published = document
        .published()
        .map_or_else(|| "date not stated".to_owned(), |date| phrases::date(&date, Length::Long));
    parts.push(page.text(&published));
    let url = document.url();
    if !url.is_empty() {
        let is_bare =
            page.style == Style::Markdown && is_link(url) && !url.contains(['<', '>', ' ']);
        parts.push(if is_bare { format!("<{url}>") } else { page.text(url) });
    }
    let kind = match document.kind() {
        DocumentKind::Verbatim => "source text",
        DocumentKind::Digest => "digest",
    };
    parts.push(kind.to_owned());
    if !document.sha256().is_empty() {
        parts.push(format!("SHA-256 {}", page.text(document.sha256())));
    }
    let line = parts.join(", ");
    page.out.push_str(&format!("{number}. {line}\n"));
}

/// Year and month under which a dated event stands; `None` for an open start.
fn month(table: &EventTable, row: Row) -> Option<String> {
    let date = table.span(row)?.first.date()?;
    let name = phrases::day(date.into(), Length::Long);
    // Weekday and day go, month and year stay.
    Some(name.split(' ').skip(2).collect::<Vec<_>>().join(" "))
}

pub(super) fn write(
    table: &EventTable,
    rows: &[Row],
    options: WriteOptions<'_>,
    style: Style,
) -> Written {
    let sources = Sources::of(table, rows);
    let mut page = Page { style, out: String::new() };
    let title = if options.title.is_empty() { "Chronology" } else { options.title };
    page.heading(1, title);
    page.paragraph(&counts(table, rows, options));
    page.paragraph(
        "Tolls run from the lowest to the highest number stated; what is not stated is never \
         counted as nobody. A digest is a summary in other words than the source's. Numbers in \
         brackets are those of the sources at the end.",
    );
    let (dated, undated): (Vec<Row>, Vec<Row>) =
        rows.iter().partition(|row| table.span(**row).is_some());
    let mut under: Option<String> = None;
    for row in &dated {
        let heading = month(table, *row).unwrap_or_else(|| "Start not known".to_owned());
        if under.as_ref() != Some(&heading) {
            page.heading(2, &heading);
            under = Some(heading);
        }
        event(&mut page, table, *row, &sources);
    }
    if !undated.is_empty() {
        page.heading(2, "Events without a date");
        for row in &undated {
            event(&mut page, table, *row, &sources);
        }
    }
    let unplaced: Vec<&Row> = rows.iter().filter(|row| !table.is_placed(**row)).collect();
    if !unplaced.is_empty() {
        page.heading(2, "Events without a place");
        page.paragraph("They stand above under their dates, and on no map:");
        for row in unplaced {
            page.fact(&when(table, *row), &phrases::title(table, *row));
        }
        page.out.push('\n');
    }
    page.heading(2, "Sources");
    for (number, document) in (1..).zip(&sources.all) {
        source(&mut page, number, document);
    }
    if sources.all.is_empty() {
        page.paragraph("No source is stated.");
    }
    Written {
        bytes: page.out.into_bytes(),
        n_events: rows.len(),
        losses: losses(table, rows, &sources),
    }
}

/// What can be read in a chronology but not taken out of it again.
fn losses(table: &EventTable, rows: &[Row], sources: &Sources<'_>) -> Vec<Loss> {
    let has = |is: &dyn Fn(&Row) -> bool| rows.iter().filter(|row| is(row)).count();
    let counted = [
        (
            "lines and areas drawn by sources",
            has(&|row| table.placements(*row).any(|place| place.shape.is_some())),
        ),
        (
            "which words support which value",
            has(&|row| table.claims(*row).any(|claim| !claim.marks().is_empty())),
        ),
        ("what each account says on its own", has(&|row| table.claims(*row).len() > 1)),
        ("columns of the source", has(&|row| table.properties(*row).len() > 0)),
        ("texts of documents", sources.all.iter().filter(|d| !d.text().is_empty()).count()),
    ];
    counted.into_iter().filter(|(_, n)| *n > 0).map(|(what, n)| Loss { what, n }).collect()
}
