//! `supersedes` must lead from later to earlier statements: of two that replace each other neither could be read.

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D0016"),
    grade: Grade::Error,
    title: "statements that replace each other",
    source: include_str!("d0016_supersession.rs"),
};

pub(crate) fn finding(span: Span, circle: &[&str]) -> Diagnostic {
    let path = super::d0015_cycle::around(circle, "supersedes");
    RULE.found(span, path).with_help("keep only the direction from later to earlier")
}
