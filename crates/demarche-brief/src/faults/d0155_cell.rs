//! A cell that a figure draws is not a number, or not a date where one is needed.
//!
//! False alarms: a number with a unit or a thousands separator; keep cells as bare decimals.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule, Span};

const CODE: Code = Code("D0155");

pub(super) const RULE: Rule = Rule {
    code: CODE,
    grade: Grade::Error,
    title: "a cell that cannot be drawn",
    source: include_str!("d0155_cell.rs"),
};

/// The finding at a place; `help` may be empty.
pub(crate) fn fault(place: Span, message: String, help: &str) -> Diagnostic {
    super::told(CODE, Grade::Error, place, message, help)
}
