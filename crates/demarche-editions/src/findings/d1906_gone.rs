//! A statement of a locked edition is no longer in the dossier.
//!
//! Ids are never reused and statements never removed: what no longer holds is superseded or
//! deprecated. A renamed statement keeps its old id under `was`, which edition prose still
//! finds. Restore it from the repository.
//!
//! False alarms: none.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule, Span};

/// The rule.
pub(crate) const RULE: Rule = Rule {
    code: Code("D1906"),
    grade: Grade::Error,
    title: "a statement that an edition rests on was removed",
    source: include_str!("d1906_gone.rs"),
};

/// The finding for a statement that is gone.
pub(crate) fn finding(at: Span, id: &str) -> Diagnostic {
    Diagnostic::new(RULE.code, RULE.grade, format!("`{id}`, which this edition rests on, is no longer in the dossier"))
        .at(at, "as locked")
        .with_help(format!("restore it: `git log -S '{id}' -- statements` shows the commit that took it out"))
}
