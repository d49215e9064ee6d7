//! An acronym that is explained twice, in different ways.
//!
//! "Ministry of Transport (MOT)" in one place and "Modes of Transport (MOT)" in another leave the reader to guess. The
//! full words must have the acronym's letters as initials; plurals and small words do not count as a difference.
//!
//! Grade: query. The same words a second time are no finding: long documents explain an acronym in each part.
//!
//! False alarms: full words that differ in a word that does not matter. Use one form of them.

use std::collections::BTreeMap;

use demarche_brief::wording::acronyms;
use demarche_diagnostic::{Diagnostic, Grade, Span};

use super::declare;
use super::d1061_acronym::initials;
use crate::pattern::lazy;
use crate::sheet::{Passage, Sheet};

declare!("D1062", Query, "an acronym has two meanings", "d1062_two_meanings.rs");

lazy! {
    // The title of another document, which explains what it likes.
    OTHER_TITLE = r"\b(Report|Focus|Insight|Sidebar|Testimony|Brief)s? [A-Z]{1,3}\d{4,6}\b|\bsee\b.*\bby [A-Z][a-z]+ ";
}

fn find(sheet: &Sheet<'_>, found: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<&str, (String, Span)> = BTreeMap::new();
    for passage in sheet.prose().filter(|passage| !OTHER_TITLE.is_match(passage.text)) {
        for (acronym, words, at) in explanations(passage) {
            let place = sheet.span(passage, at.clone());
            let key = key(words);
            let Some((known, before)) = first.get(acronym) else {
                first.insert(acronym, (key, place));
                continue;
            };
            if *known == key || known.ends_with(&key) || key.ends_with(known.as_str()) {
                continue;
            }
            let message = format!("{acronym} is explained in two ways: which is meant where?");
            let diagnostic = sheet.about(CODE, Grade::Query, passage, at, message).with_other(*before, "explained here");
            found.push(diagnostic.with_help("explain it once, and use another short form for the other"));
        }
    }
}

/// "Full Words (FW)": the acronym, the words whose initials it is, and where the words begin and the acronym ends.
fn explanations<'a>(passage: &Passage<'a>) -> Vec<(&'a str, &'a str, std::ops::Range<usize>)> {
    let text = passage.text;
    let mut found = Vec::new();
    for (at, acronym) in acronyms(text) {
        let opened = text[..at].trim_end_matches(['“', '"']).strip_suffix('(');
        let closed = text[at + acronym.len()..].trim_start_matches(['”', '"', 's']).starts_with([')', ',', ';']);
        let Some(before) = opened.filter(|_| closed) else { continue };
        if let Some(start) = start_of_words(before, acronym) {
            found.push((acronym, before[start..].trim_end(), start..at + acronym.len()));
        }
    }
    found
}

/// Where the shortest run of words at the end of a text begins whose initials spell the acronym.
fn start_of_words(before: &str, acronym: &str) -> Option<usize> {
    let words: Vec<&str> = before.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let least = acronym.len().min(words.len());
    let longest = (acronym.len() * 2 + 2).min(words.len());
    (least..=longest).map(|count| &words[words.len() - count..]).find_map(|run| {
        let first = run.first()?;
        let starts = first.chars().next().is_some_and(|c| acronym.starts_with(c.to_ascii_uppercase()) && c.is_uppercase());
        (starts && initials(run, acronym)).then(|| first.as_ptr() as usize - before.as_ptr() as usize)
    })
}

/// Words in lower case without plural endings and small words.
fn key(words: &str) -> String {
    let words = words.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    let kept = words.filter(|word| word.len() > 3 || word.chars().any(|c| c.is_ascii_digit()));
    kept.map(|word| word.strip_suffix('s').map(str::to_owned).unwrap_or(word)).collect::<Vec<_>>().join(" ")
}
