//! The printed count is not the number of things that the dossier holds.
//!
//! A count is exact. Counts over event statements are distinct ids in the printed
//! window, ends inclusive. Without a sourced statement that the record of the
//! window is complete a count only gives "at least n": then a larger printed number
//! is a *query*, a smaller one an *error*.
//!
//! False alarms: two statements about one event. Keep one, and let the other be
//! another source of it.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};
use demarche_terms::Value;

use super::{Bound, Check, amounts};

use super::amounts::{Judged, Verdict};

const CODE: Code = Code("D0303");

pub(super) const CHECK: Check = Check {
    rule: Rule {
        code: CODE,
        grade: Grade::Error,
        title: "the printed count is another",
        source: include_str!("d0303_count.rs"),
    },
    find,
};

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    let is_count = |judged: &Judged<'_>| matches!(judged.tie.resolved.value, Some(Value::Count { .. }));
    amounts::report(bound, found, CODE, Grade::Error, |judged| match &judged.verdict {
        Verdict::Differs { value, .. } if is_count(judged) && judged.printed.number().is_some() => {
            Some((format!("\"{}\" is not what is counted: {value}", judged.words()), String::new()))
        }
        _ => None,
    });
    amounts::report(bound, found, CODE, Grade::Query, |judged| match &judged.verdict {
        Verdict::Unsettled { allowed, value } if is_count(judged) => {
            let message = format!("\"{}\" cannot be counted from what is held: {value}", judged.words());
            Some((message, format!("these words allow {allowed}")))
        }
        _ => None,
    });
}
