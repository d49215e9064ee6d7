//! A statement's own quotation gives another figure than the statement.
//!
//! The quotation is the proof that a reader is shown. Where it prints amounts in the
//! statement's unit, or ranks beside a rank, and none of them is the statement's
//! value, either the value or the quotation was mistyped, or the words were taken
//! from the wrong place.
//!
//! ```toml
//! value  = "42 %"
//! source = { ref = "courier", quote = "of which Sudland pays 47 percent" }
//! ```
//!
//! One quotation of several that bears the value out is enough, hedges are read as in
//! prose, and words without a figure in that unit settle nothing; nor does a mere bound
//! ("hovered below 50%").
//!
//! False alarms: a quotation that tells the value by another one ("fell by half from
//! 12%"). Quote the words that carry the figure, or quote nothing and give the place.

use std::collections::BTreeSet;

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};
use demarche_terms::{Content, Hedge, Kind, Relation, Value};

use super::amounts::{Verdict, quantity_verdict};
use super::{Bound, Check};
use crate::printed::{self, Amount, Number, Printed};

const CODE: Code = Code("D0607");

pub(super) const CHECK: Check = Check {
    rule: Rule {
        code: CODE,
        grade: Grade::Error,
        title: "a quotation that gives another figure",
        source: include_str!("d0607_quoted_figure.rs"),
    },
    find,
};

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    let mut seen = BTreeSet::new();
    for tie in bound.ties() {
        let statement = &tie.resolved.statement;
        let (Content::Value { .. }, Some(value)) = (&statement.content, &tie.resolved.value) else { continue };
        if !seen.insert(&statement.id) {
            continue;
        }
        let quotes: Vec<&str> = statement.sources.iter().filter_map(|source| source.quote.as_deref()).collect();
        let mut others = Vec::new();
        let borne_out = quotes.iter().any(|quote| {
            printed::read_words(quote, bound.lexicon).iter().any(|printed| match bears_out(tie.kind, printed, value) {
                Some(true) => true,
                Some(false) => {
                    others.push(printed.raw.clone());
                    false
                }
                None => false,
            })
        });
        if borne_out || others.is_empty() {
            continue;
        }
        let message =
            format!("the quotation of `{}` gives {}, the statement {}", statement.id, others.join(", "), value.shown());
        let help = "mend the value or the quotation, or quote the words that carry the figure";
        found.push(bound.about(CODE, Grade::Error, tie, message).with_help(help));
    }
}

/// Whether only a bound is printed: "below 50%" may be said beside any smaller figure.
fn is_bound(printed: &Printed) -> bool {
    let bounds = |hedge: &Hedge| {
        matches!(hedge.relation, Relation::AtLeast | Relation::AtMost | Relation::Under | Relation::Above { .. })
    };
    printed.hedges.iter().any(bounds)
}

/// Whether a printed amount is the value; `None` where it is of another sort or unit.
fn bears_out(kind: &Kind, printed: &Printed, value: &Value) -> Option<bool> {
    match (&printed.amount, value) {
        (Amount::Rank(rank), Value::Rank { place, .. }) => {
            let last = rank.last.unwrap_or(u32::MAX);
            Some((rank.first..=last).contains(place))
        }
        (Amount::Number(number), Value::Quantity(held)) => {
            number.unit.as_ref()?;
            // "not more than $20 billion" is read as over it: the bare figure counts as well.
            let bare = number.digits.map(|digits| Number { interval: digits.interval(), ..number.clone() });
            let verdicts = [Some(number.clone()), bare].into_iter().flatten();
            let verdicts: Vec<Verdict> = verdicts.map(|number| quantity_verdict(kind, &number, held)).collect();
            let bears = |verdict: &Verdict| {
                matches!(verdict, Verdict::Holds | Verdict::Unsettled { .. } | Verdict::Sign { .. })
            };
            if verdicts.iter().any(bears) {
                return Some(true);
            }
            let differs = verdicts.iter().any(|verdict| matches!(verdict, Verdict::Differs { .. }));
            (differs && !is_bound(printed)).then_some(false)
        }
        _ => None,
    }
}
