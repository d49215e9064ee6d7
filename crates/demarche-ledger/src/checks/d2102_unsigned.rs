//! The dossier asks for more people's sign-off than this statement has.
//!
//! `[review]` in `dossier.toml` says how many people must have held a statement against its sources, and for which
//! kinds. One person counts once, however often they signed; void sign-offs and those after `--known-by` do not count.
//!
//! ```text
//! due[D2102]: a trade-balance needs the sign-off of 2 people; `no-su.deficit.2017` has that of 1
//! ```
//!
//! False alarms: a dossier without `[review]` asks for nothing and stays silent.

use demarche_terms::Statement;

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D2102"),
    grade: Grade::Due,
    title: "a statement that too few people have signed",
    source: include_str!("d2102_unsigned.rs"),
};

pub(crate) fn finding(span: Span, statement: &Statement, have: usize, want: usize) -> Diagnostic {
    let Statement { id, predicate, .. } = statement;
    let people = if want == 1 { "person" } else { "people" };
    let has = if have == 0 { "nobody's".to_owned() } else { format!("that of {have}") };
    RULE.found(span, format!("a {predicate} needs the sign-off of {want} {people}; `{id}` has {has}"))
        .with_help(format!("hold it against its sources, then `demarche review --sign {id} --by NAME`"))
}
