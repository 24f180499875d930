//! The native format.
#![no_main]

use deir_atlas::read::{ReadOptions, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = read(bytes, "fuzz.events.json", &ReadOptions::default());
    let mut file = br#"{"format":"deir-atlas/events","version":1,"events":["#.to_vec();
    file.extend_from_slice(bytes);
    file.extend_from_slice(b"]}");
    let _ = read(&file, "fuzz.events.json", &ReadOptions::default());
});
