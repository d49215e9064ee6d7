//! What is asserted on a day has happened by that day. An event, a word spoken or a step of an instrument that lies
//! after `recorded` could only be expected, and the statement says that it took place.
//!
//! ```toml
//! valid    = "2019-02-27/2019-02-28"
//! recorded = 2019-02-05
//! modality = "expected"              # without it: on record before it happened
//! ```
//!
//! A day is allowed for the date line. Steps from `in-force` on are left alone: a signed instrument names such days
//! ahead. So is everything `reported`, `expected`, `pledged` or `demanded`, and figures agreed for a coming year.
//!
//! False alarms: none known; say how it was put on record.

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D0030"),
    grade: Grade::Error,
    title: "on record before it happened",
    source: include_str!("d0030_before_it_happened.rs"),
};

/// `what` happened `on`; the place is the date's, `recorded` stands at `known`.
pub(crate) fn finding(span: Span, known: Span, what: &str, on: &str, recorded: &str) -> Diagnostic {
    RULE.found(span, format!("{what} is dated {on}, and was put on record before that, on {recorded}"))
        .with_other(known, "recorded")
        .with_help("mend the date, or say `modality = \"expected\"` of what was still to come")
}
