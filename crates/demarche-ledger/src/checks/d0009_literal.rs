//! A value does not have the form that its kind asks for.
//!
//! A quantity is an optional hedge, a number and a unit: `"about 9.3e9 USD/a"`, `"28500 {person}"`, `"[0.45, 0.55]"`;
//! a rank `"7"` or `"=7"`; a count `"3"`; a date EDTF. Units are UCUM symbols and ISO 4217 currencies.

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D0009"),
    grade: Grade::Error,
    title: "a value that cannot be read",
    source: include_str!("d0009_literal.rs"),
};

pub(crate) fn finding(span: Span, why: &str) -> Diagnostic {
    RULE.found(span, why.to_owned())
}
