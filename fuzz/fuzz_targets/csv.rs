//! Tables: any bytes are events, problems or an error.
#![no_main]

use deir_atlas::read::{ReadOptions, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes) {
        // A header that is understood, so that the rows are reached.
        let table = format!("date,lat,lon,title,killed\n{text}");
        let _ = read(table.as_bytes(), "fuzz.csv", &ReadOptions::default());
    }
    let _ = read(bytes, "fuzz.csv", &ReadOptions::default());
});
