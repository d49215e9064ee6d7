//! `data` names the independent cell that says the same as the statement. Here the two share no value: one of
//! them was copied wrongly, revised, or is on another basis.
//!
//! False alarms: a cell and a statement that are rightly on two bases. Then the cell is not the same figure: take `data` away.

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D0417"),
    grade: Grade::Contradicted,
    title: "a statement and its own table disagree",
    source: include_str!("d0417_cell_disagrees.rs"),
};

/// `row` is the table's row.
pub(crate) fn finding(span: Span, row: Option<Span>, says: &str, cell: &str, shows: &str) -> Diagnostic {
    let found = RULE.found(span, format!("the statement says {says}, `{cell}` shows {shows}"));
    row.into_iter()
        .fold(found, |found, row| found.with_other(row, "the table's row"))
        .with_help("name the release that the statement was taken from, `@release`, or correct the statement")
}
