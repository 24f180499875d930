//! Reports: any text gives claims whose words are in it, in both scripts.
#![no_main]

use deir_atlas::extract::{Report, extract};
use deir_atlas::gazetteer::Gazetteer;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let report = Report::of_text(text);
    let found = extract(&report, Gazetteer::bundled());
    let _ = found.to_json(&report, Gazetteer::bundled());
});
