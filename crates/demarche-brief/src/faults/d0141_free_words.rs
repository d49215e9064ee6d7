//! Words are marked free without saying why.
//!
//! `[1950s](free: "names an era")` says that the numbers in the words need no statement.
//! The reason is printed in the fact-check packet, so it must be there; and there must be
//! words.
//!
//! False alarms: none.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule, Span};

const CODE: Code = Code("D0141");

pub(super) const RULE: Rule = Rule {
    code: CODE,
    grade: Grade::Error,
    title: "free words without a reason",
    source: include_str!("d0141_free_words.rs"),
};

/// The finding at a place; `help` may be empty.
pub(crate) fn fault(place: Span, message: String, help: &str) -> Diagnostic {
    super::told(CODE, Grade::Error, place, message, help)
}
