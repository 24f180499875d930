//! What lies under the markers when it is not the bundled map: a PMTiles file
//! on this computer, or tiles from the network.

use std::path::Path;
use std::sync::Once;

use walkers::{HttpOptions, HttpTiles, PmTiles, Style, Tiles, sources::OpenStreetMap};

use crate::app::BaseLayer;
use crate::scene::theme::ThemeName;

/// The open tile source, if any. It is made when a layer is switched on and
/// dropped when it is switched off, so that nothing goes out afterwards.
#[derive(Default)]
pub struct TileLayer {
    open: Option<Open>,
}

struct Open {
    base: BaseLayer,
    theme: ThemeName,
    tiles: Box<dyn Tiles>,
}

impl TileLayer {
    /// The tiles to draw for a choice of base layer; `None` for the bundled map.
    pub fn tiles(
        &mut self,
        base: &BaseLayer,
        theme: ThemeName,
        ctx: &egui::Context,
    ) -> Option<&mut dyn Tiles> {
        let is_current =
            self.open.as_ref().is_some_and(|open| open.base == *base && open.theme == theme);
        if !is_current {
            self.open =
                open(base, theme, ctx).map(|tiles| Open { base: base.clone(), theme, tiles });
        }
        match &mut self.open {
            Some(open) => Some(open.tiles.as_mut()),
            None => None,
        }
    }
}

fn open(base: &BaseLayer, theme: ThemeName, ctx: &egui::Context) -> Option<Box<dyn Tiles>> {
    match base {
        BaseLayer::Bundled => None,
        BaseLayer::PmTiles(path) => Some(Box::new(pmtiles(path, theme, ctx))),
        BaseLayer::OnlineOsm => {
            provide_tls();
            // The tile policy of openstreetmap.org asks for a cache and a name.
            let options = HttpOptions {
                cache: eframe::storage_dir(crate::ui::APP_ID).map(|folder| folder.join("tiles")),
                ..HttpOptions::default()
            };
            Some(Box::new(HttpTiles::with_options(OpenStreetMap, options, ctx.clone())))
        }
    }
}

fn pmtiles(path: &Path, theme: ThemeName, ctx: &egui::Context) -> PmTiles {
    let style = match theme {
        ThemeName::Light => Style::protomaps_basemap_light(),
        ThemeName::Dark => Style::protomaps_basemap_dark(),
    };
    PmTiles::with_style(path, style, ctx.clone())
}

/// Walkers brings no cryptography of its own; ring is ours.
fn provide_tls() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // It fails only when somebody installed a provider before: fine too.
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
}
