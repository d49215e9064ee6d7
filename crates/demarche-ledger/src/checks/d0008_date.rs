//! Dates are ISO 8601, imprecise ones EDTF levels 0 and 1: `2018`, `2018-07`, `2018-07-14`, `201X`, `2018-07~`,
//! intervals `2018-03/..`. A day that no calendar has is refused, never moved to a neighbour.
//!
//! ```toml
//! recorded = 2019-02-30      # February 2019 had 28 days
//! ```

use demarche_terms::TimeError;

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D0008"),
    grade: Grade::Error,
    title: "a date that is none",
    source: include_str!("d0008_date.rs"),
};

pub(crate) fn finding(span: Span, why: &TimeError) -> Diagnostic {
    RULE.found(span, why.to_string())
}

pub(crate) fn no_such_day(span: Span, text: &str) -> Diagnostic {
    RULE.found(span, format!("there is no such day as {text}")).with_help("look the date up in the source again")
}
