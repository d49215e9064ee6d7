//! Two cells of one table come from different releases. Producers revise whole series at once, so a change between
//!
//! False alarms: an older year that the newer release left as it was. Name the same release in both cells, or accept the query.
//! two releases may be the revision and not the change.

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D0411"),
    grade: Grade::Query,
    title: "a formula that mixes releases",
    source: include_str!("d0411_mixed_release.rs"),
};

pub(crate) fn finding(span: Span, table: &str, a: &str, b: &str) -> Diagnostic {
    RULE.found(span, format!("the formula joins releases {a} and {b} of `{table}`"))
        .with_help("name one release for all cells, `@release`")
}
