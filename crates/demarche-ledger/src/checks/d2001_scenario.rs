//! A scenario asks for nothing, or for one thing twice.
//!
//! ```toml
//! [[change]]
//! statement = "no-su.tariff.cars"
//! reason    = "the rate under study"      # and which key gets which value?
//! ```
//! Each key of a statement is changed at most once in a file: with two values nobody could say which one is meant.
//!
//! False alarms: none; what cannot be laid over the dossier has no figures.

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D2001"),
    grade: Grade::Error,
    title: "a scenario that cannot be laid over the dossier",
    source: include_str!("d2001_scenario.rs"),
};

pub(crate) fn finding(span: Span, what: &str, help: &str) -> Diagnostic {
    RULE.found(span, what).with_help(help)
}

pub(crate) fn twice(span: Span, id: &str, key: &str, first: Span) -> Diagnostic {
    RULE.found(span, format!("`{key}` of \"{id}\" is given twice in one scenario"))
        .with_other(first, "first here")
        .with_help("keep one of the two")
}
