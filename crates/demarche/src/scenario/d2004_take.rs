//! A study names a statement or a cell that it cannot have.
//!
//! ```toml
//! [run.study]
//! value = "@no-su.imports.2017 in 1e9 USD/a"      # no such statement, no number, or another unit
//! ```
//! What a model takes from the dossier is named with `@`: a statement's id or `table[key=value].column`, and after
//! `in` the unit that the study counts in. It must be on record on the clocks, since a model that ran on what nobody
//! knew yet would look wiser than it was.
//!
//! False alarms: a scenario read on a date on which its inputs were not yet on record. Give `--known-by` a later day.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule, Span};

/// The rule.
pub(crate) const RULE: Rule = Rule {
    code: Code("D2004"),
    grade: Grade::Error,
    title: "an input that a model cannot have",
    source: include_str!("d2004_take.rs"),
};

pub(crate) fn finding(span: Span, why: impl Into<String>) -> Diagnostic {
    Diagnostic::new(RULE.code, RULE.grade, why).at(span, "wanted here")
}
