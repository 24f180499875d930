//! A review of reports, as actions on the state: what is decided, what becomes of
//! it, and that a kill loses nothing.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use deir_atlas::app::effect::MapMove;
use deir_atlas::app::review::table::{PROPOSED, REVIEWED};
use deir_atlas::app::review::{Edit, Journal, Pasted, decisions, event_of};
use deir_atlas::app::state::{ReviewSave, SaveKind};
use deir_atlas::app::{Action, AppState, Effect, ReviewAction, ReviewEffect};
use deir_atlas::jobs::{Jobs, perform};
use deir_atlas::model::{ActorRole, DocumentKind, EventType, LonLat, SubEventType};
use deir_atlas::store::review::{Field, Proposal, Status, Toll, journal};

const REPORT: &str = "Two air strikes on Deir ez-Zor\n\n\
    Warplanes of the government bombed al-Joura neighbourhood in Deir ez-Zor city on Saturday, \
    killing at least four civilians, a nurse at the field hospital said.\n\n\
    In the evening, ISIS shelled al-Qusour and Harabish neighbourhoods. Two children were \
    wounded.\n";

const ARABIC: &str = "قصف طيران النظام حي الجورة في مدينة دير الزور يوم 5 أيار 2016، \
    ما أدى إلى مقتل ستة مدنيين.";

#[derive(Default)]
struct Program {
    state: AppState,
    for_window: Vec<Effect>,
}

impl Program {
    fn with_journal(path: &Path) -> Self {
        let mut program = Self::default();
        let effects = program.state.open_journal(path.to_owned());
        program.carry_out(effects);
        program
    }

    fn with_report() -> Self {
        let mut program = Self::default();
        program.paste(REPORT, "2016-01-17");
        program
    }

    fn paste(&mut self, text: &str, published: &str) {
        self.review(ReviewAction::Paste(Pasted {
            text: text.to_owned(),
            published: published.to_owned(),
            publisher: "Euphrates Post".to_owned(),
            ..Pasted::default()
        }));
    }

    fn review(&mut self, action: ReviewAction) {
        let effects = self.state.apply(Action::Review(action));
        self.carry_out(effects);
    }

    fn edit(&mut self, edit: Edit) {
        let number = self.current().number;
        self.review(ReviewAction::Edit(number, edit));
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        let mut effects = VecDeque::from(effects);
        while let Some(effect) = effects.pop_front() {
            if matches!(effect, Effect::MoveMap(_) | Effect::PickSaveTo(_)) {
                self.for_window.push(effect);
                continue;
            }
            let reported = Mutex::new(Vec::new());
            perform(effect, &AtomicBool::new(false), &|action| {
                reported.lock().unwrap().push(action);
            });
            for action in reported.into_inner().unwrap() {
                effects.extend(self.state.apply(action));
            }
        }
        assert!(self.state.is_settled());
    }

    fn current(&self) -> Proposal {
        Proposal::clone(self.state.review.current().unwrap())
    }

    fn proposals(&self) -> Vec<Proposal> {
        let review = &self.state.review.review;
        let all = review.reports().iter().flat_map(|report| &report.order);
        all.map(|number| Proposal::clone(review.proposal(*number).unwrap())).collect()
    }

    fn n_proposed(&self) -> usize {
        self.state.review.proposed_table().map_or(0, |table| table.n_events())
    }

    fn messages(&self) -> String {
        self.state.messages.iter().map(|message| message.text.as_str()).collect()
    }
}

fn span(words: &str) -> std::ops::Range<usize> {
    let start = REPORT.find(words).unwrap();
    start..start + words.len()
}

#[test]
fn proposals_are_beside_the_events_and_in_no_count_until_accepted() {
    let mut program = Program::with_report();
    assert_eq!(program.state.table.n_events(), 0);
    assert_eq!(program.n_proposed(), 2);
    assert!(program.state.is_reviewing());

    let first = program.current();
    program.review(ReviewAction::Accept);
    assert_eq!((program.state.table.n_events(), program.n_proposed()), (1, 1));
    assert_ne!(program.current().number, first.number, "the next one is looked at");

    let table = &program.state.table;
    let row = table.rows().next().unwrap();
    assert_eq!(table.event_id(row).dataset, REVIEWED);
    assert_eq!(table.sub_event_type(row), Some(SubEventType::AirDroneStrike));
    let claim = table.claims(row).next().unwrap();
    let document = claim.document().unwrap();
    assert_eq!(document.kind(), DocumentKind::Verbatim);
    assert_eq!(document.text(), REPORT);
    assert_eq!(document.publisher(), "Euphrates Post");
    assert_eq!(document.sha256().len(), 64);
    assert!(claim.excerpt().contains("bombed al-Joura"));
    assert!(claim.date_reason().contains("Saturday"));
    let properties: Vec<(&str, &str)> = table.properties(row).collect();
    assert!(properties.contains(&("review", "accepted")), "{properties:?}");
    assert!(
        properties.iter().any(|(name, rules)| *name == "review rules" && rules.contains("date"))
    );

    program.review(ReviewAction::Undo);
    assert_eq!((program.state.table.n_events(), program.n_proposed()), (0, 2));
    assert!(program.state.datasets.iter().all(|dataset| dataset.id != REVIEWED));
    program.review(ReviewAction::Redo);
    assert_eq!(program.state.table.n_events(), 1);
}

#[test]
fn an_event_keeps_its_identity_while_others_are_decided() {
    let mut program = Program::with_report();
    program.review(ReviewAction::Step(1));
    program.review(ReviewAction::Accept);
    let row = program.state.table.rows().next().unwrap();
    let (event, id) = (program.state.table.event_id(row), program.state.table.id(row).to_owned());
    program.review(ReviewAction::Show(false));
    let effects = program.state.apply(Action::Select(Some(event)));
    program.carry_out(effects);
    program.paste(ARABIC, "");
    program.review(ReviewAction::Accept);
    let row = program.state.table.row_of(event).expect("the same event");
    assert_eq!(program.state.table.id(row), id);
    assert_eq!(program.state.table.n_events(), 2);
}

#[test]
fn a_click_on_a_hollow_marker_looks_at_its_proposal() {
    let mut program = Program::with_report();
    let second = program.proposals()[1].clone();
    program.review(ReviewAction::Show(false));
    let event = event_of(&second);
    assert_eq!(event.dataset, PROPOSED);
    let effects = program.state.apply(Action::Select(Some(event)));
    program.carry_out(effects);
    assert!(program.state.is_reviewing());
    assert_eq!(program.current().number, second.number);
    assert_eq!(program.state.view.selection, None);
    assert!(matches!(program.for_window.last(), Some(Effect::MoveMap(MapMove::Show(_)))));
}

#[test]
fn every_field_can_be_changed_and_changed_back() {
    let mut program = Program::with_report();
    let before = program.current();
    let spot = LonLat::new(40.14, 35.33).unwrap();
    let kind = SubEventType::ShellingArtilleryMissileAttack;
    let civilians = Toll {
        who: "civilian".to_owned(),
        outcome: "killed".to_owned(),
        min: Some(4),
        max: Some(6),
        ..Toll::default()
    };
    let actor = |name: &str, at| Edit::Actor {
        account: 0,
        at,
        name: name.to_owned(),
        role: ActorRole::Target,
    };
    let edits = [
        Edit::Type(EventType::Explosions, Some(kind)),
        Edit::Background(true),
        Edit::Date { account: 0, edtf: "2016-01-16~".to_owned() },
        Edit::Place { account: 0, at: Some(0), id: "hatla".to_owned() },
        Edit::Spot { account: 0, at: None, position: spot, radius_m: 200.0 },
        actor("Civil defence", None),
        Edit::Toll { account: 0, at: Some(0), toll: Some(civilians) },
        Edit::Attribution { account: 0, name: "a nurse".to_owned() },
        Edit::Words { account: 0, field: Field::Excerpt, words: span("In the evening") },
    ];
    for edit in edits {
        let was = program.current();
        program.edit(edit.clone());
        assert_ne!(program.current(), was, "{edit:?}: {}", program.messages());
    }
    let now = program.current();
    let account = &now.accounts[0];
    assert_eq!(now.sub_event_type, Some(kind));
    assert!(account.date.as_ref().unwrap().reason.contains("typed"));
    let placed = account.places.last().unwrap();
    assert_eq!((placed.reason.as_str(), placed.radius_m), ("placed by hand", Some(200.0)));
    let told_by = REPORT.find("a nurse").unwrap();
    assert_eq!(
        account.attribution_span,
        Some(told_by..told_by + 7),
        "typed, and found in the text"
    );
    for _ in 0..9 {
        program.review(ReviewAction::Undo);
    }
    assert_eq!(program.current(), before);
    assert!(!program.state.review.can_undo());
}

#[test]
fn selected_words_are_read_by_the_rules_and_keep_their_place() {
    let mut program = Program::with_report();
    let words = |field, words| Edit::Words { account: 0, field, words };
    program.edit(words(Field::Place, span("Harabish")));
    program.edit(words(
        Field::Toll,
        span("Two children were wounded").start..span("Two children were").end + " wounded".len(),
    ));
    program.edit(words(Field::Attribution, span(" a nurse at the field hospital ")));
    program.edit(words(Field::Date, span("on Saturday")));
    program.edit(words(Field::Actor, span("ISIS")));
    let account = &program.current().accounts[0];
    let place = account.places.iter().find(|place| place.name == "Harabish").unwrap();
    assert_eq!(place.span, Some(span("Harabish")));
    assert!(place.lon_lat.is_some(), "{place:?}");
    assert!(account.tolls.iter().any(|toll| toll.outcome == "wounded"), "{account:#?}");
    assert_eq!(account.attribution, "a nurse at the field hospital");
    let date = account.date.as_ref().unwrap();
    assert_eq!((date.edtf.as_str(), &date.span), ("2016-01-16", &Some(span("on Saturday"))));
    assert!(account.actors.iter().any(|actor| actor.span == Some(span("ISIS"))));

    let before = program.current();
    program.edit(words(Field::Date, span("Warplanes")));
    program.edit(words(Field::Toll, span("neighbourhood")));
    assert_eq!(program.current(), before, "what is not understood changes nothing");
    assert!(program.messages().contains("No date is understood in “Warplanes”"));
}

#[test]
fn two_proposals_become_one_event_with_both_accounts_and_part_again() {
    let mut program = Program::with_report();
    let before = program.proposals();
    program.review(ReviewAction::MergeNext);
    let merged = program.current();
    assert_eq!(merged.accounts.len(), 2);
    assert_eq!(program.proposals().len(), 1);
    assert!(before.iter().all(|old| old.number != merged.number), "no number is used twice");
    program.review(ReviewAction::Accept);
    let table = &program.state.table;
    assert_eq!(table.claims(table.rows().next().unwrap()).len(), 2);
    program.review(ReviewAction::Split);
    let parts = program.proposals();
    assert_eq!(parts.len(), 2);
    assert!(parts.iter().all(|part| part.made_from == [merged.number]));
    for _ in 0..3 {
        program.review(ReviewAction::Undo);
    }
    assert_eq!(program.proposals(), before);
}

#[test]
fn a_split_by_places_multiplies_no_toll() {
    let mut program = Program::with_report();
    program.review(ReviewAction::Step(1));
    let whole = program.current();
    assert_eq!(whole.accounts[0].places.len(), 2, "{whole:#?}");
    assert!(!whole.accounts[0].tolls.is_empty(), "{whole:#?}");
    program.review(ReviewAction::Split);
    let parts: Vec<Proposal> = program.proposals().into_iter().skip(1).collect();
    assert_eq!(parts.len(), 2);
    for part in &parts {
        let [account] = part.accounts.as_slice() else { panic!("{part:#?}") };
        assert_eq!((account.places.len(), account.tolls.len()), (1, 0));
        assert!(account.note.contains("together"), "{}", account.note);
    }
}

#[test]
fn words_that_no_rule_saw_become_a_proposal() {
    let mut program = Program::with_report();
    let report = program.state.review.report().unwrap().report.id.clone();
    let start = span("In the evening").start;
    let words = start..REPORT.len();
    program.review(ReviewAction::Add { report: report.clone(), words });
    let added = program.current();
    assert!(added.by_hand && added.status == Status::Proposed);
    assert_eq!(added.event_type, EventType::Unstated, "a person says what happened");
    let account = &added.accounts[0];
    assert_eq!(account.excerpt.start, start);
    assert_eq!(account.places.len(), 2, "{account:#?}");
    assert!(!account.tolls.is_empty());
    program.review(ReviewAction::Add { report, words: 0..0 });
    assert!(program.messages().contains("Select the words"));
}

#[test]
fn deciding_goes_on_to_the_next_report_and_stays_at_the_end() {
    let mut program = Program::with_report();
    program.paste(ARABIC, "");
    let arabic = program.state.review.report().unwrap().report.id.clone();
    program.review(ReviewAction::StepReport(-1));
    program.review(ReviewAction::Refuse);
    program.review(ReviewAction::Accept);
    assert_eq!(program.current().report, arabic);
    program.review(ReviewAction::Accept);
    assert_eq!(program.current().report, arabic, "nothing is left to decide");
    assert_eq!(program.n_proposed(), 0);
    let counts = program.state.review.review.counts();
    assert_eq!((counts.n_accepted, counts.n_refused), (2, 1));
}

#[test]
fn the_same_text_is_reviewed_once() {
    let mut program = Program::with_report();
    program.review(ReviewAction::Accept);
    program.paste(REPORT, "2016-01-17");
    assert_eq!(program.state.review.review.reports().len(), 1);
    assert_eq!(program.state.review.review.counts().n_accepted, 1);
    assert!(program.messages().contains("1 open already"));
}

#[test]
fn reports_open_from_files_folders_and_manifests() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let text = put("in/one.txt", REPORT.as_bytes());
    put("in/deep/two.md", ARABIC.as_bytes());
    put("in/three.html", b"<p>A landmine killed a farmer near Hatla on 3 March 2018.</p>");
    put("in/none.txt", b"Bread is dear again.");
    put("in/broken.md", b"\x89PNG\r\n\x1a\n");
    put("in/picture.png", b"\x89PNG\r\n\x1a\n");
    let table = put("events.csv", b"date,place,type\n2016-01-16,Hatla,Battles\n");
    let manifest = put(
        "list.csv",
        b"path,published,publisher,url,title\nin/one.txt,2016-01-17,SOHR,,A title\n",
    );

    let mut program = Program::default();
    let effects = program.state.apply(Action::Open(vec![folder.path().join("in")]));
    program.carry_out(effects);
    assert_eq!(program.state.review.review.reports().len(), 4);
    let import = program.state.review.import.clone().unwrap();
    assert_eq!((import.n_files, import.n_opened), (5, 4));
    let told = import.to_string();
    assert!(told.contains("broken.md: ") && told.contains("no event was found"), "{told}");
    assert!(program.state.review.shows_import);

    let effects = program.state.apply(Action::Open(vec![text, manifest, table]));
    program.carry_out(effects);
    let reports = program.state.review.review.reports();
    assert_eq!(reports.len(), 5, "the one with a publisher is another document");
    assert_eq!(reports[4].report.title, "A title");
    assert_eq!(program.state.datasets.len(), 1, "the table is one of events");
}

#[test]
fn a_review_is_where_it_was_after_a_start() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kept/review.jsonl");
    let mut program = Program::with_journal(&path);
    program.paste(REPORT, "2016-01-17");
    program.review(ReviewAction::Accept);
    program.edit(Edit::Date { account: 0, edtf: "2016-01".to_owned() });
    let (before, current) = (program.proposals(), program.current());
    assert_eq!(program.state.review.n_unwritten(), 0);
    drop(program);

    // The last line was being written when the power failed.
    let mut file = std::fs::OpenOptions::new().append(true).open(&path).unwrap();
    file.write_all(b"{\"entry\":\"change\",\"did\":\"acc").unwrap();
    drop(file);
    let again = Program::with_journal(&path);
    assert_eq!((again.proposals(), again.current()), (before, current));
    assert!(again.state.is_reviewing());
    assert_eq!((again.state.table.n_events(), again.n_proposed()), (1, 1));
    assert!(again.messages().contains("was being written"), "{}", again.messages());

    // The journal was made compact: once more, and nothing is wrong with it.
    let once_more = Program::with_journal(&path);
    assert_eq!(once_more.proposals(), again.proposals());
    assert_eq!(once_more.messages(), "");
}

#[test]
fn a_damaged_journal_is_copied_before_it_is_written_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("review.jsonl");
    let mut program = Program::with_journal(&path);
    program.paste(REPORT, "2016-01-17");
    program.review(ReviewAction::Accept);
    let text = std::fs::read_to_string(&path).unwrap();
    let damaged = text.replacen("\"did\":\"accept\"", "\"did\":accept", 1);
    std::fs::write(&path, &damaged).unwrap();
    let again = Program::with_journal(&path);
    assert!(again.messages().contains("cannot be read and is passed over"), "{}", again.messages());
    let copies = std::fs::read_dir(folder.path()).unwrap().flatten();
    let kept = copies.filter(|file| file.file_name().to_string_lossy().contains("damaged"));
    let kept: Vec<String> =
        kept.map(|file| std::fs::read_to_string(file.path()).unwrap()).collect();
    assert_eq!(kept, [damaged]);
}

#[test]
fn what_cannot_be_kept_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("review.jsonl");
    std::fs::write(&path, "date,place\n2016,Hatla\n").unwrap();
    let program = Program::with_journal(&path);
    assert!(matches!(program.state.review.journal, Journal::Failed(_)));
    assert!(program.messages().contains("not being kept"));
    assert!(std::fs::read_to_string(&path).unwrap().starts_with("date"), "it is left alone");
}

#[test]
fn events_and_decisions_are_saved_as_files() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::with_report();
    program.review(ReviewAction::Accept);
    program.review(ReviewAction::Refuse);
    for (what, name) in [
        (ReviewSave::Events, "reviewed.events.json"),
        (ReviewSave::Decisions, "decisions.csv"),
        (ReviewSave::Import, "opened.txt"),
    ] {
        let path = folder.path().join(name);
        let effects = program.state.apply(Action::SaveTo(SaveKind::Review(what), path.clone()));
        program.carry_out(effects);
        assert!(path.exists(), "{}", program.messages());
    }
    let effects =
        program.state.apply(Action::Open(vec![folder.path().join("reviewed.events.json")]));
    program.carry_out(effects);
    assert_eq!(program.state.table.n_events(), 2, "the event, and the same from its file");
    let csv = std::fs::read_to_string(folder.path().join("decisions.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    assert_eq!(reader.headers().unwrap().len(), decisions::COLUMNS.len());
    let decided: Vec<String> =
        reader.records().map(|record| record.unwrap().get(8).unwrap().to_owned()).collect();
    assert_eq!(decided, ["accepted", "refused"]);
}

/// Number of the proposals that the killed program has to decide on.
const N_TO_DECIDE: usize = 400;

/// Set for the program that is to be killed: where its journal is.
const JOURNAL_VARIABLE: &str = "DEIR_ATLAS_TEST_JOURNAL";

/// Not a test of its own: the program that the next test kills. It accepts one
/// proposal after the other and says so once each is on the disk.
#[test]
fn decides_until_it_is_killed() {
    let Some(path) = std::env::var_os(JOURNAL_VARIABLE) else { return };
    let mut program = Program::with_journal(Path::new(&path));
    program.paste(REPORT, "2016-01-17");
    let report = program.state.review.report().unwrap().report.id.clone();
    for nth in 0..N_TO_DECIDE {
        let words = span("Warplanes").start..span("on Saturday").end;
        program.review(ReviewAction::Add { report: report.clone(), words });
        program.review(ReviewAction::Accept);
        assert_eq!(program.state.review.n_unwritten(), 0);
        println!("\naccepted {}", nth + 1);
        std::io::stdout().flush().unwrap();
    }
}

#[test]
fn a_kill_in_the_middle_of_a_review_loses_nothing_accepted() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("review.jsonl");
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "review_actions::decides_until_it_is_killed", "--nocapture"])
        .env(JOURNAL_VARIABLE, &path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut n_told = 0;
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        let Some(n) = line.unwrap().strip_prefix("accepted ").map(|n| n.parse().unwrap()) else {
            continue;
        };
        n_told = n;
        if n_told >= 25 {
            break;
        }
    }
    // SIGKILL on Unix: no destructor runs, nothing is flushed.
    child.kill().unwrap();
    child.wait().unwrap();
    assert!((25..N_TO_DECIDE).contains(&n_told), "it was killed while it worked: {n_told}");
    let replayed = journal::replay(&std::fs::read(&path).unwrap()).unwrap();
    let n_kept = replayed.review.counts().n_accepted;
    assert!(n_kept >= n_told, "{n_told} were said to be on the disk, {n_kept} are");
    assert!(replayed.problems.len() <= 1 && replayed.problems.iter().all(|p| p.is_torn));
    let again = Program::with_journal(&path);
    assert_eq!(again.state.table.n_events(), n_kept);
}

/// Takes what the workers report until the journal is open or refused.
fn opened(state: &mut AppState, path: &Path) -> Jobs {
    let mut jobs = Jobs::new(Arc::new(|| {}));
    for effect in state.open_journal(path.to_owned()) {
        jobs.start(effect);
    }
    let started = Instant::now();
    while state.review.journal == Journal::Opening {
        assert!(started.elapsed() < Duration::from_secs(30), "the journal is never opened");
        let Some(action) = jobs.poll() else {
            std::thread::sleep(Duration::from_millis(2));
            continue;
        };
        for effect in state.apply(action) {
            jobs.start(effect);
        }
    }
    jobs
}

#[test]
fn the_end_of_the_program_waits_for_the_journal_and_a_second_window_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("review.jsonl");
    let mut state = AppState::default();
    let mut jobs = opened(&mut state, &path);
    let mut second = AppState::default();
    let refused = opened(&mut second, &path);
    assert!(
        matches!(&second.review.journal, Journal::Failed(why) if why.contains("another window"))
    );
    drop(refused);

    const N_LINES: u64 = 200;
    for number in 1..=N_LINES {
        let lines =
            format!("{{\"entry\":\"look\",\"current\":null,\"open\":{}}}\n", number % 2 == 0);
        let order = ReviewEffect::Append { path: path.clone(), lines, number };
        jobs.start(Effect::Review(Box::new(order)));
    }
    drop(jobs);
    let text = std::fs::read_to_string(&path).unwrap();
    let n_looks = text.lines().filter(|line| line.contains("\"look\"")).count() as u64;
    assert_eq!(n_looks, N_LINES + 1, "all of them, and the one of the new journal");
    assert!(text.trim_end().ends_with("\"open\":true}"), "in the order in which they were asked");
}

#[test]
fn reading_that_is_stopped_keeps_what_was_read() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("one.txt"), REPORT).unwrap();
    let mut program = Program::default();
    let effects =
        program.state.apply(Action::Review(ReviewAction::Open(vec![folder.path().to_owned()])));
    let reported = Mutex::new(Vec::new());
    for effect in effects {
        perform(effect, &AtomicBool::new(true), &|action| reported.lock().unwrap().push(action));
    }
    for action in reported.into_inner().unwrap() {
        let effects = program.state.apply(action);
        program.carry_out(effects);
    }
    assert!(program.state.tasks.is_empty());
    assert!(program.state.review.import.as_ref().unwrap().was_cancelled);
    assert!(program.messages().contains("stopped before all were read"));
}

#[test]
fn what_is_asked_while_the_journal_is_read_waits_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("review.jsonl");
    let mut state = AppState::default();
    let opening = state.open_journal(path);
    let pasted = Pasted { text: REPORT.to_owned(), ..Pasted::default() };
    let none = state.apply(Action::Review(ReviewAction::Paste(pasted)));
    assert!(none.is_empty() && !state.is_settled());
    let mut program = Program { state, ..Program::default() };
    program.carry_out(opening);
    assert_eq!(program.state.review.review.reports().len(), 1);
    let is_kept = |effect: &Effect| matches!(effect, Effect::Review(e) if matches!(**e, ReviewEffect::Append { .. }));
    let effects = program.state.apply(Action::Review(ReviewAction::Accept));
    assert!(effects.iter().any(is_kept));
}

#[test]
fn what_is_known_of_a_report_dates_what_nobody_has_decided() {
    let mut program = Program::default();
    program.paste(REPORT, "");
    program.review(ReviewAction::Refuse);
    let refused = program.proposals()[0].clone();
    let dates = |program: &Program| -> Vec<Option<String>> {
        let of =
            |proposal: &Proposal| Some(proposal.accounts[0].date.as_ref()?.date()?.to_string());
        program.proposals().iter().map(of).collect()
    };
    assert_eq!(dates(&program), [None, None]);
    let report = program.state.review.report().unwrap();
    let mut described = report.report.description();
    described.published = "2016-01-17".to_owned();
    described.publisher = "Another".to_owned();
    program.review(ReviewAction::Describe(described));
    assert_eq!(program.proposals()[0], refused, "what was decided stays");
    assert_eq!(program.proposals().len(), 2);
    assert!(dates(&program)[1].is_some(), "{:?}", dates(&program));
    assert_eq!(program.state.review.report().unwrap().report.publisher, "Another");
    program.review(ReviewAction::Undo);
    assert_eq!(dates(&program), [None, None]);
    assert_eq!(program.state.review.report().unwrap().report.publisher, "Euphrates Post");
}
