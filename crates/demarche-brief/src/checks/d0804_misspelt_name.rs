//! A name that is almost, but not quite, one that the dossier knows.
//!
//! Capitalised words of five or more letters are held against the names of the
//! dossier's actors. One that differs from a known name by one or two letters, and
//! is itself no name and no word of the text in lower case, is probably a slip.
//!
//! False alarms: two names that are truly alike. Add the other actor to
//! `actors.toml`, or the spelling as an alias.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule};
use demarche_terms::Actor;
use std::collections::BTreeSet;

use super::{Bound, Check};
use crate::wording::{is_name, is_slip_of, stem, words};

const CODE: Code = Code("D0804");

pub(super) const CHECK: Check = Check {
    rule: Rule {
        code: CODE,
        grade: Grade::Query,
        title: "a name is spelt otherwise in the dossier",
        source: include_str!("d0804_misspelt_name.rs"),
    },
    find,
};

fn find(bound: &Bound<'_>, found: &mut Vec<Diagnostic>) {
    let known: BTreeSet<&str> = bound.world.actors().iter().flat_map(names).flat_map(words).collect();
    let plain: BTreeSet<&str> = bound
        .brief
        .sentences
        .iter()
        .flat_map(|s| words(&s.text))
        .filter(|word| word.chars().next().is_some_and(char::is_lowercase))
        .collect();
    for sentence in &bound.brief.sentences {
        for word in words(&sentence.text).filter(|word| is_name(word)) {
            if known.contains(word) || known.contains(stem(word)) || plain.contains(word.to_lowercase().as_str()) {
                continue;
            }
            let close: Vec<&str> = known.iter().copied().filter(|name| is_slip_of(word, name)).collect();
            let [first, ..] = close[..] else { continue };
            let at = word.as_ptr() as usize - sentence.text.as_ptr() as usize;
            let place = sentence.place(at..at + word.len());
            let diagnostic =
                Diagnostic::new(CODE, Grade::Query, format!("the dossier spells this name {first}")).at(place, "");
            let taken =
                |found: Diagnostic, name: &&str| found.with_edit("take up the dossier's spelling", place, *name);
            found.push(close.iter().fold(diagnostic, taken));
        }
    }
}

fn names(actor: &Actor) -> impl Iterator<Item = &str> {
    std::iter::once(actor.name.as_str()).chain(actor.aliases.iter().map(String::as_str))
}
