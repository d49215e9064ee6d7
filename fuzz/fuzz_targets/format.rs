//! `fmt`: what is formatted is canonical, and says what it said before.
#![no_main]

use demarche_diagnostic::SourceMap;
use demarche_fuzz::{Part, dossier, hold};
use demarche_terms::Statement;
use libfuzzer_sys::fuzz_target;

fn formatted(text: &str) -> String {
    let mut files = SourceMap::default();
    let file = files.add("statements/a.toml", text);
    let done = demarche_ledger::format(file, &files);
    hold(&done.diagnostics, &files);
    done.value
}

fn statements(text: &str) -> Vec<Statement> {
    dossier(Part::Statements, text).1.statements().cloned().collect()
}

fuzz_target!(|text: &str| {
    let once = formatted(text);
    assert_eq!(formatted(&once), once, "formatting again changes the text");
    assert_eq!(statements(&once), statements(text), "formatting changes what is said");
});
