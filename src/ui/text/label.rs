//! The widgets: labels in both directions, with marks, selection and copying.

use std::ops::Range;
use std::sync::Arc;

use egui::cache::{ComputerMut, FrameCache};
use egui::{
    CursorIcon, Event, Id, Key, Pos2, Rect, Response, Role, Sense, TextWrapMode, Ui, WidgetInfo,
};

use super::layout::TextLayout;
use super::rich::{BidiText, Style};

/// Lays a text out, or takes the layout of the frame before.
#[derive(Default)]
struct LayoutComputer;

impl ComputerMut<(&BidiText, u32), Arc<TextLayout>> for LayoutComputer {
    fn compute(&mut self, (text, max_width_bits): (&BidiText, u32)) -> Arc<TextLayout> {
        Arc::new(TextLayout::new(text, f32::from_bits(max_width_bits)))
    }
}

type LayoutCache = FrameCache<Arc<TextLayout>, LayoutComputer>;

/// The layout of `text` in at most `max_width` points, kept from frame to frame
/// for as long as it is asked for. For widgets that paint their own text.
pub fn layout(ctx: &egui::Context, text: &BidiText, max_width: f32) -> Arc<TextLayout> {
    ctx.memory_mut(|memory| {
        Arc::clone(memory.caches.cache::<LayoutCache>().get((text, max_width.to_bits())))
    })
}

/// What a label with marks has to tell.
pub struct RichResponse {
    /// The widget as a whole.
    pub response: Response,
    /// Where the characters are, relative to `origin`.
    pub layout: Arc<TextLayout>,
    /// The text's upper left corner on the screen.
    pub origin: Pos2,
    /// The mark under the pointer.
    pub hovered_mark: Option<u32>,
    /// The mark clicked in this frame.
    pub clicked_mark: Option<u32>,
    /// The bytes that are selected; may be none.
    pub selected: Option<Range<usize>>,
}

impl RichResponse {
    /// The part of the screen that holds a stretch of the text, to scroll to it.
    pub fn rect_of(&self, range: &Range<usize>) -> Option<Rect> {
        let rects = self.layout.rects(range);
        let bounds = rects.into_iter().reduce(Rect::union)?;
        Some(bounds.translate(self.origin.to_vec2()))
    }
}

/// A line or paragraph of words from the data in the current colour.
pub fn label_ui(ui: &mut Ui, text: &str, style: Style) -> Response {
    rich_label_ui(ui, &BidiText::source(text, style)).response
}

/// A label that wraps to the room there is. Its text can be selected (drag, double
/// click for a word, triple click for a paragraph, Ctrl+A) and copied in reading
/// order, wherever `selectable_labels` of the style allows it.
pub fn rich_label_ui(ui: &mut Ui, text: &BidiText) -> RichResponse {
    let truncated;
    let (text, max_width) = match ui.wrap_mode() {
        TextWrapMode::Extend => (text, f32::INFINITY),
        TextWrapMode::Wrap => (text, ui.available_width()),
        TextWrapMode::Truncate => {
            truncated = text.clone().max_lines(1);
            (&truncated, ui.available_width())
        }
    };
    let layout = layout(ui.ctx(), text, max_width);
    let selectable = ui.style().interaction.selectable_labels;
    let sense = match (selectable, text.marks.is_empty()) {
        (true, _) => Sense::click_and_drag() - Sense::FOCUSABLE,
        (false, false) => Sense::click() - Sense::FOCUSABLE,
        (false, true) => Sense::hover(),
    };
    let (rect, response) = ui.allocate_exact_size(layout.size(), sense);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, ui.is_enabled(), text.plain()));
    let origin = rect.min;

    let selected = if selectable { select(ui, &response, &layout, origin) } else { None };
    let under_pointer = response.hover_pos().and_then(|pos| layout.character_at(pos - origin));
    let hovered_mark = under_pointer.and_then(|at| text.mark_at(at)).map(|mark| mark.id);
    if hovered_mark.is_some() {
        ui.set_cursor_icon(CursorIcon::PointingHand);
    } else if selectable && under_pointer.is_some() {
        ui.set_cursor_icon(CursorIcon::Text);
    }
    let clicked_mark = hovered_mark.filter(|_| response.clicked());

    if ui.is_rect_visible(rect) {
        let visuals = ui.visuals();
        let fill = visuals.selection.bg_fill;
        layout.paint(
            ui.painter(),
            origin,
            visuals.text_color(),
            selected.clone().map(|range| (range, fill)),
        );
    }
    let response = if layout.is_elided() { response.on_hover_text(text.plain()) } else { response };
    RichResponse { response, layout, origin, hovered_mark, clicked_mark, selected }
}

/// The one selection of the window.
#[derive(Clone, Copy)]
struct Selection {
    owner: Id,
    /// Where it began and where the pointer took it, in any order.
    anchor: usize,
    head: usize,
}

/// Where the selection is kept between frames.
fn selection_key() -> Id {
    Id::unique("deir-atlas text selection")
}

/// Selects nothing any more, in any label.
pub fn clear_selection(ctx: &egui::Context) {
    ctx.data_mut(|data| data.insert_temp(selection_key(), None::<Selection>));
}

/// Follows the pointer and the keys; what is selected of this text.
fn select(ui: &Ui, response: &Response, layout: &TextLayout, origin: Pos2) -> Option<Range<usize>> {
    let key = selection_key();
    let mut selection: Option<Selection> = ui.data(|data| data.get_temp(key)).flatten();
    let before = selection.map(|s| (s.owner, s.anchor, s.head));
    let owner = response.id;

    if let Some(pos) = response.interact_pointer_pos() {
        let at = layout.index_at(pos - origin);
        let span =
            |range: Range<usize>| Some(Selection { owner, anchor: range.start, head: range.end });
        if response.triple_clicked() {
            selection = span(layout.paragraph_at(at));
        } else if response.double_clicked() {
            let under = layout.character_at(pos - origin).unwrap_or(at);
            selection = span(layout.word_at(under));
        } else if response.drag_started() {
            let pressed = ui.input(|input| input.pointer.press_origin()).unwrap_or(pos);
            selection = span(layout.index_at(pressed - origin)..at);
        } else if response.dragged() || response.drag_stopped() {
            if let Some(selection) = selection.as_mut().filter(|s| s.owner == owner) {
                selection.head = at;
            }
        } else if response.clicked() {
            selection = None;
        }
    }
    let is_owner = selection.is_some_and(|selection| selection.owner == owner);
    let ended = response.clicked_elsewhere() || ui.input(|input| input.key_pressed(Key::Escape));
    if is_owner && ended {
        selection = None;
    }
    if selection.map(|s| (s.owner, s.anchor, s.head)) != before {
        ui.data_mut(|data| data.insert_temp(key, selection));
    }

    let selection = selection.filter(|selection| selection.owner == owner)?;
    let range = selection.anchor.min(selection.head)..selection.anchor.max(selection.head);
    let copies = ui.input(|input| input.events.iter().any(|event| matches!(event, Event::Copy)));
    if copies && !range.is_empty() && ui.memory(|memory| memory.focused().is_none()) {
        ui.copy_text(layout.text().plain_range(range.clone()));
    }
    Some(range)
}
