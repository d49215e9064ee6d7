//! An amount rides along in bound words, but nothing in the statement bears it out.
//!
//! A link vouches for all of its words. An amount of a sort that the statement does
//! not give (a number in words bound to an event, a rank in words bound to a sum)
//! would look checked without being so. Bind it to its own statement.
//!
//! Dates in the words are held against every date of the statement (D0204).
//!
//! False alarms: a number that belongs to the statement's name. Take it out of the
//! link, or give the kind a qualifier of type number that holds it.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};

use super::{Bound, Check, amounts};

use super::amounts::Verdict;

const CODE: Code = Code("D0107");

pub(super) const CHECK: Check = Check {
    rule: Rule {
        code: CODE,
        grade: Grade::Error,
        title: "an amount that the statement does not bear out",
        source: include_str!("d0107_kind_without_value.rs"),
    },
    find,
};

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    amounts::report(bound, found, CODE, Grade::Error, |judged| {
        (*judged.verdict == Verdict::Uncovered).then(|| {
            let message = format!("`{}` says nothing that bears out \"{}\"", judged.tie.id(), judged.words());
            (message, "bind this to a statement of its own".to_owned())
        })
    });
}
