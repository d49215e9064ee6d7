//! A position belongs to someone, at some time; so does what is pledged or demanded. Without `by` it would read
//! as plain fact.
//!
//! ```toml
//! by = { actor = "NOR", act = "demanded", on = "2018-11-02" }
//! ```

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D0026"),
    grade: Grade::Error,
    title: "a position or claim without its holder",
    source: include_str!("d0026_attribution.rs"),
};

pub(crate) fn finding(span: Span, what: &str) -> Diagnostic {
    RULE.found(span, format!("{what} needs `by`: whose word is it?"))
        .with_help("add `by = { actor = \"...\", act = \"...\", on = \"...\" }`")
}
