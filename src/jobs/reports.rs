//! Reports in files: which there are in folders and manifests, and their bytes.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::read::manifest::{ManifestProblem, ReportSource, is_manifest, manifest};
use crate::read::report::has_report_extension;
use crate::read::{ReadError, sniff};

/// Files larger than this are no reports, in bytes.
const LARGEST: u64 = 64 << 20;

/// Why a place where reports were looked for gave none, or not all.
#[derive(Debug, Error)]
#[error("{}: {what}", path.display())]
pub struct SourceProblem {
    /// The folder or manifest.
    pub path: PathBuf,
    /// What is wrong with it.
    pub what: SourceError,
}

/// What is wrong with a folder or manifest.
#[derive(Debug, Error)]
pub enum SourceError {
    /// The system does not let the folder be read.
    #[error("the folder cannot be read: {0}")]
    Folder(io::Error),
    /// The manifest's file cannot be read.
    #[error(transparent)]
    File(#[from] ReportFileError),
    /// The manifest is no text.
    #[error(transparent)]
    Text(#[from] ReadError),
    /// A line of the manifest cannot be used.
    #[error(transparent)]
    Manifest(#[from] ManifestProblem),
}

/// Why the bytes of a report cannot be had.
#[derive(Debug, Error)]
pub enum ReportFileError {
    /// It is too large.
    #[error("the file is too large for a report (over 64 MB)")]
    TooLarge,
    /// The system does not let it be read.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Reports that were found, in order.
#[derive(Debug, Default)]
pub struct FoundReports {
    /// The reports, and what manifests say of them.
    pub sources: Vec<ReportSource>,
    /// What could not be used.
    pub problems: Vec<SourceProblem>,
}

impl FoundReports {
    /// Adds the reports at a path: itself, those in a folder by name, or those that it names if
    /// it is a manifest.
    pub fn add(&mut self, path: &Path) {
        if path.is_dir() {
            self.add_folder(path);
        } else if names_reports(path) {
            self.add_manifest(path);
        } else {
            self.sources.push(ReportSource::of(path.to_owned()));
        }
    }

    fn add_folder(&mut self, folder: &Path) {
        let inside: io::Result<Vec<PathBuf>> = fs::read_dir(folder)
            .and_then(|entries| entries.map(|entry| entry.map(|entry| entry.path())).collect());
        let mut inside = match inside {
            Ok(inside) => inside,
            Err(error) => return self.problem(folder, SourceError::Folder(error)),
        };
        inside.sort();
        for path in inside {
            if path.is_dir() {
                // A link back to a folder above would never end.
                if !path.is_symlink() {
                    self.add_folder(&path);
                }
            } else if has_report_extension(&path) {
                self.sources.push(ReportSource::of(path));
            }
        }
    }

    /// Adds the reports that a manifest names, with paths relative to its folder.
    pub fn add_manifest(&mut self, path: &Path) {
        let bytes = match bytes(path) {
            Ok(bytes) => bytes,
            Err(error) => return self.problem(path, error.into()),
        };
        let decoded = match sniff::decode(&bytes) {
            Ok(decoded) => decoded,
            Err(error) => return self.problem(path, error.into()),
        };
        let folder = path.parent().unwrap_or_else(|| Path::new("."));
        let (sources, problems) = manifest(&decoded.text, folder);
        self.sources.extend(sources);
        for problem in problems {
            self.problem(path, problem.into());
        }
    }

    fn problem(&mut self, path: &Path, what: SourceError) {
        self.problems.push(SourceProblem { path: path.to_owned(), what });
    }
}

/// Whether a file is a manifest. Of the kinds of reports, only plain text may be one.
fn names_reports(path: &Path) -> bool {
    let Some(extension) = path.extension() else { return false };
    (extension.eq_ignore_ascii_case("txt") || !has_report_extension(path))
        && bytes(path).is_ok_and(|bytes| {
            sniff::decode(&bytes).is_ok_and(|decoded| is_manifest(&decoded.text))
        })
}

/// The bytes of a report.
///
/// # Errors
/// [`ReportFileError::TooLarge`] over 64 MB, and whatever the system refuses.
pub fn bytes(path: &Path) -> Result<Vec<u8>, ReportFileError> {
    let size = fs::metadata(path)?.len();
    if size > LARGEST { Err(ReportFileError::TooLarge) } else { Ok(fs::read(path)?) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "path,published\nb/z.html,2016-01-17\n,2016\n";

    /// A folder with reports, a manifest and a picture.
    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("b")).unwrap();
        for (name, text) in [
            ("c.md", "# A raid"),
            ("a.txt", "A raid."),
            ("b/z.html", "<p>A raid."),
            ("b/y.PDF", "%PDF-"),
            ("list.csv", LIST),
            ("list.txt", LIST),
            ("picture.png", "."),
        ] {
            fs::write(folder.path().join(name), text).unwrap();
        }
        folder
    }

    #[track_caller]
    fn check(name: &str, expected: &[&str], n_problems: usize) {
        let folder = folder();
        let mut found = FoundReports::default();
        found.add(&folder.path().join(name));
        let paths: Vec<String> = found
            .sources
            .iter()
            .map(|source| source.path.strip_prefix(folder.path()).unwrap())
            .map(|path| path.to_string_lossy().replace('\\', "/"))
            .collect();
        assert_eq!(paths, expected);
        assert_eq!(found.problems.len(), n_problems, "{:?}", found.problems);
    }

    #[test]
    fn a_folder_gives_its_reports_by_name() {
        check("", &["a.txt", "b/y.PDF", "b/z.html", "c.md", "list.txt"], 0);
    }

    #[test]
    fn a_file_is_a_report_or_a_manifest() {
        check("a.txt", &["a.txt"], 0);
        check("missing.txt", &["missing.txt"], 0);
        check("picture.png", &["picture.png"], 0);
        check("list.csv", &["b/z.html"], 1);
        check("list.txt", &["b/z.html"], 1);
    }

    #[test]
    fn a_manifest_tells_what_it_knows_and_what_is_wrong() {
        let folder = folder();
        let mut found = FoundReports::default();
        found.add_manifest(&folder.path().join("list.csv"));
        assert_eq!(found.sources[0].published, Some("2016-01-17".parse().unwrap()));
        let problem = found.problems[0].to_string();
        assert!(
            problem
                .ends_with("list.csv: line 3: the path is empty; name a report or remove the line"),
            "{problem}"
        );
        found.add_manifest(&folder.path().join("none.csv"));
        assert!(matches!(found.problems[1].what, SourceError::File(ReportFileError::Io(_))));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_a_folder_above_is_not_followed() {
        let folder = folder();
        std::os::unix::fs::symlink(folder.path(), folder.path().join("b/up")).unwrap();
        let mut found = FoundReports::default();
        found.add(folder.path());
        assert_eq!(found.sources.len(), 5);
    }
}
