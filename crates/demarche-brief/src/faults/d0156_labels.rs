//! A figure's `order` or `side` names a label that its table does not hold, or `order` leaves
//! one of the table's rows out.
//!
//! What is left out of a figure by mistake is not seen by anyone, so it is said here. To leave
//! rows out on purpose filter the table: `seats[chamber=lower]`.
//!
//! False alarms: none.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule, Span};

const CODE: Code = Code("D0156");

pub(super) const RULE: Rule = Rule {
    code: CODE,
    grade: Grade::Error,
    title: "labels and table do not agree",
    source: include_str!("d0156_labels.rs"),
};

/// The finding at a place; `help` may be empty.
pub(crate) fn fault(place: Span, message: String, help: &str) -> Diagnostic {
    super::told(CODE, Grade::Error, place, message, help)
}
