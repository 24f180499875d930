//! What is shown, as files: events, a page, a page for each stretch of a series, or these as
//! one moving picture.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use super::perform::{page_data, saved};
use super::write_whole;
use crate::app::page::{OutputError, PageMemo, animation, page, series_specs};
use crate::app::state::{ExportRequest, PageFile, SaveKind};
use crate::app::{Action, TaskId};
use crate::export;
use crate::export::animation::{AnimationError, Motion};
use crate::export::data::{DataFormat, WriteOptions};
use crate::export::picture::PictureFormat;

/// How long a picture of a series is shown.
const SECONDS_A_PICTURE: f32 = 0.6;

/// Writes what is shown: events in the format that the extension names, or a
/// picture of the map, its legend, timeline and caption.
pub(super) fn written(
    task: TaskId,
    request: &ExportRequest,
    cancel: &AtomicBool,
    report: &(dyn Fn(Action) + Send + Sync),
) -> Action {
    let path = &request.path;
    let mut watch = |done: f32| {
        report(Action::Progress(task, done));
        !cancel.load(Ordering::Relaxed)
    };
    let done = match request.kind {
        SaveKind::Page(PageFile::Series) => {
            return match series(request, &mut watch) {
                Ok((n, first)) => Action::Saved {
                    task: Some(task),
                    path: first,
                    what: format!("{n} pictures, the first").into(),
                    lost: Vec::new(),
                },
                Err(why) => Action::Failed(Some(task), why),
            };
        }
        SaveKind::Page(PageFile::View) => view(request).map(|bytes| (bytes, "view", Vec::new())),
        SaveKind::Picture(_) | SaveKind::Page(_) => {
            picture(request, &mut watch).map(|bytes| (bytes, "picture", Vec::new()))
        }
        SaveKind::Events | SaveKind::LoadReport(_) | SaveKind::Review(_) => {
            events(request).map(|(bytes, lost)| (bytes, "events", lost))
        }
    };
    match done {
        Ok((bytes, what, lost)) => saved(Some(task), path, &bytes, what, lost),
        Err(why) => {
            Action::Failed(Some(task), format!("Nothing was written: {why}.\n{}", path.display()))
        }
    }
}

/// Events on the list, in its order, as bytes, and what is lost.
fn events(request: &ExportRequest) -> Result<(Vec<u8>, Vec<String>), String> {
    let name = request.path.to_string_lossy();
    let Some(format) = DataFormat::of_name(&name) else {
        return Err("the name must end in .events.json, .geojson, .csv, .kml, .kmz, .gpkg, .md, \
                    .txt or .deircapsule"
            .to_owned());
    };
    let rows = request.matched.rows_of(request.view.range);
    let options = WriteOptions { with_formulas_defused: true, ..WriteOptions::default() };
    let n_rows = rows.len();
    let written = export::data::write(format, &request.table, rows.into_iter(), options);
    if let Some(why) = written.refusal(n_rows) {
        return Err(why);
    }
    let lost = written.lost();
    Ok((written.bytes, lost))
}

/// The view alone, as a file.
fn view(request: &ExportRequest) -> Result<Vec<u8>, String> {
    let page = page(&page_data(request), &request.page, &mut PageMemo::default());
    page.map(|page| page.spec.to_file().into_bytes()).map_err(|error| error.to_string())
}

/// The page as SVG, PNG or PDF, or as a moving picture, by the extension of the path.
fn picture(request: &ExportRequest, watch: &mut dyn FnMut(f32) -> bool) -> Result<Vec<u8>, String> {
    let (spec, name) = (&request.page, request.path.to_string_lossy());
    let data = page_data(request);
    let mut memo = PageMemo::default();
    if let Some(motion) = Motion::of_name(&name) {
        let unit = spec.series.ok_or("choose days, weeks or months for a moving picture")?;
        return animation(&data, spec, unit, motion, SECONDS_A_PICTURE, &mut memo, watch).map_err(
            |error| match error {
                AnimationError::Picture(OutputError::Stopped) => "it was cancelled".to_owned(),
                error => error.to_string(),
            },
        );
    }
    let Some(format) = PictureFormat::of_name(&name) else {
        return Err("the name must end in .png, .svg, .pdf, .gif or .apng".to_owned());
    };
    let page = page(&data, spec, &mut memo).map_err(|error| error.to_string())?;
    page.file(format).map_err(|error| error.to_string())
}

/// Writes a file for each stretch of the series; how many, and the first of them.
fn series(
    request: &ExportRequest,
    watch: &mut dyn FnMut(f32) -> bool,
) -> Result<(usize, PathBuf), String> {
    let shown = request.path.display();
    let nothing = |why: &dyn std::fmt::Display| format!("Nothing was written: {why}.\n{shown}");
    let data = page_data(request);
    let mut memo = PageMemo::default();
    let format = PictureFormat::of_name(&request.path.to_string_lossy())
        .ok_or_else(|| nothing(&"the name must end in .png, .svg or .pdf"))?;
    let unit =
        request.page.series.ok_or_else(|| nothing(&"choose days, weeks or months for a series"))?;
    let specs = series_specs(&data, &request.page, unit, &mut memo).map_err(|e| nothing(&e))?;
    let Some(first) = specs.first() else {
        return Err(nothing(&"no event in the range has a date, so the series is empty"));
    };
    let path_of = |day: &dyn std::fmt::Display| dated(&request.path, &day.to_string());
    for (n_done, spec) in specs.iter().enumerate() {
        let so_far = || format!("{n_done} of {} pictures were written.\n{shown}", specs.len());
        if !watch(n_done as f32 / specs.len() as f32) {
            return Err(format!("Cancelled: {}", so_far()));
        }
        let bytes = page(&data, spec, &mut memo)
            .map_err(|error| error.to_string())
            .and_then(|page| page.file(format).map_err(|error| error.to_string()))
            .map_err(|error| format!("Could not draw a picture ({error}): {}", so_far()))?;
        write_whole(&path_of(&spec.range.first), &bytes)
            .map_err(|error| format!("Could not write a picture ({error}): {}", so_far()))?;
    }
    Ok((specs.len(), path_of(&first.range.first)))
}

/// `briefing.png` as `briefing-2016-01-16.png`.
fn dated(path: &Path, day: &str) -> PathBuf {
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push("-");
    name.push(day);
    if let Some(extension) = path.extension() {
        name.push(".");
        name.push(extension);
    }
    path.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, expected: &str) {
        assert_eq!(dated(Path::new(path), "2016-01-16"), Path::new(expected));
    }

    #[test]
    fn pictures_of_a_series_are_named_by_their_first_day() {
        check("a/briefing.png", "a/briefing-2016-01-16.png");
        check("صورة.v2.svg", "صورة.v2-2016-01-16.svg");
        check("bare", "bare-2016-01-16");
    }
}
