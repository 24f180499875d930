//! Parts of the panel that fold away, and their rows.

use egui::collapsing_header::{CollapsingState, paint_default_icon};
use egui::{CursorIcon, Rect, Response, Role, Sense, Ui, Vec2, WidgetInfo, vec2};

use crate::ui::style::{Palette, STRONG};
use crate::ui::widgets::{CountMark, CountRow, count_row_ui};

/// Height of a section's title, in points.
const TITLE_HEIGHT: f32 = 24.0;

/// A part with a title that folds it away; whether it is open is remembered.
pub fn section_ui(ui: &mut Ui, title: &str, default_open: bool, body: impl FnOnce(&mut Ui)) {
    let id = ui.make_persistent_id(("section", title));
    let mut folding = CollapsingState::load_with_default_open(ui.ctx(), id, default_open);
    ui.add_space(6.0);
    let size = vec2(ui.available_width(), TITLE_HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| {
        WidgetInfo::selected(Role::DisclosureTriangle, ui.is_enabled(), folding.is_open(), title)
    });
    if response.clicked() {
        folding.toggle(ui);
    }
    let palette = Palette::of(ui);
    let color =
        if response.hovered() || response.has_focus() { palette.text } else { palette.text_quiet };
    let words = title_words(title).color(color);
    let mut title_ui = ui.new_child(
        egui::UiBuilder::new()
            .max_rect(rect)
            .layout(egui::Layout::left_to_right(egui::Align::Center)),
    );
    // The title is the button's name already.
    title_ui.add(egui::Label::new(words).selectable(false).truncate());
    let icon = Rect::from_center_size(rect.right_center() - vec2(7.0, 0.0), Vec2::splat(10.0));
    let mut shown = response.clone().on_hover_cursor(CursorIcon::PointingHand);
    shown.rect = icon;
    paint_default_icon(ui, folding.openness(ui.ctx()), &shown);
    folding.show_body_unindented(ui, body);
}

/// The look of a title: small spaced capitals.
pub fn title_words(title: &str) -> egui::RichText {
    egui::RichText::new(title.to_uppercase())
        .font(STRONG.role.font_id(11.0))
        .extra_letter_spacing(0.8)
}

/// A row that counts something and can be ticked.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// What is counted.
    pub words: &'a str,
    /// How many there are in range.
    pub n: u32,
    /// How many the most frequent value of the section has.
    pub n_most: u32,
    /// Whether it was chosen.
    pub ticked: bool,
    /// Whether the filter lets it through.
    pub on: bool,
}

impl Row<'_> {
    /// Length of the bar, from 0 to 1.
    #[must_use]
    pub fn share(&self) -> f32 {
        if self.n_most == 0 { 0.0 } else { self.n as f32 / self.n_most as f32 }
    }
}

/// Shows the row; a click is for the caller.
pub fn box_row_ui(ui: &mut Ui, row: &Row<'_>) -> Response {
    let mark = CountMark::Box { ticked: row.ticked };
    count_row_ui(
        ui,
        &CountRow {
            mark,
            words: row.words,
            count: u64::from(row.n),
            share: row.share(),
            on: row.on,
        },
    )
}
