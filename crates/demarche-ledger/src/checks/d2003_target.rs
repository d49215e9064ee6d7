//! A scenario changes or withdraws a statement, or a row of a table, that the dossier does not have.
//!
//! Close spellings are offered. What the dossier does not say cannot be otherwise: add it with `[[statement]]` or `[[row]]`.
//!
//! False alarms: none; a statement under a former id is found under its present one only, as ids in scenarios are exact.

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D2003"),
    grade: Grade::Error,
    title: "a scenario about a statement or row that is not there",
    source: include_str!("d2003_target.rs"),
};

pub(crate) fn finding<'a>(span: Span, id: &str, ids: impl IntoIterator<Item = &'a str>) -> Diagnostic {
    let found = RULE.found(span, format!("the dossier has no statement \"{id}\""));
    match suggest::close(id, ids, 3).as_slice() {
        [] => found.with_help("add it with `[[statement]]`"),
        near => found.with_help(format!("did you mean {}?", suggest::one_of(near))),
    }
}

/// `why` says which row is not there.
pub(crate) fn row(span: Span, why: &str) -> Diagnostic {
    RULE.found(span, why).with_help("give the row's key as the table has it, or add it with `[[row]]`")
}
