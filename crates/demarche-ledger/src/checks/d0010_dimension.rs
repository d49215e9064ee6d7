//! A kind fixes the dimension of its quantities: trade in a year is `money/time`, so `USD` alone is no value for it.
//!
//! ```toml
//! predicate = "trade-balance"      # money/time
//! value     = "-9.3e9 USD"         # "-9.3e9 USD/a"
//! ```

use demarche_terms::KindId;

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D0010"),
    grade: Grade::Error,
    title: "a unit that does not fit the kind",
    source: include_str!("d0010_dimension.rs"),
};

pub(crate) fn finding(span: Span, unit: &str, dimension: &str, kind: &KindId, expected: &str) -> Diagnostic {
    RULE.found(span, format!("{unit} is {dimension}, but `{kind}` takes {expected}"))
}
