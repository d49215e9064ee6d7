//! `format` says which version of the dossier format a file is written in. An older program refuses a newer
//! format instead of guessing.

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D0020"),
    grade: Grade::Error,
    title: "a format that this version does not read",
    source: include_str!("d0020_format.rs"),
};

pub(crate) fn finding(span: Span, found: i64, known: i64) -> Diagnostic {
    let message = format!("this is format {found}; this version of Demarche reads format {known}");
    let help = if found > known { "use a newer Demarche" } else { "formats count from 1" };
    RULE.found(span, message).with_help(help)
}
