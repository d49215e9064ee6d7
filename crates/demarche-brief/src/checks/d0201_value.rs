//! The printed figure is not the statement's value.
//!
//! A printed figure stands for an interval, half a unit of its last digit either
//! way: "$9.3 billion" allows 9.25 to 9.35 billion. The statement's value must lie
//! inside. Decimals throughout; the only tolerance is the printed digits.
//!
//! False alarms: none are known; rounding of every usual kind falls inside the
//! interval. A figure cut instead of rounded does not, and should not.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};
use demarche_terms::Value;

use super::{Bound, Check, amounts};

use super::amounts::{Judged, Verdict};

const CODE: Code = Code("D0201");

pub(super) const CHECK: Check = Check {
    rule: Rule {
        code: CODE,
        grade: Grade::Error,
        title: "the printed figure is another",
        source: include_str!("d0201_value.rs"),
    },
    find,
};

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    amounts::report(bound, found, CODE, Grade::Error, |judged| match &judged.verdict {
        Verdict::Differs { allowed, value } if is_plain_figure(judged) => {
            let message = format!("\"{}\" is not what the statement says: {value}", judged.words());
            Some((message, format!("these words allow {allowed}")))
        }
        _ => None,
    });
}

fn is_plain_figure(judged: &Judged<'_>) -> bool {
    let number = judged.printed.number().is_some();
    number && judged.printed.hedges.is_empty() && !matches!(judged.tie.resolved.value, Some(Value::Count { .. }))
}
