//! What is the user's own, on disk: the journal of edits and the own gazetteer.

use std::fs;
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use super::perform::write_whole;
use crate::app::edits::resolve::edited;
use crate::app::effect::Keep;
use crate::app::places::{OwnFiles, as_row_problem};
use crate::app::{Action, EditAction, PlaceAction};
use crate::gazetteer::{Gazetteer, Overlay};
use crate::model::document::sha256_hex;
use crate::model::{DatasetId, EventTable};
use crate::query::{EventIndex, Filter, Matched};
use crate::read::RowProblem;
use crate::store::Edit;
use crate::store::edits::replay;
use crate::store::folders::{OWN_GAZETTEER_CSV, OWN_GAZETTEER_GEOJSON};

/// Takes an action over, from any thread.
type Report = Arc<dyn Fn(Action) + Send + Sync>;

/// Writes that may wait for the disk before the window has to.
const N_WAITING: usize = 256;

/// Carries out one write after another, on one thread, begun at the first. It ends
/// its work before the program does.
#[derive(Default)]
pub(super) struct Keeper {
    line: Option<SyncSender<(Keep, Report)>>,
    thread: Option<JoinHandle<()>>,
}

impl Keeper {
    pub(super) fn keep(&mut self, keep: Keep, report: Report) {
        if self.line.is_none() {
            let (sender, receiver) = sync_channel::<(Keep, Report)>(N_WAITING);
            let spawned = thread::Builder::new().name("keep".to_owned()).spawn(move || {
                for (keep, report) in receiver {
                    if let Some(action) = kept(keep) {
                        report(action);
                    }
                }
            });
            if let Ok(thread) = spawned {
                (self.line, self.thread) = (Some(sender), Some(thread));
            }
        }
        let refused = match &self.line {
            Some(line) => line.send((keep, report)).err().map(|unsent| unsent.0),
            None => Some((keep, report)),
        };
        // Without a thread the window waits: late is better than never.
        if let Some((keep, report)) = refused
            && let Some(action) = kept(keep)
        {
            report(action);
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.line = None;
        if let Some(thread) = self.thread.take() {
            // It only ends early by a panic, which has been printed.
            let _ = thread.join();
        }
    }
}

/// Writes something down; what there is to tell about it.
pub(super) fn kept(keep: Keep) -> Option<Action> {
    match keep {
        Keep::Journal { path, line } => append(&path, &line).err().map(|error| {
            let text = format!(
                "Your last edit could not be written down: {error}. It holds until you close \
                 the program.\n{}",
                path.display()
            );
            Action::Failed(None, text)
        }),
        Keep::Places { path, bytes, expected } => match write_places(&path, &bytes, expected) {
            Ok(true) => None,
            Ok(false) => Some(Action::Place(PlaceAction::ChangedElsewhere(path))),
            Err(error) => {
                let text = format!(
                    "Your gazetteer could not be written: {error}. What you changed holds until \
                     you close the program.\n{}",
                    path.display()
                );
                Some(Action::Failed(None, text))
            }
        },
    }
}

/// Appends a line and waits until it is on the disk.
fn append(path: &Path, line: &str) -> std::io::Result<()> {
    make_folder_of(path)?;
    let mut file = fs::File::options().create(true).append(true).read(true).open(path)?;
    let is_torn = match file.seek(SeekFrom::End(-1)) {
        Ok(_) => {
            let mut last = [0];
            file.read_exact(&mut last)?;
            last != [b'\n']
        }
        // Nothing in it yet.
        Err(error) if error.kind() == ErrorKind::InvalidInput => false,
        Err(error) => return Err(error),
    };
    // A line that a kill cut off must not swallow this one.
    let line = if is_torn { format!("\n{line}") } else { line.to_owned() };
    file.write_all(line.as_bytes())?;
    file.sync_data()
}

/// Writes the own gazetteer and keeps what stood there beside it; `false`, and
/// nothing is written, when the file does not hold what is expected.
fn write_places(path: &Path, bytes: &[u8], expected: Option<String>) -> std::io::Result<bool> {
    make_folder_of(path)?;
    let before = read_if_there(path)?;
    if before.as_deref().map(sha256_hex) != expected {
        return Ok(false);
    }
    if let Some(before) = before {
        write_whole(&path.with_extension("before.csv"), &before)?;
    }
    write_whole(path, bytes)?;
    Ok(true)
}

fn make_folder_of(path: &Path) -> std::io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)
}

fn read_if_there(path: &Path) -> std::io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Reads the own gazetteer; a file that is not there holds nothing.
pub(super) fn places_in(folder: &Path) -> Action {
    let mut files = OwnFiles::default();
    for name in [OWN_GAZETTEER_GEOJSON, OWN_GAZETTEER_CSV] {
        let path = folder.join(name);
        let bytes = match read_if_there(&path) {
            Ok(Some(bytes)) => bytes,
            Ok(None) => continue,
            Err(error) => {
                let unread = RowProblem::row(
                    0,
                    "",
                    format!("the file cannot be read: {error}"),
                    "see who may read it",
                );
                files.problems.push((path.display().to_string(), vec![unread]));
                continue;
            }
        };
        let (overlay, problems) = Overlay::read(&bytes);
        if !problems.is_empty() {
            let problems = problems.iter().map(as_row_problem).collect();
            files.problems.push((path.display().to_string(), problems));
        }
        if name == OWN_GAZETTEER_CSV {
            files.stamp = Some(sha256_hex(&bytes));
            files.csv = overlay;
        } else {
            files.geojson = overlay;
        }
    }
    Action::Place(PlaceAction::Loaded(Box::new(files)))
}

/// Replays a journal; one that is not there holds nothing, one that cannot be read is told.
pub(super) fn edits_in(path: PathBuf) -> Vec<Action> {
    let mut actions = Vec::with_capacity(2);
    let journal = match read_if_there(&path) {
        Ok(bytes) => bytes.unwrap_or_default(),
        Err(error) => {
            let text = format!("Your edits cannot be read: {error}.\n{}", path.display());
            actions.push(Action::Failed(None, text));
            Vec::new()
        }
    };
    let replayed = replay(&String::from_utf8_lossy(&journal));
    actions.push(Action::Edit(EditAction::Loaded { replayed, path }));
    actions
}

/// The bundled gazetteer with the layers that hold anything.
pub(super) fn laid(layers: &[Arc<Overlay>], epoch: u64) -> Action {
    let mut gazetteer = Gazetteer::shared();
    let mut problems = Vec::new();
    for layer in layers.iter().filter(|layer| !layer.places.is_empty()) {
        let (with_layer, found) = gazetteer.with_overlay(layer);
        gazetteer = Arc::new(with_layer);
        problems.extend(found.iter().map(as_row_problem));
    }
    Action::Place(PlaceAction::Laid { epoch, gazetteer, problems })
}

/// The tables as one, with the edits, and what follows from it.
pub(super) fn indexed(
    tables: &[Arc<EventTable>],
    files: &[(DatasetId, String)],
    edits: &[Edit],
    gazetteer: &Gazetteer,
    epoch: u64,
) -> Action {
    let joined = match tables {
        [only] => Ok(Arc::clone(only)),
        several => EventTable::merged(several.iter().map(AsRef::as_ref)).map(Arc::new),
    };
    let edited = joined.map_err(|full| full.to_string()).and_then(|table| {
        let (edited, report) =
            edited(&table, files, edits, gazetteer).map_err(|error| error.to_string())?;
        Ok((edited.map_or(table, Arc::new), report))
    });
    match edited {
        Ok((table, report)) => {
            let index = Arc::new(EventIndex::new(table));
            let all = Arc::new(Matched::build(&index, &Filter::default()));
            Action::Indexed { index, all, edits: Arc::new(report), epoch }
        }
        Err(why) => Action::IndexFailed(format!("The open files do not fit together: {why}.")),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[test]
    fn lines_are_written_in_the_order_asked_for_before_the_program_ends() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/edits.jsonl");
        let told = Arc::new(Mutex::new(Vec::new()));
        let mut keeper = Keeper::default();
        for n in 0..50 {
            let told = Arc::clone(&told);
            let report: Report = Arc::new(move |action| told.lock().unwrap().push(action));
            keeper.keep(Keep::Journal { path: path.clone(), line: format!("{n}\n") }, report);
        }
        drop(keeper);
        let expected: String = (0..50).map(|n| format!("{n}\n")).collect();
        assert_eq!(fs::read_to_string(&path).unwrap(), expected);
        assert!(told.lock().unwrap().is_empty());
    }

    #[test]
    fn a_line_does_not_continue_one_that_was_cut_off() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("edits.jsonl");
        fs::write(&path, "cut of").unwrap();
        append(&path, "whole\n").unwrap();
        append(&path, "next\n").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "cut of\nwhole\nnext\n");
    }

    #[test]
    fn what_cannot_be_written_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let in_the_way = folder.path().join("file");
        fs::write(&in_the_way, "").unwrap();
        let path = in_the_way.join("edits.jsonl");
        let told = kept(Keep::Journal { path: path.clone(), line: "x\n".into() });
        assert!(matches!(told, Some(Action::Failed(None, text)) if text.contains("edits.jsonl")));
        let told = kept(Keep::Places { path, bytes: Vec::new(), expected: None });
        assert!(matches!(told, Some(Action::Failed(None, _))));
    }
}
