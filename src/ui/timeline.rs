//! The timeline panel: controls, typed dates, counts, and the strip of bars
//! with the range to drag.

use egui::{Align, CursorIcon, Key, Layout, Rect, Response, RichText, Sense, TextEdit, Ui, vec2};

use super::icons::{Icon, Look, icon_button_ui, icon_ui};
use super::view_state::{ActivePanel, ViewState};
use super::{painter, widgets};
use crate::app::frame::{self, Emphasis};
use crate::app::{Action, AppState, Gesture, ReviewAction, TimeAction, Tray};
use crate::model::{Day, DaySpan};
use crate::query::{DateRange, SliderMode, typed_date};
use crate::scene::axis::AxisView;
use crate::scene::geometry::Pos;
use crate::scene::phrases;
use crate::scene::shape::Target;
use crate::scene::timeline::{TimelineInput, axis_view, timeline};

/// How much a turn of the wheel zooms the axis.
const WHEEL_ZOOM: f64 = 0.0025;

/// What is being dragged on the strip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Drag {
    /// The first day of the range.
    From,
    /// The last day.
    To,
    /// The whole range; the days between its first day and the pointer's.
    Body { offset_days: i32 },
    /// A new range from this day.
    New { anchor: Day },
    /// The axis itself; the day that was under the pointer.
    Axis { anchor: Day },
}

/// Shows the panel.
pub fn timeline_ui(ui: &mut Ui, state: &AppState, view: &mut ViewState, actions: &mut Vec<Action>) {
    controls_ui(ui, state, view, actions);
    ui.add_space(4.0);
    strip_ui(ui, state, view, actions);
}

fn controls_ui(ui: &mut Ui, state: &AppState, view: &mut ViewState, actions: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        let ask = |action| Action::Time(action);
        let unit = state.timeline.unit.name();
        let name = format!("One {unit} back (left arrow)");
        if icon_button_ui(ui, Icon::StepBack, "", &name, Look::Quiet).clicked() {
            actions.push(ask(TimeAction::Step(-1)));
        }
        let (icon, words) =
            if state.timeline.playing { (Icon::Pause, "Pause") } else { (Icon::Play, "Play") };
        let name = format!("{words} (Space)");
        if icon_button_ui(ui, icon, words, &name, Look::Primary).clicked() {
            actions.push(ask(TimeAction::TogglePlay));
        }
        let name = format!("One {unit} on (right arrow)");
        if icon_button_ui(ui, Icon::StepForward, "", &name, Look::Quiet).clicked() {
            actions.push(ask(TimeAction::Step(1)));
        }
        speed_ui(ui, state, actions);
        ui.add_space(6.0);
        let single = format!("Single {}", state.timeline.unit.name());
        let modes = [
            (SliderMode::Window, "Window"),
            (SliderMode::Cumulative, "Cumulative"),
            (SliderMode::SingleBin, single.as_str()),
        ];
        if let Some(mode) = widgets::segmented_ui(ui, state.timeline.mode, &modes) {
            actions.push(ask(TimeAction::Mode(mode)));
        }
        ui.add_space(6.0);
        dates_ui(ui, state, view, actions);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| counts_ui(ui, state, actions));
    });
}

fn speed_ui(ui: &mut Ui, state: &AppState, actions: &mut Vec<Action>) {
    let speed = state.timeline.steps_per_second;
    let label = format!("{speed:.0}×");
    ui.menu_button(label, |ui| {
        for choice in [1.0f32, 2.0, 4.0, 8.0, 16.0] {
            let words = format!("{choice:.0} steps a second");
            if ui.radio((speed - choice).abs() < 0.1, words).clicked() {
                actions.push(Action::Time(TimeAction::Speed(choice)));
                ui.close();
            }
        }
    })
    .response
    .on_hover_text("Speed of playing");
}

/// The from and to fields. `2016-01` is enough: the from field takes its first
/// day, the to field its last.
fn dates_ui(ui: &mut Ui, state: &AppState, view: &mut ViewState, actions: &mut Vec<Action>) {
    let range = state.view.range;
    let shown = |day: Day| if day.is_bounded() { day.to_string() } else { String::new() };
    let mut typed = std::mem::take(&mut view.typed_dates);
    let field = |ui: &mut Ui, name: &str, hint: &str, text: &mut Option<String>, day: Day| {
        let mut edited = text.clone().unwrap_or_else(|| shown(day));
        let response = ui.add(
            TextEdit::singleline(&mut edited).hint_text(hint).desired_width(96.0).id_salt(name),
        );
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, name));
        if response.changed() {
            *text = Some(edited);
        }
        let is_done = response.lost_focus();
        if is_done && ui.input(|input| input.key_pressed(Key::Escape)) {
            *text = None;
            return None;
        }
        if is_done { text.take() } else { None }
    };
    let from = field(ui, "From date", "first day", &mut typed.from, range.first);
    ui.label("–");
    let to = field(ui, "To date", "last day", &mut typed.to, range.last);
    let mut put = |text: Option<String>, is_from: bool| {
        let Some(text) = text else { return };
        typed.problem = None;
        let day = if text.trim().is_empty() {
            Some(if is_from { Day::OPEN_START } else { Day::OPEN_END })
        } else {
            match typed_date(&text) {
                Ok(span) => Some(if is_from { span.first } else { span.last }),
                Err(error) => {
                    typed.problem = Some(error.to_string());
                    None
                }
            }
        };
        if let Some(day) = day {
            let span = if is_from {
                DaySpan { first: day, last: range.last.max(day) }
            } else {
                DaySpan { first: range.first.min(day), last: day }
            };
            actions.push(Action::Time(TimeAction::Range(span, Gesture::Done)));
        }
    };
    put(from, true);
    put(to, false);
    if let Some(problem) = &typed.problem {
        let colour = ui.visuals().error_fg_color;
        icon_ui(ui, Icon::Warning, colour).on_hover_text(problem);
    }
    if range != DaySpan::ALL
        && widgets::button_ui(ui, "All dates", widgets::ButtonLook::Quiet).clicked()
    {
        actions.push(Action::Time(TimeAction::Range(DaySpan::ALL, Gesture::Done)));
    }
    view.typed_dates = typed;
}

/// `26 of 29 events · 1 undated · 1 unlocated`, always there. The last two lead
/// to their lists.
fn counts_ui(ui: &mut Ui, state: &AppState, actions: &mut Vec<Action>) {
    let counts = state.derived.matched.counts(state.date_range());
    let n_all = state.table.n_events();
    // Right to left: the last word first.
    let n_proposed = state.review.review.counts().n_proposed;
    if n_proposed > 0 {
        let tip = "Proposals of reports, in no count until somebody accepts them";
        if ui.link(format!("{n_proposed} proposed")).on_hover_text(tip).clicked() {
            actions.push(Action::Review(ReviewAction::Show(true)));
        }
        ui.label("·");
    }
    let unplaced = format!("{} unlocated", counts.n_unlocated);
    if ui.link(unplaced).on_hover_text("List the events without a position").clicked() {
        actions.push(Action::ShowTray(Tray::Unplaced));
    }
    ui.label("·");
    let undated = format!("{} undated", counts.n_undated);
    if ui.link(undated).on_hover_text("List the events without a date").clicked() {
        actions.push(Action::ShowTray(Tray::Undated));
    }
    ui.label("·");
    let words = format!(
        "{} of {} events",
        widgets::grouped(counts.n_in_range.into()),
        widgets::grouped(n_all as u64)
    );
    ui.label(RichText::new(words).strong());
}

fn strip_ui(ui: &mut Ui, state: &AppState, view: &mut ViewState, actions: &mut Vec<Action>) {
    let size = vec2(ui.available_width().max(120.0), ui.available_height().max(60.0));
    let (rect, response) = ui.allocate_exact_size(size, Sense::click_and_drag());
    let n = state.derived.matched.n_matching();
    response.widget_info(|| {
        let words = format!("Timeline with {n} events; drag to choose days");
        egui::WidgetInfo::labeled(egui::Role::Slider, true, words)
    });
    let emphasis = Emphasis { selected: state.set_off(), hovered: view.hover.event() };
    let mut bars = frame::bars(&state.derived.matched, &state.derived.all, &state.timeline);
    let mut spans = frame::spans(&state.derived.matched, &state.timeline, emphasis);
    if let Some(proposed) = &state.review.proposed {
        frame::add_proposed(&mut bars, &mut spans, proposed, &state.timeline, emphasis);
    }
    let range =
        (state.view.range != DaySpan::ALL).then(|| state.timeline.bounded(state.view.range));
    let axis_days = state.timeline.axis;
    let at = response.hover_pos().map(|at| Pos::new(at.x - rect.min.x, at.y - rect.min.y));
    let input = TimelineInput {
        view: axis_days,
        bars: &bars,
        range: Some(range.unwrap_or_else(|| state.timeline.bounded(DaySpan::ALL))),
        spans: &spans,
        playhead: state.timeline.playing.then(|| range.map_or(axis_days.last, |range| range.last)),
        hovered_bar: view.hovered_bar,
        has_handles: true,
        language: crate::scene::words::Language::English,
    };
    let scene = timeline(&input, [size.x, size.y], state.theme.theme());
    painter::paint(&ui.painter().with_clip_rect(rect), &scene, rect.min);
    let axis = axis_view(axis_days, size.x);
    let hit = at.and_then(|at| scene.hit(at).cloned());
    if response.clicked() || response.drag_started() {
        view.active = ActivePanel::Timeline;
    }
    zoom_by_wheel(ui, &response, rect, &axis, axis_days, actions);
    drag(ui, &response, rect, &axis, state, hit.as_ref(), actions);
    view.hovered_bar = match hit {
        Some(Target::Bar(bar)) => {
            bar_tip_ui(&response, state, bar, &bars);
            Some(bar)
        }
        Some(Target::Span(event)) => {
            view.hover.on(event);
            if response.clicked() {
                view.scroll_to_selection = true;
                actions.push(Action::Select(Some(event)));
            }
            super::map::event_tip_ui(&response, state, event);
            None
        }
        _ => None,
    };
}

fn bar_tip_ui(
    response: &Response,
    state: &AppState,
    bar: u32,
    bars: &[crate::scene::timeline::BarInput],
) {
    let Some(bar) = bars.get(bar as usize) else { return };
    response.clone().on_hover_ui_at_pointer(|ui| {
        ui.label(RichText::new(phrases::span(bar.days, phrases::Length::Long)).strong());
        for kind in crate::model::EventType::ALL {
            let n = bar.by_type[kind.index()];
            if n > 0 {
                ui.label(format!("{n} {}", kind.name()));
            }
        }
        if bar.n_proposed > 0 {
            ui.label(format!("{} proposed, not confirmed", bar.n_proposed));
        }
        let shown: u32 = bar.by_type.iter().sum();
        if shown < bar.n_all {
            ui.label(RichText::new(format!("{} filtered out", bar.n_all - shown)).weak());
        }
        let counts = state.derived.matched.counts(DateRange::dated(bar.days));
        if counts.n_in_range > shown {
            let n = counts.n_in_range - shown;
            ui.label(RichText::new(format!("{n} more with an uncertain day")).weak());
        }
        ui.label(RichText::new("Click to choose these days").weak());
    });
}

/// The wheel zooms at the pointer; sideways it pans.
fn zoom_by_wheel(
    ui: &Ui,
    response: &Response,
    rect: Rect,
    axis: &AxisView,
    shown: DaySpan,
    actions: &mut Vec<Action>,
) {
    let Some(at) = response.hover_pos() else { return };
    let (scroll, pinch) = ui.input(|input| (input.smooth_scroll_delta, input.zoom_delta()));
    if scroll == egui::Vec2::ZERO && (pinch - 1.0).abs() < 1e-3 {
        return;
    }
    ui.input_mut(|input| input.smooth_scroll_delta = egui::Vec2::ZERO);
    let (first, last) = (f64::from(shown.first.number()), f64::from(shown.last.number()) + 1.0);
    let under = axis.instant(at.x - rect.min.x).clamp(first, last);
    let factor = (-f64::from(scroll.y) * WHEEL_ZOOM).exp() / f64::from(pinch);
    let days_per_px = (last - first) / f64::from(rect.width());
    let pan = -f64::from(scroll.x) * days_per_px;
    let day = |instant: f64| Day::from_number(instant.round() as i32);
    let axis = DaySpan::new(
        day(under + (first - under) * factor + pan),
        day(under + (last - under) * factor + pan - 1.0),
    );
    actions.push(Action::Time(TimeAction::Axis(axis)));
}

#[allow(clippy::too_many_arguments, reason = "one call, and all of it is needed")]
fn drag(
    ui: &Ui,
    response: &Response,
    rect: Rect,
    axis: &AxisView,
    state: &AppState,
    hit: Option<&Target>,
    actions: &mut Vec<Action>,
) {
    let id = response.id.with("drag");
    let now = response.interact_pointer_pos().or(response.hover_pos());
    let Some(at) = now else { return };
    let day = axis.day(at.x - rect.min.x);
    let range = state.timeline.bounded(state.view.range);
    let shows_all = state.view.range == DaySpan::ALL;
    let mut put = |span: DaySpan, gesture| {
        actions.push(Action::Time(TimeAction::Range(span, gesture)));
    };
    if response.drag_started() {
        // The press decides, not where the pointer is once the drag is noticed.
        let pressed = ui.input(|input| input.pointer.press_origin()).unwrap_or(at);
        let pressed_day = axis.day(pressed.x - rect.min.x);
        let is_axis = pressed.y > rect.max.y - 22.0;
        let grip = 9.0;
        let x = pressed.x - rect.min.x;
        let near = |day_x: f32| (x - day_x).abs() <= grip;
        let drag = if ui.input(|input| input.modifiers.shift) || is_axis {
            Drag::Axis { anchor: pressed_day }
        } else if near(axis.day_start(range.first)) {
            Drag::From
        } else if near(axis.day_end(range.last)) {
            Drag::To
        } else if !shows_all && range.contains(pressed_day) {
            Drag::Body { offset_days: pressed_day.number() - range.first.number() }
        } else {
            Drag::New { anchor: pressed_day }
        };
        ui.data_mut(|data| data.insert_temp(id, drag));
    }
    let dragging: Option<Drag> = ui.data(|data| data.get_temp(id));
    if let Some(drag) = dragging
        && (response.dragged() || response.drag_stopped())
    {
        let gesture = if response.drag_stopped() { Gesture::Done } else { Gesture::Moving };
        match drag {
            Drag::From => put(
                DaySpan { first: day.min(range.last), last: state.view.range.last.max(day) },
                gesture,
            ),
            Drag::To => put(
                DaySpan { first: state.view.range.first.min(day), last: day.max(range.first) },
                gesture,
            ),
            Drag::Body { offset_days } => {
                let length = range.last.number() - range.first.number();
                let first = day.plus(-offset_days);
                put(DaySpan { first, last: first.plus(length) }, gesture);
            }
            Drag::New { anchor } => put(DaySpan::new(anchor, day), gesture),
            Drag::Axis { anchor } => {
                let shift = anchor.number() - day.number();
                let shown = state.timeline.axis;
                let moved =
                    DaySpan { first: shown.first.plus(shift), last: shown.last.plus(shift) };
                actions.push(Action::Time(TimeAction::Axis(moved)));
            }
        }
    } else if response.double_clicked() {
        put(DaySpan::ALL, Gesture::Done);
    } else if response.clicked()
        && let Some(Target::Bar(bar)) = hit
        && let Some(days) = state.timeline.bins().spans().nth(*bar as usize)
    {
        put(days, Gesture::Done);
    }
    if response.drag_stopped() {
        ui.data_mut(|data| data.remove::<Drag>(id));
    }
    let icon = match (dragging, hit) {
        (Some(Drag::From | Drag::To), _) | (None, Some(Target::FromHandle | Target::ToHandle)) => {
            CursorIcon::ResizeHorizontal
        }
        (Some(Drag::Body { .. } | Drag::Axis { .. }), _) => CursorIcon::Grabbing,
        (None, Some(Target::RangeBody)) if !shows_all => CursorIcon::Grab,
        (None, Some(Target::Bar(_) | Target::Span(_))) => CursorIcon::PointingHand,
        _ => CursorIcon::Default,
    };
    if response.hovered() || dragging.is_some() {
        ui.ctx().set_cursor_icon(icon);
    }
}
