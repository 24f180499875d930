//! Tables of separated values (RFC 4180, with any separator).
//!
//! The file is cut at ends of rows and its chunks are read side by side;
//! fields are borrowed from the text, so that a row costs no allocation. Lines
//! are physical ones, those inside quotation marks included.

use std::borrow::Cow;
use std::sync::atomic::{AtomicUsize, Ordering};

use memchr::{memchr, memchr2};
use rayon::prelude::*;

use crate::model::{ArenaFull, BuildError, EventTable, TableBuilder};

use super::columns::ColumnMap;
use super::coordinates::Bulk;
use super::dates::DateOrder;
use super::plan::{Plan, Tally};
use super::problem::{ReadError, ReadOutcome, RowProblem};
use super::record::RecordReader;
use super::{ReadOptions, notes};

/// Bytes of a chunk, at least and at most: small enough to keep all threads
/// busy, large enough that joining their tables costs little.
const CHUNK: std::ops::RangeInclusive<usize> = 1 << 20..=8 << 20;

/// Rows looked at in each chunk before the rows are read, to learn what the
/// columns say as a whole.
const SAMPLE: usize = 200;

/// Separators that are recognised.
pub const SEPARATORS: [char; 4] = [',', ';', '\t', '|'];

/// The separator under which most of the first rows have as many fields as the header.
#[must_use]
pub fn sniff_separator(text: &str) -> char {
    let score = |separator: char| {
        let mut rows = Rows::new(text, separator);
        let mut fields = Vec::new();
        if !rows.next(&mut fields) {
            return 0;
        }
        let n_columns = fields.len();
        let mut n_alike = 1;
        for _ in 0..20 {
            if !rows.next(&mut fields) {
                break;
            }
            n_alike += usize::from(fields.len() == n_columns);
        }
        if n_columns < 2 { 0 } else { n_alike * n_columns.min(200) }
    };
    // The first of equals: `max_by_key` would take the last.
    let mut best = (',', 0);
    for separator in SEPARATORS {
        let score = score(separator);
        if score > best.1 {
            best = (separator, score);
        }
    }
    best.0
}

/// Rows of a text, one after the other.
#[derive(Debug, Clone)]
pub(super) struct Rows<'a> {
    text: &'a str,
    separator: u8,
    at: usize,
    /// Line on which the next row begins, from 1.
    line: u64,
    /// Line on which the last row began.
    row_line: u64,
    /// From here on quotation marks are letters: one was never closed.
    plain_from: usize,
}

impl<'a> Rows<'a> {
    /// `separator` must be ASCII; another sign is taken for a comma.
    pub fn new(text: &'a str, separator: char) -> Self {
        let separator = u8::try_from(separator).ok().filter(u8::is_ascii).unwrap_or(b',');
        Self { text, separator, at: 0, line: 1, row_line: 1, plain_from: usize::MAX }
    }

    /// Line on which the row last read began, from 1.
    pub const fn row_line(&self) -> u64 {
        self.row_line
    }

    /// Whether a quotation mark was found that no other closes.
    pub const fn has_open_quote(&self) -> bool {
        self.plain_from != usize::MAX
    }

    /// Reads the next row that is not blank; `false` at the end.
    pub fn next(&mut self, fields: &mut Vec<Cow<'a, str>>) -> bool {
        fields.clear();
        let bytes = self.text.as_bytes();
        while let Some(first) = bytes.get(self.at) {
            match first {
                b'\n' => self.line += 1,
                b'\r' if matches!(bytes.get(self.at + 1), Some(b'\n') | None) => {}
                _ => break,
            }
            self.at += 1;
        }
        if self.at >= bytes.len() {
            return false;
        }
        self.row_line = self.line;
        loop {
            let (field, end) = self.field();
            fields.push(field);
            // The last row may end without a line feed to step over.
            self.at = (end + 1).min(bytes.len());
            match bytes.get(end) {
                Some(b'\n') => {
                    self.line += 1;
                    return true;
                }
                None => return true,
                Some(_) => {}
            }
        }
    }

    /// The field that begins here, and the byte that ends it.
    fn field(&mut self) -> (Cow<'a, str>, usize) {
        let bytes = self.text.as_bytes();
        if bytes.get(self.at) == Some(&b'"') && self.at < self.plain_from {
            match self.quoted() {
                Some(field) => return field,
                None => self.plain_from = self.at,
            }
        }
        let end = self.plain_end(self.at);
        (Cow::Borrowed(without_return(&self.text[self.at..end], bytes.get(end))), end)
    }

    fn plain_end(&self, from: usize) -> usize {
        let bytes = self.text.as_bytes();
        memchr2(self.separator, b'\n', &bytes[from..]).map_or(bytes.len(), |offset| from + offset)
    }

    /// The quoted field that begins here; `None` when its mark is never closed.
    fn quoted(&mut self) -> Option<(Cow<'a, str>, usize)> {
        let bytes = self.text.as_bytes();
        let (start, mut from) = (self.at + 1, self.at + 1);
        let mut unescaped = None::<String>;
        let close = loop {
            let mark = from + memchr(b'"', &bytes[from..])?;
            if bytes.get(mark + 1) != Some(&b'"') {
                break mark;
            }
            // Two marks stand for one.
            unescaped.get_or_insert_default().push_str(&self.text[from..=mark]);
            from = mark + 2;
        };
        self.line += memchr::memchr_iter(b'\n', &bytes[start..close]).count() as u64;
        let end = self.plain_end(close + 1);
        let rest = without_return(&self.text[close + 1..end], bytes.get(end));
        let field = match unescaped {
            None if rest.is_empty() => Cow::Borrowed(&self.text[start..close]),
            unescaped => {
                let (mut text, from) = match unescaped {
                    Some(text) => (text, from),
                    None => (String::new(), start),
                };
                text.push_str(&self.text[from..close]);
                text.push_str(rest);
                Cow::Owned(text)
            }
        };
        Some((field, end))
    }
}

/// Without the carriage return that belongs to the end of the line.
fn without_return<'a>(field: &'a str, ended_by: Option<&u8>) -> &'a str {
    match ended_by {
        Some(b'\n') | None => field.strip_suffix('\r').unwrap_or(field),
        Some(_) => field,
    }
}

/// A run of whole rows.
#[derive(Debug, Clone)]
struct Chunk<'a> {
    rows: Rows<'a>,
    /// Number of rows before this chunk, blank lines counted.
    n_before: u32,
}

/// Cuts the rest of a text into chunks of whole rows. The scan follows
/// quotation marks exactly as [`Rows`] does.
fn chunks(rows: Rows<'_>, size: usize) -> Vec<Chunk<'_>> {
    let bytes = rows.text.as_bytes();
    let mut chunks = Vec::new();
    let (mut start, mut line) = (rows.at, rows.line);
    let (mut at, mut now_line, mut n_rows, mut n_before) = (rows.at, rows.line, 0u32, 0u32);
    let mut plain_from = rows.plain_from;
    let mut cut = |start: usize, end: usize, line: u64, n_before: u32, plain_from: usize| {
        chunks.push(Chunk {
            rows: Rows {
                text: &rows.text[..end],
                at: start,
                line,
                row_line: line,
                plain_from,
                separator: rows.separator,
            },
            n_before,
        });
    };
    while let Some(offset) = memchr2(b'"', b'\n', &bytes[at..]) {
        let found = at + offset;
        at = found + 1;
        if bytes[found] == b'\n' {
            now_line += 1;
            n_rows = n_rows.saturating_add(1);
            if at - start >= size {
                cut(start, at, line, n_before, plain_from);
                (start, line, n_before) = (at, now_line, n_rows);
            }
            continue;
        }
        let begins_field =
            found == 0 || bytes[found - 1] == rows.separator || bytes[found - 1] == b'\n';
        if !begins_field || found >= plain_from {
            continue;
        }
        // To the mark that closes it: one that no other follows.
        let mut from = at;
        let close = loop {
            match memchr(b'"', &bytes[from..]) {
                None => break None,
                Some(offset) if bytes.get(from + offset + 1) == Some(&b'"') => from += offset + 2,
                Some(offset) => break Some(from + offset),
            }
        };
        match close {
            Some(close) => {
                now_line += memchr::memchr_iter(b'\n', &bytes[at..close]).count() as u64;
                at = close + 1;
            }
            None => plain_from = found,
        }
    }
    if start < bytes.len() {
        cut(start, bytes.len(), line, n_before, plain_from);
    }
    chunks
}

/// The header of a table and the rows after it.
pub(super) fn header(text: &str, separator: char) -> (Vec<String>, Rows<'_>) {
    let mut rows = Rows::new(text, separator);
    let mut fields = Vec::new();
    rows.next(&mut fields);
    (fields.into_iter().map(Cow::into_owned).collect(), rows)
}

/// What the columns of dates say about the order of day and month.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct OrderEvidence {
    pub n_day_first: usize,
    pub n_month_first: usize,
}

impl OrderEvidence {
    /// The order that dates prove, if none proves the other.
    pub const fn decided(self) -> Option<DateOrder> {
        match (self.n_day_first, self.n_month_first) {
            (0, 0) => None,
            (_, 0) => Some(DateOrder::DayFirst),
            (0, _) => Some(DateOrder::MonthFirst),
            _ => None,
        }
    }
}

/// Reads a table into events.
///
/// # Errors
/// [`ReadError::NoColumns`] when no column is understood,
/// [`ReadError::OtherHeader`] for a map of another table, and
/// [`ReadError::Cancelled`].
pub fn read_csv(
    text: &str,
    separator: char,
    name: &str,
    options: &ReadOptions<'_>,
) -> Result<ReadOutcome, ReadError> {
    let (header, rows) = header(text, separator);
    let map = match &options.columns {
        Some(map) if map.roles.len() != header.len() => {
            return Err(ReadError::OtherHeader { expected: map.roles.len(), found: header.len() });
        }
        Some(map) => Cow::Borrowed(map),
        None => Cow::Owned(ColumnMap::guess(&header)),
    };
    if !map.is_meaningful() {
        let shown: String = header.join(", ").chars().take(200).collect();
        return Err(ReadError::NoColumns { header: shown });
    }
    let per_thread = text.len() / (4 * rayon::current_num_threads()).max(1);
    let chunks = chunks(rows, per_thread.clamp(*CHUNK.start(), *CHUNK.end()));
    let mut plan = Plan::new(&map, name);
    let evidence = learn(&chunks, &mut plan);
    plan.order = options.date_order.or_else(|| evidence.decided());
    let (mut builders, mut tally) = read_chunks(&chunks, header.len(), &plan, options)?;
    let whole =
        OrderEvidence { n_day_first: tally.n_day_first, n_month_first: tally.n_month_first };
    if options.date_order.is_none()
        && whole.decided() != plan.order
        && tally.n_depending_on_order > 0
    {
        // Rows outside the sample prove another order: read again by all rows.
        plan.order = whole.decided();
        (builders, tally) = read_chunks(&chunks, header.len(), &plan, options)?;
    }
    let mut notes = notes::of_table(&map, &plan, &tally, whole, options);
    if chunks.last().is_some_and(|chunk| chunk.rows.has_open_quote()) {
        notes.push(
            "a quotation mark is never closed: from there on the marks are read as letters; \
             the file may have been cut off"
                .to_owned(),
        );
    }
    finish(builders, tally, notes)
}

/// One outcome of all builders.
pub(super) fn finish(
    builders: Vec<TableBuilder>,
    tally: Tally,
    notes: Vec<String>,
) -> Result<ReadOutcome, ReadError> {
    let table: EventTable = TableBuilder::finish_all(builders)?;
    let mut problems = tally.problems;
    problems.extend(notes::same_ids(tally.ids, &table));
    problems.sort_by_key(|problem| problem.line);
    Ok(ReadOutcome {
        n_read: tally.n_read,
        n_kept: table.n_events(),
        n_held_back: tally.n_held_back,
        table,
        problems,
        notes,
        view: None,
    })
}

/// Looks at some rows of every chunk for the order of day and month and for
/// where positions lie.
fn learn(chunks: &[Chunk<'_>], plan: &mut Plan<'_>) -> OrderEvidence {
    let seen: &Plan<'_> = plan;
    let parts: Vec<(OrderEvidence, Vec<(f64, f64)>)> = chunks
        .par_iter()
        .map(|chunk| {
            let (mut rows, mut fields) = (chunk.rows.clone(), Vec::new());
            let (mut evidence, mut positions) = (OrderEvidence::default(), Vec::new());
            for _ in 0..SAMPLE {
                if !rows.next(&mut fields) {
                    break;
                }
                positions.extend(seen.stated_position(&fields));
                for reading in seen.dates(&fields) {
                    match reading.proves {
                        Some(DateOrder::DayFirst) => evidence.n_day_first += 1,
                        Some(DateOrder::MonthFirst) => evidence.n_month_first += 1,
                        None => {}
                    }
                }
            }
            (evidence, positions)
        })
        .collect();
    let mut all = Vec::new();
    let evidence = parts.into_iter().fold(OrderEvidence::default(), |sum, (part, positions)| {
        all.extend(positions);
        OrderEvidence {
            n_day_first: sum.n_day_first + part.n_day_first,
            n_month_first: sum.n_month_first + part.n_month_first,
        }
    });
    plan.bulk = Bulk::of(&all);
    evidence
}

fn read_chunks(
    chunks: &[Chunk<'_>],
    n_columns: usize,
    plan: &Plan<'_>,
    options: &ReadOptions<'_>,
) -> Result<(Vec<TableBuilder>, Tally), ReadError> {
    let n_done = AtomicUsize::new(0);
    let parts: Vec<Result<(TableBuilder, Tally), ReadError>> = chunks
        .par_iter()
        .map(|chunk| {
            options.check_cancelled()?;
            let part = read_chunk(chunk, n_columns, plan, options)?;
            let done = n_done.fetch_add(1, Ordering::Relaxed) + 1;
            options.report_progress(done as f32 / chunks.len() as f32);
            Ok(part)
        })
        .collect();
    let mut builders = Vec::with_capacity(parts.len());
    let mut whole = Tally::default();
    for part in parts {
        let (builder, tally) = part?;
        builders.push(builder);
        whole.join(tally);
    }
    Ok((builders, whole))
}

fn read_chunk(
    chunk: &Chunk<'_>,
    n_columns: usize,
    plan: &Plan<'_>,
    options: &ReadOptions<'_>,
) -> Result<(TableBuilder, Tally), ReadError> {
    let mut builder = TableBuilder::new(options.dataset, chunk.n_before);
    let mut reader = RecordReader::new(plan, options.gazetteer);
    let (mut rows, mut fields) = (chunk.rows.clone(), Vec::with_capacity(n_columns));
    while rows.next(&mut fields) {
        let line = rows.row_line();
        if fields.len() != n_columns {
            let reason = format!("the row has {} fields and the header {n_columns}", fields.len());
            reader.tally.problems.push(RowProblem {
                held_back: false,
                ..RowProblem::row(
                    line,
                    fields.first().map_or("", |field| field),
                    reason,
                    "check the separators and quotation marks of that row",
                )
            });
        }
        match reader.read(&fields, line, None, &mut builder) {
            Ok(()) => {}
            Err(BuildError::Full(full)) => return Err(ArenaFull::into(full)),
            Err(error) => {
                reader.tally.n_held_back += 1;
                let first = fields.first().map_or("", |field| field);
                let advice = "report this file as a fault of the program";
                reader.tally.problems.push(RowProblem::row(line, first, error.to_string(), advice));
            }
        }
    }
    Ok((builder, std::mem::take(&mut reader.tally)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn all_rows(text: &str, separator: char) -> Vec<(u64, Vec<String>)> {
        let (mut rows, mut fields) = (Rows::new(text, separator), Vec::new());
        let mut all = Vec::new();
        while rows.next(&mut fields) {
            all.push((rows.row_line(), fields.iter().map(|f| f.to_string()).collect()));
        }
        all
    }

    #[test]
    fn rows_know_their_physical_lines() {
        let text = "a,b\r\n1,\"two\nlines\"\n\n3,\"say \"\"no\"\"\"\r\n5\" gun,x\n\"open,end";
        let rows = all_rows(text, ',');
        let lines: Vec<u64> = rows.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [1, 2, 5, 6, 7]);
        assert_eq!(rows[1].1, ["1", "two\nlines"]);
        assert_eq!(rows[2].1, ["3", "say \"no\""]);
        assert_eq!(rows[3].1, ["5\" gun", "x"]);
        assert_eq!(rows[4].1, ["\"open", "end"]);
    }

    #[test]
    fn the_separator_is_told_by_the_rows() {
        assert_eq!(sniff_separator("a,b\n1,2\n"), ',');
        assert_eq!(sniff_separator("a;b\n1,5;2,5\n3,5;4\n"), ';');
        assert_eq!(sniff_separator("a\tb, c\td\n1\t2\t3\n"), '\t');
        assert_eq!(sniff_separator("a|b\n1|2\n"), '|');
        assert_eq!(sniff_separator("place\nal-Joura\n"), ',');
    }

    proptest! {
        #[test]
        fn rows_are_those_of_the_csv_crate(
            rows in prop::collection::vec(
                prop::collection::vec("[ab;]{0,3}|[ab][ab\"]{0,3}|\"([ab,\n;]|\"\"){0,5}\"[ab]{0,2}", 1..5),
                1..8,
            ),
            end in "\n|\r\n",
        ) {
            let lines: Vec<String> = rows.iter().map(|fields| fields.join(",")).collect();
            let text = lines.join(&end);
            let mut reader = ::csv::ReaderBuilder::new()
                .has_headers(false).flexible(true).from_reader(text.as_bytes());
            let expected: Vec<Vec<String>> = reader.records()
                .map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
            let got: Vec<Vec<String>> = all_rows(&text, ',').into_iter().map(|(_, f)| f).collect();
            prop_assert_eq!(got, expected);
        }

        #[test]
        fn chunks_hold_the_same_rows(text in "[ab,\"\n]{0,80}", size in 1usize..30) {
            let mut got = Vec::new();
            for chunk in chunks(Rows::new(&text, ','), size) {
                let (mut rows, mut fields) = (chunk.rows, Vec::new());
                while rows.next(&mut fields) {
                    let fields: Vec<String> = fields.iter().map(|f| f.to_string()).collect();
                    got.push((rows.row_line(), fields));
                }
            }
            prop_assert_eq!(got, all_rows(&text, ','));
        }
    }
}
