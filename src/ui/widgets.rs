//! The window's small widgets. Each draws its words through [`text`],
//! so names in either script come out right, and has a name for screen readers.

use egui::{
    Align2, Color32, CornerRadius, CursorIcon, Frame, InnerResponse, Margin, Painter, Pos2, Rect,
    Response, Role, Sense, Shape, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use super::style::{
    BODY, BUTTON_RADIUS, CARD_RADIUS, CONTROL_HEIGHT, Palette, SMALL, STRONG, color32, theme_name,
};
use super::text::{self, BidiText, Style};
use crate::model::EventType;
use crate::scene::geometry::Pos;
use crate::scene::theme::Sign;

/// Words from the data in one line, shortened with an ellipsis.
fn one_line(words: &str, style: Style) -> BidiText {
    BidiText::source(words, style).max_lines(1).align(text::TextAlign::Left)
}

/// Paints a text with its left edge and the middle of its height at `left_center`.
fn paint_text(painter: &Painter, left_center: Pos2, text: &text::TextLayout, color: Color32) {
    let origin = Align2::LEFT_CENTER.anchor_size(left_center, text.size()).min;
    text.paint(painter, origin, color, None);
}

fn focus_ring(ui: &Ui, response: &Response, radius: CornerRadius) {
    if response.has_focus() {
        let stroke = Stroke::new(2.0, Palette::of(ui).accent);
        ui.painter().rect_stroke(response.rect, radius, stroke, StrokeKind::Outside);
    }
}

/// How a [`button_ui`] looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ButtonLook {
    /// An outline with round ends: one of several things to do.
    Quiet,
    /// Filled with the accent colour: the main thing to do.
    Primary,
}

/// A button with round ends.
pub fn button_ui(ui: &mut Ui, words: &str, look: ButtonLook) -> Response {
    let palette = Palette::of(ui);
    let style = if look == ButtonLook::Primary { STRONG } else { BODY };
    let layout = text::layout(ui.ctx(), &one_line(words, style), f32::INFINITY);
    let size = vec2(layout.size().x + 22.0, CONTROL_HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), words));
    if ui.is_rect_visible(rect) {
        let hovered = response.hovered() || response.is_pointer_button_down_on();
        let (fill, line, color) = match look {
            ButtonLook::Primary => (palette.accent, palette.accent, palette.on_accent),
            ButtonLook::Quiet if hovered => (palette.chip, palette.accent, palette.text),
            ButtonLook::Quiet => (Color32::TRANSPARENT, palette.line, palette.text),
        };
        let radius = if look == ButtonLook::Primary { BUTTON_RADIUS } else { 12 };
        let stroke = Stroke::new(1.0, line);
        ui.painter().rect(rect, CornerRadius::same(radius), fill, stroke, StrokeKind::Inside);
        paint_text(ui.painter(), rect.left_center() + vec2(11.0, 0.0), &layout, color);
        focus_ring(ui, &response, CornerRadius::same(radius));
    }
    response.on_hover_cursor(CursorIcon::PointingHand)
}

/// A chip that names a filter; a click takes the filter away.
pub fn chip_ui(ui: &mut Ui, words: &str) -> Response {
    let palette = Palette::of(ui);
    let room = (ui.available_width() - 36.0).max(40.0);
    let layout = text::layout(ui.ctx(), &one_line(words, SMALL), room);
    let size = vec2(layout.size().x + 32.0, CONTROL_HEIGHT - 2.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| {
        WidgetInfo::labeled(Role::Button, ui.is_enabled(), format!("Remove filter: {words}"))
    });
    if ui.is_rect_visible(rect) {
        let fill = if response.hovered() { palette.chip_strong } else { palette.chip };
        let radius = CornerRadius::same(11);
        let stroke = Stroke::new(1.0, palette.line);
        ui.painter().rect(rect, radius, fill, stroke, StrokeKind::Inside);
        paint_text(ui.painter(), rect.left_center() + vec2(10.0, 0.0), &layout, palette.text);
        cross(ui.painter(), rect.right_center() - vec2(13.0, 0.0), palette.text_quiet);
        focus_ring(ui, &response, radius);
    }
    response.on_hover_cursor(CursorIcon::PointingHand)
}

fn cross(painter: &Painter, center: Pos2, color: Color32) {
    let stroke = Stroke::new(1.5, color);
    for arm in [vec2(3.0, 3.0), vec2(3.0, -3.0)] {
        painter.line_segment([center - arm, center + arm], stroke);
    }
}

/// A few choices of which one holds, side by side. Returns the choice that was
/// clicked, also when it held already.
pub fn segmented_ui<T: Copy + PartialEq>(
    ui: &mut Ui,
    current: T,
    choices: &[(T, &str)],
) -> Option<T> {
    let palette = Palette::of(ui);
    let mut clicked = None;
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.horizontal(|ui| {
            for (index, &(choice, words)) in choices.iter().enumerate() {
                let on = choice == current;
                let layout = text::layout(ui.ctx(), &one_line(words, BODY), f32::INFINITY);
                let size = vec2(layout.size().x + 20.0, CONTROL_HEIGHT);
                let (rect, response) = ui.allocate_exact_size(size, Sense::click());
                response.widget_info(|| {
                    WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), on, words)
                });
                let left = if index == 0 { BUTTON_RADIUS } else { 0 };
                let right = if index + 1 == choices.len() { BUTTON_RADIUS } else { 0 };
                let radius = CornerRadius { nw: left, sw: left, ne: right, se: right };
                let (fill, color) = match (on, response.hovered()) {
                    (true, _) => (palette.accent, palette.on_accent),
                    (false, true) => (palette.chip_strong, palette.text),
                    (false, false) => (palette.panel, palette.text),
                };
                let line = if on { palette.accent } else { palette.line };
                let stroke = Stroke::new(1.0, line);
                ui.painter().rect(rect, radius, fill, stroke, StrokeKind::Inside);
                paint_text(ui.painter(), rect.left_center() + vec2(10.0, 0.0), &layout, color);
                focus_ring(ui, &response, radius);
                if response.on_hover_cursor(CursorIcon::PointingHand).clicked() {
                    clicked = Some(choice);
                }
            }
        });
    });
    clicked
}

/// A card with an outline, for one account or one list entry.
pub fn card_ui<R>(ui: &mut Ui, add_contents: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    let palette = Palette::of(ui);
    Frame::new()
        .fill(palette.panel)
        .stroke(Stroke::new(1.0, palette.line))
        .corner_radius(CARD_RADIUS)
        .inner_margin(Margin::symmetric(12, 10))
        .show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            add_contents(ui)
        })
}

/// The title of a part of a panel, in small spaced capitals. English only: Arabic
/// letters must not be spaced.
pub fn section_header_ui(ui: &mut Ui, words: &str) -> Response {
    ui.add_space(6.0);
    let shown = egui::RichText::new(words.to_uppercase())
        .font(STRONG.role.font_id(11.0))
        .extra_letter_spacing(0.8)
        .color(Palette::of(ui).text_quiet);
    let response = ui.add(egui::Label::new(shown).selectable(false));
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    response
}

/// A word in a small frame, as `DIGEST`.
pub fn tag_ui(ui: &mut Ui, words: &str) -> Response {
    let palette = Palette::of(ui);
    let style = Style { size: 10.0, ..STRONG };
    let layout = text::layout(ui.ctx(), &one_line(words, style), f32::INFINITY);
    let size = vec2(layout.size().x + 12.0, 18.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    let stroke = Stroke::new(1.0, palette.line);
    ui.painter().rect_stroke(rect, 4.0, stroke, StrokeKind::Inside);
    paint_text(ui.painter(), rect.left_center() + vec2(6.0, 0.0), &layout, palette.text_quiet);
    response
}

/// What stands before the words of a [`count_row_ui`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CountMark {
    /// The sign of an event type, in its colours.
    Type(EventType),
    /// A box, for what is chosen one by one.
    Box {
        /// Whether it was chosen.
        ticked: bool,
    },
}

/// A row of a filter: what, how many, and a bar for the share.
#[derive(Clone, Copy, Debug)]
pub struct CountRow<'a> {
    /// What stands before the words.
    pub mark: CountMark,
    /// What is counted.
    pub words: &'a str,
    /// How many pass all other filters.
    pub count: u64,
    /// Length of the bar, from 0 to 1.
    pub share: f32,
    /// Whether the filter lets them through.
    pub on: bool,
}

/// A row of a filter; a click switches it.
pub fn count_row_ui(ui: &mut Ui, row: &CountRow<'_>) -> Response {
    let palette = Palette::of(ui);
    let size = vec2(ui.available_width(), CONTROL_HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| {
        let words = format!("{}, {}", row.words, row.count);
        let ticked = match row.mark {
            CountMark::Type(_) => row.on,
            CountMark::Box { ticked } => ticked,
        };
        WidgetInfo::selected(Role::CheckBox, ui.is_enabled(), ticked, words)
    });
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let painter = ui.painter();
    if response.hovered() {
        painter.rect_filled(rect.expand2(vec2(4.0, 0.0)), BUTTON_RADIUS, palette.chip);
    }
    let is_strong = row.on && row.count > 0;
    let color = if is_strong { palette.text } else { palette.text_quiet };
    let middle = rect.center().y - 2.0;
    let sign_center = pos2(rect.left() + 7.0, middle);
    let bar_color = match row.mark {
        CountMark::Type(kind) => {
            sign(ui, painter, kind, sign_center, 5.0, row.on);
            color32(theme_name(ui).theme().event_type(kind))
        }
        CountMark::Box { ticked } => {
            check_box(painter, &palette, sign_center, ticked);
            palette.accent
        }
    };
    let count = BidiText::line().push(&grouped(row.count), STRONG);
    let count = text::layout(ui.ctx(), &count, f32::INFINITY);
    let left = rect.left() + 20.0;
    let room = rect.width() - 28.0 - count.size().x;
    let words = text::layout(ui.ctx(), &one_line(row.words, BODY), room.max(20.0));
    paint_text(painter, pos2(left, middle), &words, color);
    paint_text(painter, pos2(rect.right() - count.size().x, middle), &count, color);
    let rail =
        Rect::from_min_max(pos2(left, rect.bottom() - 3.0), rect.right_bottom() - vec2(0.0, 1.0));
    painter.rect_filled(rail, 1.0, palette.rail.gamma_multiply(0.5));
    let bar = rail.with_max_x(rail.left() + rail.width() * row.share.clamp(0.0, 1.0));
    painter.rect_filled(bar, 1.0, bar_color.gamma_multiply(if row.on { 1.0 } else { 0.4 }));
    focus_ring(ui, &response, CornerRadius::same(BUTTON_RADIUS));
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    if words.is_elided() { response.on_hover_text(row.words) } else { response }
}

/// Paints the sign of an event type, as on the map; hollow while it is switched off.
pub fn sign(ui: &Ui, painter: &Painter, kind: EventType, center: Pos2, radius: f32, on: bool) {
    let theme = theme_name(ui).theme();
    let line = color32(theme.event_type_line(kind));
    let fill = if on { color32(theme.event_type(kind)) } else { Color32::TRANSPARENT };
    let stroke = Stroke::new(1.0, line);
    match Sign::of(kind).corners(Pos::new(center.x, center.y), radius) {
        Some(corners) => {
            let corners = corners.into_iter().map(|p| pos2(p.x, p.y)).collect();
            painter.add(Shape::convex_polygon(corners, fill, stroke));
        }
        None => {
            painter.circle(center, radius, fill, stroke);
            if Sign::of(kind) == Sign::RingDisc {
                painter.circle(center, radius * 0.4, Palette::of(ui).page, stroke);
            }
        }
    }
}

fn check_box(painter: &Painter, palette: &Palette, center: Pos2, on: bool) {
    let rect = Rect::from_center_size(center, Vec2::splat(12.0));
    let fill = if on { palette.accent } else { Color32::TRANSPARENT };
    let line = if on { palette.accent } else { palette.text_quiet };
    painter.rect(rect, 3.0, fill, Stroke::new(1.0, line), StrokeKind::Inside);
    if on {
        let tick = [vec2(-3.0, 0.0), vec2(-1.0, 2.5), vec2(3.5, -2.5)];
        painter.line(tick.map(|step| center + step).to_vec(), Stroke::new(1.5, palette.on_accent));
    }
}

/// A count with a thin space between groups of three digits (ISO 80000-1), from
/// five digits on.
pub fn grouped(count: u64) -> String {
    let digits = count.to_string();
    if digits.len() < 5 {
        return digits;
    }
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    use super::*;
    use crate::ui::{fonts, style};

    fn set_up(ctx: &egui::Context) {
        fonts::install(ctx);
        style::install(ctx);
    }

    #[test]
    fn counts_are_grouped_from_five_digits_on() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(1234), "1234");
        assert_eq!(grouped(12345), "12\u{202f}345");
        assert_eq!(grouped(1_000_000), "1\u{202f}000\u{202f}000");
    }

    #[test]
    fn a_click_on_a_choice_reports_it() {
        let mut harness = Harness::builder().with_context_setup(set_up).build_ui_state(
            |ui, chosen: &mut Option<u8>| {
                if let Some(clicked) = segmented_ui(ui, 1, &[(1, "Window"), (2, "Cumulative")]) {
                    *chosen = Some(clicked);
                }
            },
            None,
        );
        harness.get_by_label("Cumulative").click();
        harness.run();
        assert_eq!(*harness.state(), Some(2));
    }

    #[test]
    fn a_filter_row_is_a_check_box_named_after_what_it_counts() {
        let mut harness = Harness::builder().with_context_setup(set_up).build_ui_state(
            |ui, on: &mut bool| {
                let row = CountRow {
                    mark: CountMark::Type(EventType::Battles),
                    words: "Battles",
                    count: 11,
                    share: 0.8,
                    on: *on,
                };
                if count_row_ui(ui, &row).clicked() {
                    *on = !*on;
                }
            },
            true,
        );
        harness.get_by_role_and_label(Role::CheckBox, "Battles, 11").click();
        harness.run();
        assert!(!*harness.state());
    }
}
