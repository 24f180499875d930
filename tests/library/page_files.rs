//! Pictures as files: what other programs read in them, and the view that they carry.

use std::process::Command;

use deir_atlas::app::page::{Frame, FrameShape, PageSpec, view_of};
use deir_atlas::export::picture::PictureFormat;
use deir_atlas::model::Edtf;
use deir_atlas::scene::LabelScript;
use deir_atlas::scene::page::PageParts;
use deir_atlas::scene::words::Language;

use crate::pages::{Data, sample};

fn english() -> PageSpec {
    PageSpec {
        title: "Deir ez-Zor, January 2016".to_owned(),
        range: "2016-01".parse::<Edtf>().unwrap().span(),
        frame: Frame { dpi: 72, ..Frame::of_shape(FrameShape::A4Portrait) }.checked().unwrap(),
        parts: PageParts {
            key_events: true,
            excerpts: true,
            sources: true,
            ..PageParts::default()
        },
        ..PageSpec::default()
    }
}

fn arabic() -> PageSpec {
    PageSpec {
        title: "دير الزور في كانون الثاني".to_owned(),
        language: Language::Arabic,
        names: LabelScript::Arabic,
        ..english()
    }
}

#[test]
fn every_format_gives_back_the_view_that_makes_it_again() {
    let mut data = Data::new(sample());
    for spec in [english(), arabic()] {
        for format in PictureFormat::ALL {
            let picture = data.page(&spec).file(format).unwrap();
            let view = view_of(&picture).unwrap();
            assert_eq!(view.title, spec.title);
            assert_eq!(view.data.n_events, 29);
            let again = data.page(&view).file(format).unwrap();
            assert!(again == picture, "{format:?} is the same, byte for byte");
        }
    }
}

#[test]
fn a_view_with_a_camera_makes_the_same_picture_again() {
    let mut data = Data::new(sample());
    let page = data.page(&english());
    let camera = deir_atlas::app::page::PageCamera {
        camera: page.camera.panned(31.0, -17.0),
        map_size: Some([page.map.width(), page.map.height()]),
    };
    let spec = PageSpec { camera: Some(camera), ..english() };
    let picture = data.page(&spec).file(PictureFormat::Svg).unwrap();
    let once = view_of(&picture).unwrap();
    let again = data.page(&once).file(PictureFormat::Svg).unwrap();
    let twice = view_of(&again).unwrap();
    let third = data.page(&twice).file(PictureFormat::Svg).unwrap();
    assert!(third == again);
}

/// Runs a program on a picture; `None` when it is not installed, which is an error where
/// `DEIR_ATLAS_READERS` asks for all of them.
fn read_by(program: &str, arguments: &[&str], name: &str, bytes: &[u8]) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let path = path.to_str().unwrap();
    let arguments: Vec<&str> =
        arguments.iter().map(|a| if *a == "FILE" { path } else { *a }).collect();
    match Command::new(program).args(&arguments).output() {
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(output.status.success(), "{program}: {said}");
            Some(String::from_utf8_lossy(&output.stdout).into_owned())
        }
        Err(error) => {
            assert!(std::env::var_os("DEIR_ATLAS_READERS").is_none(), "{program}: {error}");
            None
        }
    }
}

#[test]
fn qpdf_finds_nothing_wrong() {
    let mut data = Data::new(sample());
    for spec in [english(), arabic()] {
        let pdf = data.page(&spec).file(PictureFormat::Pdf).unwrap();
        if let Some(said) = read_by("qpdf", &["--check", "FILE"], "page.pdf", &pdf) {
            assert!(said.contains("No syntax or stream encoding errors"), "{said}");
        }
    }
}

#[test]
fn pdftotext_reads_the_words_of_both_languages_in_order() {
    let mut data = Data::new(sample());
    let arguments = ["-enc", "UTF-8", "FILE", "-"];
    let pdf = data.page(&english()).file(PictureFormat::Pdf).unwrap();
    if let Some(words) = read_by("pdftotext", &arguments, "page.pdf", &pdf) {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        for expected in [
            "Deir ez-Zor, January 2016",
            "13 of 29 events · 1 undated · 1 unplaced",
            "Massacre at al-Baghiliyah and Ayyash",
            "Islamic State (IS)",
            "no fewer than 40 soldiers and 130 civilians.",
        ] {
            assert!(words.contains(expected), "{expected:?} in {words}");
        }
    }
    let pdf = data.page(&arabic()).file(PictureFormat::Pdf).unwrap();
    if let Some(words) = read_by("pdftotext", &arguments, "page.pdf", &pdf) {
        // Marks of direction are the reader's own.
        let is_mark = |c: &char| matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}');
        let words: String = words.chars().filter(|c| !is_mark(c)).collect();
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        for expected in [
            "دير الزور في كانون الثاني",
            "أحداث رئيسية",
            "كل الأحداث",
            "على الأقل",
            "أكثرها قتلى على هذه الخريطة",
            "البغيلية",
            "مطار دير الزور العسكري",
        ] {
            assert!(words.contains(expected), "{expected:?} in {words}");
        }
    }
}

#[test]
fn a_png_has_the_size_that_was_asked_for() {
    let mut data = Data::new(sample());
    let spec = PageSpec {
        frame: Frame { pixel_scale: 0.5, ..Frame::of_pixels(800, 600) }.checked().unwrap(),
        ..PageSpec::default()
    };
    let png = data.page(&spec).file(PictureFormat::Png).unwrap();
    let image = image::load_from_memory(&png).unwrap();
    assert_eq!((image.width(), image.height()), (400, 300));
}
