//! What text looks like, as pictures. Needs a graphics adapter; Mesa's software one
//! is enough. `UPDATE_SNAPSHOTS=1` draws the pictures anew: look at each of them.
#![cfg(feature = "gpu-tests")]

use deir_atlas::model::EventType;
use deir_atlas::scene::shape::{Anchor, Circle, Fill, Font, Layer, Line, Panel, RingSlice, Stroke};
use deir_atlas::scene::{self, Colour, Pos, Scene, geometry};
use deir_atlas::ui::style::{self, BODY, EXCERPT, Palette, STRONG, Support};
use deir_atlas::ui::text::{BidiText, Mark, rich_label_ui, text_field_ui};
use deir_atlas::ui::{fonts, painter, widgets};
use egui::{LayerId, Rect, Theme, Ui, Vec2, vec2};
use egui_kittest::{Harness, SnapshotOptions};

/// The same fonts and the same software renderer draw the same pixels; another
/// adapter may round an edge differently.
fn tolerance() -> SnapshotOptions {
    SnapshotOptions::new().threshold(0.8).max_failed_pixels(12)
}

fn snapshot(name: &str, size: Vec2, theme: Theme, mut add_contents: impl FnMut(&mut Ui)) {
    let mut harness = Harness::builder()
        .with_size(size)
        .with_pixels_per_point(2.0)
        .with_theme(theme)
        .with_context_setup(|ctx| {
            fonts::install(ctx);
            style::install(ctx);
        })
        .wgpu()
        .build_ui(|ui| {
            let page = ui.ctx().layer_painter(LayerId::background());
            page.rect_filled(Rect::EVERYTHING, 0.0, Palette::of(ui).page);
            add_contents(ui);
        });
    harness.run();
    harness.snapshot_options(name, &tolerance());
}

const PARAGRAPH: &str = "أعلن ناشطون أن 12 مدنيا قتلوا يوم 16/01/2016 (السبت) في حي الجورة، بينهم 3 أطفال، \
    وقال مراسل SOHR إن بين 150-170 شخصا خطفوا من البغيلية في اليوم نفسه.";

#[test]
fn number_date_brackets_and_latin_in_arabic() {
    snapshot("text_arabic_line", vec2(300.0, 130.0), Theme::Light, |ui| {
        for words in
            ["قتل 12 مدنيا", "مساء يوم 16/01/2016", "حي القصور (الشرقي) [2]", "مراسل SOHR قال 5%"]
        {
            rich_label_ui(ui, &BidiText::excerpt(words, EXCERPT));
        }
    });
}

#[test]
fn arabic_names_in_lines_of_the_interface() {
    snapshot("text_names_in_line", vec2(340.0, 70.0), Theme::Dark, |ui| {
        let line = BidiText::line()
            .push("al-Baghiliyah ", BODY)
            .push_isolated("البغيلية", BODY)
            .push(", Ayyash ", BODY)
            .push_isolated("عياش", BODY)
            .push(" · ", BODY)
            .push("150-170 killed", STRONG);
        rich_label_ui(ui, &line);
        let name_first =
            BidiText::line().push_isolated("البغيلية", BODY).push(" · 150-170 (12)", STRONG);
        rich_label_ui(ui, &name_first);
    });
}

#[test]
fn wrapped_arabic_paragraph() {
    snapshot("text_arabic_paragraph", vec2(300.0, 130.0), Theme::Light, |ui| {
        rich_label_ui(ui, &BidiText::excerpt(PARAGRAPH, EXCERPT));
    });
}

fn marked(ui: &Ui, text: &str, words: &[(&str, Support)]) -> BidiText {
    let palette = Palette::of(ui);
    let marks = words.iter().enumerate().filter_map(|(id, &(words, support))| {
        let start = text.find(words)?;
        Some(Mark {
            range: start..start + words.len(),
            id: id as u32,
            fill: palette.support_fill(support),
            underline: palette.support(support),
        })
    });
    BidiText::excerpt(text, EXCERPT).marks(marks)
}

#[test]
fn marks_leave_arabic_letters_joined() {
    snapshot("text_arabic_marks", vec2(300.0, 130.0), Theme::Light, |ui| {
        // The last mark ends within a word.
        let marks = [
            ("12 مدنيا", Support::Toll),
            ("16/01/2016", Support::Date),
            ("الجورة", Support::Place),
            ("150-170 شخصا خطفوا من البغي", Support::Actor),
        ];
        rich_label_ui(ui, &marked(ui, PARAGRAPH, &marks));
    });
}

#[test]
fn marks_across_lines_of_english() {
    snapshot("text_english_marks", vec2(300.0, 110.0), Theme::Dark, |ui| {
        let text = "On 16 January a local office counted at least 40 soldiers and 130 civilians \
            among the dead in Ayyash.";
        let marks = [
            ("16 January", Support::Date),
            ("at least 40 soldiers and 130 civilians", Support::Toll),
            ("Ayyash", Support::Place),
        ];
        rich_label_ui(ui, &marked(ui, text, &marks));
    });
}

#[test]
fn a_field_with_arabic_and_a_number() {
    snapshot("text_field", vec2(230.0, 50.0), Theme::Light, |ui| {
        text_field_ui(ui, &mut "قصف الجورة 12".to_owned(), "Search", BODY, 200.0);
    });
}

fn gallery_ui(ui: &mut Ui) {
    widgets::section_header_ui(ui, "Event type");
    for (kind, words, count) in [
        (EventType::Battles, "Battles", 11),
        (EventType::Explosions, "Explosions / remote violence", 13),
        (EventType::ViolenceAgainstCivilians, "Violence against civilians", 12_345),
    ] {
        let mark = widgets::CountMark::Type(kind);
        let on = kind != EventType::Explosions;
        let row = widgets::CountRow { mark, words, count, share: 0.7, on };
        widgets::count_row_ui(ui, &row);
    }
    let row = widgets::CountRow {
        mark: widgets::CountMark::Box { ticked: true },
        words: "قوات النظام",
        count: 14,
        share: 0.4,
        on: true,
    };
    widgets::count_row_ui(ui, &row);
    ui.horizontal(|ui| {
        widgets::chip_ui(ui, "1 Jan 2016 – 15 Jan 2017");
        widgets::tag_ui(ui, "DIGEST");
    });
    let modes = [(0, "Window"), (1, "Cumulative"), (2, "Single week")];
    widgets::segmented_ui(ui, 0, &modes);
    widgets::card_ui(ui, |ui| {
        ui.horizontal(|ui| {
            widgets::button_ui(ui, "Why here?", widgets::ButtonLook::Quiet);
            widgets::button_ui(ui, "Briefing", widgets::ButtonLook::Primary);
        });
    });
}

#[test]
fn widgets_in_light() {
    snapshot("widgets_light", vec2(290.0, 290.0), Theme::Light, gallery_ui);
}

#[test]
fn widgets_in_dark() {
    snapshot("widgets_dark", vec2(290.0, 290.0), Theme::Dark, gallery_ui);
}

/// One of each shape, and texts in both directions on lines that show where their
/// baselines and anchors are.
fn sample_scene() -> Scene {
    let pos = Pos::new;
    let (ink, sand) = (Colour::hex(0x22_25_29), Colour::hex(0xD9_CD_B4));
    let (blue, red) = (Colour::hex(0x2F_6F_B0), Colour::hex(0xC8_45_2F));
    let mut layer = Layer::default();
    // Not convex, with a hole.
    let area = [(10.0, 10.0), (90.0, 14.0), (60.0, 40.0), (95.0, 80.0), (12.0, 70.0)];
    let hole = [(25.0, 25.0), (25.0, 50.0), (50.0, 45.0)];
    layer.push(Fill {
        points: area.iter().chain(&hole).map(|&(x, y)| pos(x, y)).collect(),
        ring_ends: vec![5, 8],
        triangles: None,
        colour: sand,
    });
    layer.push(Stroke {
        points: area.iter().map(|&(x, y)| pos(x, y)).collect(),
        closed: true,
        line: Line::dashed(1.0, ink, 4.0, 3.0),
    });
    layer.push(Stroke {
        points: vec![pos(110.0, 15.0), pos(150.0, 30.0), pos(115.0, 50.0)],
        closed: false,
        line: Line::solid(6.0, blue),
    });
    let centre = pos(135.0, 75.0);
    layer.push(Circle {
        centre,
        radius: 16.0,
        fill: Some(red.with_opacity(0.2)),
        line: Some(Line::dashed(1.0, red, 3.0, 2.0)),
    });
    layer.push(RingSlice {
        centre,
        radius: 11.0,
        start: 0.0,
        sweep: 2.0,
        line: Line::solid(3.0, red),
    });
    layer.push(Panel {
        rect: geometry::Rect::new(165.0, 10.0, 120.0, 80.0),
        corner_radius: 6.0,
        fill: Some(Colour::hex(0xFF_FF_FF)),
        line: Some(Line::solid(1.0, ink)),
    });
    let middle = pos(225.0, 30.0);
    for (dy, words, anchor) in [
        (0.0, "Joura \u{2068}الجورة\u{2069} 12", Anchor::Middle),
        (20.0, "المطار العسكري", Anchor::Left),
        (40.0, "12 (القصور)", Anchor::Right),
    ] {
        let at = middle.plus(0.0, dy);
        layer.push(Stroke {
            points: vec![at.plus(-50.0, 0.0), at.plus(50.0, 0.0)],
            closed: false,
            line: Line::solid(0.5, red),
        });
        let text = scene::shape::Text::new(words, at, Font::Sans, 12.0, ink);
        layer.push(text.anchored(anchor).with_halo(sand, 1.5));
    }
    let mut river = scene::shape::Text::new(
        "نهر الفرات Euphrates",
        pos(20.0, 100.0),
        Font::SerifItalic,
        13.0,
        blue,
    );
    river.rotation_deg = 12.0;
    layer.push(river);
    let mut scene = Scene::new(300.0, 150.0);
    scene.push_group("sample", None, layer);
    scene
}

#[test]
fn every_shape_of_a_scene() {
    let scene = sample_scene();
    snapshot("scene_shapes", vec2(300.0, 150.0), Theme::Light, |ui| {
        let painter = ui.ctx().layer_painter(LayerId::background());
        painter::paint(&painter, &scene, egui::Pos2::ZERO);
    });
}
