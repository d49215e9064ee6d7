//! Independent evidence on the same basis and for the same time says otherwise.
//!
//! The producer of the fact, or its legal instrument, gives a value that excludes
//! the one behind the words, and it was on record by the date of the compile.
//!
//! False alarms: two things taken for one. Give the kind the qualifier that keeps
//! them apart, and mark it `basis = true` if it is a matter of method.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};
use demarche_terms::Method;

use super::{Bound, Check, rivals};

const CODE: Code = Code("D0701");

pub(super) const CHECK: Check = Check {
    rule: Rule {
        code: CODE,
        grade: Grade::Contradicted,
        title: "independent evidence says otherwise",
        source: include_str!("d0701_contradicted.rs"),
    },
    find,
};

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    rivals::report(bound, found, CODE, Grade::Contradicted, &[Method::Stated], |value| {
        format!("independent evidence on the same basis gives {value}")
    });
}
