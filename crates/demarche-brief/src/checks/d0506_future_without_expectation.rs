//! A claim about the future that rests on nothing.
//!
//! "Will", "is expected to", "is scheduled for" (`futures.toml`) say what is to come. Such a
//! sentence must rest on a statement of an expectation, a pledge, a plan, a rule or a date, so
//! that someone learns when it came or lapsed.
//!
//! False alarms: "will" in a quotation or as a noun. Rest the sentence on who said so.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};

use super::{Bound, Check};

const CODE: Code = Code("D0506");

pub(super) const CHECK: Check = Check {
    rule: Rule {
        code: CODE,
        grade: Grade::Query,
        title: "a claim about the future rests on nothing",
        source: include_str!("d0506_future_without_expectation.rs"),
    },
    find,
};

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    for sentence in &bound.brief.sentences {
        let Some(spot) = bound.lexicon.futures.find(&sentence.text).into_iter().next() else { continue };
        if bound.ties_of(sentence).next().is_some() {
            continue;
        }
        let word = &sentence.text[spot.range.clone()];
        let message = format!("\"{word}\": whose expectation is this, and by when?");
        let diagnostic = Diagnostic::new(CODE, Grade::Query, message).at(sentence.place(spot.range.clone()), "");
        found.push(
            diagnostic
                .with_help("rest it on a statement with `expects = { event, by }`, a pledge or a rule: `[](@id)`"),
        );
    }
}
