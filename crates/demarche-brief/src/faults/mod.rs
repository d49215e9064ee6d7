//! Faults: what can be amiss with the text of a brief or a lexicon, one file a rule.
//!
//! Every file's leading comment is the rule's manual page.

pub(crate) mod d0140_binding_syntax;
pub(crate) mod d0141_free_words;
pub(crate) mod d0142_not_in_a_brief;
pub(crate) mod d0143_fence;
pub(crate) mod d0144_bound_heading;
pub(crate) mod d0145_heading_level;
pub(crate) mod d0146_too_deep;
pub(crate) mod d0147_link;
pub(crate) mod d0150_front_matter;
pub(crate) mod d0151_block;
pub(crate) mod d0152_table_missing;
pub(crate) mod d0153_seats;
pub(crate) mod d0154_figure_words;
pub(crate) mod d0155_cell;
pub(crate) mod d0156_labels;
pub(crate) mod d0157_positions;
pub(crate) mod d0158_anchor;
pub(crate) mod d0159_lexicon;

use demarche_diagnostic::{Code, Diagnostic, Grade, Rule, Span};

/// The rules about a brief's own text, in the order of codes.
pub fn rules() -> Vec<Rule> {
    vec![
        d0140_binding_syntax::RULE,
        d0141_free_words::RULE,
        d0142_not_in_a_brief::RULE,
        d0143_fence::RULE,
        d0144_bound_heading::RULE,
        d0145_heading_level::RULE,
        d0146_too_deep::RULE,
        d0147_link::RULE,
        d0150_front_matter::RULE,
        d0151_block::RULE,
        d0152_table_missing::RULE,
        d0153_seats::RULE,
        d0154_figure_words::RULE,
        d0155_cell::RULE,
        d0156_labels::RULE,
        d0157_positions::RULE,
        d0158_anchor::RULE,
        d0159_lexicon::RULE,
    ]
}

/// A finding with a place and, where not empty, a way to mend it.
fn told(code: Code, grade: Grade, place: Span, message: String, help: &str) -> Diagnostic {
    let diagnostic = Diagnostic::new(code, grade, message).at(place, "");
    if help.is_empty() { diagnostic } else { diagnostic.with_help(help) }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_rule_has_a_manual_page_with_its_false_alarms() {
        for rule in super::rules() {
            assert!(rule.manual().text.contains("False alarms: "), "{}", rule.code);
        }
    }
}
