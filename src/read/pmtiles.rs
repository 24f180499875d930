//! What a PMTiles archive says of itself: kind of tiles, zoom levels, bounds,
//! and the attribution that must be drawn with it.
//!
//! Source: "PMTiles Version 3 Specification", Protomaps, sections 3 (header)
//! and 5 (JSON metadata).

use std::io::Read;

use serde::Deserialize;
use thiserror::Error;

use crate::model::{LonLat, LonLatBox};

/// Length of the fixed header at the start of an archive, in bytes.
pub const HEADER_BYTES: usize = 127;

/// Metadata beyond this are not read: they hold a few kilobytes.
const MOST_METADATA_BYTES: u64 = 4 << 20;

/// What the tiles of an archive are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TileKind {
    /// Mapbox vector tiles.
    Vector,
    /// Pictures that the program can draw.
    Raster,
}

/// The header of an archive.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Header {
    /// Pictures or vectors.
    pub tiles: TileKind,
    /// Lowest and highest zoom level, both included.
    pub zooms: (u8, u8),
    /// The part of the world that has tiles; `None` when the header gives none.
    pub bounds: Option<LonLatBox>,
    /// Where the JSON metadata lie: first byte and number of bytes.
    pub metadata: (u64, u64),
    metadata_is_gzipped: bool,
}

/// Why an archive cannot be shown.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PmTilesError {
    /// It does not begin as an archive does.
    #[error("this is no PMTiles archive of version 3")]
    NotPmTiles,
    /// The tiles are of a kind that the program does not draw.
    #[error("its tiles are {0}, which cannot be drawn; vector tiles, PNG, JPEG and WebP can")]
    Tiles(&'static str),
    /// The metadata are compressed in a way that the program does not know.
    #[error("its metadata are compressed with {0}; gzip and none are understood")]
    Compression(&'static str),
    /// Vector tiles of another schema than the style's.
    #[error(
        "its layers ({0}) are not those of the Protomaps basemap, the only vector tiles that \
         can be drawn; use such an archive, or one of pictures"
    )]
    Layers(String),
    /// The metadata are no JSON, or too long.
    #[error("its metadata cannot be read")]
    Metadata,
}

/// Reads the header from the first bytes of an archive.
///
/// # Errors
/// [`PmTilesError`] when it is none, or one whose tiles cannot be drawn.
pub fn header(bytes: &[u8]) -> Result<Header, PmTilesError> {
    let bytes = bytes.get(..HEADER_BYTES).ok_or(PmTilesError::NotPmTiles)?;
    if !bytes.starts_with(b"PMTiles\x03") {
        return Err(PmTilesError::NotPmTiles);
    }
    let u64_at = |at: usize| {
        bytes[at..at + 8].iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte))
    };
    let degrees_at = |at: usize| {
        let number = bytes[at..at + 4].iter().rev().fold(0u32, |n, byte| n << 8 | u32::from(*byte));
        f64::from(number.cast_signed()) / 1e7
    };
    let metadata_is_gzipped = match bytes[97] {
        2 => true,
        0 | 1 => false,
        3 => return Err(PmTilesError::Compression("brotli")),
        _ => return Err(PmTilesError::Compression("zstd")),
    };
    let tiles = match bytes[99] {
        1 => TileKind::Vector,
        2..=4 => TileKind::Raster,
        5 => return Err(PmTilesError::Tiles("AVIF pictures")),
        _ => return Err(PmTilesError::Tiles("of an unknown kind")),
    };
    let corner = |at| LonLat::new(degrees_at(at), degrees_at(at + 4)).ok();
    let bounds = corner(102)
        .zip(corner(110))
        .filter(|(low, high)| low.lon_deg() < high.lon_deg() && low.lat_deg() < high.lat_deg())
        .and_then(|(low, high)| LonLatBox::around([low, high]));
    Ok(Header {
        tiles,
        zooms: (bytes[100], bytes[101]),
        bounds,
        metadata: (u64_at(24), u64_at(32)),
        metadata_is_gzipped,
    })
}

/// The attribution in an archive's metadata, without markup; `None` when there is none.
///
/// # Errors
/// [`PmTilesError::Metadata`] when they are no JSON object or longer than 4 MiB.
pub fn attribution(header: &Header, metadata: &[u8]) -> Result<Option<String>, PmTilesError> {
    let html = read_metadata(header, metadata)?.attribution;
    Ok(html.map(|html| without_markup(&html)).filter(|text| !text.is_empty()))
}

/// Checks that vector tiles have layers of the Protomaps basemap (version 4), whose
/// names the style of the window knows: others would draw as an empty map. Pictures
/// and archives that do not list their layers pass.
///
/// # Errors
/// [`PmTilesError::Layers`] when none of the layers is known, and
/// [`PmTilesError::Metadata`].
pub fn check_layers(header: &Header, metadata: &[u8]) -> Result<(), PmTilesError> {
    let layers = read_metadata(header, metadata)?.vector_layers;
    let names: Vec<&str> = layers.iter().map(|layer| &*layer.id).collect();
    let is_known = |name: &&str| ["earth", "roads", "places"].contains(name);
    if header.tiles == TileKind::Raster || names.is_empty() || names.iter().any(is_known) {
        return Ok(());
    }
    Err(PmTilesError::Layers(names.join(", ")))
}

#[derive(Default, Deserialize)]
struct Metadata {
    attribution: Option<String>,
    #[serde(default)]
    vector_layers: Vec<VectorLayer>,
}

#[derive(Deserialize)]
struct VectorLayer {
    id: String,
}

fn read_metadata(header: &Header, metadata: &[u8]) -> Result<Metadata, PmTilesError> {
    if metadata.is_empty() {
        return Ok(Metadata::default());
    }
    let mut json = Vec::new();
    let read = if header.metadata_is_gzipped {
        flate2::read::GzDecoder::new(metadata).take(MOST_METADATA_BYTES).read_to_end(&mut json)
    } else {
        metadata.take(MOST_METADATA_BYTES).read_to_end(&mut json)
    };
    read.map_err(|_| PmTilesError::Metadata)?;
    serde_json::from_slice(&json).map_err(|_| PmTilesError::Metadata)
}

/// Attributions are given as HTML, mostly a link.
fn without_markup(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut inside_tag = false;
    for c in html.chars() {
        match c {
            '<' => inside_tag = true,
            '>' => inside_tag = false,
            _ if !inside_tag => text.push(c),
            _ => {}
        }
    }
    text.replace("&copy;", "©").replace("&amp;", "&").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use proptest::prelude::*;

    use super::*;

    fn archive(tile_type: u8, compression: u8) -> Vec<u8> {
        let mut bytes = vec![0; HEADER_BYTES];
        bytes[..8].copy_from_slice(b"PMTiles\x03");
        bytes[24..32].copy_from_slice(&127u64.to_le_bytes());
        bytes[97] = compression;
        bytes[99] = tile_type;
        (bytes[100], bytes[101]) = (4, 14);
        for (at, degrees) in [(102, 39.9), (106, 35.2), (110, 40.3), (114, 35.5)] {
            let number = (degrees * 1e7f64).round() as i32;
            bytes[at..at + 4].copy_from_slice(&number.to_le_bytes());
        }
        bytes
    }

    #[test]
    fn the_header_tells_what_the_tiles_are_and_where() {
        let header = header(&archive(1, 1)).unwrap();
        assert_eq!((header.tiles, header.zooms), (TileKind::Vector, (4, 14)));
        let bounds = header.bounds.unwrap();
        assert!((bounds.west_deg - 39.9).abs() < 1e-6 && (bounds.north_deg - 35.5).abs() < 1e-6);
    }

    #[test]
    fn what_cannot_be_drawn_is_refused_by_name() {
        assert_eq!(header(b"PK\x03\x04"), Err(PmTilesError::NotPmTiles));
        assert_eq!(header(&archive(5, 1)), Err(PmTilesError::Tiles("AVIF pictures")));
        assert_eq!(header(&archive(2, 4)), Err(PmTilesError::Compression("zstd")));
    }

    #[test]
    fn attribution_is_read_from_plain_and_gzipped_metadata() {
        let json =
            br#"{"name":"x","attribution":"<a href='u'>&copy; OpenStreetMap</a> contributors"}"#;
        let expected = Some("© OpenStreetMap contributors".to_owned());
        let plain = header(&archive(2, 1)).unwrap();
        assert_eq!(attribution(&plain, json), Ok(expected.clone()));
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(json).unwrap();
        let gzipped = header(&archive(2, 2)).unwrap();
        assert_eq!(attribution(&gzipped, &gzip.finish().unwrap()), Ok(expected));
        assert_eq!(attribution(&plain, b"{}"), Ok(None));
        assert_eq!(attribution(&plain, b"no JSON"), Err(PmTilesError::Metadata));
    }

    #[test]
    fn vector_tiles_that_would_draw_nothing_are_refused() {
        let check = |tiles: u8, layers: &str| {
            let metadata = format!(r#"{{"vector_layers": {layers}}}"#);
            check_layers(&header(&archive(tiles, 1)).unwrap(), metadata.as_bytes())
        };
        assert_eq!(check(1, r#"[{"id": "earth"}, {"id": "other"}]"#), Ok(()));
        assert_eq!(check(1, "[]"), Ok(()));
        assert_eq!(check(2, r#"[{"id": "transportation"}]"#), Ok(()));
        let refused = check(1, r#"[{"id": "transportation"}, {"id": "place"}]"#);
        assert_eq!(refused, Err(PmTilesError::Layers("transportation, place".to_owned())));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(mut bytes in prop::collection::vec(any::<u8>(), 0..200), real in any::<bool>()) {
            if real && bytes.len() > 8 {
                bytes[..8].copy_from_slice(b"PMTiles\x03");
            }
            if let Ok(header) = header(&bytes) {
                let _ = attribution(&header, &bytes);
                let _ = check_layers(&header, &bytes);
            }
        }
    }
}
