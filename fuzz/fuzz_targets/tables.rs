//! A data package, broken: `datapackage.json` where the text begins with a brace, else the CSV file beside it.
#![no_main]

use demarche_fuzz::{Part, dossier};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    dossier(if text.trim_start().starts_with('{') { Part::Package } else { Part::Table }, text);
});
