//! A printed date is none of the statement's dates.
//!
//! Dates are EDTF intervals and compare three ways. A date in bound words is held
//! against the statement's value, valid time, steps, expectation, date qualifiers
//! and attribution; "in", "since", "until", "before", "after" and "by" are heeded.
//! Dates without a year take the year next to the edition's date.
//!
//! False alarms: a date that belongs to another statement of the sentence. Move it
//! out of the link and bind it to its own.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};

use super::{Bound, Check, amounts};

use super::amounts::Verdict;

const CODE: Code = Code("D0204");

pub(super) const CHECK: Check = Check {
    rule: Rule {
        code: CODE,
        grade: Grade::Error,
        title: "the printed date is another",
        source: include_str!("d0204_date.rs"),
    },
    find,
};

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    amounts::report(bound, found, CODE, Grade::Error, |judged| match &judged.verdict {
        Verdict::Date { dates } => {
            let message = format!("\"{}\" is none of the statement's dates", judged.words());
            Some((message, format!("the statement has {}", dates.join(", "))))
        }
        _ => None,
    });
}
