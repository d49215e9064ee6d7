//! Two things of one sort have the same id, or a former id (`was`) is in use again.
//!
//! Ids are never reused: an edition that cites one must always mean the same statement.

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D0007"),
    grade: Grade::Error,
    title: "an id that is taken",
    source: include_str!("d0007_duplicate.rs"),
};

pub(crate) fn finding(span: Span, sort: &str, id: &str, first: Span) -> Diagnostic {
    RULE.found(span, format!("the {sort} \"{id}\" exists already"))
        .with_other(first, "first here")
        .with_help("give one of the two another id; ids are never reused")
}

pub(crate) fn former(span: Span, id: &str, owner: Span) -> Diagnostic {
    RULE.found(span, format!("the former id \"{id}\" is in use"))
        .with_other(owner, "used here")
        .with_help("a former id or address must lead to one place only")
}
