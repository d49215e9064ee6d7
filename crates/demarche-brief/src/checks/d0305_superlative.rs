//! A superlative without a measure.
//!
//! "The largest" is checkable only where it says by what: area, population, spending,
//! trade. A superlative bound to a rank is checked there (D0302); any other is a
//! judgement, and the editor is asked for the measure.
//!
//! False alarms: a superlative inside a quotation, or one whose measure the sentence
//! gives in words. Bind it to a rank statement, or mark it free with the reason.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};
use demarche_terms::ValueType;
use std::ops::Range;

use super::{Bound, Check, amounts};

use crate::printed::Amount;

const CODE: Code = Code("D0305");

pub(super) const CHECK: Check = Check {
    rule: Rule {
        code: CODE,
        grade: Grade::Query,
        title: "a superlative without a measure",
        source: include_str!("d0305_superlative.rs"),
    },
    find,
};

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    for (at, sentence) in bound.brief.sentences.iter().enumerate() {
        for printed in &bound.printed[at] {
            let Amount::Rank(rank) = &printed.amount else { continue };
            if !amounts::is_superlative(printed) || rank.last.is_none() {
                continue;
            }
            let within = |range: &Range<usize>| range.start <= printed.whole.start && printed.whole.end <= range.end;
            let ranked =
                bound.ties_of(sentence).any(|tie| tie.kind.value == ValueType::Rank && within(&tie.binding.range));
            let judged = bound.ties_of(sentence).any(|tie| tie.kind.value == ValueType::Judgement);
            let free = sentence.free.iter().any(|&free| within(&bound.brief.free[free].range));
            if ranked || judged || free {
                continue;
            }
            let message = format!("\"{}\": by what measure?", &sentence.text[printed.whole.clone()]);
            let diagnostic = Diagnostic::new(CODE, Grade::Query, message).at(sentence.place(printed.whole.clone()), "");
            found.push(diagnostic.with_help("name the measure and the set, and bind the words to a rank statement"));
        }
    }
}
