//! A dossier's TOML with one file broken; the first letter picks which, so that seeds can be written by hand.
#![no_main]

use demarche_fuzz::{Part, dossier};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut letters = text.chars();
    let part = match letters.next() {
        Some('k') => Part::Kind,
        Some('a') => Part::Actors,
        Some('m') => Part::Manifest,
        Some('r') => Part::Reviews,
        _ => Part::Statements,
    };
    dossier(part, letters.as_str());
});
