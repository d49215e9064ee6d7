//! Marks: the signs that lead from a word or sentence to a note.
//!
//! Readers write raised digits as such ("³"). Most are signs of notes, some are exponents. A sign
//! is told by its place: after a word or the stop of a sentence, or before a note that begins with it.

use std::collections::BTreeMap;

use crate::document::{Document, Mark, Role};

/// The marks of a document whose text, blocks and sentences are complete, in reading order.
pub(crate) fn find(document: &Document) -> Vec<Mark> {
    let notes = notes(document);
    let mut marks = Vec::new();
    for (at, block) in document.blocks.iter().enumerate() {
        if matches!(block.role, Role::Header | Role::Footer) {
            continue;
        }
        let words = document.words(&block.text);
        let own = if is_note(block.role) { own_sign(words).map_or(0, |(_, end)| end) } else { 0 };
        for (from, sign) in signs(words).filter(|&(from, _)| from >= own) {
            let known = notes.get(sign).map_or(&[][..], Vec::as_slice);
            let start = block.text.start + from;
            if !is_exponent(&words[..from], sign) && (!known.is_empty() || follows_words(&words[..from])) {
                let after = known.partition_point(|&note| note <= at);
                marks.push(Mark {
                    text: start..start + sign.len(),
                    sentence: sentence(document, at, start),
                    note: known.get(after).or(known.last()).copied(),
                });
            }
        }
    }
    marks
}

/// A raised digit, as a note's sign is.
pub(crate) fn is_raised(c: char) -> bool {
    matches!(c, '⁰' | '¹' | '²' | '³' | '⁴'..='⁹')
}

/// What is left of words when the signs before the first of them are taken off.
///
/// They belong to the sentence before, or are a note's own. A digit that touches a word is a part of it ("¹⁴C").
pub(crate) fn unsigned(words: &str) -> &str {
    let rest = words.trim_start_matches(|c: char| is_raised(c) || matches!(c, '[' | ']' | ',' | ' '));
    let taken = &words[..words.len() - rest.len()];
    let parted = rest.is_empty() || taken.ends_with([' ', ']']);
    let signed = taken.contains(is_raised) && taken.starts_with(|c| is_raised(c) || c == '[');
    if parted && signed { rest } else { words }
}

fn is_note(role: Role) -> bool {
    matches!(role, Role::Footnote | Role::FigureNote)
}

/// Blocks that are notes, by the sign that they begin with.
fn notes(document: &Document) -> BTreeMap<&str, Vec<usize>> {
    let mut notes: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, block) in document.blocks.iter().enumerate().filter(|(_, block)| is_note(block.role)) {
        if let Some((sign, _)) = own_sign(document.words(&block.text)) {
            notes.entry(sign).or_default().push(at);
        }
    }
    notes
}

/// The sign that a note begins with, and where it ends.
fn own_sign(words: &str) -> Option<(&str, usize)> {
    let (from, sign) = signs(words).next().filter(|&(from, _)| words[..from].trim_matches(['[', ' ']).is_empty())?;
    Some((sign, from + sign.len()))
}

/// Stretches of raised digits, each with its offset.
fn signs(words: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let from = at + words[at..].find(is_raised)?;
        let rest = &words[from..];
        let sign = &rest[..rest.find(|c| !is_raised(c)).unwrap_or(rest.len())];
        at = from + sign.len();
        Some((from, sign))
    })
}

/// "km²": a unit of length before a 2 or a 3.
fn is_exponent(before: &str, sign: &str) -> bool {
    const LENGTHS: [&str; 9] = ["m", "km", "cm", "mm", "ft", "mi", "yd", "nm", "dm"];
    let word = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    matches!(sign, "²" | "³") && LENGTHS.contains(&word)
}

/// After a word of at least three letters, a stop, a closing bracket or quotation mark; not after a digit or symbol.
fn follows_words(before: &str) -> bool {
    let before = before.trim_end_matches('[');
    match before.chars().next_back() {
        Some('.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '”' | '’' | '"' | '\'' | '—') => true,
        Some(c) if c.is_alphabetic() => {
            before.rsplit(|c: char| !c.is_alphabetic()).next().is_some_and(|word| word.chars().count() >= 3)
        }
        _ => false,
    }
}

/// The sentence that a mark stands in, or right behind.
fn sentence(document: &Document, block: usize, at: usize) -> Option<usize> {
    let later = document.sentences.partition_point(|sentence| sentence.text.start <= at);
    later.checked_sub(1).filter(|&sentence| document.sentences[sentence].block == block)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(markdown: &str) -> Vec<(String, Option<String>, Option<String>)> {
        let document = crate::read(markdown.as_bytes(), "a.md").value;
        let said = |mark: &Mark| {
            let words = |range: &std::ops::Range<usize>| document.words(range).to_owned();
            let sentence = mark.sentence.map(|at| words(&document.sentences[at].text));
            (words(&mark.text), sentence, mark.note.map(|at| words(&document.blocks[at].text)))
        };
        document.marks.iter().map(said).collect()
    }

    #[test]
    fn a_mark_belongs_to_the_sentence_before_it_and_leads_to_its_note() {
        let found = marks(
            "Two ferries[^a] sail. One stops.[^b] It lies in dock.\n\n[^a]: Counted in May.\n\n[^b]: Since June.\n",
        );
        let of = |text: &str| Some(text.to_owned());
        assert_eq!(
            found,
            [
                ("¹".to_owned(), of("Two ferries¹ sail."), of("¹ Counted in May.")),
                ("²".to_owned(), of("One stops."), of("² Since June.")),
            ]
        );
    }

    #[test]
    fn exponents_are_no_marks() {
        assert_eq!(marks("The bay has 40 km² and 10⁹ litres of CO² in m³.").len(), 0);
        assert_eq!(marks("The bay is deep.⁴ It is wide²²).").len(), 2);
    }

    #[test]
    fn signs_are_taken_off_before_words_alone() {
        assert_eq!(unsigned("¹² New words"), "New words");
        assert_eq!(unsigned("[³] New words"), "New words");
        assert_eq!(unsigned("¹⁴C dates it"), "¹⁴C dates it");
        assert_eq!(unsigned("[sic] it says"), "[sic] it says");
        assert_eq!(unsigned("⁵"), "");
    }
}
