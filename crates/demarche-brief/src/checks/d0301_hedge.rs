//! A hedged figure whose hedge does not allow the statement's value.
//!
//! "Over $800 million" says more than 800 and, since nobody writes so of 950, less
//! than 880; "about 28,500" says within 5% or one printed digit. The table is
//! `hedges.toml`: a house may replace it.
//!
//! False alarms: a house that uses a hedge more loosely. Change its row.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};
use demarche_terms::Value;

use super::{Bound, Check, amounts};

use super::amounts::{Judged, Verdict};

const CODE: Code = Code("D0301");

pub(super) const CHECK: Check = Check {
    rule: Rule {
        code: CODE,
        grade: Grade::Error,
        title: "the hedge does not allow the value",
        source: include_str!("d0301_hedge.rs"),
    },
    find,
};

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    amounts::report(bound, found, CODE, Grade::Error, |judged| match &judged.verdict {
        Verdict::Differs { allowed, value } if is_hedged_figure(judged) => {
            let hedges: Vec<&str> =
                judged.printed.hedges.iter().filter_map(|hedge| hedge.words.first()).map(String::as_str).collect();
            let message = format!("\"{}\" does not allow what the statement says: {value}", judged.words());
            Some((message, format!("\"{}\" allows {allowed}", hedges.join(", "))))
        }
        _ => None,
    });
}

fn is_hedged_figure(judged: &Judged<'_>) -> bool {
    judged.printed.number().is_some()
        && !judged.printed.hedges.is_empty()
        && !matches!(judged.tie.resolved.value, Some(Value::Count { .. }))
}
