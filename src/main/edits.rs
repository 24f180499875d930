//! Edits of the window, carried out by a command.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use deir_atlas::app::edits::EditState;
use deir_atlas::app::edits::resolve::edited;
use deir_atlas::gazetteer::Gazetteer;
use deir_atlas::model::{DatasetId, EventTable};
use deir_atlas::store::edits::replay;

use super::input::bytes_of;

/// Decisions over the files.
#[derive(Debug, Args)]
pub struct Edits {
    /// Carry out the edits of this journal, such as the one the window keeps (edits.jsonl):
    /// places chosen, events joined and parted, dates taken. The files stay as they are.
    #[arg(long, value_name = "FILE")]
    edits: Option<PathBuf>,
}

impl Edits {
    /// The table with the edits carried out; what no longer applies is told on stderr.
    ///
    /// # Errors
    /// When the journal cannot be read, with its path.
    pub fn carried_out(
        &self,
        table: EventTable,
        files: &[(DatasetId, String)],
        gazetteer: &Gazetteer,
    ) -> anyhow::Result<EventTable> {
        let Some(path) = &self.edits else { return Ok(table) };
        let journal = replay(&String::from_utf8_lossy(&bytes_of(path)?));
        let (shown, report) = edited(&table, files, &journal.edits, gazetteer)?;
        let mut errors = std::io::stderr().lock();
        for line in &journal.unread {
            writeln!(errors, "{}: line {line}: no edit; left out", path.display())?;
        }
        for (number, state) in (1..).zip(&report.states) {
            if let EditState::Lost(why) = state {
                writeln!(errors, "{}: edit {number} no longer applies: {why}", path.display())?;
            }
        }
        Ok(shown.unwrap_or(table))
    }
}

/// A file's name as the window knows it.
#[must_use]
pub fn name_of(path: &std::path::Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
