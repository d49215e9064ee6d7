//! The same share or change is reported for another basis elsewhere.
//!
//! When one source gives 50% of one thing and another gives 50% of a different
//! thing for the same time, one of them probably misnamed its basis. The two are
//! not comparable, so neither contradicts the other; the editor is asked which
//! wording is right.
//!
//! Only ratios are held against each other: equal amounts on two bases are common.
//!
//! False alarms: two shares that are equal by chance. Answer the query in `[accept]`.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};
use demarche_terms::{Value, ValueType};

use super::{Bound, Check, evidence_line, rivals};

const CODE: Code = Code("D0306");

pub(super) const CHECK: Check = Check {
    rule: Rule {
        code: CODE,
        grade: Grade::Query,
        title: "the same figure stands for another basis elsewhere",
        source: include_str!("d0306_same_figure_other_basis.rs"),
    },
    find,
};

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    for tie in bound.ties().filter(|tie| matches!(tie.kind.value, ValueType::Share | ValueType::Change)) {
        for rival in bound.rivals(tie).iter() {
            let other = &rival.resolved;
            let weaker_or_equal = tie.resolved.evidence >= other.evidence;
            if rival.same_basis || !rival.same_time || !rivals::is_outside_evidence(other) || !weaker_or_equal {
                continue;
            }
            let (Some(Value::Quantity(ours)), Some(Value::Quantity(theirs))) = (&tie.resolved.value, &other.value)
            else {
                continue;
            };
            if !ours.unit.is_ratio() || ours.stated.is_none() || ours.in_base() != theirs.in_base() {
                continue;
            }
            let differs: Vec<String> =
                rival.differs.iter().map(|(name, a, b)| format!("{name}: {a} here, {b} there")).collect();
            let message = format!("the same figure is reported elsewhere on another basis ({})", differs.join("; "));
            let diagnostic = bound.about(CODE, Grade::Query, tie, message).with_note(evidence_line(other));
            found.push(diagnostic.with_help("find out which wording its producer uses"));
        }
    }
}
