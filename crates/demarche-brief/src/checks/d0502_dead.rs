//! A sentence that is no longer true, or no longer known to be.
//!
//! The statement behind the words ended: its valid time was over, another
//! statement superseded it, the event that ends it happened, what it expected came
//! or lapsed, or a preferred rival is read instead. The finding names the killer:
//! the earliest statement on record without which the sentence would still stand.
//!
//! The grade is *contradicted* where the killer is independent evidence or the
//! statement's own end, *query* where only another document says so, and *due*
//! where nothing but a date has passed.
//!
//! A sentence that says in the past tense that something *was expected* or *was
//! scheduled* (`tenses.toml`) stays true when that came: it gets a *note* with what came.
//! Where it still says "is scheduled to", the past is offered.
//!
//! False alarms: other prose in the past tense about something that ended should be
//! bound to the statement of its end, not to the state that ended.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};
use demarche_terms::{Cause, Evidence, Life};

use super::tense::{self, Tense};
use super::{Bound, Check, evidence_line};

const CODE: Code = Code("D0502");

pub(super) const CHECK: Check = Check {
    rule: Rule {
        code: CODE,
        grade: Grade::Contradicted,
        title: "the sentence has died",
        source: include_str!("d0502_dead.rs"),
    },
    find,
};

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    for tie in bound.ties() {
        let Life::Dead { killer } = &tie.resolved.life else { continue };
        let witness = killer.by.as_ref().and_then(|id| bound.world.statement(id.as_str()).found());
        let grade = match (killer.cause, &witness) {
            (Cause::ExpectationLapsed, _) => Grade::Due,
            (Cause::Ended, None) => Grade::Contradicted,
            (_, Some(witness)) if witness.evidence == Evidence::Independent => Grade::Contradicted,
            _ => Grade::Query,
        };
        let as_of = bound.world.clocks().as_of;
        let spoken = if tense::has_come(tie) { tense::of(bound, tie) } else { Tense::Other };
        let (grade, message) = match &spoken {
            Tense::Past => (Grade::Note, format!("what was expected has come: {}", killer.says)),
            _ => (grade, format!("as of {as_of} this no longer stands: {}", killer.says)),
        };
        let mut diagnostic = bound.about(CODE, grade, tie, message);
        if let Some(witness) = &witness {
            diagnostic = bound.beside(diagnostic.with_note(evidence_line(witness)), witness, "this ended it");
        }
        if let Tense::Future(range, past) = spoken {
            let place = tie.sentence.place(range.clone());
            if place.range().len() == range.len() {
                diagnostic = diagnostic.with_edit("say that it was expected", place, past);
            }
        }
        found.push(diagnostic.with_help("rewrite the sentence for what holds now, and bind it to that"));
    }
}
