//! A figure of a year says in its own words which year it is of. Here `says` names one, and `valid` is another.
//!
//! ```toml
//! says  = "Trade of Norland with Sudland, 2017"
//! valid = "2017"
//! ```
//!
//! Looked at are kinds of the tense `period`, and years that stand after a comma or a small word ("in", "for", "of")
//! and before the next pause. One year of several that fits is enough: "from 2011 to 2017" holds of 2017. A model's
//! figures are left alone, since their words name the year of the data.
//!
//! False alarms: a year that belongs to something else that is named ("under the agreement of 2015"). Name the year of
//! the figure as well, as its reader would want.

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D0034"),
    grade: Grade::Error,
    title: "words of another year",
    source: include_str!("d0034_other_year.rs"),
};

/// `years` are those that the words at `says` name; `valid` stands at `span`.
pub(crate) fn finding(span: Span, says: Span, years: &[&str], valid: &str) -> Diagnostic {
    RULE.found(span, format!("its words name {}, and it holds of {valid}", years.join(" and ")))
        .with_other(says, "its words")
        .with_help("mend the valid time, or say in the words which time the figure is of")
}
