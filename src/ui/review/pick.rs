//! A field with a list under it: what is typed narrows the list, arrows choose,
//! Enter takes.

use egui::{Key, Modifiers, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::ui::style::{BODY, BUTTON_RADIUS, Palette};
use crate::ui::text::{self, BidiText, text_field_ui};

/// Height of a line, in points.
const LINE_HEIGHT: f32 = 24.0;

/// Shows the field, and the lines that `lines` gives for what is typed in it; the
/// value of the one that was taken.
pub fn pick_ui<L>(
    ui: &mut Ui,
    hint: &str,
    query: &mut String,
    chosen: &mut usize,
    is_new: bool,
    lines: impl FnOnce(&str) -> Vec<(L, BidiText)>,
) -> Option<L> {
    let field = text_field_ui(ui, query, hint, BODY, ui.available_width() - 2.0);
    if is_new {
        field.request_focus();
    }
    if field.changed() {
        *chosen = 0;
    }
    let mut lines = lines(query);
    let last = lines.len().saturating_sub(1);
    let mut taken = None;
    if field.has_focus() || field.lost_focus() {
        let (up, down, enter) = ui.input_mut(|input| {
            let mut pressed = |key| input.consume_key(Modifiers::NONE, key);
            (pressed(Key::ArrowUp), pressed(Key::ArrowDown), pressed(Key::Enter))
        });
        *chosen = match (up, down) {
            (true, false) => chosen.saturating_sub(1),
            (false, true) => (*chosen + 1).min(last),
            _ => (*chosen).min(last),
        };
        taken = (enter && !lines.is_empty()).then_some(*chosen);
    }
    for (at, (_, words)) in lines.iter().enumerate() {
        if line_ui(ui, words, at == *chosen) {
            taken = Some(at);
        }
    }
    taken.map(|at| lines.swap_remove(at).0)
}

fn line_ui(ui: &mut Ui, words: &BidiText, is_chosen: bool) -> bool {
    let palette = Palette::of(ui);
    let size = vec2(ui.available_width(), LINE_HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let plain = words.plain();
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, is_chosen, &plain));
    if is_chosen || response.hovered() {
        let fill = if is_chosen { palette.chip_strong } else { palette.chip };
        ui.painter().rect_filled(rect, BUTTON_RADIUS, fill);
    }
    let words = words.clone().max_lines(1);
    let layout = text::layout(ui.ctx(), &words, rect.width() - 12.0);
    let top = rect.center().y - layout.size().y / 2.0;
    let inside = Rect::from_min_max(pos2(rect.left() + 6.0, rect.top()), rect.max);
    layout.paint(
        &ui.painter().with_clip_rect(inside),
        pos2(inside.left(), top),
        palette.text,
        None,
    );
    response.clicked()
}
