//! A picture that somebody puts on a page, for example the sign of an organisation.

use std::io::Cursor;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use image::{ImageFormat, ImageReader, Limits};
use resvg::usvg;
use thiserror::Error;

/// A PNG, JPEG or SVG file that was found to be one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    kind: LogoKind,
    bytes: Arc<[u8]>,
    /// Thousandths of a unit, so that logos can be compared.
    size: [u32; 2],
}

/// The format of a [`Logo`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogoKind {
    /// Portable Network Graphics.
    Png,
    /// JPEG.
    Jpeg,
    /// Scalable Vector Graphics.
    Svg,
}

/// Why a file cannot be used as a logo.
#[derive(Debug, Error)]
pub enum LogoError {
    /// The text in a view file is no base64.
    #[error("it is no base64 text")]
    Base64(#[from] base64::DecodeError),
    /// Too large for something that every picture carries.
    #[error("it has {0} bytes; a logo has at most {max}", max = Logo::MOST_BYTES)]
    Bytes(usize),
    /// Neither PNG nor JPEG nor SVG.
    #[error("it is no PNG, JPEG or SVG picture")]
    Format,
    /// A PNG or JPEG that cannot be decoded.
    #[error("it cannot be decoded: {0}")]
    Pixels(#[from] image::ImageError),
    /// An SVG that cannot be read.
    #[error("it cannot be read as SVG: {0}")]
    Svg(#[source] Box<usvg::Error>),
}

impl Logo {
    /// Most bytes of a file: every picture of the page carries them twice, once to be seen and
    /// once in its view.
    pub const MOST_BYTES: usize = 1 << 20;

    /// Most pixels a side.
    const MOST_PX: u32 = 8_192;

    /// Looks whether the bytes are a picture.
    ///
    /// # Errors
    /// [`LogoError`], one variant for each reason.
    pub fn new(bytes: Vec<u8>) -> Result<Self, LogoError> {
        if bytes.len() > Self::MOST_BYTES {
            return Err(LogoError::Bytes(bytes.len()));
        }
        let raster = |format: ImageFormat| -> Result<[u32; 2], LogoError> {
            let mut reader = ImageReader::with_format(Cursor::new(&bytes), format);
            let mut limits = Limits::default();
            limits.max_image_width = Some(Self::MOST_PX);
            limits.max_image_height = Some(Self::MOST_PX);
            reader.limits(limits);
            let image = reader.decode()?;
            Ok([image.width() * 1_000, image.height() * 1_000])
        };
        let (kind, size) = if bytes.starts_with(b"\x89PNG") {
            (LogoKind::Png, raster(ImageFormat::Png)?)
        } else if bytes.starts_with(&[0xFF, 0xD8]) {
            (LogoKind::Jpeg, raster(ImageFormat::Jpeg)?)
        } else if bytes.windows(4).any(|four| four == b"<svg") {
            let tree = usvg::Tree::from_data(&bytes, &usvg::Options::default())
                .map_err(|error| LogoError::Svg(Box::new(error)))?;
            let units = |side: f32| (side.clamp(0.001, 1e6) * 1e3) as u32;
            (LogoKind::Svg, [units(tree.size().width()), units(tree.size().height())])
        } else {
            return Err(LogoError::Format);
        };
        Ok(Self { kind, bytes: bytes.into(), size })
    }

    /// Reads what [`Logo::base64`] wrote.
    ///
    /// # Errors
    /// [`LogoError`], one variant for each reason.
    pub fn from_base64(text: &str) -> Result<Self, LogoError> {
        Self::new(STANDARD.decode(text)?)
    }

    /// The file as base64 (RFC 4648).
    #[must_use]
    pub fn base64(&self) -> String {
        STANDARD.encode(&self.bytes)
    }

    /// The file.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Its format.
    #[must_use]
    pub const fn kind(&self) -> LogoKind {
        self.kind
    }

    /// The file as a `data:` address (RFC 2397).
    #[must_use]
    pub fn data_url(&self) -> String {
        let media_type = match self.kind {
            LogoKind::Png => "image/png",
            LogoKind::Jpeg => "image/jpeg",
            LogoKind::Svg => "image/svg+xml",
        };
        format!("data:{media_type};base64,{}", self.base64())
    }

    /// Width and height of the largest picture of its proportions that fits into a box.
    #[must_use]
    pub fn fitted(&self, width: f32, height: f32) -> [f32; 2] {
        let [own_width, own_height] = self.size.map(|side| side.max(1) as f32);
        let scale = (width / own_width).min(height / own_height);
        [own_width * scale, own_height * scale]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logo_keeps_its_proportions_and_its_bytes() {
        let svg =
            b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"10\"/>".to_vec();
        let logo = Logo::new(svg.clone()).unwrap();
        assert_eq!(logo.fitted(100.0, 100.0), [100.0, 25.0]);
        assert_eq!(logo.fitted(100.0, 5.0), [20.0, 5.0]);
        assert_eq!(Logo::from_base64(&logo.base64()).unwrap(), logo);
        assert_eq!(logo.bytes(), svg);
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        assert!(matches!(Logo::new(b"GIF89a".to_vec()), Err(LogoError::Format)));
        assert!(matches!(Logo::new(b"\x89PNG\r\n".to_vec()), Err(LogoError::Pixels(_))));
        assert!(matches!(Logo::new(b"<svg".to_vec()), Err(LogoError::Svg(_))));
        assert!(matches!(Logo::new(vec![0; Logo::MOST_BYTES + 1]), Err(LogoError::Bytes(_))));
        assert!(matches!(Logo::from_base64("*"), Err(LogoError::Base64(_))));
    }
}
