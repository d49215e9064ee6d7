//! One name in two spellings.
//!
//! A capitalised word that the document writes once or twice, and that is one letter from a name it writes more
//! often, is probably a slip: "Camp Humphries" beside "Camp Humphreys". Two letters count where the same
//! capitalised word stands before both. Words that also occur in lower case are no names; notes and tables, which are full of
//! names, are not looked at.
//!
//! Grade: query.
//!
//! False alarms: two names that are truly alike ("Johnsen" and "Johnson"). Nothing to do.

use std::collections::{BTreeMap, BTreeSet};

use demarche_brief::wording::{is_name, is_slip_of, words};
use demarche_diagnostic::{Diagnostic, Grade};
use demarche_read::Role;

use super::declare;
use crate::sheet::{Passage, Sheet};

declare!("D1012", Query, "a name is spelt in two ways", "d1012_two_spellings.rs");

/// Where a name occurs.
struct Name<'a> {
    places: Vec<(&'a Passage<'a>, usize)>,
    /// Capitalised words right before it.
    before: BTreeSet<&'a str>,
}

fn find(sheet: &Sheet<'_>, found: &mut Vec<Diagnostic>) {
    let mut names: BTreeMap<&str, Name<'_>> = BTreeMap::new();
    let mut plain: BTreeSet<&str> = BTreeSet::new();
    let running = sheet.passages.iter().filter(|passage| matches!(passage.role, Role::Body | Role::List | Role::Heading { .. }));
    for passage in running {
        let mut last = "";
        for word in words(passage.text) {
            let at = word.as_ptr() as usize - passage.text.as_ptr() as usize;
            if word.starts_with(char::is_lowercase) {
                plain.insert(word);
            } else if is_name(word) && !word.chars().all(char::is_uppercase) && word.len() >= LEAST {
                let name = names.entry(word).or_insert_with(|| Name { places: Vec::new(), before: BTreeSet::new() });
                name.places.push((passage, at));
                if last.starts_with(char::is_uppercase) {
                    name.before.insert(last);
                }
            }
            last = word;
        }
    }
    names.retain(|word, _| !plain.contains(word.to_lowercase().as_str()));
    for (word, rare) in &names {
        let often = names.iter().filter(|(other, name)| *other != word && name.places.len() > 2 * rare.places.len());
        let close = often.filter(|(other, name)| {
            let neighbours = rare.before.intersection(&name.before).next().is_some();
            is_slip_of(word, other) && !is_form_of(word, other) && (neighbours || one_letter(word, other))
        });
        let Some((other, name)) = close.max_by_key(|(_, name)| name.places.len()) else { continue };
        let Some((passage, at)) = rare.places.first().filter(|_| rare.places.len() <= 2) else { continue };
        let message = format!("\"{word}\" here, \"{other}\" in {} other places: one name?", name.places.len());
        let place = *at..at + word.len();
        let diagnostic = sheet.about(CODE, Grade::Query, passage, place.clone(), message);
        found.push(diagnostic.with_edit("take up the usual spelling", sheet.span(passage, place), *other));
    }
}

/// Shorter names are too often one letter from another.
const LEAST: usize = 7;

/// Whether one word is a grammatical form of the other: the same up to an ending, or with a letter more at the end.
fn is_form_of(a: &str, b: &str) -> bool {
    let common = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    let tail = |word: &str| word.chars().skip(common).collect::<String>();
    const ENDINGS: [&str; 20] = ["", "s", "es", "n", "d", "r", "an", "ed", "er", "or", "al", "ic", "y", "ies", "e", "i", "in", "a", "t", "ing"];
    ENDINGS.contains(&tail(a).as_str()) && ENDINGS.contains(&tail(b).as_str())
}

/// Whether one letter was put in, left out or changed, not the last one.
fn one_letter(a: &str, b: &str) -> bool {
    a.len().abs_diff(b.len()) <= 1 && {
        let head = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
        let tail = a.bytes().rev().zip(b.bytes().rev()).take_while(|(x, y)| x == y).count();
        head + tail + 1 >= a.len().max(b.len()) && tail > 0
    }
}
