//! Bound words print no amount, although their statement has one.
//!
//! A link to a figure whose words hold no figure proves nothing to the reader and
//! cannot be checked. To rest a clause on a statement without printing its value,
//! end it with an empty link, `[](@id)`.
//!
//! False alarms: words that give the value without a number the reader of amounts
//! knows. Add them to `hedges.toml` or `units.toml`.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};
use demarche_terms::{Value, ValueType};

use super::{Bound, Check, Tie};

const CODE: Code = Code("D0104");

pub(super) const CHECK: Check = Check {
    rule: Rule {
        code: CODE,
        grade: Grade::Query,
        title: "bound words print no amount",
        source: include_str!("d0104_no_value_in_words.rs"),
    },
    find,
};

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    for tie in bound.ties().filter(Tie::has_words) {
        let figure = matches!(
            tie.kind.value,
            ValueType::Quantity
                | ValueType::Share
                | ValueType::Change
                | ValueType::Rank
                | ValueType::Count
                | ValueType::Date
        );
        if !figure || prints_an_amount(bound, tie) {
            continue;
        }
        let value = tie.resolved.value.as_ref().map(Value::shown).unwrap_or_default();
        let message = format!("these words print no amount; their statement has {value}");
        let diagnostic = bound.about(CODE, Grade::Query, tie, message);
        found.push(
            diagnostic
                .with_help(format!("print the value, or rest the clause on it with `[](@{})` at its end", tie.id())),
        );
    }
}

/// Whether any amount stands in the words, be it only in part (that is D0101's).
fn prints_an_amount(bound: &Bound<'_>, tie: Tie<'_>) -> bool {
    let words = &tie.binding.range;
    bound.printed[tie.binding.sentence].iter().any(|p| p.whole.start < words.end && words.start < p.whole.end)
}
