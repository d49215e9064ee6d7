//! Amounts of different dimensions cannot be added, and the result must have the dimension of the statement's kind.
//!
//! False alarms: none. Units either cancel or they do not.
//! Currencies are dimensions of their own: they meet through a rate that is itself a statement.

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D0412"),
    grade: Grade::Error,
    title: "a formula whose units do not fit",
    source: include_str!("d0412_units.rs"),
};

pub(crate) fn finding(span: Span, why: &str) -> Diagnostic {
    RULE.found(span, why.to_owned())
}
