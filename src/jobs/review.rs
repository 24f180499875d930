//! What a review needs outside the state: reports read from files, the journal on
//! the disk, tables made from decisions.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};

use rayon::prelude::*;

use super::perform::write_whole;
use super::reports::{self, FoundReports, SourceError, SourceProblem};
use crate::app::review::import::ImportProblem;
use crate::app::review::propose::{Incoming, propose};
use crate::app::review::table::{PROPOSED, REVIEWED, table};
use crate::app::{Action, ReviewAction, ReviewEffect, TaskId};
use crate::export::data::{DataFormat, WriteOptions, write};
use crate::extract;
use crate::gazetteer::Gazetteer;
use crate::model::document::sha256_hex;
use crate::model::{ArenaFull, Edtf};
use crate::query::{EventIndex, Filter, Matched};
use crate::read::manifest::{ManifestProblem, ReportSource};
use crate::read::report::{self, REPORT_EXTENSIONS};
use crate::store::review::journal::{self, JournalProblem};
use crate::store::review::{Review, Status};

/// A function that takes what a worker reports.
type Report<'a> = &'a (dyn Fn(Action) + Send + Sync);

/// Carries out an effect of the review and reports what came of it.
pub fn perform(effect: ReviewEffect, cancel: &AtomicBool, report: Report<'_>) {
    let told = match effect {
        ReviewEffect::Read { task, paths, gazetteer } => {
            read_all(task, &paths, &gazetteer, cancel, report)
        }
        ReviewEffect::ReadPasted { task, pasted, gazetteer } => {
            let published: Option<Edtf> = pasted.published.trim().parse().ok();
            let source = extract::Report {
                published: published.as_ref(),
                publisher: some(&pasted.publisher),
                url: some(&pasted.url),
                title: some(&pasted.title),
                ..extract::Report::of_text(&pasted.text)
            };
            let incoming = propose(&source, "", &gazetteer);
            imported(task, vec![incoming], 1, Vec::new(), false)
        }
        ReviewEffect::ReadAgain { task, report: own, described, gazetteer } => {
            let published: Option<Edtf> = described.published.trim().parse().ok();
            let source = extract::Report {
                path: &own.path,
                published: published.as_ref(),
                publisher: some(&described.publisher),
                url: some(&described.url),
                title: some(&described.title),
                ..extract::Report::of_text(&own.text)
            };
            let proposals = propose(&source, &own.sha256, &gazetteer).proposals;
            Action::Review(ReviewAction::ReadAgain { task, described, proposals })
        }
        ReviewEffect::OpenJournal(path) => match open(&path) {
            Ok((review, problems)) => {
                let review = Box::new(review);
                Action::Review(ReviewAction::JournalOpened { path, review, problems })
            }
            Err(why) => Action::Review(ReviewAction::JournalFailed(why)),
        },
        ReviewEffect::Append { path, lines, number } => match append(&path, &lines) {
            Ok(()) => Action::Review(ReviewAction::Written(number)),
            Err(error) => {
                let why = format!("the journal cannot be written ({error}).\n{}", path.display());
                Action::Review(ReviewAction::JournalFailed(why))
            }
        },
        ReviewEffect::MakeTables { review, with_reviewed, filter, gazetteer, epoch } => {
            made(&review, with_reviewed, &filter, &gazetteer, epoch).unwrap_or_else(|full| {
                Action::IndexFailed(format!("The review holds too much text: {full}."))
            })
        }
        ReviewEffect::SaveEvents { path, table } => {
            let format = DataFormat::of_name(&path.to_string_lossy()).unwrap_or(DataFormat::Native);
            let options = WriteOptions { with_formulas_defused: true, ..WriteOptions::default() };
            let written = write(format, &table, table.rows(), options);
            let lost = written.lost();
            super::perform::saved(None, &path, &written.bytes, "reviewed events", lost)
        }
        ReviewEffect::PickFolder => return,
    };
    report(told);
}

fn some(text: &str) -> Option<&str> {
    let text = text.trim();
    (!text.is_empty()).then_some(text)
}

fn made(
    review: &Review,
    with_reviewed: bool,
    filter: &Filter,
    gazetteer: &Gazetteer,
    epoch: u64,
) -> Result<Action, ArenaFull> {
    let table = |status, dataset| {
        let table = table(review, status, dataset)?;
        Ok(Arc::new(table.with_own_places(gazetteer.own_places())))
    };
    let reviewed = if with_reviewed { Some(table(Status::Accepted, REVIEWED)?) } else { None };
    let proposed = table(Status::Proposed, PROPOSED)?;
    let index = Arc::new(EventIndex::new(proposed));
    let proposed = Arc::new(Matched::build(&index, filter));
    Ok(Action::Review(ReviewAction::Tables { epoch, reviewed, proposed }))
}

fn problem(path: &Path, what: impl Into<String>) -> ImportProblem {
    let report = path.display().to_string();
    ImportProblem { report, words: String::new(), what: what.into() }
}

fn imported(
    task: TaskId,
    reports: Vec<Incoming>,
    n_files: usize,
    problems: Vec<ImportProblem>,
    was_cancelled: bool,
) -> Action {
    Action::Review(ReviewAction::Imported { task, reports, n_files, problems, was_cancelled })
}

/// Reads all reports at the paths, several at a time, and gives them in order.
fn read_all(
    task: TaskId,
    paths: &[PathBuf],
    gazetteer: &Gazetteer,
    cancel: &AtomicBool,
    report: Report<'_>,
) -> Action {
    let mut found = FoundReports::default();
    for path in paths {
        found.add(path);
    }
    let sources = found.sources;
    let mut problems: Vec<ImportProblem> = found.problems.iter().map(not_found).collect();
    let n_files = sources.len();
    if n_files == 0 && problems.is_empty() {
        let text = format!("No report was found; reports end in {}.", REPORT_EXTENSIONS.join(", "));
        return Action::Failed(Some(task), text);
    }
    let n_done = AtomicUsize::new(0);
    let read: Vec<Option<Result<Incoming, ImportProblem>>> = sources
        .par_iter()
        .map(|source| {
            if cancel.load(Ordering::Relaxed) {
                return None;
            }
            let read = read_one(source, gazetteer);
            let n = n_done.fetch_add(1, Ordering::Relaxed) + 1;
            // Fifty steps are enough to see it move.
            if n.is_multiple_of((n_files / 50).max(1)) {
                report(Action::Review(ReviewAction::Progress(task, n, n_files)));
            }
            Some(read)
        })
        .collect();
    let was_cancelled = read.iter().any(Option::is_none);
    let mut reports = Vec::new();
    for read in read.into_iter().flatten() {
        match read {
            Ok(incoming) => reports.push(incoming),
            Err(problem) => problems.push(problem),
        }
    }
    imported(task, reports, n_files, problems, was_cancelled)
}

/// A folder or manifest that could not be used, or not wholly.
fn not_found(problem: &SourceProblem) -> ImportProblem {
    let what = match &problem.what {
        what @ SourceError::Manifest(ManifestProblem::Published { .. }) => {
            format!("{what}; read as not known")
        }
        what => what.to_string(),
    };
    self::problem(&problem.path, what)
}

fn read_one(source: &ReportSource, gazetteer: &Gazetteer) -> Result<Incoming, ImportProblem> {
    let path = &source.path;
    let bytes = reports::bytes(path).map_err(|error| problem(path, error.to_string()))?;
    let text = report::text(path, &bytes).map_err(|error| problem(path, error.to_string()))?;
    let name = path.display().to_string();
    let report = extract::Report {
        path: &name,
        published: source.published.as_ref(),
        publisher: some(&source.publisher),
        url: some(&source.url),
        title: some(&source.title),
        ..extract::Report::of_text(&text)
    };
    Ok(propose(&report, &sha256_hex(&bytes), gazetteer))
}

/// Reads the journal, if there is one, and writes it anew in as few lines as it takes.
fn open(path: &Path) -> Result<(Review, Vec<JournalProblem>), String> {
    let shown = path.display();
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(format!("the journal cannot be read ({error}).\n{shown}")),
    };
    let replay = journal::replay(&bytes).map_err(|error| format!("{error}.\n{shown}"))?;
    let failed =
        |error: std::io::Error| format!("the journal cannot be written ({error}).\n{shown}");
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    // What cannot be read now may be read by other means later.
    if replay.problems.iter().any(|problem| !problem.is_torn) {
        let digest = sha256_hex(&bytes);
        let copy = path.with_extension(format!("damaged-{}.jsonl", &digest[..8]));
        fs::write(copy, &bytes).map_err(failed)?;
    }
    write_whole(path, journal::compact(&replay.review).as_bytes()).map_err(failed)?;
    Ok((replay.review, replay.problems))
}

/// Writes whole lines at the end of the journal, down to the disk.
///
/// # Errors
/// Whatever the file system refuses.
pub fn append(path: &Path, lines: &str) -> std::io::Result<()> {
    let mut file = OpenOptions::new().append(true).open(path)?;
    file.write_all(lines.as_bytes())?;
    file.sync_data()
}

/// Writes the journal from a thread of its own, in the order of what is asked, and
/// keeps a second window from writing it too.
pub struct JournalWriter {
    orders: Option<Sender<ReviewEffect>>,
    thread: Option<JoinHandle<()>>,
}

impl JournalWriter {
    /// Starts the thread.
    ///
    /// # Errors
    /// When the system has no thread left.
    pub fn start(report: Arc<dyn Fn(Action) + Send + Sync>) -> std::io::Result<Self> {
        let (orders, taken) = channel();
        let thread = thread::Builder::new()
            .name("review journal".to_owned())
            .spawn(move || write_journal(&taken, &*report))?;
        Ok(Self { orders: Some(orders), thread: Some(thread) })
    }

    /// Has an effect carried out behind those before it.
    pub fn order(&self, effect: ReviewEffect) {
        if let Some(orders) = &self.orders {
            // The thread ends only when this does.
            let _ = orders.send(effect);
        }
    }

    /// Takes no more orders; whether everything ordered is written.
    pub fn is_done(&mut self) -> bool {
        self.orders = None;
        self.thread.as_ref().is_none_or(JoinHandle::is_finished)
    }
}

fn write_journal(orders: &Receiver<ReviewEffect>, report: Report<'_>) {
    let never = AtomicBool::new(false);
    // Held for as long as this window writes the journal.
    let mut _lock: Option<File> = None;
    for order in orders {
        if let ReviewEffect::OpenJournal(path) = &order {
            match lock(path) {
                Ok(file) => _lock = Some(file),
                Err(why) => {
                    report(Action::Review(ReviewAction::JournalFailed(why)));
                    continue;
                }
            }
        }
        perform(order, &never, report);
    }
}

/// Takes the lock beside a journal.
fn lock(journal: &Path) -> Result<File, String> {
    let path = journal.with_extension("lock");
    let failed = |error: std::io::Error| {
        format!("the file that locks the journal cannot be made ({error}).\n{}", path.display())
    };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let file =
        OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(fs::TryLockError::WouldBlock) => Err(format!(
            "another window has the review open; close it and start again to decide here.\n{}",
            journal.display()
        )),
        Err(fs::TryLockError::Error(error)) => Err(failed(error)),
    }
}
