//! KML, and KMZ where the bytes begin as an archive does.
#![no_main]

use deir_atlas::read::{ReadOptions, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut file = b"<kml><Document>".to_vec();
    file.extend_from_slice(bytes);
    file.extend_from_slice(b"</Document></kml>");
    let _ = read(&file, "fuzz.kml", &ReadOptions::default());
    let mut archive = b"PK\x03\x04".to_vec();
    archive.extend_from_slice(bytes);
    let _ = read(&archive, "fuzz.kmz", &ReadOptions::default());
});
