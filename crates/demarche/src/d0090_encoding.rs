//! A file of the dossier is not UTF-8.
//!
//! Every text of a dossier is UTF-8, so that a name in any script means the same
//! everywhere. The file is read up to the first byte that is not, and everything
//! else of the dossier is still checked. Save the file again as UTF-8; in most
//! editors that is a choice in the "Save as" dialogue.
//!
//! False alarms: none.

use demarche_diagnostic::{Code, Diagnostic, FileId, Grade, Rule, Span};

/// The rule.
pub(crate) const RULE: Rule = Rule {
    code: Code("D0090"),
    grade: Grade::Error,
    title: "a file is not UTF-8",
    source: include_str!("d0090_encoding.rs"),
};

/// The finding for a file that was read up to byte `at`.
pub(crate) fn finding(file: FileId, at: usize) -> Diagnostic {
    let message = format!("byte {at} is not UTF-8; what follows it was not read");
    Diagnostic::new(RULE.code, RULE.grade, message).at(Span::new(file, at..at), "").with_help("save the file as UTF-8")
}
