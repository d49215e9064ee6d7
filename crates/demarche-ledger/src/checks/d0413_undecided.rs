//! The inputs are too wide for a result: a divisor may be zero, an input has no number, or the result is too large.
//!
//! False alarms: a quantity that is used twice in one formula counts as two, so the result can be wider than it need be. Write
//! the formula so that each quantity stands in it once.

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D0413"),
    grade: Grade::Query,
    title: "a formula that its inputs do not decide",
    source: include_str!("d0413_undecided.rs"),
};

pub(crate) fn finding(span: Span, why: &str) -> Diagnostic {
    RULE.found(span, why.to_owned())
}
