//! A file holds more than is read at most.
//!
//! Reading is bounded in time and memory, so that no file, however it was made,
//! can stop a run over a folder: by bytes of a file, bytes of text, pages, glyphs
//! of a page, elements of markup, by what the packed streams of a PDF hold, and by
//! how much larger than its packed form a part of an archive may unpack. What lies
//! within the bound is in the document; the finding names the bound.
//!
//! The grade is *query*, and *error* where nothing of the file was read.
//!
//! False alarms: a file that is honestly so large. Split it.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};

/// The rule.
pub(crate) const RULE: Rule = Rule {
    code: Code("D0905"),
    grade: Grade::Error,
    title: "a file holds more than is read at most",
    source: include_str!("d0905_limit.rs"),
};

/// The finding where what lies within the bound was read; `message` names file and bound.
pub(crate) fn partly(message: String) -> Diagnostic {
    Diagnostic::new(RULE.code, Grade::Query, message).with_help("split the file to have all of it read")
}

/// The finding where nothing was read; `message` names file and bound.
pub(crate) fn unread(message: String) -> Diagnostic {
    Diagnostic::new(RULE.code, Grade::Error, message).with_help("check that this is the right file, or split it")
}
