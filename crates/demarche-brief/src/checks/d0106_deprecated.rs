//! The words rest on a deprecated statement.
//!
//! A deprecated statement stays in the dossier so that the record is whole, but it
//! is never read. Bind the words to the statement that took its place.
//!
//! False alarms: none; someone ranked the statement so.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};
use demarche_terms::StatementRank;

use super::{Bound, Check, evidence_line};

const CODE: Code = Code("D0106");

pub(super) const CHECK: Check = Check {
    rule: Rule {
        code: CODE,
        grade: Grade::Error,
        title: "the statement is deprecated",
        source: include_str!("d0106_deprecated.rs"),
    },
    find,
};

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    for tie in bound.ties().filter(|tie| tie.resolved.statement.rank == StatementRank::Deprecated) {
        let mut diagnostic = bound.about(CODE, Grade::Error, tie, "the words rest on a deprecated statement");
        for rival in bound.rivals(tie).iter() {
            diagnostic = diagnostic.with_note(format!("held instead: {}", evidence_line(&rival.resolved)));
        }
        found.push(diagnostic.with_help("bind the words to the statement that is read instead"));
    }
}
