//! A brief has lists, quotations or emphasis nested deeper than a page can show, or is longer
//! than any brief.
//!
//! What lies deeper than 24 levels is set as if it lay at that level. A file above 8 MiB is
//! not read.
//!
//! False alarms: none.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule, Span};

const CODE: Code = Code("D0146");

pub(super) const RULE: Rule = Rule {
    code: CODE,
    grade: Grade::Error,
    title: "nested too deeply, or too long",
    source: include_str!("d0146_too_deep.rs"),
};

/// The finding at a place; `help` may be empty.
pub(crate) fn fault(place: Span, message: String, help: &str) -> Diagnostic {
    super::told(CODE, Grade::Error, place, message, help)
}
