//! The vocabulary, rules and word lists that come with the program.
//!
//! They are files in the repository and travel inside the binary, so that a
//! dossier works anywhere; a dossier overrides them by id or file name.

use demarche_diagnostic::Rule;
use include_dir::{Dir, include_dir};

/// Kinds of statement, one file each.
pub(crate) static KINDS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../dossiers/kinds");

/// Calendar rules by jurisdiction.
pub(crate) static RULES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../data/rules");

/// How prose names countries and their offices, and terms of office.
pub(crate) static OFFICES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../data/offices");

/// What `init` writes.
pub(crate) static TEMPLATE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/template");

/// Text files of a shipped folder with an extension: name and text, by name.
pub(crate) fn texts(folder: &'static Dir<'_>, extension: &str) -> Vec<(String, &'static str)> {
    let mut texts: Vec<(String, &'static str)> = folder
        .files()
        .filter(|file| file.path().extension().is_some_and(|found| found == extension))
        .filter_map(|file| Some((file.path().file_name()?.to_string_lossy().into_owned(), file.contents_utf8()?)))
        .collect();
    texts.sort();
    texts
}

/// Every finding that any stage can report, by code.
pub fn rules() -> Vec<Rule> {
    let mut rules: Vec<Rule> = demarche_ledger::rules().to_vec();
    rules.extend(demarche_brief::rules());
    rules.extend(demarche_editions::rules());
    rules.extend(demarche_read::rules());
    rules.extend(demarche_proof::rules());
    rules.push(crate::d0090_encoding::RULE);
    #[cfg(feature = "press")]
    rules.push(crate::d0160_overflow::RULE);
    rules.extend([crate::scenario::d2004_take::RULE, crate::scenario::d2005_figure::RULE]);
    rules.sort_by_key(|rule| rule.code);
    rules
}
