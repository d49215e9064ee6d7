//! A matrix names a holder or an issue that no position on record speaks of, or a cell has
//! none.
//!
//! The cell prints "none on record", which is true and not the same as "no position": only a
//! source can say that. A note, so that a whole matrix can be published with its gaps.
//!
//! False alarms: an actor that has said nothing. Leave the issue out, or record the silence.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule, Span};

const CODE: Code = Code("D0157");

pub(super) const RULE: Rule = Rule {
    code: CODE,
    grade: Grade::Note,
    title: "a matrix of positions has a gap",
    source: include_str!("d0157_positions.rs"),
};

/// The finding at a place; `help` may be empty.
pub(crate) fn fault(place: Span, message: String, help: &str) -> Diagnostic {
    super::told(CODE, Grade::Note, place, message, help)
}
