//! The logo of a page on the screen.

use egui::{ColorImage, Context, Id, TextureHandle, TextureOptions};

use crate::export::png;
use crate::scene::page::Logo;

/// Pixels of the longer side of a logo on the screen.
const LOGO_PX: f32 = 400.0;

/// The logo as a texture, made once; `None` when it cannot be drawn.
pub fn logo_texture(ctx: &Context, logo: &Logo) -> Option<TextureHandle> {
    let id = Id::unique("logo of the page");
    // The last one is kept with its picture: one page has one logo.
    let kept = ctx.data(|data| data.get_temp::<(Logo, TextureHandle)>(id));
    if let Some((_, texture)) = kept.filter(|(of, _)| of == logo) {
        return Some(texture);
    }
    let [width, height] = logo.fitted(LOGO_PX, LOGO_PX);
    let drawing = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
         width=\"{width}\" height=\"{height}\"><image width=\"{width}\" height=\"{height}\" \
         xlink:href=\"{}\"/></svg>",
        logo.data_url()
    );
    let tree = png::tree(&drawing).ok()?;
    let pixels = png::Pixels::from(png::pixels(&tree, 1.0).ok()?);
    let size = [pixels.width as usize, pixels.height as usize];
    let image = ColorImage::from_rgba_unmultiplied(size, &pixels.rgba);
    let texture = ctx.load_texture("logo", image, TextureOptions::LINEAR);
    ctx.data_mut(|data| data.insert_temp(id, (logo.clone(), texture.clone())));
    Some(texture)
}
