//! The shape and the size of a page.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Shape of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum FrameShape {
    /// A slide, 16 to 9.
    #[default]
    #[serde(rename = "16:9")]
    Wide,
    /// An older slide, 4 to 3.
    #[serde(rename = "4:3")]
    Standard,
    /// A sheet of 210 x 297 mm (ISO 216).
    #[serde(rename = "a4")]
    A4Portrait,
    /// The same sheet, 297 mm wide.
    #[serde(rename = "a4-landscape")]
    A4Landscape,
    /// As wide as high.
    #[serde(rename = "square")]
    Square,
    /// Any width and height.
    #[serde(rename = "free")]
    Free,
}

impl FrameShape {
    /// All of them, as a picker lists them.
    pub const ALL: [Self; 6] =
        [Self::Wide, Self::Standard, Self::A4Portrait, Self::A4Landscape, Self::Square, Self::Free];

    /// The word in files and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Wide => "16:9",
            Self::Standard => "4:3",
            Self::A4Portrait => "a4",
            Self::A4Landscape => "a4-landscape",
            Self::Square => "square",
            Self::Free => "free",
        }
    }

    /// The shape of that name; `None` for other words.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shape| shape.name() == name)
    }

    /// Width and height of the sheet in millimetres; `None` for what is no paper.
    #[must_use]
    pub const fn paper_mm(self) -> Option<[f64; 2]> {
        match self {
            Self::A4Portrait => Some([210.0, 297.0]),
            Self::A4Landscape => Some([297.0, 210.0]),
            _ => None,
        }
    }

    /// Height in pixels of a frame of this shape so many pixels wide; `None` where the shape does
    /// not say.
    #[must_use]
    pub fn height_px(self, width_px: u32) -> Option<u32> {
        let of = |num: u64, den: u64| {
            u32::try_from((u64::from(width_px) * num + den / 2) / den).unwrap_or(u32::MAX)
        };
        match self {
            Self::Wide => Some(of(9, 16)),
            Self::Standard => Some(of(3, 4)),
            Self::Square => Some(width_px),
            Self::A4Portrait | Self::A4Landscape | Self::Free => None,
        }
    }
}

/// Shape and size of a page. Paper is measured in dots per inch, everything else in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Frame {
    /// Shape.
    pub shape: FrameShape,
    /// Width and height in pixels; of paper they follow from `dpi`.
    pub size_px: [u32; 2],
    /// Dots per inch of paper; of no meaning for other shapes.
    pub dpi: u32,
    /// The picture has so many times as many pixels each way, its layout unchanged: 2 for
    /// screens of double density.
    pub pixel_scale: f32,
}

impl Default for Frame {
    fn default() -> Self {
        Self { shape: FrameShape::Wide, size_px: [1920, 1080], dpi: 300, pixel_scale: 1.0 }
    }
}

/// A size that no picture can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum FrameError {
    /// Too small, too large, or too long and narrow.
    #[error(
        "a picture has {least} to {most} pixels a side and is at most {longest} times as long as wide",
        least = Frame::SHORTEST_PX,
        most = Frame::LONGEST_PX,
        longest = Frame::MOST_LENGTHS
    )]
    Size,
    /// Too few or too many dots per inch.
    #[error("paper is printed with {least} to {most} dots per inch", least = Frame::DPI.start(), most = Frame::DPI.end())]
    Dpi,
    /// Pixels cannot be multiplied like this.
    #[error("pixels can be multiplied by 0.1 to 8")]
    Scale,
}

impl Frame {
    /// Fewest pixels a side.
    pub const SHORTEST_PX: u32 = 240;
    /// Most pixels a side: 8K has 7680, A0 at 350 dots per inch 16384.
    pub const LONGEST_PX: u32 = 16_384;
    /// How many times as long as wide, or as wide as long, a page may be.
    pub const MOST_LENGTHS: u32 = 4;
    /// Dots per inch of paper.
    pub const DPI: std::ops::RangeInclusive<u32> = 72..=1200;

    /// A frame of this shape in its usual size.
    #[must_use]
    pub fn of_shape(shape: FrameShape) -> Self {
        let size_px = match shape {
            FrameShape::Wide | FrameShape::Free => [1920, 1080],
            FrameShape::Standard => [1600, 1200],
            FrameShape::Square => [1440, 1440],
            FrameShape::A4Portrait => [2480, 3508],
            FrameShape::A4Landscape => [3508, 2480],
        };
        Self { shape, size_px, ..Self::default() }
    }

    /// A frame of so many pixels: the shape that fits, or a free one.
    #[must_use]
    pub fn of_pixels(width_px: u32, height_px: u32) -> Self {
        let shape = [FrameShape::Wide, FrameShape::Standard, FrameShape::Square]
            .into_iter()
            .find(|shape| shape.height_px(width_px) == Some(height_px))
            .unwrap_or(FrameShape::Free);
        Self { shape, size_px: [width_px, height_px], ..Self::default() }
    }

    /// The frame with its pixels made to follow from its shape.
    ///
    /// # Errors
    /// [`FrameError`] when no picture can be of that size.
    pub fn checked(mut self) -> Result<Self, FrameError> {
        if !(0.1..=8.0).contains(&self.pixel_scale) {
            return Err(FrameError::Scale);
        }
        if let Some(mm) = self.shape.paper_mm() {
            if !Self::DPI.contains(&self.dpi) {
                return Err(FrameError::Dpi);
            }
            self.size_px = mm.map(|side| (side / 25.4 * f64::from(self.dpi)).round() as u32);
        } else if let Some(height_px) = self.shape.height_px(self.size_px[0]) {
            self.size_px[1] = height_px;
        }
        let [width, height] = self.size_px;
        let is_side = |side: u32| (Self::SHORTEST_PX..=Self::LONGEST_PX).contains(&side);
        if !is_side(width)
            || !is_side(height)
            || width > height * Self::MOST_LENGTHS
            || height > width * Self::MOST_LENGTHS
        {
            return Err(FrameError::Size);
        }
        Ok(self)
    }

    /// Width and height in logical pixels, 96 to an inch: the size of the drawing. A sheet keeps
    /// its size in the hand whatever its dots per inch.
    #[must_use]
    pub fn logical_size(&self) -> [f32; 2] {
        match self.shape.paper_mm() {
            Some(mm) => mm.map(|side| (side / 25.4 * 96.0) as f32),
            None => self.size_px.map(|side| side as f32),
        }
    }

    /// Pixels of the picture to a logical pixel.
    #[must_use]
    pub fn pixels_per_logical(&self) -> f32 {
        let density = self.shape.paper_mm().map_or(1.0, |_| self.dpi as f32 / 96.0);
        density * self.pixel_scale
    }

    /// Width and height of the finished picture in pixels.
    #[must_use]
    pub fn picture_px(&self) -> [u32; 2] {
        let scale = self.pixels_per_logical();
        self.logical_size().map(|side| (side * scale).round() as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shape_decides_the_pixels() {
        let a4 = Frame::of_shape(FrameShape::A4Portrait).checked().unwrap();
        assert_eq!(a4.picture_px(), [2480, 3508]);
        assert_eq!(a4.logical_size().map(|side| side.round() as u32), [794, 1123]);
        let wide = Frame { size_px: [7680, 1], ..Frame::default() }.checked().unwrap();
        assert_eq!(wide.size_px, [7680, 4320]);
        let double = Frame { pixel_scale: 2.0, ..Frame::default() }.checked().unwrap();
        assert_eq!(double.picture_px(), [3840, 2160]);
        assert_eq!(Frame::of_pixels(1600, 1200).shape, FrameShape::Standard);
        assert_eq!(Frame::of_pixels(1600, 1201).shape, FrameShape::Free);
    }

    #[test]
    fn sizes_that_no_picture_can_have_are_refused() {
        let free = |width, height| Frame {
            shape: FrameShape::Free,
            size_px: [width, height],
            ..Frame::default()
        };
        assert_eq!(free(100, 600).checked(), Err(FrameError::Size));
        assert_eq!(free(16_000, 300).checked(), Err(FrameError::Size));
        assert_eq!(free(20_000, 9_000).checked(), Err(FrameError::Size));
        assert!(free(320, 240).checked().is_ok());
        let coarse = Frame { dpi: 9, ..Frame::of_shape(FrameShape::A4Portrait) };
        assert_eq!(coarse.checked(), Err(FrameError::Dpi));
        let scaled = Frame { pixel_scale: f32::NAN, ..Frame::default() };
        assert_eq!(scaled.checked(), Err(FrameError::Scale));
    }
}
