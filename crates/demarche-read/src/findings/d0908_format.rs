//! A file is in no format that is read.
//!
//! PDF, HTML, Word (.docx), Markdown and plain text are read; which one a file is
//! is told from its bytes first and its name second. Old Word files (.doc),
//! pictures and programs are not. Save the file as one of those formats.
//!
//! The grade is *error*, because nothing of the file was read.
//!
//! False alarms: a text that begins with bytes by which another format is known.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};

/// The rule.
pub(crate) const RULE: Rule = Rule {
    code: Code("D0908"),
    grade: Grade::Error,
    title: "a file is in no format that is read",
    source: include_str!("d0908_format.rs"),
};

/// The finding.
pub(crate) fn finding(name: &str) -> Diagnostic {
    let message = format!("{name} is in no format that is read: PDF, HTML, DOCX, Markdown or plain text");
    Diagnostic::new(RULE.code, RULE.grade, message).with_help("save it as one of these and read that")
}
