//! Capsules: a whole one with some bytes written over is checked and read.
#![no_main]

use std::sync::LazyLock;

use deir_atlas::export::data::{DataFormat, WriteOptions, write};
use deir_atlas::jobs::SAMPLE;
use deir_atlas::read::{ReadOptions, capsule, read};
use libfuzzer_sys::fuzz_target;

static WHOLE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let table = read(SAMPLE.as_bytes(), "sample", &ReadOptions::default())
        .map(|outcome| outcome.table)
        .unwrap_or_default();
    write(DataFormat::Capsule, &table, table.rows(), WriteOptions::default()).bytes
});

fuzz_target!(|input: (usize, Vec<u8>)| {
    let (at, bytes) = input;
    let mut file = WHOLE.clone();
    let at = at % file.len();
    let n = bytes.len().min(file.len() - at);
    file[at..at + n].copy_from_slice(&bytes[..n]);
    let checked = capsule::check(&file);
    assert_eq!(checked.faults.is_empty(), file == *WHOLE, "a change is found, and nothing else");
    let options = ReadOptions { even_if_damaged: true, ..ReadOptions::default() };
    let _ = read(&file, "fuzz.deircapsule", &options);
});
