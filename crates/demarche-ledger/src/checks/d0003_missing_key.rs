//! A table lacks a key without which it says nothing.
//!
//! ```toml
//! [[statement]]
//! id = "no-su.trade.balance.2017"      # what does it say, about whom, since when, and who says so?
//! ```
//! The manual page of the dossier format lists what each table needs.

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D0003"),
    grade: Grade::Error,
    title: "a key that must be there",
    source: include_str!("d0003_missing_key.rs"),
};

pub(crate) fn finding(span: Span, what: &str, key: &str) -> Diagnostic {
    RULE.found(span, format!("{what} needs `{key}`"))
}
