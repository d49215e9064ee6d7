//! What the ledger finds in a dossier's text (D00xx), while computing (D041x), in scenarios (D20xx) and of sign-offs
//! (D21xx): one file a check.
//!
//! Each file's leading comment is its manual page; its functions word the finding.

pub(crate) mod d0001_syntax;
pub(crate) mod d0002_unknown_key;
pub(crate) mod d0003_missing_key;
pub(crate) mod d0004_type;
pub(crate) mod d0005_unknown_word;
pub(crate) mod d0006_id;
pub(crate) mod d0007_duplicate;
pub(crate) mod d0008_date;
pub(crate) mod d0009_literal;
pub(crate) mod d0010_dimension;
pub(crate) mod d0011_qualifier;
pub(crate) mod d0012_reference;
pub(crate) mod d0013_content;
pub(crate) mod d0014_formula;
pub(crate) mod d0015_cycle;
pub(crate) mod d0016_supersession;
pub(crate) mod d0017_ladder;
pub(crate) mod d0018_quote;
pub(crate) mod d0019_no_review;
pub(crate) mod d0020_format;
pub(crate) mod d0021_hash;
pub(crate) mod d0022_row;
pub(crate) mod d0023_duplicate_row;
pub(crate) mod d0024_table;
pub(crate) mod d0025_source;
pub(crate) mod d0026_attribution;
pub(crate) mod d0027_column;
pub(crate) mod d0028_rule;
pub(crate) mod d0029_recorded;
pub(crate) mod d0030_before_it_happened;
pub(crate) mod d0031_date_outside;
pub(crate) mod d0032_near_qualifier;
pub(crate) mod d0033_review_past;
pub(crate) mod d0034_other_year;
pub(crate) mod d0410_mixed_basis;
pub(crate) mod d0411_mixed_release;
pub(crate) mod d0412_units;
pub(crate) mod d0413_undecided;
pub(crate) mod d0414_rule_silent;
pub(crate) mod d0415_rank_open;
pub(crate) mod d0416_cell_missing;
pub(crate) mod d0417_cell_disagrees;
pub(crate) mod d2001_scenario;
pub(crate) mod d2002_conflict;
pub(crate) mod d2003_target;
pub(crate) mod d2101_void_review;
pub(crate) mod d2102_unsigned;

use demarche_diagnostic::{Diagnostic, Rule, Span};

/// Everything that the checks need.
mod prelude {
    pub(super) use demarche_diagnostic::{Code, Diagnostic, Grade, Rule, Span};

    pub(super) use super::Found;
    #[allow(unused_imports, reason = "each check takes what it needs")]
    pub(super) use crate::{
        suggest,
        syntax::{Field, Node, Shape},
    };
}

/// The finding with an edit at `span` for each of several names that may have been meant; `shown` writes a name as it
/// stands in the file.
fn offering(found: Diagnostic, span: Span, near: &[&str], shown: impl Fn(&str) -> String) -> Diagnostic {
    let why = if near.len() == 1 { "is the nearest" } else { "is one of the nearest" };
    near.iter().fold(found, |found, name| found.with_edit(format!("`{name}` {why}"), span, shown(name)))
}

/// A finding of a rule at a place.
trait Found {
    fn found(&self, span: Span, message: impl Into<String>) -> Diagnostic;
}

impl Found for Rule {
    fn found(&self, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(self.code, self.grade, message).at(span, "")
    }
}

/// Every check of the ledger with its manual page, in the order of codes.
pub fn rules() -> &'static [Rule] {
    const RULES: &[Rule] = &[
        d0001_syntax::RULE,
        d0002_unknown_key::RULE,
        d0003_missing_key::RULE,
        d0004_type::RULE,
        d0005_unknown_word::RULE,
        d0006_id::RULE,
        d0007_duplicate::RULE,
        d0008_date::RULE,
        d0009_literal::RULE,
        d0010_dimension::RULE,
        d0011_qualifier::RULE,
        d0012_reference::RULE,
        d0013_content::RULE,
        d0014_formula::RULE,
        d0015_cycle::RULE,
        d0016_supersession::RULE,
        d0017_ladder::RULE,
        d0018_quote::RULE,
        d0019_no_review::RULE,
        d0020_format::RULE,
        d0021_hash::RULE,
        d0022_row::RULE,
        d0023_duplicate_row::RULE,
        d0024_table::RULE,
        d0025_source::RULE,
        d0026_attribution::RULE,
        d0027_column::RULE,
        d0028_rule::RULE,
        d0029_recorded::RULE,
        d0030_before_it_happened::RULE,
        d0031_date_outside::RULE,
        d0032_near_qualifier::RULE,
        d0033_review_past::RULE,
        d0034_other_year::RULE,
        d0410_mixed_basis::RULE,
        d0411_mixed_release::RULE,
        d0412_units::RULE,
        d0413_undecided::RULE,
        d0414_rule_silent::RULE,
        d0415_rank_open::RULE,
        d0416_cell_missing::RULE,
        d0417_cell_disagrees::RULE,
        d2001_scenario::RULE,
        d2002_conflict::RULE,
        d2003_target::RULE,
        d2101_void_review::RULE,
        d2102_unsigned::RULE,
    ];
    RULES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_ascend_and_every_rule_has_a_page() {
        assert!(rules().windows(2).all(|pair| pair[0].code < pair[1].code));
        for rule in rules() {
            assert!(rule.manual().text.len() > 80, "{}", rule.code);
        }
    }
}
