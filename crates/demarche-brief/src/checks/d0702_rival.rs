//! Another document, or equally good evidence, gives a value that excludes this one.
//!
//! Rival statements stand side by side in a dossier; a rank picks the one that is
//! read and never silences the disagreement. The editor is asked which is meant.
//!
//! False alarms: a newer figure of the same publisher. Let it `supersede` the
//! older one, with its reason.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};
use demarche_terms::Method;

use super::{Bound, Check, rivals};

const CODE: Code = Code("D0702");

pub(super) const CHECK: Check = Check {
    rule: Rule {
        code: CODE,
        grade: Grade::Query,
        title: "another source gives another value",
        source: include_str!("d0702_rival.rs"),
    },
    find,
};

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    rivals::report(bound, found, CODE, Grade::Query, &[Method::Stated], |value| {
        format!("another source on the same basis gives {value}: which is meant?")
    });
}
