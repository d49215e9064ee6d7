//! A table without a source, a release, columns or a file cannot stand behind a figure.

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D0024"),
    grade: Grade::Error,
    title: "a table that is not fully described",
    source: include_str!("d0024_table.rs"),
};

pub(crate) fn finding(span: Span, message: impl Into<String>) -> Diagnostic {
    RULE.found(span, message)
}
