//! A value cannot follow from itself. The whole circle is named, so that the one link that is wrong can be found.
//!
//! Derivations, rules' inputs and the grounds of judgements count alike. Of a long circle the first members are named.

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D0015"),
    grade: Grade::Error,
    title: "statements that rest on each other",
    source: include_str!("d0015_cycle.rs"),
};

/// Most members of a circle that are named.
const NAMED: usize = 12;

pub(crate) fn finding(span: Span, circle: &[&str]) -> Diagnostic {
    RULE.found(span, around(circle, "rests on")).with_help("one of them must come from a source")
}

/// A circle in words, back to its first member.
pub(super) fn around(circle: &[&str], verb: &str) -> String {
    let first = circle.first().copied().unwrap_or_default();
    let named: Vec<String> = circle.iter().take(NAMED).map(|id| format!("`{id}`")).collect();
    let named = named.join(&format!(" {verb} "));
    match circle.len().saturating_sub(NAMED) {
        0 => format!("{named} {verb} `{first}`"),
        more => format!("{named} {verb} {more} more, the last of which {verb} `{first}`"),
    }
}
