//! A link whose target is neither `http`, `https` nor `mailto`, nor a binding.
//!
//! Pages are read far from the folder they were written in: relative links break, and other
//! schemes are not safe to publish. The words are kept.
//!
//! False alarms: a statement id without its `@`.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule, Span};

const CODE: Code = Code("D0147");

pub(super) const RULE: Rule =
    Rule { code: CODE, grade: Grade::Error, title: "a link that leads nowhere", source: include_str!("d0147_link.rs") };

/// The finding at a place; `help` may be empty.
pub(crate) fn fault(place: Span, message: String, help: &str) -> Diagnostic {
    super::told(CODE, Grade::Error, place, message, help)
}
