//! A brief's file, broken: front matter, links, fenced blocks; then checked and compiled against a whole dossier.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| demarche_fuzz::brief(text));
