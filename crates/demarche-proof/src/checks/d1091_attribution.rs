//! Someone unnamed is made to speak.
//!
//! "Some observers", "critics" and "it is believed" (`attribution.toml`) are house style where a source stands behind
//! them, and without a dossier that cannot be seen. So they are listed once a page, with how often, and
//! only those whose sentence names no source ("according to", a name in parentheses, the sign of a note).
//!
//! Grade: note.
//!
//! False alarms: a summary whose sources stand in the next sentence. Nothing to do.

use std::collections::BTreeMap;

use demarche_diagnostic::{Diagnostic, Grade, Span};

use super::declare;
use crate::pattern::lazy;
use crate::sheet::{Passage, Sheet};

declare!("D1091", Note, "who says so?", "d1091_attribution.rs");

lazy! {
    SAYS = r"^\s+(close to|familiar with|said|say|told|report\w*|claim\w*|suggest\w*|indicate\w*)\b";
    SOURCED = r"(?i)\b(according to|such as|including|for example|see also|report(ed)? by|testimony)\b|\([A-Z][a-z]+[^)]*\d{4}\)";
}

/// Whether someone is made to speak: "sources" must say something, as other things have sources too.
fn speaks(passage: &Passage<'_>, words: &std::ops::Range<usize>) -> bool {
    let sources = passage.text[words.clone()].to_lowercase().ends_with("sources");
    !passage.is_quoted(words.start) && (!sources || SAYS.is_match(passage.after(words.end)))
}

fn find(sheet: &Sheet<'_>, found: &mut Vec<Diagnostic>) {
    let mut pages: BTreeMap<u32, Vec<(Span, &str)>> = BTreeMap::new();
    for passage in sheet.prose() {
        let spots = sheet.setting.lexicon.weasels.find(passage.text);
        let Some(spot) = spots.into_iter().find(|spot| speaks(passage, &spot.range)) else { continue };
        if passage.noted || SOURCED.is_match(passage.text) {
            continue;
        }
        let span = sheet.span(passage, spot.range.clone());
        let page = sheet.document.page(&span.range());
        pages.entry(page).or_default().push((span, &passage.text[spot.range]));
    }
    for spots in pages.values() {
        let Some((first, word)) = spots.first() else { continue };
        let message = match spots.len() {
            1 => format!("\"{word}\": who? no source is named in the sentence"),
            count => format!("\"{word}\": who? {count} sentences of this page name nobody"),
        };
        let mut diagnostic = Diagnostic::new(CODE, Grade::Note, message).at(*first, "");
        for (span, word) in spots.iter().skip(1).take(4) {
            diagnostic = diagnostic.with_other(*span, format!("{word}: who?"));
        }
        found.push(diagnostic.with_help("name the speaker or the source"));
    }
}
