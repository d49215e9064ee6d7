//! `review` says when to look again, so it comes after the day on which the statement was put on record.
//!
//! ```toml
//! recorded = 2018-12-31
//! review   = 2019-04-15
//! ```
//!
//! False alarms: none; a review that was done is entered as `confirmed`.

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D0033"),
    grade: Grade::Error,
    title: "a review before the record",
    source: include_str!("d0033_review_past.rs"),
};

/// `recorded` stands at `at`.
pub(crate) fn finding(span: Span, at: Span, review: &str, recorded: &str) -> Diagnostic {
    RULE.found(span, format!("to be looked at again on {review}, and put on record only on {recorded}"))
        .with_other(at, "recorded")
        .with_help("give a later `review`; one that was done is an entry in `confirmed`")
}
