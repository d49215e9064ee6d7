//! The TOML of a fenced block is broken, lacks a key or has one that is not known.
//!
//! The keys of each sort are listed in the manual of the dossier format.
//!
//! False alarms: none.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule, Span};

const CODE: Code = Code("D0151");

pub(super) const RULE: Rule = Rule {
    code: CODE,
    grade: Grade::Error,
    title: "a figure, table or matrix is not described rightly",
    source: include_str!("d0151_block.rs"),
};

/// The finding at a place; `help` may be empty.
pub(crate) fn fault(place: Span, message: String, help: &str) -> Diagnostic {
    super::told(CODE, Grade::Error, place, message, help)
}
