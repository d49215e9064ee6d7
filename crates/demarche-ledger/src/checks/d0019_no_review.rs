//! A state without an end ("28,500 troops are stationed") holds until someone looks again. Without `review`, and
//! without a shelf life in its kind, nobody ever would.
//!
//! ```toml
//! valid  = "2018/.."
//! review = 2019-12-31
//! ```

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D0019"),
    grade: Grade::Error,
    title: "an open state without a review date",
    source: include_str!("d0019_no_review.rs"),
};

pub(crate) fn finding(span: Span) -> Diagnostic {
    RULE.found(span, "this valid time is open and nothing says when to look again")
        .with_help("add `review`, or `ends`, or give the kind a `shelf-life`")
}
