//! `render`: a picture without a window or a graphics adapter.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, anyhow, bail};
use clap::ValueEnum;
use deir_atlas::app::page::{PageCamera, PageRequest, page};
use deir_atlas::app::{Timeline, View};
use deir_atlas::jobs::{SAMPLE, picture_bytes, write_whole};
use deir_atlas::model::{DatasetId, DaySpan, EventTable, EventType, LonLat};
use deir_atlas::query::{EventIndex, Filter, Matched, typed_date};
use deir_atlas::read::{ReadOptions, read};
use deir_atlas::scene::camera::Camera;
use deir_atlas::scene::labels::LabelScript;
use deir_atlas::scene::theme::ThemeName;

use super::edits::{Edits, name_of};
use super::places::Places;

/// What to draw.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files of events; without any, the sample
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    places: Places,
    #[command(flatten)]
    edits: Edits,
    /// Where to write; .svg or .png decides the format
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// First day shown: 2016-01-15, or 2016-01 for its first day
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// Last day shown: 2016-01-15, or 2016-01 for its last day
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    /// Width and height in pixels
    #[arg(long, value_name = "WxH", default_value = "1920x1080", value_parser = size)]
    size: (u32, u32),
    /// Enlarge a PNG by this factor
    #[arg(long, default_value_t = 1.0)]
    scale: f32,
    /// Colours
    #[arg(long, value_enum, default_value_t = Theme::Light)]
    theme: Theme,
    /// Script of the names on the map
    #[arg(long, value_enum, default_value_t = Names::Both)]
    names: Names,
    /// Title above the map
    #[arg(long, default_value = "")]
    title: String,
    /// Centre of the map: longitude,latitude in degrees; needs --zoom
    #[arg(long, value_name = "LON,LAT", allow_hyphen_values = true, requires = "zoom", value_parser = centre)]
    centre: Option<LonLat>,
    /// Web map zoom of the map: 8 shows the governorate, 12 the city; needs --centre
    #[arg(long, requires = "centre")]
    zoom: Option<f64>,
    /// Only events of this ACLED type; may be given several times
    #[arg(long = "type", value_name = "TYPE", value_parser = event_type)]
    types: Vec<EventType>,
    /// Only events that name this actor; may be given several times
    #[arg(long = "actor", value_name = "NAME")]
    actors: Vec<String>,
    /// Only events whose texts hold these words
    #[arg(long, value_name = "WORDS", default_value = "")]
    text: String,
    /// Only places known to this many metres
    #[arg(long, value_name = "METRES")]
    max_radius: Option<f32>,
    /// Leave out events that reports mention only as background
    #[arg(long)]
    no_background: bool,
    /// Mark the event of this identifier as selected
    #[arg(long, value_name = "ID")]
    select: Option<String>,
    /// Date to print as the day the picture was made; also taken from SOURCE_DATE_EPOCH.
    /// Without either none is printed: the clock is never read
    #[arg(long, value_name = "DATE")]
    made: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Theme {
    Light,
    Dark,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Names {
    /// English and Arabic
    Both,
    English,
    Arabic,
}

/// The longest side of a picture: 8K, and room for A0 at 200 dpi.
const LONGEST_SIDE_PX: u32 = 16_384;

fn size(text: &str) -> Result<(u32, u32), String> {
    let sides = text.split_once(['x', 'X', '×']).and_then(|(width, height)| {
        Some((width.trim().parse().ok()?, height.trim().parse().ok()?))
    });
    match sides {
        Some((width @ 320..=LONGEST_SIDE_PX, height @ 240..=LONGEST_SIDE_PX)) => {
            Ok((width, height))
        }
        Some(_) => {
            Err(format!("a picture has 320x240 to {LONGEST_SIDE_PX}x{LONGEST_SIDE_PX} pixels"))
        }
        None => Err("expected width and height such as 1920x1080".to_owned()),
    }
}

fn centre(text: &str) -> Result<LonLat, String> {
    let (lon, lat) = text.split_once(',').ok_or("expected longitude,latitude")?;
    let degrees = |part: &str| part.trim().parse::<f64>().map_err(|error| error.to_string());
    LonLat::new(degrees(lon)?, degrees(lat)?).map_err(|error| error.to_string())
}

fn event_type(text: &str) -> Result<EventType, String> {
    EventType::from_name(text).ok_or_else(|| {
        let names: Vec<&str> = EventType::ALL.iter().map(|kind| kind.name()).collect();
        format!("there is no such type; choose of: {}", names.join(", "))
    })
}

/// Draws and writes the picture.
pub fn run(args: &Args) -> anyhow::Result<()> {
    let is_svg = match args.output.extension().and_then(|e| e.to_str()) {
        Some(e) if e.eq_ignore_ascii_case("svg") => true,
        Some(e) if e.eq_ignore_ascii_case("png") => false,
        _ => bail!("the picture's name must end in .svg or .png: {}", args.output.display()),
    };
    if !(0.1..=8.0).contains(&args.scale) {
        bail!("--scale must be between 0.1 and 8");
    }
    let table = Arc::new(table(&args.files, &args.places, &args.edits)?);
    let index = Arc::new(EventIndex::new(Arc::clone(&table)));
    let all = Matched::build(&index, &Filter::default());
    let filter = Filter {
        event_types: args.types.iter().copied().collect(),
        actors: args.actors.iter().cloned().collect(),
        max_radius_m: args.max_radius,
        include_background: !args.no_background,
        text: args.text.clone(),
        ..Filter::default()
    };
    let matched = Matched::build(&index, &filter);
    let selection = match &args.select {
        Some(id) => {
            let row = table.rows().find(|row| table.id(*row) == id);
            Some(table.event_id(row.ok_or_else(|| anyhow!("there is no event `{id}`"))?))
        }
        None => None,
    };
    let view = View { filter, range: range(args)?, selection, ..View::default() };
    let (width, height) = args.size;
    let size = [width as f32, height as f32];
    let camera = args.centre.zip(args.zoom).map(|(centre, zoom)| PageCamera {
        camera: Camera { centre: centre.mercator(), zoom }.clamped(),
        map_size: None,
    });
    let names: Vec<String> = args
        .files
        .iter()
        .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
        .collect();
    let sources = if names.is_empty() { "sample".to_owned() } else { names.join(", ") };
    let made = made(args)?;
    let request = PageRequest {
        matched: &matched,
        all: &all,
        view: &view,
        timeline: &Timeline::for_days(index.days()),
        camera,
        sources: &sources,
        title: &args.title,
        theme: match args.theme {
            Theme::Light => ThemeName::Light,
            Theme::Dark => ThemeName::Dark,
        },
        labels: match args.names {
            Names::Both => LabelScript::Both,
            Names::English => LabelScript::Latin,
            Names::Arabic => LabelScript::Arabic,
        },
        size,
        made: made.as_deref(),
    };
    let page = page(&request);
    let bytes = picture_bytes(&page, is_svg, args.scale).map_err(|error| anyhow!(error))?;
    write_whole(&args.output, &bytes)
        .with_context(|| format!("could not write {}", args.output.display()))
}

fn range(args: &Args) -> anyhow::Result<DaySpan> {
    let typed = |text: &Option<String>, option: &str| -> anyhow::Result<Option<DaySpan>> {
        let Some(text) = text else { return Ok(None) };
        typed_date(text).map(Some).with_context(|| format!("{option} {text}"))
    };
    let (from, to) = (typed(&args.from, "--from")?, typed(&args.to, "--to")?);
    let first = from.map_or(DaySpan::ALL.first, |span| span.first);
    let last = to.map_or(DaySpan::ALL.last, |span| span.last);
    if first > last {
        bail!("--from {first} lies after --to {last}");
    }
    Ok(DaySpan { first, last })
}

/// The day that the picture is said to be made on.
fn made(args: &Args) -> anyhow::Result<Option<String>> {
    if args.made.is_some() {
        return Ok(args.made.clone());
    }
    let Ok(epoch) = std::env::var("SOURCE_DATE_EPOCH") else { return Ok(None) };
    let seconds: i64 = epoch.trim().parse().context("SOURCE_DATE_EPOCH is no number of seconds")?;
    let days =
        i32::try_from(seconds.div_euclid(86_400)).context("SOURCE_DATE_EPOCH is too large")?;
    Ok(Some(deir_atlas::model::Day::from_number(days).to_string()))
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
