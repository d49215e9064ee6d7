//! `sources.yml` in Hayagriva's form, broken.
#![no_main]

use demarche_fuzz::{Part, dossier};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    dossier(Part::Sources, text);
});
