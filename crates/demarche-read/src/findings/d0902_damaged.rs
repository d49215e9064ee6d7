//! A file is damaged, or is not what it claims to be.
//!
//! It was cut off on its way, overwritten in part, or only looks like a PDF or a
//! Word file. What could be read is in the document; the finding says what is
//! missing, as far as that can be known. The grade is *error* where nothing could
//! be read, else *query*.
//!
//! Fetch the file again, or open it in the program it was made for and save it
//! anew.
//!
//! False alarms: a file that another program repairs without a word. Compare the
//! text with what that program shows.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};

/// The rule.
pub(crate) const RULE: Rule = Rule {
    code: Code("D0902"),
    grade: Grade::Error,
    title: "a file is damaged or is not what it claims to be",
    source: include_str!("d0902_damaged.rs"),
};

/// The finding where nothing could be read; `message` is a sentence that names the file.
pub(crate) fn unread(message: String) -> Diagnostic {
    Diagnostic::new(RULE.code, Grade::Error, message).with_help("the file may be cut off: fetch it again")
}

/// The finding where something could be read; `message` is a sentence that names the file.
pub(crate) fn partly(message: String) -> Diagnostic {
    Diagnostic::new(RULE.code, Grade::Query, message).with_help("compare with the original, or fetch the file again")
}
