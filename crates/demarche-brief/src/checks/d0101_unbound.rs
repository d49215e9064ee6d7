//! A number, rank, date, count or hedge in the prose is bound to nothing.
//!
//! Every amount in a brief is bound to a statement, `[about 28,500](@id)`, or marked
//! free with a reason, `[1950s](free: "reason")`. A hedge belongs inside the link:
//! the compiler checks "about 28,500", not "28,500" with a stray "about".
//!
//! A heading carries no binding, so it prints no amount either.
//!
//! Silent on purpose: numbers that are names (Section 232, article 34, F-35), "one",
//! "the two governments" (they take up a number that is known), "first", and bare
//! superlatives, which D0305 looks at.
//!
//! False alarms: numbers in the name of a law or weapon that `citations.toml` does
//! not know. Add the word before them there.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};
use std::ops::Range;

use super::{Bound, Check, amounts};
use crate::printed;

const CODE: Code = Code("D0101");

pub(super) const CHECK: Check = Check {
    rule: Rule {
        code: CODE,
        grade: Grade::Error,
        title: "an amount is bound to nothing",
        source: include_str!("d0101_unbound.rs"),
    },
    find,
};

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    for heading in &bound.brief.headings {
        let printed = printed::read_words(&heading.text, bound.lexicon);
        if let Some(first) = printed.iter().find(|printed| !amounts::is_superlative(printed) && !printed.definite) {
            let message = format!("a heading prints \"{}\", and headings carry no binding", first.raw);
            let diagnostic = Diagnostic::new(CODE, Grade::Error, message).at(heading.span, "");
            found.push(diagnostic.with_help("say it in a sentence below, bound to its statement"));
        }
    }
    for (at, sentence) in bound.brief.sentences.iter().enumerate() {
        let links: Vec<&Range<usize>> = sentence
            .bindings
            .iter()
            .map(|&binding| &bound.brief.bindings[binding].range)
            .chain(sentence.free.iter().map(|&free| &bound.brief.free[free].range))
            .collect();
        for printed in &bound.printed[at] {
            let inside = links.iter().any(|link| link.start <= printed.whole.start && printed.whole.end <= link.end);
            if inside || amounts::is_superlative(printed) || printed.definite {
                continue;
            }
            let place = sentence.place(printed.whole.clone());
            let touches = links.iter().any(|link| link.start < printed.whole.end && printed.whole.start < link.end);
            found.push(if touches {
                Diagnostic::new(
                    CODE,
                    Grade::Error,
                    format!("only a part of \"{}\" is bound", &sentence.text[printed.whole.clone()]),
                )
                .at(place, "the link must hold the hedge, the number and its unit")
                .with_help("widen the link so that it holds all of these words")
            } else {
                Diagnostic::new(
                    CODE,
                    Grade::Error,
                    format!("\"{}\" is bound to no statement", &sentence.text[printed.whole.clone()]),
                )
                .at(place, "")
                .with_help(
                    "bind it, `[words](@statement-id)`, or mark it free with a reason, `[words](free: \"reason\")`",
                )
            });
        }
    }
}
