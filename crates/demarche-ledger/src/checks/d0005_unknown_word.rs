//! Some keys take one word of a short list: a kind's `value`, a statement's `modality`, the rungs of a ladder.
//!
//! ```toml
//! modality = "promised"      # "pledged"
//! ```

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D0005"),
    grade: Grade::Error,
    title: "a word outside a closed list",
    source: include_str!("d0005_unknown_word.rs"),
};

pub(crate) fn finding(span: Span, key: &str, word: &str, words: &[&str]) -> Diagnostic {
    let found = RULE.found(span, format!("`{key}` cannot be \"{word}\""));
    match suggest::nearest(word, words.iter().copied()).as_slice() {
        [] => found.with_help(format!("it is {}", suggest::one_of(words))),
        near => super::offering(found, span, near, |near| format!("\"{near}\"")),
    }
}
