//! Every kind names its qualifiers. A required one that is missing leaves open what is meant: a balance without its
//! basis is two different figures. An unknown one is a slip. Where the source does not say, write `"unstated"`.

use demarche_terms::KindId;

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D0011"),
    grade: Grade::Error,
    title: "qualifiers that do not fit the kind",
    source: include_str!("d0011_qualifier.rs"),
};

pub(crate) fn missing(span: Span, kind: &KindId, name: &str, basis: bool) -> Diagnostic {
    let found = RULE.found(span, format!("`{kind}` needs the qualifier `{name}`"));
    if basis { found.with_help("where the source does not say, write \"unstated\"") } else { found }
}

pub(crate) fn unknown(field: &Field, kind: &KindId, known: &[&str]) -> Diagnostic {
    let found = RULE.found(field.at, format!("`{kind}` has no qualifier `{}`", field.key));
    match suggest::nearest(&field.key, known.iter().copied()).as_slice() {
        [] if known.is_empty() => found.with_help("the kind has no qualifiers"),
        [] => found.with_help(format!("it has {}", suggest::one_of(known))),
        near => super::offering(found, field.at, near, str::to_owned),
    }
}
