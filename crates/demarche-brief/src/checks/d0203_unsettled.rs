//! What the words allow and what the statement says overlap only in part.
//!
//! The words are more exact than the statement (a dropped hedge, one digit too
//! many, a month where the source has a year), so it is not settled whether they
//! hold. The finding shows both intervals.
//!
//! False alarms: a statement typed with fewer digits than its source prints.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};
use demarche_terms::Value;

use super::{Bound, Check, amounts};

use super::amounts::Verdict;

const CODE: Code = Code("D0203");

pub(super) const CHECK: Check = Check {
    rule: Rule {
        code: CODE,
        grade: Grade::Query,
        title: "more exact than the statement",
        source: include_str!("d0203_unsettled.rs"),
    },
    find,
};

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    amounts::report(bound, found, CODE, Grade::Query, |judged| match &judged.verdict {
        Verdict::Unsettled { allowed, value } if !matches!(judged.tie.resolved.value, Some(Value::Count { .. })) => {
            let message = format!("\"{}\" is more exact than its statement: {value}", judged.words());
            Some((message, format!("these words allow {allowed}")))
        }
        _ => None,
    });
}
