//! The options of `render`, and how they change a view.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::ValueEnum;
use deir_atlas::app::page::{Frame, FrameShape, PageCamera, PageSpec, Profile};
use deir_atlas::model::{Day, LonLat};
use deir_atlas::query::BinUnit;
use deir_atlas::scene::camera::Camera;
use deir_atlas::scene::labels::LabelScript;
use deir_atlas::scene::page::Logo;
use deir_atlas::scene::theme::ThemeName;
use deir_atlas::scene::words::Language;

use crate::edits::Edits;
use crate::places::Places;
use crate::shown_args::Shown;

/// What to draw.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files of events; without any, the sample
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    pub gazetteer: Places,
    #[command(flatten)]
    pub edits: Edits,
    /// Where to write; .svg, .png, .pdf, .gif or .apng decides the format
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Start from the view in this view file, or in a PNG, SVG, PDF or GIF that carries one
    #[arg(long, value_name = "FILE")]
    pub view: Option<PathBuf>,
    /// Write the view, with all options applied, to this file (*.view.json)
    #[arg(long, value_name = "FILE")]
    pub save_view: Option<PathBuf>,

    #[command(flatten)]
    shown: Shown,
    /// Mark the event of this identifier as selected
    #[arg(long, value_name = "ID", help_heading = "What is shown")]
    select: Option<String>,
    /// A card of the event of this identifier: its map, its accounts, their words
    #[arg(long, value_name = "ID", help_heading = "What is shown")]
    card: Option<String>,
    /// What is withheld: full shows everything
    #[arg(long, value_name = "PROFILE", value_parser = profile, help_heading = "What is shown")]
    profile: Option<Profile>,

    /// Shape: 16:9, 4:3, a4, a4-landscape, square or free
    #[arg(long, value_name = "SHAPE", value_parser = shape, help_heading = "The page")]
    frame: Option<FrameShape>,
    /// Width and height in pixels
    #[arg(long, value_name = "WxH", value_parser = size, help_heading = "The page")]
    size: Option<(u32, u32)>,
    /// Dots per inch of paper
    #[arg(long, help_heading = "The page")]
    dpi: Option<u32>,
    /// Enlarge a picture made of pixels by this factor
    #[arg(long, value_name = "FACTOR", help_heading = "The page")]
    scale: Option<f32>,
    /// How large words and signs are, 0.6 to 2
    #[arg(long, value_name = "FACTOR", help_heading = "The page")]
    text_scale: Option<f32>,
    /// Colours
    #[arg(long, value_enum, help_heading = "The page")]
    theme: Option<Theme>,
    /// Script of the names on the map
    #[arg(long, value_enum, help_heading = "The page")]
    names: Option<Names>,
    /// Language of the page's own words: en or ar
    #[arg(long, value_name = "CODE", value_parser = language, help_heading = "The page")]
    language: Option<Language>,
    /// Title above the map
    #[arg(long, help_heading = "The page")]
    title: Option<String>,
    /// A second line below the title
    #[arg(long, help_heading = "The page")]
    subtitle: Option<String>,
    /// A note in the caption; may be given several times
    #[arg(long = "note", value_name = "WORDS", help_heading = "The page")]
    notes: Vec<String>,
    /// A PNG, JPEG or SVG picture beside the title
    #[arg(long, value_name = "FILE", help_heading = "The page")]
    logo: Option<PathBuf>,
    /// Date to print as the day the picture was made; also taken from SOURCE_DATE_EPOCH.
    /// Without either none is printed: the clock is never read
    #[arg(long, value_name = "DATE", help_heading = "The page")]
    made: Option<String>,

    /// Centre of the map: longitude,latitude in degrees; needs --zoom
    #[arg(long, value_name = "LON,LAT", allow_hyphen_values = true, requires = "zoom", value_parser = centre, help_heading = "The map")]
    centre: Option<LonLat>,
    /// Web map zoom of the map: 8 shows the governorate, 12 the city; needs --centre
    #[arg(long, requires = "centre", help_heading = "The map")]
    zoom: Option<f64>,
    /// Fit the map to the events shown, whatever the view says
    #[arg(long, conflicts_with = "centre", help_heading = "The map")]
    fit: bool,

    /// Number the events with the most people killed, as many as said or 8, and list them
    #[arg(long, value_name = "N", num_args = 0..=1, require_equals = true, default_missing_value = "8",
          value_parser = clap::value_parser!(u16).range(1..=60), help_heading = "Parts of the page")]
    key_events: Option<u16>,
    /// Number and list this event, by identifier; may be given several times
    #[arg(long = "key-event", value_name = "ID", help_heading = "Parts of the page")]
    chosen: Vec<String>,
    /// Quote the sources' words for key events
    #[arg(long, help_heading = "Parts of the page")]
    excerpts: bool,
    /// List the sources
    #[arg(long, help_heading = "Parts of the page")]
    sources: bool,
    /// A small map of where the frame lies in the governorate
    #[arg(long, help_heading = "Parts of the page")]
    locator: bool,
    /// Leave these parts out
    #[arg(
        long = "no",
        value_name = "PART",
        value_delimiter = ',',
        value_enum,
        help_heading = "Parts of the page"
    )]
    without: Vec<Part>,
    /// Leave out the timeline
    #[arg(long, help_heading = "Parts of the page")]
    no_timeline: bool,
    /// Leave out the legend
    #[arg(long, help_heading = "Parts of the page")]
    no_legend: bool,
    /// Leave out the scale bar
    #[arg(long, help_heading = "Parts of the page")]
    no_scale_bar: bool,
    /// Leave out the north arrow
    #[arg(long, help_heading = "Parts of the page")]
    no_north_arrow: bool,

    /// One picture for each day, week, month, quarter or year; %d in the output's name becomes the
    /// first day, %n the number. A GIF or APNG holds all of them, by the week without this
    #[arg(long, value_name = "UNIT", value_parser = unit, help_heading = "Series")]
    series: Option<BinUnit>,
    /// How long each picture of a GIF or APNG is shown
    #[arg(long, value_name = "SECONDS", default_value_t = 0.6, help_heading = "Series")]
    pub seconds: f32,
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    Timeline,
    Legend,
    ScaleBar,
    NorthArrow,
    Locator,
    KeyEvents,
    Excerpts,
    Sources,
}

fn size(text: &str) -> Result<(u32, u32), String> {
    let sides = text.split_once(['x', 'X', '×']).and_then(|(width, height)| {
        Some((width.trim().parse().ok()?, height.trim().parse().ok()?))
    });
    let (width, height) = sides.ok_or("expected width and height such as 1920x1080")?;
    let frame = Frame::of_pixels(width, height).checked().map_err(|error| error.to_string())?;
    Ok((frame.size_px[0], frame.size_px[1]))
}

fn shape(text: &str) -> Result<FrameShape, String> {
    FrameShape::from_name(text).ok_or_else(|| {
        let names: Vec<&str> = FrameShape::ALL.iter().map(|shape| shape.name()).collect();
        format!("choose of: {}", names.join(", "))
    })
}

fn profile(text: &str) -> Result<Profile, String> {
    Profile::from_name(text).ok_or_else(|| {
        let names: Vec<&str> = Profile::ALL.iter().map(|profile| profile.name()).collect();
        format!("choose of: {}", names.join(", "))
    })
}

fn language(text: &str) -> Result<Language, String> {
    Language::from_code(text).ok_or_else(|| "choose en or ar".to_owned())
}

fn unit(text: &str) -> Result<BinUnit, String> {
    BinUnit::ALL.into_iter().find(|unit| unit.name() == text).ok_or_else(|| {
        let names: Vec<&str> = BinUnit::ALL.iter().map(|unit| unit.name()).collect();
        format!("choose of: {}", names.join(", "))
    })
}

fn centre(text: &str) -> Result<LonLat, String> {
    let (lon, lat) = text.split_once(',').ok_or("expected longitude,latitude")?;
    let degrees = |part: &str| part.trim().parse::<f64>().map_err(|error| error.to_string());
    LonLat::new(degrees(lon)?, degrees(lat)?).map_err(|error| error.to_string())
}

impl Args {
    /// The view with every option that was given in the place of what it said.
    pub fn applied_to(&self, mut spec: PageSpec) -> anyhow::Result<PageSpec> {
        self.apply_to_data(&mut spec)?;
        self.apply_to_page(&mut spec)?;
        self.apply_to_parts(&mut spec);
        if let (Some(centre), Some(zoom)) = (self.centre, self.zoom) {
            spec.camera = Some(PageCamera { camera: Camera::new(centre, zoom), map_size: None });
        } else if self.fit {
            spec.camera = None;
        }
        if self.series.is_some() {
            spec.series = self.series;
        }
        Ok(spec)
    }

    fn apply_to_data(&self, spec: &mut PageSpec) -> anyhow::Result<()> {
        self.shown.apply(&mut spec.filter, &mut spec.range)?;
        if self.select.is_some() {
            spec.select.clone_from(&self.select);
        }
        if self.card.is_some() {
            spec.card.clone_from(&self.card);
        }
        if let Some(profile) = self.profile {
            spec.profile = profile;
        }
        Ok(())
    }

    fn apply_to_page(&self, spec: &mut PageSpec) -> anyhow::Result<()> {
        if let Some(shape) = self.frame {
            spec.frame = Frame { pixel_scale: spec.frame.pixel_scale, ..Frame::of_shape(shape) };
        }
        if let Some((width, height)) = self.size {
            let of_pixels = Frame::of_pixels(width, height);
            if self.frame.is_some_and(|shape| shape != of_pixels.shape && shape != FrameShape::Free)
            {
                bail!("--size {width}x{height} is not of the shape that --frame asks for");
            }
            spec.frame = Frame { pixel_scale: spec.frame.pixel_scale, ..of_pixels };
        }
        if let Some(dpi) = self.dpi {
            spec.frame.dpi = dpi;
        }
        if let Some(scale) = self.scale {
            spec.frame.pixel_scale = scale;
        }
        spec.frame = spec.frame.checked()?;
        if let Some(scale) = self.text_scale {
            if !PageSpec::TEXT_SCALES.contains(&scale) {
                bail!("--text-scale must be between 0.6 and 2");
            }
            spec.text_scale = scale;
        }
        if let Some(theme) = self.theme {
            spec.theme = match theme {
                Theme::Light => ThemeName::Light,
                Theme::Dark => ThemeName::Dark,
            };
        }
        if let Some(language) = self.language {
            spec.language = language;
            // The names follow the language of the page, unless they are asked for.
            if language == Language::Arabic && self.view.is_none() {
                spec.names = LabelScript::Arabic;
            }
        }
        if let Some(names) = self.names {
            spec.names = match names {
                Names::Both => LabelScript::Both,
                Names::English => LabelScript::Latin,
                Names::Arabic => LabelScript::Arabic,
            };
        }
        for (given, kept) in [(&self.title, &mut spec.title), (&self.subtitle, &mut spec.subtitle)]
        {
            if let Some(words) = given {
                kept.clone_from(words);
            }
        }
        if !self.notes.is_empty() {
            spec.notes = self.notes.join("\n");
        }
        if let Some(path) = &self.logo {
            spec.logo = Some(logo(path)?);
        }
        if let Some(made) = made(self.made.as_deref(), spec.made.as_deref())? {
            spec.made = Some(made);
        }
        Ok(())
    }

    fn apply_to_parts(&self, spec: &mut PageSpec) {
        if let Some(most) = self.key_events {
            spec.key_events.most = most;
            spec.key_events.chosen.clear();
        }
        if !self.chosen.is_empty() {
            spec.key_events.chosen.clone_from(&self.chosen);
        }
        let parts = &mut spec.parts;
        parts.key_events |= self.key_events.is_some() || !self.chosen.is_empty() || self.excerpts;
        parts.excerpts |= self.excerpts;
        parts.sources |= self.sources;
        parts.locator |= self.locator;
        parts.timeline &= !self.no_timeline;
        parts.legend &= !self.no_legend;
        parts.scale_bar &= !self.no_scale_bar;
        parts.north_arrow &= !self.no_north_arrow;
        for part in &self.without {
            *match part {
                Part::Timeline => &mut parts.timeline,
                Part::Legend => &mut parts.legend,
                Part::ScaleBar => &mut parts.scale_bar,
                Part::NorthArrow => &mut parts.north_arrow,
                Part::Locator => &mut parts.locator,
                Part::KeyEvents => &mut parts.key_events,
                Part::Excerpts => &mut parts.excerpts,
                Part::Sources => &mut parts.sources,
            } = false;
        }
    }
}

fn logo(path: &Path) -> anyhow::Result<Logo> {
    let bytes =
        std::fs::read(path).with_context(|| format!("could not read {}", path.display()))?;
    Logo::new(bytes).with_context(|| format!("this cannot be a logo: {}", path.display()))
}

/// The day that the picture is said to be made on: as asked for, as the view has it, or as the
/// environment has it.
fn made(asked: Option<&str>, of_view: Option<&str>) -> anyhow::Result<Option<String>> {
    if let Some(day) = asked.or(of_view) {
        return Ok(Some(day.to_owned()));
    }
    let Ok(epoch) = std::env::var("SOURCE_DATE_EPOCH") else { return Ok(None) };
    let seconds: i64 = epoch.trim().parse().context("SOURCE_DATE_EPOCH is no number of seconds")?;
    let days =
        i32::try_from(seconds.div_euclid(86_400)).context("SOURCE_DATE_EPOCH is too large")?;
    Ok(Some(Day::from_number(days).to_string()))
}
