//! A fenced block whose first line names no sort that a brief knows.
//!
//! The sorts are `figure`, `table` and `positions`; each holds TOML. They stand at the left
//! margin, since TOML inside a list or a quotation cannot be pointed into.
//!
//! False alarms: none; code has no place in a brief.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule, Span};

const CODE: Code = Code("D0143");

pub(super) const RULE: Rule = Rule {
    code: CODE,
    grade: Grade::Error,
    title: "a fenced block of no known sort",
    source: include_str!("d0143_fence.rs"),
};

/// The finding at a place; `help` may be empty.
pub(crate) fn fault(place: Span, message: String, help: &str) -> Diagnostic {
    super::told(CODE, Grade::Error, place, message, help)
}
