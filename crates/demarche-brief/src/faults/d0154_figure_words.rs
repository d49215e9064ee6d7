//! A figure has no text alternative, no title or no source.
//!
//! Whoever cannot see the figure reads its alternative: what is drawn, and the figures. Every
//! figure names where its data come from, in its own words or by its table's source.
//!
//! False alarms: none.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule, Span};

const CODE: Code = Code("D0154");

pub(super) const RULE: Rule = Rule {
    code: CODE,
    grade: Grade::Query,
    title: "a figure without its words",
    source: include_str!("d0154_figure_words.rs"),
};

/// The finding at a place; `help` may be empty.
pub(crate) fn fault(place: Span, message: String, help: &str) -> Diagnostic {
    super::told(CODE, Grade::Query, place, message, help)
}
