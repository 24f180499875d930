//! Files of events: made in memory, then written whole.

use std::path::Path;

use super::write_whole;
use crate::app::export::{ExportAction, ExportOrder, Weighed};
use crate::app::{Action, TaskId};
use crate::export::data::{self, WriteOptions};
use crate::export::redact::redact;

/// The file of an order, and what it holds.
fn made(order: &ExportOrder) -> Result<(Vec<u8>, Weighed), String> {
    let rows = order.rows();
    let copy = redact(&order.table, rows.into_iter(), &order.gazetteer, &order.plan.redaction)
        .map_err(|error| error.to_string())?;
    let options = WriteOptions {
        with_formulas_defused: true,
        with_byte_order_mark: order.plan.with_byte_order_mark,
        notice: copy.notice,
        // What was searched for may be what is hidden.
        view: order.plan.redaction.is_nothing().then_some(&*order.view),
        overlay: (!order.overlay.is_empty()).then_some(&order.overlay),
        ..WriteOptions::default()
    };
    let written = data::write(order.plan.format, &copy.table, copy.rows.iter().copied(), options);
    if let Some(why) = written.refusal(copy.rows.len()) {
        return Err(why);
    }
    let is_nothing = order.plan.redaction.is_nothing();
    let weighed = Weighed {
        n_events: written.n_events,
        n_all: order.table.n_events(),
        n_undated: copy.rows.iter().filter(|row| copy.table.span(**row).is_none()).count(),
        n_unplaced: copy.rows.iter().filter(|row| !copy.table.is_placed(**row)).count(),
        n_bytes: written.bytes.len(),
        notice: if is_nothing { String::new() } else { copy.notice.to_string() },
        lost: written.lost(),
    };
    Ok((written.bytes, weighed))
}

/// Finds out what would come of an order.
pub(super) fn weigh(order: ExportOrder) -> Action {
    let outcome = made(&order).map(|(_, weighed)| weighed);
    Action::Export(ExportAction::Weighed(Box::new(order.plan), outcome))
}

/// Writes the file of an order.
pub(super) fn write(task: TaskId, order: &ExportOrder, path: &Path) -> Action {
    let shown = path.display();
    match made(order) {
        Err(error) => Action::Failed(Some(task), format!("Nothing was written: {error}.\n{shown}")),
        Ok((bytes, weighed)) => match write_whole(path, &bytes) {
            Ok(()) => Action::Export(ExportAction::Written(task, path.to_owned(), weighed)),
            Err(error) => {
                Action::Failed(Some(task), format!("Could not write the events: {error}.\n{shown}"))
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;

    use super::super::{SAMPLE, perform};
    use super::*;
    use crate::app::Effect;
    use crate::app::export::{ExportPlan, Scope};
    use crate::export::data::DataFormat;
    use crate::export::redact::{Profile, Redaction};
    use crate::gazetteer::Gazetteer;
    use crate::model::DaySpan;
    use crate::query::{EventIndex, Filter, Matched};
    use crate::read::{ReadOptions, read};

    fn order(format: DataFormat, profile: Profile) -> ExportOrder {
        let options =
            ReadOptions { gazetteer: Some(Gazetteer::bundled()), ..ReadOptions::default() };
        let table = Arc::new(read(SAMPLE.as_bytes(), "sample", &options).unwrap().table);
        let index = Arc::new(EventIndex::new(Arc::clone(&table)));
        let matched = Arc::new(Matched::build(&index, &Filter::default()));
        let redaction = Redaction { profile, ..Redaction::default() };
        let plan = ExportPlan { format, scope: Scope::All, redaction, ..ExportPlan::default() };
        ExportOrder {
            plan,
            table,
            matched,
            range: DaySpan::ALL,
            view: "{}".to_owned(),
            gazetteer: Gazetteer::shared(),
            overlay: String::new(),
        }
    }

    #[test]
    fn what_is_weighed_is_what_is_written_and_opens_again() {
        let folder = tempfile::tempdir().unwrap();
        for format in DataFormat::ALL {
            let order = order(format, Profile::Full);
            let path = folder.path().join(order.plan.file_name());
            let n_events = order.table.n_events();
            let (_, weighed) = made(&order).unwrap();
            let said = std::sync::Mutex::new(Vec::new());
            let effect =
                Effect::WriteExport { task: TaskId(0), order: Box::new(order), path: path.clone() };
            perform(effect, &AtomicBool::new(false), &|action| said.lock().unwrap().push(action));
            let said = said.into_inner().unwrap();
            let [Action::Export(ExportAction::Written(_, _, written))] = &said[..] else {
                panic!("{format:?}: {said:?}");
            };
            assert_eq!(*written, weighed);
            let bytes = std::fs::read(&path).unwrap();
            assert_eq!(bytes.len(), weighed.n_bytes);
            if !matches!(format, DataFormat::Markdown | DataFormat::Text) {
                let back = read(&bytes, "back", &ReadOptions::default()).unwrap();
                assert_eq!(back.table.n_events(), n_events, "{format:?}");
            }
        }
    }

    #[test]
    fn a_public_copy_of_the_sample_names_no_speaker() {
        let order = order(DataFormat::Capsule, Profile::Public);
        let (bytes, weighed) = made(&order).unwrap();
        assert!(weighed.notice.starts_with("Public copy"), "{}", weighed.notice);
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("Helwani"));
    }
}
