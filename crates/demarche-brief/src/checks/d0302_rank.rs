//! The printed rank is not the statement's.
//!
//! Rank is 1 + the number of members of the named set that are strictly larger by
//! the named measure; ties print as ties. Where the dossier holds the table, the
//! rank is computed from it.
//!
//! False alarms: none are known; rank on another basis is D0304.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};

use super::{Bound, Check, amounts};

use super::amounts::Verdict;
use crate::printed::Amount;

const CODE: Code = Code("D0302");

pub(super) const CHECK: Check = Check {
    rule: Rule {
        code: CODE,
        grade: Grade::Error,
        title: "the printed rank is another",
        source: include_str!("d0302_rank.rs"),
    },
    find,
};

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    amounts::report(bound, found, CODE, Grade::Error, |judged| match (&judged.verdict, &judged.printed.amount) {
        (Verdict::Differs { value, .. }, Amount::Rank(_) | Amount::Ordinal(_)) => {
            Some((format!("\"{}\" is not what the statement says: {value}", judged.words()), String::new()))
        }
        _ => None,
    });
}
