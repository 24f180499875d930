//! The window: takes what workers report, shows the panels, carries out what
//! they ask for.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use eframe::{App, CreationContext, Frame, Storage};
use egui::{CentralPanel, ColorImage, Context, Panel, Ui};

use super::commands::{self, Doing};
use super::map::MapPanel;
use super::view_state::ViewState;
use super::{
    briefing, chrome, dialogs, evidence, filters, messages, pickers, place_card, review,
    screenshot, style, timeline, top_bar,
};
use crate::app::effect::MapMove;
use crate::app::{Action, AppState, BriefingEffect, Effect, PlaceAction, ReviewEffect, TimeAction};
use crate::jobs::Jobs;
use crate::scene::camera::Camera;
use crate::scene::theme::ThemeName;
use crate::store::{Folders, Session};

/// Under this name the session and the window's place are kept.
const SESSION_KEY: &str = "session";

/// Seconds that a flight of the camera takes.
const FLIGHT_S: f32 = 0.35;

/// How the window starts.
#[derive(Debug, Clone, Default)]
pub struct StartOptions {
    /// Files to open; none restores what was open, or shows the sample.
    pub files: Vec<PathBuf>,
    /// Save a picture of the first settled frame here, then close.
    pub screenshot: Option<PathBuf>,
    /// Start in this theme, whatever was kept.
    pub theme: Option<ThemeName>,
    /// Select the event of this identifier once it is there.
    pub select: Option<String>,
    /// Start afresh and keep nothing.
    pub forget: bool,
    /// The journal of the review; `None` keeps no decisions.
    pub review: Option<PathBuf>,
    /// Where what is the user's own is kept; nowhere by default.
    pub folders: Folders,
    /// When the program started; the log tells how long the first frame took.
    pub started: Option<Instant>,
}

/// The window's program.
pub struct Shell {
    state: AppState,
    view: ViewState,
    jobs: Jobs,
    map: MapPanel,
    briefing: briefing::BriefingPanel,
    options: StartOptions,
    screenshot: screenshot::Screenshot,
    /// Where the camera was kept; the first data do not move it then.
    camera_is_kept: bool,
}

impl Shell {
    /// Opens the window's program: fonts, style, session, files.
    #[must_use]
    pub fn new(cc: &CreationContext<'_>, options: StartOptions) -> Self {
        if let Some(render_state) = &cc.wgpu_render_state {
            walkers::install_renderer(Some(render_state));
        }
        let ctx = cc.egui_ctx.clone();
        let session = if options.forget {
            Session::default()
        } else {
            cc.storage.map_or_else(Session::default, restored)
        };
        Self::with_session(&ctx, options, session)
    }

    /// The window's program without a window around it.
    #[must_use]
    pub fn with_session(ctx: &Context, options: StartOptions, session: Session) -> Self {
        super::fonts::install(ctx);
        let wake = {
            let ctx = ctx.clone();
            Arc::new(move || ctx.request_repaint())
        };
        let mut shell = Self {
            state: AppState::default(),
            view: ViewState::default(),
            jobs: Jobs::new(wake),
            map: MapPanel::default(),
            briefing: briefing::BriefingPanel::default(),
            screenshot: screenshot::Screenshot::new(options.screenshot.clone()),
            options,
            camera_is_kept: false,
        };
        shell.restore(session);
        style::install(ctx);
        shell
    }

    /// The state, to look at.
    #[must_use]
    pub const fn state(&self) -> &AppState {
        &self.state
    }

    /// The window's own state, to look at and to set up.
    pub const fn view_mut(&mut self) -> &mut ViewState {
        &mut self.view
    }

    fn restore(&mut self, session: Session) {
        if let Some([lon_deg, lat_deg, zoom]) = session.camera
            && let Ok(centre) = crate::model::LonLat::new(lon_deg, lat_deg)
        {
            self.view.camera = Camera { centre: centre.mercator(), zoom }.clamped();
            self.camera_is_kept = true;
        }
        let files = if self.options.files.is_empty() {
            session.files.clone()
        } else {
            // Other data: the old view may have nothing of it.
            self.camera_is_kept = false;
            self.options.files.clone()
        };
        self.state.restore(session, self.options.files.is_empty());
        self.dispatch(Action::Place(PlaceAction::Use(self.options.folders.clone())), None);
        if let Some(theme) = self.options.theme {
            self.state.theme = theme;
        }
        if let Some(journal) = self.options.review.clone() {
            for effect in self.state.open_journal(journal) {
                self.jobs.start(effect);
            }
        }
        let are_only_tiles = files
            .iter()
            .all(|file| file.extension().is_some_and(|e| e.eq_ignore_ascii_case("pmtiles")));
        self.view.search.clone_from(&self.state.view.filter.text);
        // Nothing to show is no start: tiles alone lie under the sample.
        if are_only_tiles {
            self.dispatch(Action::OpenSample, None);
        }
        if !files.is_empty() {
            self.dispatch(Action::Open(files), None);
        }
    }

    /// Puts an action to the state and starts what follows from it.
    fn dispatch(&mut self, action: Action, ctx: Option<&Context>) {
        for effect in self.state.apply(action) {
            if let Some(effect) = self.jobs.start(effect) {
                self.carry_out(effect, ctx);
            }
        }
    }

    /// Effects that only the window can carry out.
    fn carry_out(&mut self, effect: Effect, ctx: Option<&Context>) {
        match effect {
            Effect::MoveMap(to) => self.move_map(to),
            Effect::CopyText(text) => {
                if let Some(ctx) = ctx {
                    ctx.copy_text(text);
                }
            }
            Effect::OpenUrl(url) => {
                if let Some(ctx) = ctx {
                    ctx.open_url(egui::OpenUrl::new_tab(url));
                }
            }
            Effect::Briefing(effect) => self.carry_out_briefing(effect, ctx),
            Effect::PickFiles => pickers::pick_files(self.jobs.reporter()),
            Effect::PickPmTiles => pickers::pick_pmtiles(self.jobs.reporter()),
            Effect::PickSaveTo(kind) => pickers::pick_save_to(kind, self.jobs.reporter()),
            Effect::PickExport { name, format } => {
                pickers::pick_export(name, format, self.jobs.reporter());
            }
            Effect::Review(effect) if matches!(*effect, ReviewEffect::PickFolder) => {
                pickers::pick_folder(self.jobs.reporter());
            }
            // The jobs took all others.
            _ => {}
        }
    }

    fn carry_out_briefing(&self, effect: BriefingEffect, ctx: Option<&Context>) {
        match effect {
            BriefingEffect::PickView => pickers::pick_view(self.jobs.reporter()),
            BriefingEffect::PickLogo => pickers::pick_logo(self.jobs.reporter()),
            BriefingEffect::CopyPicture(picture) => {
                if let Some(ctx) = ctx {
                    let size = [picture.width as usize, picture.height as usize];
                    ctx.copy_image(ColorImage::from_rgba_unmultiplied(size, &picture.rgba));
                }
            }
            // The jobs took all others.
            _ => {}
        }
    }

    fn move_map(&mut self, to: MapMove) {
        let size = self.view.map_size;
        match to {
            MapMove::Fit(_) if std::mem::take(&mut self.camera_is_kept) => {}
            MapMove::Fit(bounds) => {
                let camera = Camera::fit(bounds, size, 60.0, 13.5);
                self.view.fly_to(camera);
            }
            MapMove::Frame(bounds) => {
                self.camera_is_kept = false;
                self.view.fly_to(Camera::fit(bounds, size, 0.0, Camera::MAX_ZOOM));
            }
            MapMove::Show(position) => {
                let target = self.view.flight.map_or(self.view.camera, |flight| flight.to);
                let pos = target.project(position.mercator(), size);
                let margin = 40.0;
                let is_in_view = (margin..size[0] - margin).contains(&pos.x)
                    && (margin..size[1] - margin).contains(&pos.y);
                if !is_in_view {
                    let zoom = target.zoom.max(11.0);
                    self.view.fly_to(Camera { centre: position.mercator(), zoom });
                }
            }
        }
    }

    fn fly(&mut self, ctx: &Context) {
        let Some(flight) = &mut self.view.flight else { return };
        // A picture waits for nobody: the flight is over before it is taken.
        let step = if self.screenshot.is_wanted() {
            1.0
        } else {
            ctx.input(|input| input.stable_dt).min(0.1) / FLIGHT_S
        };
        flight.done = (flight.done + step).min(1.0);
        let eased = f64::from(flight.done * flight.done * (3.0 - 2.0 * flight.done));
        let (from, to) = (flight.from, flight.to);
        let between = |a: f64, b: f64| a + (b - a) * eased;
        self.view.camera = if flight.done >= 1.0 {
            to
        } else {
            Camera {
                centre: crate::model::Mercator {
                    x: between(from.centre.x, to.centre.x),
                    y: between(from.centre.y, to.centre.y),
                },
                zoom: between(from.zoom, to.zoom),
            }
        };
        if flight.done >= 1.0 {
            self.view.flight = None;
        }
        ctx.request_repaint();
    }

    fn panels_ui(&mut self, ui: &mut Ui) -> Vec<Action> {
        let mut actions = Vec::new();
        let (state, view) = (&self.state, &mut self.view);
        let narrow = ui.available_width() < 1100.0;
        Panel::top("top_bar")
            .resizable(false)
            .exact_size(chrome::TOP_BAR_HEIGHT)
            .frame(chrome::bar_frame(ui))
            .show(ui, |ui| {
                top_bar::top_bar_ui(ui, state, view, &mut actions);
            });
        let is_briefing = state.briefing.is_open;
        if !is_briefing || view.filters_beside_page {
            Panel::bottom("timeline")
                .default_size(178.0)
                .size_range(140.0..=360.0)
                .resizable(true)
                .frame(chrome::bar_frame(ui))
                .show(ui, |ui| timeline::timeline_ui(ui, state, view, &mut actions));
        }
        if is_briefing {
            if view.filters_beside_page {
                filters_panel_ui(ui, state, view, narrow, &mut actions);
            }
            briefing::briefing_ui(ui, state, view, &mut self.briefing, &mut actions);
            dialogs::dialogs_ui(ui.ctx(), state, view, &mut actions);
            messages::messages_ui(ui.ctx(), state, &mut actions);
            return actions;
        }
        if state.is_reviewing() {
            review::panels_ui(ui, state, view, &mut actions);
        } else {
            filters_panel_ui(ui, state, view, narrow, &mut actions);
            evidence_panel_ui(ui, state, view, narrow, &mut actions);
        }
        let map = &mut self.map;
        CentralPanel::no_frame().show(ui, |ui| {
            super::map::map_ui(ui, state, view, map, &mut actions);
        });
        place_card::place_card_ui(ui.ctx(), state, view, &mut actions);
        dialogs::dialogs_ui(ui.ctx(), state, view, &mut actions);
        messages::messages_ui(ui.ctx(), state, &mut actions);
        actions
    }

    fn session(&self) -> Session {
        let centre = self.view.camera.centre.lonlat();
        let camera = Some([centre.lon_deg(), centre.lat_deg(), self.view.camera.zoom]);
        Session { camera, ..self.state.session() }
    }
}

/// Filters and list at the left.
fn filters_panel_ui(
    ui: &mut Ui,
    state: &AppState,
    view: &mut ViewState,
    narrow: bool,
    actions: &mut Vec<Action>,
) {
    Panel::left("filters")
        .default_size(if narrow { 230.0 } else { 286.0 })
        .size_range(200.0..=480.0)
        .resizable(true)
        .frame(chrome::panel_frame(ui))
        .show(ui, |ui| filters::filters_ui(ui, state, view, actions));
}

/// Evidence at the right.
fn evidence_panel_ui(
    ui: &mut Ui,
    state: &AppState,
    view: &mut ViewState,
    narrow: bool,
    actions: &mut Vec<Action>,
) {
    Panel::right("evidence")
        .default_size(if narrow { 300.0 } else { 372.0 })
        .size_range(240.0..=640.0)
        .resizable(true)
        .frame(chrome::panel_frame(ui))
        .show(ui, |ui| evidence::evidence_ui(ui, state, view, actions));
}

fn restored(storage: &dyn Storage) -> Session {
    let Some(json) = storage.get_string(SESSION_KEY) else { return Session::default() };
    Session::from_json(&json).unwrap_or_else(|error| {
        tracing::warn!("{error}");
        Session::default()
    })
}

impl App for Shell {
    fn logic(&mut self, ctx: &Context, _: &mut Frame) {
        while let Some(action) = self.jobs.poll() {
            self.dispatch(action, Some(ctx));
        }
        if let Some(id) = &self.options.select
            && self.state.is_settled()
            && self.state.table.n_events() > 0
        {
            let found = self.state.table.rows().find(|row| self.state.table.id(*row) == id);
            self.options.select = None;
            if let Some(row) = found {
                let id = self.state.table.event_id(row);
                self.dispatch(Action::Select(Some(id)), Some(ctx));
            }
        }
        if self.state.timeline.playing {
            let passed_s = ctx.input(|input| input.stable_dt).min(0.25);
            self.dispatch(Action::Time(TimeAction::Tick(passed_s)), Some(ctx));
            // As often as it steps and no oftener: idle costs nothing.
            ctx.request_repaint_after(Duration::from_secs_f32(
                1.0 / self.state.timeline.steps_per_second.clamp(0.5, 30.0),
            ));
        }
    }

    fn ui(&mut self, ui: &mut Ui, _: &mut Frame) {
        let ctx = ui.ctx().clone();
        // The second frame begins once the first is on the screen.
        if ctx.cumulative_frame_nr() > 0
            && let Some(started) = self.options.started.take()
        {
            tracing::info!("first frame after {} ms", started.elapsed().as_millis());
        }
        ctx.set_theme(match self.state.theme {
            ThemeName::Light => egui::Theme::Light,
            ThemeName::Dark => egui::Theme::Dark,
        });
        let dropped: Vec<PathBuf> = ctx.input(|input| {
            input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect()
        });
        if !dropped.is_empty() {
            self.dispatch(Action::Open(dropped), Some(&ctx));
        }
        review::paste::on_paste(&ctx, &mut self.view);
        for doing in commands::pressed(&ctx, &self.state, &self.view) {
            let asked = match doing {
                Doing::Ask(action) => Some(action),
                Doing::Window(command) => {
                    commands::carry_out(command, &ctx, &self.state, &mut self.view)
                }
            };
            if let Some(action) = asked {
                self.dispatch(action, Some(&ctx));
            }
        }
        self.fly(&ctx);
        for action in self.panels_ui(ui) {
            self.dispatch(action, Some(&ctx));
        }
        if self.view.hover.turn() {
            ctx.request_repaint();
        }
        let is_settled =
            self.state.is_settled() && self.view.flight.is_none() && self.options.select.is_none();
        self.screenshot.after_frame(&ctx, is_settled);
    }

    /// A picture shows what is chosen, not where the pointer happens to be.
    fn raw_input_hook(&mut self, _: &Context, input: &mut egui::RawInput) {
        if self.screenshot.is_wanted() {
            input.events.retain(|event| {
                !matches!(event, egui::Event::PointerMoved(_) | egui::Event::PointerButton { .. })
            });
        }
    }

    fn save(&mut self, storage: &mut dyn Storage) {
        if !self.options.forget && self.options.screenshot.is_none() {
            storage.set_string(SESSION_KEY, self.session().to_json());
        }
    }

    fn persist_egui_memory(&self) -> bool {
        !self.options.forget && self.options.screenshot.is_none()
    }

    fn clear_color(&self, _: &egui::Visuals) -> [f32; 4] {
        chrome::clear_colour(self.state.theme)
    }
}
