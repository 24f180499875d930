//! PDFs that the program wrote itself, read back: faces embedded as subsets, glyphs placed one
//! by one, compressed streams.

use deir_atlas::export::pdf::pdf;
use deir_atlas::export::svg::SvgMeta;
use deir_atlas::read::pdf::text;
use deir_atlas::scene::Scene;
use deir_atlas::scene::geometry::Pos;
use deir_atlas::scene::shape::{Anchor, Direction, Font, Layer, Text};
use deir_atlas::scene::theme::ThemeName;

/// A page of lines of text below each other, as bytes of a PDF.
pub fn page_of(lines: &[&str]) -> Vec<u8> {
    let colour = ThemeName::Light.theme().text;
    let mut scene = Scene::new(600.0, 200.0);
    let mut layer = Layer::default();
    for (line, n) in lines.iter().zip(1u8..) {
        let is_arabic = Direction::of(line) == Direction::RightToLeft;
        let (x, anchor) = if is_arabic { (580.0, Anchor::Right) } else { (20.0, Anchor::Left) };
        let at = Pos::new(x, 20.0 * f32::from(n));
        layer.push(Text::new(*line, at, Font::Sans, 12.0, colour).anchored(anchor));
    }
    scene.push_group("lines", None, layer);
    pdf(&scene, &SvgMeta::default()).unwrap()
}

#[track_caller]
fn check(lines: &[&str], expected: &str) {
    assert_eq!(text(&page_of(lines)).unwrap(), expected);
}

#[test]
fn english_comes_back_as_it_was_drawn() {
    check(
        &[
            "Warplanes bombed al-Qusour on 16 January 2016,",
            "killing at least seven civilians in the officers’ flats.",
        ],
        "Warplanes bombed al-Qusour on 16 January 2016, killing at least seven civilians in the \
         officers’ flats.\n",
    );
}

#[test]
fn arabic_comes_back_in_reading_order() {
    check(
        &["قصف الطيران حي القصور يوم السبت", "في الحي"],
        "قصف الطيران حي القصور يوم السبت في الحي\n",
    );
}
