//! A computation from other statements gives another value than the words rest on.
//!
//! Growth, sums, shares and ages can be computed from what the dossier holds.
//! Where the result excludes the value behind the words, the editor is shown the
//! formula and its inputs. *Contradicted* where every input is independent
//! evidence on the same basis, *query* otherwise.
//!
//! False alarms: inputs on another basis. Basis qualifiers keep those apart: the
//! finding is then D0304, never this one.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};
use demarche_terms::Method;

use super::{Bound, Check, rivals};

const CODE: Code = Code("D0402");

pub(super) const CHECK: Check = Check {
    rule: Rule {
        code: CODE,
        grade: Grade::Contradicted,
        title: "a computation gives another value",
        source: include_str!("d0402_derived.rs"),
    },
    find,
};

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    for grade in [Grade::Contradicted, Grade::Query] {
        rivals::report(bound, found, CODE, grade, &[Method::Derived], |value| {
            format!("computed from what is held, this is {value}")
        });
    }
}
