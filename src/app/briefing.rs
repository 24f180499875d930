//! The briefing view: a page in the making. What it shows follows the filters, the dates and the
//! selection of the window; how it shows it is chosen here.

use std::path::PathBuf;
use std::sync::Arc;

use super::action::Action;
use super::effect::{Effect, TaskId};
use super::page::{PageCamera, PageSpec, data_sha256};
use super::state::{AppState, ExportRequest, MessageKind, PageFile, PictureFrame, SaveKind, View};
use crate::export::picture::PictureFormat;
use crate::export::png::Pixels;
use crate::scene::page::Logo;

/// The page in the making.
#[derive(Debug, Clone, Default)]
pub struct Briefing {
    /// Whether it is on show instead of the map.
    pub is_open: bool,
    /// The page as chosen. Its filter, range and selection are those of the last restored view;
    /// [`AppState::page_spec`] has those in force.
    pub page: PageSpec,
    /// Which picture of a series the preview shows, from 0.
    pub nth_picture: usize,
    /// A view that was opened and waits for data, with the file that it came from.
    waiting: Option<(Box<PageSpec>, PathBuf)>,
    /// The copy to the clipboard under way.
    copying: Option<TaskId>,
}

impl Briefing {
    /// Whether a picture is being drawn for the clipboard.
    #[must_use]
    pub const fn is_copying(&self) -> bool {
        self.copying.is_some()
    }
}

/// A change of the briefing view.
#[derive(Debug, Clone)]
pub enum BriefingAction {
    /// Show it; a page without a map of its own begins with this one.
    Open(PictureFrame),
    /// Back to the window's panels; the page is kept.
    Close,
    /// The page as it is chosen now.
    Change(Box<PageSpec>),
    /// Show another picture of the series.
    ShowPicture(usize),
    /// Ask for a view file or a picture that carries a view.
    PickView,
    /// Look for a view in a file.
    OpenView(PathBuf),
    /// A file holds this view: show it.
    Restore {
        /// The view.
        view: Box<PageSpec>,
        /// The file.
        from: PathBuf,
    },
    /// Ask for a logo.
    PickLogo,
    /// Read a logo from a file.
    OpenLogo(PathBuf),
    /// A logo was read.
    LogoRead(Logo),
    /// Draw the page and put it on the clipboard.
    Copy,
    /// The page was drawn for the clipboard.
    Drawn(TaskId, Arc<Pixels>),
}

/// What has to be done outside of the state.
#[derive(Debug, Clone)]
pub enum BriefingEffect {
    /// Read a file and look for a view; ends in `Restore` or `Action::Failed`.
    ReadView(PathBuf),
    /// Read a file as a logo; ends in `LogoRead` or `Action::Failed`.
    ReadLogo(PathBuf),
    /// Draw a page; ends in `Drawn` or `Action::Failed`.
    Draw(TaskId, Box<ExportRequest>),
    /// Ask for a view, without blocking the window.
    PickView,
    /// Ask for a logo, without blocking the window.
    PickLogo,
    /// Put a picture on the clipboard.
    CopyPicture(Arc<Pixels>),
}

impl BriefingEffect {
    /// Whether only a window can carry it out.
    #[must_use]
    pub const fn is_for_window(&self) -> bool {
        matches!(self, Self::PickView | Self::PickLogo | Self::CopyPicture(_))
    }
}

/// Whether a file may carry a view rather than events.
pub(super) fn may_carry_view(path: &std::path::Path) -> bool {
    let name = path.to_string_lossy().to_lowercase();
    [".view.json", ".png", ".svg", ".pdf", ".gif", ".apng"].iter().any(|end| name.ends_with(end))
}

impl AppState {
    /// Names of the open files.
    #[must_use]
    pub fn sources(&self) -> String {
        let names: Vec<&str> = self.datasets.iter().map(|dataset| dataset.name.as_str()).collect();
        names.join(", ")
    }

    /// The page in the making with the filter, the dates and the selection in force.
    #[must_use]
    pub fn page_spec(&self) -> PageSpec {
        self.with_view(self.briefing.page.clone())
    }

    fn with_view(&self, page: PageSpec) -> PageSpec {
        PageSpec {
            filter: self.view.filter.clone(),
            range: self.view.range,
            select: self.selected_row().map(|row| self.table.id(row).to_owned()),
            ..page
        }
    }

    /// The page that a picture or a view file is made of.
    pub(super) fn page_to_save(&self, kind: SaveKind) -> PageSpec {
        match kind {
            SaveKind::Picture(frame) => self.with_view(PageSpec {
                camera: Some(PageCamera { camera: frame.camera, map_size: Some(frame.map_size) }),
                theme: self.theme,
                names: self.labels,
                ..PageSpec::default()
            }),
            // Without a unit, one picture is asked for.
            SaveKind::Page(PageFile::Picture(_)) => PageSpec { series: None, ..self.page_spec() },
            _ => self.page_spec(),
        }
    }

    pub(super) fn apply_briefing(&mut self, action: BriefingAction) -> Vec<Effect> {
        match action {
            BriefingAction::Open(frame) => {
                let page = &mut self.briefing.page;
                if page.camera.is_none() && !self.briefing.is_open {
                    page.camera =
                        Some(PageCamera { camera: frame.camera, map_size: Some(frame.map_size) });
                }
                self.briefing.is_open = true;
                Vec::new()
            }
            BriefingAction::Close => {
                self.briefing.is_open = false;
                Vec::new()
            }
            BriefingAction::Change(page) => {
                self.briefing.page = *page;
                Vec::new()
            }
            BriefingAction::ShowPicture(nth) => {
                self.briefing.nth_picture = nth;
                Vec::new()
            }
            BriefingAction::PickView => vec![BriefingEffect::PickView.into()],
            BriefingAction::OpenView(path) => vec![BriefingEffect::ReadView(path).into()],
            BriefingAction::Restore { view, from } => self.restore_page(view, from),
            BriefingAction::PickLogo => vec![BriefingEffect::PickLogo.into()],
            BriefingAction::OpenLogo(path) => vec![BriefingEffect::ReadLogo(path).into()],
            BriefingAction::LogoRead(logo) => {
                self.briefing.page.logo = Some(logo);
                Vec::new()
            }
            BriefingAction::Copy => {
                let task = self.start_task("Drawing the picture");
                self.briefing.copying = Some(task);
                let request = self.export_request(
                    SaveKind::Page(PageFile::Picture(PictureFormat::Png)),
                    PathBuf::new(),
                );
                vec![BriefingEffect::Draw(task, Box::new(request)).into()]
            }
            BriefingAction::Drawn(task, picture) => {
                self.finish(task);
                // An older copy that took longer must not replace a newer one.
                if self.briefing.copying != Some(task) {
                    return Vec::new();
                }
                self.briefing.copying = None;
                let words =
                    format!("Copied the picture, {} x {} pixels.", picture.width, picture.height);
                self.tell(MessageKind::Info, words, None);
                vec![BriefingEffect::CopyPicture(picture).into()]
            }
        }
    }

    /// Takes over the view of a file, or keeps it until there are data.
    fn restore_page(&mut self, view: Box<PageSpec>, from: PathBuf) -> Vec<Effect> {
        if self.table.n_events() > 0 && self.tasks.is_empty() && !self.indexing {
            return self.take_over_page(*view, &from);
        }
        if self.tasks.is_empty() && !self.indexing {
            let words = format!(
                "This view was made from {}. Open these data to see it.\n{}",
                named(&view),
                from.display()
            );
            self.tell(MessageKind::Warning, words, None);
        }
        self.briefing.waiting = Some((view, from));
        Vec::new()
    }

    /// To be called when data were opened: a view may have waited for them.
    pub(super) fn take_over_waiting(&mut self) -> Vec<Effect> {
        if self.table.n_events() == 0 {
            return Vec::new();
        }
        match self.briefing.waiting.take() {
            Some((view, from)) => self.take_over_page(*view, &from),
            None => Vec::new(),
        }
    }

    fn take_over_page(&mut self, view: PageSpec, from: &std::path::Path) -> Vec<Effect> {
        let sha256 = match data_sha256(&self.table, view.profile) {
            Ok(sha256) => sha256,
            Err(error) => {
                self.tell(MessageKind::Error, format!("{error}.\n{}", from.display()), None);
                return Vec::new();
            }
        };
        let file = from.display();
        let has_data = !view.data.sha256.is_empty();
        if has_data && view.data.sha256 != sha256 {
            let words = format!(
                "The open data are not those of this view. It was made from {}; \
                 open are {} ({} events, sha256 {:.16}).\n{file}",
                named(&view),
                self.sources(),
                self.table.n_events(),
                sha256,
            );
            self.tell(MessageKind::Warning, words, None);
        } else {
            let same = if has_data { "; the data are the same" } else { "" };
            self.tell(MessageKind::Info, format!("Restored the view{same}.\n{file}"), None);
        }
        let selection = view.select.as_deref().and_then(|id| {
            let row = self.table.rows().find(|row| self.table.id(*row) == id)?;
            Some(self.table.event_id(row))
        });
        let (filter, range) = (view.filter.clone(), view.range);
        let restored = View { filter, range, selection, ..self.view.clone() };
        self.briefing.page = view;
        self.briefing.nth_picture = 0;
        self.briefing.is_open = true;
        self.change_view(|view| *view = restored)
    }
}

/// The data of a view, for people.
fn named(view: &PageSpec) -> String {
    match view.data.sha256.as_str() {
        "" => "data that it does not name".to_owned(),
        sha256 => {
            format!("{} ({} events, sha256 {sha256:.16})", view.data.sources, view.data.n_events)
        }
    }
}

impl From<BriefingEffect> for Effect {
    fn from(effect: BriefingEffect) -> Self {
        Self::Briefing(effect)
    }
}

impl From<BriefingAction> for Action {
    fn from(action: BriefingAction) -> Self {
        Self::Briefing(action)
    }
}
