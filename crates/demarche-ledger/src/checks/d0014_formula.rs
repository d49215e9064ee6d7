//! A formula joins statement ids, numbers, quoted quantities and table cells by `+ - * /`, parentheses and
//! `sum() min() max() abs() mean() days() years() convert()`. Ids hold hyphens, so a minus stands between spaces.
//!
//! ```toml
//! derive = "a.b.2017 / a.b.2011 - 1"
//! ```

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D0014"),
    grade: Grade::Error,
    title: "a formula that cannot be read",
    source: include_str!("d0014_formula.rs"),
};

pub(crate) fn finding(span: Span, why: &str) -> Diagnostic {
    RULE.found(span, format!("the formula cannot be read: {why}"))
}
