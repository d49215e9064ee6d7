//! An acronym that the document does not explain.
//!
//! An acronym of two to six capitals must be spelt out once: "Free Trade Pact (FTP)", "FTP (Free Trade Pact)", "the
//! Free Trade Pact, or FTP", "FTP = Free Trade Pact", or words before it in the same sentence
//! whose initials it is. It is asked about once, at its first use. Those that style books treat as words
//! (`acronyms.toml`) are common ground. Titles of documents cited by number and author, and thanks to colleagues, are not
//! the text's own words.
//!
//! Grade: query.
//!
//! False alarms: names that only look like acronyms (brands, codes of tables). Nothing to do.

use std::collections::BTreeSet;

use demarche_brief::wording::{self, acronyms, in_parentheses};
use demarche_diagnostic::{Diagnostic, Grade};
use demarche_read::Role;

use super::declare;
use crate::pattern::lazy;
use crate::sheet::{Passage, Sheet};

declare!("D1061", Query, "an acronym is not explained", "d1061_acronym.rs");

lazy! {
    OPENED = r"\([“\x22]?([A-Z]{2,6})s?\b";
    // The short title of a law: "the CARES Act", "the TAKE IT DOWN Act".
    ACT = r"^(\s+[A-Z]{2,})*\s+Act\b";
    // What a craft's name stands behind: "the container ships ABC Swallow and ABC Tern".
    CRAFT = r"(?i)\b(ships?|vessels?|tankers?|carriers?|ferry|ferries|boats?|aircraft|satellites?)\s+$";
    // A document cited by number, title and author: its title is not the text's own words.
    CITED = r"\b([A-Z]{1,5}-?\d[\d-]{3,}|\d{2,}-\d{2,}),\s.+?,\sby\s[A-Z]";
    // What makes an acronym the name of a firm.
    FIRM = r"^\s+(?i:systems|inc|corp|corporation|group|plc|ltd|llc|bank|airlines|motors|energy)\b";
    GLOSSED = r"\b([A-Z]{2,6})s?\s*(=|:|\(|—|–)\s*[“]?[A-Za-z]{3}";
}

fn find(sheet: &Sheet<'_>, found: &mut Vec<Diagnostic>) {
    let mut known: BTreeSet<&str> = sheet.setting.citations.acronyms.iter().map(String::as_str).collect();
    for passage in &sheet.passages {
        known.extend(in_parentheses(passage.text).flat_map(|word| acronyms(word).map(|(_, word)| word).collect::<Vec<_>>()));
        known.extend(OPENED.captures_iter(passage.text).filter_map(|found| found.get(1)).map(|word| word.as_str()));
        known.extend(GLOSSED.captures_iter(passage.text).filter_map(|found| found.get(1)).map(|word| word.as_str()));
        known.extend(acronyms(passage.text).filter(|(at, word)| spelt_by_initials(&passage.text[..*at], word)).map(|(_, word)| word));
    }
    let brands = shouted_names(sheet);
    let mut thanks = false;
    for passage in &sheet.passages {
        if let Role::Heading { .. } = passage.role {
            thanks = passage.text.starts_with("Acknowledg");
        }
        if thanks || !is_running_text(passage) {
            continue;
        }
        for (at, word) in acronyms(passage.text) {
            if CITED.find_iter(passage.text).any(|cited| cited.range().contains(&at)) {
                continue;
            }
            let plural = word.strip_suffix('S').unwrap_or(word);
            if known.contains(word) || known.contains(plural) || brands.contains(word) || is_label(passage.text, at, word) {
                continue;
            }
            known.insert(word);
            let message = format!("what {word} stands for is said nowhere");
            let diagnostic = sheet.about(CODE, Grade::Query, passage, at..at + word.len(), message);
            found.push(diagnostic.with_help(format!("spell it out at its first use: \"full words ({word})\"")));
        }
    }
}

/// Paragraphs and lists that are not themselves all in capitals.
fn is_running_text(passage: &Passage<'_>) -> bool {
    let letters = passage.text.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = passage.text.chars().filter(|c| c.is_uppercase()).count();
    matches!(passage.role, Role::Body | Role::List) && capitals * 2 < letters
}

/// Whether the last words before an acronym have its letters as initials, small words left out or not.
fn spelt_by_initials(before: &str, acronym: &str) -> bool {
    let words: Vec<&str> = before.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let recent = &words[words.len().saturating_sub(3 * acronym.len())..];
    initials(recent, acronym)
}

/// Whether the initials of some run of words, of which small ones may be skipped, spell the acronym.
pub(super) fn initials(words: &[&str], acronym: &str) -> bool {
    let fits = |from: usize| {
        let mut letters = acronym.chars().peekable();
        let mut skipped = 0;
        for word in &words[from..] {
            let Some(letter) = letters.peek() else { break };
            if word.chars().next().is_some_and(|first| first.to_uppercase().eq(letter.to_uppercase())) {
                letters.next();
            } else if word.starts_with(char::is_lowercase) && word.len() <= 4 && skipped < 3 {
                skipped += 1;
            } else {
                return false;
            }
        }
        letters.peek().is_none()
    };
    (0..words.len()).any(|from| words[from].starts_with(char::is_uppercase) && fits(from))
}

/// Words in capitals that stand beside other long words in capitals: brands and titles, "BLUE STAR".
fn shouted_names<'a>(sheet: &Sheet<'a>) -> BTreeSet<&'a str> {
    let mut names = BTreeSet::new();
    for passage in &sheet.passages {
        let words: Vec<&str> = passage.text.split(|c: char| c.is_whitespace() || c == '-').map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())).collect();
        let shouted = |word: &str| word.len() >= 3 && word.chars().all(char::is_uppercase);
        for two in words.windows(2) {
            if shouted(two[0]) && shouted(two[1]) && (two[0].len() > 3 || two[1].len() > 3) {
                names.extend([two[0], two[1]]);
            }
        }
    }
    names
}

/// Whether capitals are a mark rather than words: of a party and state, a code with digits, a first name, a law's short
/// title, a ship, an address; or somebody's in quotation marks.
fn is_label(text: &str, at: usize, word: &str) -> bool {
    let (before, after) = (&text[..at], &text[at + word.len()..]);
    let follows = after.trim_start();
    before.ends_with(['-', '–', '/', '.', '@', '&', '_'])
        || before.trim_end().ends_with(|c: char| c.is_ascii_digit())
        || ACT.is_match(after)
        || FIRM.is_match(after)
        || CRAFT.is_match(before) && follows.starts_with(char::is_uppercase)
        || wording::is_quoted(text, at)
        || after.starts_with(['-', '–', '/', '.', '@', '&', '_']) && after[1..].starts_with(|c: char| c.is_ascii_alphanumeric())
        || follows.trim_start_matches(['-', '–', ' ']).starts_with(|c: char| c.is_ascii_digit())
        || word.len() == 2 && follows.starts_with(char::is_uppercase) && follows.chars().nth(1).is_some_and(char::is_lowercase)
        || word.len() == 2 && (before.ends_with(", ") || before.ends_with('('))
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_skip_small_words_only() {
        assert!(initials(&["Republic", "of", "Norland"], "RN"));
        assert!(initials(&["the", "National", "Ferry", "Act"], "NFA"));
        assert!(!initials(&["National", "Harbour", "Ferry", "Act"], "NFA"));
    }
}
