//! A locked edition bears a date that has not come yet by this machine's clock.
//!
//! Either the clock is slow, or the edition was locked ahead of its day, so that what will
//! be on record by then was not yet known. `edition lock` refuses such a date.
//!
//! False alarms: a machine whose clock or time zone is off; nothing else depends on it.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule, Span};

/// The rule.
pub(crate) const RULE: Rule = Rule {
    code: Code("D1911"),
    grade: Grade::Query,
    title: "an edition is dated after today",
    source: include_str!("d1911_clock.rs"),
};

/// The finding for an edition of `date` on the day `today`.
pub(crate) fn finding(at: Span, date: &str, today: &str) -> Diagnostic {
    Diagnostic::new(
        RULE.code,
        RULE.grade,
        format!("this edition is dated {date}, and today is {today} by this machine"),
    )
    .at(at, "")
    .with_help("set the clock right; where it is, the edition was locked ahead of its day: verify it again then")
}
