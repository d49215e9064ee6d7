//! A key holds a value of another type than it takes: a list where one text was expected, a word where a date belongs.
//!
//! ```toml
//! recorded = "last spring"      # a date such as 2019-04-01
//! ```

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D0004"),
    grade: Grade::Error,
    title: "a value of the wrong type",
    source: include_str!("d0004_type.rs"),
};

/// Reports the value and gives nothing in its place; silent where it is broken already.
pub(crate) fn push<T>(sink: &mut Vec<Diagnostic>, node: &Node, key: &str, expected: &str) -> Option<T> {
    if !matches!(node.shape, Shape::Broken) {
        sink.push(RULE.found(node.span, format!("`{key}` takes {expected}; this is {}", node.is())));
    }
    None
}

pub(crate) fn said(span: Span, message: impl Into<String>) -> Diagnostic {
    RULE.found(span, message)
}
