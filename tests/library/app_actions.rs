//! What a person does, as actions on the state; what has to be done outside is
//! carried out at once instead of on threads.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;

use deir_atlas::app::state::SaveKind;
use deir_atlas::app::{Action, AppState, Effect, FilterChange, Gesture, TimeAction, Tray};
use deir_atlas::jobs::perform;
use deir_atlas::model::{DaySpan, Edtf, EventType};
use deir_atlas::query::{SliderMode, SortKey};
use deir_atlas::store::Session;

/// A state and whatever only a window could have done.
#[derive(Default)]
pub struct Program {
    pub state: AppState,
    pub for_window: Vec<Effect>,
}

impl Program {
    pub fn with_sample() -> Self {
        let mut program = Self::default();
        program.act(Action::OpenSample);
        program
    }

    /// Applies an action and all that follows from it.
    pub fn act(&mut self, action: Action) {
        let mut actions = VecDeque::from([action]);
        while let Some(action) = actions.pop_front() {
            for effect in self.state.apply(action) {
                let reported = Mutex::new(Vec::new());
                let report = |action| reported.lock().unwrap().push(action);
                match &effect {
                    Effect::Briefing(briefing) if briefing.is_for_window() => {
                        self.for_window.push(effect);
                    }
                    Effect::CopyText(_)
                    | Effect::OpenUrl(_)
                    | Effect::PickFiles
                    | Effect::PickPmTiles
                    | Effect::PickSaveTo(_)
                    | Effect::MoveMap(_) => self.for_window.push(effect),
                    _ => perform(effect, &AtomicBool::new(false), &report),
                }
                actions.extend(reported.into_inner().unwrap());
            }
        }
        assert!(self.state.is_settled());
    }

    fn filter(&mut self, change: FilterChange) {
        self.act(Action::Filter(change));
    }

    fn range(&mut self, edtf: &str) {
        let span = edtf.parse::<Edtf>().unwrap().span();
        self.act(Action::Time(TimeAction::Range(span, Gesture::Done)));
    }

    fn n_in_range(&self) -> u32 {
        self.state.derived.matched.counts(self.state.date_range()).n_in_range
    }

    fn shown_ids(&self) -> Vec<String> {
        let list = &self.state.derived.list;
        let range = self.state.date_range();
        list.page(range, self.state.descending, 0..list.len(range))
            .into_iter()
            .map(|row| self.state.table.id(row).to_owned())
            .collect()
    }

    pub fn messages(&self) -> Vec<&str> {
        self.state.messages.iter().map(|message| message.text.as_str()).collect()
    }
}

pub fn file(folder: &tempfile::TempDir, name: &str, text: &str) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn the_sample_counts_what_has_no_date_and_what_has_no_place() {
    let program = Program::with_sample();
    let counts = program.state.derived.matched.counts(program.state.date_range());
    let n_all = program.state.table.n_events() as u32;
    assert!(counts.n_undated >= 1 && counts.n_unlocated >= 1, "{counts:?}");
    assert_eq!(counts.n_in_range + counts.n_undated, n_all, "nothing is dropped");
    assert!(program.state.messages.is_empty(), "{:?}", program.messages());
}

#[test]
fn two_reports_of_one_day_are_one_event_with_two_accounts() {
    let program = Program::with_sample();
    let table = &program.state.table;
    let day = "2016-01-16".parse::<Edtf>().unwrap().span();
    let told_twice = table
        .rows()
        .find(|row| table.span(*row) == Some(day) && table.claims(*row).len() == 2)
        .expect("16 January 2016 is told by two reports");
    let publishers: Vec<&str> =
        table.claims(told_twice).map(|claim| claim.document().unwrap().publisher()).collect();
    assert_ne!(publishers[0], publishers[1]);
    assert_eq!(table.n_placements(told_twice), 2, "al-Baghiliyah and Ayyash");
}

#[test]
fn every_event_of_the_sample_leads_to_words_with_publisher_and_date() {
    let program = Program::with_sample();
    let table = &program.state.table;
    for row in table.rows() {
        for claim in table.claims(row) {
            let id = table.id(row);
            assert!(!claim.excerpt().trim().is_empty(), "{id} has no excerpt");
            let document = claim.document().unwrap_or_else(|| panic!("{id} has no document"));
            assert!(!document.publisher().is_empty(), "{id}");
            assert!(document.published().is_some(), "{id}");
            assert!(document.text().contains(claim.excerpt()), "{id}");
            assert_eq!(document.kind().name(), "digest", "{id}");
            assert!(claim.date().is_none() || !claim.date_reason().is_empty(), "{id}");
        }
    }
}

#[test]
fn filters_and_dates_narrow_what_is_shown_and_undo_takes_them_back() {
    let mut program = Program::with_sample();
    let n_all = program.n_in_range();
    program.filter(FilterChange::OnlyType(EventType::Battles));
    let n_battles = program.n_in_range();
    assert!(0 < n_battles && n_battles < n_all);
    program.range("2016-01");
    let n_january = program.n_in_range();
    assert!(0 < n_january && n_january < n_battles);
    program.act(Action::Undo);
    assert_eq!(program.n_in_range(), n_battles);
    program.act(Action::Undo);
    assert_eq!(program.n_in_range(), n_all);
    program.act(Action::Redo);
    program.act(Action::Redo);
    assert_eq!(program.n_in_range(), n_january);
    program.filter(FilterChange::Clear);
    program.act(Action::Time(TimeAction::Range(DaySpan::ALL, Gesture::Done)));
    assert_eq!(program.n_in_range(), n_all);
}

#[test]
fn one_undo_takes_a_whole_drag_of_the_slider_back() {
    let mut program = Program::with_sample();
    for day in 10..30 {
        let span = format!("2016-01-01/2016-01-{day}").parse::<Edtf>().unwrap().span();
        program.act(Action::Time(TimeAction::Range(span, Gesture::Moving)));
    }
    program.range("2016-01-01/2016-01-30");
    program.act(Action::Undo);
    assert_eq!(program.state.view.range, DaySpan::ALL);
}

#[test]
fn search_finds_arabic_names_in_other_spellings() {
    let mut program = Program::with_sample();
    program.filter(FilterChange::Text("القُصور".to_owned()));
    let with_marks = program.shown_ids();
    program.filter(FilterChange::Text("القصور".to_owned()));
    assert_eq!(program.shown_ids(), with_marks, "diacritics are ignored");
}

#[test]
fn search_finds_the_events_at_a_place_however_it_is_spelled() {
    let mut program = Program::with_sample();
    let table = program.state.table.clone();
    let there: Vec<String> = table
        .rows()
        .filter(|row| table.placements(*row).any(|p| table.string(p.place) == "al-baghiliyah"))
        .map(|row| table.id(row).to_owned())
        .collect();
    assert!(there.len() > 1);
    for name in ["Begayliya", "al-bogeleyyah", "البغيليه", "\"al Bughaliya\""] {
        program.filter(FilterChange::Text(name.to_owned()));
        let shown = program.shown_ids();
        assert!(there.iter().all(|id| shown.contains(id)), "{name}: {shown:?}");
        assert!(shown.len() < table.n_events());
    }
}

#[test]
fn the_list_can_be_walked_and_sorted() {
    let mut program = Program::with_sample();
    program.act(Action::SelectNeighbour(1));
    let first = program.shown_ids()[0].clone();
    let selected = |program: &Program| {
        program.state.table.id(program.state.selected_row().unwrap()).to_owned()
    };
    assert_eq!(selected(&program), first);
    program.act(Action::SelectNeighbour(2));
    assert_eq!(selected(&program), program.shown_ids()[2]);
    let by_date = program.shown_ids();
    program.act(Action::Sort(SortKey::Date, true));
    let mut reversed = by_date.clone();
    reversed.reverse();
    assert_eq!(program.shown_ids(), reversed);
    program.act(Action::Sort(SortKey::Title, false));
    assert_ne!(program.shown_ids(), by_date);
    program.act(Action::ShowTray(Tray::Undated));
    assert_eq!(program.state.tray, Tray::Undated);
}

#[test]
fn playing_steps_through_the_days_and_stops_at_the_end() {
    let mut program = Program::with_sample();
    program.act(Action::Time(TimeAction::Mode(SliderMode::Cumulative)));
    program.act(Action::Time(TimeAction::TogglePlay));
    assert!(program.state.timeline.playing);
    let mut ends = vec![program.state.view.range.last];
    for _ in 0..2_000 {
        program.act(Action::Time(TimeAction::Tick(1.0)));
        if ends.last() != Some(&program.state.view.range.last) {
            ends.push(program.state.view.range.last);
        }
        if !program.state.timeline.playing {
            break;
        }
    }
    assert!(!program.state.timeline.playing, "it stops by itself");
    assert!(ends.len() > 10 && ends.is_sorted(), "{ends:?}");
    assert_eq!(program.n_in_range(), program.state.table.n_dated() as u32);
}

#[test]
fn several_files_are_told_apart_hidden_and_closed_one_by_one() {
    let folder = tempfile::tempdir().unwrap();
    let csv = "id,date,latitude,longitude,event_type\nx1,2016-02-01,35.33,40.14,Battles\n";
    let mut program = Program::with_sample();
    let n_sample = program.state.table.n_events();
    program.act(Action::Open(vec![file(&folder, "more.csv", csv)]));
    assert_eq!(program.state.table.n_events(), n_sample + 1);
    let more = program.state.datasets[1].id;
    program.act(Action::ShowDataset(more, false));
    assert!(!program.shown_ids().contains(&"x1".to_owned()));
    program.act(Action::ShowDataset(more, true));
    assert!(program.shown_ids().contains(&"x1".to_owned()));
    program.act(Action::Close(more));
    assert_eq!(program.state.table.n_events(), n_sample);
}

#[test]
fn a_bad_row_is_reported_with_its_line_and_the_rest_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let csv = "id,date,latitude,longitude\n\
               a,2016-02-31,35.33,40.14\n\
               b,2016-02-01,95.0,40.14\n\
               c,2016-02-02,0,0\n\
               d,2016-02-03,35.33,40.14\n";
    let path = file(&folder, "bad.csv", csv);
    let mut program = Program::default();
    program.act(Action::Open(vec![path]));
    assert_eq!(program.state.table.n_events(), 4, "{:?}", program.messages());
    let dataset = &program.state.datasets[0];
    let lines: Vec<u64> = dataset.report.problems.iter().map(|problem| problem.line).collect();
    assert_eq!(lines, [2, 3, 4]);
    let counts = program.state.derived.matched.counts(program.state.date_range());
    assert_eq!((counts.n_undated, counts.n_unlocated), (1, 2));

    let report = folder.path().join("report.txt");
    program.act(Action::SaveTo(SaveKind::LoadReport(program.state.datasets[0].id), report.clone()));
    let text = std::fs::read_to_string(report).unwrap();
    assert!(text.contains("line 2") && text.contains("2016-02-31"), "{text}");
}

#[test]
fn what_cannot_be_read_says_why_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::with_sample();
    let n_sample = program.state.table.n_events();
    program.act(Action::Open(vec![
        file(&folder, "empty.csv", ""),
        file(&folder, "cut.events.json", r#"{"format":"deir-atlas/events","version":1,"#),
        folder.path().join("absent.csv"),
    ]));
    assert_eq!(program.state.table.n_events(), n_sample);
    let messages = program.messages();
    assert_eq!(messages.len(), 3, "{messages:?}");
    assert!(messages[0].contains("empty"), "{messages:?}");
    assert!(messages[1].contains("line 1"), "{messages:?}");
    assert!(messages[2].contains("absent.csv"), "{messages:?}");
}

#[test]
fn events_saved_are_those_shown_and_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::with_sample();
    program.filter(FilterChange::OnlyType(EventType::Explosions));
    let n_shown = program.state.derived.matched.n_matching();
    let path = folder.path().join("shown.events.json");
    program.act(Action::SaveTo(SaveKind::Events, path.clone()));
    let mut again = Program::default();
    again.act(Action::Open(vec![path]));
    assert_eq!(again.state.table.n_events(), n_shown, "{:?}", again.messages());
    let table = &again.state.table;
    assert!(table.rows().all(|row| table.event_type(row) == EventType::Explosions));
}

#[test]
fn a_session_restores_what_was_chosen() {
    let mut program = Program::with_sample();
    program.filter(FilterChange::OnlyType(EventType::Battles));
    program.range("2016-01");
    let kept = program.state.session().to_json();
    let mut again = Program::default();
    again.state.restore(Session::from_json(&kept).unwrap(), true);
    again.act(Action::OpenSample);
    assert_eq!(again.shown_ids(), program.shown_ids());
    assert_eq!(again.state.view.range, program.state.view.range);
}
