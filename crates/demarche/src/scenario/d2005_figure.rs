//! A figure is taken from a table, row or column that the model's answer does not have.
//!
//! ```toml
//! [[figure]]
//! value = { run = "autos", table = "sales by source", row = "Sudland", column = "after", unit = "1e9 USD/a" }
//! ```
//! `demarche model` prints the tables of an answer. A cell without a number (the model cannot say) gives no figure.
//!
//! False alarms: none; the names of the answer are listed, nearest first.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule, Span};

/// The rule.
pub(crate) const RULE: Rule = Rule {
    code: Code("D2005"),
    grade: Grade::Error,
    title: "a figure that the answer does not have",
    source: include_str!("d2005_figure.rs"),
};

pub(crate) fn finding(span: Span, why: impl Into<String>) -> Diagnostic {
    Diagnostic::new(RULE.code, RULE.grade, why).at(span, "taken here")
}
