//! A formula or a `data` reference names a cell that the table does not hold, or more than one.
//!
//! False alarms: none. The cell is there or it is not.
//!
//! A cell that was only released after `--known-by` is no finding: the statement is then not on record yet.

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D0416"),
    grade: Grade::Error,
    title: "a cell that is not there",
    source: include_str!("d0416_cell_missing.rs"),
};

/// `near` is the row that comes nearest.
pub(crate) fn finding(span: Span, near: Option<Span>, why: &str) -> Diagnostic {
    let found = RULE.found(span, why.to_owned());
    near.into_iter().fold(found, |found, row| found.with_other(row, "the nearest row"))
}
