//! A lock whose text is no longer what was sealed.
//!
//! Each lock carries the hash of its own text. A difference means an edit, a merge or a
//! lost line. What the lock says is still compared with the dossier, but it may no longer
//! be what was published.
//!
//! False alarms: a tool that changes line ends or trailing space; keep `*.lock` as it is
//! (`*.lock -text` in `.gitattributes`).

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule, Span};

/// The rule.
pub(crate) const RULE: Rule = Rule {
    code: Code("D1903"),
    grade: Grade::Error,
    title: "the lock was edited by hand",
    source: include_str!("d1903_lock_edited.rs"),
};

/// The finding at the seal of a lock.
pub(crate) fn finding(at: Span) -> Diagnostic {
    Diagnostic::new(RULE.code, RULE.grade, "this lock is not as it was sealed: it was edited, or lost a part")
        .at(at, "the hash of what follows differs")
        .with_help("restore it from the repository: `git log -- PATH` shows the commit that wrote it")
}
