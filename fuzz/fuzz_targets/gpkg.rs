//! GeoPackages: any bytes behind the first of a database.
#![no_main]

use deir_atlas::read::{ReadOptions, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut file = b"SQLite format 3\0".to_vec();
    file.extend_from_slice(bytes);
    let _ = read(&file, "fuzz.gpkg", &ReadOptions::default());
});
