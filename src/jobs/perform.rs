//! What each effect does. Runs on any thread, and without one in tests.

use std::fs;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::own;
use crate::app::edits::across;
use crate::app::effect::Source;
use crate::app::page::{OutputError, PageData, PageMemo, page, view_of};
use crate::app::review::import::{is_report, is_report_name};
use crate::app::state::{ExportRequest, PmTilesInfo};
use crate::app::{
    Action, BriefingAction, BriefingEffect, EditAction, Effect, ReviewAction, TaskId,
};
use crate::gazetteer::Gazetteer;
use crate::model::DatasetId;
use crate::query::{Matched, RowOrder, SortKey};
use crate::read::pmtiles;
use crate::read::{self, ColumnPreview, ReadError, ReadOptions, Understanding};
use crate::scene::page::Logo;

/// The events bundled with the program, in the native format.
pub const SAMPLE: &str = include_str!("../../data/sample/deir-ez-zor.events.json");

/// Carries out an effect and reports what came of it. Effects that only a
/// window can carry out do nothing here.
pub fn perform(effect: Effect, cancel: &AtomicBool, report: &(dyn Fn(Action) + Send + Sync)) {
    match effect {
        Effect::Read { task, dataset, source, columns, gazetteer } => {
            report(read_source(task, dataset, source, columns, &gazetteer, cancel, report));
        }
        Effect::Preview { source } => report(previewed(source)),
        Effect::Index { tables, files, edits, gazetteer, epoch } => {
            report(own::indexed(&tables, &files, &edits, &gazetteer, epoch));
        }
        Effect::FindSame { table, files, edits, report: edited, gazetteer, epoch } => {
            let not_same = across::not_same(&table, &files, &edits, &edited);
            let proposals = Arc::new(across::propose(&table, &not_same, &gazetteer, cancel));
            report(Action::Edit(EditAction::Found { epoch, proposals }));
        }
        Effect::LoadPlaces(folder) => report(own::places_in(&folder)),
        Effect::LoadEdits(path) => own::edits_in(path).into_iter().for_each(report),
        Effect::Lay { layers, epoch } => report(own::laid(&layers, epoch)),
        Effect::Keep(keep) => {
            if let Some(action) = own::kept(keep) {
                report(action);
            }
        }
        Effect::Match { index, filter, sort, order } => {
            let matched = Arc::new(Matched::build(&index, &filter));
            let order = order.unwrap_or_else(|| Arc::new(RowOrder::new(index.table(), sort)));
            let list = Arc::new(match sort {
                SortKey::Date => matched.by_date().clone(),
                _ => matched.list(&order),
            });
            report(Action::Matched { matched, list, order });
        }
        Effect::Write { path, bytes, what } => {
            report(saved(None, &path, &bytes, what, Vec::new()));
        }
        Effect::Export { task, request } => {
            report(super::written::written(task, &request, cancel, report));
        }
        Effect::WeighExport(order) => report(super::export::weigh(*order)),
        Effect::WriteExport { task, order, path } => {
            report(super::export::write(task, &order, &path));
        }
        Effect::InspectPmTiles(path) => report(inspected(&path)),
        Effect::Review(effect) => super::review::perform(*effect, cancel, report),
        Effect::Briefing(effect) => report_briefing(effect, report),
        Effect::Cancel(_)
        | Effect::CopyText(_)
        | Effect::OpenUrl(_)
        | Effect::PickFiles
        | Effect::PickPmTiles
        | Effect::PickSaveTo(_)
        | Effect::PickExport { .. }
        | Effect::MoveMap(_) => {}
    }
}

fn previewed(source: Source) -> Action {
    let Source::File(path) = &source else {
        return Action::Failed(None, "The sample has no columns to explain.".to_owned());
    };
    let shown = path.display();
    match fs::read(path) {
        Err(error) => Action::Failed(None, format!("Could not read the file: {error}.\n{shown}")),
        Ok(bytes) => match read::preview::preview(&bytes) {
            Some(preview) => {
                Action::ColumnsNeeded { task: None, source, preview: Box::new(preview) }
            }
            None => Action::Failed(None, format!("This file is no table with columns.\n{shown}")),
        },
    }
}

fn read_source(
    task: TaskId,
    dataset: DatasetId,
    source: Source,
    columns: Option<Understanding>,
    gazetteer: &Gazetteer,
    cancel: &AtomicBool,
    report: &(dyn Fn(Action) + Send + Sync),
) -> Action {
    let (name, bytes) = match &source {
        Source::Sample => ("deir-ez-zor.events.json".to_owned(), SAMPLE.as_bytes().to_vec()),
        Source::Review => return Action::Cancelled(task),
        Source::File(path) if path.is_dir() => {
            return Action::Review(ReviewAction::IsReport(task, path.clone()));
        }
        Source::File(path) => match fs::read(path) {
            Ok(bytes) if columns.is_none() && is_report(path, &bytes) => {
                return Action::Review(ReviewAction::IsReport(task, path.clone()));
            }
            Ok(bytes) => (path.display().to_string(), bytes),
            Err(error) => {
                let text = format!("Could not read the file: {error}.\n{}", path.display());
                return Action::Failed(Some(task), text);
            }
        },
    };
    if columns.is_none()
        && let Some(preview) = read::preview::preview(&bytes).filter(ColumnPreview::is_in_doubt)
    {
        return Action::ColumnsNeeded { task: Some(task), source, preview: Box::new(preview) };
    }
    let (columns, date_order) =
        columns.map_or((None, None), |how| (Some(how.columns), how.date_order));
    let progress = |done: f32| report(Action::Progress(task, done));
    let options = ReadOptions {
        dataset,
        columns,
        date_order,
        gazetteer: Some(gazetteer),
        progress: Some(&progress),
        cancel: Some(cancel),
        even_if_damaged: false,
    };
    match read::read(&bytes, &name, &options) {
        Ok(mut outcome) => {
            outcome.table = outcome.table.with_own_places(gazetteer.own_places());
            Action::Read { task, dataset, source, outcome: Box::new(outcome) }
        }
        Err(ReadError::Cancelled) => Action::Cancelled(task),
        Err(error) => Action::Failed(Some(task), format!("{error}.\n{name}")),
    }
}

/// Writes a file whole or not at all: to a temporary file beside it, then renamed.
///
/// # Errors
/// Whatever the file system refuses.
pub fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    // Temporary files are private; this one becomes a file like any other.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

fn inspected(path: &Path) -> Action {
    let look = || -> Result<PmTilesInfo, Box<dyn std::error::Error>> {
        let mut file = fs::File::open(path)?;
        let mut start = Vec::new();
        (&mut file).take(pmtiles::HEADER_BYTES as u64).read_to_end(&mut start)?;
        let header = pmtiles::header(&start)?;
        let (first, n_bytes) = header.metadata;
        let mut metadata = Vec::new();
        file.seek(SeekFrom::Start(first))?;
        file.take(n_bytes).read_to_end(&mut metadata)?;
        pmtiles::check_layers(&header, &metadata)?;
        // Most archives are made of OpenStreetMap's data; one that does not say
        // whose they are is named by its file.
        let attribution = pmtiles::attribution(&header, &metadata)?.unwrap_or_else(|| {
            format!("Tiles: {}", path.file_name().unwrap_or_default().to_string_lossy())
        });
        Ok(PmTilesInfo { path: path.to_owned(), tiles: header.tiles, attribution })
    };
    match look() {
        Ok(info) => Action::PmTilesFound(info),
        Err(error) => {
            Action::Failed(None, format!("The tiles cannot be shown: {error}.\n{}", path.display()))
        }
    }
}

pub(super) fn saved(
    task: Option<TaskId>,
    path: &Path,
    bytes: &[u8],
    what: &'static str,
    lost: Vec<String>,
) -> Action {
    match write_whole(path, bytes) {
        Ok(()) => Action::Saved { task, path: path.to_owned(), what: what.into(), lost },
        Err(error) => Action::Failed(
            task,
            format!("Could not write the {what}: {error}.\n{}", path.display()),
        ),
    }
}

/// What the briefing view asks for.
fn report_briefing(effect: BriefingEffect, report: &(dyn Fn(Action) + Send + Sync)) {
    match effect {
        BriefingEffect::ReadView(path) => {
            let shown = path.display();
            report(match fs::read(&path) {
                Err(error) => {
                    Action::Failed(None, format!("Could not read the file: {error}.\n{shown}"))
                }
                Ok(bytes) => match view_of(&bytes) {
                    Ok(view) => BriefingAction::Restore { view: Box::new(view), from: path }.into(),
                    // A PDF is a page of ours, or else a report.
                    Err(_) if is_report_name(&path) => {
                        Action::Review(ReviewAction::Open(vec![path]))
                    }
                    Err(error) => {
                        Action::Failed(None, format!("No view was restored: {error}.\n{shown}"))
                    }
                },
            });
        }
        BriefingEffect::ReadLogo(path) => {
            let shown = path.display();
            let read = fs::read(&path).map_err(|error| error.to_string());
            let logo = read.and_then(|bytes| Logo::new(bytes).map_err(|error| error.to_string()));
            report(match logo {
                Ok(logo) => BriefingAction::LogoRead(logo).into(),
                Err(why) => Action::Failed(None, format!("This cannot be a logo: {why}.\n{shown}")),
            });
        }
        BriefingEffect::Draw(task, request) => {
            let data = page_data(&request);
            let drawn = page(&data, &request.page, &mut PageMemo::default())
                .map_err(OutputError::from)
                .and_then(|page| Ok(page.pixels()?));
            report(match drawn {
                Ok(pixels) => BriefingAction::Drawn(task, Arc::new(pixels)).into(),
                Err(error) => Action::Failed(Some(task), format!("Nothing was copied: {error}.")),
            });
        }
        BriefingEffect::PickView | BriefingEffect::PickLogo | BriefingEffect::CopyPicture(_) => {}
    }
}

pub(super) fn page_data(request: &ExportRequest) -> PageData<'_> {
    PageData { matched: &request.matched, all: &request.all, sources: &request.sources }
}
