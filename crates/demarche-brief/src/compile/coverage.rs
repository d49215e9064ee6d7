//! Coverage: how much of the prose rests on what kind of evidence.

use std::collections::BTreeMap;

use super::rests::Rests;
use crate::edition::Coverage;
use crate::prose::Brief;

/// Counts bindings by grade and method, sentences, and words marked free.
///
/// A binding with two ids counts twice; one that leads nowhere does not count.
pub(super) fn count(brief: &Brief, rests: &Rests) -> Coverage {
    let mut bindings = BTreeMap::new();
    for quality in rests.all().filter_map(|index| rests.quality.get(index)) {
        *bindings.entry(*quality).or_insert(0u32) += 1;
    }
    let spoken = || brief.sentences.iter().filter(|sentence| !sentence.text.is_empty());
    let sourced = spoken().filter(|sentence| sentence.bindings.iter().any(|&binding| !rests.of(binding).is_empty()));
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Coverage {
        bindings: bindings.into_iter().map(|((evidence, method), count)| (evidence, method, count)).collect(),
        sentences: number(spoken().count()),
        sourced_sentences: number(sourced.count()),
        free: number(brief.free.len()),
    }
}
