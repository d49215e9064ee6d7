//! Sentences: where one ends and the next begins.
//!
//! The cuts are those of `sentencex`, less the ones after an abbreviation of
//! `data/abbreviations.txt` that cannot end a sentence before what follows it.
//! A heading, a cell, a line of authors is one sentence however it is written.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use sentencex::languages::Language;

use crate::document::{Block, Document, Role, Sentence};
use crate::{limits, marks, parallel};

/// What must follow an abbreviation for the sentence to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Follows {
    Any,
    Number,
    Name,
    Lower,
}

static ABBREVIATIONS: LazyLock<BTreeMap<&'static str, Follows>> = LazyLock::new(|| {
    include_str!("../data/abbreviations.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .map(|(word, follows)| {
            let follows = match follows {
                "number" => Follows::Number,
                "name" => Follows::Name,
                "lower" => Follows::Lower,
                _ => Follows::Any,
            };
            (word, follows)
        })
        .collect()
});

/// The sentences of a document whose text and blocks are complete.
pub(crate) fn cut(document: &Document) -> Vec<Sentence> {
    let blocks: Vec<(usize, &[Block])> = document.blocks.chunks(CHUNK).enumerate().collect();
    let cuts = parallel::each(blocks, |(chunk, blocks)| {
        let language = sentencex::language_factory("en");
        let mut out = Vec::new();
        for (drawn, block) in blocks.iter().zip(chunk * CHUNK..) {
            of_block(&document.text, block, drawn, language.as_ref(), &mut out);
        }
        out
    });
    let mut cuts = cuts.into_iter();
    let mut sentences = cuts.next().unwrap_or_default();
    cuts.for_each(|cuts| sentences.extend(cuts));
    sentences
}

/// So many blocks are cut one after the other.
const CHUNK: usize = 64;

fn of_block(document: &str, block: usize, drawn: &Block, language: &dyn Language, out: &mut Vec<Sentence>) {
    let mut number = 0;
    let mut put = |text| {
        number += 1;
        out.push(Sentence { block, number, text });
    };
    match (&drawn.table, drawn.role) {
        (Some(table), _) => {
            table.rows.iter().flatten().for_each(|cell| within(document, cell.text.clone(), language, &mut put));
        }
        (None, Role::Title | Role::Heading { .. } | Role::Author | Role::Header | Role::Footer) => {
            trimmed(document, drawn.text.clone()).into_iter().for_each(put);
        }
        (None, _) => within(document, drawn.text.clone(), language, &mut put),
    }
}

/// The sentences of a paragraph, as byte ranges without surrounding space.
///
/// ```
/// let text = "Under Sec. 232 of the act, tariffs rose. See H.R. 12, Art. 4. They fell in Oct. 2018.";
/// let cuts: Vec<&str> = demarche_read::sentences(text).into_iter().map(|cut| &text[cut]).collect();
/// assert_eq!(cuts, ["Under Sec. 232 of the act, tariffs rose.", "See H.R. 12, Art. 4.", "They fell in Oct. 2018."]);
/// ```
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut cuts = Vec::new();
    within(text, 0..text.len(), sentencex::language_factory("en").as_ref(), &mut |cut| cuts.push(cut));
    cuts
}

/// Hands over the sentences of a range of a text.
fn within(text: &str, range: Range<usize>, language: &dyn Language, put: &mut impl FnMut(Range<usize>)) {
    let mut start = range.start;
    while start < range.end {
        let end = piece_end(text, start, range.end);
        cut_piece(text, start..end, language, put);
        start = end;
    }
}

/// The end of the next piece that is cut at once: at a space where the paragraph is too long.
fn piece_end(text: &str, start: usize, end: usize) -> usize {
    if end - start <= limits::PARAGRAPH_BYTES {
        return end;
    }
    let mut at = start + limits::PARAGRAPH_BYTES;
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    text[start..at].rfind(' ').map_or(at, |space| start + space + 1)
}

fn cut_piece(text: &str, range: Range<usize>, language: &dyn Language, put: &mut impl FnMut(Range<usize>)) {
    let Some(piece) = text.get(range.clone()) else { return };
    let mut open: Option<Range<usize>> = None;
    for boundary in language.get_sentence_boundaries(piece) {
        let end = (range.start + boundary.end_byte).min(range.end);
        let start = open.take().map_or(range.start + boundary.start_byte, |before| before.start);
        if start >= end || !text.is_char_boundary(start) || !text.is_char_boundary(end) {
            continue;
        }
        if goes_on(text[start..end].trim_end(), text[end..range.end].trim_start()) {
            open = Some(start..end);
        } else {
            trimmed(text, start..end).into_iter().for_each(&mut *put);
        }
    }
    if let Some(rest) = open {
        trimmed(text, rest.start..range.end).into_iter().for_each(put);
    }
}

/// Whether a sentence that seems to end after `before` goes on with `after`.
fn goes_on(before: &str, after: &str) -> bool {
    let Some(first) = after.chars().next() else { return false };
    if before.ends_with("et al.") || before.ends_with("et seq.") {
        return !first.is_uppercase();
    }
    let word = before.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '“' | '"' | '—')).next();
    let Some(follows) = word.and_then(|word| ABBREVIATIONS.get(word)) else { return false };
    match follows {
        Follows::Any => true,
        Follows::Name => first.is_uppercase(),
        Follows::Lower => !first.is_uppercase() && !matches!(first, '“' | '"' | '‘' | '('),
        Follows::Number => first.is_ascii_digit() || first == '§' || is_numeral(after),
    }
}

fn is_numeral(after: &str) -> bool {
    let word: &str = after.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    !word.is_empty() && (word.chars().all(|c| "IVXLC".contains(c)) && word != "I")
}

/// The range without space at either end, and without the signs of notes that belong to the sentence before.
fn trimmed(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let words = text.get(range.clone())?;
    let start = range.start + (words.len() - marks::unsigned(words.trim_start()).len());
    let end = range.start + words.trim_end().len();
    (start < end).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let cuts: Vec<&str> = sentences(text).into_iter().map(|cut| &text[cut]).collect();
        assert_eq!(cuts, expected);
    }

    #[test]
    fn abbreviations_before_numbers_and_names_go_on() {
        check("It cites Sec. 232 and Art. IV. Then it stops.", &["It cites Sec. 232 and Art. IV.", "Then it stops."]);
        check("Gen. Smith met Amb. Jones. They spoke.", &["Gen. Smith met Amb. Jones.", "They spoke."]);
    }

    #[test]
    fn a_country_may_end_a_sentence() {
        check("They trade with the U.S. The pact holds.", &["They trade with the U.S.", "The pact holds."]);
        check("The U.S.-Danish pact of 1951 holds.", &["The U.S.-Danish pact of 1951 holds."]);
    }

    #[test]
    fn the_sign_of_a_note_begins_no_sentence() {
        check("It fell.³ [⁴] Then it rose.⁵", &["It fell.", "Then it rose."]);
    }

    #[test]
    fn offsets_hold_beside_wide_characters() {
        check("Ærø “stays.” Øresund moves.", &["Ærø “stays.”", "Øresund moves."]);
    }
}
