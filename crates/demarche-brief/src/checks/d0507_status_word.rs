//! Words of status that the instrument's ladder does not bear out.
//!
//! Instruments climb a ladder: proposed, agreed, initialled, signed, ratified, in
//! force, suspended, expired, terminated, each step dated. "In force" of an
//! agreement that is only signed, or "signed" of one that is only initialled, is an
//! error; "in force" of one that has ended is one too, unless the sentence prints a
//! date at which it was.
//!
//! False alarms: "not yet signed" and the like are understood; other negations may
//! not be. Bind fewer words.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};
use demarche_terms::{Rung, Truth, ValueType};

use super::{Bound, Check};

use crate::printed::Amount;

const CODE: Code = Code("D0507");

pub(super) const CHECK: Check = Check {
    rule: Rule {
        code: CODE,
        grade: Grade::Error,
        title: "the instrument is not at that step",
        source: include_str!("d0507_status_word.rs"),
    },
    find,
};

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    let as_of = bound.world.clocks().as_of;
    for tie in
        bound.ties().filter(|tie| tie.kind.value == ValueType::Commitment && !tie.resolved.statement.steps.is_empty())
    {
        let steps = &tie.resolved.statement.steps;
        let words = &tie.binding.words;
        for spot in bound.lexicon.statuses.find(words) {
            let rung = spot.row.rung;
            let reached = steps.iter().any(|step| step.rung == rung && step.on.started_by(as_of) != Truth::No);
            let passed = rung < Rung::InForce
                && steps.iter().any(|step| step.rung > rung && step.on.started_by(as_of) == Truth::Yes);
            let ended = rung == Rung::InForce
                && steps.iter().any(|step| step.rung > Rung::InForce && step.on.started_by(as_of) == Truth::Yes);
            let dated = bound.amounts_of(tie.binding).any(|printed| matches!(printed.amount, Amount::Date(_)));
            if is_negated(words, spot.range.start) || ((reached || passed) && (!ended || dated)) {
                continue;
            }
            let ladder: Vec<String> = steps.iter().map(|step| format!("{} {}", step.rung.word(), step.on)).collect();
            let message = format!(
                "as of {as_of} the ladder does not bear out \"{}\": {}",
                &words[spot.range.clone()],
                ladder.join(", ")
            );
            found.push(
                bound
                    .about(CODE, Grade::Error, tie, message)
                    .with_help("use the word of the step that was reached, with its date"),
            );
        }
    }
}

/// "not", "not yet", "never", "before being" and "awaiting" within three words before.
fn is_negated(words: &str, at: usize) -> bool {
    let before = words[..at].to_lowercase();
    let last: Vec<&str> = before.split_whitespace().rev().take(3).collect();
    last.iter().any(|word| matches!(*word, "not" | "never" | "un" | "without" | "awaiting" | "before" | "until"))
}
