//! A file's bytes are not text in the encoding that was expected.
//!
//! Text is read as UTF-8, as UTF-16 where its bytes or its mark say so, and else
//! as Windows-1252, which older programs write. The finding says what was taken,
//! or that characters which no text holds (NUL) were read as spaces. If names or
//! quotation marks look odd, save the file as UTF-8.
//!
//! False alarms: a file in Windows-1252 is read without loss; the note only says so.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};

/// The rule.
pub(crate) const RULE: Rule = Rule {
    code: Code("D0906"),
    grade: Grade::Note,
    title: "a file is not UTF-8, or holds characters that are not text",
    source: include_str!("d0906_encoding.rs"),
};

/// The finding; `message` names the file and what was done.
pub(crate) fn finding(message: String) -> Diagnostic {
    Diagnostic::new(RULE.code, RULE.grade, message).with_help("save the file as UTF-8")
}
