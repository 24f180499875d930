//! `render`: a picture without a window or a graphics adapter.

#[path = "render_args.rs"]
mod args;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, anyhow, bail};
use deir_atlas::app::page::{
    PageData, PageMemo, PageSpec, animation, data_sha256, page, series_specs, view_of,
};
use deir_atlas::export::animation::Motion;
use deir_atlas::export::picture::PictureFormat;
use deir_atlas::jobs::{SAMPLE, write_whole};
use deir_atlas::model::{DatasetId, EventTable};
use deir_atlas::query::{BinUnit, EventIndex, Filter, Matched};
use deir_atlas::read::{ReadOptions, read};

pub use self::args::Args;
use super::edits::{Edits, name_of};
use super::places::Places;

/// What the end of the output's name asks for.
enum Output {
    Picture(PictureFormat),
    Motion(Motion),
}

impl Output {
    fn of(path: &Path) -> anyhow::Result<Self> {
        let name = path.to_string_lossy();
        let motion = Motion::of_name(&name).map(Self::Motion);
        motion.or_else(|| PictureFormat::of_name(&name).map(Self::Picture)).ok_or_else(|| {
            anyhow!(
                "the picture's name must end in .svg, .png, .pdf, .gif or .apng: {}",
                path.display()
            )
        })
    }
}

/// Draws and writes the picture.
pub fn run(args: &Args) -> anyhow::Result<()> {
    let output = args.output.as_deref().map(Output::of).transpose()?;
    if output.is_none() && args.save_view.is_none() {
        bail!("name a picture with --output, or a view file with --save-view");
    }
    let from_file = match &args.view {
        Some(path) => {
            let bytes = std::fs::read(path)
                .with_context(|| format!("could not read {}", path.display()))?;
            view_of(&bytes).with_context(|| path.display().to_string())?
        }
        None => PageSpec::default(),
    };
    let expected = from_file.data.clone();
    let spec = args.applied_to(from_file)?;
    let table = Arc::new(table(&args.files, &args.gazetteer, &args.edits)?);
    let index = Arc::new(EventIndex::new(Arc::clone(&table)));
    check_ids(&table, &spec)?;
    let all = Matched::build(&index, &Filter::default());
    let matched = Matched::build(&index, &spec.filter);
    let sources = sources(&args.files);
    let data = PageData { matched: &matched, all: &all, sources: &sources };
    let mut memo = PageMemo::default();
    let sha256 = data_sha256(&table, spec.profile)?;
    if !expected.sha256.is_empty() && expected.sha256 != sha256 {
        eprintln!(
            "deir-atlas: these are not the data of the view: it was made from {} (sha256 {:.16}), \
             and this is {sources} (sha256 {sha256:.16})",
            expected.sources, expected.sha256
        );
    }
    if let Some(path) = &args.save_view {
        let stamped = page(&data, &spec, &mut memo)?.spec;
        write(path, stamped.to_file().as_bytes())?;
    }
    let (Some(path), Some(output)) = (&args.output, output) else { return Ok(()) };
    match (output, spec.series) {
        (Output::Motion(motion), unit) => {
            let unit = unit.unwrap_or(BinUnit::Week);
            let bytes =
                animation(&data, &spec, unit, motion, args.seconds, &mut memo, &mut |_| true)?;
            write(path, &bytes)
        }
        (Output::Picture(format), Some(unit)) => {
            let specs = series_specs(&data, &spec, unit, &mut memo)?;
            if specs.is_empty() {
                bail!("no event in the range has a date, so the series is empty");
            }
            for (number, spec) in (1..).zip(&specs) {
                let bytes = page(&data, spec, &mut memo)?.file(format)?;
                write(&numbered(path, number, &spec.range.first.to_string())?, &bytes)?;
            }
            eprintln!("{} pictures, one a {}", specs.len(), unit.name());
            Ok(())
        }
        (Output::Picture(format), None) => {
            write(path, &page(&data, &spec, &mut memo)?.file(format)?)
        }
    }
}

fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    write_whole(path, bytes).with_context(|| format!("could not write {}", path.display()))
}

/// The path of one picture of a series: `%d` becomes its first day, `%n` its number.
fn numbered(path: &Path, number: usize, day: &str) -> anyhow::Result<PathBuf> {
    let name = path.to_str().context("the name of a series has to be Unicode")?;
    if !name.contains("%d") && !name.contains("%n") {
        bail!("the name of a series needs %d for the first day or %n for the number: {name}");
    }
    Ok(PathBuf::from(name.replace("%d", day).replace("%n", &format!("{number:03}"))))
}

/// Identifiers that are asked for have to be in the data.
fn check_ids(table: &EventTable, spec: &PageSpec) -> anyhow::Result<()> {
    for id in spec.select.iter().chain(&spec.card).chain(&spec.key_events.chosen) {
        if !table.rows().any(|row| table.id(row) == id) {
            bail!("there is no event `{id}`");
        }
    }
    Ok(())
}

fn sources(files: &[PathBuf]) -> String {
    let names: Vec<String> = files
        .iter()
        .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
        .collect();
    if names.is_empty() { "Sample".to_owned() } else { names.join(", ") }
}

/// All files as one table; what is wrong in them goes to stderr in one line a file.
fn table(files: &[PathBuf], places: &Places, edits: &Edits) -> anyhow::Result<EventTable> {
    let gazetteer = &*places.gazetteer()?;
    let options = |dataset| ReadOptions {
        dataset: DatasetId(dataset),
        gazetteer: Some(gazetteer),
        ..ReadOptions::default()
    };
    if files.is_empty() {
        let sample = read(SAMPLE.as_bytes(), "sample", &options(0))?.table;
        let sample = sample.with_own_places(gazetteer.own_places());
        return edits.carried_out(sample, &[(DatasetId(0), "Sample".to_owned())], gazetteer);
    }
    let mut tables = Vec::new();
    for (number, path) in (0..).zip(files) {
        let bytes =
            std::fs::read(path).with_context(|| format!("could not read {}", path.display()))?;
        let name = path.display().to_string();
        let outcome = read(&bytes, &name, &options(number)).with_context(|| name.clone())?;
        if !outcome.problems.is_empty() {
            eprintln!(
                "{name}: {} read, {} kept, {} held back; `deir-atlas check` lists {} problems",
                outcome.n_read,
                outcome.n_kept,
                outcome.n_held_back,
                outcome.problems.len()
            );
        }
        tables.push(outcome.table.with_own_places(gazetteer.own_places()));
    }
    let table = EventTable::merged(&tables).context("the files do not fit together")?;
    let names = files.iter().map(|path| name_of(path));
    let named: Vec<(DatasetId, String)> = (0..).map(DatasetId).zip(names).collect();
    edits.carried_out(table, &named, gazetteer)
}
