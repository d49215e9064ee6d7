//! A quotation has at most 25 words: enough to find the place in the source, too few to stand in for it.

use super::prelude::*;

pub(crate) const RULE: Rule = Rule {
    code: Code("D0018"),
    grade: Grade::Error,
    title: "a quotation that is too long",
    source: include_str!("d0018_quote.rs"),
};

/// Most words in a quotation.
pub(crate) const MOST: usize = 25;

pub(crate) fn finding(span: Span, words: usize) -> Diagnostic {
    RULE.found(span, format!("this quotation has {words} words, at most {MOST} are kept"))
        .with_help("quote the words that carry the claim, and say the rest in `says`")
}
