//! An instrument climbs a ladder: proposed, agreed, initialled, signed, ratified, in force, suspended, expired,
//! terminated. Steps stand in this order, and no step is certainly earlier than the one before it.

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D0017"),
    grade: Grade::Error,
    title: "steps out of order",
    source: include_str!("d0017_ladder.rs"),
};

pub(crate) fn finding(span: Span, message: impl Into<String>, before: Span) -> Diagnostic {
    RULE.found(span, message).with_other(before, "the step before")
}
