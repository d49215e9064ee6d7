//! The words rest on a statement that needs another look.
//!
//! Everything that decays has a shelf life: an open-ended statement carries a
//! review date, or takes one from its kind. Past it the sentence is in doubt, not
//! false. `confirmed = [{ date, source }]` in the statement renews it.
//!
//! A judgement whose grounds gave way is D0805's.
//!
//! False alarms: a review date set too early. Move it, with the source that lets you.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};
use demarche_terms::{Life, ValueType};

use super::d0805_judgement::lost_ground;
use super::{Bound, Check};

const CODE: Code = Code("D0504");

pub(super) const CHECK: Check = Check {
    rule: Rule { code: CODE, grade: Grade::Due, title: "another look is due", source: include_str!("d0504_due.rs") },
    find,
};

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    for tie in bound.ties() {
        let Life::Due { since, why } = &tie.resolved.life else { continue };
        if tie.kind.value == ValueType::Judgement && lost_ground(bound, tie.resolved).is_some() {
            continue;
        }
        let message = format!("this needs another look since {since}: {why}");
        let help = "look at its source again and add `confirmed = [{ date, source }]`, or record what has changed";
        found.push(bound.about(CODE, Grade::Due, tie, message).with_help(help));
    }
}
