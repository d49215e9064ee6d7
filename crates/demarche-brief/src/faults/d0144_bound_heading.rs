//! A heading holds a binding.
//!
//! Headings name what follows; they are anchors, bookmarks and the table of contents, and
//! carry no claims. Say it in a sentence below.
//!
//! False alarms: none.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule, Span};

const CODE: Code = Code("D0144");

pub(super) const RULE: Rule = Rule {
    code: CODE,
    grade: Grade::Error,
    title: "a binding in a heading",
    source: include_str!("d0144_bound_heading.rs"),
};

/// The finding at a place; `help` may be empty.
pub(crate) fn fault(place: Span, message: String, help: &str) -> Diagnostic {
    super::told(CODE, Grade::Error, place, message, help)
}
