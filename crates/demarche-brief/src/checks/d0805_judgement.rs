//! A judgement whose grounds have given way, or that has none.
//!
//! A judgement is not true or false; it rests on statements. When one of them dies
//! the sentence is *due*: read it again. One without grounds, analyst or source is
//! a *query*: whose judgement is it?
//!
//! False alarms: a ground that was superseded without touching the judgement. Name
//! the new ground, or renew the judgement with an analyst and a date.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};
use demarche_terms::{Life, ValueType};

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
        for ground in &statement.grounds {
            let Some(resolved) = bound.world.statement(ground.as_str()).found() else { continue };
            let Life::Dead { killer } = &resolved.life else { continue };
            if statement.judged.as_ref().is_some_and(|(_, on)| *on >= killer.on) {
                continue;
            }
            let message =
                format!("read again: this judgement rests on `{ground}`, which no longer stands: {}", killer.says);
            let diagnostic = bound.about(CODE, Grade::Due, tie, message).with_note(evidence_line(&resolved));
            found.push(diagnostic.with_help("rewrite it, or renew it with `analyst` and `judged`"));
        }
    }
}
