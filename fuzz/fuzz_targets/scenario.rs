//! A scenario, broken: changes, withdrawals, runs with what they take, figures.
#![no_main]

use demarche_fuzz::{Part, dossier};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    dossier(Part::Scenario, text);
});
