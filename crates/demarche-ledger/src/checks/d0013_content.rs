//! A statement says its value in exactly one way: `value`, `derive`, `rule`, `count`, `position-in`, or `model` with `value`;
//! events, commitments, positions, relations, judgements and terms have none of these. Only ranks come from
//! `position-in`, only counts from `count`.

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D0013"),
    grade: Grade::Error,
    title: "content that does not fit",
    source: include_str!("d0013_content.rs"),
};

pub(crate) fn finding(span: Span, message: impl Into<String>) -> Diagnostic {
    RULE.found(span, message)
}
