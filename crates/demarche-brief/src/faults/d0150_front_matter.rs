//! The YAML between the `---` lines is missing, broken, or has a key that is not known.
//!
//! Title, date and edition must be there. Everything else is optional: product, authors (with
//! name and role), language, summary, keywords, `written-from` (source keys) and disclaimer.
//!
//! False alarms: none; a key that is not known would be silently ignored otherwise.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule, Span};

const CODE: Code = Code("D0150");

pub(super) const RULE: Rule = Rule {
    code: CODE,
    grade: Grade::Error,
    title: "the front matter cannot be read",
    source: include_str!("d0150_front_matter.rs"),
};

/// The finding at a place; `help` may be empty.
pub(crate) fn fault(place: Span, message: String, help: &str) -> Diagnostic {
    super::told(CODE, Grade::Error, place, message, help)
}
