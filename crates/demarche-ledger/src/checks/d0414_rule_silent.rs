//! A rule of law gives nothing outside the time in which it was in force, nor for an input that is not one
//!
//! False alarms: a date whose holidays are all fixed by month and day: the query still asks until the table reaches that far.
//! certain day. Where the table of holidays does not reach as far as the result, the date is given with this query.

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D0414"),
    grade: Grade::Query,
    title: "a rule that gives nothing here",
    source: include_str!("d0414_rule_silent.rs"),
};

pub(crate) fn finding(span: Span, why: &str) -> Diagnostic {
    RULE.found(span, why.to_owned())
}
