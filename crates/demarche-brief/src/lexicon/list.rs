//! Word lists: rows found in a text by any of their spellings.

use std::collections::BTreeMap;
use std::ops::Range;

use rustc_hash::FxHashMap;

/// A row that is found by its spellings.
pub trait Spelled {
    /// Spellings; case and the width of white space do not matter.
    fn words(&self) -> &[String];
}

/// Rows, findable in a text: whole words only, the longest spelling at a place wins.
#[derive(Clone, Debug)]
pub struct WordList<T> {
    rows: Vec<T>,
    /// First word of a spelling, lower case, to whole spellings with their row, longest first.
    index: FxHashMap<String, Vec<(String, usize)>>,
    /// Which bytes begin a spelling, in either case: most places of a text are told apart by one look.
    begins: ByteSet,
}

/// A set of bytes.
#[derive(Clone, Debug, Default)]
struct ByteSet([u64; 4]);

impl ByteSet {
    fn insert(&mut self, byte: u8) {
        self.0[usize::from(byte >> 6)] |= 1 << (byte & 63);
    }

    fn contains(&self, byte: u8) -> bool {
        self.0[usize::from(byte >> 6)] & 1 << (byte & 63) != 0
    }
}

/// A row found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot<'a, T> {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// The row.
    pub row: &'a T,
}

impl<T> Default for WordList<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), index: FxHashMap::default(), begins: ByteSet::default() }
    }
}

impl<T: Spelled> WordList<T> {
    /// A list of rows; where two share a spelling the first is found.
    pub fn new(rows: Vec<T>) -> Self {
        let mut index: BTreeMap<String, Vec<(String, usize)>> = BTreeMap::new();
        for (at, row) in rows.iter().enumerate() {
            for words in row.words() {
                let words = words.to_lowercase();
                index.entry(first_word(&words).to_owned()).or_default().push((words, at));
            }
        }
        for spellings in index.values_mut() {
            spellings.sort_by_key(|(words, row)| (std::cmp::Reverse(words.len()), *row));
        }
        let mut begins = ByteSet::default();
        for byte in index.keys().filter_map(|word| word.bytes().next()) {
            begins.insert(byte);
            begins.insert(byte.to_ascii_uppercase());
        }
        Self { rows, index: index.into_iter().collect(), begins }
    }

    /// The rows, in the order of the file.
    pub fn rows(&self) -> &[T] {
        &self.rows
    }

    /// Every row in `text`, from left to right, none inside another.
    pub fn find<'a>(&'a self, text: &str) -> Vec<Spot<'a, T>> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < text.len() {
            let Some(rest) = text.get(at..) else { break };
            let begins = self.begins.contains(text.as_bytes()[at]);
            if begins
                && !text[..at].ends_with(char::is_alphanumeric)
                && let Some((row, length)) = self.at_start(rest)
            {
                found.push(Spot { range: at..at + length, row });
                at += length;
            } else {
                at += rest.chars().next().map_or(1, char::len_utf8);
            }
        }
        found
    }

    /// The row whose spelling starts `text`, with the bytes that it takes; longest first, whole words only.
    pub fn at_start(&self, text: &str) -> Option<(&T, usize)> {
        if !text.bytes().next().is_some_and(|byte| self.begins.contains(byte)) {
            return None;
        }
        let first = first_word(text);
        if first.len() > LONGEST_WORD {
            return None;
        }
        let spellings = self.index.get(lower(first, &mut [0; LONGEST_WORD])?)?;
        spellings.iter().find_map(|(words, row)| Some((&self.rows[*row], spelt(text, words)?)))
    }
}

/// Longer words are never looked up.
const LONGEST_WORD: usize = 80;

/// A word in lower case, without an allocation; ASCII letters only, since no spelling begins with another capital.
fn lower<'b>(word: &str, buffer: &'b mut [u8; LONGEST_WORD]) -> Option<&'b str> {
    let room = buffer.get_mut(..word.len())?;
    room.copy_from_slice(word.as_bytes());
    room.make_ascii_lowercase();
    std::str::from_utf8(room).ok()
}

/// The letters and digits at the start, or else the one sign there.
fn first_word(text: &str) -> &str {
    let letters = text.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(text.len());
    let end = match text.as_bytes().get(letters) {
        Some(byte) if !byte.is_ascii() => text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len()),
        _ => letters,
    };
    match text.chars().next() {
        Some(sign) if end == 0 => &text[..sign.len_utf8()],
        _ => &text[..end],
    }
}

/// How many bytes at the start of `text` spell `words`, which is lower case; one space there is any white space here.
fn spelt(text: &str, words: &str) -> Option<usize> {
    let mut rest = text.char_indices().peekable();
    for wanted in words.chars() {
        let (_, c) = rest.next()?;
        let same = match wanted {
            ' ' => c.is_whitespace(),
            '\'' => matches!(c, '\'' | '’'),
            '-' => matches!(c, '-' | '‐' | '‑' | '–'),
            _ => c == wanted || c.to_lowercase().eq(std::iter::once(wanted)),
        };
        if !same {
            return None;
        }
        while wanted == ' ' && rest.next_if(|(_, c)| c.is_whitespace()).is_some() {}
    }
    let end = rest.peek().map_or(text.len(), |(at, _)| *at);
    let word_goes_on = words.ends_with(char::is_alphanumeric) && rest.peek().is_some_and(|(_, c)| c.is_alphanumeric());
    (!word_goes_on).then_some(end)
}

macro_rules! spelled {
    ($($row:ident)*) => {$(
        impl Spelled for super::$row {
            fn words(&self) -> &[String] {
                &self.words
            }
        }
    )*};
}

impl Spelled for demarche_terms::Hedge {
    fn words(&self) -> &[String] {
        &self.words
    }
}

spelled! { TenseWord DecayWord DirectionWord PlainRow LoadedWord LikelihoodWord CitationWord Superlative StatusWord UnitWord ScaleWord CurrencyWord PartWord }

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::PlainRow;

    fn list(words: &[&[&str]]) -> WordList<PlainRow> {
        let row = |words: &&[&str]| PlainRow {
            words: words.iter().map(|w| (*w).to_owned()).collect(),
            source: String::new(),
        };
        WordList::new(words.iter().map(row).collect())
    }

    fn found(list: &WordList<PlainRow>, text: &str) -> Vec<String> {
        list.find(text).into_iter().map(|spot| text[spot.range].to_owned()).collect()
    }

    #[test]
    fn the_longest_spelling_is_found_on_whole_words() {
        let list = list(&[&["more"], &["more than"], &["won't last"]]);
        assert_eq!(
            found(&list, "More  than most, moreover; more. It won’t last"),
            ["More  than", "more", "won’t last"]
        );
    }

    #[test]
    fn signs_are_words_of_their_own() {
        assert_eq!(found(&list(&[&["us$", "$"]]), "US$5, $6"), ["US$", "$"]);
    }
}
