//! One row of a table, or one record of a list, as an event.

use std::borrow::Cow;
use std::hash::{BuildHasher, BuildHasherDefault};

use hashbrown::HashMap;
use rustc_hash::{FxBuildHasher, FxHasher};

use crate::model::{
    ActorRole, BuildError, Claim, ClaimActor, ClaimDate, ClaimPlace, Edtf, Event, EventType,
    SubEventType, TableBuilder, Toll,
};

use super::columns::Bound;
use super::dates::{DateOrder, DateReading, interval, read_date, read_unix_time};
use super::geocode::{Found, PlaceLookup};
use super::kinds::{Kind, kind_of, kind_of_ucdp, with_time_precision};
use super::plan::{Plan, Tally};
use super::problem::RowProblem;
use super::tolls::{Count, read_count};

/// Reads rows one after the other into one builder.
pub(super) struct RecordReader<'a, 'p> {
    pub(super) plan: &'p Plan<'p>,
    pub(super) gazetteer: Option<&'p dyn PlaceLookup>,
    pub(super) event: Event<Cow<'a, str>>,
    /// Emptied claim, kept for its allocations.
    claim: Claim<Cow<'a, str>>,
    /// Contents of documents seen, and whether they had to take another identifier.
    pub(super) documents: HashMap<u64, bool, FxBuildHasher>,
    pub(super) found: HashMap<String, Option<Found>, FxBuildHasher>,
    kinds: HashMap<String, Kind, FxBuildHasher>,
    last_date: Option<(Cow<'a, str>, DateReading)>,
    pub(super) hasher: BuildHasherDefault<FxHasher>,
    pub tally: Tally,
}

impl<'a, 'p> RecordReader<'a, 'p>
where
    'p: 'a,
{
    pub fn new(plan: &'p Plan<'p>, gazetteer: Option<&'p dyn PlaceLookup>) -> Self {
        Self {
            plan,
            gazetteer,
            event: Event::default(),
            claim: Claim::default(),
            documents: HashMap::default(),
            found: HashMap::default(),
            last_date: None,
            kinds: HashMap::default(),
            hasher: BuildHasherDefault::new(),
            tally: Tally::default(),
        }
    }

    /// Reads one row into the builder. `places` are positions that the record
    /// states beside its fields, as GeoJSON does; where there are any, the
    /// fields' own coordinates stay properties.
    pub fn read(
        &mut self,
        fields: &[Cow<'a, str>],
        line: u64,
        places: Option<Vec<ClaimPlace<Cow<'a, str>>>>,
        builder: &mut TableBuilder,
    ) -> Result<(), BuildError> {
        let plan = self.plan;
        self.tally.n_read += 1;
        let has_places = places.as_ref().is_some_and(|places| !places.is_empty());
        if !has_places && fields.iter().all(|field| field.trim().is_empty()) {
            self.tally.n_held_back += 1;
            self.tally.problems.push(RowProblem::row(
                line,
                "",
                "every cell of the row is empty",
                "delete the row",
            ));
            return Ok(());
        }
        let columns = &plan.columns;
        self.event.properties.clear();
        self.event.id = cell(fields, columns.id);
        self.event.title = cell(fields, columns.title);
        self.event.background = is_true(&cell(fields, columns.background));
        self.kind(fields);
        for (index, key) in &plan.properties {
            let value = cell(fields, Some(*index));
            if !value.is_empty() {
                self.event.properties.push((key.clone(), value));
            }
        }
        for (index, field) in fields.iter().enumerate().skip(plan.header.len()) {
            if !field.trim().is_empty() {
                let key = Cow::Owned(format!("column {}", index + 1));
                self.event.properties.push((key, field.clone()));
            }
        }
        if !self.event.id.is_empty() {
            self.tally.ids.push((self.hasher.hash_one(&*self.event.id), line));
        }

        let mut claim = std::mem::take(&mut self.claim);
        claim.actors.clear();
        claim.tolls.clear();
        claim.places.clear();
        claim.note = cell(fields, plan.columns.note);
        claim.attribution = cell(fields, plan.columns.attribution);
        claim.date = self.date(fields, line);
        self.tolls(fields, line, &mut claim.tolls);
        for (index, role) in &columns.actors {
            actors(&cell(fields, Some(*index)), *role, &mut claim.actors);
        }
        match places {
            Some(stated) if has_places => {
                claim.places = stated;
                self.name_places(fields, &mut claim.places);
                self.keep_unused_positions(fields);
            }
            _ => self.place(fields, line, &mut claim.places),
        }
        claim.document = self.document(fields, line, builder, &mut claim.excerpt)?;
        self.event.claims.clear();
        self.event.claims.push(claim);
        let added = builder.add_event(&self.event);
        self.claim = self.event.claims.pop().unwrap_or_default();
        added
    }

    /// As [`kind_of`], remembered: a table has few different words.
    fn kind_of(&mut self, word: &str) -> Kind {
        match self.kinds.get(word) {
            Some(kind) => *kind,
            None => *self.kinds.entry(word.to_owned()).or_insert(kind_of(word)),
        }
    }

    fn kind(&mut self, fields: &[Cow<'a, str>]) {
        let columns = &self.plan.columns;
        let (mut event_type, mut sub_event_type) = (EventType::Unstated, None::<SubEventType>);
        for index in [columns.event_type, columns.sub_event_type].into_iter().flatten() {
            let word = cell(fields, Some(index));
            if word.is_empty() {
                continue;
            }
            let kind = self.kind_of(&word);
            if event_type == EventType::Unstated {
                event_type = kind.event_type;
            }
            // A finer type that belongs to another type is kept as a word.
            let fits = kind.event_type == event_type;
            if fits {
                sub_event_type = sub_event_type.or(kind.sub_event_type);
            }
            if !kind.is_exact || !fits {
                if kind.event_type == EventType::Unstated {
                    *self.tally.unknown_types.entry(word.to_string()).or_default() += 1;
                }
                self.event.properties.push((self.key(index), word));
            }
        }
        if let Some(index) = self.plan.columns.type_of_violence {
            let code = cell(fields, Some(index));
            event_type = kind_of_ucdp(&code);
            if !code.is_empty() {
                self.event.properties.push((self.key(index), code));
            }
        }
        (self.event.event_type, self.event.sub_event_type) = (event_type, sub_event_type);
    }

    pub(super) fn key(&self, index: usize) -> Cow<'a, str> {
        let plan: &'p Plan<'p> = self.plan;
        Cow::Borrowed(plan.header[index].trim())
    }

    /// A value that could not be taken: reported, and kept as a property.
    #[expect(clippy::ptr_arg, reason = "a borrowed `Cow` is cloned without copying its text")]
    pub(super) fn refuse(
        &mut self,
        index: usize,
        line: u64,
        value: &Cow<'a, str>,
        reason: impl Into<Cow<'static, str>>,
        advice: &'static str,
    ) {
        let key = self.key(index);
        self.tally.problems.push(RowProblem::value(line, &*key, value, reason, advice));
        self.event.properties.push((key, value.clone()));
    }

    fn date(&mut self, fields: &[Cow<'a, str>], line: u64) -> Option<ClaimDate<Cow<'a, str>>> {
        let plan = self.plan;
        let mut reason = cell(fields, plan.columns.date_reason);
        let starts = plan.columns.date.into_iter().chain(plan.columns.date_start);
        let mut start = None;
        for index in starts {
            if start.is_none() {
                start = self.one_date(fields, index, line);
            }
        }
        let end = plan.columns.date_end.and_then(|i| self.one_date(fields, i, line));
        let mut edtf = match (start, end) {
            (Some(start), Some(end)) => match interval(&start.edtf, &end.edtf) {
                Ok(edtf) => edtf,
                Err(problem) => {
                    let index = plan.columns.date_end.unwrap_or_default();
                    let value = cell(fields, Some(index));
                    self.refuse(index, line, &value, problem.to_string(), problem.advice());
                    start.edtf
                }
            },
            // Only the end is stated: any day up to it.
            (None, Some(end)) => format!("../{}", end.edtf).parse().unwrap_or(end.edtf),
            (Some(start), None) => start.edtf,
            (None, None) => self.other_date(fields, line)?,
        };
        if edtf.as_str().starts_with('[') && reason.is_empty() && edtf.as_str().contains(',') {
            reason = Cow::Borrowed("day and month may be either way round");
        }
        if let Some(index) = plan.columns.date_precision {
            let (spread, why) = with_time_precision(edtf, &cell(fields, Some(index)));
            edtf = spread;
            if !why.is_empty() {
                reason = why;
            }
        }
        Some(ClaimDate { edtf, reason, span: None })
    }

    fn one_date(
        &mut self,
        fields: &[Cow<'a, str>],
        index: usize,
        line: u64,
    ) -> Option<DateReading> {
        let text = cell(fields, Some(index));
        if text.is_empty() {
            return None;
        }
        if let Some((last, reading)) = &self.last_date
            && *last == text
        {
            let reading = reading.clone();
            self.tally_order(&reading, &text, line);
            return Some(reading);
        }
        let by_name = || {
            let name = self.plan.header[index].to_lowercase();
            name.contains("timestamp") || name.contains("unix") || name.contains("epoch")
        };
        let number_of_seconds =
            matches!(text.len(), 9..=13) && text.bytes().all(|b| b.is_ascii_digit()) && by_name();
        let reading = if number_of_seconds {
            read_unix_time(&text).or_else(|_| read_date(&text, self.plan.order))
        } else {
            read_date(&text, self.plan.order)
        };
        match reading {
            Ok(reading) => {
                self.tally_order(&reading, &text, line);
                self.last_date = Some((text, reading.clone()));
                Some(reading)
            }
            Err(problem) => {
                self.refuse(index, line, &text, problem.to_string(), problem.advice());
                None
            }
        }
    }

    fn tally_order(&mut self, reading: &DateReading, text: &str, line: u64) {
        match reading.proves {
            Some(DateOrder::DayFirst) => self.tally.n_day_first += 1,
            Some(DateOrder::MonthFirst) => self.tally.n_month_first += 1,
            None => {}
        }
        if reading.depends_on_order {
            self.tally.n_depending_on_order += 1;
            if self.tally.first_depending.is_none() {
                self.tally.first_depending = Some((line, text.to_owned()));
            }
        }
    }

    /// A date that is a Unix time, or spread over columns.
    fn other_date(&mut self, fields: &[Cow<'a, str>], line: u64) -> Option<Edtf> {
        if let Some(index) = self.plan.columns.unix_time {
            let text = cell(fields, Some(index));
            if !text.is_empty() {
                match read_unix_time(&text) {
                    Ok(reading) => return Some(reading.edtf),
                    Err(problem) => {
                        self.refuse(index, line, &text, "this is no Unix time", problem.advice())
                    }
                }
            }
        }
        let index = self.plan.columns.year?;
        let year = cell(fields, Some(index));
        if year.is_empty() {
            return None;
        }
        let filled = |text: &Cow<'_, str>| !text.is_empty() && **text != *"0";
        let month = Some(cell(fields, self.plan.columns.month)).filter(filled);
        let day = Some(cell(fields, self.plan.columns.day)).filter(filled);
        let text = match (&month, &day) {
            (Some(month), Some(day)) => format!("{year}-{month:0>2}-{day:0>2}"),
            (Some(month), None) => format!("{year}-{month:0>2}"),
            (None, _) => year.to_string(),
        };
        match read_date(&text, None) {
            Ok(reading) => Some(reading.edtf),
            Err(problem) => {
                let text = Cow::Owned(text);
                self.refuse(index, line, &text, problem.to_string(), problem.advice());
                None
            }
        }
    }

    fn tolls(&mut self, fields: &[Cow<'a, str>], line: u64, tolls: &mut Vec<Toll<Cow<'a, str>>>) {
        let plan: &'p Plan<'p> = self.plan;
        for columns in &plan.tolls {
            let mut stated = None::<(Option<u32>, Option<u32>)>;
            for (bound, index) in [
                (Bound::Range, columns.range),
                (Bound::Min, columns.min),
                (Bound::Max, columns.max),
            ] {
                let text = cell(fields, index);
                let Some(index) = index.filter(|_| !text.is_empty()) else { continue };
                match read_count(&text) {
                    Count::NotStated => {
                        // The word is kept: "unknown" says more than an empty cell.
                        self.event.properties.push((self.key(index), text));
                    }
                    Count::NotUnderstood => self.refuse(
                        index,
                        line,
                        &text,
                        "this is no number of people",
                        "write a number, a range such as 2-5, or leave the cell empty",
                    ),
                    Count::Range { min: Some(0), max: Some(0) } if columns.zero_is_unknown => {
                        self.tally.n_zero_tolls += 1;
                        self.event.properties.push((self.key(index), text));
                    }
                    Count::Range { min, max } => {
                        let (low, high) = stated.unwrap_or_default();
                        stated = Some(match bound {
                            Bound::Range => (min, max),
                            Bound::Min => (min.or(low), high),
                            Bound::Max => (low, max.or(high)),
                        });
                    }
                }
            }
            let Some((min, max)) = stated else { continue };
            let (min, max) = match (min, max) {
                (Some(low), Some(high)) if low > high => {
                    let index = columns.max.or(columns.range).unwrap_or_default();
                    let value = cell(fields, Some(index));
                    self.refuse(
                        index,
                        line,
                        &value,
                        format!("the highest number is below the lowest, {low}"),
                        "correct the two numbers",
                    );
                    (Some(low), None)
                }
                range => range,
            };
            tolls.push(Toll {
                who: Cow::Borrowed(columns.who),
                outcome: columns.outcome,
                min,
                max,
                span: None,
            });
        }
    }
}

/// The trimmed text of a cell; empty when the row has no such cell.
pub(super) fn cell<'a>(fields: &[Cow<'a, str>], index: Option<usize>) -> Cow<'a, str> {
    match index.and_then(|index| fields.get(index)) {
        Some(Cow::Borrowed(text)) => Cow::Borrowed(text.trim()),
        Some(Cow::Owned(text)) => Cow::Owned(text.trim().to_owned()),
        None => Cow::Borrowed(""),
    }
}

fn is_true(text: &str) -> bool {
    matches!(text.to_ascii_lowercase().as_str(), "true" | "yes" | "1" | "y" | "t")
}

/// Names separated by `;`, each once.
#[expect(clippy::ptr_arg, reason = "a borrowed `Cow` is cloned without copying its text")]
fn actors<'a>(names: &Cow<'a, str>, role: ActorRole, out: &mut Vec<ClaimActor<Cow<'a, str>>>) {
    let mut push = |name: Cow<'a, str>| {
        if !name.is_empty() && !out.iter().any(|actor| actor.name == name && actor.role == role) {
            out.push(ClaimActor { name, role, span: None });
        }
    };
    match names {
        Cow::Borrowed(names) => {
            names.split(';').map(|name| Cow::Borrowed(name.trim())).for_each(&mut push);
        }
        Cow::Owned(names) => {
            names.split(';').map(|name| Cow::Owned(name.trim().to_owned())).for_each(&mut push);
        }
    }
}
