//! A heading of the first level, or one that skips a level.
//!
//! The title stands in the front matter and is the only heading of the first level.
//! Sections begin with `##`, their parts with `###`. Screen readers and the tagged PDF
//! depend on levels that follow one another.
//!
//! False alarms: none.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule, Span};

const CODE: Code = Code("D0145");

pub(super) const RULE: Rule = Rule {
    code: CODE,
    grade: Grade::Error,
    title: "a heading out of order",
    source: include_str!("d0145_heading_level.rs"),
};

/// The finding at a place; `help` may be empty.
pub(crate) fn fault(place: Span, message: String, help: &str) -> Diagnostic {
    super::told(CODE, Grade::Error, place, message, help)
}
