//! A derived figure takes its inputs from different bases, such as goods alone and goods with services. The result is a number,
//!
//! False alarms: a formula that joins bases on purpose, such as goods plus services. Accept it with a reason in `dossier.toml`.
//! but not a change or a share of anything.
//!
//! Only inputs of the same dimension whose kinds know the same basis qualifier are held against each other.
//! Take both from one basis, or say in the statement why they can be joined and accept the query.

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D0410"),
    grade: Grade::Query,
    title: "a formula that mixes bases",
    source: include_str!("d0410_mixed_basis.rs"),
};

pub(crate) fn finding(span: Span, name: &str, a: (&str, &str), b: (&str, &str)) -> Diagnostic {
    RULE.found(span, format!("`{}` is on {name} \"{}\", `{}` on \"{}\": can they be joined?", a.0, a.1, b.0, b.1))
        .with_help("take both from the same basis")
}
