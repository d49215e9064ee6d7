//! Prints what is found in files: `cargo run -p demarche-proof --example proof -- [--notes] [--as-of DATE] FILE...`.

use std::io::Write;

use demarche_brief::lexicon::Lexicon;
use demarche_diagnostic::{Grade, SourceMap, Terminal, human};
use demarche_proof::{CitationForms, Setting};

fn main() -> std::io::Result<()> {
    let (lexicon, citations) = (Lexicon::shipped(), CitationForms::shipped());
    let mut out = std::io::stdout().lock();
    let mut notes = false;
    for path in std::env::args().skip(1) {
        if path == "--notes" {
            notes = true;
            continue;
        }
        let document = demarche_read::read(&std::fs::read(&path)?, &path).value;
        let mut sources = SourceMap::default();
        let name = path.rsplit('/').next().unwrap_or(&path);
        let file = sources.add_read(name, document.text.clone(), demarche_proof::original(&document));
        let as_of = demarche_proof::date_of(&document, &lexicon).unwrap_or_default();
        let setting = Setting { as_of, dated: None, lexicon: &lexicon, citations: &citations, offices: &[] };
        for finding in demarche_proof::check(&document, file, setting) {
            if notes || finding.grade != Grade::Note {
                writeln!(out, "{}", human(&finding, &sources, Terminal { width: 120, colour: false }))?;
            }
        }
    }
    Ok(())
}
