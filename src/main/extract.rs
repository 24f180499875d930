//! `extract`: from reports to the claims they make, as JSON or explained.

use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use deir_atlas::extract::{Report, extract};
use deir_atlas::gazetteer::Gazetteer;
use deir_atlas::jobs::reports::{self, FoundReports};
use deir_atlas::model::Edtf;
use deir_atlas::read::manifest::ReportSource;
use deir_atlas::read::report::{self, REPORT_EXTENSIONS};
use rayon::prelude::*;

use super::places::Places;

/// What to read.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Prints the claims as one JSON document of the format deir-atlas/extraction, \
    which the window, `check` and `convert` read again. Claims are proposals: each value carries \
    the span of the words it rests on, in Unicode characters from 0."
)]
pub struct Arguments {
    /// Reports as text, Markdown, HTML or PDF; folders for all reports in them; manifests as for
    /// --manifest; - for standard input
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

/// Prints what the reports claim.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let sources = arguments.sources()?;
    if sources.is_empty() {
        bail!("no report was found; reports end in {}", REPORT_EXTENSIONS.join(", "));
    }
    let gazetteer = &*arguments.places.gazetteer()?;
    // Standard output alone writes line by line, which took a tenth of the time.
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut failed = Vec::new();
    let mut n_printed = 0;
    // A batch keeps all threads busy and the order as named, and any number of reports fits into
    // memory.
    for batch in sources.chunks(8 * rayon::current_num_threads()) {
        let read: Vec<anyhow::Result<String>> =
            batch.par_iter().map(|source| arguments.proposals_of(source, gazetteer)).collect();
        for proposals in read {
            match proposals {
                Ok(proposals) => {
                    let before = match (arguments.explain, n_printed) {
                        (true, 0) => "",
                        (true, _) => "\n\n",
                        (false, 0) => HEAD,
                        (false, _) => ",",
                    };
                    write!(out, "{before}{proposals}")?;
                    n_printed += 1;
                }
                Err(error) => failed.push(error),
            }
        }
    }
    if !arguments.explain && n_printed > 0 {
        out.write_all(b"\n  ]\n}\n")?;
    }
    out.flush()?;
    for error in &failed {
        eprintln!("deir-atlas: {error:#}");
    }
    if !failed.is_empty() {
        bail!("{} of {} reports cannot be read", failed.len(), sources.len());
    }
    Ok(())
}

/// What stands before the first document.
const HEAD: &str =
    "{\n  \"format\": \"deir-atlas/extraction\",\n  \"version\": 1,\n  \"documents\": [";

fn some(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

fn text_of(path: &Path) -> anyhow::Result<String> {
    let bytes = if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).context("could not read standard input")?;
        bytes
    } else {
        reports::bytes(path).with_context(|| format!("could not read {}", path.display()))?
    };
    report::text(path, &bytes).with_context(|| path.display().to_string())
}

impl Arguments {
    /// What one report seems to say, as it is printed.
    fn proposals_of(&self, source: &ReportSource, gazetteer: &Gazetteer) -> anyhow::Result<String> {
        let text = text_of(&source.path)?;
        let name = source.path.display().to_string();
        let report = Report {
            path: &name,
            published: source.published.as_ref(),
            publisher: some(&source.publisher),
            url: some(&source.url),
            title: some(&source.title),
            ..Report::of_text(&text)
        };
        let found = extract(&report, gazetteer);
        if self.explain {
            return Ok(found.explain(&report, gazetteer).to_string());
        }
        let document = serde_json::to_string_pretty(&found.to_json(&report, gazetteer))?;
        // A text in JSON holds no line end, so every one is between members.
        Ok(format!("\n    {}", document.replace('\n', "\n    ")))
    }

    /// The reports named, in order, with what is known of each.
    fn sources(&self) -> anyhow::Result<Vec<ReportSource>> {
        let mut found = FoundReports::default();
        for path in &self.paths {
            found.add(path);
        }
        for source in &mut found.sources {
            if source.publisher.is_empty() {
                source.publisher = self.publisher.clone().unwrap_or_default();
            }
        }
        if let Some(manifest) = &self.manifest {
            found.add_manifest(manifest);
        }
        if let Some(problem) = found.problems.into_iter().next() {
            return Err(problem.into());
        }
        for source in &mut found.sources {
            source.published = source.published.take().or_else(|| self.published.clone());
        }
        Ok(found.sources)
    }
}
