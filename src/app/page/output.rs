//! Pages as files, and views out of files.

use thiserror::Error;

use super::spec::{PageSpec, ViewError};
use super::{Page, PageData, PageError, PageMemo, page, series_specs};
use crate::export::animation::{AnimationError, Motion, animated};
use crate::export::embed::{EmbedError, embedded_view};
use crate::export::picture::{Picture, PictureError, PictureFormat};
use crate::export::png::Pixels;
use crate::export::svg::SvgMeta;
use crate::query::BinUnit;

impl Page {
    /// What a picture of the page says beside its pixels.
    #[must_use]
    pub fn meta(&self) -> SvgMeta {
        SvgMeta {
            scale: self.scale,
            title: self.title.clone(),
            description: self.description.clone(),
            metadata: self.spec.to_json(),
            language: self.spec.language.code().to_owned(),
        }
    }

    /// The page as a file that carries its view.
    ///
    /// # Errors
    /// [`PictureError`] says what could not be drawn.
    pub fn file(&self, format: PictureFormat) -> Result<Vec<u8>, PictureError> {
        let pixels_per_unit = self.spec.frame.pixels_per_logical();
        Picture { scene: &self.scene, meta: &self.meta(), pixels_per_unit }.file(format)
    }

    /// The page as pixels, in the size that its frame asks for.
    ///
    /// # Errors
    /// [`PictureError`] says what could not be drawn.
    pub fn pixels(&self) -> Result<Pixels, PictureError> {
        let pixels_per_unit = self.spec.frame.pixels_per_logical();
        Picture { scene: &self.scene, meta: &self.meta(), pixels_per_unit }.pixels()
    }
}

/// Why no picture could be made.
#[derive(Debug, Error)]
pub enum OutputError {
    /// There is no page.
    #[error(transparent)]
    Page(#[from] PageError),
    /// The page cannot be drawn.
    #[error(transparent)]
    Picture(#[from] PictureError),
    /// Whoever watched did not want to go on.
    #[error("it was stopped")]
    Stopped,
}

/// A page for each stretch of a series, as one moving picture, each shown for some seconds.
/// Before each picture, `watch` is told which part is done, 0 to 1, and says whether to go on.
///
/// # Errors
/// [`AnimationError`], one variant for each reason.
pub fn animation(
    data: &PageData<'_>,
    spec: &PageSpec,
    unit: BinUnit,
    motion: Motion,
    seconds: f32,
    memo: &mut PageMemo,
    watch: &mut dyn FnMut(f32) -> bool,
) -> Result<Vec<u8>, AnimationError<OutputError>> {
    let failed = |error: PageError| AnimationError::Picture(OutputError::Page(error));
    let specs = series_specs(data, spec, unit, memo).map_err(failed)?;
    let stamped = match specs.first() {
        // The stamp of the data is put in when a page is made.
        Some(first) => page(data, first, memo).map_err(failed)?.spec.data,
        None => return Err(AnimationError::Empty),
    };
    let view = PageSpec { data: stamped, series: Some(unit), ..spec.clone() }.to_json();
    let pictures = specs.iter().enumerate().map(|(n_done, spec)| {
        if !watch(n_done as f32 / specs.len() as f32) {
            return Err(OutputError::Stopped);
        }
        Ok(page(data, spec, memo)?.pixels()?)
    });
    animated(motion, pictures, specs.len(), seconds, &view)
}

/// Why a file gives no view.
#[derive(Debug, Error)]
pub enum ViewFileError {
    /// The picture holds none.
    #[error(
        "it carries no view; pictures that Deir Atlas made do, unless another program saved them again"
    )]
    None,
    /// The picture was changed.
    #[error(transparent)]
    Embed(#[from] EmbedError),
    /// The view cannot be used.
    #[error(transparent)]
    View(#[from] ViewError),
}

/// The view in a view file or a picture: PNG, SVG, PDF, GIF.
///
/// # Errors
/// [`ViewFileError`], one variant for each reason.
pub fn view_of(bytes: &[u8]) -> Result<PageSpec, ViewFileError> {
    let starts_as_json = bytes.iter().find(|b| !b.is_ascii_whitespace()) == Some(&b'{');
    if starts_as_json {
        let json = std::str::from_utf8(bytes).map_err(|_| EmbedError::NoText)?;
        return Ok(PageSpec::from_json(json)?);
    }
    let json = embedded_view(bytes)?.ok_or(ViewFileError::None)?;
    Ok(PageSpec::from_json(&json)?)
}
