//! The lock of an edition, broken: read, written again, and hashed as any TOML.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| demarche_fuzz::lock(text));
