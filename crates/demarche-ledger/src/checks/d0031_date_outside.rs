//! A statement whose value is the date of one moment gives that moment twice: as `value` and as `valid`. The two must
//! have a day in common, or one of them was mistyped.
//!
//! ```toml
//! value = "2017-05-10"
//! valid = "2017-05-10"
//! ```
//!
//! Dates that are expected or aimed at are states, `tense = "state"` in their kind, and are left alone: there `valid`
//! says when the aim was held.
//!
//! False alarms: a kind that means such an aim and is declared as a moment. Give it the other tense.

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D0031"),
    grade: Grade::Error,
    title: "a date outside its own valid time",
    source: include_str!("d0031_date_outside.rs"),
};

/// `value` is the date at `span`, `valid` the time at `at`.
pub(crate) fn finding(span: Span, at: Span, value: &str, valid: &str) -> Diagnostic {
    RULE.found(span, format!("the date is {value}, and the statement holds of {valid}"))
        .with_other(at, "valid time")
        .with_help("both give the same moment: mend the one that was mistyped")
}
