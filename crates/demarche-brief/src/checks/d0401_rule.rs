//! A rule of law or calendar gives another value than the words rest on.
//!
//! Election days, ends of terms and deadlines follow from law. Where the dossier
//! holds the rule and its inputs, the statement behind the words is held against
//! what the rule gives. *Contradicted* where the rule's inputs are independent
//! evidence, *query* where they are not.
//!
//! False alarms: a rule applied outside its validity. Rules carry a valid-from,
//! and a vacancy gives a deadline, never a date.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};
use demarche_terms::Method;

use super::{Bound, Check, rivals};

const CODE: Code = Code("D0401");

pub(super) const CHECK: Check = Check {
    rule: Rule {
        code: CODE,
        grade: Grade::Contradicted,
        title: "a rule gives another value",
        source: include_str!("d0401_rule.rs"),
    },
    find,
};

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    for grade in [Grade::Contradicted, Grade::Query] {
        rivals::report(bound, found, CODE, grade, &[Method::Rule], |value| format!("the rule gives {value}"));
    }
}
