//! The briefing view as actions on the state: what a picture brings back when it is opened, and what
//! leaves the program.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;

use deir_atlas::app::page::{Frame, PageSpec, view_of};
use deir_atlas::app::state::{MessageKind, PageFile, PictureFrame, SaveKind};
use deir_atlas::app::{Action, AppState, BriefingAction, BriefingEffect, Effect, FilterChange};
use deir_atlas::export::picture::PictureFormat;
use deir_atlas::jobs::perform;
use deir_atlas::model::{DaySpan, Edtf, EventType};
use deir_atlas::scene::Camera;

/// A state, and what only a window could have done.
#[derive(Default)]
struct Program {
    state: AppState,
    for_window: Vec<BriefingEffect>,
}

impl Program {
    fn with_sample() -> Self {
        let mut program = Self::default();
        program.act(Action::OpenSample);
        program
    }

    fn act(&mut self, action: impl Into<Action>) {
        let mut actions = VecDeque::from([action.into()]);
        while let Some(action) = actions.pop_front() {
            for effect in self.state.apply(action) {
                if let Effect::Briefing(effect) = &effect
                    && effect.is_for_window()
                {
                    self.for_window.push(effect.clone());
                    continue;
                }
                let reported = Mutex::new(Vec::new());
                perform(effect, &AtomicBool::new(false), &|action| {
                    reported.lock().unwrap().push(action);
                });
                actions.extend(reported.into_inner().unwrap());
            }
        }
    }

    fn change(&mut self, change: impl FnOnce(&mut PageSpec)) {
        let mut page = self.state.briefing.page.clone();
        change(&mut page);
        self.act(BriefingAction::Change(Box::new(page)));
    }

    fn save(&mut self, format: PictureFormat, folder: &tempfile::TempDir) -> PathBuf {
        let path = folder.path().join(format!("page.{}", format.extension()));
        self.act(Action::SaveTo(SaveKind::Page(PageFile::Picture(format)), path.clone()));
        path
    }

    fn last_message(&self) -> (MessageKind, &str) {
        let message = self.state.messages.last().unwrap();
        (message.kind, &message.text)
    }
}

fn frame() -> PictureFrame {
    PictureFrame { camera: Camera::default(), map_size: [800.0, 500.0] }
}

fn january() -> DaySpan {
    "2016-01".parse::<Edtf>().unwrap().span()
}

/// A program with a page of battles in January, small enough to be drawn in no time.
fn with_page() -> Program {
    let mut program = Program::with_sample();
    program.act(Action::Filter(FilterChange::OnlyType(EventType::Battles)));
    program.state.view.range = january();
    program.act(BriefingAction::Open(frame()));
    program.change(|page| {
        page.title = "Battles in January".to_owned();
        page.frame = Frame::of_pixels(480, 360);
        page.parts.key_events = true;
    });
    program
}

#[test]
fn a_picture_that_is_opened_brings_its_view_back() {
    let folder = tempfile::tempdir().unwrap();
    for format in PictureFormat::ALL {
        let mut before = with_page();
        let path = before.save(format, &folder);
        let mut after = Program::with_sample();
        after.act(Action::Open(vec![path]));
        let (kind, words) = after.last_message();
        assert_eq!(kind, MessageKind::Info, "{words}");
        assert!(words.contains("the data are the same"), "{words}");
        assert!(after.state.briefing.is_open);
        assert_eq!(after.state.briefing.page.title, "Battles in January");
        assert_eq!(after.state.view.range, january());
        assert_eq!(after.state.view.filter.event_types, [EventType::Battles].into());
        after.act(Action::Undo);
        assert_eq!(after.state.view.range, DaySpan::ALL, "undo goes back to the view before");
    }
}

#[test]
fn other_data_are_named_and_missing_data_are_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let picture = with_page().save(PictureFormat::Svg, &folder);
    let other = folder.path().join("other.csv");
    std::fs::write(&other, "id,date,place\n1,2016-01-05,al-Qusour\n").unwrap();
    let mut program = Program::default();
    program.act(Action::Open(vec![picture.clone()]));
    let (kind, words) = program.last_message();
    assert_eq!(kind, MessageKind::Warning);
    assert!(
        words.contains("made from deir-ez-zor.events.json") || words.contains("made from Sample"),
        "{words}"
    );
    assert!(!program.state.briefing.is_open);
    program.act(Action::Open(vec![other]));
    assert!(program.state.briefing.is_open, "now there are data");
    let (kind, words) = program.last_message();
    assert_eq!(kind, MessageKind::Warning);
    assert!(words.contains("not those of this view"), "{words}");

    let mut program = Program::default();
    program.act(Action::Open(vec![picture]));
    program.act(Action::OpenSample);
    assert!(program.last_message().1.contains("the data are the same"));
}

#[test]
fn broken_pictures_are_messages() {
    let folder = tempfile::tempdir().unwrap();
    let whole = std::fs::read(with_page().save(PictureFormat::Svg, &folder)).unwrap();
    let text = String::from_utf8(whole).unwrap();
    let cases = [
        ("plain.png", b"\x89PNG\r\n\x1a\n".to_vec(), "carries no view"),
        ("cut.svg", text.split("</da:view>").next().unwrap().as_bytes().to_vec(), "no end"),
        ("changed.svg", text.replace("deir-atlas/view", "deir-atlas/other").into_bytes(), "format"),
        ("later.view.json", br#"{"format":"deir-atlas/view","version":7}"#.to_vec(), "version 7"),
    ];
    for (name, bytes, expected) in cases {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let mut program = Program::with_sample();
        program.act(Action::Open(vec![path]));
        let (kind, words) = program.last_message();
        assert_eq!(kind, MessageKind::Error, "{name}");
        assert!(words.contains(expected) && words.contains(name), "{words}");
        assert!(!program.state.briefing.is_open);
    }
}

#[test]
fn a_copy_has_the_pixels_of_the_page() {
    let mut program = with_page();
    program.act(BriefingAction::Copy);
    let Some(BriefingEffect::CopyPicture(picture)) = program.for_window.pop() else {
        panic!("a picture for the clipboard")
    };
    assert_eq!((picture.width, picture.height), (480, 360));
    assert!(!program.state.briefing.is_copying() && program.state.is_settled());
}

#[test]
fn a_public_page_holds_no_place_that_its_copy_rounds() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = with_page();
    program.change(|page| {
        page.profile = deir_atlas::app::page::Profile::Public;
        page.camera = None;
    });
    let path = program.save(PictureFormat::Svg, &folder);
    let svg = std::fs::read_to_string(&path).unwrap();
    assert!(svg.contains("Public copy:"));
    let table = svg.split("class=\"key-events\"").nth(1).unwrap();
    assert!(!table.contains("al-Rushdiyah"), "a quarter in the table");
    let view = view_of(svg.as_bytes()).unwrap();
    assert_eq!(view.profile, deir_atlas::app::page::Profile::Public);
    // The hash is that of the copy, which the same data give again.
    let mut again = Program::with_sample();
    again.act(Action::Open(vec![path]));
    assert!(again.last_message().1.contains("the data are the same"));
}

#[test]
fn a_series_becomes_one_moving_picture() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = with_page();
    program.state.view.range = "2016-01/2016-05".parse::<Edtf>().unwrap().span();
    program.change(|page| page.series = Some(deir_atlas::query::BinUnit::Month));
    for name in ["page.gif", "page.apng"] {
        let path = folder.path().join(name);
        program.act(Action::SaveTo(SaveKind::Page(PageFile::Animation), path.clone()));
        let bytes = std::fs::read(&path).unwrap_or_else(|_| panic!("{}", program.last_message().1));
        let view = view_of(&bytes).unwrap();
        assert_eq!(view.series, Some(deir_atlas::query::BinUnit::Month));
        assert_eq!(view.title, "Battles in January");
    }
}

#[test]
fn a_series_becomes_a_file_for_each_month() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = with_page();
    program.state.view.range = "2016-01/2016-03".parse::<Edtf>().unwrap().span();
    program.change(|page| page.series = Some(deir_atlas::query::BinUnit::Month));
    let path = folder.path().join("page.svg");
    program.act(Action::SaveTo(SaveKind::Page(PageFile::Series), path.clone()));
    assert!(program.last_message().1.contains("3 pictures"), "{}", program.last_message().1);
    assert!(program.state.tasks.is_empty());
    for day in ["2016-01-01", "2016-02-01", "2016-03-01"] {
        let bytes = std::fs::read(folder.path().join(format!("page-{day}.svg"))).unwrap();
        assert_eq!(view_of(&bytes).unwrap().range.first.to_string(), day);
    }
    assert!(!path.exists());

    // A name that no picture has.
    program.act(Action::SaveTo(SaveKind::Page(PageFile::Series), path.with_extension("gif")));
    assert!(program.last_message().1.contains(".png, .svg or .pdf"));

    // Cancelled before its first picture.
    for kind in [PageFile::Series, PageFile::Animation] {
        let path = folder.path().join("none.gif");
        let path = if kind == PageFile::Series { path.with_extension("png") } else { path };
        let effects = program.state.apply(Action::SaveTo(SaveKind::Page(kind), path));
        let reported = Mutex::new(Vec::new());
        for effect in effects {
            perform(effect, &AtomicBool::new(true), &|action| {
                reported.lock().unwrap().push(action);
            });
        }
        for action in reported.into_inner().unwrap() {
            program.act(action);
        }
        assert!(program.last_message().1.to_lowercase().contains("cancelled"));
        assert!(program.state.tasks.is_empty());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 3);
    }
}
