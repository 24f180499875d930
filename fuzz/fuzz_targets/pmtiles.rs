//! Headers and metadata of tile archives.
#![no_main]

use deir_atlas::read::pmtiles;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(header) = pmtiles::header(bytes) {
        let _ = pmtiles::attribution(&header, bytes);
    }
});
