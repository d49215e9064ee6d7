//! Joints: what stands between two lines of a paragraph, and whether a hyphen there belongs to its word.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use super::DraftBlock;
use crate::{limits, parallel, untangle};

/// What stands between two lines of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joint {
    Space,
    Nothing,
    DropHyphen,
}

pub(super) fn joint(done: &str, next: &str, words: &BTreeSet<String>) -> Joint {
    let Some(last) = done.chars().next_back() else { return Joint::Nothing };
    let Some(first) = next.chars().next() else { return Joint::Nothing };
    match last {
        '\u{ad}' => Joint::DropHyphen,
        '-' | '\u{2010}' => hyphen(done, next, words),
        '—' => Joint::Nothing,
        '–' if first.is_ascii_digit() => Joint::Nothing,
        '/' => Joint::Nothing,
        _ if first == '—' => Joint::Nothing,
        _ => Joint::Space,
    }
}

/// A hyphen at a line's end belongs to the word, or was put there to break it.
fn hyphen(done: &str, next: &str, words: &BTreeSet<String>) -> Joint {
    let bare = done.trim_end_matches(['-', '\u{2010}']);
    let broken = Broken::of(done, next);
    let Broken { left, stem, right } = broken;
    if bare.ends_with(char::is_whitespace) || (left.is_empty() && !bare.ends_with(['.', '”', ')'])) {
        return Joint::Space;
    }
    if matches!(right, "and" | "or" | "to" | "versus" | "but") {
        return Joint::Space;
    }
    let breaks = left.chars().all(char::is_lowercase) && right.chars().next().is_some_and(char::is_lowercase);
    if !breaks {
        return Joint::Nothing;
    }
    let [hyphened, whole, ..] = broken.forms();
    let parts_known = || untangle::is_counted(stem) && untangle::is_counted(right);
    if words.contains(&hyphened) || !words.contains(&whole) && (words.contains(stem) || stem.len() > 6) {
        Joint::Nothing
    } else if words.contains(&whole) || !words.contains(right) && !parts_known() {
        Joint::DropHyphen
    } else {
        Joint::Nothing
    }
}

/// A word whose parts stand on two lines.
#[derive(Clone, Copy, Debug)]
struct Broken<'a> {
    /// All that stands before the break.
    left: &'a str,
    /// Its last part, where it holds a hyphen of its own.
    stem: &'a str,
    /// What stands after the break.
    right: &'a str,
}

impl<'a> Broken<'a> {
    fn of(done: &'a str, next: &'a str) -> Self {
        let bare = done.trim_end_matches(['-', '\u{2010}']);
        let left = bare.rsplit(|c: char| !is_word(c)).next().unwrap_or("");
        let right = next.split(|c: char| !is_word(c)).next().unwrap_or("");
        Self { left, stem: left.rsplit('-').next().unwrap_or(left), right }
    }

    /// With its hyphen, without it, and both parts.
    fn forms(self) -> [String; 4] {
        let Self { left, stem, right } = self;
        [format!("{left}-{right}"), format!("{stem}{right}"), stem.to_owned(), right.to_owned()]
    }
}

/// The words that bear on hyphens at line ends and stand unbroken somewhere in the document, lower case.
pub(super) fn known_words(blocks: &[DraftBlock]) -> BTreeSet<String> {
    let lines: Vec<&str> = blocks.iter().flat_map(DraftBlock::all_lines).map(|line| line.text.as_str()).collect();
    let asked = gathered(&lines, asked_words);
    if asked.is_empty() {
        return asked;
    }
    let mut bytes = 0;
    let fits = |line: &&&str| {
        bytes += line.len();
        bytes <= limits::TEXT_BYTES / 8
    };
    let read = lines.iter().take_while(fits).count();
    gathered(&lines[..read], |lines, own| known_among(&asked, lines, own))
}

/// What is found in each stretch of lines, on all cores where there are many.
fn gathered(
    lines: &[&str],
    find: impl Fn(&[&str], Range<usize>) -> BTreeSet<String> + Sync + Send,
) -> BTreeSet<String> {
    let stretches = (0..lines.len()).step_by(STRETCH).map(|from| from..lines.len().min(from + STRETCH)).collect();
    let found = parallel::each_if(lines.len() >= MANY_LINES, stretches, |own| find(lines, own));
    found
        .into_iter()
        .reduce(|mut all, mut own| {
            all.append(&mut own);
            all
        })
        .unwrap_or_default()
}

/// So many lines are worth all cores.
const MANY_LINES: usize = 8_192;
/// So many lines are looked at one after the other.
const STRETCH: usize = 1_024;

/// Those of the words asked for that stand unbroken in some lines of all.
fn known_among(asked: &BTreeSet<String>, lines: &[&str], own: Range<usize>) -> BTreeSet<String> {
    let mut known = BTreeSet::new();
    let mut broken = own.start.checked_sub(1).and_then(|before| lines.get(before)).is_some_and(|line| is_broken(line));
    for text in &lines[own] {
        let whole = text.split(|c: char| !is_word(c)).skip(usize::from(broken)).filter(|word| !word.ends_with('-'));
        for word in whole.filter(|word| word.len() > 1) {
            let small =
                if word.chars().any(char::is_uppercase) { word.to_lowercase().into() } else { Cow::Borrowed(word) };
            if asked.contains(&*small) && !known.contains(&*small) {
                known.insert(small.into_owned());
            }
        }
        broken = is_broken(text);
    }
    known
}

/// What [`hyphen`] will ask for: the parts of every word broken at the end of some lines of all, and the whole with and
/// without its hyphen.
fn asked_words(lines: &[&str], own: Range<usize>) -> BTreeSet<String> {
    let next = &lines[lines.len().min(own.start + 1)..];
    let pairs = lines[own].iter().zip(next).filter(|(line, _)| is_broken(line));
    pairs.flat_map(|(line, next)| Broken::of(line.trim_end(), next.trim_start()).forms()).collect()
}

/// Whether a line may end with the first part of a broken word.
fn is_broken(line: &str) -> bool {
    line.trim_end().ends_with(HYPHENS)
}

/// What may end the first part of a broken word.
const HYPHENS: [char; 3] = ['-', '\u{2010}', '\u{ad}'];

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '-'
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words known of lines that are looked at one after the other.
    fn in_turn(lines: &[&str]) -> BTreeSet<String> {
        let asked = asked_words(lines, 0..lines.len());
        known_among(&asked, lines, 0..lines.len())
    }

    #[test]
    fn words_are_known_alike_whether_lines_are_looked_at_together_or_in_turn() {
        let words: Vec<String> = (0..3 * MANY_LINES)
            .map(|at| match at % 4 {
                0 => format!("A word{} is bro-", at % 977),
                1 => format!("ken{} word{}-", at % 55, (at + 13) % 977),
                2 => format!("word{} Bro-ken{} stands", at % 977, at % 11),
                _ => format!("broken{} here", at % 300),
            })
            .collect();
        let lines: Vec<&str> = words.iter().map(String::as_str).collect();
        let asked = gathered(&lines, asked_words);
        assert_eq!(asked, asked_words(&lines, 0..lines.len()));
        let known = gathered(&lines, |lines, own| known_among(&asked, lines, own));
        assert_eq!(known, in_turn(&lines));
        assert!(known.len() > 100 && known.len() < asked.len(), "{} of {}", known.len(), asked.len());
    }
}
