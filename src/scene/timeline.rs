//! The timeline: bars by type, the chosen range, spans of uncertain dates, the axis.

use super::axis::{AxisView, ticks};
use super::geometry::{Pos, Rect};
use super::shape::{
    Anchor, Font, HitShape, Layer, Line, Panel, Polygon, Scene, Stroke, Target, Text,
};
use super::theme::Theme;
use super::words::Language;
use crate::model::{Day, DaySpan, EventId, EventType};

/// A run of days and how many events fall into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BarInput {
    /// The days; both ends are bounded.
    pub days: DaySpan,
    /// Events that the filters let through, by [`EventType::index`].
    pub by_type: [u32; EventType::COUNT],
    /// Events with all filters off: the ghost behind the bar.
    pub n_all: u32,
    /// Proposals that nobody has confirmed; drawn hollow above the bar, and in no count.
    pub n_proposed: u32,
}

/// An event whose day is not certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpanInput {
    /// The event.
    pub event: EventId,
    /// All days that are possible; ends may be open.
    pub days: DaySpan,
    /// The most likely days, where a claim narrows them; drawn stronger.
    pub likely: Option<DaySpan>,
    /// Type.
    pub event_type: EventType,
    /// Whether it is selected.
    pub is_selected: bool,
    /// Whether the pointer is on it, here or elsewhere.
    pub is_hovered: bool,
    /// A proposal that nobody has confirmed.
    pub is_hollow: bool,
}

/// What the timeline shows.
#[derive(Debug, Clone, Copy)]
pub struct TimelineInput<'a> {
    /// First and last day of the axis, both shown whole.
    pub view: DaySpan,
    /// Bars, in order, not overlapping.
    pub bars: &'a [BarInput],
    /// The chosen range, both ends included; `None` when every day is shown.
    pub range: Option<DaySpan>,
    /// Uncertain events, in order of importance: those without room for a lane are counted.
    pub spans: &'a [SpanInput],
    /// The day that playing has reached.
    pub playhead: Option<Day>,
    /// The bar that the pointer is on, by position.
    pub hovered_bar: Option<u32>,
    /// Whether handles to drag are drawn: not in pictures.
    pub has_handles: bool,
    /// Language of the axis. Time runs from left to right in all.
    pub language: Language,
}

/// Heights in logical pixels.
const AXIS_HEIGHT: f32 = 20.0;
const LANE_HEIGHT: f32 = 7.0;
const MAX_LANES: usize = 3;
const TOP_MARGIN: f32 = 8.0;
/// Room left of the bars for the counts of the scale.
const SCALE_WIDTH: f32 = 30.0;
const RIGHT_MARGIN: f32 = 10.0;

/// The part of time that a strip of this width shows: the same that [`timeline`] draws with.
#[must_use]
pub fn axis_view(view: DaySpan, width: f32) -> AxisView {
    AxisView::new(view.first, view.last, SCALE_WIDTH, width - RIGHT_MARGIN)
}

/// The timeline as a strip of `size`.
#[must_use]
pub fn timeline(input: &TimelineInput<'_>, size: [f32; 2], theme: &Theme) -> Scene {
    let axis = axis_view(input.view, size[0]);
    let lanes = pack(input.spans, &axis);
    let n_lanes = lanes.iter().filter_map(|lane| *lane).max().map_or(0, |lane| lane + 1);
    let spans_height = if n_lanes == 0 { 0.0 } else { n_lanes as f32 * LANE_HEIGHT + 4.0 };
    let base = (size[1] - AXIS_HEIGHT - spans_height).max(TOP_MARGIN + 10.0);
    let strip = Strip { input, axis, base, height: size[1], theme };

    let mut scene = Scene::new(size[0], size[1]);
    let clip = Some(Rect::new(axis.left, 0.0, axis.right - axis.left, size[1]));
    scene.push_group(("timeline-range", "Chosen days"), None, strip.range_shade());
    scene.push_group(("timeline-scale", "Scale of the bars"), None, strip.scale());
    scene.push_group(("timeline-bars", "Events by day and type"), clip, strip.bars());
    scene.push_group(("timeline-axis", "Days"), None, strip.axis());
    scene.push_group(("timeline-spans", "Events with an uncertain day"), clip, strip.spans(&lanes));
    scene.push_group(("timeline-handles", "Ends of the chosen days"), None, strip.handles());
    scene
}

/// Lanes for spans, the first free from the top; `None` for those that find none.
fn pack(spans: &[SpanInput], axis: &AxisView) -> Vec<Option<usize>> {
    let mut ends: Vec<Vec<(f32, f32)>> = vec![Vec::new(); MAX_LANES];
    spans
        .iter()
        .map(|span| {
            let (from, to) = span_edges(span.days, axis);
            if to < axis.left || from > axis.right {
                return None;
            }
            let lane = ends
                .iter()
                .position(|lane| lane.iter().all(|&(a, b)| to + 3.0 <= a || b + 3.0 <= from))?;
            ends[lane].push((from, to));
            Some(lane)
        })
        .collect()
}

/// Where a span of days begins and ends; never narrower than can be seen and hit.
fn span_edges(days: DaySpan, axis: &AxisView) -> (f32, f32) {
    let from = axis.day_start(days.first);
    let to = if days.last.is_bounded() { axis.day_end(days.last) } else { axis.right };
    let missing = (6.0 - (to - from)).max(0.0) / 2.0;
    (from - missing, to + missing)
}

struct Strip<'a> {
    input: &'a TimelineInput<'a>,
    axis: AxisView,
    /// The line that bars stand on.
    base: f32,
    height: f32,
    theme: &'a Theme,
}

impl Strip<'_> {
    /// The count at the top of the scale: at least the tallest bar in view.
    fn top_count(&self) -> u32 {
        let tallest = self
            .input
            .bars
            .iter()
            .filter(|bar| {
                self.axis.day_end(bar.days.last) >= self.axis.left
                    && self.axis.day_start(bar.days.first) <= self.axis.right
            })
            .map(|bar| bar.n_all.max(bar.by_type.iter().sum()) + bar.n_proposed)
            .max()
            .unwrap_or(0);
        round_up(tallest)
    }

    fn y(&self, count: f64) -> f32 {
        let share = count / f64::from(self.top_count());
        self.base - (f64::from(self.base - TOP_MARGIN) * share) as f32
    }

    /// The chosen range, its ends within the axis; `None` when nothing is chosen or it is out of view.
    fn range_edges(&self) -> Option<(f32, f32)> {
        let range = self.input.range?;
        let from = self.axis.day_start(range.first);
        let to =
            if range.last.is_bounded() { self.axis.day_end(range.last) } else { self.axis.right };
        (to >= self.axis.left && from <= self.axis.right)
            .then(|| (from.max(self.axis.left), to.min(self.axis.right)))
    }

    fn range_shade(&self) -> Layer {
        let mut layer = Layer::default();
        if let Some((from, to)) = self.range_edges() {
            let rect = Rect { min: Pos::new(from, 0.0), max: Pos::new(to, self.base) };
            layer.push(Panel {
                rect,
                corner_radius: 0.0,
                fill: Some(self.theme.range.with_opacity(0.09)),
                line: None,
            });
            layer.push_hit(HitShape::Rect(rect), Target::RangeBody);
        }
        layer
    }

    fn scale(&self) -> Layer {
        let mut layer = Layer::default();
        let top = self.top_count();
        let steps = if self.base - TOP_MARGIN >= 56.0 && top.is_multiple_of(2) { 2 } else { 1 };
        for i in 1..=steps {
            let count = top / steps * i;
            let y = self.y(f64::from(count));
            layer.push(Stroke {
                points: vec![Pos::new(self.axis.left, y), Pos::new(self.axis.right, y)],
                closed: false,
                line: Line::solid(0.6, self.theme.axis.with_opacity(0.6)),
            });
            layer.push(
                Text::new(
                    super::markers::short_count(count),
                    Pos::new(self.axis.left - 5.0, y + 3.4),
                    Font::Sans,
                    9.5,
                    self.theme.text_quiet,
                )
                .anchored(Anchor::Right),
            );
        }
        layer
    }

    fn bars(&self) -> Layer {
        let mut layer = Layer::default();
        for (i, bar) in self.input.bars.iter().enumerate() {
            let (from, to) =
                (self.axis.day_start(bar.days.first), self.axis.day_end(bar.days.last));
            if to < self.axis.left || from > self.axis.right {
                continue;
            }
            // A gap between bars where there is room for one; never less than a hairline of bar.
            let gap = ((to - from) * 0.12).min(2.0);
            let (x, width) = (from + gap / 2.0, (to - from - gap).max(0.7));
            let n_shown: u32 = bar.by_type.iter().sum();
            let column = |low: u32, high: u32| {
                let (top, bottom) = (self.y(f64::from(high)), self.y(f64::from(low)));
                Rect::new(x, top, width, bottom - top)
            };
            let panel =
                |rect, colour| Panel { rect, corner_radius: 0.0, fill: Some(colour), line: None };
            if bar.n_all > n_shown {
                layer.push(panel(column(0, bar.n_all), self.theme.ghost));
            }
            let mut below = 0;
            for kind in EventType::ALL {
                let n = bar.by_type[kind.index()];
                if n > 0 {
                    let colour = self.theme.event_type(kind);
                    layer.push(panel(column(below, below + n), colour));
                    below += n;
                }
            }
            if bar.n_proposed > 0 {
                let on = n_shown.max(bar.n_all);
                let rect = column(on, on + bar.n_proposed);
                // Within its column, so that neighbours do not share a line.
                let inset = 0.6f32.min(rect.width() / 4.0);
                layer.push(Panel {
                    rect: rect.grown(-inset),
                    corner_radius: 0.0,
                    fill: Some(self.theme.panel),
                    line: Some(Line::dashed(1.1, self.theme.text_quiet, 2.4, 1.8)),
                });
            }
            if self.input.hovered_bar == Some(i as u32) {
                layer.push(Panel {
                    rect: column(0, n_shown.max(bar.n_all)).grown(1.0),
                    corner_radius: 1.0,
                    fill: None,
                    line: Some(Line::solid(1.4, self.theme.hovered)),
                });
            }
            if bar.n_all > 0 || n_shown > 0 || bar.n_proposed > 0 {
                let rect = Rect { min: Pos::new(from, 0.0), max: Pos::new(to, self.base) };
                layer.push_hit(HitShape::Rect(rect), Target::Bar(i as u32));
            }
        }
        layer
    }

    fn axis(&self) -> Layer {
        let mut layer = Layer::default();
        let stroke = |a: Pos, b: Pos, width: f32, colour| Stroke {
            points: vec![a, b],
            closed: false,
            line: Line::solid(width, colour),
        };
        let (left, right) = (self.axis.left, self.axis.right);
        layer.push(stroke(
            Pos::new(left, self.base),
            Pos::new(right, self.base),
            1.0,
            self.theme.axis,
        ));
        for tick in ticks(&self.axis, self.input.language, Font::Sans, 10.5) {
            let x = self.axis.day_start(tick.day);
            let length = if tick.is_major { 14.0 } else { 5.0 };
            layer.push(stroke(
                Pos::new(x, self.base),
                Pos::new(x, self.base + length),
                1.0,
                self.theme.axis,
            ));
            if !tick.label.is_empty() {
                let (font, colour) = if tick.is_major {
                    (Font::Sans, self.theme.text)
                } else {
                    (Font::Sans, self.theme.text_quiet)
                };
                let pos = Pos::new(x + 4.0, self.base + 14.0);
                layer.push(Text::new(tick.label, pos, font, 10.5, colour));
            }
        }
        layer
    }

    fn spans(&self, lanes: &[Option<usize>]) -> Layer {
        let mut layer = Layer::default();
        for (span, lane) in self.input.spans.iter().zip(lanes) {
            let Some(lane) = lane else { continue };
            let y = self.base + AXIS_HEIGHT + *lane as f32 * LANE_HEIGHT;
            let colour = self.theme.event_type(span.event_type);
            let line = self.theme.event_type_line(span.event_type);
            let bar = |days: DaySpan| {
                let (from, to) = span_edges(days, &self.axis);
                Rect::new(from, y, to - from, LANE_HEIGHT - 2.0)
            };
            let rect = bar(span.days);
            let (fill, line) = if span.is_hollow {
                (self.theme.panel, Line::dashed(1.0, line, 2.6, 1.8))
            } else {
                (colour.with_opacity(0.35), Line::solid(0.7, line.with_opacity(0.8)))
            };
            layer.push(Panel { rect, corner_radius: 2.5, fill: Some(fill), line: Some(line) });
            if let Some(likely) = span.likely.and_then(|days| days.intersection(span.days)) {
                layer.push(Panel {
                    rect: bar(likely),
                    corner_radius: 2.5,
                    fill: Some(colour),
                    line: None,
                });
            }
            if span.is_selected || span.is_hovered {
                let colour =
                    if span.is_selected { self.theme.selected } else { self.theme.hovered };
                layer.push(Panel {
                    rect: rect.grown(1.0),
                    corner_radius: 3.5,
                    fill: None,
                    line: Some(Line::solid(1.6, colour)),
                });
            }
            layer.push_hit(HitShape::Rect(rect.grown(1.0)), Target::Span(span.event));
        }
        layer
    }

    fn handles(&self) -> Layer {
        let mut layer = Layer::default();
        let theme = self.theme;
        if let Some((from, to)) = self.range_edges() {
            for (x, target) in [(from, Target::FromHandle), (to, Target::ToHandle)] {
                let (top, bottom) = (Pos::new(x, 0.0), Pos::new(x, self.base));
                layer.push(Stroke {
                    points: vec![top, bottom],
                    closed: false,
                    line: Line::solid(if self.input.has_handles { 1.6 } else { 1.0 }, theme.range),
                });
                if self.input.has_handles {
                    let middle = Pos::new(x, (self.base * 0.5).max(12.0));
                    layer.push(Panel {
                        rect: Rect::centred(middle, 9.0, 24.0),
                        corner_radius: 4.5,
                        fill: Some(theme.range),
                        line: Some(Line::solid(1.5, theme.page)),
                    });
                    layer
                        .push_hit(HitShape::Rect(Rect::new(x - 7.0, 0.0, 14.0, self.base)), target);
                }
            }
        }
        if let Some(day) = self.input.playhead.filter(|day| day.is_bounded()) {
            let x = (self.axis.day_start(day) + self.axis.day_end(day)) / 2.0;
            if (self.axis.left..=self.axis.right).contains(&x) {
                layer.push(Stroke {
                    points: vec![Pos::new(x, 0.0), Pos::new(x, self.base.min(self.height))],
                    closed: false,
                    line: Line::solid(1.4, theme.text),
                });
                layer.push(Polygon {
                    points: vec![Pos::new(x - 5.0, 0.0), Pos::new(x + 5.0, 0.0), Pos::new(x, 7.0)],
                    fill: Some(theme.text),
                    line: None,
                });
            }
        }
        layer
    }
}

/// The next number of the form 1, 2, 4, 5 or 10 times a power of ten; at least 1.
fn round_up(n: u32) -> u32 {
    let mut power = 1_u32;
    loop {
        for step in [1, 2, 4, 5, 6, 8] {
            if let Some(top) = power.checked_mul(step).filter(|top| *top >= n.max(1)) {
                return top;
            }
        }
        match power.checked_mul(10) {
            Some(next) => power = next,
            None => return u32::MAX,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::model::DatasetId;
    use crate::scene::shape::Item;
    use crate::scene::theme::LIGHT;

    fn day(y: i16, m: i8, d: i8) -> Day {
        Day::from(date(y, m, d))
    }

    fn input<'a>(bars: &'a [BarInput], spans: &'a [SpanInput]) -> TimelineInput<'a> {
        TimelineInput {
            view: DaySpan::new(day(2016, 1, 1), day(2016, 12, 31)),
            bars,
            range: Some(DaySpan::new(day(2016, 2, 1), day(2016, 3, 31))),
            spans,
            playhead: None,
            hovered_bar: None,
            has_handles: true,
            language: Language::English,
        }
    }

    fn bar(first: Day, by_type: [u32; EventType::COUNT], n_all: u32) -> BarInput {
        BarInput { days: DaySpan::new(first, first.plus(6)), by_type, n_all, n_proposed: 0 }
    }

    fn span(number: u32, first: Day, last: Day) -> SpanInput {
        SpanInput {
            event: EventId { dataset: DatasetId(0), number },
            days: DaySpan { first, last },
            likely: None,
            event_type: EventType::Battles,
            is_selected: false,
            is_hovered: false,
            is_hollow: false,
        }
    }

    #[test]
    fn stacked_heights_add_up_to_the_count() {
        let bars = [bar(day(2016, 1, 4), [3, 2, 0, 0, 0, 1, 0], 10)];
        let scene = timeline(&input(&bars, &[]), [900.0, 120.0], &LIGHT);
        let mut heights = Vec::new();
        for item in &scene.items {
            if let Item::Group(group) = item
                && group.class == "timeline-bars"
            {
                for item in &group.items {
                    let Item::Panel(panel) = item else { panic!("bars are panels") };
                    heights.push(panel.rect.height());
                }
            }
        }
        let [ghost, parts @ ..] = heights.as_slice() else { panic!("a ghost and its bars") };
        let sum: f32 = parts.iter().sum();
        assert!((sum / ghost - 0.6).abs() < 1e-3, "{heights:?}");
    }

    #[test]
    fn proposals_stand_on_the_bar_and_raise_the_scale() {
        let by_type = [2, 0, 0, 0, 0, 0, 0];
        let bars = [BarInput { n_proposed: 3, ..bar(day(2016, 1, 4), by_type, 2) }];
        let scene = timeline(&input(&bars, &[]), [900.0, 120.0], &LIGHT);
        let panels: Vec<&Panel> = scene
            .items
            .iter()
            .filter_map(|item| match item {
                Item::Group(group) if group.class == "timeline-bars" => Some(&group.items),
                _ => None,
            })
            .flatten()
            .filter_map(|item| if let Item::Panel(panel) = item { Some(panel) } else { None })
            .collect();
        let [filled, hollow] = panels.as_slice() else { panic!("{panels:?}") };
        assert!(hollow.line.is_some() && filled.line.is_none());
        assert!(hollow.rect.max.y <= filled.rect.min.y && hollow.rect.min.y >= TOP_MARGIN);
    }

    #[test]
    fn handles_lie_above_the_range_and_the_range_below_the_bars() {
        let bars = [bar(day(2016, 2, 8), [1; EventType::COUNT], 9)];
        let scene = timeline(&input(&bars, &[]), [900.0, 120.0], &LIGHT);
        let axis = axis_view(input(&bars, &[]).view, 900.0);
        let at = |d: Day| Pos::new(axis.day_start(d), 40.0);
        assert_eq!(scene.hit(at(day(2016, 2, 1))), Some(&Target::FromHandle));
        assert_eq!(scene.hit(at(day(2016, 4, 1))), Some(&Target::ToHandle));
        assert_eq!(scene.hit(at(day(2016, 2, 11))), Some(&Target::Bar(0)));
        assert_eq!(scene.hit(at(day(2016, 3, 10))), Some(&Target::RangeBody));
        assert_eq!(scene.hit(at(day(2016, 8, 10))), None);
    }

    #[test]
    fn spans_share_lanes_without_overlap_and_open_ends_reach_the_edge() {
        let spans = [
            span(0, day(2016, 1, 1), day(2016, 1, 31)),
            span(1, day(2016, 1, 15), day(2016, 2, 15)),
            span(2, day(2016, 3, 1), day(2016, 3, 2)),
            span(3, Day::OPEN_START, day(2016, 1, 10)),
        ];
        let axis = axis_view(input(&[], &spans).view, 900.0);
        assert_eq!(pack(&spans, &axis), [Some(0), Some(1), Some(0), Some(1)]);
        assert_eq!(span_edges(spans[3].days, &axis).0, axis.left);
    }

    #[test]
    fn the_scale_ends_on_a_round_number() {
        for (n, top) in [(0, 1), (1, 1), (3, 4), (7, 8), (9, 10), (43, 50), (1_234, 2_000)] {
            assert_eq!(round_up(n), top, "{n}");
        }
    }
}
