//! A lock of a format that this version of the program does not know.
//!
//! Nothing of the edition is compared, rather than half of it. Run the version that
//! wrote it, or a later one.
//!
//! False alarms: none.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule, Span};

/// The rule.
pub(crate) const RULE: Rule = Rule {
    code: Code("D1902"),
    grade: Grade::Error,
    title: "the lock was written in a newer format",
    source: include_str!("d1902_lock_newer.rs"),
};

/// The finding for a lock of format `found` where `known` is the newest that is read.
pub(crate) fn finding(at: Span, found: i64, known: i64) -> Diagnostic {
    let message = format!("this lock is of format {found}; formats up to {known} are read here");
    Diagnostic::new(RULE.code, RULE.grade, message)
        .at(at, "")
        .with_help("update demarche; nothing of this edition was compared")
}
