//! A rise is printed where the statement has a fall, or a surplus where it has a deficit.
//!
//! A printed `+` or `-`, and words of direction in the same clause (`directions.toml`:
//! "rose", "fell", "surplus", "deficit"), are held against the sign of a change or a
//! balance. Where both directions are named, or a change is one of a deficit (whose
//! fall is a gain), the check stays silent.
//!
//! A word that the kind's own label has ("deficit" of a kind "trade deficit") is no direction.
//!
//! False alarms: a direction word that belongs to another figure of the clause.
//! Bind fewer words, so that each figure stands with its own.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};
use demarche_terms::{Decimal, Quantity, Value, ValueType};

use super::{Bound, Check, Tie, amounts};

use super::amounts::Verdict;
use crate::lexicon::{DirectionWord, Spot};

const CODE: Code = Code("D0205");

pub(super) const CHECK: Check = Check {
    rule: Rule {
        code: CODE,
        grade: Grade::Error,
        title: "the direction is turned round",
        source: include_str!("d0205_sign.rs"),
    },
    find,
};

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    amounts::report(bound, found, CODE, Grade::Error, |judged| match &judged.verdict {
        Verdict::Sign { value } => {
            let message = format!("\"{}\" has the opposite sign of the statement's value, {value}", judged.words());
            Some((message, "the sign is turned round".to_owned()))
        }
        _ => None,
    });
    for tie in bound.ties().filter(Tie::has_words) {
        let Some(Value::Quantity(held)) = &tie.resolved.value else { continue };
        let Some(sign) = sign_of(held) else { continue };
        let spots = bound.lexicon.directions.find(&tie.binding.words);
        let spots: Vec<_> =
            spots.into_iter().filter(|spot| spot.row.of_level != (tie.kind.value == ValueType::Change)).collect();
        let against = |spot: &&Spot<'_, DirectionWord>| spot.row.up != (sign > 0);
        let turned = tie.kind.value == ValueType::Change && speaks_of_a_deficit(bound, &tie.sentence.text);
        let Some(first) = spots.iter().find(against).filter(|_| !turned) else { continue };
        let word = &tie.binding.words[first.range.clone()];
        if !spots.iter().all(|spot| against(&spot)) || tie.kind.label.contains(&word.to_lowercase()) {
            continue;
        }
        let message = format!("\"{word}\" points the other way: the statement's value is {}", held.shown());
        found.push(
            bound
                .about(CODE, Grade::Error, tie, message)
                .with_help("turn the word round, or bind the statement that is meant"),
        );
    }
}

/// 1 or -1 where the whole interval lies on one side of zero.
fn sign_of(held: &Quantity) -> Option<i8> {
    let interval = held.interval;
    if interval.low.is_some_and(|low| low.at > Decimal::ZERO) {
        Some(1)
    } else if interval.high.is_some_and(|high| high.at < Decimal::ZERO) {
        Some(-1)
    } else {
        None
    }
}

/// Whether the sentence speaks of a deficit: then a fall may be a gain, and words of direction settle nothing.
fn speaks_of_a_deficit(bound: &Bound<'_>, sentence: &str) -> bool {
    bound.lexicon.directions.find(sentence).iter().any(|spot| spot.row.of_level && !spot.row.up)
}
