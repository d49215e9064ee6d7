//! `sources.yml` is a Hayagriva bibliography; the typesetter reads the same file. An entry that it refuses is
//! reported with its reason.

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D0025"),
    grade: Grade::Error,
    title: "a source that a bibliography cannot print",
    source: include_str!("d0025_source.rs"),
};

pub(crate) fn finding(span: Span, id: &str, why: &str) -> Diagnostic {
    RULE.found(span, format!("the source \"{id}\" is not a Hayagriva entry: {why}"))
}
