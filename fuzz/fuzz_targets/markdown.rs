//! Markdown, whatever the bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| demarche_fuzz::document(data, "a.md"));
