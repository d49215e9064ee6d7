//! Single faults: one change to one file each.

mod evidence;
mod harmless;
mod prose;
mod statements;
mod whole;

use std::collections::BTreeSet;
use std::ops::Range;

use super::raw::Raw;
use super::reach::Thing;

/// One fault.
pub struct Variant {
    /// Its class, as the table prints it.
    pub class: &'static str,
    /// What was done, in words.
    pub what: String,
    /// The file that is changed.
    pub file: String,
    /// How.
    pub change: Change,
    /// The place that is concerned, in the file as it was: a block, a line, a few words.
    pub around: Range<usize>,
    /// What it alters.
    pub alters: Alters,
}

/// A change to one file.
pub enum Change {
    /// Other text in these places, ascending and apart.
    Splice(Vec<(Range<usize>, String)>),
    /// Other bytes.
    Bytes(Vec<u8>),
    /// The file taken away.
    Remove,
}

/// What a fault alters: by this, harm is judged.
pub enum Alters {
    /// Words that are printed, here in the brief.
    Print(Range<usize>),
    /// Inputs; harmful where one is reachable from something printed.
    Inputs(Vec<Thing>),
    /// Every input in the file.
    File,
    /// Nothing that a reader could mean: the output must keep every byte.
    Nothing,
}

impl Variant {
    /// The file's bytes with the fault, and the concerned place in them; `None` where the file is taken away.
    pub fn apply(&self, raw: &Raw) -> Option<(Vec<u8>, Range<usize>)> {
        let old = raw.files.get(&self.file).map_or(&[][..], Vec::as_slice);
        match &self.change {
            Change::Remove => None,
            Change::Bytes(bytes) => Some((bytes.clone(), 0..bytes.len())),
            Change::Splice(edits) => {
                let mut bytes = Vec::with_capacity(old.len() + 64);
                let mut at = 0;
                let (mut start, mut end) = (self.around.start, self.around.end);
                for (range, text) in edits {
                    bytes.extend_from_slice(&old[at..range.start]);
                    bytes.extend_from_slice(text.as_bytes());
                    at = range.end;
                    let moved = |place: usize| (place + text.len()).saturating_sub(range.len());
                    if range.end <= self.around.start && range.start < self.around.start {
                        start = moved(start);
                    }
                    if range.end <= self.around.end {
                        end = moved(end);
                    }
                }
                bytes.extend_from_slice(&old[at..]);
                Some((bytes, start..end.max(start)))
            }
        }
    }
}

/// Every fault in the order of classes, files and places; two that give the same bytes count once.
pub fn all(raw: &Raw) -> Vec<Variant> {
    let mut found = Vec::new();
    prose::faults(raw, &mut found);
    statements::faults(raw, &mut found);
    evidence::faults(raw, &mut found);
    whole::faults(raw, &mut found);
    harmless::faults(raw, &mut found);
    let mut met = BTreeSet::new();
    found.retain(|variant| {
        let bytes = variant.apply(raw).map(|(bytes, _)| bytes);
        let same = bytes.as_ref() == raw.files.get(&variant.file);
        !same && met.insert((variant.file.clone(), bytes.map(|bytes| hash(&bytes))))
    });
    found
}

/// FNV-1a, 128 bits.
fn hash(bytes: &[u8]) -> u128 {
    bytes.iter().fold(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d, |hash, byte| {
        (hash ^ u128::from(*byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
    })
}

/// One place changed.
fn splice(range: Range<usize>, text: impl Into<String>) -> Change {
    Change::Splice(vec![(range, text.into())])
}

/// The digit that stands in another's place: one more, 8 for 9.
fn other_digit(digit: u8) -> char {
    if digit == b'9' { '8' } else { char::from(digit + 1) }
}

/// Places of the digits in a range.
fn digits(text: &str, range: Range<usize>) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    range.filter(|at| bytes[*at].is_ascii_digit())
}

/// An id with its last letter that is one moved on in the alphabet.
fn misspelt(id: &str) -> String {
    let at = id.bytes().rposition(|byte| byte.is_ascii_alphabetic());
    id.char_indices()
        .map(|(here, c)| match c {
            _ if Some(here) != at => c,
            'z' | 'Z' => 'x',
            _ => char::from(c as u8 + 1),
        })
        .collect()
}

/// Places of a word that stands alone.
fn whole_words<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    let alone = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    text.match_indices(word)
        .map(|(at, _)| at)
        .filter(move |at| alone(text[..*at].chars().next_back()) && alone(text[at + word.len()..].chars().next()))
}

/// A year moved by some years; the rest of a date stays.
fn moved_year(date: &str, years: i32) -> Option<String> {
    let (year, rest) = (date.get(..4)?, date.get(4..)?);
    let moved = year.parse::<i32>().ok()? + years;
    // 29 February is not in every year.
    let rest = if rest.starts_with("-02-29") { rest.replacen("-02-29", "-02-28", 1) } else { rest.to_owned() };
    Some(format!("{moved:04}{rest}"))
}
