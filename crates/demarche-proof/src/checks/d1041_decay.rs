//! A word that holds for a while only.
//!
//! "Currently", "recently", "pending" and "next year" are true of a date. Counted from the document's date, each is good
//! for the days that `decay.toml` gives it. Before that day the sentence is listed as a note with the day, so
//! that a calendar can take it up; from that day on it is *due*. A sentence that says "as of" a date gives its own, and
//! words in quotation marks are somebody's. So are possibilities ("may continue to"), and words good for years.
//! "Ongoing costs" recur and do not wear off.
//!
//! False alarms: the word in another sense, or in a sentence about the past. Give the date instead of the word.

use demarche_diagnostic::{Diagnostic, Grade};
use jiff::ToSpan;

use super::declare;
use crate::pattern::lazy;
use crate::sheet::{Passage, Sheet};

declare!("D1041", Due, "a word holds for a while only", "d1041_decay.rs");

lazy! {
    AS_OF = r"(?i)\bas of (early |mid-?|late )?([A-Z][a-z]+ )?(\d|January|February|March|April|May|June|July|August|September|October|November|December)";
    // "Ongoing costs" come back every year, whatever the year.
    RECURRENT = r"(?i)^ongoing\s+(costs?|funding|expenses?|expenditures?|maintenance|payments?|basis)\b";
}

fn find(sheet: &Sheet<'_>, found: &mut Vec<Diagnostic>) {
    let Some(dated) = sheet.dated else { return };
    for passage in sheet.prose().filter(|passage| !AS_OF.is_match(passage.text)) {
        let words = sheet.setting.lexicon.decay.find(passage.text);
        let standing = words.into_iter().filter(|spot| spot.row.days <= LONGEST && !is_possible(passage, spot.range.start));
        let standing = standing.filter(|spot| !RECURRENT.is_match(passage.after(spot.range.start)));
        let standing = standing.filter(|spot| !passage.is_quoted(spot.range.start) && !is_part_of_a_name(passage, &spot.range));
        let Some(spot) = standing.min_by_key(|spot| spot.row.days) else { continue };
        let Ok(dies) = dated.checked_add(i64::from(spot.row.days).days()) else { continue };
        let word = &passage.text[spot.range.clone()];
        let (grade, message) = if sheet.setting.as_of > dies {
            let age = (sheet.setting.as_of - dated).get_days();
            (Grade::Due, format!("\"{word}\" was written {age} days ago: {}", spot.row.why))
        } else {
            (Grade::Note, format!("\"{word}\" is good until {dies}: {}", spot.row.why))
        };
        let diagnostic = sheet.about(CODE, grade, passage, spot.range, message);
        found.push(diagnostic.with_help("give the date instead, or bring the sentence up to date"));
    }
}

/// Words of longer life ("new", "modern") say too little about a day without a statement that they rest on.
const LONGEST: u32 = 365;

/// Whether the verb is one of possibility: "may continue to", "will remain".
fn is_possible(passage: &Passage<'_>, at: usize) -> bool {
    const MODALS: [&str; 12] =
        ["may", "might", "could", "can", "would", "will", "should", "must", "to", "would", "shall", "not"];
    let before = passage.before(at).trim_end();
    MODALS.contains(&before.rsplit(' ').next().unwrap_or_default())
}

/// Whether the word is capitalised inside a sentence, as in the name of a place or a law.
fn is_part_of_a_name(passage: &Passage<'_>, range: &std::ops::Range<usize>) -> bool {
    let capital = passage.after(range.start).starts_with(char::is_uppercase);
    let inside = !passage.before(range.start).trim_end().trim_end_matches(['“', '"', '•', '(']).trim_end().is_empty();
    let name_follows = passage.after(range.end).trim_start().starts_with(char::is_uppercase);
    let joined = passage.after(range.end).starts_with('-') || passage.before(range.start).ends_with('-');
    joined || capital && (inside || name_follows)
}
