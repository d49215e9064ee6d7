//! Ids are letters, digits, hyphens and dots between parts, at most 120 bytes, so that they can stand in a link,
//! a file name and a margin.
//!
//! ```toml
//! id = "trade balance/2017"      # "trade-balance.2017"
//! ```

use demarche_terms::IdError;

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D0006"),
    grade: Grade::Error,
    title: "an id that cannot be one",
    source: include_str!("d0006_id.rs"),
};

pub(crate) fn finding(span: Span, why: &IdError) -> Diagnostic {
    RULE.found(span, why.to_string())
}
