//! The words say that something holds whose time has not come.
//!
//! A state that begins after the as-of date does not hold yet. Dates to come,
//! expectations, pledges and what a rule gives are not meant: they speak of the
//! future as such.
//!
//! False alarms: an agreement that is signed but not in force belongs to a
//! commitment with its ladder of steps (D0507), not to a state.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};
use demarche_terms::{Life, Modality, Tense, ValueType};

use super::{Bound, Check};

const CODE: Code = Code("D0503");

pub(super) const CHECK: Check = Check {
    rule: Rule {
        code: CODE,
        grade: Grade::Query,
        title: "the time of this statement lies ahead",
        source: include_str!("d0503_ahead.rs"),
    },
    find,
};

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    for tie in bound.ties() {
        let speaks_of_now = tie.kind.tense == Tense::State && tie.kind.value != ValueType::Date;
        let plain = matches!(tie.resolved.statement.modality, Modality::Asserted | Modality::Reported);
        if tie.resolved.life != Life::Ahead || !speaks_of_now || !plain {
            continue;
        }
        let valid = tie.resolved.valid.as_ref().map(ToString::to_string).unwrap_or_default();
        let message = format!("this holds from {valid} only, after the as-of date {}", bound.world.clocks().as_of);
        found.push(
            bound
                .about(CODE, Grade::Query, tie, message)
                .with_help("say in the sentence that it lies ahead, or bind what holds now"),
        );
    }
}
