//! Opening the window.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, bail};
use clap::ValueEnum;
use deir_atlas::scene::theme::ThemeName;
use deir_atlas::store::Folders;
use deir_atlas::store::folders::{REVIEW, System};
use deir_atlas::ui::shell::StartOptions;
use deir_atlas::ui::{Renderer as UiRenderer, WindowError, open_window};

/// What the window opens with.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to open: events (*.events.json, GeoJSON, CSV, TSV), PMTiles to lay under them, or
    /// reports to review (text, Markdown, HTML, PDF, a folder, a CSV that names them)
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// What draws the window; without this, wgpu, or glow where wgpu finds no adapter
    #[arg(long, value_enum)]
    renderer: Option<Renderer>,
    /// Start in this theme
    #[arg(long, value_enum)]
    theme: Option<Theme>,
    /// Select the event of this identifier
    #[arg(long, value_name = "ID")]
    select: Option<String>,
    /// Keep the review of reports in this file instead of the program's own folder
    #[arg(long, value_name = "FILE")]
    review: Option<PathBuf>,
    /// Start as if for the first time, and keep nothing of it
    #[arg(long)]
    forget: bool,
    /// Save a picture of the window's first settled frame as PNG, then close
    #[arg(long, value_name = "FILE")]
    screenshot: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Renderer {
    /// Vulkan, Metal, Direct3D 12 or OpenGL, by wgpu
    Wgpu,
    /// OpenGL alone
    Glow,
}

/// Light or dark, on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Theme {
    /// Dark on light
    Light,
    /// Light on dark
    Dark,
}

impl From<Theme> for ThemeName {
    fn from(theme: Theme) -> Self {
        match theme {
            Theme::Light => Self::Light,
            Theme::Dark => Self::Dark,
        }
    }
}

/// Opens the window and stays until it is closed.
pub fn run(args: Args) -> anyhow::Result<()> {
    let started = Instant::now();
    if !has_display() {
        bail!(
            "there is no display to open a window on; \
             `deir-atlas render -o picture.png` draws without one"
        );
    }
    for file in &args.files {
        if !file.exists() {
            bail!("there is no such file; check the path: {}", file.display());
        }
    }
    let folders = own_folders(&args);
    let review = args.review.clone().or_else(|| Some(folders.data.as_ref()?.join(REVIEW)));
    let options = StartOptions {
        files: args.files,
        screenshot: args.screenshot,
        theme: args.theme.map(ThemeName::from),
        select: args.select,
        folders,
        review,
        forget: args.forget,
        started: Some(started),
    };
    let opened = match args.renderer {
        Some(Renderer::Wgpu) => open_window(options, UiRenderer::Wgpu),
        Some(Renderer::Glow) => open_window(options, UiRenderer::Glow),
        None => match open_window(options.clone(), UiRenderer::Wgpu) {
            Err(WindowError::NoAdapter(why)) => {
                tracing::warn!("wgpu finds no adapter ({why}); trying OpenGL");
                open_window(options, UiRenderer::Glow)
            }
            other => other,
        },
    };
    opened.context(
        "the window cannot be opened; `deir-atlas render -o picture.png` draws without one",
    )
}

/// Where what is the user's own is kept: nowhere when nothing is to be kept.
fn own_folders(args: &Args) -> Folders {
    if args.forget || args.screenshot.is_some() {
        return Folders::default();
    }
    Folders::of(System::here(), |name| std::env::var_os(name))
}

/// Whether there is a display, as far as can be told before trying.
fn has_display() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(all(unix, not(target_os = "macos")))
        || ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"].into_iter().any(is_set)
}
