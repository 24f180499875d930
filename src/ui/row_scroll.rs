//! Lists of many rows of one height, of which only those in view are made.
//!
//! egui's own scroll areas hold positions in `f32`, which cannot tell one point
//! from the next beyond 16 million: a million rows would jump as they scroll.
//! Here the position is an `f64` and only what is in view gets coordinates.

use std::ops::Range;

use egui::{
    CornerRadius, EventFilter, Id, Key, Rect, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use super::style::Palette;

/// Width of the bar, in points.
const BAR_WIDTH: f32 = 10.0;

/// The shortest handle of the bar, in points.
const MIN_HANDLE: f32 = 28.0;

/// A list in all the room that is left.
#[derive(Debug, Clone, Copy)]
pub struct RowScroll<'a> {
    /// Where the position is kept between frames.
    pub id: Id,
    /// What is listed, for screen readers.
    pub name: &'a str,
    /// Number of rows.
    pub n_rows: usize,
    /// Height of each, in points.
    pub row_height: f32,
    /// A row to bring into view, from 0.
    pub reveal: Option<usize>,
}

/// The rows in view.
#[derive(Debug, Clone)]
pub struct RowsInView {
    /// Their numbers, from 0.
    pub range: Range<usize>,
    first: Rect,
}

impl RowsInView {
    /// Where a row is on the screen.
    #[must_use]
    pub fn rect(&self, row: usize) -> Rect {
        let below = row as f32 - self.range.start as f32;
        self.first.translate(vec2(0.0, below * self.first.height()))
    }
}

impl RowScroll<'_> {
    /// Shows the rows in view, which `add_rows` paints, and the bar.
    pub fn show<R>(self, ui: &mut Ui, add_rows: impl FnOnce(&mut Ui, &RowsInView) -> R) -> R {
        let rect = ui.available_rect_before_wrap();
        ui.advance_cursor_after_rect(rect);
        let height = f64::from(rect.height().max(1.0));
        let row_height = f64::from(self.row_height);
        let last_top = (self.n_rows as f64 * row_height - height).max(0.0);
        let mut top: f64 = ui.data(|data| data.get_temp(self.id)).unwrap_or(0.0);
        if let Some(row) = self.reveal {
            let row_top = row as f64 * row_height;
            top = top.clamp((row_top + row_height - height).min(row_top), row_top);
        }
        if last_top > 0.0 && ui.rect_contains_pointer(rect) {
            let by = ui.input_mut(|input| std::mem::take(&mut input.smooth_scroll_delta.y));
            top -= f64::from(by);
        }
        top = top.clamp(0.0, last_top);
        let mut rows_rect = rect;
        if last_top > 0.0 {
            let bar = rect.with_min_x(rect.right() - BAR_WIDTH);
            rows_rect.max.x = bar.left() - 2.0;
            top = self.bar_ui(ui, bar, top, height, last_top);
        }
        ui.data_mut(|data| data.insert_temp(self.id, top));

        let first = (top / row_height).floor() as usize;
        let end = (((top + height) / row_height).ceil() as usize).min(self.n_rows);
        let above = (first as f64 * row_height - top) as f32;
        let in_view = RowsInView {
            range: first.min(end)..end,
            first: Rect::from_min_size(
                pos2(rows_rect.left(), rect.top() + above),
                vec2(rows_rect.width(), self.row_height),
            ),
        };
        let mut rows_ui = ui.new_child(UiBuilder::new().id_salt(self.id).max_rect(rows_rect));
        rows_ui.shrink_clip_rect(rows_rect.expand2(vec2(4.0, 0.0)));
        add_rows(&mut rows_ui, &in_view)
    }

    /// The bar at the right: dragged, clicked, or moved with the keys.
    fn bar_ui(&self, ui: &Ui, bar: Rect, top: f64, height: f64, last_top: f64) -> f64 {
        let share = height / (last_top + height);
        let handle_height =
            (bar.height() * share as f32).clamp(MIN_HANDLE.min(bar.height()), bar.height());
        let way = f64::from((bar.height() - handle_height).max(1.0));
        let mut top = top;
        let response = ui.interact(bar, self.id.with("bar"), Sense::click_and_drag());
        response.widget_info(|| {
            WidgetInfo::labeled(Role::ScrollBar, ui.is_enabled(), format!("Scroll {}", self.name))
        });
        if let Some(pos) = response.interact_pointer_pos() {
            let handle_top = bar.top() + (top / last_top * way) as f32;
            let on_handle = (handle_top..handle_top + handle_height).contains(&pos.y);
            if response.dragged() && !response.drag_started() {
                top += f64::from(response.drag_delta().y) / way * last_top;
            } else if (response.clicked() || response.drag_started()) && !on_handle {
                top = f64::from(pos.y - bar.top() - handle_height / 2.0) / way * last_top;
            }
        }
        if response.has_focus() {
            let keys = EventFilter { vertical_arrows: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, keys));
            let pressed = |key| ui.input(|input| f64::from(input.num_presses(key) as u32));
            let rows = pressed(Key::ArrowDown) - pressed(Key::ArrowUp);
            let pages = pressed(Key::PageDown) - pressed(Key::PageUp);
            top += rows * f64::from(self.row_height) + pages * height;
            if ui.input(|input| input.key_pressed(Key::Home)) {
                top = 0.0;
            } else if ui.input(|input| input.key_pressed(Key::End)) {
                top = last_top;
            }
        }
        top = top.clamp(0.0, last_top);
        let palette = Palette::of(ui);
        let handle = Rect::from_min_size(
            pos2(bar.left() + 2.0, bar.top() + (top / last_top * way) as f32),
            vec2(BAR_WIDTH - 4.0, handle_height),
        );
        let strong = response.hovered() || response.dragged() || response.has_focus();
        let fill = if strong { palette.text_quiet } else { palette.rail };
        ui.painter().rect_filled(handle, CornerRadius::same(3), fill);
        top
    }
}

#[cfg(test)]
mod tests {
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    use super::*;

    fn rows_in_view(n_rows: usize, reveal: Option<usize>) -> RowsInView {
        let mut harness = Harness::builder().with_size(vec2(200.0, 440.0)).build_ui_state(
            |ui, seen: &mut Option<RowsInView>| {
                let list = RowScroll {
                    id: Id::unique("list"),
                    name: "rows",
                    n_rows,
                    row_height: 44.0,
                    reveal,
                };
                *seen = Some(list.show(ui, |_, rows| rows.clone()));
            },
            None,
        );
        harness.run();
        let bar = harness.query_by_label("Scroll rows");
        assert_eq!(bar.is_some(), n_rows > 10, "a bar where there is something to scroll");
        harness.state().clone().unwrap()
    }

    #[test]
    fn only_the_rows_in_view_are_made() {
        assert_eq!(rows_in_view(1_000_000, None).range.start, 0);
        assert!(rows_in_view(1_000_000, None).range.len() <= 11);
        assert_eq!(rows_in_view(3, None).range, 0..3);
        assert_eq!(rows_in_view(0, None).range, 0..0);
    }

    #[test]
    fn the_last_of_a_million_rows_comes_into_view_whole() {
        let rows = rows_in_view(1_000_000, Some(999_999));
        assert_eq!(rows.range.end, 1_000_000);
        let (last, before) = (rows.rect(999_999), rows.rect(999_998));
        assert!((last.top() - before.bottom()).abs() < 1e-3, "rows stand edge to edge");
        assert!(last.bottom() <= 440.0 && last.top() > 300.0, "{last:?}");
    }
}
