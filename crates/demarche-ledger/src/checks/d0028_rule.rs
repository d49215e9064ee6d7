//! A rule names its mechanism (`weekday-from`, `term`, `deadline`), what it starts from, how far it counts and
//! where the law says so. Without one of these it gives no date.

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D0028"),
    grade: Grade::Error,
    title: "a rule of law or calendar that cannot be applied",
    source: include_str!("d0028_rule.rs"),
};

pub(crate) fn finding(span: Span, message: impl Into<String>) -> Diagnostic {
    RULE.found(span, message)
}
