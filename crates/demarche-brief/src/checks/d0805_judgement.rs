//! A judgement whose grounds have given way, or that has none.
//!
//! A judgement is not true or false; it rests on statements. When one of them dies
//! the sentence is *due*: read it again. One without grounds, analyst or source is
//! a *query*: whose judgement is it?
//!
//! False alarms: a ground that was superseded without touching the judgement. Name
//! the new ground, or renew the judgement with an analyst and a date.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};
use demarche_terms::{Killer, Life, Resolved, ValueType};

use super::{Bound, Check, evidence_line};

const CODE: Code = Code("D0805");

pub(super) const CHECK: Check = Check {
    rule: Rule {
        code: CODE,
        grade: Grade::Query,
        title: "a judgement needs its grounds",
        source: include_str!("d0805_judgement.rs"),
    },
    find,
};

/// A ground of a judgement that no longer stands, with what ended it; renewed judgements outlive it.
pub(super) fn lost_ground(bound: &Bound<'_>, judgement: &Resolved) -> Option<(Resolved, Killer)> {
    let statement = &judgement.statement;
    statement.grounds.iter().find_map(|ground| {
        let resolved = bound.world.statement(ground.as_str()).found()?;
        let Life::Dead { killer } = resolved.life.clone() else { return None };
        let renewed = statement.judged.as_ref().is_some_and(|(_, on)| *on >= killer.on);
        (!renewed).then_some((resolved, killer))
    })
}

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    for tie in bound.ties().filter(|tie| tie.kind.value == ValueType::Judgement) {
        let statement = &tie.resolved.statement;
        if statement.grounds.is_empty() && statement.by.is_none() && statement.judged.is_none() {
            let message = "whose judgement is this, and what does it rest on?";
            found.push(
                bound
                    .about(CODE, Grade::Query, tie, message)
                    .with_help("add `grounds = [ids]`, or `by` for an attributed view"),
            );
        }
        if let Some((ground, killer)) = lost_ground(bound, tie.resolved) {
            let id = &ground.statement.id;
            let message =
                format!("read again: this judgement rests on `{id}`, which no longer stands: {}", killer.says);
            let diagnostic = bound.about(CODE, Grade::Due, tie, message).with_note(evidence_line(&ground));
            found.push(diagnostic.with_help("rewrite it, or renew it with `analyst` and `judged`"));
        }
    }
}
