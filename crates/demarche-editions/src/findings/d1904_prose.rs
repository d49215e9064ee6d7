//! The prose beside a lock is not the prose that was published.
//!
//! A published edition does not change. Restore the file from the repository, and put
//! the new words into the living brief; a correction is an edition of its own, with its
//! own date, that says what it corrects.
//!
//! False alarms: a tool that changes line ends; the hash is of the bytes.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule, Span};

/// The rule.
pub(crate) const RULE: Rule = Rule {
    code: Code("D1904"),
    grade: Grade::Error,
    title: "the prose of a locked edition was edited",
    source: include_str!("d1904_prose.rs"),
};

/// The finding at the prose's hash in the lock.
pub(crate) fn finding(at: Span, edition: &str) -> Diagnostic {
    Diagnostic::new(RULE.code, RULE.grade, format!("the prose of the edition of {edition} is not as it was published"))
        .at(at, "the hash of the prose as published")
        .with_help("restore the file from the repository, and write the change into the living brief")
}

/// The finding for prose that is gone.
pub(crate) fn missing(at: Span, name: &str) -> Diagnostic {
    Diagnostic::new(RULE.code, RULE.grade, format!("the prose of this edition is not there: {name} is missing"))
        .at(at, "")
        .with_help("restore the file from the repository; the lock alone rebuilds nothing")
}
