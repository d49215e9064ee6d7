//! The words rest on a statement that nobody had put on record by the date of the compile.
//!
//! `--known-by` (the edition's date unless given) says what could be known. A
//! statement recorded later cannot carry words of that day, however true it
//! turned out to be: that would be hindsight.
//!
//! False alarms: a source's `recorded` date that is later than the day its content
//! became public. Record the day of publication, not the day of reading.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};
use demarche_terms::Life;

use super::{Bound, Check};

const CODE: Code = Code("D0105");

pub(super) const CHECK: Check = Check {
    rule: Rule {
        code: CODE,
        grade: Grade::Error,
        title: "the statement was not on record yet",
        source: include_str!("d0105_not_on_record.rs"),
    },
    find,
};

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    let known_by = bound.world.clocks().known_by;
    for tie in bound.ties() {
        let Life::Unseen { recorded } = tie.resolved.life else { continue };
        let message = format!("nothing of this was on record by {known_by}: its source is of {recorded}");
        let help = "rest the words on an earlier source, or compile with a later `--known-by`";
        found.push(bound.about(CODE, Grade::Error, tie, message).with_help(help));
    }
}
