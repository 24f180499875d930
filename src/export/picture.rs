//! A page as a file: SVG, PNG or PDF, each with the view that it was made from inside.

use thiserror::Error;

use super::embed::KEYWORD;
use super::pdf::{PdfError, pdf};
use super::png::{self, Pixels, PngError};
use super::svg::{SvgMeta, svg};
use crate::scene::Scene;

/// A format for pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PictureFormat {
    /// Scalable Vector Graphics.
    Svg,
    /// Portable Network Graphics.
    Png,
    /// Portable Document Format.
    Pdf,
}

impl PictureFormat {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Svg, Self::Png, Self::Pdf];

    /// `svg`, `png`, `pdf`.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Png => "png",
            Self::Pdf => "pdf",
        }
    }

    /// The format that the end of a file's name says; `None` for others.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        let (_, extension) = name.rsplit_once('.')?;
        Self::ALL.into_iter().find(|format| extension.eq_ignore_ascii_case(format.extension()))
    }
}

/// Why a picture could not be made.
#[derive(Debug, Error)]
pub enum PictureError {
    /// As pixels.
    #[error(transparent)]
    Png(#[from] PngError),
    /// As PDF.
    #[error(transparent)]
    Pdf(#[from] PdfError),
}

/// A scene and what a picture of it says beside.
#[derive(Debug, Clone, Copy)]
pub struct Picture<'a> {
    /// The scene.
    pub scene: &'a Scene,
    /// Scale of the drawing, title, description, language, view.
    pub meta: &'a SvgMeta,
    /// Pixels to a unit of the drawing, for pictures made of pixels.
    pub pixels_per_unit: f32,
}

impl Picture<'_> {
    /// The picture as a file.
    ///
    /// # Errors
    /// [`PictureError`] says what could not be drawn.
    pub fn file(&self, format: PictureFormat) -> Result<Vec<u8>, PictureError> {
        Ok(match format {
            PictureFormat::Svg => svg(self.scene, self.meta).into_bytes(),
            PictureFormat::Png => {
                let SvgMeta { title, description, metadata, .. } = self.meta;
                let mut texts = vec![("Title", title.as_str()), ("Description", description)];
                texts.push(("Software", "Deir Atlas"));
                if !metadata.is_empty() {
                    texts.push((KEYWORD, metadata));
                }
                // Pixels carry the view in a chunk of their own.
                let meta = SvgMeta { metadata: String::new(), ..self.meta.clone() };
                png::png(&svg(self.scene, &meta), self.pixels_per_unit, &texts)?
            }
            PictureFormat::Pdf => pdf(self.scene, self.meta)?,
        })
    }

    /// The picture as pixels.
    ///
    /// # Errors
    /// [`PictureError`] says what could not be drawn.
    pub fn pixels(&self) -> Result<Pixels, PictureError> {
        // A view that nobody can read out of pixels need not be written.
        let meta = SvgMeta { metadata: String::new(), ..self.meta.clone() };
        let tree = png::tree(&svg(self.scene, &meta))?;
        Ok(Pixels::from(png::pixels(&tree, self.pixels_per_unit)?))
    }
}
