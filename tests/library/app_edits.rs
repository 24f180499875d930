//! Decisions over files of events: made, undone, kept, found again.

use std::path::Path;

use deir_atlas::app::edits::EditState;
use deir_atlas::app::{Action, EditAction, PlaceAction};
use deir_atlas::export::data::{DataFormat, WriteOptions, write};
use deir_atlas::model::{EventId, Row};
use deir_atlas::store::Folders;

use crate::app_actions::{Program, file};

const MASSACRE: &str = "massacre-al-baghiliyah";

fn folders(folder: &Path) -> Folders {
    Folders { config: Some(folder.join("config")), data: Some(folder.join("data")) }
}

/// The sample, with everything that is kept in `folder`.
fn kept_in(folder: &Path) -> Program {
    let mut program = Program::default();
    program.act(Action::Place(PlaceAction::Use(folders(folder))));
    program.act(Action::OpenSample);
    program
}

impl Program {
    fn edit(&mut self, action: EditAction) {
        self.act(Action::Edit(action));
    }

    fn row(&self, id: &str) -> Row {
        let table = &self.state.table;
        table.rows().find(|row| table.id(*row) == id).unwrap_or_else(|| panic!("no event {id}"))
    }

    fn event(&self, id: &str) -> EventId {
        self.state.table.event_id(self.row(id))
    }

    /// Every event with its claims' excerpts, days and places: what a table says.
    fn said(&self) -> Vec<String> {
        let table = &self.state.table;
        let mut said: Vec<String> = table
            .rows()
            .map(|row| format!("{:?} {:?}", table.event_id(row), table.event(row)))
            .collect();
        said.sort();
        said
    }

    /// The parted account of an event, by the event's id in its file.
    fn parted(&self, id: &str) -> EventId {
        let table = &self.state.table;
        let prefix = format!("{id}-part-");
        let row = table.rows().find(|row| table.id(*row).starts_with(&prefix));
        table.event_id(row.expect("an account was parted"))
    }
}

#[test]
fn the_accounts_of_16_january_2016_are_parted_and_joined_again() {
    let mut program = Program::with_sample();
    let (before, n_before) = (program.said(), program.state.table.n_events());
    let event = program.event(MASSACRE);
    program.edit(EditAction::Part { event, claim: 1 });
    let table = &program.state.table;
    assert_eq!(table.n_events(), n_before + 1);
    let (rest, parted) = (program.row(MASSACRE), program.parted(MASSACRE));
    let parted_row = table.row_of(parted).unwrap();
    let publisher = |row: Row| {
        let mut claims = table.claims(row);
        assert_eq!(claims.len(), 1);
        claims.next().unwrap().document().unwrap().publisher().to_owned()
    };
    assert_eq!(publisher(rest), "ARA News");
    assert_eq!(publisher(parted_row), "Syrian Observatory for Human Rights (SOHR)");
    assert_eq!((table.n_placements(rest), table.n_placements(parted_row)), (2, 1));
    assert_eq!(table.title(parted_row), "", "the title tells of both accounts");

    // The two are proposed as one, first of all.
    let proposals = program.state.across.proposals.clone().unwrap();
    let pair = proposals.of(parted).find(|pair| pair.a == event).expect("they are alike");
    assert!(pair.score > 0.85, "{pair:?}");
    assert_eq!(pair, &proposals.pairs[0]);
    let reasons = pair.reasons.join("; ");
    for reason in ["same place", "the days meet", "same attacker", "tolls agree"] {
        assert!(reasons.contains(reason), "{reason} not in {reasons}");
    }

    program.edit(EditAction::Join { into: parted, from: event });
    assert_eq!(program.said(), before, "joined again it is what it was");
    assert!(program.state.view.edits.is_empty(), "nothing is left to decide");
    assert_eq!(program.state.view.selection, Some(event));
    program.act(Action::Undo);
    assert_eq!(program.state.table.n_events(), n_before + 1);
    program.act(Action::Redo);
    program.act(Action::Undo);
    program.act(Action::Undo);
    assert_eq!(program.said(), before);
}

#[test]
fn events_of_different_reports_are_joined_as_one_and_exported_so() {
    let mut program = Program::with_sample();
    let before = program.said();
    let (into, from) = (
        program.event("attack-joura-qusour-may-2016"),
        program.event("isis-shells-qusour-nov-2016"),
    );
    let n_claims: usize = [into, from]
        .map(|event| {
            let row = program.state.table.row_of(event).unwrap();
            program.state.table.claims(row).len()
        })
        .iter()
        .sum();
    program.act(Action::Select(Some(from)));
    program.edit(EditAction::Join { into, from });
    let table = &program.state.table;
    assert_eq!(table.row_of(from), None);
    let row = table.row_of(into).unwrap();
    assert_eq!(table.claims(row).len(), n_claims);
    assert_eq!(table.n_placements(row), 2, "each place once");
    assert_eq!(program.state.view.selection, Some(into), "selection follows the event");
    let written = write(DataFormat::Native, table, table.rows(), WriteOptions::default());
    let text = String::from_utf8(written.bytes).unwrap();
    assert!(!text.contains("\"isis-shells-qusour-nov-2016\""));
    program.act(Action::Undo);
    assert_eq!(program.said(), before);
}

#[test]
fn a_place_is_chosen_for_a_claim_and_given_back() {
    let mut program = Program::with_sample();
    let before = program.said();
    let event = program.event("clash-bighel");
    assert!(!program.state.table.is_placed(program.row("clash-bighel")));
    let choose =
        |place: &str| EditAction::Choose { event, at: vec![(0, 0)], place: place.to_owned() };
    program.edit(choose("al-joura"));
    let row = program.row("clash-bighel");
    let table = &program.state.table;
    let place = table.placements(row).next().unwrap();
    assert_eq!(table.string(place.place), "al-joura");
    assert!(place.position().is_some());
    assert!(!table.string(place.name).is_empty(), "the source's spelling stays");
    let (_, reason) = table.claims(row).next().unwrap().places().next().unwrap();
    assert!(reason.contains("chosen by you, was bighel"), "{reason}");

    // Another choice replaces the first; the file's own is no choice.
    program.edit(choose("al-qusour"));
    assert_eq!(program.state.view.edits.len(), 1);
    program.edit(choose("bighel"));
    assert!(program.state.view.edits.is_empty());
    assert_eq!(program.said(), before);
    program.act(Action::Undo);
    assert_eq!(program.state.view.edits.len(), 1);
    let edit = program.state.view.edits[0].clone();
    program.edit(EditAction::TakeBack(edit));
    assert_eq!(program.said(), before);
}

/// Two reports of one raid, one of them undated, and a third of another day.
const TWO_REPORTS: &str = "id,date,event_type,sub_event_type,place,publisher,url,excerpt,attackers,civilian_killed_min\n\
    dated,2016-03-05,Explosions/Remote violence,Air/drone strike,al-Qusour,Blue Agency,https://blue.example/1,Jets hit al-Qusour and killed nine.,Russian forces,9\n\
    undated,,Explosions/Remote violence,Air/drone strike,al-Qusour,Green Agency,https://green.example/2,Raids on al-Qusour left ten dead.,Russian forces,10\n\
    later,2016-05-05,Explosions/Remote violence,Air/drone strike,al-Qusour,Green Agency,https://green.example/3,More raids on al-Qusour.,Russian forces,9\n\
    elsewhere,2016-03-05,Explosions/Remote violence,Air/drone strike,al-Bukamal,Green Agency,https://green.example/4,Raids on al-Bukamal.,Russian forces,9\n";

fn two_reports(folder: &tempfile::TempDir) -> Program {
    let mut program = Program::default();
    program.act(Action::Open(vec![file(folder, "raids.csv", TWO_REPORTS)]));
    program
}

#[test]
fn a_dated_report_proposes_the_date_of_an_undated_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = two_reports(&folder);
    let (dated, undated) = (program.event("dated"), program.event("undated"));
    let proposals = program.state.across.proposals.clone().unwrap();
    let pair = proposals.of(undated).find(|pair| pair.a == dated).expect("they are alike");
    let date = pair.date.clone().expect("a date is proposed");
    assert_eq!((date.event, date.edtf.as_str()), (undated, "2016-03-05"));
    assert!(date.evidence.contains("Blue Agency"), "{}", date.evidence);
    assert!(
        !proposals.of(program.event("elsewhere")).any(|pair| pair.a == dated || pair.b == dated)
    );

    let reason = date.evidence;
    program.edit(EditAction::Date { event: undated, edtf: date.edtf, reason: reason.clone() });
    let row = program.row("undated");
    let table = &program.state.table;
    assert_eq!(table.span(row), table.span(program.row("dated")));
    assert_eq!(table.claims(row).next().unwrap().date_reason(), reason);
    program.act(Action::Undo);
    assert_eq!(program.state.table.span(program.row("undated")), None);
}

#[test]
fn what_is_said_not_to_be_the_same_is_not_proposed_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = two_reports(&folder);
    let pair = program.state.across.proposals.as_ref().unwrap().pairs[0].clone();
    let n_before = program.state.across.proposals.as_ref().unwrap().pairs.len();
    program.edit(EditAction::NotSame(pair.b, pair.a));
    let found = program.state.across.proposals.clone().unwrap();
    assert_eq!(found.pairs.len(), n_before - 1);
    assert!(!found.of(pair.a).any(|other| other.b == pair.b));
    program.act(Action::Undo);
    assert_eq!(program.state.across.proposals.as_ref().unwrap().pairs.len(), n_before);
}

#[test]
fn events_of_two_files_are_joined_and_come_apart_when_one_is_closed() {
    let folder = tempfile::tempdir().unwrap();
    let lines: Vec<&str> = TWO_REPORTS.lines().collect();
    let one = format!("{}\n{}\n", lines[0], lines[1]);
    let two = format!("{}\n{}\n", lines[0], lines[2]);
    let paths = [file(&folder, "blue.csv", &one), file(&folder, "green.csv", &two)];
    let mut program = Program::default();
    program.act(Action::Open(paths.to_vec()));
    let (into, from) = (program.event("dated"), program.event("undated"));
    assert_ne!(into.dataset, from.dataset);
    program.edit(EditAction::Join { into, from });
    assert_eq!(program.state.table.n_events(), 1);
    program.act(Action::Close(from.dataset));
    assert_eq!(program.state.edit_report.states, [EditState::NotOpen]);
    assert_eq!(program.state.table.claims(program.row("dated")).len(), 1);
    program.act(Action::Open(vec![paths[1].clone()]));
    assert_eq!(program.state.table.n_events(), 1, "the edit waited for its file");
}

#[test]
fn edits_survive_a_kill_and_hold_over_a_file_that_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = kept_in(folder.path());
    let event = program.event(MASSACRE);
    program.edit(EditAction::Part { event, claim: 1 });
    let bighel = program.event("clash-bighel");
    program.edit(EditAction::Choose { event: bighel, at: vec![(0, 0)], place: "ayash".into() });
    program.act(Action::Undo);
    program.act(Action::Redo);
    let said = program.said();
    // Killed: nothing is told to go. What was being written is torn.
    drop(program);
    let journal = folder.path().join("data/edits.jsonl");
    let mut text = std::fs::read_to_string(&journal).unwrap();
    text.push_str("{\"v\":1,\"at\":2,\"out\":[],\"pu");
    std::fs::write(&journal, text).unwrap();

    let mut again = kept_in(folder.path());
    assert_eq!(again.said(), said);
    assert!(again.messages().iter().any(|text| text.contains("could not be read")));
    let n = again.state.view.edits.len();
    // What was decided before this run is no step of it.
    again.act(Action::Undo);
    assert_eq!(again.state.view.edits.len(), n);
    let edit = again.state.view.edits[0].clone();
    again.edit(EditAction::TakeBack(edit));
    let third = kept_in(folder.path());
    assert_eq!(third.said(), again.said());
    assert_eq!(third.state.view.edits.len(), n - 1);
}

#[test]
fn an_edit_that_no_longer_applies_is_told_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder, "raids.csv", TWO_REPORTS);
    let mut program = Program::default();
    program.act(Action::Open(vec![path.clone()]));
    let event = program.event("dated");
    program.edit(EditAction::Choose { event, at: vec![(0, 0)], place: "al-joura".into() });
    file(&folder, "raids.csv", &TWO_REPORTS.replace("killed nine", "killed eleven"));
    program.act(Action::Open(vec![path.clone()]));
    assert!(matches!(program.state.edit_report.states[..], [EditState::Lost(_)]));
    assert!(program.messages().iter().any(|text| text.contains("no longer fit")));
    assert_eq!(program.state.view.edits.len(), 1, "it is kept");
    file(&folder, "raids.csv", TWO_REPORTS);
    program.act(Action::Open(vec![path]));
    assert_eq!(program.state.edit_report.states, [EditState::Holds]);
}

#[test]
fn what_cannot_be_is_refused_with_words() {
    let mut program = Program::with_sample();
    let event = program.event("clash-bighel");
    program.edit(EditAction::Part { event, claim: 0 });
    program.edit(EditAction::Part { event, claim: 9 });
    program.edit(EditAction::Join { into: event, from: event });
    assert!(program.state.view.edits.is_empty());
    assert_eq!(program.messages().len(), 2, "{:?}", program.messages());
}
