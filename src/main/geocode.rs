//! `deir-atlas geocode`

use std::io::{Read, Write};
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::Args;
use deir_atlas::gazetteer::{Candidate, Context, Gazetteer, Lookup};
use serde_json::{Value, json};

use super::places::Places;

/// Prints the places that each name may mean, best first, with the reason for
/// each. Nothing is printed for a name that fits no place.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Names to look up, in any spelling, Latin or Arabic.
    #[arg(value_name = "NAME", required_unless_present = "file")]
    names: Vec<String>,

    /// Look up the names in this file too, one a line; `-` reads standard input.
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,

    /// Words around the name, which may decide between places of one name.
    #[arg(long, value_name = "TEXT")]
    context: Option<String>,

    #[command(flatten)]
    places: Places,

    /// Print a JSON list with one object for each name.
    #[arg(long)]
    json: bool,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let mut names = arguments.names.clone();
    if let Some(path) = &arguments.file {
        let mut text = String::new();
        let read = if path.as_os_str() == "-" {
            std::io::stdin().read_to_string(&mut text).map(drop)
        } else if path.is_dir() {
            bail!("{}: this is a folder; name a file", path.display());
        } else {
            std::fs::read_to_string(path).map(|all| text = all)
        };
        read.with_context(|| format!("{}: cannot be read as UTF-8 text", path.display()))?;
        let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
        names.extend(lines.filter(|line| !line.is_empty()).map(str::to_owned));
    }
    let gazetteer = &*arguments.places.gazetteer()?;
    let context = Context { text_around: arguments.context.as_deref(), ..Context::default() };
    let mut out = std::io::stdout().lock();
    let lookups = names.iter().map(|name| (name, gazetteer.lookup(name, &context)));
    if arguments.json {
        let all: Vec<Value> =
            lookups.map(|(name, lookup)| as_json(gazetteer, name, &lookup)).collect();
        serde_json::to_writer_pretty(&mut out, &all)?;
        writeln!(out)?;
        return Ok(());
    }
    for (name, lookup) in lookups {
        let ambiguous = if lookup.ambiguous { " (ambiguous)" } else { "" };
        writeln!(out, "{name}{ambiguous}")?;
        for candidate in &lookup.candidates {
            let place = gazetteer.place(candidate.place);
            let position = candidate.position.map_or("no position".to_owned(), |position| {
                format!("{:.5}, {:.5}", position.lon_deg(), position.lat_deg())
            });
            let (score, reason) = (candidate.score, &candidate.reason);
            writeln!(out, "  {score:.2}  {}  {}  {position}  {reason}", place.id, place.name_en)?;
        }
    }
    Ok(())
}

fn as_json(gazetteer: &Gazetteer, query: &str, lookup: &Lookup) -> Value {
    let candidate = |candidate: &Candidate| {
        let place = gazetteer.place(candidate.place);
        json!({
            "place": place.id,
            "name": place.name_en,
            "lon": candidate.position.map(|position| position.lon_deg()),
            "lat": candidate.position.map(|position| position.lat_deg()),
            "radius_m": candidate.radius_m,
            // Three digits: more would claim a precision that a score does not have.
            "score": (f64::from(candidate.score) * 1e3).round() / 1e3,
            "reason": candidate.reason,
        })
    };
    let candidates: Vec<Value> = lookup.candidates.iter().map(candidate).collect();
    json!({"query": query, "ambiguous": lookup.ambiguous, "candidates": candidates})
}
