//! A statement of a locked edition no longer says what it said when the edition was locked.
//!
//! Read on the edition's own clocks, its value, valid or recorded time, method, evidence,
//! state, sources or any other part of its text differs. Statements are not overwritten: a
//! revised figure is a new statement that supersedes the old one, a later reading a new
//! vintage of the cell. Restore the statement and add the new one beside it. Where the old
//! one was mistaken from the start, keep it, add the right one with `supersedes` and the
//! reason `corrected`, and publish a correction.
//!
//! A former id (`was`) and a confirmation dated after the edition change nothing and are
//! not reported.
//!
//! False alarms: an edit of the statement's own words (`says`) that changes no meaning is
//! reported too, since pages print them.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule, Span};

/// The rule.
pub(crate) const RULE: Rule = Rule {
    code: Code("D1905"),
    grade: Grade::Error,
    title: "a statement that an edition rests on was changed",
    source: include_str!("d1905_statement.rs"),
};

/// The finding for a statement with what differs, part by part.
pub(crate) fn finding(at: Span, id: &str, changes: &[String], place: Option<Span>) -> Diagnostic {
    let message = format!("`{id}` is not as this edition was locked with it: {}", changes.join("; "));
    let mut finding = Diagnostic::new(RULE.code, RULE.grade, message).at(at, "as locked");
    if let Some(place) = place {
        finding = finding.with_other(place, "as it stands now");
    }
    finding.with_help("restore it, and say what is new in a statement that supersedes it, with its reason")
}
