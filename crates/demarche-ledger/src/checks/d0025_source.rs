//! `sources.yml` is a Hayagriva bibliography; the typesetter reads the same file. An entry that it refuses is
//! reported with its reason.

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D0025"),
    grade: Grade::Error,
    title: "a source that a bibliography cannot print",
    source: include_str!("d0025_source.rs"),
};

/// `why` is Hayagriva's own sentence; a list of all that it would take becomes the nearest of them.
pub(crate) fn finding(span: Span, id: &str, why: &str) -> Diagnostic {
    let (why, known) = why.split_once(", expected one of ").unwrap_or((why, ""));
    let why = why.split(" at line ").next().unwrap_or(why).trim_start_matches(id).trim_start_matches('.');
    let found = RULE.found(span, format!("the source \"{id}\" is not a Hayagriva entry: {why}"));
    let word = why.split('`').nth(1).unwrap_or_default();
    let known = known.split('`').skip(1).step_by(2).filter(|name| name.starts_with(char::is_lowercase));
    match suggest::close(word, known, 1).first() {
        Some(near) => found.with_help(format!("\"{near}\" is the nearest that it takes")),
        None => found,
    }
}
