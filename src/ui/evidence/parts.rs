//! Small parts that the panel and the place card share.

use egui::{CornerRadius, CursorIcon, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo};

use crate::ui::style::{BUTTON_RADIUS, Palette, SMALL};
use crate::ui::text::{self, BidiText, rich_label_ui};

/// Second words, in the colour of second words.
pub fn quiet_ui(ui: &mut Ui, words: &str) -> Response {
    let style = SMALL.color(Palette::of(ui).text_quiet);
    rich_label_ui(ui, &BidiText::source(words, style)).response
}

/// A fact with its name before it: `Source OCHA COD-AB`. The value may be in any
/// script.
pub fn fact_ui(ui: &mut Ui, name: &str, value: &str) -> Response {
    let palette = Palette::of(ui);
    let line = BidiText::line()
        .push(name, SMALL.color(palette.text_quiet))
        .push("  ", SMALL)
        .push_isolated(value, SMALL);
    rich_label_ui(ui, &line).response
}

/// A text that can be pressed, in as many lines as it needs; screen readers call
/// it `name`.
pub fn link_row_ui(ui: &mut Ui, line: &BidiText, name: &str) -> Response {
    let palette = Palette::of(ui);
    let layout = text::layout(ui.ctx(), line, ui.available_width());
    let (rect, response) = ui.allocate_exact_size(layout.size(), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name));
    if ui.is_rect_visible(rect) {
        if response.hovered() {
            let ground = rect.expand2(egui::vec2(4.0, 1.0));
            ui.painter().rect_filled(ground, BUTTON_RADIUS, palette.chip_strong);
        }
        layout.paint(ui.painter(), rect.min, palette.text, None);
        if response.has_focus() {
            let stroke = Stroke::new(2.0, palette.accent);
            let radius = CornerRadius::same(BUTTON_RADIUS);
            ui.painter().rect_stroke(rect.expand(2.0), radius, stroke, StrokeKind::Outside);
        }
    }
    response.on_hover_cursor(CursorIcon::PointingHand)
}
