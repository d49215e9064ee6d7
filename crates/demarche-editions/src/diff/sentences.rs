//! Sentences: which came, went or changed their words, and the statements behind that.

use std::collections::{BTreeMap, BTreeSet};

use demarche_brief::edition::{ChangeKind, Sentence};
use demarche_terms::StatementId;
use similar::{Algorithm, ChangeTag, DiffOp, TextDiff, capture_diff_slices};

use super::{How, SentenceChange, SentenceHow, SentenceSide, StatementChange, Tag, Words};
use crate::Snapshot;

/// Sentences are one and the same above this share of common words, or half of it where they rest on a common statement.
const ALIKE: f32 = 0.5;

/// Most pairs that are weighed for one stretch of changed prose; beyond it sentences are matched in order only.
const PAIRS: usize = 20_000;

/// Every change, in the order of the prose.
pub(super) fn compare(from: &Snapshot, to: &Snapshot, statements: &[StatementChange]) -> Vec<SentenceChange> {
    let (old, new) = (&from.edition.sentences, &to.edition.sentences);
    let text = |sentences: &[Sentence]| sentences.iter().map(|one| one.text.clone()).collect::<Vec<_>>();
    let (old_texts, new_texts) = (text(old), text(new));
    let work = Work { from, to, reasons: reasons(statements), statements };
    let mut changes = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &old_texts, &new_texts) {
        match op {
            DiffOp::Equal { old_index, new_index, len } => {
                changes.extend((0..len).filter_map(|at| work.unsettled(&old[old_index + at], &new[new_index + at])));
            }
            DiffOp::Delete { old_index, old_len, .. } => {
                changes.extend(old[old_index..old_index + old_len].iter().map(|one| work.alone(one, true)));
            }
            DiffOp::Insert { new_index, new_len, .. } => {
                changes.extend(new[new_index..new_index + new_len].iter().map(|one| work.alone(one, false)));
            }
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                work.stretch(&old[old_index..old_index + old_len], &new[new_index..new_index + new_len], &mut changes);
            }
        }
    }
    changes
}

/// Changes by the statements that they concern.
fn reasons(statements: &[StatementChange]) -> BTreeMap<&StatementId, Vec<usize>> {
    let mut reasons: BTreeMap<&StatementId, Vec<usize>> = BTreeMap::new();
    for (at, change) in statements.iter().enumerate() {
        reasons.entry(&change.id).or_default().push(at);
        if let Some(by) = change.by.as_ref().filter(|_| change.how != How::Ended && change.how != How::Revived) {
            reasons.entry(by).or_default().push(at);
        }
    }
    reasons
}

struct Work<'a> {
    from: &'a Snapshot,
    to: &'a Snapshot,
    reasons: BTreeMap<&'a StatementId, Vec<usize>>,
    statements: &'a [StatementChange],
}

impl Work<'_> {
    /// A stretch in which both sides differ: pairs that are alike, the rest alone.
    fn stretch(&self, old: &[Sentence], new: &[Sentence], changes: &mut Vec<SentenceChange>) {
        let mut pairs = Vec::new();
        if old.len() * new.len() <= PAIRS {
            let weighed = |sentences: &[Sentence], side| -> Vec<Weighed> {
                sentences.iter().map(|one| Weighed::of(one, side)).collect()
            };
            let (olds, news) = (weighed(old, self.from), weighed(new, self.to));
            for (i, one) in olds.iter().enumerate() {
                for (j, other) in news.iter().enumerate() {
                    let score = one.likeness(other);
                    if score >= ALIKE {
                        pairs.push((score, i, j));
                    }
                }
            }
        }
        // Best first; among equals the nearest in order, so that the sides can be exchanged.
        pairs.sort_by(|a, b| {
            let near = |pair: &(f32, usize, usize)| pair.1.abs_diff(pair.2);
            b.0.total_cmp(&a.0).then(near(a).cmp(&near(b))).then((a.1 + a.2).cmp(&(b.1 + b.2)))
        });
        let (mut of_old, mut of_new) = (vec![None; old.len()], vec![None; new.len()]);
        for (_, i, j) in pairs {
            if of_old[i].is_none() && of_new[j].is_none() {
                (of_old[i], of_new[j]) = (Some(j), Some(i));
            }
        }
        // In the order of the newer prose, what went before what follows it.
        let mut gone = 0;
        for (j, after) in new.iter().enumerate() {
            if let Some(i) = of_new[j] {
                changes.extend((gone..i).filter(|at| of_old[*at].is_none()).map(|at| self.alone(&old[at], true)));
                gone = gone.max(i);
                changes.push(self.changed(&old[i], after));
            } else {
                changes.push(self.alone(after, false));
            }
        }
        changes.extend((gone..old.len()).filter(|at| of_old[*at].is_none()).map(|at| self.alone(&old[at], true)));
    }

    fn changed(&self, before: &Sentence, after: &Sentence) -> SentenceChange {
        let because = self.because(Some(before), Some(after));
        SentenceChange {
            how: SentenceHow::Changed,
            kind: self.kind(&because).unwrap_or(self.by_bindings(before, after)),
            section: self.to.heading(&after.section),
            before: Some(side(before)),
            after: Some(side(after)),
            words: words(&before.text, &after.text),
            because,
        }
    }

    /// Same words; worth a line only where something under them changed for a reason.
    fn unsettled(&self, before: &Sentence, after: &Sentence) -> Option<SentenceChange> {
        let because = self.because(Some(before), Some(after));
        let kind = self.kind(&because)?;
        Some(SentenceChange {
            how: SentenceHow::Unsettled,
            kind,
            section: self.to.heading(&after.section),
            before: Some(side(before)),
            after: Some(side(after)),
            words: vec![Words { tag: Tag::Same, text: after.text.clone() }],
            because,
        })
    }

    fn alone(&self, sentence: &Sentence, old: bool) -> SentenceChange {
        let (before, after) = if old { (Some(sentence), None) } else { (None, Some(sentence)) };
        let because = self.because(before, after);
        let tag = if old { Tag::Removed } else { Tag::Added };
        SentenceChange {
            how: if old { SentenceHow::Removed } else { SentenceHow::Added },
            kind: self.kind(&because).unwrap_or(ChangeKind::Substantive),
            section: if old { self.from } else { self.to }.heading(&sentence.section),
            before: before.map(side),
            after: after.map(side),
            words: vec![Words { tag, text: sentence.text.clone() }],
            because,
        }
    }

    /// Changes of the statements that either sentence is bound to or that these are computed from.
    fn because(&self, before: Option<&Sentence>, after: Option<&Sentence>) -> Vec<usize> {
        fn walk<'a>(lineage: &'a demarche_terms::Lineage, ids: &mut BTreeSet<&'a StatementId>) {
            ids.extend(&lineage.id);
            lineage.from.iter().for_each(|below| walk(below, ids));
        }
        let mut ids = BTreeSet::new();
        for (sentence, side) in [(before, self.from), (after, self.to)] {
            for at in sentence.into_iter().flat_map(|sentence| &sentence.statements) {
                if let Some(bound) = side.edition.bound.get(*at) {
                    walk(&bound.lineage, &mut ids);
                }
            }
        }
        let found: BTreeSet<usize> = ids.iter().filter_map(|id| self.reasons.get(id)).flatten().copied().collect();
        found.into_iter().collect()
    }

    fn kind(&self, because: &[usize]) -> Option<ChangeKind> {
        because.iter().map(|at| self.statements[*at].kind).min()
    }

    /// A sentence whose statements are all as they were: only its words changed, unless it rests on others now.
    fn by_bindings(&self, before: &Sentence, after: &Sentence) -> ChangeKind {
        let same = statements_of(before, self.from) == statements_of(after, self.to);
        if same { ChangeKind::Mechanical } else { ChangeKind::Substantive }
    }
}

/// The statements that a sentence is bound to.
fn statements_of<'a>(sentence: &Sentence, side: &'a Snapshot) -> BTreeSet<&'a StatementId> {
    sentence.statements.iter().filter_map(|at| Some(&side.edition.bound.get(*at)?.id)).collect()
}

/// What a sentence is weighed by.
struct Weighed<'a> {
    /// Its words in lower case.
    words: BTreeSet<String>,
    statements: BTreeSet<&'a StatementId>,
}

impl<'a> Weighed<'a> {
    fn of(sentence: &Sentence, side: &'a Snapshot) -> Self {
        let words = sentence.text.split_whitespace().map(str::to_lowercase).collect();
        Self { words, statements: statements_of(sentence, side) }
    }

    /// Share of words in common, twice as much for sentences that rest on one statement.
    fn likeness(&self, other: &Self) -> f32 {
        let common = self.words.intersection(&other.words).count() as f32;
        let share = 2.0 * common / (self.words.len() + other.words.len()).max(1) as f32;
        if self.statements.is_disjoint(&other.statements) { share } else { share * 2.0 }
    }
}

fn side(sentence: &Sentence) -> SentenceSide {
    SentenceSide { number: sentence.number, line: sentence.line, text: sentence.text.clone() }
}

/// Word by word, runs of one tag joined.
fn words(before: &str, after: &str) -> Vec<Words> {
    let compared = TextDiff::from_unicode_words(before, after);
    let mut runs: Vec<Words> = Vec::new();
    for change in compared.iter_all_changes() {
        let tag = match change.tag() {
            ChangeTag::Equal => Tag::Same,
            ChangeTag::Delete => Tag::Removed,
            ChangeTag::Insert => Tag::Added,
        };
        // A lone space between two changed words belongs to both.
        match runs.last_mut() {
            Some(last) if last.tag == tag => last.text.push_str(change.value()),
            _ => runs.push(Words { tag, text: change.value().to_owned() }),
        }
    }
    joined(runs)
}

/// Single spaces between changed words are taken into the change, so that a rewritten phrase reads as one.
fn joined(runs: Vec<Words>) -> Vec<Words> {
    let mut out: Vec<Words> = Vec::new();
    let mut pending: (String, String) = Default::default();
    let flush = |pending: &mut (String, String), out: &mut Vec<Words>| {
        for (tag, text) in [(Tag::Removed, &mut pending.0), (Tag::Added, &mut pending.1)] {
            if !text.is_empty() {
                out.push(Words { tag, text: std::mem::take(text) });
            }
        }
    };
    let last = runs.len().saturating_sub(1);
    for (at, run) in runs.into_iter().enumerate() {
        let open = !pending.0.is_empty() || !pending.1.is_empty();
        match run.tag {
            Tag::Removed => pending.0.push_str(&run.text),
            Tag::Added => pending.1.push_str(&run.text),
            Tag::Same if open && at < last && run.text.trim().is_empty() => {
                pending.0.push_str(&run.text);
                pending.1.push_str(&run.text);
            }
            Tag::Same => {
                flush(&mut pending, &mut out);
                out.push(run);
            }
        }
    }
    flush(&mut pending, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rewritten_phrase_reads_as_one_and_loses_no_letter() {
        let (a, b) = ("Norland will pay $890 million a year.", "Norland paid about $915 million a year.");
        let runs = words(a, b);
        let text = |tag| runs.iter().filter(move |run| run.tag == Tag::Same || run.tag == tag).map(|run| &*run.text);
        assert_eq!(text(Tag::Removed).collect::<String>(), a);
        assert_eq!(text(Tag::Added).collect::<String>(), b);
        assert!(runs.len() < 9, "{runs:?}");
    }
}
