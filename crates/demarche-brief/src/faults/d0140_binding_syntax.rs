//! A link that looks like a binding but is none.
//!
//! A binding is a CommonMark link whose target is `@` and one or more statement ids
//! without spaces: `[$9.3 billion](@no-su.deficit.2017)`, `[words](@a,b)`, or an empty
//! link at the end of a clause, `[](@no-su.pact.status)`. With a space in the target, or
//! an empty id, CommonMark sees plain text, and the page would print brackets.
//!
//! False alarms: none; the characters `](@` have no other use in a brief.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule, Span};

const CODE: Code = Code("D0140");

pub(super) const RULE: Rule = Rule {
    code: CODE,
    grade: Grade::Error,
    title: "a binding is not written as one",
    source: include_str!("d0140_binding_syntax.rs"),
};

/// The finding at a place; `help` may be empty.
pub(crate) fn fault(place: Span, message: String, help: &str) -> Diagnostic {
    super::told(CODE, Grade::Error, place, message, help)
}
