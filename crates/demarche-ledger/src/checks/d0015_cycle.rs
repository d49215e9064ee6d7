//! A value cannot follow from itself. The whole circle is named, so that the one link that is wrong can be found.
//!
//! Derivations, rules' inputs and the grounds of judgements count alike; a chain of more than 200 steps is refused too.

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D0015"),
    grade: Grade::Error,
    title: "statements that rest on each other",
    source: include_str!("d0015_cycle.rs"),
};

pub(crate) fn finding(span: Span, circle: &[&str]) -> Diagnostic {
    let first = circle.first().copied().unwrap_or_default();
    let path = circle.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(" rests on ");
    RULE.found(span, format!("{path} rests on `{first}`")).with_help("one of them must come from a source")
}

pub(crate) fn too_long(span: Span, id: &str, most: usize) -> Diagnostic {
    RULE.found(span, format!("`{id}` rests on a chain of more than {most} derivations"))
}
