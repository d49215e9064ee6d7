//! A cell of a table, read on the edition's own clocks, is not what it was when the edition was locked.
//!
//! A figure that its producer revised is a new row with its own release; the old row stays.
//! Restore the old row and add the new one beside it.
//!
//! False alarms: a row whose other cells were edited is reported too, since pages print the
//! hash of the row.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule, Span};

/// The rule.
pub(crate) const RULE: Rule = Rule {
    code: Code("D1907"),
    grade: Grade::Error,
    title: "a table cell that an edition rests on was changed",
    source: include_str!("d1907_cell.rs"),
};

/// The finding for a cell that was one thing and is another.
pub(crate) fn finding(at: Span, reference: &str, was: &str, is: &str) -> Diagnostic {
    let is = if is.is_empty() { "nothing" } else { is };
    let message = format!("{reference} was {was} when this edition was locked and is now {is}");
    Diagnostic::new(RULE.code, RULE.grade, message)
        .at(at, "as locked")
        .with_help("restore the row; a revised figure is a new row with its own release")
}
