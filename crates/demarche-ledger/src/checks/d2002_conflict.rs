//! Two scenarios that are run together ask for different things of one statement.
//!
//! One changes what the other changes otherwise or withdraws, both add the same id, or both replace the same
//! statement. Neither is preferred: run them apart, or write a third scenario that says what holds. Two scenarios that
//! give a key the same value do not conflict.
//!
//! False alarms: two scenarios that say one thing in two spellings (`25 %` and `0.25`). Spell them alike.

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D2002"),
    grade: Grade::Error,
    title: "scenarios that conflict",
    source: include_str!("d2002_conflict.rs"),
};

/// `ours` and `rival` are the scenarios' names with the places.
pub(crate) fn finding(id: &str, ours: (&str, Span), rival: (&str, Span)) -> Diagnostic {
    RULE.found(ours.1, format!("scenarios `{}` and `{}` ask for different things of \"{id}\"", rival.0, ours.0))
        .with_other(rival.1, format!("`{}` here", rival.0))
        .with_help("run them apart, or write one scenario that says what holds")
}
