//! `recorded` is the day on which a source made the statement public, so it lies in the time of one of the sources
//! that the statement cites: not before the first of them, and not after the last.
//!
//! ```toml
//! recorded = 2018-12-06
//! source   = { ref = "nrl-stat-trade" }   # dated 2018-12
//! ```
//!
//! A statement on record too early stands in editions whose authors could not have known it; one on record too late is
//! hidden from editions that could. What waits for its own time, as a treaty does between its text and its entry into
//! force, may be on record from the first day on which it holds; a judgement from the day on which its analyst judged.
//!
//! False alarms: a page that its producer keeps up to date. Leave out its `date`, or give the day of the state that was
//! read; a source without a date settles nothing and is left alone.

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D0029"),
    grade: Grade::Error,
    title: "a recorded day outside the time of its sources",
    source: include_str!("d0029_recorded.rs"),
};

/// `source` and its `date` are the nearest in time; `cited` is where the statement names its sources.
pub(crate) fn finding(span: Span, cited: Span, day: &str, early: bool, source: &str, date: &str) -> Diagnostic {
    let message = if early {
        format!("on record on {day}, before the first of its sources was public: `{source}` is dated {date}")
    } else {
        format!("on record only on {day}, after the last of its sources: `{source}` is dated {date}")
    };
    RULE.found(span, message)
        .with_other(cited, "its sources")
        .with_help("`recorded` is the day on which a source made it public: mend it, or the source's date")
}
