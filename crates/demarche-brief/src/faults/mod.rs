//! Faults: what can be amiss with the text of a brief or a lexicon, one file a rule.
//!
//! Every file's leading comment is the rule's manual page.

pub(crate) mod d0159_lexicon;

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule, Span};

/// The rules about a brief's own text, in the order of codes.
pub fn rules() -> Vec<Rule> {
    vec![d0159_lexicon::RULE]
}

/// An error with a place and, where not empty, a way to mend it.
fn told(code: Code, place: Span, message: String, help: &str) -> Diagnostic {
    let diagnostic = Diagnostic::new(code, Grade::Error, message).at(place, "");
    if help.is_empty() { diagnostic } else { diagnostic.with_help(help) }
}
