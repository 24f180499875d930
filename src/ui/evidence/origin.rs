//! Where the event was read: the file, its number there, and what the file says
//! that has no place elsewhere.

use egui::{CollapsingHeader, Ui};

use super::parts::{fact_ui, quiet_ui};
use crate::app::AppState;
use crate::app::edits::resolve::is_parted;
use crate::app::effect::Source;
use crate::model::Row;
use crate::ui::widgets::grouped;

/// Properties shown; more than that is a table of its own.
const N_PROPERTIES: usize = 200;

/// Shows, folded away at first, the event's row of the file.
pub fn origin_ui(ui: &mut Ui, state: &AppState, row: Row) {
    let table = &*state.table;
    CollapsingHeader::new("In the file").id_salt("in the file").show_unindented(ui, |ui| {
        let dataset = state.dataset(table.dataset(row));
        if let Some(dataset) = dataset {
            fact_ui(ui, "Dataset", &dataset.name);
            if let Source::File(path) = &dataset.source {
                fact_ui(ui, "File", &path.display().to_string());
            }
        }
        let event = table.event_id(row);
        if is_parted(event) {
            fact_ui(ui, "Event", "parted from another one by you");
        } else {
            let number = u64::from(event.number) + 1;
            fact_ui(ui, "Event", &format!("number {}", grouped(number)));
        }
        fact_ui(ui, "Identifier", table.id(row));
        let properties = table.properties(row);
        let n_more = properties.len().saturating_sub(N_PROPERTIES);
        if properties.len() == 0 {
            quiet_ui(ui, "Nothing in the file is left over.");
        }
        for (name, value) in properties.take(N_PROPERTIES) {
            fact_ui(ui, name, value);
        }
        if n_more > 0 {
            quiet_ui(ui, &format!("and {n_more} more"));
        }
    });
}
