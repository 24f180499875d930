//! The date range and how it moves: by hand, step by step, or playing.

use super::action::{Gesture, TimeAction};
use super::effect::Effect;
use super::state::{AppState, Timeline};
use crate::model::{Day, DaySpan};
use crate::query::{BinUnit, Bins, Direction, Slider, SliderMode};

/// Bars that the axis shows at most; the unit grows before there are more.
const MOST_BARS: f64 = 160.0;

/// Fewest and most steps a second.
const SPEEDS: std::ops::RangeInclusive<f32> = 0.5..=24.0;

/// Fewest days that the axis shows.
const LEAST_DAYS: i32 = 7;

impl Default for Timeline {
    fn default() -> Self {
        // 2011 to 2019, the years that the program is about.
        let extent = DaySpan { first: Day::from_number(14_975), last: Day::from_number(18_261) };
        Self {
            mode: SliderMode::default(),
            axis: extent,
            extent,
            unit: BinUnit::Month,
            playing: false,
            steps_per_second: 4.0,
            since_step_s: 0.0,
        }
    }
}

impl Timeline {
    /// A timeline over the days that events state; `None` where none does.
    #[must_use]
    pub fn for_days(days: Option<DaySpan>) -> Self {
        let mut timeline = Self::default();
        timeline.reset(days);
        timeline
    }

    /// Shows all days that events state, unless those are the days it has already:
    /// then the part of time in view stays.
    pub(super) fn follow(&mut self, days: Option<DaySpan>) {
        let mut all = self.clone();
        all.reset(days);
        if all.extent != self.extent {
            *self = all;
        }
    }

    /// Shows all days that events state, with a little room at both ends.
    pub(super) fn reset(&mut self, days: Option<DaySpan>) {
        self.playing = false;
        let Some(days) = days else {
            *self = Self {
                mode: self.mode,
                steps_per_second: self.steps_per_second,
                ..Self::default()
            };
            return;
        };
        let n_days = days.n_days().unwrap_or(1);
        let room = i32::try_from(n_days / 40).unwrap_or(i32::MAX).max(3);
        self.extent = DaySpan { first: days.first.plus(-room), last: days.last.plus(room) };
        self.axis = self.extent;
        self.fit_unit();
    }

    /// The shortest unit whose bars are not too many for the axis.
    fn fit_unit(&mut self) {
        let n_days = f64::from(self.axis.n_days().unwrap_or(1));
        self.unit = BinUnit::for_scale(n_days / MOST_BARS, 1.0);
    }

    /// Zooms or pans the axis; it stays inside the extent and never shows less
    /// than a week.
    fn show(&mut self, axis: DaySpan) {
        let (lowest, highest) = (self.extent.first.number(), self.extent.last.number());
        let most = highest - lowest;
        let length = axis
            .last
            .number()
            .saturating_sub(axis.first.number())
            .clamp(LEAST_DAYS.min(most), most.max(LEAST_DAYS.min(most)));
        let first = axis.first.number().clamp(lowest, (highest - length).max(lowest));
        let shown =
            DaySpan { first: Day::from_number(first), last: Day::from_number(first + length) };
        let is_zoomed = shown.n_days() != self.axis.n_days();
        self.axis = shown;
        if is_zoomed {
            self.fit_unit();
        }
    }

    /// A range with open ends closed at the extent.
    #[must_use]
    pub fn bounded(&self, range: DaySpan) -> DaySpan {
        DaySpan {
            first: if range.first.is_bounded() { range.first } else { self.extent.first },
            last: if range.last.is_bounded() { range.last } else { self.extent.last },
        }
    }

    /// The range one step further; `None` when it stands at that end already.
    fn stepped(&self, range: DaySpan, direction: Direction) -> Option<DaySpan> {
        self.slider().stepped(self.bounded(range), direction)
    }

    /// The first or last range of the mode.
    fn end(&self, range: DaySpan, direction: Direction) -> DaySpan {
        let bounded = self.bounded(range);
        match direction {
            Direction::Back => self.slider().at_start(bounded),
            Direction::Forward => self.slider().at_end(bounded),
        }
    }

    const fn slider(&self) -> Slider {
        Slider { days: self.extent, unit: self.unit, mode: self.mode }
    }

    /// The bins that the axis shows.
    #[must_use]
    pub fn bins(&self) -> Bins {
        Bins::covering(self.unit, self.axis)
    }
}

impl AppState {
    pub(super) fn apply_time(&mut self, action: TimeAction) -> Vec<Effect> {
        match action {
            TimeAction::Range(range, gesture) => return self.set_range(range, gesture),
            TimeAction::Mode(mode) => {
                self.timeline.mode = mode;
                // Every mode but one bar at a time can show all there is.
                if mode == SliderMode::SingleBin || self.view.range != DaySpan::ALL {
                    let bounded = self.timeline.bounded(self.view.range);
                    let range = self.timeline.slider().in_mode(mode, bounded);
                    return self.set_range(range, Gesture::Done);
                }
            }
            TimeAction::Axis(axis) => self.timeline.show(axis),
            TimeAction::Unit(unit) => self.timeline.unit = unit,
            TimeAction::TogglePlay => return self.toggle_play(),
            TimeAction::Speed(speed) => {
                self.timeline.steps_per_second = speed.clamp(*SPEEDS.start(), *SPEEDS.end());
            }
            TimeAction::Step(by) => {
                self.timeline.playing = false;
                let direction = if by < 0 { Direction::Back } else { Direction::Forward };
                let mut range = self.view.range;
                for _ in 0..by.unsigned_abs() {
                    range = self.timeline.stepped(range, direction).unwrap_or(range);
                }
                return self.set_range(range, Gesture::Done);
            }
            TimeAction::ToStart => return self.go_to_end(Direction::Back),
            TimeAction::ToEnd => return self.go_to_end(Direction::Forward),
            TimeAction::Tick(passed_s) => return self.tick(passed_s),
        }
        Vec::new()
    }

    /// One undo takes a whole movement back: what was before it is noted at
    /// its first step.
    fn set_range(&mut self, range: DaySpan, gesture: Gesture) -> Vec<Effect> {
        let range = DaySpan::new(range.first, range.last);
        if range != self.view.range && self.range_before.is_none() {
            self.range_before = Some(self.view.clone());
        }
        self.view.range = range;
        if gesture == Gesture::Done
            && let Some(before) = self.range_before.take()
            && before != self.view
        {
            self.history.note(before);
        }
        Vec::new()
    }

    fn go_to_end(&mut self, direction: Direction) -> Vec<Effect> {
        self.timeline.playing = false;
        let range = self.timeline.end(self.view.range, direction);
        self.set_range(range, Gesture::Done)
    }

    fn toggle_play(&mut self) -> Vec<Effect> {
        let starts = !self.timeline.playing;
        self.timeline.playing = starts;
        self.timeline.since_step_s = 0.0;
        if !starts {
            return self.set_range(self.view.range, Gesture::Done);
        }
        // Playing from the very end, or with everything in view, begins anew.
        let bounded = self.timeline.bounded(self.view.range);
        let shows_all = bounded.first <= self.timeline.extent.first
            && bounded.last >= self.timeline.extent.last;
        let at_end = self.timeline.stepped(self.view.range, Direction::Forward).is_none();
        if !shows_all && !at_end {
            return Vec::new();
        }
        let range = if self.timeline.mode == SliderMode::Window && shows_all {
            // A window over everything cannot move; a twelfth of it can.
            let n_days = self.timeline.extent.n_days().unwrap_or(12);
            let first = self.timeline.extent.first;
            let last = first.plus(i32::try_from(n_days / 12).unwrap_or(i32::MAX).max(1));
            self.timeline.slider().in_mode(SliderMode::Window, DaySpan { first, last })
        } else {
            self.timeline.end(self.view.range, Direction::Back)
        };
        self.set_range(range, Gesture::Moving)
    }

    fn tick(&mut self, passed_s: f32) -> Vec<Effect> {
        if !self.timeline.playing || passed_s.is_nan() {
            return Vec::new();
        }
        self.timeline.since_step_s += passed_s.max(0.0);
        let step_s = 1.0 / self.timeline.steps_per_second;
        if self.timeline.since_step_s < step_s {
            return Vec::new();
        }
        // A slow frame makes one step, not several: nothing is skipped unseen.
        self.timeline.since_step_s = 0.0;
        match self.timeline.stepped(self.view.range, Direction::Forward) {
            Some(range) => self.set_range(range, Gesture::Moving),
            None => {
                self.timeline.playing = false;
                self.set_range(self.view.range, Gesture::Done)
            }
        }
    }
}
