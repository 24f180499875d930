//! What every map must carry: scale bar, north arrow, attribution.

use super::camera::Camera;
use super::geometry::{Pos, Rect};
use super::shape::{Anchor, Font, Layer, Line, Panel, Polygon, Stroke, Text};
use super::text_metrics;
use super::theme::Theme;
use super::words::Language;

/// Room around furniture, in logical pixels.
pub const MARGIN: f32 = 12.0;

/// A scale bar with its lower left corner at `pos`: true at the latitude of the view's middle,
/// no longer than `max_width`. Returns the room that it takes.
#[must_use]
pub fn scale_bar(
    camera: &Camera,
    pos: Pos,
    max_width: f32,
    language: Language,
    theme: &Theme,
) -> (Layer, Rect) {
    let metres_per_pixel = camera.metres_per_pixel();
    let metres = round_length(metres_per_pixel * f64::from(max_width));
    let width = (metres / metres_per_pixel) as f32;
    let words = language.words();
    let label = if metres >= 1_000.0 {
        format!("{} {}", metres / 1_000.0, words.kilometres)
    } else {
        format!("{metres} {}", words.metres)
    };
    let mut layer = Layer::default();
    let (top, bottom) = (pos.y - 6.0, pos.y);
    let outline = |points: Vec<Pos>, width: f32, colour| Stroke {
        points,
        closed: false,
        line: Line::solid(width, colour),
    };
    let bracket = vec![
        Pos::new(pos.x, top),
        Pos::new(pos.x, bottom),
        Pos::new(pos.x + width, bottom),
        Pos::new(pos.x + width, top),
    ];
    layer.push(outline(bracket.clone(), 4.0, theme.label_halo.with_opacity(0.9)));
    layer.push(outline(bracket, 1.4, theme.text));
    let text = |words: String, x: f32, anchor| {
        Text::new(words, Pos::new(x, top - 4.0), Font::Sans, 10.5, theme.text)
            .anchored(anchor)
            .with_halo(theme.label_halo, 1.6)
    };
    let end = text(label, pos.x + width, Anchor::Right);
    let mut room = Rect::new(pos.x - 5.0, top - 17.0, width + 10.0, 25.0).union(&end.bounds());
    if end.bounds().min.x > pos.x + 12.0 {
        layer.push(text("0".to_owned(), pos.x - 0.5, Anchor::Left));
    }
    layer.push(end);
    room.max.y = bottom + 4.0;
    let ground = Panel {
        rect: room,
        corner_radius: 2.0,
        fill: Some(theme.page.with_opacity(0.6)),
        line: None,
    };
    layer.items.insert(0, ground.into());
    (layer, room)
}

/// The longest length of the form 1, 2 or 5 times a power of ten that is not above `metres`.
fn round_length(metres: f64) -> f64 {
    let power = 10_f64.powf(metres.max(1e-3).log10().floor());
    [5.0, 2.0, 1.0].into_iter().map(|step| step * power).find(|l| *l <= metres).unwrap_or(power)
}

/// A north arrow with its upper right corner at `pos`; north is up on every map of the program.
#[must_use]
pub fn north_arrow(pos: Pos, language: Language, theme: &Theme) -> (Layer, Rect) {
    let rect = Rect::new(pos.x - 24.0, pos.y, 24.0, 40.0);
    let x = rect.centre().x;
    let mut layer = Layer::default();
    // Two halves, since the whole is not convex.
    for side in [-1.0, 1.0] {
        layer.push(Polygon {
            points: vec![
                Pos::new(x, rect.min.y + 2.0),
                Pos::new(x + side * 6.5, rect.min.y + 23.0),
                Pos::new(x, rect.min.y + 18.0),
            ],
            fill: Some(if side < 0.0 { theme.text } else { theme.label_halo }),
            line: Some(Line::solid(1.0, theme.text)),
        });
    }
    layer.push(
        Text::new(
            language.words().north,
            Pos::new(x, rect.max.y - 3.0),
            Font::SansBold,
            11.0,
            theme.text,
        )
        .anchored(Anchor::Middle)
        .with_halo(theme.label_halo, 1.6),
    );
    (layer, rect)
}

/// Attribution with its lower right corner at `pos`, in lines no wider than `max_width`.
#[must_use]
pub fn attribution(words: &str, pos: Pos, max_width: f32, theme: &Theme) -> (Layer, Rect) {
    const SIZE: f32 = 9.0;
    const LEADING: f32 = 11.5;
    let lines = text_metrics::wrapped(words, Font::Sans, SIZE, max_width - 10.0);
    let widest =
        lines.iter().map(|line| text_metrics::width(line, Font::Sans, SIZE)).fold(0.0, f32::max);
    let height = lines.len() as f32 * LEADING + 5.0;
    let rect = Rect::new(pos.x - widest - 10.0, pos.y - height, widest + 10.0, height);
    let mut layer = Layer::default();
    if lines.is_empty() {
        return (layer, Rect { min: pos, max: pos });
    }
    layer.push(Panel {
        rect,
        corner_radius: 0.0,
        fill: Some(theme.page.with_opacity(0.82)),
        line: None,
    });
    for (i, line) in lines.into_iter().enumerate() {
        let baseline = rect.min.y + 11.0 + i as f32 * LEADING;
        layer.push(
            Text::new(
                line,
                Pos::new(rect.max.x - 5.0, baseline),
                Font::Sans,
                SIZE,
                theme.text_quiet,
            )
            .anchored(Anchor::Right),
        );
    }
    (layer, rect)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::LonLat;
    use crate::scene::theme::LIGHT;

    #[test]
    fn the_scale_bar_is_as_long_as_it_says() {
        for zoom in [7.0, 9.5, 12.3, 16.0] {
            let camera = Camera::new(LonLat::new(40.14, 35.33).unwrap(), zoom);
            let (layer, _) =
                scale_bar(&camera, Pos::new(100.0, 700.0), 130.0, Language::English, &LIGHT);
            let mut scene = crate::scene::Scene::new(800.0, 800.0);
            scene.push_group("scale", None, layer.clone());
            let mut label = String::new();
            scene.visit_texts(&mut |_, text| {
                if text.text != "0" {
                    label.clone_from(&text.text);
                }
            });
            let (number, unit) = label.split_once(' ').unwrap();
            let metres = number.parse::<f64>().unwrap() * if unit == "km" { 1e3 } else { 1.0 };
            let crate::scene::Item::Stroke(bar) = &layer.items[1] else { panic!("a line") };
            // Measured on the sphere along the parallel of the middle.
            let half = f64::from(bar.points[2].x - bar.points[1].x) / 2.0;
            let middle = Pos::new(400.0, 400.0);
            let at =
                |dx: f64| camera.unproject(middle.plus(dx as f32, 0.0), [800.0, 800.0]).lonlat();
            let measured = at(-half).distance_m(at(half));
            assert!((measured / metres - 1.0).abs() < 0.005, "{label}: {measured}");
        }
    }

    #[test]
    fn lengths_are_round() {
        for (metres, expected) in [(130.0, 100.0), (199.9, 100.0), (2_400.0, 2_000.0), (9.9e3, 5e3)]
        {
            assert!((round_length(metres) - expected).abs() < 1e-6);
        }
    }
}
