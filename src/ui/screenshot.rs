//! A picture of the window's first settled frame, for the documentation and
//! for checking that the window really paints.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use egui::{ColorImage, Context, ViewportCommand};

/// Settled frames to let pass, so that hover, fades and fonts have come to rest.
const N_QUIET_FRAMES: u32 = 6;

/// A picture to take, if any.
#[derive(Default)]
pub struct Screenshot {
    path: Option<PathBuf>,
    n_quiet: u32,
    taken: Option<Receiver<Arc<ColorImage>>>,
}

impl Screenshot {
    /// A picture to save at this path; `None` for no picture.
    #[must_use]
    pub fn new(path: Option<PathBuf>) -> Self {
        Self { path, ..Self::default() }
    }

    /// Whether a picture is still to be taken.
    #[must_use]
    pub const fn is_wanted(&self) -> bool {
        self.path.is_some()
    }

    /// To be called after each frame: takes the picture once enough settled
    /// frames have passed, writes it, and closes the window.
    pub fn after_frame(&mut self, ctx: &Context, is_settled: bool) {
        let Some(path) = &self.path else { return };
        ctx.request_repaint();
        if let Some(taken) = &self.taken {
            if let Ok(image) = taken.try_recv() {
                if let Err(error) = write(path, &image) {
                    tracing::error!("{}: {error}", path.display());
                }
                self.path = None;
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
            return;
        }
        self.n_quiet = if is_settled { self.n_quiet + 1 } else { 0 };
        if self.n_quiet > N_QUIET_FRAMES {
            let (sender, receiver) = channel();
            self.taken = Some(receiver);
            ctx.request_screenshot(move |image| {
                // Nobody waits any more only when the window is closing.
                let _ = sender.send(image);
            });
        }
    }
}

fn write(path: &std::path::Path, image: &ColorImage) -> image::ImageResult<()> {
    let [width, height] = image.size;
    let pixels: Vec<u8> = image.pixels.iter().flat_map(|pixel| pixel.to_array()).collect();
    // The sizes are those of a window on a screen.
    let (width, height) = (width as u32, height as u32);
    image::save_buffer(path, &pixels, width, height, image::ExtendedColorType::Rgba8)
}
