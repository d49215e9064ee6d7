//! A rule file, broken: calendar rules, holidays and the sources of law.
#![no_main]

use demarche_fuzz::{Part, dossier};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    dossier(Part::Rules, text);
});
