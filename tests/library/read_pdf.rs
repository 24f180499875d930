//! PDFs that the program wrote itself, read back: faces embedded as subsets, glyphs placed one
//! by one inside forms, compressed streams.

use deir_atlas::export::pdf::pdf;
use deir_atlas::export::svg::SvgMeta;
use deir_atlas::read::pdf::text;

#[track_caller]
fn check(family: &str, lines: &[&str], expected: &str) {
    let drawn: String = lines
        .iter()
        .zip(1..)
        .map(|(line, n)| {
            let y = n * 20;
            format!(
                "<text x=\"20\" y=\"{y}\" font-family=\"{family}\" font-size=\"12\">{line}</text>"
            )
        })
        .collect();
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"600\" height=\"200\">{drawn}</svg>"
    );
    let bytes = pdf(&svg, &SvgMeta::default()).unwrap();
    assert_eq!(text(&bytes).unwrap(), expected);
}

#[test]
fn english_comes_back_as_it_was_drawn() {
    check(
        "Noto Sans",
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
        "Noto Sans Arabic",
        &["قصف الطيران حي القصور يوم السبت", "في الحي"],
        "قصف الطيران حي القصور يوم السبت\nفي الحي\n",
    );
}
