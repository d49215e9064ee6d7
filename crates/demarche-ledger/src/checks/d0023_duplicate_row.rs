//! The primary key of a table tells its rows apart. Two rows with the same key (and, where the table has vintages,
//! the same vintage) give one figure twice.

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D0023"),
    grade: Grade::Error,
    title: "two rows with one key",
    source: include_str!("d0023_duplicate_row.rs"),
};

pub(crate) fn finding(span: Span, key: &str, first: Span) -> Diagnostic {
    RULE.found(span, format!("the row {key} stands here again")).with_other(first, "first here")
}
