//! Every row of a CSV file has one cell for each column, and a cell holds what its column's type says.

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D0022"),
    grade: Grade::Error,
    title: "a row that does not fit its table",
    source: include_str!("d0022_row.rs"),
};

pub(crate) fn ragged(span: Span, cells: usize, columns: usize) -> Diagnostic {
    RULE.found(span, format!("this row has {cells} cells, the table has {columns} columns"))
}

pub(crate) fn cell(span: Span, column: &str, words: &str, expected: &str) -> Diagnostic {
    RULE.found(span, format!("`{words}` in column `{column}` is not {expected}"))
}
