//! A statement, source, actor, kind, rule or table is named that the dossier does not have.
//!
//! Close spellings are offered. A new actor or kind needs its own entry before it can be named.

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D0012"),
    grade: Grade::Error,
    title: "something that is named but not there",
    source: include_str!("d0012_reference.rs"),
};

pub(crate) fn finding<'a>(span: Span, sort: &str, name: &str, names: impl IntoIterator<Item = &'a str>) -> Diagnostic {
    let found = RULE.found(span, format!("there is no {sort} \"{name}\""));
    match suggest::close(name, names, 3).as_slice() {
        [] => found,
        near => found.with_help(format!("did you mean {}?", suggest::one_of(near))),
    }
}
