//! What an actor is said to want or to have promised is not what it says itself.
//!
//! Positions belong to a holder. How others characterise a position is a statement
//! of its own. Where the words rest on someone else's account of an actor and the
//! dossier holds that actor's own words on the same issue, said more weakly or
//! otherwise, the editor is shown both.
//!
//! False alarms: two positions at different times. Give them their valid times.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};
use demarche_terms::{Resolved, ValueType};

use super::{Bound, Check, Tie, evidence_line, rivals};

const CODE: Code = Code("D0704");

pub(super) const CHECK: Check = Check {
    rule: Rule {
        code: CODE,
        grade: Grade::Query,
        title: "the holder's own words differ",
        source: include_str!("d0704_two_accounts.rs"),
    },
    find,
};

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    let of_holders = |tie: &Tie<'_>| matches!(tie.kind.value, ValueType::Position | ValueType::Commitment);
    for tie in bound.ties().filter(of_holders) {
        let statement = &tie.resolved.statement;
        if speaks_for_itself(tie.resolved) {
            continue;
        }
        for other in bound.of_kind(&statement.predicate).iter() {
            let about_the_same = other.statement.subject == statement.subject && same_issue(tie, other);
            let own_words = speaks_for_itself(other) && rivals::speaks(other) && rivals::is_outside_evidence(other);
            if !about_the_same || !own_words || other.statement.modality == statement.modality {
                continue;
            }
            let message = format!(
                "this is how others put it ({}); in its own words it is {}: {}",
                statement.modality.word(),
                other.statement.modality.word(),
                other.statement.says
            );
            let diagnostic = bound.about(CODE, Grade::Query, tie, message).with_note(evidence_line(other));
            found.push(
                bound
                    .beside(diagnostic, other, "its own words")
                    .with_help("say who puts it so, or give the holder's own words"),
            );
        }
    }
}

fn speaks_for_itself(resolved: &Resolved) -> bool {
    resolved.statement.by.as_ref().is_some_and(|by| by.actor == resolved.statement.subject)
}

/// Whether both speak of one issue: every qualifier that the kind requires and that is no basis agrees.
fn same_issue(tie: Tie<'_>, other: &Resolved) -> bool {
    let essential = tie.kind.with.iter().filter(|(_, rule)| rule.required && !rule.basis);
    let same_time = match (&tie.resolved.valid, &other.valid) {
        (Some(a), Some(b)) => a.overlaps(b),
        _ => true,
    };
    same_time
        && essential
            .into_iter()
            .all(|(name, _)| tie.resolved.statement.with.get(name) == other.statement.with.get(name))
}
