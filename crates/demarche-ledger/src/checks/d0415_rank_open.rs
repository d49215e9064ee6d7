//! A rank is one plus the number that are strictly larger in a named set. Where the table does not say that it holds the
//!
//! False alarms: a table that leaves out only members too small to matter. Say `"complete": true` where its source does.
//! whole set, or a member has no figure, the place stays open.

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D0415"),
    grade: Grade::Query,
    title: "a rank whose set is not held",
    source: include_str!("d0415_rank_open.rs"),
};

pub(crate) fn finding(span: Span, why: &str) -> Diagnostic {
    RULE.found(span, why.to_owned())
}
