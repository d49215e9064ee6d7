//! The table, row or column that a figure or table names is not there, or not on record yet.
//!
//! A figure without its data would be a blank on the page. Nothing is drawn.
//!
//! False alarms: a table whose release lies after the date of the edition was not on record
//! then; build with a later date, or name a source that was.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule, Span};

const CODE: Code = Code("D0152");

pub(super) const RULE: Rule = Rule {
    code: CODE,
    grade: Grade::Error,
    title: "a figure or table has no data",
    source: include_str!("d0152_table_missing.rs"),
};

/// The finding at a place; `help` may be empty.
pub(crate) fn fault(place: Span, message: String, help: &str) -> Diagnostic {
    super::told(CODE, Grade::Error, place, message, help)
}
