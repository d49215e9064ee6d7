//! A lock that is no TOML, was written only half, or lacks a key.
//!
//! `demarche edition lock` writes locks whole or not at all, so a half-written one was
//! copied or merged so. Bring it back from the repository: `git log -- PATH` shows the
//! commit that wrote it, `git checkout COMMIT -- PATH` restores it. Nothing else of the
//! edition is compared until then.
//!
//! False alarms: none.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule, Span};

/// The rule.
pub(crate) const RULE: Rule = Rule {
    code: Code("D1901"),
    grade: Grade::Error,
    title: "the lock of an edition cannot be read",
    source: include_str!("d1901_lock_unreadable.rs"),
};

/// The finding for a lock that says `why` it cannot be read.
pub(crate) fn finding(at: Span, why: &str) -> Diagnostic {
    Diagnostic::new(RULE.code, RULE.grade, format!("this lock cannot be read: {}", why.lines().next().unwrap_or(why)))
        .at(at, "")
        .with_help("restore it from the repository: `git log -- PATH` shows the commit that wrote it")
}
