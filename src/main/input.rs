//! Files named on the command line, read into tables.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, bail};
use clap::{Args, ValueEnum};
use deir_atlas::gazetteer::Gazetteer;
use deir_atlas::model::DatasetId;
use deir_atlas::read::{DateOrder, ReadOptions, ReadOutcome, Role, preview, read};

use super::places::Places;

/// How the given files are to be understood.
#[derive(Debug, Args)]
pub struct Reading {
    /// Order of day and month in dates such as 02/01/2016; without it the
    /// column's other dates decide, and where they do not, both days are kept.
    #[arg(long, value_name = "ORDER")]
    date_order: Option<Order>,

    /// What a column means, such as `--map "Where=place"`; may be repeated.
    ///
    /// Roles are id, title, date, date_start, date_end, event_type,
    /// sub_event_type, lon, lat, lat_lon, geometry, place, place_id, radius_m,
    /// actors, attackers, targets, publisher, url, excerpt, digest, note,
    /// toll:WHO:OUTCOME:min|max|range, property; a wrong one lists them all.
    #[arg(long, value_name = "COLUMN=ROLE")]
    map: Vec<String>,

    /// Open a capsule although its events are not as they were written.
    #[arg(long)]
    even_if_damaged: bool,

    /// Leave places without coordinates unplaced, and do not look them up in the gazetteer.
    #[arg(long)]
    no_geocoding: bool,

    #[command(flatten)]
    places: Places,
}

/// Order of day and month.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Order {
    /// Day before month.
    Dmy,
    /// Month before day.
    Mdy,
}

/// The bytes of a file.
///
/// # Errors
/// When the file cannot be read, with its path.
pub fn bytes_of(path: &Path) -> anyhow::Result<Vec<u8>> {
    if path.is_dir() {
        bail!("{}: this is a folder; name the files in it", path.display());
    }
    fs::read(path).with_context(|| format!("{}: cannot be read", path.display()))
}

impl Reading {
    /// The places that [`Reading::read`] uses.
    ///
    /// # Errors
    /// When nothing of a gazetteer file can be read, with its path.
    pub fn gazetteer(&self) -> anyhow::Result<Arc<Gazetteer>> {
        self.places.gazetteer()
    }

    /// Reads the bytes of the file at `path` into its own dataset.
    ///
    /// # Errors
    /// When nothing of the file can be read, with its path.
    pub fn read(
        &self,
        path: &Path,
        bytes: &[u8],
        dataset: usize,
        gazetteer: &Gazetteer,
    ) -> anyhow::Result<ReadOutcome> {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        let mut options = ReadOptions {
            dataset: DatasetId(u16::try_from(dataset).context("these are too many files")?),
            date_order: self.date_order.map(|order| match order {
                Order::Dmy => DateOrder::DayFirst,
                Order::Mdy => DateOrder::MonthFirst,
            }),
            even_if_damaged: self.even_if_damaged,
            ..ReadOptions::default()
        };
        if !self.no_geocoding {
            options.gazetteer = Some(gazetteer);
        }
        let mut outcome =
            self.read_with(bytes, &name, options).with_context(|| path.display().to_string())?;
        outcome.table = outcome.table.with_own_places(gazetteer.own_places());
        Ok(outcome)
    }

    fn read_with(
        &self,
        bytes: &[u8],
        name: &str,
        mut options: ReadOptions<'_>,
    ) -> anyhow::Result<ReadOutcome> {
        if !self.map.is_empty() {
            let Some(preview) = preview::preview(bytes) else {
                bail!("`--map` is for tables; this file is none");
            };
            let mut map = preview.guess;
            for assignment in &self.map {
                let Some((column, role)) = assignment.rsplit_once('=') else {
                    bail!("`{assignment}` is not of the form COLUMN=ROLE");
                };
                let role: Role = role.parse().map_err(anyhow::Error::msg)?;
                map.assign(column.trim(), role).map_err(anyhow::Error::msg)?;
            }
            options.columns = Some(map);
        }
        Ok(read(bytes, name, &options)?)
    }
}

/// Files to read, at least one.
#[derive(Debug, Args)]
pub struct Files {
    /// Event files: *.events.json, GeoJSON, CSV, TSV, KML, KMZ, GeoPackage or capsules.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
}
