//! A user's gazetteer: CSV or GeoJSON, read and layered over the bundled one.
#![no_main]

use deir_atlas::gazetteer::Overlay;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let (overlay, _) = Overlay::read(bytes);
    let (again, _) = Overlay::read(&overlay.to_csv());
    assert_eq!(again.places.len(), overlay.places.len());
});
