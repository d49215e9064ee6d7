//! A lexicon file has a key, a row or a value that the program does not know.
//!
//! Lexicons are the words by which prose is read: hedges, units, citation words and
//! others. Each row names where its reading comes from. A row that cannot be read
//! is left out, so the finding is an error: a hedge that is silently missing would
//! change what every sentence is held to.
//!
//! False alarms: none; the file says something that is not understood.

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule, Span};

const CODE: Code = Code("D0159");

pub(super) const RULE: Rule = Rule {
    code: CODE,
    grade: Grade::Error,
    title: "a lexicon cannot be read",
    source: include_str!("d0159_lexicon.rs"),
};

/// The finding at a place; `help` may be empty.
pub(crate) fn fault(place: Span, message: String, help: &str) -> Diagnostic {
    super::told(CODE, Grade::Error, place, message, help)
}
