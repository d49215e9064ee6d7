//! An acronym that the text does not explain.
//!
//! An acronym of two to six capitals must be spelt out once, as "full words (ABC)",
//! or be the name or an alias of an actor of the dossier: those are common ground.
//!
//! False alarms: acronyms that every reader knows. Give the actor that alias, or
//! answer the query in `[accept]`.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};
use demarche_terms::Actor;
use std::collections::BTreeSet;

use super::{Bound, Check};
use crate::wording::{acronyms, in_parentheses};

const CODE: Code = Code("D0801");

pub(super) const CHECK: Check = Check {
    rule: Rule {
        code: CODE,
        grade: Grade::Query,
        title: "an acronym is not explained",
        source: include_str!("d0801_acronym.rs"),
    },
    find,
};

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    let explained: BTreeSet<&str> =
        bound.brief.sentences.iter().flat_map(|sentence| in_parentheses(&sentence.text)).collect();
    let names: BTreeSet<&str> = bound.world.actors().iter().flat_map(words_of_names).collect();
    let mut seen = BTreeSet::new();
    for sentence in &bound.brief.sentences {
        for (at, word) in acronyms(&sentence.text) {
            if explained.contains(word) || names.contains(word) || !seen.insert(word) {
                continue;
            }
            let place = sentence.place(at..at + word.len());
            let message = format!("what {word} stands for is said nowhere");
            let diagnostic = Diagnostic::new(CODE, Grade::Query, message).at(place, "");
            found.push(diagnostic.with_help(format!("spell it out at its first use: \"full words ({word})\"")));
        }
    }
}

fn words_of_names(actor: &Actor) -> impl Iterator<Item = &str> {
    let names = std::iter::once(&actor.name).chain(&actor.aliases);
    names.flat_map(|name| name.split(|c: char| !c.is_alphanumeric())).chain(std::iter::once(actor.id.as_str()))
}
