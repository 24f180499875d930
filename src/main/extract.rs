//! `extract`: from reports to the claims they make, as JSON or explained.

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use deir_atlas::extract::{ExtractionFile, Report, extract};
use deir_atlas::model::Edtf;
use deir_atlas::read::report::{self, REPORT_EXTENSIONS, has_report_extension};

use super::places::Places;

/// What to read.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Prints the claims as one JSON document of the format deir-atlas/extraction, \
    which the window, `check` and `convert` read again. Claims are proposals: each value carries \
    the span of the words it rests on, in Unicode characters from 0."
)]
pub struct Arguments {
    /// Reports as text, Markdown, HTML or PDF; folders for all reports in them; - for standard input
    #[arg(value_name = "PATH", required_unless_present = "manifest")]
    paths: Vec<PathBuf>,
    /// Day on which the reports were published (EDTF, such as 2016-01-17); days named in the
    /// text ("on Saturday") are counted from it
    #[arg(long, value_name = "DATE")]
    published: Option<Edtf>,
    /// Who published the reports
    #[arg(long, value_name = "NAME")]
    publisher: Option<String>,
    /// A CSV with the columns path,published,publisher,url,title: one report a line, paths
    /// relative to the CSV's folder; empty cells for what is not known
    #[arg(long, value_name = "CSV")]
    manifest: Option<PathBuf>,
    #[command(flatten)]
    places: Places,
    /// Explain instead of JSON: for each event the words, rules, candidates and reasons that made
    /// it, then the places named that made none
    #[arg(long, conflicts_with = "json")]
    explain: bool,
    /// Accepted for scripts: without --explain, the output is always JSON
    #[arg(long)]
    json: bool,
}

/// One report as named on the command line or in a manifest.
#[derive(Debug, Default)]
struct Source {
    path: PathBuf,
    published: Option<Edtf>,
    publisher: String,
    url: String,
    title: String,
}

/// Prints what the reports claim.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let mut sources = Vec::new();
    for path in &arguments.paths {
        for path in reports_at(path)? {
            sources.push(Source {
                path,
                published: arguments.published.clone(),
                publisher: arguments.publisher.clone().unwrap_or_default(),
                ..Source::default()
            });
        }
    }
    if let Some(manifest) = &arguments.manifest {
        sources.extend(manifest_sources(manifest, arguments.published.as_ref())?);
    }
    if sources.is_empty() {
        bail!("no report was found; reports end in {}", REPORT_EXTENSIONS.join(", "));
    }
    let gazetteer = &*arguments.places.gazetteer()?;
    let texts =
        sources.iter().map(|source| text_of(&source.path)).collect::<Result<Vec<_>, _>>()?;
    let names: Vec<String> =
        sources.iter().map(|source| source.path.display().to_string()).collect();
    let reports: Vec<Report<'_>> = sources
        .iter()
        .zip(&texts)
        .zip(&names)
        .map(|((source, text), name)| Report {
            path: name,
            published: source.published.as_ref(),
            publisher: some(&source.publisher),
            url: some(&source.url),
            title: some(&source.title),
            ..Report::of_text(text)
        })
        .collect();
    let extractions: Vec<_> = reports.iter().map(|report| extract(report, gazetteer)).collect();
    let found = reports.iter().zip(&extractions);
    let mut out = std::io::stdout().lock();
    if arguments.explain {
        for (number, (report, found)) in found.enumerate() {
            let gap = if number > 0 { "\n\n" } else { "" };
            write!(out, "{gap}{}", found.explain(report, gazetteer))?;
        }
        return Ok(());
    }
    let documents = found.map(|(report, found)| found.to_json(report, gazetteer)).collect();
    serde_json::to_writer_pretty(&mut out, &ExtractionFile::new(documents))
        .context("could not write the result")?;
    writeln!(out)?;
    Ok(())
}

fn some(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

/// The path itself, or the reports in a folder, by name.
fn reports_at(path: &Path) -> anyhow::Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut found = Vec::new();
    let entries = fs::read_dir(path)
        .with_context(|| format!("could not read the folder {}", path.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(reports_at(&path)?);
        } else if has_report_extension(&path) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn text_of(path: &Path) -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        std::io::stdin().lock().read_to_end(&mut bytes).context("could not read standard input")?;
    } else {
        bytes = fs::read(path).with_context(|| format!("could not read {}", path.display()))?;
    }
    report::text(path, &bytes).with_context(|| path.display().to_string())
}

fn manifest_sources(path: &Path, published: Option<&Edtf>) -> anyhow::Result<Vec<Source>> {
    let shown = path.display();
    let text = text_of(path)?;
    let folder = path.parent().unwrap_or_else(|| Path::new("."));
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let header = reader.headers().with_context(|| format!("{shown}, line 1"))?.clone();
    let column = |name: &str| header.iter().position(|cell| cell.eq_ignore_ascii_case(name));
    let Some(path_column) = column("path") else {
        bail!(
            "{shown}, line 1: there is no column `path`; expected path,published,publisher,url,title"
        );
    };
    let mut sources = Vec::new();
    for record in reader.records() {
        let record = record.with_context(|| shown.to_string())?;
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |name: &str| column(name).and_then(|c| record.get(c)).unwrap_or_default();
        let report = record.get(path_column).unwrap_or_default();
        if report.is_empty() {
            bail!("{shown}, line {line}: the path is empty; name a report or remove the line");
        }
        let stated = cell("published");
        let published = if stated.is_empty() {
            published.cloned()
        } else {
            let day = stated.parse::<Edtf>();
            Some(day.with_context(|| format!("{shown}, line {line}, published"))?)
        };
        sources.push(Source {
            path: folder.join(report),
            published,
            publisher: cell("publisher").to_owned(),
            url: cell("url").to_owned(),
            title: cell("title").to_owned(),
        });
    }
    Ok(sources)
}
