//! The window.

pub mod briefing;
pub mod chrome;
pub mod commands;
pub mod dialogs;
pub mod evidence;
pub mod filters;
pub mod fonts;
pub mod icons;
pub mod list;
pub mod map;
pub mod messages;
pub mod painter;
pub mod pickers;
pub mod place_card;
pub mod placing;
pub mod review;
pub mod row_scroll;
pub mod screenshot;
pub mod shell;
pub mod style;
pub mod text;
pub mod timeline;
pub mod top_bar;
pub mod view_state;
pub mod widgets;

/// The name under which the desktop knows the program and its saved state.
pub const APP_ID: &str = "deir-atlas";

/// What draws the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renderer {
    /// Vulkan, Metal, Direct3D 12 or OpenGL, by wgpu.
    Wgpu,
    /// OpenGL alone.
    Glow,
}

/// Why the window could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum WindowError {
    /// wgpu finds nothing to draw with: OpenGL may.
    #[error("there is no graphics adapter: {0}")]
    NoAdapter(String),
    /// Anything else: no display, a driver that fails.
    #[error("{0}")]
    Other(String),
}

/// Opens the window and stays until it is closed.
///
/// # Errors
/// [`WindowError`]; the window was not opened then.
pub fn open_window(options: shell::StartOptions, renderer: Renderer) -> Result<(), WindowError> {
    let viewport = egui::ViewportBuilder::default()
        .with_title("Deir Atlas")
        .with_app_id(APP_ID)
        .with_inner_size([1440.0, 900.0])
        .with_min_inner_size([960.0, 600.0])
        .with_icon(chrome::icon().clone())
        .with_drag_and_drop(true);
    let native = eframe::NativeOptions {
        viewport,
        renderer: match renderer {
            Renderer::Wgpu => eframe::Renderer::Wgpu,
            Renderer::Glow => eframe::Renderer::Glow,
        },
        persist_window: options.screenshot.is_none() && !options.forget,
        ..eframe::NativeOptions::default()
    };
    eframe::run_native(
        APP_ID,
        native,
        Box::new(move |cc| Ok(Box::new(shell::Shell::new(cc, options)))),
    )
    .map_err(|error| match error {
        eframe::Error::Wgpu(error) => WindowError::NoAdapter(error.to_string()),
        other => WindowError::Other(other.to_string()),
    })
}
