//! A field to type in, in both directions.
//!
//! egui's field edits text correctly but shows Arabic words in the wrong order
//! and its caret in the wrong place. Where a text needs it, this field lets egui
//! edit, unseen, and shows text, selection and caret from the layout.

use std::sync::Arc;

use egui::text::{CCursor, CCursorRange, CharIndex, LayoutJob};
use egui::{Align2, Color32, Margin, Response, Stroke, TextBuffer, TextEdit, Ui};
use unicode_bidi::BidiInfo;

use super::layout::TextLayout;
use super::rich::{BidiText, Style};

/// Between the field's edge and the text, in points.
const MARGIN: Margin = Margin::symmetric(8, 4);

/// A field of one line, `width` points wide; `hint` stands in it while it is empty
/// and names it to screen readers.
pub fn text_field_ui(
    ui: &mut Ui,
    text: &mut String,
    hint: &str,
    style: Style,
    width: f32,
) -> Response {
    // One name for both ways of showing it: the first Arabic letter must not end the typing.
    let id = ui.make_persistent_id(hint);
    if !BidiInfo::new(text, None).has_rtl() {
        return field(text, id, hint, style, width).show(ui).response.response;
    }
    ui.scope(|ui| {
        let selection = ui.visuals().selection.bg_fill;
        let caret = ui.visuals().text_cursor.stroke;
        ui.visuals_mut().selection.bg_fill = Color32::TRANSPARENT;
        ui.visuals_mut().text_cursor.stroke = Stroke::NONE;
        ui.visuals_mut().text_cursor.blink = false;
        let font = style.role.font_id(style.size);
        let mut stand_in =
            |ui: &Ui, text: &dyn TextBuffer, _: f32| stand_in(ui, text.as_str(), &font);
        let mut output = field(text, id, hint, style, width).layouter(&mut stand_in).show(ui);

        let words = BidiText::source(text.as_str(), style).max_lines(1);
        let inside = output.response.response.rect - MARGIN;
        let room = inside.width();
        // The room of an endless line: what is longer than the field is cut off at its end.
        let layout = match TextLayout::new(&words, f32::INFINITY) {
            long if long.size().x > room => long,
            _ => TextLayout::new(&words, room),
        };
        let origin = Align2::LEFT_CENTER.align_size_within_rect(layout.size(), inside).min;
        let response = output.response.response.clone();
        if let Some(pointer) =
            response.interact_pointer_pos().filter(|_| !response.double_clicked())
        {
            let at = CCursor::new(char_index(text, layout.index_at(pointer - origin)));
            let range = match output.cursor_range {
                Some(mut range) if response.dragged() && !response.drag_started() => {
                    range.primary = at;
                    // egui set both ends by its own, unseen, places.
                    range.secondary = anchor(ui, response.id, None).unwrap_or(at);
                    range
                }
                _ => {
                    anchor(ui, response.id, Some(at));
                    CCursorRange::one(at)
                }
            };
            output.state.cursor.set_char_range(Some(range));
            output.cursor_range = Some(range);
            output.state.clone().store(ui.ctx(), response.id);
        }

        let painter = ui.painter().with_clip_rect(inside.expand(1.0));
        let cursor = output.cursor_range.filter(|_| response.has_focus());
        let selected = cursor.map(|range| {
            let range = range.as_sorted_char_range();
            (byte_index(text, range.start)..byte_index(text, range.end), selection)
        });
        layout.paint(&painter, origin, ui.visuals().text_color(), selected);
        if let Some(range) = cursor {
            let place = layout.caret(byte_index(text, range.primary.index));
            let place = place.translate(origin.to_vec2());
            painter.line_segment([place.center_top(), place.center_bottom()], caret);
        }
        response
    })
    .inner
}

fn field<'t>(
    text: &'t mut String,
    id: egui::Id,
    hint: &str,
    style: Style,
    width: f32,
) -> TextEdit<'t> {
    TextEdit::singleline(text)
        .id(id)
        .hint_text(hint.to_owned())
        .font(style.role.font_id(style.size))
        .margin(MARGIN)
        .desired_width(width)
}

/// Where a drag began; kept by this field because egui's own places are not those
/// on the screen.
fn anchor(ui: &Ui, id: egui::Id, begin: Option<CCursor>) -> Option<CCursor> {
    ui.data_mut(|data| {
        if let Some(begin) = begin {
            data.insert_temp(id, begin.index.0);
        }
        data.get_temp::<usize>(id).map(CCursor::new)
    })
}

/// An unseen galley with one glyph for each character, as egui's editing counts
/// them. Letters stay letters and spaces spaces, so steps by words are right; the
/// glyphs carry the text's own characters for screen readers.
fn stand_in(ui: &Ui, text: &str, font: &egui::FontId) -> Arc<egui::Galley> {
    let letters = text.chars().map(|c| match c {
        c if c.is_alphanumeric() => 'x',
        c if c.is_whitespace() => ' ',
        _ => '.',
    });
    let job = LayoutJob::simple_singleline(letters.collect(), font.clone(), Color32::TRANSPARENT);
    let mut galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    for row in &mut Arc::make_mut(&mut galley).rows {
        for (glyph, c) in Arc::make_mut(&mut row.row).glyphs.iter_mut().zip(text.chars()) {
            glyph.chr = c;
        }
    }
    galley
}

fn char_index(text: &str, byte: usize) -> usize {
    text.char_indices().take_while(|&(at, _)| at < byte).count()
}

fn byte_index(text: &str, index: CharIndex) -> usize {
    text.char_indices().nth(index.0).map_or(text.len(), |(at, _)| at)
}
