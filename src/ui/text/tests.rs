//! What egui makes of the layout, without a window or a graphics adapter.

use std::ops::Range;
use std::sync::LazyLock;

use egui::{Color32, Event, Key, Modifiers, OutputCommand, PointerButton, Pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation as _;

use super::*;
use crate::ui::fonts::{self, FontRole};

const UI: Style = Style::new(FontRole::Ui, 14.0);

fn harness<'a>(add_contents: impl FnMut(&mut egui::Ui) + 'a) -> Harness<'a> {
    let builder = Harness::builder().with_size(vec2(300.0, 200.0)).with_step_dt(0.02);
    builder.with_context_setup(fonts::install).build_ui(add_contents)
}

/// The characters of each line from left to right where egui places them. The first
/// character of a ligature stands for all of it.
fn painted(text: &BidiText, max_width: f32) -> Vec<String> {
    let harness = harness(|_| {});
    let jobs = TextLayout::new(text, max_width).jobs();
    let galleys = jobs.into_iter().map(|(job, _)| harness.ctx.fonts_mut(|f| f.layout_job(job)));
    galleys
        .map(|galley| {
            let glyphs = galley.rows.iter().flat_map(|row| &row.glyphs);
            let mut glyphs: Vec<_> = glyphs.filter(|glyph| glyph.advance_width > 0.0).collect();
            glyphs.sort_by(|a, b| a.pos.x.total_cmp(&b.pos.x));
            glyphs.into_iter().map(|glyph| glyph.chr).collect()
        })
        .collect()
}

fn check(text: &str, base: BaseDirection, expected: &str) {
    for role in [FontRole::Ui, FontRole::UiBold, FontRole::Excerpt] {
        let text = BidiText::source(text, Style::new(role, 14.0)).base(base);
        assert_eq!(painted(&text, f32::INFINITY), [expected], "{text:?}");
    }
}

#[test]
fn egui_places_words_and_figures_in_the_right_order() {
    check("قتل 12 مدنيا", BaseDirection::Auto, "ايندم 12 لتق");
    check("قتل ١٢ مدنيا", BaseDirection::Auto, "ايندم ١٢ لتق");
    check("في 16/01/2016 مساء", BaseDirection::Auto, "ءاسم 16/01/2016 يف");
    check("dead 12 (قصور) ok", BaseDirection::Ltr, "dead 12 (روصق) ok");
    check("قصور (SOHR) 5%", BaseDirection::Auto, "5% (SOHR) روصق");
}

#[test]
fn brackets_in_arabic_open_towards_what_they_hold() {
    // The shaper turns brackets by picking the other glyph, so the character of the
    // glyph stays; where there are no letters, the character itself is turned.
    check("قصور", BaseDirection::Auto, "روصق");
    let jobs = TextLayout::new(&BidiText::source("ا(12)", UI), f32::INFINITY).jobs();
    assert_eq!(jobs[0].0.text, "(12)ا");
}

#[test]
fn overridden_directions_are_obeyed() {
    check("\u{202e}abc\u{202c}", BaseDirection::Ltr, "cba");
    check("\u{202d}قصور\u{202c}", BaseDirection::Ltr, "قصور");
}

#[test]
fn a_range_beside_a_name_reads_as_composed() {
    let line = BidiText::line().push_isolated("البغيلية", UI).push(" · 150-170 killed", UI);
    assert_eq!(painted(&line, f32::INFINITY), ["ةيليغبلا · 150-170 killed"]);
    let line = BidiText::line().push("killed: ", UI).push("150-170", UI.bold()).push(" ", UI);
    let line = line.push_isolated("الجورة", UI);
    assert_eq!(painted(&line, f32::INFINITY), ["killed: 150-170 ةروجلا"]);
}

#[test]
fn wrapped_lines_follow_the_reading_order() {
    let text = BidiText::source("قتل ثلاثة مدنيين يوم 16/01/2016 في قصف", UI);
    let lines = painted(&text, 110.0);
    assert!(lines.len() > 1 && lines[0].ends_with("لتق"), "{lines:?}");
    assert!(lines.last().is_some_and(|line| line.starts_with("فصق")), "{lines:?}");
    assert_eq!(lines.iter().filter(|line| line.contains("16/01/2016")).count(), 1);
}

#[test]
fn marks_do_not_part_joined_letters() {
    let mark = Mark { range: 0..4, id: 0, fill: Color32::RED, underline: Color32::RED };
    let jobs = |text| TextLayout::new(&text, f32::INFINITY).jobs();
    let plain = BidiText::source("القصور", UI);
    assert_eq!(jobs(plain.clone().marks([mark])), jobs(plain));
}

#[test]
fn characters_egui_cannot_draw_are_shown_as_unknown() {
    let jobs = TextLayout::new(&BidiText::source("a\u{0}\u{1f9ff}\u{e0001}", UI), 500.0).jobs();
    assert!(jobs[0].0.text.starts_with("a\u{fffd}\u{fffd}"), "{:?}", jobs[0].0.text);
}

#[test]
fn an_ellipsis_stands_where_the_reader_leaves_off() {
    let arabic = BidiText::source("قتل ثلاثة مدنيين في قصف على حي الجورة", UI).max_lines(1);
    let layout = TextLayout::new(&arabic, 100.0);
    assert!(layout.is_elided() && layout.size().x <= 100.1);
    assert!(painted(&arabic, 100.0)[0].starts_with('…'));
    let english = BidiText::source("Three dead\nin al-Joura", UI).max_lines(1);
    assert_eq!(painted(&english, 500.0), ["Three dead…"]);
    assert!(!TextLayout::new(&BidiText::source("short", UI).max_lines(1), 100.0).is_elided());
}

#[test]
fn a_paragraph_lies_on_the_side_where_it_starts() {
    let layout = TextLayout::new(&BidiText::source("one\nقصف", UI), 200.0);
    let rects = layout.rects(&(0..99));
    assert_eq!((rects[0].left(), rects[1].right().round()), (0.0, 200.0));
    assert!(rects[1].top() >= rects[0].bottom());
}

#[test]
fn a_stretch_across_directions_covers_several_rectangles() {
    let text = "ab قصف cd";
    let layout = TextLayout::new(&BidiText::source(text, UI), 500.0);
    let arabic = text.find('ق').unwrap();
    // From the first Latin letter to the first Arabic one, which stands at the right of its word.
    assert_eq!(layout.rects(&(0..arabic + 2)).len(), 2);
    assert_eq!(layout.rects(&(0..text.len())).len(), 1);
}

#[test]
fn a_label_is_found_by_its_words_and_copies_them_in_reading_order() {
    const WORDS: &str = "قتل 12 مدنيا في حي (القصور)";
    let mut harness = harness(|ui| {
        let line = BidiText::line().push_isolated(WORDS, UI);
        rich_label_ui(ui, &line);
    });
    harness.run();
    let rect = harness.get_by_label(WORDS).rect();
    // An isolated name in a line of the interface stands at the left; its beginning
    // is at its right end.
    harness.drag_at(rect.right_center() + vec2(-0.5, 0.0));
    harness.step();
    harness.hover_at(rect.left_center() + vec2(0.5, 0.0));
    harness.step();
    harness.drop_at(rect.left_center() + vec2(0.5, 0.0));
    harness.step();
    assert_eq!(copied(&mut harness).as_deref(), Some(WORDS));
    harness.key_press(Key::Escape);
    harness.run();
    assert_eq!(copied(&mut harness), None);
}

fn copied(harness: &mut Harness<'_>) -> Option<String> {
    harness.event(Event::Copy);
    harness.step();
    harness.output().platform_output.commands.iter().find_map(|command| match command {
        OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    })
}

#[test]
fn a_double_click_selects_a_word() {
    let mut harness = harness(|ui| {
        label_ui(ui, "قتل مدنيا", UI);
    });
    harness.run();
    let pos = harness.get_by_label("قتل مدنيا").rect().right_center() - vec2(4.0, 0.0);
    for pressed in [true, false, true, false] {
        let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
        harness.hover_at(pos);
        harness.event(Event::PointerButton { pos, button, pressed, modifiers });
        harness.step();
    }
    assert_eq!(copied(&mut harness).as_deref(), Some("قتل"));
}

#[test]
fn a_click_on_a_mark_reports_the_innermost() {
    let words = "قصف على القصور";
    let mark =
        |id, range: Range<usize>| Mark { range, id, fill: Color32::RED, underline: Color32::RED };
    let place = words.find("القصور").unwrap()..words.len();
    let text = BidiText::source(words, UI).marks([mark(1, 0..words.len()), mark(2, place.clone())]);
    let mut clicked = Vec::new();
    let mut place_at = Pos2::ZERO;
    let mut harness = harness(|ui| {
        let response = rich_label_ui(ui, &text);
        place_at = response.rect_of(&place).unwrap().center();
        clicked.extend(response.clicked_mark);
    });
    harness.run();
    let rect = harness.get_by_label(words).rect();
    let left = rect.left_center() + vec2(rect.width() - 10.0, 0.0);
    let center_of_place = {
        let layout = TextLayout::new(&text, rect.width());
        rect.min + layout.rects(&place)[0].center().to_vec2()
    };
    for pos in [center_of_place, left] {
        for pressed in [true, false] {
            let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
            harness.hover_at(pos);
            harness.event(Event::PointerButton { pos, button, pressed, modifiers });
            harness.step();
        }
    }
    drop(harness);
    assert_eq!(clicked, [2, 1]);
    assert!(place_at.distance(center_of_place) < 1.0);
}

#[test]
fn the_caret_stands_where_the_next_letter_goes() {
    let layout = |text| TextLayout::new(&BidiText::source(text, UI), f32::INFINITY);
    let arabic = layout("قصف");
    assert_eq!(arabic.caret(0).left(), arabic.size().x);
    assert!(arabic.caret(6).left().abs() < 0.01);
    let latin = layout("abc");
    assert_eq!((latin.caret(0).left(), latin.caret(3).left()), (0.0, latin.size().x));
}

#[test]
fn a_field_types_arabic_where_it_was_clicked() {
    for (share, expected) in [(0.0, "قصف 12"), (1.0, " 12قصف")] {
        let builder = Harness::builder().with_size(vec2(300.0, 60.0));
        let mut harness = builder.with_context_setup(fonts::install).build_ui_state(
            |ui, text: &mut String| {
                text_field_ui(ui, text, "Search", UI, 200.0);
            },
            "قصف".to_owned(),
        );
        let rect = harness.get_by_role(egui::Role::TextInput).rect();
        // The text stands at the right of the field; its end is the left one.
        let text_width = TextLayout::new(&BidiText::source("قصف", UI), f32::INFINITY).size().x;
        let pos = rect.right_center() - vec2(3.0 + (1.0 - share) * (text_width + 3.0), 0.0);
        for pressed in [true, false] {
            let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
            harness.hover_at(pos);
            harness.event(Event::PointerButton { pos, button, pressed, modifiers });
        }
        harness.run();
        harness.event(Event::Text(" 12".to_owned()));
        harness.run();
        assert_eq!(harness.state(), expected);
    }
}

fn mixed_text() -> impl Strategy<Value = String> {
    let parts = [
        "قصف",
        "الجورة",
        "للا",
        "مُّ",
        "dead",
        "office",
        "12",
        "٢٠١٦",
        " ",
        "  ",
        "(",
        ")",
        "-",
        "، ",
        "\n",
        "\u{2068}",
        "\u{2069}",
        "\u{202e}",
        "\u{202c}",
        "\u{200c}",
        "é",
        "\u{0}",
        "\t",
        "日",
    ];
    proptest::collection::vec(proptest::sample::select(parts.to_vec()), 0..20)
        .prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn each_character_has_one_place(text in mixed_text(), max_width in 1.0_f32..200.0) {
        let layout = TextLayout::new(&BidiText::source(text.as_str(), UI), max_width);
        let mut cells = layout.cells();
        cells.sort_by_key(|range| range.start);
        let mut at = 0;
        for range in cells {
            prop_assert!(text[at..range.start].chars().all(|c| c == '\n'));
            at = range.end;
        }
        prop_assert!(text[at..].chars().all(|c| c == '\n'));
    }

    #[test]
    fn widths_are_those_of_egui(text in mixed_text(), size in 9.0_f32..24.0) {
        static CONTEXT: LazyLock<egui::Context> = LazyLock::new(|| harness(|_| {}).ctx.clone());
        for role in [FontRole::Ui, FontRole::UiBold, FontRole::Excerpt, FontRole::ExcerptItalic] {
            let text = BidiText::source(text.as_str(), Style::new(role, size));
            for (job, width) in TextLayout::new(&text, f32::INFINITY).jobs() {
                let galley = CONTEXT.fonts_mut(|fonts| fonts.layout_job(job));
                prop_assert!((galley.intrinsic_size().x - width).abs() < 0.1);
            }
        }
    }

    #[test]
    fn a_character_is_found_where_it_is_drawn(text in mixed_text(), max_width in 30.0_f32..200.0) {
        let layout = TextLayout::new(&BidiText::source(text.as_str(), UI), max_width);
        for (at, grapheme) in text.grapheme_indices(true) {
            for rect in layout.rects(&(at..at + grapheme.len())) {
                let point = rect.center().to_vec2();
                prop_assert_eq!(layout.character_at(point), Some(at));
                let place = layout.index_at(point);
                prop_assert!((at..=at + grapheme.len()).contains(&place));
            }
        }
    }
}
