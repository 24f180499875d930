//! Dialogs of the desktop for choosing files. They run on threads of their own:
//! a portal that hangs must not hang the window, and there is a path field beside them.

use std::sync::Arc;
use std::thread;

use crate::app::export::ExportAction;
use crate::app::state::SaveKind;
use crate::app::{Action, BriefingAction, ReviewAction};
use crate::export::data::DataFormat;

/// Hands an action over from any thread.
pub type Report = Arc<dyn Fn(Action) + Send + Sync>;

/// Asks for files to open.
pub fn pick_files(report: Report) {
    in_background("pick files", report, |report| {
        let chosen = rfd::FileDialog::new()
            .set_title("Open events or reports")
            .add_filter(
                "Events",
                &["json", "geojson", "csv", "tsv", "txt", "kml", "kmz", "gpkg", "deircapsule"],
            )
            .add_filter("Reports", &["txt", "md", "markdown", "html", "htm", "pdf", "csv"])
            .add_filter("All files", &["*"])
            .pick_files();
        if let Some(paths) = chosen {
            report(Action::Open(paths));
        }
    });
}

/// Asks for a PMTiles file to lay under the markers.
pub fn pick_pmtiles(report: Report) {
    in_background("pick tiles", report, |report| {
        let chosen = rfd::FileDialog::new()
            .set_title("Open tiles")
            .add_filter("PMTiles", &["pmtiles"])
            .pick_file();
        if let Some(path) = chosen {
            report(Action::Open(vec![path]));
        }
    });
}

/// Asks for a folder of reports.
pub fn pick_folder(report: Report) {
    in_background("pick a folder", report, |report| {
        let chosen = rfd::FileDialog::new().set_title("Open a folder of reports").pick_folder();
        if let Some(path) = chosen {
            report(Action::Review(ReviewAction::Open(vec![path])));
        }
    });
}

/// Asks for a view file, or a picture that carries a view.
pub fn pick_view(report: Report) {
    in_background("pick a view", report, |report| {
        let chosen = rfd::FileDialog::new()
            .set_title("Open a view")
            .add_filter("Views and pictures", &["json", "png", "svg", "pdf", "gif", "apng"])
            .pick_file();
        if let Some(path) = chosen {
            report(BriefingAction::OpenView(path).into());
        }
    });
}

/// Asks for a logo.
pub fn pick_logo(report: Report) {
    in_background("pick a logo", report, |report| {
        let chosen = rfd::FileDialog::new()
            .set_title("Choose a logo")
            .add_filter("Pictures", &["png", "jpg", "jpeg", "svg"])
            .pick_file();
        if let Some(path) = chosen {
            report(BriefingAction::OpenLogo(path).into());
        }
    });
}

/// Asks where to save.
pub fn pick_save_to(kind: SaveKind, report: Report) {
    in_background("pick a place to save", report, move |report| {
        let (name, filters) = kind.proposal();
        let mut dialog = rfd::FileDialog::new().set_title("Save").set_file_name(name);
        for (label, extensions) in filters {
            dialog = dialog.add_filter(*label, extensions);
        }
        if let Some(path) = dialog.save_file() {
            report(Action::SaveTo(kind, path));
        }
    });
}

/// Asks where to write events of a format.
pub fn pick_export(name: String, format: DataFormat, report: Report) {
    in_background("pick a place to export", report, move |report| {
        let extension = format.extension().rsplit('.').next().unwrap_or_default();
        let dialog = rfd::FileDialog::new().set_title("Export events").set_file_name(name);
        if let Some(path) = dialog.add_filter(format.name(), &[extension]).save_file() {
            report(Action::Export(ExportAction::To(path)));
        }
    });
}

fn in_background(name: &str, report: Report, run: impl FnOnce(&Report) + Send + 'static) {
    let on_failure = Arc::clone(&report);
    if let Err(error) = thread::Builder::new().name(name.to_owned()).spawn(move || run(&report)) {
        on_failure(Action::Failed(None, format!("Could not open the dialog: {error}.")));
    }
}
