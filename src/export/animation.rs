//! Pictures that follow one another, as GIF or animated PNG.

use image::codecs::gif::{GifEncoder, Repeat};
use image::{Delay, Frame, RgbaImage};
use thiserror::Error;

use super::embed::{KEYWORD, gif_comment};
use super::png::Pixels;

/// A format for moving pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Motion {
    /// GIF: 256 colours a picture, shown everywhere.
    Gif,
    /// Animated PNG: all colours, shown by browsers.
    Apng,
}

impl Motion {
    /// The format that a file's name ends in, whatever the case of its letters.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        let (_, extension) = name.rsplit_once('.')?;
        match &*extension.to_ascii_lowercase() {
            "gif" => Some(Self::Gif),
            "apng" => Some(Self::Apng),
            _ => None,
        }
    }
}

/// Why no animation could be made.
#[derive(Debug, Error)]
pub enum AnimationError<E: std::error::Error + 'static> {
    /// A picture could not be drawn.
    #[error("a picture of the series could not be drawn")]
    Picture(#[source] E),
    /// There is no picture at all.
    #[error("the series has no picture: no event in the range has a date")]
    Empty,
    /// Not all pictures are of one size.
    #[error("the pictures of the series differ in size")]
    Sizes,
    /// The pictures cannot be encoded.
    #[error("the pictures cannot be written: {0}")]
    Encode(String),
}

/// The pictures in order, each shown for `seconds`, again and again; `view` travels with them.
/// Pictures are drawn one after the other, so that a long series needs no more memory than a short
/// one. `n_pictures` is how many will come.
///
/// # Errors
/// [`AnimationError`], one variant for each reason.
pub fn animated<E: std::error::Error + 'static>(
    motion: Motion,
    pictures: impl Iterator<Item = Result<Pixels, E>>,
    n_pictures: usize,
    seconds: f32,
    view: &str,
) -> Result<Vec<u8>, AnimationError<E>> {
    if n_pictures == 0 {
        return Err(AnimationError::Empty);
    }
    let hundredths = (seconds * 100.0).round().clamp(2.0, 6_000.0) as u16;
    match motion {
        Motion::Gif => gif(pictures, hundredths, view),
        Motion::Apng => apng(pictures, n_pictures, hundredths, view),
    }
}

fn encode<E: std::error::Error + 'static>(error: impl std::fmt::Display) -> AnimationError<E> {
    AnimationError::Encode(error.to_string())
}

/// Speed of the choice of colours, 1 (best) to 30.
const GIF_SPEED: i32 = 10;

fn gif<E: std::error::Error + 'static>(
    pictures: impl Iterator<Item = Result<Pixels, E>>,
    hundredths: u16,
    view: &str,
) -> Result<Vec<u8>, AnimationError<E>> {
    let mut bytes = Vec::new();
    {
        let mut encoder = GifEncoder::new_with_speed(&mut bytes, GIF_SPEED);
        encoder.set_repeat(Repeat::Infinite).map_err(encode)?;
        let delay = Delay::from_numer_denom_ms(u32::from(hundredths) * 10, 1);
        for picture in pictures {
            let Pixels { width, height, rgba } = picture.map_err(AnimationError::Picture)?;
            let image = RgbaImage::from_raw(width, height, rgba).ok_or(AnimationError::Sizes)?;
            encoder.encode_frame(Frame::from_parts(image, 0, 0, delay)).map_err(encode)?;
        }
    }
    // The last byte ends the file; a comment stands before it.
    let end = bytes.pop().unwrap_or(0x3B);
    bytes.extend(gif_comment(view));
    bytes.push(end);
    Ok(bytes)
}

fn apng<E: std::error::Error + 'static>(
    mut pictures: impl Iterator<Item = Result<Pixels, E>>,
    n_pictures: usize,
    hundredths: u16,
    view: &str,
) -> Result<Vec<u8>, AnimationError<E>> {
    let first = pictures.next().ok_or(AnimationError::Empty)?.map_err(AnimationError::Picture)?;
    let size = (first.width, first.height);
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, size.0, size.1);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let n_frames = u32::try_from(n_pictures).map_err(encode)?;
    encoder.set_animated(n_frames, 0).map_err(encode)?;
    encoder.set_frame_delay(hundredths, 100).map_err(encode)?;
    encoder.add_itxt_chunk(KEYWORD.to_owned(), view.to_owned()).map_err(encode)?;
    let mut writer = encoder.write_header().map_err(encode)?;
    for picture in std::iter::once(Ok(first)).chain(pictures) {
        let picture = picture.map_err(AnimationError::Picture)?;
        if (picture.width, picture.height) != size {
            return Err(AnimationError::Sizes);
        }
        writer.write_image_data(&picture.rgb()).map_err(encode)?;
    }
    writer.finish().map_err(encode)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use image::AnimationDecoder as _;
    use image::codecs::gif::GifDecoder;
    use image::codecs::png::PngDecoder;

    use super::*;

    #[test]
    fn every_picture_is_in_the_animation_for_its_time() {
        let pictures = || {
            (0..3u8).map(|i| {
                Ok::<_, std::fmt::Error>(Pixels { width: 6, height: 4, rgba: vec![i * 60; 96] })
            })
        };
        let gif = animated(Motion::Gif, pictures(), 3, 0.5, "{}").unwrap();
        let frames = GifDecoder::new(Cursor::new(gif)).unwrap().into_frames();
        let frames = frames.collect_frames().unwrap();
        assert_eq!(frames.len(), 3);
        assert_eq!(frames[0].delay().numer_denom_ms(), (500, 1));
        let apng = animated(Motion::Apng, pictures(), 3, 0.5, "{}").unwrap();
        let decoder = PngDecoder::new(Cursor::new(apng)).unwrap().apng().unwrap();
        let frames = decoder.into_frames().collect_frames().unwrap();
        assert_eq!(frames.len(), 3);
        assert_eq!(frames[2].buffer().get_pixel(0, 0).0, [120, 120, 120, 255]);
    }

    #[test]
    fn a_series_without_pictures_is_an_error() {
        let none = std::iter::empty::<Result<Pixels, std::fmt::Error>>();
        assert!(matches!(animated(Motion::Gif, none, 0, 0.5, ""), Err(AnimationError::Empty)));
    }
}
