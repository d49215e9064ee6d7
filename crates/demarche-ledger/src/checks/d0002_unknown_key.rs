//! A table holds a key that the format does not know.
//!
//! Nothing that a person typed is silently ignored: a mistyped `reveiw` would otherwise be a review date that
//! never comes. The nearest known key is offered; without one near, all that could stand there are listed.
//!
//! ```toml
//! reveiw = 2019-06-15      # `review`
//! ```

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D0002"),
    grade: Grade::Error,
    title: "a key that nothing reads",
    source: include_str!("d0002_unknown_key.rs"),
};

pub(crate) fn finding(field: &Field, what: &str, known: &[&str]) -> Diagnostic {
    let found = RULE.found(field.at, format!("{what} has no key `{}`", field.key));
    match suggest::nearest(&field.key, known.iter().copied()).as_slice() {
        [] => found.with_help(format!("{what} can have {}", suggest::one_of(known))),
        near => super::offering(found, field.at, near, str::to_owned),
    }
}
