//! The printed unit cannot be compared with the statement's.
//!
//! Won and dollars, tonnes and pieces, amounts and percentages meet only through a
//! rate or a whole that is itself a statement. Prose may leave the rate ("a year")
//! and the thing counted implicit; a currency or a percent sign it may not.
//!
//! False alarms: a printed unit word that `units.toml` reads as another unit.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};

use super::{Bound, Check, amounts};

use super::amounts::Verdict;

const CODE: Code = Code("D0202");

pub(super) const CHECK: Check = Check {
    rule: Rule {
        code: CODE,
        grade: Grade::Error,
        title: "the printed unit is another",
        source: include_str!("d0202_unit.rs"),
    },
    find,
};

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    amounts::report(bound, found, CODE, Grade::Error, |judged| match &judged.verdict {
        Verdict::Unit { printed, value } => {
            let message = format!("the words print {printed}; the statement is in {value}");
            Some((message, "cannot be compared".to_owned()))
        }
        _ => None,
    });
}
