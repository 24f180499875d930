//! Dates: a text is refused, or its days are in order and it reads again.
#![no_main]

use deir_atlas::model::Edtf;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(date) = text.parse::<Edtf>() {
        assert!(date.span().first <= date.span().last);
        assert_eq!(date.to_string().parse::<Edtf>().as_ref(), Ok(&date));
    }
});
