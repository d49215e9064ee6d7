//! Two editions of one document: which sentences were kept, edited, dropped and added.
//!
//! A sentence is *kept* where the same words stand in both, wherever; of the others a pair that shares more than half
//! of its words is *edited*, nearest pairs first; what is left over was dropped or added. Case, spacing and
//! quotation marks are not words, so another file format is no edit.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use demarche_diagnostic::Diagnostic;
use demarche_read::{Document, Role};
use serde::Serialize;
use similar::{ChangeTag, TextDiff};

/// Every sentence of two editions.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Comparison {
    /// In the order of the newer edition; what was dropped stands where it stood before.
    pub sentences: Vec<Compared>,
}

/// One sentence, or a pair of them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Compared {
    /// What became of it.
    pub fate: Fate,
    /// Where it stands in the older edition's text.
    pub older: Option<Range<usize>>,
    /// Where it stands in the newer edition's text.
    pub newer: Option<Range<usize>>,
    /// Its words, for an edited pair: what stayed, went and came.
    pub words: Vec<Words>,
    /// Codes of what the check had found in it in the older edition.
    pub flagged: Vec<&'static str>,
}

/// What became of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fate {
    /// The same words in both.
    Kept,
    /// Some words changed.
    Edited,
    /// Gone.
    Dropped,
    /// New.
    Added,
}

impl Fate {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Edited => "edited",
            Self::Dropped => "dropped",
            Self::Added => "added",
        }
    }
}

/// Words of an edited sentence that share one fate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Words {
    /// [`Fate::Kept`], [`Fate::Dropped`] or [`Fate::Added`].
    pub fate: Fate,
    /// As printed, with the space after them.
    pub text: String,
}

impl Comparison {
    /// How many sentences have a fate.
    pub fn count(&self, fate: Fate) -> usize {
        self.sentences.iter().filter(|sentence| sentence.fate == fate).count()
    }
}

/// A sentence made ready to be found again.
struct Sentence<'a> {
    range: Range<usize>,
    text: &'a str,
    key: String,
    words: BTreeSet<String>,
}

/// Compares two editions; `found` is what the check has to say about the older one.
pub fn compare(older: &Document, newer: &Document, found: &[Diagnostic]) -> Comparison {
    let (old, new) = (sentences(older), sentences(newer));
    let mut pair_of_old: Vec<Option<usize>> = vec![None; old.len()];
    let mut pair_of_new: Vec<Option<usize>> = vec![None; new.len()];
    let pair = |a: usize, b: usize, of_old: &mut Vec<Option<usize>>, of_new: &mut Vec<Option<usize>>| {
        (of_old[a], of_new[b]) = (Some(b), Some(a));
    };
    let mut by_key: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, sentence) in new.iter().enumerate().rev() {
        by_key.entry(&sentence.key).or_default().push(at);
    }
    for (a, sentence) in old.iter().enumerate() {
        if let Some(b) = by_key.get_mut(sentence.key.as_str()).and_then(Vec::pop) {
            pair(a, b, &mut pair_of_old, &mut pair_of_new);
        }
    }
    for (a, b) in nearest_pairs(&old, &new, &pair_of_old, &pair_of_new) {
        if pair_of_old[a].is_none() && pair_of_new[b].is_none() {
            pair(a, b, &mut pair_of_old, &mut pair_of_new);
        }
    }
    let flags = |range: &Range<usize>| flagged(range, found);
    let mut sentences = Vec::new();
    let mut dropped_up_to = 0;
    let drop_until = |until: usize, from: &mut usize, out: &mut Vec<Compared>| {
        for a in *from..until.max(*from) {
            if pair_of_old[a].is_none() {
                let older = old[a].range.clone();
                out.push(Compared {
                    fate: Fate::Dropped,
                    flagged: flags(&older),
                    older: Some(older),
                    newer: None,
                    words: Vec::new(),
                });
            }
        }
        *from = until.max(*from);
    };
    for (b, sentence) in new.iter().enumerate() {
        let newer = Some(sentence.range.clone());
        let Some(a) = pair_of_new[b] else {
            sentences.push(Compared { fate: Fate::Added, older: None, newer, words: Vec::new(), flagged: Vec::new() });
            continue;
        };
        drop_until(a, &mut dropped_up_to, &mut sentences);
        let older = old[a].range.clone();
        let same = old[a].key == sentence.key;
        let (fate, words) =
            if same { (Fate::Kept, Vec::new()) } else { (Fate::Edited, edits(old[a].text, sentence.text)) };
        sentences.push(Compared { fate, flagged: flags(&older), older: Some(older), newer, words });
    }
    drop_until(old.len(), &mut dropped_up_to, &mut sentences);
    Comparison { sentences }
}

/// Sentences of the text that a reader reads; names, heads and the publisher's notice change without meaning.
fn sentences(document: &Document) -> Vec<Sentence<'_>> {
    let told = document.sentences.iter().filter_map(|sentence| {
        let role = document.blocks.get(sentence.block)?.role;
        let told = matches!(
            role,
            Role::Body | Role::List | Role::FigureNote | Role::Heading { .. } | Role::FigureTitle | Role::Footnote
        );
        let text = document.words(&sentence.text);
        let key = key(text);
        (told && !key.is_empty()).then(|| Sentence { range: sentence.text.clone(), text, words: words(text), key })
    });
    told.collect()
}

/// Letters and digits in lower case: what spacing, hyphens and quotation marks cannot change.
fn key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn words(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// Pairs of sentences that were not kept, nearest first.
fn nearest_pairs(
    old: &[Sentence<'_>],
    new: &[Sentence<'_>],
    of_old: &[Option<usize>],
    of_new: &[Option<usize>],
) -> Vec<(usize, usize)> {
    let mut with_word: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (b, sentence) in new.iter().enumerate().filter(|(b, _)| of_new[*b].is_none()) {
        for word in &sentence.words {
            with_word.entry(word).or_default().push(b);
        }
    }
    let mut pairs = Vec::new();
    for (a, sentence) in old.iter().enumerate().filter(|(a, _)| of_old[*a].is_none()) {
        let mut common: BTreeMap<usize, usize> = BTreeMap::new();
        for b in sentence.words.iter().filter_map(|word| with_word.get(word.as_str())).flatten() {
            *common.entry(*b).or_default() += 1;
        }
        for (b, common) in common {
            // Twice the common words against all words: more than half is one sentence, edited.
            let all = sentence.words.len() + new[b].words.len();
            if common * 4 > all {
                pairs.push((common * 20_000 / all, a, b));
            }
        }
    }
    pairs.sort_by_key(|(near, a, b)| (std::cmp::Reverse(*near), a.abs_diff(*b), *a));
    pairs.into_iter().map(|(_, a, b)| (a, b)).collect()
}

/// What stayed, went and came, word by word.
fn edits(old: &str, new: &str) -> Vec<Words> {
    let mut edits: Vec<Words> = Vec::new();
    for change in TextDiff::from_words(old, new).iter_all_changes() {
        let fate = match change.tag() {
            ChangeTag::Equal => Fate::Kept,
            ChangeTag::Delete => Fate::Dropped,
            ChangeTag::Insert => Fate::Added,
        };
        match edits.last_mut().filter(|last| last.fate == fate) {
            Some(last) => last.text.push_str(change.value()),
            None => edits.push(Words { fate, text: change.value().to_owned() }),
        }
    }
    edits
}

/// Codes of the findings in a sentence, each once; notes are no flags.
fn flagged(range: &Range<usize>, found: &[Diagnostic]) -> Vec<&'static str> {
    let here = found.iter().filter(|finding| {
        let counts = finding.grade != demarche_diagnostic::Grade::Note;
        counts && finding.span.is_some_and(|span| range.start <= span.start && span.start < range.end)
    });
    here.map(|finding| finding.code.0).collect::<BTreeSet<_>>().into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Document {
        demarche_read::read(text.as_bytes(), "a.md").value
    }

    #[test]
    fn sentences_are_kept_edited_dropped_and_added() {
        let older = read("Two ferries sail to the island. The harbour is old. Talks are stalled in the capital.\n");
        let newer = read("The harbour is old. Three ferries sail to the island. A bridge was opened yesterday.\n");
        let comparison = compare(&older, &newer, &[]);
        let fates: Vec<&str> = comparison.sentences.iter().map(|sentence| sentence.fate.word()).collect();
        assert_eq!(fates, ["kept", "edited", "added", "dropped"]);
        let edited = &comparison.sentences[1].words;
        let said =
            |fate| edited.iter().filter(|words| words.fate == fate).map(|words| words.text.trim()).collect::<Vec<_>>();
        assert_eq!((said(Fate::Dropped), said(Fate::Added)), (vec!["Two"], vec!["Three"]));
    }

    #[test]
    fn an_edition_against_itself_is_all_kept() {
        let document = read("Two ferries sail. The harbour is old. Two ferries sail.\n");
        let comparison = compare(&document, &document, &[]);
        assert_eq!(comparison.count(Fate::Kept), comparison.sentences.len());
    }
}
