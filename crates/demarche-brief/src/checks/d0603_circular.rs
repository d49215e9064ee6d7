//! A figure for which the dossier holds no other witness than the text itself.
//!
//! A statement taken from a brief cannot verify that brief, nor one written from
//! it. Where a figure, rank, count or date has no other source the editor is told
//! that it cannot be confirmed from what is held. Other statements (positions,
//! judgements, events) are only counted in the coverage. A figure that outside
//! evidence bears out on whichever basis is confirmed; one that it challenges is
//! reported by the finding that says so (D0304, D0306, D04, D07), not twice.
//!
//! False alarms: a figure that the house itself produced. Enter the house's data
//! as a source of its own, with its table.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};
use demarche_terms::{Evidence, Rival, ValueType};

use super::{Bound, Check, evidence_line, rivals};

const CODE: Code = Code("D0603");

pub(super) const CHECK: Check = Check {
    rule: Rule {
        code: CODE,
        grade: Grade::Query,
        title: "only the text itself says so",
        source: include_str!("d0603_circular.rs"),
    },
    find,
};

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    for tie in bound.ties().filter(|tie| tie.resolved.evidence == Evidence::Same) {
        let figure = matches!(
            tie.kind.value,
            ValueType::Quantity
                | ValueType::Share
                | ValueType::Change
                | ValueType::Rank
                | ValueType::Count
                | ValueType::Date
        );
        if !figure || !tie.has_words() {
            continue;
        }
        let rivals = bound.rivals(tie);
        let outside: Vec<&Rival> =
            rivals.iter().filter(|rival| rival.same_time && rivals::is_outside_evidence(&rival.resolved)).collect();
        if outside.iter().any(|rival| rivals::bears_out(tie.resolved, &rival.resolved))
            || rivals::is_challenged(bound, tie)
        {
            continue;
        }
        let message = "not confirmed from what is held: only this text, or one it was written from, says so";
        let mut diagnostic = bound.about(CODE, Grade::Query, tie, message);
        for rival in outside {
            let basis = if rival.same_basis { "" } else { "on another basis: " };
            diagnostic = diagnostic.with_note(format!("{basis}{}", evidence_line(&rival.resolved)));
        }
        found.push(diagnostic.with_help("find the producer's figure, or say in the sentence whose figure it is"));
    }
}
