//! The signs of buttons, drawn as shapes: crisp at any size, and in no need of a font.

use std::f32::consts::{PI, TAU};

use egui::{Color32, Painter, Pos2, Rect, Response, Sense, Shape, Stroke, Ui, Vec2, pos2, vec2};

use super::style::{self, Palette};
use super::text::{self, BidiText};

/// A sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// A triangle to the right.
    Play,
    /// Two upright bars.
    Pause,
    /// A triangle to the left against a bar.
    StepBack,
    /// A triangle to the right against a bar.
    StepForward,
    /// An arrow that turns back.
    Undo,
    /// An arrow that turns on.
    Redo,
    /// A plus.
    Plus,
    /// A minus.
    Minus,
    /// A frame with its corners marked: show all.
    ShowAll,
    /// A filled dot: something is on.
    DotOn,
    /// A ring: something is off.
    DotOff,
    /// A triangle with an exclamation mark.
    Warning,
    /// A ring with an i.
    Info,
    /// A small triangle downward: a menu.
    Menu,
    /// An arrow upward: ascending.
    Ascending,
    /// An arrow downward: descending.
    Descending,
}

/// Side of a sign in points.
pub const ICON_SIDE: f32 = 14.0;

/// Draws a sign in the middle of `rect`.
pub fn paint(painter: &Painter, rect: Rect, icon: Icon, colour: Color32) {
    let centre = rect.center();
    let at = |x: f32, y: f32| centre + vec2(x, y);
    let stroke = Stroke::new(1.6, colour);
    let triangle = |a: Pos2, b: Pos2, c: Pos2| {
        painter.add(Shape::convex_polygon(vec![a, b, c], colour, Stroke::NONE));
    };
    let bar = |x: f32, height: f32| {
        let rect = Rect::from_center_size(at(x, 0.0), vec2(2.6, height));
        painter.rect_filled(rect, 0.5, colour);
    };
    match icon {
        Icon::Play => triangle(at(-3.5, -5.0), at(5.0, 0.0), at(-3.5, 5.0)),
        Icon::Pause => {
            bar(-2.8, 10.0);
            bar(2.8, 10.0);
        }
        Icon::StepBack => {
            triangle(at(4.5, -4.6), at(-3.0, 0.0), at(4.5, 4.6));
            bar(-4.4, 9.2);
        }
        Icon::StepForward => {
            triangle(at(-4.5, -4.6), at(3.0, 0.0), at(-4.5, 4.6));
            bar(4.4, 9.2);
        }
        Icon::Undo => turn(painter, centre, 1.0, stroke),
        Icon::Redo => turn(painter, centre, -1.0, stroke),
        Icon::Plus => {
            painter.line_segment([at(-5.0, 0.0), at(5.0, 0.0)], stroke);
            painter.line_segment([at(0.0, -5.0), at(0.0, 5.0)], stroke);
        }
        Icon::Minus => {
            painter.line_segment([at(-5.0, 0.0), at(5.0, 0.0)], stroke);
        }
        Icon::ShowAll => {
            for (x, y) in [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)] {
                let corner = [at(5.5 * x, 2.0 * y), at(5.5 * x, 5.5 * y), at(2.0 * x, 5.5 * y)];
                painter.line(corner.to_vec(), stroke);
            }
            painter.circle_filled(centre, 1.6, colour);
        }
        Icon::DotOn => {
            painter.circle_filled(centre, 4.2, colour);
        }
        Icon::DotOff => {
            painter.circle_stroke(centre, 3.8, Stroke::new(1.4, colour));
        }
        Icon::Warning => {
            let corners = vec![at(0.0, -6.0), at(6.4, 5.2), at(-6.4, 5.2)];
            painter.add(Shape::closed_line(corners, stroke));
            painter.line_segment([at(0.0, -2.0), at(0.0, 1.6)], stroke);
            painter.circle_filled(at(0.0, 3.6), 0.9, colour);
        }
        Icon::Info => {
            painter.circle_stroke(centre, 6.0, Stroke::new(1.4, colour));
            painter.circle_filled(at(0.0, -2.8), 0.9, colour);
            painter.line_segment([at(0.0, -0.6), at(0.0, 3.2)], stroke);
        }
        Icon::Menu => triangle(at(-3.6, -2.0), at(3.6, -2.0), at(0.0, 2.6)),
        Icon::Ascending => arrow(painter, at(0.0, 5.0), at(0.0, -5.0), stroke),
        Icon::Descending => arrow(painter, at(0.0, -5.0), at(0.0, 5.0), stroke),
    }
}

/// Three quarters of a circle with an arrow head; `side` -1 mirrors it.
fn turn(painter: &Painter, centre: Pos2, side: f32, stroke: Stroke) {
    let radius = 4.6;
    let on_arc =
        |angle: f32| centre + vec2(side * radius * angle.cos(), 0.8 + radius * angle.sin());
    let (start, end) = (-0.80 * PI, 0.55 * PI);
    let points: Vec<Pos2> =
        (0..=18u8).map(|i| on_arc(start + (end - start) * f32::from(i) / 18.0)).collect();
    let tip = points[0];
    painter.line(points, stroke);
    let back = |angle: f32| tip + Vec2::angled(angle) * vec2(side * 4.4, 4.4);
    painter.line(vec![back(-TAU * 0.22), tip, back(TAU * 0.03)], stroke);
}

fn arrow(painter: &Painter, from: Pos2, to: Pos2, stroke: Stroke) {
    painter.line_segment([from, to], stroke);
    let back = if to.y < from.y { 3.6 } else { -3.6 };
    painter.line(vec![to + vec2(-3.2, back), to, to + vec2(3.2, back)], stroke);
}

/// A sign on its own, in the current line.
pub fn icon_ui(ui: &mut Ui, icon: Icon, colour: Color32) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(ICON_SIDE + 2.0), Sense::hover());
    paint(ui.painter(), rect, icon, colour);
    response
}

/// How a button with a sign looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// An outline: one of several things to do.
    Quiet,
    /// Filled with the accent colour: the main thing to do.
    Primary,
}

/// A button with a sign, and words behind it unless they are empty. `name` is
/// what it does, for screen readers and the tip at the pointer.
pub fn icon_button_ui(ui: &mut Ui, icon: Icon, words: &str, name: &str, look: Look) -> Response {
    let palette = Palette::of(ui);
    let style = if look == Look::Primary { style::STRONG } else { style::BODY };
    let label = BidiText::line().push(words, style).max_lines(1);
    let layout = text::layout(ui.ctx(), &label, f32::INFINITY);
    let words_width = if words.is_empty() { 0.0 } else { layout.size().x + 6.0 };
    let size = vec2(ICON_SIDE + 14.0 + words_width, style::CONTROL_HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let is_enabled = ui.is_enabled();
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, is_enabled, name));
    if ui.is_rect_visible(rect) {
        let is_lit = response.hovered() || response.has_focus();
        let (fill, line, colour) = match look {
            Look::Primary => (palette.accent, palette.accent, palette.on_accent),
            Look::Quiet if is_lit && is_enabled => (palette.chip, palette.accent, palette.text),
            Look::Quiet if is_enabled => (palette.panel, palette.line, palette.text),
            Look::Quiet => (palette.page, palette.line, palette.text_quiet.gamma_multiply(0.55)),
        };
        let painter = ui.painter();
        painter.rect(
            rect,
            style::BUTTON_RADIUS,
            fill,
            Stroke::new(if is_lit { 1.6 } else { 1.0 }, line),
            egui::StrokeKind::Inside,
        );
        let left = Rect::from_min_size(rect.min, vec2(ICON_SIDE + 14.0, rect.height()));
        paint(painter, left, icon, colour);
        if !words.is_empty() {
            let top = rect.center().y - layout.size().y / 2.0;
            layout.paint(painter, pos2(left.max.x - 2.0, top), colour, None);
        }
    }
    response.on_hover_text(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_stays_inside_its_square() {
        let all = [
            Icon::Play,
            Icon::Pause,
            Icon::StepBack,
            Icon::StepForward,
            Icon::Undo,
            Icon::Redo,
            Icon::Plus,
            Icon::Minus,
            Icon::ShowAll,
            Icon::DotOn,
            Icon::DotOff,
            Icon::Warning,
            Icon::Info,
            Icon::Menu,
            Icon::Ascending,
            Icon::Descending,
        ];
        for icon in all {
            let ctx = egui::Context::default();
            let square = Rect::from_center_size(pos2(50.0, 50.0), Vec2::splat(ICON_SIDE + 2.0));
            let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
                paint(ui.painter(), square, icon, Color32::BLACK);
            });
            output.textures_delta.clear();
            let drawn = output.shapes.iter().fold(Rect::NOTHING, |all, clipped| {
                all.union(clipped.shape.visual_bounding_rect())
            });
            assert!(square.contains_rect(drawn), "{icon:?}: {drawn:?} outside {square:?}");
        }
    }
}
