//! Frames around panels, the brand, and rows that can be clicked.

use std::sync::LazyLock;

use egui::{
    Color32, ColorImage, Frame, IconData, Image, Margin, Response, Sense, Stroke, TextureOptions,
    Ui, vec2,
};

use super::style::{self, Palette};
use super::text::{self, BidiText};
use crate::scene::theme::ThemeName;

/// Height of the bar at the top in points.
pub const TOP_BAR_HEIGHT: f32 = 44.0;

/// Side of the program's icon in pixels.
const ICON_SIDE: u32 = 128;

/// The frame of the bars at top and bottom.
pub fn bar_frame(ui: &Ui) -> Frame {
    Frame::new().fill(Palette::of(ui).page).inner_margin(Margin::symmetric(12, 6))
}

/// The frame of the panels at the sides.
pub fn panel_frame(ui: &Ui) -> Frame {
    let margin =
        Margin { left: style::PANEL_MARGIN, right: style::PANEL_MARGIN, top: 10, bottom: 6 };
    Frame::new().fill(Palette::of(ui).page).inner_margin(margin)
}

/// The frame of what floats above the map.
pub fn popup_frame(ui: &Ui) -> Frame {
    let palette = Palette::of(ui);
    Frame::new()
        .fill(palette.panel)
        .stroke(Stroke::new(1.0, palette.line))
        .corner_radius(style::CARD_RADIUS)
        .inner_margin(Margin::symmetric(12, 8))
        .shadow(ui.visuals().popup_shadow)
}

/// What the window is cleared with.
#[must_use]
pub fn clear_colour(theme: ThemeName) -> [f32; 4] {
    Palette::new(theme).page.to_normalized_gamma_f32()
}

/// The program's icon as straight RGBA.
#[must_use]
pub fn icon() -> &'static IconData {
    static ICON: LazyLock<IconData> = LazyLock::new(|| {
        let svg = include_str!("../../assets/icon.svg");
        let pixels = crate::export::png::tree(svg).and_then(|tree| {
            crate::export::png::pixels(&tree, ICON_SIDE as f32 / tree.size().width())
        });
        // The icon is part of the program and a test draws it; a window without
        // one is no reason not to open.
        pixels.map_or_else(
            |_| IconData { rgba: Vec::new(), width: 0, height: 0 },
            |pixels| IconData {
                rgba: pixels
                    .pixels()
                    .iter()
                    .flat_map(|pixel| {
                        let c = pixel.demultiply();
                        [c.red(), c.green(), c.blue(), c.alpha()]
                    })
                    .collect(),
                width: pixels.width(),
                height: pixels.height(),
            },
        )
    });
    &ICON
}

/// Icon and name.
pub fn brand_ui(ui: &mut Ui) {
    let id = egui::Id::unique("brand icon");
    let texture = ui.data(|data| data.get_temp::<egui::TextureHandle>(id)).unwrap_or_else(|| {
        let icon = icon();
        let size = [icon.width as usize, icon.height as usize];
        let image = if icon.rgba.is_empty() {
            ColorImage::filled([1, 1], Color32::TRANSPARENT)
        } else {
            ColorImage::from_rgba_unmultiplied(size, &icon.rgba)
        };
        let texture = ui.ctx().load_texture("brand icon", image, TextureOptions::LINEAR);
        ui.data_mut(|data| data.insert_temp(id, texture.clone()));
        texture
    });
    ui.add(Image::new(&texture).fit_to_exact_size(vec2(22.0, 22.0)));
    text::label_ui(ui, "Deir Atlas", style::STRONG);
}

/// A row of text over the whole width, to click.
pub fn clickable_row_ui(ui: &mut Ui, row: &BidiText) -> Response {
    let palette = Palette::of(ui);
    let layout = text::layout(ui.ctx(), &row.clone().max_lines(1), ui.available_width() - 12.0);
    let size = vec2(ui.available_width(), layout.size().y + 8.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, row.plain()));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, style::BUTTON_RADIUS, palette.chip_strong);
    }
    layout.paint(ui.painter(), rect.min + vec2(6.0, 4.0), palette.text, None);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_icon_can_be_drawn() {
        let icon = icon();
        assert_eq!((icon.width, icon.height), (ICON_SIDE, ICON_SIDE));
        assert!(icon.rgba.chunks(4).any(|pixel| pixel[3] == 255));
    }
}
