//! GeoJSON.
#![no_main]

use deir_atlas::read::{ReadOptions, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut file = br#"{"type":"FeatureCollection","features":["#.to_vec();
    file.extend_from_slice(bytes);
    file.extend_from_slice(b"]}");
    let _ = read(&file, "fuzz.geojson", &ReadOptions::default());
});
