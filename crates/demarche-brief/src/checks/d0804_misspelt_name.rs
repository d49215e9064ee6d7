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
            let Some(close) = known.iter().find(|name| is_slip_of(word, name)) else { continue };
            let at = word.as_ptr() as usize - sentence.text.as_ptr() as usize;
            let place = sentence.place(at..at + word.len());
            let diagnostic =
                Diagnostic::new(CODE, Grade::Query, format!("the dossier spells this name {close}")).at(place, "");
            found.push(diagnostic.with_edit("take up the dossier's spelling", place, *close));
        }
    }
}

fn names(actor: &Actor) -> impl Iterator<Item = &str> {
    std::iter::once(actor.name.as_str()).chain(actor.aliases.iter().map(String::as_str))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty())
}

fn is_name(word: &str) -> bool {
    word.chars().count() >= SHORTEST && word.chars().next().is_some_and(char::is_uppercase)
}

/// A possessive or plural without its ending.
fn stem(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}

/// Shorter words are too often one letter from a name.
const SHORTEST: usize = 5;

/// One slip in names of up to seven letters, two in longer ones; the first letter and a plural are not slips.
fn is_slip_of(word: &str, name: &str) -> bool {
    let allowed = if name.chars().count() > 7 { 2 } else { 1 };
    let adjective = |longer: &str, shorter: &str| {
        longer.strip_prefix(shorter).is_some_and(|rest| matches!(rest, "s" | "n" | "an" | "ns"))
    };
    is_name(name)
        && word.chars().next() == name.chars().next()
        && !adjective(word, name)
        && !adjective(name, word)
        && distance_within(word, name, allowed)
}

/// Whether the Levenshtein distance is at most `limit`.
fn distance_within(a: &str, b: &str, limit: usize) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > limit {
        return false;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, &from) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, &to) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(from != to);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()] <= limit
}

#[cfg(test)]
mod tests {
    use super::is_slip_of;

    #[test]
    fn slips_are_told_from_other_words() {
        assert!(is_slip_of("Fredriksberg", "Frederiksberg"));
        assert!(is_slip_of("Copenhaguen", "Copenhagen"));
        assert!(!is_slip_of("Canadian", "Canada"));
        assert!(!is_slip_of("Norwegians", "Norwegian"));
        assert!(!is_slip_of("Danish", "Spanish"));
    }
}
