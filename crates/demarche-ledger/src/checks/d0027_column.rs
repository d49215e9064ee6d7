//! A reference to a table names a column, a row or a vintage that the table does not have.

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D0027"),
    grade: Grade::Error,
    title: "a column or cell that is not in the table",
    source: include_str!("d0027_column.rs"),
};

pub(crate) fn finding(span: Span, why: &str) -> Diagnostic {
    RULE.found(span, why.to_owned())
}
