//! A statement, source, actor, kind, rule or table is named that the dossier does not have.
//!
//! Close spellings are offered, and the present name where a statement or source was renamed (`was`). A new actor or kind needs its own entry before it can be named.

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D0012"),
    grade: Grade::Error,
    title: "something that is named but not there",
    source: include_str!("d0012_reference.rs"),
};

/// `place` is where the name itself stands, if it stands once in the words at `span`: what is offered goes there.
pub(crate) fn finding<'a>(
    span: Span,
    place: Option<Span>,
    sort: &str,
    name: &str,
    names: impl IntoIterator<Item = &'a str>,
) -> Diagnostic {
    let found = RULE.found(span, format!("there is no {sort} \"{name}\""));
    let names: Vec<&str> = names.into_iter().collect();
    match (place, suggest::close(name, names.iter().copied(), 3).as_slice()) {
        (_, []) => found,
        (Some(place), _) => super::offering(found, place, &suggest::nearest(name, names), str::to_owned),
        (None, near) => found.with_help(format!("did you mean {}?", suggest::one_of(near))),
    }
}

/// A statement or source is named by what it was called before.
pub(crate) fn renamed(span: Span, place: Option<Span>, sort: &str, former: &str, present: &str) -> Diagnostic {
    let found = RULE.found(span, format!("the {sort} \"{former}\" is called \"{present}\" now"));
    match place {
        Some(place) => found.with_edit("take up the present name", place, present),
        None => found.with_help(format!("write \"{present}\"")),
    }
}
