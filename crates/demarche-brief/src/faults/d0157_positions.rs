//! A matrix names a holder or an issue that no position on record speaks of, or a cell has
//! none.
//!
//! An empty cell reads as "no position"; only a source can say that.
//!
//! False alarms: an actor that has said nothing. Leave the issue out, or record the silence.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule, Span};

const CODE: Code = Code("D0157");

pub(super) const RULE: Rule = Rule {
    code: CODE,
    grade: Grade::Query,
    title: "a matrix of positions has a gap",
    source: include_str!("d0157_positions.rs"),
};

/// The finding at a place; `help` may be empty.
pub(crate) fn fault(place: Span, message: String, help: &str) -> Diagnostic {
    super::told(CODE, Grade::Query, place, message, help)
}
