//! A qualifier is one letter away from one that other statements of the kind share. Statements meet by their
//! qualifiers: rivals, counted events and the cells of a matrix are found by the same word, and a statement with a
//! slip of the pen in it is silently not among them.
//!
//! ```toml
//! with = { issue = "sanctons" }      # two others say "sanctions"
//! ```
//!
//! Only words of five letters and more are compared, only letters (numbers name different things), and only a word that
//! stands once with one that stands at least twice.
//!
//! False alarms: two words that are both meant. List them as `words` of the qualifier in the kind.

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D0032"),
    grade: Grade::Error,
    title: "a qualifier that is nearly another",
    source: include_str!("d0032_near_qualifier.rs"),
};

/// `times` statements say `usual` where this one says `value` under `key`.
pub(crate) fn finding(span: Span, key: &str, value: &str, usual: &str, times: usize) -> Diagnostic {
    RULE.found(span, format!("`{key}` is {value:?} here and {usual:?} in {times} other statements of the kind"))
        .with_help(format!("write {usual:?}, or list both as `words` of the qualifier in the kind"))
}
