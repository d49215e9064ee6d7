//! Every row of a CSV file has one cell for each column, and a cell holds what its column's type says.
//!
//! Quotation marks come in pairs, as in RFC 4180.

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

/// A quotation mark without its fellow: the rest of the file would be one cell, so no row is read from here on.
pub(crate) fn unclosed(quote: Span) -> Diagnostic {
    RULE.found(quote, "this quotation mark is not closed; no row was read from here on")
        .with_help("close it at the cell's end, or write it twice (`\"\"`) where it belongs to a quoted cell's words")
}

pub(crate) fn cell(span: Span, column: &str, words: &str, expected: &str) -> Diagnostic {
    RULE.found(span, format!("`{words}` in column `{column}` is not {expected}"))
}
