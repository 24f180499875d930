//! Which events a command is about: the filter and the dates of the window, as options.

use std::sync::Arc;

use anyhow::{Context as _, bail};
use deir_atlas::model::{DaySpan, EventTable, EventType, Row};
use deir_atlas::query::{EventIndex, Filter, Matched, typed_date};

const HEADING: &str = "What is shown";

/// Which events are meant; without any of these, all.
#[derive(Debug, clap::Args)]
pub struct Shown {
    /// First day shown: 2016-01-15, or 2016-01 for its first day
    #[arg(long, value_name = "DATE", help_heading = HEADING)]
    from: Option<String>,
    /// Last day shown: 2016-01-15, or 2016-01 for its last day
    #[arg(long, value_name = "DATE", help_heading = HEADING)]
    to: Option<String>,
    /// Only events of this ACLED type; may be given several times
    #[arg(long = "type", value_name = "TYPE", value_parser = event_type, help_heading = HEADING)]
    types: Vec<EventType>,
    /// Only events that name this actor; may be given several times
    #[arg(long = "actor", value_name = "NAME", help_heading = HEADING)]
    actors: Vec<String>,
    /// Only events at this place, by gazetteer id; may be given several times
    #[arg(long = "place", value_name = "ID", help_heading = HEADING)]
    places: Vec<String>,
    /// Only events whose texts hold these words, or that lie at the place they name
    #[arg(long, value_name = "WORDS", help_heading = HEADING)]
    text: Option<String>,
    /// Only places known to this many metres
    #[arg(long, value_name = "METRES", help_heading = HEADING)]
    max_radius: Option<f32>,
    /// Leave out events that reports mention only as background
    #[arg(long, help_heading = HEADING)]
    no_background: bool,
}

fn event_type(text: &str) -> Result<EventType, String> {
    EventType::from_name(text).ok_or_else(|| {
        let names: Vec<&str> = EventType::ALL.iter().map(|kind| kind.name()).collect();
        format!("there is no such type; choose of: {}", names.join(", "))
    })
}

impl Shown {
    /// Puts what was given in the place of what the filter and the dates say; the rest stays.
    ///
    /// # Errors
    /// When a date cannot be read, or the first day lies after the last one.
    pub fn apply(&self, filter: &mut Filter, range: &mut DaySpan) -> anyhow::Result<()> {
        let typed = |text: &Option<String>, option: &str| -> anyhow::Result<Option<DaySpan>> {
            let Some(text) = text else { return Ok(None) };
            typed_date(text).map(Some).with_context(|| format!("{option} {text}"))
        };
        if let Some(from) = typed(&self.from, "--from")? {
            range.first = from.first;
        }
        if let Some(to) = typed(&self.to, "--to")? {
            range.last = to.last;
        }
        if range.first > range.last {
            bail!("--from {} lies after --to {}", range.first, range.last);
        }
        if !self.types.is_empty() {
            filter.event_types = self.types.iter().copied().collect();
        }
        if !self.actors.is_empty() {
            filter.actors = self.actors.iter().cloned().collect();
        }
        if !self.places.is_empty() {
            filter.places = self.places.iter().cloned().collect();
        }
        if let Some(text) = &self.text {
            filter.text.clone_from(text);
        }
        if self.max_radius.is_some() {
            filter.max_radius_m = self.max_radius;
        }
        if self.no_background {
            filter.include_background = false;
        }
        Ok(())
    }

    /// The events of a table that are meant, by date. Those without a date are meant whatever
    /// the days, as nobody knows that they lie outside.
    ///
    /// # Errors
    /// As for [`Shown::apply`].
    pub fn rows(&self, table: &Arc<EventTable>) -> anyhow::Result<Vec<Row>> {
        let (mut filter, mut span) = (Filter::default(), DaySpan::ALL);
        self.apply(&mut filter, &mut span)?;
        if filter.is_default() && span == DaySpan::ALL {
            return Ok(table.rows().collect());
        }
        let index = Arc::new(EventIndex::new(Arc::clone(table)));
        Ok(Matched::build(&index, &filter).rows_of(span))
    }
}
