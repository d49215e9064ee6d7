//! Sentences: where a paragraph's words part.
//!
//! English prose of the kind that briefs are written in: a sentence ends at `.`,
//! `!` or `?`, with closing quotes and brackets, before white space and something
//! that can begin a sentence. Abbreviations and initials do not end one ("U.S.
//! troops", "No. 5", "J. Smith", "U.S.-Norland"), unless nothing else could.

use std::ops::Range;

/// The sentences of a paragraph as byte ranges without white space around them.
pub(crate) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        if at < start || !matches!(c, '.' | '!' | '?' | '…') {
            continue;
        }
        let end = closed(text, at + c.len_utf8());
        if ends_here(text, at, c, end) {
            push(text, start..end, &mut found);
            start = end;
        }
    }
    push(text, start..text.len(), &mut found);
    found
}

fn push(text: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let words = &text[range.clone()];
    let start = range.start + (words.len() - words.trim_start().len());
    let end = start + words.trim().len();
    if start < end {
        found.push(start..end);
    }
}

/// Past further end marks, closing quotes and brackets.
fn closed(text: &str, from: usize) -> usize {
    let closing = |c: char| matches!(c, '.' | '!' | '?' | '"' | '\'' | '”' | '’' | ')' | ']' | '»');
    text[from..].find(|c| !closing(c)).map_or(text.len(), |length| from + length)
}

fn ends_here(text: &str, at: usize, mark: char, end: usize) -> bool {
    let rest = &text[end..];
    if !rest.is_empty() && !rest.starts_with(char::is_whitespace) {
        return false;
    }
    let next = rest.trim_start();
    if next.is_empty() {
        return true;
    }
    let opening = |c: char| matches!(c, '"' | '\'' | '“' | '‘' | '(' | '[' | '«');
    let first = next.trim_start_matches(opening).chars().next();
    let begins =
        first.is_some_and(|c| c.is_uppercase() || c.is_ascii_digit() || (c.is_alphabetic() && !c.is_lowercase()));
    if !begins {
        return false;
    }
    mark != '.' || end > at + 1 && !text[at + 1..end].starts_with('.') || !is_abbreviation(text, at, next)
}

/// Whether the dot at `at` belongs to an abbreviation; `next` is what follows.
fn is_abbreviation(text: &str, at: usize, next: &str) -> bool {
    let word_start = text[..at]
        .rfind(|c: char| !(c.is_alphanumeric() || c == '.'))
        .map_or(0, |before| before + text[before..].chars().next().map_or(1, char::len_utf8));
    let word = &text[word_start..at];
    let last = word.rsplit('.').next().unwrap_or(word);
    let next_word: String = next.chars().take_while(|c| c.is_alphanumeric()).collect();
    if word.contains('.') && last.chars().count() <= 2 && last.chars().all(char::is_alphabetic) {
        // "U.S." may end a sentence: it does before a word that only begins one.
        return !STARTERS.contains(&next_word.as_str());
    }
    if last.chars().count() == 1 && last.chars().all(char::is_uppercase) {
        return true;
    }
    let before_number = next.starts_with(|c: char| c.is_ascii_digit());
    let lower = word.to_lowercase();
    TITLES.contains(&lower.as_str()) || (before_number && BEFORE_NUMBERS.contains(&lower.as_str()))
}

/// Abbreviations that always stand before a name or go on.
const TITLES: [&str; 34] = [
    "mr", "mrs", "ms", "dr", "prof", "gen", "lt", "col", "maj", "capt", "sgt", "adm", "sen", "rep", "reps", "sens",
    "gov", "amb", "sec", "st", "mt", "ft", "hon", "rev", "pres", "vs", "cf", "approx", "est", "e.g", "i.e", "viz",
    "messrs", "supt",
];

/// Abbreviations that go on before a number only; before a word they end the sentence.
const BEFORE_NUMBERS: [&str; 35] = [
    "no", "nos", "art", "arts", "secs", "para", "paras", "p", "pp", "fig", "figs", "vol", "ch", "res", "ca", "c",
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "stat", "rept", "pub", "l",
    "app", "ex", "op",
];

/// Words that, capitalised after an abbreviation, begin a sentence.
const STARTERS: [&str; 42] = [
    "The", "A", "An", "In", "On", "At", "It", "Its", "He", "She", "They", "His", "Her", "Their", "This", "These",
    "That", "Those", "But", "And", "However", "Although", "Though", "While", "When", "Since", "After", "Before", "As",
    "For", "By", "With", "If", "Some", "Many", "Most", "Both", "To", "From", "There", "We", "Under",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn abbreviations_do_not_end_sentences() {
        for whole in [
            "The U.S. troops stay.",
            "The U.S.-Norland treaty holds.",
            "See No. 5 and Sec. 232 of the act.",
            "On Jan. 29, 2019, J. Smith spoke.",
            "Prof. Dr. A. B. Jensen spoke to Mr. Berg.",
            "It cost $9.3 billion in 2017.",
            "It holds (e.g. Sudland) for now.",
            "He called it a \"basic redoing.\" of nothing",
            "They wait ... and see.",
            "Ties with the U.S. Navy grew.",
        ] {
            assert_eq!(cut(whole), [whole]);
        }
    }

    #[test]
    fn sentences_part_at_their_ends() {
        assert_eq!(cut("One. Two!  Three? 4 is next."), ["One.", "Two!", "Three?", "4 is next."]);
        assert_eq!(cut("He said \"stay.\" She left."), ["He said \"stay.\"", "She left."]);
        assert_eq!(cut("It left the U.S. The rest stayed."), ["It left the U.S.", "The rest stayed."]);
        assert_eq!(cut("It came in 2018. Trade grew."), ["It came in 2018.", "Trade grew."]);
        assert_eq!(cut("He said no. Nobody left."), ["He said no.", "Nobody left."]);
        assert_eq!(cut("Norland (or N). Sudland (or S)."), ["Norland (or N).", "Sudland (or S)."]);
        assert_eq!(cut("  "), Vec::<&str>::new());
    }
}
