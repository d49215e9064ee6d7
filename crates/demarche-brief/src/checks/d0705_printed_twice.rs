//! One statement is printed in two ways in the same brief.
//!
//! Both may hold against it, and a reader who meets "92%" on one page and "90%" on
//! the next still wonders which. Figures printed with the same last digit must be
//! the same figure; a rounder one beside a more exact one is no finding.
//!
//! False alarms: two hedges chosen for their context. Answer the query in `[accept]`.

use demarche_diagnostic::Span;
use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};
use demarche_terms::Digits;
use std::collections::BTreeMap;

use super::{Bound, Check, amounts};

use super::amounts::Verdict;

const CODE: Code = Code("D0705");

pub(super) const CHECK: Check = Check {
    rule: Rule {
        code: CODE,
        grade: Grade::Query,
        title: "one statement, two printed figures",
        source: include_str!("d0705_printed_twice.rs"),
    },
    find,
};

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<&str, Vec<(Digits, Span)>> = BTreeMap::new();
    for judged in amounts::judge(bound) {
        let is_value = *judged.verdict == Verdict::Holds && judged.tie.resolved.value.is_some();
        let Some(digits) = judged.printed.number().and_then(|number| number.digits).filter(|_| is_value) else {
            continue;
        };
        let place = judged.tie.sentence.place(judged.printed.whole.clone());
        let seen = first.entry(judged.tie.id()).or_default();
        if let Some((_, other)) =
            seen.iter().find(|(other, _)| other.last == digits.last && other.value != digits.value)
        {
            let diagnostic =
                Diagnostic::new(CODE, Grade::Query, "the same statement is printed with another figure elsewhere")
                    .at(place, "")
                    .with_other(*other, "printed so here");
            found.push(diagnostic.with_help("print it in one way, or say why the two differ"));
        }
        seen.push((digits, place));
    }
}
